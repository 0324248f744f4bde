package sgs

import (
	"math/rand/v2"
	"sort"

	"github.com/berthplan/berth/schedule/internal/grid"
)

// Search looks for good plans: every rule under both schemes first, then
// perturbed rules and perturbed orders of the best plan so far, each repaired
// where it fails and shifted left where it can be.
type Search struct {
	P      *grid.Problem
	Early  []int // earliest ends, for priorities: see package bound
	Seed   uint64
	Work   int64                           // stop when this many placements were tried; 0: no limit
	Stop   func() bool                     // polled between plans; nil: never
	Proved func(value []int64) bool        // stop when no plan can be better; nil: never
	OnPlan func(value []int64, work int64) // each better plan; may be nil
}

// Result is the best plan found, or why the first attempt failed.
type Result struct {
	Best    *grid.Solution // nil: none found
	Value   []int64
	Failure *Failure
	Partial *State // where Failure happened
	Work    int64
	Reason  Reason
}

// Reason is why a search ended.
type Reason uint8

// The reasons.
const (
	Exhausted Reason = iota // its own limit of fruitless plans
	Bounded                 // the bound is reached
	WorkLimit
	Stopped
)

// patience is how many plans in a row may bring nothing before the search ends
// when nothing else ends it, and how many attempts may fail before the first plan.
const (
	patience = 4000
	attempts = 60
)

// Run searches until a limit.
func (s *Search) Run() Result {
	o := newOrder(s.P)
	r := &run{
		Search: s,
		rng:    rand.New(rand.NewPCG(s.Seed, 0x6265727468)),
		b:      &builder{State: NewState(s.P), o: o, q: newPriorities(s.P, o, s.Early), waits: make([]int, len(s.P.Acts))},
		drop:   newDropper(s.P),
	}
	r.search()
	r.res.Work = r.b.Work
	return r.res
}

type run struct {
	*Search
	rng  *rand.Rand
	b    *builder
	drop *dropper
	res  Result
}

// done reports whether a limit is reached, and notes which.
func (r *run) done() bool {
	switch {
	case r.res.Best != nil && r.Proved != nil && r.Proved(r.res.Value):
		r.res.Reason = Bounded
	case r.Work > 0 && r.b.Work >= r.Work:
		r.res.Reason = WorkLimit
	case r.Stop != nil && r.Stop():
		r.res.Reason = Stopped
	default:
		return false
	}
	return true
}

func (r *run) search() {
	n := len(r.P.Acts)
	base := make([][]float64, Rules)
	keys := make([]int, n)
	for rule := range Rules {
		for i := range keys {
			keys[i] = r.b.q.key(r.P, rule, i)
		}
		base[rule] = ranks(keys)
	}
	for k := 0; k < int(Rules)*2; k++ {
		if r.attempt(append([]float64(nil), base[k/2]...), k%2 == 1); r.done() {
			return
		}
	}
	rank := make([]float64, n)
	for idle, failed := 0, 0; idle < patience; {
		noise := 1.5 + float64(n)*[]float64{0.02, 0.05, 0.1, 0.3}[r.rng.IntN(4)]
		if r.res.Best != nil && r.rng.IntN(3) > 0 {
			r.fromBest(rank)
		} else {
			copy(rank, base[r.rng.IntN(int(Rules))])
		}
		for i := range rank {
			rank[i] += noise * r.rng.Float64()
		}
		if r.attempt(rank, r.rng.IntN(3) == 0) {
			idle = 0
		} else {
			idle++
		}
		if r.res.Best == nil {
			if failed++; failed > attempts {
				return
			}
		}
		if r.done() {
			return
		}
	}
}

// fromBest ranks by the starts of the best plan, with the activities of late
// packages moved forward (squeaky wheel optimisation: Joslin & Clements 1999, doi:10.1613/jair.561).
func (r *run) fromBest(rank []float64) {
	copy(rank, ranks(r.res.Best.Start))
	for k := range r.P.Pkgs {
		pkg := &r.P.Pkgs[k]
		late := false
		for _, a := range pkg.Acts {
			late = late || (r.res.Best.Start[a] < grid.Never && r.res.Best.End[a] > pkg.Due)
		}
		if late && r.rng.IntN(2) == 0 {
			forward := float64(len(rank)) * 0.4 * r.rng.Float64()
			for _, a := range pkg.Acts {
				rank[a] -= forward
			}
		}
	}
}

// attempt builds one plan by rank, repairing what fails, and reports whether it
// is the best so far.
func (r *run) attempt(rank []float64, parallel bool) bool {
	b := r.b
	b.rank, b.parallel = rank, parallel
	clear(b.Lower)
	clear(b.Out)
	if r.res.Best != nil && r.mayPay() && r.rng.IntN(4) == 0 {
		r.drop.leaveOutAny(b.Out, r.rng)
	}
	bumps := map[int]int{}
	var fail *Failure
	for try := 0; ; try++ {
		if fail = b.build(); fail == nil {
			break
		}
		if r.res.Best == nil && r.res.Failure == nil {
			r.res.Failure = fail
		}
		if try > 50+len(rank)/4 || r.over() || !r.repair(fail, bumps) {
			r.res.Failure, r.res.Partial = fail, b.State
			return false
		}
	}
	b.shift()
	sol := b.Solution()
	value := r.P.Evaluate(sol)
	if r.res.Best != nil && !grid.Less(value, r.res.Value) {
		return false
	}
	r.res.Best, r.res.Value = sol, value
	if r.OnPlan != nil {
		r.OnPlan(value, r.b.Work)
	}
	return true
}

// mayPay reports whether a plan that leaves more out, or something else, may be better than the best.
func (r *run) mayPay() bool {
	first := r.P.Levels[0].Terms
	return len(first) != 1 || first[0] != grid.LeftOut || r.res.Value[0] > 0
}

// over reports whether a limit is passed while a plan is being repaired. The
// first plan may take three times the work limit, so that a small limit still finds one.
func (r *run) over() bool {
	limit := r.Work
	if r.res.Best == nil {
		limit *= 3
	}
	return r.Work > 0 && r.b.Work >= limit || r.Stop != nil && r.Stop()
}

// repair changes what the next build starts from, by what the last one failed
// on. It reports false where it has nothing more to try.
func (r *run) repair(f *Failure, bumps map[int]int) bool {
	b := r.b
	if p := f.Block.Partner; f.Block.Kind == Linked && p != grid.None && f.Block.Lower > max(b.Start[p], b.Lower[p]) && f.Block.Lower < grid.Never {
		// the partner stands too early for a maximum lag or a common occurrence:
		// it must wait (the unscheduling step of Franck, Neumann & Schwindt 2001)
		b.Lower[p] = f.Block.Lower
		return true
	}
	if bumps[f.Act] < 3 {
		// what fails goes first next time, with all that leads to it
		bumps[f.Act]++
		forward := float64(len(b.rank)) * float64(bumps[f.Act])
		for _, i := range r.leading(f.Act) {
			b.rank[i] -= forward
		}
		clear(b.Lower)
		return true
	}
	if r.drop.leaveOut(b.Out, r.P.Acts[f.Act].Pkg) {
		clear(bumps)
		clear(b.Lower)
		return true
	}
	return false
}

// leading returns activity i, all that must come before it, and their partners in an occurrence.
func (r *run) leading(i int) []int {
	seen := map[int]bool{i: true}
	list := []int{i}
	for k := 0; k < len(list); k++ {
		for _, j := range r.b.o.preds[list[k]] {
			if !seen[j] {
				seen[j] = true
				list = append(list, j)
			}
		}
	}
	sort.Ints(list)
	return list
}
