package calendar

import "slices"

// Intersect is open where all of them are (nil ones count as open); it closes for the reasons of each.
// Its span is what all have in common. Occurrences come from the first that has windows: at most one should.
// Charges are those of all. It is nil if all are nil.
func Intersect(cs ...*Compiled) *Compiled {
	all := make([]*Compiled, 0, len(cs))
	for _, c := range cs {
		if c != nil && !slices.Contains(all, c) {
			all = append(all, c)
		}
	}
	switch len(all) {
	case 0:
		return nil
	case 1:
		return all[0]
	}
	span := all[0].span
	for _, c := range all[1:] {
		if c.span.Start.After(span.Start) {
			span.Start = c.span.Start
		}
		if c.span.End.Before(span.End) {
			span.End = c.span.End
		}
	}
	out := over(span)
	span = out.span
	var pieces []Piece
	for i, c := range all {
		for _, l := range c.layers {
			l.closed, l.gate = c.rebase(l.closed, out), c.rebase(l.gate, out)
			if len(l.closed) > 0 {
				out.layers = append(out.layers, l)
			}
		}
		for _, o := range c.charges {
			if o.Interval = o.Intersect(span); !o.Empty() {
				out.charges = append(out.charges, o)
			}
		}
		if out.occurrences == nil {
			for _, o := range c.occurrences {
				if (Interval{o.Opens, o.Closes}).Overlaps(span) {
					out.occurrences = append(out.occurrences, o)
				}
			}
		}
		if i == 0 {
			pieces = within(c.pieces, span)
		} else {
			pieces = common(pieces, c.pieces)
		}
	}
	sortCharges(out.charges)
	out.setPieces(joined(pieces))
	return out
}

// rebase counts stretches of c from the start of out's span, cut to it.
func (c *Compiled) rebase(list []stretch, out *Compiled) []stretch {
	shift := out.offset(c.span.Start)
	var moved []stretch
	for _, s := range list {
		s = stretch{max(0, s.start+shift), min(out.length, s.end+shift)}
		if s.start < s.end {
			moved = append(moved, s)
		}
	}
	return moved
}

func within(pieces []Piece, span Interval) []Piece {
	var out []Piece
	for _, p := range pieces {
		if p.Interval = p.Intersect(span); !p.Empty() {
			out = append(out, p)
		}
	}
	return out
}

// common is the time in both lists, each piece in the occurrence of a's or, where that has none, of b's.
func common(a, b []Piece) []Piece {
	var out []Piece
	for len(a) > 0 && len(b) > 0 {
		if p := a[0].Intersect(b[0].Interval); !p.Empty() {
			o := a[0].Occurrence
			if o == (Occurrence{}) {
				o = b[0].Occurrence
			}
			out = append(out, Piece{p, o})
		}
		if a[0].End.Before(b[0].End) {
			a = a[1:]
		} else {
			b = b[1:]
		}
	}
	return out
}

// joined merges pieces that touch in one occurrence.
func joined(pieces []Piece) []Piece {
	var out []Piece
	for _, p := range pieces {
		if n := len(out); n > 0 && out[n-1].End.Equal(p.Start) && out[n-1].Occurrence == p.Occurrence {
			out[n-1].End = p.End
			continue
		}
		out = append(out, p)
	}
	return out
}
