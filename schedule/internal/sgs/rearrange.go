package sgs

import (
	"sort"

	"github.com/berthplan/berth/schedule/internal/grid"
)

// rearrange takes something that had to move, and what stands where it was expected, out of the
// best plan and puts them back in another order, each as near to where it was as it can
// (a large neighbourhood search: Shaw 1998).
func (s *Search) rearrange() bool {
	b, p := s.b, s.p
	var away []int
	for i := range p.Acts {
		if !p.Acts[i].Fixed && s.Best.Start[i] < grid.Never && p.Disturbance(i, s.Best.Mode[i], s.Best.Start[i]) > 0 {
			away = append(away, i)
		}
	}
	if len(away) == 0 {
		return false
	}
	clear(b.Lower)
	b.Load(s.Best)
	b.Work += int64(1 + len(p.Acts)/20)
	b.stay = true
	first := away[s.rng.IntN(len(away))]
	pays := func(i int) int64 { return p.Disturbance(i, s.Best.Mode[i], s.Best.Start[i]) }
	if other := away[s.rng.IntN(len(away))]; pays(other) > pays(first) {
		first = other
	}
	out := map[int]bool{first: true}
	from, to := min(p.Acts[first].Was.Start, s.Best.Start[first]), max(p.Acts[first].Was.Start, s.Best.End[first])
	wide := (1 + s.rng.IntN(14)) * grid.Stirred
	for _, i := range away { // others that moved may come home with it, those of its time above all
		if s.Best.Start[i] < to+wide && s.Best.End[i] > from-wide && s.rng.IntN(4) > 0 || s.rng.IntN(8) == 0 || len(away) <= 4 && s.rng.IntN(2) == 0 {
			out[i] = true
		}
	}
	keep := 1 + s.rng.IntN(4)
	for i := range p.Acts {
		if out[i] || p.Acts[i].Fixed || !b.Placed(i) {
			continue
		}
		if s.inTheWay(first, i) && s.rng.IntN(4) < keep || s.tied(first, i) && s.rng.IntN(3) == 0 {
			out[i] = true
		}
	}
	rest := make([]int, 0, len(out))
	for i := range out {
		rest = append(rest, i)
	}
	sort.Ints(rest)
	for _, i := range rest {
		b.Remove(i)
	}
	if s.rng.IntN(3) == 0 {
		s.rng.Shuffle(len(rest), func(x, y int) { rest[x], rest[y] = rest[y], rest[x] })
	} else { // about as they were to come
		at := make(map[int]int, len(rest))
		for _, i := range rest {
			at[i] = min(p.Acts[i].Was.Start, grid.Never/2) + s.rng.IntN(3*grid.Stirred)
		}
		sort.SliceStable(rest, func(x, y int) bool { return at[rest[x]] < at[rest[y]] })
	}
	if s.rng.IntN(2) == 0 {
		for k, i := range rest {
			if i == first {
				rest[0], rest[k] = rest[k], rest[0]
			}
		}
	}
	if !s.settle(rest) {
		return false
	}
	b.last = b.lastEnd()
	for _, i := range away {
		b.back(i)
	}
	if !grid.Less(p.Evaluate(b.Solution()), s.Value) {
		return false
	}
	return b.shift() && s.take(b.Solution())
}

// inTheWay reports whether activity j now stands, in what both need, where i was expected.
func (s *Search) inTheWay(i, j int) bool {
	b, p := s.b, s.p
	a, o := &p.Acts[i], &p.Acts[j]
	was := a.Was.Start
	if a.Was.Weight == 0 || was >= grid.Never {
		was = s.Best.Start[i]
	}
	for m := range a.Modes {
		md, other := &a.Modes[m], &o.Modes[b.Mode[j]]
		end := a.Finish(m, was)
		near := b.Start[j] < end && b.End[j] > was
		if near && md.Env != grid.None && md.Env == other.Env {
			return true
		}
		for _, n := range md.Needs {
			for _, k := range other.Needs {
				if near && n.Res == k.Res {
					return true
				}
			}
		}
		if occ := a.OccAt(m, was); a.Win != grid.None && a.Win == o.Win && occ != grid.None && occ == b.Occ[j] {
			return true
		}
	}
	return false
}

// tied reports whether a link ties activities i and j.
func (s *Search) tied(i, j int) bool {
	for _, l := range s.p.Acts[i].In {
		if s.p.Links[l].From == j {
			return true
		}
	}
	for _, l := range s.p.Acts[i].Out {
		if s.p.Links[l].To == j {
			return true
		}
	}
	return false
}
