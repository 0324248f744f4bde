package main

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/berthplan/berth/release"
	"github.com/berthplan/berth/schedule"
	"github.com/berthplan/berth/schedule/report"
)

// cases is a file of the real data, which is not part of this project.
func cases(t *testing.T, name string) string {
	t.Helper()
	root := os.Getenv("BERTH_CASES")
	if root == "" {
		t.Skip("BERTH_CASES is not set: it names a folder of real cases")
	}
	return filepath.Join(root, "release", "openstack", name)
}

func file(t *testing.T, content string) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "deliverables.json")
	require.NoError(t, os.WriteFile(name, []byte(content), 0o644))
	return name
}

func sampleFile(t *testing.T) string { return file(t, sample) }

func openstack(args ...string) (code int, stdout, stderr string) {
	var out, err bytes.Buffer
	code = run(context.Background(), args, &out, &err)
	return code, out.String(), err.String()
}

// gathered is what the program knows before planning.
func gathered(t *testing.T, args ...string) *work {
	t.Helper()
	var stderr bytes.Buffer
	o, err := parseOptions(args, &stderr)
	require.NoError(t, err, stderr.String())
	w, err := gather(o)
	require.NoError(t, err)
	return w
}

func solved(t *testing.T, w *work) *schedule.Plan {
	t.Helper()
	plan, err := w.plan(context.Background(), schedule.Options{Work: 20_000, Seed: 1})
	require.NoError(t, err)
	return plan
}

// TestCycles plans whole cycles, at several times, and has each plan judged twice.
func TestCycles(t *testing.T) {
	for _, c := range []struct {
		reason, file, at             string
		deliverables, planned, edges int
		contrary, outOfOrder         int // dependencies that the targets contradict; that the real dates broke
		facts                        int // done at -at: packages whose release was merged
	}{
		{"from the first day", "deliverables_flamingo.json", "", 225, 218, 748, 8, 105, 0},
		{"between the targets of libraries and clients", "deliverables_flamingo.json", "2025-08-26T12:34:56", 225, 218, 748, 8, 105, 48},
		{"mid-cycle", "deliverables_flamingo.json", "2025-09-01", 225, 218, 748, 8, 105, 60},
		{"while candidates wait", "deliverables_flamingo.json", "2025-09-10T12:00", 225, 218, 748, 8, 105, 76},
		{"only trailing ones left", "deliverables_flamingo.json", "2025-10-02", 225, 218, 748, 8, 105, 182},
		{"after the end", "deliverables_flamingo.json", "2025-12-20", 225, 218, 748, 8, 105, 216},
		{"another cycle", "deliverables_gazpacho.json", "", 216, 209, 726, 8, 89, 0},
		{"another cycle, mid-cycle", "deliverables_gazpacho.json", "2026-03-10", 216, 209, 726, 8, 89, 78},
	} {
		t.Run(c.file+" "+c.reason, func(t *testing.T) {
			args := []string{cases(t, c.file)}
			if c.at != "" {
				args = append([]string{"-at", c.at}, args...)
			}
			w := gathered(t, args...)
			require.Len(t, w.in.list, c.deliverables)
			require.Len(t, w.problem.Packages, c.planned)
			for _, d := range w.in.list {
				if d.model == "untagged" {
					require.False(t, slices.ContainsFunc(w.problem.Packages, func(p schedule.Package) bool { return p.Name == d.name }))
					c.planned++
				}
			}
			require.Equal(t, c.deliverables, c.planned, "each deliverable is planned or untagged")
			require.Len(t, w.edges.used, c.edges)
			require.Empty(t, w.edges.dropped)
			for _, e := range w.edges.used {
				from, to := &w.in.list[e.to], &w.in.list[e.from]
				require.True(t, slices.ContainsFunc(w.problem.Links, func(l schedule.Link) bool {
					return l.Kind == schedule.FinishToStart && l.From == from.name+"."+from.firstTag() && l.To == to.name+"."+to.firstTag() && l.Lag == 9*time.Hour
				}), "%s requires %s", to.name, from.name)
			}

			plan := solved(t, w)
			require.Empty(t, plan.Violations)
			require.Empty(t, naiveFaults(w, plan))

			got := compare(w, plan)
			require.Len(t, got.kept.contrary, c.contrary)
			require.Len(t, got.kept.broken, c.outOfOrder)
			require.Equal(t, c.edges, got.kept.plan+got.kept.byFacts, "only facts are out of order in the plan")
			if c.facts == 0 {
				require.Equal(t, c.edges, got.kept.plan)
			}
			facts := 0
			for _, r := range got.rows {
				if r.release.fact && !r.release.planned.After(w.now) {
					require.True(t, r.release.planned.Equal(r.release.real), "%s is as it was, to the second", r.name)
					facts++
				}
			}
			require.Equal(t, c.facts, facts)
			require.Len(t, got.chain, mostChains)
			require.Len(t, got.chain[0], 9, "the longest")
		})
	}
}

// TestWaitsOfAnotherCycle plans without hindsight.
func TestWaitsOfAnotherCycle(t *testing.T) {
	w := gathered(t, "-waits", cases(t, "deliverables_flamingo.json"), cases(t, "deliverables_gazpacho.json"))
	own := gathered(t, cases(t, "deliverables_gazpacho.json"))
	require.Equal(t, 37, w.seen.busiest)
	length := func(w *work, name string) time.Duration {
		i := slices.IndexFunc(w.problem.Activities, func(a schedule.Activity) bool { return a.Name == name })
		return w.problem.Activities[i].Modes[0].Duration
	}
	require.Equal(t, 49*time.Hour+57*time.Minute, length(w, "nova.review"))
	require.Equal(t, 115*time.Hour, length(own, "nova.review").Truncate(time.Hour))
	require.Empty(t, solved(t, w).Violations)
}

func TestSample(t *testing.T) {
	name := sampleFile(t)
	w := gathered(t, "-release", "2025-10-01", "-at", "2025-06-30", name)
	require.Equal(t, []droppedEdge{
		{"base-lib", "unheard-of", dropUnknown},
		{"auth-lib", "base-lib", dropTwice},
		{"auth-tests", "lab", dropUntagged},
		{"egg-lib", "hen-lib", dropCycle},
		{"hen-lib", "egg-lib", dropCycle},
	}, w.edges.dropped)
	require.Len(t, w.edges.used, 8)

	plan := solved(t, w)
	require.Equal(t, schedule.Optimal, plan.Status, "small enough to prove")
	require.Empty(t, plan.Violations)
	require.Empty(t, naiveFaults(w, plan))
	got := compare(w, plan)
	index := func(name string) int {
		return slices.IndexFunc(w.in.list, func(d deliverable) bool { return d.name == name })
	}
	require.Equal(t, []edge{{index("auth-lib"), index("python-authclient")}}, got.kept.contrary)
	require.Equal(t, []edge{
		{index("auth-lib"), index("base-lib")}, {index("auth-lib"), index("python-authclient")}, {index("hen-lib"), index("base-lib")},
	}, got.kept.broken)
	require.Equal(t, 8, got.kept.plan)
	var chain []string
	for _, l := range got.chain[0] {
		chain = append(chain, l.name)
	}
	require.Equal(t, []string{"base-lib", "python-authclient", "auth-lib", "auth", "auth-tests"}, chain)
	for _, r := range got.rows {
		switch r.name {
		case "auth":
			require.Equal(t, "2025-09-11T12:27:13Z", r.candidate.real.Format(time.RFC3339), "not the beta")
			require.Equal(t, "2025-10-01T10:32:44Z", r.release.real.Format(time.RFC3339), "not the one after it")
		case "base-lib":
			require.Equal(t, "2025-08-25T12:37:19Z", r.release.real.Format(time.RFC3339), "the last before the coordinated release")
		case "egg-lib":
			require.Zero(t, r.release.real)
		}
	}

	args := []string{"-release", "2025-10-01", "-at", "2025-06-30", name}
	code, stdout, stderr := openstack(args...)
	require.Equal(t, exitPlan, code)
	require.Empty(t, stderr)
	for _, says := range []string{
		"9 deliverables: 8 planned, 1 left out (untagged: never released)\n",
		"13 dependencies: 8 planned, 5 dropped:\n  base-lib requires unheard-of: not a deliverable of this cycle\n",
		"Plan: optimal (proved), 28 activities, 0 of them facts; 0 packages past their target or deadline\n0 hard rules broken\n",
		"Dependencies in order (what is required is tagged first): 8 of 8 in the plan, 5 of 8 in reality\n",
		"Contradicted by the targets, where what is required has the later one (1):\n  auth-lib requires python-authclient\n",
		"Out of order in reality (3):\n  auth-lib requires base-lib, python-authclient\n  hen-lib requires base-lib\n",
		"Wed 1 Oct 08:05   Wed 1 Oct 10:32",
	} {
		require.Contains(t, stdout, says)
	}
	for line := range strings.Lines(stdout) {
		require.LessOrEqual(t, len([]rune(line)), 121, line)
	}
	_, again, _ := openstack(args...)
	require.Equal(t, stdout, again, "the same bytes")
}

// TestSameBytes is about a whole cycle.
func TestSameBytes(t *testing.T) {
	name := cases(t, "deliverables_flamingo.json")
	for _, args := range [][]string{{name}, {"-format", "json", name}, {"-format", "text", "-at", "2025-09-01", name}} {
		code, first, stderr := openstack(args...)
		require.Equal(t, exitPlan, code)
		require.Empty(t, stderr)
		_, second, _ := openstack(args...)
		require.Equal(t, first, second)
	}
}

func TestFormats(t *testing.T) {
	name := sampleFile(t)
	for _, f := range report.Formats() {
		code, stdout, stderr := openstack("-release", "2025-10-01", "-at", "2025-08-30", "-format", f.Name, name)
		require.Equal(t, exitPlan, code, stderr)
		require.NotEmpty(t, stdout, f.Name)
	}
}

// TestFacts replans with what had happened: exact, and nothing of the future.
func TestFacts(t *testing.T) {
	for _, c := range []struct {
		reason, at string
		facts      []string // of the activities of base-lib and auth
	}{
		{"nothing proposed yet", "2025-08-18T07:59:59", nil},
		{"proposed this second", "2025-08-18T08:00:00", []string{"base-lib.request", "base-lib.review"}},
		{"merged a second later", "2025-08-25T12:37:18", []string{"base-lib.request", "base-lib.review"}},
		{"merged this second", "2025-08-25T12:37:19", []string{"base-lib.request", "base-lib.review", "base-lib.release"}},
		{"the final asked for", "2025-09-29T08:35:45", []string{"base-lib.request", "base-lib.review", "base-lib.release",
			"auth.request", "auth.candidate-review", "auth.candidate", "auth.review"}},
	} {
		t.Run(c.reason, func(t *testing.T) {
			w := gathered(t, "-release", "2025-10-01", "-at", c.at, sampleFile(t))
			plan := solved(t, w)
			require.Empty(t, plan.Violations)
			require.Empty(t, naiveFaults(w, plan))
			var facts []string
			for _, a := range plan.Activities {
				if a.Fact && (a.Package == "base-lib" || a.Package == "auth") {
					facts = append(facts, a.Activity)
				}
			}
			require.Equal(t, c.facts, facts)
		})
	}
}

func TestNoPlan(t *testing.T) {
	// The day of the coordinated release is over, and the service not released.
	code, stdout, stderr := openstack("-release", "2025-10-01", "-at", "2025-10-01T08:00", file(t, strings.Replace(sample,
		`"merged": "2025-10-01T10:32:44+00:00"`, `"merged": "2025-10-20T10:32:44+00:00"`, 1)))
	require.Equal(t, exitPlan, code, "it can still be released today: %s", stderr)
	require.Contains(t, stdout, "0 hard rules broken")

	for _, format := range []string{"compare", "text", "json"} {
		code, stdout, stderr = openstack("-release", "2025-10-01", "-at", "2025-10-02", "-format", format, file(t, strings.Replace(sample,
			`"merged": "2025-10-01T10:32:44+00:00"`, `"merged": "2025-10-20T10:32:44+00:00"`, 1)))
		require.Equal(t, exitNoPlan, code, stdout)
		require.Empty(t, stderr)
		require.Contains(t, stdout, "auth.release")
	}
}

func TestBadInput(t *testing.T) {
	change := func(old, new string) string {
		require.Contains(t, sample, old)
		return strings.Replace(sample, old, new, 1)
	}
	for _, c := range []struct{ reason, content, says string }{
		{"empty", "", "deliverables.json:1:1: bad-json: "},
		{"no JSON", "plan: x", "deliverables.json:1:1: bad-json: "},
		{"cut off", sample[:2000], "bad-json: found unexpected end of JSON input"},
		{"something after it", sample + "x", "bad-json: "},
		{"a list", "[]", "bad-json: found array, expected a JSON object with series and deliverables"},
		{"nothing in it", "null", "missing-field: found nothing at deliverables"},
		{"another shape", `{"series": "example", "deliverables": {"a": 1}}`, "bad-json: found object at deliverables, expected a list"},
		{"a number for a text", change(`"name": "base-lib"`, `"name": 7`), "deliverables.json:2:11: bad-json: found number at deliverables.name, expected a text"},
		{"no name", change(`"name": "base-lib", `, ""), "missing-field: found nothing at deliverables[0].name"},
		{"no team", change(`"team": "base", `, ""), "missing-field: found nothing at deliverables[0].team"},
		{"one name twice", change(`"egg-lib", "team"`, `"hen-lib", "team"`), `duplicate-name: found "hen-lib" twice at deliverables[4].name`},
		{"no version", change(`"version": "1.1.0", `, ""), "missing-field: found nothing at deliverables[0].releases[1].version"},
		{"no time", change("2025-08-25T12:37:19+00:00", "yesterday"), `bad-time: found "yesterday" at deliverables[0].releases[1].merged`},
		{"merged before proposed", change("2025-08-25T12:37:19+00:00", "2024-08-25T12:37:19+00:00"), "end-before-start: found merged 2024-08-25T12:37:19+00:00 at deliverables[0].releases[1]"},
		{"a team with a name that means something", change(`"team": "base"`, `"team": "owner"`), "reserved-name: "},
		{"a deliverable named as a phase", strings.ReplaceAll(sample, "base-lib", "review"), "ambiguous-name: "},
	} {
		t.Run(c.reason, func(t *testing.T) {
			code, stdout, stderr := openstack("-release", "2025-10-01", "-at", "2025-06-30", file(t, c.content))
			require.Equal(t, exitInput, code)
			require.Empty(t, stdout)
			require.Contains(t, stderr, c.says)
		})
	}
	for _, name := range []string{filepath.Join(t.TempDir(), "absent.json"), t.TempDir()} {
		code, stdout, stderr := openstack(name)
		require.Equal(t, exitInput, code)
		require.Empty(t, stdout)
		require.Contains(t, stderr, name+": file: ")
	}
}

// TestSpoiledInput cuts and spoils the sample everywhere: faults or deliverables, and each fault has a file and a code.
func TestSpoiledInput(t *testing.T) {
	for at := 0; at < len(sample); at += 61 {
		for _, with := range []string{"", "\x00", `"`, "9", "{}", "[", "null"} {
			for _, content := range []string{sample[:at] + with, sample[:at] + with + sample[min(at+len(with), len(sample)):]} {
				in, err := parseDeliverables("sample", []byte(content))
				if err == nil {
					require.NotEmpty(t, in.list)
					continue
				}
				var faults release.Faults
				require.ErrorAs(t, err, &faults)
				for _, f := range faults {
					require.Equal(t, "sample", f.File)
					require.NotEmpty(t, f.Code)
				}
			}
		}
	}
}

func TestUsage(t *testing.T) {
	name := sampleFile(t)
	for _, c := range []struct {
		reason string
		args   []string
		says   string
	}{
		{"no file", nil, "usage: found 0 files"},
		{"two files", []string{name, name}, "usage: found 2 files"},
		{"unknown flag", []string{"-speed", name}, "-speed"},
		{"unknown format", []string{"-format", "pdf", name}, "text, json"},
		{"a moment is strict", []string{"-at", "tomorrow", name}, "tomorrow"},
		{"a day is strict", []string{"-release", "1.10.2025", name}, "1.10.2025"},
		{"a day of this age", []string{"-release", "9999-12-31", name}, "-release: bad-value: found 9999-12-31"},
		{"a length is strict", []string{"-settle", "1.5d", name}, "1.5d"},
		{"work is positive", []string{"-work", "0", name}, "-work: bad-value: found 0"},
		{"somebody asks", []string{"-liaisons", "0", name}, "-liaisons: bad-value: found 0"},
		{"somebody approves", []string{"-managers", "-1", name}, "-managers: bad-value: found -1"},
		{"time does not run backwards", []string{"-lead", "-2w", name}, "-lead: bad-value: found -2w"},
		{"a cycle nobody knows", []string{name}, `unknown-name: found "example" at series`},
		{"its beginning, too", []string{"-release", "2025-10-01", name}, "-at: missing-field"},
		{"no file of waits", []string{"-release", "2025-10-01", "-at", "2025-06-30", "-waits", "absent.json", name}, "absent.json: file: "},
	} {
		t.Run(c.reason, func(t *testing.T) {
			code, stdout, stderr := openstack(c.args...)
			require.Equal(t, exitInput, code)
			require.Empty(t, stdout)
			require.Contains(t, stderr, c.says)
		})
	}
	code, stdout, stderr := openstack("-help")
	require.Equal(t, exitPlan, code)
	require.Empty(t, stdout)
	for _, word := range []string{"usage: openstack", "-at", "-release", "-waits", "-settle", "compare", "json", "exit codes"} {
		require.Contains(t, stderr, word)
	}
}

type full struct{}

func (full) Write([]byte) (int, error) { return 0, errors.New("disk full") }

func TestOutputErrors(t *testing.T) {
	var stderr bytes.Buffer
	args := []string{"-release", "2025-10-01", "-at", "2025-06-30", sampleFile(t)}
	require.Equal(t, exitInput, run(context.Background(), args, full{}, &stderr))
	require.Contains(t, stderr.String(), "output: error: found disk full")
}
