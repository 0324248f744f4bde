package evolve

import (
	"slices"

	"github.com/berthplan/berth/schedule/internal/grid"
)

// unit returns the most slots of which everything that may move an activity is
// a multiple: durations, lags, earliest starts, facts, and where capacities change. Activities
// that are placed as early as they fit start at multiples of it, too. So a plan in
// minutes whose durations are whole hours is searched in hours.
func unit(p *grid.Problem) int {
	u := 0
	divide := func(t int) {
		for t = max(t, -t); t > 0; u, t = t, u%t {
		}
	}
	for i := range p.Acts {
		a := &p.Acts[i]
		if a.Fixed {
			divide(a.Start)
			divide(a.End)
			continue
		}
		divide(max(a.Earliest, 0))
		for m := range a.Modes {
			divide(a.Modes[m].Duration)
		}
	}
	for l := range p.Links {
		if !p.Links[l].Void {
			divide(p.Links[l].Lag)
		}
	}
	for r := range p.Res {
		for _, s := range p.Res[r].Steps {
			divide(max(s.Start, 0))
			if s.End < grid.Never {
				divide(max(s.End, 0))
			}
		}
	}
	return max(u, 1)
}

// inUnits is p with u slots as one. What only limits from above is rounded down.
func inUnits(p *grid.Problem, u int) *grid.Problem {
	if u == 1 {
		return p
	}
	down := func(t *int) {
		if *t = max(*t, -grid.Never); *t < grid.Never {
			*t = (*t - (*t%u+u)%u) / u
		}
	}
	q := *p
	q.Acts, q.Links, q.Res = slices.Clone(p.Acts), slices.Clone(p.Links), slices.Clone(p.Res)
	down(&q.Horizon)
	for i := range q.Acts {
		a := &q.Acts[i]
		for _, t := range []*int{&a.Earliest, &a.Latest, &a.Deadline, &a.Start, &a.End} {
			down(t)
		}
		a.Modes = slices.Clone(a.Modes)
		for m := range a.Modes {
			a.Modes[m].Duration /= u
		}
	}
	for l := range q.Links {
		down(&q.Links[l].Lag)
	}
	for r := range q.Res {
		q.Res[r].Steps = slices.Clone(q.Res[r].Steps)
		for k := range q.Res[r].Steps {
			down(&q.Res[r].Steps[k].Start)
			down(&q.Res[r].Steps[k].End)
		}
	}
	return &q
}
