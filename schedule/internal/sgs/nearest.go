package sgs

import (
	"sort"

	"github.com/berthplan/berth/schedule/internal/grid"
)

// nearest finds where activity i, which must not be placed, is nearest to where it is
// expected: there, else as little later or earlier as it fits. Of equals the mode in the
// expected environment goes first, then the first mode.
func (st *State) nearest(i int) (mode, start, end int, why Block) {
	found, best := false, int64(0)
	for _, m := range st.homeFirst(i) {
		for _, s := range st.around(i, m, &why) {
			d := st.P.Disturbance(i, m, s)*1000 + st.P.Penalty(i, m, s, st.P.Acts[i].Finish(m, s))/500
			if !found || d < best {
				found, best, mode, start, end = true, d, m, s, st.P.Acts[i].Finish(m, s)
			}
		}
		if found && st.P.Disturbance(i, mode, start) == 0 {
			break
		}
	}
	if found {
		why = Block{}
	}
	return mode, start, end, why
}

// homeFirst is the modes of activity i, those in the expected environment first.
func (st *State) homeFirst(i int) []int {
	a := &st.P.Acts[i]
	order := make([]int, 0, len(a.Modes))
	for _, home := range [2]bool{true, false} {
		for m := range a.Modes {
			if (a.Modes[m].Env == a.Was.Env) == home {
				order = append(order, m)
			}
		}
	}
	return order
}

// around returns the first start at or after the expected one at which activity i fits in mode m,
// and one before it, as late as a search by halves finds.
func (st *State) around(i, m int, why *Block) []int {
	var out []int
	was := st.P.Acts[i].Was.Start
	s, _, b := st.Find(i, m, was)
	if b.Kind == Free {
		out = append(out, s)
		if s <= was { // it may be where it was
			return out
		}
	} else if why.Kind == Free {
		*why = b
	}
	far := grid.Never
	if b.Kind == Free {
		far = s - was // an earlier start must be nearer
	}
	low := grid.None
	for step := 1; step < far && step < 2*was+2; step *= 2 {
		from := max(was-step, 0)
		if s, _, b := st.Find(i, m, from); b.Kind == Free && s < was {
			low = s
			break
		}
		if from == 0 {
			break
		}
	}
	if low == grid.None {
		return out
	}
	for high := was; high-low > 1; {
		mid := low + (high-low)/2
		if s, _, b := st.Find(i, m, mid); b.Kind == Free && s < high {
			low = s
		} else {
			high = mid
		}
	}
	return append(out, low)
}

// back moves activity i nearer to where it is expected, if that is better.
func (st *State) back(i int) bool {
	was := &st.P.Acts[i].Was
	if !st.seeks || was.Weight == 0 || was.Start >= grid.Never {
		return false
	}
	mode, start, end := st.Mode[i], st.Start[i], st.End[i]
	if st.P.Disturbance(i, mode, start) == 0 {
		return false
	}
	st.Remove(i)
	st.Lower[i] = 0
	env := st.P.Acts[i].Modes[mode].Env
	missed := env != grid.None && st.envs[env].detours && st.envs[env].broken(nil) != nil
	m, s, e, why := st.nearest(i)
	from, to := place{mode, start, end}, place{m, s, e}
	if why.Kind != Free || missed && st.P.Acts[i].Modes[m].Env != env || !st.better(i, from, to) {
		st.Place(i, mode, start, end)
		return false
	}
	st.Place(i, m, s, e)
	if end == st.last || e > st.last {
		st.last = st.lastEnd()
	}
	return true
}

// byExpectation ranks by where activities are expected. What is expected nowhere goes where
// its earliest end puts it, before all else if first is set; what cannot be where it was goes
// after all that can, if hitLast is set.
func (s *Search) byExpectation(first, hitLast bool) []float64 {
	p := s.p
	keys := make([]int, len(p.Acts))
	for i := range p.Acts {
		a := &p.Acts[i]
		at := a.Was.Start
		if a.Was.Weight == 0 || at >= grid.Never {
			at = s.b.q.early[i]
			if first {
				at -= grid.Never
			}
		} else if hitLast && s.hit(i) {
			at += p.Horizon
		}
		keys[i] = at
	}
	return ranks(keys)
}

// hit reports whether activity i cannot be where it was, by itself.
func (s *Search) hit(i int) bool {
	a := &s.p.Acts[i]
	for m := range a.Modes {
		at := a.Was.Start
		if a.Modes[m].Env == a.Was.Env && at >= a.Earliest && at <= a.Latest && a.Align(m, at) == at {
			if e := a.Finish(m, at); e <= a.Deadline && s.b.q.early[i] <= e {
				return false
			}
		}
	}
	return true
}

// repairing begins with a plan in which all that can stay does: those that fit
// where they are expected are placed there first, the rest, in this order, as near as they can. What a
// place needs that others have taken, it does not get: those who must give way move in the attempts that follow.
func (s *Search) repairing(ejecting bool) bool {
	b := s.b
	clear(b.Lower)
	clear(b.Out)
	b.stay = true
	for k := range s.p.Pkgs {
		if !b.Out[k] && s.absent(k) { // it was not in the plan
			for _, j := range s.drop.with(k, b.Out) {
				b.Out[j] = true
			}
		}
	}
	b.Reset()
	order := make([]int, 0, len(s.p.Acts))
	for i := range s.p.Acts {
		if !b.Placed(i) && !b.out(i) {
			order = append(order, i)
		}
	}
	rank := s.byExpectation(ejecting, false)
	sort.SliceStable(order, func(x, y int) bool { return rank[order[x]] < rank[order[y]] })
	var rest []int
	for _, i := range order {
		a := &s.p.Acts[i]
		if ejecting && a.Was.Weight == 0 { // what is new goes before all: others make room
			if m, at, end, block := b.choose(i); block.Kind == Free {
				b.Place(i, m, at, end)
				continue
			}
		}
		if a.Was.Weight == 0 || a.Was.Start >= grid.Never || s.hit(i) {
			rest = append(rest, i)
			continue
		}
		if m, at, ok := b.home(i); ok {
			b.Place(i, m, at, a.Finish(m, at))
		} else {
			rest = append(rest, i)
		}
	}
	if !s.settle(rest) {
		return false
	}
	return b.shift() && s.take(b.Solution())
}

// absent reports whether nothing of package k is expected anywhere.
func (s *Search) absent(k int) bool {
	for _, i := range s.p.Pkgs[k].Acts {
		if was := &s.p.Acts[i].Was; was.Weight == 0 || was.Start < grid.Never {
			return false
		}
	}
	return len(s.p.Pkgs[k].Acts) > 0
}

// home returns the mode and start at which activity i is where it was, if it fits there.
func (st *State) home(i int) (m, at int, ok bool) {
	a := &st.P.Acts[i]
	at = a.Was.Start
	for m := range a.Modes {
		if a.Modes[m].Env == a.Was.Env && at >= a.Earliest && a.Align(m, at) == at && st.Fits(i, m, at, a.Finish(m, at)) {
			return m, at, true
		}
	}
	return 0, at, false
}

// settle places the rest. Where one has no place, those that follow it are taken out and
// go after it; each may be taken out a few times.
func (s *Search) settle(rest []int) bool {
	b := s.b
	moved := map[int]int{}
	for len(rest) > 0 {
		// those that wait for none of the rest go first, in order
		next := 0
		waiting := map[int]bool{}
		for _, i := range rest {
			waiting[i] = true
		}
		for k, i := range rest {
			free := true
			for _, j := range b.o.preds[i] {
				free = free && !waiting[j]
			}
			if free {
				next = k
				break
			}
		}
		i := rest[next]
		m, at, end, block := b.choose(i)
		follow := s.following(i)
		late := s.latest()
		if block.Kind == Free && len(follow) > 0 && s.squeezed(i, at) || block.Kind != Free || at > late[i] {
			taken := 0
			if moved[i] < 4 {
				moved[i]++
				for _, j := range follow {
					if b.Placed(j) && !s.p.Acts[j].Fixed {
						b.Remove(j)
						rest = append(rest, j)
						taken++
					}
				}
			}
			if taken > 0 {
				m, at, end, block = b.choose(i)
			}
			for n := 0; (block.Kind != Free || at > late[i]) && n < 3; n++ {
				out := s.eject(i, moved)
				if len(out) == 0 {
					break
				}
				rest = append(rest, out...)
				m, at, end, block = b.choose(i)
			}
			if block.Kind != Free {
				if s.Failure == nil {
					s.Failure = &Failure{i, block}
				}
				return false
			}
		}
		b.Place(i, m, at, end)
		rest = append(rest[:next], rest[next+1:]...)
		if s.over() {
			return false
		}
	}
	return true
}

// squeezed reports whether activity i, placed at a start that those after it allow, is before where it was.
func (s *Search) squeezed(i, at int) bool {
	was := &s.p.Acts[i].Was
	return was.Weight > 0 && was.Start < grid.Never && at < was.Start
}

// following returns what directly waits for activity i.
func (s *Search) following(i int) []int { return s.b.o.succs[i] }
