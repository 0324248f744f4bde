package outlook_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/berthplan/berth/calendar"
	"github.com/berthplan/berth/release"
	"github.com/berthplan/berth/release/planfile"
	"github.com/berthplan/berth/schedule"
	"github.com/berthplan/berth/schedule/outlook"
	"github.com/berthplan/berth/schedule/replan"
)

// autumn is the sample of examples/plan, and a plan of it.
func autumn(t *testing.T) (*release.Portfolio, *schedule.Problem, *schedule.Plan) {
	t.Helper()
	p, err := planfile.ReadFile("../../examples/plan/sample.yaml")
	require.NoError(t, err)
	problem, err := schedule.FromPortfolio(p, time.Time{})
	require.NoError(t, err)
	plan, err := schedule.Solve(context.Background(), problem, schedule.Options{Work: 2_000, Diagnosis: -1})
	require.NoError(t, err)
	return p, problem, plan
}

// Every branch meets every rule, leaves what is before its fork where it was, and can wait until the instant it names.
func TestBranchesStartAtTheirForks(t *testing.T) {
	p, _, plan := autumn(t)
	forks := outlook.Forks(p, plan)
	require.NotEmpty(t, forks)
	out, err := outlook.Branches(context.Background(), plan, p, forks, nil, replan.Options{Search: schedule.Options{Work: 300, Diagnosis: -1}})
	require.NoError(t, err)
	require.Len(t, out.Rows, 3*len(forks))
	planned, refused := 0, 0
	for _, c := range out.Rows {
		if c.Result == nil {
			require.NotEmpty(t, c.Refused)
			refused++
			continue
		}
		planned++
		what := c.Fork.String() + ", " + c.Branch
		violations, _ := schedule.Verify(c.Problem, c.Plan)
		require.Empty(t, violations, what)
		for _, a := range plan.Activities {
			after, still := c.Plan.Activity(a.Activity)
			if c.Branch == "withdraw" && a.Package == c.Fork.Package {
				require.False(t, still, what)
				continue
			}
			if a.Activity == c.Fork.Activity && (c.Fork.Meeting != "" || c.Fork.Before) {
				if c.Branch != "withdraw" && still {
					require.True(t, after.Start.After(a.Start), "%s: %s is decided again", what, a.Activity)
				}
				continue
			}
			if a.Start.Before(c.Fork.At) || !c.DecideBy.IsZero() && a.Start.Before(c.DecideBy) {
				require.True(t, still, "%s: %s", what, a.Activity)
				require.True(t, a.Start.Equal(after.Start), "%s: %s is at %s, not %s", what, a.Activity, after.Start, a.Start)
			}
		}
		for _, m := range c.Moves {
			if m.Change == replan.Added {
				require.False(t, m.After.Start.Before(c.DecideBy), what)
			}
		}
		require.False(t, !c.DecideBy.IsZero() && c.DecideBy.Before(c.Fork.At), what)
		if c.Branch == "withdraw" {
			require.True(t, c.Done.IsZero(), what)
		}
		if c.Branch == "next occurrence" && c.Fork.Meeting != "" {
			next, ok := c.Plan.Activity(c.Fork.Activity)
			require.True(t, ok)
			require.Equal(t, time.Wednesday, next.Start.Weekday(), "%s: the board meets on Wednesdays", what)
		}
		if c.Branch == "repeat" {
			again := 0
			for _, m := range c.Moves {
				if m.Change == replan.Added && strings.HasSuffix(m.After.Phase, "-again") {
					again++
					require.False(t, m.After.Start.Before(c.Fork.At), what)
				}
			}
			require.Equal(t, 1, again, what)
		}
	}
	t.Log(len(forks), planned, refused)
	require.Greater(t, planned, 60)
	require.Positive(t, refused, "a package with a deadline has no time for all of them")
	again, err := outlook.Branches(context.Background(), plan, p, forks[:6], nil, replan.Options{Search: schedule.Options{Work: 300, Diagnosis: -1}})
	require.NoError(t, err)
	out.Rows = out.Rows[:18]
	require.Equal(t, out.String(), again.String())
	require.Equal(t, marshalled(t, out), marshalled(t, again))
}

// A rework of so many days takes so many working days, and the gate is asked again behind it.
func TestReworkTakesAsLongAsItIsSaid(t *testing.T) {
	p, _, plan := autumn(t)
	for _, f := range outlook.Forks(p, plan) {
		if f.Package != "fraud-rules-5.0" || f.Phase != "uat" {
			continue
		}
		out, err := outlook.Branches(context.Background(), plan, p, []outlook.Fork{f},
			[]outlook.Branch{{Name: "two days", Rework: calendar.Length{Days: 2}}}, replan.Options{Search: schedule.Options{Work: 2_000}})
		require.NoError(t, err)
		require.Empty(t, out.Rows[0].Refused)
		again, ok := out.Rows[0].Plan.Activity("fraud-rules-5.0.uat-again")
		require.True(t, ok)
		require.Equal(t, 33*time.Hour, again.End.Sub(again.Start), "from eight in the morning until five on the day after")
		deploy, _ := out.Rows[0].Plan.Activity("fraud-rules-5.0.deploy")
		require.True(t, deploy.Start.After(again.End))
		return
	}
	t.Fatal("the sample has no such gate")
}

func TestBranchesWrongInput(t *testing.T) {
	p, _, plan := autumn(t)
	_, err := outlook.Branches(context.Background(), nil, p, nil, nil, replan.Options{})
	require.Error(t, err)
	out, err := outlook.Branches(context.Background(), plan, p, []outlook.Fork{{Package: "no-such", Phase: "uat", At: plan.Start.AddDate(0, 0, 3)}}, []outlook.Branch{{Name: "repeat", Repeat: true}}, replan.Options{})
	require.NoError(t, err)
	require.Contains(t, out.Rows[0].Refused, "a package of the portfolio")
}
