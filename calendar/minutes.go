package calendar

import (
	"slices"
	"time"
)

// Minutes is c on the grid of whole UTC minutes: open pieces and the span
// rounded inward, charges and the times in reasons outward. It is c itself if
// nothing changes, nil for nil. Occurrences keep their exact times.
func (c *Compiled) Minutes() *Compiled {
	if c == nil || c.onMinutes() {
		return c
	}
	out := over(Interval{minuteUp(c.span.Start), minuteDown(c.span.End)})
	out.occurrences, out.listed = c.occurrences, c.listed
	out.source = c.source.onMinutes()
	// All that follows counts from the start of the new span, which is a whole minute.
	shift := out.offset(c.span.Start)
	var pieces []segment
	var seams []stretch // minutes within which one occurrence follows another
	for i, s := range c.segments {
		from, to := s.start+shift, s.end+shift
		if i > 0 && c.segments[i-1].end == s.start && from != up(from) {
			seams = append(seams, stretch{down(from), up(from)})
		}
		if from, to = up(from), down(to); from < to {
			pieces = append(pieces, segment{start: from, end: to, owner: s.owner})
		}
	}
	outward := func(list, more []stretch) []stretch {
		rounded := make([]stretch, 0, len(list)+len(more))
		for _, s := range list {
			rounded = append(rounded, stretch{down(s.start + shift), up(s.end + shift)})
		}
		return merged(append(rounded, more...), out.length)
	}
	for _, l := range c.layers {
		if l.kind == OutsideWindow {
			l.closed, l.gate = outward(l.closed, seams), outward(l.gate, seams)
		} else {
			l.closed = outward(l.closed, nil)
		}
		if len(l.closed) > 0 {
			out.layers = append(out.layers, l)
		}
	}
	for _, o := range c.charges {
		if o.Interval = (Interval{minuteDown(o.Start), minuteUp(o.End)}).Intersect(out.span); !o.Empty() {
			out.charges = append(out.charges, o)
		}
	}
	sortCharges(out.charges)
	out.setSegments(pieces)
	return out
}

func minuteDown(t time.Time) time.Time { return t.Truncate(time.Minute) }

func minuteUp(t time.Time) time.Time { return t.Add(time.Minute - 1).Truncate(time.Minute) }

// down and up round nanoseconds after a whole minute.
func down(n int64) int64 { return floorDiv(n, int64(time.Minute)) * int64(time.Minute) }

func up(n int64) int64 { return -down(-n) }

// onMinutes reports whether everything that is open or charged lies on whole minutes.
func (c *Compiled) onMinutes() bool {
	whole := func(t time.Time) bool { return minuteDown(t).Equal(t) }
	wholeOffset := func(n int64) bool { return n%int64(time.Minute) == 0 }
	return whole(c.span.Start) && whole(c.span.End) &&
		!slices.ContainsFunc(c.segments, func(s segment) bool { return !wholeOffset(s.start) || !wholeOffset(s.end) }) &&
		!slices.ContainsFunc(c.charges, func(p Charge) bool { return !whole(p.Start) || !whole(p.End) })
}
