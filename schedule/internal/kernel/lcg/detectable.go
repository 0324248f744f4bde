package lcg

// detectable moves each task behind those that cannot run behind it: where j
// starts before i can end, j comes first (detectable precedences: Vilím 2004, doi:10.1007/978-3-540-24664-0_23).
func (p *disjunctive) detectable(e *Engine, d int) bool {
	p.tree.reset(len(p.look))
	next := 0
	for _, i := range p.byEct {
		s := &p.look[i]
		if s.state == absent {
			continue
		}
		for ; next < len(p.byLst) && p.look[p.byLst[next]].lst < s.ect; next++ {
			if j := p.byLst[next]; p.look[j].state == present {
				p.add(j)
			}
		}
		v := p.without(i, s.state == present && s.lst < s.ect)
		if !p.later(e, d, i, byPrecedence, v, 0) {
			return false
		}
	}
	return true
}

// explainPrecedence: i ends behind an instant at which, or before, each task of a
// set starts; the set's earliest start and its lengths reach to where i may start.
func (p *disjunctive) explainPrecedence(e *Engine, d, i int, l Lit, gone bool, at int32, out []Lit) ([]Lit, bool) {
	t := &p.tasks[d][i]
	v, out := p.goal(e, d, i, l, gone, at, out)
	end := e.minAt(t.e, at)
	set := p.members(e, d, at, i, func(m *member) bool { return m.lst < end })
	sum := int64(0)
	for k := range set {
		if sum += int64(set[k].length); int64(set[k].est)+sum < int64(v) {
			continue
		}
		a := int64(set[k].est)
		a -= p.spare(e, d, set[:k+1], 1, a+sum-int64(v))
		x := set[0].lst
		for _, m := range set[:k+1] {
			if !m.out {
				x = max(x, m.lst)
			}
		}
		if e.implying(t.e.Ge(int(end))) == e.implying(t.e.Ge(int(x)+1)) {
			x = end - 1
		}
		out = append(out, t.e.Ge(int(x)+1))
		for _, m := range set[:k+1] {
			if j := &p.tasks[d][m.task]; !m.out {
				out = append(out, j.s.Ge(int(a)), j.s.Le(int(x)), j.when)
			}
		}
		return out, true
	}
	return out, false
}
