package lns

import (
	"math/rand/v2"

	"github.com/berthplan/berth/schedule/internal/grid"
	"github.com/berthplan/berth/schedule/internal/kernel"
	"github.com/berthplan/berth/schedule/internal/kernel/lcg"
)

// Search improves the best plan of a session of the kernel.
type Search struct {
	p       *grid.Problem
	k       *kernel.Session
	rng     *rand.Rand
	kinds   []*kind
	users   [][]int // activities by what they share: resources, then environments
	shares  [][]int // what each activity shares
	movable []int
	free    []bool
	keep    []kernel.Keep
}

// kind is a way to choose a neighbourhood, and how it fared.
type kind struct {
	choose func(s *Search, best *grid.Solution, size int)
	size   float64 // activities set free
	weight float64
}

const (
	smallest  = 4
	conflicts = 300 // that one neighbourhood is worth
	cheapest  = 500 // work that one counts for at least
)

// New returns a search on session k of problem p.
func New(p *grid.Problem, k *kernel.Session, seed uint64) *Search {
	s := &Search{p: p, k: k, rng: rand.New(rand.NewPCG(seed, 0x6c6e73)), free: make([]bool, len(p.Acts)), shares: make([][]int, len(p.Acts))}
	s.users = make([][]int, len(p.Res)+len(p.Envs))
	for i := range p.Acts {
		if p.Acts[i].Fixed {
			continue
		}
		s.movable = append(s.movable, i)
		for m := range p.Acts[i].Modes {
			md := &p.Acts[i].Modes[m]
			for _, n := range md.Needs {
				s.share(i, n.Res)
			}
			if md.Env != grid.None {
				s.share(i, len(p.Res)+md.Env)
			}
		}
	}
	first := min(float64(len(s.movable)), 12+float64(len(s.movable))/6)
	for _, choose := range []func(*Search, *grid.Solution, int){(*Search).around, (*Search).sharing, (*Search).linked, (*Search).anywhere, (*Search).late} {
		s.kinds = append(s.kinds, &kind{choose: choose, size: first, weight: 1})
	}
	return s
}

func (s *Search) share(i, what int) {
	if n := len(s.users[what]); n == 0 || s.users[what][n-1] != i {
		s.users[what] = append(s.users[what], i)
		s.shares[i] = append(s.shares[i], what)
	}
}

// Step searches on for about so much more work of the kernel, from the session's best plan, which there must be.
func (s *Search) Step(work int64) {
	until := s.k.Result().Stats.Work + work
	for tries := int64(0); tries <= work/cheapest && s.k.Result().Stats.Work < until && !s.k.Over() && len(s.movable) > 0; tries++ {
		s.try()
	}
}

// try searches one neighbourhood.
func (s *Search) try() {
	best := s.k.Result().Best
	k := s.pick()
	clear(s.free)
	k.choose(s, best, int(k.size))
	s.keep = s.keep[:0]
	loose := s.rng.IntN(3) // how far the others may follow
	for _, i := range s.movable {
		if at := best.Start[i]; !s.free[i] && at < grid.Never {
			s.keep = append(s.keep, kernel.Keep{Act: i, From: at - 1 - loose, To: at, Mode: best.Mode[i]})
		}
	}
	found := false
	status := s.k.Near(s.keep, conflicts)
	for status == lcg.Found && !s.k.Over() { // the same neighbourhood may hold better ones still
		found = true
		if best = s.k.Result().Best; best == nil {
			break
		}
		status = s.k.Near(s.keep, conflicts)
	}
	switch { // larger where all was searched, smaller where that took too long
	case status == lcg.Refuted:
		k.size = min(k.size*1.03+0.1, float64(len(s.movable)))
	case !found:
		k.size = max(k.size*0.97, smallest)
	}
	k.weight *= 0.97
	if found {
		k.weight++
	}
}

// pick draws a kind by the weights.
func (s *Search) pick() *kind {
	const least = 0.15 // none is forgotten
	sum := 0.0
	for _, k := range s.kinds {
		sum += k.weight + least
	}
	at := s.rng.Float64() * sum
	for _, k := range s.kinds {
		if at -= k.weight + least; at < 0 {
			return k
		}
	}
	return s.kinds[0]
}
