package sgs

import (
	"slices"
	"sort"

	"github.com/berthplan/berth/schedule/internal/grid"
)

// profile is what is free of a renewable resource: free[i] in [at[i], at[i+1]).
type profile struct {
	at   []int
	free []int
}

func newProfile(r grid.Resource) profile {
	p := profile{at: []int{-grid.Never}, free: []int{r.Capacity}}
	for _, s := range r.Steps {
		i, j := p.split(s.Start), p.split(s.End)
		for k := i; k < j; k++ {
			p.free[k] = s.Capacity
		}
	}
	return p
}

// find returns the segment that holds t.
func (p *profile) find(t int) int {
	return sort.Search(len(p.at), func(i int) bool { return p.at[i] > t }) - 1
}

// split makes t a breakpoint and returns its segment.
func (p *profile) split(t int) int {
	i := p.find(t)
	if p.at[i] == t {
		return i
	}
	p.at = slices.Insert(p.at, i+1, t)
	p.free = slices.Insert(p.free, i+1, p.free[i])
	return i + 1
}

// take lowers what is free in [s, e) by amount; a negative amount gives back.
func (p *profile) take(s, e, amount int) {
	if s >= e || amount == 0 {
		return
	}
	i := p.split(s)
	j := p.split(e)
	for k := i; k < j; k++ {
		p.free[k] -= amount
	}
	p.join(j)
	p.join(i)
}

// join drops breakpoint i where nothing changes at it, so that the profile
// costs what is in it and not what has been.
func (p *profile) join(i int) {
	if i > 0 && i < len(p.at) && p.free[i] == p.free[i-1] {
		p.at = slices.Delete(p.at, i, i+1)
		p.free = slices.Delete(p.free, i, i+1)
	}
}

// clash returns the end of the last segment in [s, e) in which less than
// amount is free, or s where there is none: no start before it can work.
func (p *profile) clash(s, e, amount int) int {
	next := s
	for i := p.find(s); i < len(p.at) && p.at[i] < e; i++ {
		if p.free[i] < amount {
			next = grid.Never
			if i+1 < len(p.at) {
				next = p.at[i+1]
			}
		}
	}
	return next
}
