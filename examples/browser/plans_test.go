package browser_test

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/berthplan/berth/calendar"
	"github.com/berthplan/berth/schedule"
	"github.com/berthplan/berth/schedule/report"
)

// testPage is a page to open, and what is known of it.
type testPage struct {
	name string
	bars int // activities of the plan
	says string
	html func(t *testing.T) []byte
}

func pages(t *testing.T) []testPage {
	made := func(plan *schedule.Plan) func(t *testing.T) []byte {
		return func(t *testing.T) []byte {
			var b bytes.Buffer
			require.NoError(t, report.HTML(&b, plan))
			return b.Bytes()
		}
	}
	const hostile = `"><script>alert(1)</script>`
	all := []testPage{
		{"sample", 158, "Branch renewal project", func(t *testing.T) []byte { return program(t, "./examples/plan", "-format", "html") }},
		{"large", 2000, "package-0249", made(generated(250, 8, "package-%04d"))},
		{"hostile", 80, hostile, made(generated(10, 8, hostile+`-מטען-%02d-🚢-`+strings.Repeat("long", 40)))},
		{"noway", 0, "does not open before", made(&schedule.Plan{
			Name: "No way", Status: schedule.Infeasible, Stopped: "proved", Start: time.Date(2026, 9, 1, 9, 0, 0, 0, time.UTC),
			Violations: []schedule.Finding{{Code: "window", Text: "prod does not open before Tue 8 Sep 21:00"}},
		})},
	}
	if cases := os.Getenv("BERTH_CASES"); cases != "" {
		all = append(all, testPage{"flamingo", 802, "oslo.config", func(t *testing.T) []byte {
			file := filepath.Join(cases, "release", "openstack", "deliverables_flamingo.json")
			return program(t, "./examples/openstack", "-at", "2025-09-01", "-format", "html", file)
		}})
	} else {
		t.Log("without the OpenStack cycle: BERTH_CASES is not set")
	}
	return all
}

// program runs one of the main module's programs.
func program(t *testing.T, name string, args ...string) []byte {
	t.Helper()
	cmd := exec.Command("go", append([]string{"run", name}, args...)...)
	cmd.Dir = filepath.Join("..", "..")
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	require.NoError(t, err, stderr.String())
	return out
}

// generated is a plan over three years with windows, blackouts, bookings and
// changeovers. Each fourth package is late.
func generated(packages, phases int, name string) *schedule.Plan {
	start := time.Date(2026, 1, 5, 8, 0, 0, 0, time.UTC)
	const day = 24 * time.Hour
	p := &schedule.Plan{Name: fmt.Sprintf(name, 0) + " and others", Start: start, Status: schedule.Feasible, Stopped: "work limit"}
	for i := range packages {
		at := start.Add(time.Duration(i*1000/packages) * day)
		o := schedule.Outcome{Package: fmt.Sprintf(name, i), Start: at}
		for j := range phases {
			a := schedule.Assignment{
				Package: o.Package, Phase: fmt.Sprintf("phase-%d", j), Activity: fmt.Sprintf("%s.phase-%d", o.Package, j),
				Start: at, End: at.Add(time.Duration(1+(i+j)%6) * day), Fact: i == 0,
				Causes: []schedule.Cause{
					{At: at.Add(-time.Hour), Text: fmt.Sprintf("after %s.phase-%d, which ends %s", o.Package, j-1, at.Format("Mon 2 Jan 15:04"))},
					{At: at.Add(-time.Minute), Text: "outside working hours until " + at.Format("Mon 2 Jan 15:04")},
				},
			}
			switch j % 4 {
			case 2:
				a.Environment, a.Configuration = fmt.Sprintf("uat-%d", i%6), "base"
			case 3:
				a.Window, a.Slack = "prod", 20*time.Hour
			}
			p.Activities = append(p.Activities, a)
			at = a.End
		}
		o.Finish = at
		if o.Due = at.Add(3 * day); i%4 == 3 {
			o.Due, o.Late = at.Add(-2*day), 2*day
		}
		p.Packages = append(p.Packages, o)
	}
	mark := func(kind schedule.MarkKind, name, of string, soft bool, from time.Time, length time.Duration) {
		p.Marks = append(p.Marks, schedule.Mark{Kind: kind, Name: name, Of: of, Soft: soft, Interval: calendar.Interval{Start: from, End: from.Add(length)}})
	}
	for d := range 1050 {
		if at := start.Add(time.Duration(d) * day); at.Weekday() == time.Tuesday || at.Weekday() == time.Thursday {
			mark(schedule.MarkWindow, "prod", "", false, at.Add(12*time.Hour), 6*time.Hour)
		}
	}
	for year := range 3 {
		mark(schedule.MarkBlackout, "Year end", "", false, start.AddDate(year, 11, 10), 20*day)
		mark(schedule.MarkBlackout, "Quarter close", "systems ledger", true, start.AddDate(year, 3, -8), 5*day)
		mark(schedule.MarkHoliday, "National day", "", false, start.AddDate(year, 6, 0), day)
		mark(schedule.MarkBooking, "Cards project", "uat-1", false, start.AddDate(year, 2, 0), 12*day)
		mark(schedule.MarkOutage, "Data refresh", "uat-2", false, start.AddDate(year, 4, 0), 4*day)
	}
	at := start.AddDate(0, 5, 0)
	p.Changeovers = []schedule.Reconfiguration{
		{Environment: "uat-3", From: "base", To: "tls13", Interval: calendar.Interval{Start: at, End: at.Add(day)}},
		{Environment: "uat-3", From: "tls13", To: "base", Interval: calendar.Interval{Start: at.Add(9 * day), End: at.Add(10 * day)}},
	}
	return p
}
