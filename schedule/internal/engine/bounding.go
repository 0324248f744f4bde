package engine

import (
	"github.com/berthplan/berth/schedule/internal/bound"
	"github.com/berthplan/berth/schedule/internal/grid"
)

// looks is how many activities and windows the bounds look at in the time that
// placing one activity on trial takes.
const looks = 30

// widest is how many activities a problem may have for the bounds to be worth narrowing it.
const widest = 20_000

// bounding is the destructive bounds as a source of proofs: one level of the
// objective after the other, once there is a plan that they may be compared with.
type bounding struct {
	r     *run
	sol   *grid.Solution
	value []int64
	level int           // the one that is looked at
	s     *bound.Search // nil: not yet begun
	spent int64         // by searches before
	told  int64
	found []Proof
}

// newBounding returns nil where the problem is too large.
func newBounding(r *run) *bounding {
	if len(r.p.Acts) > widest {
		return nil
	}
	return &bounding{r: r}
}

func (b *bounding) step(until int64) {
	for b.busy() && b.work() < until && !b.r.stopped() {
		if b.s == nil {
			floor, _ := b.r.opt.Floor(b.value)
			above := append([]int64{}, b.value[:b.level]...)
			b.told = floor[b.level]
			b.s = bound.NewSearch(b.r.p, above, floor[b.level], b.value[b.level])
		}
		b.s.Step(until*looks-b.spent, b.r.opt.Stop)
		if b.s.Bound > b.told {
			b.told = b.s.Bound
			b.found = append(b.found, Proof{Above: b.s.Above, Bound: b.s.Bound, From: b.s.From})
		}
		if b.s.Over() {
			b.turnTo(b.level + 1)
		}
	}
}

// turnTo goes on with a level.
func (b *bounding) turnTo(level int) {
	if b.s != nil {
		b.spent += b.s.Work()
	}
	b.s, b.level = nil, level
}

func (b *bounding) work() int64 {
	if b.s != nil {
		return (b.spent + b.s.Work()) / looks
	}
	return b.spent / looks
}

func (b *bounding) share() int64                    { return 1 }
func (b *bounding) busy() bool                      { return b.value != nil && b.level < len(b.value) }
func (b *bounding) best() (*grid.Solution, []int64) { return b.sol, b.value }

// offer takes a better plan. What was proved of plans that are worse than it at
// some level above a level is to be proved anew.
func (b *bounding) offer(sol *grid.Solution, value []int64) {
	if b.value != nil && !grid.Less(value, b.value) {
		return
	}
	worse := len(value)
	for k := range b.value {
		if value[k] > b.value[k] {
			worse = k
			break
		}
	}
	b.sol, b.value = sol, value
	switch {
	case b.level > worse:
		b.turnTo(worse + 1)
	case b.s != nil:
		b.s.Below(value[b.level])
	}
}

func (b *bounding) hear(sol *grid.Solution, value []int64) { b.offer(sol, value) }

func (b *bounding) proofs() []Proof {
	out := b.found
	b.found = nil
	return out
}

func (b *bounding) infeasible() bool                { return false }
func (b *bounding) nodes() (nodes, conflicts int64) { return 0, 0 }
