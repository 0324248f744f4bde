package schedule_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/berthplan/berth/calendar"
	"github.com/berthplan/berth/release"
	"github.com/berthplan/berth/schedule"
)

// Monday, in the middle of a working morning of the default calendar (08-12, 13-17, UTC).
var monday = time.Date(2026, 9, 7, 9, 0, 0, 0, time.UTC)

func moment(t testing.TB, s string) calendar.Moment {
	t.Helper()
	m, err := calendar.ParseMoment(s)
	require.NoError(t, err)
	return m
}

func length(t testing.TB, s string) calendar.Length {
	t.Helper()
	l, err := calendar.ParseLength(s)
	require.NoError(t, err)
	return l
}

func lasts(t testing.TB, s string) release.Estimate {
	t.Helper()
	return release.Exactly(length(t, s))
}

func rule(t testing.TB, s string) calendar.Rule {
	t.Helper()
	r, err := calendar.ParseRule(s)
	require.NoError(t, err)
	return r
}

// instant reads "2026-09-07T09:00" as UTC.
func instant(t testing.TB, s string) time.Time {
	t.Helper()
	at, err := time.Parse("2006-01-02T15:04", s)
	require.NoError(t, err)
	return at
}

// train is a plan with the usual route, one window on Tuesday and Thursday nights, and the packages
// given, of the system ledger unless they say otherwise.
func train(t testing.TB, packages ...release.Package) *release.Portfolio {
	t.Helper()
	for i := range packages {
		if packages[i].System == "" {
			packages[i].System = "ledger"
		}
	}
	return &release.Portfolio{
		Name: "train",
		Now:  moment(t, "2026-09-07T09:00"),
		Systems: []release.System{
			{Name: "ledger", Owner: "core"},
			{Name: "portal", Owner: "web", Changes: release.OneAtATime},
		},
		Teams: []release.Team{{Name: "core", Capacity: 4}, {Name: "web"}, {Name: "night"}, {Name: "idle"}},
		Phases: []release.Phase{
			{Name: "build", Duration: lasts(t, "5d"), Team: "owner"},
			{Name: "uat", Duration: lasts(t, "2d"), Environment: "uat"},
			{Name: "deploy", Duration: lasts(t, "2h"), Rollback: length(t, "1h"), Window: "prod", Team: "night"},
			{Name: "soak", Duration: lasts(t, "1d")},
		},
		Packages:     packages,
		Environments: []release.Environment{{Name: "uat"}},
		Windows: []release.Window{{
			Window: calendar.Window{Name: "prod", Every: rule(t, "tue, thu"), Hours: calendar.Hours{{From: 21 * 3600, To: 3 * 3600}}},
		}},
		Sites: release.Sites{Order: []string{"zurich", "london"}},
	}
}

func build(t testing.TB, p *release.Portfolio) *schedule.Problem {
	t.Helper()
	problem, err := schedule.FromPortfolio(p, time.Time{})
	require.NoError(t, err)
	require.NoError(t, problem.Validate(), "what is built from a valid portfolio is a valid problem")
	return problem
}

func activity(t testing.TB, p *schedule.Problem, name string) schedule.Activity {
	t.Helper()
	var names []string
	for _, a := range p.Activities {
		if a.Name == name {
			return a
		}
		names = append(names, a.Name)
	}
	require.Failf(t, "no such activity", "%s is not among %v", name, names)
	return schedule.Activity{}
}

func names(p *schedule.Problem) []string {
	var out []string
	for _, a := range p.Activities {
		out = append(out, a.Name)
	}
	return out
}

// notes is the codes of the problem's notes with the activities they are about.
func notes(p *schedule.Problem) []string {
	var out []string
	for _, n := range p.Notes {
		out = append(out, strings.TrimSpace(n.Code+" "+n.Activity))
	}
	return out
}

func TestFromPortfolioStartAndHorizon(t *testing.T) {
	for _, tt := range []struct {
		reason       string
		zone         string
		now          string // in the plan
		horizon      string
		given        time.Time
		start, until string
	}{
		{"the plan's now, and a year", "", "2026-09-07T09:00", "", time.Time{}, "2026-09-07T09:00:00Z", "2027-09-07T09:00:00Z"},
		{"the time given wins", "", "2026-09-07T09:00", "", monday.Add(time.Hour), "2026-09-07T10:00:00Z", "2027-09-07T10:00:00Z"},
		{"rounded up to a minute", "", "", "", monday.Add(time.Nanosecond), "2026-09-07T09:01:00Z", "2027-09-07T09:01:00Z"},
		{"now is in the plan's zone", "Europe/Zurich", "2026-09-07T09:00", "", time.Time{}, "2026-09-07T07:00:00Z", "2027-09-07T07:00:00Z"},
		{"a bare day of a horizon is that whole day, in the zone", "Europe/Zurich", "2026-09-07T09:00", "2026-12-31", time.Time{}, "2026-09-07T07:00:00Z", "2026-12-31T23:00:00Z"},
		{"a time is exclusive as it is", "", "2026-09-07T09:00", "2026-12-31T12:00", time.Time{}, "2026-09-07T09:00:00Z", "2026-12-31T12:00:00Z"},
	} {
		t.Run(tt.reason, func(t *testing.T) {
			p := train(t)
			p.Zone, p.Now = tt.zone, calendar.Moment{}
			if tt.now != "" {
				p.Now = moment(t, tt.now)
			}
			if tt.horizon != "" {
				p.Horizon = moment(t, tt.horizon)
			}
			problem, err := schedule.FromPortfolio(p, tt.given)
			require.NoError(t, err)
			require.Equal(t, tt.start, problem.Start.UTC().Format(time.RFC3339Nano))
			require.Equal(t, tt.until, problem.Horizon.UTC().Format(time.RFC3339Nano))
		})
	}
}

func TestFromPortfolioFaults(t *testing.T) {
	for _, tt := range []struct {
		reason string
		change func(*release.Portfolio)
		now    time.Time
		want   []string // code and path
	}{
		{"nobody said what time it is", func(p *release.Portfolio) { p.Now = calendar.Moment{} }, time.Time{}, []string{"now-missing now"}},
		{"there is no time to plan in", func(p *release.Portfolio) { p.Horizon = moment(t, "2026-09-30") },
			instant(t, "2026-10-01T00:00"), []string{"horizon horizon"}},
		{"there is more time than anybody plans", func(p *release.Portfolio) { p.Horizon = moment(t, "2126-09-30") },
			time.Time{}, []string{"horizon horizon"}},
		{"the portfolio's own faults come as they are", func(p *release.Portfolio) { p.Phases[1].Environment = "nowhere" },
			time.Time{}, []string{"unknown-name phases.uat.environment"}},
		{"a meeting's time of day is not in its rule", func(p *release.Portfolio) {
			p.Meetings = []release.Meeting{{Name: "cab", Every: rule(t, "0 14 * * 3")}, {Name: "board", Every: rule(t, "0 9 * * 1")}}
		}, time.Time{}, []string{"hours-and-times meetings.board.every", "hours-and-times meetings.cab.every"}},
	} {
		t.Run(tt.reason, func(t *testing.T) {
			p := train(t, release.Package{Name: "a"})
			tt.change(p)
			problem, err := schedule.FromPortfolio(p, tt.now)
			require.Nil(t, problem)
			var faults release.Faults
			require.ErrorAs(t, err, &faults)
			var got []string
			for _, f := range faults {
				got = append(got, f.Code+" "+f.Path)
			}
			require.Equal(t, tt.want, got)
		})
	}
}

func TestFromPortfolioNowIsNotNeededTwice(t *testing.T) {
	p := train(t, release.Package{Name: "a"})
	p.Now = calendar.Moment{}
	_, err := schedule.FromPortfolio(p, monday)
	require.NoError(t, err, "the time given is enough")
}

func TestFromPortfolioEmpty(t *testing.T) {
	problem, err := schedule.FromPortfolio(&release.Portfolio{}, monday)
	require.NoError(t, err, "the zero portfolio is valid and empty")
	require.Empty(t, problem.Activities)
	require.Empty(t, problem.Notes)
	require.NoError(t, problem.Validate())
}

func TestFromPortfolioRoute(t *testing.T) {
	p := train(t,
		release.Package{Name: "ledger-4.2", System: "ledger", Priority: 800, Deadline: moment(t, "2026-11-15"), Due: moment(t, "2026-11-01T12:00")},
		release.Package{Name: "art-1", System: "portal", Optional: true, Earliest: moment(t, "2026-10-01"),
			Phases: []release.Phase{
				{Name: "build", Skip: true},
				{Name: "uat", Deadline: moment(t, "2026-10-20"), Earliest: moment(t, "2026-10-05T08:00")},
			}},
	)
	problem := build(t, p)

	require.Equal(t, []string{
		"ledger-4.2.build", "ledger-4.2.uat", "ledger-4.2.deploy", "ledger-4.2.soak",
		"art-1.uat", "art-1.deploy", "art-1.soak",
	}, names(problem))
	require.Equal(t, []schedule.Package{
		{Name: "ledger-4.2", Owner: "core", Priority: 800, Deadline: instant(t, "2026-11-16T00:00"), Due: instant(t, "2026-11-01T12:00")},
		{Name: "art-1", Owner: "web", Optional: true},
	}, problem.Packages, "a bare day as an end is that whole day")
	require.Equal(t, []schedule.Resource{{Name: "core", Capacity: 4}, {Name: "night", Capacity: 1}}, problem.Resources,
		"the teams somebody needs, in the plan's order")

	uat := activity(t, problem, "art-1.uat")
	require.Equal(t, instant(t, "2026-10-05T08:00"), uat.Earliest, "the later of the package's and the phase's")
	require.Equal(t, instant(t, "2026-10-21T00:00"), uat.Deadline)
	require.Equal(t, instant(t, "2026-10-01T00:00"), activity(t, problem, "art-1.soak").Earliest)

	deploy := activity(t, problem, "art-1.deploy")
	require.Equal(t, "prod", deploy.Window)
	require.Equal(t, "portal", deploy.System)
	require.Empty(t, uat.System, "only deployments change a system")
	require.Equal(t, []schedule.System{{Name: "ledger"}, {Name: "portal", OneAtATime: true}}, problem.Systems)
}

func TestFromPortfolioTime(t *testing.T) {
	p := train(t, release.Package{Name: "a", System: "ledger"})
	p.Phases[0].Duration = release.Estimate{Low: length(t, "3d"), Likely: length(t, "5d 2h"), High: length(t, "9d")}
	problem := build(t, p)
	for _, tt := range []struct {
		reason, name       string
		kind               schedule.TimeKind
		duration, rollback time.Duration
		demands            []schedule.Demand
	}{
		{"likely, in working days of eight hours; by the system's owner", "a.build", schedule.Working, 42 * time.Hour, 0, []schedule.Demand{{Resource: "core", Amount: 1}}},
		{"nobody's work", "a.uat", schedule.Working, 16 * time.Hour, 0, nil},
		{"wall clock, with its rollback", "a.deploy", schedule.Contiguous, 2 * time.Hour, time.Hour, []schedule.Demand{{Resource: "night", Amount: 1}}},
		{"wall clock: a day is 24 hours", "a.soak", schedule.Elapsed, 24 * time.Hour, 0, nil},
	} {
		t.Run(tt.reason, func(t *testing.T) {
			a := activity(t, problem, tt.name)
			require.Equal(t, tt.kind, a.Time)
			require.Len(t, a.Modes, 1)
			require.Equal(t, tt.duration, a.Modes[0].Duration)
			require.Equal(t, tt.rollback, a.Modes[0].Rollback)
			require.Equal(t, tt.demands, a.Modes[0].Demands)
		})
	}
	require.Nil(t, activity(t, problem, "a.soak").Modes[0].Calendar, "the wall clock has no calendar")
}

func TestFromPortfolioPeople(t *testing.T) {
	p := train(t, release.Package{Name: "a"})
	p.Phases[0].People = 3
	require.Equal(t, []schedule.Demand{{Resource: "core", Amount: 3}}, activity(t, build(t, p), "a.build").Modes[0].Demands)
}

func TestFromPortfolioModes(t *testing.T) {
	environments := []release.Environment{
		{Name: "uat", Configurations: []string{"base", "tls13"}, Alternatives: []release.Alternative{
			{Environment: "preprod", Penalty: length(t, "2h")}, {Environment: "lab", Penalty: length(t, "1d")},
		}},
		{Name: "preprod", Configurations: []string{"tls13"}},
		{Name: "lab"},
		{Name: "attic", Configurations: []string{"base"}},
	}
	type way struct {
		name, environment, configuration string
		penalty                          time.Duration
	}
	for _, tt := range []struct {
		reason string
		phase  release.Phase
		pkg    release.Package
		want   []way
		notes  []string
	}{
		{"any configuration: its own first, then the alternatives as listed, at their price",
			release.Phase{}, release.Package{},
			[]way{{"uat", "uat", "", 0}, {"preprod", "preprod", "", 2 * time.Hour}, {"lab", "lab", "", 24 * time.Hour}}, nil},
		{"an alternative without the configuration is none",
			release.Phase{Configuration: "tls13"}, release.Package{},
			[]way{{"uat", "uat", "tls13", 0}, {"preprod", "preprod", "tls13", 2 * time.Hour}}, nil},
		{"one way left has no name",
			release.Phase{Configuration: "base"}, release.Package{},
			[]way{{"", "uat", "base", 0}}, nil},
		{"a pin may name the environment",
			release.Phase{}, release.Package{Pins: []release.Pin{{Phase: "uat", At: moment(t, "2026-09-14"), Environment: "preprod"}}},
			[]way{{"", "preprod", "", 2 * time.Hour}}, nil},
		{"a fact names it, even where the plan would not",
			release.Phase{Configuration: "base"}, release.Package{Actuals: []release.Actual{{Phase: "uat", Start: moment(t, "2026-09-07T08:00"), Environment: "attic"}}},
			[]way{{"", "attic", "base", 0}}, nil},
		{"a fact in an environment that cannot have what it needed",
			release.Phase{Configuration: "tls13"}, release.Package{Actuals: []release.Actual{{Phase: "uat", Start: moment(t, "2026-09-07T08:00"), Environment: "lab"}}},
			[]way{{"", "lab", "", 0}}, []string{"configuration-unknown a.uat"}},
		{"a fact that names none was in its own",
			release.Phase{}, release.Package{Actuals: []release.Actual{{Phase: "uat", Start: moment(t, "2026-09-07T08:00")}}},
			[]way{{"", "uat", "", 0}}, nil},
		{"nowhere", release.Phase{Environment: "none"}, release.Package{}, []way{{"", "", "", 0}}, nil},
	} {
		t.Run(tt.reason, func(t *testing.T) {
			pkg := tt.pkg
			tt.phase.Name, pkg.Name = "uat", "a"
			pkg.Phases = []release.Phase{{Name: "build", Skip: true}, tt.phase}
			p := train(t, pkg)
			p.Environments = environments
			problem := build(t, p)
			var got []way
			for _, m := range activity(t, problem, "a.uat").Modes {
				got = append(got, way{m.Name, m.Environment, m.Configuration, m.Penalty})
			}
			require.Equal(t, tt.want, got)
			require.Equal(t, tt.notes, notes(problem))
		})
	}
}

func TestFromPortfolioEnvironments(t *testing.T) {
	p := train(t)
	p.Zone = "Europe/Zurich"
	p.Environments = []release.Environment{{
		Name: "uat", Capacity: 2, Configurations: []string{"base", "tls13", "old"},
		Changeover: release.Changeover{Default: length(t, "4h"), Pairs: []release.ConfigPair{{From: "base", To: "tls13", Length: length(t, "1d")}}},
		Bookings: []release.Booking{
			{By: "Cards", From: moment(t, "2026-09-21"), To: moment(t, "2026-09-25"), Units: 1, Configuration: "old"},
			{By: "Demo", From: moment(t, "2026-10-01T09:00"), To: moment(t, "2026-10-01T12:00"), Level: calendar.Soft, Cost: length(t, "3h")},
		},
		Outages: []release.Outage{{Name: "Refresh", From: moment(t, "2026-09-12"), To: moment(t, "2026-09-12")}},
	}, {
		Name: "worked", Configurations: []string{"x", "y"},
		Calendar:   &release.Calendar{Day: length(t, "6h")},
		Changeover: release.Changeover{Default: length(t, "1d"), Working: true},
	}, {Name: "plain"}}
	problem := build(t, p)
	require.Len(t, problem.Environments, 3)

	zurich := time.FixedZone("CEST", 2*3600)
	uat := problem.Environments[0]
	day, four := 24*time.Hour, 4*time.Hour
	require.Equal(t, [][]time.Duration{{0, day, four}, {four, 0, four}, {four, four, 0}}, uat.Changeover, "pairs over the default, nothing on the diagonal")
	require.Nil(t, uat.Calendar, "elapsed, and nothing stops it")
	require.Equal(t, 2, uat.Capacity)
	require.Len(t, uat.Bookings, 3)
	require.True(t, uat.Bookings[0].Start.Equal(time.Date(2026, 9, 21, 0, 0, 0, 0, zurich)))
	require.True(t, uat.Bookings[0].End.Equal(time.Date(2026, 9, 26, 0, 0, 0, 0, zurich)), "a bare end is that whole day in the plan's zone")
	require.Equal(t, "old", uat.Bookings[0].Configuration)
	require.False(t, uat.Bookings[0].Soft)
	require.True(t, uat.Bookings[1].Soft)
	require.Equal(t, 3*time.Hour, uat.Bookings[1].PerHour)
	require.True(t, uat.Bookings[2].Outage)
	require.Equal(t, day, uat.Bookings[2].Duration())

	worked := problem.Environments[1]
	require.Equal(t, 6*time.Hour, worked.Changeover[0][1], "a working day of the environment's own")
	require.NotNil(t, worked.Calendar)
	require.False(t, worked.Calendar.Open(time.Date(2026, 9, 12, 10, 0, 0, 0, zurich)), "nobody changes it over on a Saturday")
	require.Nil(t, problem.Environments[2].Changeover)
}

func TestFromPortfolioWindows(t *testing.T) {
	for _, tt := range []struct {
		reason string
		budget float64
		want   int64
	}{
		{"none", 0, 0},
		{"in thousandths, rounded", 1.2345, 1235},
		{"too small is not unlimited", 0.0001, 1},
	} {
		t.Run(tt.reason, func(t *testing.T) {
			p := train(t)
			p.Windows[0].Capacity, p.Windows[0].RiskBudget = 2, tt.budget
			require.Equal(t, []schedule.Window{{Name: "prod", Capacity: 2, RiskBudget: tt.want}}, build(t, p).Windows)
		})
	}
}

func TestFromPortfolioRisk(t *testing.T) {
	p := train(t, release.Package{Name: "a", Sites: []string{"zurich", "london"}, Profile: release.Profile{Probability: 0.25, Loss: 40}})
	problem := build(t, p)
	require.Equal(t, int64(10_000), activity(t, problem, "a.deploy@zurich").Risk, "round(1000 x 0.25 x 40)")
	require.Equal(t, int64(10_000), activity(t, problem, "a.deploy@london").Risk, "each site's deployment carries it")
	require.Zero(t, activity(t, problem, "a.uat").Risk, "only what runs in a window takes from its budget")
}

func TestFromPortfolioPins(t *testing.T) {
	pin := func(at string) release.Package {
		return release.Package{Name: "a", Pins: []release.Pin{{Phase: "uat", At: moment(t, at)}}}
	}
	for _, tt := range []struct {
		reason, at string
		from, to   string
		notes      []string
	}{
		{"a day is some time on that day", "2026-09-14", "2026-09-14T00:00", "2026-09-15T00:00", nil},
		{"a time is that minute", "2026-09-14T08:30", "2026-09-14T08:30", "2026-09-14T08:31", nil},
		{"a Saturday", "2026-09-12", "2026-09-12T00:00", "2026-09-13T00:00", []string{"pin-closed a.uat"}},
		{"before the start", "2026-09-04", "2026-09-04T00:00", "2026-09-05T00:00", []string{"pin-missed a.uat"}},
		{"today, what is left of it", "2026-09-07", "2026-09-07T00:00", "2026-09-08T00:00", nil},
	} {
		t.Run(tt.reason, func(t *testing.T) {
			problem := build(t, train(t, pin(tt.at)))
			a := activity(t, problem, "a.uat")
			require.Equal(t, calendar.Interval{Start: instant(t, tt.from), End: instant(t, tt.to)}, a.Pin)
			require.Equal(t, tt.notes, notes(problem))
		})
	}
	t.Run("a deployment must fit with its rollback", func(t *testing.T) {
		p := train(t, release.Package{Name: "a", Pins: []release.Pin{{Phase: "deploy", At: moment(t, "2026-09-09T00:01")}}})
		problem := build(t, p)
		require.Equal(t, []string{"pin-closed a.deploy"}, notes(problem), "00:01 + 2h + 1h is past 03:00")
		require.Contains(t, problem.Notes[0].Text, "prod")
		p.Packages[0].Pins[0].At = moment(t, "2026-09-09T00:00")
		require.Empty(t, build(t, p).Notes)
	})
	t.Run("without a site it is the first site's", func(t *testing.T) {
		p := train(t, release.Package{Name: "a", Sites: []string{"zurich", "london"}, Pins: []release.Pin{{Phase: "deploy", At: moment(t, "2026-09-15")}}})
		problem := build(t, p)
		require.False(t, activity(t, problem, "a.deploy@zurich").Pin.Empty())
		require.True(t, activity(t, problem, "a.deploy@london").Pin.Empty())
	})
	t.Run("a site's own goes before", func(t *testing.T) {
		pins := []release.Pin{{Phase: "deploy", At: moment(t, "2026-09-15")}, {Phase: "deploy", Site: "zurich", At: moment(t, "2026-09-17")}}
		for _, order := range [][]release.Pin{pins, {pins[1], pins[0]}} {
			p := train(t, release.Package{Name: "a", Sites: []string{"zurich", "london"}, Pins: order})
			require.Equal(t, instant(t, "2026-09-17T00:00"), activity(t, build(t, p), "a.deploy@zurich").Pin.Start)
		}
	})
}

func TestFromPortfolioNotes(t *testing.T) {
	done := []release.Actual{
		{Phase: "build", End: moment(t, "2026-08-20")}, {Phase: "uat", End: moment(t, "2026-08-24")},
		{Phase: "deploy", End: moment(t, "2026-08-26T02:00")}, {Phase: "soak", End: moment(t, "2026-08-27T02:00")},
	}
	for _, tt := range []struct {
		reason string
		change func(p *release.Portfolio, a *release.Package)
		want   []string
	}{
		{"nothing to say", func(*release.Portfolio, *release.Package) {}, nil},
		{"a deadline gone by", func(_ *release.Portfolio, a *release.Package) { a.Deadline = moment(t, "2026-09-04") }, []string{"deadline-missed"}},
		{"today is not over", func(_ *release.Portfolio, a *release.Package) { a.Deadline = moment(t, "2026-09-07") }, nil},
		{"a deadline gone by, but everything is done", func(_ *release.Portfolio, a *release.Package) {
			a.Deadline, a.Due, a.Actuals = moment(t, "2026-09-04"), moment(t, "2026-09-01"), done
		}, nil},
		{"due, and gone by", func(_ *release.Portfolio, a *release.Package) { a.Due = moment(t, "2026-09-04") }, []string{"due-missed"}},
		{"a phase's deadline", func(p *release.Portfolio, _ *release.Package) { p.Phases[1].Deadline = moment(t, "2026-09-01") }, []string{"deadline-missed a.uat"}},
		{"a window of the past", func(p *release.Portfolio, _ *release.Package) { p.Windows[0].To = moment(t, "2026-08-31") }, []string{"window-never-opens"}},
		{"a meeting that is never held", func(p *release.Portfolio, _ *release.Package) {
			p.Meetings = []release.Meeting{{Name: "cab", Every: rule(t, "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=25"), At: 14 * 3600}}
			p.Calendar.Holidays = []calendar.Holiday{{Date: calendar.Date{Year: 2026, Month: 12, Day: 25}, Name: "Christmas Day"}}
		}, []string{"window-never-opens"}},
		{"a blackout without an end in sight", func(p *release.Portfolio, _ *release.Package) {
			p.Blackouts = []calendar.Blackout{{Name: "Moratorium", From: moment(t, "2026-09-01"), To: moment(t, "2027-12-31")}}
		}, []string{"blackout-covers-horizon"}},
		{"a soft one forbids nothing", func(p *release.Portfolio, _ *release.Package) {
			p.Blackouts = []calendar.Blackout{{Name: "Moratorium", From: moment(t, "2026-09-01"), To: moment(t, "2027-12-31"), Level: calendar.Soft, Cost: length(t, "1h")}}
		}, nil},
		{"one of the past is history", func(p *release.Portfolio, _ *release.Package) {
			p.Blackouts = []calendar.Blackout{{Name: "Last year", From: moment(t, "2025-12-18"), To: moment(t, "2026-01-04")}}
		}, nil},
		{"a recurring one that does not happen", func(p *release.Portfolio, _ *release.Package) {
			p.Blackouts = []calendar.Blackout{{Name: "Never", Every: rule(t, "mon"), To: moment(t, "2026-09-06")}}
		}, []string{"blackout-never-happens"}},
		{"holidays of last year only", func(p *release.Portfolio, _ *release.Package) {
			p.Calendar.Holidays = []calendar.Holiday{{Date: calendar.Date{Year: 2025, Month: 12, Day: 25}, Name: "Christmas Day"}}
		}, []string{"holidays-end"}},
	} {
		t.Run(tt.reason, func(t *testing.T) {
			p := train(t, release.Package{Name: "a"})
			tt.change(p, &p.Packages[0])
			problem := build(t, p)
			require.Equal(t, tt.want, notes(problem))
			for _, n := range problem.Notes {
				require.NotEmpty(t, n.Text)
				require.Equal(t, schedule.Rule{}, n.Rule)
			}
		})
	}
}

// Building 5,000 packages compiles as many calendars as the rules tell apart, and no more.
func TestFromPortfolioSharesCalendars(t *testing.T) {
	const n = 5000
	packages := make([]release.Package, n)
	for i := range packages {
		packages[i] = release.Package{Name: fmt.Sprintf("p-%d", i), System: "ledger", Kind: []string{"major", "minor"}[i%2]}
		if i > 0 {
			packages[i].Links = []release.Link{{To: release.Ref{Package: packages[i-1].Name}, Lag: length(t, "1h")}}
		}
	}
	p := train(t, packages...)
	p.Horizon = moment(t, "2027-06-30")
	p.Blackouts = []calendar.Blackout{
		{Name: "Year end", From: moment(t, "2026-12-18"), To: moment(t, "2027-01-04"), Stops: calendar.StopDeploy | calendar.StopWork},
		{Name: "Majors", From: moment(t, "2026-10-01"), To: moment(t, "2026-10-02"), Scope: calendar.Scope{Kinds: []string{"major"}}},
		{Name: "Portal", From: moment(t, "2026-10-05"), To: moment(t, "2026-10-06"), Scope: calendar.Scope{Systems: []string{"portal"}}},
		{Name: "Most", From: moment(t, "2026-11-01"), To: moment(t, "2026-11-02"), Exceptions: []calendar.Exception{
			{Packages: []string{"p-7"}, Until: moment(t, "2026-11-02"), ApprovedBy: "cio", Reason: "payment outages cost more"},
		}},
	}
	problem := build(t, p)
	distinct := make(map[*calendar.Compiled]bool)
	for _, a := range problem.Activities {
		for _, m := range a.Modes {
			distinct[m.Calendar] = true
		}
	}
	for _, l := range problem.Links {
		distinct[l.Calendar] = true
	}
	require.Len(t, problem.Activities, 4*n)
	// No calendar, working time, and deployments of majors, minors, and p-7, which is a minor.
	require.Len(t, distinct, 1+1+3)
}
