package calendar

import (
	"fmt"
	"slices"
)

// check refuses what RFC 5545 forbids and what no generator can be trusted
// with, and drops what has no meaning: times of day of a rule of days.
func (p *ruleReader) check() *Error {
	r := &p.r
	bad := func(hint string) *Error { return p.fail("bad-rule", hint) }
	if r.count != 0 && r.untilIs != noUntil {
		return bad("give COUNT or UNTIL, not both")
	}
	if r.startIs == startDate {
		if r.freq == hourly {
			return bad("an hourly rule needs a DTSTART with a time")
		}
		r.hour, r.minute, r.second = nil, nil, nil
	}
	if len(r.weekNo) > 0 && r.freq != yearly {
		return bad("BYWEEKNO goes with FREQ=YEARLY only")
	}
	if len(r.yearDay) > 0 && r.freq != yearly && r.freq != hourly {
		return bad("BYYEARDAY goes with FREQ=YEARLY or HOURLY only")
	}
	if len(r.monthDay) > 0 && r.freq == weekly {
		return bad("BYMONTHDAY does not go with FREQ=WEEKLY")
	}
	for _, d := range r.day {
		if d.n == 0 {
			continue
		}
		if r.freq != yearly && r.freq != monthly || len(r.weekNo) > 0 {
			return bad("numbered weekdays go with FREQ=MONTHLY, or YEARLY without BYWEEKNO")
		}
		if (r.freq == monthly || len(r.month) > 0) && (d.n > 5 || d.n < -5) {
			return bad("a month has at most 5 of a weekday")
		}
	}
	if len(r.setPos) > 0 && len(r.month)+len(r.monthDay)+len(r.yearDay)+len(r.weekNo)+len(r.day)+len(r.hour)+len(r.minute)+len(r.second) == 0 {
		return bad("BYSETPOS goes with another BY part")
	}
	if n := r.timesOfDay(); n > maxTimesOfDay {
		return p.fail("too-often", fmt.Sprintf("BYHOUR, BYMINUTE and BYSECOND make %d times a day; at most %d", n, maxTimesOfDay))
	}
	return nil
}

// timesOfDay is how many times of one day the BY parts make together.
func (r *recurrence) timesOfDay() int {
	n := max(1, len(r.minute)) * max(1, len(r.second))
	if r.freq == hourly && len(r.hour) == 0 {
		return n * 24
	}
	return n * max(1, len(r.hour))
}

// timed reports whether r gives local times rather than days.
func (r *recurrence) timed() bool {
	switch r.startIs {
	case startDate:
		return false
	case startTime:
		return true
	}
	return r.freq == hourly || len(r.hour)+len(r.minute)+len(r.second) > 0
}

var longestMonth = [13]int{0, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31}

// never reports whether r, its defaults filled in, plainly cannot fire. What it does not see
// costs the generator a bounded search.
func (r *recurrence) never(startHour int) bool {
	if len(r.monthDay) > 0 {
		possible := false
		for m := 1; m <= 12; m++ {
			if len(r.month) > 0 && !slices.Contains(r.month, m) {
				continue
			}
			for _, d := range r.monthDay {
				possible = possible || d <= longestMonth[m] && -d <= longestMonth[m]
			}
		}
		if !possible {
			return true
		}
	}
	if len(r.setPos) > 0 {
		most := r.largestSet()
		if !slices.ContainsFunc(r.setPos, func(n int) bool { return n <= most && -n <= most }) {
			return true
		}
	}
	if r.freq == hourly && len(r.hour) > 0 {
		for k := range 24 {
			if slices.Contains(r.hour, (startHour+k*r.interval)%24) {
				return false
			}
		}
		return true
	}
	return false
}

// largestSet is an upper bound on the instances of one period.
func (r *recurrence) largestSet() int {
	times := max(1, len(r.hour)) * max(1, len(r.minute)) * max(1, len(r.second))
	if r.freq == hourly {
		times = max(1, len(r.minute)) * max(1, len(r.second))
	}
	switch r.freq {
	case yearly:
		return 366 * times
	case monthly:
		return 31 * times
	case weekly:
		return max(1, len(r.day)) * times
	}
	return times
}
