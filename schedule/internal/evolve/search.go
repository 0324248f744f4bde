package evolve

import (
	"github.com/berthplan/berth/schedule/internal/grid"
)

// Search looks for short plans of Project. Set the fields, then call Run once,
// or Step as often as you like.
type Search struct {
	Project  *Project
	Seed     uint64
	Work     int64                          // Run ends when so many activities were placed; 0: no limit. The populations are as large as suits it
	Stop     func() bool                    // polled between schedules; nil: never
	Lower    int                            // no plan ends before it: the search is over when one ends then
	Size     int                            // members of a new population; 0: as many as suit Work
	OnBetter func(makespan int, work int64) // each shorter plan; may be nil

	d           *decoder
	rng         source
	pop         *population
	aside       []*population // that stand still, by falling level
	guests      []*member     // who join a population that stands still
	free        []*member
	best        member
	list, late  []int32
	wait, ready []int32
	sums        []int64
	mark        []uint32
	stamp       uint32
}

// Reason is why a search paused or ended.
type Reason uint8

// The reasons.
const (
	WorkLimit Reason = iota
	Bounded          // the best plan is as short as any can be
	Stopped
)

// unset is an end that no plan has.
const unset = 1 << 30

// Run searches until a limit.
func (s *Search) Run() Reason {
	if s.Work <= 0 {
		return s.Step(1 << 62)
	}
	return s.Step(s.Work - s.Placed())
}

// Step searches until about work more activities have been placed; the next step goes on from there.
func (s *Search) Step(work int64) Reason {
	s.init()
	until := s.d.work + min(work, 1<<62-s.d.work)
	for {
		switch {
		case s.best.end < unset && s.makespan() <= s.Lower:
			return Bounded
		case s.d.work >= until:
			return WorkLimit
		case s.Stop != nil && s.Stop():
			return Stopped
		}
		s.breed()
	}
}

func (s *Search) init() {
	s.Lower = max(s.Lower, int(s.Project.floor)*s.Project.unit)
	if s.d != nil {
		return
	}
	q := s.Project
	n := q.n
	s.d = newDecoder(q)
	s.rng.state = s.Seed
	s.pop = s.fresh()
	s.best = member{start: make([]int32, n), end: unset}
	if q.modes != nil {
		s.best.mode = make([]int32, n)
	}
	s.list, s.late = make([]int32, n), make([]int32, n)
	s.wait, s.ready = make([]int32, n), make([]int32, 0, n)
	s.mark, s.sums = make([]uint32, n), make([]int64, n+1)
}

// note keeps m if it is the shortest so far.
func (s *Search) note(m *member) {
	if m.end > s.best.end || m.end == s.best.end && m.sum >= s.best.sum {
		return
	}
	shorter := m.end < s.best.end
	s.best.end, s.best.sum = m.end, m.sum
	copy(s.best.start, m.start)
	copy(s.best.mode, m.mode)
	if shorter && s.OnBetter != nil {
		s.OnBetter(s.makespan(), s.d.work)
	}
}

// makespan is that of the best plan, in slots of the problem.
func (s *Search) makespan() int { return int(s.best.end-s.d.span) * s.d.unit }

// Placed returns how many activities were placed so far.
func (s *Search) Placed() int64 {
	if s.d == nil {
		return 0
	}
	return s.d.work
}

// Best returns the shortest plan so far, the earliest starts among its like, and its makespan; nil before the first.
func (s *Search) Best() (*grid.Solution, int) {
	if s.d == nil || s.best.end == unset {
		return nil, 0
	}
	return s.Project.solution(&s.best), s.makespan()
}

// Elite returns up to k different plans of the populations, the shortest first.
func (s *Search) Elite(k int) []*grid.Solution {
	if s.d == nil {
		return nil
	}
	all := s.sorted()
	var out []*grid.Solution
	for i, m := range all {
		if len(out) == k {
			break
		}
		if m.end < overspent && (i == 0 || !m.same(all[i-1])) {
			out = append(out, s.Project.solution(m))
		}
	}
	return out
}

// Offer gives the search a plan from elsewhere, which the population takes in
// at once. It takes only the order of its starts, so a plan that breaks a rule does no harm.
func (s *Search) Offer(sol *grid.Solution) { s.join(s.take(sol)) }

// Invite is Offer, but the population takes the plan in when it stands still: until
// then populations that invite from each other stay apart, and find different things
// (islands: Cohoon, Hegde, Martin & Richards 1987). Of many guests the shortest stay.
func (s *Search) Invite(sol *grid.Solution) {
	m := s.take(sol)
	worst := 0
	for k, o := range s.guests {
		if o.same(m) {
			s.free = append(s.free, m)
			return
		}
		if s.guests[worst].less(o) {
			worst = k
		}
	}
	switch {
	case len(s.guests) < rooms:
		s.guests = append(s.guests, m)
	case m.less(s.guests[worst]):
		s.guests[worst], m = m, s.guests[worst]
		fallthrough
	default:
		s.free = append(s.free, m)
	}
}

// take makes a member of a plan.
func (s *Search) take(sol *grid.Solution) *member {
	s.init()
	d := s.d
	m := s.spare()
	for j, i := range d.orig {
		m.start[j] = int32(min(max(sol.Start[i]/d.unit, 0), int(d.span))) + d.span
	}
	for j, i := range d.orig {
		if d.modes == nil {
			break
		}
		m.mode[j] = 0
		for k := range d.modes[j] {
			if int(d.modes[j][k].orig) == sol.Mode[i] {
				m.mode[j] = int32(k)
			}
		}
	}
	copy(d.key, m.start)
	d.byKey(m.list, true)
	s.settle(m, unset)
	return m
}
