package main

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/berthplan/berth/release/planfile"
	"github.com/berthplan/berth/schedule"
	"github.com/berthplan/berth/schedule/report"
)

var house = []string{"shared.yaml", "core.yaml", "cards.yaml", "channels.yaml"}

func program(args ...string) (code int, stdout, stderr string) {
	var out, err bytes.Buffer
	clock := func() time.Time { return time.Date(2026, 9, 1, 7, 0, 0, 0, time.UTC) }
	code = run(context.Background(), args, strings.NewReader(""), &out, &err, clock)
	return code, out.String(), err.String()
}

func asked(question string, args ...string) []string {
	return append(append([]string{question, "-work", "3000"}, args...), house...)
}

func TestQuestions(t *testing.T) {
	for _, tt := range []struct {
		reason string
		args   []string
		said   []string
	}{
		{"projects wait for each other", asked("waits"), []string{"by project", "Cards", "Core", "Audit", "portal-8.0.build after ledger-5.0.uat +2d"}},
		{"so do teams", asked("waits", "-by", "team"), []string{"by team", "team-cards", "team-core"}},
		{"loads by month", asked("load", "-by", "month"), []string{"Load by month", "bottleneck is uat", "Sep 2026", "Asked for", "Window prod"}},
		{"room in an environment, in a configuration", asked("free", "-for", "3d", "-environment", "uat", "-configuration", "tls13"), []string{"in uat (tls13)", "no earlier: ", "no later: "}},
		{"of several environments, with a team", asked("free", "-for", "1d", "-environment", "uat,sit", "-team", "team-core", "-people", "2", "-from", "2026-09-21"), []string{"in sit", "in uat ("}},
		{"in a window", asked("free", "-for", "2h", "-rollback", "1h", "-window", "prod", "-system", "ledger", "-kind", "major", "-count", "2"), []string{"2 slots", "window prod", "prod opens"}},
		{"on the wall clock", asked("free", "-for", "8h", "-runs", "elapsed"), []string{"Tue 1 Sep 2026 09:00 – Tue 1 Sep 2026 17:00"}},
	} {
		code, text, stderr := program(tt.args...)
		require.Equal(t, exitAnswer, code, "%s: %s", tt.reason, stderr)
		require.Empty(t, stderr, tt.reason)
		for _, said := range tt.said {
			require.Contains(t, text, said, tt.reason)
		}
		_, again, _ := program(tt.args...)
		require.Equal(t, text, again, "%s: the same input gives the same answer", tt.reason)
		code, document, _ := program(append([]string{tt.args[0], "-format", "json"}, tt.args[1:]...)...)
		require.Equal(t, exitAnswer, code, tt.reason)
		require.True(t, json.Valid([]byte(document)), tt.reason)
	}
}

func TestPlanMadeBefore(t *testing.T) {
	p, err := planfile.ReadFiles(house...)
	require.NoError(t, err)
	problem, err := schedule.FromPortfolio(p, time.Time{})
	require.NoError(t, err)
	plan, err := schedule.Solve(context.Background(), problem, schedule.Options{Work: 3000, Seed: 1})
	require.NoError(t, err)
	var b bytes.Buffer
	require.NoError(t, report.JSON(&b, plan))
	made := filepath.Join(t.TempDir(), "plan.json")
	require.NoError(t, os.WriteFile(made, b.Bytes(), 0o644))
	code, text, stderr := program(append([]string{"waits", "-plan", made}, house...)...)
	require.Equal(t, exitAnswer, code, stderr)
	_, solved, _ := program(asked("waits")...)
	require.Equal(t, solved, text)
	code, _, stderr = program("waits", "-plan", made, "shared.yaml", "core.yaml")
	require.Equal(t, exitInput, code)
	require.Contains(t, stderr, "unknown-activity")
}

func TestWrongInput(t *testing.T) {
	none := filepath.Join(t.TempDir(), "none.yaml")
	require.NoError(t, os.WriteFile(none, []byte("plan: x\nnow: 2026-09-01\npackages: {a: {deadline: 2026-09-02}}\nphases: {build: {duration: 9d}}\n"), 0o644))
	other := filepath.Join(t.TempDir(), "other.yaml")
	require.NoError(t, os.WriteFile(other, []byte("environments: {sit: {capacity: 3}}\n"), 0o644))
	for _, tt := range []struct {
		reason string
		args   []string
		code   int
		said   string
	}{
		{"no question", nil, exitInput, "usage: portfolio QUESTION"},
		{"a question there is not", []string{"where"}, exitInput, `there is no question "where"`},
		{"no file", []string{"waits"}, exitInput, "waits: missing: found no plan file"},
		{"a file that is not there", []string{"waits", "nothing.yaml"}, exitInput, "nothing.yaml: file"},
		{"a format there is not", []string{"load", "-format", "pdf", "shared.yaml"}, exitInput, "-format: bad-value"},
		{"a period there is not", []string{"load", "-by", "year", "shared.yaml"}, exitInput, "is none of day, week and month"},
		{"a party there is not", []string{"waits", "-by", "planet", "shared.yaml"}, exitInput, "is none of project, team and package"},
		{"no length", asked("free"), exitInput, "-for: missing"},
		{"a time there is not", asked("free", "-runs", "fast"), exitInput, "is none of working, contiguous and elapsed"},
		{"an environment there is not", asked("free", "-for", "1h", "-environment", "uta"), exitInput, "-environment: unknown-name"},
		{"no time to search", []string{"load", "-time", "0s", "shared.yaml"}, exitInput, "-time: bad-value"},
		{"less than no work", []string{"load", "-work", "-1", "shared.yaml"}, exitInput, "-work: bad-value"},
		{"no plan", []string{"waits", "-work", "1000", none}, exitNoPlan, "a"},
		{"a plan that is none", []string{"waits", "-plan", "shared.yaml", "shared.yaml"}, exitInput, "shared.yaml"},
		{"the same thing in two ways, both places", append([]string{"waits"}, "shared.yaml", "core.yaml", "cards.yaml", other), exitInput, "the other stands at shared.yaml:30:3"},
		{"help", []string{"free", "-h"}, exitAnswer, "exit codes"},
	} {
		code, stdout, stderr := program(tt.args...)
		require.Equal(t, tt.code, code, "%s: %s", tt.reason, stderr)
		require.Empty(t, stdout, tt.reason)
		require.Contains(t, stderr, tt.said, tt.reason)
	}
}
