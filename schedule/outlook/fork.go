package outlook

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/berthplan/berth/calendar"
	"github.com/berthplan/berth/release"
	"github.com/berthplan/berth/schedule"
	"github.com/berthplan/berth/schedule/replan"
)

// Fork is a gate of a plan, and when it is known whether it holds: at a meeting's decision; else, before a phase, where that
// was to start, and behind one, where that was to end.
type Fork struct {
	Package  string    `json:"package"`
	Phase    string    `json:"phase"` // whose gate it is
	Gate     string    `json:"gate"`
	Activity string    `json:"activity"` // the decision, or the phase itself
	Meeting  string    `json:"meeting,omitempty"`
	Before   bool      `json:"before"` // it is passed before the phase, not behind it
	At       time.Time `json:"at"`
}

// String is such as "go-no-go of ledger-4.2.deploy (cab)".
func (f Fork) String() string {
	s := f.Gate + " of " + release.Ref{Package: f.Package, Phase: f.Phase}.String()
	if f.Meeting != "" {
		s += " (" + f.Meeting + ")"
	}
	return s
}

// Forks is the gates of a plan that are still ahead, by time.
func Forks(p *release.Portfolio, plan *schedule.Plan) []Fork {
	out := []Fork{}
	if p == nil || plan == nil {
		return out
	}
	for i := range p.Packages {
		k := &p.Packages[i]
		for _, ph := range p.Route(k) {
			at := slices.IndexFunc(p.Gates, func(g release.Gate) bool { return g.Name == ph.Gate && ph.Gate != "" })
			if at < 0 {
				continue
			}
			gate := p.Gates[at]
			f := Fork{Package: k.Name, Phase: ph.Name, Gate: gate.Name, Before: gate.Entry || !gate.Exit && ph.Window != ""}
			out = append(out, f.in(plan)...)
		}
	}
	slices.SortStableFunc(out, func(a, b Fork) int { return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.Activity, b.Activity)) })
	return out
}

// in places a gate in a plan: one fork for each meeting that decides on it or, without any, one.
func (f Fork) in(plan *schedule.Plan) (out []Fork) {
	var phase []schedule.Assignment
	for _, a := range plan.Activities {
		if a.Package != f.Package {
			continue
		}
		if of, meeting, ok := strings.Cut(a.Phase, "/"); ok && of == f.Phase {
			if !a.Fact {
				f := f
				f.Activity, f.Meeting, f.At = a.Activity, meeting, a.Start
				out = append(out, f)
			} else {
				phase = append(phase, schedule.Assignment{Fact: true})
			}
		}
		if a.Phase == f.Phase {
			phase = append(phase, a)
		}
	}
	if len(out) > 0 || len(phase) == 0 {
		return out
	}
	for i, a := range phase {
		switch {
		case a.Fact && (f.Before || !a.End.After(plan.Start)):
			return nil // behind us
		case f.Before && (i == 0 || a.Start.Before(f.At)):
			f.Activity, f.At = a.Activity, a.Start
		case !f.Before && (i == 0 || a.End.After(f.At)):
			f.Activity, f.At = a.Activity, a.End
		}
	}
	return []Fork{f}
}

// known is the first instant at which it is known that the gate has failed.
func (f Fork) known() time.Time {
	at := f.At.Truncate(time.Minute)
	if at.Before(f.At) || f.Meeting != "" {
		at = at.Add(time.Minute)
	}
	return at
}

// event is what a branch makes of a failed gate.
func (f Fork) event(b Branch, p *release.Portfolio, plan *schedule.Plan) (replan.Event, error) {
	out := *p
	e := replan.Event{Name: b.Name, At: calendar.MomentOf(f.known().In(phrasesIn(plan.Zone).zone)), Portfolio: &out}
	if b.Withdraw {
		e.Withdrawn = []string{f.Package}
		return e, nil
	}
	at := slices.IndexFunc(p.Packages, func(k release.Package) bool { return k.Name == f.Package })
	if at < 0 {
		return e, release.Fault{Path: "fork.package", Code: "unknown-name", Found: f.Package, Expected: "a package of the portfolio"}
	}
	out.Packages = slices.Clone(p.Packages)
	if f.Meeting != "" {
		out.Facts = append(slices.Clone(p.Facts), release.Fact{Package: f.Package, Name: "approval: " + f.Meeting, Value: "no", At: calendar.MomentOf(f.At)})
	}
	if b.Repeat || !b.Rework.IsZero() {
		return e, f.rework(b, &out, at)
	}
	return e, f.nextOccurrence(&out, at, plan)
}

// nextOccurrence keeps what is behind the gate out of the occurrences that it was planned in.
func (f Fork) nextOccurrence(p *release.Portfolio, at int, plan *schedule.Plan) error {
	k := &p.Packages[at]
	k.Phases = slices.Clone(k.Phases)
	route := p.Route(k)
	from := slices.IndexFunc(route, func(ph release.Phase) bool { return ph.Name == f.Phase })
	if !f.Before {
		from++
	}
	held := f.Meeting != "" // its next meeting is the next occurrence
	for _, ph := range route[max(from, 0):] {
		if ph.Window == "" {
			continue
		}
		var closes time.Time
		for _, a := range plan.Activities {
			if a.Package == k.Name && a.Phase == ph.Name && !a.Fact && (closes.IsZero() || a.End.Before(closes)) {
				closes = closing(plan, a)
			}
		}
		if !closes.IsZero() {
			held = true
			lineOf(k, ph.Name).Earliest = calendar.MomentOf(closes)
			break // what comes after it follows
		}
	}
	if !held {
		return release.Fault{Path: "fork", Code: "no-window", Found: f.String(), Expected: "a gate before something that waits for a window or a meeting"}
	}
	return nil
}

// closing is when the occurrence closes that an assignment runs in.
func closing(plan *schedule.Plan, a schedule.Assignment) time.Time {
	for _, m := range plan.Marks {
		if m.Kind == schedule.MarkWindow && m.Name == a.Window && m.Start.Equal(a.Opens) {
			return m.End
		}
	}
	return a.End
}

// lineOf is the package's own line of a phase, made where there is none.
func lineOf(k *release.Package, phase string) *release.Phase {
	at := slices.IndexFunc(k.Phases, func(ph release.Phase) bool { return ph.Name == phase })
	if at < 0 {
		at = len(k.Phases)
		k.Phases = append(k.Phases, release.Phase{Name: phase})
	}
	return &k.Phases[at]
}

// rework adds a phase that does the failed one again, and lets everything that waited for that wait for it.
func (f Fork) rework(b Branch, p *release.Portfolio, at int) error {
	k := &p.Packages[at]
	k.Phases = slices.Clone(k.Phases)
	route := p.Route(k)
	failed := f.Phase
	if f.Before { // what the gate judges is what the phase comes after
		i := slices.IndexFunc(route, func(ph release.Phase) bool { return ph.Name == f.Phase })
		failed = ""
		for _, l := range route[max(i, 0)].Links {
			if l.Kind == release.FinishToStart && (l.To.Package == "" || l.To.Package == k.Name) && l.To.Phase != "" {
				failed = l.To.Phase
			}
		}
	}
	i := slices.IndexFunc(route, func(ph release.Phase) bool { return ph.Name == failed })
	if i < 0 {
		return release.Fault{Path: "fork", Code: "no-phase", Found: f.String(), Expected: "a gate behind a phase that can be done again"}
	}
	again := route[i]
	again.Name += "-again"
	for slices.ContainsFunc(route, func(ph release.Phase) bool { return ph.Name == again.Name }) {
		again.Name += "-again"
	}
	again.Links = []release.Link{{To: release.Ref{Phase: failed}}}
	if !b.Rework.IsZero() {
		again.Duration = release.Exactly(b.Rework)
	}
	again.Earliest, again.Deadline = calendar.Moment{}, calendar.Moment{}
	if !f.Before {
		lineOf(k, failed).Gate = "none" // it is the repetition that the gate judges now
	} else {
		again.Gate = "none"
	}
	for _, ph := range route {
		if links, ok := instead(ph.Links, k.Name, k.Name, failed, again.Name); ok {
			lineOf(k, ph.Name).Links = links
		}
	}
	for _, word := range []*string{&again.Team, &again.Environment, &again.Configuration, &again.Window, &again.Gate} {
		*word = cmp.Or(*word, "none")
	}
	if again.Configuration == "none" && again.Environment == "none" {
		again.Configuration = ""
	}
	lineOf(k, failed)
	line := slices.IndexFunc(k.Phases, func(ph release.Phase) bool { return ph.Name == failed })
	k.Phases = slices.Insert(k.Phases, line+1, again)
	for n := range p.Packages {
		o := &p.Packages[n]
		if links, ok := instead(o.Links, o.Name, f.Package, failed, again.Name); ok {
			o.Links = links
		}
		if o.Name == f.Package {
			continue
		}
		o.Phases = slices.Clone(o.Phases)
		for j := range o.Phases {
			if links, ok := instead(o.Phases[j].Links, o.Name, f.Package, failed, again.Name); ok {
				o.Phases[j].Links = links
			}
		}
	}
	return nil
}

// instead is links with those that wait for the end of a phase waiting for the end of another one; false where there are none.
func instead(links []release.Link, own, pkg, phase, other string) ([]release.Link, bool) {
	waits := func(l release.Link) bool {
		return cmp.Or(l.To.Package, own) == pkg && l.To.Phase == phase && (l.Kind == release.FinishToStart || l.Kind == release.FinishToFinish || l.Kind == release.Within)
	}
	if !slices.ContainsFunc(links, waits) {
		return links, false
	}
	links = slices.Clone(links)
	for i := range links {
		if waits(links[i]) {
			links[i].To.Phase = other
		}
	}
	return links, true
}
