package schedule

import (
	"github.com/berthplan/berth/schedule/internal/bound"
	"github.com/berthplan/berth/schedule/internal/grid"
)

// lower is what is proved of every plan. Two sets of bounds are kept: a plan
// that leaves nothing out, where that is the first level, need only be
// compared with plans that leave nothing out.
type lower struct {
	g          *grid.Problem
	start, end []int // of each activity, in a plan that holds it
	any, whole []int64
}

func newLower(g *grid.Problem) *lower {
	l := &lower{g: g}
	l.start, l.end = bound.CriticalPath(g, false)
	l.any = bound.Levels(g, l.start, l.end, false)
	l.whole = l.any
	if first := g.Levels[0].Terms; len(first) == 1 && first[0] == grid.LeftOut && l.any[0] == 0 {
		start, end := bound.CriticalPath(g, true)
		l.whole = bound.Levels(g, start, end, true)
	}
	return l
}

// impossible reports whether activity i is proved to fit in no plan.
func (l *lower) impossible(i int) bool { return bound.Impossible(l.g, i, l.start, l.end) }

// of returns the bounds that hold given that each level above pays at most what value does.
func (l *lower) of(value []int64) []int64 {
	if value[0] == 0 {
		return l.whole
	}
	return l.any
}

// reached reports whether value is proved to be the best.
func (l *lower) reached(value []int64) bool {
	for i, b := range l.of(value) {
		if value[i] > b {
			return false
		}
	}
	return true
}
