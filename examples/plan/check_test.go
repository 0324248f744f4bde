package main

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/berthplan/berth/release"
	"github.com/berthplan/berth/release/planfile"
	"github.com/berthplan/berth/schedule"
	"github.com/berthplan/berth/schedule/report"
)

// program runs the program with these arguments.
func program(args ...string) (code int, stdout, stderr string) {
	var out, err bytes.Buffer
	code = run(context.Background(), args, strings.NewReader(""), &out, &err, september)
	return code, out.String(), err.String()
}

func written(t *testing.T, name, text string) string {
	t.Helper()
	name = filepath.Join(t.TempDir(), name)
	require.NoError(t, os.WriteFile(name, []byte(text), 0o644))
	return name
}

func TestCheckSampleTable(t *testing.T) {
	code, stdout, stderr := program("-check", "-zone", "Europe/Zurich", "sample.csv")
	require.Equal(t, exitNoPlan, code, stderr)
	require.Empty(t, stderr)
	require.Equal(t, `sample.csv:8: environment: uat holds 2 of 1 from Wed 23 Sep 08:00: Ledger 4.2.uat, Gateway 7.0.uat; it would fit Mon 28 Sep 2026 08:00 to Mon 5 Oct 2026 17:00
sample.csv:9: weekday: Wednesday in "Wed 6 Oct 2026 21:00", expected Tuesday, which 2026-10-06 is
sample.csv:15: link: Portal 12.deploy starts at Mon 5 Oct 20:00, before the end of Gateway 7.0.deploy at Tue 6 Oct 23:00; it would fit Tue 6 Oct 2026 23:00 to Wed 7 Oct 2026 01:00
`, stdout)
}

func TestConvert(t *testing.T) {
	code, plan, stderr := program("-convert", "-zone", "Europe/Zurich", "sample.csv")
	require.Equal(t, exitPlan, code, stderr)
	file := written(t, "plan.yaml", plan)
	code, stdout, stderr := program("-check", file)
	require.Equal(t, exitNoPlan, code, stderr)
	require.Equal(t, 2, strings.Count(stdout, "\n"), "what the dates break is left, their spelling is gone: %s", stdout)
	require.Contains(t, stdout, "environment: uat holds 2 of 1")

	code, _, stderr = program("-convert", file)
	require.Equal(t, exitInput, code)
	require.Contains(t, stderr, "-convert: bad-value")
}

func TestPlanATable(t *testing.T) {
	code, stdout, stderr := program("-work", "500", "sample.csv")
	require.Equal(t, exitPlan, code, stderr)
	require.Contains(t, stdout, "Gateway 7.0")
	code, _, stderr = program("-work", "500", "sample.csv", "sample.yaml")
	require.Equal(t, exitInput, code)
	require.Contains(t, stderr, "one table, or plan files")
}

// A plan keeps its own rules, in every format that it is read from again.
func TestCheckPlans(t *testing.T) {
	folder := t.TempDir()
	code, _, stderr := program("-work", "1000", "-out", folder, "sample.yaml")
	require.Equal(t, exitPlan, code, stderr)
	for _, file := range []string{"plan.json", "plan.csv"} {
		code, stdout, stderr := program("-check", "-zone", "Europe/Zurich", "sample.yaml", filepath.Join(folder, file))
		require.Equal(t, exitPlan, code, file+stdout+stderr)
		require.Empty(t, stdout+stderr)
	}
	code, stdout, stderr := program("-check", filepath.Join(folder, "plan.csv"), "sample.yaml")
	require.Equal(t, exitPlan, code, "a table is in the zone of its plan file: "+stdout+stderr)
	code, stdout, stderr = program("-check", "sample.yaml")
	require.Equal(t, exitPlan, code, stdout+stderr)

	data, err := os.ReadFile(filepath.Join(folder, "plan.json"))
	require.NoError(t, err)
	plan, err := report.ReadJSON(bytes.NewReader(data))
	require.NoError(t, err)
	i := len(plan.Activities) - 1
	for plan.Activities[i].Phase != "deploy" {
		i--
	}
	plan.Activities[i].Start = plan.Activities[i].Start.AddDate(0, 0, 1)
	plan.Activities[i].End = plan.Activities[i].End.AddDate(0, 0, 1)
	var moved bytes.Buffer
	require.NoError(t, report.JSON(&moved, plan))
	file := written(t, "moved.json", moved.String())
	code, stdout, stderr = program("-check", "sample.yaml", file)
	require.Equal(t, exitNoPlan, code, stderr)
	first, _, _ := strings.Cut(stdout, "\n")
	require.Regexp(t, `moved\.json:\d+: \w+: .*`+plan.Activities[i].Package+`.*; it would fit `, first)

	code, _, stderr = program("-check", file)
	require.Equal(t, exitInput, code)
	require.Contains(t, stderr, "missing-plan")
}

func TestPlanAsTable(t *testing.T) {
	code, text, stderr := program("-work", "1000", "-format", "csv", "sample.yaml")
	require.Equal(t, exitPlan, code, stderr)
	code, document, stderr := program("-work", "1000", "-format", "json", "sample.yaml")
	require.Equal(t, exitPlan, code, stderr)
	plan, err := report.ReadJSON(strings.NewReader(document))
	require.NoError(t, err)
	table, err := planfile.ReadCSV(planfile.File{Name: "plan.csv", Data: []byte(text)}, planfile.CSVOptions{Zone: plan.Zone})
	require.NoError(t, err)
	want := plan.Timetable().Rows
	require.Equal(t, len(want)+1, len(table.Timetable.Rows), "what is left out has a row without dates")
	require.Equal(t, release.Row{Package: "card-art-1", Phase: "work"}, table.Timetable.Rows[len(want)])
	for i, w := range want {
		got := table.Timetable.Rows[i]
		require.True(t, w.Start.Equal(got.Start) && w.End.Equal(got.End), "%v %v", w, got)
		require.Equal(t, w.Ref(), got.Ref())
		require.Equal(t, []any{w.Environment, w.Configuration, w.Window, w.Actual}, []any{got.Environment, got.Configuration, got.Window, got.Actual})
	}
	require.Empty(t, table.Slips)
}

// A table that is planned keeps all that people wrote in it but for its dates.
func TestPlanATableAsATable(t *testing.T) {
	const text = `Name;Phase;System;Owner;Start;End;Dauer;Environment;Depends on;Due;Status;Notes;ist
Ledger;build;ledger;ana;Mon 31 Aug 2026;2026-09-04;;;;16.10.2026;green;"two
lines";x
Ledger;sit;;ben;;;3;sit;;;amber;;
Ledger;go live;;"night; shift";TBD;;;;;;;;
Kick-off;;;;1.9.2026;;;;;;;;yes
Gateway;;gateway;cyn;2026-09-07;2026-09-11;;sit;Ledger.sit +1d;;;=1+1;
`
	code, stdout, stderr := program("-work", "500", "-now", "2026-09-05", "-format", "csv", written(t, "t.csv", text))
	require.Equal(t, exitPlan, code, stderr)
	require.Empty(t, stderr)
	require.Equal(t, `Name,Phase,System,Owner,Start,End,Dauer,Environment,Depends on,Due,Status,Notes,ist
Ledger,build,ledger,ana,Mon 31 Aug 2026,2026-09-04,,,,16.10.2026,green,"two
lines",x
Ledger,sit,,ben,2026-09-07 08:00,2026-09-09 17:00,3,sit,,,amber,,
Ledger,go live,,night; shift,2026-09-09 17:00,,,,,,,,
Kick-off,,,,1.9.2026,,,,,,,,yes
Gateway,,gateway,cyn,2026-09-11 08:00,2026-09-17 17:00,,sit,Ledger.sit +1d,,,'=1+1,
`, stdout)
	again, stdout2, stderr := program("-work", "500", "-now", "2026-09-05", "-format", "csv", written(t, "t.csv", stdout))
	require.Equal(t, exitPlan, again, stderr)
	require.Equal(t, stdout, stdout2, "planned again it stays")
}

func TestCheckInput(t *testing.T) {
	tests := []struct {
		reason, text string
		code         int
		stdout       string
		stderr       string
	}{
		{"clean", "name,start\na,2026-09-01\n", exitPlan, "", ""},
		{"a slip", "name,start\na,Wed 1 Sep 2026\n", exitNoPlan, `:2: weekday: Wednesday in "Wed 1 Sep 2026", expected Tuesday`, ""},
		{"an end before its start", "name,start,end\na,2026-09-03,2026-09-01\n", exitNoPlan, ":2: end-before-start: ", ""},
		{"a date that cannot be read", "name,start\na,2026-09-07?\nb,2026-09-01\n", exitNoPlan, `:2: unread-date: "2026-09-07?" in start, expected a date that can be read; write it as 2026-09-28`, ""},
		{"two readings", "name,start\na,03/04/2026\n", exitInput, "", ":2:2: ambiguous-date: "},
	}
	for _, tt := range tests {
		t.Run(tt.reason, func(t *testing.T) {
			code, stdout, stderr := program("-check", written(t, "t.csv", tt.text))
			require.Equal(t, tt.code, code, stdout+stderr)
			require.Contains(t, stdout, tt.stdout)
			require.Contains(t, stderr, tt.stderr)
			require.Equal(t, tt.stdout == "", stdout == "", stdout)
			require.Equal(t, tt.stderr == "", stderr == "", stderr)
		})
	}
}

// The dates that Kubernetes published break no rule; what contradicts itself in them is told.
func TestCheckPublishedTables(t *testing.T) {
	cases := os.Getenv("BERTH_CASES")
	if cases == "" {
		t.Skip("BERTH_CASES is not set: no published tables")
	}
	data, err := os.ReadFile(filepath.Join(cases, "release", "kubernetes", "timelines.json"))
	require.NoError(t, err)
	var in struct {
		Rows []struct{ Release, What, Who, When, Week, Signal string }
	}
	require.NoError(t, json.Unmarshal(data, &in))
	var text bytes.Buffer
	out := csv.NewWriter(&text)
	require.NoError(t, out.Write([]string{"release", "what", "who", "when", "week", "signal"}))
	for _, r := range in.Rows {
		require.NoError(t, out.Write([]string{r.Release, r.What, r.Who, r.When, r.Week, r.Signal}))
	}
	out.Flush()
	known, err := os.ReadFile(filepath.Join(cases, "release", "kubernetes", "known_errors.csv"))
	require.NoError(t, err)
	code, stdout, stderr := program("-check", written(t, "kubernetes.csv", text.String()))
	require.Equal(t, exitNoPlan, code, stderr)
	require.Equal(t, strings.Count(strings.TrimSpace(string(known)), "\n"), strings.Count(stdout, "\n"), "one line for each mistake: %s", stdout)
	require.NotContains(t, stdout, schedule.CodeEndBeforeStart)
}

// What is a table shows in its first line, whatever its file is called.
func TestTablesByTheirFirstLine(t *testing.T) {
	tests := []struct {
		reason, name, text string
		table              bool
	}{
		{"tabs", "t.tsv", "name\tstart\na\tWed 1 Sep 2026\n", true},
		{"text", "t.txt", "Package;Start\na;Wed 1 Sep 2026\n", true},
		{"a title above", "t.txt", "Releases of autumn, all of them\n\nPackage\tStart\na\tWed 1 Sep 2026\n", true},
		{"a separator stated", "t.txt", "sep=;\nPackage;Start\na;Wed 1 Sep 2026\n", true},
		{"standard input", "-", "name,start\na,Wed 1 Sep 2026\n", true},
		{"a plan file", "-", "# name, start\nplan: x\n", false},
		{"a plan in JSON", "t.txt", "{\"name\": \"x\", \"start\": 1}\n", false},
	}
	for _, tt := range tests {
		t.Run(tt.reason, func(t *testing.T) {
			name := tt.name
			if name != "-" {
				name = written(t, name, tt.text)
			}
			var out, err bytes.Buffer
			code := run(context.Background(), []string{"-check", name}, strings.NewReader(tt.text), &out, &err, september)
			require.Equal(t, tt.table, code == exitNoPlan && strings.Contains(out.String(), ": weekday: "), out.String()+err.String())
		})
	}
}

// A name with a line break in it stays one name, and messages of it stay on one line.
func TestNamesOfTwoLines(t *testing.T) {
	const text = `plan: two lines
timezone: UTC
packages:
  "a\nb":
    phases: {work: 1d}
`
	file, folder := written(t, "plan.yaml", text), t.TempDir()
	code, _, stderr := program("-now", "2026-09-01", "-work", "100", "-out", folder, file)
	require.Equal(t, exitPlan, code, stderr)
	code, stdout, stderr := program("-check", file, filepath.Join(folder, "plan.csv"))
	require.Equal(t, exitPlan, code, stdout+stderr)

	code, stdout, stderr = program("-check", written(t, "t.csv", "name,start,end\n\"a\nb\",2026-09-03,2026-09-01\n"))
	require.Equal(t, exitNoPlan, code, stderr)
	require.Equal(t, 1, strings.Count(stdout, "\n"), stdout)
	require.Contains(t, stdout, `a\nb`)
}

// A name that a spreadsheet has wrapped is that of the plan file, where it has no other.
func TestWrappedNames(t *testing.T) {
	file := written(t, "plan.yaml", "plan: wrapped\ntimezone: UTC\npackages:\n  Gateway 7.0:\n    phases: {work: 1d}\n")
	table := written(t, "t.csv", "name,start,end\n\"Gateway\n7.0\",2026-09-03 08:00,2026-09-03 17:00\n")
	code, stdout, stderr := program("-now", "2026-09-01", "-check", file, table)
	require.Equal(t, exitPlan, code, stdout+stderr)
}

// What a table's cells may not mean is said, and no exit code changes by it.
func TestWarnings(t *testing.T) {
	const text = "Plan of autumn;;;\nname;start;planned start;environment\na;7.9.2026;;uat\na;2026-09-09?;;UAT\n"
	file := written(t, "t.csv", text)
	for _, c := range []struct {
		reason string
		args   []string
		code   int
		stdout []string
		stderr []string
	}{
		{"converted", []string{"-convert"}, exitPlan, nil,
			[]string{":2:3: warning: spare-column: ", ":4:1: warning: repeated-name: ", ":4:2: warning: unread-date: ", ":4:4: warning: similar-name: "}},
		{"planned", []string{"-work", "100", "-now", "2026-09-01"}, exitPlan, nil,
			[]string{":2:3: warning: spare-column: ", ":4:1: warning: repeated-name: ", ":4:2: warning: unread-date: ", ":4:4: warning: similar-name: "}},
		{"judged", []string{"-check"}, exitNoPlan, []string{":4: similar-name: ", ":4: unread-date: "},
			[]string{":2:3: warning: spare-column: ", ":4:1: warning: repeated-name: "}},
	} {
		t.Run(c.reason, func(t *testing.T) {
			code, stdout, stderr := program(append(c.args, file)...)
			require.Equal(t, c.code, code, stdout+stderr)
			require.Equal(t, len(c.stderr), strings.Count(stderr, "\n"), stderr)
			for i, line := range strings.Split(strings.TrimSpace(stderr), "\n") {
				require.Contains(t, line, file+c.stderr[i])
			}
			for _, s := range c.stdout {
				require.Contains(t, stdout, s)
			}
		})
	}
}

// A double booking of many names says some of them.
func TestManyInOnePlace(t *testing.T) {
	text := "name,start,end,environment\n"
	for i := range 12 {
		text += "package " + itoa(i) + ",2026-09-07,2026-09-11,uat\n"
	}
	code, stdout, _ := program("-check", written(t, "t.csv", text))
	require.Equal(t, exitNoPlan, code)
	first, _, _ := strings.Cut(stdout, "\n")
	require.Contains(t, first, "uat holds 12 of 1 from Mon 7 Sep 08:00: package 0.work, ")
	require.Contains(t, first, "package 7.work and 4 more")
	require.NotContains(t, first, "package 8.work")
}
