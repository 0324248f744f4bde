package outlook_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/berthplan/berth/calendar"
	"github.com/berthplan/berth/schedule"
	"github.com/berthplan/berth/schedule/outlook"
)

// nights is a small problem of deployments: each in one of the first so many nights, an hour long.
type nights struct {
	capacity, budget int
	first, last      []int // of each deployment, the nights in which it may be
	risk             []int
	apart            [][2]int // pairs that may not share a night
}

const allNights = 5

func drawNights(rng *rand.Rand) nights {
	n := nights{capacity: 1 + rng.IntN(3), budget: 5 + rng.IntN(6)}
	for range 3 + rng.IntN(2) {
		first := rng.IntN(allNights - 1)
		n.first, n.last = append(n.first, first), append(n.last, min(allNights-1, first+rng.IntN(allNights)))
		n.risk = append(n.risk, rng.IntN(6))
	}
	if rng.IntN(2) == 0 {
		n.apart = append(n.apart, [2]int{0, 1})
	}
	return n
}

func opens(night int) time.Time {
	return start.Truncate(24*time.Hour).AddDate(0, 0, night).Add(20 * time.Hour)
}

func (n nights) problem(t *testing.T) *schedule.Problem {
	t.Helper()
	hours, err := calendar.ParseHours("20:00-21:00")
	require.NoError(t, err)
	p := &schedule.Problem{Name: "nights", Start: start, Horizon: opens(allNights - 1).Add(4 * time.Hour),
		Windows: []schedule.Window{{Name: "prod", Capacity: n.capacity, RiskBudget: int64(1000 * n.budget)}}}
	cal, err := calendar.Spec{Windows: []calendar.Window{{Name: "prod", Hours: hours}}}.Compile(calendar.Interval{Start: p.Start, End: p.Horizon}, calendar.Subject{}, calendar.StopDeploy)
	require.NoError(t, err)
	for i := range n.first {
		name := fmt.Sprintf("p%d", i)
		p.Packages = append(p.Packages, schedule.Package{Name: name})
		p.Activities = append(p.Activities, schedule.Activity{
			Name: name + ".deploy", Package: name, Phase: "deploy", Time: schedule.Contiguous, Window: "prod", Risk: int64(1000 * n.risk[i]),
			Earliest: opens(n.first[i]), Deadline: opens(n.last[i]).Add(4 * time.Hour),
			Modes: []schedule.Mode{{Duration: time.Hour, Calendar: cal}},
		})
	}
	for _, x := range n.apart {
		p.Links = append(p.Links, schedule.Link{Kind: schedule.OtherOccurrence, From: fmt.Sprintf("p%d.deploy", x[0]), To: fmt.Sprintf("p%d.deploy", x[1]), Name: "kept apart"})
	}
	return p
}

// every calls f with every way to give each deployment a night that meets every rule.
func (n nights) every(at []int, f func(at []int)) {
	i := len(at)
	if i == len(n.first) {
		f(at)
		return
	}
	for night := n.first[i]; night <= n.last[i]; night++ {
		starts, risk := 1, n.risk[i]
		for j, other := range at {
			if other == night {
				starts, risk = starts+1, risk+n.risk[j]
			}
		}
		apart := slices.ContainsFunc(n.apart, func(x [2]int) bool { return x[1] == i && x[0] < len(at) && at[x[0]] == night })
		if starts <= n.capacity && risk <= n.budget && !apart {
			n.every(append(slices.Clone(at), night), f)
		}
	}
}

// A pair can be brought together exactly where some way to give each deployment a night brings it together, with the least
// that has to move for it, and what it saves is what the nights used say.
func TestBundlesAgreeWithEveryAssignment(t *testing.T) {
	possible, refused, saved := 0, 0, 0
	for seed := range uint64(80) {
		n := drawNights(rand.New(rand.NewPCG(seed, 11)))
		p := n.problem(t)
		plan, err := schedule.Solve(context.Background(), p, schedule.Options{Work: 5_000})
		feasible := false
		n.every(nil, func([]int) { feasible = true })
		if !feasible {
			require.Error(t, err, "seed %d", seed)
			continue
		}
		require.NoError(t, err, "seed %d", seed)
		home := make([]int, len(n.first))
		for i, a := range plan.Activities {
			home[i] = int(a.Opens.Sub(opens(0)) / (24 * time.Hour))
		}
		out, err := outlook.Bundles(context.Background(), p, plan, outlook.BundleOptions{Search: schedule.Options{Work: 20_000}, Preparation: 2 * time.Hour})
		require.NoError(t, err)
		pairs := map[[2]int]outlook.Bundle{}
		for _, b := range out.Pairs {
			var x [2]int
			for k, name := range b.Activities {
				_, err := fmt.Sscanf(name, "p%d.deploy", &x[k])
				require.NoError(t, err)
			}
			pairs[x] = b
		}
		for i := range home {
			for j := i + 1; j < len(home); j++ {
				b, tried := pairs[[2]int{i, j}]
				require.Equal(t, home[i] != home[j], tried, "seed %d: pairs that share nothing yet are tried", seed)
				if !tried {
					continue
				}
				least := int64(-1)
				n.every(nil, func(at []int) {
					if at[i] != at[j] {
						return
					}
					sum := int64(0)
					for k := range at {
						if d := at[k] - home[k]; d != 0 {
							sum += 1440 + 1440*int64(max(d, -d))
						}
					}
					if least < 0 || sum < least {
						least = sum
					}
				})
				if least < 0 {
					require.NotEmpty(t, b.Refused, "seed %d: %v", seed, b.Activities)
					require.True(t, b.Proved, "seed %d: %s", seed, b.Refused)
					refused++
					continue
				}
				possible++
				require.Empty(t, b.Refused, "seed %d: %v of %+v", seed, b.Activities, n)
				require.True(t, b.Proved)
				require.Equal(t, least, b.Plan.Objective[1].Value, "seed %d: %v", seed, b.Activities)
				violations, _ := schedule.Verify(b.Problem, b.Plan)
				require.Empty(t, violations)
				require.Equal(t, used(plan)-used(b.Plan), b.Saving.Occurrences)
				require.Equal(t, time.Duration(b.Saving.Occurrences)*2*time.Hour, b.Saving.Preparation)
				require.Equal(t, b.Plan.Activities[i].Opens, b.Plan.Activities[j].Opens)
				saved += max(b.Saving.Occurrences, 0)
			}
		}
		if out.Together != nil {
			violations, _ := schedule.Verify(out.Together.Problem, out.Together.Plan)
			require.Empty(t, violations)
			require.Equal(t, used(plan)-used(out.Together.Plan), out.Together.Saving.Occurrences)
			require.Positive(t, out.Together.Saving.Total())
		}
		require.NotEmpty(t, out.String())
		marshalled(t, out)
	}
	t.Log(possible, refused, saved)
	require.Greater(t, min(possible, refused, saved), 20)
}

func TestBundlesWrongInput(t *testing.T) {
	p := nights{capacity: 2, first: []int{0, 1}, last: []int{1, 2}, risk: []int{0, 0}}.problem(t)
	_, err := outlook.Bundles(context.Background(), p, nil, outlook.BundleOptions{})
	require.ErrorContains(t, err, outlook.CodeNoPlan)
	plan, err := schedule.Solve(context.Background(), p, schedule.Options{Work: 100})
	require.NoError(t, err)
	plan.Activities[0].Activity = "p9.deploy"
	_, err = outlook.Bundles(context.Background(), p, plan, outlook.BundleOptions{})
	require.ErrorContains(t, err, outlook.CodeUnknownActivity)
}

// A package that the plan leaves out does not come back because others share a night.
func TestBundlesLeaveOutWhatThePlanDoes(t *testing.T) {
	p := nights{capacity: 1, first: []int{0, 0, 1}, last: []int{0, 0, 1}, risk: []int{0, 0, 0}}.problem(t)
	p.Packages[1].Optional, p.Packages[1].Priority = true, 1
	plan, err := schedule.Solve(context.Background(), p, schedule.Options{Work: 1000})
	require.NoError(t, err)
	require.True(t, plan.Packages[1].LeftOut)
	p.Windows[0].Capacity = 3
	p.Activities[2].Earliest = p.Activities[0].Earliest
	out, err := outlook.Bundles(context.Background(), p, plan, outlook.BundleOptions{})
	require.NoError(t, err)
	require.Len(t, out.Pairs, 1)
	require.Empty(t, out.Pairs[0].Refused)
	require.Len(t, out.Pairs[0].Plan.Activities, 2)
	require.Equal(t, 1, out.Pairs[0].Saving.Occurrences)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	out, err = outlook.Bundles(ctx, p, plan, outlook.BundleOptions{})
	require.NoError(t, err)
	require.Equal(t, 1, out.Untried, "there was no time for it")
	require.Contains(t, out.String(), "1 pair not tried.")
}

// used counts the occurrences in which a plan starts something.
func used(plan *schedule.Plan) int {
	seen := map[time.Time]bool{}
	for _, a := range plan.Activities {
		seen[a.Opens.UTC()] = true
	}
	return len(seen)
}

func TestBundlesKeepEveryRule(t *testing.T) {
	for _, tt := range []struct {
		reason string
		with   func(p *schedule.Problem)
		said   string // "": they can share
	}{
		{"nothing is in the way", func(*schedule.Problem) {}, ""},
		{"they are to be two hours apart, and a night has one", func(p *schedule.Problem) {
			p.Links = append(p.Links, schedule.Link{Kind: schedule.Apart, From: "p0.deploy", To: "p1.deploy", Lag: 2 * time.Hour, Name: "apart 2h"})
		}, "apart 2h"},
		{"the system takes one change in a night", func(p *schedule.Problem) {
			p.Systems = []schedule.System{{Name: "ledger", OnePerOccurrence: true}}
			p.Activities[0].System, p.Activities[1].System = "ledger", "ledger"
		}, "ledger takes one change in an occurrence of a window"},
		{"the system takes one change at a time, and there is no time for two", func(p *schedule.Problem) {
			p.Systems = []schedule.System{{Name: "ledger", OneAtATime: true}}
			p.Activities[0].System, p.Activities[1].System = "ledger", "ledger"
		}, "ledger takes one change at a time"},
		{"the two are too dangerous for one night", func(p *schedule.Problem) {
			p.Windows[0].RiskBudget = 3000
			p.Activities[0].Risk, p.Activities[1].Risk = 2000, 2500
		}, "prod has a risk budget of 3 at a time, and the two take 4.5"},
		{"one team does both", func(p *schedule.Problem) {
			p.Resources = []schedule.Resource{{Name: "night-ops", Capacity: 1}}
			for i := range p.Activities {
				p.Activities[i].Modes[0].Demands = []schedule.Demand{{Resource: "night-ops", Amount: 1}}
			}
		}, "the capacity of night-ops is 1"},
		{"one is pinned and the other is not there yet", func(p *schedule.Problem) {
			p.Activities[0].Pin = calendar.Interval{Start: opens(0), End: opens(0).Add(time.Hour)}
			p.Activities[1].Earliest = opens(1)
		}, "p0.deploy is pinned"},
	} {
		p := nights{capacity: 2, budget: 9, first: []int{0, 1}, last: []int{3, 3}, risk: []int{0, 0}}.problem(t)
		tt.with(p)
		plan, err := schedule.Solve(context.Background(), p, schedule.Options{Work: 2000})
		require.NoError(t, err, tt.reason)
		out, err := outlook.Bundles(context.Background(), p, plan, outlook.BundleOptions{Preparation: time.Hour})
		require.NoError(t, err, tt.reason)
		require.Len(t, out.Pairs, 1, tt.reason)
		require.Contains(t, out.Pairs[0].Refused, tt.said, tt.reason)
		require.Equal(t, tt.said == "", out.Pairs[0].Refused == "", tt.reason)
		require.True(t, out.Pairs[0].Proved, tt.reason)
		require.Equal(t, tt.said == "", out.Together != nil, tt.reason)
	}
}
