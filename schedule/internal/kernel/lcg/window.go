package lcg

// overlap is for how long a present task runs in [a, b) at least, which starts
// at lst and ends at ect at the latest and the earliest: it is in one piece and no shorter than its least
// length, and it runs between lst and ect.
func (t *ctask) overlap(a, b, lst, ect int32) int32 {
	return max(0, min(t.least, b-a, ect-a, b-lst), min(ect, b)-max(lst, a))
}

// share is a task's part of the energy that is taken in a window, and what of
// it holds without any decision.
type share struct {
	task, since, lst, ect int32
	now, root             int32
}

// shares finds why windows are full.
type shares struct{ list []share }

// full appends why, just before event at, tasks other than skip take more than
// limit of the energy in [a, b), and reports whether they do. What they take beyond that weakens the reason:
// tasks are left out, those first that came there last, and then they are asked to overlap for less
// (as Schutt, Feydy & Stuckey 2013 do, doi:10.1007/978-3-642-38171-3_16, for the parts of tasks that a window must hold).
func (w *shares) full(e *Engine, tasks []ctask, a, b, at int32, skip int, limit int64, out []Lit) ([]Lit, bool) {
	root := at
	if len(e.lim) > 0 {
		root = min(at, e.lim[0])
	}
	list := w.list[:0]
	spare := -limit - 1
	for j := range tasks {
		t := &tasks[j]
		if j == skip || !e.heldAt(t.when, at) {
			continue
		}
		s := share{task: int32(j), lst: e.maxAt(t.s, at), ect: e.minAt(t.e, at)}
		s.now = t.overlap(a, b, s.lst, s.ect)
		if s.now == 0 {
			continue
		}
		spare += int64(s.now) * int64(t.need)
		if e.heldAt(t.when, root) {
			s.root = t.overlap(a, b, e.maxAt(t.s, root), e.minAt(t.e, root))
		}
		if s.root < s.now {
			list = append(list, s)
		}
	}
	w.list = list
	if spare < 0 {
		return out, false
	}
	if spare > 0 {
		for n := range list {
			s := &list[n]
			t := &tasks[s.task]
			start, end := s.literals(t, a, b)
			s.since = max(e.implying(start), e.implying(end), e.implying(t.when))
		}
		for n := 1; n < len(list); n++ {
			for m := n; m > 0 && list[m].since > list[m-1].since; m-- {
				list[m], list[m-1] = list[m-1], list[m]
			}
		}
		for n := range list {
			s := &list[n]
			if cost := int64(s.now-s.root) * int64(tasks[s.task].need); cost <= spare {
				spare -= cost
				s.now = s.root
			}
		}
		for n := range list {
			s := &list[n]
			less := min(spare/int64(tasks[s.task].need), int64(s.now-s.root))
			s.now -= int32(less)
			spare -= less * int64(tasks[s.task].need)
		}
	}
	for _, s := range list {
		if s.now == s.root {
			continue
		}
		t := &tasks[s.task]
		start, end := s.literals(t, a, b)
		out = append(out, start, end)
		if t.when != True {
			out = append(out, t.when)
		}
	}
	return out, true
}

// literals returns what a start and an end must keep for the overlap to be what it is.
func (s *share) literals(t *ctask, a, b int32) (start, end Lit) {
	if s.now <= t.least {
		return t.s.Le(int(b - s.now)), t.e.Ge(int(a + s.now))
	}
	x := min(s.ect, b) - s.now
	return t.s.Le(int(x)), t.e.Ge(int(x + s.now))
}
