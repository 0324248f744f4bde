package engine

import (
	"slices"
	"sync"

	"github.com/berthplan/berth/schedule/internal/grid"
	"github.com/berthplan/berth/schedule/internal/sgs"
)

// Options bounds and guides a run.
type Options struct {
	Early   []int                                              // earliest ends of the activities: see package bound
	Floor   func(value []int64) (bound []int64, from []string) // what is proved beforehand, for plans as good as value
	From    *grid.Solution                                     // to begin with; nil: none
	Workers int                                                // 0: one
	Work    int64                                              // of each worker; 0: no limit
	Gap     float64                                            // good enough: (value - bound) / max(1, value) at every level
	Seed    uint64
	Stop    func() bool // polled; may be nil
	OnEvent func(Event) // told of each better plan and bound, on the goroutine of Run; may be nil
}

// Event is news of a run: of a better plan, of a higher bound, or of both.
type Event struct {
	Value, Bound []int64
	From         []string
	Plan, Higher bool // what is new
	Near         bool // a proof may be near: see run.near
	Effort
}

// Effort is what a run has done.
type Effort struct{ Work, Nodes, Conflicts int64 }

// Proof is a bound on one level, the one after those that Above holds values of: no
// plan that pays at most Above on each of these pays less than Bound on it.
type Proof struct {
	Above []int64
	Bound int64
	From  string
}

// Result is the best plan and what is proved of it, or why there is none.
type Result struct {
	Best       *grid.Solution // nil: none found
	Value      []int64
	Bound      []int64
	From       []string
	Infeasible bool         // proved: there is no plan that ends by the horizon
	Ever       bool         // and none that ends later
	Failure    *sgs.Failure // of an attempt, where there is no plan
	Partial    *sgs.State   // where Failure happened
	Reason     Reason
	Effort
}

// Reason is why a run ended.
type Reason uint8

// The reasons.
const (
	Exhausted Reason = iota // no source has anything more to try
	Proved                  // the best plan, or that there is none
	GoodEnough
	WorkLimit
	Stopped
)

// round is the work between two exchanges of workers, at first; it grows with
// what is done. A worker alone tells what it finds at once.
const round = 20_000

type run struct {
	p       *grid.Problem
	opt     Options
	workers []*worker
	res     Result
	proofs  []Proof
	told    Event
}

// Run searches until a limit, a proof or exhaustion.
func Run(p *grid.Problem, opt Options) Result {
	r := &run{p: p, opt: opt}
	for k := range max(opt.Workers, 1) {
		r.workers = append(r.workers, r.newWorker(k))
	}
	for until := int64(0); !r.done(); r.exchange() {
		if len(r.workers) == 1 {
			until += turn(until)
		} else {
			until += max(round, until/8)
		}
		if opt.Work > 0 {
			until = min(until, opt.Work)
		}
		r.turn(until)
	}
	first := r.workers[0].plans
	r.res.Failure, r.res.Partial = first.Failure, first.Partial
	if r.res.Best != nil && !slices.ContainsFunc(r.workers, func(w *worker) bool { return w.plans.Settled(r.res.Best) }) {
		if sol := first.Shifted(r.res.Best); sol != nil {
			r.res.Best, r.res.Value = sol, r.p.Evaluate(sol)
		}
	}
	r.tell()
	r.res.Ever = r.res.Infeasible && (Ample(r.p) || r.withoutHorizon())
	return r.res
}

// turn lets every worker go on until it has done so much work in all.
func (r *run) turn(until int64) {
	if len(r.workers) == 1 {
		r.workers[0].run(until)
		return
	}
	var all sync.WaitGroup
	for _, w := range r.workers {
		all.Go(func() { w.run(until) })
	}
	all.Wait()
}

// exchange collects what the workers found, and tells all of the best.
func (r *run) exchange() {
	var effort Effort
	for _, w := range r.workers {
		r.learn(w)
		effort.Work += w.work()
		nodes, conflicts := w.nodes()
		effort.Nodes += nodes
		effort.Conflicts += conflicts
	}
	r.res.Effort = effort
	if r.res.Best != nil {
		for _, w := range r.workers {
			w.hear(r.res.Best, r.res.Value)
		}
	}
	r.migrate()
	r.tell()
}

// migrants is how many plans of a population are sent on in an exchange.
const migrants = 10

// migrate sends the best plans of each worker's population to the next one's.
func (r *run) migrate() {
	if len(r.workers) == 1 || r.workers[0].evolved == nil {
		return
	}
	sent := make([][]*grid.Solution, len(r.workers))
	for k, w := range r.workers {
		sent[k] = w.evolved.s.Elite(migrants)
	}
	for k, w := range r.workers {
		for _, sol := range sent[(k+len(sent)-1)%len(sent)] {
			w.evolved.s.Invite(sol)
		}
	}
}

// learn takes over what worker w has found and proved.
func (r *run) learn(w *worker) {
	if w.best != nil && (r.res.Best == nil || grid.Less(w.value, r.res.Value)) {
		r.res.Best, r.res.Value = w.best, w.value
	}
	r.res.Infeasible = r.res.Infeasible || w.infeasible()
	for _, s := range w.sources {
		for _, proof := range s.proofs() {
			r.keep(proof)
		}
	}
}

// keep adds a proof, in place of a weaker one of the same plans.
func (r *run) keep(proof Proof) {
	for i, old := range r.proofs {
		if slices.Equal(old.Above, proof.Above) {
			if proof.Bound > old.Bound {
				r.proofs[i] = proof
			}
			return
		}
	}
	r.proofs = append(r.proofs, proof)
}

// bounds works out what is proved of the best plan.
func (r *run) bounds() {
	value := r.res.Value
	if value == nil {
		return
	}
	floor, from := r.opt.Floor(value)
	r.res.Bound, r.res.From = slices.Clone(floor), slices.Clone(from)
	for _, proof := range r.proofs {
		if k := len(proof.Above); proof.Holds(value) && proof.Bound > r.res.Bound[k] {
			r.res.Bound[k], r.res.From[k] = min(proof.Bound, value[k]), proof.From
		}
	}
}

// Holds reports whether the proof says something of plans that pay value, or less, above its level.
func (p Proof) Holds(value []int64) bool {
	for i, v := range p.Above {
		if value[i] > v {
			return false
		}
	}
	return true
}

// tell reports what is new.
func (r *run) tell() {
	r.bounds()
	if r.opt.OnEvent == nil || slices.Equal(r.told.Value, r.res.Value) && slices.Equal(r.told.Bound, r.res.Bound) {
		return
	}
	r.told = Event{
		Value: r.res.Value, Bound: r.res.Bound, From: r.res.From, Effort: r.res.Effort, Near: r.near(),
		Plan: !slices.Equal(r.told.Value, r.res.Value), Higher: higher(r.res.Bound, r.told.Bound),
	}
	r.opt.OnEvent(r.told)
}

// higher reports whether a bound is above what it was, or the first there is.
func higher(bound, was []int64) bool {
	for i, b := range bound {
		if i >= len(was) || b > was[i] {
			return true
		}
	}
	return false
}

// done reports whether the run is over, and notes why.
func (r *run) done() bool {
	busy := false
	for _, w := range r.workers {
		busy = busy || w.busy()
	}
	switch {
	case r.res.Infeasible || r.res.Best != nil && r.within(0):
		r.res.Reason = Proved
	case r.res.Best != nil && r.opt.Gap > 0 && r.within(r.opt.Gap):
		r.res.Reason = GoodEnough
	case r.opt.Work > 0 && r.workers[0].work() >= r.opt.Work:
		r.res.Reason = WorkLimit
	case r.stopped():
		r.res.Reason = Stopped
	case !busy:
		r.res.Reason = Exhausted
	default:
		return false
	}
	return true
}

// within reports whether every level of the best plan is within gap of its bound.
func (r *run) within(gap float64) bool {
	for i, v := range r.res.Value {
		if v > r.res.Bound[i] && float64(v-r.res.Bound[i]) > gap*float64(max(1, v)) {
			return false
		}
	}
	return true
}

// small is how many activities a problem may have for a proof to be worth
// trying for however far the bound is.
const small = 40

// near reports whether a proof may be: the problem is small, or the first level that is not proved is
// within a fortieth of its bound, as far as the workers have told each other: the bounds are close
// at once where they will ever be, and what is open then stays open.
func (r *run) near() bool {
	if len(r.p.Acts) <= small {
		return true
	}
	for i, v := range r.res.Value {
		if b := r.res.Bound[i]; v > b {
			return 40*(v-b) <= v
		}
	}
	return true
}

func (r *run) stopped() bool { return r.opt.Stop != nil && r.opt.Stop() }
