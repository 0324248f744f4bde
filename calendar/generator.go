package calendar

import (
	"fmt"
	"math"
	"slices"
	"time"

	// The generator of RFC 5545 instances: right on every rule on which other
	// implementations agree, once the rule is checked and completed as below.
	"github.com/teambition/rrule-go"
)

// The generator cannot be cancelled inside a step, knows zones badly and
// searches to the year 9999 for a rule that never fires. So it only gets
// rules that passed check and never; it works in floating time (as if
// all were UTC); it starts at the period around the first instant wanted; and the
// calendar's cycle of 400 years is used to bring the year 9999 near.

// cycle is the number of seconds in 400 Gregorian years, a whole number of weeks.
const cycle = 146097 * daySeconds

// maxSteps bounds the instances looked at in one evaluation, those before the span included.
const maxSteps = 2 * maxInstances

// instances lists the floating seconds at which r fires, from ≤ x < to.
func (r *recurrence) instances(from, to int64, in scene) ([]int64, *Error) {
	anchor := in.anchor * daySeconds
	bounded := r.startIs != noStart || r.count > 0
	if r.startIs != noStart {
		anchor = r.start
	}
	until := r.lastInstant(in.zone)
	if bounded {
		from = max(from, anchor)
	}
	if to <= from || until < from {
		return nil, nil
	}
	full := r.complete(anchor)
	if full.never(int(floorDiv(anchor, 3600) - floorDiv(anchor, daySeconds)*24)) {
		return nil, nil
	}
	seek := from
	if r.count > 0 {
		seek = anchor
	}
	begin := full.periodStart(anchor, seek)
	shift := max(0, floorDiv(int64(9990-time.Unix(to, 0).UTC().Year()), 400)) * cycle
	next, err := full.generate(begin + shift)
	if err != nil {
		return nil, hinted("bad-rule", r.String(), wantRRule, err.Error())
	}
	var out []int64
	left := r.count
	for range maxSteps {
		t, ok, err := next()
		if err != nil {
			return nil, hinted("bad-rule", r.String(), wantRRule, err.Error())
		}
		x := t.Unix() - shift
		if !ok || x >= to || x > until {
			return out, nil
		}
		if bounded && x < anchor {
			continue
		}
		if x >= from {
			if len(out) == maxInstances {
				break
			}
			out = append(out, x)
		}
		if left == 1 {
			return out, nil
		}
		left--
	}
	return nil, tooMany(r.String())
}

// lastInstant is the last floating second at which r may fire.
func (r *recurrence) lastInstant(zone *zoneMap) int64 {
	switch r.untilIs {
	case untilDate:
		return r.until + daySeconds - 1
	case untilLocal:
		return r.until
	case untilUTC:
		if zone == nil {
			return r.until
		}
		_, off := time.Unix(r.until, 0).In(zone.location()).Zone()
		return r.until + int64(off)
	}
	return math.MaxInt64
}

// complete fills in what r leaves to its beginning, so that the generator may
// begin elsewhere, and rewrites what it would read wrongly.
func (r *recurrence) complete(anchor int64) *recurrence {
	full := *r
	t := time.Unix(anchor, 0).UTC()
	weekday := []ordinalDay{{0, t.Weekday()}}
	noDays := len(r.monthDay) == 0 && len(r.yearDay) == 0 && len(r.weekNo) == 0 && len(r.day) == 0
	switch {
	case r.freq == yearly && noDays:
		if len(r.month) == 0 {
			full.month = []int{int(t.Month())}
		}
		full.monthDay = []int{t.Day()}
	case r.freq == yearly && len(r.monthDay) > 0 && len(r.month) == 0 && len(r.yearDay) == 0 && len(r.weekNo) == 0 && len(r.day) == 0:
		full.month = []int{int(t.Month())}
	case r.freq == yearly && len(r.weekNo) > 0 && len(r.day) == 0 && len(r.monthDay) == 0 && len(r.yearDay) == 0:
		full.day = weekday
	case r.freq == monthly && noDays:
		full.monthDay = []int{t.Day()}
	case r.freq == weekly && len(r.day) == 0:
		full.day = weekday
	}
	full.day = r.numberAll(full.day)
	timeless := !r.timed()
	if r.freq != hourly && (len(r.hour) == 0 || timeless) {
		full.hour = []int{t.Hour()}
	}
	if len(r.minute) == 0 || timeless {
		full.minute = []int{t.Minute()}
	}
	if len(r.second) == 0 || timeless {
		full.second = []int{t.Second()}
	}
	return &full
}

// numberAll writes plain weekdays as all of their numbers where some weekdays
// are numbered: the generator would ask for both at once.
func (r *recurrence) numberAll(days []ordinalDay) []ordinalDay {
	numbered := slices.ContainsFunc(days, func(d ordinalDay) bool { return d.n != 0 })
	plain := slices.ContainsFunc(days, func(d ordinalDay) bool { return d.n == 0 })
	if !numbered || !plain {
		return days
	}
	most := 53
	if r.freq == monthly || len(r.month) > 0 {
		most = 5
	}
	var all []ordinalDay
	for _, d := range days {
		if d.n != 0 {
			all = append(all, d)
			continue
		}
		for n := 1; n <= most; n++ {
			all = append(all, ordinalDay{n, d.day})
		}
	}
	return all
}

// periodStart is the beginning of the last of r's periods, counted from the one
// that holds anchor by whole intervals, that begins at seek or before.
func (r *recurrence) periodStart(anchor, seek int64) int64 {
	step := int64(r.interval)
	back := func(a, b int64) int64 { return a + floorDiv(b-a, step)*step }
	a, s := time.Unix(anchor, 0).UTC(), time.Unix(seek, 0).UTC()
	switch r.freq {
	case yearly:
		y := back(int64(a.Year()), int64(s.Year()))
		return Date{int(y), 1, 1}.seconds()
	case monthly:
		m := back(int64(a.Year())*12+int64(a.Month())-1, int64(s.Year())*12+int64(s.Month())-1)
		return Date{int(floorDiv(m, 12)), time.Month(m-floorDiv(m, 12)*12) + 1, 1}.seconds()
	case weekly:
		week := func(x int64) int64 {
			n := floorDiv(x, daySeconds)
			return floorDiv(n-int64((weekdayOfNumber(n)-r.wkst+7)%7), 7)
		}
		first := floorDiv(anchor, daySeconds)
		first -= int64((weekdayOfNumber(first) - r.wkst + 7) % 7)
		return (first + (back(week(anchor), week(seek))-week(anchor))*7) * daySeconds
	case daily:
		return back(floorDiv(anchor, daySeconds), floorDiv(seek, daySeconds)) * daySeconds
	}
	return back(floorDiv(anchor, 3600), floorDiv(seek, 3600)) * 3600
}

// generate starts the generator. A panic inside it becomes an error.
func (r *recurrence) generate(begin int64) (next func() (time.Time, bool, error), err error) {
	caught := func(err *error) {
		if p := recover(); p != nil {
			*err = fmt.Errorf("this rule cannot be evaluated (%v)", p)
		}
	}
	weekdays := [7]rrule.Weekday{rrule.SU, rrule.MO, rrule.TU, rrule.WE, rrule.TH, rrule.FR, rrule.SA}
	option := rrule.ROption{
		Freq:       [...]rrule.Frequency{rrule.YEARLY, rrule.MONTHLY, rrule.WEEKLY, rrule.DAILY, rrule.HOURLY}[r.freq],
		Dtstart:    time.Unix(begin, 0).UTC(),
		Until:      time.Date(9999, time.December, 31, 23, 59, 59, 0, time.UTC), // its own default is 290 years
		Interval:   r.interval,
		Wkst:       weekdays[r.wkst],
		Bysetpos:   r.setPos,
		Bymonth:    r.month,
		Bymonthday: r.monthDay,
		Byyearday:  r.yearDay,
		Byweekno:   r.weekNo,
		Byhour:     r.hour,
		Byminute:   r.minute,
		Bysecond:   r.second,
	}
	for _, d := range r.day {
		w := weekdays[d.day]
		if d.n != 0 {
			w = w.Nth(d.n)
		}
		option.Byweekday = append(option.Byweekday, w)
	}
	defer caught(&err)
	rule, err := rrule.NewRRule(option)
	if err != nil {
		return nil, err
	}
	step := rule.Iterator()
	return func() (t time.Time, ok bool, err error) {
		defer caught(&err)
		t, ok = step()
		return t, ok, nil
	}, nil
}
