package report_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"github.com/berthplan/berth/schedule"
	"github.com/berthplan/berth/schedule/report"
)

func text(t testing.TB, plan *schedule.Plan) string {
	t.Helper()
	var b bytes.Buffer
	require.NoError(t, report.Text(&b, plan))
	return b.String()
}

func TestTextGolden(t *testing.T) {
	golden(t, "autumn.txt", []byte(text(t, autumn(t))))
	golden(t, "noway.txt", []byte(text(t, noWay(t))))
}

func TestTextSays(t *testing.T) {
	for _, c := range []struct {
		reason string
		change func(p *schedule.Plan)
		says   string
	}{
		{"an optimal plan is proved", func(p *schedule.Plan) { p.Status, p.Stopped = schedule.Optimal, "proved" },
			"Every hard rule holds, and no plan is better: that is proved."},
		{"a limit of time is named", func(p *schedule.Plan) { p.Stopped = "time limit" }, "the search ended at its time limit."},
		{"a search that ran dry", func(p *schedule.Plan) { p.Stopped = "no better plan found" }, "A better plan may exist; the search found none."},
		{"cancelled is the reader's own doing", func(p *schedule.Plan) { p.Stopped = "cancelled" }, "A better plan may exist: the search was stopped."},
		{"unknown is not infeasible", func(p *schedule.Plan) { p.Status = schedule.Unknown },
			"No plan was found, and it is not proved that there is none: the search ended at its work limit."},
		{"the horizon is an assumption", func(p *schedule.Plan) { p.Status, p.Stopped = schedule.Unknown, "proved: horizon" },
			"No plan was found, and it is not proved that there is none. A later horizon than Sun 28 Feb 2027 24:00 may allow one."},
		{"a plan with violations is none", func(p *schedule.Plan) {
			p.Violations = []schedule.Finding{{Code: "pin", Text: "x is not where it was pinned"}}
		},
			"This is not a plan that works: 1 hard rule broken."},
		{"nothing late", func(p *schedule.Plan) { p.Packages = p.Packages[1:2] }, "1 package: none late. All is done by Fri 23 Oct 17:00."},
		{"lateness in words, exact", func(p *schedule.Plan) { p.Packages[0].Late = 25*time.Hour + time.Minute }, "late by 1 day 1 hour 1 minute"},
		{"the deadline counts where it is earlier", func(p *schedule.Plan) { p.Packages[0].Deadline = p.Packages[0].Due.AddDate(0, 0, -1) },
			"its deadline was the end of Fri 8 Jan 2027"},
		{"an hour that the clock shows twice is named, first", func(*schedule.Plan) {}, "Sun 25 Oct 02:30 CEST"},
		{"and second", func(*schedule.Plan) {}, "Sun 25 Oct 02:30 CET"},
		{"a zone without letters shows its offset", func(p *schedule.Plan) { p.Zone = "Asia/Singapore" }, "Times are Asia/Singapore: UTC+08:00."},
		{"no zone is UTC", func(p *schedule.Plan) { p.Zone = "" }, "Times are UTC: UTC+00:00."},
		{"no escape sequence reaches the terminal", func(p *schedule.Plan) { p.Name = "red \x1b[31m" }, "red \uFFFD[31m"},
	} {
		t.Run(c.reason, func(t *testing.T) {
			plan := autumn(t)
			c.change(plan)
			says := strings.Join(strings.Fields(text(t, plan)), " ") // as if no line were broken
			require.Contains(t, says, c.says)
		})
	}
}

func TestTextFitsTheTerminal(t *testing.T) {
	plan := autumn(t)
	long := strings.Repeat("settlement-", 12) + "4.2"
	for i := range plan.Activities {
		plan.Activities[i].Package += long
		plan.Activities[i].Environment = long
		plan.Activities[i].Window = "決済" + long
	}
	plan.Packages[0].Package += long
	out := text(t, plan)
	require.Contains(t, out, "4.2 ", "a name that is cut keeps its version")
	for line := range strings.Lines(out) {
		if !strings.Contains(line, long) { // a single word cannot be broken
			require.LessOrEqual(t, utf8.RuneCountInString(strings.TrimSuffix(line, "\n")), 120, line)
		}
	}
}

func TestTextAlignsWideLetters(t *testing.T) {
	plan := autumn(t)
	plan.Activities[1].Phase = "構築"
	columns := func(line string) int { // the columns before the first "Mon", wide letters counted twice
		before, _, ok := strings.Cut(line, "Mon ")
		require.True(t, ok)
		return utf8.RuneCountInString(before) + strings.Count(before, "構") + strings.Count(before, "築")
	}
	var build, uat string
	for line := range strings.Lines(text(t, plan)) {
		if strings.Contains(line, "構築") && build == "" {
			build = line
		}
		if strings.Contains(line, "uat ") && strings.Contains(line, "Mon 26 Oct 17:00") && uat == "" {
			uat = line
		}
	}
	require.Equal(t, columns(uat), columns(build))
}

type full struct{}

func (full) Write([]byte) (int, error) { return 0, errors.New("disk full") }

func TestTextReturnsErrors(t *testing.T) {
	require.ErrorContains(t, report.Text(full{}, autumn(t)), "disk full")
	require.ErrorContains(t, report.Text(full{}, nil), "no plan")
	require.ErrorContains(t, report.Text(full{}, &schedule.Plan{Zone: "Mars/Olympus"}), "zone")
}

func TestFormats(t *testing.T) {
	files := map[string]bool{}
	for _, f := range report.Formats() {
		var direct, named bytes.Buffer
		require.NoError(t, f.Write(&direct, autumn(t)))
		require.NoError(t, report.Write(&named, f.Name, autumn(t)))
		require.Equal(t, direct.String(), named.String())
		require.NotEmpty(t, direct.String())
		require.NotEmpty(t, f.About)
		require.False(t, files[f.File], "two formats write %s", f.File)
		files[f.File] = true
	}
	require.ErrorContains(t, report.Write(&bytes.Buffer{}, "pdf", autumn(t)), `the format "pdf", expected one of text, json`)
}
