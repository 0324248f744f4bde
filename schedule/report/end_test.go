package report_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/berthplan/berth/schedule"
	"github.com/berthplan/berth/schedule/report"
)

// What ends at midnight ends on the day before, in every view for people; JSON has the instant.
func TestEndsAtMidnight(t *testing.T) {
	loc := zone(t, "Europe/Zurich")
	day := func(d int) time.Time { return time.Date(2026, 9, d, 0, 0, 0, 0, loc) }
	plan := &schedule.Plan{Name: "Ends", Zone: "Europe/Zurich", Status: schedule.Feasible, Start: day(1),
		Activities: []schedule.Assignment{
			{Activity: "a.build", Package: "a", Phase: "build", Start: day(1), End: day(1), Fact: true},
			{Activity: "a.uat", Package: "a", Phase: "uat", Start: day(7).Add(9 * time.Hour), End: day(12)},
			{Activity: "a.party", Package: "a", Phase: "party", Start: day(21), End: day(21), Pinned: true},
		},
		Packages: []schedule.Outcome{{Package: "a", Start: day(1), Finish: day(21), Due: day(19), Late: 48 * time.Hour}}}
	for _, c := range []struct {
		reason, format string
		says           []string
	}{
		{"a table", "text", []string{
			"build  Mon 31 Aug 24:00  Mon 31 Aug 24:00  done", "uat    Mon  7 Sep 09:00  Fri 11 Sep 24:00", "party  Mon 21 Sep 00:00  Mon 21 Sep 00:00  pinned",
			"due by the end of Fri 18 Sep"}},
		{"Markdown", "markdown", []string{"| Mon 7 Sep 09:00 | Fri 11 Sep 24:00 |"}},
		{"the page's bars", "html", []string{"Mon 7 Sep 09:00 – Fri 11 Sep 24:00", "Mon 31 Aug 24:00"}},
		{"programs", "json", []string{`"end": "2026-09-12T00:00:00+02:00"`, `"pinned": true`}},
	} {
		t.Run(c.reason, func(t *testing.T) {
			var b strings.Builder
			require.NoError(t, report.Write(&b, c.format, plan))
			for _, s := range c.says {
				require.Contains(t, strings.ReplaceAll(b.String(), "  Mon 7", "  Mon  7"), s)
			}
			if c.format != "json" {
				require.NotContains(t, b.String(), "Sat 12 Sep")
			}
		})
	}
}

// A picture of no plan says so.
func TestGraphOfNoPlan(t *testing.T) {
	plan := &schedule.Plan{Name: "None", Status: schedule.Infeasible}
	for _, format := range []string{"mermaid", "dot"} {
		var b strings.Builder
		require.NoError(t, report.Write(&b, format, plan))
		require.Contains(t, b.String(), "No plan meets every hard rule: that is proved.", format)
	}
}

// No name of a plan reaches a terminal as what it would obey, in any format.
func TestControlCharacters(t *testing.T) {
	const evil = "a\x1b[31m\u009b2J\x07\u202eb\x7f"
	plan := autumn(t)
	plan.Name, plan.Zone = evil, ""
	for i := range plan.Activities {
		a := &plan.Activities[i]
		a.Activity, a.Package, a.Phase = a.Activity+evil, a.Package+evil, a.Phase+evil
		a.Environment, a.Configuration, a.Window, a.Resources = evil, evil, evil, []string{evil}
		a.Causes = []schedule.Cause{{Text: evil}}
	}
	plan.Notes = []schedule.Finding{{Text: evil}}
	for _, f := range report.Formats() {
		t.Run(f.Name, func(t *testing.T) {
			var b strings.Builder
			require.NoError(t, f.Write(&b, plan))
			for _, c := range b.String() {
				require.False(t, c < ' ' && c != '\n' && c != '\r' && c != '\t' || c >= 0x7f && c < 0xa0, "%q", c)
			}
		})
	}
}
