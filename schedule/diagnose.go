package schedule

import (
	"cmp"
	"context"
	"slices"

	"github.com/berthplan/berth/calendar"
	"github.com/berthplan/berth/schedule/internal/grid"
	"github.com/berthplan/berth/schedule/internal/mus"
)

// The most that a conflict reports.
const (
	mostClashes = 5 // disjoint ones
	mostRepairs = 10
	mostChanges = 3 // of one repair, unless there is none of so few
	fewRepairs  = 3 // so few that larger ones are looked for, too
)

// diagnosis finds what clashes in a problem without a plan, and what would help.
type diagnosis struct {
	trial
	p        *Problem     // what has to be in
	w        *ground      // of p
	owners   []Rule       // the presences of p
	part     *Problem     // of p: where to look; see narrow
	parts    []Rule       // of part
	of       map[Rule]int // index in parts
	prices   map[Rule]int64
	movables map[Rule]bool
	easings  map[Rule][]Change
	clashes  [][]Rule
	late     []bool // which of them clash with the horizon only
	minimal  bool   // each clash is proved to be one, and a plan was found without each of its rules
	proved   bool   // the first clash is proved to be one
}

// limited ends what follows where Options.Time says so.
func (opt *Options) limited(ctx context.Context) (context.Context, context.CancelFunc) {
	if opt.Time > 0 {
		return context.WithTimeout(ctx, opt.Time)
	}
	return context.WithCancel(ctx)
}

func newDiagnosis(ctx context.Context, p *Problem, seed uint64, work int64) *diagnosis {
	d := &diagnosis{trial: trial{ctx: ctx, seed: seed, left: work, cals: calendarsWithout{}, grid: map[*calendar.Compiled]*grid.Calendar{}}, p: p.required(), minimal: true}
	d.p.Objective = []Level{{Terms: []Term{Penalties}}} // any plan will do
	d.prices, d.movables, d.easings = map[Rule]int64{}, map[Rule]bool{}, map[Rule][]Change{}
	d.w = newGround(d.p)
	d.owners = presences(d.p.parts())
	d.look(d.p)
	return d
}

// diagnosis is how much work a diagnosis may do.
func (opt *Options) diagnosis() int64 {
	if opt.Diagnosis == 0 {
		return DefaultDiagnosis
	}
	return max(opt.Diagnosis, 0)
}

// diagnose fills in the smallest clashes and the relaxations of c.
func diagnose(ctx context.Context, p *Problem, opt Options, c *Conflict) {
	work := opt.diagnosis()
	if work <= 0 {
		return
	}
	ctx, cancel := opt.limited(ctx)
	defer cancel()
	d := newDiagnosis(ctx, p, opt.Seed, work/2)
	d.narrow()
	d.disjoint()
	if len(d.clashes) == 0 {
		return
	}
	c.Rules = nil
	for n, set := range d.clashes {
		var clash []Finding
		for _, r := range set {
			if !slices.Contains(c.Rules, r) {
				c.Rules = append(c.Rules, r)
			}
			clash = append(clash, Finding{Code: string(r.Kind), Rule: r, Text: d.w.state(r)})
		}
		if d.late[n] {
			r := Rule{Kind: RuleHorizon}
			clash = append(clash, Finding{Code: string(r.Kind), Rule: r, Text: "the horizon is " + d.w.ends(d.p.Horizon) + ", an assumption: with a later one there may be a plan"})
			if !slices.Contains(c.Rules, r) {
				c.Rules = append(c.Rules, r)
			}
		}
		c.Clashes = append(c.Clashes, clash)
	}
	c.Minimal = d.minimal
	if d.proved && !c.Proved {
		c.Proved, c.Stopped = true, "proved"
	}
	d.left = max(d.left, work/2)
	c.Relaxations = d.relaxations()
}

// disjoint finds a clash, and then another among what it left, until the rest has a plan.
func (d *diagnosis) disjoint() {
	gone := rules{}
	for len(d.clashes) < mostClashes {
		set, v := d.clash(gone)
		if len(set) == 0 {
			if d.part == d.p || d.over() {
				return
			}
			if v, _, _ := d.ask(d.p.without(gone, d.cals)); v != late && v != never {
				return
			}
			d.look(d.p)
			continue
		}
		if len(d.clashes) == 0 {
			d.proved = v == never && d.triangular()
		}
		proved := v == never || v == late
		if !proved && len(d.clashes) > 0 {
			return // what the search could not satisfy stands beside what is proved only where there is nothing else
		}
		d.minimal = d.minimal && proved
		d.clashes, d.late = append(d.clashes, set), append(d.late, v == late)
		before := len(gone)
		for _, r := range set {
			if r.Kind != RulePresence && r.Kind != RuleHours && r.Kind != RuleWindow {
				gone[r] = true
			}
		}
		if len(gone) == before { // what a plan is clashes by itself
			for _, r := range set {
				gone[r] = true
			}
		}
	}
}

// clash returns a minimal clash of what is left without gone; none where that has a plan
// or where what cannot be taken away clashes by itself.
func (d *diagnosis) clash(gone rules) ([]Rule, verdict) {
	rest := d.part.without(gone, d.cals)
	if v, _, _ := d.ask(rest); v == fits || d.over() {
		return nil, v
	}
	// as few packages as are needed, with all their rules, and then as few rules of theirs
	few := func(p *Problem, list []Rule) []Rule {
		memo := map[string]bool{}
		set := mus.Minimal(len(list), func(kept []int) bool {
			drop, key := rules{}, make([]byte, len(list))
			for _, i := range kept {
				key[i] = 1
			}
			if known, ok := memo[string(key)]; ok {
				return known
			}
			for i, r := range list {
				if key[i] == 0 {
					drop[r] = true
				}
			}
			if d.over() { // what cannot be asked any more stays in
				d.minimal = false
				return true
			}
			v, _, _ := d.ask(p.without(drop, d.cals))
			memo[string(key)] = v == fits
			return v == fits
		})
		kept := make([]Rule, len(set))
		for i, k := range set {
			kept[i] = list[k]
		}
		return kept
	}
	owners := presences(rest.parts())
	in := few(rest, owners)
	out := rules{}
	for _, r := range owners {
		if !slices.Contains(in, r) {
			out[r] = true
		}
	}
	if len(in) == 0 { // it is not for the packages
		out = rules{}
	}
	core := rest.without(out, d.cals)
	core.Packages = slices.DeleteFunc(core.Packages, func(k Package) bool { return out[Rule{Kind: RulePresence, Name: k.Name}] })
	set := few(core, core.parts())
	if len(set) == 0 {
		return nil, unknown
	}
	drop := rules{}
	for _, r := range core.parts() {
		if !slices.Contains(set, r) {
			drop[r] = true
		}
	}
	v, _, _ := d.insist(core.without(drop, d.cals))
	return set, v
}

// triangular reports whether no changeover takes longer than two that lead to the same: only then does it never
// hurt to take something out, and what is proved of a part holds for the whole.
func (d *diagnosis) triangular() bool {
	for _, e := range d.p.Environments {
		for f := range e.Changeover {
			for t := range e.Changeover[f] {
				for v := range e.Changeover {
					if f != t && v != f && v != t && v < len(e.Changeover[f]) && t < len(e.Changeover[v]) && e.Changeover[f][v]+e.Changeover[v][t] < e.Changeover[f][t] {
						return false
					}
				}
			}
		}
	}
	return true
}

// movable reports whether a change of rule r can be asked of people.
func (d *diagnosis) movable(r Rule) bool {
	may, ok := d.movables[r]
	if !ok {
		may = d.moves(r)
		d.movables[r] = may
	}
	return may
}

func (d *diagnosis) moves(r Rule) bool {
	switch r.Kind {
	case RuleWindow:
		return false
	case RuleConfiguration, RuleHours: // they are eased, and not dropped
		return len(d.eased(r)) > 0
	case RulePresence: // what has begun is not left out
		gone := d.p.dependent(rules{r: true})
		return !slices.ContainsFunc(d.p.Activities, func(a Activity) bool { return a.Fact != nil && gone[a.owner()] })
	}
	return true
}

// relaxations finds the smallest repairs, and how little of each change is enough.
func (d *diagnosis) relaxations() []Relaxation {
	var sets [][]int
	total := d.left
	if len(d.clashes) <= mostChanges { // more of them, which share little that can be changed, hardly have so small a repair
		d.left = total / 2
		sets = d.fewest()
		d.left += total - total/2
	}
	if len(sets) < fewRepairs {
		for _, set := range d.many() {
			if !slices.ContainsFunc(sets, func(other []int) bool {
				return !slices.ContainsFunc(other, func(r int) bool { return !slices.Contains(set, r) })
			}) {
				sets = append(sets, set)
			}
		}
	}
	var out []Relaxation
	for _, set := range sets {
		var list []Rule
		for _, i := range set {
			list = append(list, d.parts[i])
		}
		if r, ok := d.least(list); ok {
			out = append(out, r)
		}
	}
	slices.SortStableFunc(out, func(a, b Relaxation) int {
		return cmp.Or(cmp.Compare(len(a.Changes), len(b.Changes)), cmp.Compare(a.Cost, b.Cost), cmp.Compare(a.Text, b.Text))
	})
	return out
}

// fewest finds the repairs of the fewest rules.
func (d *diagnosis) fewest() [][]int {
	var known [][]Rule
	if d.minimal {
		known = slices.Clone(d.clashes)
	}
	return mus.Repairs(mostChanges, mostRepairs, func(i int) bool { return d.movable(d.parts[i]) }, func(dropped []int) ([]int, bool) {
		gone := rules{}
		for _, i := range dropped {
			gone[d.parts[i]] = true
		}
		gone = d.part.dependent(gone)
		for _, set := range known {
			if !slices.ContainsFunc(set, func(r Rule) bool { return gone[r] }) {
				return d.numbers(set), true
			}
		}
		if d.over() {
			return []int{}, true
		}
		part, hard, eased := d.ease(gone)
		v, _, _ := d.ask(part.without(hard, d.cals))
		if v == fits {
			return nil, false
		}
		if eased { // what is eased for good might do: nobody is asked for that
			return []int{}, true
		}
		set, v := d.clash(gone)
		if v == never || v == late {
			known = append(known, set)
		}
		return d.numbers(set), true
	})
}

// families are kinds of rules of which one alone may repair what takes many changes: dates, capacities, packages.
var families = [][]RuleKind{
	{RulePin, RuleEarliest, RuleDeadline},
	{RuleWindowCapacity, RuleRiskBudget, RuleResource, RuleBudget, RuleEnvironment, RuleOutage, RuleSystem},
	{RuleBlackout, RuleHoliday},
	{RulePresence},
}

// many finds, for each family by which alone there is a repair, one from which nothing can be left
// out, and which avoids what is dear.
func (d *diagnosis) many() [][]int {
	var sets [][]int
	for _, kinds := range families {
		var list []int
		for i, r := range d.parts {
			if slices.Contains(kinds, r.Kind) && d.movable(r) {
				list = append(list, i)
			}
		}
		slices.SortStableFunc(list, func(a, b int) int { return cmp.Compare(d.price(d.parts[a]), d.price(d.parts[b])) })
		stuck := func(dropped []int) bool {
			gone := rules{}
			for _, k := range dropped {
				gone[d.parts[list[k]]] = true
			}
			if d.over() {
				return true
			}
			v, _, _ := d.ask(d.part.without(d.part.dependent(gone), d.cals))
			return v != fits
		}
		every := make([]int, len(list))
		for k := range every {
			every[k] = k
		}
		if stuck(every) {
			continue
		}
		set := mus.Minimal(len(list), stuck)
		for k := range set {
			set[k] = list[set[k]]
		}
		if len(set) > 0 && !d.over() {
			sets = append(sets, set)
		}
	}
	return sets
}

// numbers are the rules of a clash by which it can be ended: its own, and the presence of
// packages that take some of its own with them when they are left out.
func (d *diagnosis) numbers(set []Rule) []int {
	in := rules{}
	for _, r := range set {
		in[r] = true
	}
	for changed := true; changed; {
		changed = false
		for _, l := range d.p.Links {
			from, to := d.p.Activities[d.w.act[l.From]].owner(), d.p.Activities[d.w.act[l.To]].owner()
			if l.Kind <= StartToFinish && in[to] && !in[from] {
				in[from], changed = true, true
			}
		}
	}
	out := []int{}
	for r := range in {
		if i, ok := d.of[r]; ok {
			out = append(out, i)
		}
	}
	slices.SortFunc(out, func(a, b int) int { return cmp.Or(cmp.Compare(d.price(d.parts[a]), d.price(d.parts[b])), a-b) })
	return out
}

// price is the least that a change of rule r can cost: repairs are looked for among cheap changes first.
func (d *diagnosis) price(r Rule) int64 {
	if known, ok := d.prices[r]; ok {
		return known
	}
	rep := &repair{diagnosis: d}
	c := Change{Rule: r, Units: 1}
	switch r.Kind {
	case RulePin, RuleEarliest, RuleDeadline:
		c.Shift = 1
	case RuleBlackout, RuleHours:
		c.During = calendar.Interval{Start: d.p.Start, End: d.p.Start.Add(1)}
	}
	d.prices[r] = rep.cost(&c)
	return d.prices[r]
}

// presences are the rules of a list by which packages have to be in.
func presences(list []Rule) []Rule {
	return slices.DeleteFunc(slices.Clone(list), func(r Rule) bool { return r.Kind != RulePresence })
}
