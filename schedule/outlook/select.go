package outlook

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/berthplan/berth/release"
	"github.com/berthplan/berth/schedule"
)

// Backlog is what may be chosen from, and what for.
type Backlog struct {
	// Packages are those that may be left out; nil: those that the problem has as optional.
	Packages []string
	// Trains are the releases that a package of the backlog has to be on, in any order: what it runs in a window (or,
	// of a package without, all of it) ends by the train's date. None: it goes when a window lets it.
	Trains []Train
	// Search bounds each of the searches: one for the choice, as much again for a first one, and two for each package left
	// out. Diagnosis is the work for what each of those would take; 0: 500,000; negative: none.
	Search schedule.Options
}

// Train is a release with a date.
type Train struct {
	Name string    `json:"name"`
	By   time.Time `json:"by"` // what is on it has ended by then
}

// Selection is what of a backlog fits, where it goes, and what remains.
type Selection struct {
	Problem *schedule.Problem `json:"-"` // what Plan solves; with trains, each package has an activity more, ".train", without length
	Plan    *schedule.Plan    `json:"-"`
	Zone    string            `json:"zone,omitempty"`
	Status  schedule.Status   `json:"status"`
	Stopped string            `json:"stopped"` // why the search ended: see schedule.Plan
	// Value is Σ priority of what is left out, and no choice leaves out less than Bound.
	Value      int64       `json:"value"`
	Bound      int64       `json:"bound"`
	Departures []Departure `json:"departures"` // by date
	Unbound    []string    `json:"unbound"`    // chosen packages that go with none of these
	Out        []LeftOut   `json:"leftOut"`    // the highest priority first
}

// Proved is whether no choice leaves out less.
func (s *Selection) Proved() bool { return s.Value == s.Bound }

// LeftOut is a package that is not in a plan, and what it would take to bring it back.
type LeftOut struct {
	Package  string   `json:"package"`
	Priority int      `json:"priority"`
	Reasons  []string `json:"reasons"` // the rules that clash when it is added to what was chosen, a phrase each
	Proved   bool     `json:"proved"`  // that it does not fit beside what was chosen; otherwise no way was found
	Never    bool     `json:"never"`   // proved, too, that it fits with none of what may be left out in
	Back     []Return `json:"back"`    // the cheapest first
}

// Return is one way to bring a package back. It is complete: with it there is a plan that holds the package and all that was
// chosen, but for what it displaces.
type Return struct {
	Text      string              `json:"text"` // "deadline of card-art-1 +2 working days, to Tue 22 Sep 24:00"
	Cost      int64               `json:"cost"` // as schedule.Relaxation has it
	Displaces []string            `json:"displaces,omitempty"`
	Repair    schedule.Relaxation `json:"-"` // of Selection.Problem with the package required
}

// Select chooses from a backlog: it leaves out as little as can be by priority, then keeps the problem's own objective.
// Packages without a due date of their own are wished for on the first train. The errors are those of [schedule.Solve]:
// a *schedule.Conflict where not even the packages that must be in fit, and release.Faults for a package or train that cannot be.
func Select(ctx context.Context, p *schedule.Problem, b Backlog) (*Selection, error) {
	if p == nil {
		return nil, release.Faults{{Code: CodeNoPlan, Found: "nothing", Expected: "a problem"}}
	}
	if err := p.Validate(); err != nil {
		return nil, err
	}
	p, err := b.problem(p)
	if err != nil {
		return nil, err
	}
	first, err := filled(ctx, p, b.Search)
	if err != nil {
		return nil, err
	}
	search := b.Search
	search.From, search.Diagnosis = first, -1 // what is left out is asked about below
	plan, err := schedule.Solve(ctx, p, search)
	if err != nil {
		return nil, err
	}
	r := recall{ctx: ctx, problem: p, search: b.Search}
	plan, out := r.all(plan)
	s := &Selection{Problem: p, Plan: plan, Zone: plan.Zone, Status: plan.Status, Stopped: plan.Stopped, Out: out}
	if v, ok := level(p, plan, schedule.LeftOut); ok {
		s.Value, s.Bound = v.Value, v.Bound
	}
	s.depart(b)
	return s, nil
}

// depart says where everything chosen goes.
func (s *Selection) depart(b Backlog) {
	s.Departures = departures(s.Problem, s.Plan)
	if len(b.Trains) > 0 {
		s.Departures = b.departures(s.Problem, s.Plan)
	}
	s.Unbound = []string{}
	for _, o := range s.Plan.Packages {
		goes := func(d Departure) bool { return slices.Contains(d.Packages, o.Package) }
		if !o.LeftOut && !slices.ContainsFunc(s.Departures, goes) {
			s.Unbound = append(s.Unbound, o.Package)
		}
	}
}

// String is a table of the departures, then what is left out, why, and what would bring it back.
func (s *Selection) String() string {
	say := phrasesIn(s.Zone)
	var b strings.Builder
	in := 0
	for _, o := range s.Plan.Packages {
		if !o.LeftOut {
			in++
		}
	}
	known := fmt.Sprintf("no choice leaves out less than %d by priority", s.Bound)
	if s.Proved() {
		known = "no choice leaves out less by priority: it is proved"
	}
	fmt.Fprintf(&b, "%d of %s; %s.\n", in, plural(len(s.Plan.Packages), "package"), known)
	if len(s.Departures) > 0 {
		table := [][]string{{"GOES WITH", "AT", "STARTS", "RISK", "PACKAGES"}}
		for _, d := range s.Departures {
			table = append(table, []string{d.Name, say.until(d.At), share(fmt.Sprint(d.Starts), fmt.Sprint(d.Capacity)),
				share(thousandths(d.Risk), thousandths(d.Budget)), strings.Join(d.Packages, ", ")})
		}
		b.WriteString("\n" + columns("", table))
	}
	if len(s.Unbound) > 0 {
		b.WriteString("With none of these: " + strings.Join(s.Unbound, ", ") + "\n")
	}
	if len(s.Out) > 0 {
		b.WriteString("\nLeft out\n")
	}
	for _, o := range s.Out {
		b.WriteString(o.String())
	}
	return b.String()
}
