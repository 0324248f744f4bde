package sgs

import (
	"math/rand/v2"
	"sort"

	"github.com/berthplan/berth/schedule/internal/grid"
)

// Search improves plans a step at a time: serial and parallel schemes under
// every priority rule, then perturbations of them and of the best plan so far, each repaired
// where it fails and shifted left where it can be.
type Search struct {
	Best    *grid.Solution // nil: none found
	Value   []int64
	Failure *Failure // of the last attempt that failed
	Partial *State   // where that was

	p     *grid.Problem
	stop  func() bool
	limit int64 // of the work of the step under way; 0: none
	rng   *rand.Rand
	b     *builder
	drop  *dropper
	from  *grid.Solution
	base  [][]float64 // ranks, by rule
	tries int
	idle  int   // attempts in a row that brought nothing
	late  []int // see latest
	stays int   // attempts to keep everything where it is expected

	settled *grid.Solution // the last plan that was shifted and kept
}

// New returns a search over p. The earliest ends (see package bound) are for
// priorities, from is a solution to begin with, or nil, and stop is polled; both may be nil.
func New(p *grid.Problem, early []int, from *grid.Solution, seed uint64, stop func() bool) *Search {
	o := newOrder(p)
	s := &Search{
		p: p, stop: stop, from: from,
		rng:  rand.New(rand.NewPCG(seed, 0x6265727468)),
		b:    &builder{State: NewState(p), o: o, q: newPriorities(p, o, early), waits: make([]int, len(p.Acts))},
		drop: newDropper(p),
		base: make([][]float64, Rules),
	}
	keys := make([]int, len(p.Acts))
	for rule := range Rules {
		for i := range keys {
			keys[i] = s.b.q.key(p, rule, i)
		}
		s.base[rule] = ranks(keys)
	}
	return s
}

// Begin leaves out the first attempts: others make them.
func (s *Search) Begin(attempt int) { s.tries = attempt }

// Stopped reports whether the search was asked to stop.
func (s *Search) Stopped() bool { return s.stop != nil && s.stop() }

// Work is how many activities were placed on trial so far.
func (s *Search) Work() int64 { return s.b.Work }

// patience is how many plans in a row may bring nothing before the search is
// exhausted, and attempts how many may fail before the first plan.
const (
	patience = 4000
	attempts = 60
)

// Exhausted reports whether going on promises nothing.
func (s *Search) Exhausted() bool {
	if s.Best == nil {
		return s.tries > attempts+2*int(Rules)
	}
	return s.idle >= patience
}

// Step makes one more attempt, which may take up to limit units of work in all,
// if limit is not 0. It reports whether that brought a better plan.
func (s *Search) Step(limit int64) bool {
	s.limit, s.b.halt = limit, nil
	if s.Best != nil { // the first plan is made to its end
		s.b.halt = s.Stopped
	}
	if s.from != nil {
		from := s.from
		s.from = nil
		return s.resume(from)
	}
	if s.b.seeks && s.stays < 4 {
		s.stays++
		if s.stays <= 2 {
			// what matters more than a disturbance may need others to make room
			urgent := s.p.Levels[0].Terms[0] != grid.Disturbance
			return s.repairing((s.stays == 2) != urgent)
		}
		s.b.stay = true
		return s.attempt(s.byExpectation(s.stays == 3, true), false)
	}
	if s.b.seeks && s.Best != nil && s.rng.IntN(8) > 0 {
		if s.rearrange() {
			s.idle = 0
			return true
		}
		s.idle++
		return false
	}
	k := s.tries
	s.tries++
	s.b.stay = s.b.seeks && s.rng.IntN(2) == 0
	if k < 2*int(Rules) {
		return s.attempt(append([]float64(nil), s.base[k/2]...), k%2 == 1)
	}
	rank := make([]float64, len(s.p.Acts))
	noise := 1.5 + float64(len(rank))*[]float64{0.02, 0.05, 0.1, 0.3}[s.rng.IntN(4)]
	if s.Best != nil && s.rng.IntN(3) > 0 {
		s.fromBest(rank)
	} else {
		copy(rank, s.base[s.rng.IntN(int(Rules))])
	}
	for i := range rank {
		rank[i] += noise * s.rng.Float64()
	}
	if s.attempt(rank, s.rng.IntN(3) == 0) {
		s.idle = 0
		return true
	}
	s.idle++
	return false
}

// Offer takes a better plan that was found elsewhere.
func (s *Search) Offer(sol *grid.Solution, value []int64) {
	if s.Best == nil || grid.Less(value, s.Value) {
		s.Best, s.Value, s.idle = sol, value, 0
	}
}

// Settled reports whether sol is the search's own and shifted already.
func (s *Search) Settled(sol *grid.Solution) bool { return sol != nil && sol == s.settled }

// Shifted is sol with every activity as early as the others let it start, so
// that each start has a cause; nil where sol does not meet every rule.
func (s *Search) Shifted(sol *grid.Solution) *grid.Solution {
	if !s.b.replay(sol) {
		return nil
	}
	s.b.halt = nil
	s.b.shift()
	return s.b.Solution()
}

// resume begins with a solution: as it stands, if it meets every rule; else with its order.
func (s *Search) resume(from *grid.Solution) bool {
	if sol := s.Shifted(from); sol != nil {
		return s.take(sol)
	}
	if s.b.seeks {
		return false // it begins with what people expect anyway
	}
	starts := append([]int(nil), from.Start...)
	return s.attempt(ranks(starts), false)
}

// fromBest ranks by the starts of the best plan, with the activities of late
// packages moved forward (squeaky wheel optimisation: Joslin & Clements 1999, doi:10.1613/jais.561).
func (s *Search) fromBest(rank []float64) {
	copy(rank, ranks(s.Best.Start))
	for k := range s.p.Pkgs {
		pkg := &s.p.Pkgs[k]
		late := false
		for _, a := range pkg.Acts {
			late = late || (s.Best.Start[a] < grid.Never && s.Best.End[a] > pkg.Due)
		}
		if late && s.rng.IntN(2) == 0 {
			forward := float64(len(rank)) * 0.4 * s.rng.Float64()
			for _, a := range pkg.Acts {
				rank[a] -= forward
			}
		}
	}
}

// attempt builds one plan by rank, repairing what fails, and reports whether it
// is the best so far.
func (s *Search) attempt(rank []float64, parallel bool) bool {
	b := s.b
	b.rank, b.parallel = rank, parallel
	clear(b.Lower)
	clear(b.Out)
	if s.Best != nil && s.mayPay() && s.rng.IntN(4) == 0 {
		s.drop.leaveOutAny(b.Out, s.rng)
	}
	bumps := map[int]int{}
	var fail *Failure
	for try := 0; ; try++ {
		if fail = b.build(); fail == nil {
			break
		}
		if s.Best == nil && s.Failure == nil {
			s.Failure = fail
		}
		patience := 50 + len(rank)/4
		if s.b.seeks && s.Best != nil {
			patience = 3 // what there is can be improved at less cost
		}
		if try > patience || s.over() || !s.repair(fail, bumps) {
			s.Failure, s.Partial = fail, b.State
			return false
		}
	}
	return b.shift() && s.take(b.Solution())
}

// take keeps sol if it is the best so far.
func (s *Search) take(sol *grid.Solution) bool {
	value := s.p.Evaluate(sol)
	if s.Best != nil && !grid.Less(value, s.Value) {
		return false
	}
	s.Best, s.Value, s.settled = sol, value, sol
	return true
}

// mayPay reports whether a plan that leaves more out, or something else, may be better than the best.
func (s *Search) mayPay() bool {
	first := s.p.Levels[0].Terms
	return len(first) != 1 || first[0] != grid.LeftOut || s.Value[0] > 0
}

// over reports whether a limit is passed while a plan is being repaired. The
// first plan may take three times the work limit, so that a small limit still finds one.
func (s *Search) over() bool {
	limit := s.limit
	if s.Best == nil {
		limit *= 3
	}
	return limit > 0 && s.b.Work >= limit || s.Stopped()
}

// repair changes what the next build starts from, by what the last one failed
// on. It reports false where it has nothing more to try.
func (s *Search) repair(f *Failure, bumps map[int]int) bool {
	b := s.b
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
		for _, i := range s.leading(f.Act) {
			b.rank[i] -= forward
		}
		clear(b.Lower)
		return true
	}
	if s.drop.leaveOut(b.Out, s.p.Acts[f.Act].Pkg) {
		clear(bumps)
		clear(b.Lower)
		return true
	}
	return false
}

// leading returns activity i, all that must come before it, and their partners in an occurrence.
func (s *Search) leading(i int) []int {
	seen := map[int]bool{i: true}
	list := []int{i}
	for k := 0; k < len(list); k++ {
		for _, j := range s.b.o.preds[list[k]] {
			if !seen[j] {
				seen[j] = true
				list = append(list, j)
			}
		}
	}
	sort.Ints(list)
	return list
}
