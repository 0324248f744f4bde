package kernel

import (
	"slices"
	"sort"

	"github.com/berthplan/berth/schedule/internal/grid"
	"github.com/berthplan/berth/schedule/internal/kernel/lcg"
)

// environments states the capacities of the environments, and the time that
// a change of configuration takes: whoever needs another one is wholly before or wholly behind, with the changeover between.
func (m *model) environments() {
	for e := range m.p.Envs {
		if m.halted() {
			return
		}
		env := &m.p.Envs[e]
		var busy []taken
		for _, h := range env.Holds {
			n := h.Units
			if h.Outage {
				n = env.Capacity
			}
			busy = append(busy, taken{h.Start, h.End, n})
		}
		m.cumulative(env.Capacity, busy, func(md *grid.Mode) int {
			if md.Env != e {
				return 0
			}
			return md.Units
		})
		if len(env.Change) > 0 {
			m.configurations(e)
		}
	}
}

// user is an activity in a mode that states a configuration of an environment.
type user struct{ act, mode, config int }

// still is who holds an environment in a configuration for good.
type still struct{ start, end, config int }

// stills returns who holds environment e in a configuration for good, by start.
func stills(p *grid.Problem, e int) (all []still) {
	for i := range p.Acts {
		a := &p.Acts[i]
		if !a.Fixed || a.Start >= a.End {
			continue
		}
		if md := &a.Modes[a.Mode]; md.Env == e && md.Config != grid.None {
			s := a.Start
			if s == 0 {
				s = -1 // a fact: it holds it already
			}
			all = append(all, still{s, a.End, md.Config})
		}
	}
	for _, h := range p.Envs[e].Holds {
		if h.Config != grid.None && !h.Outage && h.Start < h.End {
			all = append(all, still{h.Start, h.End, h.Config})
		}
	}
	slices.SortStableFunc(all, func(a, b still) int { return a.start - b.start })
	return all
}

// agree reports whether those who hold an environment for good leave each other
// the time to change it. Where they do not, what follows from them is not known.
func agree(env *grid.Environment, held []taken, all []still) bool {
	now, left := env.Initial, 0
	for i, s := range all {
		for _, o := range all[:i] {
			if o.config != s.config && o.end > s.start {
				return false // two configurations at once
			}
		}
		switch {
		case s.config == now:
			left = max(left, s.end)
			continue
		case s.start < 0:
		case now != grid.None && changed(env, held, env.Change[now][s.config], left) > s.start:
			return false
		}
		now, left = s.config, s.end
	}
	return true
}

// configurations states who must be before or behind whom in environment e.
func (m *model) configurations(e int) {
	env := &m.p.Envs[e]
	fixed := stills(m.p, e)
	blocked := held(m.p, e)
	if !agree(env, blocked, fixed) {
		return
	}
	if !noStops(env.Change) {
		blocked = nil // see Gaps
	}
	var users []user
	for i := range m.p.Acts {
		a := &m.p.Acts[i]
		for k := range a.Modes {
			md := &a.Modes[k]
			if md.Env == e && md.Config != grid.None && !a.Fixed && a.Kind != grid.Decision && md.Duration > 0 {
				users = append(users, user{i, k, md.Config})
			}
		}
	}
	early := env.Initial
	if len(fixed) > 0 && fixed[0].start < 0 {
		early = grid.None // what held it before the plan's start says what there is
	}
	quick := grid.Quickest(env.Change)
	for n, x := range users {
		when := m.acts[x.act].mode[x.mode]
		if early != grid.None && early != x.config {
			m.e.AddDifference(lcg.Const(changed(env, blocked, quick[early][x.config], 0)), 0, m.acts[x.act].start, when)
		}
		for _, s := range fixed {
			if s.config != x.config {
				m.beside(env, blocked, quick, x, s)
			}
		}
		for _, y := range users[:n] {
			if y.config != x.config && y.act != x.act {
				both := m.both(when, m.acts[y.act].mode[y.mode])
				first := m.first(x.act, y.act)
				m.change(env, blocked, quick[x.config][y.config], m.acts[x.act].end, m.acts[y.act].start, m.both(both, first))
				m.change(env, blocked, quick[y.config][x.config], m.acts[y.act].end, m.acts[x.act].start, m.both(both, first.Not()))
			}
		}
	}
}

// beside states that x is before or behind s.
func (m *model) beside(env *grid.Environment, blocked []taken, quick [][]int, x user, s still) {
	v := &m.acts[x.act]
	when := v.mode[x.mode]
	behind := when
	if s.start > 0 {
		first := m.bool()
		behind = m.both(when, first.Not())
		m.change(env, blocked, quick[x.config][s.config], v.end, lcg.Const(s.start), m.both(when, first))
	}
	m.e.AddDifference(lcg.Const(changed(env, blocked, quick[s.config][x.config], s.end)), 0, v.start, behind)
}

// change states that d of the environment's time for changes lies between from and to.
func (m *model) change(env *grid.Environment, blocked []taken, d int, from, to lcg.View, when lcg.Lit) {
	if len(blocked) == 0 && (env.Cal == nil || d == 0) {
		m.e.AddDifference(from, d, to, when)
		return
	}
	m.e.AddMonotone(from, func(t int) int { return changed(env, blocked, d, t) }, to, when)
}

// changed is when a change that takes d and can begin at t is done, where
// nobody may hold the environment meanwhile.
func changed(env *grid.Environment, held []taken, d, t int) int {
	t = max(t, 0)
	for i := sort.Search(len(held), func(i int) bool { return held[i].end > t }); ; i++ {
		done := t
		if d > 0 {
			done = env.Cal.Add(env.Cal.NextOpen(t), d)
		}
		if i == len(held) || done <= held[i].start {
			return done
		}
		t = held[i].end
	}
}

// held returns when somebody holds environment e for good who states no
// configuration, or it is out: the stretches in which it cannot change.
func held(p *grid.Problem, e int) []taken {
	var all []taken
	for _, h := range p.Envs[e].Holds {
		if (h.Outage || h.Config == grid.None) && h.Start < h.End {
			all = append(all, taken{start: h.Start, end: h.End})
		}
	}
	for i := range p.Acts {
		if a := &p.Acts[i]; a.Fixed && a.Modes[a.Mode].Env == e && a.Modes[a.Mode].Config == grid.None && a.Start < a.End {
			all = append(all, taken{start: a.Start, end: a.End})
		}
	}
	slices.SortStableFunc(all, func(a, b taken) int { return a.start - b.start })
	joined := all[:0]
	for _, h := range all {
		if n := len(joined); n > 0 && h.start < joined[n-1].end {
			joined[n-1].end = max(joined[n-1].end, h.end)
		} else {
			joined = append(joined, h)
		}
	}
	return joined
}

// noStops reports whether no change takes longer than each part of it by way of a
// third configuration: then a stretch that is too short for a change is also too short for one of its parts.
func noStops(change [][]int) bool {
	for a := range change {
		for b := range change {
			for c := range change {
				if a != b && c != a && c != b && change[a][b] > max(change[a][c], change[c][b]) {
					return false
				}
			}
		}
	}
	return true
}

// first returns the literal that activity i goes before activity j, where one of them must.
func (m *model) first(i, j int) lcg.Lit {
	if j < i {
		return m.first(j, i).Not()
	}
	l, ok := m.pairs[[2]int{i, j}]
	if !ok {
		l = m.bool()
		m.pairs[[2]int{i, j}] = l
		m.orders = append(m.orders, order{l, i, j})
	}
	return l
}
