package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

const icsSample = "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:a\nDTSTART;TZID=Europe/Zurich:20260101T003000\nDURATION:PT1H\nRRULE:FREQ=DAILY;COUNT=2\nSUMMARY:<x>\nEND:VEVENT\n" +
	"BEGIN:VEVENT\nUID:b\nDTSTART:20260102\nEND:VEVENT\nBEGIN:VEVENT\nUID:c\nDTSTART:20260103T090000\nSTATUS:CANCELLED\nEND:VEVENT\nEND:VCALENDAR\n"

func TestICS(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string) string {
		path := filepath.Join(dir, name)
		require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
		return path
	}
	good := write("good.ics", icsSample)
	half := write("half.ics", "BEGIN:VEVENT\nDTSTART:soon\nEND:VEVENT\nBEGIN:VEVENT\nDTSTART:20260105\nEND:VEVENT\n")
	often := write("often.ics", "BEGIN:VEVENT\nDTSTART:20260101T000000Z\nRRULE:FREQ=HOURLY\nEND:VEVENT\n")
	deep := write("deep.ics", "BEGIN:VCALENDAR\nEND:X\n"+strings.Repeat("BEGIN:X\n", 30))
	const (
		first  = `{"uid":"a","start":"2025-12-31T23:30:00Z","end":"2026-01-01T00:30:00Z","all_day":false,"summary":"<x>"}`
		second = `{"uid":"a","start":"2026-01-01T23:30:00Z","end":"2026-01-02T00:30:00Z","all_day":false,"summary":"<x>"}`
		day    = `{"uid":"b","start":"2026-01-02","end":"2026-01-03","all_day":true,"summary":""}`
		off    = `{"uid":"c","start":"2026-01-03T09:00:00","end":"2026-01-03T09:00:00","all_day":false,"summary":"","status":"CANCELLED"}`
	)
	for _, c := range []struct {
		reason, args, in, want string
	}{
		{"a local span is that of each event's zone", "-from 2026-01-01T00:00:00 -to 2026-01-02T00:00:00 " + good, "", `{"file":"` + good + `","occurrences":[` + first + `]}`},
		{"an instant is an instant", "-from 2026-01-01T00:30:00Z -to 2026-01-02T00:00:00Z " + good, "", `{"file":"` + good + `","occurrences":[` + second + `]}`},
		{"a bare day at the end is within", "-from 2026-01-02 -to 2026-01-03 " + good, "", `{"file":"` + good + `","occurrences":[` + second + "," + day + "," + off + `]}`},
		{"the standard input", "-from 2026-01-02T01:30:00 -to 2026-01-03T00:00:00 -", icsSample, `{"file":"-","occurrences":[` + day + `]}`},
		{"files that are no calendar do not stop it", "-from 2026-01-03 -to 2026-01-04 /dev/null " + half, "",
			`{"file":"/dev/null","error":{"code":"not-ical","line":1,"text":"not-ical: found \"\", expected an iCalendar file, which begins with BEGIN:VCALENDAR"}}` + "\n" +
				`{"file":"` + half + `","occurrences":[],"notes":[{"code":"bad-date","line":2,"text":"bad-date: found \"soon\", expected a day (20261225) or a time (20261225T090000, …Z) that exists"}]}`},
		{"what keeps a file from being read comes before its other faults", "-from 2026-01-03 -to 2026-01-04 " + deep, "",
			`{"file":"` + deep + `","error":{"code":"too-deep","line":18,"text":"too-deep: found \"X\", expected components nested at most 16 deep"}}`},
	} {
		t.Run(c.reason, func(t *testing.T) {
			var out, errs strings.Builder
			require.Equal(t, 0, run(append([]string{"ics"}, strings.Fields(c.args)...), strings.NewReader(c.in), &out, &errs), errs.String())
			require.Equal(t, c.want+"\n", out.String())
			require.Empty(t, errs.String())
		})
	}
	var out, errs strings.Builder
	require.Equal(t, 0, run([]string{"ics", "-from", "2026-01-01", "-to", "2126-01-01", often, filepath.Join(dir, "none.ics")}, nil, &out, &errs))
	lines := strings.Split(out.String(), "\n")
	require.Contains(t, lines[0], `"error":{"code":"too-many"`)
	require.Contains(t, lines[1], `"error":{"code":"unreadable"`)
}

func TestICSCommandLine(t *testing.T) {
	for _, c := range []struct {
		reason, args, says string
		code               int
	}{
		{"nothing", "", "usage: calendar ics", 2},
		{"no file", "-from 2026-01-01 -to 2026-01-02", "usage: calendar ics", 2},
		{"no end", "-from 2026-01-01 x.ics", "usage: calendar ics", 2},
		{"the wrong way round", "-from 2026-01-03 -to 2026-01-01 x.ics", "is not after", 2},
		{"a time nobody can read", "-from soon -to 2026-01-01 x.ics", "soon", 2},
		{"help", "-h", "usage: calendar ics", 0},
	} {
		t.Run(c.reason, func(t *testing.T) {
			var out, errs strings.Builder
			require.Equal(t, c.code, run(append([]string{"ics"}, strings.Fields(c.args)...), nil, &out, &errs))
			require.Contains(t, errs.String(), c.says)
			require.Empty(t, out.String())
		})
	}
}
