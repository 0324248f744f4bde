package evolve_test

import (
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/berthplan/berth/schedule/internal/evolve"
	"github.com/berthplan/berth/schedule/internal/grid"
)

// stretch makes every slot of p as many; what only limits from above comes a little later than that.
func stretch(p *grid.Problem, by int) *grid.Problem {
	scale := func(t *int, more int) {
		if *t < grid.Never {
			*t = *t*by + more
		}
	}
	q := *p
	q.Acts, q.Links, q.Res = append([]grid.Activity(nil), p.Acts...), append([]grid.Link(nil), p.Links...), append([]grid.Resource(nil), p.Res...)
	scale(&q.Horizon, by-1)
	for i := range q.Acts {
		a := &q.Acts[i]
		scale(&a.Earliest, 0)
		scale(&a.Latest, by-1)
		scale(&a.Deadline, by-1)
		scale(&a.Start, 0)
		scale(&a.End, 0)
		a.Modes = append([]grid.Mode(nil), a.Modes...)
		for m := range a.Modes {
			scale(&a.Modes[m].Duration, 0)
		}
	}
	for l := range q.Links {
		scale(&q.Links[l].Lag, 0)
	}
	for r := range q.Res {
		q.Res[r].Steps = append([]grid.Step(nil), q.Res[r].Steps...)
		for k := range q.Res[r].Steps {
			scale(&q.Res[r].Steps[k].Start, 0)
			scale(&q.Res[r].Steps[k].End, 0)
		}
	}
	return &q
}

func TestMinutesAreSearchedInTheUnitOfThePlan(t *testing.T) {
	for _, c := range []struct {
		reason string
		drawn  drawn
	}{
		{"minimum lags, steps, earliest starts and facts", drawn{acts: 12, res: 2, duration: 5, steps: true, lags: true, earliest: true, fixed: true}},
		{"maximum lags and deadlines between two multiples", drawn{acts: 10, res: 2, duration: 5, lags: true, maximum: true, deadlines: true}},
		{"modes and a budget", drawn{acts: 10, res: 2, duration: 5, modes: 3}},
	} {
		t.Run(c.reason, func(t *testing.T) {
			r := rand.New(rand.NewPCG(4, uint64(c.drawn.acts)))
			for range 15 {
				p := c.drawn.problem(r)
				wide := stretch(p, 1440)
				q, ok := evolve.New(p)
				w, same := evolve.New(wide)
				require.Equal(t, ok, same)
				if !ok {
					continue
				}
				days, minutes := &evolve.Search{Project: q, Seed: 3, Work: 20_000}, &evolve.Search{Project: w, Seed: 3, Work: 20_000}
				require.Equal(t, days.Run(), minutes.Run())
				sol, end := days.Best()
				long, last := minutes.Best()
				require.Equal(t, end*1440, last)
				if sol == nil {
					require.Nil(t, long)
					continue
				}
				require.NoError(t, verify(p, sol))
				for i := range sol.Start {
					require.Equal(t, sol.Start[i]*1440, long.Start[i])
					require.Equal(t, sol.End[i]*1440, long.End[i])
					require.Equal(t, sol.Mode[i], long.Mode[i])
				}
			}
		})
	}
}

func TestLinesOfManySlots(t *testing.T) {
	r := rand.New(rand.NewPCG(6, 6))
	p := drawn{acts: 40, res: 3, duration: 9, lags: true, earliest: true}.problem(r)
	wide := stretch(p, 1440)
	for i := range wide.Acts {
		wide.Acts[i].Modes[0].Duration += i % 2 // minutes that divide nothing
	}
	q, ok := evolve.New(wide)
	require.True(t, ok)
	s := &evolve.Search{Project: q, Seed: 1, Work: 60_000}
	s.Run()
	sol, end := s.Best()
	require.NoError(t, verify(wide, sol))

	q, _ = evolve.New(p)
	s = &evolve.Search{Project: q, Seed: 1, Work: 60_000}
	s.Run()
	_, short := s.Best()
	require.Greater(t, end, 1<<14)
	require.InEpsilon(t, short*1440, end, 0.02, "a few minutes more, and about as good a plan")
}
