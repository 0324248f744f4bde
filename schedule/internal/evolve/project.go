package evolve

import (
	"github.com/berthplan/berth/schedule/internal/grid"
)

// Project is a compact, unchanging form of a grid.Problem whose only aim is a
// short plan. Activities are numbered in an order that respects all minimum lags.
type Project struct {
	n     int
	act   []activity
	ins   []arc // by activity: who must come before
	outs  []arc // by activity: who must come after
	tail  []int32
	guard uint64
	base  []span // what is free at first, packed; the last span has no end
	span  int32  // no schedule that is built forward is longer
	orig  []int  // index in grid.Problem.Acts
	acts  int    // of grid.Problem
	fixed []grid.Activity
	given []int // their indexes
	floor int32 // no plan ends before this slot
	shut  bool  // capacities or earliest starts vary over time
	loose bool  // an activity may start, or end, before one that it follows
}

// activity is what a pass over the list reads of one activity.
type activity struct {
	need       uint64
	dur        int32
	earliest   int32
	in0, in1   int32 // range in Project.ins
	out0, out1 int32
}

// arc says that the activity it ends in starts at least lag after its origin's start.
type arc struct{ other, lag int32 }

// span is a stretch of time, to the next span's start, in which what is free stays the same.
type span struct {
	start int32
	free  uint64
}

// longest is the longest time line that is kept slot by slot.
const longest = 1 << 16

// New compacts p. It reports false where p has more than this package knows:
// anything but elapsed activities with one mode, renewable resources and minimum
// lags, or another objective than the makespan.
func New(p *grid.Problem) (*Project, bool) {
	if !shortest(p) {
		return nil, false
	}
	q := &Project{acts: len(p.Acts)}
	if !q.sort(p) || !q.lags(p) || !q.pack(p) {
		return nil, false
	}
	q.measure()
	return q, true
}

// shortest reports whether the makespan is the first level that can differ between plans.
func shortest(p *grid.Problem) bool {
	for k := range p.Pkgs {
		if p.Pkgs[k].Optional {
			return false
		}
	}
	for _, level := range p.Levels {
		for _, t := range level.Terms {
			switch t {
			case grid.Makespan:
				return len(level.Terms) == 1
			case grid.Tardiness:
				for k := range p.Pkgs {
					if p.Pkgs[k].Due < p.Horizon && p.Pkgs[k].Priority != 0 {
						return false
					}
				}
			case grid.Starts:
				return false
			}
		}
	}
	return false
}

// plain reports whether activity i is of the kind known here.
func plain(a *grid.Activity) bool {
	if a.Kind != grid.Elapsed || a.Win != grid.None || a.Group != grid.None || len(a.Modes) != 1 {
		return false
	}
	m := &a.Modes[0]
	return m.Env == grid.None && m.Cal == nil && len(m.Uses) == 0 && m.Penalty == 0
}

// sort numbers the activities so that each comes after all it waits for.
func (q *Project) sort(p *grid.Problem) bool {
	wait := make([]int, len(p.Acts))
	for l := range p.Links {
		k := &p.Links[l]
		if k.Void {
			continue
		}
		if !k.Kind.Minimum() || k.Cal != nil {
			return false
		}
		wait[k.To]++
	}
	var ready []int
	for i := range p.Acts {
		a := &p.Acts[i]
		if !plain(a) || (!a.Fixed && (a.Latest < p.Horizon || a.Deadline < p.Horizon)) {
			return false
		}
		if wait[i] == 0 {
			ready = append(ready, i)
		}
	}
	seen := 0
	for ; seen < len(ready); seen++ {
		i := ready[seen]
		if a := &p.Acts[i]; !a.Fixed {
			q.orig = append(q.orig, i)
		}
		for _, l := range p.Acts[i].Out {
			if k := &p.Links[l]; !k.Void {
				if wait[k.To]--; wait[k.To] == 0 {
					ready = append(ready, k.To)
				}
			}
		}
	}
	q.n = len(q.orig)
	return seen == len(p.Acts) && q.n > 0 && q.n < 1<<15
}

// lags turns all minimum lags into lags from start to start.
func (q *Project) lags(p *grid.Problem) bool {
	q.act = make([]activity, q.n)
	index := make([]int32, len(p.Acts))
	for j, i := range q.orig {
		index[i] = int32(j)
	}
	total := 0
	for j, i := range q.orig {
		a := &p.Acts[i]
		dur := a.Modes[0].Duration
		if dur < 0 || a.Earliest > p.Horizon || p.Horizon > 1<<29 {
			return false
		}
		v := &q.act[j]
		v.dur = int32(dur)
		v.earliest = int32(max(a.Earliest, 0))
		total = max(total, int(v.earliest))
	}
	for j, i := range q.orig {
		v := &q.act[j]
		v.in0 = int32(len(q.ins))
		for _, l := range p.Acts[i].In {
			k := &p.Links[l]
			if k.Void {
				continue
			}
			from := &p.Acts[k.From]
			lag := k.Lag
			if k.Kind.ToEnd() {
				lag -= int(v.dur)
			}
			if from.Fixed {
				at := from.Start
				if k.Kind.FromEnd() {
					at = from.End
				}
				v.earliest = max(v.earliest, int32(at+lag))
				total = max(total, int(v.earliest))
				continue
			}
			if k.Kind.FromEnd() {
				lag += from.Modes[0].Duration
			}
			q.loose = q.loose || lag < 0 || lag+int(v.dur) < from.Modes[0].Duration
			q.ins = append(q.ins, arc{index[k.From], int32(lag)})
		}
		v.in1 = int32(len(q.ins))
		q.shut = q.shut || v.earliest > 0
	}
	for j, i := range q.orig {
		v := &q.act[j]
		v.out0 = int32(len(q.outs))
		for _, l := range p.Acts[i].Out {
			k := &p.Links[l]
			if k.Void || p.Acts[k.To].Fixed {
				continue
			}
			lag := k.Lag
			if k.Kind.ToEnd() {
				lag -= p.Acts[k.To].Modes[0].Duration
			}
			if k.Kind.FromEnd() {
				lag += int(v.dur)
			}
			q.outs = append(q.outs, arc{index[k.To], int32(lag)})
		}
		v.out1 = int32(len(q.outs))
		// whichever way it is placed, it lengthens a schedule by no more than this
		wait := int32(0)
		for _, in := range q.ins[v.in0:v.in1] {
			wait = max(wait, in.lag)
		}
		for _, out := range q.outs[v.out0:v.out1] {
			wait = max(wait, out.lag)
		}
		total += int(wait + v.dur)
	}
	for i := range p.Acts {
		if p.Acts[i].Fixed {
			q.fixed, q.given = append(q.fixed, p.Acts[i]), append(q.given, i)
		}
	}
	for r := range p.Res {
		for _, s := range p.Res[r].Steps {
			if s.Start < p.Horizon && s.End < grid.Never {
				total = max(total, s.End)
			}
		}
	}
	for i := range q.fixed {
		total = max(total, q.fixed[i].End)
	}
	q.span = int32(min(total, 1<<29)) + 1
	return total < longest
}

// measure computes the longest paths to the end, and the critical path.
func (q *Project) measure() {
	head := make([]int32, q.n)
	q.tail = make([]int32, q.n)
	for j := range q.act {
		v := &q.act[j]
		head[j] = v.earliest
		for _, in := range q.ins[v.in0:v.in1] {
			head[j] = max(head[j], head[in.other]+in.lag)
		}
		q.floor = max(q.floor, head[j]+v.dur)
	}
	for j := q.n - 1; j >= 0; j-- {
		v := &q.act[j]
		q.tail[j] = v.dur
		for _, out := range q.outs[v.out0:v.out1] {
			q.tail[j] = max(q.tail[j], q.tail[out.other]+out.lag)
		}
	}
}

// solution writes m as a solution of the problem.
func (q *Project) solution(m *member) *grid.Solution {
	out := &grid.Solution{Start: make([]int, q.acts), End: make([]int, q.acts), Mode: make([]int, q.acts)}
	for j, i := range q.orig {
		out.Start[i] = int(m.start[j] - q.span)
		out.End[i] = out.Start[i] + int(q.act[j].dur)
	}
	for k, i := range q.given {
		f := &q.fixed[k]
		out.Start[i], out.End[i], out.Mode[i] = f.Start, f.End, f.Mode
	}
	return out
}
