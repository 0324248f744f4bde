package evolve_test

import (
	"fmt"

	"github.com/berthplan/berth/schedule/internal/grid"
)

// verify checks a plan of elapsed activities against the problem slot by slot; it knows
// nothing of how plans are found.
func verify(p *grid.Problem, s *grid.Solution) error {
	for i := range p.Acts {
		a := &p.Acts[i]
		m := &a.Modes[s.Mode[i]]
		switch {
		case a.Fixed && (s.Start[i] != a.Start || s.End[i] != a.End || s.Mode[i] != a.Mode):
			return fmt.Errorf("activity %d is not where it is fixed", i)
		case a.Fixed:
		case s.End[i]-s.Start[i] != m.Duration:
			return fmt.Errorf("activity %d takes [%d, %d), not %d", i, s.Start[i], s.End[i], m.Duration)
		case s.Start[i] < max(a.Earliest, 0) || s.Start[i] > a.Latest || s.End[i] > a.Deadline:
			return fmt.Errorf("activity %d is outside its limits at %d", i, s.Start[i])
		}
	}
	for n, l := range p.Links {
		from, to := s.Start[l.From], s.Start[l.To]
		if l.Kind.FromEnd() {
			from = s.End[l.From]
		}
		if l.Kind.ToEnd() {
			to = s.End[l.To]
		}
		if l.Kind.Minimum() && to < from+l.Lag || l.Kind.Maximum() && to > from+l.Lag {
			return fmt.Errorf("link %d from %d to %d is broken", n, l.From, l.To)
		}
	}
	end := 0
	for i := range p.Acts {
		end = max(end, s.End[i])
	}
	for r := range p.Res {
		for t := range end {
			capacity, used := p.Res[r].Capacity, 0
			for _, step := range p.Res[r].Steps {
				if step.Start <= t && t < step.End {
					capacity = step.Capacity
				}
			}
			for i := range p.Acts {
				for _, need := range p.Acts[i].Modes[s.Mode[i]].Needs {
					if need.Res == r && s.Start[i] <= t && t < s.End[i] {
						used += need.Amount
					}
				}
			}
			if used > capacity {
				return fmt.Errorf("resource %d at %d: %d of %d", r, t, used, capacity)
			}
		}
	}
	for b, total := range p.Budgets {
		for i := range p.Acts {
			for _, use := range p.Acts[i].Modes[s.Mode[i]].Uses {
				if use.Res == b {
					total -= use.Amount
				}
			}
		}
		if total < 0 {
			return fmt.Errorf("budget %d is overspent by %d", b, -total)
		}
	}
	return nil
}

// optimum returns the least makespan by trying all starts of the activities in
// order of their index up to a makespan of limit, or -1 where there is no plan.
func optimum(p *grid.Problem, limit int) int {
	n := len(p.Acts)
	s := &grid.Solution{Start: make([]int, n), End: make([]int, n), Mode: make([]int, n)}
	part := *p
	best := limit + 1
	var try func(k, end int)
	try = func(k, end int) {
		if end >= best {
			return
		}
		part.Acts = p.Acts[:k]
		part.Links = part.Links[:0:0]
		for _, l := range p.Links {
			if l.From < k && l.To < k {
				part.Links = append(part.Links, l)
			}
		}
		if verify(&part, s) != nil {
			return
		}
		if k == n {
			best = end
			return
		}
		a := &p.Acts[k]
		if a.Fixed {
			s.Start[k], s.End[k], s.Mode[k] = a.Start, a.End, a.Mode
			try(k+1, end)
			return
		}
		for m := range a.Modes {
			for t := 0; t+a.Modes[m].Duration < best; t++ {
				s.Start[k], s.End[k], s.Mode[k] = t, t+a.Modes[m].Duration, m
				try(k+1, max(end, s.End[k]))
			}
		}
	}
	try(0, 0)
	if best > limit {
		return -1
	}
	return best
}
