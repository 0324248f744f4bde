package calendar

import (
	"slices"
	"time"
)

// LongestGap is the longest time inside in at which c is closed, the first of several; the zero Interval if
// c is open throughout. Only the part of in that lies in the span counts.
func (c *Compiled) LongestGap(in Interval) Interval {
	if c == nil {
		return Interval{}
	}
	if in = in.Intersect(c.span); in.Empty() {
		return Interval{}
	}
	a, b := c.key(in.Start), c.key(in.End)
	i, j := c.find(a), c.starting(b) // the pieces i ≤ … < j have time in it
	if i >= j {
		return in.in(time.UTC)
	}
	longest := stretch{a, c.segments[i].start}
	if k := c.peaks().gaps.highest(i+1, j); k >= 0 {
		longest = longest.longer(stretch{c.segments[k-1].end, c.segments[k].start})
	}
	longest = longest.longer(stretch{c.segments[j-1].end, b})
	if longest.start >= longest.end {
		return Interval{}
	}
	return Interval{c.at(longest.start), c.at(longest.end)}
}

// longer is the longer of two, s if they are equal.
func (s stretch) longer(t stretch) stretch {
	if t.end-t.start > s.end-s.start {
		return t
	}
	return s
}

// LeastOpen is the least open time in any rolling window of the given length inside in, and the first window
// that has no more. It is exact: a rule such as "at least 48 hours open in any 32 days" holds if, and only if, it
// gives 48 hours or more. Only the part of in that lies in the span counts; false if that is shorter than the window.
// It looks at every piece inside in.
func (c *Compiled) LeastOpen(in Interval, window time.Duration) (Interval, time.Duration, bool) {
	window = max(window, 0)
	if in = in.Intersect(c.Span()).in(time.UTC); in.Empty() || in.Duration() < window {
		return Interval{}, 0, false
	}
	if c == nil {
		return Interval{in.Start, in.Start.Add(window)}, window, true
	}
	// While a window slides, the open time in it falls only until its begin reaches the end of a piece or its
	// end the start of one: the least stands at one of these, or where the sliding begins or ends.
	a, w := c.key(in.Start), int64(window)
	last := c.key(in.End) - w
	begin, least := a, c.openBefore(a+w)-c.openBefore(a)
	try := func(k int64) {
		k = min(max(k, a), last)
		if n := c.openBefore(k+w) - c.openBefore(k); n < least || n == least && k < begin {
			begin, least = k, n
		}
	}
	try(last)
	for i := c.find(a); i < len(c.segments) && c.segments[i].start < last+w; i++ {
		try(c.segments[i].end)
		try(c.segments[i].start - w)
	}
	return Interval{c.at(begin), c.at(begin + w)}, time.Duration(least), true
}

// Quorum is when at least k of c and the others are open (nil ones are at all times), such as two of three
// sites staffed, within the span that all have in common.
func (c *Compiled) Quorum(k int, others ...*Compiled) Set {
	all := append([]*Compiled{c}, others...)
	span := c.Span()
	for _, o := range others {
		if span = span.Intersect(o.Span()); span.Empty() {
			return nil
		}
	}
	type edge struct {
		at    time.Time
		opens int // +1 or -1
	}
	edges := []edge{{span.End, 0}}
	open := 0 // just after what the loop below has passed
	for _, o := range all {
		if o == nil {
			open++
			continue
		}
		for i := o.find(o.key(span.Start)); i < len(o.segments) && o.at(o.segments[i].start).Before(span.End); i++ {
			s := o.segments[i]
			edges = append(edges, edge{o.at(s.start), 1}, edge{o.at(s.end), -1})
		}
	}
	slices.SortFunc(edges, func(a, b edge) int { return a.at.Compare(b.at) })
	var out Set
	at := span.Start
	for _, e := range edges {
		if p := (Interval{at, e.at}).Intersect(span); open >= k && !p.Empty() {
			out = out.extend(p)
		}
		if e.at.After(at) {
			at = e.at
		}
		open += e.opens
	}
	return out
}
