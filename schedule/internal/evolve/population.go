package evolve

import "slices"

// member is a schedule, left-justified, and the list that a child takes from it.
type member struct {
	list  []int32
	start []int32
	mode  []int32 // by activity, into Project.modes; nil where nothing is to choose
	end   int32   // with what overspending costs
	sum   int64   // of starts
}

func (m *member) less(o *member) bool { return m.end < o.end || m.end == o.end && m.sum < o.sum }

// same takes two schedules for one; the sum serves as a hash.
func (m *member) same(o *member) bool { return m.end == o.end && m.sum == o.sum }

// population evolves until it stands still.
type population struct {
	members []*member
	want    int // so many members before the first child
	level   int // so often united with its like
	idle    int // children since one was shorter than what it replaced
}

// The parameters were tuned on instances with 120 activities.
const (
	most      = 200     // members of a new population
	fewest    = 40      // where the work is little
	share     = 2000    // schedules for each member, of all the work
	patience  = 20      // children for each member without a shorter one
	stretches = 3       // of which a child takes one from a parent
	mutations = 6       // moves in a child's list
	hopeless  = 8       // slots by which a backward pass may be too long for a forward pass to mend it
	often     = 2       // one activity in so many is tried in all its modes
	summit    = 4       // how often populations are united before their room is given to new ones
	rooms     = 50      // for guests
	overspent = 1 << 24 // what overspending costs at least
)

// fresh returns an empty population.
func (s *Search) fresh() *population {
	switch {
	case s.Size > 0:
		return &population{want: s.Size}
	case s.Work <= 0:
		return &population{want: most}
	}
	return &population{want: int(min(max(s.Work/int64(s.d.n)/share, fewest), most))}
}

// breed does one step: a new member, a child, or what follows when the population stands still.
func (s *Search) breed() {
	p := s.pop
	if len(p.members) < p.want {
		m := s.spare()
		s.sample(m.list)
		s.draw(m.mode)
		s.settle(m, unset)
		s.join(m)
		return
	}
	if p.idle > patience*len(p.members) {
		s.next()
		return
	}
	p.idle++
	n := len(p.members)
	a, b := s.tournament(n), s.tournament(n)
	if a == b {
		b = (a + 1 + s.rng.intn(n-1)) % n
	}
	x, y := p.members[a], p.members[b]
	worse := a
	if x.less(y) {
		worse = b
	}
	old := p.members[worse]
	child := s.spare()
	from, length := s.cross(x, y, child.list)
	s.mutate(child.list)
	s.inherit(x, y, child, from, length)
	s.settle(child, old.end)
	if !child.less(old) || p.holds(child) {
		s.free = append(s.free, child)
		return
	}
	if child.end < old.end {
		p.idle = 0
	}
	p.members[worse] = child
	s.free = append(s.free, old)
}

// tournament returns the better of two random members.
func (s *Search) tournament(n int) int {
	a, b := s.rng.intn(n), s.rng.intn(n)
	if s.pop.members[b].less(s.pop.members[a]) {
		return b
	}
	return a
}

func (p *population) holds(m *member) bool {
	for _, o := range p.members {
		if o.same(m) {
			return true
		}
	}
	return false
}

// join adds m to the population, if it is not there already.
func (s *Search) join(m *member) {
	if s.pop.holds(m) {
		s.free = append(s.free, m)
		s.pop.want-- // where few schedules exist, fewer must do
		return
	}
	s.pop.members = append(s.pop.members, m)
}

// next unites the population that stands still with the guests, if there are any. If not, it
// puts it aside and starts another; two that have been united equally often are united, and go on (a pyramid of populations,
// as in the parameter-less genetic algorithm of Harik & Lobo 1999).
func (s *Search) next() {
	p := s.pop
	if len(s.guests) > 0 {
		s.unite(s.guests)
		s.guests = s.guests[:0]
		return
	}
	k := len(s.aside)
	if k == 0 || s.aside[k-1].level != p.level || p.level >= summit {
		if p.level >= summit {
			s.free = append(s.free, p.members...)
		} else {
			s.aside = append(s.aside, p)
		}
		s.pop = s.fresh()
		return
	}
	o := s.aside[k-1]
	s.aside = s.aside[:k-1]
	s.unite(o.members)
	p.level++
}

// unite takes others into the population, which goes on.
func (s *Search) unite(others []*member) {
	p := s.pop
	for _, m := range others {
		if p.holds(m) {
			s.free = append(s.free, m)
		} else {
			p.members = append(p.members, m)
		}
	}
	p.want, p.idle = 0, 0
}

// settle builds the schedule of m's list, and the list by which others take
// after it. It gives up where the schedule cannot end by limit; without a limit (unset) it takes more care.
func (s *Search) settle(m *member, limit int32) {
	d := s.d
	m.end, m.sum = unset, 0
	if d.dist != nil {
		s.settleTight(m)
		return
	}
	if d.modes != nil {
		s.afford(m.mode)
		d.set(m.mode)
	}
	if limit == unset || d.shut {
		e := s.forward(m.list, m, unset)
		d.byEnd(s.list, m.start)
		d.backward(s.list, s.late, e, -unset)
	} else if d.backward(m.list, s.late, 2*d.span, 3*d.span-limit-hopeless) == -unset {
		return
	}
	d.byStart(s.list, s.late)
	if limit < unset {
		limit++ // one slot too long may still be mended
	}
	if m.end = s.forward(s.list, m, limit); m.end == unset {
		return
	}
	for d.modes == nil && !d.loose {
		d.byEnd(s.list, m.start)
		d.backward(s.list, s.late, m.end, -unset)
		d.byStart(s.list, s.late)
		end := s.forward(s.list, m, unset)
		if m.end, end = end, m.end; m.end >= end {
			break
		}
	}
	if d.shut {
		copy(m.list, s.list)
	} else {
		d.byEnd(m.list, m.start)
	}
	for _, t := range m.start {
		m.sum += int64(t)
	}
	if d.modes != nil {
		if over := d.spent(m.mode); over > 0 {
			m.end += overspent + over
			return
		}
	}
	s.note(m)
}

func (s *Search) forward(list []int32, m *member, limit int32) int32 {
	if s.d.modes != nil {
		return s.forwardModes(list, m.start, m.mode, often)
	}
	return s.d.forward(list, m.start, limit)
}

// spare returns a member to write into.
func (s *Search) spare() *member {
	if k := len(s.free); k > 0 {
		m := s.free[k-1]
		s.free = s.free[:k-1]
		return m
	}
	m := &member{list: make([]int32, s.d.n), start: make([]int32, s.d.n)}
	if s.d.modes != nil {
		m.mode = make([]int32, s.d.n)
	}
	return m
}

// sorted returns the members of all populations, the best first.
func (s *Search) sorted() []*member {
	all := slices.Clone(s.pop.members)
	for _, p := range s.aside {
		all = append(all, p.members...)
	}
	slices.SortStableFunc(all, func(a, b *member) int {
		switch {
		case a.less(b):
			return -1
		case b.less(a):
			return 1
		}
		return 0
	})
	return all
}
