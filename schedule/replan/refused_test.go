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

const board = `
plan: Board
timezone: Europe/Zurich
now: 2026-09-07T08:00
systems: {ledger: {}, portal: {}}
phases:
  build:  {duration: 2d}
  uat:    {duration: 2d, environment: uat, after: build}
  deploy: {duration: 2h, window: prod, after: uat, gate: go-no-go}
packages:
  ledger-4.2: {system: ledger, owner: ana}
  portal-8.0: {system: portal, owner: ben, after: ledger-4.2.uat}
environments: {uat: {}}
windows: {prod: {every: [tue, thu], hours: "21:00-03:00"}}
meetings: {cab: {every: [wed], at: "14:00", submission: 1d}}
gates: {go-no-go: {requires: ["approval: cab"]}}
`

func boardPlan(t *testing.T) (*release.Portfolio, *schedule.Plan) {
	t.Helper()
	p, err := planfile.Read(planfile.File{Name: "board.yaml", Data: []byte(board)})
	require.NoError(t, err)
	problem, err := schedule.FromPortfolio(p, time.Time{})
	require.NoError(t, err)
	plan, err := schedule.Solve(context.Background(), problem, schedule.Options{Work: 2000})
	require.NoError(t, err)
	return p, plan
}

// A decision that was refused is taken again, and no fact is made of it; without the word it was taken as planned.
func TestRefusedApprovalIsDecidedAgain(t *testing.T) {
	p, plan := boardPlan(t)
	was, _ := plan.Activity("ledger-4.2.deploy/cab")
	require.Equal(t, "2026-09-16 14:00", was.Start.Format("2006-01-02 15:04"))
	for _, tt := range []struct {
		reason string
		facts  []release.Fact
		want   string
	}{
		{"nobody said otherwise", nil, "2026-09-16 14:00"},
		{"the board said no", []release.Fact{{Package: "ledger-4.2", Name: "approval: cab", Value: "no", At: calendar.MomentOf(was.Start)}}, "2026-09-23 14:00"},
		{"it said no of another package", []release.Fact{{Package: "portal-8.0", Name: "approval: cab", Value: "no", At: calendar.MomentOf(was.Start)}}, "2026-09-16 14:00"},
		{"it said no before that meeting", []release.Fact{{Package: "ledger-4.2", Name: "approval: cab", Value: "no", At: calendar.MomentOf(was.Start.AddDate(0, 0, -7))}}, "2026-09-16 14:00"},
		{"it took the no back", []release.Fact{{Package: "ledger-4.2", Name: "approval: cab", Value: "no", At: calendar.MomentOf(was.Start)},
			{Package: "ledger-4.2", Name: "approval: cab", Value: "given", At: calendar.MomentOf(was.Start)}}, "2026-09-16 14:00"},
	} {
		now := *p
		now.Facts = tt.facts
		r, err := replan.Solve(context.Background(), plan, replan.Event{At: calendar.MomentOf(was.Start.Add(time.Minute)), Portfolio: &now}, replan.Options{Search: schedule.Options{Work: 2000}})
		require.NoError(t, err, tt.reason)
		again, ok := r.Plan.Activity("ledger-4.2.deploy/cab")
		require.True(t, ok, tt.reason)
		require.Equal(t, tt.want, again.Start.Format("2006-01-02 15:04"), tt.reason)
		violations, _ := schedule.Verify(r.Problem, r.Plan)
		require.Empty(t, violations, tt.reason)
		if tt.want != "2026-09-16 14:00" {
			require.Contains(t, r.Tell(&now), replan.Notice{Who: "ana", What: []string{
				"ledger-4.2.deploy/cab Wed 16 Sep 14:00 → Wed 23 Sep 14:00 (7 days later)", "ledger-4.2.deploy Thu 17 Sep 21:00 → Thu 24 Sep 21:00 (7 days later)"}}, tt.reason)
		}
	}
}

// What waited for a withdrawn package and has started since goes on.
func TestWhatFollowedAWithdrawnPackageStays(t *testing.T) {
	p, plan := boardPlan(t)
	build, _ := plan.Activity("portal-8.0.build")
	at := build.Start.Add(3 * time.Hour)
	r, err := replan.Solve(context.Background(), plan, replan.Event{At: calendar.MomentOf(at), Portfolio: p, Withdrawn: []string{"ledger-4.2"}}, replan.Options{Search: schedule.Options{Work: 2000}})
	require.NoError(t, err)
	after, ok := r.Plan.Activity("portal-8.0.build")
	require.True(t, ok)
	require.True(t, after.Fact)
	require.True(t, build.Start.Equal(after.Start))
	require.Contains(t, r.Assumed, "portal-8.0.build")
}
