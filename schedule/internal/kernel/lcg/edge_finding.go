package lcg

// edgeFinding moves each task behind a set that would not be done in time if the
// task were not last (Vilím, Barták & Čepek 2005, doi:10.1007/s10601-005-2814-0).
func (p *disjunctive) edgeFinding(e *Engine, d int) bool {
	p.tree.reset(len(p.look))
	for i := range p.look {
		switch s := &p.look[i]; s.state {
		case present:
			p.add(int32(i))
		case undecided:
			p.tree.gray(p.place[i], s.est, s.length)
		}
	}
	for n := len(p.byLct) - 1; n >= 0; n-- {
		q := p.byLct[n]
		s := &p.look[q]
		if s.state != present {
			continue
		}
		for root := p.tree.root(); root.grayEct > int64(s.lct) && root.byEct >= 0; {
			i := p.byEst[root.byEct]
			if !p.later(e, d, i, byEdge, root.ect, s.lct) {
				return false
			}
			p.tree.drop(p.place[i])
		}
		p.tree.gray(p.place[q], s.est, s.length)
	}
	p.charge(e, len(p.look)*4)
	return true
}

// explainEdge: a set and i do not fit between the earliest start of them all and
// the set's latest end b, so i is last; and a part of the set is not done before v.
func (p *disjunctive) explainEdge(e *Engine, d, i int, l Lit, gone bool, b, at int32, out []Lit) ([]Lit, bool) {
	t := &p.tasks[d][i]
	v, out := p.goal(e, d, i, l, gone, at, out)
	est := e.minAt(t.s, at)
	set := p.members(e, d, at, i, func(m *member) bool { return m.lct <= b })
	sum, part := int64(0), -1
	for k := range set {
		sum += int64(set[k].length)
		if part < 0 && int64(set[k].est)+sum >= int64(v) {
			part = k
		}
		a := int64(min(set[k].est, est))
		over := a + sum + int64(t.least) - int64(b) - 1
		if part < 0 || over < 0 {
			continue
		}
		a -= p.spare(e, d, set[part+1:k+1], 0, over)
		from := int64(v) // what the part must start at
		for _, m := range set[:part+1] {
			from -= int64(m.length)
		}
		out = append(out, t.s.Ge(int(a)))
		for n, m := range set[:k+1] {
			j := &p.tasks[d][m.task]
			if m.out {
				continue
			}
			start := a
			if n <= part {
				start = max(a, from)
			}
			out = append(out, j.s.Ge(int(start)), j.e.Le(int(b)), j.when)
		}
		return out, true
	}
	return out, false
}
