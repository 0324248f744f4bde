package engine

import (
	"slices"

	"github.com/berthplan/berth/schedule/internal/grid"
	"github.com/berthplan/berth/schedule/internal/kernel"
)

// The horizon is an assumption, and no proof may need it. What only the horizon
// keeps early could lie behind it and be in nobody's way there; a problem that
// has no plan even without all that has none with any horizon.

// afterwards is the work a second proof may take beyond what the first took.
const afterwards = 100_000

// withoutHorizon reports whether it can be proved without the horizon that p has no plan.
func (r *run) withoutHorizon() bool {
	kept := Hurried(r.p)
	if !slices.Contains(kept, false) {
		return true // the first proof did not need it either
	}
	s := (&kernel.Solver{P: unhurried(r.p, kept), Stop: r.opt.Stop}).Open()
	s.Step((r.workers[0].work() + afterwards) * steps)
	return s.Result().Infeasible
}

// Ample reports whether the horizon is so late that it is in nobody's way: where
// nothing depends on the time but earliest starts, what has a plan has one without idle gaps, and that ends by then.
func Ample(p *grid.Problem) bool {
	if len(p.Envs) > 0 {
		return false
	}
	longest, first := make([]int, len(p.Acts)), 0 // until what waits for an activity may start
	for i := range p.Acts {
		a := &p.Acts[i]
		if a.Fixed || a.Kind != grid.Elapsed {
			return false
		}
		first = max(first, a.Earliest)
		for m := range a.Modes {
			longest[i] = max(longest[i], a.Modes[m].Duration)
		}
	}
	lengths := slices.Clone(longest)
	for _, l := range p.Links {
		switch {
		case l.Cal != nil || l.Kind == grid.SameOcc || l.Kind == grid.OtherOcc:
			return false
		case l.Kind == grid.Apart:
			longest[l.From] = max(longest[l.From], lengths[l.From]+l.Lag)
			longest[l.To] = max(longest[l.To], lengths[l.To]+l.Lag)
		case l.Kind.Minimum() && l.Kind.FromEnd():
			longest[l.From] = max(longest[l.From], lengths[l.From]+l.Lag)
		case l.Kind.Minimum():
			longest[l.From] = max(longest[l.From], l.Lag)
		}
	}
	for _, r := range p.Res {
		if len(r.Steps) > 0 {
			return false
		}
	}
	for _, d := range longest {
		first += d
	}
	return p.Horizon >= first
}

// unhurried is p with everything that only the horizon hurries, all that is not kept, taken out.
func unhurried(p *grid.Problem, kept []bool) *grid.Problem {
	q := *p
	q.Acts, q.Links, q.Pkgs = slices.Clone(p.Acts), slices.Clone(p.Links), slices.Clone(p.Pkgs)
	for i, keep := range kept {
		if keep {
			continue
		}
		q.Acts[i] = grid.Activity{
			Kind: grid.Elapsed, Modes: []grid.Mode{{Env: grid.None, Config: grid.None}},
			Pkg: grid.None, Win: grid.None, Group: grid.None, Occ: grid.None, Latest: grid.Never, Deadline: p.Horizon,
		}
	}
	for l := range q.Links {
		k := &q.Links[l]
		if kept[k.From] && kept[k.To] {
			continue
		}
		for _, i := range []int{k.From, k.To} {
			a := &q.Acts[i]
			a.In = without(a.In, l)
			a.Out = without(a.Out, l)
		}
		*k = grid.Link{Kind: grid.StartStart, From: k.From, To: k.From, Void: true}
	}
	for k := range q.Pkgs {
		q.Pkgs[k].Acts = slices.DeleteFunc(slices.Clone(q.Pkgs[k].Acts), func(i int) bool { return !kept[i] })
	}
	return &q
}

func without(list []int, l int) []int {
	return slices.DeleteFunc(slices.Clone(list), func(x int) bool { return x == l })
}

// Hurried tells which activities something other than the horizon keeps so early that
// they end by it: a fact, a deadline or pin of their own, or, through a link, of one that is in every plan.
func Hurried(p *grid.Problem) []bool {
	is := make([]bool, len(p.Acts))
	by := make([]int, len(p.Acts)) // it has started and ended by then
	var queue []int
	mark := func(i, until int, end bool) { // it ends, or only starts, by then
		if is[i] {
			return
		}
		by[i] = until
		for m := range p.Acts[i].Modes {
			if !end {
				by[i] = max(by[i], p.Acts[i].Finish(m, max(until, 0)))
			}
		}
		if by[i] > p.Horizon {
			return // there is less time than it may take
		}
		is[i] = true
		queue = append(queue, i)
	}
	for i := range p.Acts {
		switch a := &p.Acts[i]; {
		case a.Fixed:
			is[i], by[i] = true, a.End
			queue = append(queue, i)
		case a.Deadline < p.Horizon:
			mark(i, a.Deadline, true)
		case a.Latest < p.Horizon:
			mark(i, a.Latest, false)
		}
	}
	for n := 0; n < len(queue); n++ {
		j := queue[n]
		binds := func(i int) bool { // j is in every plan that holds i
			k := p.Acts[j].Pkg
			return k == grid.None || !p.Pkgs[k].Optional || k == p.Acts[i].Pkg
		}
		for _, l := range p.Acts[j].In {
			switch k := &p.Links[l]; {
			case k.Void || !binds(k.From):
			case k.Kind.Minimum():
				mark(k.From, latest(k.Cal, by[j], -k.Lag), k.Kind.FromEnd())
			case k.Kind == grid.SameOcc:
				mark(k.From, closing(&p.Acts[k.From], by[j]), true)
			}
		}
		for _, l := range p.Acts[j].Out {
			switch k := &p.Links[l]; {
			case k.Void || !binds(k.To):
			case k.Kind.Maximum():
				mark(k.To, latest(k.Cal, by[j], k.Lag), k.Kind.ToEnd())
			case k.Kind == grid.SameOcc:
				mark(k.To, closing(&p.Acts[k.To], by[j]), true)
			}
		}
	}
	return is
}

// latest is a time that is not before any to which there is no more open time than lag from t; it is not before t.
func latest(c *grid.Calendar, t, lag int) int {
	if lag <= 0 {
		return t
	}
	return c.NextOpen(c.Add(t, lag))
}

// closing is when the occurrences in which a can start by t have closed.
func closing(a *grid.Activity, t int) int {
	for m := range a.Modes {
		if c := a.Modes[m].Cal; c == nil {
			return grid.Never
		} else if piece, ok := c.Piece(t); ok {
			t = max(t, piece.End)
		}
	}
	return t
}
