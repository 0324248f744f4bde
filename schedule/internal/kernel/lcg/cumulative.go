package lcg

// Task is what a cumulative constraint sees of an activity: it needs Need of
// the resource from Start to End where When holds. Start + Least ≤ End must be stated elsewhere; where
// Start and End are the same variable, Least is known.
type Task struct {
	Start, End View
	Least      int
	Need       int
	When       Lit
}

// ctask is a task in one direction of time.
type ctask struct {
	s, e  View
	need  int32
	least int32
	when  Lit
}

// both returns t seen forwards and backwards: time runs both ways, direction 1
// sees a task from −End to −Start, so that one piece of code pushes starts up and ends down.
func (t Task) both() (ahead, back ctask) {
	least := int32(t.Least)
	if t.Start.s == t.End.s {
		least = t.End.o - t.Start.o
	}
	return ctask{t.Start, t.End, int32(t.Need), least, t.When}, ctask{t.End.Neg(), t.Start.Neg(), int32(t.Need), least, t.When}
}

func (e *Engine) subscribeTasks(id int32, tasks []ctask) {
	for _, t := range tasks {
		for _, s := range [...]int32{t.s.s, t.s.s ^ 1, t.e.s, t.e.s ^ 1, t.when.S} {
			e.subscribe(id, s)
		}
	}
}

// cumulative is the time-table propagator of one resource: where tasks must
// run, from their latest start to their earliest end, they take up a profile; the profile must fit, and no
// task may start so that it lies where the profile leaves too little (Lahrichi 1982). Reasons are
// pointwise: they name one instant, and as few as suffice of the tasks that must run there (Schutt, Feydy,
// Stuckey & Wallace 2011, doi:10.1007/s10601-010-9103-2).
type cumulative struct {
	id    int32
	cap   int32
	tasks [2][]ctask
	byLst []int32 // tasks by latest start
	byEct []int32 // and by earliest end
	seen  []looked
	done  bool // everything was pushed as far as it goes when it was seen
	stale bool // the profile is not what was seen
	sides [2][]segment
	hint  [2][]int32 // per task: the segment it began in
	lst   []int32
	ect   []int32
	prof  []segment
	most  int32 // the profile's height
	pick  []picked
	list  []Lit
}

// looked is a task as it was seen last.
type looked struct {
	est, lst, ect, lct    int32
	present, moved, fixed bool
}

// segment is a stretch of the profile, until the next one begins.
type segment struct{ from, height int32 }

// picked is a task that must run at an instant, and the event that made it so.
type picked struct{ task, since int32 }

// AddCumulative states that the tasks need at most capacity at any instant. A
// task that needs more than that is absent: its Start must lie before its End.
func (e *Engine) AddCumulative(capacity int, tasks []Task) bool {
	p := &cumulative{cap: int32(capacity)}
	for _, t := range tasks {
		if t.Need == 0 || e.Fails(t.When) {
			continue
		}
		if t.Need > capacity {
			if !e.AddClause(t.When.Not()) {
				return false
			}
			continue
		}
		ahead, back := t.both()
		p.tasks[0], p.tasks[1] = append(p.tasks[0], ahead), append(p.tasks[1], back)
	}
	n := len(p.tasks[0])
	p.lst, p.ect = make([]int32, n), make([]int32, n)
	p.seen = make([]looked, n)
	p.hint = [2][]int32{make([]int32, n), make([]int32, n)}
	p.forget()
	for i := range n {
		p.byLst = append(p.byLst, int32(i))
		p.byEct = append(p.byEct, int32(i))
	}
	p.id = e.add(p, 1)
	e.subscribeTasks(p.id, p.tasks[0])
	e.addTimetableEdge(p)
	return !e.dead
}

func (p *cumulative) propagate(e *Engine) bool {
	e.stats.Work += int64(len(p.seen))
	all := p.look(e)
	if all && !p.profile(e) {
		p.done = false
		return false
	}
	all = all || !p.done
	p.done = false
	for d := range p.tasks {
		if p.most == 0 {
			break
		}
		p.prof = p.sides[d]
		spare := p.cap - p.most
		tasks := p.tasks[d]
		for i := range tasks {
			t := &tasks[i]
			if k := &p.seen[i]; t.need > spare && (all || k.moved) && !k.fixed && !p.push(e, d, i) {
				return false
			}
		}
	}
	p.done = true
	return true
}

// look compares the tasks' bounds with those of the time before, and reports
// whether the profile is another one.
func (p *cumulative) look(e *Engine) (other bool) {
	tasks := p.tasks[0]
	for i := range tasks {
		t, k := &tasks[i], &p.seen[i]
		est, lst, ect, lct := e.min(t.s), e.max(t.s), e.min(t.e), e.max(t.e)
		present := e.ub[t.when.S] <= t.when.B
		k.moved = est != k.est || lst != k.lst || ect != k.ect || lct != k.lct || present != k.present
		if !k.moved && present {
			continue
		}
		was := k.lst < k.ect && k.present
		is := lst < ect && present
		if was != is || is && (k.lst != lst || k.ect != ect) {
			other = true
		}
		k.est, k.lst, k.ect, k.lct, k.present = est, lst, ect, lct, present
		if present {
			k.fixed = est == lst && ect == lct
		} else {
			k.fixed = e.Fails(t.when)
		}
		p.lst[i], p.ect[i] = lst, ect
		if !is {
			p.ect[i] = lst // no part in the profile
		}
	}
	other = other || p.stale
	p.stale = false
	return other
}

// profile builds the profile, and fails where it does not fit.
func (p *cumulative) profile(e *Engine) bool {
	tasks, lst, ect := p.tasks[0], p.lst, p.ect
	insertionSort(p.byLst, lst)
	insertionSort(p.byEct, ect)
	prof := p.sides[0][:0]
	p.most = 0
	i, j, height := 0, 0, int32(0)
	starts, ends := p.byLst, p.byEct
	for {
		for j < len(ends) && lst[ends[j]] >= ect[ends[j]] {
			j++
		}
		if j == len(ends) {
			break
		}
		for i < len(starts) && lst[starts[i]] >= ect[starts[i]] {
			i++
		}
		t := ect[ends[j]]
		if i < len(starts) {
			t = min(t, lst[starts[i]])
		}
		for j < len(ends) && ect[ends[j]] <= t {
			if k := ends[j]; lst[k] < ect[k] {
				height -= tasks[k].need
			}
			j++
		}
		for i < len(starts) && lst[starts[i]] <= t {
			if k := starts[i]; lst[k] < ect[k] {
				height += tasks[k].need
			}
			i++
		}
		prof = append(prof, segment{t, height})
		if height > p.most {
			p.most = height
		}
		if height > p.cap {
			p.forget()
			return e.conflict(p.running(e, 0, t, int32(len(e.trail)), -1, p.cap, p.list[:0])...)
		}
	}
	p.sides[0] = prof
	back := p.sides[1][:0]
	for i := len(prof) - 1; i >= 0; i-- {
		below := int32(0)
		if i > 0 {
			below = prof[i-1].height
		}
		back = append(back, segment{-prof[i].from, below})
	}
	p.sides[1] = back
	return true
}

// forget has the next look take everything for new.
func (p *cumulative) forget() {
	for i := range p.seen {
		p.seen[i].present, p.seen[i].lct = false, none
	}
	p.stale = true
}

// push moves task i behind the stretches at its earliest start that leave too little for it.
func (p *cumulative) push(e *Engine, d, i int) bool {
	t := &p.tasks[d][i]
	if !e.Holds(t.when) {
		return p.tryOut(e, d, i)
	}
	est, lst := e.min(t.s), e.max(t.s)
	if est == lst {
		return true
	}
	stop := min(e.min(t.e), lst)
	for k := p.at(est, d, i); k < len(p.prof) && p.prof[k].from < stop; k++ {
		if p.prof[k].height+t.need <= p.cap {
			continue
		}
		end := p.prof[k+1].from // the last segment has height 0
		for est < end && est < lst {
			next := min(end, e.min(t.e))
			if next <= est {
				return true
			}
			if !e.set(t.s.Ge(int(next)), reason{byPropagator + p.id, int32(2*i + d), next - 1}) {
				return false
			}
			est = next
		}
		stop = min(e.min(t.e), lst)
	}
	return true
}

// tryOut finds whether task i, which may be absent, has no place.
func (p *cumulative) tryOut(e *Engine, d, i int) bool {
	t := &p.tasks[d][i]
	est, lst, ect := e.min(t.s), e.max(t.s), e.min(t.e)
	if est > lst {
		return true
	}
	p.list = p.list[:0]
	moved := false
	for k := p.at(est, d, i); k < len(p.prof) && p.prof[k].from < ect; k++ {
		if p.prof[k].height+t.need <= p.cap {
			continue
		}
		for end := p.prof[k+1].from; est < end; {
			next := min(end, ect)
			if next <= est {
				return true
			}
			if !moved || t.s.s != t.e.s {
				p.list = append(p.list, t.e.Ge(int(next)))
			}
			p.list = p.running(e, d, next-1, int32(len(e.trail)), i, p.cap-t.need, p.list)
			moved, est = true, next
			if est > lst {
				p.list = append(p.list, t.s.Le(int(est)-1))
				return e.setList(t.when.Not(), p.list)
			}
			if t.s.s == t.e.s {
				ect = est + t.e.o - t.s.o
			}
		}
	}
	return true
}

// at returns the segment that holds t, or the first one, looking from where
// task i began last.
func (p *cumulative) at(t int32, d, i int) int {
	k := min(int(p.hint[d][i]), len(p.prof)-1)
	for k > 0 && p.prof[k].from > t {
		k--
	}
	for k+1 < len(p.prof) && p.prof[k+1].from <= t {
		k++
	}
	p.hint[d][i] = int32(k)
	return k
}

// running appends why, just before event at, tasks other than skip that need
// more than limit ran at instant t. It returns nil, or out as it was, where they do not.
func (p *cumulative) running(e *Engine, d int, t, at int32, skip int, limit int32, out []Lit) []Lit {
	tasks := p.tasks[d]
	pick := p.pick[:0]
	sum := int32(0)
	for j := range tasks {
		k := &tasks[j]
		if e.maxAt(k.s, at) <= t && e.minAt(k.e, at) > t && j != skip && e.heldAt(k.when, at) {
			pick = append(pick, picked{int32(j), 0})
			sum += k.need
		}
	}
	p.pick = pick
	spare := sum - limit - 1
	if spare < 0 {
		return out
	}
	if spare > 0 {
		// leave out what became so last: its reasons are the longest
		for n := range pick {
			k := &tasks[pick[n].task]
			pick[n].since = max(e.implying(k.s.Le(int(t))), e.implying(k.e.Ge(int(t)+1)), e.implying(k.when))
		}
		for n := 1; n < len(pick); n++ {
			for m := n; m > 0 && pick[m].since > pick[m-1].since; m-- {
				pick[m], pick[m-1] = pick[m-1], pick[m]
			}
		}
		kept := pick[:0]
		for _, q := range pick {
			if need := tasks[q.task].need; need <= spare && q.since >= 0 {
				spare -= need
			} else {
				kept = append(kept, q)
			}
		}
		pick = kept
	}
	for _, q := range pick {
		k := &tasks[q.task]
		out = append(out, k.s.Le(int(t)), k.e.Ge(int(t)+1))
		if k.when != True {
			out = append(out, k.when)
		}
	}
	return out
}

func (p *cumulative) explain(e *Engine, l Lit, a, b, at int32, out []Lit) []Lit {
	i, d := int(a>>1), int(a&1)
	t := &p.tasks[d][i]
	limit := p.cap - t.need
	n := len(out)
	// an earlier instant may do for a weaker bound, and asks less of the task itself
	for _, instant := range [...]int32{t.s.lower(l) - 1, b} {
		if out = p.running(e, d, instant, at, i, limit, out); len(out) > n {
			return append(out, t.e.Ge(int(instant)+1), t.when)
		}
	}
	panic("lcg: internal: a reason is gone")
}

func insertionSort(list, key []int32) {
	for i := 1; i < len(list); i++ {
		v := list[i]
		j := i
		for ; j > 0 && key[list[j-1]] > key[v]; j-- {
			list[j] = list[j-1]
		}
		list[j] = v
	}
}
