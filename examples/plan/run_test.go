package main

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/berthplan/berth/schedule"
	"github.com/berthplan/berth/schedule/report"
)

// september is a clock for files that do not say what the time is.
func september() time.Time { return time.Date(2026, 9, 1, 7, 0, 0, 0, time.UTC) }

// plan runs the program with a file of that content, where there is one.
func plan(t *testing.T, file string, args ...string) (code int, stdout, stderr string) {
	t.Helper()
	if file != "" {
		name := filepath.Join(t.TempDir(), "plan.yaml")
		require.NoError(t, os.WriteFile(name, []byte(file), 0o644))
		args = append(args, name)
	}
	var out, err bytes.Buffer
	code = run(context.Background(), args, strings.NewReader(""), &out, &err, september)
	return code, out.String(), err.String()
}

func TestSample(t *testing.T) {
	folder := t.TempDir()
	code, first, stderr := plan(t, "", "-out", folder)
	require.Equal(t, exitPlan, code, stderr)
	require.Empty(t, stderr)
	for line := range strings.Lines(first) {
		require.LessOrEqual(t, len([]rune(line)), 121, line)
	}

	code, document, stderr := plan(t, "", "-format", "json")
	require.Equal(t, exitPlan, code, stderr)
	got, err := report.ReadJSON(strings.NewReader(document))
	require.NoError(t, err)
	require.Empty(t, got.Violations)
	require.Equal(t, "Europe/Zurich", got.Zone)

	late, out := 0, []string{}
	for _, o := range got.Packages {
		if o.Late > 0 {
			late++
		}
		if o.LeftOut {
			out = append(out, o.Package)
		}
	}
	require.GreaterOrEqual(t, len(got.Packages), 25)
	require.Equal(t, []string{"card-art-1"}, out, "the September campaign cannot be ready in September")
	require.Positive(t, late, "uat is too small for all the wishes")
	require.Less(t, late, 8, "but most are met")
	require.NotEmpty(t, got.Changeovers)
	require.Contains(t, first, "Late, and why")

	t.Run("twice the same bytes", func(t *testing.T) {
		for _, f := range report.Formats() {
			written, err := os.ReadFile(filepath.Join(folder, f.File))
			require.NoError(t, err)
			var again bytes.Buffer
			require.NoError(t, f.Write(&again, got))
			require.Equal(t, string(written), again.String(), f.Name)
		}
	})

	t.Run("says what its comments promise", func(t *testing.T) {
		starts := map[string]time.Time{}
		for _, a := range got.Activities {
			starts[strings.TrimSuffix(a.Package+" "+a.Phase+"@"+a.Site, "@")] = a.Start
		}
		require.Equal(t, "2026-10-13", starts["merchant-desk-4.0 deploy"].Format("2006-01-02"), "pinned")
		freeze := starts["fraud-rules-5.0 deploy"]
		require.True(t, freeze.Format("2006-01-02") >= "2026-12-14" && freeze.Format("2006-01-02") <= "2026-12-23", "in the freeze, by its exception: %s", freeze)
		require.True(t, starts["ledger-4.2 deploy@zurich"].Before(starts["ledger-4.2 deploy@singapore"]), "in the order of the sites")
	})
}

const hotfix = `plan: Friday hotfix
timezone: Europe/Zurich
packages: {portal-12.0.1: {deploy: 2h}}
windows: {prod: {every: [tue, thu], hours: "21:00-03:00"}}
`

func TestNow(t *testing.T) {
	for _, c := range []struct {
		reason, file string
		args         []string
		start        string
	}{
		{"neither the file nor a flag: the clock", hotfix, nil, "Tue  1 Sep 21:00"},
		{"the file's own", hotfix + "now: 2026-09-02T09:00\n", nil, "Thu  3 Sep 21:00"},
		{"the flag before the file", hotfix + "now: 2026-09-02T09:00\n", []string{"-now", "2026-09-04T09:00"}, "Tue  8 Sep 21:00"},
		{"the flag alone, a day", hotfix, []string{"-now", "2026-09-10"}, "Thu 10 Sep 21:00"},
	} {
		t.Run(c.reason, func(t *testing.T) {
			code, stdout, stderr := plan(t, c.file, append(c.args, "-work", "1000")...)
			require.Equal(t, exitPlan, code, stderr)
			require.Contains(t, stdout, c.start)
		})
	}
}

func TestStandardInput(t *testing.T) {
	var stdout, stderr bytes.Buffer
	code := run(context.Background(), []string{"-work", "1000", "-"}, strings.NewReader(hotfix), &stdout, &stderr, september)
	require.Equal(t, exitPlan, code, stderr.String())
	require.Contains(t, stdout.String(), "Friday hotfix")
}

func TestUsage(t *testing.T) {
	for _, c := range []struct {
		reason string
		args   []string
		says   string
	}{
		{"unknown flag", []string{"-speed"}, "-speed"},
		{"unknown format", []string{"-format", "pdf"}, "text, json"},
		{"a moment is strict", []string{"-now", "tomorrow"}, "tomorrow"},
		{"a limit is positive", []string{"-time", "-5s"}, "-time: bad-value: found -5s"},
		{"work is not negative", []string{"-work", "-1"}, "-work: bad-value: found -1"},
	} {
		t.Run(c.reason, func(t *testing.T) {
			code, stdout, stderr := plan(t, "", c.args...)
			require.Equal(t, exitInput, code)
			require.Empty(t, stdout)
			require.Contains(t, stderr, c.says)
		})
	}
	code, stdout, stderr := plan(t, "", "-help")
	require.Equal(t, exitPlan, code)
	require.Empty(t, stdout)
	for _, word := range []string{"usage: plan", "-format", "-out", "-time", "-work", "-seed", "-now", "text", "json", "exit codes"} {
		require.Contains(t, stderr, word)
	}
}

// base is a plan in which the cases below put one thing wrong.
const base = `plan: Base
timezone: Europe/Zurich
now: 2026-09-01T09:00
horizon: 2026-12-31
systems: {ledger: {owner: team-ledger}}
teams: {team-ledger: {capacity: 2}}
environments: {uat: {}}
windows: {prod: {every: [tue, thu], hours: "21:00-03:00"}}
phases:
  uat: {duration: 2d, environment: uat}
  deploy: {duration: 2h, window: prod, after: uat}
packages:
  ledger-4.2: {system: ledger}
`

func TestBadInput(t *testing.T) {
	change := func(old, new string) string {
		require.Contains(t, base, old)
		return strings.Replace(base, old, new, 1)
	}
	bomb := "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
	for i := '1'; i <= '9'; i++ {
		was, is := "*a"+string(i-1), "a"+string(i)
		bomb += is + ": &" + is + " [" + strings.Repeat(was+", ", 9) + was + "]\n"
	}
	placed := regexp.MustCompile(`^\S*plan\.yaml:[1-9][0-9]*:[1-9][0-9]*: [a-z][a-z0-9-]*: \S`)
	for _, c := range []struct {
		reason, file string
		line         string // of the first fault, ":LINE:"; "" for any
	}{
		{"only blanks", "  \n", ""},
		{"binary", "\x00\x01\x02\xff\xfe plan", ""},
		{"brackets without end", strings.Repeat("[", 100_000), ""},
		{"alias bomb", bomb, ""},
		{"no mapping", "- a\n- b\n", ":1:"},
		{"unknown zone", change("Europe/Zurich", "Europe/Zuerich"), ":2:"},
		{"an abbreviation is no zone", change("Europe/Zurich", "CEST"), ":2:"},
		{"unknown key", change("packages:", "packges:"), ""},
		{"end before start", base + "blackouts:\n  - {name: Year end, from: 2027-01-04, to: 2026-12-18}\n", ":15:"},
		{"negative duration", change("duration: 2d", "duration: -2d"), ":10:"},
		{"no date", change("horizon: 2026-12-31", "horizon: 2026-02-30"), ":4:"},
		{"capacity 0", change("uat: {}", "uat: {capacity: 0}"), ":7:"},
		{"unknown environment", change("environment: uat", "environment: uta"), ":10:"},
		{"unknown system", change("system: ledger", "system: ledgr"), ":13:"},
		{"unknown window", change("window: prod", "window: prd"), ":11:"},
		{"unknown phase in a link", change("after: uat", "after: sit"), ":11:"},
		{"unknown package in a link", change("{system: ledger}\n", "{system: ledger, after: [gateway-7.0]}\n"), ":13:"},
		{"cycle", base + "  a: {after: [b]}\n  b: {after: [a]}\n", ""},
		{"after itself", change("{system: ledger}\n", "{system: ledger, after: [ledger-4.2]}\n"), ""},
		{"duplicate package", base + "  ledger-4.2: {system: ledger}\n", ":14:"},
		{"low above likely", change("duration: 2d", "duration: 5d..2d..8d"), ":10:"},
	} {
		t.Run(c.reason, func(t *testing.T) {
			code, stdout, stderr := plan(t, c.file, "-work", "1000")
			require.Equal(t, exitInput, code, stdout)
			require.Empty(t, stdout)
			require.NotEmpty(t, stderr)
			for line := range strings.Lines(stderr) {
				require.Regexp(t, placed, line)
			}
			require.Contains(t, strings.SplitAfter(stderr, "\n")[0], "plan.yaml"+c.line)
		})
	}
}

func TestEmptyAndMissingFiles(t *testing.T) {
	empty := filepath.Join(t.TempDir(), "empty.yaml")
	require.NoError(t, os.WriteFile(empty, nil, 0o644))
	for _, name := range []string{empty, filepath.Join(t.TempDir(), "absent.yaml"), t.TempDir()} {
		code, stdout, stderr := plan(t, "", name)
		require.Equal(t, exitInput, code)
		require.Empty(t, stdout)
		require.Regexp(t, `^`+regexp.QuoteMeta(name)+`(:1:1)?: [a-z][a-z0-9-]*: \S.*\n$`, stderr)
	}
}

// TestFindings is about files that can be read and cannot work, or not as meant.
func TestFindings(t *testing.T) {
	with := func(pkg string) string {
		return strings.Replace(base, "{system: ledger}\n", "{system: ledger, "+pkg+"}\n", 1)
	}
	for _, c := range []struct {
		reason, file string
		code         int
	}{
		{"nothing wrong", base, exitPlan},
		{"a deadline before now is missed, and the file not bad", with("deadline: 2026-08-20"), exitPlan},
		{"a deadline that cannot be kept", with("deadline: 2026-09-02"), exitNoPlan},
		{"a pin inside a blackout",
			with("pinned: {deploy: 2026-09-10}") + "blackouts:\n  - {name: Audit, from: 2026-09-09, to: 2026-09-11}\n", exitNoPlan},
		{"a rule that never fires",
			base + "blackouts:\n  - {name: Never, every: \"FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30\"}\n", exitPlan},
		{"a window that never opens",
			strings.Replace(base, "every: [tue, thu]", "every: \"FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30\"", 1), exitNoPlan},
		{"a blackout over the whole horizon", base + "blackouts:\n  - {name: Merger, from: 2026-08-01, to: 2027-01-31}\n", exitNoPlan},
		{"a blackout in the way is planned around", base + "blackouts:\n  - {name: Audit, from: 2026-09-01, to: 2026-09-30}\n", exitPlan},
	} {
		t.Run(c.reason, func(t *testing.T) {
			for _, format := range report.Formats() {
				code, stdout, stderr := plan(t, c.file, "-work", "1000", "-format", format.Name)
				require.Equal(t, c.code, code, "%s%s", stdout, stderr)
				require.Empty(t, stderr)
				require.NotEmpty(t, stdout)
				if format.Name != "json" {
					continue
				}
				got, err := report.ReadJSON(strings.NewReader(stdout))
				require.NoError(t, err)
				require.Equal(t, c.code == exitNoPlan, len(got.Violations) > 0, stdout)
				require.Equal(t, c.code == exitPlan, got.Status == schedule.Optimal || got.Status == schedule.Feasible)
			}
		})
	}
}

// interrupted is a context that is cancelled once it has been asked often enough:
// in the middle of a search, whatever the speed of the machine.
type interrupted struct {
	context.Context
	left int
}

func (c *interrupted) Err() error {
	if c.left--; c.left < 0 {
		return context.Canceled
	}
	return nil
}

func TestCancelledSearchKeepsItsPlan(t *testing.T) {
	var stdout, stderr bytes.Buffer
	ctx := &interrupted{Context: context.Background(), left: 20}
	code := run(ctx, []string{"-format", "json", "-work", "1000000000"}, nil, &stdout, &stderr, september)
	require.Equal(t, exitPlan, code, stderr.String())
	got, err := report.ReadJSON(&stdout)
	require.NoError(t, err)
	require.Equal(t, "cancelled", got.Stopped)
	require.Equal(t, schedule.Feasible, got.Status)
}

type full struct{}

func (full) Write([]byte) (int, error) { return 0, errors.New("disk full") }

func TestOutputErrors(t *testing.T) {
	var stderr bytes.Buffer
	require.Equal(t, exitInput, run(context.Background(), nil, nil, full{}, &stderr, september))
	require.Contains(t, stderr.String(), "output: error: found disk full")

	taken := filepath.Join(t.TempDir(), "taken")
	require.NoError(t, os.WriteFile(taken, nil, 0o644))
	code, _, text := plan(t, "", "-out", taken)
	require.Equal(t, exitInput, code)
	require.Contains(t, text, taken+": file: ")
}

// What only shows when the plan is built has its place in the file, too.
func TestLateFaultsHaveTheirPlace(t *testing.T) {
	const file = "plan: x\nnow: 2026-09-01T09:00\nhorizon: 2027-01-01\nphases: {build: {duration: 1d}}\npackages: {a: {}, b: {with: a}}\n"
	code, _, stderr := plan(t, file, "-work", "100")
	require.Equal(t, exitInput, code)
	require.Contains(t, stderr, "plan.yaml:5:22: link-no-window: ")

	code, _, stderr = plan(t, file, "-now", "2040-01-01T09:00")
	require.Equal(t, exitInput, code)
	require.Contains(t, stderr, "plan.yaml:3:10: end-before-start: ")
}

// A plan that was published is compared with: Markdown says what changed, and calendars see what moved.
func TestSince(t *testing.T) {
	folder := t.TempDir()
	code, _, stderr := plan(t, base, "-work", "500", "-out", folder)
	require.Equal(t, exitPlan, code, stderr)
	published := filepath.Join(folder, "plan.json")

	code, same, stderr := plan(t, base, "-work", "500", "-since", published, "-format", "markdown")
	require.Equal(t, exitPlan, code, stderr)
	require.Contains(t, same, "Nothing: every activity is where it was.")

	later := strings.Replace(base, "duration: 2d", "duration: 3d", 1)
	code, moved, stderr := plan(t, later, "-work", "500", "-since", published, "-format", "markdown")
	require.Equal(t, exitPlan, code, stderr)
	require.Contains(t, moved, "1 moved, 1 resized; 0 as before.")
	code, calendar, stderr := plan(t, later, "-work", "500", "-since", published, "-format", "ics")
	require.Equal(t, exitPlan, code, stderr)
	require.Equal(t, 2, strings.Count(calendar, "SEQUENCE:1\r\n"), calendar)

	code, _, stderr = plan(t, base, "-since", filepath.Join(folder, "plan.md"))
	require.Equal(t, exitInput, code)
	require.Regexp(t, `plan\.md:1:\d+: syntax: `, stderr)
	code, _, stderr = plan(t, base, "-since", filepath.Join(folder, "absent.json"))
	require.Equal(t, exitInput, code)
	require.Contains(t, stderr, "absent.json: file: ")
}

// A calendar holds what one package, environment or team needs to know.
func TestParts(t *testing.T) {
	uids := regexp.MustCompile(`UID:([^@\r\n]+)@`)
	for _, c := range []struct {
		reason string
		only   []string
		uids   string
	}{
		{"everything", nil, "ledger-4.2.uat ledger-4.2.deploy"},
		{"an environment", []string{"environment=uat"}, "ledger-4.2.uat"},
		{"a package", []string{"package=ledger-4.2"}, "ledger-4.2.uat ledger-4.2.deploy"},
		{"a team that does nothing", []string{"team=team-ledger"}, ""},
		{"what is in both", []string{"package=ledger-4.2", "environment=uat"}, "ledger-4.2.uat"},
	} {
		t.Run(c.reason, func(t *testing.T) {
			args := []string{"-work", "500", "-format", "ics"}
			for _, part := range c.only {
				args = append(args, "-only", part)
			}
			code, stdout, stderr := plan(t, base, args...)
			require.Equal(t, exitPlan, code, stderr)
			var found []string
			for _, m := range uids.FindAllStringSubmatch(stdout, -1) {
				found = append(found, m[1])
			}
			require.Equal(t, c.uids, strings.Join(found, " "), stdout)
		})
	}
	for _, c := range []struct{ reason, only, says string }{
		{"no such thing", "colour=red", "expected package=NAME, environment=NAME or team=NAME"},
		{"no name", "team=", "expected package=NAME, environment=NAME or team=NAME"},
		{"no such team", "team=team-ledgr", "-only: bad-value: found team team-ledgr, expected one of team-ledger"},
	} {
		t.Run(c.reason, func(t *testing.T) {
			code, stdout, stderr := plan(t, base, "-only", c.only)
			require.Equal(t, exitInput, code)
			require.Empty(t, stdout)
			require.Contains(t, stderr, c.says)
		})
	}
}

func TestFolderOfCalendars(t *testing.T) {
	folder := t.TempDir()
	hostile := strings.ReplaceAll(strings.ReplaceAll(base, "uat", "../../UAT"), "../../UAT: {dur", "uat: {dur")
	hostile = strings.ReplaceAll(hostile, "environments: {../../UAT: {}}", "environments: {\"../../UAT\": {}, \"..-..-uat\": {}}")
	hostile = strings.ReplaceAll(hostile, "environment: ../../UAT", "environment: \"../../UAT\"")
	hostile = strings.ReplaceAll(hostile, "after: ../../UAT", "after: uat")
	code, _, stderr := plan(t, hostile, "-work", "500", "-out", folder)
	require.Equal(t, exitPlan, code, stderr)
	var names []string
	entries, err := os.ReadDir(filepath.Join(folder, "ics"))
	require.NoError(t, err)
	for _, e := range entries {
		names = append(names, e.Name())
	}
	require.Equal(t, []string{"environment-..-..-UAT.ics", "package-ledger-4.2.ics"}, names)
	require.FileExists(t, filepath.Join(folder, "plan.csv"))
}

// Where there is no plan, a table still has what is known.
func TestTableOfNoPlan(t *testing.T) {
	never := strings.Replace(base, "every: [tue, thu]", "every: \"FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30\"", 1)
	code, stdout, stderr := plan(t, never, "-work", "500", "-format", "csv")
	require.Equal(t, exitNoPlan, code, stderr)
	require.Equal(t, "name,system,owner\nledger-4.2,ledger,team-ledger\n", stdout)
}
