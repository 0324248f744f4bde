package lcg

import (
	"math"
	"slices"
	"sort"
)

// timetableEdge is time-table edge-finding (Vilím 2011,
// doi:10.1007/978-3-642-21311-3_22; Schutt, Feydy & Stuckey 2013, doi:10.1007/978-3-642-38171-3_16) for the
// tasks of a cumulative. It looks at windows [a, b) between an earliest start and a latest end. What the
// tasks must take there is the time-table's share and, of the tasks that start in the window, what of them
// does not fit behind it. If that is more than there is, it fails; if it leaves too little for a task to begin there, the task starts later.
//
// The reason names, for each task, how long it overlaps the window at least (see shares).
type timetableEdge struct {
	id    int32
	cap   int64
	tasks [2][]ctask
	effort
	shares
	look  []span
	byEst []int32   // tasks with a part that moves
	ends  []int32   // the latest ends of these
	steps []segment // of the time-table
	taken []int64   // before each of them
	list  []Lit
}

// span is a task as the bounds have it, in the direction looked in.
type span struct {
	est, lst, ect, lct int32
	length             int32 // what it takes at least
	free               int32 // the part of it that the time-table does not hold
	state              presence
}

type presence uint8

const (
	absent presence = iota
	undecided
	present
)

// span returns the bounds of t.
func (e *Engine) span(t *ctask) span {
	s := span{est: e.min(t.s), lst: e.max(t.s), ect: e.min(t.e), lct: e.max(t.e)}
	s.length = max(0, min(t.least, s.ect-s.est, s.lct-s.lst))
	switch {
	case e.Holds(t.when):
		s.state = present
		s.free = max(0, s.length-max(0, s.ect-s.lst))
	case !e.Fails(t.when):
		s.state = undecided
	}
	return s
}

// mostMoving is how many tasks that move make a look, which takes the square of
// their number, too long to be taken at every probe.
const mostMoving = 400

// addTimetableEdge adds the windows of a cumulative where there is something to see in them.
func (e *Engine) addTimetableEdge(c *cumulative) {
	moving := 0
	for i := range c.tasks[0] {
		if t := &c.tasks[0][i]; t.least > 0 && (e.min(t.s) < e.max(t.s) || t.when != True) {
			moving++
		}
	}
	if moving < 3 || e.off&windowRule != 0 {
		return
	}
	p := &timetableEdge{cap: int64(c.cap), tasks: c.tasks, look: make([]span, len(c.tasks[0]))}
	p.large = moving > mostMoving
	p.id = e.add(p, 2)
	e.rationed++
	e.subscribeTasks(p.id, p.tasks[0])
}

func (p *timetableEdge) propagate(e *Engine) bool {
	if !p.due(e) {
		return true
	}
	for d := range p.tasks {
		p.load(e, d)
		if !p.windows(e, d) {
			p.hit(e)
			return false
		}
	}
	return true
}

// load notes the bounds of all tasks, and the time-table.
func (p *timetableEdge) load(e *Engine, d int) {
	p.byEst, p.ends, p.steps = p.byEst[:0], p.ends[:0], p.steps[:0]
	for i := range p.tasks[d] {
		t := &p.tasks[d][i]
		s := e.span(t)
		p.look[i] = s
		if s.free > 0 {
			p.byEst = append(p.byEst, int32(i))
			p.ends = append(p.ends, s.lct)
		}
		if s.state == present && s.lst < s.ect {
			p.steps = append(p.steps, segment{s.lst, t.need}, segment{s.ect, -t.need})
		}
	}
	slices.SortFunc(p.byEst, func(i, j int32) int { return int(p.look[j].est) - int(p.look[i].est) })
	slices.Sort(p.ends)
	p.ends = slices.Compact(p.ends)
	slices.SortFunc(p.steps, func(a, b segment) int { return int(a.from) - int(b.from) })
	p.taken = p.taken[:0]
	sum, height, at := int64(0), int64(0), int32(0)
	for k := range p.steps {
		s := &p.steps[k]
		sum += height * int64(s.from-at)
		at = s.from
		height += int64(s.height)
		s.height = int32(height)
		p.taken = append(p.taken, sum)
	}
	p.charge(e, 4*len(p.look))
}

// before is what the time-table takes before t.
func (p *timetableEdge) before(t int32) int64 {
	k := sort.Search(len(p.steps), func(k int) bool { return p.steps[k].from > t }) - 1
	if k < 0 {
		return 0
	}
	return p.taken[k] + int64(p.steps[k].height)*int64(t-p.steps[k].from)
}

// counted is how long task i overlaps [a, b) at least, as far as windows counts it.
func (s *span) counted(a, b int32) int32 {
	fix := max(0, min(s.ect, b)-max(s.lst, a))
	switch {
	case s.state != present:
		return 0
	case s.est >= a && s.lct <= b:
		return fix + s.free
	case s.est >= a:
		return max(fix, min(s.length, b-s.lst))
	}
	return fix
}

// windows goes through the windows, by their end and then from the shortest to the longest.
func (p *timetableEdge) windows(e *Engine, d int) bool {
	tasks := p.tasks[d]
	visits := 0
	defer func() { p.charge(e, visits/4) }()
	for _, b := range p.ends {
		sum, until := int64(0), p.before(b)
		least, from := int64(math.MaxInt64), b
		pushed, more := -1, int64(0) // the task that a full window moves first
		for n, i := range p.byEst {
			s := &p.look[i]
			if s.est >= b {
				continue
			}
			visits++
			need := int64(tasks[i].need)
			if s.lct <= b {
				sum += need * int64(s.free)
			} else {
				in := s.counted(s.est, b)
				sum += need * int64(in-max(0, min(s.ect, b)-s.lst))
				if m := need * int64(min(s.length, b-s.est)-in); m > more {
					pushed, more = int(i), m
				}
			}
			if n+1 < len(p.byEst) && p.look[p.byEst[n+1]].est == s.est {
				continue
			}
			a := s.est
			spare := p.cap*int64(b-a) - sum - until + p.before(a)
			if spare < 0 {
				list, ok := p.full(e, p.tasks[0], p.ahead(d, a, b), p.ahead(d, b, a), int32(len(e.trail)), -1, p.cap*int64(b-a), p.list[:0])
				p.list = list
				if !ok {
					panic("lcg: internal: a window is not full")
				}
				return e.conflict(list...)
			}
			if spare < more && !p.push(e, d, pushed, a, b, spare) {
				return false
			}
			if spare < least {
				least, from = spare, a
			}
		}
		if from < b {
			visits += len(p.look)
			for i := range p.look {
				if !p.push(e, d, i, from, b, least) {
					return false
				}
			}
		}
	}
	return true
}

// ahead turns the window [a, b) as direction d sees it back into time: called
// with its ends in either order it returns the begin or the end.
func (p *timetableEdge) ahead(d int, x, y int32) int32 {
	if d == 1 {
		return -y
	}
	return x
}

// push keeps task i from overlapping [a, b) for more than what spare adds to what is counted of it.
func (p *timetableEdge) push(e *Engine, d, i int, a, b int32, spare int64) bool {
	s, t := &p.look[i], &p.tasks[d][i]
	most := int64(s.counted(a, b)) + spare/int64(t.need)
	if most >= int64(min(t.least, b-a, s.ect-a)) {
		return true
	}
	m := int32(most)
	r := reason{byPropagator + p.id, p.ahead(d, a, b), p.ahead(d, b, a)}
	switch {
	case s.state == present && s.est < b-m:
		return e.set(t.s.Ge(int(b-m)), r)
	case s.state == undecided && s.lst < b-m:
		return e.set(t.when.Not(), r)
	}
	return true
}

// explain: l keeps a task from overlapping [a, b) for longer than the others leave it. Which
// task that is, l tells; of several with the same start or end, any will do of which it is true.
func (p *timetableEdge) explain(e *Engine, l Lit, a, b, at int32, out []Lit) []Lit {
	n := len(out)
	for i := range p.tasks[0] {
		t := &p.tasks[0][i]
		lst, ect := e.maxAt(t.s, at), e.minAt(t.e, at)
		start := t.s.Ge(int(t.s.lower(l)))
		end := t.e.Le(int(t.e.upper(l)))
		not := t.when.Not()
		most := min(t.least, b-a)
		if l == start {
			if m := min(most, ect-a, b-t.s.lower(l)+1); m > 0 && e.heldAt(t.when, at) {
				if out, ok := p.leaves(e, i, a, b, at, m, append(out, t.e.Ge(int(a+m)), t.when)); ok {
					return out
				}
			}
		}
		if l == end {
			if m := min(most, b-lst, t.e.upper(l)-a+1); m > 0 && e.heldAt(t.when, at) {
				if out, ok := p.leaves(e, i, a, b, at, m, append(out, t.s.Le(int(b-m)), t.when)); ok {
					return out
				}
			}
		}
		if l.S == not.S && not.B <= l.B {
			if m := min(most, ect-a, b-lst); m > 0 {
				if out, ok := p.leaves(e, i, a, b, at, m, append(out, t.s.Le(int(b-m)), t.e.Ge(int(a+m)))); ok {
					return out
				}
			}
		}
		out = out[:n]
	}
	panic("lcg: internal: a reason is gone")
}

// leaves appends why the other tasks leave task i less than m of [a, b).
func (p *timetableEdge) leaves(e *Engine, i int, a, b, at, m int32, out []Lit) ([]Lit, bool) {
	return p.full(e, p.tasks[0], a, b, at, i, p.cap*int64(b-a)-int64(m)*int64(p.tasks[0][i].need), out)
}
