package kernel

import (
	"math"
	"slices"

	"github.com/berthplan/berth/schedule/internal/grid"
	"github.com/berthplan/berth/schedule/internal/kernel/lcg"
)

// Solver looks for the best plan of a problem, and for proofs.
type Solver struct {
	P      *grid.Problem
	Warm   *grid.Solution // a plan that meets every rule, to start from; nil: none
	Work   int64          // stop after this much work (see lcg.Stats); 0: no limit
	Stop   func() bool    // polled now and then; nil: never
	Better func() *grid.Solution
	OnPlan func(s *grid.Solution, value []int64) // each better plan; may be nil
	// OnBound is told of each better bound, which holds for plans that pay at most above on the levels above; nil: nobody is.
	OnBound func(level int, above []int64, bound int64)
}

// Result is what a run found.
type Result struct {
	Best  *grid.Solution // nil: none found
	Value []int64        // of Best, per level
	// Bound is, per level, what no plan can beat that pays at each level above at most what Best does.
	Bound      []int64
	Proved     bool // Best is best
	Infeasible bool // there is no plan
	Done       bool // nothing is left to try
	Gaps       []Gap
	Stats      lcg.Stats
}

// firstBudget is how many conflicts each level gets in the first round. Each
// further round gives half as many more.
const firstBudget = 2000

// leap is from which gap on a level is asked for plans that are better by an
// eighth of the gap, and not only by one.
const leap = 200

// small is up to how many activities the next better plan is refuted without many steps before.
const small = 40

// Run searches until it has proved the best plan, or a limit is reached.
func (s *Solver) Run() Result {
	return s.Open().Run()
}

// Session is a problem stated to an engine, and all that was learnt about it.
type Session struct {
	*Solver
	m     *model
	res   Result
	value []int64 // what is to be beaten: the best plan's, or with gaps the model's best, if it is less

	budget int64 // conflicts that each level may have in this round
	level  int   // the one whose turn it is
	since  int64 // conflicts when its turn began
	tries  int   // in its turn
	open   int64 // in its turn, the least value that could not be refuted without a decision
}

// Open states the problem without searching.
func (s *Solver) Open() *Session {
	r := &Session{Solver: s, m: newModel(s.P, s.Stop), budget: firstBudget, open: math.MaxInt64}
	if !r.m.cut { // else nothing is searched
		r.res.Gaps = Gaps(s.P)
	}
	r.res.Bound = make([]int64, len(s.P.Levels))
	r.Offer(s.Warm)
	r.rootBounds()
	return r
}

// Run searches until it has proved the best plan, or a limit is reached. With
// a higher limit it goes on from there.
func (r *Session) Run() Result {
	for !r.res.Done && !r.Over() {
		r.next()
	}
	return r.Result()
}

// Allow lets the session do about so much more work.
func (r *Session) Allow(work int64) { r.Work = r.m.e.Stats().Work + max(work, 1) }

// Step searches on for about so much more work.
func (r *Session) Step(work int64) {
	r.Allow(work)
	r.Run()
}

// Result returns what is found and proved so far.
func (r *Session) Result() Result {
	res := r.res
	res.Bound = slices.Clone(res.Bound)
	res.Proved = res.Best != nil
	for k, b := range res.Bound {
		res.Proved = res.Proved && res.Value[k] <= b
	}
	res.Stats = r.m.e.Stats()
	return res
}

// next makes one attempt: at a first plan, or at the level whose turn it is.
func (r *Session) next() {
	r.ask()
	if r.value == nil {
		switch r.solve(nil, r.budget) {
		case lcg.Found:
			r.found()
		case lcg.Refuted:
			r.res.Infeasible, r.res.Done = !r.m.open, true
		}
		return
	}
	r.rootBounds()
	if r.proved(len(r.m.goal)) {
		r.res.Done = true
		return
	}
	conflicts := r.m.e.Stats().Conflicts
	if left := r.budget - (conflicts - r.since); left > 0 && r.res.Bound[r.level] < r.value[r.level] {
		if r.tries == 0 {
			if !r.probe(r.level) || r.res.Bound[r.level] >= r.value[r.level] {
				return
			}
		}
		r.narrow(r.level, max(left/2, 200))
		r.tries++
		return
	}
	if r.level++; r.level == len(r.m.goal) {
		r.level, r.budget = 0, r.budget+r.budget/2
	}
	r.since, r.tries, r.open = conflicts, 0, math.MaxInt64
}

// narrow works at one level: by turns it looks for a plan that is better there and no worse above, and for
// one at the bound. In a small problem it mostly looks for a better one: to refute that is the whole proof, and
// within reach.
func (r *Session) narrow(level int, conflicts int64) {
	e, z := r.m.e, r.m.goal[level].z
	assume := r.above(level)
	at := r.value[level] - 1
	gap := r.value[level] - r.res.Bound[level]
	switch {
	case r.tries%8 == 7, r.tries%2 == 1 && len(r.P.Acts) > small:
		at = r.res.Bound[level]
	case r.tries%4 == 2 && gap >= leap:
		at -= gap / 8
	}
	if last := level == len(r.m.goal)-1 && r.proved(level); last && at == r.value[level]-1 {
		e.Release()
		e.AddClause(z.Le(int(at)))
	} else {
		assume = append(assume, z.Le(int(at)))
	}
	switch r.solve(assume, conflicts) {
	case lcg.Found:
		r.found()
	case lcg.Refuted:
		r.raise(level, at+1)
	}
}

// probe raises the bound of a level to what can be refuted without a decision.
// What refutes a value refutes all better ones, so it halves the gap. It reports whether it is done.
func (r *Session) probe(level int) bool {
	for {
		lo, hi := r.res.Bound[level], min(r.value[level], r.open)
		if lo >= hi {
			return true
		}
		if r.Over() {
			return false
		}
		at := lo + (hi-lo)/2
		assume := append(r.above(level), r.m.goal[level].z.Le(int(at)))
		if r.m.e.Solve(assume, r.m, lcg.Limits{Probe: true, Stop: r.Stop}) == lcg.Refuted {
			r.raise(level, at+1)
		} else {
			r.open = at
		}
	}
}

// above are the assumptions that no level above gets worse.
func (r *Session) above(level int) (list []lcg.Lit) {
	for k, g := range r.m.goal[:level] {
		list = append(list, g.z.Le(int(r.value[k])))
	}
	return list
}

// proved reports whether the first n levels can be no better.
func (r *Session) proved(n int) bool {
	for k := range n {
		if r.res.Bound[k] < r.value[k] {
			return false
		}
	}
	return true
}

// Know takes what is proved elsewhere: no plan that pays at most above on as many levels pays less than bound on the next.
func (r *Session) Know(above []int64, bound int64) {
	for k, v := range above {
		if r.value == nil || r.value[k] > v {
			return
		}
	}
	if r.value != nil {
		r.note(len(above), min(bound, r.value[len(above)]))
	}
}

// raise notes that level pays bound at least, and tells of it.
func (r *Session) raise(level int, bound int64) {
	if r.note(level, bound) && r.OnBound != nil {
		above := r.value
		if above == nil { // known before any plan is: it holds for every plan
			above = slices.Repeat([]int64{math.MaxInt64}, len(r.m.goal))
		}
		r.OnBound(level, slices.Clone(above[:level]), bound)
	}
}

// note notes that level pays bound at least, and reports whether that is news.
func (r *Session) note(level int, bound int64) bool {
	if bound <= r.res.Bound[level] {
		return false
	}
	r.res.Bound[level] = bound
	if r.value != nil && r.proved(level) && bound <= r.value[level] {
		r.m.e.Release()
		r.m.e.AddClause(r.m.goal[level].z.Ge(int(bound)))
		if bound == r.value[level] && level < len(r.m.goal)-1 {
			r.m.e.AddClause(r.m.goal[level].z.Le(int(bound)))
		}
	}
	return true
}

// rootBounds takes what is known without any decision as bounds.
func (r *Session) rootBounds() {
	r.m.e.Release()
	for k, g := range r.m.goal {
		b := int64(r.m.e.Min(g.z))
		if r.value != nil {
			b = min(b, r.value[k])
		}
		r.raise(k, b)
	}
}

func (r *Session) solve(assume []lcg.Lit, conflicts int64) lcg.Status {
	lim := lcg.Limits{Conflicts: conflicts, Stop: r.Stop}
	if r.Work > 0 {
		lim.Work = max(1, r.Work-r.m.e.Stats().Work)
	}
	return r.m.e.Solve(assume, r.m, lim)
}

// Over reports whether a limit is reached.
func (r *Session) Over() bool {
	return r.m.cut || r.Work > 0 && r.m.e.Stats().Work >= r.Work || r.Stop != nil && r.Stop()
}

// found takes the values in force as a plan.
func (r *Session) found() {
	r.m.e.AimHere()
	r.m.aimed = true
	if len(r.res.Gaps) == 0 {
		r.take(r.m.solution())
		return
	}
	value := make([]int64, len(r.m.goal))
	for k, g := range r.m.goal {
		value[k] = int64(r.m.e.Min(g.z))
	}
	r.value = value
}

// ask takes a better plan found elsewhere.
func (r *Session) ask() {
	if r.Better != nil {
		r.Offer(r.Better())
	}
}

// Offer takes a plan from elsewhere, which must meet every rule, and reports
// whether it is the best so far.
func (r *Session) Offer(s *grid.Solution) bool {
	if s == nil || !r.take(s) {
		return false
	}
	r.m.aim(s)
	return true
}

func (r *Session) take(s *grid.Solution) bool {
	value := r.P.Evaluate(s)
	if r.res.Best != nil && !grid.Less(value, r.res.Value) {
		return false
	}
	r.res.Best, r.res.Value = s, value
	if r.value == nil || grid.Less(value, r.value) {
		for k := range r.value {
			if value[k] > r.value[k] {
				clear(r.res.Bound[k+1:]) // they hold for what pays less here
				break
			}
		}
		r.value = value
	}
	if r.OnPlan != nil {
		r.OnPlan(s, value)
	}
	return true
}
