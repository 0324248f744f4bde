package kernel_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/berthplan/berth/schedule/internal/grid"
	"github.com/berthplan/berth/schedule/internal/kernel"
)

// TestBoundsWithoutSearch has problems whose bound no pair of activities and
// no instant shows, but a window or a set of activities does, before anything is tried.
func TestBoundsWithoutSearch(t *testing.T) {
	mode := func(duration, need int) grid.Mode {
		return grid.Mode{Duration: duration, Env: grid.None, Config: grid.None, Needs: []grid.Need{{Res: 0, Amount: need}}}
	}
	same := func(n int, modes ...grid.Mode) (all [][]grid.Mode) {
		for range n {
			all = append(all, modes)
		}
		return all
	}
	for _, c := range []struct {
		reason   string
		resource grid.Resource
		acts     [][]grid.Mode
		bound    int64
	}{
		{"24 units of work at 2 at a time", grid.Resource{Capacity: 2}, same(8, mode(3, 1)), 12},
		{"with one of the two missing for 4 slots, 28", grid.Resource{Capacity: 2, Steps: []grid.Step{{Start: 2, End: 6, Capacity: 1}}}, same(8, mode(3, 1)), 14},
		{"each takes more than half of 5, so one runs at a time", grid.Resource{Capacity: 5}, same(6, mode(2, 3)), 12},
		{"one runs at a time, in either mode, for 2 at least", grid.Resource{Capacity: 3}, same(6, mode(2, 3), mode(4, 2)), 12},
		{"and not while all is taken", grid.Resource{Capacity: 1, Steps: []grid.Step{{Start: 3, End: 5, Capacity: 0}}}, same(5, mode(2, 1)), 12},
	} {
		t.Run(c.reason, func(t *testing.T) {
			p := &grid.Problem{Horizon: 60, Res: []grid.Resource{c.resource}, Levels: []grid.Level{{Terms: []grid.Term{grid.Makespan}}}}
			warm := &grid.Solution{}
			for i, modes := range c.acts {
				p.Acts = append(p.Acts, grid.Activity{Modes: modes, Latest: p.Horizon, Deadline: p.Horizon, Pkg: grid.None, Win: grid.None, Group: grid.None, Occ: grid.None})
				warm.Start, warm.End, warm.Mode = append(warm.Start, 10+4*i), append(warm.End, 10+4*i+modes[0].Duration), append(warm.Mode, 0)
			}
			r := (&kernel.Solver{P: p, Warm: warm, Work: 1}).Open()
			require.Less(t, r.Result().Bound[0], c.bound)
			for n := 0; n < 100 && r.Result().Stats.Decisions == 0; n++ {
				r.Step(1)
			}
			require.Equal(t, c.bound, r.Result().Bound[0])
		})
	}
}
