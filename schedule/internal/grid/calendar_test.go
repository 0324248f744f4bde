package grid_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/berthplan/berth/schedule/internal/grid"
)

const slots = 60

// drawn is a random calendar, and the same as one flag a slot.
func drawn(t *rapid.T) (*grid.Calendar, [slots]bool) {
	var open [slots]bool
	var pieces []grid.Piece
	for at := rapid.IntRange(0, 5).Draw(t, "first"); at < slots; {
		n := rapid.IntRange(1, 9).Draw(t, "open")
		n = min(n, slots-at)
		pieces = append(pieces, grid.Piece{Start: at, End: at + n, Occ: len(pieces)})
		for k := at; k < at+n; k++ {
			open[k] = true
		}
		at += n + rapid.IntRange(0, 7).Draw(t, "closed") // 0: two occurrences that touch
	}
	return grid.NewCalendar(pieces), open
}

func count(open [slots]bool, a, b int) int {
	if b < a {
		return -count(open, b, a)
	}
	n := 0
	for k := max(a, 0); k < min(b, slots); k++ {
		if open[k] {
			n++
		}
	}
	return n
}

func TestCalendarAgreesWithOneFlagASlot(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c, open := drawn(t)
		at := rapid.IntRange(-3, slots+3).Draw(t, "t")
		d := rapid.IntRange(1, 20).Draw(t, "d")

		other := rapid.IntRange(-3, slots+3).Draw(t, "u")
		require.Equal(t, count(open, at, other), c.Between(at, other))

		next := grid.Never
		for k := slots - 1; k >= max(at, 0); k-- {
			if open[k] {
				next = k
			}
		}
		require.Equal(t, next, c.NextOpen(at))

		last := -grid.Never
		for k := 0; k < min(at, slots); k++ {
			if open[k] {
				last = k
			}
		}
		require.Equal(t, last, c.LastOpen(at))

		add := grid.Never
		for e := slots + 3; e >= at; e-- {
			if count(open, at, e) == d {
				add = e
			}
		}
		require.Equal(t, add, c.Add(at, d))

		sub := -grid.Never
		for e := -3; e <= at; e++ {
			if count(open, e, at) == d {
				sub = e
			}
		}
		require.Equal(t, sub, c.Add(at, -d))

		back := -grid.Never
		if count(open, -3, at) > d {
			for s := at; s >= -3; s-- {
				if count(open, s, at) <= d {
					back = s
				}
			}
		}
		require.Equal(t, back, c.Back(at, d))
	})
}

func TestFitStaysInOnePiece(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c, _ := drawn(t)
		at := rapid.IntRange(-3, slots+3).Draw(t, "t")
		d := rapid.IntRange(1, 9).Draw(t, "d")
		want := grid.Never
		for s := slots; s >= at; s-- {
			for _, p := range c.Pieces {
				if s >= p.Start && s+d <= p.End {
					want = s
				}
			}
		}
		require.Equal(t, want, c.Fit(at, d))

		a := grid.Activity{Kind: grid.Contiguous, Modes: []grid.Mode{{Duration: d, Runway: d, Cal: c}}}
		latest := -grid.Never
		for s := -3; s+d <= at; s++ {
			for _, p := range c.Pieces {
				if s >= p.Start && s+d <= p.End {
					latest = s
				}
			}
		}
		require.Equal(t, latest, a.LatestStart(0, at))
	})
}

func TestTheNilCalendarIsAlwaysOpen(t *testing.T) {
	var c *grid.Calendar
	require.Equal(t, 7, c.NextOpen(7))
	require.Equal(t, 12, c.Add(7, 5))
	require.Equal(t, 2, c.Add(7, -5))
	require.Equal(t, 2, c.Back(7, 5))
	require.Equal(t, -5, c.Between(7, 2))
	require.Equal(t, 7, c.Fit(7, 100))
}
