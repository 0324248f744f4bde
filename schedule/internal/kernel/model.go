package kernel

import (
	"github.com/berthplan/berth/schedule/internal/grid"
	"github.com/berthplan/berth/schedule/internal/kernel/lcg"
)

// model is a grid.Problem as the engine sees it.
type model struct {
	p     *grid.Problem
	e     *lcg.Engine
	start []lcg.Var
	end   []lcg.View
	span  lcg.Var // the makespan
}

func newModel(p *grid.Problem) *model {
	m := &model{p: p, e: lcg.New()}
	for i := range p.Acts {
		a := &p.Acts[i]
		d := a.Modes[0].Duration
		m.start = append(m.start, m.e.NewVar(max(a.Earliest, 0), min(a.Latest, min(a.Deadline, p.Horizon)-d)))
		m.end = append(m.end, m.start[i].Plus(d))
	}
	m.span = m.e.NewVar(0, p.Horizon)
	for i := range p.Acts {
		m.e.AddDifference(m.end[i], 0, m.span.Plus(0), lcg.True)
	}
	for l := range p.Links {
		m.link(&p.Links[l])
	}
	for r := range p.Res {
		var tasks []lcg.Task
		for i := range p.Acts {
			md := &p.Acts[i].Modes[0]
			for _, n := range md.Needs {
				if n.Res == r && md.Duration > 0 {
					tasks = append(tasks, lcg.Task{Start: m.start[i].Plus(0), End: m.end[i], Need: n.Amount, When: lcg.True})
				}
			}
		}
		m.e.AddCumulative(p.Res[r].Capacity, tasks)
	}
	m.disjoint()
	return m
}

func (m *model) link(k *grid.Link) {
	from, to := m.start[k.From].Plus(0), m.start[k.To].Plus(0)
	if k.Kind.FromEnd() {
		from = m.end[k.From]
	}
	if k.Kind.ToEnd() {
		to = m.end[k.To]
	}
	if k.Kind.Minimum() {
		m.e.AddDifference(from, k.Lag, to, lcg.True)
	} else {
		m.e.AddDifference(to, -k.Lag, from, lcg.True)
	}
}

// disjoint states of each pair that no resource can hold together which goes first.
func (m *model) disjoint() {
	for i := range m.p.Acts {
		for j := range i {
			if m.clash(i, j) {
				b := m.e.NewVar(0, 1)
				m.e.AddDifference(m.end[i], 0, m.start[j].Plus(0), b.Ge(1))
				m.e.AddDifference(m.end[j], 0, m.start[i].Plus(0), b.Le(0))
			}
		}
	}
}

func (m *model) clash(i, j int) bool {
	a, b := &m.p.Acts[i].Modes[0], &m.p.Acts[j].Modes[0]
	if a.Duration == 0 || b.Duration == 0 {
		return false
	}
	for _, x := range a.Needs {
		for _, y := range b.Needs {
			if x.Res == y.Res && x.Amount+y.Amount > m.p.Res[x.Res].Capacity {
				return true
			}
		}
	}
	return false
}
