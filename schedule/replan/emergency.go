package replan

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/berthplan/berth/release"
	"github.com/berthplan/berth/risk"
	"github.com/berthplan/berth/schedule"
)

// Way is how an emergency is put into a plan.
type Way string

// The ways, in the order of Insert.
const (
	Earliest  Way = "earliest safe slot"        // all of Event.Skip is skipped, and others make room; then least disturbance
	Tested    Way = "earliest with every phase" // every phase runs, gates of Event.Skip are skipped; others make room, then least disturbance
	Gentlest  Way = "least disturbance"         // as Tested, but where it disturbs least
	NextTrain Way = "next regular window"       // nothing is skipped, and what the route has in a window runs in it, as early as that can be
)

// Choice is one way out of an emergency. All of them keep every hard rule.
type Choice struct {
	Way
	Also []Way // other ways that come to the same
	*Result
	Refused  error         // why there is no such way; Result is nil then
	Done     time.Time     // when the last of the emergency's phases ends
	Tell     []Notice      // by who
	Owed     []Debt        // what this way skips
	Rollback []PointOfTurn // of each of its deployments
	Later    []Delay       // packages that are later past their dates than in the baseline
	Risk     float64       // p·loss that it takes
	Limit    float64       // of that; 0: none is known
}

// PointOfTurn is the latest moment to begin the rollback of a deployment.
type PointOfTurn struct {
	Activity string
	Latest   time.Time // a rollback begun then ends with what the deployment runs in; zero: nothing limits it
}

// Delay is how much later past its due date or deadline a package is than it was.
type Delay struct {
	Package string
	By      time.Duration
}

// Insert finds places for the event's emergency: one choice for each way, those that come to the same as one. The
// error is that of wrong input; a way without a plan is a choice that is refused.
//
// Every way moves as little else as it can. Gentlest takes the least disturbance to be worth more than the
// emergency's end, the other ways its end to be worth more than any disturbance. How early "earliest" is depends
// on the limits of the search: on a plan of 160 activities 20,000 units of work find what two seconds prove.
func Insert(ctx context.Context, baseline *schedule.Plan, e Event, opt Options) ([]Choice, error) {
	if e.Portfolio == nil || e.packageOf() < 0 {
		return nil, errors.New("replan: no emergency among the packages: " + e.Emergency)
	}
	var out []Choice
	for _, way := range []Way{Earliest, Tested, Gentlest, NextTrain} {
		policy, owed := e.policy(way)
		c := Choice{Way: way, Owed: owed}
		var conflict *schedule.Conflict
		result, err := place(ctx, baseline, policy, opt, way)
		switch {
		case errors.As(err, &conflict):
			c.Refused = conflict
			out = append(out, c)
			continue
		case err != nil:
			return nil, err
		}
		c.Result = result
		c.describe(policy)
		c.Later = delays(baseline, c.Plan, e.Emergency)
		if k := slices.IndexFunc(out, func(o Choice) bool { return o.same(c) }); k >= 0 {
			out[k].Also = append(out[k].Also, way)
			continue
		}
		out = append(out, c)
	}
	return out, nil
}

// packageOf is the index of the emergency's package, or -1.
func (e *Event) packageOf() int {
	return slices.IndexFunc(e.Portfolio.Packages, func(k release.Package) bool { return k.Name == e.Emergency })
}

// policy is the event as one way has it, and what that way owes.
func (e Event) policy(way Way) (Event, []Debt) {
	before := e.Portfolio
	p := *before
	p.Packages = slices.Clone(p.Packages)
	k := &p.Packages[e.packageOf()]
	k.Phases = slices.Clone(k.Phases)
	if k.Due.IsZero() {
		k.Due = e.At
		if k.Due.IsZero() {
			k.Due = p.Now
		}
	}
	full := p.Route(k)
	for i := range k.Phases {
		ph := &k.Phases[i]
		at := slices.IndexFunc(full, func(r release.Phase) bool { return r.Name == ph.Name })
		switch {
		case at < 0:
			continue
		case way == NextTrain && inWindow(p.Phases, ph.Name):
			ph.Window, ph.Time = "", release.DefaultTime // as everybody's
		case way == Earliest && slices.Contains(e.Skip, ph.Name):
			*ph = release.Phase{Name: ph.Name, Skip: true}
			continue
		}
		if way != NextTrain && slices.Contains(e.Skip, full[at].Gate) {
			ph.Gate = "none"
		}
	}
	if way != NextTrain { // phases that stand only in the route
		for _, r := range full {
			if r.Gate != "" && slices.Contains(e.Skip, r.Gate) && !slices.ContainsFunc(k.Phases, func(ph release.Phase) bool { return ph.Name == r.Name }) {
				k.Phases = append(k.Phases, release.Phase{Name: r.Name, Gate: "none"})
			}
		}
	}
	e.Portfolio = &p
	return e, owed(before, &p, e.Emergency)
}

// inWindow reports whether a phase of the plan's route has a window.
func inWindow(route []release.Phase, name string) bool {
	return slices.ContainsFunc(route, func(ph release.Phase) bool { return ph.Name == name && ph.Window != "" && ph.Window != "none" })
}

// place solves one way.
func place(ctx context.Context, baseline *schedule.Plan, e Event, opt Options, way Way) (*Result, error) {
	s, err := newSituation(baseline, e, opt)
	if err != nil {
		return nil, err
	}
	if way == Gentlest {
		s.problem.Objective = opt.levels()
		return s.solve(ctx, opt)
	}
	// first when it can be over, if nothing else were late; then what that costs the others at least
	hurried := *s.problem
	hurried.Packages = slices.Clone(hurried.Packages)
	for i := range hurried.Packages {
		if k := &hurried.Packages[i]; k.Name != e.Emergency {
			k.Due = hurried.Horizon
		}
	}
	hurried.Objective = []schedule.Level{
		{Terms: []schedule.Term{schedule.Tardiness}}, {Terms: []schedule.Term{schedule.Disturbance}},
		{Terms: []schedule.Term{schedule.LeftOut}}, {Terms: []schedule.Term{schedule.Starts}},
	}
	fast := opt.Search
	fast.From, fast.Progress = s.known(), nil
	fast.Work, fast.Time = (fast.Work+1)/2, fast.Time/2
	first, err := schedule.Solve(ctx, &hurried, fast)
	if err != nil {
		return nil, err
	}
	for i := range s.problem.Activities {
		a := &s.problem.Activities[i]
		if row, ok := first.Activity(a.Name); ok && a.Package == e.Emergency && a.Fact == nil {
			s.freeze(a, row)
		}
	}
	s.problem.Objective = opt.levels()
	search := fast
	search.From, search.Progress = first, opt.Search.Progress
	plan, err := schedule.Solve(ctx, s.problem, search)
	if err != nil {
		return nil, err
	}
	return &Result{Plan: plan, Problem: s.problem, Difference: Diff(baseline, plan), Assumed: s.assumed}, nil
}

// describe says what a choice means for people.
func (c *Choice) describe(e Event) {
	p := e.Portfolio
	k := &p.Packages[e.packageOf()]
	for i := range c.Problem.Activities {
		a := &c.Problem.Activities[i]
		row, ok := c.Plan.Activity(a.Name)
		if !ok || a.Package != e.Emergency {
			continue
		}
		if row.End.After(c.Done) {
			c.Done = row.End
		}
		if a.Time == schedule.Contiguous {
			c.Rollback = append(c.Rollback, pointOfTurn(a, row))
		}
		for _, w := range p.Windows {
			if e.Limit == 0 && w.Name == row.Window && a.Time == schedule.Contiguous && w.RiskBudget > 0 {
				c.Limit = w.RiskBudget
			}
		}
	}
	if e.Limit > 0 {
		c.Limit = e.Limit
	}
	profile := k.Profile
	if profile.Tests != "" && slices.ContainsFunc(c.Owed, func(d Debt) bool { return d.Kind == "phase" && slices.Contains(e.Skip, d.What) }) {
		profile.Tests = "none" // what would have tested it is skipped
	}
	c.Risk = risk.Exposure(profile)
	c.Tell = notices(p, c.Difference)
}

// delays compares how late packages are in two plans.
func delays(before, after *schedule.Plan, emergency string) (all []Delay) {
	late := map[string]time.Duration{}
	for _, o := range before.Packages {
		late[o.Package] = o.Late
	}
	for _, o := range after.Packages {
		if by := o.Late - late[o.Package]; by > 0 && o.Package != emergency {
			all = append(all, Delay{o.Package, by})
		}
	}
	return all
}

// pointOfTurn is the end of what a deployment runs in, less the rollback.
func pointOfTurn(a *schedule.Activity, row schedule.Assignment) PointOfTurn {
	m := &a.Modes[min(row.Mode, len(a.Modes)-1)]
	out := PointOfTurn{Activity: a.Name}
	if m.Calendar == nil {
		return out
	}
	for _, piece := range m.Calendar.Pieces() {
		if !row.Start.Before(piece.Start) && row.Start.Before(piece.End) {
			out.Latest = piece.End.Add(-m.Rollback).In(row.Start.Location())
		}
	}
	return out
}

// same reports whether two choices put everything in the same place and owe the same.
func (c Choice) same(o Choice) bool {
	return c.Result != nil && o.Result != nil && slices.Equal(c.Owed, o.Owed) && len(Diff(c.Plan, o.Plan).Moves) == 0
}
