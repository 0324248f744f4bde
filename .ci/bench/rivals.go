package main

import (
	"slices"
	"time"

	"github.com/prometheus/alertmanager/timeinterval"
	"github.com/rickar/cal/v2"
	"github.com/robfig/cron/v3"
)

// muting is the decade as Alertmanager would have it: one interval in which
// to be active, and a list in which not to be.
type muting struct {
	active timeinterval.TimeInterval
	mute   []timeinterval.TimeInterval
}

func inclusive(from, to int) timeinterval.InclusiveRange {
	return timeinterval.InclusiveRange{Begin: from, End: to}
}

// newMuting needs as few intervals as can be: what recurs every year is one, and Easter's days are one each.
func newMuting(zone *time.Location) *muting {
	in := &timeinterval.Location{Location: zone}
	m := &muting{active: timeinterval.TimeInterval{
		Times:    []timeinterval.TimeRange{{StartMinute: 8 * 60, EndMinute: 12 * 60}, {StartMinute: 13 * 60, EndMinute: 17 * 60}},
		Weekdays: []timeinterval.WeekdayRange{{InclusiveRange: inclusive(1, 5)}},
		Location: in,
	}}
	days := func(year int, month time.Month, from, to int) {
		i := timeinterval.TimeInterval{DaysOfMonth: []timeinterval.DayOfMonthRange{{InclusiveRange: inclusive(from, to)}}, Location: in}
		if month != 0 {
			i.Months = []timeinterval.MonthRange{{InclusiveRange: inclusive(int(month), int(month))}}
		}
		if year != 0 {
			i.Years = []timeinterval.YearRange{{InclusiveRange: inclusive(year, year)}}
		}
		m.mute = append(m.mute, i)
	}
	days(0, 0, -3, -1)
	days(0, time.December, 18, 31)
	days(0, time.January, 1, 4)
	for _, h := range holidays {
		if h.month != 0 {
			days(0, h.month, h.day, h.day)
			continue
		}
		for year := firstYear; year < firstYear+years; year++ {
			on := h.on(year)
			days(year, on.Month(), on.Day(), on.Day())
		}
	}
	return m
}

func (m *muting) open(t time.Time) bool {
	return m.active.ContainsTime(t) && !slices.ContainsFunc(m.mute, func(i timeinterval.TimeInterval) bool { return i.ContainsTime(t) })
}

// newBusiness is the decade in rickar/cal, which knows one span of hours a day.
func newBusiness() *cal.BusinessCalendar {
	b := cal.NewBusinessCalendar()
	b.Cacheable = true
	b.SetWorkHours(8*time.Hour, 17*time.Hour)
	b.WorkdayFunc = func(t time.Time) bool {
		_, month, day := t.Date()
		if w := t.Weekday(); w == time.Saturday || w == time.Sunday {
			return false
		}
		frozen := month == time.December && day >= 18 || month == time.January && day <= 4 || t.AddDate(0, 0, 3).Month() != month
		return !frozen
	}
	for _, h := range holidays {
		rule := &cal.Holiday{Name: h.name, Month: h.month, Day: h.day, Func: cal.CalcDayOfMonth}
		if h.month == 0 {
			rule = &cal.Holiday{Name: h.name, Offset: h.day, Func: cal.CalcEasterOffset}
		}
		b.AddHoliday(rule)
	}
	return b
}

// syncWindow answers as Argo CD does: it parses the cron at each question, and
// looks whether the next opening after a whole length ago has come.
func syncWindow(spec string, length time.Duration, zone *time.Location, now time.Time) (bool, error) {
	schedule, err := cron.ParseStandard(spec)
	if err != nil {
		return false, err
	}
	now = now.In(zone)
	return !schedule.Next(now.Add(-length)).After(now), nil
}
