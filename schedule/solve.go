package schedule

import (
	"context"

	"github.com/berthplan/berth/schedule/internal/sgs"
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
		return b.refuse(c, opt, 0)
	}
	res := b.search(ctx, opt, lower)
	why := stopped(ctx, res.Reason)
	if res.Best == nil {
		return b.refuse(b.blocked(res, why), opt, res.Work)
	}
	plan := b.assemble(res.Best, res.Value, lower)
	plan.Status, plan.Stopped = Feasible, why
	if proved(plan.Objective) {
		plan.Status, plan.Stopped = Optimal, "proved"
	}
	plan.Seed, plan.Work = opt.Seed, res.Work
	return plan, nil
}

func (b *ground) search(ctx context.Context, opt Options, lower *lower) sgs.Result {
	if opt.Work <= 0 && opt.Time <= 0 {
		opt.Work = DefaultWork
	}
	if opt.Time > 0 {
		limited, cancel := context.WithTimeout(ctx, opt.Time)
		defer cancel()
		ctx = limited
	}
	search := &sgs.Search{
		P: b.g, Early: lower.end, Seed: opt.Seed, Work: max(opt.Work, 0), Proved: lower.reached,
		Stop: func() bool { return ctx.Err() != nil },
	}
	if opt.Progress != nil {
		search.OnPlan = func(value []int64, work int64) {
			opt.Progress(Progress{Objective: b.objective(value, lower.of(value)), Work: work})
		}
	}
	return search.Run()
}

func proved(values []Value) bool {
	for _, v := range values {
		if v.Value > v.Bound {
			return false
		}
	}
	return true
}

func stopped(ctx context.Context, why sgs.Reason) string {
	switch {
	case why == sgs.WorkLimit:
		return "work limit"
	case why == sgs.Bounded:
		return "proved"
	case why == sgs.Stopped && ctx.Err() != nil:
		return "cancelled"
	case why == sgs.Stopped:
		return "time limit"
	}
	return "no better plan found"
}

// refuse is the answer without a plan.
func (b *ground) refuse(c *Conflict, opt Options, work int64) (*Plan, error) {
	plan := b.blank()
	plan.Status, plan.Stopped = Unknown, c.Stopped
	if c.Proved {
		plan.Status = Infeasible
	}
	plan.Violations, plan.Seed, plan.Work = c.Findings, opt.Seed, work
	return plan, c
}
