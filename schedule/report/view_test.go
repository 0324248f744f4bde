package report_test

import (
	"bytes"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/berthplan/berth/calendar"
	"github.com/berthplan/berth/schedule"
	"github.com/berthplan/berth/schedule/report"
)

// train is autumn with what only some views show: teams, links, blackouts, a decision, and two at one time.
func train(t testing.TB) *schedule.Plan {
	p := autumn(t)
	loc := zone(t, "Europe/Zurich")
	at := func(month time.Month, day, hour int) time.Time {
		return time.Date(2026, month, day, hour, 0, 0, 0, loc)
	}
	p.Activities[0].Resources = []string{"team-ledger"}
	p.Activities[2].Resources = []string{"team-edge", "testers"}
	cab := at(11, 5, 14)
	p.Activities = append(p.Activities,
		schedule.Assignment{Activity: "gateway-7.0.deploy/cab", Package: "gateway-7.0", Phase: "deploy/cab", Start: cab, End: cab, Window: "cab", Opens: cab},
		schedule.Assignment{Activity: "gateway-7.0.pentest", Package: "gateway-7.0", Phase: "pentest", Start: at(10, 27, 8), End: at(11, 9, 17)})
	p.Links = []schedule.Edge{
		{Kind: schedule.FinishToStart, From: "gateway-7.0.build", To: "gateway-7.0.uat", Name: "after build"},
		{Kind: schedule.FinishToStart, From: "ledger-4.2.uat", To: "gateway-7.0.uat", Name: "after ledger-4.2.uat"},
		{Kind: schedule.FinishToStart, From: "gateway-7.0.uat", To: "gateway-7.0.deploy@zurich", Name: "after gateway-7.0.uat +2d"},
		{Kind: schedule.MaxFinishToStart, From: "ledger-4.2.uat", To: "gateway-7.0.deploy@zurich", Name: "within ledger-4.2.uat +90d"},
		{Kind: schedule.StartToStart, From: "gateway-7.0.uat", To: "gateway-7.0.pentest", Name: "start-with gateway-7.0.uat +1d"},
		{Kind: schedule.Apart, From: "night drill", To: "gateway-7.0.uat", Name: "apart night drill +1w"},
	}
	p.Marks = []schedule.Mark{
		{Kind: schedule.MarkBlackout, Name: "Year end", Interval: calendar.Interval{Start: at(12, 14, 0), End: at(12, 31, 0)}},
		{Kind: schedule.MarkBlackout, Name: "Quarter close", Of: "prod", Soft: true, Interval: calendar.Interval{Start: at(9, 28, 0), End: at(10, 3, 0)}},
		{Kind: schedule.MarkWindow, Name: "prod", Interval: calendar.Interval{Start: at(12, 8, 21), End: at(12, 9, 3)}},
	}
	return p
}

// shown is what a view writes.
func shown[O any](t require.TestingT, view func(io.Writer, *schedule.Plan, O) error, plan *schedule.Plan, opt O) string {
	var b, again bytes.Buffer
	require.NoError(t, view(&b, plan, opt))
	require.NoError(t, view(&again, plan, opt))
	require.Equal(t, b.String(), again.String(), "the same plan, the same bytes")
	return b.String()
}

// hostile are names that mean something in some language.
var hostile = []string{
	`x"]; end`, "a|b", "<img src=x onerror=alert(1)>", "`code`", "*bold* _it_ ~no~ [l](http://x)", "a\nb\r\nEND:VEVENT", `c:\n`, `back\`,
	"# head", "- item", "1. one", "&lt;&quot;", "end", "#quot;", "\x1b[31mred", "語の名", "\xff", "$x$", "{}()--> n1", `\N\G`, "<!-- ", "a;b,c", "\u202Ertl",
}

// named gives a plan whose every name is s.
func named(t testing.TB, s string) *schedule.Plan {
	p := train(t)
	p.Name = s
	for i := range p.Activities {
		a := &p.Activities[i]
		a.Phase, a.Site, a.Environment, a.Configuration, a.Window = s, s, s, s, s
		a.Resources = []string{s}
		for k := range a.Causes {
			a.Causes[k].Text = s
		}
		if a.Package == "" {
			a.Activity, p.Links[5].From = s, s
		} else if a.Package == "gateway-7.0" {
			a.Package = s
		}
	}
	p.Packages[0].Package = s
	for i := range p.Links {
		p.Links[i].Name = s
	}
	for i := range p.Marks {
		p.Marks[i].Name, p.Marks[i].Of = s, s
	}
	return p
}

func TestViewsRefuseWhatIsNoPlan(t *testing.T) {
	for _, name := range []string{"text", "gantt", "markdown", "ics", "mermaid", "dot"} {
		f, err := report.Lookup(name)
		require.NoError(t, err)
		require.ErrorContains(t, f.Write(io.Discard, nil), "no plan", f.Name)
		require.ErrorContains(t, f.Write(io.Discard, &schedule.Plan{Zone: "Mars/Olympus"}), "zone", f.Name)
		require.ErrorContains(t, f.Write(full{}, autumn(t)), "disk full", f.Name)
		require.NoError(t, f.Write(io.Discard, &schedule.Plan{Status: schedule.Unknown}), f.Name)
		require.NoError(t, f.Write(io.Discard, noWay(t)), f.Name)
	}
}

func TestViewsDoNotChangeThePlan(t *testing.T) {
	plan := train(t)
	for _, f := range report.Formats() {
		require.NoError(t, f.Write(io.Discard, plan))
	}
	require.Equal(t, train(t), plan)
}

// lines are the lines of a text, each without its end.
func lines(text string) []string { return strings.Split(strings.TrimSuffix(text, "\n"), "\n") }
