package bound

import (
	"math"

	"github.com/berthplan/berth/schedule/internal/grid"
)

// Levels returns what every plan pays at each level at least, given the
// bounds of CriticalPath. With all, only plans that leave nothing out are meant.
func Levels(p *grid.Problem, start, end []int, all bool) []int64 {
	term := terms(p, start, end, func(pkg int) bool { return pkg == grid.None || all || !p.Pkgs[pkg].Optional })
	out := make([]int64, len(p.Levels))
	for l := range p.Levels {
		out[l] = p.Levels[l].Pays(&term)
	}
	return out
}

// terms returns what every plan pays for each term at least that holds the packages that are in.
func terms(p *grid.Problem, start, end []int, in func(pkg int) bool) (term [grid.Terms]int64) {
	for k := range p.Pkgs {
		pkg := &p.Pkgs[k]
		finish := -grid.Never
		for _, a := range pkg.Acts {
			finish = max(finish, end[a])
		}
		switch {
		case pkg.Optional && hopeless(p, k, start, end):
			term[grid.LeftOut] += pkg.Priority
		case in(k) && len(pkg.Acts) > 0 && finish < grid.Never:
			term[grid.Tardiness] += pkg.Priority * int64(max(0, finish-pkg.Due))
		}
	}
	for i := range p.Acts {
		a := &p.Acts[i]
		if a.Fixed || !in(a.Pkg) || end[i] >= grid.Never {
			continue
		}
		least := a.Modes[0].Penalty
		for m := range a.Modes {
			least = min(least, a.Modes[m].Penalty)
		}
		term[grid.Penalties] += least
		term[grid.Makespan] = max(term[grid.Makespan], int64(end[i]))
		term[grid.Starts] += int64(start[i])
	}
	for i := range p.Acts {
		term[grid.Disturbance] += disturbance(p, i, start[i], in(p.Acts[i].Pkg))
	}
	return term
}

// disturbance is what activity i pays at least for not being where it was, given
// the first slot at which it can start and whether it is surely in.
func disturbance(p *grid.Problem, i, first int, in bool) int64 {
	a := &p.Acts[i]
	if a.Fixed || a.Was.Weight == 0 {
		return 0
	}
	out := p.Disturbance(i, 0, grid.Never)
	least := int64(math.MaxInt64)
	if !in {
		least = out
	}
	for m := range a.Modes {
		at := a.Was.Start
		if at < grid.Never {
			at = a.Align(m, max(at, first, a.Earliest))
			if a.Was.Start >= max(first, a.Earliest) && a.Was.Start <= a.Latest && at == a.Was.Start && a.Finish(m, at) <= a.Deadline {
				// it may stay
			} else if at > a.Was.Start+1 && a.Was.Start-1 >= max(first, a.Earliest) {
				at = a.Was.Start - 1 // or go earlier, by a minute at least
			}
			if a.Was.Start > a.Latest {
				at = a.Latest
			}
		} else {
			at = first
		}
		if at < grid.Never {
			least = min(least, p.Disturbance(i, m, at))
		}
	}
	if least == math.MaxInt64 {
		return 0 // it fits nowhere: others say so
	}
	return least
}

// hopeless reports whether the bounds prove that package k fits in no plan.
func hopeless(p *grid.Problem, k int, start, end []int) bool {
	for _, i := range p.Pkgs[k].Acts {
		if Impossible(p, i, start, end) {
			return true
		}
	}
	return false
}

// Impossible reports whether the bounds prove that activity i fits in no plan.
func Impossible(p *grid.Problem, i int, start, end []int) bool {
	a := &p.Acts[i]
	return !a.Fixed && (start[i] > a.Latest || end[i] > a.Deadline)
}
