package sgs

import "github.com/berthplan/berth/schedule/internal/grid"

// Earliest raises the first slots at which activities can start to where they fit beside what is sure to
// be where it is: facts, and what is pinned to one minute in the only mode it has. The slots given must be
// such that no plan has an earlier start; so are those returned.
//
// An environment in which a changeover by way of a third configuration is quicker is left alone: there, more
// in it may make more possible.
func Earliest(p *grid.Problem, first []int) []int {
	st := NewState(p)
	sure := func(i int) bool {
		a := &p.Acts[i]
		return !a.Fixed && len(a.Modes) == 1 && a.Latest == max(a.Earliest, 0) && (a.Pkg == grid.None || !p.Pkgs[a.Pkg].Optional)
	}
	for i := range p.Acts {
		if a := &p.Acts[i]; sure(i) && a.Align(0, a.Latest) == a.Latest && st.Fits(i, 0, a.Latest, a.Finish(0, a.Latest)) {
			st.Place(i, 0, a.Latest, a.Finish(0, a.Latest))
		}
	}
	out := append([]int(nil), first...)
	for i := range p.Acts {
		a := &p.Acts[i]
		if st.Placed(i) || a.Was.Weight == 0 || out[i] >= grid.Never {
			continue
		}
		least := grid.Never
		for m := range a.Modes {
			at := out[i]
			if e := a.Modes[m].Env; e == grid.None || !st.envs[e].detours {
				s, _, b := st.Find(i, m, out[i])
				if b.Kind == Free {
					at = s
				} else if b.Until >= grid.Never {
					at = grid.Never
				}
			}
			least = min(least, at)
		}
		if least < grid.Never {
			out[i] = max(out[i], least)
		}
	}
	return out
}
