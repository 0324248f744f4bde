package schedule_test

import (
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/berthplan/berth/schedule"
)

// kinds lists which kinds of rules Verify and the naive checker find broken.
func kinds(found []schedule.Finding) []schedule.RuleKind {
	set := map[schedule.RuleKind]bool{}
	for _, f := range found {
		switch k := f.Rule.Kind; k {
		case schedule.RuleHours, schedule.RuleHoliday, schedule.RuleWindow, schedule.RuleBlackout:
			set[closedKind] = true
		case "":
			set[schedule.RuleKind("code:"+f.Code)] = true
		default:
			set[k] = true
		}
	}
	return keys(set)
}

func keys[V any](set map[schedule.RuleKind]V) []schedule.RuleKind {
	list := []schedule.RuleKind{}
	for k := range set {
		list = append(list, k)
	}
	slices.Sort(list)
	return list
}

func naiveKinds(n *naive) []schedule.RuleKind {
	broken := n.check()
	for k, count := range broken {
		if count == 0 {
			delete(broken, k)
		}
	}
	return keys(broken)
}

func TestVerifyAgreesWithNaiveCheck(t *testing.T) {
	problems := 300
	if testing.Short() {
		problems = 40
	}
	seen := map[schedule.RuleKind]int{}
	feasible := 0
	for seed := range uint64(problems) {
		rng := rand.New(rand.NewPCG(seed, 1))
		p := randomProblem(rng)
		plan := randomPlan(rng, p, pick(rng, 5, 40))
		base := newNaive(p, plan)
		for range 6 {
			fill(base.with(plan))
			want := naiveKinds(base.with(plan))
			found, _ := schedule.Verify(p, plan)
			require.Equal(t, want, kinds(found), "seed %d: %v\nproblem: %+v\nplan: %+v", seed, found, p, plan)
			for _, k := range want {
				seen[k]++
			}
			if len(want) == 0 {
				feasible++
			}
			mutate(rng, base, plan)
		}
	}
	t.Logf("feasible: %d, broken: %v", feasible, seen)
	if testing.Short() {
		return
	}
	require.Greater(t, feasible, problems/4, "enough plans that break nothing")
	for _, k := range []schedule.RuleKind{
		schedule.RulePresence, schedule.RulePlanStart, schedule.RuleHorizon, schedule.RuleDuration, schedule.RuleGrid, closedKind,
		schedule.RuleEarliest, schedule.RuleDeadline, schedule.RulePin, schedule.RuleFact, schedule.RuleLink, schedule.RuleEnvironment,
		schedule.RuleOutage, schedule.RuleConfiguration, schedule.RuleResource, schedule.RuleBudget, schedule.RuleWindowCapacity,
		schedule.RuleRiskBudget, schedule.RuleSystem,
	} {
		require.Positive(t, seen[k], "%s is broken by some plan", k)
	}
}

// mutate changes one thing in a plan.
func mutate(rng *rand.Rand, n *naive, plan *schedule.Plan) {
	p := n.p
	if len(plan.Activities) == 0 {
		return
	}
	k := rng.IntN(len(plan.Activities))
	row := &plan.Activities[k]
	i := indexOf(p, row.Activity)
	shift := time.Duration(pick(rng, -60, -30, -1, 1, 30, 60)) * time.Minute
	switch rng.IntN(15) {
	case 0:
		plan.Activities = slices.Delete(plan.Activities, k, k+1)
	case 1:
		row.End = row.End.Add(shift)
	case 2:
		row.Start = row.Start.Add(17 * time.Second)
	case 3:
		row.Mode = rng.IntN(len(p.Activities[i].Modes))
	case 4, 5:
		if len(plan.Changeovers) > 0 {
			c := rng.IntN(len(plan.Changeovers))
			over := &plan.Changeovers[c]
			switch rng.IntN(5) {
			case 0:
				plan.Changeovers = slices.Delete(plan.Changeovers, c, c+1)
			case 1:
				over.Start = over.Start.Add(shift)
			case 2:
				over.To = pick(rng, "base", "tls13", "mtls")
			default:
				over.Start, over.End = over.Start.Add(shift), over.End.Add(shift)
			}
			return
		}
		fallthrough
	case 6, 7, 8:
		other := plan.Activities[rng.IntN(len(plan.Activities))]
		row.Start, row.End = other.Start, other.Start.Add(row.End.Sub(row.Start))
	case 9, 10:
		*row = randomRow(rng, n, i)
	default:
		row.Start, row.End = row.Start.Add(shift), row.End.Add(shift)
	}
}
