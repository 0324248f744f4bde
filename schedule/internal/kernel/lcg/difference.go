package lcg

// differences are the constraints "a + w ≤ b", always or when a literal holds.
// Each is two directed edges, one for either bound: s ≤ from + w.
type differences struct {
	out    [][]edge    // per signed variable: what its upper bound limits
	cond   [][]int32   // per signed variable: conditional edges from it
	condOn [][]trigger // per signed variable: conditional edges that its literals switch on
	edges  []condition
}

type edge struct{ to, w int32 }

type condition struct {
	from, to, w int32
	when        Lit
}

type trigger struct{ b, edge int32 }

// AddDifference states a + w ≤ b when the literal when holds.
// It may be called at level 0 only, and reports false on a contradiction.
func (e *Engine) AddDifference(a View, w int, b View, when Lit) bool {
	d := int32(w) + a.o - b.o // val(a.s) + d ≤ val(b.s)
	if e.Fails(when) {
		return !e.dead
	}
	if a.s == b.s {
		if d > 0 {
			return e.AddClause(when.Not())
		}
		return !e.dead
	}
	if e.Holds(when) {
		e.out[b.s] = append(e.out[b.s], edge{a.s, -d})
		e.out[a.s^1] = append(e.out[a.s^1], edge{b.s ^ 1, -d})
		ok := e.set(Lit{a.s, e.ub[b.s] - d}, reason{}) && e.set(Lit{b.s ^ 1, e.ub[a.s^1] - d}, reason{})
		e.dead = e.dead || !ok
		return !e.dead
	}
	ok := true
	for _, c := range [...]condition{{b.s, a.s, -d, when}, {a.s ^ 1, b.s ^ 1, -d, when}} {
		id := int32(len(e.edges))
		e.edges = append(e.edges, c)
		e.cond[c.from] = append(e.cond[c.from], id)
		e.condOn[when.S] = append(e.condOn[when.S], trigger{when.B, id})
		ok = ok && e.follow(id)
	}
	e.dead = e.dead || !ok
	return !e.dead
}

// relax propagates along the edges from s, whose bound has become b.
func (e *Engine) relax(s, b int32) bool {
	e.stats.Work += int64(len(e.out[s]) + len(e.cond[s]))
	for _, d := range e.out[s] {
		if v := b + d.w; v < e.ub[d.to] && !e.set(Lit{d.to, v}, reason{byDifference, s, d.w}) {
			return false
		}
	}
	for _, id := range e.cond[s] {
		if !e.follow(id) {
			return false
		}
	}
	return true
}

// follow propagates along conditional edge id.
func (e *Engine) follow(id int32) bool {
	c := &e.edges[id]
	v := e.ub[c.from] + c.w
	if v >= e.ub[c.to] {
		return true
	}
	if e.Holds(c.when) {
		return e.set(Lit{c.to, v}, reason{byCondition, id, 0})
	}
	if least := -e.ub[c.to^1]; least > v && !e.Fails(c.when) {
		return e.set(c.when.Not(), reason{byBreach, id, least - c.w - 1})
	}
	return true
}

// switchOn propagates the edges that the literals on s in [new, old) switch on.
func (e *Engine) switchOn(s, old, new int32) bool {
	for _, t := range e.condOn[s] {
		if new <= t.b && t.b < old && !e.follow(t.edge) {
			return false
		}
	}
	return true
}
