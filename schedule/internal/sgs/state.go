package sgs

import (
	"sort"

	"github.com/berthplan/berth/schedule/internal/grid"
)

// State is a partial plan: what is placed, and what that leaves of everything limited.
type State struct {
	P      *grid.Problem
	Start  []int // grid.Never: not placed
	End    []int
	Mode   []int
	Occ    []int
	Out    []bool // packages left out
	Lower  []int  // starts allowed, raised by repair
	Work   int64  // placements tried
	free   []profile
	envs   []timeline
	starts []int   // per occurrence
	risk   []int64 // per occurrence
	groups map[[2]int]int
	last   int         // the makespan, while activities are shifted
	seeks  bool        // a level counts how far things are from where they are expected
	used   []int       // of budgets
	least  []int       // of budgets: what the unplaced need at least
	halt   func() bool // asked now and then: whether what is under way is wanted no more; nil: it is
}

// NewState returns a plan in which only the facts are placed.
func NewState(p *grid.Problem) *State {
	n := len(p.Acts)
	s := &State{P: p, Start: make([]int, n), End: make([]int, n), Mode: make([]int, n), Occ: make([]int, n), Lower: make([]int, n), Out: make([]bool, len(p.Pkgs)), seeks: p.Seeks(grid.Disturbance)}
	s.Reset()
	return s
}

// Reset takes everything but the facts out; Out and Lower stay.
func (s *State) Reset() {
	p := s.P
	s.free, s.envs = s.free[:0], s.envs[:0]
	for _, r := range p.Res {
		s.free = append(s.free, newProfile(r))
	}
	for i := range p.Envs {
		s.envs = append(s.envs, newTimeline(&p.Envs[i]))
	}
	s.starts, s.risk = make([]int, len(p.Occs)), make([]int64, len(p.Occs))
	s.groups = map[[2]int]int{}
	s.used, s.least = make([]int, len(p.Budgets)), make([]int, len(p.Budgets))
	for i := range p.Acts {
		s.Start[i], s.End[i], s.Occ[i] = grid.Never, grid.Never, grid.None
	}
	for i := range p.Acts {
		if a := &p.Acts[i]; a.Fixed {
			s.put(i, a.Mode, a.Start, a.End, a.Occ)
		} else if !s.out(i) {
			s.reserve(i, 1)
		}
	}
}

func (s *State) out(i int) bool {
	k := s.P.Acts[i].Pkg
	return k != grid.None && s.Out[k]
}

// reserve adds sign times what activity i needs of each budget at least.
func (s *State) reserve(i, sign int) {
	for b := range s.least {
		s.least[b] += sign * LeastUse(&s.P.Acts[i], b)
	}
}

// LeastUse returns what activity a uses of budget b in its thriftiest mode.
func LeastUse(a *grid.Activity, b int) int {
	least := grid.Never
	for m := range a.Modes {
		least = min(least, use(&a.Modes[m], b))
	}
	return least
}

func use(md *grid.Mode, b int) int {
	n := 0
	for _, u := range md.Uses {
		if u.Res == b {
			n += u.Amount
		}
	}
	return n
}

// Placed reports whether activity i has a place.
func (s *State) Placed(i int) bool { return s.Start[i] < grid.Never }

// Place puts activity i at [start, end) in mode m. It must be free.
func (s *State) Place(i, m, start, end int) {
	s.reserve(i, -1)
	s.put(i, m, start, end, s.P.Acts[i].OccAt(m, start))
}

// Remove takes activity i out again.
func (s *State) Remove(i int) {
	a := &s.P.Acts[i]
	md := &a.Modes[s.Mode[i]]
	for _, n := range md.Needs {
		s.free[n.Res].take(s.Start[i], s.End[i], -n.Amount)
	}
	for _, u := range md.Uses {
		s.used[u.Res] -= u.Amount
	}
	if md.Env != grid.None {
		s.envs[md.Env].remove(i)
	}
	s.count(a, s.Occ[i], -1)
	s.Start[i], s.End[i], s.Occ[i] = grid.Never, grid.Never, grid.None
	s.reserve(i, 1)
}

func (s *State) put(i, m, start, end, occ int) {
	a := &s.P.Acts[i]
	md := &a.Modes[m]
	s.Start[i], s.End[i], s.Mode[i], s.Occ[i] = start, end, m, occ
	for _, n := range md.Needs {
		s.free[n.Res].take(start, end, n.Amount)
	}
	for _, u := range md.Uses {
		s.used[u.Res] += u.Amount
	}
	if md.Env != grid.None {
		s.envs[md.Env].add(hold(a, i, m, start, end))
	}
	s.count(a, occ, 1)
}

func (s *State) count(a *grid.Activity, occ, sign int) {
	if occ == grid.None || a.Kind == grid.Decision {
		return
	}
	if a.Win != grid.None && s.P.Occs[occ].Win == a.Win {
		s.starts[occ] += sign
		s.risk[occ] += int64(sign) * a.Risk
	}
	if a.Group != grid.None {
		s.groups[[2]int{a.Group, occ}] += sign
	}
}

func hold(a *grid.Activity, i, m, start, end int) grid.Hold {
	md := &a.Modes[m]
	if a.Fixed && start == 0 && end > 0 {
		start = -1 // a fact: it holds it already
	}
	return grid.Hold{Start: start, End: end, Units: md.Units, Config: md.Config, Act: i, Tag: grid.None}
}

// Solution copies what is placed.
func (s *State) Solution() *grid.Solution {
	return &grid.Solution{
		Start: append([]int(nil), s.Start...),
		End:   append([]int(nil), s.End...),
		Mode:  append([]int(nil), s.Mode...),
	}
}

// replay places what sol has, in the order of its starts, and reports whether
// everything met every rule there. Packages of which it has nothing are left out.
func (s *State) replay(sol *grid.Solution) bool {
	order := make([]int, 0, len(s.P.Acts))
	for k := range s.P.Pkgs {
		s.Out[k] = false
	}
	for i := range s.P.Acts {
		switch a := &s.P.Acts[i]; {
		case a.Fixed:
		case sol.Start[i] < grid.Never:
			order = append(order, i)
		case a.Pkg == grid.None || !s.P.Pkgs[a.Pkg].Optional:
			return false
		default:
			s.Out[a.Pkg] = true
		}
	}
	clear(s.Lower)
	s.Reset()
	sort.SliceStable(order, func(a, b int) bool { return sol.Start[order[a]] < sol.Start[order[b]] })
	for _, i := range order {
		m, at, end := sol.Mode[i], sol.Start[i], sol.End[i]
		a := &s.P.Acts[i]
		if s.out(i) || m >= len(a.Modes) || at < a.Earliest || a.Align(m, at) != at || a.Finish(m, at) != end || !s.Fits(i, m, at, end) {
			return false
		}
		s.Place(i, m, at, end)
	}
	return true
}

// Load places what sol has, which must meet every rule.
func (s *State) Load(sol *grid.Solution) {
	for k := range s.P.Pkgs {
		s.Out[k] = false
		for _, a := range s.P.Pkgs[k].Acts {
			if sol.Start[a] >= grid.Never {
				s.Out[k] = true
			}
		}
	}
	s.Reset()
	for i := range s.P.Acts {
		if !s.P.Acts[i].Fixed && sol.Start[i] < grid.Never {
			s.Place(i, sol.Mode[i], sol.Start[i], sol.End[i])
		}
	}
}
