package sgs

import (
	"sort"

	"github.com/berthplan/berth/schedule/internal/grid"
)

// Rule is a priority rule; names and definitions follow Kolisch (1996),
// doi:10.1016/0272-6963(95)00032-1.
type Rule uint8

// The priority rules. The activity with the smallest key goes first.
const (
	LFT  Rule = iota // latest finish time
	LST              // latest start time
	Slk              // minimum slack
	WT               // latest finish time of the package, dearer packages first
	MTS              // most total successors
	GRPW             // greatest rank positional weight
	Rules
)

// priorities are the static figures that the rules rank by.
type priorities struct {
	early  []int // earliest end, from the critical path
	lft    []int // latest finish that keeps due dates and deadlines
	lst    []int
	total  []int // total successors
	weight []int // duration of itself and all direct successors
}

func newPriorities(p *grid.Problem, o *order, early []int) *priorities {
	n := len(p.Acts)
	q := &priorities{early: early, lft: make([]int, n), lst: make([]int, n), total: make([]int, n), weight: make([]int, n)}
	last := 0
	for _, e := range early {
		if e < grid.Never {
			last = max(last, e)
		}
	}
	for _, k := range p.Pkgs { // what has no due date may wait for all that has
		if k.Due < grid.Never {
			last = max(last, k.Due)
		}
	}
	for i := range q.lft {
		a := &p.Acts[i]
		q.lft[i] = min(a.Deadline, max(last, 1))
		if a.Pkg != grid.None {
			q.lft[i] = min(q.lft[i], p.Pkgs[a.Pkg].Due)
		}
		q.lst[i] = grid.Never
	}
	for k := len(o.topo) - 1; k >= 0; k-- {
		i := o.topo[k]
		a := &p.Acts[i]
		d := a.Modes[0].Duration
		q.weight[i] = d
		for _, l := range a.Out {
			k := &p.Links[l]
			if !k.Kind.Minimum() || k.Void || q.lst[k.To] == grid.Never {
				continue
			}
			t := q.lst[k.To]
			if k.Kind.ToEnd() {
				t = q.lft[k.To]
			}
			if t = k.Cal.Add(t, -k.Lag); !k.Kind.FromEnd() {
				t = a.Finish(0, max(t, 0))
			}
			q.lft[i] = min(q.lft[i], t)
			q.weight[i] += p.Acts[k.To].Modes[0].Duration
		}
		q.lst[i] = max(a.LatestStart(0, q.lft[i]), -grid.Never/2)
		for _, j := range o.succs[i] {
			q.total[i] += 1 + q.total[j] // counts paths: cheap, and ranks as well
			q.total[i] = min(q.total[i], grid.Never)
		}
	}
	return q
}

// key ranks activity i under rule r; smaller goes first.
func (q *priorities) key(p *grid.Problem, r Rule, i int) int {
	switch r {
	case LST:
		return q.lst[i]
	case Slk:
		return q.lft[i] - min(q.early[i], grid.Never)
	case WT:
		if k := p.Acts[i].Pkg; k != grid.None {
			return q.lft[i] - 20*int(p.Pkgs[k].Priority)
		}
	case MTS:
		return -q.total[i]
	case GRPW:
		return -q.weight[i]
	}
	return q.lft[i]
}

// ranks turns keys into ranks 0…n-1, ties by index, so that rules of different
// units can be perturbed and biased alike.
func ranks(keys []int) []float64 {
	at := make([]int, len(keys))
	for i := range at {
		at[i] = i
	}
	sort.SliceStable(at, func(a, b int) bool { return keys[at[a]] < keys[at[b]] })
	out := make([]float64, len(keys))
	for r, i := range at {
		out[i] = float64(r)
	}
	return out
}
