package clearance

import (
	"slices"
	"strings"
	"time"

	"github.com/berthplan/berth/calendar"
	"github.com/berthplan/berth/release"
	"github.com/berthplan/berth/schedule"
)

// Options say what a Gate answers for. The zero Options are those of a plan that says what the time is.
type Options struct {
	// From and To bound the instants that can be asked about. From is also how far facts without a time of day
	// reach: a bare day on which something ended is over at its end or at From, whichever is earlier.
	// Zero From: the portfolio's Now. Zero To: the portfolio's horizon or, without
	// one that is after From, a year after From.
	From, To time.Time
	// Package and Place restrict the gate to what is asked, and make compiling it
	// fast: a package, and an environment or a window. "": all.
	Package, Place string
	// Plan is a plan made of the portfolio, or nil. What it has others do counts as theirs: places and risk in a
	// window's occurrence, environments, teams, systems. That the package asked about is off plan is told and refuses nothing.
	Plan *schedule.Plan
	// Digests are the digests, by package, of what would be deployed. An approval that is for another one
	// does not count. Of a package that is not here, the digest is not compared, and the verdict says so.
	Digests map[string]string
}

// Gate answers whether a package may go now. It does not change, and is safe for concurrent use.
type Gate struct {
	clock    clock
	from, to time.Time
	targets  map[key][]*target
	packages map[string][]string // of each, the environments and windows it has phases in
	names    *release.Portfolio  // what can be named
}

type key struct{ pkg, place string }

// margin is how much further than asked calendars are compiled, so that the ends of what closes, and the
// next meetings, are known.
const margin = 45 * 24 * time.Hour

// Ask answers one question: may the package go now, where place is an environment or a window? It compiles only what
// the question needs, first for the days to come and then for longer, until it knows the
// next yes; o.To bounds that, and o.From, o.Package and o.Place are set by the question. Who asks often compiles a
// Gate.
//
// The error is [release.Faults]: names that are not known, with a hint, and what schedule.FromPortfolio refuses.
func Ask(p *release.Portfolio, pkg, place string, at time.Time, o Options) (Verdict, error) {
	last := o.To
	o.From, o.Package, o.Place = at, pkg, place
	if last.IsZero() {
		last = p.Horizon.Finish(zoneOf(p))
		if !last.After(at) {
			last = at.AddDate(1, 0, 0)
		}
	}
	for span := 14 * 24 * time.Hour; ; span *= 10 {
		o.To = at.Add(span)
		if !o.To.Before(last) {
			o.To = last
		}
		g, err := Compile(p, o)
		if err != nil {
			return Verdict{}, err
		}
		v, err := g.Ask(pkg, place, at)
		if err != nil || o.To.Equal(last) || g.settled(key{pkg, place}, v) {
			return v, err
		}
	}
}

// zoneOf is the plan's zone; one that is not known, which Compile refuses, counts as UTC.
func zoneOf(p *release.Portfolio) *time.Location {
	zone, err := calendar.LoadZone(p.Zone)
	if err != nil {
		return time.UTC
	}
	return zone
}

// settled reports whether a longer span could not change the verdict.
func (g *Gate) settled(k key, v Verdict) bool {
	worst := Yes // of what holds from the end of the span on, for ever
	for _, own := range v.target.tracks {
		if last := &own[len(own)-1]; last.to == never && last.from <= g.clock.offset(g.to) {
			switch {
			case last.reason.Answer == No && last.dated:
				return true // not even people can change it
			case last.reason.Answer == No:
				worst = No
			case last.reason.Answer == Unknown && worst == Yes:
				worst = Unknown
			}
		}
	}
	switch worst {
	case No:
		return !v.Opens.IsZero()
	case Unknown:
		return !v.Next.IsZero()
	}
	return v.NextAnswer == Yes
}

// Compile evaluates the rules of p for the questions that o allows. The error is that of
// schedule.FromPortfolio, and for o.Package and o.Place as that of [Gate.Ask].
func Compile(p *release.Portfolio, o Options) (*Gate, error) {
	var misnamed release.Faults
	zone := zoneOf(p)
	from := o.From
	if from.IsZero() && !p.Now.IsZero() {
		from = p.Now.Begin(zone)
	}
	g := &Gate{clock: clock{from, zone}, from: from.In(zone), to: o.To.In(zone), targets: map[key][]*target{}, packages: map[string][]string{}, names: p}
	if o.To.IsZero() {
		g.to = p.Horizon.Finish(zone)
		if !g.to.After(from) {
			g.to = from.AddDate(1, 0, 0).In(zone)
		}
	}
	for _, f := range unknown(p, o.Package, o.Place).Sorted() {
		if f.Path == "package" && o.Package != "" || f.Path == "environment" && o.Place != "" {
			misnamed = append(misnamed, f)
		}
	}
	if err := misnamed.Err(); err != nil {
		return nil, err
	}
	if o.Package != "" {
		p = restrict(p, o.Package, from, zone)
	}
	span := *p
	if !from.IsZero() {
		if g.to.Sub(from) <= 0 || g.to.Sub(from) > maxSpan {
			return nil, release.Faults{{Code: "bad-span", Path: "to", Found: g.to.Format(time.RFC3339),
				Expected: "a time after " + g.from.Format(time.RFC3339) + ", by 40 years at most"}}
		}
		span.Horizon = calendar.MomentOf(g.to.Add(margin + longestNeed(p)).Truncate(time.Second))
	}
	problem, err := schedule.FromPortfolio(&span, from)
	if err != nil {
		return nil, err
	}
	b := newBuilder(g, p, problem, o)
	b.targets()
	if o.Package != "" && o.Place != "" {
		if _, err := g.find(o.Package, o.Place); err != nil {
			return nil, err
		}
	}
	return g, nil
}

// maxSpan keeps instants within what schedule plans, 50 years, with the margin.
const maxSpan = 40 * 366 * 24 * time.Hour

// longestNeed bounds how long after its start a phase of p may end: its likely length, tenfold where working time pauses.
func longestNeed(p *release.Portfolio) time.Duration {
	var longest time.Duration
	see := func(phases []release.Phase) {
		for i := range phases {
			longest = max(longest, min(phases[i].Duration.Likely.Elapsed(), maxSpan/80)+min(phases[i].Rollback.Elapsed(), maxSpan/80))
		}
	}
	see(p.Phases)
	for i := range p.Packages {
		see(p.Packages[i].Phases)
	}
	return 10 * longest
}

// Ask answers for an instant: may the package go now, where place is an environment or a window? Of
// several phases or sites of the package there, it is about the first that is not done.
//
// The error is [release.Faults]: a package or place that is not known, or that the package does not use, with a hint. An
// instant outside the gate's span is no error: the answer is unknown.
func (g *Gate) Ask(pkg, place string, at time.Time) (Verdict, error) {
	found, err := g.find(pkg, place)
	if err != nil {
		return Verdict{}, err
	}
	k := g.clock.offset(at)
	t := found[len(found)-1]
	for _, other := range found {
		if k < other.done {
			t = other
			break
		}
	}
	return g.verdict(t, place, at, k), nil
}

// find is the targets of a question, or what is wrong with it.
func (g *Gate) find(pkg, place string) ([]*target, error) {
	if found := g.targets[key{pkg, place}]; len(found) > 0 {
		return found, nil
	}
	if err := unknown(g.names, pkg, place).Err(); err != nil {
		return nil, err
	}
	fault := release.Fault{Code: "not-used", Path: "environment", Found: quoted(place), Expected: "an environment or a window in which " + pkg + " has a phase"}
	if list := g.packages[pkg]; len(list) > 0 {
		fault.Expected += ": " + strings.Join(list, ", ")
	} else {
		fault.Hint = pkg + " has none that this gate was compiled for"
	}
	return nil, release.Faults{fault}
}

// unknown is the names of a question that p does not have.
func unknown(p *release.Portfolio, pkg, place string) release.Faults {
	var faults release.Faults
	if !slices.ContainsFunc(p.Packages, func(q release.Package) bool { return q.Name == pkg }) {
		faults = append(faults, release.Fault{Code: "unknown-name", Path: "package", Found: quoted(pkg), Expected: "a package of the plan", Hint: guess(p, pkg)})
	}
	var places release.Portfolio // whose packages are what can be named
	known := false
	add := func(name string) {
		known = known || name == place
		places.Packages = append(places.Packages, release.Package{Name: name})
	}
	for i := range p.Environments {
		add(p.Environments[i].Name)
	}
	for i := range p.Windows {
		add(p.Windows[i].Name)
	}
	if !known {
		faults = append(faults, release.Fault{Code: "unknown-name", Path: "environment", Found: quoted(place), Expected: "an environment or a window", Hint: guess(&places, place)})
	}
	return faults
}

// guess is the hint of release for a name that is no package of p.
func guess(p *release.Portfolio, name string) string {
	if strings.TrimSpace(name) == "" {
		return ""
	}
	_, err := p.Resolve(name, "")
	fault, _ := err.(release.Fault)
	if !strings.HasPrefix(fault.Hint, "did you mean") {
		return ""
	}
	return fault.Hint
}

func quoted(s string) string {
	const most = 80
	if len(s) > most {
		s = strings.ToValidUTF8(s[:most], "") + "…"
	}
	return `"` + strings.ToValidUTF8(s, "�") + `"`
}
