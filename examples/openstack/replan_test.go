package main

import (
	"context"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/berthplan/berth/calendar"
	"github.com/berthplan/berth/release"
	"github.com/berthplan/berth/schedule"
	"github.com/berthplan/berth/schedule/replan"
)

// late is what makes a release under way later by a week, on a morning in the middle of the cycle.
func late(t *testing.T, w *work, plan *schedule.Plan) replan.Event {
	t.Helper()
	at := w.now.AddDate(0, 0, 60)
	for _, a := range plan.Activities {
		if a.Phase == phaseRequest && a.Start.After(at) {
			return replan.Event{At: calendar.MomentOf(a.Start.Add(-time.Hour)), Portfolio: w.given,
				Slips: map[release.Ref]calendar.Length{{Package: a.Package, Phase: a.Phase}: {Days: 5}}}
		}
	}
	require.Fail(t, "nothing begins after", at)
	return replan.Event{}
}

// anew is a plan of the same situation by somebody who does not know what was told.
func anew(t *testing.T, r *replan.Result) *schedule.Plan {
	t.Helper()
	p := *r.Problem
	p.Objective = nil
	plan, err := schedule.Solve(context.Background(), &p, schedule.Options{Work: 20_000})
	require.NoError(t, err)
	return plan
}

func moves(d replan.Difference) int { return d.Count(replan.Moved) + d.Count(replan.Relocated) }

// A slip in a whole cycle moves what it must, and no more than what is planned anew would; a first answer takes little work.
func TestASlipInACycleMovesLittle(t *testing.T) {
	w := gathered(t, cases(t, "deliverables_flamingo.json"))
	baseline := solved(t, w)
	e := late(t, w, baseline)
	for _, c := range []struct {
		reason string
		work   int64
	}{{"a first answer", 2_000}, {"a search", 20_000}} {
		r, err := replan.Solve(context.Background(), baseline, e, replan.Options{Search: schedule.Options{Work: c.work}})
		require.NoError(t, err)
		violations, _ := schedule.Verify(r.Problem, r.Plan)
		require.Empty(t, violations)
		other := replan.Diff(baseline, anew(t, r))
		t.Logf("%s: %d of %d activities move, of %d packages; %d of %d packages if all is planned anew; distance %+v", c.reason,
			moves(r.Difference), len(baseline.Activities), len(r.Difference.Packages()), moves(other), len(other.Packages()), r.Distance())
		require.Less(t, moves(r.Difference), moves(other))
	}
}

// An emergency in a whole cycle is put where it disturbs little.
func TestAnEmergencyInACycleMovesLittle(t *testing.T) {
	w := gathered(t, cases(t, "deliverables_flamingo.json"))
	baseline := solved(t, w)
	e := late(t, w, baseline)
	now := e.At.Begin(time.UTC)
	p := *w.given
	p.Packages = append(slices.Clone(p.Packages), release.Package{
		Name: "security-fix", System: p.Systems[0].Name,
		Phases: []release.Phase{{Name: phaseRelease, Duration: release.Exactly(calendar.Length{Minutes: 30})}},
	})
	p.Packages[len(p.Packages)-1].Earliest = calendar.MomentOf(now)
	e.Portfolio, e.Emergency, e.Slips = &p, "security-fix", nil
	choices, err := replan.Insert(context.Background(), baseline, e, replan.Options{Search: schedule.Options{Work: 5_000}})
	require.NoError(t, err)
	for _, c := range choices {
		require.NoError(t, c.Refused)
		violations, _ := schedule.Verify(c.Problem, c.Plan)
		require.Empty(t, violations)
		other := replan.Diff(baseline, anew(t, c.Result))
		t.Logf("%s: %d moves of %d packages; %d of %d if all is planned anew", c.Way, moves(c.Difference), len(c.Difference.Packages()), moves(other), len(other.Packages()))
		require.Less(t, moves(c.Difference), moves(other))
	}
}
