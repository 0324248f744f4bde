package bound

import (
	"math"

	"github.com/berthplan/berth/schedule/internal/grid"
)

// Search looks for better bounds on one level of the objective by destructive
// improvement (Klein & Scholl 1999, doi:10.1016/S0377-2217(97)00442-6): it supposes that a plan pays
// no more than so much, narrows heads and tails, and where nothing is left all plans pay more. What it
// supposes is halved between what is proved and the best plan.
//
// Work is counted in activities and windows looked at, and every step is bounded.
type Search struct {
	Bound int64  // no plan pays less, of those that pay at most Above on the levels above
	From  string // where Bound came from: "critical path", "energy", "windows", "destructive"; "" where it was given
	Above []int64

	p        *grid.Problem
	root     *frame // of all these plans
	supplies []supply
	rows     []row
	pairs    []pair
	energy   energy
	most     int64 // not refuted with the means in use; the best plan pays one more
	value    int64
	hard     bool  // all means are in use, and not only the energy there is
	leap     int64 // how far above the bound to suppose at most: little at first where a look is dear
	cur      *frame
	at       int64  // what cur supposes
	next     int    // which supply or row is looked at next
	calm     int    // how many in a row told nothing new
	by       string // what is looked at
	rounds   int
	work     int64
	over     bool
}

// NewSearch begins a search for what level len(above) costs at least plans that pay at
// most above on the levels before it. It costs at least bound, and value is what a plan pays.
func NewSearch(p *grid.Problem, above []int64, bound, value int64) *Search {
	return &Search{p: p, Above: above, Bound: bound, value: value, most: value - 1, leap: math.MaxInt64}
}

// Work returns how much was done.
func (s *Search) Work() int64 { return s.work }

// Over reports whether there is nothing more to try.
func (s *Search) Over() bool { return s.over }

// Below says that a plan pays no more than value.
func (s *Search) Below(value int64) {
	s.value, s.most = min(s.value, value), min(s.most, value-1)
}

// Step goes on until so much work is done in all, or a little more, or stop says so, which may be nil.
func (s *Search) Step(until int64, stop func() bool) {
	s.energy.stop = stop
	for !s.over && s.work < until && !s.energy.stopped() {
		s.step()
	}
}

func (s *Search) step() {
	switch {
	case s.Bound >= s.value:
		s.over = true
	case s.root == nil:
		s.open()
	case s.Bound > s.most && !s.hard:
		s.hard, s.most, s.leap = true, s.value-1, 0
		s.pairs = pairs(s.p, s.supplies)
		s.work += int64(len(s.pairs))
	case s.Bound > s.most:
		s.over = true
	case s.cur == nil:
		s.at = s.Bound + min((s.most-s.Bound)/2, s.leap)
		s.cur = s.root.clone(s.at)
		s.next, s.calm, s.rounds, s.by = 0, 0, 0, "critical path"
		s.work += int64(len(s.p.Acts))
		s.settle(s.cur.pay() && s.cur.narrow())
	default:
		s.turn()
	}
}

// open makes the frame of all plans that are spoken of.
func (s *Search) open() {
	s.root = newFrame(s.p, s.Above)
	s.supplies, s.rows = supplies(s.p), rows(s.p)
	s.work += int64(len(s.p.Acts) + len(s.p.Links))
	if !s.root.narrow() || !s.root.pay() || !s.root.narrow() {
		s.over = true // there is no such plan: nothing to say of what it pays
		return
	}
	s.work += s.root.work
}

// turn looks at one supply or row, or, once a round, at what is paid and at the pairs.
func (s *Search) turn() {
	n := s.next
	s.next++
	switch {
	case n < len(s.supplies):
		s.by = "energy"
		s.heard(s.energy.check(s.cur, &s.supplies[n], s.hard))
	case n < len(s.supplies)+len(s.rows):
		s.by = "windows"
		s.heard(s.rows[n-len(s.supplies)].check(s.cur, s.hard))
	default:
		s.next, s.rounds = 0, s.rounds+1
		if !s.hard || s.rounds > mostRounds {
			s.pass()
			return
		}
		ok := s.cur.pay() && s.cur.order(s.pairs)
		s.work += int64(len(s.pairs))
		s.heard(ok)
	}
}

// mostRounds bounds how often a supposition is looked at from all sides.
const mostRounds = 10

// heard follows what was found; after a round that told nothing new the supposition stands.
func (s *Search) heard(ok bool) {
	s.calm++
	if ok && len(s.cur.queue) > 0 {
		s.calm = 0
		ok = s.cur.narrow()
	}
	s.settle(ok)
	if s.cur != nil && s.calm > len(s.supplies)+len(s.rows) {
		s.pass()
	}
}

// settle adds up the work, and raises the bound where nothing is left.
func (s *Search) settle(ok bool) {
	s.work += s.cur.work
	s.cur.work = 0
	if ok {
		return
	}
	s.Bound = s.at + 1
	if s.From = s.by; s.hard {
		s.From, s.leap = "destructive", min(8*s.leap+1, math.MaxInt64/16)
	}
	s.cur = nil
}

// pass notes that the supposition may be true.
func (s *Search) pass() { s.cur, s.most = nil, s.at-1 }
