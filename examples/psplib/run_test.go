package main

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

const two = "4 1\n4\n0 0 2 2 3\n3 2 1 4\n4 3 1 4\n0 0 0\n"

func write(t *testing.T, dir, name, text string) string {
	t.Helper()
	require.NoError(t, os.MkdirAll(dir, 0o755))
	name = filepath.Join(dir, name)
	require.NoError(t, os.WriteFile(name, []byte(text), 0o644))
	return name
}

func TestLineOfAnInstance(t *testing.T) {
	file := write(t, filepath.Join(t.TempDir(), "tiny"), "two.rcp", two)
	var out, errs bytes.Buffer
	require.Equal(t, 0, run(context.Background(), []string{"-work", "1000", file}, &out, &errs), errs.String())
	var r map[string]any
	require.NoError(t, json.Unmarshal(out.Bytes(), &r))
	require.Equal(t, "two", r["instance"])
	require.EqualValues(t, 7, r["makespan"])
	require.Contains(t, []any{"optimal", "feasible"}, r["status"])
	require.Len(t, r["starts"], 4)
	require.Equal(t, []any{1.0, 1.0, 1.0, 1.0}, r["modes"])
	for _, key := range []string{"lower_bound", "seconds", "first_seconds", "nodes", "conflicts", "bound_from"} {
		require.Contains(t, r, key)
	}
}

func TestResumeAndSummary(t *testing.T) {
	dir := t.TempDir()
	file := write(t, filepath.Join(dir, "tiny"), "two.rcp", two)
	other := write(t, filepath.Join(dir, "tiny"), "other.rcp", strings.Replace(two, "4 3 1 4", "9 3 1 4", 1))
	known := write(t, dir, "bks.csv", "instance,set,lower_bound,upper_bound,critical_path\ntwo,tiny,7,7,4\nother,tiny,12,12,9\n")
	var first, second, errs bytes.Buffer
	require.Equal(t, 0, run(context.Background(), []string{"-work", "1000", file}, &first, &errs), errs.String())
	cut := write(t, dir, "out.jsonl", first.String()+`{"instance":"other","se`)
	require.Equal(t, 0, run(context.Background(), []string{"-work", "1000", "-resume", cut, "-summary", known, file, other}, &second, &errs), errs.String())
	lines := strings.Split(second.String(), "\n")
	require.Contains(t, lines[0], `"instance":"other"`, "the one that is done is left out, the one that was cut is not")
	require.Contains(t, second.String(), "2 of 2")
	require.NotContains(t, lines[1], `"instance"`)
}

func TestBadFilesDoNotStopTheOthers(t *testing.T) {
	dir := t.TempDir()
	bad := write(t, dir, "bad.rcp", "4 x\n")
	good := write(t, dir, "two.rcp", two)
	var out, errs bytes.Buffer
	require.Equal(t, 2, run(context.Background(), []string{"-work", "1000", bad, filepath.Join(dir, "none.sm"), good}, &out, &errs))
	require.Contains(t, errs.String(), "bad.rcp:1: bad-number")
	require.Contains(t, errs.String(), "none.sm")
	require.Contains(t, out.String(), `"instance":"two"`)
}

func TestCommandLine(t *testing.T) {
	for _, args := range [][]string{{}, {"-time", "-1s", "x.sm"}, {"-workers", "0", "x.sm"}, {"-nonsense"}, {"-summary", "none.csv", "x.sm"}} {
		var out, errs bytes.Buffer
		require.Equal(t, 2, run(context.Background(), args, &out, &errs), "%v", args)
		require.NotEmpty(t, errs.String())
	}
}

// The program of the other solver prints lines that are read as this one's are. It needs python3 with ortools.
func TestTheOtherSolverPrintsTheSameLines(t *testing.T) {
	if err := exec.Command("python3", "-c", "import ortools").Run(); err != nil {
		t.Skip("python3 has no ortools (python3 -m pip install ortools)")
	}
	text, err := os.ReadFile(filepath.Join("..", "..", "schedule", "psplib", "testdata", "small.sm"))
	require.NoError(t, err)
	dir := t.TempDir()
	file := write(t, filepath.Join(dir, "tiny"), "small.sm", string(text))
	circle := write(t, filepath.Join(dir, "tiny"), "circle.sm", strings.Replace(string(text), "   4        1          1           5\n", "   4        1          2           2   5\n", 1))
	modes := filepath.Join("..", "..", "schedule", "psplib", "testdata", "small.mm")
	var out, errs bytes.Buffer
	peer := exec.Command("python3", "cpsat.py", "--time", "5", circle, modes, file)
	peer.Stdout, peer.Stderr = &out, &errs
	require.ErrorContains(t, peer.Run(), "exit status 2")
	require.Contains(t, errs.String(), "circle.sm: ")
	require.Contains(t, errs.String(), "small.mm: job 2 has 2 modes")

	var theirs, ours map[string]any
	require.NoError(t, json.Unmarshal(out.Bytes(), &theirs), errs.String())
	lines := write(t, dir, "peer.jsonl", out.String())
	known := write(t, dir, "bks.csv", "instance,set,lower_bound,upper_bound,critical_path\nsmall,tiny,9,9,5\n")
	out.Reset()
	require.Equal(t, 0, run(context.Background(), []string{"-resume", lines, "-summary", known}, &out, &errs), errs.String())
	require.Contains(t, out.String(), "1 of 1")
	out.Reset()
	require.Equal(t, 0, run(context.Background(), []string{"-work", "1000", file}, &out, &errs), errs.String())
	require.NoError(t, json.Unmarshal(out.Bytes(), &ours))
	for _, key := range []string{"instance", "set", "status", "makespan", "lower_bound", "critical_path", "modes"} {
		require.Equal(t, ours[key], theirs[key], key)
	}
}
