package calendar

import (
	"time"
)

// Weekly is a pattern of working hours: these hours on these days.
// The zero Weekly is open at all times.
type Weekly struct {
	Days  Days  // zero: every day
	Hours Hours // empty: the whole day
}

// StandardDay is the daily working time of w: the sum of its Hours, 24 hours
// if it has none. All its days have the same hours.
func (w Weekly) StandardDay() time.Duration { return w.Hours.total() }

func (w Weekly) isZero() bool { return w.days() == everyDay && len(w.Hours) == 0 }

func (w Weekly) days() Days {
	if w.Days == 0 {
		return everyDay
	}
	return w.Days
}

// Holiday is a day on which nobody works. Hours that open on it and run past
// its midnight do not open either.
type Holiday struct {
	Date Date
	Name string // in reasons; "": the date
}

func (h Holiday) name() string {
	if h.Name == "" {
		return h.Date.String()
	}
	return h.Name
}
