package main

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

var updateLint = flag.Bool("update-lint", false, "write the golden files of lint")

// lintRun is what one call of lint answers.
func lintRun(in string, args ...string) (code int, out, errs string) {
	var stdout, stderr bytes.Buffer
	code = run(append([]string{"lint"}, args...), strings.NewReader(in), &stdout, &stderr)
	return code, stdout.String(), stderr.String()
}

// The findings of a plan file and of an .ics file, one a line with its place.
func TestLintFindings(t *testing.T) {
	for _, name := range []string{"mistakes.yaml", "mistakes.ics"} {
		code, out, errs := lintRun("", "-from", "2026-09-01", "-to", "2027-06-30", "testdata/"+name)
		require.Empty(t, errs)
		require.Equal(t, lintFound, code)
		golden := filepath.Join("testdata", name+".txt")
		if *updateLint {
			require.NoError(t, os.WriteFile(golden, []byte(out), 0o644))
		}
		want, err := os.ReadFile(golden)
		require.NoError(t, err, "run with -update-lint")
		require.Equal(t, string(want), out)
	}
}

func TestLintExit(t *testing.T) {
	const clean = "plan: a\nnow: 2026-09-01\nwindows: {prod: {every: tue, hours: \"21:00-23:00\"}}\n"
	tests := []struct {
		reason    string
		in        string
		args      []string
		code      int
		out, errs string // parts of them
	}{
		{"the sample has no mistake", "", []string{"../plan/sample.yaml"}, lintClean, "", ""},
		{"a plan on standard input", clean, []string{"-"}, lintClean, "", ""},
		{"a table with a wrong weekday", "", []string{"../plan/sample.csv"}, lintFound, "sample.csv:9:5: weekday: found Wednesday", ""},
		{"one file of two has a finding", "", []string{"../plan/sample.yaml", "../plan/sample.csv"}, lintFound, "weekday", ""},
		{"a code that is not wanted", "", []string{"-ignore", "weekday", "../plan/sample.csv"}, lintClean, "", ""},
		{"a code that there is not", "", []string{"-ignore", "wekday", "../plan/sample.csv"}, lintUnread, "", "is no code"},
		{"every fault of a plan that cannot be read", "plan: a\ntimezone: CEST\nwindows: {prod: {evry: tue}}\n", []string{"-"}, lintUnread, "", "unknown-key"},
		{"and the other one", "plan: a\ntimezone: CEST\nwindows: {prod: {evry: tue}}\n", []string{"-"}, lintUnread, "", "unknown-zone"},
		{"a file that is not there, beside one with a finding", "", []string{"nowhere.yaml", "../plan/sample.csv"}, lintUnread, "weekday", "nowhere.yaml: file"},
		{"no file", "", nil, lintUnread, "", "usage: calendar lint"},
		{"help", "", []string{"-h"}, lintClean, "", "out-of-order"},
		{"a freeze may be short", clean + "blackouts: [{name: Fair, from: 2026-10-05, to: 2026-10-12}]\n", []string{"-longest", "5", "-"}, lintFound, "-:4:48: long-freeze", ""},
	}
	for _, tt := range tests {
		t.Run(tt.reason, func(t *testing.T) {
			code, out, errs := lintRun(tt.in, tt.args...)
			require.Equal(t, tt.code, code, out+errs)
			require.Contains(t, out, tt.out)
			require.Contains(t, errs, tt.errs)
			if tt.out == "" {
				require.Empty(t, out)
			}
		})
	}
}

// The published calendars are read, and a calendar with unknown zones or faulty events is a finding and no failure.
func TestLintPublishedCalendars(t *testing.T) {
	cases := os.Getenv("BERTH_CASES")
	if cases == "" {
		t.Skip("BERTH_CASES is not set: no published calendars")
	}
	files, err := filepath.Glob(filepath.Join(cases, "calendar", "ics", "*", "*.ics"))
	require.NoError(t, err)
	require.NotEmpty(t, files)
	count := map[int]int{}
	for _, name := range files {
		code, _, errs := lintRun("", "-from", "2010-01-01", "-to", "2020-01-01", name)
		count[code]++
		if code == lintUnread {
			require.Contains(t, errs, "not-ical", name)
		}
	}
	t.Logf("%d files: %d clean, %d with findings, %d that are no calendars", len(files), count[lintClean], count[lintFound], count[lintUnread])

	code, out, errs := lintRun("", "-from", "2025-09-01", filepath.Join(cases, "release", "kubernetes", "release-1.35_schedule.ics"))
	require.Equal(t, lintClean, code, out+errs)
}
