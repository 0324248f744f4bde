package lcg

// event is one tightening of a signed variable's upper bound.
type event struct {
	s, new, old int32
	prev        int32 // the event before on s, or -1
	level       int32
	reason
}

// reason is why an event happened, in a form from which the literals are found
// when, and only when, they are asked for.
type reason struct{ kind, a, b int32 }

// The kinds of reasons. From byPropagator on, kind − byPropagator is the propagator.
const (
	byDecision   int32 = iota
	byClause           // a: the clause
	byDifference       // s ≤ a + b
	byCondition        // a: the conditional difference
	byBreach           // a: the conditional difference that would be broken, b: between which values
	byList             // why[a : a+b]
	byPropagator
)

// set makes l true. It reports false, with the conflict in confl, where l is false already.
func (e *Engine) set(l Lit, r reason) bool {
	old := e.ub[l.S]
	if old <= l.B {
		return true
	}
	if -e.ub[l.S^1] > l.B {
		e.confl = e.explain(l, r, int32(len(e.trail)), e.confl[:0])
		e.confl = append(e.confl, l.Not())
		return false
	}
	if e.audit != nil {
		e.explain(l, r, int32(len(e.trail)), nil)
	}
	e.trail = append(e.trail, event{l.S, l.B, old, e.last[l.S], int32(len(e.lim)), r})
	e.last[l.S] = int32(len(e.trail) - 1)
	e.ub[l.S] = l.B
	return true
}

// undo takes the last event back.
func (e *Engine) undo() {
	ev := &e.trail[len(e.trail)-1]
	e.ub[ev.s] = ev.old
	e.last[ev.s] = ev.prev
	if ev.kind == byList {
		e.why = e.why[:ev.a]
	}
	e.trail = e.trail[:len(e.trail)-1]
}

// decide opens a level with the decision l.
func (e *Engine) decide(l Lit) {
	e.lim = append(e.lim, int32(len(e.trail)))
	e.set(l, reason{})
}

// cancel takes back all levels above level.
func (e *Engine) cancel(level int) {
	if len(e.lim) <= level {
		return
	}
	for n := int(e.lim[level]); len(e.trail) > n; {
		e.undo()
	}
	e.lim = e.lim[:level]
	e.qhead = len(e.trail)
	e.order.back(level)
	e.queue.clear()
}

// implying returns the event that made the true literal l true, or -1 where it
// was true from the beginning.
func (e *Engine) implying(l Lit) int32 {
	i := e.last[l.S]
	for i >= 0 && e.trail[i].old <= l.B {
		i = e.trail[i].prev
	}
	return i
}

// ubAt is the upper bound that s had just before event at.
func (e *Engine) ubAt(s, at int32) int32 {
	i, v := e.last[s], e.ub[s]
	for i >= at {
		v = e.trail[i].old
		i = e.trail[i].prev
	}
	return v
}

func (e *Engine) minAt(v View, at int32) int32 { return v.o - e.ubAt(v.s^1, at) }
func (e *Engine) maxAt(v View, at int32) int32 { return e.ubAt(v.s, at) + v.o }
func (e *Engine) heldAt(l Lit, at int32) bool  { return e.ubAt(l.S, at) <= l.B }

// explain appends literals that were true before event at and that together
// imply l, which r made true (or stronger).
func (e *Engine) explain(l Lit, r reason, at int32, out []Lit) []Lit {
	n := len(out)
	out = e.reasons(l, r, at, out)
	if e.audit != nil && r.kind != byDecision {
		e.audit(out[n:], l)
	}
	return out
}

func (e *Engine) reasons(l Lit, r reason, at int32, out []Lit) []Lit {
	switch r.kind {
	case byDecision:
		return out // at level 0: it has no need of a reason
	case byClause:
		return e.explainClause(l, r.a, out)
	case byDifference:
		return append(out, Lit{r.a, l.B - r.b})
	case byCondition:
		c := &e.edges[r.a]
		return append(out, Lit{c.from, l.B - c.w}, c.when)
	case byBreach:
		c := &e.edges[r.a]
		return append(out, Lit{c.from, r.b}, Lit{c.to, r.b + c.w}.Not())
	case byList:
		return append(out, e.why[r.a:r.a+r.b]...)
	}
	return e.queue.props[r.kind-byPropagator].explain(e, l, r.a, r.b, at, out)
}

// setList makes l true for the reasons given.
func (e *Engine) setList(l Lit, list []Lit) bool {
	if e.Holds(l) {
		return true
	}
	if e.Fails(l) {
		e.confl = append(append(e.confl[:0], list...), l.Not())
		return false
	}
	at := len(e.why)
	e.why = append(e.why, list...)
	return e.set(l, reason{byList, int32(at), int32(len(list))})
}

// conflict records true literals that contradict each other.
func (e *Engine) conflict(list ...Lit) bool {
	e.confl = append(e.confl[:0], list...)
	return false
}
