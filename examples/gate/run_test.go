package main

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/berthplan/berth/release/planfile"
	"github.com/berthplan/berth/schedule"
	"github.com/berthplan/berth/schedule/report"
)

var update = flag.Bool("update", false, "rewrite the goldens")

func december() time.Time { return time.Date(2026, 12, 17, 19, 30, 0, 0, time.UTC) }

func gate(t *testing.T, args ...string) (code int, stdout, stderr string) {
	t.Helper()
	var out, err bytes.Buffer
	code = run(args, strings.NewReader(""), &out, &err, december)
	return code, out.String(), err.String()
}

func file(t *testing.T, name, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	require.NoError(t, os.WriteFile(path, []byte(text), 0o644))
	return path
}

// TestAnswers asks about the sample of examples/plan and about the file beside this one.
func TestAnswers(t *testing.T) {
	sample := "../plan/sample.yaml"
	lists := []string{"-package", "fraud-rules-5.0", "-environment", "prod", "-facts", "facts.yaml"}
	for _, c := range []struct {
		name, reason string
		code         int
		args         []string
	}{
		{"yes", "all is known and well", exitYes, append(lists, "-at", "2026-12-17T20:30", "ready.yaml")},
		{"clock", "without -at it is the clock's time", exitYes, append(lists, "ready.yaml")},
		{"runway", "no room for the rollback", exitNo, append(lists, "-at", "2026-12-18T00:30", "ready.yaml")},
		{"after", "the exception has ended, and next year is far", exitNo, append(lists, "-at", "2026-12-24T00:10", "ready.yaml")},
		{"unknown", "nobody knows about the tests", exitUnknown, []string{"-package", "fraud-rules-5.0", "-environment", "prod", "-at", "2026-12-17T20:30", "ready.yaml"}},
		{"json", "for programs", exitNo, append(lists, "-format", "json", "-at", "2026-12-18T00:30", "ready.yaml")},
		{"freeze", "a freeze, and all the gates open", exitNo, []string{"-package", "portal-12.0", "-environment", "prod", "-at", "2026-11-26T22:30", sample}},
		{"configuration", "another configuration, and a booking", exitNo, []string{"-package", "gateway-7.0", "-environment", "uat", "-at", "2026-10-06T10:30", sample}},
		{"running", "it runs already", exitNo, []string{"-package", "postings-api-2.8", "-environment", "sit", "-at", "2026-09-03T10:30", sample}},
		{"pinned", "people have said when", exitNo, []string{"-package", "merchant-desk-4.0", "-environment", "prod", "-at", "2026-10-08T20:30", sample}},
	} {
		t.Run(c.name, func(t *testing.T) {
			code, stdout, stderr := gate(t, c.args...)
			require.Empty(t, stderr)
			require.Equal(t, c.code, code, c.reason)
			golden := filepath.Join("testdata", c.name+".golden")
			if *update {
				require.NoError(t, os.MkdirAll("testdata", 0o755))
				require.NoError(t, os.WriteFile(golden, []byte(stdout), 0o644))
			}
			want, err := os.ReadFile(golden)
			require.NoError(t, err)
			require.Equal(t, string(want), stdout, c.reason)
		})
	}
}

func TestJSONKeys(t *testing.T) {
	_, stdout, _ := gate(t, "-facts", "facts.yaml", "-format", "json", "-package", "fraud-rules-5.0", "-environment", "prod", "-at", "2026-12-18T00:30", "ready.yaml")
	var got struct {
		Allowed string
		Reasons []struct{ Kind, Name, Text, Until string }
		Next    time.Time
		Helps   []string `json:"would_help"`
	}
	require.NoError(t, json.Unmarshal([]byte(stdout), &got))
	require.Equal(t, "no", got.Allowed)
	require.Equal(t, "runway", got.Reasons[0].Kind)
	require.Equal(t, "2026-12-18T02:00:00+01:00", got.Reasons[0].Until)
	require.Equal(t, "2026-12-22T20:00:00+01:00", got.Next.Format(time.RFC3339))
	require.Empty(t, got.Helps)
	require.NotNil(t, got.Helps, "a list, if need be an empty one")
}

// TestPlanCounts asks about a place that a plan has given to another.
func TestPlanCounts(t *testing.T) {
	text := `
plan: Two for one night
timezone: Europe/Zurich
packages: {portal-12: {deploy: 1h}, cards-9: {deploy: 1h}}
windows: {prod: {every: [tue, thu], hours: "21:00-03:00", capacity: 1}}
`
	name := file(t, "plan.yaml", text)
	zone, err := time.LoadLocation("Europe/Zurich")
	require.NoError(t, err)
	tuesday := time.Date(2026, 9, 1, 21, 0, 0, 0, zone)
	var b bytes.Buffer
	require.NoError(t, report.JSON(&b, &schedule.Plan{Zone: "Europe/Zurich", Status: schedule.Feasible, Start: tuesday, Horizon: tuesday.AddDate(0, 1, 0), Activities: []schedule.Assignment{
		{Activity: "cards-9.deploy", Package: "cards-9", Phase: "deploy", Start: tuesday, End: tuesday.Add(time.Hour), Window: "prod", Opens: tuesday},
		{Activity: "portal-12.deploy", Package: "portal-12", Phase: "deploy", Start: tuesday.AddDate(0, 0, 2), End: tuesday.AddDate(0, 0, 2).Add(time.Hour), Window: "prod", Opens: tuesday.AddDate(0, 0, 2)},
	}}))
	ask := []string{"-package", "portal-12", "-environment", "prod", "-at", "2026-09-01T22:30"}
	code, stdout, stderr := gate(t, append(ask, name)...)
	require.Equal(t, exitYes, code, stdout+stderr)
	code, stdout, stderr = gate(t, append(ask, "-plan", file(t, "plan.json", b.String()), name)...)
	require.Equal(t, exitNo, code, stdout+stderr)
	require.Contains(t, stdout, "is full: cards-9.deploy (planned)")
	require.Contains(t, stdout, "the plan has portal-12.deploy at Thu 3 Sep 21:00")
	require.Contains(t, stdout, "next:     Thu 3 Sep 21:00")
}

// TestFactsComeAfter takes back in the file of facts what the plan file gives, and gives it again.
func TestFactsComeAfter(t *testing.T) {
	plan := file(t, "plan.yaml", `
plan: Facts
packages: {portal-12: {deploy: {duration: 1h, gate: go}}}
windows: {prod: {every: daily, hours: "00:00-24:00"}}
gates: {go: {requires: [smoke.list]}}
facts: [{package: portal-12, fact: smoke.list, value: yes}, {package: portal-12, fact: smoke.list, value: no}]
`)
	for _, c := range []struct {
		facts string
		code  int
	}{
		{"[]", exitNo},
		{"- {package: portal-12, fact: smoke.list, value: yes}", exitYes},
		{"facts: [{package: portal-12, fact: smoke.list, value: yes}, {package: portal-12, fact: smoke.list, value: no}]", exitNo},
		{`[{"package": "portal-12", "fact": "smoke.list", "value": "perhaps"}]`, exitUnknown},
	} {
		code, stdout, stderr := gate(t, "-package", "portal-12", "-environment", "prod", "-at", "2026-09-01T22:30", "-facts", file(t, "facts.yaml", c.facts), plan)
		require.Equal(t, c.code, code, c.facts+stdout+stderr)
	}
}

// TestBadInput expects every fault at once, each with a place and a code.
func TestBadInput(t *testing.T) {
	bad := file(t, "bad.yaml", "plan: X\ntimezone: CEST\npackages: {a: {deploy: 2x}}\n")
	facts := file(t, "facts.yaml", "- {package: nobody, fact: x, value: 1}\n- {pakage: y}\n")
	for _, c := range []struct {
		reason string
		args   []string
		want   []string
	}{
		{"nothing", nil, []string{"-package:1:1: missing-flag", "-environment:1:1: missing-flag", "gate:1:1: missing-file"}},
		{"an unknown flag", []string{"-pakage", "x"}, []string{"gate:1:1: usage"}},
		{"names, guessed", []string{"-package", "fraud-rules-5", "-environment", "prd", "ready.yaml"}, []string{"did you mean prod?", "did you mean fraud-rules-5.0?"}},
		{"a time in another form, and names", []string{"-package", "fraud-rules-5", "-environment", "prd", "-at", "2026-12-17 20:30", "ready.yaml"},
			[]string{"-at:1:1: bad-time: found \"2026-12-17 20:30\"", "write 2026-12-17T20:30", "did you mean prod?", "did you mean fraud-rules-5.0?"}},
		{"a day is no moment", []string{"-package", "fraud-rules-5.0", "-environment", "prod", "-at", "2026-12-17", "ready.yaml"}, []string{"-at:1:1: bad-time", "2026-12-17T09:00"}},
		{"another format", []string{"-package", "fraud-rules-5.0", "-environment", "prod", "-format", "xml", "ready.yaml"}, []string{"-format:1:1: bad-value"}},
		{"files", []string{"-package", "a", "-environment", "prod", bad}, []string{"bad.yaml:2:11: unknown-zone", "bad.yaml:3:24: "}},
		{"no file", []string{"-package", "a", "-environment", "prod", "nowhere.yaml"}, []string{"nowhere.yaml:1:1: file"}},
		{"facts", []string{"-package", "fraud-rules-5.0", "-environment", "prod", "-facts", facts, "ready.yaml"}, []string{"facts.yaml:1:13: unknown-name", "facts.yaml:2:4: unknown-key"}},
		{"no plan", []string{"-package", "fraud-rules-5.0", "-environment", "prod", "-plan", "ready.yaml", "ready.yaml"}, []string{"ready.yaml:"}},
		{"a place it does not use", []string{"-package", "hotfix-11.9.3", "-environment", "perf", "../plan/sample.yaml"}, []string{"-environment:1:1: not-used", "sit, uat, preprod, prod"}},
	} {
		t.Run(c.reason, func(t *testing.T) {
			code, stdout, stderr := gate(t, c.args...)
			require.Equal(t, exitInput, code)
			require.Empty(t, stdout)
			for _, want := range c.want {
				require.Contains(t, stderr, want)
			}
			for line := range strings.Lines(stderr) {
				require.Regexp(t, regexp.MustCompile(`^[^:]+:\d+:\d+: [a-z0-9-]+: `), line)
			}
		})
	}
	code, _, stderr := gate(t, "-h")
	require.Equal(t, exitYes, code)
	require.Contains(t, stderr, "exit codes: 0 yes; 1 no; 2 cannot tell")
}

// TestSampleFacts holds the files beside this one to what the README says of them.
func TestSampleFacts(t *testing.T) {
	_, err := planfile.ReadFile("ready.yaml")
	require.NoError(t, err)
}
