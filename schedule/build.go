package schedule

import (
	"time"

	"github.com/berthplan/berth/calendar"
	"github.com/berthplan/berth/release"
)

// reach is how far before the plan's start calendars are compiled at least, so that
// leads and the work since a recent start can be counted; maxReach is how far old facts extend it.
const (
	reach    = 35 * 24 * time.Hour
	maxReach = 5 * 366 * 24 * time.Hour
)

// FromPortfolio builds the problem of planning p. Its start is now, or p.Now
// where now is the zero time, rounded up to a whole minute; its horizon is
// p.Horizon (a bare day is that whole day) or a year after the start.
//
// The error is [release.Faults]: those of p.Validate as they are; "now-missing"
// where neither now nor p.Now is given; "horizon" where that is not after the start, or more
// than 50 years after; "link-no-window" for a "with" to what has no window; and those of calendars that cannot be
// compiled, with the codes of package calendar.
// What can be read but cannot work is no fault but a note of the problem, with one of the Note codes.
//
// # Activities
//
// Each phase of a package's route is an activity, named as a [release.Ref] prints:
// "ledger-4.2.uat". A phase with a window is one activity for each site of the
// package ("ledger-4.2.deploy@zurich"), in the order of Sites.Order. Each waits for the end of the one before
// it and the soak. What the phase waits for, its first site waits for; what waits for the phase, waits for
// its last site; a limit on the phase's end is a limit on its last site's end.
// "With" ties the sites that both sides have, where they share any; "not-with" and "apart" hold between all sites.
//
// An approval in a phase's gate is a decision "ledger-4.2.deploy/cab". At entry
// it comes before the phase's first site and waits, by the meeting's submission lead, for the phases of the
// same package that the phase comes after (where none of them is still to be done, for the plan's or package's
// earliest start). At exit it waits for the phase by that lead, and everything
// after the phase waits for it.
//
// # Time
//
// A working phase counts the open time of its team's calendar and its environment's,
// each the plan's unless it has its own; a phase without one of the two is not bound by it,
// a phase without both works by the plan's. "1d" is the standard day of the team's own calendar,
// else the environment's own, else the plan's. Lags count the plan's working time, with
// the blackouts that stop the package's work. Contiguous phases are bound by their
// window and the blackouts that stop deployments, elapsed ones by nothing.
//
// # Facts
//
// A phase done at an unknown start has no length. A bare day as an end is the end of
// that day, but not after now. A fact that names no site is true of every site that has none of its own, if done,
// and of the first site, if started. Where a phase has no fact and a later one of the same package is
// done, the earlier one is taken as done, without length, at the start of the later, with a note: what lies
// behind is not planned again. A decision without a fact before something already started is treated alike.
func FromPortfolio(p *release.Portfolio, now time.Time) (*Problem, error) {
	if err := p.Validate(); err != nil {
		return nil, err
	}
	b, err := newBuilder(p, now)
	if err != nil {
		return nil, err
	}
	b.rules()
	b.remarks()
	b.marks()
	if err := b.calendars.faults.Err(); err != nil {
		return nil, err
	}
	return b.problem, nil
}

// rules builds everything of the problem that binds.
func (b *builder) rules() {
	b.windows()
	b.environments()
	for i := range b.p.Packages {
		b.addPackage(&b.p.Packages[i])
	}
	b.resources()
	for i := range b.bundles {
		b.links(&b.bundles[i])
	}
	for i := range b.bundles {
		b.inferFacts(&b.bundles[i])
		b.submissions(&b.bundles[i])
	}
}

// builder holds what is common to the steps of FromPortfolio.
type builder struct {
	p         *release.Portfolio
	zone      *time.Location
	now       time.Time
	problem   *Problem
	calendars *calendars
	bundles   []bundle       // one per package
	byName    map[string]int // index into bundles
	activity  map[string]int // index into problem.Activities
	linked    map[Link]bool  // to keep equal links out

	teams   map[string]*release.Team
	places  map[string]*release.Environment
	systems map[string]*release.System
	gates   map[string]*release.Gate
	granted map[approval]*release.Fact
	used    map[string]bool // teams that some mode asks for
}

func newBuilder(p *release.Portfolio, now time.Time) (*builder, error) {
	zone, err := calendar.LoadZone(p.Zone)
	if err != nil {
		return nil, release.Faults{{Code: "unknown-zone", Path: "timezone", Found: p.Zone, Expected: "an IANA zone such as Europe/Zurich", Hint: err.Error()}}
	}
	if now.IsZero() {
		if p.Now.IsZero() {
			return nil, release.Faults{{Code: "now-missing", Path: "now", Expected: "the instant up to which facts are known",
				Hint: "write now: 2026-09-01T09:00 into the plan, or pass the time"}}
		}
		now = p.Now.Begin(zone)
	}
	start := minuteTime(ceilMinute(now)).In(zone)
	horizon := start.AddDate(1, 0, 0)
	if !p.Horizon.IsZero() {
		horizon = p.Horizon.Finish(zone)
	}
	if floorMinute(horizon) <= ceilMinute(start) || horizon.Sub(start) > maxSpan {
		return nil, release.Faults{{Code: "horizon", Path: "horizon", Found: p.Horizon.String(),
			Expected: "a time after the plan's start " + start.Format("2006-01-02T15:04:05Z07:00") + ", by 50 years at most"}}
	}
	b := &builder{
		p: p, zone: zone, now: now,
		problem:  &Problem{Name: p.Name, Zone: p.Zone, Start: start, Horizon: horizon},
		byName:   make(map[string]int, len(p.Packages)),
		activity: make(map[string]int, 5*len(p.Packages)),
		linked:   make(map[Link]bool),
		teams:    make(map[string]*release.Team, len(p.Teams)),
		places:   make(map[string]*release.Environment, len(p.Environments)),
		systems:  make(map[string]*release.System, len(p.Systems)),
		gates:    make(map[string]*release.Gate, len(p.Gates)),
		used:     make(map[string]bool),
	}
	for i := range p.Teams {
		b.teams[p.Teams[i].Name] = &p.Teams[i]
	}
	for i := range p.Environments {
		b.places[p.Environments[i].Name] = &p.Environments[i]
	}
	for i := range p.Systems {
		b.systems[p.Systems[i].Name] = &p.Systems[i]
	}
	for i := range p.Gates {
		b.gates[p.Gates[i].Name] = &p.Gates[i]
	}
	b.granted = approvals(p.Facts)
	b.calendars = newCalendars(b, b.span())
	return b, nil
}

// span is the time over which calendars are compiled: from the earliest fact, at least reach before
// the start, to the horizon.
func (b *builder) span() calendar.Interval {
	start := b.problem.Start
	from, floor := start.Add(-reach), start.Add(-maxReach)
	see := func(m calendar.Moment) {
		if m.IsZero() {
			return
		}
		if t := m.Begin(b.zone); t.Before(from) && t.After(floor) {
			from = t
		}
	}
	for i := range b.p.Packages {
		for _, a := range b.p.Packages[i].Actuals {
			see(a.Start)
			see(a.End)
		}
	}
	return calendar.Interval{Start: from, End: b.problem.Horizon}
}

// begin is a moment as an earliest instant; zero stays zero.
func (b *builder) begin(m calendar.Moment) time.Time {
	if m.IsZero() {
		return time.Time{}
	}
	return m.Begin(b.zone)
}

// finish is a moment as an exclusive end, a bare day as that whole day; zero stays zero.
func (b *builder) finish(m calendar.Moment) time.Time {
	if m.IsZero() {
		return time.Time{}
	}
	return m.Finish(b.zone)
}

// resources adds the teams that are asked for, in the portfolio's order.
func (b *builder) resources() {
	for i := range b.p.Teams {
		t := &b.p.Teams[i]
		if b.used[t.Name] {
			b.problem.Resources = append(b.problem.Resources, Resource{Name: t.Name, Capacity: max(1, t.Capacity)})
		}
	}
}

func later(a, b time.Time) time.Time {
	if a.Before(b) {
		return b
	}
	return a
}
