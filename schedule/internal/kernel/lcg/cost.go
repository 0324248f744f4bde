package lcg

// cost states q ≥ f(x), where when holds, as soon as x is fixed: for costs that
// rise and fall with x, of which no bound is known before.
type cost struct {
	id   int32
	x, q View
	f    func(int) int
	when Lit
}

// AddCost states q ≥ f(x) where when holds.
func (e *Engine) AddCost(x View, f func(int) int, q View, when Lit) bool {
	p := &cost{x: x, q: q, f: f, when: when}
	p.id = e.add(p, 1)
	for _, s := range [...]int32{x.s, x.s ^ 1, q.s, when.S} {
		e.subscribe(p.id, s)
	}
	return !e.dead
}

func (p *cost) propagate(e *Engine) bool {
	e.stats.Work++
	x := e.min(p.x)
	if x != e.max(p.x) || e.Fails(p.when) {
		return true
	}
	v := p.f(int(x))
	switch {
	case e.Holds(p.when):
		return e.set(p.q.Ge(v), reason{byPropagator + p.id, raised, x})
	case v > int(e.max(p.q)):
		return e.set(p.when.Not(), reason{byPropagator + p.id, broken, x})
	}
	return true
}

func (p *cost) explain(_ *Engine, _ Lit, a, b, _ int32, out []Lit) []Lit {
	x := int(b)
	out = append(out, p.x.Ge(x), p.x.Le(x))
	if a == broken {
		return append(out, p.q.Le(p.f(x)-1))
	}
	return append(out, p.when)
}
