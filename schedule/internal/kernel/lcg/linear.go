package lcg

// linear is the constraint Σ cᵢ·vᵢ ≤ limit, cᵢ > 0.
type linear struct {
	id    int32
	c     []int64
	v     []View
	base  []int32 // what the terms were never below
	limit int64
}

// Term is a part of a sum.
type Term struct {
	C int64
	V View
}

// AddLinear states that the terms add up to limit at most.
func (e *Engine) AddLinear(terms []Term, limit int64) bool {
	p := &linear{limit: limit}
	for _, t := range terms {
		switch {
		case t.C < 0:
			t = Term{-t.C, t.V.Neg()}
		case t.C == 0:
			continue
		}
		p.c, p.v, p.base = append(p.c, t.C), append(p.v, t.V), append(p.base, e.min(t.V))
	}
	p.id = e.add(p, 2)
	for _, v := range p.v {
		e.subscribe(p.id, v.s^1)
	}
	return !e.dead
}

func (p *linear) propagate(e *Engine) bool {
	e.stats.Work += int64(len(p.v))
	spare := p.limit
	for i, v := range p.v {
		spare -= p.c[i] * int64(e.min(v))
	}
	if spare < 0 {
		e.confl = p.because(e, int32(len(e.trail)), -1, -spare-1, e.confl[:0])
		return false
	}
	for i, v := range p.v {
		lo := int64(e.min(v))
		if most := lo + spare/p.c[i]; most < int64(e.max(v)) && !e.set(v.Le(int(most)), reason{byPropagator + p.id, int32(i), 0}) {
			return false
		}
	}
	return true
}

// because appends why the terms other than skip were that large just before
// event at, when that is more than needed by the amount extra.
func (p *linear) because(e *Engine, at int32, skip int, extra int64, out []Lit) []Lit {
	for j, v := range p.v {
		if j == skip {
			continue
		}
		lo := e.minAt(v, at)
		if lo == p.base[j] {
			continue
		}
		less := min(extra/p.c[j], int64(lo-p.base[j]))
		extra -= less * p.c[j]
		if lo -= int32(less); lo > p.base[j] {
			out = append(out, v.Ge(int(lo)))
		}
	}
	return out
}

func (p *linear) explain(e *Engine, l Lit, a, _, at int32, out []Lit) []Lit {
	i := int(a)
	extra := p.c[i]*int64(p.v[i].upper(l)+1) - p.limit - 1
	for j, v := range p.v {
		if j != i {
			extra += p.c[j] * int64(e.minAt(v, at))
		}
	}
	return p.because(e, at, i, extra, out)
}
