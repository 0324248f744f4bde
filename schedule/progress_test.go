package schedule_test

import (
	"context"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/berthplan/berth/schedule"
)

// Every search begins without a plan, each event after that says what is new, and the last is the result.
func TestProgressSaysWhatIsNew(t *testing.T) {
	seen := map[schedule.Phase]int{}
	plans, bounds := 0, 0
	for n := range uint64(60) {
		p := randomProblem(rand.New(rand.NewPCG(n, 1)))
		var last schedule.Progress
		events := 0
		plan, err := schedule.Solve(context.Background(), p, schedule.Options{Work: 3000, Progress: func(e schedule.Progress) {
			seen[e.Phase]++
			if events++; events == 1 {
				require.Equal(t, schedule.Progress{Phase: schedule.Starting}, e)
				return
			}
			require.NotEqual(t, schedule.Starting, e.Phase)
			require.True(t, e.Plan || e.Bound)
			require.Equal(t, last.Objective == nil, e.Plan && events == 2)
			if e.Plan {
				plans++
			} else {
				require.NotNil(t, last.Objective)
			}
			if e.Bound {
				bounds++
			}
			for i, v := range e.Objective {
				if !e.Plan {
					require.Equal(t, last.Objective[i].Value, v.Value)
					require.GreaterOrEqual(t, v.Bound, last.Objective[i].Bound)
				}
			}
			last = e
		}})
		if err != nil {
			require.Nil(t, last.Objective)
			continue
		}
		require.Equal(t, plan.Objective, last.Objective)
	}
	require.Positive(t, plans)
	require.Positive(t, bounds)
	require.Positive(t, seen[schedule.Starting])
	require.Positive(t, seen[schedule.Proving], "they are small")
}

// What is large and far from its bound is improved first.
func TestProgressOfALargeSearch(t *testing.T) {
	problem, err := schedule.FromPortfolio(generatePortfolio(t, 1, 200), time.Time{})
	require.NoError(t, err)
	phases := map[schedule.Phase]bool{}
	_, err = schedule.Solve(context.Background(), problem, schedule.Options{Work: 3000, Progress: func(e schedule.Progress) { phases[e.Phase] = true }})
	require.NoError(t, err)
	require.True(t, phases[schedule.Improving])
}
