package main

import (
	"bytes"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

const sample = "../plan/sample.yaml"

func program(stdin string, args ...string) (code int, stdout, stderr string) {
	var out, errs bytes.Buffer
	code = run(args, strings.NewReader(stdin), &out, &errs)
	return code, out.String(), errs.String()
}

func TestExplainSample(t *testing.T) {
	tests := []struct {
		reason string
		args   []string
		want   string
	}{
		{"a window in a blackout", []string{"-at", "2026-12-15T21:00", "-package", "ledger-4.2", sample, "prod"}, `
window prod
Tue 15 Dec 2026 21:00 Europe/Zurich: closed (deploy, package ledger-4.2, system ledger, kind major)
  1. Window "prod" (tue, thu, 20:00-02:00) is open from Tue 15 Dec 2026 20:00 to Wed 16 Dec 02:00 Europe/Zurich, for the 5th time in December 2026.
  2. Blackout "Year end" (2026-12-14 to 2027-01-04) closes it from Mon 14 Dec 2026 00:00 to Tue 5 Jan 2027 00:00 Europe/Zurich.
  3. Its exception for fraud-rules-*, approved by cio (the regulator's lists apply from 1 January), does not help ledger-4.2.
Decided by blackout "Year end": it wins over every window and all working hours, and only an exception opens it.
To open it sooner: an exception to blackout "Year end" for ledger-4.2.
It opens by itself on Tue 5 Jan 2027 20:00 Europe/Zurich, as window "prod" opens until Wed 6 Jan 02:00.
`},
		{"by an exception", []string{"-at", "2026-12-15T21:00", "-package", "fraud-rules-5.0", sample, "prod"}, `
window prod
Tue 15 Dec 2026 21:00 Europe/Zurich: open (deploy, package fraud-rules-5.0, system fraud, kind regulatory)
  1. Window "prod" (tue, thu, 20:00-02:00) is open from Tue 15 Dec 2026 20:00 to Wed 16 Dec 02:00 Europe/Zurich, for the 5th time in December 2026.
  2. Blackout "Year end" (2026-12-14 to 2027-01-04) would close it from Mon 14 Dec 2026 00:00 to Tue 5 Jan 2027 00:00 Europe/Zurich.
  3. Its exception for fraud-rules-*, approved by cio (the regulator's lists apply from 1 January), lifts it until Thu 24 Dec 2026 00:00 Europe/Zurich.
Decided by the exception to blackout "Year end": it wins over its own blackout, and over nothing else.
It closes by itself on Wed 16 Dec 2026 02:00 Europe/Zurich, as window "prod" ends.
`},
		{"without a package scopes match nothing", []string{"-at", "2026-09-29T22:00", sample, "prod"}, `
window prod
Tue 29 Sep 2026 22:00 Europe/Zurich: open
  1. Window "prod" (tue, thu, 20:00-02:00) is open from Tue 29 Sep 2026 20:00 to Wed 30 Sep 02:00 Europe/Zurich, for the 9th time in September 2026.
  2. Blackout "Month end" (last 2 working days of month) does not concern this: it is for systems ledger, cards.
  3. Soft blackout "Quarter close" (last 5 working days of quarter) closes nothing, but costs 4h for each hour begun, from Mon 28 Sep 2026 00:00 to Thu 1 Oct 00:00 Europe/Zurich.
Decided by window "prod": where there are windows, they alone say when it is open.
It closes by itself on Wed 30 Sep 2026 02:00 Europe/Zurich, as window "prod" ends.
`},
		{"an outage of an environment", []string{"-at", "2026-10-03T09:00", sample, "sit"}, `
environment sit
Sat 3 Oct 2026 09:00 Europe/Zurich: closed (work, environment sit)
  1. Outside working hours (sit) (mon-fri, 08:00-12:00, 13:00-17:00) from Fri 2 Oct 2026 17:00 to Mon 5 Oct 08:00 Europe/Zurich.
  2. Blackout "Data refresh" (2026-10-03 to 2026-10-04) closes it from Sat 3 Oct 2026 00:00 to Mon 5 Oct 00:00 Europe/Zurich.
Decided by blackout "Data refresh": it wins over every window and all working hours, and only an exception opens it.
To open it sooner takes all of these:
  - work outside working hours (sit);
  - an exception to blackout "Data refresh".
It opens by itself on Mon 5 Oct 2026 08:00 Europe/Zurich, as working hours (sit) begin.
`},
		{"a meeting, with an offset", []string{"-at", "2026-09-07T13:00+01:00", sample, "cab"}, `
meeting cab
Mon 7 Sep 2026 14:00 Europe/Zurich
  What is submitted now is decided on Wed 9 Sep 2026 14:00 Europe/Zurich; papers are due by Mon 7 Sep 2026 14:00 Europe/Zurich.
  What starts now needed a decision by Wed 2 Sep 2026 14:00 Europe/Zurich; papers were due by Mon 31 Aug 2026 14:00 Europe/Zurich.
`},
	}
	for _, tt := range tests {
		t.Run(tt.reason, func(t *testing.T) {
			code, stdout, stderr := program("", append([]string{"explain"}, tt.args...)...)
			require.Equal(t, exitDone, code, stderr)
			require.Empty(t, stderr)
			require.Equal(t, tt.want, "\n"+stdout)
		})
	}
}

func TestExplainAll(t *testing.T) {
	code, stdout, stderr := program("", "explain", sample)
	require.Equal(t, exitDone, code, stderr)
	var titles []string
	for _, part := range strings.Split(stdout, "\n\n") {
		title, _, _ := strings.Cut(part, "\n")
		titles = append(titles, title)
	}
	require.Equal(t, []string{"calendar", "team team-edge", "environment sit", "environment sit-ap", "window prod", "window prod-ap", "meeting cab"}, titles)
	require.Contains(t, stdout, "Tue 1 Sep 2026 09:00 Europe/Zurich: ", "the plan file's now")
}

func TestNextSample(t *testing.T) {
	tests := []struct {
		reason string
		args   []string
		want   string
	}{
		{"a window", []string{"-n", "3", "-at", "2026-12-09", sample, "prod"}, `
window prod, open on Wed 9 Dec 2026 00:00 Europe/Zurich
  Wed 9 Dec 2026 02:00 Europe/Zurich closes, as window "prod" ends
  Thu 10 Dec 2026 20:00 Europe/Zurich opens, as window "prod" opens until Fri 11 Dec 02:00
  Fri 11 Dec 2026 02:00 Europe/Zurich closes, as window "prod" ends
`},
		{"back", []string{"-n", "-2", "-at", "2026-09-01T12:00", sample, "calendar"}, `
calendar, closed on Tue 1 Sep 2026 12:00 Europe/Zurich
  Tue 1 Sep 2026 12:00 Europe/Zurich closes, as working hours end
  Tue 1 Sep 2026 08:00 Europe/Zurich opens, as working hours begin
`},
		{"meetings", []string{"-n", "2", "-at", "2026-09-01T15:00", sample, "cab"}, `
meeting cab
  Wed 2 Sep 2026 14:00 Europe/Zurich, papers due by Mon 31 Aug 2026 14:00 Europe/Zurich
  Wed 9 Sep 2026 14:00 Europe/Zurich, papers due by Mon 7 Sep 2026 14:00 Europe/Zurich
`},
		{"meetings, back from one", []string{"-n", "-1", "-at", "2026-09-02T14:00", sample, "cab"}, `
meeting cab
  Wed 2 Sep 2026 14:00 Europe/Zurich, papers due by Mon 31 Aug 2026 14:00 Europe/Zurich
`},
		{"none", []string{"-n", "0", "-at", "2026-09-01T15:00", sample, "calendar"}, `
calendar, open on Tue 1 Sep 2026 15:00 Europe/Zurich
  nothing changes
`},
	}
	for _, tt := range tests {
		t.Run(tt.reason, func(t *testing.T) {
			code, stdout, stderr := program("", append([]string{"next"}, tt.args...)...)
			require.Equal(t, exitDone, code, stderr)
			require.Empty(t, stderr)
			require.Equal(t, tt.want, "\n"+stdout)
		})
	}
}

func TestWrongInput(t *testing.T) {
	const everyOther = "0,2,4,6,8,10,12,14,16,18,20,22,24,26,28,30,32,34,36,38,40,42,44,46,48,50,52,54,56,58"
	tests := []struct {
		reason, stdin string
		args          []string
		code          int
		want          []string // in what is told
	}{
		{"no command", "", nil, exitInput, []string{"usage: calendar COMMAND", "  explain "}},
		{"an unknown command", "", []string{"explian"}, exitInput, []string{`there is no command "explian"`}},
		{"help", "", []string{"explain", "-h"}, exitDone, []string{"usage: calendar explain", "-at"}},
		{"no file", "", []string{"explain"}, exitInput, []string{"usage: calendar explain"}},
		{"too many arguments", "", []string{"next", sample, "prod", "cab"}, exitInput, []string{"usage: calendar next"}},
		{"a bad time", "", []string{"explain", "-at", "2026-09-31", sample}, exitInput, []string{"bad-date", "September 2026 has 30 days"}},
		{"a file that is not there", "", []string{"explain", "nowhere.yaml"}, exitInput, []string{"nowhere.yaml: file: "}},
		{"an unknown calendar", "", []string{"explain", sample, "prd"}, exitInput, []string{"unknown-name", "prod-ap", "did you mean prod?"}},
		{"nothing like it", "", []string{"explain", sample, "elsewhere"}, exitInput, []string{"unknown-name", "team-edge"}},
		{"an unknown package", "", []string{"explain", "-package", "ledger-4.4", sample}, exitInput, []string{"did you mean ledger-4.2?"}},
		{"every fault of the file", "plan: x\ntimezone: Europe/Zurch\nwindows: {prod: {every: [tusday], hours: \"21:00-03:00\"}}\npackages: {a: {deploy: 1h}}\n", []string{"explain", "-"}, exitInput,
			[]string{"stdin:2:11: unknown-zone", "stdin:3:25: bad-rule", "did you mean tuesday?"}},
		{"what shows only when it is evaluated", "plan: x\nwindows: {prod: {every: \"FREQ=HOURLY;BYMINUTE=" + everyOther + "\", lasts: 1m}}\npackages: {a: {deploy: 1h}}\n", []string{"next", "-"}, exitInput,
			[]string{"stdin:2:25: too-many"}},
	}
	for _, tt := range tests {
		t.Run(tt.reason, func(t *testing.T) {
			code, stdout, stderr := program(tt.stdin, tt.args...)
			require.Equal(t, tt.code, code)
			require.Empty(t, stdout)
			for _, want := range tt.want {
				require.Contains(t, stderr, want)
			}
		})
	}
}
