package schedule

import (
	"context"
	"slices"
	"time"

	"github.com/berthplan/berth/schedule/internal/engine"
	"github.com/berthplan/berth/schedule/internal/grid"
)

// tolerant searches level by level where levels have a tolerance: first for the
// least that the levels up to it pay, then, with that and the tolerance free of charge, for
// what comes after it. Each search gets an equal part of the limits.
func (b *ground) tolerant(ctx context.Context, opt Options, l *lower, from *grid.Solution) (engine.Result, string) {
	levels := b.p.objective()
	var stages []int
	for i := range levels {
		if levels[i].allowed(i == len(levels)-1) > 0 {
			stages = append(stages, i)
		}
	}
	if len(stages) == 0 {
		return b.search(ctx, opt, l, from)
	}
	plain := b.g.Levels
	all := slices.Clone(plain)
	defer func() { b.g.Levels = plain }()
	if opt.Work <= 0 && opt.Time <= 0 {
		opt.Work = DefaultWork
	}
	part := opt
	parts := int64(len(stages) + 1)
	part.Time, part.Progress = opt.Time/time.Duration(parts), nil
	tell := func(p Progress) {
		if opt.Progress != nil {
			opt.Progress(p)
		}
	}
	tell(Progress{Phase: Starting})
	if opt.Work > 0 {
		part.Work = max(1, opt.Work/parts)
	}
	best := make([]int64, len(all)) // what the levels with a tolerance pay at least, as far as is known
	bound, source := make([]int64, len(all)), make([]string, len(all))
	var effort engine.Effort
	for _, k := range stages {
		b.g.Levels = all[:k+1]
		res, why := b.search(ctx, part, newLower(b.g), from)
		effort = added(effort, res.Effort)
		if res.Best == nil {
			res.Effort = effort
			return res, why
		}
		from, best[k] = res.Best, b.raw(res.Best, plain)[k]
		bound[k], source[k] = res.Bound[k], res.From[k]
		all[k].Free = plus(best[k], levels[k].Tolerance)
	}
	b.g.Levels = all
	res, why := b.search(ctx, part, newLower(b.g), from)
	res.Effort = added(effort, res.Effort)
	if res.Best == nil { // stopped before it could look at where to begin
		res.Best = from
	}
	res.Value = b.raw(res.Best, plain)
	b.g.Levels = plain
	static := newLower(b.g).any
	exact := true // every level above pays what the bounds below it were proved for
	for i := range all {
		found, by := static[i], "critical path"
		if static[i] == 0 {
			by = "zero"
		}
		if i < len(res.Bound) && exact && all[i].Free == 0 && res.Bound[i] > found {
			found, by = res.Bound[i], res.From[i]
		}
		if bound[i] > found {
			found, by = bound[i], source[i]
		}
		for _, p := range l.proofs { // of a plan of this problem, tolerances included
			if len(p.Above) == i && p.Holds(res.Value) && p.Bound > found {
				found, by = p.Bound, p.From
			}
		}
		if all[i].Free > 0 {
			exact = exact && res.Value[i] == best[i]
		}
		bound[i], source[i] = min(found, res.Value[i]), by
	}
	res.Bound, res.From = bound, source
	tell(Progress{Phase: Proving, Plan: true, Bound: true, Objective: b.objective(res.Value, bound, source), Work: res.Work, Nodes: res.Nodes, Conflicts: res.Conflicts})
	return res, why
}

// raw is what a solution pays at each level, nothing free.
func (b *ground) raw(sol *grid.Solution, plain []grid.Level) []int64 {
	levels := b.g.Levels
	b.g.Levels = plain
	value := b.g.Evaluate(sol)
	b.g.Levels = levels
	return value
}

func added(a, b engine.Effort) engine.Effort {
	return engine.Effort{Work: a.Work + b.Work, Nodes: a.Nodes + b.Nodes, Conflicts: a.Conflicts + b.Conflicts}
}
