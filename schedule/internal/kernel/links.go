package kernel

import (
	"github.com/berthplan/berth/schedule/internal/grid"
	"github.com/berthplan/berth/schedule/internal/kernel/lcg"
)

// link states one link.
func (m *model) link(k *grid.Link) {
	if k.Void || k.From == k.To || m.p.Acts[k.From].Fixed && m.p.Acts[k.To].Fixed {
		return
	}
	a, b := &m.acts[k.From], &m.acts[k.To]
	when := m.both(a.in, b.in)
	from, to := a.start, b.start
	if k.Kind.FromEnd() {
		from = a.end
	}
	if k.Kind.ToEnd() {
		to = b.end
	}
	switch {
	case k.Kind.Minimum():
		m.after(from, k.Cal, k.Lag, to, when)
	case k.Kind.Maximum() && k.Cal == nil:
		m.e.AddDifference(to, -k.Lag, from, when)
	case k.Kind.Maximum() && k.Lag < 0:
		m.after(to, k.Cal, -k.Lag, from, when)
	case k.Kind.Maximum():
		m.e.AddMonotone(to, func(t int) int { return k.Cal.Back(t, k.Lag) }, from, when)
	case k.Kind == grid.Apart:
		first := m.bool()
		m.orders = append(m.orders, order{first, k.From, k.To})
		m.after(a.end, k.Cal, k.Lag, b.start, m.both(when, first))
		m.after(b.end, k.Cal, k.Lag, a.start, m.both(when, first.Not()))
	case !oneRow(m.p, m.opens, k):
		if meets(m.p, k) { // or else see Gaps
			m.meet(k, when)
		}
	case k.Kind == grid.SameOcc:
		x, y := m.occurrence(k.From), m.occurrence(k.To)
		m.e.AddDifference(x, 0, y, when)
		m.e.AddDifference(y, 0, x, when)
	case k.Kind == grid.OtherOcc:
		x, y := m.occurrence(k.From), m.occurrence(k.To)
		first := m.bool()
		m.orders = append(m.orders, order{first, k.From, k.To})
		m.e.AddDifference(x, 1, y, m.both(when, first))
		m.e.AddDifference(y, 1, x, m.both(when, first.Not()))
	}
}

// oneRow reports whether both ends of a link between occurrences start in those of one window.
func oneRow(p *grid.Problem, opens map[int][]int, k *grid.Link) bool {
	return inRow(p, opens, k.From) && inRow(p, opens, k.To) && window(p, k.From) == window(p, k.To)
}

// after states that lag lies between from and to, counted in cal.
func (m *model) after(from lcg.View, cal *grid.Calendar, lag int, to lcg.View, when lcg.Lit) {
	if cal == nil || lag == 0 {
		m.e.AddDifference(from, lag, to, when)
		return
	}
	m.e.AddMonotone(from, func(t int) int { return cal.Add(t, lag) }, to, when)
}
