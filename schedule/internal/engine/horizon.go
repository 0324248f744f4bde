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
	s := (&kernel.Solver{P: unhurried(r.p), Stop: r.opt.Stop}).Open()
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

// unhurried is p with everything that only the horizon hurries taken out.
func unhurried(p *grid.Problem) *grid.Problem {
	kept := hurried(p)
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

// hurried tells which activities something other than the horizon keeps early:
// a fact, a deadline or pin of their own, or, through a link, of one that is in every plan.
func hurried(p *grid.Problem) []bool {
	is := make([]bool, len(p.Acts))
	var queue []int
	mark := func(i int) {
		if !is[i] {
			is[i] = true
			queue = append(queue, i)
		}
	}
	for i := range p.Acts {
		if a := &p.Acts[i]; a.Fixed || a.Deadline < p.Horizon || a.Latest < p.Horizon {
			mark(i)
		}
	}
	for n := 0; n < len(queue); n++ {
		j := queue[n]
		binds := func(i int) bool { // j is in every plan that holds i
			k := p.Acts[j].Pkg
			return k == grid.None || !p.Pkgs[k].Optional || k == p.Acts[i].Pkg
		}
		for _, l := range p.Acts[j].In {
			if k := &p.Links[l]; !k.Void && k.Kind.Minimum() && binds(k.From) {
				mark(k.From)
			}
		}
		for _, l := range p.Acts[j].Out {
			if k := &p.Links[l]; !k.Void && (k.Kind.Maximum() || k.Kind == grid.SameOcc) && binds(k.To) {
				mark(k.To)
			}
		}
		for _, l := range p.Acts[j].In {
			if k := &p.Links[l]; !k.Void && k.Kind == grid.SameOcc && binds(k.From) {
				mark(k.From)
			}
		}
	}
	return is
}
