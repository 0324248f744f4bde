package schedule

import (
	"slices"
	"time"

	"github.com/berthplan/berth/calendar"
	"github.com/berthplan/berth/release"
	"github.com/berthplan/berth/risk"
)

// bundle is a package on its way into the problem: its steps, and the links between its own activities.
type bundle struct {
	pkg         *release.Package
	steps       []step
	first, last []string // the phases that start the route, and those that finish it
	links       []int    // of the problem's links, those within the package
}

// step is one phase of a package and the activities made of it, as indexes into Problem.Activities.
type step struct {
	phase release.Phase
	sites []int // one for each site in roll-out order; one in all without sites
	entry []decision
	exit  []decision
}

func (s *step) first() int { return s.sites[0] }
func (s *step) last() int  { return s.sites[len(s.sites)-1] }

func (b *builder) addPackage(pkg *release.Package) {
	b.problem.Packages = append(b.problem.Packages, Package{
		Name:     pkg.Name,
		Project:  pkg.Project,
		Owner:    b.owner(pkg),
		Priority: pkg.Priority,
		Deadline: b.finish(pkg.Deadline),
		Due:      b.finish(pkg.Due),
		Optional: pkg.Optional,
	})
	made := bundle{pkg: pkg}
	sites := b.rollOut(pkg.Sites)
	route := b.p.Route(pkg)
	made.first, made.last = pkg.Ends(route)
	for _, phase := range route {
		s := step{phase: phase}
		before, after := b.approvals(pkg, &phase)
		for _, m := range before {
			s.entry = append(s.entry, b.addDecision(pkg, &phase, m))
		}
		if phase.Window == "" || len(sites) == 0 {
			s.sites = []int{b.addPhase(pkg, &phase, "", true)}
		} else {
			for i, site := range sites {
				s.sites = append(s.sites, b.addPhase(pkg, &phase, site, i == 0))
			}
		}
		for _, m := range after {
			s.exit = append(s.exit, b.addDecision(pkg, &phase, m))
		}
		made.steps = append(made.steps, s)
	}
	b.byName[pkg.Name] = len(b.bundles)
	b.bundles = append(b.bundles, made)
}

// owner is the team that answers for a package: its system's, else its own owner.
func (b *builder) owner(pkg *release.Package) string {
	for i := range b.p.Systems {
		if s := &b.p.Systems[i]; s.Name == pkg.System && s.Owner != "" {
			return s.Owner
		}
	}
	return pkg.Owner
}

// find is the step of a phase; nil: the package has none.
func (made *bundle) find(phase string) *step {
	for i := range made.steps {
		if made.steps[i].phase.Name == phase {
			return &made.steps[i]
		}
	}
	return nil
}

// rollOut is the sites in the portfolio's order, then those it does not order as they are listed.
func (b *builder) rollOut(sites []string) []string {
	var out []string
	for _, site := range b.p.Sites.Order {
		if slices.Contains(sites, site) {
			out = append(out, site)
		}
	}
	for _, site := range sites {
		if !slices.Contains(out, site) {
			out = append(out, site)
		}
	}
	return out
}

// windowAt is the window of a phase at a site.
func (b *builder) windowAt(phase *release.Phase, site string) string {
	if phase.Window != "" && site != "" {
		for _, w := range b.p.Sites.Windows {
			if w.Site == site {
				return w.Window
			}
		}
	}
	return phase.Window
}

// addPhase adds the activity of a phase at a site; first is the first site of all.
func (b *builder) addPhase(pkg *release.Package, phase *release.Phase, site string, first bool) int {
	a := Activity{
		Name:     release.Ref{Package: pkg.Name, Phase: phase.Name, Site: site}.String(),
		Package:  pkg.Name,
		Phase:    phase.Name,
		Site:     site,
		Time:     timeKind(phase.Time),
		Earliest: later(b.begin(pkg.Earliest), b.begin(phase.Earliest)),
		Deadline: b.finish(phase.Deadline),
	}
	if a.Time == Contiguous {
		a.System = pkg.System
		if a.Window = b.windowAt(phase, site); a.Window != "" {
			a.Risk = risk.Thousandths(pkg.Profile)
		}
	}
	pin, actual := pinOf(pkg, phase.Name, site, first), actualOf(pkg, phase.Name, site, first)
	if pin != nil {
		a.Pin = pinned(pin.At.Span(b.zone))
	}
	a.Modes = b.modes(pkg, phase, &a, pin, actual)
	if actual != nil {
		a.Fact = b.fact(&a, phase, actual)
		b.remarkFact(&a)
	}
	return b.add(a)
}

func (b *builder) add(a Activity) int {
	i := len(b.problem.Activities)
	b.activity[a.Name] = i
	b.problem.Activities = append(b.problem.Activities, a)
	return i
}

func timeKind(k release.TimeKind) TimeKind {
	switch k {
	case release.Contiguous:
		return Contiguous
	case release.Elapsed:
		return Elapsed
	}
	return Working
}

// pinOf is the pin of a phase at a site: its own, else, at the first site, one that names none.
func pinOf(pkg *release.Package, phase, site string, first bool) *release.Pin {
	var found *release.Pin
	for i := range pkg.Pins {
		p := &pkg.Pins[i]
		if p.Phase != phase || p.Site != site && (p.Site != "" || !first) {
			continue
		}
		if found == nil || p.Site == site {
			found = p
		}
	}
	return found
}

// pinned is the starts a pin allows: one that holds no whole minute is the next.
func pinned(span calendar.Interval) calendar.Interval {
	if first := minuteTime(ceilMinute(span.Start)); floorMinute(span.End) <= ceilMinute(span.Start) {
		return calendar.Interval{Start: first.In(span.Start.Location()), End: first.Add(time.Minute).In(span.Start.Location())}
	}
	return span
}

// actualOf is the fact about a phase at a site: its own, else one that names no site, if it is done or this is the first site.
func actualOf(pkg *release.Package, phase, site string, first bool) *release.Actual {
	var found *release.Actual
	for i := range pkg.Actuals {
		a := &pkg.Actuals[i]
		if a.Phase != phase || a.Site != site && (a.Site != "" || !first && a.End.IsZero()) {
			continue
		}
		if found == nil || a.Site == site {
			found = a
		}
	}
	return found
}

// who is the subject that blackouts see in an activity.
func who(pkg *release.Package, environment, site string) calendar.Subject {
	return calendar.Subject{Package: pkg.Name, System: pkg.System, Kind: pkg.Kind, Environment: environment, Site: site}
}
