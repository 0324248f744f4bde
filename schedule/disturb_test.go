package schedule_test

import (
	"context"
	"errors"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/berthplan/berth/schedule"
)

// expected gives most activities of p a place where people expect them, on the grid of half hours.
func expected(rng *rand.Rand, p *schedule.Problem) {
	slots := int(p.Horizon.Sub(p.Start) / (30 * time.Minute))
	for i := range p.Activities {
		a := &p.Activities[i]
		if rng.IntN(5) == 0 {
			continue
		}
		a.Was = &schedule.Was{Weight: rng.IntN(4)}
		if rng.IntN(8) > 0 {
			a.Was.Start = p.Start.Add(time.Duration(rng.IntN(slots+4)-2) * 30 * time.Minute)
			a.Was.Environment = a.Modes[rng.IntN(len(a.Modes))].Environment
		}
	}
}

// choices counts the modes that brute force tries.
func choices(p *schedule.Problem) (n int) {
	for _, a := range p.Activities {
		if a.Fact == nil {
			n += len(a.Modes)
		}
	}
	return n
}

// everyValue is what every plan pays that brute force finds, judged by Verify, which must agree about it.
func everyValue(t *testing.T, p *schedule.Problem) (all [][]int64) {
	n := len(p.Activities)
	slots := int(p.Horizon.Sub(p.Start)/(30*time.Minute)) + 1
	starts, modes := make([]int, n), make([]int, n)
	optional := map[string]bool{}
	for _, k := range p.Packages {
		optional[k.Name] = k.Optional
	}
	var try func(i int)
	try = func(i int) {
		if i < n {
			a := &p.Activities[i]
			if a.Fact != nil {
				starts[i], modes[i] = 0, a.Fact.Mode
				try(i + 1)
				return
			}
			if optional[a.Package] {
				starts[i], modes[i] = -1, 0
				try(i + 1)
			}
			for modes[i] = range a.Modes {
				for s := range slots { // what is drawn to a later place may end up a minute before the grid
					starts[i] = 30 * s
					try(i + 1)
					if starts[i]--; s > 0 {
						try(i + 1)
					}
				}
			}
			modes[i] = 0
			return
		}
		plan := schedule.Placed(p, starts, modes)
		if plan == nil {
			return
		}
		for _, v := range first(schedule.Verify(p, plan)) {
			require.NotEqual(t, schedule.CodeObjective, v.Code, v.Text)
			if v.Rule.Kind != "" {
				return
			}
		}
		value := make([]int64, len(plan.Objective))
		for l, v := range plan.Objective {
			value[l] = v.Value
		}
		all = append(all, value)
	}
	try(0)
	return all
}

func paying(tolerance int64, terms ...schedule.Term) schedule.Level {
	return schedule.Level{Terms: terms, Tolerance: tolerance}
}

func TestDistanceAgainstBruteForce(t *testing.T) {
	checked, optimal, same := 0, 0, 0
	for n := uint64(0); checked < 24; n++ {
		rng := rand.New(rand.NewPCG(n, 5))
		p := randomProblem(rng)
		expected(rng, p)
		p.Objective = []schedule.Level{paying(0, schedule.Disturbance), paying(0, schedule.LeftOut), paying(0, schedule.Tardiness, schedule.Starts)}
		if !enumerable(p) || choices(p) > 2 {
			continue
		}
		all := everyValue(t, p)
		if len(all) == 0 {
			continue
		}
		checked++
		best := all[0]
		for _, v := range all {
			if lower(v, best) {
				best = v
			}
		}
		plan, err := schedule.Solve(context.Background(), p, schedule.Options{Work: 4000})
		var conflict *schedule.Conflict
		if errors.As(err, &conflict) {
			require.False(t, conflict.Proved, "problem %d", n)
			continue
		}
		require.NoError(t, err)
		violations, _ := schedule.Verify(p, plan)
		require.Empty(t, violations, "problem %d", n)
		v := plan.Objective[0]
		require.GreaterOrEqual(t, v.Value, best[0], "problem %d", n)
		require.LessOrEqual(t, v.Bound, best[0], "problem %d", n)
		if v.Value == v.Bound {
			optimal++
			require.Equal(t, best[0], v.Value, "problem %d", n)
		}
		if v.Value == best[0] {
			same++
		}
	}
	t.Logf("%d problems: the distance is the least in %d, and proved to be in %d", checked, same, optimal)
	require.Greater(t, same, checked*9/10)
	require.Greater(t, optimal, checked/4)
}

func TestToleranceAgainstBruteForce(t *testing.T) {
	checked, used, same := 0, 0, 0
	for n := uint64(0); checked < 24; n++ {
		rng := rand.New(rand.NewPCG(n, 6))
		p := randomProblem(rng)
		expected(rng, p)
		tolerance := int64(20_000)
		p.Objective = []schedule.Level{paying(0, schedule.LeftOut), paying(tolerance, schedule.Tardiness, schedule.Starts), paying(0, schedule.Disturbance)}
		if !enumerable(p) || choices(p) > 2 {
			continue
		}
		all := everyValue(t, p)
		if len(all) == 0 {
			continue
		}
		checked++
		plan, err := schedule.Solve(context.Background(), p, schedule.Options{Work: 6000})
		var conflict *schedule.Conflict
		if errors.As(err, &conflict) {
			require.False(t, conflict.Proved, "problem %d", n)
			continue
		}
		require.NoError(t, err)
		violations, _ := schedule.Verify(p, plan)
		require.Empty(t, violations, "problem %d", n)
		least := []int64{all[0][0], all[0][1]}
		for _, v := range all {
			if lower(v[:2], least) {
				least = v[:2]
			}
		}
		got := plan.Objective
		nearest, honest := int64(-1), int64(-1)
		for _, v := range all {
			if v[0] == least[0] && v[1] <= least[1]+tolerance && (nearest < 0 || v[2] < nearest) {
				nearest = v[2]
			}
			if v[0] <= got[0].Value && v[1] <= got[1].Value+tolerance && (honest < 0 || v[2] < honest) {
				honest = v[2]
			}
		}
		require.LessOrEqual(t, got[1].Bound, least[1], "problem %d", n)
		require.LessOrEqual(t, got[2].Bound, honest, "problem %d: a bound holds given the levels above and their tolerances", n)
		if got[0].Value == least[0] && got[1].Value <= least[1]+tolerance && got[2].Value == nearest {
			same++
		}
		if got[1].Value > least[1] {
			used++
		}
	}
	t.Logf("%d problems: the best within the tolerance in %d, and %d of them make use of it", checked, same, used)
	require.Greater(t, same, checked*3/4)
	require.Positive(t, used)
}
