package lcg

// holes keeps x, where when holds, out of the gaps between the values it may
// have: starts that a calendar does not admit.
type holes struct {
	id         int32
	x          View
	next, prev func(int) int
	when       Lit
}

// AddHoles states that x is a value that next and prev know, where when holds:
// next returns the least such value at or after its argument, prev the greatest at or before.
func (e *Engine) AddHoles(x View, next, prev func(int) int, when Lit) bool {
	p := &holes{x: x, next: next, prev: prev, when: when}
	p.id = e.add(p, 0)
	e.subscribe(p.id, x.s)
	e.subscribe(p.id, x.s^1)
	e.subscribe(p.id, when.S)
	return !e.dead
}

func (p *holes) propagate(e *Engine) bool {
	e.stats.Work++
	if e.Fails(p.when) {
		return true
	}
	lo, hi := e.min(p.x), e.max(p.x)
	up := p.next(int(lo))
	if !e.Holds(p.when) {
		if up > int(hi) {
			return e.set(p.when.Not(), reason{byPropagator + p.id, broken, lo})
		}
		return true
	}
	if up > int(lo) && !e.set(p.x.Ge(up), reason{byPropagator + p.id, raised, 0}) {
		return false
	}
	down := p.prev(int(hi))
	return down == int(hi) || e.set(p.x.Le(down), reason{byPropagator + p.id, sunk, 0})
}

func (p *holes) explain(e *Engine, l Lit, a, b, _ int32, out []Lit) []Lit {
	switch a {
	case raised:
		v := int(p.x.lower(l))
		return append(out, p.x.Ge(p.prev(v-1)+1), p.when)
	case sunk:
		v := int(p.x.upper(l))
		return append(out, p.x.Le(p.next(v+1)-1), p.when)
	}
	return append(out, p.x.Ge(p.prev(int(b))+1), p.x.Le(p.next(int(b))-1))
}
