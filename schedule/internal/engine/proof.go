package engine

import (
	"github.com/berthplan/berth/schedule/internal/grid"
	"github.com/berthplan/berth/schedule/internal/kernel"
	"github.com/berthplan/berth/schedule/internal/lns"
)

// steps is how much work of the kernel takes as long as placing an activity on trial elsewhere.
const steps = 20

// proving is the constraint kernel as a source of plans and proofs. By turns it
// searches everywhere, which proves, and near the best plan, which improves it.
type proving struct {
	k     *kernel.Session
	near  *lns.Search
	turns int
	done  bool
	sol   *grid.Solution
	value []int64
	found []Proof
}

// largest is how many activities a problem may have for the kernel to be worth building.
const largest = 5000

// newProving returns nil where the problem is too large for proofs.
func newProving(r *run, seed uint64) *proving {
	if len(r.p.Acts) > largest {
		return nil
	}
	k := &proving{}
	k.k = (&kernel.Solver{P: r.p, Stop: r.opt.Stop,
		OnPlan: func(sol *grid.Solution, value []int64) { k.sol, k.value = sol, value },
		OnBound: func(_ int, above []int64, at int64) {
			k.found = append(k.found, Proof{Above: above, Bound: at, From: "constraint search"})
		},
	}).Open()
	k.near = lns.New(r.p, k.k, seed)
	return k
}

func (k *proving) step(until int64) {
	work := max(1, until-k.work()) * steps
	k.turns++
	if k.sol != nil && k.turns%2 == 0 {
		k.k.Allow(work)
		k.near.Step(work)
	} else {
		k.k.Step(work)
	}
	k.done = k.k.Result().Done
}

func (k *proving) work() int64                     { return k.k.Result().Stats.Work / steps }
func (k *proving) share() int64                    { return 2 }
func (k *proving) busy() bool                      { return !k.done }
func (k *proving) best() (*grid.Solution, []int64) { return k.sol, k.value }

func (k *proving) offer(sol *grid.Solution, value []int64) {
	if k.sol == nil || grid.Less(value, k.value) {
		k.k.Offer(sol)
	}
}

func (k *proving) proofs() []Proof {
	out := k.found
	k.found = nil
	return out
}

func (k *proving) infeasible() bool { return k.k.Result().Infeasible }

func (k *proving) nodes() (nodes, conflicts int64) {
	stats := k.k.Result().Stats
	return stats.Decisions, stats.Conflicts
}
