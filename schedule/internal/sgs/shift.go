package sgs

import (
	"slices"

	"github.com/berthplan/berth/schedule/internal/grid"
)

// shift moves single activities to earlier starts, or to other modes, while that makes the
// plan better at some level and worse at none above. When it ends, every slot
// before a start is forbidden by a rule or costs more: each start has a cause.
// It returns false where it was halted.
func (st *State) shift() bool {
	p := st.P
	order := make([]int, 0, len(p.Acts))
	for i := range p.Acts {
		if !p.Acts[i].Fixed && st.Placed(i) {
			order = append(order, i)
		}
	}
	st.last = st.lastEnd()
	for range 20 { // each pass that changes something makes the plan better: the bound is a safeguard
		slices.SortStableFunc(order, func(a, b int) int { return st.Start[a] - st.Start[b] })
		moved := false
		for n, i := range order {
			if st.halted(n) {
				return false
			}
			moved = st.back(i) || moved
			moved = st.earlier(i) || moved
		}
		if !moved {
			break
		}
	}
	return true
}

// halted asks whether to go on, each so many steps.
func (st *State) halted(step int) bool { return step%128 == 127 && st.halt != nil && st.halt() }

// earlier moves activity i to the earliest start that is no worse.
func (st *State) earlier(i int) bool {
	p := st.P
	mode, start, end := st.Mode[i], st.Start[i], st.End[i]
	st.Remove(i)
	st.Lower[i] = 0
	old := p.Penalty(i, mode, start, end)
	env := p.Acts[i].Modes[mode].Env
	missed := env != grid.None && st.envs[env].detours && st.envs[env].broken(nil) != nil
	for try := range p.Acts[i].Modes {
		m := (mode + try) % len(p.Acts[i].Modes)
		if missed && p.Acts[i].Modes[m].Env != env {
			continue // others need it where it is to have the time to change over
		}
		for s := 0; ; {
			t, e, block := st.Find(i, m, s)
			if block.Kind != Free || m == mode && t >= start {
				break
			}
			pays := p.Penalty(i, m, t, e)
			if m == mode && pays <= old && !st.seeks || st.better(i, place{mode, start, end}, place{m, t, e}) {
				st.Place(i, m, t, e)
				if end == st.last || e > st.last {
					st.last = st.lastEnd()
				}
				return true
			}
			if pays <= p.Acts[i].Modes[m].Penalty {
				break // no later start is cheaper
			}
			s = st.cheaper(i, m, t, e)
		}
	}
	st.Place(i, mode, start, end)
	return false
}

// place is where an activity may be.
type place struct{ mode, start, end int }

// lastEnd is the end of the last activity that is no fact: the makespan.
func (st *State) lastEnd() int {
	last := 0
	for i := range st.End {
		if st.Placed(i) && !st.P.Acts[i].Fixed {
			last = max(last, st.End[i])
		}
	}
	return last
}

// better reports whether a plan with activity i, which is taken out, at to is
// better than with it at from, where it was: grid.Problem.Evaluate of both, compared by what differs.
func (st *State) better(i int, from, to place) bool {
	p := st.P
	var gain [grid.Terms]int64
	gain[grid.Penalties] = p.Penalty(i, to.mode, to.start, to.end) - p.Penalty(i, from.mode, from.start, from.end)
	gain[grid.Starts] = int64(to.start - from.start)
	if k := p.Acts[i].Pkg; k != grid.None {
		finish := -grid.Never
		for _, j := range p.Pkgs[k].Acts {
			if st.Placed(j) {
				finish = max(finish, st.End[j])
			}
		}
		late := func(end int) int64 { return int64(max(0, max(finish, end)-p.Pkgs[k].Due)) }
		gain[grid.Tardiness] = p.Pkgs[k].Priority * (late(to.end) - late(from.end))
	}
	if others := st.last; to.end > others || from.end == others && to.end < others {
		if from.end == others {
			others = st.lastEnd()
		}
		gain[grid.Makespan] = int64(max(others, to.end) - st.last)
	}
	gain[grid.Disturbance] = p.Disturbance(i, to.mode, to.start) - p.Disturbance(i, from.mode, from.start)
	for l := range p.Levels {
		level := &p.Levels[l]
		sum := int64(0)
		for _, t := range level.Terms {
			sum += gain[t]
		}
		if sum != 0 && level.Free > 0 {
			before := st.terms(i, from)
			after := before
			for _, t := range level.Terms {
				after[t] += gain[t]
			}
			sum = level.Pays(&after) - level.Pays(&before)
		}
		if sum != 0 {
			return sum < 0
		}
	}
	return false
}

// terms is what the plan pays by term with activity i, which is taken out, at from.
func (st *State) terms(i int, from place) [grid.Terms]int64 {
	st.Start[i], st.End[i], st.Mode[i] = from.start, from.end, from.mode
	sol := grid.Solution{Start: st.Start, End: st.End, Mode: st.Mode}
	all := st.P.Terms(&sol)
	st.Start[i], st.End[i] = grid.Never, grid.Never
	return all
}

// cheaper returns the first start after s at which some charge may cost less:
// its started hours fall when the minutes beyond the last full hour have gone.
func (st *State) cheaper(i, m, s, e int) int {
	next := grid.Never
	a := &st.P.Acts[i]
	md := &a.Modes[m]
	if md.Cal != nil {
		for _, c := range md.Cal.Charges {
			if c.Start >= e || c.End <= s {
				continue
			}
			from, to := max(s, c.Start), min(e, c.End)
			if a.Kind == grid.Working {
				if n := md.Cal.Between(from, to); n > 0 {
					next = min(next, md.Cal.Add(s, (n-1)%60+1))
				}
			} else {
				next = min(next, s+(to-from-1)%60+1)
			}
		}
	}
	if md.Env != grid.None {
		for _, c := range st.P.Envs[md.Env].Soft {
			if c.Start < e && c.End > s {
				next = min(next, s+(min(e, c.End)-max(s, c.Start)-1)%60+1)
			}
		}
	}
	return next
}
