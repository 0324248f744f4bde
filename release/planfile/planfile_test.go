package planfile_test

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"

	"github.com/berthplan/berth/calendar"
	"github.com/berthplan/berth/release"
	"github.com/berthplan/berth/release/planfile"
)

var update = flag.Bool("update", false, "write the golden files anew")

// read reads one file that must have no fault.
func read(t testing.TB, text string) *release.Portfolio {
	t.Helper()
	p, err := planfile.Read(planfile.File{Name: "plan.yaml", Data: []byte(text)})
	require.NoError(t, err, "%s", text)
	return p
}

// faults are what is wrong with files, given as text; files are called a.yaml, b.yaml, …
func faults(t testing.TB, texts ...string) release.Faults {
	t.Helper()
	var files []planfile.File
	for i, text := range texts {
		files = append(files, planfile.File{Name: string(rune('a'+i)) + ".yaml", Data: []byte(text)})
	}
	p, err := planfile.Read(files...)
	if err == nil {
		return nil
	}
	require.Nil(t, p)
	var all release.Faults
	require.ErrorAs(t, err, &all)
	return all
}

// short prints faults as "a.yaml:1:2 code", one a line.
func short(all release.Faults) string {
	var lines []string
	for _, f := range all {
		lines = append(lines, fmt.Sprintf("%s:%d:%d %s", f.File, f.Line, f.Column, f.Code))
	}
	return strings.Join(lines, "\n")
}

func day(t testing.TB, s string) calendar.Moment {
	m, err := calendar.ParseMoment(s)
	require.NoError(t, err)
	return m
}

func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	if *update {
		require.NoError(t, os.WriteFile(name, got, 0o644))
	}
	want, err := os.ReadFile(name)
	require.NoError(t, err)
	require.Equal(t, string(want), string(got))
}

func TestSmallest(t *testing.T) {
	p, err := planfile.ReadFile("testdata/smallest.yaml")
	require.NoError(t, err)
	require.Equal(t, "Friday hotfix", p.Name)
	require.Equal(t, "Europe/Zurich", p.Zone)
	require.Equal(t, []release.Package{{Name: "portal-12.0.1", Phases: []release.Phase{
		{Name: "deploy", Duration: release.Exactly(calendar.Length{Hours: 2})},
	}}}, p.Packages)
	require.Equal(t, "tue, thu", p.Windows[0].Every.String())
	require.Equal(t, calendar.Hours{{From: 21 * 3600, To: 3 * 3600}}, p.Windows[0].Hours)
	require.Equal(t, []calendar.Blackout{{Name: "Year end", From: day(t, "2026-12-18"), To: day(t, "2027-01-04")}}, p.Blackouts)
}

func TestGoldens(t *testing.T) {
	for _, name := range []string{"smallest", "autumn"} {
		p, err := planfile.ReadFile("testdata/" + name + ".yaml")
		require.NoError(t, err)
		var y, j bytes.Buffer
		require.NoError(t, planfile.Write(&y, p))
		golden(t, "testdata/"+name+".golden.yaml", y.Bytes())
		require.NoError(t, planfile.WriteJSON(&j, p))
		golden(t, "testdata/"+name+".golden.json", j.Bytes())
		for _, text := range []string{y.String(), j.String()} {
			again := read(t, text)
			require.Equal(t, p, again)
			var y2 bytes.Buffer
			require.NoError(t, planfile.Write(&y2, again))
			require.Equal(t, y.String(), y2.String(), "writing is idempotent")
		}
	}
}

// TestAutumn looks at one value of each section of the full plan.
func TestAutumn(t *testing.T) {
	p, err := planfile.ReadFile("testdata/autumn.yaml")
	require.NoError(t, err)
	length := func(s string) calendar.Length {
		l, err := calendar.ParseLength(s)
		require.NoError(t, err)
		return l
	}
	require.Equal(t, day(t, "2026-09-01T09:00"), p.Now)
	require.Equal(t, day(t, "2027-06-30"), p.Horizon)
	require.Equal(t, length("8h"), p.Calendar.Day)
	require.NotEmpty(t, p.Calendar.Holidays)
	require.Equal(t, release.System{Name: "gateway", Owner: "team-edge", DependsOn: []string{"ledger"}, Changes: release.OneAtATime}, p.Systems[1])
	require.Equal(t, "Asia/Singapore", p.Teams[2].Calendar.Zone)
	require.Equal(t, release.Estimate{Low: length("3d"), Likely: length("5d"), High: length("9d")}, p.Phases[0].Duration)
	require.Equal(t, length("1h"), p.Phases[3].Rollback)
	require.Equal(t, []release.Link{{To: release.Ref{Phase: "uat"}}}, p.Phases[3].Links)
	ledger, gateway, portal, art := p.Packages[0], p.Packages[1], p.Packages[2], p.Packages[3]
	require.Equal(t, release.Profile{Change: "large", Tests: "partial", Rollback: "tested", Loss: 40}, ledger.Profile)
	require.Equal(t, []release.Link{{To: release.Ref{Package: "ledger-4.2", Phase: "deploy"}}}, gateway.Links)
	require.Equal(t, []release.Phase{{Name: "uat", Duration: release.Exactly(length("8d")), Configuration: "tls13"}}, gateway.Phases)
	require.Equal(t, []release.Link{{To: release.Ref{Package: "gateway-7.0", Phase: "uat"}, Lag: length("2d")}}, portal.Links)
	left := length("3d")
	require.Equal(t, []release.Actual{
		{Phase: "build", End: day(t, "2026-08-28")},
		{Phase: "sit", Start: day(t, "2026-08-31T08:00"), Environment: "sit", Left: &left},
	}, portal.Actuals)
	require.Equal(t, []release.Pin{{Phase: "uat", At: day(t, "2026-09-14")}}, portal.Pins)
	require.True(t, art.Optional)
	uat := p.Environments[1]
	require.Equal(t, release.Changeover{Default: length("4h"), Pairs: []release.ConfigPair{{From: "base", To: "tls13", Length: length("1d")}}}, uat.Changeover)
	require.Equal(t, []release.Alternative{{Environment: "preprod", Penalty: length("2h")}}, uat.Alternatives)
	require.Equal(t, "Cards project", uat.Bookings[0].By)
	require.Equal(t, release.Environment{Name: "preprod"}, p.Environments[2])
	require.Equal(t, 2, p.Windows[0].Capacity)
	require.InDelta(t, 120, p.Windows[0].RiskBudget, 0)
	require.Equal(t, calendar.StopDeploy|calendar.StopWork, p.Blackouts[0].Stops)
	require.Equal(t, calendar.Soft, p.Blackouts[1].Level)
	require.Equal(t, "last 3 working days of quarter", p.Blackouts[1].Every.String())
	require.Equal(t, []string{"ledger"}, p.Blackouts[1].Scope.Systems)
	require.Equal(t, "cio", p.Blackouts[2].Exceptions[0].ApprovedBy)
	require.Equal(t, calendar.Clock(14*3600), p.Meetings[0].At)
	require.Equal(t, release.Criterion{Kind: release.Comparison, Name: "severity1", Op: "==", Value: "0"}, p.Gates[0].Requires[0])
	require.Equal(t, release.Criterion{Kind: release.SignOffOf, Name: "business"}, p.Gates[0].Requires[2])
	require.Equal(t, release.Sites{Order: []string{"zurich", "london", "singapore"}, Soak: length("1d")}, p.Sites)
	require.InDelta(t, 0.05, p.Risks[0].Mitigation.Probability, 0)
	require.Equal(t, "99.2%", p.Facts[0].Value)
}

// TestTraps has each habit of YAML and of its users that hurts plans elsewhere.
func TestTraps(t *testing.T) {
	p := read(t, `
systems:
  4.10: {owner: NO}
  "0800": {owner: 21:00}
  on: {dependsOn: 4.10}
teams: {NO: , 21:00: }
packages:
  2026-11-15: {system: 4.10, deadline: 2026-11-15, notes: {ticket: 007, "null": null}}
  b: {system: 0800, kind: yes}
`)
	require.Equal(t, []string{"4.10", "0800", "on"}, []string{p.Systems[0].Name, p.Systems[1].Name, p.Systems[2].Name})
	require.Equal(t, "NO", p.Systems[0].Owner)
	require.Equal(t, "21:00", p.Systems[1].Owner)
	require.Equal(t, []string{"4.10"}, p.Systems[2].DependsOn)
	require.Equal(t, "2026-11-15", p.Packages[0].Name)
	require.True(t, p.Packages[0].Deadline.IsDay(), "a bare day is a day, not midnight somewhere")
	require.Equal(t, []release.Note{{Name: "ticket", Text: "007"}, {Name: "null"}}, p.Packages[0].Notes)
	require.Equal(t, "0800", p.Packages[1].System)
	require.Equal(t, "yes", p.Packages[1].Kind)

	for _, c := range []struct{ reason, text, want, hint string }{
		{"a comma ends a value in braces", "windows: {prod: {every: tue,thu, hours: \"21:00-03:00\"}}", "a.yaml:1:29 stray-key", `every: [tue, thu]`},
		{"so it does in hours", "windows: {prod: {hours: 08:00-12:00, 13:00-17:00}}", "a.yaml:1:38 stray-key", `hours: "08:00-12:00, 13:00-17:00"`},
		{"a colon needs a space in braces", "packages: {a: {deploy:2h}}", "a.yaml:1:16 stray-key", "deploy: 2h"},
		{"a colon needs a space on a line", "packages:\n  a:\n    system: x\n    owner:ana\n", "a.yaml:4:5 syntax", "owner: ana"},
		{"the 38th of September", "packages: {a: {deadline: 2019-09-38}}", "a.yaml:1:26 bad-date", ""},
		{"a date in another order", "packages: {a: {due: 03/04/2026}}", "a.yaml:1:21 bad-date", ""},
		{"yes is no boolean", "packages: {a: {optional: yes}}", "a.yaml:1:26 bad-boolean", "write true"},
		{"True is no boolean", "packages: {a: {optional: True}}", "a.yaml:1:26 bad-boolean", "write true"},
		{"a capacity of nothing", "teams: {a: {capacity: 0}}", "a.yaml:1:23 zero-value", ""},
		{"an octal number", "teams: {a: {capacity: 010}}", "a.yaml:1:23 bad-number", ""},
		{"a fraction of a person", "teams: {a: {capacity: 1.5}}", "a.yaml:1:23 bad-number", ""},
		{"a decimal comma", "risks:\n  - name: a\n    probability: 0,2\n", "a.yaml:3:18 bad-number", "0.2"},
		{"infinity", "risks: [{name: a, probability: .inf}]", "a.yaml:1:32 bad-number", ""},
		{"half a day", "packages: {a: {uat: 1.5d}}", "a.yaml:1:21 bad-estimate", ""},
		{"two numbers of a range", "packages: {a: {uat: 3d..9d}}", "a.yaml:1:21 bad-estimate", "likely"},
		{"a zone that is no place", "timezone: CEST", "a.yaml:1:11 unknown-zone", ""},
		{"the last of two equal keys does not win", "teams: {a: {capacity: 1}}\nwindows: {}\nteams: {b: {}}", "a.yaml:3:1 duplicate-key", "1:1"},
		{"a key that is nearly right", "packages: {a: {prioriti: 3}}", "a.yaml:1:16 unknown-key", "did you mean priority?"},
		{"a phase that is nearly right", "packages: {a: {deplyo: 3h}}", "a.yaml:1:16 unknown-key", "did you mean deploy?"},
		{"a phase the plan declares, nearly right", "phases: {pentest: 3d}\npackages: {a: {pentst: 3h}}", "a.yaml:2:16 unknown-key", "did you mean pentest?"},
		{"a section that is nearly right hides what follows from it", "packages: {a: {system: b}}\nsytems: {b: {}}", "a.yaml:2:1 unknown-key", "did you mean systems?"},
		{"a word that is nearly right", "blackouts: [{name: a, from: 2026-12-18, to: 2026-12-19, level: sofft}]", "a.yaml:1:64 unknown-word", "did you mean soft?"},
		{"a link to what is nearly there", "packages: {ledger: {deploy: 2h}, b: {after: ledgr.deploy}}", "a.yaml:1:45 unknown-name", "did you mean ledger.deploy?"},
		{"nothing after a key", "packages: {a: {after: }}", "a.yaml:1:22 missing-value", "[]"},
		{"a list where names are needed", "teams:\n  - name: a\n", "a.yaml:2:3 wrong-kind", "name"},
		{"nothing lasts 0 minutes", "packages: {a: {uat: 0m}}", "a.yaml:1:21 zero-value", ""},
		{"nothing overrides nothing", "packages: {a: {deploy: {rollback: 0h}}}", "a.yaml:1:35 zero-value", ""},
		{"a bomb of aliases", "plan: &a [x, x]\nteams: &b [*a, *a]\nsites: &c [*b, *b]\n", "a.yaml:1:7 anchor\na.yaml:2:8 anchor\na.yaml:3:8 anchor", ""},
	} {
		all := faults(t, c.text)
		require.Equal(t, c.want, short(all), "%s: %v", c.reason, all)
		require.Contains(t, all[0].Hint, c.hint, c.reason)
	}
}

func TestEveryFaultAtOnce(t *testing.T) {
	all := faults(t, `plan: x
timezone: Europe/Zurick
teams:
  a: {capacity: 0, calendr: {}}
packages:
  p:
    system: nowhere
    deadline: 2026-02-30
    uat: {duration: 3d, environment: uta}
    after: [q.deploy, r]
  q: {priority: 2000, deploy: {duration: 5x, window: prod}}
environments: {uat: }
windows:
  prod: {every: [tue, toe]}
`)
	require.Equal(t, strings.TrimSpace(`
a.yaml:2:11 unknown-zone
a.yaml:4:17 zero-value
a.yaml:4:20 unknown-key
a.yaml:7:13 unknown-name
a.yaml:8:15 bad-date
a.yaml:9:38 unknown-name
a.yaml:10:23 unknown-name
a.yaml:11:17 out-of-range
a.yaml:11:42 bad-estimate
a.yaml:14:17 bad-rule`), short(all), "%v", all)
	require.Contains(t, all.Error(), "a.yaml:4:20: unknown-key: found \"calendr\", expected a key that is known here; did you mean calendar?")
}

func TestCodesExamples(t *testing.T) {
	codes := planfile.Codes()
	var names []string
	for _, code := range codes {
		names = append(names, code.Name)
		t.Run(code.Name, func(t *testing.T) {
			require.NotEmpty(t, code.Meaning)
			var all release.Faults
			require.ErrorAs(t, code.Example(), &all)
			require.Len(t, all, 1, "%v", all)
			require.Equal(t, code.Name, all[0].Code)
			require.NotEmpty(t, all[0].Found)
			require.NotEmpty(t, all[0].Expected)
			require.Positive(t, all[0].Line)
			require.Positive(t, all[0].Column)
		})
	}
	require.True(t, slices.IsSorted(names))
	require.Len(t, slices.Compact(slices.Clone(names)), len(names))
}

func TestForms(t *testing.T) {
	for _, c := range []struct{ reason, one, other string }{
		{"a phase beside the package's keys, or under phases", "packages: {a: {uat: 2d}}", "packages: {a: {phases: {uat: {duration: 2d}}}}"},
		{"a package of nothing but defaults", "packages: {a: }", "packages: {a: {}}"},
		{"a phase that is left out", "phases: {uat: 1d}\npackages: {a: {uat: skip}}", "phases: {uat: {duration: 1d}}\npackages: {a: {phases: {uat: {skip: true}}}}"},
		{"one link or a list of one", "packages: {a: , b: {after: a}}", "packages: {a: , b: {after: [a]}}"},
		{"the longest name of a package wins", "packages: {a: , a.uat: , b: {after: a.uat}}", "packages: {a: , a.uat: , b: {after: [a.uat]}}"},
		{"within stands under its own key, too", "packages: {a: , b: {after: within 3d of a}}", "packages: {a: , b: {within: 3d of a}}"},
		{"links in an order of their own", "packages: {a: , b: {after: a, with: a}}", "packages: {a: , b: {links: [after a, with a]}}"},
		{"the order of keys does not matter", "packages: {a: , b: {with: a, after: a}}", "packages: {a: , b: {after: a, with: a}}"},
		{"days as text or list", "calendar: {days: mon-wed}", "calendar: {days: [mon, tue, wed]}"},
		{"hours as text or list", `calendar: {hours: "08:00-12:00, 13:00-17:00"}`, "calendar: {hours: [08:00-12:00, 13:00-17:00]}"},
		{"a rule as text or list", "windows:\n  w:\n    every: tue, thu\n", "windows: {w: {every: [tue, thu]}}"},
		{"stops as text or list", "blackouts:\n- name: a\n  from: 2026-01-01\n  to: 2026-01-02\n  stops: deploy, work\n", "blackouts: [{name: a, from: 2026-01-01, to: 2026-01-02, stops: [work, deploy]}]"},
		{"one length for every changeover", "environments: {a: {changeover: 4h}}", "environments: {a: {changeover: {default: 4h, time: elapsed}}}"},
		{"an alternative without penalty", "environments: {a: {alternatives: [b]}, b: }", "environments: {a: {alternatives: [{environment: b}]}, b: }"},
		{"a gate is a list of criteria", "gates: {g: [smoke.list]}", "gates: {g: {requires: smoke.list}}"},
		{"a criterion with a colon, without quotes", "gates: {g: [\"signoff: business\"]}", "gates:\n  g:\n    - signoff: business\n"},
		{"and in brackets", "gates: {g: [\"signoff: business\"]}", "gates: {g: [signoff: business]}"},
		{"sites are their order", "sites: [a, b]", "sites: {order: [a, b]}"},
		{"percentages are numbers", "risks: [{name: a, probability: 20%}]", "risks: [{name: a, probability: 0.2}]"},
		{"one number is all three", "risks: [{name: a, delay: 3d}]", "risks: [{name: a, delay: 3d..3d..3d}]"},
		{"a fact has a name", "facts: [{fact: a, value: 1}]", "facts: [{name: a, value: 1}]"},
		{"Backstage references", "systems: {a: {dependsOn: [\"component:default/b\"], owner: group:edge}, b: }\nteams: {edge: }", "systems: {a: {dependsOn: [b], owner: edge}, b: }\nteams: {edge: }"},
		{"JSON is read by the same rules", `{"teams": {"a": {"capacity": 2}}, "packages": {"p": {"optional": true, "notes": {"x": "\u00e9\ud83d\ude00\/"}}}}`, "teams: {a: {capacity: 2}}\npackages: {p: {optional: true, notes: {x: é😀/}}}"},
		{"Windows lines and a byte order mark", "\ufeffplan: a\r\nteams:\r\n  b: {}\r\n", "plan: a\nteams: {b: {}}"},
	} {
		require.Equal(t, read(t, c.other), read(t, c.one), c.reason)
	}
	p := read(t, "packages: {a: {after: []}}\nphases: {b: {after: []}}")
	require.NotNil(t, p.Packages[0].Links)
	require.Empty(t, p.Packages[0].Links)
	require.NotNil(t, p.Phases[0].Links)
	require.Nil(t, read(t, "packages: {a: }").Packages[0].Links)
	require.Equal(t, &release.Portfolio{}, read(t, "{}"))
}

func TestLinks(t *testing.T) {
	p := read(t, `
sites: [zurich, london]
phases: {build: 3d, uat: {duration: 5d, after: build}, deploy: {duration: 2h, time: elapsed}}
packages:
  a-1.0: {}
  b:
    after: [a-1.0.uat +2d, a-1.0.deploy +48h elapsed, a-1.0 -1d]
    start-with: a-1.0.build
    finish-with: a-1.0.uat
    start-to-finish: a-1.0.uat
    within: 3d of a-1.0
    with: a-1.0.deploy
    not-with: a-1.0.deploy
    apart: 2d from a-1.0
    uat: {after: build +1d}
`)
	to := func(phase string) release.Ref { return release.Ref{Package: "a-1.0", Phase: phase} }
	require.Equal(t, []release.Link{
		{Kind: release.FinishToStart, To: to("uat"), Lag: calendar.Length{Days: 2}},
		{Kind: release.FinishToStart, To: to("deploy"), Lag: calendar.Length{Hours: 48}, Elapsed: true},
		{Kind: release.FinishToStart, To: to(""), Lag: calendar.Length{Days: -1}},
		{Kind: release.StartToStart, To: to("build")},
		{Kind: release.FinishToFinish, To: to("uat")},
		{Kind: release.StartToFinish, To: to("uat")},
		{Kind: release.Within, To: to(""), Lag: calendar.Length{Days: 3}},
		{Kind: release.SameOccurrence, To: to("deploy")},
		{Kind: release.OtherOccurrence, To: to("deploy")},
		{Kind: release.Apart, To: to(""), Lag: calendar.Length{Days: 2}},
	}, p.Packages[1].Links)
	require.Equal(t, []release.Link{{To: release.Ref{Phase: "build"}, Lag: calendar.Length{Days: 1}}}, p.Packages[1].Phases[0].Links)
}

func TestSeveralFiles(t *testing.T) {
	const a = "plan: Payments\ntimezone: Europe/Zurich\nteams: {ops: {capacity: 2}}\npackages: {ledger: {deploy: {duration: 2h, time: elapsed}}}\nblackouts: [{name: End, from: 2026-12-18, to: 2027-01-04}]\nfacts: [{fact: x, value: 1}]\n"
	const b = "plan: Cards\ntimezone: Europe/Zurich\nteams: {ops: {capacity: 2}, art: }\npackages: {card: {after: ledger}}\nblackouts: [{name: Start, from: 2026-01-01, to: 2026-01-02}, {name: End, from: 2026-12-18, to: 2027-01-04}]\nfacts: [{fact: x, value: 1}, {fact: y, value: 2}]\n"
	p, err := planfile.Read(planfile.File{Name: "a.yaml", Data: []byte(a)}, planfile.File{Name: "b.yaml", Data: []byte(b)})
	require.NoError(t, err)
	require.Equal(t, "Payments + Cards", p.Name)
	require.Len(t, p.Teams, 2)
	require.Len(t, p.Packages, 2)
	require.Equal(t, []release.Link{{To: release.Ref{Package: "ledger"}}}, p.Packages[1].Links)
	require.Equal(t, []string{"End", "Start"}, []string{p.Blackouts[0].Name, p.Blackouts[1].Name})
	require.Len(t, p.Facts, 2)

	for _, c := range []struct{ reason, a, b, want, hint string }{
		{"a name in two ways", "teams:\n  ops: {capacity: 2}", "teams: {ops: {capacity: 3}}", "b.yaml:1:9 defined-twice", "a.yaml:2:3"},
		{"a zone of its own", "timezone: UTC", "plan: x\ntimezone: Europe/Zurich", "b.yaml:2:11 disagreement", "a.yaml:1:11"},
		{"another now", "now: 2026-01-01", "now: 2026-01-02", "b.yaml:1:6 disagreement", "a.yaml:1:6"},
		{"other hours", "calendar: {hours: 08:00-12:00}", "calendar: {hours: 08:00-13:00}", "b.yaml:1:19 disagreement", "a.yaml:1:19"},
		{"another route", "phases: {a: 1d}", "phases: {b: 1d}", "b.yaml:1:9 disagreement", "a.yaml:1:9"},
		{"a blackout in two ways", "blackouts: [{name: End, from: 2026-12-18, to: 2027-01-04}]", "blackouts: [{name: End, from: 2026-12-18, to: 2027-01-05}]", "b.yaml:1:13 defined-twice", "a.yaml:1:13"},
		{"a fault in the second file", "plan: a", "teams: {a: {capacity: 0}}", "b.yaml:1:23 zero-value", ""},
		{"a name that is nowhere", "packages: {a: {after: c}}", "packages: {b: }", "a.yaml:1:23 unknown-name", ""},
	} {
		all := faults(t, c.a, c.b)
		require.Equal(t, c.want, short(all), "%s: %v", c.reason, all)
		require.Contains(t, all[0].Hint, c.hint, c.reason)
	}
}

func TestProjects(t *testing.T) {
	const shared = "plan: House\nenvironments: {uat: {}}\n"
	const cards = "plan: Cards\nenvironments: {uat: {}}\npackages: {card: , rate: {project: Rates}, both: }\n"
	const core = "plan: Core\npackages: {ledger: , both: }\n"
	const bare = "packages: {stray: }\n"
	for _, c := range []struct {
		reason string
		files  []string
		want   map[string]string
	}{
		{"one plan is nobody's in particular", []string{cards}, map[string]string{"card": "", "rate": "Rates", "both": ""}},
		{"a file without a name is part of the plan", []string{cards, bare}, map[string]string{"card": "", "rate": "Rates", "both": "", "stray": ""}},
		{"a plan in two files is one", []string{cards, "plan: Cards\npackages: {more: }"}, map[string]string{"card": "", "rate": "Rates", "both": "", "more": ""}},
		{"each file is of its own project, the first of what both have", []string{shared, cards, core, bare},
			map[string]string{"card": "Cards", "rate": "Rates", "both": "Cards", "ledger": "Core", "stray": ""}},
	} {
		var files []planfile.File
		for i, text := range c.files {
			files = append(files, planfile.File{Name: fmt.Sprintf("%d.yaml", i), Data: []byte(text)})
		}
		p, err := planfile.Read(files...)
		require.NoError(t, err, c.reason)
		got := map[string]string{}
		for _, pkg := range p.Packages {
			got[pkg.Name] = pkg.Project
		}
		require.Equal(t, c.want, got, c.reason)
		var b bytes.Buffer
		require.NoError(t, planfile.Write(&b, p))
		again, err := planfile.Read(planfile.File{Data: b.Bytes()})
		require.NoError(t, err)
		require.Equal(t, p.Packages, again.Packages, c.reason)
	}
}

func TestReferences(t *testing.T) {
	fsys := fstest.MapFS{
		"plans/facts.yaml":       {Data: []byte("facts:\n  - {fact: x, value: 1}\n")},
		"plans/bad.yaml":         {Data: []byte("- {fact: x, vale: 1}\n")},
		"plans/sub/catalog.yaml": {Data: []byte("apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata: {name: ledger, annotations: {a: b}}\nspec: {type: service, owner: group:default/pay, dependsOn: [component:core, resource:db]}\n---\napiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata:\n  name: core\n---\napiVersion: backstage.io/v1alpha1\nkind: Group\nmetadata: {name: pay}\n")},
		"secret.yaml":            {Data: []byte("- {fact: secret}\n")},
	}
	options := planfile.Options{Open: func(name string) ([]byte, error) { return fsys.ReadFile(name) }}
	load := func(text string) (*release.Portfolio, error) {
		p, _, err := options.Read(planfile.File{Name: "plans/plan.yaml", Data: []byte(text)})
		return p, err
	}
	p, err := load("facts: facts.yaml")
	require.NoError(t, err)
	require.Equal(t, []release.Fact{{Name: "x", Value: "1"}}, p.Facts)

	p, err = load("systems: sub/catalog.yaml\nteams: {pay: }")
	require.NoError(t, err)
	require.Equal(t, []release.System{{Name: "ledger", Owner: "pay", DependsOn: []string{"core"}}, {Name: "core"}}, p.Systems)

	for _, c := range []struct{ reason, text, want string }{
		{"a file that is not there", "facts: none.yaml", "plans/plan.yaml:1:8 bad-reference"},
		{"a file in another folder", "facts: ../secret.yaml", "plans/plan.yaml:1:8 bad-reference"},
		{"an absolute name", "facts: /etc/passwd", "plans/plan.yaml:1:8 bad-reference"},
		{"a drive", "facts: C:facts.yaml", "plans/plan.yaml:1:8 bad-reference"},
		{"a backslash", `facts: ..\secret.yaml`, "plans/plan.yaml:1:8 bad-reference"},
		{"a fault in the file", "facts: bad.yaml", "plans/bad.yaml:1:13 unknown-key"},
	} {
		_, err := load(c.text)
		var all release.Faults
		require.ErrorAs(t, err, &all, c.reason)
		require.Equal(t, c.want, short(all), c.reason)
	}
	_, err = load("facts: ../secret.yaml")
	require.NotContains(t, err.Error(), "secret\n")
	require.Equal(t, "a.yaml:1:8 bad-reference", short(faults(t, "facts: facts.yaml")), "without Open nothing is opened")
}

func TestReferencesStayInTheFolder(t *testing.T) {
	dir := t.TempDir()
	require.NoError(t, os.Mkdir(filepath.Join(dir, "plans"), 0o755))
	write := func(name, text string) {
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644))
	}
	write("secret.yaml", "- {fact: secret}\n")
	write("plans/plan.yaml", "facts: link.yaml\n")
	write("plans/own.yaml", "facts: facts.yaml\n")
	write("plans/facts.yaml", "- {fact: x}\n")
	if err := os.Symlink("../secret.yaml", filepath.Join(dir, "plans/link.yaml")); err != nil {
		t.Skip("no symbolic links here")
	}
	p, err := planfile.ReadFile(filepath.Join(dir, "plans/own.yaml"))
	require.NoError(t, err)
	require.Len(t, p.Facts, 1)
	_, err = planfile.ReadFile(filepath.Join(dir, "plans/plan.yaml"))
	var all release.Faults
	require.ErrorAs(t, err, &all)
	require.Equal(t, "bad-reference", all[0].Code)
	_, err = planfile.ReadFile(filepath.Join(dir, "plans"))
	require.Error(t, err)
	_, err = planfile.ReadFile(filepath.Join(dir, "none.yaml"))
	require.True(t, errors.Is(err, os.ErrNotExist))
}

func TestCatalogueAsAFile(t *testing.T) {
	plan := planfile.File{Name: "plan.yaml", Data: []byte("teams: {pay: }\npackages: {p: {system: ledger}}")}
	catalog := planfile.File{Name: "catalog-info.yaml", Data: []byte("apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata:\n  name: ledger\nspec:\n  owner: pay\n")}
	p, err := planfile.Read(plan, catalog)
	require.NoError(t, err)
	require.Equal(t, []release.System{{Name: "ledger", Owner: "pay"}}, p.Systems)
}

func TestPlaces(t *testing.T) {
	text := "packages:\n  a:\n    deploy: {duration: 2h, time: elapsed}\n    after:\n      - b +2d\n  b: {done: {deploy: 2026-01-01}, deploy: {duration: 2h, time: elapsed}}\n"
	_, places, err := planfile.Options{}.Read(planfile.File{Name: "p.yaml", Data: []byte(text)})
	require.NoError(t, err)
	for _, c := range []struct{ path, want string }{
		{"packages.a", "p.yaml:2:3"},
		{"packages.a.phases.deploy", "p.yaml:3:13"},
		{"packages.a.phases.deploy.duration", "p.yaml:3:24"},
		{"packages.a.phases.deploy.window", "p.yaml:3:13"},
		{"packages.a.links[0]", "p.yaml:5:9"},
		{"packages.b.done.deploy", "p.yaml:6:22"},
		{"packages.b.links[7].lag", "p.yaml:6:6"},
	} {
		file, line, column, ok := places.Find(c.path)
		require.True(t, ok, c.path)
		require.Equal(t, c.want, fmt.Sprintf("%s:%d:%d", file, line, column), c.path)
	}
	_, _, _, ok := places.Find("teams.x")
	require.False(t, ok)
	var none *planfile.Places
	_, _, _, ok = none.Find("packages.a")
	require.False(t, ok)
}
