package engine

import (
	"github.com/berthplan/berth/schedule/internal/grid"
	"github.com/berthplan/berth/schedule/internal/sgs"
)

// source makes plans or proofs, a little at a time. Its work is counted in
// units that take about as long as placing an activity on trial.
type source interface {
	step(until int64)                        // goes on until its work is so much in all, or a little more
	work() int64                             // done so far
	share() int64                            // how much of a worker's work is its, beside the others'; 0: only the first turn
	busy() bool                              // whether it has more to try
	best() (*grid.Solution, []int64)         // the best plan it knows, or nil
	offer(sol *grid.Solution, value []int64) // a better plan, found elsewhere by the same worker
	hear(sol *grid.Solution, value []int64)  // or by another one
	proofs() []Proof                         // new since the last call
	infeasible() bool                        // it has proved that there is no plan
	nodes() (nodes, conflicts int64)
}

// worker is sources that take turns.
type worker struct {
	r       *run
	plans   *sgs.Search
	evolved *evolution // nil: the problem is of another kind
	sources []source
	best    *grid.Solution
	value   []int64
}

func (r *run) newWorker(k int) *worker {
	w := &worker{r: r}
	seed := r.opt.Seed + uint64(k)*0x9e3779b97f4a7c15
	w.plans = sgs.New(r.p, r.opt.Early, r.opt.From, seed, r.opt.Stop)
	w.plans.Begin(2 * k)
	e := newEvolution(r, seed, k)
	w.evolved = e
	w.sources = []source{&generation{s: w.plans, limit: r.opt.Work, once: e != nil}}
	if e != nil {
		w.sources = append(w.sources, e)
	}
	if b := newBounding(r); b != nil && k == 0 {
		w.sources = append(w.sources, b)
	}
	if p := newProving(r, seed, k); p != nil {
		w.sources = append(w.sources, p)
	}
	return w
}

// turn is how much a source does before another may go on, after so much work in
// all: little at first, so that each is heard early.
func turn(work int64) int64 { return min(max(100, work/8), 40_000) }

// run lets the sources take turns until the worker has done so much work in
// all, nothing is left to try, or what they found ends the search.
func (w *worker) run(until int64) {
	for w.work() < until && !w.r.stopped() && !w.infeasible() {
		next := w.next()
		if next == nil {
			return
		}
		left := until - w.work()
		next.step(next.work() + min(turn(w.work()), left))
		if sol, value := next.best(); sol != nil && (w.best == nil || grid.Less(value, w.value)) {
			w.offer(sol, value)
			if w.r.floored(value) {
				return
			}
		}
	}
}

// next is the busy source that is furthest behind its share; the first of equals.
func (w *worker) next() (next source) {
	for _, s := range w.sources {
		if s.busy() && (next == nil || s.work()*next.share() < next.work()*s.share()) {
			next = s
		}
	}
	return next
}

// offer hands a plan to every source.
func (w *worker) offer(sol *grid.Solution, value []int64) {
	w.best, w.value = sol, value
	for _, s := range w.sources {
		s.offer(sol, value)
	}
}

// hear takes over a plan of another worker.
func (w *worker) hear(sol *grid.Solution, value []int64) {
	w.best, w.value = sol, value
	for _, s := range w.sources {
		s.hear(sol, value)
	}
}

func (w *worker) work() (sum int64) {
	for _, s := range w.sources {
		sum += s.work()
	}
	return sum
}

func (w *worker) busy() bool { return w.next() != nil }

func (w *worker) infeasible() bool {
	for _, s := range w.sources {
		if s.infeasible() {
			return true
		}
	}
	return false
}

func (w *worker) nodes() (nodes, conflicts int64) {
	for _, s := range w.sources {
		n, c := s.nodes()
		nodes, conflicts = nodes+n, conflicts+c
	}
	return nodes, conflicts
}

// floored reports whether value is proved to be the best beforehand.
func (r *run) floored(value []int64) bool {
	floor, _ := r.opt.Floor(value)
	for i, v := range value {
		if v > floor[i] {
			return false
		}
	}
	return true
}

// generation is the schedule generation schemes as a source.
type generation struct {
	s     *sgs.Search
	limit int64 // of the whole run: an attempt that is under way may use it up
	once  bool  // another source improves what the first plan begins
}

func (g *generation) step(until int64) {
	for first := true; first || g.s.Work() < until && g.busy(); first = false {
		if g.s.Step(g.limit); g.s.Stopped() {
			return
		}
	}
}

func (g *generation) work() int64 { return g.s.Work() }
func (g *generation) busy() bool  { return !g.s.Exhausted() }
func (g *generation) share() int64 {
	if g.once {
		return 0
	}
	return 4
}
func (g *generation) best() (*grid.Solution, []int64)         { return g.s.Best, g.s.Value }
func (g *generation) offer(sol *grid.Solution, value []int64) { g.s.Offer(sol, value) }
func (g *generation) hear(sol *grid.Solution, value []int64)  { g.s.Offer(sol, value) }
func (g *generation) proofs() []Proof                         { return nil }
func (g *generation) infeasible() bool                        { return false }
func (g *generation) nodes() (nodes, conflicts int64)         { return 0, 0 }
