package lcg

import "sort"

// monotone states b ≥ f(a) where when holds, for a function that never falls:
// how long work takes through a calendar, lags in working time, the occurrence that a start lies in.
type monotone struct {
	id   int32
	a, b View
	f    func(int) int
	when Lit
	from int // a was never below it
	// what f was asked last, for the lower and the upper bound of a
	x, y [2]int
}

// value is f(x), remembered in slot k.
func (p *monotone) value(k, x int) int {
	if p.x[k] != x {
		p.x[k], p.y[k] = x, p.f(x)
	}
	return p.y[k]
}

// What a reason of a monotone propagator says; b is the bound it came from.
const (
	raised int32 = iota // b ≥ f(a's lower bound)
	sunk                // a is so small that f(a) ≤ b's upper bound
	broken              // f(a's lower bound) lies beyond b's upper bound: not when
)

// AddMonotone states b ≥ f(a) where when holds. f must never fall and be quick.
func (e *Engine) AddMonotone(a View, f func(int) int, b View, when Lit) bool {
	p := &monotone{a: a, b: b, f: f, when: when, from: int(e.min(a))}
	p.x = [2]int{none, none}
	p.id = e.add(p, 0)
	e.subscribe(p.id, a.s^1)
	e.subscribe(p.id, b.s)
	e.subscribe(p.id, when.S)
	return !e.dead
}

func (p *monotone) propagate(e *Engine) bool {
	e.stats.Work++
	if e.Fails(p.when) {
		return true
	}
	lo, hi := e.min(p.a), e.max(p.b)
	least := p.value(0, int(lo))
	if !e.Holds(p.when) {
		if least > int(hi) {
			return e.set(p.when.Not(), reason{byPropagator + p.id, broken, lo})
		}
		return true
	}
	if least > int(e.min(p.b)) && !e.set(p.b.Ge(least), reason{byPropagator + p.id, raised, lo}) {
		return false
	}
	top := int(e.max(p.a))
	if p.value(1, top) <= int(hi) {
		return true
	}
	n := sort.Search(top-int(lo), func(i int) bool { return p.f(int(lo)+i) > int(hi) }) // f(lo) ≤ hi by now
	return e.set(p.a.Le(int(lo)+n-1), reason{byPropagator + p.id, sunk, hi})
}

func (p *monotone) explain(e *Engine, l Lit, a, b, _ int32, out []Lit) []Lit {
	switch a {
	case raised:
		v := int(p.b.lower(l))
		u := p.from + sort.Search(int(b)-p.from, func(i int) bool { return p.f(p.from+i) >= v })
		return append(out, p.a.Ge(u), p.when)
	case sunk:
		w := int(p.a.upper(l))
		return append(out, p.b.Le(p.f(w+1)-1), p.when)
	}
	return append(out, p.a.Ge(int(b)), p.b.Le(p.f(int(b))-1))
}
