package calendar

import (
	"cmp"
	"slices"
)

// stretch is an interval in nanoseconds after the start of a span. Lists of
// them that are not said to be raw are sorted, disjoint, without gaps of length 0
// and within the span.
type stretch struct{ start, end int64 }

// merged brings raw stretches into order, within [0, length); it uses their memory.
func merged(raw []stretch, length int64) []stretch {
	byStart := func(a, b stretch) int { return cmp.Compare(a.start, b.start) }
	if !slices.IsSortedFunc(raw, byStart) {
		slices.SortFunc(raw, byStart)
	}
	out := raw[:0]
	for _, s := range raw {
		s = stretch{max(0, s.start), min(length, s.end)}
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

// complement is what lies between the stretches in [0, length).
func complement(list []stretch, length int64) []stretch {
	out := make([]stretch, 0, len(list)+1)
	from := int64(0)
	for _, s := range list {
		if s.start > from {
			out = append(out, stretch{from, s.start})
		}
		from = s.end
	}
	if from < length {
		out = append(out, stretch{from, length})
	}
	return out
}

// without takes one stretch out of the others.
func without(list []stretch, hole stretch) []stretch {
	out := make([]stretch, 0, len(list)+1)
	for _, s := range list {
		if before := (stretch{s.start, min(s.end, hole.start)}); before.start < before.end {
			out = append(out, before)
		}
		if after := (stretch{max(s.start, hole.end), s.end}); after.start < after.end {
			out = append(out, after)
		}
	}
	return out
}

// cut takes closed time out of one list of open pieces. The pieces are sorted
// and disjoint, but may touch; each remnant keeps its piece's occurrence.
func cut(pieces []segment, closed []stretch) []segment {
	if len(closed) == 0 {
		return pieces
	}
	out := make([]segment, 0, len(pieces)+len(closed))
	for _, p := range pieces {
		for len(closed) > 0 && closed[0].end <= p.start {
			closed = closed[1:]
		}
		for _, q := range closed {
			if q.start >= p.end || p.start >= p.end {
				break
			}
			if q.start > p.start {
				out = append(out, segment{start: p.start, end: q.start, owner: p.owner})
			}
			p.start = q.end
		}
		if p.start < p.end {
			out = append(out, p)
		}
	}
	return out
}

// common is the time in both lists of pieces, each in the occurrence of a's or,
// where that has none, of b's. Pieces of one occurrence that touch become one.
func common(a, b []segment) []segment {
	out := make([]segment, 0, max(len(a), len(b)))
	for len(a) > 0 && len(b) > 0 {
		s := segment{start: max(a[0].start, b[0].start), end: min(a[0].end, b[0].end), owner: a[0].owner}
		if s.owner == noOwner {
			s.owner = b[0].owner
		}
		if a[0].end < b[0].end {
			a = a[1:]
		} else {
			b = b[1:]
		}
		switch n := len(out); {
		case s.start >= s.end:
		case n > 0 && out[n-1].end == s.start && out[n-1].owner == s.owner:
			out[n-1].end = s.end
		default:
			out = append(out, s)
		}
	}
	return out
}
