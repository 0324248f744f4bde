package lcg

// Status is how a search ended.
type Status uint8

// The statuses.
const (
	Unknown Status = iota // a limit was reached
	Found                 // all variables are fixed, see Value
	Refuted               // nothing meets the assumptions, see Core
)

// Limits end a search early. Zero fields do not.
type Limits struct {
	Conflicts int64       // of this call
	Work      int64       // of this call, as Stats.Work
	Stop      func() bool // polled now and then
	Probe     bool        // decide nothing but the assumptions
}

// Brancher proposes decisions: the first ones, until conflicts tell what matters,
// and those for which activity has nothing to propose.
type Brancher interface {
	// Next returns an undecided literal, or False when it has none.
	Next(e *Engine) Lit
}

// Solve looks for values that meet everything stated, and the assumptions.
// On Found, values are in force until the next call of Release. On Refuted, Core
// holds the assumptions that contradict each other; with an empty Core nothing meets what is stated.
func (e *Engine) Solve(assume []Lit, b Brancher, lim Limits) Status {
	e.cancel(0)
	e.core, e.probing = e.core[:0], lim.Probe
	if e.dead {
		return Refuted
	}
	conflicts, work := e.stats.Conflicts, e.stats.Work
	if e.keep == 0 {
		e.keep = 4000
	}
	e.restart.begin()
	e.halt = halt{ask: lim.Stop}
	for polls := 0; ; {
		if !e.propagate() {
			if !e.analyze() {
				return Refuted
			}
			continue
		}
		if e.halt.yes {
			e.cancel(0)
			return Unknown
		}
		if e.restart.due() {
			e.cancel(0)
			e.stats.Restarts++
			e.restart.begin()
			if e.learnts > e.keep {
				if !e.propagate() {
					e.dead = true
					return Refuted
				}
				e.reduce()
				e.order.trim(mostAtoms)
				e.keep += 300
				if e.dead {
					return Refuted
				}
			}
			continue
		}
		polls++
		if lim.Work > 0 && e.stats.Work-work >= lim.Work || lim.Conflicts > 0 && e.stats.Conflicts-conflicts >= lim.Conflicts || polls&7 == 0 && lim.Stop != nil && lim.Stop() {
			e.cancel(0)
			return Unknown
		}
		if n := len(e.lim); n < len(assume) {
			switch l := assume[n]; {
			case e.Holds(l):
				e.lim = append(e.lim, int32(len(e.trail)))
			case e.Fails(l):
				e.blame(l)
				e.cancel(0)
				return Refuted
			default:
				e.decide(l)
			}
			continue
		}
		if lim.Probe {
			e.cancel(0)
			return Unknown
		}
		l := e.choose(b)
		if l == False {
			return Found
		}
		e.stats.Decisions++
		e.decide(l)
	}
}

// Release takes back all decisions.
func (e *Engine) Release() { e.cancel(0) }

// Core returns the assumptions that the last search refuted. The slice is the engine's own.
func (e *Engine) Core() []Lit { return e.core }

// choose returns the next decision, or False when everything is fixed.
func (e *Engine) choose(b Brancher) Lit {
	q := &e.order
	if e.restart.n > 1 || e.vsidsOnly { // a hot restart: Schutt et al. 2013

		for {
			a := q.pop(len(e.lim) + 1)
			if a < 0 {
				break
			}
			x, v := q.x[a], q.v[a]
			if e.ub[2*x] <= v || -e.ub[2*x+1] > v {
				continue
			}
			if e.target[x] <= v {
				return Lit{2 * x, v}
			}
			return Lit{2 * x, v}.Not()
		}
	}
	if b != nil {
		if l := b.Next(e); l != False {
			return l
		}
	}
	for x := range e.target {
		lo, hi := -e.ub[2*x+1], e.ub[2*x]
		if lo < hi {
			if t := e.target[x]; t > lo && t <= hi {
				return Lit{int32(2*x + 1), -t}
			} else if t == lo || t < lo {
				return Lit{int32(2 * x), lo}
			}
			return Lit{int32(2*x + 1), -hi}
		}
	}
	return False
}

// blame fills core with the assumptions that imply that l, an assumption, is false.
func (e *Engine) blame(l Lit) {
	a := &e.learn
	for len(a.need) < len(e.trail) {
		a.need = append(a.need, none)
		a.state = append(a.state, none)
	}
	e.core = append(e.core, l)
	a.lower = a.lower[:0]
	e.ask([]Lit{l.Not()}, -1)
	for i := len(e.trail) - 1; i >= 0; i-- {
		b := a.need[i]
		if b == none {
			continue
		}
		a.need[i] = none
		ev := e.trail[i]
		if ev.kind == byDecision {
			e.core = append(e.core, Lit{ev.s, ev.new})
			continue
		}
		a.buf = e.explain(Lit{ev.s, b}, ev.reason, int32(i), a.buf[:0])
		e.ask(a.buf, -1)
	}
	a.lower = a.lower[:0]
}
