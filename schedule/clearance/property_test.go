package clearance_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/berthplan/berth/calendar"
	"github.com/berthplan/berth/release"
	"github.com/berthplan/berth/schedule/clearance"
)

// span is how far the property test looks, and asks.
const span = 5 * 24 * time.Hour

// nights are zones and nights in which their clocks change.
var nights = []struct{ zone, change string }{
	{"Europe/Zurich", "2026-03-29"}, {"Europe/Zurich", "2026-10-25"},
	{"America/New_York", "2026-03-08"}, {"America/New_York", "2026-11-01"},
	{"Australia/Lord_Howe", "2026-04-05"}, {"Australia/Lord_Howe", "2026-10-04"},
	{"UTC", "2026-06-30"},
}

func must[T any](v T, err error) T {
	if err != nil {
		panic("clearance_test: internal: " + err.Error())
	}
	return v
}

// randomCase makes a portfolio in which svc is to be deployed in the window prod, in some days around a change of clocks.
func randomCase(t *rapid.T) (oracle, time.Time) {
	night := rapid.SampledFrom(nights).Draw(t, "night")
	zone := must(calendar.LoadZone(night.zone))
	first := must(calendar.ParseDate(night.change)).AddDays(-rapid.IntRange(0, 3).Draw(t, "before"))
	chance := func(name string, of int) bool { return rapid.Uint16().Draw(t, name)%uint16(of) == uint16(of-1) }
	// A wall-clock minute that no clock change touches.
	moment := func(name string, days int) calendar.Moment {
		d := first.AddDays(rapid.IntRange(-1, days).Draw(t, name+" day"))
		return must(calendar.ParseMoment(fmt.Sprintf("%sT%02d:%02d", d, rapid.IntRange(5, 23).Draw(t, name+" hour"), rapid.IntRange(0, 59).Draw(t, name+" minute"))))
	}
	later := func(m calendar.Moment, name string) calendar.Moment {
		end := m.Begin(zone).Add(time.Duration(rapid.IntRange(1, 60*60).Draw(t, name)) * time.Minute)
		return must(calendar.ParseMoment(end.Format("2006-01-02T15:04")))
	}
	days := rapid.SampledFrom([]string{"daily", "tue, thu", "mon-fri", "sat, sun", "wed, sun"}).Draw(t, "days")
	hours := rapid.SampledFrom([]string{"21:00-04:30", "05:00-08:15", "20:30-00:30", "18:00-05:00", "08:00-09:00"}).Draw(t, "hours")
	p := &release.Portfolio{
		Zone:    night.zone,
		Systems: []release.System{{Name: "core"}, {Name: "edge"}},
		Phases: []release.Phase{
			{Name: "build", Time: release.Elapsed, Duration: release.Exactly(calendar.Length{Hours: 1}), Links: []release.Link{}},
			{Name: "deploy", Duration: release.Exactly(calendar.Length{Hours: 1, Minutes: 30}), Rollback: calendar.Length{Minutes: 30},
				Window: "prod", Environment: "live", Gate: "go", Links: []release.Link{}},
		},
		Environments: []release.Environment{{Name: "live", Capacity: rapid.IntRange(0, 2).Draw(t, "capacity")}},
		Windows: []release.Window{{Window: calendar.Window{Name: "prod", Every: must(calendar.ParseRule(days)), Hours: must(calendar.ParseHours(hours))},
			Capacity: rapid.IntRange(0, 2).Draw(t, "starts")}},
		Meetings: []release.Meeting{{Name: "cab", Every: must(calendar.ParseRule("wed")), At: 14 * 3600, Submission: calendar.Length{Days: 2}}},
		Gates:    []release.Gate{{Name: "go", Requires: []release.Criterion{must(release.ParseCriterion("approval: cab")), must(release.ParseCriterion("test.passRate >= 98%"))}}},
	}
	if chance("one at a time", 2) {
		p.Systems[0].Changes = release.OneAtATime
	}
	svc := release.Package{Name: "svc", System: "core", Phases: []release.Phase{
		{Name: "deploy", Links: []release.Link{{To: release.Ref{Package: "dep", Phase: "build"}, Elapsed: true, Lag: calendar.Length{Hours: rapid.IntRange(0, 20).Draw(t, "lag")}}}},
		{Name: "build", Skip: true},
	}}
	if chance("earliest", 4) {
		svc.Earliest = moment("earliest", 4)
	}
	if chance("deadline", 4) {
		svc.Deadline = later(moment("deadline", 8), "deadline")
	}
	if chance("pin", 8) {
		svc.Pins = []release.Pin{{Phase: "deploy", At: must(calendar.ParseMoment(first.AddDays(rapid.IntRange(0, 5).Draw(t, "pin")).String()))}}
	}
	dep := release.Package{Name: "dep"}
	if !chance("dependency open", 8) {
		dep.Actuals = []release.Actual{{Phase: "build", End: moment("dependency", 2)}}
	}
	p.Packages = []release.Package{svc, dep}
	for i := range rapid.IntRange(0, 2).Draw(t, "others") {
		a := release.Actual{Phase: "deploy", Environment: "live", Start: moment("other", 3)}
		if a.End = later(a.Start, "other"); chance("runs", 4) {
			a.End, a.Left = calendar.Moment{}, &calendar.Length{Hours: rapid.IntRange(1, 30).Draw(t, "left")}
		}
		other := release.Package{Name: fmt.Sprintf("other-%d", i), System: "core", Phases: []release.Phase{{Name: "build", Skip: true}}, Actuals: []release.Actual{a}}
		p.Packages = append(p.Packages, other)
	}
	e := &p.Environments[0]
	for range rapid.IntRange(0, 2).Draw(t, "bookings") {
		b := release.Booking{By: "cards", From: moment("booking", 6), Units: rapid.IntRange(0, max(1, e.Capacity)).Draw(t, "units")}
		if b.To = later(b.From, "booking"); chance("soft booking", 4) {
			b.Level, b.Cost = calendar.Soft, calendar.Length{Hours: 1}
		}
		e.Bookings = append(e.Bookings, b)
	}
	if chance("outage", 3) {
		from := moment("outage", 6)
		e.Outages = []release.Outage{{Name: "refresh", From: from, To: later(from, "outage")}}
	}
	for i := range rapid.IntRange(0, 3).Draw(t, "blackouts") {
		b := calendar.Blackout{Name: fmt.Sprintf("freeze %d", i), From: moment("blackout", 6)}
		switch rapid.IntRange(0, 3).Draw(t, "form") {
		case 0:
			b.From = calendar.Moment{}
			b.Every = must(calendar.ParseRule(rapid.SampledFrom([]string{"wed", "sat, sun", "fri"}).Draw(t, "every")))
		case 1:
			day := first.AddDays(rapid.IntRange(-1, 5).Draw(t, "blackout from"))
			b.From, b.To = must(calendar.ParseMoment(day.String())), must(calendar.ParseMoment(day.AddDays(rapid.IntRange(0, 2).Draw(t, "blackout days")).String()))
		default:
			b.To = later(b.From, "blackout")
		}
		if chance("exception", 2) {
			x := calendar.Exception{Packages: []string{rapid.SampledFrom([]string{"svc", "s*", "other-*"}).Draw(t, "for")}, ApprovedBy: "cio", Reason: "payments"}
			x.Until = later(moment("exception", 6), "exception")
			b.Exceptions = []calendar.Exception{x}
		}
		if chance("soft", 5) {
			b.Level, b.Cost = calendar.Soft, calendar.Length{Hours: 1}
		}
		if chance("scope", 4) {
			b.Scope.Systems = []string{rapid.SampledFrom([]string{"core", "edge"}).Draw(t, "system")}
		}
		if chance("work only", 6) {
			b.Stops = calendar.StopWork
		}
		p.Blackouts = append(p.Blackouts, b)
	}
	fact := func(name string, values ...string) {
		for range rapid.IntRange(0, 3).Draw(t, name) {
			f := release.Fact{Package: "svc", Name: name, Value: rapid.SampledFrom(values).Draw(t, "value")}
			if !chance("undated", 2) {
				f.At = moment("known", 3)
			}
			p.Facts = append(p.Facts, f)
		}
	}
	fact("approval: cab", "given", "given", "given", "withdrawn")
	fact("test.passRate", "99%", "99%", "99%", "97.5%", "n/a")
	from := moment("asked", 3).Begin(zone).Add(time.Duration(rapid.IntRange(0, 59).Draw(t, "second")) * time.Second)
	return oracle{p, zone, must(calendar.ParseDays(days)), from}, from
}

// TestNextIsTheFirst compares the answer and the next yes with a look at every minute.
func TestNextIsTheFirst(t *testing.T) {
	seen := map[clearance.Answer]int{}
	waited := 0
	for range 2 { // of as many cases as rapid makes by itself
		rapid.Check(t, func(t *rapid.T) {
			o, at := randomCase(t)
			v := compareAt(t, o, at, at.Add(span))
			seen[v.Allowed]++
			if first := v.Next; first.After(at) {
				waited++
				o.from = first // from here on, as a question of its own
				v = compareAt(t, o, first, first.Add(6*time.Hour))
				seen[v.Allowed]++
				o.from = first.Add(-time.Second)
				compareAt(t, o, o.from, first.Add(6*time.Hour))
			}
		})
	}
	t.Logf("answers %v, %d with a next that is later", seen, waited)
	for _, a := range []clearance.Answer{clearance.Yes, clearance.No, clearance.Unknown} {
		require.NotZero(t, seen[a], "no case with the answer %s", a)
	}
	require.NotZero(t, waited)
}

// compareAt asks at an instant, and looks as far as end.
func compareAt(t *rapid.T, o oracle, at, end time.Time) clearance.Verdict {
	v, err := clearance.Ask(o.p, "svc", "prod", at, clearance.Options{To: end})
	require.NoError(t, err)
	require.Equal(t, o.answer(at), v.Allowed, "at %s\n%s", at, v)
	want, answer := o.next(at, end)
	require.True(t, want.Equal(v.Next), "next: want %s\n%s", want, v)
	require.Equal(t, answer, v.NextAnswer)
	require.Equal(t, v.Allowed == clearance.Yes, !refuses(v), "an answer that is no yes has a reason\n%s", v)
	if !v.Until.IsZero() {
		require.NotEqual(t, v.Allowed, o.answer(v.Until), "until\n%s", v)
		require.Equal(t, v.Allowed, o.answer(v.Until.Add(-1)), "until\n%s", v)
	}
	return v
}

func refuses(v clearance.Verdict) bool {
	for _, r := range v.Reasons {
		if r.Answer != clearance.Yes {
			return true
		}
	}
	return false
}

// TestAnswersAroundBoundaries asks one gate many questions, a second before and after each instant at which something changes.
func TestAnswersAroundBoundaries(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		o, from := randomCase(t)
		g, err := clearance.Compile(o.p, clearance.Options{From: from, To: from.Add(span)})
		require.NoError(t, err)
		for at, asked := from, 0; at.Before(from.Add(span)) && asked < 60; asked++ {
			for _, near := range []time.Time{at.Add(-time.Second), at, at.Add(time.Second)} {
				if near.Before(from) || !near.Before(from.Add(span)) {
					continue
				}
				v, err := g.Ask("svc", "live", near)
				require.NoError(t, err)
				require.Equal(t, o.answer(near), v.Allowed, "at %s\n%s", near, v)
				for _, r := range v.Reasons {
					require.True(t, r.Until.IsZero() || r.Until.After(near), "%s at %s", r, near)
				}
			}
			v, err := g.Ask("svc", "live", at)
			require.NoError(t, err)
			if v.Until.IsZero() {
				break
			}
			at = v.Until
		}
	})
}
