package recur

import (
	"math/bits"
	"slices"
)

// never reports whether the completed rule plainly cannot fire: a search to the
// end of the bounds is spared. What it does not see costs that search.
func (w *Walk) never() bool {
	r := &w.rule
	if len(w.masks.times) == 0 {
		return true // BYSETPOS picks none of them
	}
	if r.Freq < Daily && len(r.SetPos) > 0 {
		most := w.mostDays() * len(w.masks.times)
		if !slices.ContainsFunc(r.SetPos, func(n int) bool { return n <= most && -n <= most }) {
			return true
		}
	}
	if r.Freq != Weekly && r.Skip == Omit && len(r.MonthDay) > 0 && !w.hasMonthDay() {
		return true
	}
	if r.Freq == Daily && r.Interval%7 == 0 && len(r.Day) > 0 {
		return w.masks.plain>>weekday(floorDiv(w.b.Start, daySeconds))&1 == 0
	}
	return r.Freq >= Hourly && !w.reachesTime()
}

func (w *Walk) hasMonthDay() bool {
	for m := nextBit(w.masks.months, 0); m >= 0; m = nextBit(w.masks.months, m+1) {
		if monthDays(w.rule.MonthDay, monthLength(2000, m)) != 0 {
			return true
		}
		if m == 2 && monthDays(w.rule.MonthDay, 28) != 0 {
			return true
		}
	}
	return false
}

// mostDays is how many days a period can have: of weeks, months and years there
// are few kinds, and 28 years show all of them.
func (w *Walk) mostDays() (most int) {
	const firstYear, years = 2000, 28
	switch w.rule.Freq {
	case Weekly:
		return len(w.masks.week)
	case Monthly:
		if w.rule.Skip != Omit && len(w.rule.MonthDay) > 0 {
			return len(w.rule.MonthDay)
		}
		for length := int64(28); length <= 31; length++ {
			for first := range int64(7) {
				most = max(most, bits.OnesCount32(w.masks.daysOf(&w.rule, length, first)))
			}
		}
		return most
	}
	for y := int64(firstYear); y < firstYear+years; y++ {
		w.days = w.days[:0]
		w.yearDays(y, dayNumber(y, 1, 1))
		most = max(most, len(w.days))
	}
	return most
}

// reachesTime reports whether the intervals of a rule by hours, minutes or seconds ever meet a
// time of day that it allows. The seconds of the day that they meet, over all days, are the
// start's and those that differ from it by a multiple of the greatest common divisor of the interval and a day.
func (w *Walk) reachesTime() bool {
	m := &w.masks
	unit := [...]int64{Hourly: 3600, Minutely: 60, Secondly: 1}[w.rule.Freq]
	apart := gcd(unit*int64(w.rule.Interval), daySeconds)
	start := floorMod(floorDiv(w.b.Start, unit)*unit, apart)
	all := func(set uint64, n int64) uint64 {
		if set == 0 {
			set = 1<<n - 1
		}
		return set
	}
	hours, minutes, seconds := all(m.hours, 24), all(m.minutes, 60), all(m.seconds, 60)
	if unit >= 60 {
		seconds = 1
	}
	if unit == 3600 {
		minutes = 1
	}
	for h := nextBit(hours, 0); h >= 0; h = nextBit(hours, h+1) {
		for i := nextBit(minutes, 0); i >= 0; i = nextBit(minutes, i+1) {
			for s := nextBit(seconds, 0); s >= 0; s = nextBit(seconds, s+1) {
				if (h*3600+i*60+s-start)%apart == 0 {
					return true
				}
			}
		}
	}
	return false
}

func gcd(a, b int64) int64 {
	for b != 0 {
		a, b = b, a%b
	}
	return a
}
