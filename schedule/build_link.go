package schedule

import (
	"time"

	"github.com/berthplan/berth/calendar"
	"github.com/berthplan/berth/release"
)

// links adds everything that ties a package's activities to each other and to those of other packages.
func (b *builder) links(made *bundle) {
	for i := range made.steps {
		s := &made.steps[i]
		for at := 1; at < len(s.sites); at++ {
			b.tie(made, FinishToStart, s.sites[at-1], s.sites[at], release.Link{Lag: b.p.Sites.Soak, Elapsed: true}, "")
		}
		for _, l := range s.phase.Links {
			b.link(made, l, s)
		}
		b.gateLinks(made, s)
	}
	for _, l := range made.pkg.Links {
		b.link(made, l, nil)
	}
}

// gateLinks puts the decisions of a phase's gate before its first site or after its last.
func (b *builder) gateLinks(made *bundle, s *step) {
	for _, d := range s.entry {
		lead := release.Link{Lag: d.lead}
		for _, l := range s.phase.Links {
			if l.Kind != release.FinishToStart || b.bundleOf(made, l) != made {
				continue
			}
			if from := made.find(l.To.Phase); from != nil && from != s {
				for _, end := range b.ends(from, l.To.Site) {
					b.tie(made, FinishToStart, end, d.activity, lead, d.purpose())
				}
			}
		}
		b.tie(made, FinishToStart, d.activity, s.first(), release.Link{}, "")
	}
	for _, d := range s.exit {
		b.tie(made, FinishToStart, s.last(), d.activity, release.Link{Lag: d.lead}, d.purpose())
	}
}

func (d decision) purpose() string {
	if d.lead.IsZero() {
		return ""
	}
	return " to submit to " + d.meeting
}

// bundleOf is the package a link leads to; nil: there is none.
func (b *builder) bundleOf(made *bundle, l release.Link) *bundle {
	if l.To.Package == "" || l.To.Package == made.pkg.Name {
		return made
	}
	if i, ok := b.byName[l.To.Package]; ok {
		return &b.bundles[i]
	}
	return nil
}

// at is the activity of a phase at a site; without a site, at its last.
func (b *builder) at(s *step, site string) int {
	for _, i := range s.sites {
		if site != "" && b.problem.Activities[i].Site == site {
			return i
		}
	}
	return s.last()
}

// ends is what has to be over for a phase to be over: its last site and the decisions after it, or one site.
func (b *builder) ends(s *step, site string) []int {
	out := []int{b.at(s, site)}
	if out[0] == s.last() {
		for _, d := range s.exit {
			out = append(out, d.activity)
		}
	}
	return out
}

// link ties a phase of a package, or the package itself (self nil), to another phase or package.
func (b *builder) link(made *bundle, l release.Link, self *step) {
	other := b.bundleOf(made, l)
	if other == nil {
		return
	}
	switch l.Kind {
	case release.FinishToStart:
		b.order(made, other, l, self, FinishToStart)
	case release.StartToStart:
		b.order(made, other, l, self, StartToStart)
	case release.FinishToFinish:
		b.order(made, other, l, self, FinishToFinish)
	case release.StartToFinish:
		b.order(made, other, l, self, StartToFinish)
	case release.Within:
		b.order(made, other, l, self, MaxFinishToStart)
	case release.SameOccurrence:
		b.relate(made, other, l, self, SameOccurrence)
	case release.OtherOccurrence:
		b.relate(made, other, l, self, OtherOccurrence)
	case release.Apart:
		b.relate(made, other, l, self, Apart)
	}
}

// order adds a link in which one side comes before the other. A package starts with its first phases and
// finishes with its last ones; a phase starts at its first site and finishes at its last, except
// that a link from a bare phase is from its last site.
func (b *builder) order(made, other *bundle, l release.Link, self *step, kind LinkKind) {
	toStart := kind == FinishToStart || kind == StartToStart || kind == MaxFinishToStart
	fromStart := kind == StartToStart || kind == StartToFinish
	targets := []*step{self}
	if self == nil {
		targets = made.outer(toStart)
	}
	sources := []*step{other.find(l.To.Phase)}
	if l.To.Phase == "" {
		sources = other.outer(fromStart)
	}
	for _, to := range targets {
		for _, from := range sources {
			if from == nil || from == to {
				continue
			}
			target := to.last()
			if toStart {
				target = to.first()
			}
			source := b.at(from, l.To.Site)
			if l.To.Phase == "" && fromStart {
				source = from.first()
			}
			b.tie(made, kind, source, target, l, "")
			if kind != FinishToStart {
				continue
			}
			for _, d := range b.ends(from, l.To.Site)[1:] {
				b.tie(made, kind, d, target, release.Link{}, "")
			}
		}
	}
}

// outer is the phases with which a package starts, or finishes.
func (made *bundle) outer(start bool) []*step {
	names := made.last
	if start {
		names = made.first
	}
	out := make([]*step, 0, len(names))
	for _, name := range names {
		if s := made.find(name); s != nil {
			out = append(out, s)
		}
	}
	return out
}

// relate adds a link without an order: about occurrences, or a distance either way round.
// Packages stand for their phases with a window; for a distance, those without one for all their phases.
// What has no window shares no occurrence: "not-with" holds by itself, and "with" is a fault.
func (b *builder) relate(made, other *bundle, l release.Link, self *step, kind LinkKind) {
	targets := b.deployments(made, self, kind, "")
	sources := b.deployments(other, nil, kind, "")
	if l.To.Phase != "" {
		sources = nil
		if from := other.find(l.To.Phase); from != nil {
			sources = b.deployments(other, from, kind, l.To.Site)
		}
	}
	if len(targets) == 0 || len(sources) == 0 {
		if kind != SameOccurrence {
			return
		}
		on := made.pkg.Name
		if self != nil {
			on += "." + self.phase.Name
		}
		lacking := on
		if len(targets) > 0 {
			lacking = l.To.String()
		}
		b.calendars.faults = append(b.calendars.faults, release.Fault{
			Code: "link-no-window", Path: "packages." + made.pkg.Name, Found: l.String() + " on " + on,
			Expected: "phases with a window on both sides", Hint: lacking + " has no window, and so no occurrence",
		})
		return
	}
	pairs := allPairs(targets, sources)
	if kind == SameOccurrence {
		pairs = b.counterparts(targets, sources)
	}
	for _, pair := range pairs {
		b.tie(made, kind, pair.from, pair.to, l, "")
	}
}

// deployments is the activities that a link without an order is about, in roll-out order: of one phase, at one site or
// all, or of all phases with a window (s nil).
func (b *builder) deployments(made *bundle, s *step, kind LinkKind, site string) []int {
	var out []int
	add := func(s *step, windowed bool) {
		for _, i := range s.sites {
			a := &b.problem.Activities[i]
			if (!windowed || a.Window != "") && (site == "" || a.Site == site) {
				out = append(out, i)
			}
		}
	}
	if s != nil {
		add(s, kind != Apart)
		return out
	}
	for i := range made.steps {
		add(&made.steps[i], true)
	}
	if len(out) == 0 && kind == Apart { // a distance needs no window: it is kept between all phases
		for i := range made.steps {
			add(&made.steps[i], false)
		}
	}
	return out
}

type pair struct{ from, to int }

func allPairs(targets, sources []int) []pair {
	var out []pair
	for _, to := range targets {
		for _, from := range sources {
			if from != to {
				out = append(out, pair{from, to})
			}
		}
	}
	return out
}

// counterparts pairs what can share an occurrence: the same phase at the same site, else any at
// the same site, else the first site of the one with the last of the other.
func (b *builder) counterparts(targets, sources []int) []pair {
	all := allPairs(targets, sources)
	for _, samePhase := range []bool{true, false} {
		var out []pair
		for _, p := range all {
			from, to := &b.problem.Activities[p.from], &b.problem.Activities[p.to]
			if from.Site == to.Site && (!samePhase || from.Phase == to.Phase) {
				out = append(out, p)
			}
		}
		if len(out) > 0 {
			return out
		}
	}
	return allPairs(targets[:1], sources[len(sources)-1:])
}

// tie adds one link between two activities, unless there is an equal one. It stands on made, whose working
// time its lag counts.
func (b *builder) tie(made *bundle, kind LinkKind, from, to int, l release.Link, purpose string) {
	source := &b.problem.Activities[from]
	l.To = release.Ref{Package: source.Package, Phase: source.Phase, Site: source.Site}
	link := Link{
		Kind: kind,
		From: source.Name,
		To:   b.problem.Activities[to].Name,
		Name: l.String() + purpose,
	}
	// A maximum lag of no working time still lets closed time pass.
	if !l.Lag.IsZero() || kind == MaxFinishToStart {
		link.Lag, link.Calendar = b.lag(made.pkg, l.Lag, l.Elapsed)
	}
	if b.linked[link] {
		return
	}
	b.linked[link] = true
	if source.Package == made.pkg.Name {
		made.links = append(made.links, len(b.problem.Links))
	}
	b.problem.Links = append(b.problem.Links, link)
}

// lag is a length in the package's working time, or elapsed, and the calendar that counts it.
func (b *builder) lag(pkg *release.Package, l calendar.Length, elapsed bool) (time.Duration, *calendar.Compiled) {
	if elapsed {
		return l.Elapsed(), nil
	}
	return l.Working(b.calendars.plan.day), b.calendars.working("", "", who(pkg, "", ""))
}
