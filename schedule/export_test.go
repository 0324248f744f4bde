package schedule

import (
	"slices"
	"time"

	"github.com/berthplan/berth/schedule/internal/grid"
	"github.com/berthplan/berth/schedule/internal/sgs"
)

// Moved returns plan with one activity started at another time and all else
// where it was: changeovers, outcomes and objective follow from that.
func Moved(p *Problem, plan *Plan, activity string, start time.Time) *Plan {
	b := newGround(p)
	sol := b.solution(plan)
	i := b.act[activity]
	sol.Start[i] = b.down(start)
	sol.End[i] = b.g.Acts[i].Finish(sol.Mode[i], sol.Start[i])
	return b.filled(sol, *plan)
}

// Placed returns the plan in which activity i starts so many minutes after the
// plan does, in mode modes[i]; a negative start leaves it out. Facts are where they are.
func Placed(p *Problem, starts, modes []int) *Plan {
	b := newGround(p)
	sol := &grid.Solution{Start: make([]int, len(starts)), End: make([]int, len(starts)), Mode: modes}
	for i := range starts {
		switch a := &b.g.Acts[i]; {
		case a.Fixed:
			sol.Start[i], sol.End[i] = a.Start, a.End
		case starts[i] < 0:
			sol.Start[i], sol.End[i] = grid.Never, grid.Never
		default:
			sol.Start[i], sol.End[i] = starts[i], a.Finish(modes[i], starts[i])
			if sol.End[i] >= grid.Never {
				return nil
			}
		}
	}
	plan := b.blank()
	plan.Status = Feasible
	return b.filled(sol, *plan)
}

func (b *ground) filled(sol *grid.Solution, out Plan) *Plan {
	st := sgs.NewState(b.g)
	st.Load(sol)
	out.Activities = nil
	changes, _ := st.Changeovers()
	for k := range b.p.Activities {
		if sol.Start[k] < grid.Never {
			out.Activities = append(out.Activities, b.assignment(st, sol, k, changes))
		}
	}
	out.Changeovers = b.changeovers(changes)
	out.Packages = b.outcomes(&out)
	out.Objective = b.objective(b.g.Evaluate(sol), make([]int64, len(b.g.Levels)), make([]string, len(b.g.Levels)))
	return &out
}

// Only is p with nothing but the given rules of those that can be taken away.
func Only(p *Problem, kept ...Rule) *Problem {
	p = p.required()
	gone := rules{}
	for _, r := range p.parts() {
		gone[r] = !slices.Contains(kept, r)
	}
	return p.without(gone, nil)
}
