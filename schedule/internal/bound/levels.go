package bound

import "github.com/berthplan/berth/schedule/internal/grid"

// Levels returns what every plan pays at each level at least, given the
// bounds of CriticalPath. With all, only plans that leave nothing out are meant.
func Levels(p *grid.Problem, start, end []int, all bool) []int64 {
	var term [5]int64
	in := func(pkg int) bool { return pkg == grid.None || all || !p.Pkgs[pkg].Optional }
	for k := range p.Pkgs {
		pkg := &p.Pkgs[k]
		impossible := false
		finish := -grid.Never
		for _, a := range pkg.Acts {
			impossible = impossible || Impossible(p, a, start, end)
			finish = max(finish, end[a])
		}
		switch {
		case impossible && pkg.Optional:
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
	out := make([]int64, len(p.Levels))
	for l, level := range p.Levels {
		for _, t := range level.Terms {
			out[l] += term[t]
		}
	}
	return out
}

// Impossible reports whether the bounds prove that activity i fits in no plan.
func Impossible(p *grid.Problem, i int, start, end []int) bool {
	a := &p.Acts[i]
	return !a.Fixed && (start[i] > a.Latest || end[i] > a.Deadline)
}
