package evolve_test

import (
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/berthplan/berth/schedule/internal/evolve"
	"github.com/berthplan/berth/schedule/internal/grid"
)

func TestSmallProblemsAreSolvedToTheirOptimum(t *testing.T) {
	for _, c := range []struct {
		reason string
		drawn  drawn
		miss   int // of 30: how many may stay above the optimum
	}{
		{"plain problems have a list for each active schedule", drawn{acts: 5, res: 2, duration: 3}, 0},
		{"capacities that vary", drawn{acts: 5, res: 2, duration: 3, steps: true}, 2},
		{"all kinds of minimum lags, some below zero", drawn{acts: 4, res: 2, duration: 3, lags: true}, 2},
		{"earliest starts", drawn{acts: 5, res: 1, duration: 3, earliest: true}, 2},
		{"modes, one of which may have to be slow to spare a budget", drawn{acts: 3, res: 2, duration: 4, modes: 3}, 2},
		{"modes and lags of all kinds", drawn{acts: 3, res: 1, duration: 3, modes: 2, lags: true, earliest: true}, 3},
		{"maximum lags", drawn{acts: 5, res: 2, duration: 3, maximum: true}, 3},
		{"maximum lags of all kinds among minimum lags of all kinds", drawn{acts: 5, res: 1, duration: 3, maximum: true, lags: true, earliest: true}, 3},
		{"deadlines", drawn{acts: 5, res: 2, duration: 3, deadlines: true}, 3},
		{"facts", drawn{acts: 5, res: 2, duration: 3, fixed: true, lags: true}, 2},
	} {
		t.Run(c.reason, func(t *testing.T) {
			r := rand.New(rand.NewPCG(1, uint64(c.drawn.acts)))
			missed := 0
			for range 30 {
				p := c.drawn.problem(r)
				q, ok := evolve.New(p)
				if !ok {
					require.Equal(t, -1, optimum(p, 20))
					continue
				}
				s := &evolve.Search{Project: q, Seed: 3, Work: 20_000}
				s.Run()
				sol, end := s.Best()
				if sol == nil {
					require.Equal(t, -1, optimum(p, 20))
					continue
				}
				require.NoError(t, verify(p, sol))
				best := optimum(p, end)
				require.NotEqual(t, -1, best, "no plan of %d found by trying all", end)
				require.LessOrEqual(t, best, end)
				if end > best {
					missed++
				}
			}
			require.LessOrEqual(t, missed, c.miss)
		})
	}
}

func TestEveryPlanKeepsTheRules(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 5))
	for range 12 {
		p := drawn{acts: 40, res: 3, duration: 9, steps: true, lags: true, earliest: true, fixed: true}.problem(r)
		q, ok := evolve.New(p)
		require.True(t, ok)
		s := &evolve.Search{Project: q, Seed: 1}
		for range 3 {
			s.Step(20_000)
			sol, _ := s.Best()
			require.NoError(t, verify(p, sol))
			for _, e := range s.Elite(10) {
				require.NoError(t, verify(p, e))
			}
		}
	}
}

func TestStepsAndOneRunGiveTheSamePlan(t *testing.T) {
	p := drawn{acts: 60, res: 3, duration: 9}.problem(rand.New(rand.NewPCG(9, 9)))
	q, _ := evolve.New(p)
	type better struct {
		end  int
		work int64
	}
	run := func(slice int64) (found []better, sol *grid.Solution) {
		s := &evolve.Search{Project: q, Seed: 4, Work: 300_000, OnBetter: func(end int, work int64) { found = append(found, better{end, work}) }}
		for s.Placed() < s.Work && s.Step(slice) == evolve.WorkLimit {
		}
		sol, _ = s.Best()
		return found, sol
	}
	found, sol := run(300_000)
	require.NotEmpty(t, found)
	for i := 1; i < len(found); i++ {
		require.Less(t, found[i].end, found[i-1].end)
	}
	again, same := run(300_000)
	require.Equal(t, found, again)
	require.Equal(t, sol, same)
	sliced, _ := run(7_000)
	require.Equal(t, found, sliced)
}

func TestSearchEndsAtTheBound(t *testing.T) {
	p := drawn{acts: 30, res: 2, duration: 9}.problem(rand.New(rand.NewPCG(2, 9)))
	q, _ := evolve.New(p)
	s := &evolve.Search{Project: q, Work: 200_000}
	s.Run()
	_, end := s.Best()
	again := &evolve.Search{Project: q, Lower: end}
	require.Equal(t, evolve.Bounded, again.Run())
	stopped := &evolve.Search{Project: q, Lower: 0, Stop: func() bool { return true }}
	if stopped.Run() == evolve.Stopped {
		sol, _ := stopped.Best()
		require.Nil(t, sol)
		require.Nil(t, stopped.Elite(3))
	}
}

func TestOffersAreTakenAndCannotHarm(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 7))
	p := drawn{acts: 50, res: 3, duration: 9, lags: true}.problem(r)
	q, _ := evolve.New(p)
	long := &evolve.Search{Project: q, Work: 1_000_000}
	long.Run()
	best, end := long.Best()

	s := &evolve.Search{Project: q}
	s.Offer(best)
	_, got := s.Best()
	require.LessOrEqual(t, got, end)

	wild := &grid.Solution{Start: make([]int, 50), End: make([]int, 50), Mode: make([]int, 50)}
	for i := range wild.Start {
		wild.Start[i] = r.IntN(2_000_000) - 1_000_000
	}
	s = &evolve.Search{Project: q}
	s.Offer(wild)
	sol, _ := s.Best()
	require.NoError(t, verify(p, sol))
}

func TestSchedulesCostNoMemory(t *testing.T) {
	p := drawn{acts: 60, res: 3, duration: 9}.problem(rand.New(rand.NewPCG(3, 9)))
	q, _ := evolve.New(p)
	s := &evolve.Search{Project: q}
	s.Step(100_000) // the population is complete
	require.Zero(t, testing.AllocsPerRun(20, func() { s.Step(1_000) }))
}

func TestGuestsWaitUntilThePopulationStandsStill(t *testing.T) {
	p := drawn{acts: 60, res: 3, duration: 9}.problem(rand.New(rand.NewPCG(8, 9)))
	q, _ := evolve.New(p)
	long := &evolve.Search{Project: q, Seed: 1, Work: 2_000_000}
	long.Run()
	best, end := long.Best()

	alone, host := &evolve.Search{Project: q, Seed: 2, Size: 20}, &evolve.Search{Project: q, Seed: 2, Size: 20}
	host.Invite(best)
	host.Invite(best)
	_, got := host.Best()
	require.LessOrEqual(t, got, end, "what is known is known at once")
	alone.Step(10_000)
	host.Step(10_000)
	require.Equal(t, alone.Elite(20), host.Elite(20), "until then they stay apart")
	host.Step(2_000_000)
	require.LessOrEqual(t, p.Evaluate(host.Elite(1)[0])[1], int64(end))
}
