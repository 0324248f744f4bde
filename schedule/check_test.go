package schedule_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/berthplan/berth/calendar"
	"github.com/berthplan/berth/release"
	"github.com/berthplan/berth/release/planfile"
	"github.com/berthplan/berth/schedule"
)

const checkedPlan = `
plan: Autumn
timezone: Europe/Zurich
phases:
  build:  {}
  uat:    {environment: uat, after: build}
  deploy: {duration: 2h, rollback: 1h, window: prod, after: uat, gate: go}
packages:
  ledger:  {deadline: 2026-09-25}
  gateway: {after: [ledger.uat], phases: {uat: {duration: 3d, configuration: tls}}}
  cards:   {phases: {uat: {configuration: base}}}
environments:
  uat: {configurations: [base, tls], changeover: {default: 1d}, booked: [{by: Audit, from: 2026-10-05, to: 2026-10-09, level: hard}]}
  preprod: {}
windows: {prod: {every: [tue, thu], hours: "21:00-03:00", capacity: 1}}
meetings: {cab: {every: [wed], at: "14:00", submission: 2d}}
gates: {go: {requires: ["approval: cab"]}}
blackouts: [{name: Quarter close, from: 2026-09-28, to: 2026-09-30, level: hard}]
`

// tableOf reads rows such as "ledger.uat 2026-09-07 > 2026-09-10T17:00 preprod actual". A bare
// day as an end is that whole day; "-" leaves a time out.
func tableOf(t *testing.T, lines string) release.Timetable {
	t.Helper()
	zone, err := calendar.LoadZone("Europe/Zurich")
	require.NoError(t, err)
	moment := func(s string) calendar.Moment {
		if s == "-" {
			return calendar.Moment{}
		}
		m, err := calendar.ParseMoment(s)
		require.NoError(t, err)
		return m
	}
	var table release.Timetable
	for line := range strings.Lines(lines) {
		f := strings.Fields(line)
		if len(f) == 0 {
			continue
		}
		var r release.Row
		var phase string
		r.Package, phase, _ = strings.Cut(f[0], ".")
		r.Phase, r.Site, _ = strings.Cut(phase, "@")
		r.Start, r.End = moment(f[1]).Begin(zone), moment(f[3]).Finish(zone)
		for _, word := range f[4:] {
			if word == "actual" {
				r.Actual = true
			} else {
				r.Environment = word
			}
		}
		table.Rows = append(table.Rows, r)
	}
	return table
}

func TestCheck(t *testing.T) {
	tests := []struct {
		reason string
		rows   string
		want   []string // row, code and, after an arrow, the repair
	}{
		{"an empty table", "", nil},
		{"a table that keeps every rule, without durations", `
			ledger.build 2026-09-01 > 2026-09-04
			ledger.uat 2026-09-07 > 2026-09-10
			ledger.deploy 2026-09-15T21:00 > 2026-09-15T23:00`, nil},
		{"a day of the window is some time on it", `ledger.deploy 2026-09-15 > 2026-09-15`, nil},
		{"a day without the window", `ledger.deploy 2026-09-14 > 2026-09-14`, []string{"0 window → Tue 15 Sep 21:00"}},
		{"milestones need no open time", "ledger.build 2026-09-05 > -\ncards.build - > 2026-09-06", nil},
		{"a milestone is some time on its day", "ledger.build 2026-09-07 > 2026-09-11\nledger.uat 2026-09-11 > -", nil},
		{"a milestone on the day before", "ledger.build 2026-09-07 > 2026-09-11\nledger.uat 2026-09-10 > -", []string{"1 link → Fri 11 Sep 17:00"}},
		{"a start alone takes what the plan states", `ledger.deploy 2026-09-15T21:00 > -`, nil},
		{"no room for the rollback", `ledger.deploy 2026-09-16T00:30 > -`, []string{"0 window → Wed 16 Sep 00:00"}},
		{"a row that is shorter than the plan states", `gateway.uat 2026-09-07T08:00 > 2026-09-08T17:00`, []string{"0 duration → Mon 7 Sep 08:00"}},
		{"a row that is longer than the plan states", `gateway.uat 2026-09-07T08:00 > 2026-09-11T17:00`, nil},
		{"work on a weekend", `ledger.build 2026-09-05 > 2026-09-06`, []string{"0 hours → Fri 4 Sep 16:59"}},
		{"an environment booked twice: the later row has to move", `
			cards.uat 2026-09-07 > 2026-09-11
			ledger.uat 2026-09-10 > 2026-09-14`, []string{"1 environment → Mon 14 Sep 08:00"}},
		{"an environment booked by others", `ledger.uat 2026-10-05T08:00 > 2026-10-06T17:00`,
			[]string{"0 deadline → Thu 24 Sep 08:00", "0 environment → Thu 24 Sep 08:00"}},
		{"a configuration with time to change over", `
			cards.uat 2026-09-07 > 2026-09-08
			gateway.uat 2026-09-10 > 2026-09-14`, nil},
		{"what comes after starts before", `
			ledger.uat 2026-09-10 > 2026-09-11
			ledger.deploy 2026-09-08T21:00 > 2026-09-08T23:00`, []string{"1 link → Tue 15 Sep 21:00"}},
		{"order holds through a phase without a row", `
			ledger.build 2026-09-07 > 2026-09-11
			ledger.deploy 2026-09-10T21:00 > 2026-09-10T23:00`, []string{"1 link → Tue 15 Sep 21:00"}},
		{"order between packages", `
			ledger.uat 2026-09-14 > 2026-09-16
			gateway.build 2026-09-14 > 2026-09-15`, []string{"1 link → Thu 17 Sep 08:00"}},
		{"a deadline", `ledger.build 2026-09-24T08:00 > 2026-09-28T17:00`, []string{"0 deadline → Wed 23 Sep 08:00"}},
		{"a configuration without time to change over", `
			cards.uat 2026-09-07 > 2026-09-08
			gateway.uat 2026-09-09 > 2026-09-11`, []string{"1 configuration → Thu 10 Sep 08:00"}},
		{"a window's capacity", `
			cards.deploy 2026-09-15T21:00 > 2026-09-15T23:00
			ledger.deploy 2026-09-16T00:00 > 2026-09-16T02:00`, []string{"0 window-capacity → Thu 17 Sep 21:00"}},
		{"a blackout", `cards.deploy 2026-09-29T21:00 > 2026-09-29T23:00`, []string{"0 blackout → Thu 1 Oct 21:00"}},
		{"an approval at no meeting", `ledger.deploy/cab 2026-09-10T14:00 > 2026-09-10T14:00`, []string{"0 window → Wed 9 Sep 14:00"}},
		{"an end before its start", `ledger.build 2026-09-11T08:00 > 2026-09-07T17:00`, []string{"0 end-before-start"}},
		{"two rows about the same", "ledger.build 2026-09-07 > 2026-09-08\nledger.build 2026-09-09 > 2026-09-09", []string{"1 two-rows"}},
		{"an environment that will not do", `ledger.uat 2026-09-07 > 2026-09-08 preprod`, []string{"0 not-possible"}},
		{"an environment that there is not", `ledger.uat 2026-09-07 > 2026-09-08 moon`, []string{"0 not-possible"}},
		{"names that the plan does not have", "leger.uat 2026-09-07 > 2026-09-08\nledger.sit 2026-09-07 > 2026-09-08\nledger 2026-09-07 > 2026-09-08",
			[]string{"0 unknown-activity", "1 unknown-activity", "2 unknown-activity"}},
		{"a row without a date says nothing", `ledger.build - > -`, nil},
		{"what has happened does not break rules, others fit around it", `
			ledger.uat 2026-08-24 > 2026-09-02 actual
			cards.uat 2026-09-01 > 2026-09-03`, []string{"1 environment → Thu 3 Sep 08:00"}},
		{"a table that lies in the past is judged as planned", `
			ledger.uat 2024-09-10 > 2024-09-11
			ledger.deploy 2024-09-10T21:00 > 2024-09-10T23:00`, []string{"1 link → Thu 12 Sep 21:00"}},
	}
	portfolio, err := planfile.Read(planfile.File{Name: "autumn.yaml", Data: []byte(checkedPlan)})
	require.NoError(t, err)
	for _, tt := range tests {
		t.Run(tt.reason, func(t *testing.T) {
			found, err := schedule.Check(portfolio, tableOf(t, tt.rows), time.Date(2026, 8, 31, 6, 0, 0, 0, time.UTC))
			require.NoError(t, err)
			var got, texts []string
			for _, v := range found {
				line := string(rune('0'+v.Row)) + " " + v.Code
				if !v.Repair.Start.IsZero() {
					line += " → " + v.Repair.Start.Format("Mon 2 Jan 15:04")
				}
				got, texts = append(got, line), append(texts, v.String())
			}
			require.Equal(t, tt.want, got, strings.Join(texts, "\n"))
		})
	}
}
