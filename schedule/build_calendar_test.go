package schedule_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/berthplan/berth/calendar"
	"github.com/berthplan/berth/release"
)

func days(t testing.TB, s string) calendar.Days {
	t.Helper()
	d, err := calendar.ParseDays(s)
	require.NoError(t, err)
	return d
}

func TestFromPortfolioWorkingCalendars(t *testing.T) {
	hour := calendar.Clock(3600)
	late := release.Calendar{Hours: calendar.Hours{{From: 10 * hour, To: 20 * hour}}} // ten hours a day
	daily := release.Calendar{Days: days(t, "daily"), Hours: calendar.Hours{{From: 6 * hour, To: 18 * hour}}}
	for _, tt := range []struct {
		reason        string
		team, place   *release.Calendar
		plan          release.Calendar
		phase         release.Phase // the environment "uat", the team "core", or none of them
		open, closed  []string
		duration      time.Duration // of two days
		daysWorkedAre string
	}{
		{
			reason: "neither team nor environment: the plan's", phase: release.Phase{},
			open: []string{"2026-09-07T08:00", "2026-09-07T16:59"}, closed: []string{"2026-09-07T12:00", "2026-09-07T17:00", "2026-09-12T10:00"},
			duration: 16 * time.Hour,
		},
		{
			reason: "both keep the plan's", phase: release.Phase{Team: "core", Environment: "uat"},
			open: []string{"2026-09-07T08:00"}, closed: []string{"2026-09-07T19:00"},
			duration: 16 * time.Hour,
		},
		{
			reason: "a team with its own hours and no environment is not bound by the plan's", team: &late, phase: release.Phase{Team: "core"},
			open: []string{"2026-09-07T12:30", "2026-09-07T19:00"}, closed: []string{"2026-09-07T09:00", "2026-09-12T12:00"},
			duration: 20 * time.Hour,
		},
		{
			reason: "a team with its own hours in an environment that keeps the plan's", team: &late, phase: release.Phase{Team: "core", Environment: "uat"},
			open: []string{"2026-09-07T10:00"}, closed: []string{"2026-09-07T09:00", "2026-09-07T12:30", "2026-09-07T19:00"},
			duration: 20 * time.Hour, // "1d" is the team's day
		},
		{
			reason: "an environment of its own with nobody in it", place: &daily, phase: release.Phase{Environment: "uat"},
			open: []string{"2026-09-12T12:30"}, closed: []string{"2026-09-12T05:59"},
			duration: 24 * time.Hour,
		},
		{
			reason: "a team that keeps the plan's in an environment of its own", place: &daily, phase: release.Phase{Team: "core", Environment: "uat"},
			open: []string{"2026-09-07T08:00"}, closed: []string{"2026-09-12T10:00", "2026-09-07T07:00"},
			duration: 24 * time.Hour,
		},
		{
			reason: "both of their own: both bind, and a day is the team's", team: &late, place: &daily, phase: release.Phase{Team: "core", Environment: "uat"},
			open: []string{"2026-09-07T12:30", "2026-09-07T17:59"}, closed: []string{"2026-09-12T12:00", "2026-09-07T08:00", "2026-09-07T18:00"},
			duration: 20 * time.Hour,
		},
		{
			reason: "the plan's standard day is everybody's who has none", plan: release.Calendar{Day: length(t, "7h")}, team: &late, phase: release.Phase{Team: "core"},
			open: []string{"2026-09-07T12:30"}, closed: []string{"2026-09-07T09:00"},
			duration: 14 * time.Hour,
		},
	} {
		t.Run(tt.reason, func(t *testing.T) {
			p := train(t, release.Package{Name: "a"})
			p.Calendar = tt.plan
			p.Teams[0].Calendar = tt.team
			p.Environments[0].Calendar = tt.place
			tt.phase.Name, tt.phase.Duration = "work", lasts(t, "2d")
			p.Phases = []release.Phase{tt.phase}
			m := activity(t, build(t, p), "a.work").Modes[0]
			for _, at := range tt.open {
				require.True(t, m.Calendar.Open(instant(t, at)), at)
			}
			for _, at := range tt.closed {
				require.False(t, m.Calendar.Open(instant(t, at)), at)
			}
			require.Equal(t, tt.duration, m.Duration)
		})
	}
}

func TestFromPortfolioBlackouts(t *testing.T) {
	everything := calendar.StopDeploy | calendar.StopWork | calendar.StopChangeover
	once := func(b calendar.Blackout) calendar.Blackout {
		b.Name, b.From, b.To = "Freeze", moment(t, "2026-09-15"), moment(t, "2026-09-15")
		return b
	}
	own := release.Calendar{Days: days(t, "daily"), Hours: calendar.Hours{}} // an environment that never sleeps
	// Tuesday the 15th, in working hours and, as the window opens that evening, within a night's work.
	morning, night := instant(t, "2026-09-15T09:00"), instant(t, "2026-09-15T21:30")
	for _, tt := range []struct {
		reason                     string
		blackout                   calendar.Blackout
		work, deploy, moved, whole bool // open then: uat, deploy@zurich, deploy@london, changeover
	}{
		{"deployments alone, unless it says more", calendar.Blackout{}, true, false, false, true},
		{"work too", calendar.Blackout{Stops: calendar.StopDeploy | calendar.StopWork}, false, false, false, true},
		{"changeovers alone", calendar.Blackout{Stops: calendar.StopChangeover}, true, true, true, false},
		{"everything", calendar.Blackout{Stops: everything}, false, false, false, false},
		{"another system", calendar.Blackout{Stops: everything, Scope: calendar.Scope{Systems: []string{"portal"}}}, true, true, true, true},
		{"this kind; a changeover is of no kind", calendar.Blackout{Stops: everything, Scope: calendar.Scope{Kinds: []string{"maj*"}}}, false, false, false, true},
		{"one environment", calendar.Blackout{Stops: everything, Scope: calendar.Scope{Environments: []string{"uat"}}}, false, true, true, false},
		{"one site", calendar.Blackout{Stops: everything, Scope: calendar.Scope{Sites: []string{"zurich"}}}, true, false, true, true},
		{"with an exception for this package", calendar.Blackout{Stops: everything, Exceptions: []calendar.Exception{
			{Packages: []string{"a*"}, Until: moment(t, "2026-09-15"), ApprovedBy: "cio", Reason: "an outage costs more"},
		}}, true, true, true, false},
		{"soft: open at a price", calendar.Blackout{Stops: everything, Level: calendar.Soft, Cost: length(t, "1h")}, true, true, true, true},
	} {
		t.Run(tt.reason, func(t *testing.T) {
			p := train(t, release.Package{Name: "a", System: "ledger", Kind: "major", Sites: []string{"zurich", "london"}}, release.Package{Name: "b", System: "portal"})
			p.Environments[0].Calendar = &own
			p.Environments[0].Configurations = []string{"base", "tls13"}
			p.Blackouts = []calendar.Blackout{once(tt.blackout)}
			problem := build(t, p)
			require.Equal(t, tt.work, activity(t, problem, "a.uat").Modes[0].Calendar.Open(morning), "work")
			require.Equal(t, tt.deploy, activity(t, problem, "a.deploy@zurich").Modes[0].Calendar.Open(night), "deploy at zurich")
			require.Equal(t, tt.moved, activity(t, problem, "a.deploy@london").Modes[0].Calendar.Open(night), "deploy at london")
			require.Equal(t, tt.whole, problem.Environments[0].Calendar.Open(morning), "changeover")
			require.Equal(t, tt.work, len(activity(t, problem, "a.uat").Modes[0].Calendar.Why(morning)) == 0, "each closed instant has its reason")
		})
	}
}

// A blackout without a zone is in the plan's, whoever's calendar it stops.
func TestFromPortfolioBlackoutsKeepThePlansZone(t *testing.T) {
	p := train(t, release.Package{Name: "a"})
	p.Zone = "Europe/Zurich"
	p.Environments[0].Calendar = &release.Calendar{Zone: "Asia/Singapore", Days: days(t, "daily"), Hours: calendar.Hours{}}
	p.Blackouts = []calendar.Blackout{{Name: "Retreat", From: moment(t, "2026-09-15"), To: moment(t, "2026-09-15"), Stops: calendar.StopWork}}
	c := activity(t, build(t, p), "a.uat").Modes[0].Calendar
	for at, open := range map[string]bool{"2026-09-14T21:59": true, "2026-09-14T22:00": false, "2026-09-15T21:59": false, "2026-09-15T22:00": true} {
		require.Equal(t, open, c.Open(instant(t, at)), at)
	}
}

// "Working days" of a blackout's rule are the plan's, also in the calendar of a team that works at other times.
func TestFromPortfolioBlackoutsKeepThePlansDays(t *testing.T) {
	p := train(t, release.Package{Name: "a"})
	p.Environments[0].Calendar = &release.Calendar{Days: days(t, "daily"), Hours: calendar.Hours{}}
	p.Blackouts = []calendar.Blackout{{Name: "Quarter close", Every: rule(t, "last 2 working days of quarter"), Stops: calendar.StopWork}}
	c := activity(t, build(t, p), "a.uat").Modes[0].Calendar
	// The fourth quarter of 2026 ends on a Thursday, the first of 2027 on a Wednesday, the second too;
	// the third of 2026 ends on a Wednesday. The second of 2027 has Tuesday 29 and Wednesday 30 June.
	for _, tt := range []struct {
		at   string
		open bool
	}{
		{"2026-09-28T12:00", true}, {"2026-09-29T12:00", false}, {"2026-09-30T12:00", false}, {"2026-10-01T12:00", true},
		{"2027-01-30T12:00", true}, {"2027-06-28T12:00", true}, {"2027-06-29T12:00", false},
	} {
		require.Equal(t, tt.open, c.Open(instant(t, tt.at)), tt.at)
	}
	// A month that ends on a weekend tells the two apart: 31 January 2027 is a Sunday.
	p.Blackouts[0].Every = rule(t, "last 2 working days of month")
	c = activity(t, build(t, p), "a.uat").Modes[0].Calendar
	require.False(t, c.Open(instant(t, "2027-01-28T12:00")), "Thursday, a working day of the plan")
	require.False(t, c.Open(instant(t, "2027-01-29T12:00")), "Friday, the last one")
	require.True(t, c.Open(instant(t, "2027-01-31T12:00")), "Sunday, on which this environment works")
}

// Elapsed changeovers are stopped by blackouts alone, recurring ones by the plan's days.
func TestFromPortfolioChangeoverBlackouts(t *testing.T) {
	p := train(t)
	p.Environments[0].Configurations = []string{"base", "tls13"}
	p.Blackouts = []calendar.Blackout{
		{Name: "Year end", From: moment(t, "2026-12-18"), To: moment(t, "2027-01-04"), Stops: calendar.StopChangeover},
		{Name: "Sundays", Every: rule(t, "sun"), Stops: calendar.StopChangeover},
	}
	c := build(t, p).Environments[0].Calendar
	require.True(t, c.Open(instant(t, "2026-09-12T03:00")), "a Saturday night")
	require.False(t, c.Open(instant(t, "2026-09-13T03:00")), "a Sunday")
	require.False(t, c.Open(instant(t, "2027-01-04T23:59")), "the last minute of the whole day it ends on")
	require.True(t, c.Open(instant(t, "2027-01-05T00:00")))
}

func TestFromPortfolioSites(t *testing.T) {
	p := train(t, release.Package{Name: "a", Sites: []string{"oslo", "london", "zurich"}})
	p.Sites = release.Sites{
		Order: []string{"zurich", "london", "singapore", "oslo"}, Soak: length(t, "1d"),
		Windows: []release.SiteWindow{{Site: "london", Window: "weekend"}},
	}
	p.Windows = append(p.Windows, release.Window{Window: calendar.Window{Name: "weekend", Every: rule(t, "sat")}})
	p.Phases[2].Window = "prod"
	problem := build(t, p)
	require.Equal(t, []string{"a.build", "a.uat", "a.deploy@zurich", "a.deploy@london", "a.deploy@oslo", "a.soak"}, names(problem),
		"in the plan's order; only a phase with a window has sites")
	require.Equal(t, []string{
		"a.build 0 a.uat 0s: after a.build",
		"a.deploy@zurich 0 a.deploy@london 24h0m0s: after a.deploy@zurich +1d elapsed",
		"a.deploy@london 0 a.deploy@oslo 24h0m0s: after a.deploy@london +1d elapsed",
		"a.uat 0 a.deploy@zurich 0s: after a.uat",
		"a.deploy@oslo 0 a.soak 0s: after a.deploy@oslo",
	}, links(problem))
	for site, window := range map[string]string{"zurich": "prod", "london": "weekend", "oslo": "prod"} {
		a := activity(t, problem, "a.deploy@"+site)
		require.Equal(t, window, a.Window)
		require.Equal(t, site, a.Site)
		require.Equal(t, window, a.Modes[0].Calendar.Occurrences()[0].Window)
	}
	for _, l := range problem.Links {
		require.Nil(t, l.Calendar, "the soak is elapsed, and no lag needs no calendar")
	}
}
