package sgs

import (
	"sort"

	"github.com/berthplan/berth/schedule/internal/grid"
)

// shift moves single activities to earlier starts, or to other modes, while that makes the
// plan better at some level and worse at none above. When it ends, every slot
// before a start is forbidden by a rule or costs more: each start has a cause.
func (st *State) shift() {
	p := st.P
	order := make([]int, 0, len(p.Acts))
	for i := range p.Acts {
		if !p.Acts[i].Fixed && st.Placed(i) {
			order = append(order, i)
		}
	}
	for range 20 { // each pass that changes something makes the plan better: the bound is a safeguard
		sort.SliceStable(order, func(a, b int) bool { return st.Start[order[a]] < st.Start[order[b]] })
		moved := false
		for _, i := range order {
			moved = st.earlier(i) || moved
		}
		if !moved {
			return
		}
	}
}

// earlier moves activity i to the earliest start that is no worse.
func (st *State) earlier(i int) bool {
	p := st.P
	mode, start, end := st.Mode[i], st.Start[i], st.End[i]
	var value []int64
	better := func(m, s, e int) bool {
		st.Start[i], st.End[i], st.Mode[i] = start, end, mode
		sol := &grid.Solution{Start: st.Start, End: st.End, Mode: st.Mode}
		if value == nil {
			value = p.Evaluate(sol)
		}
		st.Start[i], st.End[i], st.Mode[i] = s, e, m
		less := grid.Less(p.Evaluate(sol), value)
		st.Start[i], st.End[i], st.Mode[i] = grid.Never, grid.Never, mode
		return less
	}
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
			if m == mode && pays <= old || better(m, t, e) {
				st.Place(i, m, t, e)
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
