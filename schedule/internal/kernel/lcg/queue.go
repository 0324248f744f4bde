package lcg

// propagator tightens bounds, each with a reason that it can state later.
type propagator interface {
	// propagate looks at the bounds as they are. It reports false on a conflict.
	propagate(e *Engine) bool
	// explain appends true literals that imply l, which this propagator made
	// true with the payload a, b; only what held before event at may be used.
	explain(e *Engine, l Lit, a, b, at int32, out []Lit) []Lit
}

// queue is who must look again.
type queue struct {
	props []propagator
	prio  []uint8
	in    []bool
	wake  [][]int32 // per signed variable: who looks at its upper bound
	todo  [3][]int32
	front [3]int
}

// add registers p; it is woken by the bounds that subscribe names.
func (e *Engine) add(p propagator, priority uint8) int32 {
	q := &e.queue
	q.props = append(q.props, p)
	q.prio = append(q.prio, priority)
	q.in = append(q.in, false)
	id := int32(len(q.props) - 1)
	q.push(id)
	return id
}

// subscribe wakes propagator id when the upper bound of s falls.
func (e *Engine) subscribe(id, s int32) {
	for _, k := range e.queue.wake[s] {
		if k == id {
			return
		}
	}
	e.queue.wake[s] = append(e.queue.wake[s], id)
}

func (q *queue) push(id int32) {
	if !q.in[id] {
		q.in[id] = true
		p := q.prio[id]
		q.todo[p] = append(q.todo[p], id)
	}
}

func (q *queue) pop() int32 {
	for p := range q.todo {
		if q.front[p] < len(q.todo[p]) {
			id := q.todo[p][q.front[p]]
			q.front[p]++
			if q.front[p] == len(q.todo[p]) {
				q.todo[p], q.front[p] = q.todo[p][:0], 0
			}
			q.in[id] = false
			return id
		}
	}
	return -1
}

func (q *queue) clear() {
	for p := range q.todo {
		for _, id := range q.todo[p][q.front[p]:] {
			q.in[id] = false
		}
		q.todo[p], q.front[p] = q.todo[p][:0], 0
	}
}

// halt is whether to stop, asked now and then.
type halt struct {
	ask   func() bool // nil: never
	since int         // events since it was asked last
	yes   bool
}

// after asks again after so many more events, or what takes as long.
func (h *halt) after(events int) bool {
	if h.since += events; h.since >= 2048 && h.ask != nil {
		h.since, h.yes = 0, h.yes || h.ask()
	}
	return h.yes
}

// propagate draws all conclusions, unless it is halted. It reports false on a conflict.
func (e *Engine) propagate() bool {
	for {
		for e.qhead < len(e.trail) {
			if e.halt.after(1) {
				return true
			}
			ev := e.trail[e.qhead]
			e.qhead++
			e.stats.Work++
			if !e.relax(ev.s, ev.new) || len(e.condOn[ev.s]) > 0 && !e.switchOn(ev.s, ev.old, ev.new) || !e.visit(ev.s, ev.old, ev.new) {
				return false
			}
			for _, id := range e.queue.wake[ev.s] {
				e.queue.push(id)
			}
		}
		id := e.queue.pop()
		if id < 0 {
			return true
		}
		if !e.queue.props[id].propagate(e) {
			return false
		}
		if e.halt.after(64) {
			return true
		}
	}
}
