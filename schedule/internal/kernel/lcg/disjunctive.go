package lcg

import (
	"math/bits"
	"slices"
)

// disjunctive is the constraint that tasks exclude each other. Its rules see
// sets of tasks, where time-tables and orders of pairs see one or two: overload, detectable precedences,
// not-last and edge-finding, each in both directions of time (not-last becomes not-first), all on the
// Θ-tree (Vilím 2004, doi:10.1007/978-3-540-24664-0_23), with tasks that may be absent moved, or made
// absent, and moving nobody. A reason is found again when it is asked for (Vilím 2005,
// doi:10.1007/11493853_29): a set that is enough, left without what is not needed and with the rest of its bounds loosened.
type disjunctive struct {
	id    int32
	tasks [2][]ctask
	effort
	shares
	tree thetaTree
	look []span
	// tasks by a bound; those that may be absent, too
	byEst, byLst, byEct, byLct []int32
	place                      []int32 // of each task by earliest start
	key                        [4][]int32
	set                        []member
	list                       []Lit
}

// AddDisjunctive draws conclusions from no two of the tasks running at once, which a
// capacity must state as well: these rules look only where it pays. What the tasks need does not matter.
func (e *Engine) AddDisjunctive(tasks []Task) bool {
	p := &disjunctive{}
	for _, t := range tasks {
		t.Need = 1
		if ahead, back := t.both(); ahead.least > 0 && !e.Fails(t.When) {
			p.tasks[0], p.tasks[1] = append(p.tasks[0], ahead), append(p.tasks[1], back)
		}
	}
	n := len(p.tasks[0])
	if n < 3 { // of two, an order says all

		return !e.dead
	}
	p.look, p.place = make([]span, n), make([]int32, n)
	for i := range n {
		for k, list := range p.orders() {
			*list = append(*list, int32(i))
			p.key[k] = append(p.key[k], 0)
		}
	}
	p.id = e.add(p, 2)
	e.rationed++
	e.subscribeTasks(p.id, p.tasks[0])
	return !e.dead
}

func (p *disjunctive) orders() [4]*[]int32 {
	return [...]*[]int32{&p.byEst, &p.byLst, &p.byEct, &p.byLct}
}

// The rules, as reasons name them.
const (
	byPrecedence int32 = iota
	byNotLast
	byEdge
)

func (p *disjunctive) propagate(e *Engine) bool {
	if !p.due(e) {
		return true
	}
	for d := range p.tasks {
		p.load(e, d)
		ok := d == 1 || e.off&overloadRule != 0 || p.overload(e)
		ok = ok && (e.off&precedenceRule != 0 || p.detectable(e, d))
		ok = ok && (e.off&notLastRule != 0 || p.notLast(e, d))
		ok = ok && (e.off&edgeRule != 0 || p.edgeFinding(e, d))
		if !ok {
			p.hit(e)
			return false
		}
	}
	return true
}

// load notes the bounds of all tasks, and sorts them.
func (p *disjunctive) load(e *Engine, d int) {
	for i := range p.tasks[d] {
		p.look[i] = e.span(&p.tasks[d][i])
	}
	look := p.look
	for i := range p.look {
		s := &p.look[i]
		p.key[0][i], p.key[1][i], p.key[2][i], p.key[3][i] = s.est, s.lst, s.ect, s.lct
	}
	for k, list := range p.orders() {
		insertionSort(*list, p.key[k])
	}
	for k, i := range p.byEst {
		p.place[i] = int32(k)
	}
	p.charge(e, len(look)*bits.Len(uint(len(look))))
}

func (p *disjunctive) add(i int32) { p.tree.add(p.place[i], p.look[i].est, p.look[i].length) }

// without is the earliest end of the tasks in the tree but for i.
func (p *disjunctive) without(i int32, in bool) int64 {
	if !in {
		return p.tree.root().ect
	}
	p.tree.drop(p.place[i])
	v := p.tree.root().ect
	p.add(i)
	return v
}

// later has task i start at v or later, by a rule that knows the window's end b.
func (p *disjunctive) later(e *Engine, d int, i int32, rule int32, v int64, b int32) bool {
	s, t := &p.look[i], &p.tasks[d][i]
	r := reason{byPropagator + p.id, i<<4 | rule<<1 | int32(d), b}
	switch {
	case s.state == present && v > int64(s.est):
		return e.set(t.s.Ge(int(v)), r)
	case s.state == undecided && v > int64(min(s.lst, s.lct-t.least)):
		r.a |= 8
		return e.set(t.when.Not(), r)
	}
	return true
}

// overload fails where tasks take more than there is between the earliest start
// and the latest end of them all.
func (p *disjunctive) overload(e *Engine) bool {
	p.tree.reset(len(p.look))
	for _, i := range p.byLct {
		b := p.look[i].lct
		if p.look[i].state != present {
			continue
		}
		if p.add(i); p.tree.root().ect <= int64(b) {
			continue
		}
		sum := int64(0)
		for k := len(p.byEst) - 1; k >= 0; k-- {
			s := &p.look[p.byEst[k]]
			if s.state != present || s.lct > b {
				continue
			}
			if sum += int64(s.length); int64(s.est)+sum > int64(b) {
				if list, ok := p.full(e, p.tasks[0], s.est, b, int32(len(e.trail)), -1, int64(b-s.est), p.list[:0]); ok {
					p.list = list
					return e.conflict(list...)
				}
			}
		}
		panic("lcg: internal: a set is not too long")
	}
	return true
}

// member is a task of a set that is a reason, as it was just before an event.
type member struct {
	task               int32
	est, lst, ect, lct int32
	length             int32
	since              int32 // the event that put it there
	out                bool  // not needed
}

// members collects the tasks other than skip that were present just before
// event at and that which admits, the latest earliest start first.
func (p *disjunctive) members(e *Engine, d int, at int32, skip int, which func(m *member) bool) []member {
	p.set = p.set[:0]
	for j := range p.tasks[d] {
		t := &p.tasks[d][j]
		if j == skip || !e.heldAt(t.when, at) {
			continue
		}
		m := member{int32(j), e.minAt(t.s, at), e.maxAt(t.s, at), e.minAt(t.e, at), e.maxAt(t.e, at), t.least, 0, false}
		if which(&m) {
			p.set = append(p.set, m)
		}
	}
	slices.SortStableFunc(p.set, func(a, b member) int { return int(b.est) - int(a.est) })
	return p.set
}

// spare leaves out members that are no longer than spare, the last to come
// first, but for so many as must stay, and returns what is left of it.
func (p *disjunctive) spare(e *Engine, d int, set []member, stay int, spare int64) int64 {
	if spare == 0 {
		return 0
	}
	left := len(set) - stay
	order := make([]int, len(set))
	for k := range set {
		m, t := &set[k], &p.tasks[d][set[k].task]
		order[k] = k
		m.since = max(e.implying(t.s.Ge(int(m.est))), e.implying(t.when))
	}
	slices.SortStableFunc(order, func(a, b int) int { return int(set[b].since) - int(set[a].since) })
	for _, k := range order {
		if m := &set[k]; m.since >= 0 && int64(m.length) <= spare && left > 0 {
			m.out = true
			left--
			spare -= int64(m.length)
		}
	}
	return spare
}

// goal is what is to be explained of task i: that it starts at v or later. Where it is
// absent, v is the least start that it cannot have, and the literal that says so is appended.
func (p *disjunctive) goal(e *Engine, d, i int, l Lit, gone bool, at int32, out []Lit) (int32, []Lit) {
	t := &p.tasks[d][i]
	if !gone {
		return t.s.lower(l), append(out, t.when)
	}
	lst, lct := e.maxAt(t.s, at), e.maxAt(t.e, at)
	if lst <= lct-t.least {
		return lst + 1, append(out, t.s.Le(int(lst)))
	}
	return lct - t.least + 1, append(out, t.e.Le(int(lct)))
}

func (p *disjunctive) explain(e *Engine, l Lit, a, b, at int32, out []Lit) []Lit {
	i, d, gone := int(a>>4), int(a&1), a&8 != 0
	ok := false
	switch a >> 1 & 3 {
	case byPrecedence:
		out, ok = p.explainPrecedence(e, d, i, l, gone, at, out)
	case byNotLast:
		out, ok = p.explainNotLast(e, d, i, l, gone, at, out)
	case byEdge:
		out, ok = p.explainEdge(e, d, i, l, gone, b, at, out)
	}
	if !ok {
		panic("lcg: internal: a reason is gone")
	}
	return out
}
