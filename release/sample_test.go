package release_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/berthplan/berth/calendar"
	"github.com/berthplan/berth/release"
)

func moment(t testing.TB, s string) calendar.Moment {
	t.Helper()
	m, err := calendar.ParseMoment(s)
	require.NoError(t, err)
	return m
}

func length(t testing.TB, s string) calendar.Length {
	t.Helper()
	l, err := calendar.ParseLength(s)
	require.NoError(t, err)
	return l
}

func estimate(t testing.TB, s string) release.Estimate {
	t.Helper()
	e, err := release.ParseEstimate(s)
	require.NoError(t, err)
	return e
}

func hours(t testing.TB, s string) calendar.Hours {
	t.Helper()
	h, err := calendar.ParseHours(s)
	require.NoError(t, err)
	return h
}

func rule(t testing.TB, s string) calendar.Rule {
	t.Helper()
	r, err := calendar.ParseRule(s)
	require.NoError(t, err)
	return r
}

// train is a portfolio with something in every list and nothing wrong.
func train(t testing.TB) *release.Portfolio {
	t.Helper()
	after := func(phase string) []release.Link { return []release.Link{{To: release.Ref{Phase: phase}}} }
	left := length(t, "3d")
	return &release.Portfolio{
		Name:    "Payments autumn train",
		Zone:    "Europe/Zurich",
		Now:     moment(t, "2026-09-01T09:00"),
		Horizon: moment(t, "2027-06-30"),
		Calendar: release.Calendar{
			Days:     1<<1 | 1<<2 | 1<<3 | 1<<4 | 1<<5,
			Hours:    hours(t, "08:00-12:00, 13:00-17:00"),
			Day:      length(t, "8h"),
			Holidays: []calendar.Holiday{{Date: calendar.Date{Year: 2026, Month: 12, Day: 25}, Name: "Christmas Day"}},
		},
		Systems: []release.System{
			{Name: "ledger", Owner: "team-ledger"},
			{Name: "gateway", Owner: "team-edge", DependsOn: []string{"ledger"}, Changes: release.OneAtATime},
			{Name: "portal", Owner: "team-web", DependsOn: []string{"gateway"}},
		},
		Teams: []release.Team{
			{Name: "team-ledger", Capacity: 4},
			{Name: "team-web", Capacity: 3},
			{Name: "team-edge", Capacity: 3, Calendar: &release.Calendar{Zone: "Asia/Singapore", Hours: hours(t, "09:00-18:00")}},
			{Name: "night-ops"},
		},
		Phases: []release.Phase{
			{Name: "build", Duration: estimate(t, "3d..5d..9d"), Team: "owner"},
			{Name: "sit", Duration: estimate(t, "4d"), Environment: "sit", Links: after("build")},
			{Name: "uat", Duration: estimate(t, "5d"), Environment: "uat", Links: after("sit"), Gate: "uat-exit"},
			{Name: "deploy", Duration: estimate(t, "2h..3h..6h"), Rollback: length(t, "1h"), Window: "prod", Team: "night-ops", Links: after("uat"), Gate: "go-no-go"},
			{Name: "soak", Duration: estimate(t, "1d"), Links: after("deploy")},
		},
		Packages: []release.Package{
			{
				Name: "ledger-4.2", System: "ledger", Kind: "major", Priority: 800, Deadline: moment(t, "2026-11-15"),
				Profile: release.Profile{Change: "large", Tests: "partial", Rollback: "tested", Loss: 40},
				Sites:   []string{"zurich", "london"}, Owner: "ana",
			},
			{
				Name: "gateway-7.0", System: "gateway", Due: moment(t, "2026-11-01"),
				Links:  []release.Link{{To: release.Ref{Package: "ledger-4.2", Phase: "deploy"}}},
				Phases: []release.Phase{{Name: "uat", Duration: estimate(t, "8d"), Configuration: "tls13"}},
			},
			{
				Name: "portal-12", System: "portal",
				Links: []release.Link{{To: release.Ref{Package: "gateway-7.0", Phase: "uat"}, Lag: length(t, "2d")}},
				Actuals: []release.Actual{
					{Phase: "build", Start: moment(t, "2026-08-24"), End: moment(t, "2026-08-28")},
					{Phase: "sit", Start: moment(t, "2026-08-31T08:00"), Environment: "sit", Left: &left},
				},
				Pins: []release.Pin{{Phase: "uat", At: moment(t, "2026-09-14")}},
			},
			{Name: "card-art-1", System: "portal", Optional: true, Priority: 100},
		},
		Environments: []release.Environment{
			{Name: "sit", Capacity: 2, Outages: []release.Outage{{Name: "Refresh", From: moment(t, "2026-09-05"), To: moment(t, "2026-09-06")}}},
			{
				Name: "uat", Configurations: []string{"base", "tls13"},
				Changeover:   release.Changeover{Default: length(t, "4h"), Pairs: []release.ConfigPair{{From: "base", To: "tls13", Length: length(t, "1d")}}},
				Alternatives: []release.Alternative{{Environment: "preprod", Penalty: length(t, "2h")}},
				Bookings:     []release.Booking{{By: "Cards project", From: moment(t, "2026-09-21"), To: moment(t, "2026-09-25")}},
			},
			{Name: "preprod"},
		},
		Windows: []release.Window{
			{Window: calendar.Window{Name: "prod", Every: rule(t, "tue, thu"), Hours: hours(t, "21:00-03:00")}, Capacity: 2, RiskBudget: 120},
		},
		Blackouts: []calendar.Blackout{
			{Name: "Year end", From: moment(t, "2026-12-18"), To: moment(t, "2027-01-04"), Stops: calendar.StopDeploy | calendar.StopWork},
			{Name: "Quarter close", Every: rule(t, "last 3 working days of quarter"), Level: calendar.Soft, Cost: length(t, "4h"), Scope: calendar.Scope{Systems: []string{"ledger"}}},
			{
				Name: "Black Friday", From: moment(t, "2026-11-26"), To: moment(t, "2026-11-30"),
				Exceptions: []calendar.Exception{{Packages: []string{"gateway-*"}, Until: moment(t, "2026-11-30"), ApprovedBy: "cio", Reason: "payment outages cost more"}},
			},
		},
		Meetings: []release.Meeting{{Name: "cab", Every: rule(t, "wed"), At: 14 * 3600, Submission: length(t, "2d")}},
		Gates: []release.Gate{
			{Name: "uat-exit", Requires: []release.Criterion{
				{Kind: release.Comparison, Name: "severity1", Op: "==", Value: "0"},
				{Kind: release.SignOffOf, Name: "business"},
			}},
			{Name: "go-no-go", Requires: []release.Criterion{{Kind: release.ApprovalOf, Name: "cab"}, {Name: "smoke.list"}}},
		},
		Sites: release.Sites{
			Order: []string{"zurich", "london", "singapore"}, Soak: length(t, "1d"),
			Windows: []release.SiteWindow{{Site: "london", Window: "prod"}},
		},
		Risks: []release.Risk{{
			Name: "Vendor certificate late", Package: "gateway-7.0", Phase: "build", Probability: 0.2, Delay: estimate(t, "3d..5d..15d"), Owner: "ben",
			Mitigation: &release.Mitigation{Text: "order early", Cost: 5, Probability: 0.05},
		}},
		Facts: []release.Fact{{Package: "portal-12", Name: "test.passRate", Value: "99.2%", At: moment(t, "2026-08-31")}},
	}
}
