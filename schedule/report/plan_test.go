package report_test

import (
	"flag"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/berthplan/berth/calendar"
	"github.com/berthplan/berth/schedule"
)

var update = flag.Bool("update", false, "write the golden files anew")

// golden compares got with a file of testdata.
func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if *update {
		require.NoError(t, os.WriteFile(file, got, 0o644))
	}
	want, err := os.ReadFile(file)
	require.NoError(t, err)
	require.Equal(t, string(want), string(got))
}

func zone(t testing.TB, name string) *time.Location {
	t.Helper()
	loc, err := calendar.LoadZone(name)
	require.NoError(t, err)
	return loc
}

// autumn is a plan made by hand: over a change of the clocks and of the year,
// with facts, a late package and what holds it up, a changeover, and one left out.
func autumn(t testing.TB) *schedule.Plan {
	loc := zone(t, "Europe/Zurich")
	at := func(s string) time.Time {
		v, err := time.ParseInLocation("2006-01-02 15:04", s, loc)
		require.NoError(t, err)
		return v
	}
	return &schedule.Plan{
		Name: "Payments autumn train", Zone: "Europe/Zurich",
		Start: at("2026-09-01 09:00"), Horizon: at("2027-03-01 00:00"),
		Status: schedule.Feasible, Stopped: "work limit", Seed: 1, Work: 250000,
		Objective: []schedule.Value{
			{Name: "left out", Value: 100, Bound: 0, From: "zero"},
			{Name: "tardiness", Value: 2_289_600, Bound: 2_160_000, From: "energy"},
			{Name: "penalties", Value: 60_000, Bound: 60_000, From: "search"},
			{Name: "makespan", Value: 193_020, Bound: 192_999, From: "critical path"},
		},
		Activities: []schedule.Assignment{
			{Activity: "ledger-4.2.uat", Package: "ledger-4.2", Phase: "uat", Start: at("2026-09-01 09:00"), End: at("2026-10-23 17:00"),
				Environment: "uat", Configuration: "base",
				Causes: []schedule.Cause{{At: at("2026-09-01 08:59"), Rules: []schedule.Rule{{Kind: schedule.RulePlanStart}}, Text: "the plan starts Tue 1 Sep 09:00"}}},
			{Activity: "gateway-7.0.build", Package: "gateway-7.0", Phase: "build", Start: at("2026-08-24 08:00"), End: at("2026-08-28 17:00"), Fact: true},
			{Activity: "gateway-7.0.uat", Package: "gateway-7.0", Phase: "uat", Start: at("2026-10-26 17:00"), End: at("2026-11-04 17:00"),
				Environment: "uat", Configuration: "tls13", Slack: 90 * time.Minute,
				Causes: []schedule.Cause{{
					At: at("2026-10-26 16:59"),
					Rules: []schedule.Rule{
						{Kind: schedule.RuleConfiguration, Name: "uat", By: "ledger-4.2.uat"},
						{Kind: schedule.RuleHours, Name: "working hours"},
					},
					Text: "uat is held by ledger-4.2.uat until Fri 23 Oct 17:00 and must then change from base to tls13, which takes 1 day of working time",
				}}},
			{Activity: "gateway-7.0.deploy@zurich", Package: "gateway-7.0", Phase: "deploy", Site: "zurich", Mode: 1,
				Start: at("2027-01-12 21:00"), End: at("2027-01-13 02:30"), Window: "prod", Opens: at("2027-01-12 21:00"),
				Causes: []schedule.Cause{
					{At: at("2027-01-07 21:00"), Rules: []schedule.Rule{{Kind: schedule.RuleWindowCapacity, Name: "prod"}}, Text: "prod of Thu 7 Jan 2027 is full."},
					{At: at("2026-11-04 16:59"), Rules: []schedule.Rule{{Kind: schedule.RuleLink, Name: "after gateway-7.0.uat", By: "gateway-7.0.uat"}}, Text: "after gateway-7.0.uat"},
				}},
			{Activity: "night drill", Start: at("2026-10-25 01:30").Add(time.Hour), End: at("2026-10-25 01:30").Add(2 * time.Hour)},
		},
		Packages: []schedule.Outcome{
			{Package: "gateway-7.0", Start: at("2026-08-24 08:00"), Finish: at("2027-01-13 02:30"),
				Due: at("2027-01-10 00:00"), Late: 74*time.Hour + 30*time.Minute},
			{Package: "ledger-4.2", Start: at("2026-09-01 09:00"), Finish: at("2026-10-23 17:00"), Deadline: at("2026-11-16 00:00")},
			{Package: "card-art-1", LeftOut: true},
		},
		Changeovers: []schedule.Reconfiguration{{Environment: "uat", From: "base", To: "tls13",
			Interval: calendar.Interval{Start: at("2026-10-26 08:00"), End: at("2026-10-26 17:00")}}},
		Notes: []schedule.Finding{
			{Code: "soft", Activity: "ledger-4.2.uat", Rule: schedule.Rule{Kind: schedule.RuleSoft, Name: "Quarter close"},
				Text: "ledger-4.2.uat runs through Quarter close, which costs 2 hours"},
			{Code: "fact", Activity: "gateway-7.0.build", Rule: schedule.Rule{Kind: schedule.RuleHours, Name: "working hours"},
				Text: "gateway-7.0.build ran outside working hours"},
		},
	}
}

// noWay is what a search gives back that found no plan.
func noWay(t testing.TB) *schedule.Plan {
	return &schedule.Plan{
		Name: "Payments autumn train", Zone: "Asia/Singapore", Status: schedule.Infeasible, Stopped: "proved",
		Start: time.Date(2026, 9, 1, 9, 0, 0, 0, zone(t, "Asia/Singapore")),
		Violations: []schedule.Finding{
			{Code: "deadline", Activity: "wallet-9.deploy", Rule: schedule.Rule{Kind: schedule.RuleDeadline, Name: "wallet-9"},
				Text: "wallet-9 must be done by Sun 6 Sep 00:00"},
			{Code: "window", Activity: "wallet-9.deploy", Rule: schedule.Rule{Kind: schedule.RuleWindow, Name: "prod"},
				Text: "prod does not open before Tue 8 Sep 21:00"},
		},
	}
}
