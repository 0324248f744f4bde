package evolve_test

import (
	"math/rand/v2"

	"github.com/berthplan/berth/schedule/internal/grid"
)

// drawn describes a random problem.
type drawn struct {
	acts, res int
	duration  int // at most
	steps     bool
	lags      bool // other links than finish to start without lag
	earliest  bool
	fixed     bool
	maximum   bool // lags that must not be longer
	deadlines bool
	modes     int // at most; with a budget where more than 1
}

// problem draws a problem; its links lead from lower to higher indexes.
func (d drawn) problem(r *rand.Rand) *grid.Problem {
	p := &grid.Problem{Levels: []grid.Level{{Terms: []grid.Term{grid.LeftOut}}, {Terms: []grid.Term{grid.Makespan}}, {Terms: []grid.Term{grid.Starts}}}}
	for range d.res {
		c := grid.Resource{Capacity: 2 + r.IntN(4)}
		if d.steps && r.IntN(2) == 0 {
			s := r.IntN(6)
			c.Steps = []grid.Step{{Start: s, End: s + 1 + r.IntN(4), Capacity: r.IntN(3)}}
		}
		p.Res = append(p.Res, c)
	}
	for i := range d.acts {
		m := grid.Mode{Duration: r.IntN(d.duration + 1), Env: grid.None, Config: grid.None}
		for k := range p.Res {
			if r.IntN(3) > 0 {
				m.Needs = append(m.Needs, grid.Need{Res: k, Amount: r.IntN(p.Res[k].Capacity + 1)})
			}
		}
		a := grid.Activity{Modes: []grid.Mode{m}, Pkg: grid.None, Win: grid.None, Group: grid.None, Latest: grid.Never, Deadline: grid.Never}
		if d.earliest && r.IntN(3) == 0 {
			a.Earliest = r.IntN(6)
		}
		if d.fixed && i == 0 {
			a.Fixed, a.Start, a.End, a.Occ = true, 1, 1+m.Duration, grid.None
			for k := range p.Res {
				p.Res[k].Steps = nil
			}
		}
		if d.modes > 1 {
			for range d.modes - 1 {
				o := grid.Mode{Duration: r.IntN(d.duration + 1), Env: grid.None, Config: grid.None, Uses: []grid.Need{{Res: 0, Amount: r.IntN(4)}}}
				for k := range p.Res {
					o.Needs = append(o.Needs, grid.Need{Res: k, Amount: r.IntN(p.Res[k].Capacity + 1)})
				}
				a.Modes = append(a.Modes, o)
			}
			p.Budgets = []int{d.acts - 1}
			a.Modes[0].Uses = []grid.Need{{Res: 0, Amount: r.IntN(5)}}
		}
		if d.deadlines && r.IntN(2) == 0 {
			a.Deadline = 4 + r.IntN(12)
		}
		p.Horizon += d.duration + 8
		p.Acts = append(p.Acts, a)
	}
	for i := range d.acts {
		for j := i + 1; j < d.acts; j++ {
			if r.IntN(4) > 0 {
				continue
			}
			l := grid.Link{Kind: grid.FinishStart, From: i, To: j}
			if d.lags {
				l.Kind = grid.LinkKind(r.IntN(4))
				l.Lag = r.IntN(6) - 2
			}
			if d.maximum && r.IntN(2) == 0 {
				l.Kind, l.Lag = grid.MaxFinishStart+grid.LinkKind(r.IntN(4)), r.IntN(8)-1
			}
			p.Acts[i].Out = append(p.Acts[i].Out, len(p.Links))
			p.Acts[j].In = append(p.Acts[j].In, len(p.Links))
			p.Links = append(p.Links, l)
		}
	}
	return p
}
