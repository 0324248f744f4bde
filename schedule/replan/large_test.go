package replan_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/berthplan/berth/calendar"
	"github.com/berthplan/berth/release"
	"github.com/berthplan/berth/release/planfile"
	"github.com/berthplan/berth/schedule"
	"github.com/berthplan/berth/schedule/replan"
)

// thousand is a portfolio of 1,000 activities.
func thousand(t testing.TB) *release.Portfolio {
	t.Helper()
	p, err := planfile.Read(planfile.File{Name: "large.yaml", Data: []byte(large(200))})
	require.NoError(t, err)
	return p
}

// later is a package that is about to be tested and takes three days longer.
func later(t testing.TB, p *release.Portfolio, baseline *schedule.Plan) replan.Event {
	t.Helper()
	from := time.Date(2026, 9, 21, 0, 0, 0, 0, time.UTC)
	for _, a := range baseline.Activities {
		if a.Phase == "uat" && a.Start.After(from) {
			return replan.Event{At: calendar.MomentOf(a.Start.Add(-12 * time.Hour)), Portfolio: p,
				Slips: map[release.Ref]calendar.Length{{Package: a.Package, Phase: a.Phase}: {Days: 3}}}
		}
	}
	require.Fail(t, "nothing is tested then")
	return replan.Event{}
}

// In a large plan a slip, and an emergency, move what stands in their way and little else: planned anew,
// nearly everything would move. A first answer takes little work.
func TestALargePlanMovesLittle(t *testing.T) {
	p := thousand(t)
	baseline := solved(t, p, 20_000)
	require.GreaterOrEqual(t, len(baseline.Activities), 1000)
	e := later(t, p, baseline)
	moves := func(d replan.Difference) int { return d.Count(replan.Moved) + d.Count(replan.Relocated) }
	for _, work := range []int64{1000, 20_000} {
		r, err := replan.Solve(context.Background(), baseline, e, options(work))
		require.NoError(t, err)
		holds(t, r)
		other := replan.Diff(baseline, anew(t, r, 40_000))
		t.Logf("a slip, work %d: %d activities of %d packages move; %d of %d if all is planned anew; distance %+v", work,
			moves(r.Difference), len(r.Difference.Packages()), moves(other), len(other.Packages()), r.Distance())
		require.LessOrEqual(t, moves(r.Difference), moves(other))
	}
	q := *p
	q.Packages = append(slices.Clone(p.Packages), release.Package{
		Name: "fix", System: "sys-7", Priority: 1000, Earliest: e.At,
		Phases: []release.Phase{
			{Name: "uat", Duration: release.Exactly(calendar.Length{Days: 3}), Environment: "uat-7", Configuration: "base"},
			{Name: "deploy", Duration: release.Exactly(calendar.Length{Hours: 2}), Window: "prod-7"},
		},
	})
	choices, err := replan.Insert(context.Background(), baseline, replan.Event{At: e.At, Portfolio: &q, Emergency: "fix", Skip: []string{"uat"}}, options(5000))
	require.NoError(t, err)
	for _, c := range choices {
		require.NoError(t, c.Refused)
		holds(t, c.Result)
		other := replan.Diff(baseline, anew(t, c.Result, 40_000))
		t.Logf("%s: %d activities of %d packages move; %d of %d if all is planned anew", c.Way, moves(c.Difference), len(c.Difference.Packages()), moves(other), len(other.Packages()))
		require.LessOrEqual(t, moves(c.Difference), moves(other))
		for _, name := range c.Difference.Packages() {
			require.Regexp(t, "^p7[0-9]$", name, "a package that shares nothing with the emergency need not move")
		}
	}
}

// BenchmarkFirstAnswer is the time from a slip to a plan that meets every rule again.
func BenchmarkFirstAnswer(b *testing.B) {
	for _, c := range []struct {
		name  string
		plan  func() (*release.Portfolio, *schedule.Plan)
		event func(p *release.Portfolio, plan *schedule.Plan) replan.Event
	}{
		{"sample", func() (*release.Portfolio, *schedule.Plan) { return sample(b) }, func(p *release.Portfolio, _ *schedule.Plan) replan.Event {
			return slips(b, p)["a phase takes longer"]
		}},
		{"1000", func() (*release.Portfolio, *schedule.Plan) { p := thousand(b); return p, solved(b, p, 3000) }, func(p *release.Portfolio, plan *schedule.Plan) replan.Event {
			return later(b, p, plan)
		}},
	} {
		b.Run(c.name, func(b *testing.B) {
			p, plan := c.plan()
			e := c.event(p, plan)
			b.ReportAllocs()
			for b.Loop() {
				_, err := replan.Solve(context.Background(), plan, e, options(1000))
				require.NoError(b, err)
			}
		})
	}
}
