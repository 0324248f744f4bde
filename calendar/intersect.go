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
	var pieces []segment
	layers := 0
	for _, c := range all {
		layers += len(c.layers)
	}
	out.layers = make([]layer, 0, layers)
	for i, c := range all {
		out.source.join(c.leaves())
		shift := out.offset(c.span.Start)
		for _, l := range c.layers {
			l.closed, l.gate = shifted(l.closed, shift, out.length), shifted(l.gate, shift, out.length)
			if len(l.closed) > 0 {
				out.layers = append(out.layers, l)
			}
		}
		for _, o := range c.charges {
			if o.Interval = o.Intersect(out.span); !o.Empty() {
				out.charges = append(out.charges, o)
			}
		}
		own := out.shiftedPieces(c, shift)
		if i == 0 {
			pieces = own
		} else {
			pieces = common(pieces, own)
		}
	}
	sortCharges(out.charges)
	out.setSegments(pieces)
	return out
}

// adopt takes over the occurrences of another and gives their indexes here. The first that
// has any in the span is the one whose occurrences are listed.
func (c *Compiled) adopt(other *Compiled) (owners []int32) {
	var known map[Occurrence]int32
	if len(c.occurrences) > 0 && len(other.occurrences) > 0 {
		known = make(map[Occurrence]int32, len(c.occurrences))
		for i, o := range c.occurrences {
			known[o] = int32(i)
		}
	}
	owners = make([]int32, len(other.occurrences))
	listed := 0
	for i, o := range other.occurrences {
		at, ok := known[o]
		if !ok && (Interval{o.Opens, o.Closes}).Overlaps(c.span) {
			at = int32(len(c.occurrences))
			c.occurrences = append(c.occurrences, o)
			if i < other.listed {
				listed++
			}
		}
		owners[i] = at
	}
	if c.listed == 0 {
		c.listed = listed
	}
	return owners
}

// shiftedPieces are the open pieces of another, cut to the span; they may be the other's own.
func (c *Compiled) shiftedPieces(other *Compiled, shift int64) []segment {
	owners := c.adopt(other)
	if len(owners) == 0 && shift == 0 && other.length <= c.length {
		return other.segments
	}
	own := make([]segment, 0, len(other.segments))
	for _, s := range other.segments {
		s.start, s.end = max(0, s.start+shift), min(c.length, s.end+shift)
		if s.owner != noOwner {
			s.owner = owners[s.owner]
		}
		if s.start < s.end {
			own = append(own, s)
		}
	}
	return own
}

// shifted counts stretches from another start, cut to [0, length).
func shifted(list []stretch, shift, length int64) []stretch {
	if len(list) == 0 || shift == 0 && list[len(list)-1].end <= length {
		return list
	}
	moved := make([]stretch, 0, len(list))
	for _, s := range list {
		s = stretch{max(0, s.start+shift), min(length, s.end+shift)}
		if s.start < s.end {
			moved = append(moved, s)
		}
	}
	return moved
}
