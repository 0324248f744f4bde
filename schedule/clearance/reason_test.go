package clearance_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/berthplan/berth/release"
	"github.com/berthplan/berth/release/planfile"
	"github.com/berthplan/berth/schedule"
	"github.com/berthplan/berth/schedule/clearance"
)

// ready, with nothing in its gaps (%s), is a plan in which portal-12 may be deployed on Tuesday 1 September 2026 at 21:30. Tests add to it.
const ready = `
plan: Ready
timezone: Europe/Zurich
phases:
  uat:    {duration: 2d, environment: uat}
  deploy: {duration: 2h, rollback: 1h, window: prod, environment: live, team: ops, after: uat, gate: go}
packages:
  portal-12: {system: portal, done: {uat: 2026-08-31T12:00}, risk: {probability: 0.1, loss: 40}%s}
  cards-9:   {system: portal, risk: {probability: 0.1, loss: 40}%s}
systems: {portal: {%s}}
teams: {ops: {capacity: 2}}
environments: {uat: {%s}, live: {capacity: 2%s}}
windows: {prod: {every: [tue, thu], hours: "21:00-03:00"%s}}
meetings: {cab: {every: [wed], at: "14:00", submission: 1d}}
gates: {go: {requires: ["approval: cab", "signoff: business", test.passRate >= 98%, smoke.list]}}
facts:
  - {package: portal-12, fact: "approval: cab", value: given, at: 2026-08-26T14:00}
  - {package: portal-12, fact: "signoff: business", value: yes}
  - {package: portal-12, fact: test.passRate, value: 99%}
  - {package: portal-12, fact: smoke.list, value: yes}
%s`

func read(t testing.TB, text string) *release.Portfolio {
	t.Helper()
	p, err := planfile.Read(planfile.File{Name: "plan.yaml", Data: []byte(text)})
	require.NoError(t, err, text)
	return p
}

func at(t testing.TB, text string) time.Time {
	t.Helper()
	zone, err := time.LoadLocation("Europe/Zurich")
	require.NoError(t, err)
	when, err := time.ParseInLocation("2006-01-02T15:04", text, zone)
	require.NoError(t, err)
	return when
}

func TestReasons(t *testing.T) {
	const yes, no, unknown = clearance.Yes, clearance.No, clearance.Unknown
	plan := func(rows ...schedule.Assignment) *schedule.Plan {
		return &schedule.Plan{Zone: "Europe/Zurich", Activities: rows}
	}
	row := func(activity, pkg, start, end, opens string) schedule.Assignment {
		return schedule.Assignment{Activity: activity, Package: pkg, Phase: "deploy", Start: at(t, start), End: at(t, end),
			Environment: "live", Resources: []string{"ops"}, Window: "prod", Opens: at(t, opens)}
	}
	for _, c := range []struct {
		reason  string
		more    map[int]string // what stands in the gaps of ready
		place   string         // "": prod
		at      string         // "": 2026-09-01T21:30
		options clearance.Options
		allowed clearance.Answer
		kind    clearance.Kind // of the first reason; "": there is none
		name    string
		until   string // of that reason; "": none
		next    string // "": none
		after   clearance.Answer
		help    string // one of those given
	}{
		{reason: "nothing stands in the way", allowed: yes, next: "2026-09-01T21:30", after: yes},
		{reason: "between two occurrences", at: "2026-09-02T12:00", allowed: no, kind: clearance.KindWindow, name: "prod", until: "2026-09-03T21:00", next: "2026-09-03T21:00", after: yes},
		{reason: "the rollback would end after the window", at: "2026-09-02T00:01", allowed: no, kind: clearance.KindRunway, name: "prod", until: "2026-09-02T03:00", next: "2026-09-03T21:00", after: yes},
		{reason: "the last start", at: "2026-09-02T00:00", allowed: yes, next: "2026-09-02T00:00", after: yes},
		{reason: "a window shorter than the deployment", more: map[int]string{6: `blackouts: [{name: Close, from: 2026-09-01T23:00, to: 2026-09-04}]`},
			allowed: no, kind: clearance.KindRunway, name: "prod", until: "2026-09-01T23:00", next: "2026-09-08T21:00", after: yes, help: "a deployment and rollback of at most 2h"},
		{reason: "a blackout", more: map[int]string{6: `blackouts: [{name: Close, from: 2026-09-01, to: 2026-09-02, exceptions: [{packages: ["hotfix-*"], until: 2026-09-02, approvedBy: cio, reason: urgent}]}]`},
			allowed: no, kind: clearance.KindBlackout, name: "Close", until: "2026-09-03T00:00", next: "2026-09-03T21:00", after: yes,
			help: "an exception to blackout Close for portal-12; cio approved those it has"},
		{reason: "an exception to it", more: map[int]string{6: `blackouts: [{name: Close, from: 2026-09-01, to: 2026-09-02, exceptions: [{packages: ["portal-*"], until: 2026-09-02, approvedBy: cio, reason: urgent}]}]`},
			allowed: yes, kind: clearance.KindException, name: "Close", until: "2026-09-03T00:00", next: "2026-09-01T21:30", after: yes},
		{reason: "a soft blackout only costs", more: map[int]string{6: `blackouts: [{name: Close, from: 2026-09-01, to: 2026-09-02, level: soft, cost: 4h}]`},
			allowed: yes, kind: clearance.KindSoft, name: "Close", until: "2026-09-03T00:00", next: "2026-09-01T21:30", after: yes},
		{reason: "outside working hours", place: "uat", more: map[int]string{0: ""}, at: "2026-08-31T07:00", allowed: no, kind: clearance.KindHours, name: "working hours", until: "2026-08-31T08:00", next: "2026-08-31T08:00", after: yes},
		{reason: "too early", more: map[int]string{0: ", earliest: 2026-09-02"}, allowed: no, kind: clearance.KindEarliest, name: "portal-12.deploy", until: "2026-09-02T00:00", next: "2026-09-02T00:00", after: yes},
		{reason: "too late", more: map[int]string{0: ", deadline: 2026-09-01T22:00"}, allowed: no, kind: clearance.KindDeadline, name: "portal-12", help: "a later deadline of portal-12"},
		{reason: "pinned to a day to come", more: map[int]string{0: ", pinned: {deploy: 2026-09-03}"}, allowed: no, kind: clearance.KindPin, name: "portal-12.deploy", until: "2026-09-03T00:00", next: "2026-09-03T21:00", after: yes, help: "moving the pin of portal-12.deploy"},
		{reason: "what it waits for has not been done", more: map[int]string{0: ", after: [cards-9.deploy]"}, place: "uat", at: "2026-08-31T09:00", allowed: no, kind: clearance.KindDependency, name: "cards-9.deploy", help: "cards-9.deploy done"},
		{reason: "a lag after what it waits for", more: map[int]string{0: ", phases: {deploy: {after: [uat, cards-9.uat +2d]}}", 1: ", done: {uat: 2026-09-01T12:00}"},
			allowed: no, kind: clearance.KindDependency, name: "cards-9.uat", until: "2026-09-03T12:00", next: "2026-09-03T21:00", after: yes},
		{reason: "others have the environment", more: map[int]string{4: `, booked: [{by: Audit, from: 2026-09-01T23:00, to: 2026-09-02T12:00}]`},
			allowed: no, kind: clearance.KindEnvironment, name: "live", until: "2026-09-02T12:00", next: "2026-09-03T21:00", after: yes, help: "live given up by Audit"},
		{reason: "there is room beside them", more: map[int]string{4: `, booked: [{by: Audit, from: 2026-09-01T23:00, to: 2026-09-02T12:00, units: 1}]`}, allowed: yes, next: "2026-09-01T21:30", after: yes},
		{reason: "over just when they begin", more: map[int]string{4: `, booked: [{by: Audit, from: 2026-09-01T23:30, to: 2026-09-02T12:00}]`}, allowed: yes, next: "2026-09-01T21:30", after: yes},
		{reason: "an outage", more: map[int]string{4: `, outages: [{name: Patch, from: 2026-09-01T22:00, to: 2026-09-01T22:30}]`},
			allowed: no, kind: clearance.KindOutage, name: "live", until: "2026-09-01T22:30", next: "2026-09-01T22:30", after: yes},
		{reason: "another configuration", place: "uat", at: "2026-08-31T09:00", more: map[int]string{0: ", phases: {uat: {configuration: tls13}}", 3: "configurations: [base, tls13], changeover: {default: 4h}"},
			allowed: no, kind: clearance.KindConfiguration, name: "uat", help: "uat changed over to tls13, which takes 4h"},
		{reason: "the team has its hands full", more: map[int]string{0: ", phases: {deploy: {people: 2}}", 1: ", started: {deploy: {at: 2026-09-01T21:00, left: 2h}}"},
			allowed: no, kind: clearance.KindTeam, name: "ops", until: "2026-09-01T23:30", next: "2026-09-01T23:30", after: unknown},
		{reason: "the occurrence is full", more: map[int]string{1: ", done: {deploy: 2026-09-01T21:10}", 5: ", capacity: 1"},
			allowed: no, kind: clearance.KindWindowCapacity, name: "prod", until: "2026-09-02T03:00", next: "2026-09-03T21:00", after: yes},
		{reason: "the risk of the occurrence is used up", more: map[int]string{1: ", done: {deploy: 2026-09-01T21:10}", 5: ", riskBudget: 7"},
			allowed: no, kind: clearance.KindRiskBudget, name: "prod", until: "2026-09-02T03:00", next: "2026-09-03T21:00", after: yes},
		{reason: "one change of the system at a time", more: map[int]string{1: ", started: {deploy: {at: 2026-09-01T21:00, left: 1h}}", 2: "changes: one-at-a-time"},
			allowed: no, kind: clearance.KindSystem, name: "portal", until: "2026-09-01T22:30", next: "2026-09-01T22:30", after: unknown},
		{reason: "one change of the system an occurrence", more: map[int]string{1: ", done: {deploy: 2026-09-01T21:10}", 2: "changes: one-per-occurrence"},
			allowed: no, kind: clearance.KindSystem, name: "portal", until: "2026-09-02T03:00", next: "2026-09-03T21:00", after: yes},
		{reason: "an approval taken back", more: map[int]string{6: `  - {package: portal-12, fact: "approval: cab", value: withdrawn, at: 2026-09-01T18:00}`},
			allowed: no, kind: clearance.KindApproval, name: "approval: cab", help: "the approval of cab for portal-12, which meets Wed 2 Sep 14:00 (papers were due Tue 1 Sep 14:00), then Wed 9 Sep 14:00, papers by Tue 8 Sep 14:00"},
		{reason: "an approval to come", more: map[int]string{6: "  - {package: portal-12, fact: \"approval: cab\", value: withdrawn, at: 2026-09-01T18:00}\n  - {package: portal-12, fact: \"approval: cab\", value: given, at: 2026-09-02T15:00}"},
			allowed: no, kind: clearance.KindApproval, name: "approval: cab", until: "2026-09-02T15:00", next: "2026-09-03T21:00", after: yes},
		{reason: "an approval for something else", more: map[int]string{6: `  - {package: portal-12, fact: "approval: cab", value: given, digest: aa}`}, options: clearance.Options{Digests: map[string]string{"portal-12": "bb"}},
			allowed: no, kind: clearance.KindApproval, name: "approval: cab"},
		{reason: "an approval for just this", more: map[int]string{6: `  - {package: portal-12, fact: "approval: cab", value: given, digest: aa}`}, options: clearance.Options{Digests: map[string]string{"portal-12": "aa"}},
			allowed: yes, next: "2026-09-01T21:30", after: yes},
		{reason: "an approval with a digest that is not compared", more: map[int]string{6: `  - {package: portal-12, fact: "approval: cab", value: given, digest: aa}`},
			allowed: yes, kind: clearance.KindDigest, name: "approval: cab", next: "2026-09-01T21:30", after: yes},
		{reason: "a sign-off that is refused", more: map[int]string{6: `  - {package: portal-12, fact: "signoff: business", value: no}`}, allowed: no, kind: clearance.KindSignOff, name: "signoff: business"},
		{reason: "a number that is too low", more: map[int]string{6: `  - {package: portal-12, fact: test.passRate, value: 91%}`}, allowed: no, kind: clearance.KindCriterion, name: "test.passRate >= 98%", help: "test.passRate >= 98% for portal-12"},
		{reason: "a number that is none", more: map[int]string{6: `  - {package: portal-12, fact: test.passRate, value: n/a}`}, allowed: unknown, kind: clearance.KindCriterion, name: "test.passRate >= 98%", next: "2026-09-01T21:30", after: unknown},
		{reason: "a fact about every package", more: map[int]string{6: `  - {fact: smoke.list, value: failed}`}, allowed: no, kind: clearance.KindCriterion, name: "smoke.list"},
		{reason: "it has been done", more: map[int]string{0: ", x-done: 1"}, allowed: no, kind: clearance.KindDone, name: "portal-12.deploy"},
		{reason: "a no outranks an unknown", at: "2026-09-02T12:00", more: map[int]string{6: `  - {package: portal-12, fact: smoke.list, value: soon}`},
			allowed: no, kind: clearance.KindWindow, name: "prod", until: "2026-09-03T21:00", next: "2026-09-03T21:00", after: unknown, help: "the fact smoke.list for portal-12, yes"},
		{reason: "off plan", options: clearance.Options{Plan: plan(row("portal-12.deploy", "portal-12", "2026-09-03T21:00", "2026-09-03T23:00", "2026-09-03T21:00"))},
			allowed: yes, kind: clearance.KindPlan, name: "portal-12.deploy", until: "2026-09-03T21:00", next: "2026-09-01T21:30", after: yes},
		{reason: "in the occurrence that the plan has", options: clearance.Options{Plan: plan(row("portal-12.deploy", "portal-12", "2026-09-01T23:00", "2026-09-02T01:00", "2026-09-01T21:00"))},
			allowed: yes, next: "2026-09-01T21:30", after: yes},
		{reason: "the plan has given the place away", more: map[int]string{5: ", capacity: 1"},
			options: clearance.Options{Plan: plan(row("cards-9.deploy", "cards-9", "2026-09-01T23:00", "2026-09-02T01:00", "2026-09-01T21:00"),
				row("portal-12.deploy", "portal-12", "2026-09-03T21:00", "2026-09-03T23:00", "2026-09-03T21:00"))},
			allowed: no, kind: clearance.KindWindowCapacity, name: "prod", until: "2026-09-02T03:00", next: "2026-09-03T21:00", after: yes,
			help: "a place in the occurrence of prod from Tue 1 Sep 21:00, from cards-9.deploy (planned)"},
		{reason: "risk that the plan file does not know", more: map[int]string{5: ", riskBudget: 12"}, options: clearance.Options{Plan: plan(row("other.deploy", "other", "2026-09-01T23:00", "2026-09-02T01:00", "2026-09-01T21:00"),
			row("portal-12.deploy", "portal-12", "2026-09-01T21:00", "2026-09-01T23:00", "2026-09-01T21:00"))},
			allowed: unknown, kind: clearance.KindRiskBudget, name: "prod", until: "2026-09-02T03:00", next: "2026-09-03T21:00", after: yes},
	} {
		t.Run(c.reason, func(t *testing.T) {
			p := read(t, filled(c.more))
			if c.kind == clearance.KindDone {
				p.Packages[0].Actuals = append(p.Packages[0].Actuals, release.Actual{Phase: "deploy", End: moment(t, "2026-08-27T22:00")})
			}
			if c.place == "uat" {
				p.Packages[0].Actuals = nil
			}
			when := at(t, or(c.at, "2026-09-01T21:30"))
			v, err := clearance.Ask(p, "portal-12", or(c.place, "prod"), when, c.options)
			require.NoError(t, err)
			require.Equal(t, c.allowed, v.Allowed, v)
			if c.kind == "" {
				require.Empty(t, v.Reasons, v)
			} else {
				require.NotEmpty(t, v.Reasons)
				require.Equal(t, c.kind, v.Reasons[0].Kind, v)
				require.Equal(t, c.name, v.Reasons[0].Name, v)
				require.NotEmpty(t, v.Reasons[0].Text)
				require.Equal(t, c.until, said(v.Reasons[0].Until), v)
			}
			require.Equal(t, c.next, said(v.Next), v)
			require.Equal(t, c.after, v.NextAnswer, v)
			if c.help != "" {
				require.Contains(t, v.WouldHelp, c.help)
			}
		})
	}
}
