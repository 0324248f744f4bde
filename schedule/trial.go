package schedule

import (
	"context"

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
}

// probe is the work of one question: enough for many attempts at a small
// problem, and for some at a large one.
func probe(p *Problem) int64 { return 2_000 + 8*int64(len(p.Activities)) }

// over reports whether nothing more may be asked.
func (t *trial) over() bool { return t.left <= 0 || t.ctx.Err() != nil }

// ask looks for any plan of p: one is as good as another.
func (t *trial) ask(p *Problem) (verdict, *ground, *grid.Solution) { return t.look(p, probe(p)) }

// insist asks for longer, to have a proof where there is no plan.
func (t *trial) insist(p *Problem) (verdict, *ground, *grid.Solution) {
	return t.look(p, max(t.left/4, probe(p)))
}

// look takes so much work at most.
func (t *trial) look(p *Problem, work int64) (verdict, *ground, *grid.Solution) {
	b := newGround(p)
	l := newLower(b.g)
	t.left -= 4*int64(len(p.Activities)) + 1 // what the bounds take
	if c := b.impossible(l.start, l.end); c != nil {
		return judged(c), b, nil
	}
	stop := func() bool { return t.ctx.Err() != nil }
	work = min(work, max(t.left, 1))
	first := min(work, probe(p))
	s := sgs.New(b.g, l.end, nil, t.seed, stop)
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
