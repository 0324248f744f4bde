package bound

import (
	"slices"

	"github.com/berthplan/berth/schedule/internal/grid"
)

// energy compares, over windows of time, what activities need of a resource at
// least with what there is (energetic reasoning: Erschler, Lopez & Thuriot 1991; Baptiste, Le Pape
// & Nuijten 1999, doi:10.1023/A:1018995000688).
//
// In a window [t1, t2) an activity takes at least its need times the least of: what lies in it of the
// activity at its earliest, what lies in it at its latest, its whole length. With t1 held, that is a ramp over t2:
// nothing until its latest start, then its need for each slot until the energy is used up. So windows that
// end where a ramp does, or where capacity rises, are the ones that can fail.
type energy struct {
	f     *frame
	s     *supply
	loads []load
	ends  []int // loads by the end of their ramps
	from  []int // where windows begin
	stop  func() bool
}

// load is a user of the supply in a frame.
type load struct {
	act         int
	one         bool // there is one mode left
	need        int64
	start, end  int // the earliest
	last        int // the latest start
	late        int // the end that goes with it, where there is one mode
	span        int
	ways        []way
	needs       []int
	after, by   int   // what windows tell: no start before, no end later
	begin, stop int   // of the ramp, for the window's begin that is looked at
	full        int64 // its height
}

// mostWindows bounds how many begins of windows are looked at, times the loads: beyond it some are left out.
const mostWindows = 400_000

// check looks at a supply and reports whether the frame may hold a plan. With
// adjust it also narrows the activities that fit into a window only in part.
func (e *energy) check(f *frame, s *supply, adjust bool) bool {
	e.f, e.s = f, s
	e.load()
	if len(e.loads) == 0 {
		return true
	}
	e.begins()
	step := 1 + len(e.from)*len(e.loads)/mostWindows
	for k := 0; k < len(e.from) && !e.stopped(); k += step {
		if !e.sweep(e.from[k], adjust) {
			return false
		}
	}
	for n := range e.loads {
		l := &e.loads[n]
		f.startAfter(l.act, l.after)
		f.endBy(l.act, l.by)
	}
	return true
}

// stopped reports whether somebody waits: a look that is cut short tells less, and nothing wrong.
func (e *energy) stopped() bool { return e.stop != nil && e.stop() }

// load collects who surely uses the supply, by latest start.
func (e *energy) load() {
	e.loads, e.ends = e.loads[:0], e.ends[:0]
	f := e.f
	for n := range e.s.users {
		u := &e.s.users[n]
		if !f.in[u.act] {
			continue
		}
		l := load{act: u.act, need: grid.Never, last: -grid.Never, after: -grid.Never, by: grid.Never, ways: f.ways[f.base[u.act]:][:len(u.need)], needs: u.need}
		open := 0
		for m := range l.ways {
			w := &l.ways[m]
			if w.out {
				continue
			}
			open++
			l.need, l.last = min(l.need, int64(u.need[m])), max(l.last, w.last)
			l.start, l.end, l.span = w.start, w.end, w.span
			l.late = f.p.Acts[u.act].Finish(m, w.last)
		}
		if l.one = open == 1; open > 0 && l.need > 0 {
			e.loads = append(e.loads, l)
		}
	}
	slices.SortStableFunc(e.loads, func(x, y load) int { return x.last - y.last })
	for n := range e.loads {
		e.ends = append(e.ends, n)
	}
	f.work += int64(len(e.s.users))
}

// begins collects where windows that may fail begin.
func (e *energy) begins() {
	e.from = e.from[:0]
	for n := range e.loads {
		l := &e.loads[n]
		for m := range l.ways {
			if w := &l.ways[m]; !w.out {
				e.from = append(e.from, w.start, w.end, w.last)
			}
		}
	}
	first, last := slices.Min(e.from), slices.Max(e.from)
	for k := e.s.piece(first) + 1; k < len(e.s.at) && e.s.at[k] < last; k++ {
		if e.s.room[k] < e.s.room[k-1] {
			e.from = append(e.from, e.s.at[k])
		}
	}
	slices.Sort(e.from)
	e.from = slices.Compact(e.from)
}

// sweep looks at the windows that begin at t1.
func (e *energy) sweep(t1 int, adjust bool) bool {
	e.f.work += int64(len(e.ends))
	var largest int64
	live := e.ends[:0]
	for _, n := range e.ends {
		l := &e.loads[n]
		if l.ramp(t1); l.full > 0 {
			live = append(live, n)
			largest = max(largest, l.full)
		}
	}
	e.ends = live
	for i := 1; i < len(live); i++ { // nearly in order from the last time
		for j := i; j > 0 && e.loads[live[j]].stop < e.loads[live[j-1]].stop; j-- {
			live[j], live[j-1] = live[j-1], live[j]
		}
	}
	s := e.s
	k := s.piece(t1)
	before := s.area(k, t1)
	var sum, slope int64
	at, next := t1, 0
	for n := 0; n < len(live); {
		// on to the next end of a ramp, or rise of the supply
		x, rise := e.loads[live[n]].stop, false
		for k+1 < len(s.at) && s.at[k+1] <= x {
			if k++; s.room[k] > s.room[k-1] {
				x, rise = s.at[k], true
				break
			}
		}
		for ; next < len(e.loads) && e.loads[next].begin <= x; next++ {
			if l := &e.loads[next]; l.full > 0 {
				sum += slope * int64(l.begin-at)
				at, slope = l.begin, slope+l.need
			}
		}
		sum += slope * int64(x-at)
		at = x
		for ; n < len(live) && e.loads[live[n]].stop == x && !rise; n++ {
			l := &e.loads[live[n]]
			slope -= l.need
			sum += l.full - l.need*int64(l.stop-l.begin)
		}
		slack := s.area(k, x) - before - sum
		if slack < 0 {
			return false
		}
		if adjust && slack < largest {
			if e.stopped() {
				return true
			}
			e.adjust(t1, x, slack)
		}
	}
	return true
}

// ramp works out what l needs at least in windows that begin at t1.
func (l *load) ramp(t1 int) {
	l.begin = max(l.last, t1)
	if l.one {
		length := min(l.span, max(0, l.end-max(l.start, t1)))
		l.full, l.stop = l.need*int64(length), l.begin+length
		return
	}
	l.full = -1
	for m := range l.ways {
		w := &l.ways[m]
		if w.out {
			continue
		}
		if full := int64(l.needs[m]) * int64(min(w.span, max(0, w.end-max(w.start, t1)))); l.full < 0 || full < l.full {
			l.full = full
		}
	}
	l.stop = l.begin + int((l.full+l.need-1)/l.need)
}

// adjust looks for activities that must not lie in [t1, t2) with all that
// they could: beyond the least only slack is left.
func (e *energy) adjust(t1, t2 int, slack int64) {
	e.f.work += int64(len(e.ends))
	for _, n := range e.ends {
		l := &e.loads[n]
		if !l.one {
			continue
		}
		least := min(l.full, max(0, l.need*int64(t2-l.begin)))
		x := int(min((slack+least)/l.need, grid.Never)) // so many slots of it may lie inside
		if l.span <= x {
			continue
		}
		if min(l.end, t2)-max(l.start, t1) > x {
			l.after = max(l.after, t2-x)
		}
		if min(l.late, t2)-max(l.last, t1) > x {
			l.by = min(l.by, t1+x)
		}
	}
}
