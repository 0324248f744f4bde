package schedule_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/berthplan/berth/calendar"
	"github.com/berthplan/berth/release"
	"github.com/berthplan/berth/schedule"
)

// gated is a package whose deployment, or acceptance, needs an approval.
func gated(t testing.TB, gate release.Gate, phase string) *release.Portfolio {
	p := train(t, release.Package{Name: "a"})
	p.Meetings = []release.Meeting{{Name: "cab", Every: rule(t, "wed"), At: 14 * 3600, Submission: length(t, "2d")}}
	gate.Name = "go"
	gate.Requires = append(gate.Requires, release.Criterion{Kind: release.ApprovalOf, Name: "cab"}, release.Criterion{Name: "smoke.list"})
	p.Gates = []release.Gate{gate}
	for i := range p.Phases {
		if p.Phases[i].Name == phase {
			p.Phases[i].Gate = "go"
		}
	}
	return p
}

func TestFromPortfolioGates(t *testing.T) {
	build0, soak := "a.build 0 a.uat 0s: after a.build", "a.deploy 0 a.soak 0s: after a.deploy"
	entry := []string{build0, "a.uat 0 a.deploy 0s: after a.uat", "a.uat 0 a.deploy/cab 16h0m0s: after a.uat +2d to submit to cab",
		"a.deploy/cab 0 a.deploy 0s: after a.deploy/cab", soak}
	exit := []string{build0, "a.uat 0 a.uat/cab 16h0m0s: after a.uat +2d to submit to cab",
		"a.uat 0 a.deploy 0s: after a.uat", "a.uat/cab 0 a.deploy 0s: after a.uat/cab", soak}
	for _, tt := range []struct {
		reason string
		gate   release.Gate
		phase  string
		names  []string
		links  []string
	}{
		{"before a phase with a window", release.Gate{}, "deploy",
			[]string{"a.build", "a.uat", "a.deploy/cab", "a.deploy", "a.soak"}, entry},
		{"after any other", release.Gate{}, "uat",
			[]string{"a.build", "a.uat", "a.uat/cab", "a.deploy", "a.soak"}, exit},
		{"at entry, as it says", release.Gate{Entry: true}, "uat",
			[]string{"a.build", "a.uat/cab", "a.uat", "a.deploy", "a.soak"},
			[]string{build0, "a.build 0 a.uat/cab 16h0m0s: after a.build +2d to submit to cab", "a.uat/cab 0 a.uat 0s: after a.uat/cab",
				"a.uat 0 a.deploy 0s: after a.uat", soak}},
		{"at exit, as it says", release.Gate{Exit: true}, "deploy",
			[]string{"a.build", "a.uat", "a.deploy", "a.deploy/cab", "a.soak"},
			[]string{build0, "a.uat 0 a.deploy 0s: after a.uat", "a.deploy 0 a.deploy/cab 16h0m0s: after a.deploy +2d to submit to cab",
				soak, "a.deploy/cab 0 a.soak 0s: after a.deploy/cab"}},
		{"asked twice is asked once", release.Gate{Requires: []release.Criterion{{Kind: release.ApprovalOf, Name: "cab"}}}, "deploy",
			[]string{"a.build", "a.uat", "a.deploy/cab", "a.deploy", "a.soak"}, entry},
	} {
		t.Run(tt.reason, func(t *testing.T) {
			problem := build(t, gated(t, tt.gate, tt.phase))
			require.Equal(t, tt.names, names(problem))
			require.Equal(t, tt.links, links(problem))
			require.Empty(t, problem.Notes)
		})
	}
}

func TestFromPortfolioDecision(t *testing.T) {
	p := gated(t, release.Gate{}, "deploy")
	p.Calendar.Holidays = []calendar.Holiday{{Date: calendar.Date{Year: 2026, Month: 9, Day: 16}, Name: "a holiday"}}
	p.Meetings[0].Except = []calendar.Date{{Year: 2026, Month: 9, Day: 30}}
	p.Packages[0].Sites = []string{"zurich", "london"}
	problem := build(t, p)
	d := activity(t, problem, "a.deploy/cab")
	require.Equal(t, schedule.Decision, d.Time)
	require.Equal(t, "a", d.Package)
	require.Equal(t, "deploy/cab", d.Phase)
	require.Zero(t, d.Modes[0].Duration)
	require.True(t, d.Earliest.IsZero(), "it waits for the acceptance")
	var held []string
	for _, o := range d.Modes[0].Calendar.Occurrences() {
		if !o.Opens.Before(monday) && len(held) < 4 {
			require.Equal(t, "cab", o.Window)
			require.True(t, d.Modes[0].Calendar.Open(o.Opens))
			held = append(held, o.Opens.UTC().Format("01-02T15:04"))
		}
	}
	require.Equal(t, []string{"09-09T14:00", "09-23T14:00", "10-07T14:00", "10-14T14:00"}, held, "neither on the holiday nor on the day excepted")
	require.Subset(t, links(problem), []string{"a.deploy/cab 0 a.deploy@zurich 0s: after a.deploy/cab"}, "one approval before the first site")
	for _, l := range problem.Links {
		require.NotEqual(t, "a.deploy@london", map[bool]string{true: l.To}[l.From == "a.deploy/cab"])
	}
}

func TestFromPortfolioSubmission(t *testing.T) {
	alone := func(p *release.Portfolio) { p.Phases = p.Phases[2:3] }
	for _, tt := range []struct {
		reason string
		change func(*release.Portfolio)
		want   string
	}{
		{"nothing before it: two working days after the start", alone, "2026-09-09T09:00"},
		{"nor before the package may begin", func(p *release.Portfolio) {
			alone(p)
			p.Packages[0].Earliest = moment(t, "2026-09-11") // a Friday
		}, "2026-09-14T17:00"},
		{"everything before it is done", func(p *release.Portfolio) {
			p.Packages[0].Actuals = []release.Actual{{Phase: "build", End: moment(t, "2026-09-02")}, {Phase: "uat", End: moment(t, "2026-09-04")}}
		}, "2026-09-09T09:00"},
		{"what comes before belongs to another package", func(p *release.Portfolio) {
			alone(p)
			p.Packages = append(p.Packages, release.Package{Name: "b", System: "ledger"})
			p.Packages[0].Phases = []release.Phase{{Name: "deploy", Links: []release.Link{{To: release.Ref{Package: "b"}}}}}
		}, "2026-09-09T09:00"},
	} {
		t.Run(tt.reason, func(t *testing.T) {
			p := gated(t, release.Gate{}, "deploy")
			tt.change(p)
			require.Equal(t, tt.want, activity(t, build(t, p), "a.deploy/cab").Earliest.UTC().Format("2006-01-02T15:04"))
		})
	}
}

func TestFromPortfolioApprovalsGiven(t *testing.T) {
	fact := func(name, value, at string) release.Fact {
		f := release.Fact{Package: "a", Name: name, Value: value}
		if at != "" {
			f.At = moment(t, at)
		}
		return f
	}
	for _, tt := range []struct {
		reason string
		facts  []release.Fact
		at     string // "": not given
	}{
		{"none", nil, ""},
		{"given", []release.Fact{fact("approval: cab", "given", "2026-09-02T14:00")}, "2026-09-02T14:00"},
		{"in capitals", []release.Fact{fact("approval: cab", "Approved", "2026-09-02T14:00")}, "2026-09-02T14:00"},
		{"on a day", []release.Fact{fact("approval: cab", "yes", "2026-09-02")}, "2026-09-03T00:00"},
		{"today", []release.Fact{fact("approval: cab", "yes", "2026-09-07")}, "2026-09-07T09:00"},
		{"nobody knows when: by now", []release.Fact{fact("approval: cab", "true", "")}, "2026-09-07T09:00"},
		{"refused", []release.Fact{fact("approval: cab", "refused", "2026-09-02T14:00")}, ""},
		{"taken back", []release.Fact{fact("approval: cab", "granted", "2026-09-02T14:00"), fact("approval: cab", "no", "2026-09-03T14:00")}, ""},
		{"a sign-off is no approval", []release.Fact{fact("signoff: cab", "given", "2026-09-02T14:00")}, ""},
		{"another package's", []release.Fact{{Package: "b", Name: "approval: cab", Value: "yes"}}, ""},
	} {
		t.Run(tt.reason, func(t *testing.T) {
			p := gated(t, release.Gate{}, "deploy")
			p.Packages = append(p.Packages, release.Package{Name: "b", System: "ledger"})
			p.Facts = tt.facts
			problem := build(t, p)
			d := activity(t, problem, "a.deploy/cab")
			if tt.at == "" {
				require.Nil(t, d.Fact)
				return
			}
			require.NotNil(t, d.Fact)
			require.Equal(t, instant(t, tt.at), d.Fact.Start.UTC())
			require.Equal(t, d.Fact.Start, d.Fact.End)
			require.Nil(t, activity(t, problem, "a.uat").Fact, "an approval given early says nothing of what comes before")
			require.Empty(t, problem.Notes)
		})
	}
}
