// Package recur expands the recurrence rules of RFC 5545 §3.3.10, with RFC 7529's
// SKIP for the Gregorian calendar.
//
// Time is civil: seconds of a clock that knows neither zones nor leap seconds, counted from
// 1970-01-01T00:00:00. Whoever asks maps it to instants.
//
// A [Rule] is data; [Rule.Check] says what is wrong with one. A [Walk] lists its
// times within bounds, one after the other. A walk jumps to where it is to begin,
// keeps to the tables of the RFC for what limits and what expands, and always ends: at its
// bound, or with [ErrSteps].
//
// It is our own because no Go library at hand reads rules as most implementations
// do, comes back from a rule that never fires, and can be bounded.
package recur

import (
	"fmt"
	"slices"
	"time"
)

// Frequency is the FREQ of a rule: the length of its periods.
type Frequency uint8

// The frequencies, from the longest.
const (
	Yearly Frequency = iota
	Monthly
	Weekly
	Daily
	Hourly
	Minutely
	Secondly
)

var frequencies = []string{"YEARLY", "MONTHLY", "WEEKLY", "DAILY", "HOURLY", "MINUTELY", "SECONDLY"}

// ParseFrequency reads the value of FREQ, in upper case.
func ParseFrequency(s string) (Frequency, bool) {
	i := slices.Index(frequencies, s)
	return Frequency(max(i, 0)), i >= 0
}

// String is the value of FREQ.
func (f Frequency) String() string { return frequencies[f] }

// Skip says what becomes of a day that its month or year does not have (RFC 7529 §4.1).
type Skip uint8

// The three ways.
const (
	Omit     Skip = iota // left out, as RFC 5545 has it
	Backward             // the day before, at the end of the month or year
	Forward              // the day after
)

var skips = []string{"OMIT", "BACKWARD", "FORWARD"}

// ParseSkip reads the value of SKIP, in upper case.
func ParseSkip(s string) (Skip, bool) {
	i := slices.Index(skips, s)
	return Skip(max(i, 0)), i >= 0
}

// String is the value of SKIP.
func (s Skip) String() string { return skips[s] }

// Weekday is one of BYDAY: the N-th, from the end if negative, every one if N is 0.
type Weekday struct {
	N   int
	Day time.Weekday
}

// Rule is the parts of an RRULE, apart from UNTIL, which is a bound of the walk. The lists need no
// order; what is in one twice counts once.
type Rule struct {
	Freq      Frequency
	Interval  int // 0 is 1
	Count     int // 0: no end by number
	WeekStart time.Weekday
	Skip      Skip

	SetPos, Month, MonthDay, YearDay, WeekNo []int
	Hour, Minute, Second                     []int // a second 60 is read as 59 (RFC 5545 §3.3.12)
	Day                                      []Weekday
}

// The bounds of INTERVAL and COUNT.
const (
	MaxInterval = 1_000_000
	MaxCount    = 100_000
)

// Part is one of the lists of numbers of a rule.
type Part struct {
	Name   string
	List   *[]int
	Lo, Hi int
	Signed bool // also -Hi to -Lo, from the end
}

// Parts are the lists of numbers, in the order in which a rule is written.
func (r *Rule) Parts() []Part {
	return []Part{
		{"BYMONTH", &r.Month, 1, 12, false},
		{"BYWEEKNO", &r.WeekNo, 1, 53, true},
		{"BYYEARDAY", &r.YearDay, 1, 366, true},
		{"BYMONTHDAY", &r.MonthDay, 1, 31, true},
		{"BYHOUR", &r.Hour, 0, 23, false},
		{"BYMINUTE", &r.Minute, 0, 59, false},
		{"BYSECOND", &r.Second, 0, 60, false},
		{"BYSETPOS", &r.SetPos, 1, 366, true},
	}
}

// Fault says why n is not for the part; "" if it is.
func (p Part) Fault(n int) string {
	switch {
	case n >= p.Lo && n <= p.Hi, p.Signed && -n >= p.Lo && -n <= p.Hi:
		return ""
	case p.Signed:
		return fmt.Sprintf("%s is %d to %d, or -%d to -%d from the end", p.Name, p.Lo, p.Hi, p.Hi, p.Lo)
	}
	return fmt.Sprintf("%s is %d to %d", p.Name, p.Lo, p.Hi)
}

// Check says what RFC 5545 forbids in the rule, or what is out of bounds; "" if nothing is.
func (r *Rule) Check() string {
	if r.Freq > Secondly || r.Skip > Forward || r.WeekStart < 0 || r.WeekStart > 6 {
		return "FREQ, SKIP or WKST is none of its values"
	}
	if r.Interval < 0 || r.Interval > MaxInterval {
		return fmt.Sprintf("INTERVAL is 1 to %d", MaxInterval)
	}
	if r.Count < 0 || r.Count > MaxCount {
		return fmt.Sprintf("COUNT is 1 to %d", MaxCount)
	}
	parts := len(r.Day)
	for _, p := range r.Parts() {
		for _, n := range *p.List {
			if fault := p.Fault(n); fault != "" {
				return fault
			}
		}
		if p.Name != "BYSETPOS" {
			parts += len(*p.List)
		}
	}
	switch {
	case len(r.SetPos) > 0 && parts == 0:
		return "BYSETPOS goes with another BY part"
	case len(r.WeekNo) > 0 && r.Freq != Yearly:
		return "BYWEEKNO goes with FREQ=YEARLY only"
	case len(r.YearDay) > 0 && (r.Freq == Monthly || r.Freq == Weekly || r.Freq == Daily):
		return "BYYEARDAY does not go with FREQ=MONTHLY, WEEKLY or DAILY"
	case len(r.MonthDay) > 0 && r.Freq == Weekly:
		return "BYMONTHDAY does not go with FREQ=WEEKLY"
	}
	return r.checkDays()
}

func (r *Rule) checkDays() string {
	for _, d := range r.Day {
		switch {
		case d.Day < 0 || d.Day > 6:
			return "BYDAY has a day that is none"
		case d.N == 0:
		case r.Freq > Monthly, len(r.WeekNo) > 0:
			return "numbered weekdays go with FREQ=MONTHLY, or YEARLY without BYWEEKNO"
		case r.counting() == inMonth && (d.N > 5 || d.N < -5):
			return "a month has at most 5 of a weekday"
		case d.N > 53 || d.N < -53:
			return "a year has at most 53 of a weekday"
		}
	}
	return ""
}

// counting is in what BYDAY counts its numbered weekdays.
type counting uint8

const (
	notAtAll counting = iota
	inMonth
	inYear
)

func (r *Rule) counting() counting {
	switch {
	case !slices.ContainsFunc(r.Day, func(d Weekday) bool { return d.N != 0 }):
		return notAtAll
	case r.Freq == Monthly || len(r.Month) > 0:
		return inMonth
	}
	return inYear
}
