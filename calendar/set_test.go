package calendar_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/berthplan/berth/calendar"
)

// minute is an instant of a short time line.
func minute(n int) time.Time { return time.Date(2026, 1, 1, 0, n, 0, 0, time.UTC) }

func span(from, to int) calendar.Interval {
	return calendar.Interval{Start: minute(from), End: minute(to)}
}

// bitmap holds one bit a minute: the oracle of Set.
type bitmap [64]bool

func (b *bitmap) fill(from, to int) {
	for i := from; i < to; i++ {
		b[i] = true
	}
}

func (b bitmap) combine(c bitmap, f func(x, y bool) bool) bitmap {
	for i := range b {
		b[i] = f(b[i], c[i])
	}
	return b
}

// set is the normal form of the bitmap, read off bit by bit.
func (b bitmap) set() calendar.Set {
	var s calendar.Set
	from := -1
	for i := 0; i <= len(b); i++ {
		on := i < len(b) && b[i]
		switch {
		case on && from < 0:
			from = i
		case !on && from >= 0:
			s = append(s, span(from, i))
			from = -1
		}
	}
	return s
}

// made is a set of parts in any order, empty and overlapping ones too, and the bitmap of
// the same: two bytes each, the start and the end.
func made(parts []byte) (calendar.Set, bitmap) {
	var b bitmap
	var list []calendar.Interval
	for ; len(parts) > 1; parts = parts[2:] {
		from, to := int(parts[0])%len(b), int(parts[1])%len(b)
		list = append(list, span(from, to))
		b.fill(from, to)
	}
	return calendar.NewSet(list...), b
}

func checkAlgebra(t require.TestingT, sParts, uParts, vParts []byte, from, to int) {
	s, sb := made(sParts)
	u, ub := made(uParts)
	v, vb := made(vParts)
	require.Equal(t, sb.set(), s, "NewSet")
	before := append(calendar.Set(nil), s...)

	// Against the bits.
	and := func(x, y bool) bool { return x && y }
	or := func(x, y bool) bool { return x || y }
	without := func(x, y bool) bool { return x && !y }
	require.Equal(t, sb.combine(ub, or).set(), s.Union(u), "Union")
	require.Equal(t, sb.combine(ub, and).set(), s.Intersect(u), "Intersect")
	require.Equal(t, sb.combine(ub, without).set(), s.Subtract(u), "Subtract")
	var w bitmap
	w.fill(from, to)
	in := span(from, to)
	require.Equal(t, sb.combine(w, and).set(), s.Within(in), "Within")
	require.Equal(t, w.combine(sb, without).set(), s.Gaps(in), "Gaps")
	require.Equal(t, sb.combine(ub, or).combine(vb, without).set(), s.Union(u).Subtract(v), "one after the other")
	total := time.Duration(0)
	for i, on := range sb {
		require.Equal(t, on, s.Contains(minute(i)), "Contains %d", i)
		if on {
			total += time.Minute
		}
	}
	require.Equal(t, total, s.Duration(), "Duration")

	// The laws, against each other.
	require.Equal(t, s, s.Union(s), "union is idempotent")
	require.Equal(t, s, s.Intersect(s), "intersection is idempotent")
	require.Empty(t, s.Subtract(s), "nothing is left of a set without itself")
	require.Equal(t, s, s.Union(nil), "the empty set is neutral")
	require.Empty(t, s.Intersect(nil), "the empty set absorbs")
	require.Equal(t, s.Union(u), u.Union(s), "union is commutative")
	require.Equal(t, s.Intersect(u), u.Intersect(s), "intersection is commutative")
	require.Equal(t, s.Union(u).Union(v), s.Union(u.Union(v)), "union is associative")
	require.Equal(t, s.Intersect(u).Intersect(v), s.Intersect(u.Intersect(v)), "intersection is associative")
	require.Equal(t, s.Intersect(u.Union(v)), s.Intersect(u).Union(s.Intersect(v)), "intersection distributes")
	require.Equal(t, s.Union(u.Intersect(v)), s.Union(u).Intersect(s.Union(v)), "union distributes")
	require.Equal(t, s, s.Union(s.Intersect(u)), "absorption")
	require.Equal(t, s.Union(u).Gaps(in), s.Gaps(in).Intersect(u.Gaps(in)), "De Morgan: neither")
	require.Equal(t, s.Intersect(u).Gaps(in), s.Gaps(in).Union(u.Gaps(in)), "De Morgan: not both")
	require.Equal(t, s.Within(in), s.Gaps(in).Gaps(in), "a complement's complement")
	require.Equal(t, s.Within(in).Subtract(u), s.Within(in).Intersect(u.Gaps(in)), "to subtract is to intersect the complement")
	require.Equal(t, s.Duration(), s.Intersect(u).Duration()+s.Subtract(u).Duration(), "two parts make the whole")

	require.Equal(t, before, s, "nothing changes its receiver")
	for _, x := range []calendar.Set{s, s.Union(u), s.Intersect(u), s.Subtract(u), s.Within(in), s.Gaps(in)} {
		for i, p := range x {
			require.False(t, p.Empty())
			require.True(t, i == 0 || x[i-1].End.Before(p.Start), "sorted, disjoint, not touching")
		}
	}
}

func TestSetAlgebra(t *testing.T) {
	parts := rapid.SliceOfN(rapid.Byte(), 0, 16)
	rapid.Check(t, func(t *rapid.T) {
		checkAlgebra(t, parts.Draw(t, "s"), parts.Draw(t, "u"), parts.Draw(t, "v"), rapid.IntRange(0, 63).Draw(t, "from"), rapid.IntRange(0, 63).Draw(t, "to"))
	})
}

func FuzzSetAlgebra(f *testing.F) {
	f.Fuzz(func(t *testing.T, s, u, v []byte, from, to byte) {
		checkAlgebra(t, s, u, v, int(from%64), int(to%64))
	})
}

func TestInterval(t *testing.T) {
	i := span(10, 20)
	require.True(t, i.Contains(minute(10)), "the start is in it")
	require.False(t, i.Contains(minute(20)), "the end is not")
	require.False(t, i.Overlaps(span(20, 30)), "touching is no overlap")
	require.True(t, i.Overlaps(span(19, 30)))
	require.False(t, i.Overlaps(span(15, 15)), "an empty interval overlaps nothing")
	require.Equal(t, span(15, 20), i.Intersect(span(15, 40)))
	require.Equal(t, calendar.Interval{}, i.Intersect(span(30, 40)))
	require.True(t, span(20, 10).Empty())
	require.Equal(t, time.Duration(0), span(20, 10).Duration())
	require.Equal(t, 10*time.Minute, i.Duration())
	require.Equal(t, "2026-01-01T00:10:00Z/2026-01-01T00:20:00Z", i.String())
}
