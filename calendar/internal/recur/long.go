package recur

import (
	"math/bits"
	"slices"
)

// This file walks months and years: each period is collected, then expanded.
//
// Most periods are parted by their days. They overlap where SKIP moves a day across the
// end of a month or year, and where BYWEEKNO counts weeks: week 1 may begin in the year
// before, week 53 end in the year after. Then what may come after the next period's is held back.

// overlaps reports whether the times of a period may lie outside of it.
func (w *Walk) overlaps() bool {
	r := &w.rule
	return len(r.WeekNo) > 0 || r.Skip != Omit && len(r.MonthDay)+len(r.YearDay) > 0
}

func (w *Walk) seekLong(x int64) {
	step := int64(w.rule.Interval)
	period := func(x int64) int64 {
		y, m, _ := civilOf(floorDiv(x, daySeconds))
		if w.rule.Freq == Yearly {
			return y
		}
		return y*12 + m - 1
	}
	start := period(w.b.Start)
	if len(w.rule.WeekNo) > 0 {
		start = w.weekYear(start)
	}
	w.at = start + floorDiv(period(x)-start, step)*step
	if w.overlaps() {
		w.at -= step
	}
}

// firstOf is the first day of a period.
func (w *Walk) firstOf(period int64) int64 {
	if w.rule.Freq == Yearly {
		return dayNumber(period, 1, 1)
	}
	year := floorDiv(period, 12)
	return dayNumber(year, period-year*12+1, 1)
}

// long makes times ready, day by day: a year may have millions.
func (w *Walk) long() {
	for len(w.buffer) < w.want && w.steps <= w.b.Steps {
		switch {
		case w.given < len(w.ready) && len(w.rule.SetPos) > 0:
			w.buffer = append(w.buffer, w.ready...)
			w.given = len(w.ready)
		case w.given < len(w.ready):
			w.emit(w.ready[w.given])
			w.given++
		case w.last:
			w.done = true
			return
		default:
			w.gather()
		}
	}
}

// gather brings the days of the next period, or the times that BYSETPOS picks from
// them, to what is ready.
func (w *Walk) gather() {
	overlaps, end := w.overlaps(), floorDiv(w.hi, daySeconds)
	w.ready, w.given = w.ready[:0], 0
	first := w.firstOf(w.at)
	if w.last = first > end && (!overlaps || first-7 > end); w.last {
		w.ready = append(w.ready, w.held...)
		return
	}
	w.days = w.days[:0]
	if w.rule.Freq == Yearly {
		w.yearDays(w.at, first)
	} else {
		w.monthlyDays(w.at, first)
	}
	w.steps += 1 + len(w.days)
	w.at += int64(w.rule.Interval)
	safe := w.firstOf(w.at) - 7
	if len(w.rule.SetPos) > 0 {
		w.ready = pick(w.ready, w.rule.SetPos, w.days, w.masks.times)
		safe *= daySeconds
	} else {
		w.ready = append(w.ready, since(w.days, floorDiv(w.lo, daySeconds))...)
	}
	if !overlaps {
		return
	}
	w.held = append(w.held, w.ready...)
	slices.Sort(w.held)
	w.held = slices.Compact(w.held)
	n, _ := slices.BinarySearch(w.held, safe)
	w.ready = append(w.ready[:0], w.held[:n]...)
	w.held = slices.Delete(w.held, 0, n)
}

// monthlyDays collects the days of a month of a monthly rule.
func (w *Walk) monthlyDays(period, first int64) {
	year := floorDiv(period, 12)
	month := period - year*12 + 1
	if w.masks.months>>month&1 == 0 {
		return
	}
	if w.rule.Skip == Omit || len(w.rule.MonthDay) == 0 {
		w.spread(first, w.masks.daysOf(&w.rule, monthLength(year, month), weekday(first)))
		return
	}
	w.skipDays(w.rule.MonthDay, first, monthLength(year, month))
	w.keep(w.onWeekday)
}

// spread collects the days of a month, given as bits.
func (w *Walk) spread(first int64, days uint32) {
	for ; days != 0; days &= days - 1 {
		w.days = append(w.days, first+int64(bits.TrailingZeros32(days))-1)
	}
}

// skipDays collects numbered days of a stretch of days, and what SKIP makes of those it does not have.
func (w *Walk) skipDays(list []int, first, length int64) {
	for _, n := range list {
		d := int64(n)
		if d < 0 {
			d += length + 1
		}
		if d < 1 || d > length {
			switch {
			case w.rule.Skip == Omit:
				continue
			case d < 1 && w.rule.Skip == Backward:
				d = 0
			case d < 1:
				d = 1
			case w.rule.Skip == Backward:
				d = length
			default:
				d = length + 1
			}
		}
		w.days = append(w.days, first+d-1)
	}
}

// keep sorts the days collected and drops those that fail.
func (w *Walk) keep(tests ...func(day int64) bool) {
	w.steps += len(w.days)
	slices.Sort(w.days)
	w.days = slices.DeleteFunc(slices.Compact(w.days), func(day int64) bool {
		for _, ok := range tests {
			if !ok(day) {
				return true
			}
		}
		return false
	})
}

// yearDays collects the days of a year of a yearly rule: the narrowest of its
// parts makes them, the others limit.
func (w *Walk) yearDays(year, first int64) {
	r := &w.rule
	if len(r.WeekNo) == 0 && len(r.YearDay) == 0 && w.masks.count != inYear && (r.Skip == Omit || len(r.MonthDay) == 0) {
		for m := nextBit(w.masks.months, 0); m >= 0; m = nextBit(w.masks.months, m+1) {
			begin := dayNumber(year, m, 1)
			w.spread(begin, w.masks.daysOf(r, monthLength(year, m), weekday(begin)))
		}
		return
	}
	switch {
	case len(r.WeekNo) > 0:
		w.weeks(year)
		w.keep(w.onMonth, w.onMonthDay, w.onYearDay, w.onWeekday)
	case len(r.YearDay) > 0:
		w.skipDays(r.YearDay, first, yearLength(year))
		w.keep(w.onMonth, w.onMonthDay, w.onWeekday)
	case len(r.MonthDay) > 0:
		for m := nextBit(w.masks.months, 0); m >= 0; m = nextBit(w.masks.months, m+1) {
			w.skipDays(r.MonthDay, dayNumber(year, m, 1), monthLength(year, m))
		}
		w.keep(w.onWeekday)
	default:
		w.yearWeekdays(first, yearLength(year))
		w.keep()
	}
}

// yearWeekdays collects the weekdays of a year, numbered or all of a kind.
func (w *Walk) yearWeekdays(first, length int64) {
	for _, d := range w.rule.Day {
		if d.N != 0 {
			if n := nth(d, length, weekday(first)); n > 0 {
				w.days = append(w.days, first+n-1)
			}
			continue
		}
		for n := floorMod(int64(d.Day)-weekday(first), 7); n < length; n += 7 {
			w.days = append(w.days, first+n)
		}
	}
}

// weeks collects the days of the numbered weeks of a year.
func (w *Walk) weeks(year int64) {
	one := weekOne(year, int64(w.rule.WeekStart))
	count := (weekOne(year+1, int64(w.rule.WeekStart)) - one) / 7
	for _, n := range w.rule.WeekNo {
		n := int64(n)
		if n < 0 {
			n += count + 1
		}
		if n < 1 || n > count {
			continue
		}
		for i := range int64(7) {
			w.days = append(w.days, one+(n-1)*7+i)
		}
	}
}

// weekYear is the year of weeks that intervals are counted from: the one that the week
// of the start belongs to, if the rule still fires in it, else the calendar's.
func (w *Walk) weekYear(calendar int64) int64 {
	day, weekStart := floorDiv(w.b.Start, daySeconds), int64(w.rule.WeekStart)
	year := calendar
	switch {
	case day < weekOne(year, weekStart):
		year--
	case day >= weekOne(year+1, weekStart):
		year++
	}
	w.days = w.days[:0]
	w.yearDays(year, dayNumber(year, 1, 1))
	last := w.masks.times[len(w.masks.times)-1]
	if n := len(w.days); n > 0 && w.days[n-1]*daySeconds+last >= w.b.Start {
		return year
	}
	return calendar
}

func (w *Walk) onMonth(day int64) bool {
	_, m, _ := civilOf(day)
	return w.masks.months>>m&1 != 0
}

func (w *Walk) onMonthDay(day int64) bool {
	y, m, d := civilOf(day)
	return monthDays(w.rule.MonthDay, monthLength(y, m))>>d&1 != 0
}

// onYearDay tests BYYEARDAY.
func (w *Walk) onYearDay(day int64) bool {
	if len(w.rule.YearDay) == 0 {
		return true
	}
	y, _, _ := civilOf(day)
	n := day - dayNumber(y, 1, 1) + 1
	m := yearLength(y) + 1 - n
	return w.masks.yearDays[0][n/64]>>(n%64)&1 != 0 || w.masks.yearDays[1][m/64]>>(m%64)&1 != 0
}

// onWeekday tests BYDAY, numbers included.
func (w *Walk) onWeekday(day int64) bool {
	r := &w.rule
	if len(r.Day) == 0 || w.masks.plain>>weekday(day)&1 != 0 {
		return true
	}
	y, m, _ := civilOf(day)
	first, length := dayNumber(y, 1, 1), yearLength(y)
	if w.masks.count == inMonth {
		first, length = dayNumber(y, m, 1), monthLength(y, m)
	}
	return slices.ContainsFunc(r.Day, func(d Weekday) bool {
		return d.N != 0 && int64(d.Day) == weekday(day) && nth(d, length, weekday(first)) == day-first+1
	})
}
