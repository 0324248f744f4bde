package main

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// busy is a plan file with a thousand occurrences of a window, two hundred blackouts and thirty packages.
func busy() string {
	var b strings.Builder
	b.WriteString(`plan: busy
timezone: Europe/Zurich
now: 2026-01-05T09:00
horizon: 2028-10-01
systems: {portal: {owner: team}}
teams: {team: {}}
environments: {uat: {}}
windows: {prod: {every: daily, hours: "21:00-03:00"}}
gates: {ready: {requires: [test.passRate >= 98%]}}
phases:
  uat: {duration: 2d, environment: uat}
  deploy: {duration: 2h, rollback: 1h, window: prod, gate: ready}
packages:
`)
	for i := range 30 {
		fmt.Fprintf(&b, "  portal-%d: {system: portal}\n", i)
	}
	b.WriteString("blackouts:\n")
	day := time.Date(2026, 1, 6, 0, 0, 0, 0, time.UTC)
	for i := range 200 {
		from := day.AddDate(0, 0, 5*i)
		fmt.Fprintf(&b, "  - {name: freeze %d, from: %s, to: %s}\n", i, from.Format(time.DateOnly), from.AddDate(0, 0, 1).Format(time.DateOnly))
	}
	return b.String()
}

func TestTheAnswerIsReadByPeople(t *testing.T) {
	name := file(t, "busy.yaml", busy())
	code, stdout, stderr := gate(t, "-package", "portal-12", "-environment", "prod", "-at", "2026-03-03T21:30", "-format", "json", name)
	require.Empty(t, stderr)
	require.Equal(t, exitNo, code)
	require.Contains(t, stdout, "freeze 11")
	require.Contains(t, stdout, ">=", "a relation is printed as it is written")
}

// BenchmarkGate is the program from its arguments to its answer, on a plan of three years.
func BenchmarkGate(b *testing.B) {
	name := filepath.Join(b.TempDir(), "busy.yaml")
	require.NoError(b, os.WriteFile(name, []byte(busy()), 0o644))
	b.ReportAllocs()
	for b.Loop() {
		var stderr bytes.Buffer
		code := run([]string{"-package", "portal-12", "-environment", "prod", "-at", "2026-03-03T21:30", name}, strings.NewReader(""), io.Discard, &stderr, december)
		require.Equal(b, exitNo, code, stderr.String())
	}
}

// An approval of one thing is no approval of another.
func TestAnApprovalIsOfWhatWasApproved(t *testing.T) {
	plan := strings.Replace(busy(), "test.passRate >= 98%", `"approval: cab"`, 1) + `meetings: {cab: {every: [wed], at: "14:00"}}
facts:
  - {package: portal-12, fact: "approval: cab", value: given, digest: aa11}
  - {package: portal-12, fact: uat, value: done}
`
	plan = strings.Replace(plan, "portal-12: {system: portal}", "portal-12: {system: portal, done: {uat: 2026-01-09}}", 1)
	name := file(t, "busy.yaml", plan)
	for _, c := range []struct {
		digest, reason, says string
		code                 int
	}{
		{"aa11", "what was approved", "YES", exitYes},
		{"bb22", "something else", "is for the digest aa11, and that of portal-12 is bb22", exitNo},
		{"", "nobody says what it is: the answer tells that it was not checked", "was not checked", exitYes},
	} {
		code, stdout, stderr := gate(t, "-package", "portal-12", "-environment", "prod", "-at", "2026-03-04T21:30", "-digest", c.digest, name)
		require.Empty(t, stderr, c.reason)
		require.Equal(t, c.code, code, "%s\n%s", c.reason, stdout)
		require.Contains(t, stdout, c.says, c.reason)
	}
}
