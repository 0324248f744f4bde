package kernel

import (
	"github.com/berthplan/berth/schedule/internal/grid"
	"github.com/berthplan/berth/schedule/internal/kernel/lcg"
)

// goal is a level of the objective: a variable that is at least its value.
type goal struct{ z lcg.View }

// largest is the greatest value of a level that the engine can tell from others.
const largest = 1<<30 - 1

// objective makes a variable of each level.
func (m *model) objective() {
	known := map[grid.Term][]lcg.Term{}
	for _, level := range m.p.Levels {
		var terms []lcg.Term
		for _, t := range level.Terms {
			if _, ok := known[t]; !ok {
				known[t] = m.term(t)
			}
			terms = append(terms, known[t]...)
		}
		if len(terms) == 1 && terms[0].C == 1 && level.Free == 0 {
			m.goal = append(m.goal, goal{terms[0].V})
			continue
		}
		lo, hi := int64(0), int64(0)
		for _, t := range terms {
			lo += t.C * int64(m.e.Min(t.V))
			hi += t.C * int64(m.e.Max(t.V))
		}
		lo, hi = max(0, lo-level.Free), max(0, hi-level.Free)
		if hi > largest {
			hi, m.open = largest, true
		}
		z := m.e.NewVar(int(min(lo, largest)), int(hi)).Plus(0)
		m.e.AddLinear(append(terms, lcg.Term{C: -1, V: z}), level.Free)
		m.goal = append(m.goal, goal{z})
	}
}

// term returns what one term of the objective sums up.
func (m *model) term(t grid.Term) (sum []lcg.Term) {
	p := m.p
	switch t {
	case grid.LeftOut:
		for k := range p.Pkgs {
			if m.in[k] != lcg.True {
				sum = append(sum, lcg.Term{C: p.Pkgs[k].Priority, V: m.view(m.in[k].Not())})
			}
		}
	case grid.Tardiness:
		for k := range p.Pkgs {
			pkg := &p.Pkgs[k]
			last := p.Horizon
			for _, a := range pkg.Acts {
				if p.Acts[a].Fixed {
					last = max(last, p.Acts[a].End)
				}
			}
			if pkg.Priority == 0 || pkg.Due >= last || len(pkg.Acts) == 0 {
				continue
			}
			late := m.e.NewVar(0, last-pkg.Due).Plus(0)
			for _, a := range pkg.Acts {
				m.e.AddDifference(m.acts[a].end, -pkg.Due, late, m.acts[a].in)
			}
			sum = append(sum, lcg.Term{C: pkg.Priority, V: late})
		}
	case grid.Penalties:
		for i := range p.Acts {
			sum = append(sum, m.penalties(i)...)
		}
	case grid.Makespan:
		span := m.e.NewVar(0, p.Horizon).Plus(0)
		for i := range p.Acts {
			if !p.Acts[i].Fixed {
				m.e.AddDifference(m.acts[i].end, 0, span, m.acts[i].in)
			}
		}
		sum = append(sum, lcg.Term{C: 1, V: span})
	case grid.Starts:
		for i := range p.Acts {
			if p.Acts[i].Fixed {
				continue
			}
			s := m.acts[i].start
			if in := m.acts[i].in; in != lcg.True {
				s = m.e.NewVar(0, p.Horizon).Plus(0)
				m.e.AddDifference(m.acts[i].start, 0, s, in)
			}
			sum = append(sum, lcg.Term{C: 1, V: s})
		}
	case grid.Disturbance:
		for i := range p.Acts {
			sum = append(sum, m.disturbance(i)...)
		}
	}
	return sum
}

// disturbance returns what activity i pays for not being where it is expected.
func (m *model) disturbance(i int) (sum []lcg.Term) {
	a, v := &m.p.Acts[i], &m.acts[i]
	was := a.Was
	if a.Fixed || was.Weight == 0 || far(was) {
		return nil
	}
	if was.Start >= grid.Never {
		return []lcg.Term{{C: was.Weight * grid.Stirred, V: m.view(v.in)}}
	}
	if v.in != lcg.True {
		sum = append(sum, lcg.Term{C: was.Weight * grid.Dropped, V: m.view(v.in.Not())})
	}
	most := m.p.Horizon + max(was.Start, -was.Start)
	late, early := m.e.NewVar(0, most).Plus(0), m.e.NewVar(0, most).Plus(0)
	m.e.AddDifference(v.start, -was.Start, late, v.in)
	m.e.AddDifference(v.start.Neg(), was.Start, early, v.in)
	moved := m.bool()
	m.e.AddClause(v.in.Not(), v.start.Le(was.Start), moved)
	m.e.AddClause(v.in.Not(), v.start.Ge(was.Start), moved)
	sum = append(sum, lcg.Term{C: was.Weight, V: late}, lcg.Term{C: was.Weight, V: early}, lcg.Term{C: was.Weight * grid.Stirred, V: m.view(moved)})
	return append(sum, m.perMode(i, func(md *grid.Mode) int64 {
		if md.Env == was.Env {
			return 0
		}
		return was.Weight * grid.Stirred
	})...)
}

// far reports whether a place is beyond what the engine can add up.
func far(was grid.Was) bool {
	const most = 1 << 28
	return was.Start < grid.Never && (was.Start > most || was.Start < -most)
}

// penalties returns what activity i pays for its mode and for where it lies.
func (m *model) penalties(i int) (sum []lcg.Term) {
	a, v := &m.p.Acts[i], &m.acts[i]
	if a.Fixed {
		return nil
	}
	sum = m.perMode(i, func(md *grid.Mode) int64 { return md.Penalty })
	for k := range a.Modes {
		md := &a.Modes[k]
		most := charges(m.p, i, k)
		if most == 0 {
			continue
		}
		if most > largest {
			most, m.open = largest, true
		}
		q := m.e.NewVar(0, int(most)).Plus(0)
		m.e.AddCost(v.start, func(s int) int {
			return int(min(largest, m.p.Penalty(i, k, s, a.Finish(k, s))-md.Penalty))
		}, q, v.mode[k])
		sum = append(sum, lcg.Term{C: 1, V: q})
	}
	return sum
}

// charges returns what activity i in mode k may pay at most for where it lies.
func charges(p *grid.Problem, i, k int) (most int64) {
	a := &p.Acts[i]
	md := &a.Modes[k]
	var all []grid.Charge
	if md.Cal != nil && (a.Kind == grid.Working || a.Kind == grid.Contiguous) {
		all = append(all, md.Cal.Charges...)
	}
	if md.Env != grid.None {
		all = append(all, p.Envs[md.Env].Soft...)
	}
	for _, c := range all {
		most += c.Cost * int64((c.End-c.Start+59)/60)
	}
	return most
}
