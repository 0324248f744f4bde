package main

import (
	"fmt"
	"time"

	"github.com/berthplan/berth/calendar"
)

const zoneName = "Europe/Zurich"

// A holiday is on a day of the year, or so many days after Easter Sunday if its month is zero.
type holiday struct {
	name  string
	month time.Month
	day   int
}

var holidays = []holiday{
	{"New Year", time.January, 1}, {"Berchtold's Day", time.January, 2}, {"Good Friday", 0, -2}, {"Easter Monday", 0, 1},
	{"Labour Day", time.May, 1}, {"Ascension", 0, 39}, {"Whit Monday", 0, 50}, {"National Day", time.August, 1},
	{"Christmas Day", time.December, 25}, {"St Stephen's Day", time.December, 26},
}

// on is the holiday's day in a year.
func (h holiday) on(year int) time.Time {
	if h.month != 0 {
		return time.Date(year, h.month, h.day, 0, 0, 0, 0, time.UTC)
	}
	return easter(year).AddDate(0, 0, h.day)
}

// easter is Easter Sunday by the anonymous Gregorian computus (Meeus, Astronomical Algorithms, chapter 8).
func easter(year int) time.Time {
	a, b, c := year%19, year/100, year%100
	h := (19*a + b - b/4 - (b-(b+8)/25+1)/3 + 15) % 30
	l := (32 + 2*(b%4) + 2*(c/4) - h - c%4) % 7
	m := (a + 11*h + 22*l) / 451
	n := h + l - 7*m + 114
	return time.Date(year, time.Month(n/31), n%31+1, 0, 0, 0, 0, time.UTC)
}

const (
	firstYear = 2026
	years     = 10
)

// decade is mon-fri at the given hours, closed on holidays, over the last three
// days of each month and from 18 December to 4 January.
func decade(hours string) (calendar.Spec, calendar.Interval, error) {
	zone, err := calendar.LoadZone(zoneName)
	if err != nil {
		return calendar.Spec{}, calendar.Interval{}, err
	}
	spec := calendar.Spec{Zone: zoneName}
	if spec.Weekly.Days, err = calendar.ParseDays("mon-fri"); err != nil {
		return spec, calendar.Interval{}, err
	}
	if spec.Weekly.Hours, err = calendar.ParseHours(hours); err != nil {
		return spec, calendar.Interval{}, err
	}
	monthEnd, err := calendar.ParseRule("last 3 days of month")
	if err != nil {
		return spec, calendar.Interval{}, err
	}
	spec.Blackouts = []calendar.Blackout{{Name: "month end", Every: monthEnd}}
	for year := firstYear - 1; year <= firstYear+years; year++ {
		for _, h := range holidays {
			spec.Holidays = append(spec.Holidays, calendar.Holiday{Date: calendar.DateOf(h.on(year)), Name: h.name})
		}
		spec.Blackouts = append(spec.Blackouts, calendar.Blackout{
			Name: fmt.Sprintf("year end %d", year),
			From: calendar.MomentOf(time.Date(year, time.December, 18, 0, 0, 0, 0, zone)),
			To:   calendar.MomentOf(time.Date(year+1, time.January, 5, 0, 0, 0, 0, zone)),
		})
	}
	return spec, span(zone), nil
}

func span(zone *time.Location) calendar.Interval {
	return calendar.Interval{
		Start: time.Date(firstYear, 1, 1, 0, 0, 0, 0, zone), End: time.Date(firstYear+years, 1, 1, 0, 0, 0, 0, zone),
	}
}

// nights are tue and thu from 21:00 on, for so long.
func nights(lasts calendar.Length) (calendar.Spec, error) {
	every, err := calendar.ParseRule(nightly)
	return calendar.Spec{Zone: zoneName, Windows: []calendar.Window{{Name: "nights", Every: every, Lasts: lasts}}}, err
}

const nightly = "0 21 * * 2,4"

// instants are n times spread over the span without any order, at half minutes,
// in the zone, far enough from its end for a year's work to fit in.
func instants(in calendar.Interval, n int) []time.Time {
	minutes := uint64(in.Duration()/time.Minute) - 366*24*60
	out := make([]time.Time, n)
	state := uint64(1)
	for i := range out {
		state = state*6364136223846793005 + 1442695040888963407
		out[i] = in.Start.Add(time.Duration(state>>11%minutes)*time.Minute + 30*time.Second)
	}
	return out
}
