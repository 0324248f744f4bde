package schedule

import (
	"slices"

	"github.com/berthplan/berth/schedule/internal/bound"
	"github.com/berthplan/berth/schedule/internal/engine"
	"github.com/berthplan/berth/schedule/internal/grid"
	"github.com/berthplan/berth/schedule/internal/sgs"
)

// lower is what is proved of every plan. Two sets of bounds are kept: a plan
// that leaves nothing out, where that is the first level, need only be
// compared with plans that leave nothing out.
type lower struct {
	g          *grid.Problem
	start, end []int // of each activity, in a plan that holds it
	any, whole []int64
	proofs     []engine.Proof // of an earlier search
}

func newLower(g *grid.Problem) *lower {
	l := &lower{g: g}
	l.start, l.end = bound.CriticalPath(g, false)
	if g.Seeks(grid.Disturbance) {
		g = raised(g, l.start)
	}
	start, end := bound.CriticalPath(g, false)
	l.any = bound.Levels(g, start, end, false)
	l.whole = l.any
	if first := g.Levels[0].Terms; len(first) == 1 && first[0] == grid.LeftOut && l.any[0] == 0 {
		start, end := bound.CriticalPath(g, true)
		l.whole = bound.Levels(g, start, end, true)
	}
	return l
}

// raised is g with the earliest starts that a look at what is sure to be where it is shows, and at what that
// means for those that follow.
func raised(g *grid.Problem, start []int) *grid.Problem {
	for range 2 {
		next := *g
		next.Acts = slices.Clone(g.Acts)
		for i, s := range sgs.Earliest(g, start) {
			if a := &next.Acts[i]; !a.Fixed && s < grid.Never {
				a.Earliest = max(a.Earliest, s)
			}
		}
		g = &next
		start, _ = bound.CriticalPath(g, false)
	}
	return g
}

// impossible reports whether activity i is proved to fit in no plan.
func (l *lower) impossible(i int) bool { return bound.Impossible(l.g, i, l.start, l.end) }

// of returns the bounds that hold given that each level above pays at most what
// value does, and where they came from.
func (l *lower) of(value []int64) (bound []int64, from []string) {
	static := l.any
	if value[0] == 0 {
		static = l.whole
	}
	bound, from = slices.Clone(static), make([]string, len(static))
	for i, b := range bound {
		from[i] = "critical path"
		if b == 0 {
			from[i] = "zero"
		}
	}
	for _, p := range l.proofs {
		if k := len(p.Above); p.Holds(value) && p.Bound > bound[k] {
			bound[k], from[k] = min(p.Bound, value[k]), p.From
		}
	}
	return bound, from
}
