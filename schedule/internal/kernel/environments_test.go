package kernel_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/berthplan/berth/schedule/internal/grid"
	"github.com/berthplan/berth/schedule/internal/kernel"
)

// TestChangeoverInParts has a change from 0 to 1 that takes two slots, and one
// each by way of 2: around a booking it can only be made in parts, beside who is there in between.
func TestChangeoverInParts(t *testing.T) {
	visitor := func(config, earliest, latest int) grid.Activity {
		return grid.Activity{Pkg: grid.None, Win: grid.None, Group: grid.None, Earliest: earliest, Latest: latest, Deadline: 9,
			Modes: []grid.Mode{{Duration: 1, Env: 0, Units: 1, Config: config}}}
	}
	p := &grid.Problem{
		Horizon: 9,
		Acts:    []grid.Activity{visitor(0, 0, 0), visitor(2, 3, 3), visitor(1, 0, 8)},
		Envs: []grid.Environment{{
			Capacity: 2,
			Change:   [][]int{{0, 2, 1}, {2, 0, 1}, {1, 1, 0}},
			Holds:    []grid.Hold{{Start: 2, End: 4, Units: 1, Config: grid.None, Act: grid.None}},
		}},
		Levels: []grid.Level{{Terms: []grid.Term{grid.Makespan}}},
	}
	best := (&brute{p: p}).run()
	require.Equal(t, []int64{6}, best)
	r := (&kernel.Solver{P: p}).Run()
	require.Equal(t, []kernel.Gap{kernel.Changeovers}, r.Gaps)
	require.Nil(t, r.Best, "what the model finds need not be a plan")
	require.False(t, r.Infeasible)
	require.LessOrEqual(t, r.Bound[0], best[0])

	// where a part takes as long as the whole, nothing is left out
	p.Envs[0].Change = [][]int{{0, 2, 1}, {2, 0, 1}, {2, 2, 0}}
	best = (&brute{p: p}).run()
	r = (&kernel.Solver{P: p}).Run()
	require.Empty(t, r.Gaps)
	require.True(t, r.Proved)
	require.Equal(t, best, r.Value)
	require.Equal(t, []int64{7}, best)
}
