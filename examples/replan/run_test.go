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

const sample = "../plan/sample.yaml"

// published is the plan of the sample, as people know it.
func published(t *testing.T) string {
	t.Helper()
	p, err := planfile.ReadFile(sample)
	require.NoError(t, err)
	problem, err := schedule.FromPortfolio(p, time.Time{})
	require.NoError(t, err)
	plan, err := schedule.Solve(context.Background(), problem, schedule.Options{Work: 2000})
	require.NoError(t, err)
	var b bytes.Buffer
	require.NoError(t, report.JSON(&b, plan))
	return file(t, "plan.json", b.String())
}

func file(t *testing.T, name, text string) string {
	t.Helper()
	name = filepath.Join(t.TempDir(), name)
	require.NoError(t, os.WriteFile(name, []byte(text), 0o644))
	return name
}

func program(args ...string) (code int, stdout, stderr string) {
	var out, err bytes.Buffer
	code = run(context.Background(), args, &out, &err)
	return code, out.String(), err.String()
}

func TestIncident(t *testing.T) {
	plan := published(t)
	code, text, stderr := program("-work", "1000", "-baseline", plan, "-event", "incident.yaml", sample)
	require.Equal(t, exitPlan, code, stderr)
	require.Empty(t, stderr)
	for _, said := range []string{
		"1. Earliest safe slot", "Done by Wed 16 Sep 05:10.", "Start the rollback of ledger-4.1.3.deploy by Wed 16 Sep 23:00 at the latest.",
		"Risk 4.5 of at most 12.0.", "Owed afterwards: sit, uat,", "approval: cab (go-no-go)", "Tell:", "    ana: ledger-4.1.3.deploy is new: Wed 16 Sep 02:10",
	} {
		require.Contains(t, text, said)
	}
	code, document, stderr := program("-work", "1000", "-format", "json", "-baseline", plan, "-event", "incident.yaml", sample)
	require.Equal(t, exitPlan, code, stderr)
	var got struct {
		Choices []answer `json:"choices"`
	}
	require.NoError(t, json.Unmarshal([]byte(document), &got))
	require.GreaterOrEqual(t, len(got.Choices), 3)
	for _, c := range got.Choices {
		require.Empty(t, c.Refused)
		require.NotEmpty(t, c.Tell)
		require.Len(t, c.Rollback, 1)
		require.LessOrEqual(t, c.Bound, c.Distance)
	}
	again := first(program("-work", "1000", "-format", "json", "-baseline", plan, "-event", "incident.yaml", sample))
	require.Equal(t, document, again, "the same input gives the same answer")
}

func first(_ int, stdout, _ string) string { return stdout }

func TestSlip(t *testing.T) {
	event := file(t, "slip.yaml", "event: late\nat: 2026-09-16T02:10\nslip: {gateway-7.0.uat: +2d}\n")
	code, text, stderr := program("-work", "2000", "-baseline", published(t), "-event", event, sample)
	require.Equal(t, exitPlan, code, stderr)
	require.Contains(t, text, "late, 2026-09-16T02:10")
	require.Contains(t, text, "Distance ")
	require.Contains(t, text, "gateway-7.0.uat still starts")
}

func TestWrongInput(t *testing.T) {
	event := file(t, "e.yaml", "at: 2026-09-16\nslipp: {}\nslip: {gateway-7.0.uta: +2d}\nwithdrawn: [nothing]\n")
	code, _, stderr := program("-baseline", published(t), "-event", event, sample)
	require.Equal(t, exitInput, code)
	require.Equal(t, 3, strings.Count(stderr, "\n"), stderr)
	for _, said := range []string{"e.yaml:2:1: unknown-key", "e.yaml:3:8: unknown-name", "e.yaml:4:13: unknown-name"} {
		require.Contains(t, stderr, said)
	}
	code, _, stderr = program("-event", event, sample)
	require.Equal(t, exitInput, code)
	require.Contains(t, stderr, "usage: replan")
	code, _, stderr = program("-baseline", "missing.json", "-event", event, sample)
	require.Equal(t, exitInput, code)
	require.Contains(t, stderr, "missing.json: file")
}
