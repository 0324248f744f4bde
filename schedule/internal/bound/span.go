package bound

import "github.com/berthplan/berth/schedule/internal/grid"

// spans knows how long working time takes at least on the wall clock.
type spans struct {
	known map[stint]int
	looks int
}

type stint struct {
	cal *grid.Calendar
	d   int
}

// mostLooks is how many pieces of calendars are looked at for spans. Beyond that a
// stretch of work is taken to have no pauses.
const mostLooks = 1_000_000

// of returns the least time from start to end of activity a in mode m.
func (s *spans) of(a *grid.Activity, m int) int {
	d := a.Modes[m].Duration
	switch {
	case a.Kind == grid.Decision:
		return 0
	case a.Kind != grid.Working || a.Modes[m].Cal == nil || d == 0:
		return d
	}
	key := stint{a.Modes[m].Cal, d}
	if n, ok := s.known[key]; ok {
		return n
	}
	least := grid.Never
	for _, p := range key.cal.Pieces { // moved on inside a piece, a start only adds pauses
		if s.looks++; s.looks > mostLooks {
			return d
		}
		if end := key.cal.Add(p.Start, d); end < grid.Never {
			least = min(least, end-p.Start)
		}
	}
	if least >= grid.Never {
		least = d // it fits nowhere
	}
	if s.known == nil {
		s.known = map[stint]int{}
	}
	s.known[key] = least
	return least
}
