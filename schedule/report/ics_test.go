package report_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/berthplan/berth/schedule"
	"github.com/berthplan/berth/schedule/report"
)

func TestICSGolden(t *testing.T) {
	golden(t, "train.ics", []byte(shown(t, report.ICS, train(t), report.ICSOptions{})))
}

// events gives the properties of each event of a calendar, by the activity in its UID.
func events(t require.TestingT, text string) map[string]map[string]string {
	all := map[string]map[string]string{}
	for part := range strings.SplitSeq(strings.ReplaceAll(text, "\r\n ", ""), "BEGIN:VEVENT\r\n") {
		properties := map[string]string{}
		for line := range strings.SplitSeq(part, "\r\n") {
			name, value, _ := strings.Cut(line, ":")
			name, _, _ = strings.Cut(name, ";")
			properties[name] = value
		}
		if uid, ok := properties["UID"]; ok {
			activity := uid[:strings.LastIndexByte(uid, '@')]
			require.NotContains(t, all, activity, "one event for each activity")
			all[activity] = properties
		}
	}
	return all
}

func calendarOf(t require.TestingT, plan *schedule.Plan, opt report.ICSOptions) map[string]map[string]string {
	return events(t, shown(t, report.ICS, plan, opt))
}

func names(events map[string]map[string]string) []string {
	var list []string
	for name := range events {
		list = append(list, name)
	}
	return list
}

func TestICSParts(t *testing.T) {
	for _, c := range []struct {
		reason string
		opt    report.ICSOptions
		want   []string
		name   string
	}{
		{"a package", report.ICSOptions{Package: "ledger-4.2"}, []string{"ledger-4.2.uat"}, "Payments autumn train: ledger-4.2"},
		{"an environment", report.ICSOptions{Environment: "uat"}, []string{"ledger-4.2.uat", "gateway-7.0.uat"}, "Payments autumn train: uat"},
		{"a team", report.ICSOptions{Resource: "testers"}, []string{"gateway-7.0.uat"}, "Payments autumn train: testers"},
		{"all that are given", report.ICSOptions{Package: "gateway-7.0", Environment: "uat"}, []string{"gateway-7.0.uat"}, "Payments autumn train: gateway-7.0, uat"},
		{"nothing fits", report.ICSOptions{Environment: "perf"}, nil, "Payments autumn train: perf"},
	} {
		t.Run(c.reason, func(t *testing.T) {
			text := shown(t, report.ICS, train(t), c.opt)
			require.ElementsMatch(t, c.want, names(events(t, text)))
			require.Contains(t, strings.ReplaceAll(text, `\,`, ","), "\r\nX-WR-CALNAME:"+c.name+"\r\n")
		})
	}
}

func TestICSSequences(t *testing.T) {
	first := train(t)
	second := replanned(t)
	second.Revise(first)
	whole := calendarOf(t, second, report.ICSOptions{})
	for _, c := range []struct{ reason, activity, sequence, status string }{
		{"what is where it was keeps its number", "gateway-7.0.build", "0", "CONFIRMED"},
		{"what moved has the next", "gateway-7.0.uat", "1", "CONFIRMED"},
		{"another environment is a move", "ledger-4.2.uat", "1", "CONFIRMED"},
		{"what is new begins", "morning%20drill", "0", "CONFIRMED"},
		{"what is gone is cancelled", "night%20drill", "1", "CANCELLED"},
	} {
		require.Equal(t, []string{c.sequence, c.status}, []string{whole[c.activity]["SEQUENCE"], whole[c.activity]["STATUS"]}, c.reason)
	}

	uat := calendarOf(t, second, report.ICSOptions{Environment: "uat"})
	require.Equal(t, "CANCELLED", uat["ledger-4.2.uat"]["STATUS"], "whoever follows uat sees it leave")
	require.Equal(t, "1", uat["ledger-4.2.uat"]["SEQUENCE"])
	require.Contains(t, uat["ledger-4.2.uat"]["DESCRIPTION"], "in uat-2")
	require.Equal(t, "CONFIRMED", calendarOf(t, second, report.ICSOptions{Environment: "uat-2"})["ledger-4.2.uat"]["STATUS"])
	require.Equal(t, "CANCELLED", calendarOf(t, second, report.ICSOptions{Resource: "team-ledger"})["ledger-4.2.uat"]["STATUS"])

	third := train(t)
	third.Revise(second)
	back := calendarOf(t, third, report.ICSOptions{})
	require.Equal(t, []string{"2", "CONFIRMED"}, []string{back["night%20drill"]["SEQUENCE"], back["night%20drill"]["STATUS"]}, "what comes back is newer than its cancellation")
	require.Equal(t, "2", back["gateway-7.0.uat"]["SEQUENCE"])
	require.Equal(t, "CONFIRMED", calendarOf(t, third, report.ICSOptions{Environment: "uat"})["ledger-4.2.uat"]["STATUS"])
}

// TestICSSubscribersSeeEveryMove replays random plans to somebody who follows a
// part, and takes an event for newer only if its SEQUENCE is higher.
func TestICSSubscribersSeeEveryMove(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		parts := []report.ICSOptions{{}, {Environment: "uat"}, {Environment: "sit"}, {Resource: "team-web"}}
		seen := make([]map[string]map[string]string, len(parts))
		for i := range seen {
			seen[i] = map[string]map[string]string{}
		}
		var last *schedule.Plan
		for range rapid.IntRange(1, 6).Draw(r, "plans") {
			plan := &schedule.Plan{Name: "p", Status: schedule.Feasible, Start: time.Unix(0, 0).UTC()}
			for _, name := range []string{"a", "b"} {
				if !rapid.Bool().Draw(r, name) {
					continue
				}
				start := time.Unix(rapid.Int64Range(0, 2).Draw(r, "start")*3600, 0).UTC()
				plan.Activities = append(plan.Activities, schedule.Assignment{
					Activity: name, Start: start, End: start.Add(time.Hour),
					Environment: rapid.SampledFrom([]string{"uat", "sit", ""}).Draw(r, "environment"),
					Resources:   rapid.SampledFrom([][]string{{"team-web"}, {"team-web", "ops"}, nil}).Draw(r, "resources"),
				})
			}
			plan.Revise(last)
			again := *plan
			again.Revise(last)
			require.Equal(r, *plan, again, "twice is as once")
			last = plan
			for i, opt := range parts {
				now := calendarOf(r, plan, opt)
				for name, event := range now {
					old, known := seen[i][name]
					if !known || number(r, event["SEQUENCE"]) > number(r, old["SEQUENCE"]) {
						seen[i][name] = event
					}
					for _, what := range []string{"DTSTART", "DTEND", "LOCATION", "STATUS"} {
						require.Equal(r, event[what], seen[i][name][what], "%s of %s in %+v", what, name, opt)
					}
				}
				for name, event := range seen[i] {
					require.True(r, now[name] != nil || event["STATUS"] == "CANCELLED", "%s is lost in %+v", name, opt)
				}
			}
		}
	})
}

func number(t require.TestingT, s string) int {
	var n int
	_, err := fmt.Sscan(s, &n)
	require.NoError(t, err)
	return n
}

func TestICSUIDs(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		list := rapid.SliceOfNDistinct(rapid.StringOf(rapid.RuneFrom([]rune("aA-.@% é\n"))), 2, 2, rapid.ID).Draw(r, "names")
		long := strings.Repeat("x", rapid.IntRange(0, 300).Draw(r, "long"))
		plan := &schedule.Plan{Name: rapid.String().Draw(r, "plan"), Start: time.Unix(0, 0)}
		for _, name := range list {
			plan.Activities = append(plan.Activities, schedule.Assignment{Activity: long + name, Start: plan.Start, End: plan.Start})
		}
		var uids []string
		for line := range strings.SplitSeq(strings.ReplaceAll(shown(r, report.ICS, plan, report.ICSOptions{}), "\r\n ", ""), "\r\n") {
			if uid, ok := strings.CutPrefix(line, "UID:"); ok {
				require.LessOrEqual(r, len(uid), 255)
				require.Regexp(r, `^[-A-Za-z0-9._~@%]+$`, uid)
				uids = append(uids, uid)
			}
		}
		require.Len(r, uids, 2)
		require.NotEqual(r, uids[0], uids[1])
	})
	twice := train(t)
	twice.Activities[1].Activity = twice.Activities[0].Activity
	require.ErrorContains(t, report.ICS(io.Discard, twice, report.ICSOptions{}), "uid", "two activities of one name")
}

// TestICalendarReadsICS has the files read by a program that shares nothing with
// this one, Python's icalendar, by its own zone data and by the VTIMEZONE of the file.
func TestICalendarReadsICS(t *testing.T) {
	python, err := exec.LookPath("python3")
	if err != nil {
		t.Skip("python3 is not found")
	}
	if err := exec.Command(python, "-c", "import icalendar").Run(); err != nil {
		t.Skip("python3 has no icalendar: pip install icalendar")
	}
	plans := []*schedule.Plan{train(t), noWay(t)}
	for _, zone := range []string{"", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata", "America/Sao_Paulo"} {
		p := train(t)
		p.Zone = zone
		plans = append(plans, p)
	}
	moved := replanned(t)
	moved.Revise(train(t))
	plans = append(plans, moved)
	for _, name := range hostile {
		plans = append(plans, named(t, name))
	}
	arguments := []string{"testdata/readback.py"}
	for i, plan := range plans {
		file := filepath.Join(t.TempDir(), fmt.Sprintf("%d.ics", i))
		require.NoError(t, os.WriteFile(file, []byte(shown(t, report.ICS, plan, report.ICSOptions{})), 0o600))
		arguments = append(arguments, file)
	}
	command := exec.Command(python, arguments...)
	var problems bytes.Buffer
	command.Stderr = &problems
	out, err := command.Output()
	require.NoError(t, err, problems.String())
	var files [][]readBack
	require.NoError(t, json.Unmarshal(out, &files))
	require.Len(t, files, len(plans))
	for i, plan := range plans {
		got := files[i]
		want := map[string]schedule.Assignment{}
		for _, a := range plan.Activities {
			want[strings.ToValidUTF8(a.Activity, "\uFFFD")] = a
		}
		confirmed := 0
		for _, e := range got {
			if e.Status == "CANCELLED" {
				continue
			}
			confirmed++
			a, ok := want[e.Activity]
			require.True(t, ok, "plan %d: %+v", i, e)
			for _, at := range []string{e.Start, e.StartByFile} {
				require.Equal(t, a.Start.UTC().Format(time.RFC3339), at, "plan %d: start of %s", i, e.Activity)
			}
			for _, at := range []string{e.End, e.EndByFile} {
				require.Equal(t, a.End.UTC().Format(time.RFC3339), at, "plan %d: end of %s", i, e.Activity)
			}
			require.Equal(t, a.Revision, e.Sequence)
			for _, c := range a.Causes {
				require.Contains(t, e.Description, legal(c.Text))
			}
			require.Equal(t, legal(strings.Join(slices.DeleteFunc([]string{a.Environment, a.Site}, func(s string) bool { return s == "" }), ", ")), e.Location, "plan %d", i)
		}
		require.Equal(t, len(plan.Activities), confirmed, "plan %d", i)
	}
}

// readBack is an event as testdata/readback.py understood it.
type readBack struct {
	Activity, Status, Summary, Location, Description string
	Start, End, StartByFile, EndByFile               string
	Sequence                                         int
}

// legal is a text as a calendar can hold it.
func legal(s string) string {
	s = strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n")
	return strings.Map(func(r rune) rune {
		if r < ' ' && r != '\n' && r != '\t' || r == 0x7F {
			return '\uFFFD'
		}
		return r
	}, s)
}
