package evolve

import "github.com/berthplan/berth/schedule/internal/grid"

// Project is a compact, unchanging form of a grid.Problem whose only aim is a
// short plan. Activities are numbered in an order that respects all minimum lags.
type Project struct {
	n               int
	unit            int        // slots of the problem in one of ours
	act             []activity // each in its shortest mode
	ins             []arc      // by activity: who must come before
	outs            []arc      // by activity: who must come after
	inTies, outTies []tie      // by arc
	only            []int      // by activity: its mode, where nothing is to choose
	modes           [][]mode   // by activity; nil where nothing is to choose
	scarce          []int      // budgets that can be overspent
	funds           []int32    // what there is of them
	dist            []int32    // n × n, with maximum lags alone: the least distance from start to start
	late            []int32    // last starts allowed, with dist
	head, tail      []int32    // the longest ways from the plan's start to an activity's start, and from there to the plan's end
	guard           uint64
	energy          []int64 // by activity: its needs in millionths of what there is, times its duration
	base            []span  // what is free at first, packed; the last span has no end
	span            int32   // no schedule that is built forward is longer
	orig            []int   // index in grid.Problem.Acts
	acts            int     // of grid.Problem
	fixed           []grid.Activity
	given           []int // their indexes
	floor           int32 // no plan ends before this slot
	shut            bool  // capacities or earliest starts vary over time
	loose           bool  // an activity may start, or end, before one that it follows
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

// tie is what a lag is made of where durations are chosen: bare, plus the origin's
// duration (fromEnd), minus the duration of the activity it ends in (toEnd).
type tie struct {
	bare           int32
	fromEnd, toEnd bool
}

// span is a stretch of time, to the next span's start, in which what is free stays the same.
type span struct {
	start int32
	free  uint64
}

// longest bounds durations and lags, so that sums of a few fit.
const longest = 1 << 24

// horizon is the longest time line that is kept slot by slot.
const horizon = 1 << 20

// New compacts p. It reports false where p has more than this package knows (see its
// documentation), where another level than the makespan comes first, or
// where it is plain that there is no plan: an activity fits in no mode, or lags contradict each other.
func New(p *grid.Problem) (*Project, bool) {
	if !shortest(p) {
		return nil, false
	}
	q := &Project{acts: len(p.Acts), unit: unit(p)}
	p = inUnits(p, q.unit)
	if tight(p) {
		if !q.tighten(p) || !q.packTight(p) {
			return nil, false
		}
		return q, true
	}
	if !q.sort(p) {
		return nil, false
	}
	keep := q.reduce(p)
	if keep == nil || !q.lags(p, keep) || !q.pack(p, keep) {
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
			case grid.Starts, grid.Disturbance:
				return false
			}
		}
	}
	return false
}

// plain reports whether activity i is of the kind known here.
func plain(a *grid.Activity) bool {
	if a.Kind != grid.Elapsed || a.Win != grid.None || a.Group != grid.None {
		return false
	}
	for m := range a.Modes {
		if md := &a.Modes[m]; md.Env != grid.None || md.Cal != nil || md.Penalty != 0 || md.Duration < 0 || md.Duration > longest {
			return false
		}
	}
	return true
}

// sort numbers the activities so that each comes after all it waits for.
func (q *Project) sort(p *grid.Problem) bool {
	wait := make([]int, len(p.Acts))
	for l := range p.Links {
		k := &p.Links[l]
		if k.Void {
			continue
		}
		if !k.Kind.Minimum() || k.Cal != nil || k.Lag > longest || k.Lag < -longest {
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
func (q *Project) lags(p *grid.Problem, keep [][]int) bool {
	q.act = make([]activity, q.n)
	index := make([]int32, len(p.Acts))
	slowest := make([]int32, q.n) // duration
	total := 0
	for j, i := range q.orig {
		a, v := &p.Acts[i], &q.act[j]
		index[i] = int32(j)
		if a.Earliest > p.Horizon || p.Horizon > 1<<29 {
			return false
		}
		v.dur = 1 << 29
		for _, m := range keep[j] {
			v.dur = min(v.dur, int32(a.Modes[m].Duration))
			slowest[j] = max(slowest[j], int32(a.Modes[m].Duration))
		}
		v.earliest = int32(max(a.Earliest, 0))
	}
	link := func(k *grid.Link, other int) (arc, tie) {
		o := tie{int32(k.Lag), k.Kind.FromEnd(), k.Kind.ToEnd()}
		r := arc{index[other], o.bare}
		if o.fromEnd {
			r.lag += q.act[index[k.From]].dur
		}
		if o.toEnd {
			r.lag -= slowest[index[k.To]]
		}
		return r, o
	}
	for j, i := range q.orig {
		v := &q.act[j]
		wait := int32(0) // whichever way it is placed, it lengthens a schedule by no more than this and its duration
		v.in0 = int32(len(q.ins))
		for _, l := range p.Acts[i].In {
			k := &p.Links[l]
			if from := &p.Acts[k.From]; !k.Void && !from.Fixed {
				r, o := link(k, k.From)
				q.ins, q.inTies = append(q.ins, r), append(q.inTies, o)
				wait = max(wait, o.bare+slowest[r.other])
				q.loose = q.loose || k.Kind != grid.FinishStart || k.Lag < 0
			} else if !k.Void {
				at := k.Lag + from.Start
				if k.Kind.FromEnd() {
					at = k.Lag + from.End
				}
				if k.Kind.ToEnd() {
					if len(keep[j]) > 1 {
						return false
					}
					at -= int(v.dur)
				}
				v.earliest = max(v.earliest, int32(at))
			}
		}
		v.in1 = int32(len(q.ins))
		v.out0 = int32(len(q.outs))
		for _, l := range p.Acts[i].Out {
			if k := &p.Links[l]; !k.Void && !p.Acts[k.To].Fixed {
				r, o := link(k, k.To)
				q.outs, q.outTies = append(q.outs, r), append(q.outTies, o)
				wait = max(wait, o.bare+slowest[j])
			}
		}
		v.out1 = int32(len(q.outs))
		total += int(wait + slowest[j])
		q.shut = q.shut || v.earliest > 0
	}
	begin := 0 // from here on nothing changes by itself
	for j := range q.act {
		begin = max(begin, int(q.act[j].earliest))
	}
	for r := range p.Res {
		for _, s := range p.Res[r].Steps {
			if s.Start < p.Horizon && s.End < grid.Never {
				begin = max(begin, s.End)
			}
		}
	}
	for i := range p.Acts {
		if a := &p.Acts[i]; a.Fixed {
			q.fixed, q.given = append(q.fixed, *a), append(q.given, i)
			begin = max(begin, a.End)
		}
	}
	q.span = int32(min(begin+total, 1<<29)) + 1
	return begin+total < horizon
}

// measure computes the longest paths to the end, and the critical path.
func (q *Project) measure() {
	q.head, q.tail = make([]int32, q.n), make([]int32, q.n)
	for j := range q.act {
		v := &q.act[j]
		q.head[j] = v.earliest
		for _, in := range q.ins[v.in0:v.in1] {
			q.head[j] = max(q.head[j], q.head[in.other]+in.lag)
		}
		q.floor = max(q.floor, q.head[j]+v.dur)
	}
	for j := q.n - 1; j >= 0; j-- {
		v := &q.act[j]
		q.tail[j] = v.dur
		for _, out := range q.outs[v.out0:v.out1] {
			q.tail[j] = max(q.tail[j], q.tail[out.other]+out.lag)
		}
	}
}

// Slots returns how many slots an activity takes in the mean.
func (q *Project) Slots() int {
	sum := 0
	for j := range q.act {
		sum += int(q.act[j].dur)
	}
	return sum / q.n
}

// solution writes m as a solution of the problem.
func (q *Project) solution(m *member) *grid.Solution {
	out := &grid.Solution{Start: make([]int, q.acts), End: make([]int, q.acts), Mode: make([]int, q.acts)}
	at := func(i, start, end, mode int) { out.Start[i], out.End[i], out.Mode[i] = start*q.unit, end*q.unit, mode }
	for j, i := range q.orig {
		v, k := &q.act[j], q.only[j]
		dur := v.dur
		if q.modes != nil {
			dur = q.modes[j][m.mode[j]].dur
			k = int(q.modes[j][m.mode[j]].orig)
		}
		t := int(m.start[j] - q.span)
		at(i, t, t+int(dur), k)
	}
	for k, i := range q.given {
		f := &q.fixed[k]
		at(i, f.Start, f.End, f.Mode)
	}
	return out
}
