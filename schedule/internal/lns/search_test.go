package lns_test

import (
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/berthplan/berth/schedule/internal/grid"
	"github.com/berthplan/berth/schedule/internal/kernel"
	"github.com/berthplan/berth/schedule/internal/lns"
)

// TestNeighbourhoodsShortenPlans begins with everything in a row, which meets
// every rule, and looks at each plan on the way.
func TestNeighbourhoodsShortenPlans(t *testing.T) {
	shorter := 0
	for seed := range uint64(12) {
		rng := rand.New(rand.NewPCG(seed, 8))
		p := &grid.Problem{Res: []grid.Resource{{Capacity: 3}}, Pkgs: []grid.Package{{Priority: 2, Due: 20}}, Levels: []grid.Level{{Terms: []grid.Term{grid.Tardiness}}, {Terms: []grid.Term{grid.Makespan}}}}
		row := &grid.Solution{}
		for i := range 24 {
			d := 1 + rng.IntN(6)
			a := grid.Activity{Pkg: grid.None, Win: grid.None, Group: grid.None, Occ: grid.None, Latest: grid.Never,
				Modes: []grid.Mode{{Duration: d, Env: grid.None, Config: grid.None, Needs: []grid.Need{{Res: 0, Amount: 1 + rng.IntN(2)}}}}}
			if i >= 20 {
				a.Pkg = 0
				p.Pkgs[0].Acts = append(p.Pkgs[0].Acts, i)
			}
			p.Acts = append(p.Acts, a)
			row.Start, row.End, row.Mode = append(row.Start, p.Horizon), append(row.End, p.Horizon+d), append(row.Mode, 0)
			p.Horizon += d
		}
		for i := range p.Acts {
			p.Acts[i].Deadline = p.Horizon
		}
		before := p.Evaluate(row)
		k := (&kernel.Solver{P: p, Warm: row, OnPlan: func(s *grid.Solution, _ []int64) { valid(t, p, s) }}).Open()
		s := lns.New(p, k, seed)
		for range 20 {
			k.Allow(10_000)
			s.Step(10_000)
		}
		after := k.Result()
		require.False(t, grid.Less(before, after.Value), "never worse")
		require.Equal(t, after.Value, p.Evaluate(after.Best))
		for i, b := range after.Bound {
			require.LessOrEqual(t, b, after.Value[i])
		}
		if grid.Less(after.Value, before) {
			shorter++
		}
	}
	require.Greater(t, shorter, 9)
}

// valid counts the use of the resource slot by slot.
func valid(t *testing.T, p *grid.Problem, s *grid.Solution) {
	t.Helper()
	for now := range p.Horizon {
		used := 0
		for i := range p.Acts {
			if s.Start[i] <= now && now < s.End[i] {
				used += p.Acts[i].Modes[0].Needs[0].Amount
			}
		}
		require.LessOrEqual(t, used, p.Res[0].Capacity)
	}
	for i := range p.Acts {
		require.Equal(t, p.Acts[i].Modes[0].Duration, s.End[i]-s.Start[i])
	}
}
