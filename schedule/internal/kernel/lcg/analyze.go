package lcg

import "math"

// analysis is the state of conflict analysis.
type analysis struct {
	need   []int32 // per event: the weakest bound asked of it that is enough, or none
	lower  []int32 // events below the conflict's level that are asked for
	learnt []Lit   // the learnt clause
	buf    []Lit
	state  []int32 // per event, while minimising: the bound proved redundant, poison, or none
	marked []int32 // events with a state
	levels []int32 // per level: a stamp
	stamp  int32
	byS    []int32 // per signed variable: its last event in the clause, + 1
	stack  []Lit
	kept   []int32
}

const (
	none   = math.MaxInt32
	poison = math.MinInt32
)

// analyze finds the first unique implication point of the conflict in confl
// (Marques-Silva & Sakallah 1999, doi:10.1109/12.769433), takes back the levels that
// the learnt clause makes void, and asserts it. It reports false when the conflict needs no decision.
//
// A literal asked of an event may be weaker than the event: it is the weaker
// one that is explained and learnt (lifting).
func (e *Engine) analyze() bool {
	a := &e.learn
	if e.audit != nil {
		e.audit(e.confl, False)
	}
	top := int32(0)
	for _, l := range e.confl {
		if i := e.implying(l); i >= 0 {
			top = max(top, e.trail[i].level)
		}
	}
	if top == 0 {
		e.dead = true
		return false
	}
	e.cancel(int(top))
	for len(a.need) < len(e.trail) {
		a.need = append(a.need, none)
		a.state = append(a.state, none)
	}
	a.lower = a.lower[:0]
	count := e.ask(e.confl, top)
	var uip Lit
	for {
		i := int32(len(e.trail) - 1)
		ev := e.trail[i]
		b := a.need[i]
		if b == none {
			e.undo()
			continue
		}
		l := Lit{ev.s, b}
		a.need[i] = none
		e.order.bump(l)
		if count == 1 {
			uip = l
			break
		}
		// the bounds now, with the event taken back, are those that it was concluded from
		if ev.kind == byList {
			a.buf = append(a.buf[:0], e.why[ev.a:ev.a+ev.b]...)
			e.undo()
		} else {
			e.undo()
			a.buf = e.explain(l, ev.reason, i, a.buf[:0])
			if ev.kind == byClause && e.db[ev.a+2] < 1<<20 {
				e.db[ev.a+2]++
			}
		}
		count += e.ask(a.buf, top) - 1
	}
	a.learnt = append(a.learnt[:0], uip.Not())
	e.minimize()
	if e.audit != nil {
		e.auditLearnt()
	}
	bt, at := int32(0), 0
	a.stamp++
	lbd := int32(1)
	for len(a.levels) <= int(top) {
		a.levels = append(a.levels, 0)
	}
	for i, l := range a.learnt[1:] {
		lv := e.trail[e.implying(l.Not())].level
		if lv > bt {
			bt, at = lv, i+1
		}
		if a.levels[lv] != a.stamp {
			a.levels[lv] = a.stamp
			lbd++
		}
		e.order.bump(l)
	}
	e.order.decay()
	e.cancel(int(bt))
	e.stats.Conflicts++
	e.restart.learned()
	if at > 1 {
		a.learnt[1], a.learnt[at] = a.learnt[at], a.learnt[1]
	}
	switch len(a.learnt) {
	case 1:
		e.set(a.learnt[0], reason{})
	default:
		ref := e.store(a.learnt, lbd, learnt)
		e.set(a.learnt[0], reason{byClause, ref, 0})
	}
	return true
}

func (e *Engine) auditLearnt() {
	var list []Lit
	for _, l := range e.learn.learnt {
		list = append(list, l.Not())
	}
	e.audit(list, False)
}

// ask notes the literals as needed, and returns how many events at level top are newly asked for.
func (e *Engine) ask(list []Lit, top int32) int {
	a := &e.learn
	n := 0
	for _, l := range list {
		i := e.implying(l)
		if i < 0 {
			continue
		}
		lv := e.trail[i].level
		if lv == 0 {
			continue
		}
		if a.need[i] == none {
			if lv == top {
				n++
			} else {
				a.lower = append(a.lower, i)
			}
			a.need[i] = l.B
		} else if l.B < a.need[i] {
			a.need[i] = l.B
		}
	}
	return n
}

// minimize puts into the learnt clause the negations of what was asked of
// lower levels, but for what the rest of the clause implies (Sörensson & Biere 2009, doi:10.1007/978-3-642-02777-2_23).
func (e *Engine) minimize() {
	a := &e.learn
	a.stamp++
	if len(a.levels) <= len(e.lim) {
		a.levels = append(a.levels, make([]int32, len(e.lim)+1-len(a.levels))...)
	}
	if len(a.byS) < len(e.ub) {
		a.byS = make([]int32, len(e.ub))
	}
	for _, i := range a.lower {
		a.levels[e.trail[i].level] = a.stamp
	}
	uip := a.learnt[0].Not()
	kept := a.kept[:0]
	for _, i := range a.lower {
		ev := &e.trail[i]
		if ev.s == uip.S || ev.kind != byDecision && e.redundant(i, Lit{ev.s, a.need[i]}, 0) {
			continue
		}
		kept = append(kept, i)
		if k := a.byS[ev.s]; k < i+1 {
			a.byS[ev.s] = i + 1
		}
	}
	// of two bounds on one signed variable the later event's implies the other
	for _, i := range kept {
		if ev := &e.trail[i]; a.byS[ev.s] == i+1 {
			a.learnt = append(a.learnt, Lit{ev.s, a.need[i]}.Not())
		}
	}
	for _, i := range a.lower {
		a.byS[e.trail[i].s] = 0
		a.need[i] = none
	}
	a.kept = kept
	for _, i := range a.marked {
		a.state[i] = none
	}
	a.marked = a.marked[:0]
}

// deepest is how far minimisation follows reasons.
const deepest = 30

// redundant reports whether l, which event i made true, follows from the other
// literals of the learnt clause.
func (e *Engine) redundant(i int32, l Lit, depth int) bool {
	a := &e.learn
	ev := e.trail[i]
	if ev.kind == byDecision || depth > deepest || a.levels[ev.level] != a.stamp {
		return false
	}
	if st := a.state[i]; st == poison {
		return false
	} else if st != none && st <= l.B {
		return true
	}
	from := len(a.stack)
	a.stack = e.explain(l, ev.reason, i, a.stack)
	ok := true
	for k := from; k < len(a.stack) && ok; k++ {
		m := a.stack[k]
		j := e.implying(m)
		if j < 0 || e.trail[j].level == 0 {
			continue
		}
		if b := a.need[j]; b != none && b <= m.B {
			continue
		}
		ok = e.redundant(j, m, depth+1)
	}
	a.stack = a.stack[:from]
	if a.state[i] == none {
		a.marked = append(a.marked, i)
	}
	if ok {
		a.state[i] = l.B
	} else {
		a.state[i] = poison
	}
	return ok
}
