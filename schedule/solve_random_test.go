package schedule_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"runtime"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/berthplan/berth/schedule"
)

const drawn = 400

// solveRandom solves the n-th random problem, and returns nil where it has no plan.
func solveRandom(t *testing.T, n uint64) (*schedule.Problem, *schedule.Plan) {
	t.Helper()
	p := randomProblem(rand.New(rand.NewPCG(n, 1)))
	plan, err := schedule.Solve(context.Background(), p, schedule.Options{Work: 3000, Seed: n})
	if err != nil {
		var conflict *schedule.Conflict
		require.True(t, errors.As(err, &conflict), "problem %d: %v", n, err)
		require.NotEmpty(t, plan.Violations, "problem %d: no plan, and no reason", n)
		require.Empty(t, plan.Activities)
		return p, nil
	}
	return p, plan
}

func TestEveryPlanMeetsEveryRule(t *testing.T) {
	found := 0
	for n := range uint64(drawn) {
		p, plan := solveRandom(t, n)
		if plan == nil {
			continue
		}
		found++
		violations, _ := schedule.Verify(p, plan)
		require.Empty(t, violations, "problem %d", n)
		require.Empty(t, naiveCheck(p, plan), "problem %d", n)
	}
	t.Logf("%d of %d problems have a plan", found, drawn)
	require.Greater(t, found, drawn/2)
}

func TestCausesHoldByRemoval(t *testing.T) {
	checked := 0
	for n := range uint64(drawn) {
		p, plan := solveRandom(t, n)
		if plan == nil {
			continue
		}
		if _, notes := schedule.Verify(p, plan); slices.ContainsFunc(notes, func(n schedule.Finding) bool { return n.Rule.Kind == schedule.RuleConfiguration }) {
			continue // facts contradict each other: there is no one truth about what an environment is in
		}
		checked += checkCauses(t, fmt.Sprintf("problem %d", n), p, plan)
	}
	require.Greater(t, checked, drawn/2)
}

// checkCauses holds every cause of plan against the verifier, which knows
// nothing of causes: with the activity moved to the slot that a cause speaks of,
// it must find broken exactly the rules that the cause names. So each of them
// alone forbids the slot, and without them all it would be allowed.
func checkCauses(t *testing.T, name string, p *schedule.Problem, plan *schedule.Plan) (checked int) {
	t.Helper()
	type rule struct {
		kind schedule.RuleKind
		name string
	}
	for _, a := range plan.Activities {
		require.NotEmpty(t, a.Causes, "%s: %s", name, a.Activity)
		if a.Fact {
			continue
		}
		last := a.Causes[len(a.Causes)-1]
		if last.Rules[0].Kind == schedule.RulePlanStart {
			require.Len(t, a.Causes, 1)
			require.Equal(t, plan.Start, a.Start, "%s: %s", name, a.Activity)
			continue
		}
		require.Equal(t, a.Start.Add(-time.Minute), last.At, "%s: %s", name, a.Activity)
		for _, c := range a.Causes {
			require.NotEmpty(t, c.Rules, "%s: %s could start at %s", name, a.Activity, c.At)
			require.NotEmpty(t, c.Text)
			moved := schedule.Moved(p, plan, a.Activity, c.At)
			violations, _ := schedule.Verify(p, moved)
			got, want := map[rule]bool{}, map[rule]bool{}
			for _, v := range violations {
				if v.Rule.Kind == "" {
					continue // the books of the moved plan, not a rule
				}
				got[rule{v.Rule.Kind, v.Rule.Name}] = true
			}
			for _, r := range c.Rules {
				if r.Kind == schedule.RuleSoft {
					require.True(t, worse(moved, plan), "%s: %s at %s: %s", name, a.Activity, c.At, c.Text)
					continue
				}
				want[rule{r.Kind, r.Name}] = true
			}
			require.Equal(t, want, got, "%s: %s at %s: %s", name, a.Activity, c.At, c.Text)
			checked++
		}
	}
	return checked
}

// worse compares what two plans pay, the first level first.
func worse(a, b *schedule.Plan) bool {
	for i := range a.Objective {
		if a.Objective[i].Value != b.Objective[i].Value {
			return a.Objective[i].Value > b.Objective[i].Value
		}
	}
	return false
}

func level(plan *schedule.Plan, name string) int64 {
	for _, v := range plan.Objective {
		if v.Name == name {
			return v.Value
		}
	}
	return -1
}

func TestSlackIsFree(t *testing.T) {
	for n := range uint64(drawn) {
		p, plan := solveRandom(t, n)
		if plan == nil {
			continue
		}
		for _, a := range plan.Activities {
			if a.Slack == 0 {
				continue
			}
			moved := schedule.Moved(p, plan, a.Activity, a.Start.Add(a.Slack))
			violations, _ := schedule.Verify(p, moved)
			for _, v := range violations {
				require.Empty(t, v.Rule.Kind, "problem %d: %s: %s", n, a.Activity, v.Text)
			}
		}
	}
}

func TestSameSeedSamePlan(t *testing.T) {
	before := runtime.GOMAXPROCS(1)
	defer runtime.GOMAXPROCS(before)
	for n := range uint64(100) {
		runtime.GOMAXPROCS(1)
		_, one := solveRandom(t, n)
		runtime.GOMAXPROCS(8)
		_, eight := solveRandom(t, n)
		require.Equal(t, one, eight, "problem %d", n)
	}
}
