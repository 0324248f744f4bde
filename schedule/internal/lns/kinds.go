package lns

import (
	"slices"

	"github.com/berthplan/berth/schedule/internal/grid"
)

// around sets free the activities nearest to an instant.
func (s *Search) around(best *grid.Solution, size int) {
	at := s.instant(best)
	s.nearest(best, s.movable, at, size)
}

// sharing sets free the users of one resource or environment nearest to an
// instant, and half as many others near it.
func (s *Search) sharing(best *grid.Solution, size int) {
	at := s.instant(best)
	if len(s.users) > 0 {
		s.nearest(best, s.users[s.rng.IntN(len(s.users))], at, size*2/3)
	}
	s.nearest(best, s.movable, at, size/3)
}

// linked sets free what hangs together: from one activity on to those it is
// linked to, or shares something with nearby, and on from them.
func (s *Search) linked(best *grid.Solution, size int) {
	var list []int
	add := func(i int) {
		if !s.free[i] && !s.p.Acts[i].Fixed {
			s.free[i] = true
			list = append(list, i)
		}
	}
	add(s.movable[s.rng.IntN(len(s.movable))])
	for n := 0; n < 4*size && len(list) < size; n++ {
		i := list[s.rng.IntN(len(list))]
		a := &s.p.Acts[i]
		if links := len(a.In) + len(a.Out); links > 0 && s.rng.IntN(2) == 0 {
			if k := s.rng.IntN(links); k < len(a.In) {
				add(s.p.Links[a.In[k]].From)
			} else {
				add(s.p.Links[a.Out[k-len(a.In)]].To)
			}
			continue
		}
		if len(s.shares[i]) == 0 || best.Start[i] >= grid.Never {
			add(s.movable[s.rng.IntN(len(s.movable))])
			continue
		}
		users := s.users[s.shares[i][s.rng.IntN(len(s.shares[i]))]]
		for range 4 { // a user nearby
			j := users[s.rng.IntN(len(users))]
			if best.Start[j] < grid.Never && best.Start[j] <= best.End[i]+1 && best.End[j] >= best.Start[i]-1 {
				add(j)
				break
			}
		}
	}
}

// anywhere sets free activities at random.
func (s *Search) anywhere(_ *grid.Solution, size int) {
	for range size {
		s.free[s.movable[s.rng.IntN(len(s.movable))]] = true
	}
}

// late sets free a package that is late or left out, and who is in its way: what shares
// something with it before it ends. Without such a package it is around the last end.
func (s *Search) late(best *grid.Solution, size int) {
	var list []int
	for k := range s.p.Pkgs {
		for _, i := range s.p.Pkgs[k].Acts {
			if best.Start[i] >= grid.Never || best.End[i] > s.p.Pkgs[k].Due {
				list = append(list, k)
				break
			}
		}
	}
	if len(list) == 0 {
		last := 0
		for _, i := range s.movable {
			if best.Start[i] < grid.Never {
				last = max(last, best.End[i])
			}
		}
		s.nearest(best, s.movable, last, size)
		return
	}
	k := &s.p.Pkgs[list[s.rng.IntN(len(list))]]
	for _, i := range k.Acts {
		s.free[i] = !s.p.Acts[i].Fixed
	}
	for range (size + 2) / 3 {
		i := k.Acts[s.rng.IntN(len(k.Acts))]
		if len(s.shares[i]) > 0 && best.Start[i] < grid.Never {
			s.nearest(best, s.users[s.shares[i][s.rng.IntN(len(s.shares[i]))]], best.Start[i], 2+s.rng.IntN(size/4+1))
		}
	}
}

// instant draws an instant at which something begins or ends.
func (s *Search) instant(best *grid.Solution) int {
	i := s.movable[s.rng.IntN(len(s.movable))]
	if best.Start[i] >= grid.Never {
		return 0
	}
	if s.rng.IntN(2) == 0 {
		return best.Start[i]
	}
	return best.End[i]
}

// nearest sets free the size activities of list that lie nearest to an instant, and what is left out.
func (s *Search) nearest(best *grid.Solution, list []int, at, size int) {
	far := func(i int) int {
		if best.Start[i] >= grid.Never {
			return 0
		}
		return max(0, best.Start[i]-at, at-best.End[i])
	}
	by := slices.Clone(list)
	s.rng.Shuffle(len(by), func(a, b int) { by[a], by[b] = by[b], by[a] })
	slices.SortStableFunc(by, func(a, b int) int { return far(a) - far(b) })
	for _, i := range by[:min(size, len(by))] {
		s.free[i] = true
	}
}
