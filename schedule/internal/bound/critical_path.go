// Package bound proves how good no plan can be: lower bounds that hold for
// every plan, from relaxations of the problem.
//
// [CriticalPath] and [Levels] take one look, before there is a plan. A [Search] supposes, once there is one, that
// another pays less, and looks for what leaves it no place:
//
//	heads and tails   links, calendars, deadlines that follow from what a plan may pay
//	energy            what activities need of a resource, or an environment, in a stretch of time at least
//	windows           what has to start in a stretch of a window's occurrences
//	pairs             who cannot run together, and has one order left
package bound

import "github.com/berthplan/berth/schedule/internal/grid"

// CriticalPath returns, for each activity, a start and an end that no plan that
// holds it can beat: the longest path through minimum and maximum lags, calendars, pins,
// facts, and the bookings and outages of environments, with nobody else in the
// way (Kelley & Walker 1959, with calendars). Never means: no plan can hold it.
// With all, only plans that leave nothing out are meant.
//
// The passes are bounded. Stopping early leaves bounds that are weaker and still valid.
func CriticalPath(p *grid.Problem, all bool) (start, end []int) {
	n := len(p.Acts)
	c := &path{p: p, all: all, start: make([]int, n), end: make([]int, n)}
	queue := make([]int, 0, n)
	queued := make([]bool, n)
	for i := range p.Acts {
		c.start[i], c.end[i] = -grid.Never, -grid.Never
		queue, queued[i] = append(queue, i), true
	}
	for k := 0; k < len(queue) && k < 40*n+1000; k++ {
		i := queue[k]
		queued[i] = false
		if !c.raise(i) {
			continue
		}
		for _, l := range p.Acts[i].Out {
			if j := p.Links[l].To; !queued[j] {
				queue, queued[j] = append(queue, j), true
			}
		}
		for _, l := range p.Acts[i].In {
			if j := p.Links[l].From; p.Links[l].Kind.Maximum() && !queued[j] {
				queue, queued[j] = append(queue, j), true
			}
		}
	}
	return c.start, c.end
}

type path struct {
	p          *grid.Problem
	all        bool
	in         []bool // who is surely in the plan; nil: see all
	after      []int  // no starts before; nil: none but Earliest
	start, end []int
}

// raise recomputes the bounds of activity i and reports whether they grew.
func (c *path) raise(i int) bool {
	a := &c.p.Acts[i]
	s, e := grid.Never, grid.Never
	if a.Fixed {
		s, e = a.Start, a.End
	} else {
		for m := range a.Modes {
			ms, me := c.mode(i, m)
			s, e = min(s, ms), min(e, me)
		}
	}
	grew := s > c.start[i] || e > c.end[i]
	c.start[i], c.end[i] = max(s, c.start[i]), max(e, c.end[i])
	return grew
}

// mode returns the earliest start and end of activity i in mode m.
func (c *path) mode(i, m int) (s, e int) {
	a := &c.p.Acts[i]
	s = a.Earliest
	if c.after != nil {
		s = max(s, c.after[i])
	}
	for _, l := range a.In {
		k := &c.p.Links[l]
		if !k.Kind.Minimum() || k.Void {
			continue
		}
		t := c.start[k.From]
		if k.Kind.FromEnd() {
			t = c.end[k.From]
		}
		if t <= -grid.Never {
			continue
		}
		if t = k.Cal.Add(t, k.Lag); k.Kind.ToEnd() {
			t = a.StartFor(m, t)
		}
		s = max(s, t)
	}
	for _, l := range a.Out {
		k := &c.p.Links[l]
		if !k.Kind.Maximum() || k.Void || !c.certain(k.To, a.Pkg) {
			continue
		}
		t := c.start[k.To]
		if k.Kind.ToEnd() {
			t = c.end[k.To]
		}
		if t <= -grid.Never || t >= grid.Never {
			continue
		}
		if k.Lag < 0 {
			t = k.Cal.Add(t, -k.Lag)
		} else {
			t = k.Cal.Back(t, k.Lag)
		}
		if k.Kind.FromEnd() {
			t = a.StartFor(m, t)
		}
		s = max(s, t)
	}
	md := &a.Modes[m]
	for {
		if s = a.Align(m, s); s >= grid.Never {
			return grid.Never, grid.Never
		}
		if e = a.Finish(m, s); e >= grid.Never {
			return grid.Never, grid.Never
		}
		next := s
		if md.Env != grid.None && s < e {
			for _, h := range c.p.Envs[md.Env].Holds {
				if h.Start < e && h.End > s && (h.Outage || h.Units+md.Units > c.p.Envs[md.Env].Capacity) {
					next = max(next, h.End)
				}
			}
		}
		if next == s {
			return s, e
		}
		s = next
	}
}

// certain reports whether activity i is in every plan that holds package pkg. (A
// minimum lag needs no such care: where its From is left out, so is its To.)
func (c *path) certain(i, pkg int) bool {
	if c.in != nil {
		return c.in[i]
	}
	k := c.p.Acts[i].Pkg
	return c.all || k == grid.None || k == pkg || !c.p.Pkgs[k].Optional
}
