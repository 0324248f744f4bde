package calendar

import (
	"slices"
	"sort"
	"time"
)

// Set is a set of instants as sorted, disjoint, non-touching, non-empty
// intervals. Every function that returns a Set keeps this form; one made by
// hand goes through NewSet, so that equal sets are equal lists. The nil Set is empty. No method
// changes its receiver; each takes time linear in its input but Contains, which takes O(log n).
type Set []Interval

// NewSet is every instant in any of the parts, which may be empty, overlap or stand in any order.
func NewSet(parts ...Interval) Set {
	sorted := make([]Interval, 0, len(parts))
	for _, p := range parts {
		if !p.Empty() {
			sorted = append(sorted, p)
		}
	}
	slices.SortStableFunc(sorted, func(a, b Interval) int { return a.Start.Compare(b.Start) })
	var s Set
	for _, p := range sorted {
		s = s.extend(p)
	}
	return s
}

// extend adds an interval that does not start before the last one; it may change s in place.
func (s Set) extend(p Interval) Set {
	if n := len(s); n > 0 && !p.Start.After(s[n-1].End) {
		if p.End.After(s[n-1].End) {
			s[n-1].End = p.End
		}
		return s
	}
	return append(s, p)
}

// Union is the instants in s or t.
func (s Set) Union(t Set) Set {
	var u Set
	for len(s) > 0 || len(t) > 0 {
		if len(t) == 0 || len(s) > 0 && !t[0].Start.Before(s[0].Start) {
			u, s = u.extend(s[0]), s[1:]
		} else {
			u, t = u.extend(t[0]), t[1:]
		}
	}
	return u
}

// Intersect is the instants in both s and t.
func (s Set) Intersect(t Set) Set {
	var u Set
	for len(s) > 0 && len(t) > 0 {
		if p := s[0].Intersect(t[0]); !p.Empty() {
			u = append(u, p)
		}
		if s[0].End.Before(t[0].End) {
			s = s[1:]
		} else {
			t = t[1:]
		}
	}
	return u
}

// Subtract is the instants in s and not in t.
func (s Set) Subtract(t Set) Set {
	var u Set
	for _, p := range s {
		for len(t) > 0 && !t[0].End.After(p.Start) {
			t = t[1:]
		}
		for _, q := range t {
			if !q.Start.Before(p.End) {
				break
			}
			if q.Start.After(p.Start) {
				u = append(u, Interval{p.Start, q.Start})
			}
			p.Start = q.End
			if p.Empty() {
				break
			}
		}
		if !p.Empty() {
			u = append(u, p)
		}
	}
	return u
}

// Within is the instants of s in span.
func (s Set) Within(span Interval) Set {
	if span.Empty() {
		return nil
	}
	return s.Intersect(Set{span})
}

// Gaps is the instants of span that are not in s: its complement there.
func (s Set) Gaps(span Interval) Set { return NewSet(span).Subtract(s) }

// Contains reports whether t is in s.
func (s Set) Contains(t time.Time) bool {
	i := sort.Search(len(s), func(i int) bool { return s[i].End.After(t) })
	return i < len(s) && !t.Before(s[i].Start)
}

// Duration is the elapsed time in s.
func (s Set) Duration() time.Duration {
	var d time.Duration
	for _, p := range s {
		d += p.Duration()
	}
	return d
}
