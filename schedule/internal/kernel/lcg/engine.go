package lcg

// Engine holds the variables, the clauses and the propagators, and searches.
type Engine struct {
	ub    []int32 // per signed variable: its upper bound now
	last  []int32 // per signed variable: its last event, or -1
	trail []event
	lim   []int32 // per level: the length of the trail when it began
	qhead int
	why   []Lit // eager reasons of the events on the trail
	confl []Lit // true literals that contradict each other
	dead  bool  // contradictory at level 0

	clauses
	differences
	queue     queue
	halt      halt
	order     vsids
	learn     analysis
	target    []int32 // per variable: the value a decision tends to
	vsidsOnly bool    // tests: ask no Brancher
	off       rules   // tests: what is not used
	always    bool    // tests: what is rationed looks everywhere
	probing   bool    // the search decides nothing but its assumptions
	rationed  int64   // propagators that look only where it pays

	stats   Stats
	restart restarts
	core    []Lit

	// audit, in tests, sees every reason with the literal it implies, and every
	// conflict and learnt clause, as what implies False.
	audit func(reason []Lit, l Lit)
}

// Stats counts what the engine has done.
type Stats struct {
	Conflicts, Decisions, Restarts int64
	// Work grows by the events propagated, the watches visited and what the
	// propagators looked at. It is the measure of effort that no clock disturbs.
	Work int64
}

// Stats returns the counts so far.
func (e *Engine) Stats() Stats { return e.stats }

// New returns an engine with no variable but the constant 0.
func New() *Engine {
	e := &Engine{}
	e.NewVar(0, 0)
	return e
}

// NewVar adds a variable with the values lo … hi.
func (e *Engine) NewVar(lo, hi int) Var {
	x := Var(len(e.target))
	e.ub = append(e.ub, int32(hi), int32(-lo))
	e.last = append(e.last, -1, -1)
	e.target = append(e.target, int32(lo))
	e.watches = append(e.watches, watchlist{}, watchlist{})
	e.out = append(e.out, nil, nil)
	e.cond = append(e.cond, nil, nil)
	e.condOn = append(e.condOn, nil, nil)
	e.queue.wake = append(e.queue.wake, nil, nil)
	e.order.addVar()
	if lo > hi {
		e.dead = true
	}
	return x
}

// Min is the lower bound of v now.
func (e *Engine) Min(v View) int { return int(e.min(v)) }

// Max is the upper bound of v now.
func (e *Engine) Max(v View) int { return int(e.max(v)) }

// Holds reports whether l is true now.
func (e *Engine) Holds(l Lit) bool { return e.ub[l.S] <= l.B }

// Fails reports whether l is false now.
func (e *Engine) Fails(l Lit) bool { return -e.ub[l.S^1] > l.B }

func (e *Engine) max(v View) int32 { return e.ub[v.s] + v.o }
func (e *Engine) min(v View) int32 { return v.o - e.ub[v.s^1] }

// Aim makes decisions about v tend to value to.
func (e *Engine) Aim(v View, to int) {
	t := int32(to) - v.o
	if v.s&1 != 0 {
		t = -t
	}
	e.target[v.s>>1] = t
}

// AimHere makes all decisions tend to the values in force, which must all be fixed.
func (e *Engine) AimHere() {
	for x := range e.target {
		e.target[x] = e.ub[2*x]
	}
}

// Tends reports whether decisions tend to make l true.
func (e *Engine) Tends(l Lit) bool {
	t := e.target[l.S>>1]
	if l.S&1 != 0 {
		t = -t
	}
	return t <= l.B
}
