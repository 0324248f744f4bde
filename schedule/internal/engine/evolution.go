package engine

import (
	"github.com/berthplan/berth/schedule/internal/evolve"
	"github.com/berthplan/berth/schedule/internal/grid"
)

// placements is how many activities the population search places in the time
// that placing one on trial takes elsewhere, where activities take few slots;
// fewer where they take more slots than brief.
const (
	placements = 16
	brief      = 64
)

// evolution is the population search as a source, for problems whose aim is a short plan.
type evolution struct {
	r     *run
	p     *grid.Problem
	s     *evolve.Search
	rate  int64 // placements in a unit of work
	over  bool  // the bound is reached
	fresh bool  // a shorter plan than sol
	sol   *grid.Solution
	value []int64
	since int64 // work when it last heard of a better plan
}

// members is how many a population of every other worker has. The others leave it
// to package evolve: what stands still sooner, and what later, serve different problems.
const members = 400

// newEvolution returns the population search of worker k, or nil where the problem is of another kind.
func newEvolution(r *run, seed uint64, k int) *evolution {
	project, ok := evolve.New(r.p)
	if !ok {
		return nil
	}
	e := &evolution{r: r, p: r.p, rate: int64(max(1, placements*brief/max(brief, project.Slots())))}
	e.s = &evolve.Search{Project: project, Seed: seed, Stop: r.opt.Stop, OnBetter: func(int, int64) { e.fresh = true }}
	if k%2 == 1 {
		e.s.Size = members
	}
	return e
}

func (e *evolution) step(until int64) {
	e.over = e.s.Step(until*e.rate-e.s.Placed()) == evolve.Bounded
}

func (e *evolution) work() int64 { return e.s.Placed() / e.rate }
func (e *evolution) busy() bool  { return !e.over }

// share is large where a proof is far away; where one is near it is less, less still where
// no better plan has come for half of the work, and then nothing where the problem is small: proofs are due.
func (e *evolution) share() int64 {
	work := e.work()
	switch {
	case !e.r.near():
		return 40
	case work-e.since <= max(patience, work/2):
		return 12
	case len(e.p.Acts) <= small:
		return 0
	}
	return 4
}

// patience is work without a better plan that says nothing yet.
const patience = 5_000

func (e *evolution) best() (*grid.Solution, []int64) {
	if e.fresh {
		e.fresh, e.since = false, e.work()
		if sol, makespan := e.s.Best(); makespan <= e.p.Horizon { // it knows no horizon
			e.sol, e.value = sol, e.p.Evaluate(sol)
		}
	}
	return e.sol, e.value
}

func (e *evolution) offer(sol *grid.Solution, value []int64) {
	if e.sol == nil || grid.Less(value, e.value) {
		e.since = e.work()
		e.s.Offer(sol)
	}
}

// hear takes nothing over: see run.migrate.
func (e *evolution) hear(_ *grid.Solution, value []int64) {
	if e.sol != nil && grid.Less(value, e.value) {
		e.since = e.work()
	}
}

func (e *evolution) proofs() []Proof                 { return nil }
func (e *evolution) infeasible() bool                { return false }
func (e *evolution) nodes() (nodes, conflicts int64) { return 0, 0 }
