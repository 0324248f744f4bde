package schedule_test

import (
	"context"
	"math/rand/v2"
	"runtime"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/berthplan/berth/schedule"
)

func TestAPlanIsACheckpoint(t *testing.T) {
	resumed, bounded := 0, 0
	for n := range uint64(150) {
		p := randomProblem(rand.New(rand.NewPCG(n, 1)))
		first, err := schedule.Solve(context.Background(), p, schedule.Options{Work: 3000, Seed: n})
		if err != nil {
			continue
		}
		again, err := schedule.Solve(context.Background(), p, schedule.Options{Work: 1, Seed: n + 1, From: first})
		require.NoError(t, err, "problem %d", n)
		require.Equal(t, first.Problem, again.Problem)
		worse, equal := false, true
		for i, v := range again.Objective {
			if v.Value != first.Objective[i].Value {
				worse, equal = v.Value > first.Objective[i].Value, false
				break
			}
		}
		require.False(t, worse, "problem %d: it begins with a plan that is no worse", n)
		for i, v := range again.Objective {
			if equal {
				require.GreaterOrEqual(t, v.Bound, first.Objective[i].Bound, "problem %d: what is proved stays proved", n)
				bounded++
			}
		}
		violations, _ := schedule.Verify(p, again)
		require.Empty(t, violations)
		resumed++
	}
	require.Greater(t, resumed, 75)
	require.Greater(t, bounded, 75)
}

func TestAPlanOfAnotherProblemProvesNothing(t *testing.T) {
	at := time.Date(2026, 9, 1, 8, 0, 0, 0, time.UTC)
	p := &schedule.Problem{Start: at, Horizon: at.AddDate(0, 1, 0), Activities: []schedule.Activity{
		{Name: "a", Modes: []schedule.Mode{{Duration: 5 * time.Hour}}},
		{Name: "b", Modes: []schedule.Mode{{Duration: 3 * time.Hour}}},
	}, Links: []schedule.Link{{From: "a", To: "b"}}}
	before, err := schedule.Solve(context.Background(), p, schedule.Options{Work: 100})
	require.NoError(t, err)
	require.Equal(t, schedule.Optimal, before.Status)
	p.Activities[0].Modes[0].Duration = time.Hour
	p.Activities = append(p.Activities, schedule.Activity{Name: "c", Modes: []schedule.Mode{{Duration: time.Hour}}})
	after, err := schedule.Solve(context.Background(), p, schedule.Options{Work: 100, From: before})
	require.NoError(t, err)
	require.NotEqual(t, before.Problem, after.Problem)
	require.Equal(t, schedule.Optimal, after.Status)
	b, _ := after.Activity("b")
	require.Equal(t, at.Add(time.Hour), b.Start)
}

func TestGoodEnoughIsEnough(t *testing.T) {
	stopped := 0
	for n := range uint64(60) {
		p := randomProblem(rand.New(rand.NewPCG(n, 1)))
		plan, err := schedule.Solve(context.Background(), p, schedule.Options{Work: 3000, Gap: 0.9})
		if err != nil {
			continue
		}
		if plan.Stopped == "good enough" {
			stopped++
			for _, v := range plan.Objective {
				require.LessOrEqual(t, v.Gap(), 0.9)
			}
		}
	}
	require.Positive(t, stopped)
}

func TestWorkersDoNotDependOnProcessors(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(0))
	for n := range uint64(8) {
		p := randomProblem(rand.New(rand.NewPCG(n, 3)))
		opt := schedule.Options{Work: 60_000, Seed: n, Workers: 3}
		var first *schedule.Plan
		for _, processors := range []int{1, 2, 8} {
			runtime.GOMAXPROCS(processors)
			plan, err := schedule.Solve(context.Background(), p, opt)
			if err != nil {
				break
			}
			if first == nil {
				first = plan
			}
			require.Equal(t, first, plan, "problem %d with %d processors", n, processors)
		}
	}
}

// Whoever ends a search, by a proof, a limit or a cancelled context, is left with the goroutines there were.
func TestNoGoroutineIsLeft(t *testing.T) {
	before := runtime.NumGoroutine()
	for n := range uint64(30) {
		ctx, cancel := context.WithCancel(context.Background())
		told := 0
		opt := schedule.Options{Work: 20_000, Workers: 4, Seed: n, Progress: func(schedule.Progress) {
			if told++; n%3 == 0 && told == 2 {
				cancel()
			}
		}}
		_, _ = schedule.Solve(ctx, randomProblem(rand.New(rand.NewPCG(n, 11))), opt)
		cancel()
	}
	for range 1000 { // one that has done its work may still be on its way out
		if runtime.NumGoroutine() <= before {
			return
		}
		runtime.Gosched()
	}
	require.LessOrEqual(t, runtime.NumGoroutine(), before)
}
