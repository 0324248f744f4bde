package ical_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/berthplan/berth/calendar"
	"github.com/berthplan/berth/calendar/ical"
)

// shownEvents prints all that an event says, with what Write fills in.
func shownEvents(c ical.Calendar, events []ical.Event) string {
	var b strings.Builder
	name := func(zone *time.Location) string {
		if zone == nil {
			return "UTC"
		}
		return zone.String()
	}
	for _, e := range events {
		if e.Stamp.IsZero() {
			e.Stamp = c.Stamp
		}
		if e.Status == "" {
			e.Status = ical.Confirmed
		}
		if e.End.IsZero() {
			e.End = e.Start
		}
		zone := e.Zone
		if zone == nil {
			zone = c.Zone
		}
		if e.AllDay && !e.End.After(e.Start) {
			e.End = e.Start.AddDate(0, 0, 1)
		}
		fmt.Fprintf(&b, "%q %d %s\n  %s/%s %v %v %s %d\n  %q %q %q %q %s %v\n", e.UID, e.Sequence, e.Stamp.UTC(), e.Start.UTC(), e.End.UTC(), e.AllDay, e.Floating, name(zone), e.Days,
			e.Summary, e.Description, e.Location, e.Categories, e.Status, e.Busy)
		for _, d := range e.Dates {
			fmt.Fprintf(&b, "  + %s/%s\n", d.Start.UTC(), d.End.UTC())
		}
		fmt.Fprintf(&b, "  %s - %s; %s %v\n", e.Rules, e.Except, e.Replaces, e.Following)
	}
	return b.String()
}

func shownCalendar(c ical.Calendar) string {
	var b strings.Builder
	zone := "UTC"
	if c.Zone != nil {
		zone = c.Zone.String()
	}
	fmt.Fprintf(&b, "%q %q %s\n%s", c.Name, c.Product, zone, shownEvents(c, c.Events))
	for _, p := range c.Periods {
		fmt.Fprintf(&b, "%s/%s %s %q\n", p.Start.UTC(), p.End.UTC(), p.Kind, p.UID)
	}
	for _, a := range c.Availability {
		if a.Stamp.IsZero() {
			a.Stamp = c.Stamp
		}
		fmt.Fprintf(&b, "%q %s %s/%s %s %d\n%s", a.UID, a.Stamp.UTC(), a.Start.UTC(), a.End.UTC(), a.Kind, a.Priority, shownEvents(c, a.Available))
	}
	return b.String()
}

// stable requires that a calendar which can be written is read back without a fault, and written as the same text again.
func stable(t require.TestingT, c ical.Calendar) {
	c.Stamp = stamp
	var first, second strings.Builder
	if ical.Write(&first, c) != nil {
		return // read from a file that lacks what must be written
	}
	back, err := ical.Read(strings.NewReader(first.String()), ical.Options{})
	require.NoError(t, err, first.String())
	require.Len(t, back, 1)
	back[0].Stamp = stamp
	require.NoError(t, ical.Write(&second, back[0]))
	require.Equal(t, first.String(), second.String())
}

var drawnRules = []string{"FREQ=DAILY;COUNT=5", "FREQ=WEEKLY;BYDAY=MO,WE", "FREQ=MONTHLY;BYDAY=-1FR;UNTIL=20271231", "FREQ=YEARLY"}

// drawnEvent makes an event of whole seconds in a zone: whatever can be said in a file.
func drawnEvent(r *rapid.T, zones []*time.Location, calendarZone *time.Location, uid string) ical.Event {
	text := rapid.StringOf(rapid.RuneFrom([]rune("ab ,;:\\\"é語🙂\n^")))
	e := ical.Event{
		UID: uid, Sequence: rapid.IntRange(0, 3).Draw(r, "sequence"), Summary: text.Draw(r, "summary"), Description: text.Draw(r, "description"),
		Location: text.Draw(r, "location"), Busy: rapid.Bool().Draw(r, "busy"),
		Status: rapid.SampledFrom([]ical.Status{"", ical.Confirmed, ical.Tentative, ical.Cancelled}).Draw(r, "status"),
	}
	if rapid.Bool().Draw(r, "stamped") {
		e.Stamp = stamp.Add(time.Hour)
	}
	for range rapid.IntRange(0, 2).Draw(r, "categories") {
		e.Categories = append(e.Categories, text.Draw(r, "category"))
	}
	zone := calendarZone
	hours := time.Duration(rapid.IntRange(0, 100).Draw(r, "hours")) * time.Hour
	e.Start = time.Unix(rapid.Int64Range(1_500_000_000, 2_500_000_000).Draw(r, "start"), 0)
	switch rapid.IntRange(0, 3).Draw(r, "form") {
	case 0:
		e.AllDay = true
		e.Start = calendar.DateOf(e.Start.In(zone)).In(zone)
		e.End = calendar.DateOf(e.Start).AddDays(rapid.IntRange(1, 9).Draw(r, "days")).In(zone)
	case 1:
		if zone == time.UTC {
			e.Floating = true
		}
		e.End = e.Start.Add(hours)
	case 2:
		zone = rapid.SampledFrom(zones).Draw(r, "zone")
		e.Zone, e.End = zone, e.Start.Add(hours)
	case 3:
		e.End = e.Start.Add(hours)
	}
	at := func() calendar.Date {
		return calendar.DateOf(e.Start.In(zone)).AddDays(rapid.IntRange(1, 60).Draw(r, "later"))
	}
	noon := func(d calendar.Date) calendar.Moment {
		m, err := calendar.ParseMoment(d.String() + "T12:00")
		require.NoError(r, err)
		return m
	}
	day := func(d calendar.Date) calendar.Moment {
		m, err := calendar.ParseMoment(d.String())
		require.NoError(r, err)
		return m
	}
	moment := func() calendar.Moment {
		if e.AllDay {
			return day(at())
		}
		switch rapid.IntRange(0, 2).Draw(r, "moment") {
		case 0:
			return day(at())
		case 1:
			if e.Floating || zone != time.UTC {
				return noon(at())
			}
		}
		return calendar.MomentOf(at().At(12*3600, time.UTC))
	}
	for range rapid.IntRange(0, 2).Draw(r, "rules") {
		rule, err := calendar.ParseRule(rapid.SampledFrom(drawnRules).Draw(r, "rule"))
		require.NoError(r, err)
		e.Rules = append(e.Rules, rule)
	}
	for range rapid.IntRange(0, 2).Draw(r, "dates") {
		d := calendar.Interval{Start: at().At(12*3600, zone)}
		if e.AllDay {
			d.Start = calendar.DateOf(d.Start).In(zone)
		} else if rapid.Bool().Draw(r, "period") {
			d.End = d.Start.Add(time.Hour)
		}
		e.Dates = append(e.Dates, d)
	}
	for range rapid.IntRange(0, 2).Draw(r, "exceptions") {
		e.Except = append(e.Except, moment())
	}
	if rapid.Bool().Draw(r, "change") {
		e.Replaces, e.Following = moment(), rapid.Bool().Draw(r, "following")
	}
	return e
}

// secondOf reports whether clocks show the local time of t for the second time.
func secondOf(t time.Time, zone *time.Location) bool {
	t = t.In(zone)
	h, m, s := t.Clock()
	return !calendar.DateOf(t).At(calendar.Clock(h*3600+m*60+s), zone).Equal(t)
}

func TestReadGivesBackWhatIsWritten(t *testing.T) {
	zones := []*time.Location{time.UTC, zone(t, "Europe/Zurich"), zone(t, "America/New_York"), zone(t, "Australia/Lord_Howe"), time.FixedZone("Ship's time, +3:30", 12600)}
	rapid.Check(t, func(r *rapid.T) {
		c := ical.Calendar{Name: rapid.SampledFrom([]string{"", "a, b; c"}).Draw(r, "name"), Product: "x", Stamp: stamp}
		calendarZone := rapid.SampledFrom(zones).Draw(r, "calendar's zone")
		if c.Zone = calendarZone; rapid.Bool().Draw(r, "nil for UTC") && calendarZone == time.UTC {
			c.Zone = nil
		}
		for i := range rapid.IntRange(0, 4).Draw(r, "events") {
			e := drawnEvent(r, zones, calendarZone, fmt.Sprintf("event %d;,\\", i))
			z := calendarZone
			if e.Zone != nil {
				z = e.Zone
			}
			if !e.Floating && !e.AllDay && (secondOf(e.Start, z) || secondOf(e.End, z)) {
				continue // is written in UTC, which TestWriteLines shows
			}
			c.Events = append(c.Events, e)
		}
		for i := range rapid.IntRange(0, 2).Draw(r, "periods") {
			c.Periods = append(c.Periods, ical.Period{Interval: calendar.Interval{Start: stamp, End: stamp.Add(time.Hour)}, Kind: ical.Maybe, UID: fmt.Sprint(i / 2)})
		}
		if rapid.Bool().Draw(r, "availability") {
			a := ical.Availability{UID: "a", Start: stamp, Priority: 3, Kind: ical.Taken}
			e := drawnEvent(r, zones[:1], calendarZone, "b")
			if e.Busy, e.Status = true, ical.Confirmed; !secondOf(e.Start, calendarZone) && !secondOf(e.End, calendarZone) {
				a.Available = append(a.Available, e)
			}
			c.Availability = append(c.Availability, a)
		}
		text := written(r, c)
		back, err := ical.Read(strings.NewReader(text), ical.Options{})
		require.NoError(r, err, text)
		require.Len(r, back, 1)
		require.Equal(r, shownCalendar(c), shownCalendar(back[0]), text)
		stable(r, c)

		span := calendar.Interval{Start: stamp.AddDate(-5, 0, 0), End: stamp.AddDate(5, 0, 0)}
		before, err := c.Occurrences(span)
		require.NoError(r, err)
		after, err := back[0].Occurrences(span)
		require.NoError(r, err)
		require.Len(r, after, len(before))
		for i := range before {
			require.True(r, before[i].Start.Equal(after[i].Start) && before[i].End.Equal(after[i].End), "%v, read back as %v", before[i], after[i])
			require.Equal(r, before[i].Event.UID, after[i].Event.UID)
		}
	})
}
