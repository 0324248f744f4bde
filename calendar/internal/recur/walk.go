package recur

import (
	"errors"
	"math"
	"slices"
)

// ErrSteps is the error of a walk that was stopped because it took too many steps.
var ErrSteps = errors.New("too many steps")

// DefaultSteps is how many periods and times a walk may look at: tens of milliseconds.
const DefaultSteps = 2_000_000

// Bounds limit a walk. Times are civil seconds.
type Bounds struct {
	Start    int64 // DTSTART: what the rule leaves out is taken from it, intervals and COUNT begin there
	Days     bool  // Start is a day: the times of day of the rule do not count, each time is a midnight
	Open     bool  // there is no DTSTART: without COUNT the rule fires before Start, too, in step with it
	From, To int64 // the times wanted, To exclusive
	Steps    int   // 0: DefaultSteps

	// Ignore picks times that neither fire nor count; nil: none.
	Ignore func(int64) bool
}

// Walk lists the times of a rule, ascending, each once.
type Walk struct {
	rule  Rule
	b     Bounds
	masks masks

	lo, from, hi int64 // first to be counted, first and last to be given
	left         int   // of COUNT; -1: no end
	steps        int
	err          error
	done         bool

	at     int64   // where the next period begins: a year, a month number, a day number or a second
	buffer []int64 // what is ready, next is the first to be given
	space  []int64 // the memory of buffer
	next   int
	want   int     // how many to make ready at once
	days   []int64 // of the period at hand
	month  month   // at hand

	// Of months and years: days, or times where BYSETPOS picks them.
	ready []int64 // to be given next, of which given are
	given int
	held  []int64 // where periods overlap: what may not be the next
	last  bool    // the last period is gathered
}

// Walk begins a walk over a rule that Check finds nothing in.
func (r *Rule) Walk(b Bounds) *Walk {
	w := &Walk{rule: *r, b: b, left: -1, want: 8, lo: math.MinInt64, from: b.From}
	if w.b.Steps == 0 {
		w.b.Steps = DefaultSteps
	}
	start := min(max(b.Start, firstDay*daySeconds), (lastDay+1)*daySeconds-1)
	w.b.Start = start
	w.hi = min(b.To, (lastDay+1)*daySeconds) - 1
	if r.Count > 0 || !b.Open {
		w.lo = start
	}
	if w.rule.Interval == 0 {
		w.rule.Interval = 1
	}
	w.from = max(w.from, w.lo, firstDay*daySeconds)
	if r.Count > 0 {
		w.left = r.Count
	} else {
		w.lo = w.from
	}
	count := r.counting()
	w.complete()
	w.masks.fill(&w.rule, count)
	if w.from > w.hi || w.never() {
		w.done = true
		return w
	}
	w.seek(max(w.lo, firstDay*daySeconds))
	return w
}

// Next is the next time; ok is false after the last, and after an error.
func (w *Walk) Next() (x int64, ok bool) {
	if w.next < len(w.buffer) {
		x = w.buffer[w.next]
		w.next++
		return x, true
	}
	return w.refill()
}

// Err is ErrSteps if the walk was stopped by it.
func (w *Walk) Err() error { return w.err }

// Steps is how many steps the walk has taken.
func (w *Walk) Steps() int { return w.steps }

func (w *Walk) refill() (int64, bool) {
	for !w.done {
		w.buffer, w.next = w.space[:0], 0
		w.fill()
		w.space = w.buffer
		w.trim()
		if w.steps > w.b.Steps && !w.done {
			w.err, w.done, w.buffer = ErrSteps, true, w.buffer[:0]
		}
		if len(w.buffer) > 0 {
			w.next = 1
			return w.buffer[0], true
		}
	}
	return 0, false
}

// fill makes the times of the next periods ready.
func (w *Walk) fill() {
	w.want = min(2*w.want, 1024)
	switch {
	case w.rule.Freq >= Hourly:
		w.clock()
	case w.rule.Freq == Daily:
		w.daily()
	case w.rule.Freq == Weekly:
		w.weekly()
	default:
		w.long()
	}
}

// trim applies the bounds, Ignore and COUNT to what was made ready.
func (w *Walk) trim() {
	list := since(w.buffer, w.lo)
	if n := len(list); n > 0 && list[n-1] > w.hi {
		w.done = true
		n, _ = slices.BinarySearch(list, w.hi+1)
		list = list[:n]
	}
	if w.b.Ignore != nil {
		list = slices.DeleteFunc(list, w.b.Ignore)
	}
	if w.left >= 0 {
		if len(list) >= w.left {
			list, w.done = list[:w.left], true
		}
		w.left -= len(list)
		list = since(list, w.from)
	}
	w.buffer = list
}

// since is what of a sorted list is not before x.
func since(list []int64, x int64) []int64 {
	if len(list) == 0 || list[0] >= x {
		return list
	}
	n, _ := slices.BinarySearch(list, x)
	return list[n:]
}

// complete fills in what the rule leaves to its beginning (RFC 5545 §3.3.10:
// "Information, not contained in the rule … comes from DTSTART"). Where that leaves room: a
// yearly BYMONTHDAY without BYMONTH keeps the month of the beginning, whether or not BYDAY
// limits it, and BYWEEKNO alone keeps the weekday.
func (w *Walk) complete() {
	r := &w.rule
	day := floorDiv(w.b.Start, daySeconds)
	_, month, monthDay := civilOf(day)
	second := w.b.Start - day*daySeconds
	weekdays, yearDays := len(r.Day) > 0, len(r.YearDay) > 0 || len(r.WeekNo) > 0
	switch {
	case r.Freq == Yearly && !yearDays && (!weekdays || len(r.MonthDay) > 0):
		if len(r.Month) == 0 {
			r.Month = []int{int(month)}
		}
		if len(r.MonthDay) == 0 {
			r.MonthDay = []int{int(monthDay)}
		}
	case r.Freq == Monthly && !weekdays && len(r.MonthDay) == 0:
		r.MonthDay = []int{int(monthDay)}
	case r.Freq == Weekly && !weekdays,
		r.Freq == Yearly && len(r.WeekNo) > 0 && !weekdays && len(r.MonthDay) == 0 && len(r.YearDay) == 0:
		r.Day = []Weekday{{Day: timeWeekday(day)}}
	}
	if w.b.Days {
		r.Hour, r.Minute, r.Second = []int{0}, []int{0}, []int{0}
		return
	}
	if len(r.Hour) == 0 && r.Freq < Hourly {
		r.Hour = []int{int(second / 3600)}
	}
	if len(r.Minute) == 0 && r.Freq < Minutely {
		r.Minute = []int{int(second / 60 % 60)}
	}
	if len(r.Second) == 0 && r.Freq < Secondly {
		r.Second = []int{int(second % 60)}
	}
}
