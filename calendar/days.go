package calendar

import (
	"strings"
	"time"
)

// Days is a set of weekdays; bit 1<<time.Weekday is set for each. It is read
// by ParseDays. The zero Days is no day, which Weekly reads as every day.
type Days uint8

const (
	everyDay Days = 1<<7 - 1
	monToFri Days = 1<<time.Monday | 1<<time.Tuesday | 1<<time.Wednesday | 1<<time.Thursday | 1<<time.Friday
	weekend  Days = 1<<time.Saturday | 1<<time.Sunday
)

const wantDays = `weekdays such as "mon-fri", "tue, thu" or "daily"`

// mondayFirst is the order in which weekdays are printed.
var mondayFirst = [7]time.Weekday{time.Monday, time.Tuesday, time.Wednesday, time.Thursday, time.Friday, time.Saturday, time.Sunday}

var dayNames = []string{
	"mon", "tue", "wed", "thu", "fri", "sat", "sun",
	"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
	"daily", "weekdays", "weekend",
}

// ParseDays reads a list of weekdays and ranges, "mon-fri", "tue, thu",
// "sat-mon", with short or full names, or "daily", "weekdays" or "weekend".
func ParseDays(s string) (Days, error) {
	d, err := parseDays(s)
	if err != nil {
		return 0, err
	}
	return d, nil
}

func parseDays(s string) (Days, *Error) {
	if len(s) > maxText {
		return 0, fault("bad-days", s, wantDays)
	}
	var all Days
	for _, item := range strings.Split(strings.ReplaceAll(strings.ToLower(s), " and ", ","), ",") {
		item = strings.TrimSpace(item)
		switch item {
		case "daily", "every day", "all":
			all |= everyDay
			continue
		case "weekdays", "weekday":
			all |= monToFri
			continue
		case "weekend", "weekends":
			all |= weekend
			continue
		case "":
			return 0, fault("bad-days", s, wantDays)
		}
		from, to, isRange := strings.Cut(item, "-")
		first, err := weekdayNamed(s, strings.TrimSpace(from))
		if err != nil {
			return 0, err
		}
		all |= 1 << first
		if !isRange {
			continue
		}
		last, err := weekdayNamed(s, strings.TrimSpace(to))
		if err != nil {
			return 0, err
		}
		for w := first; w != last; w = (w + 1) % 7 {
			all |= 1 << w
		}
		all |= 1 << last
	}
	return all, nil
}

// weekdayNamed reads one weekday; whole is the text it stands in, for the error.
func weekdayNamed(whole, name string) (time.Weekday, *Error) {
	if w, ok := weekdayOf(name); ok {
		return w, nil
	}
	hint := ""
	if near, ok := nearest(name, dayNames); ok {
		hint = "did you mean " + near + "?"
	}
	return 0, hinted("bad-days", whole, wantDays, hint)
}

// weekdayOf knows "mon", "monday", "mondays", and the common "tues", "weds", "thur", "thurs".
func weekdayOf(name string) (time.Weekday, bool) {
	switch name {
	case "tues":
		return time.Tuesday, true
	case "weds":
		return time.Wednesday, true
	case "thur", "thurs":
		return time.Thursday, true
	}
	for w := time.Sunday; w <= time.Saturday; w++ {
		full := strings.ToLower(w.String())
		if name == full || name == full[:3] || name == full+"s" {
			return w, true
		}
	}
	return 0, false
}

// Has reports whether w is in d.
func (d Days) Has(w time.Weekday) bool { return d&(1<<w) != 0 }

// String is the canonical text: "mon-fri", "tue, thu", "daily"; "" for none.
func (d Days) String() string {
	if d&everyDay == everyDay {
		return "daily"
	}
	var items []string
	for i := 0; i < 7; {
		if !d.Has(mondayFirst[i]) {
			i++
			continue
		}
		j := i
		for j+1 < 7 && d.Has(mondayFirst[j+1]) {
			j++
		}
		switch {
		case j-i >= 2:
			items = append(items, shortDay(mondayFirst[i])+"-"+shortDay(mondayFirst[j]))
		case j > i:
			items = append(items, shortDay(mondayFirst[i]), shortDay(mondayFirst[j]))
		default:
			items = append(items, shortDay(mondayFirst[i]))
		}
		i = j + 1
	}
	return strings.Join(items, ", ")
}

func shortDay(w time.Weekday) string { return strings.ToLower(w.String()[:3]) }

// MarshalText gives the text of String.
func (d Days) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads what ParseDays reads, and "" as no day.
func (d *Days) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*d = 0
		return nil
	}
	v, err := ParseDays(string(text))
	if err != nil {
		return err
	}
	*d = v
	return nil
}
