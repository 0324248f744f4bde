package lcg

// notLast has each task end before the last start of a set that it cannot come
// behind: the set cannot be done before the task must start (Vilím 2004, doi:10.1007/978-3-540-24664-0_23).
func (p *disjunctive) notLast(e *Engine, d int) bool {
	p.tree.reset(len(p.look))
	next := 0
	last, second := int32(-1), int32(-1) // of the set, by latest start
	for _, i := range p.byLct {
		s, t := &p.look[i], &p.tasks[d][i]
		if s.state == absent {
			continue
		}
		for ; next < len(p.byLst) && p.look[p.byLst[next]].lst < s.lct; next++ {
			if j := p.byLst[next]; p.look[j].state == present {
				p.add(j)
				last, second = j, last
			}
		}
		j := last
		if j == i {
			j = second
		}
		if j < 0 || p.without(i, s.state == present && s.lst < s.lct) <= int64(s.lst) {
			continue
		}
		v := p.look[j].lst
		r := reason{byPropagator + p.id, i<<4 | byNotLast<<1 | int32(d), 0}
		switch {
		case s.state == present && v < s.lct:
			if !e.set(t.e.Le(int(v)), r) {
				return false
			}
		case s.state == undecided && v < max(s.ect, s.est+t.least):
			r.a |= 8
			if !e.set(t.when.Not(), r) {
				return false
			}
		}
	}
	return true
}

// explainNotLast: i starts before a set can be done, and each task of the set
// starts at v or before.
func (p *disjunctive) explainNotLast(e *Engine, d, i int, l Lit, gone bool, at int32, out []Lit) ([]Lit, bool) {
	t := &p.tasks[d][i]
	v, lst := t.e.upper(l), e.maxAt(t.s, at)
	if gone {
		if est, ect := e.minAt(t.s, at), e.minAt(t.e, at); ect >= est+t.least {
			v = ect - 1
			out = append(out, t.e.Ge(int(ect)))
		} else {
			v = est + t.least - 1
			out = append(out, t.s.Ge(int(est)))
		}
	} else {
		out = append(out, t.when)
	}
	set := p.members(e, d, at, i, func(m *member) bool { return m.lst <= v })
	sum := int64(0)
	for k := range set {
		a := int64(set[k].est)
		if sum += int64(set[k].length); a+sum <= int64(lst) {
			continue
		}
		a -= p.spare(e, d, set[:k+1], 1, a+sum-int64(lst)-1)
		out = append(out, t.s.Le(int(lst)))
		for _, m := range set[:k+1] {
			if j := &p.tasks[d][m.task]; !m.out {
				out = append(out, j.s.Ge(int(a)), j.s.Le(int(v)), j.when)
			}
		}
		return out, true
	}
	return out, false
}
