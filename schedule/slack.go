package schedule

import (
	"sort"
	"time"

	"github.com/berthplan/berth/schedule/internal/grid"
)

// slack is how much later activity i could start with all else where it is, no
// rule broken and no level but the sum of starts worse; it could also start at any
// admissible time in between.
func (r *reasons) slack(i int) time.Duration {
	a := &r.g.Acts[i]
	start, end, mode := r.sol.Start[i], r.sol.End[i], r.sol.Mode[i]
	if a.Fixed {
		return 0
	}
	limit := min(r.makespan(), a.Deadline)
	if a.Pkg != grid.None {
		finish := 0
		for _, j := range r.g.Pkgs[a.Pkg].Acts {
			if r.sol.Start[j] < grid.Never {
				finish = max(finish, r.sol.End[j])
			}
		}
		limit = min(limit, max(finish, r.g.Pkgs[a.Pkg].Due))
	}
	if r.g.Seeks(grid.Disturbance) && a.Was.Weight > 0 && a.Was.Start < grid.Never {
		if start >= a.Was.Start {
			return 0 // later is farther from where people expect it
		}
		limit = min(limit, a.Finish(mode, a.Was.Start))
	}
	for _, l := range a.Out { // what follows at once narrows the search most
		if k := &r.g.Links[l]; k.Kind == grid.FinishStart && !k.Void && (k.Cal == nil || k.Lag == 0) && r.st.Placed(k.To) {
			limit = min(limit, r.st.Start[k.To]-k.Lag)
		}
	}
	latest := a.LatestStart(mode, limit)
	if latest <= start {
		return 0
	}
	r.st.Remove(i)
	defer r.st.Place(i, mode, start, end)
	pays := r.g.Penalty(i, mode, start, end)
	best := start
	sort.Search(latest-start, func(n int) bool {
		s := a.Align(mode, start+n+1)
		if s >= grid.Never {
			return true
		}
		e := a.Finish(mode, s)
		// free all the way from the start it has: then it is free at every start between
		if e > limit || r.g.Penalty(i, mode, s, e) > pays || !r.st.Fits(i, mode, s, e) || !r.st.Fits(i, mode, start, e) {
			return true
		}
		best = max(best, s)
		return false
	})
	return time.Duration(best-start) * time.Minute
}

func (r *reasons) makespan() int {
	if r.span > 0 {
		return r.span
	}
	return r.g.Horizon
}
