package sgs_test

import (
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/berthplan/berth/schedule/internal/bound"
	"github.com/berthplan/berth/schedule/internal/grid"
	"github.com/berthplan/berth/schedule/internal/sgs"
)

// crowd draws n activities in threads of ten on teams of their own.
func crowd(rng *rand.Rand, n int) *grid.Problem {
	p := &grid.Problem{Horizon: 100 * n, Levels: []grid.Level{{Terms: []grid.Term{grid.Makespan}}, {Terms: []grid.Term{grid.Starts}}}}
	for i := range n {
		if i%10 == 0 {
			p.Res = append(p.Res, grid.Resource{Capacity: 2})
		}
		p.Acts = append(p.Acts, grid.Activity{Kind: grid.Elapsed, Pkg: grid.None, Win: grid.None, Group: grid.None, Occ: grid.None, Latest: grid.Never, Deadline: p.Horizon,
			Modes: []grid.Mode{{Duration: 1 + rng.IntN(9), Env: grid.None, Config: grid.None, Needs: []grid.Need{{Res: len(p.Res) - 1, Amount: 1 + rng.IntN(2)}}}}})
		if i%10 > 0 && rng.IntN(2) == 0 {
			p.Acts[i-1].Out, p.Acts[i].In = append(p.Acts[i-1].Out, len(p.Links)), append(p.Acts[i].In, len(p.Links))
			p.Links = append(p.Links, grid.Link{Kind: grid.FinishStart, From: i - 1, To: i})
		}
	}
	return p
}

// Once there is a plan, no more work is done between two questions whether to stop in a large problem than
// in a small one, and what is under way when the answer is yes brings nothing.
func TestAnAttemptAsksWhetherToStop(t *testing.T) {
	const most = 128 * 8 // so many activities are placed, each tried at some places
	p := crowd(rand.New(rand.NewPCG(1, 1)), 3000)
	_, end := bound.CriticalPath(p, false)
	var s *sgs.Search
	var last, longest int64
	asked, stopped := 0, false
	s = sgs.New(p, end, nil, 1, func() bool {
		asked++
		longest, last = max(longest, s.Work()-last), s.Work()
		return stopped
	})
	s.Step(0)
	require.NotNil(t, s.Best, "the first plan is made to its end")
	require.Zero(t, asked, "and nobody is asked")
	last = s.Work()
	for range 20 {
		s.Step(0)
	}
	require.Greater(t, asked, 20*2*3000/most)
	require.LessOrEqual(t, longest, int64(most))

	best, before, questions := s.Best, s.Work(), asked
	stopped = true
	for range 5 {
		require.False(t, s.Step(0))
	}
	require.Same(t, best, s.Best)
	require.LessOrEqual(t, s.Work()-before, int64(5*most))
	require.LessOrEqual(t, asked-questions, 5*3)
}

// A plan that the search has shifted itself is not shifted again.
func TestSettled(t *testing.T) {
	p := crowd(rand.New(rand.NewPCG(2, 1)), 50)
	_, end := bound.CriticalPath(p, false)
	s := sgs.New(p, end, nil, 1, nil)
	require.False(t, s.Settled(nil))
	s.Step(0)
	require.True(t, s.Settled(s.Best))
	again := s.Shifted(s.Best)
	require.Equal(t, s.Best, again)
	require.False(t, s.Settled(again), "another one may be anything")
	for i := range again.Start {
		again.Start[i], again.End[i] = again.Start[i]+3, again.End[i]+3
	}
	require.Equal(t, s.Best, s.Shifted(again))
}
