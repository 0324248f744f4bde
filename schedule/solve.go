package schedule

import (
	"context"

	"github.com/berthplan/berth/schedule/internal/engine"
	"github.com/berthplan/berth/schedule/internal/grid"
)

// Solve makes a plan for p that meets every hard rule, the better the longer it
// may search. It returns
//   - a plan with Status Optimal or Feasible, and no error; or
//   - a plan without activities, Status Infeasible or Unknown, and a *Conflict
//     that says which rules stand in the way of what; or
//   - no plan and release.Faults, when p itself is wrong (see Problem.Validate).
//
// Limits and a cancelled context are not errors: the best plan so far is
// returned and Plan.Stopped says why the search ended. No goroutine outlives the call.
func Solve(ctx context.Context, p *Problem, opt Options) (*Plan, error) {
	if err := p.Validate(); err != nil {
		return nil, err
	}
	b := newGround(p)
	lower := newLower(b.g)
	if c := b.impossible(lower.start, lower.end); c != nil {
		return b.refuse(ctx, c, opt, engine.Effort{})
	}
	b.fingerprint() // now, and not when somebody waits for the plan
	known := b.known(opt.From)
	lower.proofs = known.proofs
	res, why := b.tolerant(ctx, opt, lower, known.solution)
	if res.Best == nil {
		return b.refuse(ctx, b.blocked(res, why), opt, res.Effort)
	}
	plan := b.assemble(res.Best, b.objective(res.Value, res.Bound, res.From), lower)
	plan.Status, plan.Stopped = Feasible, why
	if b.proved(plan.Objective) {
		plan.Status, plan.Stopped = Optimal, "proved"
	}
	plan.Seed, plan.Work, plan.Nodes, plan.Conflicts = opt.Seed, res.Work, res.Nodes, res.Conflicts
	b.back(ctx, plan, opt)
	return plan, nil
}

// search runs the engine, and says why it ended.
func (b *ground) search(ctx context.Context, opt Options, lower *lower, from *grid.Solution) (engine.Result, string) {
	if opt.Work <= 0 && opt.Time <= 0 {
		opt.Work = DefaultWork
	}
	limited := ctx
	if opt.Time > 0 {
		var cancel context.CancelFunc
		limited, cancel = context.WithTimeout(ctx, opt.Time)
		defer cancel()
	}
	run := engine.Options{
		Early: lower.end, Floor: lower.of, From: from, Workers: opt.Workers, Work: max(opt.Work, 0), Gap: opt.Gap, Seed: opt.Seed,
		Stop: func() bool { return limited.Err() != nil },
	}
	if opt.Progress != nil {
		opt.Progress(Progress{Phase: Starting})
		run.OnEvent = func(e engine.Event) {
			p := Progress{Phase: Improving, Plan: e.Plan, Bound: e.Higher, Objective: b.objective(e.Value, e.Bound, e.From), Work: e.Work, Nodes: e.Nodes, Conflicts: e.Conflicts}
			if e.Near {
				p.Phase = Proving
			}
			opt.Progress(p)
		}
	}
	res := engine.Run(b.g, run)
	why := "no better plan found"
	switch {
	case res.Reason == engine.Proved:
		why = "proved"
	case res.Reason == engine.GoodEnough:
		why = "good enough"
	case res.Reason == engine.WorkLimit:
		why = "work limit"
	case res.Reason == engine.Stopped && ctx.Err() != nil:
		why = "cancelled"
	case res.Reason == engine.Stopped:
		why = "time limit"
	}
	return res, why
}

// proved reports whether no plan is better, in the sense of Level.
func (b *ground) proved(values []Value) bool {
	levels := b.p.objective()
	for i, v := range values {
		if v.Value > plus(v.Bound, levels[i].allowed(i == len(values)-1)) {
			return false
		}
	}
	return true
}

// allowed is what a level may pay more than the least. On the last nothing depends.
func (l *Level) allowed(last bool) int64 {
	if last {
		return 0
	}
	return l.Tolerance
}

// objective is Objective with its default.
func (p *Problem) objective() []Level {
	if p.Objective == nil {
		return DefaultObjective()
	}
	return p.Objective
}

// refuse is the answer without a plan.
func (b *ground) refuse(ctx context.Context, c *Conflict, opt Options, effort engine.Effort) (*Plan, error) {
	diagnose(ctx, b.p, opt, c)
	plan := b.blank()
	plan.Conflict = c
	plan.Status, plan.Stopped = Unknown, c.Stopped
	if c.Proved {
		plan.Status = Infeasible
	}
	plan.Violations, plan.Seed = c.Findings, opt.Seed
	plan.Work, plan.Nodes, plan.Conflicts = effort.Work, effort.Nodes, effort.Conflicts
	return plan, c
}
