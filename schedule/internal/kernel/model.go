package kernel

import (
	"github.com/berthplan/berth/schedule/internal/grid"
	"github.com/berthplan/berth/schedule/internal/kernel/lcg"
)

// model is a grid.Problem as the engine sees it.
type model struct {
	p    *grid.Problem
	e    *lcg.Engine
	acts []activity
	in   []lcg.Lit // per package: it is not left out
	goal []goal    // per level

	orders []order
	pairs  map[[2]int]lcg.Lit // the orders that any rule may share
	rows   map[row]lcg.View
	aimed  bool          // a plan is known, and decisions tend to it
	open   bool          // something was cut off that a plan may need: no proof that there is no plan
	opens  map[int][]int // per window: when its occurrences open
	stop   func() bool
	cut    bool // it was stopped while it was stated: rules are missing
}

// activity is what the engine decides of an activity.
type activity struct {
	start, end lcg.View
	in         lcg.Lit   // it is in the plan
	mode       []lcg.Lit // in the plan, and in that mode
}

// order is a literal that says which of two activities goes first.
type order struct {
	before lcg.Lit
	i, j   int
}

func newModel(p *grid.Problem, stop func() bool) *model {
	m := &model{p: p, e: lcg.New(), rows: map[row]lcg.View{}, pairs: map[[2]int]lcg.Lit{}, opens: openings(p), stop: stop}
	for _, state := range []func(){m.packages, m.activities, m.links, m.resources, m.environments, m.budgets, m.windows, m.disjoint, m.objective} {
		if !m.halted() {
			state()
		}
	}
	return m
}

// halted asks whether to go on: a large problem takes long to be stated.
func (m *model) halted() bool {
	m.cut = m.cut || m.stop != nil && m.stop()
	return m.cut
}

func (m *model) activities() {
	for i := range m.p.Acts {
		if i%256 == 255 && m.halted() {
			return
		}
		m.acts = append(m.acts, m.activity(i))
	}
}

func (m *model) links() {
	for l := range m.p.Links {
		if l%256 == 255 && m.halted() {
			return
		}
		m.link(&m.p.Links[l])
	}
}

// bool returns a new literal.
func (m *model) bool() lcg.Lit { return m.e.NewVar(0, 1).Ge(1) }

// view returns the literal l, of a Boolean, as a number: 1 where it holds.
func (m *model) view(l lcg.Lit) lcg.View {
	switch l {
	case lcg.True:
		return lcg.Const(1)
	case lcg.False:
		return lcg.Const(0)
	}
	x := lcg.Var(l.S >> 1).Plus(0)
	if l.S&1 != 0 {
		return x
	}
	return x.Neg().Plus(1)
}

// packages makes a literal of each package that may be left out, and leaves
// out with it what needs it.
func (m *model) packages() {
	p := m.p
	m.in = make([]lcg.Lit, len(p.Pkgs))
	for k := range p.Pkgs {
		m.in[k] = lcg.True
		free := p.Pkgs[k].Optional && len(p.Pkgs[k].Acts) > 0
		for _, a := range p.Pkgs[k].Acts {
			free = free && !p.Acts[a].Fixed
		}
		if free {
			m.in[k] = m.bool()
			m.e.Aim(m.view(m.in[k]), 1)
		}
	}
	for _, l := range p.Links {
		from := p.Acts[l.From].Pkg
		if l.Kind.Minimum() && from != grid.None && !p.Acts[l.To].Fixed && from != p.Acts[l.To].Pkg {
			m.e.AddClause(m.present(l.To).Not(), m.in[from])
		}
	}
}

// present is the literal that activity i is in the plan.
func (m *model) present(i int) lcg.Lit {
	if k := m.p.Acts[i].Pkg; k != grid.None {
		return m.in[k]
	}
	return lcg.True
}

// both returns a literal that holds where a and b do.
func (m *model) both(a, b lcg.Lit) lcg.Lit {
	switch {
	case a == b || b == lcg.True:
		return a
	case a == lcg.True:
		return b
	case a == lcg.False || b == lcg.False:
		return lcg.False
	}
	c := m.bool()
	m.e.AddClause(a.Not(), b.Not(), c)
	m.e.AddClause(c.Not(), a)
	m.e.AddClause(c.Not(), b)
	return c
}

// activity makes the variables of activity i, and states what it asks by itself.
func (m *model) activity(i int) activity {
	a := &m.p.Acts[i]
	if a.Fixed {
		v := activity{start: lcg.Const(a.Start), end: lcg.Const(a.End), in: lcg.True}
		for k := range a.Modes {
			v.mode = append(v.mode, lcg.False)
			if k == a.Mode {
				v.mode[k] = lcg.True
			}
		}
		return v
	}
	v := activity{in: m.present(i)}
	v.mode = m.modes(len(a.Modes), v.in)
	last := min(a.Deadline, m.p.Horizon)
	lo, hi := max(0, a.Earliest), min(a.Latest, last)
	if lo > hi { // it has no place
		m.e.AddClause(v.in.Not())
		hi = lo
	}
	start := m.e.NewVar(lo, hi)
	v.start = start.Plus(0)
	least, most, same := grid.Never, 0, true
	for k := range a.Modes {
		least, most = min(least, a.Modes[k].Duration), max(most, a.Modes[k].Duration)
		same = same && (a.Kind != grid.Working || a.Modes[k].Cal == nil || a.Modes[k].Duration == 0)
	}
	if a.Kind == grid.Decision {
		least, most = 0, 0
	}
	if same && least == most {
		v.end = start.Plus(least)
		m.e.AddClause(v.in.Not(), v.end.Le(last))
	} else {
		v.end = m.e.NewVar(lo, max(lo, last)).Plus(0)
		m.e.AddDifference(v.start, least, v.end, v.in)
	}
	for k := range a.Modes {
		m.mode(a, k, v)
	}
	return v
}

// modes returns n literals of which exactly one holds where in does, and none where not.
func (m *model) modes(n int, in lcg.Lit) []lcg.Lit {
	switch {
	case n == 1:
		return []lcg.Lit{in}
	case n == 2 && in == lcg.True:
		l := m.bool()
		return []lcg.Lit{l, l.Not()}
	}
	one := []lcg.Lit{in.Not()}
	var list []lcg.Lit
	for range n {
		l := m.bool()
		m.e.AddClause(l.Not(), in)
		for _, k := range list {
			m.e.AddClause(l.Not(), k.Not())
		}
		list = append(list, l)
	}
	m.e.AddClause(append(one, list...)...)
	return list
}

// mode states how start and end hang together in mode k.
func (m *model) mode(a *grid.Activity, k int, v activity) {
	md := &a.Modes[k]
	when := v.mode[k]
	switch {
	case a.Kind == grid.Working && md.Cal != nil && md.Duration > 0:
		m.e.AddMonotone(v.start, func(s int) int { return md.Cal.Add(s, md.Duration) }, v.end, when)
		m.e.AddMonotone(v.end, func(e int) int { return md.Cal.Back(e, md.Duration) }, v.start, when)
		// the first and the last slot are open
		last := func(t int) int { return md.Cal.LastOpen(t + 1) }
		m.e.AddHoles(v.start, md.Cal.NextOpen, last, when)
		m.e.AddHoles(v.end.Plus(-1), md.Cal.NextOpen, last, when)
		return
	case a.Kind == grid.Decision:
		m.e.AddHoles(v.start, md.Cal.NextOpening, func(t int) int { return a.LatestStart(k, t) }, when)
	case a.Kind == grid.Contiguous && md.Cal != nil:
		m.e.AddHoles(v.start, func(t int) int { return a.Align(k, t) }, func(t int) int { return a.LatestStart(k, t+md.Duration) }, when)
	}
	d := md.Duration
	if a.Kind == grid.Decision {
		d = 0
	}
	m.e.AddDifference(v.start, d, v.end, when)
	m.e.AddDifference(v.end, -d, v.start, when)
}

// budgets states that the chosen modes stay within the totals.
func (m *model) budgets() {
	for b, total := range m.p.Budgets {
		var terms []lcg.Term
		for i := range m.p.Acts {
			terms = append(terms, m.perMode(i, func(md *grid.Mode) (sum int64) {
				for _, u := range md.Uses {
					if u.Res == b {
						sum += int64(u.Amount)
					}
				}
				return sum
			})...)
		}
		m.e.AddLinear(terms, int64(total))
	}
}

// perMode returns the amount of the mode that activity i has. What every mode
// takes is counted for the activity itself, so that it counts before the mode is chosen.
func (m *model) perMode(i int, amount func(*grid.Mode) int64) (sum []lcg.Term) {
	a, v := &m.p.Acts[i], &m.acts[i]
	if a.Fixed {
		return []lcg.Term{{C: amount(&a.Modes[a.Mode]), V: lcg.Const(1)}}
	}
	least := amount(&a.Modes[0])
	for k := range a.Modes {
		least = min(least, amount(&a.Modes[k]))
	}
	if least > 0 {
		sum = append(sum, lcg.Term{C: least, V: m.view(v.in)})
	}
	for k := range a.Modes {
		if more := amount(&a.Modes[k]) - least; more > 0 {
			sum = append(sum, lcg.Term{C: more, V: m.view(v.mode[k])})
		}
	}
	return sum
}
