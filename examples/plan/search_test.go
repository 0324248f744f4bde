package main

import (
	"bytes"
	"context"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/berthplan/berth/schedule"
	"github.com/berthplan/berth/schedule/report"
)

func read(t *testing.T, document string) *schedule.Plan {
	t.Helper()
	plan, err := report.ReadJSON(strings.NewReader(document))
	require.NoError(t, err)
	return plan
}

// What a search had when it was interrupted is printed, and another goes on from there.
func TestInterruptedAndResumed(t *testing.T) {
	var out, errs bytes.Buffer
	ctx := &interrupted{Context: context.Background(), left: 60}
	code := run(ctx, []string{"-work", "1000000000", "-format", "json", "sample.yaml"}, strings.NewReader(""), &out, &errs, september)
	require.Equal(t, exitPlan, code, errs.String())
	first := read(t, out.String())
	require.Equal(t, "cancelled", first.Stopped)
	require.Less(t, first.Work, int64(1_000_000), "it ended long before its limit")
	require.NotEmpty(t, first.Activities)

	checkpoint := written(t, "plan.json", out.String())
	code, document, stderr := program("-work", "1", "-seed", "9", "-from", checkpoint, "-format", "json", "sample.yaml")
	require.Equal(t, exitPlan, code, stderr)
	require.Empty(t, stderr, "it is of the same input")
	again := read(t, document)
	require.Equal(t, first.Problem, again.Problem)
	for i, v := range again.Objective {
		was := first.Objective[i]
		require.LessOrEqual(t, v.Value, was.Value)
		if v.Value < was.Value {
			break
		}
		require.GreaterOrEqual(t, v.Bound, was.Bound, "what is proved stays proved")
	}
}

func TestAPlanOfAnotherInputIsABeginningAndNoMore(t *testing.T) {
	const one, two = "packages: {a: {phases: {work: 3d}}}\nnow: 2026-09-01\n", "packages: {a: {phases: {work: 4d}}}\nnow: 2026-09-01\n"
	_, document, _ := plan(t, one, "-work", "100", "-format", "json")
	code, _, stderr := plan(t, two, "-work", "100", "-from", written(t, "plan.json", document))
	require.Equal(t, exitPlan, code, stderr)
	require.Contains(t, stderr, "plan.json: warning: other-input: ")
	code, _, stderr = plan(t, one, "-work", "100", "-from", written(t, "plan.json", document))
	require.Equal(t, exitPlan, code)
	require.Empty(t, stderr)
}

func TestSearchFlags(t *testing.T) {
	_, document, stderr := program("-work", "2000", "-workers", "3", "-seed", "7", "-format", "json", "sample.yaml")
	require.Empty(t, stderr)
	got := read(t, document)
	require.Greater(t, got.Work, int64(4000), "three have done it, each with its limit")
	require.Equal(t, uint64(7), got.Seed)

	_, document, stderr = program("-work", "50000", "-gap", "1", "-format", "json", "sample.yaml")
	require.Empty(t, stderr)
	got = read(t, document)
	require.Equal(t, "good enough", got.Stopped, "any plan is")

	empty := written(t, "plan.json", strings.Replace(document, `"activities": [`, `"activities": [], "left": [`, 1))
	tests := []struct {
		reason string
		args   []string
		want   string
	}{
		{"no search at all", []string{"-workers", "0"}, "-workers: bad-value: found 0"},
		{"more than any machine runs", []string{"-workers", "1000000"}, "-workers: bad-value"},
		{"nothing is better than nothing", []string{"-gap", "-0.1"}, "-gap: bad-value: found -0.1"},
		{"more than all of it", []string{"-gap", "1.5"}, "-gap: bad-value"},
		{"not a number", []string{"-gap", "NaN"}, "-gap: bad-value"},
		{"all at once", []string{"-gap", "2", "-work", "-1", "-relax", "-1"}, "-relax: bad-value: found -1, expected 1 or more\n-work: bad-value: found -1, expected 0 or more\n-gap: bad-value: found 2"},
		{"no such file", []string{"-from", "none.json"}, "none.json: file: "},
		{"no plan", []string{"-from", "sample.yaml"}, "sample.yaml"},
		{"no dates", []string{"-from", empty}, ""},
	}
	for _, tt := range tests {
		t.Run(tt.reason, func(t *testing.T) {
			code, stdout, stderr := program(append(tt.args, "sample.yaml")...)
			require.Equal(t, exitInput, code, stderr)
			require.Empty(t, stdout)
			require.NotEmpty(t, stderr)
			require.Contains(t, stderr, tt.want)
		})
	}
}
