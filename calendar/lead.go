package calendar

import "time"

// BusinessDays is t moved by n business days of c, back if n is negative: the same time of day in loc, on
// the n-th day after (or before) t's own on which c is open at any time. The day of t itself does not count, be it
// a business day or not, and half a day counts as one: two business days before a meeting on a Monday at 14:00 are Thursday
// at 14:00. A time that the clock skips on that day is read as in Date.At. It is false if the span has no such day.
//
// To count hours of work instead, so that half a day is half, use Add: plans do so for the submission to a meeting.
func (c *Compiled) BusinessDays(t time.Time, n int, loc *time.Location) (time.Time, bool) {
	if n == 0 {
		return inUTC(t), true
	}
	if loc == nil {
		loc = time.UTC
	}
	local := t.In(loc)
	h, m, s := local.Clock()
	day := DateOf(local)
	if c == nil {
		if n > maxSpanDays || n < -maxSpanDays {
			return time.Time{}, false
		}
		day = day.AddDays(n)
	}
	for ; c != nil && n > 0; n-- {
		next, ok := c.Next(day.AddDays(1).In(loc))
		if !ok {
			return time.Time{}, false
		}
		day = DateOf(next.In(loc))
	}
	for ; c != nil && n < 0; n++ {
		last, ok := c.Previous(day.In(loc))
		if !ok {
			return time.Time{}, false
		}
		day = DateOf(last.Add(-1).In(loc))
	}
	return day.At(Clock(h*3600+m*60+s), loc).Add(time.Duration(local.Nanosecond())).UTC(), true
}

// maxSpanDays bounds a count of days where there is no calendar to bound it.
const maxSpanDays = int(maxSpan / (24 * time.Hour))

// MeetingBefore is the last meeting, of those whose occurrences c has, that begins at start or before, and the
// cut-off for submissions to it. A meeting that a blackout or the span cuts at its beginning is not held.
//
// cutoff gives the cut-off of a meeting that begins at a time, false if there is none: the same time of day two
// business days earlier (hours.BusinessDays(begins, -2, loc)), so much working time earlier, as plans
// reckon it (hours.Add(begins, -16*time.Hour)), or elapsed time. Nil: submissions are taken until it begins. The meeting
// decides when it begins, as in a plan: the change is allowed from Opens on. Who waits for
// the minutes asks for a start as much earlier. It is false if there is no such
// meeting, or no cut-off for it.
func (c *Compiled) MeetingBefore(start time.Time, cutoff func(begins time.Time) (time.Time, bool)) (Occurrence, time.Time, bool) {
	if c == nil {
		return Occurrence{}, time.Time{}, false
	}
	for i := c.meetings(start, true) - 1; i >= 0; i-- {
		if o := c.occurrences[i]; c.Open(o.Opens) {
			last, ok := cutOff(o, cutoff)
			return o, last, ok
		}
	}
	return Occurrence{}, time.Time{}, false
}

// MeetingAfter is the first meeting whose cut-off is not before the time of submission, and that cut-off; the
// change is allowed from its Opens on. Meetings and cutoff are as in MeetingBefore.
func (c *Compiled) MeetingAfter(submitted time.Time, cutoff func(begins time.Time) (time.Time, bool)) (Occurrence, time.Time, bool) {
	if c == nil {
		return Occurrence{}, time.Time{}, false
	}
	for _, o := range c.occurrences[c.meetings(submitted, false):c.listed] {
		if !c.Open(o.Opens) {
			continue
		}
		if last, ok := cutOff(o, cutoff); ok && !last.Before(submitted) {
			return o, last, true
		}
	}
	return Occurrence{}, time.Time{}, false
}

func cutOff(o Occurrence, cutoff func(time.Time) (time.Time, bool)) (time.Time, bool) {
	if cutoff == nil {
		return o.Opens, true
	}
	last, ok := cutoff(o.Opens)
	return inUTC(last), ok
}

// meetings is the number of occurrences that open before t, or also at t.
func (c *Compiled) meetings(t time.Time, also bool) int {
	lo, hi := 0, c.listed
	for lo < hi {
		mid := int(uint(lo+hi) >> 1)
		if o := c.occurrences[mid].Opens; o.Before(t) || also && o.Equal(t) {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	return lo
}
