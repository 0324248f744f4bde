package clearance

import (
	"slices"
	"strings"
	"time"

	"github.com/berthplan/berth/calendar"
	"github.com/berthplan/berth/release"
	"github.com/berthplan/berth/schedule"
)

// target is one phase of a package at one place, ready for questions.
type target struct {
	pkg, activity string
	done          int64 // from when on it is done; never: it is not
	tracks        []track
	line          timeline
}

// builder makes the targets of a gate.
type builder struct {
	*Gate
	clock
	p        *release.Portfolio // what was compiled
	problem  *schedule.Problem
	options  Options
	end      int64          // of what was compiled
	activity map[string]int // index into problem.Activities
	systems  map[string]*schedule.System
	environs map[string]*schedule.Environment
	windows  map[string]*schedule.Window
	routes   map[string][]release.Phase
	incoming map[string][]*schedule.Link // by the activity they limit
	related  map[string][]*schedule.Link // links without an order, by their other activity
	planned  map[string]*schedule.Assignment
	closures map[closing][]stretch
	plan     *calendar.Compiled // its working time, once asked for
	uses     []use
}

func newBuilder(g *Gate, p *release.Portfolio, problem *schedule.Problem, o Options) *builder {
	if g.from.IsZero() {
		g.from = problem.Start
	}
	g.clock.base = g.from
	b := &builder{
		Gate: g, clock: g.clock, p: p, problem: problem, options: o, end: g.clock.offset(problem.Horizon),
		activity: map[string]int{}, systems: map[string]*schedule.System{}, environs: map[string]*schedule.Environment{},
		windows: map[string]*schedule.Window{}, routes: map[string][]release.Phase{}, incoming: map[string][]*schedule.Link{},
		related: map[string][]*schedule.Link{}, planned: map[string]*schedule.Assignment{}, closures: map[closing][]stretch{},
	}
	for i := range problem.Activities {
		b.activity[problem.Activities[i].Name] = i
	}
	for i := range problem.Systems {
		b.systems[problem.Systems[i].Name] = &problem.Systems[i]
	}
	for i := range problem.Environments {
		b.environs[problem.Environments[i].Name] = &problem.Environments[i]
	}
	for i := range problem.Windows {
		b.windows[problem.Windows[i].Name] = &problem.Windows[i]
	}
	for i := range problem.Links {
		l := &problem.Links[i]
		b.incoming[l.To] = append(b.incoming[l.To], l)
		if l.Kind >= schedule.SameOccurrence {
			b.related[l.From] = append(b.related[l.From], l)
		}
	}
	if o.Plan != nil {
		for i := range o.Plan.Activities {
			b.planned[o.Plan.Activities[i].Activity] = &o.Plan.Activities[i]
		}
	}
	b.uses = b.allUses()
	return b
}

// targets makes every target that the options ask for.
func (b *builder) targets() {
	for i := range b.problem.Activities {
		a := &b.problem.Activities[i]
		if a.Time == schedule.Decision || b.options.Package != "" && a.Package != b.options.Package {
			continue
		}
		modes := map[string]*schedule.Mode{}
		places := []string{}
		add := func(place string, m *schedule.Mode) {
			if place == "" || modes[place] != nil {
				return
			}
			modes[place], places = m, append(places, place)
			if !contains(b.packages[a.Package], place) {
				b.packages[a.Package] = append(b.packages[a.Package], place)
			}
		}
		for j := range a.Modes {
			add(a.Modes[j].Environment, &a.Modes[j])
		}
		add(a.Window, &a.Modes[0])
		made := map[*schedule.Mode]*target{}
		for _, place := range places {
			if b.options.Place != "" && place != b.options.Place {
				continue
			}
			m := modes[place]
			if made[m] == nil {
				made[m] = b.target(a, m)
			}
			b.Gate.targets[key{a.Package, place}] = append(b.Gate.targets[key{a.Package, place}], made[m])
		}
	}
}

// making is a target on its way.
type making struct {
	*builder
	a     *schedule.Activity
	m     *schedule.Mode
	phase *release.Phase
	list  []stretch
}

// add notes that a reason holds in [from, to).
func (k *making) add(from, to int64, dated bool, r Reason, help ...string) {
	if from >= to {
		return
	}
	if r.Until.IsZero() && to < k.end {
		r.Until = k.time(to)
	}
	k.list = append(k.list, stretch{from: from, to: to, dated: dated, reason: r, help: help})
}

func (b *builder) target(a *schedule.Activity, m *schedule.Mode) *target {
	k := &making{builder: b, a: a, m: m, phase: b.phaseOf(a)}
	t := &target{pkg: a.Package, activity: a.Name, done: never}
	if a.Fact != nil && !a.Fact.End.IsZero() {
		t.done = k.offset(a.Fact.End)
	}
	k.happened()
	k.closed()
	k.runway()
	k.softly()
	k.exceptions()
	k.dates()
	k.links()
	k.holds()
	k.occurrences()
	k.criteria()
	k.offPlan()
	t.tracks = tracks(k.list)
	t.line = merge(t.tracks)
	return t
}

// phaseOf is the phase of the route that an activity is made of.
func (b *builder) phaseOf(a *schedule.Activity) *release.Phase {
	route, known := b.routes[a.Package]
	if !known {
		for i := range b.p.Packages {
			if b.p.Packages[i].Name == a.Package {
				route = b.p.Route(&b.p.Packages[i])
			}
		}
		b.routes[a.Package] = route
	}
	if i := slices.IndexFunc(route, func(ph release.Phase) bool { return ph.Name == a.Phase }); i >= 0 {
		return &route[i]
	}
	return &release.Phase{Name: a.Phase}
}

// happened says that it has been done or started, which nobody can change.
func (k *making) happened() {
	f := k.a.Fact
	if f == nil {
		return
	}
	note := func(from, to int64, text string) {
		k.add(from, to, true, Reason{Answer: No, Kind: KindDone, Name: k.a.Name, Text: k.a.Name + text})
	}
	if f.End.IsZero() {
		note(k.offset(f.Start), never, " has run since "+k.says(f.Start))
		return
	}
	note(k.offset(f.Start), k.offset(f.End), " runs until "+k.says(f.End))
	note(k.offset(f.End), never, " has been done since "+k.says(f.End))
}

// latest is the last start that ends by an instant; false where the calendar does not reach.
func (k *making) latest(by int64) (int64, bool) {
	if by == ever || by == never {
		return by, true
	}
	if k.a.Time != schedule.Working {
		return by - int64(k.m.Duration), true
	}
	if by > k.end {
		return 0, false
	}
	t, ok := k.m.Calendar.Add(k.time(by), -k.m.Duration)
	if !ok {
		return ever, true // nothing that starts within the calendar's reach ends by then
	}
	return k.offset(t), true
}

// dates are the limits on its start and end.
func (k *making) dates() {
	if !k.a.Earliest.IsZero() {
		k.add(ever, k.offset(k.a.Earliest), true, Reason{Answer: No, Kind: KindEarliest, Name: k.a.Name, Text: k.a.Name + " may not start before " + k.says(k.a.Earliest)})
	}
	for _, d := range []struct {
		of string
		at time.Time
	}{{k.a.Name, k.a.Deadline}, {k.a.Package, k.packageDeadline()}} {
		if d.at.IsZero() {
			continue
		}
		if last, ok := k.latest(k.offset(d.at)); ok {
			k.add(after(last), never, false, Reason{Answer: No, Kind: KindDeadline, Name: d.of, Text: "it would end after the deadline of " + d.of + ", " + k.saysEnd(d.at)}, "a later deadline of "+d.of)
		}
	}
	if pin := k.a.Pin; !pin.Empty() {
		said := "its start is pinned to " + k.says(pin.Start)
		switch day, midnight := strings.CutSuffix(k.says(pin.Start), " 00:00"); {
		case midnight && k.saysEnd(pin.End) == day+" 24:00":
			said = "its start is pinned to " + day
		case pin.Duration() > time.Minute:
			said += " to " + k.saysEnd(pin.End)
		}
		help := "moving the pin of " + k.a.Name
		k.add(ever, k.offset(pin.Start), true, Reason{Answer: No, Kind: KindPin, Name: k.a.Name, Text: said}, help)
		k.add(k.offset(pin.End), never, false, Reason{Answer: No, Kind: KindPin, Name: k.a.Name, Text: said + ", which is over"}, help)
	}
}

func (k *making) packageDeadline() time.Time {
	for i := range k.problem.Packages {
		if k.problem.Packages[i].Name == k.a.Package {
			return k.problem.Packages[i].Deadline
		}
	}
	return time.Time{}
}

// after is the first instant after one, but for the limits.
func after(k int64) int64 {
	if k == ever || k == never {
		return k
	}
	return k + 1
}

// offPlan tells where the plan has it. It refuses nothing: the plan is one way to keep the rules, and a
// start that breaks none of them leaves it to people whether they make a new plan.
func (k *making) offPlan() {
	if k.options.Plan == nil || k.a.Fact != nil {
		return
	}
	note := func(from, to int64, text string) {
		k.add(from, to, false, Reason{Answer: Yes, Kind: KindPlan, Name: k.a.Name, Text: text})
	}
	row := k.planned[k.a.Name]
	if row == nil {
		note(ever, never, "the plan does not have "+k.a.Name)
		return
	}
	said := "the plan has " + k.a.Name + " at " + k.says(row.Start)
	if row.Environment != k.m.Environment && row.Environment != "" {
		note(ever, never, said+", in "+row.Environment)
		return
	}
	from, to := k.offset(row.Start), k.offset(row.Start.Add(row.Slack+time.Minute))
	if row.Window != "" && !row.Opens.IsZero() {
		from = k.offset(row.Opens)
		for _, o := range k.m.Calendar.Occurrences() {
			if o.Window == row.Window && o.Opens.Equal(row.Opens) {
				to = k.offset(o.Closes)
			}
		}
		to = max(to, k.offset(row.End))
	}
	note(ever, from, said)
	note(to, never, said+", which is over")
}
