package replan_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/berthplan/berth/calendar"
	"github.com/berthplan/berth/release"
	"github.com/berthplan/berth/release/planfile"
	"github.com/berthplan/berth/schedule"
	"github.com/berthplan/berth/schedule/replan"
)

// sample is the plan of examples/plan, solved.
func sample(t testing.TB) (*release.Portfolio, *schedule.Plan) {
	t.Helper()
	p, err := planfile.ReadFile("../../examples/plan/sample.yaml")
	require.NoError(t, err)
	return p, solved(t, p, 3000)
}

func solved(t testing.TB, p *release.Portfolio, work int64) *schedule.Plan {
	t.Helper()
	problem, err := schedule.FromPortfolio(p, time.Time{})
	require.NoError(t, err)
	plan, err := schedule.Solve(context.Background(), problem, schedule.Options{Work: work})
	require.NoError(t, err)
	return plan
}

func moment(t testing.TB, s string) calendar.Moment {
	t.Helper()
	m, err := calendar.ParseMoment(s)
	require.NoError(t, err)
	return m
}

func options(work int64) replan.Options {
	return replan.Options{Search: schedule.Options{Work: work}}
}

func holds(t testing.TB, r *replan.Result) {
	t.Helper()
	violations, _ := schedule.Verify(r.Problem, r.Plan)
	require.Empty(t, violations)
}

func TestNothingHappened(t *testing.T) {
	p, baseline := sample(t)
	for _, c := range []struct{ at, reason string }{
		{"2026-09-01T09:00", "at once"},
		{"2026-09-16T02:10", "after two weeks that went as planned"},
		{"2026-10-21T14:07", "in the middle of much"},
	} {
		r, err := replan.Solve(context.Background(), baseline, replan.Event{At: moment(t, c.at), Portfolio: p}, options(2000))
		require.NoError(t, err, c.reason)
		require.Empty(t, r.Difference.Moves, "%s: %s", c.reason, r.Difference)
		require.Equal(t, len(baseline.Activities), r.Difference.Stay)
		require.Zero(t, r.Distance().Value)
		holds(t, r)
	}
}

func TestOneSlip(t *testing.T) {
	p, baseline := sample(t)
	slip := replan.Event{At: moment(t, "2026-09-16T02:10"), Portfolio: p, Slips: map[release.Ref]calendar.Length{{Package: "gateway-7.0", Phase: "uat"}: {Days: 2}}}
	r, err := replan.Solve(context.Background(), baseline, slip, options(20000))
	require.NoError(t, err)
	holds(t, r)
	t.Log(r.Difference, r.Distance(), r.Plan.Status, r.Plan.Work)
}
