package recur

import (
	"math/bits"
	"slices"
	"time"
)

func timeWeekday(n int64) time.Weekday { return time.Weekday(weekday(n)) }

// masks are the lists of a rule as sets of bits, and what follows from them.
type masks struct {
	months         uint64 // bit month; all without BYMONTH
	plain          uint64 // bit weekday: of every week
	hours, minutes uint64 // of rules that limit by them; all without
	seconds        uint64
	yearDays       [2][6]uint64 // bit day: from the beginning, and from the end
	count          counting
	monthFilter    bool // not every day of a month can fire
	clockLimits    bool // not every hour, minute or second can: of rules by these

	times []int64 // seconds from the beginning of a day, hour or minute, BYSETPOS applied where it picks among them alone
	week  []int64 // days from the beginning of a week

	known uint32     // which of ofMonth are filled in
	month [28]uint32 // by length and first weekday: the days of a month that can fire
}

func bitsOf(list []int) (set uint64) {
	for _, n := range list {
		set |= 1 << n
	}
	return set
}

// fill reads the lists of a completed rule.
func (m *masks) fill(r *Rule, c counting) {
	m.count = c
	m.months = bitsOf(r.Month)
	if m.months == 0 {
		m.months = 1<<13 - 2
	}
	for _, d := range r.Day {
		if d.N == 0 {
			m.plain |= 1 << d.Day
		}
	}
	m.hours, m.minutes, m.seconds = bitsOf(r.Hour), bitsOf(r.Minute), bitsOf(r.Second)
	if m.seconds&(1<<60) != 0 {
		m.seconds = m.seconds&^(1<<60) | 1<<59
	}
	for _, n := range r.YearDay {
		if n > 0 {
			m.yearDays[0][n/64] |= 1 << (n % 64)
		} else {
			m.yearDays[1][-n/64] |= 1 << (-n % 64)
		}
	}
	m.monthFilter = len(r.Month)+len(r.MonthDay)+len(r.Day) > 0
	m.clockLimits = m.monthFilter || len(r.YearDay) > 0 || len(r.Hour) > 0 ||
		r.Freq > Hourly && len(r.Minute) > 0 || r.Freq > Minutely && len(r.Second) > 0
	m.clockTimes(r)
	if r.Freq >= Daily && len(r.SetPos) > 0 {
		m.times = pick(nil, r.SetPos, []int64{0}, m.times)
	}
	if r.Freq == Weekly {
		for i := range int64(7) {
			if m.plain>>((int64(r.WeekStart)+i)%7)&1 != 0 {
				m.week = append(m.week, i)
			}
		}
	}
}

// clockTimes lists the times within a day, an hour or a minute that the rule expands to.
func (m *masks) clockTimes(r *Rule) {
	hours, minutes, seconds := m.hours, m.minutes, m.seconds
	switch r.Freq {
	case Hourly:
		hours = 1
	case Minutely:
		hours, minutes = 1, 1
	case Secondly:
		hours, minutes, seconds = 1, 1, 1
	}
	m.times = make([]int64, 0, bits.OnesCount64(hours)*bits.OnesCount64(minutes)*bits.OnesCount64(seconds))
	for h := nextBit(hours, 0); h >= 0; h = nextBit(hours, h+1) {
		for i := nextBit(minutes, 0); i >= 0; i = nextBit(minutes, i+1) {
			for s := nextBit(seconds, 0); s >= 0; s = nextBit(seconds, s+1) {
				m.times = append(m.times, h*3600+i*60+s)
			}
		}
	}
}

// pick adds the times at the positions of BYSETPOS, among times on each of the days.
func pick(list []int64, positions []int, days, times []int64) []int64 {
	total, begin := len(days)*len(times), len(list)
	for _, p := range positions {
		if p--; p < 0 {
			p += total + 1
		}
		if p >= 0 && p < total {
			list = append(list, days[p/len(times)]*daySeconds+times[p%len(times)])
		}
	}
	slices.Sort(list[begin:])
	return list[:begin+len(slices.Compact(list[begin:]))]
}

// month is a month of a year.
type month struct {
	first, next int64 // day numbers; next is after its last
	days        uint32
}

// enter makes the month that holds the day the one at hand.
func (w *Walk) enter(day int64) {
	y, m, d := civilOf(day)
	first := day - d + 1
	w.month = month{first: first, next: first + monthLength(y, m)}
	if w.masks.months>>m&1 != 0 {
		w.month.days = w.masks.daysOf(&w.rule, w.month.next-first, weekday(first))
	}
}

// daysOf is the days of an allowed month, bit 1 for the first, that BYMONTHDAY and BYDAY allow.
func (m *masks) daysOf(r *Rule, length, firstWeekday int64) uint32 {
	kind := (length-28)*7 + firstWeekday
	if m.known>>kind&1 == 0 {
		m.known |= 1 << kind
		m.month[kind] = monthDays(r.MonthDay, length) & m.weekdays(r, length, firstWeekday)
	}
	return m.month[kind]
}

func monthDays(list []int, length int64) uint32 {
	all := uint32(1<<(length+1) - 2)
	if len(list) == 0 {
		return all
	}
	var set uint32
	for _, d := range list {
		if d < 0 {
			d += int(length) + 1
		}
		if d > 0 {
			set |= 1 << d
		}
	}
	return set & all
}

func (m *masks) weekdays(r *Rule, length, firstWeekday int64) uint32 {
	all := uint32(1<<(length+1) - 2)
	if len(r.Day) == 0 {
		return all
	}
	var set uint32
	for d := int64(1); d <= length; d++ {
		set |= uint32(m.plain>>((firstWeekday+d-1)%7)&1) << d
	}
	if m.count != inMonth {
		return set
	}
	for _, d := range r.Day {
		if d.N != 0 {
			if n := nth(d, length, firstWeekday); n > 0 {
				set |= 1 << n
			}
		}
	}
	return set
}

// nth is where a numbered weekday falls in a stretch of days, 1 for the first; 0 if it has none.
func nth(d Weekday, length, firstWeekday int64) int64 {
	first := floorMod(int64(d.Day)-firstWeekday, 7) + 1
	n := first + int64(d.N-1)*7
	if d.N < 0 {
		n = first + (length-first)/7*7 + int64(d.N+1)*7
	}
	if n < 1 || n > length {
		return 0
	}
	return n
}
