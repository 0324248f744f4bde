package release_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/berthplan/berth/calendar"
	"github.com/berthplan/berth/release"
)

// names is the phases of a route in order, each with the phases it comes after.
func names(route []release.Phase) string {
	var texts []string
	for _, ph := range route {
		var after []string
		for _, l := range ph.Links {
			after = append(after, l.To.String())
		}
		texts = append(texts, ph.Name+"<"+strings.Join(after, ","))
	}
	return strings.Join(texts, " ")
}

func TestRouteOrderAndLinks(t *testing.T) {
	after := func(phases ...string) []release.Link {
		links := []release.Link{}
		for _, ph := range phases {
			links = append(links, release.Link{To: release.Ref{Phase: ph}})
		}
		return links
	}
	for _, tt := range []struct {
		name      string
		plan, own []release.Phase
		want      string
		reason    string
	}{
		{"whole route", named("build", "uat", "deploy"), nil, "build< uat<build deploy<uat", "without phases of its own a package takes the plan's"},
		{"own route", nil, named("build", "deploy"), "build< deploy<build", "without a plan's route it is the package's"},
		{"own route, any order", nil, named("deploy", "soak", "build"), "build< deploy<build soak<deploy", "built-in phases have a natural order"},
		{"own route, own names", nil, named("build", "pentest", "deploy"), "build< pentest<build deploy<pentest", "another phase stays where it stands"},
		{"overlay", named("build", "uat", "deploy"), named("deploy", "uat"), "build< uat<build deploy<uat", "the plan's order counts"},
		{"added built-in", named("build", "uat", "deploy"), named("sit"), "build< sit<build uat<sit deploy<uat", "in its natural order"},
		{"added built-in at the end", named("build", "uat", "handover"), named("deploy"), "build< uat<build deploy<uat handover<deploy", "right after the ones before it"},
		{"added built-in at the start", named("uat", "deploy"), named("build"), "build< uat<build deploy<uat", "before the ones after it"},
		{"added other, after", named("build", "uat", "deploy"), named("uat", "pentest"), "build< uat<build pentest<uat deploy<pentest", "after the one before it in the package"},
		{"added other, before", named("build", "uat", "deploy"), named("pentest", "uat"), "build< pentest<build uat<pentest deploy<uat", "before the one after it in the package"},
		{"added other, alone", named("build", "deploy"), named("pentest"), "build< deploy<build pentest<deploy", "last"},
		{"skip", named("build", "sit", "uat"), []release.Phase{{Name: "sit", Skip: true}}, "build< uat<build", "the next phase follows the one before"},
		{"skip what only the package has", named("build"), []release.Phase{{Name: "sit", Skip: true}}, "build<", "nothing is skipped"},
		{"skip, link passed on", []release.Phase{
			{Name: "build"}, {Name: "sit"}, {Name: "scan", Links: after("build")}, {Name: "uat", Links: after("sit", "scan")},
		}, []release.Phase{{Name: "scan", Skip: true}, {Name: "sit", Skip: true}}, "build< uat<build", "what followed the skipped follows what came before it, once"},
		{"skip, nothing before", []release.Phase{{Name: "a"}, {Name: "b", Links: after("a")}}, []release.Phase{{Name: "a", Skip: true}}, "b<", "it follows nothing"},
		{"skip, circle", []release.Phase{{Name: "a", Links: after("b")}, {Name: "b", Links: after("a")}, {Name: "c", Links: after("a")}},
			[]release.Phase{{Name: "a", Skip: true}, {Name: "b", Skip: true}}, "c<", "a circle of skipped phases ends"},
		{"no links", named("build", "uat"), []release.Phase{{Name: "uat", Links: []release.Link{}}}, "build< uat<", "empty is after nothing"},
		{"own links replace", []release.Phase{{Name: "build"}, {Name: "uat", Links: after("build")}, {Name: "scan"}},
			[]release.Phase{{Name: "scan", Links: after("build")}}, "build< uat<build scan<build", "a package's links are instead of the plan's"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p := &release.Portfolio{Phases: tt.plan, Packages: []release.Package{{Name: "x", Phases: tt.own}}}
			require.Equal(t, tt.want, names(p.Route(&p.Packages[0])), tt.reason)
		})
	}
}

func TestRouteLinksOfEveryPackage(t *testing.T) {
	p := &release.Portfolio{
		Phases: []release.Phase{
			{Name: "build"},
			{Name: "deploy", Links: []release.Link{{To: release.Ref{Phase: "build"}}, {To: release.Ref{Package: "first", Phase: "deploy"}}}},
			{Name: "soak", Links: []release.Link{{Kind: release.SameOccurrence, To: release.Ref{Phase: "build"}}}},
		},
		Packages: []release.Package{{Name: "first"}, {Name: "second", Phases: []release.Phase{{Name: "build", Skip: true}}}},
	}
	require.Equal(t, "build< deploy<build soak<build", names(p.Route(&p.Packages[0])), "not after itself")
	require.Equal(t, "deploy<first.deploy soak<", names(p.Route(&p.Packages[1])), "a link that is no order goes with the phase it names")
}

func TestRouteFields(t *testing.T) {
	window := func(name string) release.Window { return release.Window{Window: calendar.Window{Name: name}} }
	plan := release.Phase{
		Name: "deploy", Duration: release.Exactly(calendar.Length{Hours: 3}), Rollback: calendar.Length{Hours: 1},
		Team: "owner", People: 2, Environment: "prod", Configuration: "blue", Window: "night", Gate: "go",
		Deadline: moment(t, "2026-11-15"), Earliest: moment(t, "2026-09-01"),
	}
	settled := plan
	settled.Team, settled.Time, settled.Links = "web", release.Contiguous, []release.Link{}
	with := func(change func(*release.Phase)) release.Phase {
		ph := settled
		change(&ph)
		return ph
	}
	for _, tt := range []struct {
		name   string
		own    release.Phase
		want   release.Phase
		reason string
	}{
		{"nothing", release.Phase{}, settled, "zero fields keep the route's"},
		{"everything", release.Phase{
			Duration: release.Exactly(calendar.Length{Hours: 5}), Rollback: calendar.Length{Hours: 2}, Time: release.Contiguous, Team: "edge", People: 3,
			Environment: "dr", Configuration: "green", Window: "day", Gate: "stop", Deadline: moment(t, "2026-12-01"), Earliest: moment(t, "2026-10-01"),
		}, release.Phase{
			Name: "deploy", Duration: release.Exactly(calendar.Length{Hours: 5}), Rollback: calendar.Length{Hours: 2}, Time: release.Contiguous, Team: "edge", People: 3,
			Environment: "dr", Configuration: "green", Window: "day", Gate: "stop", Deadline: moment(t, "2026-12-01"), Earliest: moment(t, "2026-10-01"),
			Links: []release.Link{},
		}, "each field is replaced"},
		{"no team", release.Phase{Team: "none"}, with(func(ph *release.Phase) { ph.Team = "" }), "nobody"},
		{"no environment", release.Phase{Environment: "none"}, with(func(ph *release.Phase) { ph.Environment, ph.Configuration = "", "" }), "the configuration goes with it"},
		{"no configuration", release.Phase{Configuration: "none"}, with(func(ph *release.Phase) { ph.Configuration = "" }), "any"},
		{"no gate", release.Phase{Gate: "none"}, with(func(ph *release.Phase) { ph.Gate = "" }), "none"},
		{"no window", release.Phase{Window: "none"}, with(func(ph *release.Phase) {
			ph.Window, ph.Time, ph.Rollback = "", release.Working, calendar.Length{}
		}), "working, and the rollback that it inherits goes"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			tt.own.Name = "deploy"
			p := &release.Portfolio{
				Phases: []release.Phase{plan}, Systems: []release.System{{Name: "portal", Owner: "web"}},
				Windows:  []release.Window{window("night"), window("day")},
				Packages: []release.Package{{Name: "x", System: "portal", Phases: []release.Phase{tt.own}}},
			}
			require.Equal(t, []release.Phase{tt.want}, p.Route(&p.Packages[0]), tt.reason)
		})
	}
}

func TestRouteDefaults(t *testing.T) {
	one := []release.Window{{Window: calendar.Window{Name: "night"}}}
	two := append(one[:1:1], release.Window{Window: calendar.Window{Name: "day"}})
	for _, tt := range []struct {
		name    string
		phase   release.Phase
		windows []release.Window
		window  string
		time    release.TimeKind
		reason  string
	}{
		{"plain", release.Phase{Name: "build"}, one, "", release.Working, "working"},
		{"soak", release.Phase{Name: "soak"}, one, "", release.Elapsed, "elapsed"},
		{"working soak", release.Phase{Name: "soak", Time: release.Working}, one, "", release.Working, "what is stated counts"},
		{"soak in a window", release.Phase{Name: "soak", Window: "night"}, one, "night", release.Contiguous, "a window comes first"},
		{"deploy", release.Phase{Name: "deploy"}, one, "night", release.Contiguous, "the only window"},
		{"deploy, two windows", release.Phase{Name: "deploy"}, two, "", release.Working, "it must say which"},
		{"deploy, no window", release.Phase{Name: "deploy"}, nil, "", release.Working, "there is none"},
		{"working deploy", release.Phase{Name: "deploy", Time: release.Working}, one, "", release.Working, "it says it needs none"},
		{"contiguous deploy", release.Phase{Name: "deploy", Time: release.Contiguous}, one, "night", release.Contiguous, "the only window"},
		{"deploy out of its window", release.Phase{Name: "deploy", Window: "none"}, one, "", release.Working, "it says so"},
		{"contiguous other", release.Phase{Name: "migrate", Time: release.Contiguous}, one, "", release.Contiguous, "only a deploy takes it unasked"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p := &release.Portfolio{Phases: []release.Phase{tt.phase}, Windows: tt.windows}
			got := p.Route(&release.Package{Name: "x"})
			require.Len(t, got, 1)
			require.Equal(t, tt.window, got[0].Window, tt.reason)
			require.Equal(t, tt.time, got[0].Time, tt.reason)
			require.Equal(t, 1, got[0].People)
		})
	}
}

func TestRouteChangesNothing(t *testing.T) {
	p, same := train(t), train(t)
	for i := range p.Packages {
		for _, ph := range p.Route(&p.Packages[i]) {
			_ = append(ph.Links, release.Link{})
		}
	}
	require.Equal(t, same, p)
}

func TestEnds(t *testing.T) {
	link := func(kind release.LinkKind, phase string) []release.Link {
		return []release.Link{{Kind: kind, To: release.Ref{Phase: phase}}}
	}
	for _, tt := range []struct {
		route       []release.Phase
		first, last []string
		reason      string
	}{
		{nil, nil, nil, "empty"},
		{[]release.Phase{{Name: "a"}, {Name: "b", Links: link(release.FinishToStart, "a")}}, []string{"a"}, []string{"b"}, "a chain"},
		{[]release.Phase{{Name: "a"}, {Name: "b"}}, []string{"a", "b"}, []string{"a", "b"}, "side by side"},
		{[]release.Phase{{Name: "a"}, {Name: "b", Links: link(release.StartToStart, "a")}}, []string{"a"}, []string{"a", "b"}, "a may end after b"},
		{[]release.Phase{{Name: "a"}, {Name: "b", Links: link(release.FinishToFinish, "a")}}, []string{"a", "b"}, []string{"b"}, "b may start first"},
		{[]release.Phase{{Name: "a"}, {Name: "b", Links: []release.Link{{To: release.Ref{Package: "x", Phase: "a"}}}}}, []string{"a"}, []string{"b"}, "its own phase by its full name"},
		{[]release.Phase{{Name: "a"}, {Name: "b", Links: []release.Link{{To: release.Ref{Package: "y", Phase: "a"}}}}}, []string{"a", "b"}, []string{"a", "b"}, "another package's phase"},
	} {
		first, last := (&release.Package{Name: "x"}).Ends(tt.route)
		require.Equal(t, tt.first, first, tt.reason)
		require.Equal(t, tt.last, last, tt.reason)
	}
}

func TestWorkingCalendar(t *testing.T) {
	var p release.Portfolio
	c := p.Working(nil)
	require.Equal(t, release.DefaultCalendar(""), c)
	require.Equal(t, "UTC", c.Zone)
	require.Equal(t, "mon-fri", c.Days.String())
	require.Equal(t, "08:00-12:00, 13:00-17:00", c.Hours.String())
	require.Equal(t, 8.0, c.StandardDay().Hours())

	p.Zone = "Europe/Zurich"
	p.Calendar = release.Calendar{Hours: hours(t, "09:00-17:30"), Holidays: []calendar.Holiday{{Name: "Christmas Day"}}}
	require.Equal(t, "Europe/Zurich", p.Working(nil).Zone)
	require.Equal(t, 8.5, p.Working(nil).StandardDay().Hours())

	team := p.Working(&release.Calendar{Zone: "Asia/Singapore", Hours: hours(t, "09:00-18:00"), Holidays: []calendar.Holiday{}})
	require.Equal(t, "Asia/Singapore", team.Zone)
	require.Equal(t, "mon-fri", team.Days.String(), "the plan's days, which are the default")
	require.Empty(t, team.Holidays, "an empty list is a list")
	require.Equal(t, 9.0, team.StandardDay().Hours(), "the standard day follows the team's hours")

	p.Calendar.Day = length(t, "8h")
	require.Equal(t, 8.0, p.Working(&release.Calendar{Hours: hours(t, "09:00-18:00")}).StandardDay().Hours(), "unless the plan states one")
}
