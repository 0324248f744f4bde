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

// drawSet draws parts in any order, empty and overlapping ones too.
func drawSet(t *rapid.T, label string) (calendar.Set, bitmap) {
	var b bitmap
	var parts []calendar.Interval
	for range rapid.IntRange(0, 8).Draw(t, label) {
		from, to := rapid.IntRange(0, 63).Draw(t, "from"), rapid.IntRange(0, 63).Draw(t, "to")
		parts = append(parts, span(from, to))
		b.fill(from, to)
	}
	return calendar.NewSet(parts...), b
}

func checkAlgebra(t *rapid.T) {
	s, sb := drawSet(t, "s")
	u, ub := drawSet(t, "u")
	require.Equal(t, sb.set(), s, "NewSet")
	before := append(calendar.Set(nil), s...)
	require.Equal(t, sb.combine(ub, func(x, y bool) bool { return x || y }).set(), s.Union(u), "Union")
	require.Equal(t, sb.combine(ub, func(x, y bool) bool { return x && y }).set(), s.Intersect(u), "Intersect")
	require.Equal(t, sb.combine(ub, func(x, y bool) bool { return x && !y }).set(), s.Subtract(u), "Subtract")
	from, to := rapid.IntRange(0, 63).Draw(t, "within from"), rapid.IntRange(0, 63).Draw(t, "within to")
	var w bitmap
	w.fill(from, to)
	require.Equal(t, sb.combine(w, func(x, y bool) bool { return x && y }).set(), s.Within(span(from, to)), "Within")
	total := time.Duration(0)
	for i, on := range sb {
		require.Equal(t, on, s.Contains(minute(i)), "Contains %d", i)
		if on {
			total += time.Minute
		}
	}
	require.Equal(t, total, s.Duration(), "Duration")
	require.Equal(t, before, s, "nothing changes its receiver")
}

func TestSetAlgebra(t *testing.T) { rapid.Check(t, checkAlgebra) }

func FuzzSetAlgebra(f *testing.F) { f.Fuzz(rapid.MakeFuzz(checkAlgebra)) }

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
