package sgs_test

import (
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/berthplan/berth/schedule/internal/grid"
	"github.com/berthplan/berth/schedule/internal/sgs"
)

// TestMovesAreJudgedAsWholePlansAre compares what a single move is said to
// bring with the values of the whole plan before and after.
func TestMovesAreJudgedAsWholePlansAre(t *testing.T) {
	better := 0
	for seed := range uint64(2000) {
		rng := rand.New(rand.NewPCG(seed, 5))
		p := &grid.Problem{Horizon: 1000}
		for range 3 {
			p.Pkgs = append(p.Pkgs, grid.Package{Priority: int64(1 + rng.IntN(3)), Due: rng.IntN(12)})
		}
		for i := range 6 {
			a := grid.Activity{Kind: grid.Elapsed, Pkg: rng.IntN(4) - 1, Win: grid.None, Group: grid.None, Occ: grid.None, Latest: grid.Never, Deadline: grid.Never}
			for range 2 {
				a.Modes = append(a.Modes, grid.Mode{Duration: 1 + rng.IntN(4), Env: grid.None, Config: grid.None, Penalty: int64(rng.IntN(3))})
			}
			if rng.IntN(5) == 0 {
				a.Fixed, a.Start, a.End = true, 0, a.Modes[0].Duration
			}
			if a.Pkg != grid.None {
				p.Pkgs[a.Pkg].Acts = append(p.Pkgs[a.Pkg].Acts, i)
			}
			p.Acts = append(p.Acts, a)
		}
		terms := []grid.Term{grid.LeftOut, grid.Tardiness, grid.Penalties, grid.Makespan, grid.Starts}
		rng.Shuffle(len(terms), func(a, b int) { terms[a], terms[b] = terms[b], terms[a] })
		cut := 1 + rng.IntN(3)
		p.Levels = []grid.Level{{Terms: terms[:cut]}, {Terms: terms[cut:]}}
		st := sgs.NewState(p)
		free := grid.None
		for i := range p.Acts {
			if !p.Acts[i].Fixed {
				s := rng.IntN(8)
				st.Place(i, 0, s, s+p.Acts[i].Modes[0].Duration)
				free = i
			}
		}
		if free == grid.None {
			continue
		}
		before := st.Solution()
		after := st.Solution()
		m, s := rng.IntN(2), rng.IntN(8)
		after.Mode[free], after.Start[free], after.End[free] = m, s, s+p.Acts[free].Modes[m].Duration
		want := grid.Less(p.Evaluate(after), p.Evaluate(before))
		got := st.Better(free, [3]int{0, before.Start[free], before.End[free]}, [3]int{m, after.Start[free], after.End[free]})
		require.Equal(t, want, got, "problem %d", seed)
		if want {
			better++
		}
	}
	require.Greater(t, better, 300)
}
