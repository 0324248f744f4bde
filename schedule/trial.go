package schedule

import (
	"context"

	"github.com/berthplan/berth/calendar"
	"github.com/berthplan/berth/schedule/internal/engine"
	"github.com/berthplan/berth/schedule/internal/grid"
	"github.com/berthplan/berth/schedule/internal/sgs"
)

// verdict is what a trial knows of a problem.
type verdict uint8

const (
	fits    verdict = iota // there is a plan
	unknown                // none was found
	late                   // none ends by the horizon: proved
	never                  // none exists: proved
)

// trial asks whether problems have plans, within a limit of work in all.
type trial struct {
	ctx  context.Context
	seed uint64
	left int64 // work that may still be done
	cals calendarsWithout
	grid map[*calendar.Compiled]*grid.Calendar // of earlier questions
}

// probe is the work of one question: enough for many attempts at a small
// problem, and for some at a large one.
func probe(p *Problem) int64 { return 2_000 + 8*int64(len(p.Activities)) }

// over reports whether nothing more may be asked.
func (t *trial) over() bool { return t.left <= 0 || t.ctx.Err() != nil }

// ask looks for any plan of p: one is as good as another.
func (t *trial) ask(p *Problem) (verdict, *ground, *grid.Solution) { return t.try(p, probe(p), nil) }

// insist asks for longer, to have a proof where there is no plan.
func (t *trial) insist(p *Problem) (verdict, *ground, *grid.Solution) {
	return t.try(p, max(t.left/4, probe(p)), nil)
}

// extend asks for a plan of p with a plan of a part of it to begin with.
func (t *trial) extend(p *Problem, part *ground, sol *grid.Solution) verdict {
	starts := make(map[string]int, len(part.p.Activities))
	for i := range part.p.Activities {
		starts[part.p.Activities[i].Name] = sol.Start[i]
	}
	v, _, _ := t.try(p, probe(p), starts)
	return v
}

// try takes so much work at most. It begins in the order of starts, and with what has none last.
func (t *trial) try(p *Problem, work int64, starts map[string]int) (verdict, *ground, *grid.Solution) {
	b := groundWith(p, t.grid)
	l := newLower(b.g)
	t.left -= 4*int64(len(p.Activities)) + 1 // what the bounds take
	if c := b.impossible(l.start, l.end); c != nil {
		return judged(c), b, nil
	}
	stop := func() bool { return t.ctx.Err() != nil }
	work = min(work, max(t.left, 1))
	first := min(work, probe(p))
	var from *grid.Solution
	if starts != nil {
		from = &grid.Solution{Start: make([]int, len(b.g.Acts)), End: make([]int, len(b.g.Acts)), Mode: make([]int, len(b.g.Acts))}
		for i := range p.Activities {
			from.Start[i], from.End[i] = grid.Never, grid.Never
			if s, ok := starts[p.Activities[i].Name]; ok {
				from.Start[i], from.End[i] = s, s
			}
		}
	}
	s := sgs.New(b.g, l.end, from, t.seed, stop)
	s.Begin(0)
	for s.Best == nil && !s.Exhausted() && s.Work() < first && !stop() {
		s.Step(first)
	}
	t.left -= s.Work()
	if s.Best != nil {
		return fits, b, s.Best
	}
	res := engine.Run(b.g, engine.Options{
		Early: l.end, Work: work, Seed: t.seed, Stop: stop,
		Floor: func(value []int64) ([]int64, []string) { return value, make([]string, len(value)) }, // any plan will do
	})
	t.left -= res.Work
	if res.Best != nil {
		return fits, b, res.Best
	}
	return judged(b.blocked(res, "")), b, nil
}

func judged(c *Conflict) verdict {
	switch {
	case c.Proved:
		return never
	case c.Stopped == "horizon":
		return late
	}
	return unknown
}
