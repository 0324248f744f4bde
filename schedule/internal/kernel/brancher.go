package kernel

import (
	"github.com/berthplan/berth/schedule/internal/grid"
	"github.com/berthplan/berth/schedule/internal/kernel/lcg"
)

// Next implements lcg.Brancher: of what can start first, decide that it is in
// the plan, then its mode, the quickest first, then that it starts at once; of equals what must start first.
func (m *model) Next(e *lcg.Engine) lcg.Lit {
	best, at, by := -1, grid.Never, grid.Never
	for i := range m.acts {
		v := &m.acts[i]
		if m.p.Acts[i].Fixed || e.Fails(v.in) {
			continue
		}
		lo, hi := e.Min(v.start), e.Max(v.start)
		if (lo < at || lo == at && hi < by) && (lo < hi || !m.chosen(i)) {
			best, at, by = i, lo, hi
		}
	}
	if best < 0 {
		return lcg.False
	}
	v := &m.acts[best]
	switch {
	case !e.Holds(v.in):
		return v.in
	case !m.chosen(best):
		return m.mode1(best)
	}
	return v.start.Le(at)
}

// chosen reports whether activity i is in the plan and has its mode.
func (m *model) chosen(i int) bool {
	for _, l := range m.acts[i].mode {
		if m.e.Holds(l) {
			return true
		}
	}
	return false
}

// mode1 is the mode to try first for activity i: as in the best plan, or the quickest.
func (m *model) mode1(i int) lcg.Lit {
	best, least := lcg.False, grid.Never
	for k, l := range m.acts[i].mode {
		if m.e.Fails(l) {
			continue
		}
		if m.aimed && m.e.Tends(l) {
			return l
		}
		if d := m.p.Acts[i].Modes[k].Duration; d < least {
			best, least = l, d
		}
	}
	return best
}

// solution reads the values in force.
func (m *model) solution() *grid.Solution {
	n := len(m.acts)
	s := &grid.Solution{Start: make([]int, n), End: make([]int, n), Mode: make([]int, n)}
	for i := range m.acts {
		v := &m.acts[i]
		s.Start[i], s.End[i] = grid.Never, grid.Never
		if !m.e.Holds(v.in) {
			continue
		}
		s.Start[i], s.End[i] = m.e.Min(v.start), m.e.Min(v.end)
		for k, l := range v.mode {
			if m.e.Holds(l) {
				s.Mode[i] = k
			}
		}
	}
	return s
}

// aim makes decisions tend to what s has.
func (m *model) aim(s *grid.Solution) {
	m.aimed = true
	set := func(l lcg.Lit, holds bool) {
		if l == lcg.True || l == lcg.False {
			return
		}
		to := 0
		if holds {
			to = 1
		}
		m.e.Aim(m.view(l), to)
	}
	for i := range m.acts {
		v := &m.acts[i]
		in := s.Start[i] < grid.Never
		set(v.in, in)
		for k, l := range v.mode {
			set(l, in && s.Mode[i] == k)
		}
		if in && !m.p.Acts[i].Fixed {
			m.e.Aim(v.start, s.Start[i])
			m.e.Aim(v.end, s.End[i])
		}
	}
	for _, o := range m.orders {
		set(o.before, s.Start[o.i] < s.Start[o.j])
	}
}
