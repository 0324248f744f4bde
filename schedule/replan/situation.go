package replan

import (
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/berthplan/berth/calendar"
	"github.com/berthplan/berth/release"
	"github.com/berthplan/berth/schedule"
)

// situation is a problem in which the event has happened and everything has a place where people expect it.
type situation struct {
	baseline  *schedule.Plan
	event     Event
	portfolio release.Portfolio // a copy, with the event in it
	zone      *time.Location
	now       time.Time
	problem   *schedule.Problem
	was       map[string]schedule.Assignment
	facts     map[string]*schedule.Fact
	assumed   []string
}

func newSituation(baseline *schedule.Plan, e Event, opt Options) (*situation, error) {
	if baseline == nil || e.Portfolio == nil {
		return nil, errors.New("replan: a baseline and a portfolio are needed")
	}
	s := &situation{baseline: baseline, event: e, portfolio: *e.Portfolio, was: map[string]schedule.Assignment{}}
	zone, err := calendar.LoadZone(e.Portfolio.Zone)
	if err != nil {
		return nil, err
	}
	s.zone = zone
	if !e.At.IsZero() {
		s.portfolio.Now = e.At
	}
	s.now = s.portfolio.Now.Begin(zone)
	for _, a := range baseline.Activities {
		s.was[a.Activity] = a
	}
	s.portfolio.Packages = slices.Clone(s.portfolio.Packages)
	s.withdraw()
	s.assume()
	return s, s.build(opt)
}

// withdraw takes packages out, with all that speaks of them.
func (s *situation) withdraw() {
	p := &s.portfolio
	gone := func(name string) bool { return name != "" && slices.Contains(s.event.Withdrawn, name) }
	if len(s.event.Withdrawn) == 0 {
		return
	}
	without := func(links []release.Link) []release.Link {
		if links == nil {
			return nil
		}
		return slices.DeleteFunc(slices.Clone(links), func(l release.Link) bool { return gone(l.To.Package) })
	}
	p.Packages = slices.DeleteFunc(p.Packages, func(k release.Package) bool { return gone(k.Name) })
	for i := range p.Packages {
		k := &p.Packages[i]
		k.Links, k.Phases = without(k.Links), slices.Clone(k.Phases)
		for j := range k.Phases {
			k.Phases[j].Links = without(k.Phases[j].Links)
		}
	}
	p.Phases = slices.Clone(p.Phases)
	for j := range p.Phases {
		p.Phases[j].Links = without(p.Phases[j].Links)
	}
	p.Risks = slices.DeleteFunc(slices.Clone(p.Risks), func(r release.Risk) bool { return gone(r.Package) })
	p.Facts = slices.DeleteFunc(slices.Clone(p.Facts), func(f release.Fact) bool { return gone(f.Package) })
}

// assume takes as done, or started, what the baseline has before now, where no fact says
// otherwise and all that it waits for is over.
func (s *situation) assume() {
	over := map[string]bool{} // activities that are done
	told := map[string]bool{} // activities of which there is a fact
	index := map[string]int{}
	for i := range s.portfolio.Packages {
		k := &s.portfolio.Packages[i]
		index[k.Name] = i
		k.Actuals = slices.DeleteFunc(slices.Clone(k.Actuals), func(a release.Actual) bool { return a.End.IsZero() && s.old(k.Name, a) })
		for _, a := range k.Actuals {
			for _, b := range s.baseline.Activities {
				if b.Package == k.Name && b.Phase == a.Phase && (a.Site == "" || a.Site == b.Site) {
					told[b.Activity] = true
					over[b.Activity] = over[b.Activity] || !a.End.IsZero()
				}
			}
		}
	}
	waits := map[string][]string{}
	for _, l := range s.baseline.Links {
		if l.Kind == schedule.FinishToStart && !slices.Contains(s.event.Withdrawn, s.was[l.From].Package) { // nobody waits for what is withdrawn
			waits[l.To] = append(waits[l.To], l.From)
		}
	}
	order := slices.Clone(s.baseline.Activities)
	slices.SortStableFunc(order, func(a, b schedule.Assignment) int {
		if c := a.Start.Compare(b.Start); c != 0 {
			return c
		}
		return a.End.Compare(b.End)
	})
	taken := map[string]bool{}
	for again := true; again; { // what starts together may wait for each other in any order
		again = false
		for _, a := range order {
			i, ok := index[a.Package]
			if !ok || s.refused(a) || told[a.Activity] || taken[a.Activity] || !a.Start.Before(s.now) ||
				slices.ContainsFunc(waits[a.Activity], func(from string) bool { return !over[from] }) {
				continue
			}
			taken[a.Activity], again = true, true
			late := s.slip(a.Package, a.Phase, a.Site)
			over[a.Activity] = !a.End.After(s.now) && late.IsZero()
			if !a.Fact && a.Window != "" && a.Start.Equal(a.End) {
				continue // a decision: see build
			}
			k := &s.portfolio.Packages[i]
			actual := release.Actual{Phase: a.Phase, Site: a.Site, Start: calendar.MomentOf(a.Start), Environment: a.Environment, Configuration: a.Configuration}
			if over[a.Activity] {
				actual.End = calendar.MomentOf(a.End)
			}
			k.Actuals = append(slices.Clone(k.Actuals), actual)
		}
	}
	for _, a := range s.baseline.Activities {
		if taken[a.Activity] {
			s.assumed = append(s.assumed, a.Activity)
		}
	}
}

// refused reports whether a is the decision on which the last word is a no: the last of its meeting on its package
// that is not after that word.
func (s *situation) refused(a schedule.Assignment) bool {
	_, meeting, ok := strings.Cut(a.Phase, "/")
	if !ok || a.Window == "" || !a.Start.Equal(a.End) {
		return false
	}
	at := time.Time{}
	for _, f := range s.portfolio.Facts {
		kind, name, _ := strings.Cut(f.Name, ":")
		if f.Package == a.Package && strings.TrimSpace(kind) == "approval" && strings.TrimSpace(name) == meeting {
			if at = (time.Time{}); !yes(f.Value) && !f.At.IsZero() {
				at = f.At.Begin(s.zone)
			}
		}
	}
	if at.Before(a.Start) {
		return false
	}
	return !slices.ContainsFunc(s.baseline.Activities, func(b schedule.Assignment) bool {
		return b.Package == a.Package && strings.HasSuffix(b.Phase, "/"+meeting) && b.Start.After(a.Start) && !b.Start.After(at)
	})
}

// old reports whether the baseline was made with the fact that a phase has started, and nothing newer is known
// of it: by now it is as far as the baseline has it.
func (s *situation) old(pkg string, a release.Actual) bool {
	news := func(site string) bool {
		return slices.Contains(s.event.News, release.Ref{Package: pkg, Phase: a.Phase, Site: site})
	}
	if news(a.Site) || news("") {
		return false
	}
	return slices.ContainsFunc(s.baseline.Activities, func(b schedule.Assignment) bool {
		return b.Fact && b.Package == pkg && b.Phase == a.Phase && (a.Site == "" || a.Site == b.Site)
	})
}

// slip is how much longer a phase takes: what is said of its site, else of the phase.
func (s *situation) slip(pkg, phase, site string) calendar.Length {
	if l, ok := s.event.Slips[release.Ref{Package: pkg, Phase: phase, Site: site}]; ok {
		return l
	}
	return s.event.Slips[release.Ref{Package: pkg, Phase: phase}]
}

// build makes the problem: slips, places that are expected, what is frozen.
func (s *situation) build(opt Options) error {
	problem, err := schedule.FromPortfolio(&s.portfolio, s.now)
	if err != nil {
		return err
	}
	s.problem = problem
	left := map[string]bool{}
	for _, o := range s.baseline.Packages {
		left[o.Package] = o.LeftOut
	}
	frozen := s.now.Add(opt.Freeze)
	s.facts = map[string]*schedule.Fact{}
	for i := range problem.Activities {
		s.facts[problem.Activities[i].Name] = problem.Activities[i].Fact
	}
	for i := range problem.Activities {
		a := &problem.Activities[i]
		was, known := s.was[a.Name]
		if slices.Contains(s.assumed, a.Name) {
			s.asPlanned(a, was)
		}
		s.lengthen(a)
		switch {
		case a.Fact != nil || !known && !left[a.Package]:
			continue
		case !known:
			a.Was = &schedule.Was{Weight: weight(opt, a)}
			continue
		}
		a.Was = &schedule.Was{Start: was.Start, Environment: was.Environment, Weight: weight(opt, a)}
		if s.handedIn(a, was) {
			a.Earliest = was.Start
		}
		if was.Start.Before(frozen) && !was.Start.Before(s.now) {
			s.freeze(a, was)
		}
	}
	return nil
}

// asPlanned makes the fact of an activity what the baseline says of it.
func (s *situation) asPlanned(a *schedule.Activity, was schedule.Assignment) {
	switch {
	case a.Time == schedule.Decision:
		a.Fact = &schedule.Fact{Start: was.Start, End: was.Start}
	case a.Fact != nil && a.Fact.End.IsZero() && was.End.After(s.now):
		fact := *a.Fact
		fact.Left = was.End.Sub(s.now)
		if c := a.Modes[fact.Mode].Calendar; a.Time == schedule.Working && c != nil {
			fact.Left = c.Minutes().Between(s.now, was.End)
		}
		fact.Left = max(fact.Left.Truncate(time.Minute), time.Minute)
		a.Fact = &fact
	}
}

// weight is what it costs to move an activity.
func weight(opt Options, a *schedule.Activity) int {
	switch {
	case opt.Weight != nil:
		return min(max(opt.Weight(a), 1), 1000)
	case a.Time == schedule.Contiguous && a.Window != "":
		return 10
	}
	return 1
}

// lengthen adds an activity's slip to what is left of it.
func (s *situation) lengthen(a *schedule.Activity) {
	by := s.slip(a.Package, a.Phase, a.Site)
	if by.IsZero() {
		return
	}
	d := by.Elapsed()
	if a.Time == schedule.Working {
		d = by.Working(s.day(a))
	}
	switch {
	case a.Fact == nil:
		a.Modes = slices.Clone(a.Modes)
		for m := range a.Modes {
			a.Modes[m].Duration = max(time.Minute, a.Modes[m].Duration+d)
		}
	case a.Fact.End.IsZero():
		fact := *a.Fact
		if was, ok := s.was[a.Name]; ok && !was.End.After(s.now) && fact.Left <= time.Minute {
			fact.Left = 0 // it would be over, but for the slip
		}
		fact.Left = max(time.Minute, fact.Left+d)
		a.Fact = &fact
	}
}

// day is the standard day of whoever works on an activity: its team, else its environment, else the plan.
func (s *situation) day(a *schedule.Activity) time.Duration {
	p := &s.portfolio
	for _, d := range a.Modes[0].Demands {
		for _, t := range p.Teams {
			if t.Name == d.Resource && t.Calendar != nil {
				return p.Working(t.Calendar).StandardDay()
			}
		}
	}
	for _, e := range p.Environments {
		if e.Name == a.Modes[0].Environment && e.Calendar != nil {
			return p.Working(e.Calendar).StandardDay()
		}
	}
	return p.Working(nil).StandardDay()
}

// handedIn reports whether a meeting decides on what was handed in for it as planned: the lead has been kept
// then, and does not begin again now.
func (s *situation) handedIn(a *schedule.Activity, was schedule.Assignment) bool {
	if a.Time != schedule.Decision || !a.Earliest.After(was.Start) || was.Start.Before(s.now) {
		return false
	}
	for _, l := range s.problem.Links {
		if l.To != a.Name || l.Kind != schedule.FinishToStart {
			continue
		}
		from := s.facts[l.From]
		if from == nil || from.End.IsZero() || from.End.After(s.was[l.From].End) {
			return false
		}
	}
	return true
}

// freeze pins an activity to where it was.
func (s *situation) freeze(a *schedule.Activity, was schedule.Assignment) {
	a.Pin = calendar.Interval{Start: was.Start, End: was.Start.Add(time.Minute)}
	here := slices.DeleteFunc(slices.Clone(a.Modes), func(m schedule.Mode) bool { return m.Environment != was.Environment })
	if len(here) > 0 {
		a.Modes = here
	}
}

// known is the baseline with the modes as the problem counts them.
func (s *situation) known() *schedule.Plan {
	plan := *s.baseline
	plan.Problem = "" // its proofs are of another problem
	plan.Activities = slices.Clone(plan.Activities)
	modes := map[string][]schedule.Mode{}
	for i := range s.problem.Activities {
		modes[s.problem.Activities[i].Name] = s.problem.Activities[i].Modes
	}
	for i := range plan.Activities {
		a := &plan.Activities[i]
		a.Mode = max(0, slices.IndexFunc(modes[a.Activity], func(m schedule.Mode) bool { return m.Environment == a.Environment }))
	}
	return &plan
}
