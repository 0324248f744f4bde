package bound

import (
	"slices"

	"github.com/berthplan/berth/schedule/internal/grid"
)

// frame is what plans that pay no more than a cap at each level have in common:
// who is in, and between which times each activity and each of its modes lies.
// It only narrows. Nothing is said of an activity that is not surely in.
type frame struct {
	path
	caps      []int64 // of the first levels
	pkg       []bool  // packages that are surely in
	last, due []int   // latest starts and ends
	base      []int   // by activity: where its ways begin
	ways      []way   // of each mode
	queue     []int
	queued    []bool
	fresh     []bool // narrowed from outside: its neighbours are to hear of it
	span      *spans
	work      int64
}

// way is a mode with the times at which it can be.
type way struct {
	out        bool // it cannot be
	start, end int  // the earliest, together
	last       int  // the latest start
	span       int  // it takes no less from start to end
}

// newFrame returns the frame of the plans that pay at most caps on the first levels.
// It is to be narrowed before it says anything.
func newFrame(p *grid.Problem, caps []int64) *frame {
	n := len(p.Acts)
	f := &frame{path: path{p: p}, caps: caps, span: &spans{}}
	f.start, f.end = CriticalPath(p, false)
	f.in, f.after, f.pkg = make([]bool, n), make([]int, n), make([]bool, len(p.Pkgs))
	f.last, f.due = make([]int, n), make([]int, n)
	f.queued, f.fresh = make([]bool, n), make([]bool, n)
	for i := range p.Acts {
		a := &p.Acts[i]
		f.base = append(f.base, len(f.ways))
		f.after[i] = -grid.Never
		f.last[i], f.due[i] = a.Latest, min(a.Deadline, p.Horizon)
		if a.Fixed {
			f.last[i], f.due[i] = a.Start, a.End
		}
		for m := range a.Modes {
			f.ways = append(f.ways, way{start: f.start[i], end: f.end[i], last: f.last[i], span: f.span.of(a, m)})
		}
		if a.Pkg == grid.None || a.Fixed {
			f.enter(i)
		}
	}
	for k := range p.Pkgs {
		if !p.Pkgs[k].Optional {
			f.hold(k)
		}
	}
	return f
}

// clone returns a frame that can be narrowed further, with a cap on one more level.
func (f *frame) clone(limit int64) *frame {
	g := *f
	g.caps = append(slices.Clone(f.caps), limit)
	g.in, g.after, g.pkg = slices.Clone(f.in), slices.Clone(f.after), slices.Clone(f.pkg)
	g.start, g.end = slices.Clone(f.start), slices.Clone(f.end)
	g.last, g.due, g.ways = slices.Clone(f.last), slices.Clone(f.due), slices.Clone(f.ways)
	g.queue, g.queued, g.fresh, g.work = nil, make([]bool, len(f.queued)), make([]bool, len(f.fresh)), 0
	return &g
}

// hold notes that package k is surely in.
func (f *frame) hold(k int) {
	if f.pkg[k] {
		return
	}
	f.pkg[k] = true
	for _, i := range f.p.Pkgs[k].Acts {
		f.enter(i)
	}
}

// enter notes that activity i is surely in, and with it what it needs.
func (f *frame) enter(i int) {
	if f.in[i] {
		return
	}
	f.in[i] = true
	f.touch(i)
	a := &f.p.Acts[i]
	if a.Pkg != grid.None {
		f.hold(a.Pkg)
	}
	for _, l := range a.In {
		if k := &f.p.Links[l]; k.Kind.Minimum() && !k.Void && !a.Fixed {
			f.enter(k.From)
		}
	}
}

// push has activity i looked at again, and touch those beside it, too.
func (f *frame) push(i int) {
	if !f.queued[i] {
		f.queued[i] = true
		f.queue = append(f.queue, i)
	}
}

func (f *frame) touch(i int) bool {
	f.fresh[i] = true
	f.push(i)
	return true
}

// startAfter, endBy and startBy narrow activity i, and report whether that is news.
func (f *frame) startAfter(i, t int) bool {
	if t <= f.start[i] || f.p.Acts[i].Fixed {
		return false
	}
	f.after[i] = t
	return f.touch(i)
}

func (f *frame) endBy(i, t int) bool {
	if t >= f.due[i] || f.p.Acts[i].Fixed {
		return false
	}
	f.due[i] = t
	return f.touch(i)
}

func (f *frame) startBy(i, t int) bool {
	if t >= f.last[i] || f.p.Acts[i].Fixed {
		return false
	}
	f.last[i] = t
	return f.touch(i)
}

// narrow follows the links until nothing changes, and reports whether a plan may be left. It
// is bounded: who stops early knows less and nothing wrong.
func (f *frame) narrow() bool {
	n := 0
	for ; n < len(f.queue) && n < 40*len(f.p.Acts)+1000; n++ {
		i := f.queue[n]
		f.queued[i] = false
		a := &f.p.Acts[i]
		if !f.in[i] {
			continue
		}
		f.work += int64(1 + (len(a.In)+len(a.Out))*len(a.Modes))
		if !a.Fixed {
			news, ok := f.update(i)
			if !ok {
				return false
			}
			if !news {
				continue
			}
		}
		for _, l := range a.Out {
			f.push(f.p.Links[l].To)
		}
		for _, l := range a.In {
			f.push(f.p.Links[l].From)
		}
	}
	f.queue = slices.Delete(f.queue, 0, n)
	return true
}

// update works out where activity i can be, and reports whether that is less
// than before, and whether it is anything at all.
func (f *frame) update(i int) (news, ok bool) {
	a := &f.p.Acts[i]
	last, due := f.tail(i)
	start, end, late, by := grid.Never, grid.Never, -grid.Never, -grid.Never
	for m := range a.Modes {
		w := &f.ways[f.base[i]+m]
		if w.out {
			continue
		}
		w.start, w.end = f.mode(i, m)
		w.last = min(last, a.LatestStart(m, due))
		if w.start > w.last || w.end > due {
			w.out, news = true, true
			continue
		}
		start, end = min(start, w.start), min(end, w.end)
		late, by = max(late, w.last), max(by, a.Finish(m, w.last))
	}
	if start >= grid.Never {
		return true, false
	}
	by = min(by, due)
	news = news || start > f.start[i] || end > f.end[i] || late < f.last[i] || by < f.due[i] || f.fresh[i]
	f.fresh[i] = false
	f.start[i], f.end[i] = max(start, f.start[i]), max(end, f.end[i])
	f.last[i], f.due[i] = late, by
	return news, true
}

// tail returns the latest start and end of activity i that those after it leave.
func (f *frame) tail(i int) (last, due int) {
	a := &f.p.Acts[i]
	last, due = f.last[i], f.due[i]
	tighten := func(end bool, t int) {
		if end {
			due = min(due, t)
		} else {
			last = min(last, t)
		}
	}
	for _, l := range a.Out {
		k := &f.p.Links[l]
		if k.Void || !k.Kind.Minimum() || !f.in[k.To] || k.Lag < 0 && k.Cal != nil {
			continue
		}
		t := f.last[k.To]
		if k.Kind.ToEnd() {
			t = f.due[k.To]
		}
		if t < grid.Never {
			tighten(k.Kind.FromEnd(), k.Cal.Add(t, -k.Lag))
		}
	}
	for _, l := range a.In {
		k := &f.p.Links[l]
		if k.Void || !k.Kind.Maximum() || !f.in[k.From] {
			continue
		}
		t := f.last[k.From]
		if k.Kind.FromEnd() {
			t = f.due[k.From]
		}
		if t >= grid.Never {
			continue
		}
		switch {
		case k.Cal == nil:
			t += k.Lag
		case k.Lag < 0:
			t = k.Cal.Add(t, k.Lag)
		default:
			if t = k.Cal.Add(t, k.Lag+1); t < grid.Never {
				t--
			}
		}
		tighten(k.Kind.ToEnd(), t)
	}
	return last, due
}

// pay draws the caps together with what is paid at least, and reports
// whether a plan may be left.
func (f *frame) pay() bool {
	p := f.p
	least := terms(p, f.start, f.end, func(pkg int) bool { return pkg == grid.None || f.pkg[pkg] })
	f.work += int64(len(p.Acts))
	for l, limit := range f.caps {
		slack := limit + p.Levels[l].Free
		for _, t := range p.Levels[l].Terms {
			slack -= least[t]
		}
		if slack < 0 {
			return false
		}
		for _, t := range p.Levels[l].Terms {
			f.term(t, slack, int(least[grid.Makespan]))
		}
	}
	return true
}

// term narrows what pays term t, which may be at most slack more than least.
func (f *frame) term(t grid.Term, slack int64, span int) {
	p := f.p
	over := func(at int, more int64) int { return int(min(int64(at)+min(more, grid.Never), grid.Never)) }
	switch t {
	case grid.LeftOut:
		for k := range p.Pkgs {
			if pkg := &p.Pkgs[k]; pkg.Priority > slack && len(pkg.Acts) > 0 && !hopeless(p, k, f.start, f.end) {
				f.hold(k) // one that is hopeless is paid for already
			}
		}
	case grid.Tardiness:
		for k := range p.Pkgs {
			pkg := &p.Pkgs[k]
			if !f.pkg[k] || pkg.Priority <= 0 || pkg.Due >= grid.Never {
				continue
			}
			late := pkg.Due
			for _, i := range pkg.Acts {
				late = max(late, f.end[i])
			}
			for _, i := range pkg.Acts {
				f.endBy(i, over(late, slack/pkg.Priority))
			}
		}
	case grid.Makespan:
		for i := range p.Acts {
			if f.in[i] {
				f.endBy(i, over(span, slack))
			}
		}
	case grid.Starts:
		for i := range p.Acts {
			if f.in[i] && f.start[i] > -grid.Never {
				f.startBy(i, over(f.start[i], slack))
			}
		}
	case grid.Disturbance:
		for i := range p.Acts {
			f.stay(i, slack)
		}
	case grid.Penalties:
		for i := range p.Acts {
			a := &p.Acts[i]
			if !f.in[i] || a.Fixed {
				continue
			}
			least := a.Modes[0].Penalty
			for m := range a.Modes {
				least = min(least, a.Modes[m].Penalty)
			}
			for m := range a.Modes {
				if w := &f.ways[f.base[i]+m]; !w.out && a.Modes[m].Penalty-least > slack {
					w.out = true
					f.push(i)
				}
			}
		}
	}
}

// stay keeps activity i as near to where it is expected as it must be to
// pay at most slack more than least for a disturbance.
func (f *frame) stay(i int, slack int64) {
	a := &f.p.Acts[i]
	weight := a.Was.Weight
	if a.Fixed || weight <= 0 {
		return
	}
	in := a.Pkg == grid.None || f.pkg[a.Pkg]
	most := disturbance(f.p, i, f.start[i], in) + slack
	switch {
	case !in && f.p.Disturbance(i, 0, grid.Never) > most:
		f.hold(a.Pkg)
	case !in || a.Was.Start >= grid.Never:
		return
	}
	far := int(min(max(0, most/weight-grid.Stirred), grid.Never/2)) // it is nowhere else, or no further away
	f.startAfter(i, a.Was.Start-far)
	f.startBy(i, a.Was.Start+far)
	for m := range a.Modes {
		if w := &f.ways[f.base[i]+m]; !w.out && a.Modes[m].Env != a.Was.Env && weight*grid.Stirred > most {
			w.out = true
			f.push(i)
		}
	}
}
