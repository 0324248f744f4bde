package replan_test

import (
	"context"
	"os"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/berthplan/berth/calendar"
	"github.com/berthplan/berth/release"
	"github.com/berthplan/berth/release/planfile"
	"github.com/berthplan/berth/schedule"
	"github.com/berthplan/berth/schedule/replan"
)

// sev1 is the incident of examples/replan.
func sev1(t testing.TB) replan.Event {
	t.Helper()
	file := func(name string) planfile.File {
		data, err := os.ReadFile(name)
		require.NoError(t, err)
		return planfile.File{Name: name, Data: data}
	}
	e, _, err := planfile.Options{}.ReadEvent(file("../../examples/replan/incident.yaml"), file("../../examples/plan/sample.yaml"))
	require.NoError(t, err)
	return replan.Event(*e)
}

func TestEmergencyMovesLittle(t *testing.T) {
	_, baseline := sample(t)
	choices, err := replan.Insert(context.Background(), baseline, sev1(t), options(6000))
	require.NoError(t, err)
	require.NotEmpty(t, choices)
	moves := func(d replan.Difference) int { return d.Count(replan.Moved) + d.Count(replan.Relocated) }
	for _, c := range choices {
		require.NoError(t, c.Refused)
		holds(t, c.Result)
		other := replan.Diff(baseline, anew(t, c.Result, 6000))
		t.Logf("%s: %d moves, %d if all were planned anew; distance %+v", c.Way, moves(c.Difference), moves(other), c.Distance())
		require.Less(t, moves(c.Difference), moves(other))
		require.Positive(t, c.Difference.Count(replan.Added))
		for _, r := range c.Rollback {
			row, ok := c.Plan.Activity(r.Activity)
			require.True(t, ok)
			require.False(t, r.Latest.Before(row.End), "a deployment keeps room for its rollback")
		}
		require.False(t, c.Done.Before(choices[0].Done), "nothing is over before the earliest")
	}
}

func TestDebtsStayOpenUntilPaid(t *testing.T) {
	_, baseline := sample(t)
	e := sev1(t)
	choices, err := replan.Insert(context.Background(), baseline, e, options(500))
	require.NoError(t, err)
	owed := choices[0].Owed
	require.Len(t, owed, 7, "two phases, three criteria of one gate and two of another")
	require.Equal(t, owed, replan.Open(owed, e.Portfolio), "nothing is known: nothing is paid")
	pay := func(name, value string) release.Fact {
		return release.Fact{Package: "ledger-4.1.3", Name: name, Value: value}
	}
	p := *e.Portfolio
	for _, c := range []struct {
		fact   release.Fact
		left   int
		reason string
	}{
		{pay("test.passRate", "97.9%"), 7, "a value that does not reach the limit"},
		{pay("test.passRate", "0.985"), 6, "one that does, written otherwise"},
		{pay("severity1", "0"), 5, "a count"},
		{pay("approval: cab", "no"), 5, "a refusal"},
		{pay("approval: cab", "given"), 4, "an approval afterwards"},
		{release.Fact{Package: "art", Name: "signoff: business", Value: "yes"}, 4, "somebody else's"},
		{pay("signoff: business", "yes"), 3, "a sign-off"},
		{pay("rollback.rehearsed", "yes"), 2, "a fact"},
		{pay("uat", "done"), 1, "a phase made up for"},
		{pay("severity1", "1"), 2, "the last word counts"},
	} {
		p.Facts = append(p.Facts, c.fact)
		require.Len(t, replan.Open(owed, &p), c.left, c.reason)
	}
}

func TestNoEmergency(t *testing.T) {
	p, baseline := sample(t)
	_, err := replan.Insert(context.Background(), baseline, replan.Event{Portfolio: p, Emergency: "nobody"}, options(100))
	require.ErrorContains(t, err, "nobody")
	_, err = replan.Solve(context.Background(), nil, replan.Event{}, options(100))
	require.Error(t, err)
}

func TestDiffAddsUp(t *testing.T) {
	start := time.Date(2026, 9, 1, 8, 0, 0, 0, time.UTC)
	draw := func(t *rapid.T, name string) *schedule.Plan {
		plan := &schedule.Plan{}
		for _, id := range []string{"a", "b", "c", "d", "e"} {
			if !rapid.Bool().Draw(t, name+id) {
				continue
			}
			at := start.Add(time.Duration(rapid.IntRange(0, 2).Draw(t, name+id+" start")) * time.Hour)
			plan.Activities = append(plan.Activities, schedule.Assignment{
				Activity: id, Start: at, End: at.Add(time.Duration(rapid.IntRange(1, 2).Draw(t, name+id+" length")) * time.Hour),
				Environment: rapid.SampledFrom([]string{"", "uat"}).Draw(t, name+id+" environment"),
			})
		}
		return plan
	}
	rapid.Check(t, func(t *rapid.T) {
		before, after := draw(t, "before "), draw(t, "after ")
		d := replan.Diff(before, after)
		both := d.Stay + d.Count(replan.Moved) + d.Count(replan.Relocated) + d.Count(replan.Resized)
		require.Len(t, before.Activities, both+d.Count(replan.Dropped))
		require.Len(t, after.Activities, both+d.Count(replan.Added))
		require.Empty(t, replan.Diff(before, before).Moves)
		back := replan.Diff(after, before)
		require.Equal(t, d.Stay, back.Stay)
		require.Equal(t, d.Count(replan.Added), back.Count(replan.Dropped))
		var there, home time.Duration
		for _, m := range d.Moves {
			there += m.By()
		}
		for _, m := range back.Moves {
			home += m.By()
		}
		require.Equal(t, there, -home)
	})
}

// What was handed in for a meeting is not handed in again because something else happened.
func TestMeetingsStay(t *testing.T) {
	p, err := planfile.Read(planfile.File{Data: []byte(`
plan: a
timezone: Europe/Zurich
now: 2026-09-01T09:00
packages: {a: {uat: 2d, deploy: {duration: 2h, gate: g}}}
windows: {prod: {every: [thu], hours: "21:00-03:00"}}
meetings: {cab: {every: [wed], at: "14:00", submission: 2d}}
gates: {g: {requires: ["approval: cab"]}}
`)})
	require.NoError(t, err)
	baseline := solved(t, p, 1000)
	cab, ok := baseline.Activity("a.deploy/cab")
	require.True(t, ok)
	r, err := replan.Solve(context.Background(), baseline, replan.Event{At: calendar.MomentOf(cab.Start.Add(-time.Hour)), Portfolio: p}, options(500))
	require.NoError(t, err)
	require.Empty(t, r.Difference.Moves, r.Difference.String())
}
