package schedule

import (
	"slices"
	"strings"

	"github.com/berthplan/berth/calendar"
	"github.com/berthplan/berth/release"
)

// approval is a meeting's decision on a package.
type approval struct{ pkg, meeting string }

// decision is an approval as an activity, and the lead with which it is asked for.
type decision struct {
	activity int // index into Problem.Activities
	lead     calendar.Length
	meeting  string
}

// positive is what a fact's value says where an approval is given.
var positive = []string{"yes", "given", "approved", "granted", "true"}

// approvals finds the approvals given. Of several facts on one approval the last in the list counts, so that
// one taken back is not given.
func approvals(facts []release.Fact) map[approval]*release.Fact {
	out := make(map[approval]*release.Fact)
	for i := range facts {
		f := &facts[i]
		kind, meeting, ok := strings.Cut(f.Name, ":")
		if !ok || strings.TrimSpace(kind) != "approval" {
			continue
		}
		key := approval{f.Package, strings.TrimSpace(meeting)}
		if slices.Contains(positive, strings.ToLower(strings.TrimSpace(f.Value))) {
			out[key] = f
		} else {
			delete(out, key)
		}
	}
	return out
}

// approvals gives the meetings that a phase's gate asks, before the phase and after it.
func (b *builder) approvals(pkg *release.Package, phase *release.Phase) (before, after []*release.Meeting) {
	gate := b.gates[phase.Gate]
	if gate == nil {
		return nil, nil
	}
	var asked []*release.Meeting
	for _, c := range gate.Requires {
		if m := b.calendars.meetings[c.Name]; c.Kind == release.ApprovalOf && m != nil && !slices.Contains(asked, m) {
			asked = append(asked, m)
		}
	}
	if gate.Entry || !gate.Exit && phase.Window != "" {
		return asked, nil
	}
	return nil, asked
}

// addDecision adds an approval; one that has been given is a fact.
func (b *builder) addDecision(pkg *release.Package, phase *release.Phase, m *release.Meeting) decision {
	name := phase.Name + "/" + m.Name
	a := Activity{
		Name:     release.Ref{Package: pkg.Name, Phase: name}.String(),
		Package:  pkg.Name,
		Phase:    name,
		Time:     Decision,
		Modes:    []Mode{{Calendar: b.calendars.meeting(m)}},
		Earliest: b.begin(pkg.Earliest),
	}
	if f := b.granted[approval{pkg.Name, m.Name}]; f != nil {
		at := b.problem.Start
		if !f.At.IsZero() {
			at = b.ended(f.At)
		}
		a.Fact = &Fact{Start: at, End: at}
		b.remarkFact(&a)
	}
	return decision{activity: b.add(a), lead: m.Submission, meeting: m.Name}
}

// submissions holds every decision that waits for nothing still to be done until it can have been asked for
// from the plan's start, or the package's earliest start, on.
func (b *builder) submissions(made *bundle) {
	waits := make(map[string]bool)
	for _, l := range made.links {
		link := &b.problem.Links[l]
		from, to := &b.problem.Activities[b.activity[link.From]], &b.problem.Activities[b.activity[link.To]]
		if link.Kind == FinishToStart && to.Time == Decision && (from.Fact == nil || from.Fact.End.IsZero()) {
			waits[to.Name] = true
		}
	}
	for i := range made.steps {
		for _, d := range slices.Concat(made.steps[i].entry, made.steps[i].exit) {
			a := &b.problem.Activities[d.activity]
			if a.Fact != nil || waits[a.Name] {
				continue
			}
			asked := later(b.problem.Start, a.Earliest)
			lag, lead := b.lag(made.pkg, d.lead, false)
			a.Earliest = asked
			if lag > 0 {
				var ok bool
				if a.Earliest, ok = lead.Add(asked, lag); !ok {
					a.Earliest = later(b.problem.Horizon, asked)
				}
			}
		}
	}
}
