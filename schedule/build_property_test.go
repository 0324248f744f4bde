package schedule_test

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/berthplan/berth/calendar"
	"github.com/berthplan/berth/release"
	"github.com/berthplan/berth/schedule"
)

// drawPortfolio makes a small valid plan, in UTC, with blackouts that happen once.
func drawPortfolio(t *rapid.T) *release.Portfolio {
	some := func(label string) bool { return rapid.Bool().Draw(t, label) }
	one := func(label string, of ...string) string { return rapid.SampledFrom(of).Draw(t, label) }
	hours := func(label string) calendar.Length {
		return calendar.Length{Hours: rapid.IntRange(0, 30).Draw(t, label)}
	}
	own := func(label string) *release.Calendar {
		if !some(label) {
			return nil
		}
		from := rapid.IntRange(0, 20).Draw(t, label+" from")
		to := rapid.IntRange(from+1, 24).Draw(t, label+" to")
		return &release.Calendar{
			Days:  calendar.Days(rapid.IntRange(1, 127).Draw(t, label+" days")),
			Hours: calendar.Hours{{From: calendar.Clock(from * 3600), To: calendar.Clock(to * 3600)}},
		}
	}
	day := func(label string) calendar.Moment {
		return calendar.MomentOf(monday.AddDate(0, 0, rapid.IntRange(-10, 30).Draw(t, label)))
	}
	p := &release.Portfolio{
		Name: "drawn", Now: calendar.MomentOf(monday), Horizon: calendar.MomentOf(monday.AddDate(0, 3, 0)),
		Systems:      []release.System{{Name: "s1", Owner: "t1"}, {Name: "s2", Owner: "t2"}},
		Teams:        []release.Team{{Name: "t1", Calendar: own("t1")}, {Name: "t2", Calendar: own("t2")}},
		Environments: []release.Environment{{Name: "e1", Calendar: own("e1")}, {Name: "e2", Calendar: own("e2")}},
		Windows:      []release.Window{{Window: calendar.Window{Name: "w1", Hours: calendar.Hours{{From: 20 * 3600, To: 2 * 3600}}}}, {Window: calendar.Window{Name: "w2"}}},
		Meetings:     []release.Meeting{{Name: "m1", At: 14 * 3600, Submission: hours("submission")}},
		Gates:        []release.Gate{{Name: "g1", Requires: []release.Criterion{{Kind: release.ApprovalOf, Name: "m1"}}}},
		Sites:        release.Sites{Order: []string{"zurich", "london"}, Soak: hours("soak")},
	}
	if some("alternative") {
		p.Environments[0].Alternatives = []release.Alternative{{Environment: "e2", Penalty: hours("penalty")}}
	}
	for i := range rapid.IntRange(0, 3).Draw(t, "blackouts") {
		label := fmt.Sprint("blackout ", i)
		b := calendar.Blackout{Name: label, From: day(label), Stops: calendar.Stops(rapid.IntRange(1, 7).Draw(t, label+" stops"))}
		b.To = calendar.MomentOf(b.From.Begin(time.UTC).Add(time.Duration(rapid.IntRange(1, 80).Draw(t, label+" lasts")) * time.Hour))
		if some(label + " of a system") {
			b.Scope.Systems = []string{one(label+" system", "s1", "s2")}
		}
		if some(label + " of an environment") {
			b.Scope.Environments = []string{one(label+" environment", "e1", "e*")}
		}
		if some(label + " reopened") {
			b.Exceptions = []calendar.Exception{{Packages: []string{"p0"}, Until: b.To, ApprovedBy: "cio", Reason: "outage"}}
		}
		p.Blackouts = append(p.Blackouts, b)
	}
	for i := range rapid.IntRange(1, 4).Draw(t, "phases") {
		label := fmt.Sprint("f", i)
		ph := release.Phase{Name: label, Duration: release.Exactly(calendar.Length{Days: rapid.IntRange(0, 3).Draw(t, label+" days")}),
			Team: one(label+" team", "", "owner", "t1"), Gate: one(label+" gate", "", "g1")}
		if some(label + " in a window") {
			ph.Window = one(label+" window", "w1", "w2")
		} else {
			ph.Environment = one(label+" environment", "", "e1", "e2")
		}
		if i > 1 && some(label+" skips one") {
			kind := release.LinkKind(rapid.IntRange(0, 4).Draw(t, label+" kind"))
			ph.Links = []release.Link{{Kind: kind, To: release.Ref{Phase: fmt.Sprint("f", i-2)}, Lag: hours(label + " lag")}}
		}
		p.Phases = append(p.Phases, ph)
	}
	for i := range rapid.IntRange(1, 3).Draw(t, "packages") {
		label := fmt.Sprint("p", i)
		pkg := release.Package{Name: label, System: one(label+" system", "s1", "s2"), Optional: some(label + " optional")}
		if some(label + " at sites") {
			pkg.Sites = []string{"london", "zurich"}
		}
		if i > 0 && some(label+" linked") {
			kind := release.LinkKind(rapid.IntRange(0, 7).Draw(t, label+" kind"))
			if kind == release.SameOccurrence && !slices.ContainsFunc(p.Phases, func(ph release.Phase) bool { return ph.Window != "" }) {
				kind = release.OtherOccurrence // without a window there is no occurrence to share
			}
			l := release.Link{Kind: kind, To: release.Ref{Package: fmt.Sprint("p", i-1)}}
			if kind != release.SameOccurrence && kind != release.OtherOccurrence {
				l.Lag = hours(label + " lag")
			}
			pkg.Links = []release.Link{l}
		}
		for j := range p.Phases {
			fact := label + p.Phases[j].Name
			switch rapid.IntRange(0, 5).Draw(t, fact) {
			case 0:
				pkg.Actuals = append(pkg.Actuals, release.Actual{Phase: p.Phases[j].Name, End: calendar.MomentOf(monday.Add(-time.Duration(j+1) * time.Hour))})
			case 1:
				pkg.Actuals = append(pkg.Actuals, release.Actual{Phase: p.Phases[j].Name, Start: calendar.MomentOf(monday.AddDate(0, 0, -rapid.IntRange(0, 60).Draw(t, fact+" days ago")))})
			case 2:
				pkg.Pins = append(pkg.Pins, release.Pin{Phase: p.Phases[j].Name, At: day(fact + " pin")})
			}
		}
		p.Packages = append(p.Packages, pkg)
	}
	return p
}

// openIn is the pattern of working hours, looked at the simple way.
func openIn(own *release.Calendar, at time.Time) bool {
	hour := at.Hour()
	if own == nil {
		return at.Weekday() != time.Saturday && at.Weekday() != time.Sunday && (8 <= hour && hour < 12 || 13 <= hour && hour < 17)
	}
	second := calendar.Clock(hour*3600 + at.Minute()*60)
	return own.Days&(1<<at.Weekday()) != 0 && own.Hours[0].From <= second && second < own.Hours[0].To
}

// stoppedAt is whether a drawn blackout stops something of the package there and then.
func stoppedAt(p *release.Portfolio, stop calendar.Stops, pkg *release.Package, environment string, at time.Time) bool {
	for _, b := range p.Blackouts {
		if b.Stops&stop == 0 || at.Before(b.From.Begin(time.UTC)) || !at.Before(b.To.Begin(time.UTC)) {
			continue
		}
		system := len(b.Scope.Systems) == 0 || b.Scope.Systems[0] == pkg.System
		place := len(b.Scope.Environments) == 0 || b.Scope.Environments[0] == environment ||
			b.Scope.Environments[0] == "e*" && strings.HasPrefix(environment, "e")
		if system && place && (len(b.Exceptions) == 0 || pkg.Name != "p0") {
			return true
		}
	}
	return false
}

// Whatever the portfolio, what is built from it is a valid problem, the same each time, whose
// calendars are open when the rules, looked at one by one, allow it.
func TestFromPortfolioAnyPortfolio(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := drawPortfolio(t)
		require.NoError(t, p.Validate())
		problem, err := schedule.FromPortfolio(p, time.Time{})
		require.NoError(t, err)
		require.NoError(t, problem.Validate())

		again, err := schedule.FromPortfolio(p, time.Time{})
		require.NoError(t, err)
		require.True(t, reflect.DeepEqual(problem, again), "the same problem each time")

		at := monday.Add(time.Duration(rapid.IntRange(-14*24*60, 60*24*60).Draw(t, "minute")) * time.Minute)
		for _, a := range problem.Activities {
			pkg := &p.Packages[int(a.Package[1]-'0')]
			for _, m := range a.Modes {
				switch a.Time {
				case schedule.Elapsed:
					require.Nil(t, m.Calendar)
				case schedule.Working:
					open := !stoppedAt(p, calendar.StopWork, pkg, m.Environment, at)
					if len(m.Demands) > 0 {
						open = open && openIn(p.Teams[int(m.Demands[0].Resource[1]-'1')].Calendar, at)
					}
					if m.Environment != "" {
						open = open && openIn(p.Environments[int(m.Environment[1]-'1')].Calendar, at)
					}
					if len(m.Demands) == 0 && m.Environment == "" {
						open = open && openIn(nil, at)
					}
					require.Equal(t, open, m.Calendar.Open(at), "%s in %q at %s", a.Name, m.Environment, at)
				case schedule.Contiguous:
					open := !stoppedAt(p, calendar.StopDeploy, pkg, m.Environment, at)
					if a.Window == "w1" {
						open = open && (at.Hour() >= 20 || at.Hour() < 2)
					}
					require.Equal(t, open, m.Calendar.Open(at), "%s at %s", a.Name, at)
				}
			}
		}
	})
}
