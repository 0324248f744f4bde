package calendar

import (
	"cmp"
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
	out.occurrences = c.occurrences
	var pieces []Piece
	var seams []stretch // minutes within which one occurrence follows another
	for i, p := range c.pieces {
		if i > 0 && c.pieces[i-1].End.Equal(p.Start) && !p.Start.Equal(minuteUp(p.Start)) {
			seams = append(seams, stretch{out.offset(minuteDown(p.Start)), out.offset(minuteUp(p.Start))})
		}
		if p.Interval = (Interval{minuteUp(p.Start), minuteDown(p.End)}); !p.Empty() {
			pieces = append(pieces, p)
		}
	}
	for _, l := range c.layers {
		l.closed = c.outward(l.closed, out)
		if l.kind == OutsideWindow {
			l.closed = out.merged(append(l.closed, seams...))
			l.gate = out.merged(append(c.outward(l.gate, out), seams...))
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
	out.setPieces(pieces)
	return out
}

func minuteDown(t time.Time) time.Time { return t.Truncate(time.Minute) }

func minuteUp(t time.Time) time.Time { return t.Add(time.Minute - 1).Truncate(time.Minute) }

// onMinutes reports whether everything that is open or charged lies on whole minutes.
func (c *Compiled) onMinutes() bool {
	whole := func(i Interval) bool {
		return minuteDown(i.Start).Equal(i.Start) && minuteDown(i.End).Equal(i.End)
	}
	return whole(c.span) &&
		!slices.ContainsFunc(c.pieces, func(p Piece) bool { return !whole(p.Interval) }) &&
		!slices.ContainsFunc(c.charges, func(p Charge) bool { return !whole(p.Interval) })
}

// outward rounds stretches of c outward and counts them from the start of out's span.
func (c *Compiled) outward(list []stretch, out *Compiled) []stretch {
	rounded := make([]stretch, len(list))
	for i, s := range list {
		rounded[i] = stretch{out.offset(minuteDown(c.at(s.start))), out.offset(minuteUp(c.at(s.end)))}
	}
	return out.merged(rounded)
}

// merged sorts stretches, joins those that touch and cuts them to the span.
func (c *Compiled) merged(list []stretch) []stretch {
	slices.SortFunc(list, func(a, b stretch) int { return cmp.Compare(a.start, b.start) })
	var out []stretch
	for _, s := range list {
		s = stretch{max(0, s.start), min(c.length, s.end)}
		switch n := len(out); {
		case s.start >= s.end:
		case n > 0 && s.start <= out[n-1].end:
			out[n-1].end = max(out[n-1].end, s.end)
		default:
			out = append(out, s)
		}
	}
	return out
}
