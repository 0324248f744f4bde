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
	r     *run
	seed  uint64
	scout bool            // mostly improves
	k     *kernel.Session // nil before the first turn: stating the problem takes time
	near  *lns.Search
	turns int
	vain  int // turns near the best plan, in a row, that brought nothing
	sol   *grid.Solution
	value []int64
	found []Proof
}

// largest is how many activities a problem may have for the kernel to be worth building.
const largest = 5000

// newProving returns the kernel of worker n, or nil where the problem is too large for proofs. The first
// worker's mostly proves. Those of the others would prove the same: they mostly look near the best plan.
func newProving(r *run, seed uint64, n int) *proving {
	if len(r.p.Acts) > largest {
		return nil
	}
	return &proving{r: r, seed: seed, scout: n > 0}
}

// open states the problem to the kernel.
func (k *proving) open() {
	k.k = (&kernel.Solver{P: k.r.p, Stop: k.r.opt.Stop, Warm: k.sol,
		OnPlan: func(sol *grid.Solution, value []int64) { k.sol, k.value = sol, value },
		OnBound: func(_ int, above []int64, at int64) {
			k.found = append(k.found, Proof{Above: above, Bound: at, From: "constraint search"})
		},
	}).Open()
	k.near = lns.New(k.r.p, k.k, k.seed)
}

func (k *proving) step(until int64) {
	work := max(1, until-k.work()) * steps
	if k.k == nil {
		k.open()
	}
	for _, p := range k.r.proofs { // as told before this turn
		k.k.Know(p.Above, p.Bound)
	}
	if k.turns++; k.sol == nil || !k.improves() {
		k.k.Step(work)
		return
	}
	before := k.sol
	k.k.Allow(work)
	k.near.Step(work)
	if k.vain++; k.sol != before {
		k.vain = 0
	}
}

// improves reports whether this turn is near the best plan.
func (k *proving) improves() bool {
	switch {
	case k.scout:
		return k.turns%4 != 0
	case k.vain > 10:
		return k.turns%12 == 0
	}
	return k.turns%2 == 0
}

// result is what the kernel knows so far.
func (k *proving) result() (r kernel.Result) {
	if k.k != nil {
		r = k.k.Result()
	}
	return r
}

func (k *proving) work() int64                     { return k.result().Stats.Work / steps }
func (k *proving) share() int64                    { return 4 }
func (k *proving) busy() bool                      { return !k.result().Done }
func (k *proving) best() (*grid.Solution, []int64) { return k.sol, k.value }
func (k *proving) infeasible() bool                { return k.result().Infeasible }

func (k *proving) offer(sol *grid.Solution, value []int64) {
	switch {
	case k.sol != nil && !grid.Less(value, k.value):
	case k.k == nil:
		k.sol, k.value = sol, value
	default:
		k.k.Offer(sol)
	}
}

func (k *proving) hear(sol *grid.Solution, value []int64) { k.offer(sol, value) }

func (k *proving) proofs() []Proof {
	out := k.found
	k.found = nil
	return out
}

func (k *proving) nodes() (nodes, conflicts int64) {
	stats := k.result().Stats
	return stats.Decisions, stats.Conflicts
}
