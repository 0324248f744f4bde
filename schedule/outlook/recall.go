package outlook

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/berthplan/berth/schedule"
)

// recall works out what would bring back what a plan leaves out.
type recall struct {
	ctx     context.Context
	problem *schedule.Problem
	search  schedule.Options
}

const (
	defaultRecall = 500_000 // work that goes into what one package would take
	mostBack      = 6       // ways back of one package
)

// all is the plan, or a better one that came to light on the way, and all that it leaves out.
func (r *recall) all(plan *schedule.Plan) (*schedule.Plan, []LeftOut) {
	for {
		names := missing(plan)
		work := r.search.Diagnosis
		if work == 0 {
			work = defaultRecall
		}
		out := []LeftOut{}
		var better *schedule.Plan
		for _, name := range names {
			var o LeftOut
			if o, better = r.one(plan, name, work); better != nil {
				break
			}
			out = append(out, o)
		}
		if better == nil { // each turn leaves out less, so there are at most as many as packages
			slices.SortStableFunc(out, func(a, b LeftOut) int { return b.Priority - a.Priority })
			return plan, out
		}
		plan = better
	}
}

func missing(plan *schedule.Plan) (names []string) {
	for _, o := range plan.Packages {
		if o.LeftOut {
			names = append(names, o.Package)
		}
	}
	return names
}

// one asks about one package. If there is a plan with it that leaves out less in all, that is given back instead.
func (r *recall) one(plan *schedule.Plan, name string, work int64) (LeftOut, *schedule.Plan) {
	o := LeftOut{Package: name, Priority: r.priority(name), Reasons: []string{}, Back: []Return{}}
	chosen := map[string]bool{name: true}
	for _, k := range plan.Packages {
		chosen[k.Package] = chosen[k.Package] || !k.LeftOut
	}
	search := r.search
	search.Progress, search.From, search.Diagnosis = nil, plan, -1
	needed(r.problem, chosen)
	beside := only(r.problem, chosen)
	with, err := schedule.Solve(r.ctx, beside, search)
	var conflict *schedule.Conflict
	if errors.As(err, &conflict) {
		o.Proved = conflict.Proved
		with, err = r.among(&o, beside, plan, work)
	}
	if err == nil {
		if b := r.adopt(plan, with); b != nil {
			return o, b
		}
		o.Back = append(o.Back, Return{Text: "nothing: there is a plan with it"})
		return o, nil
	}
	swap, err := schedule.Solve(r.ctx, requiring(r.problem, name), search)
	if err == nil {
		if b := r.adopt(plan, swap); b != nil {
			return o, b
		}
		o.swapped(r, plan, swap)
	} else if errors.As(err, &conflict) {
		o.Never = conflict.Proved
	}
	slices.SortStableFunc(o.Back, func(a, b Return) int { return cmp.Or(cmp.Compare(a.Cost, b.Cost), cmp.Compare(a.Text, b.Text)) })
	o.Back = o.Back[:min(len(o.Back), mostBack)]
	return o, nil
}

// among asks what clashes, and what would help, first with everything that was chosen where it is and then with all of
// it free to move. It returns the plan with the package if there is one after all.
func (r *recall) among(o *LeftOut, beside *schedule.Problem, plan *schedule.Plan, work int64) (*schedule.Plan, error) {
	search := r.search
	search.Progress, search.From, search.Diagnosis = nil, nil, max(work/2, 1)
	still := kept(settled(beside, plan, nil), o.Package)
	with, err := schedule.Solve(r.ctx, still, search)
	var conflict *schedule.Conflict
	if !errors.As(err, &conflict) {
		return with, err
	}
	o.Reasons = reasons(still, conflict)
	for _, repair := range conflict.Relaxations {
		r.offer(o, beside, still, repair)
	}
	free := kept(beside, o.Package)
	if _, err := schedule.Solve(r.ctx, free, search); errors.As(err, &conflict) {
		for _, repair := range conflict.Relaxations {
			r.offer(o, beside, free, repair)
		}
	}
	return nil, conflict
}

// offer adds a repair of p as a way back, if a plan with it holds all that is in beside and meets every rule of that, repaired.
func (r *recall) offer(o *LeftOut, beside, p *schedule.Problem, repair schedule.Relaxation) {
	search := r.search
	search.Progress, search.From, search.Diagnosis = nil, nil, -1
	found, err := schedule.Solve(r.ctx, p.With(repair), search)
	if err != nil || slices.ContainsFunc(o.Back, func(b Return) bool { return b.Text == repair.Text }) {
		return
	}
	of := activities(beside)
	found.Activities = slices.DeleteFunc(found.Activities, func(a schedule.Assignment) bool { return a.Phase == begun })
	for i := range found.Activities {
		a := &found.Activities[i]
		a.Fact = of[a.Activity] != nil && of[a.Activity].Fact != nil
	}
	target := beside.With(repair)
	broken, _ := schedule.Verify(target, found)
	if slices.ContainsFunc(broken, func(f schedule.Finding) bool { return f.Rule != schedule.Rule{} }) {
		return
	}
	way := Return{Text: repair.Text, Cost: repair.Cost, Repair: repair}
	still := activities(target)
	for _, k := range beside.Packages {
		gone := func(a schedule.Activity) bool { return a.Package == k.Name && still[a.Name] == nil }
		if slices.ContainsFunc(beside.Activities, gone) {
			way.Displaces = append(way.Displaces, k.Name)
		}
	}
	o.Back = append(o.Back, way)
}

// adopt solves the whole problem again from a plan that leaves out less than the one at hand; nil where it does not.
func (r *recall) adopt(plan, other *schedule.Plan) *schedule.Plan {
	if r.weight(missing(other)) >= r.weight(missing(plan)) {
		return nil
	}
	search := r.search
	search.From, search.Diagnosis = other, -1
	better, err := schedule.Solve(r.ctx, r.problem, search)
	if err != nil || r.weight(missing(better)) >= r.weight(missing(plan)) {
		return nil
	}
	return better
}

// swapped adds the packages in whose place the package can be in.
func (o *LeftOut) swapped(r *recall, plan, swap *schedule.Plan) {
	before := missing(plan)
	var gone []string
	for _, name := range missing(swap) {
		if !slices.Contains(before, name) {
			gone = append(gone, name)
		}
	}
	known := func(b Return) bool {
		other := func(c schedule.Change) bool { return c.Rule.Kind != schedule.RulePresence }
		return slices.Equal(b.Displaces, gone) && !slices.ContainsFunc(b.Repair.Changes, other)
	}
	if len(gone) == 0 || slices.ContainsFunc(o.Back, known) {
		return
	}
	way := Return{Text: "in place of " + strings.Join(gone, ", "), Displaces: gone}
	for _, name := range gone {
		c := schedule.Change{Rule: schedule.Rule{Kind: schedule.RulePresence, Name: name}, Amount: "left out", Text: name + " left out"}
		way.Repair.Changes = append(way.Repair.Changes, c)
		way.Cost += leavingOut * int64(r.priority(name)) / 500
	}
	way.Repair.Text, way.Repair.Cost = way.Text, way.Cost
	o.Back = append(o.Back, way)
}

// leavingOut is what schedule.Relaxation says that it costs to leave out a package of priority 500.
const leavingOut = 20 * 24 * 60

// reasons is the rules that clash, a phrase each: those that people can move, and the others only where there are none of these.
func reasons(p *schedule.Problem, c *schedule.Conflict) []string {
	all := c.Findings
	if len(c.Clashes) > 0 {
		all = slices.Concat(c.Clashes...)
	}
	owner := map[string]string{}
	for i := range p.Activities {
		owner[p.Activities[i].Name] = p.Activities[i].Package
	}
	inner := func(r schedule.Rule) bool { // a link between the phases of a package
		return r.Kind == schedule.RuleLink && slices.ContainsFunc(p.Links, func(l schedule.Link) bool {
			return l.To == r.By && owner[l.From] == owner[l.To] && (l.Name == r.Name || l.Name == "" && strings.Contains(r.Name, " "+l.From))
		})
	}
	fixed := func(f schedule.Finding) bool {
		return inner(f.Rule) || slices.Contains([]schedule.RuleKind{schedule.RulePresence, schedule.RuleHours, schedule.RuleWindow}, f.Rule.Kind)
	}
	out := []string{}
	for _, movable := range []bool{true, false} {
		for _, f := range all {
			if len(out) < mostReasons && fixed(f) != movable && !slices.Contains(out, f.Text) {
				out = append(out, f.Text)
			}
		}
		if len(out) > 0 {
			return out
		}
	}
	return out
}

// mostReasons is how many rules are named.
const mostReasons = 12

func (r *recall) priority(name string) int { return priorityOf(r.problem, name) }

func priorityOf(p *schedule.Problem, name string) int {
	for _, k := range p.Packages {
		if k.Name == name {
			return cmp.Or(k.Priority, 500)
		}
	}
	return 0
}

func (r *recall) weight(names []string) (sum int64) {
	for _, name := range names {
		sum += int64(r.priority(name))
	}
	return sum
}

// String is a paragraph: the package, why it is out, and each way back.
func (o LeftOut) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "  %s (priority %d): ", o.Package, o.Priority)
	if o.Never {
		b.WriteString("it is proved not to fit, whatever else is left out\n")
	} else if o.Proved {
		b.WriteString("it is proved not to fit beside what is chosen\n")
	} else {
		b.WriteString("no way was found to fit it beside what is chosen\n")
	}
	for _, text := range o.Reasons {
		b.WriteString("    " + text + "\n")
	}
	for i, back := range o.Back {
		word := "it would fit with"
		if i > 0 {
			word = "or with"
		}
		fmt.Fprintf(&b, "    %s %s (cost %d)\n", word, back.Text, back.Cost)
	}
	if len(o.Back) == 0 {
		b.WriteString("    nothing was found that would bring it back\n")
	}
	return b.String()
}
