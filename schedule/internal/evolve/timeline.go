package evolve

// timeline is what is free, packed, slot by slot.
type timeline struct {
	free   []uint64
	blank  []uint64 // what is free when nothing is placed
	guard  uint64
	lo, hi int32 // outside [lo, hi) free is blank
}

func newTimeline(q *Project) timeline {
	size := 2*int(q.span) + 2
	for j := range q.act {
		size = max(size, 2*int(q.span)+int(q.act[j].dur)+2)
	}
	for j := range q.modes {
		for _, m := range q.modes[j] {
			size = max(size, 2*int(q.span)+int(m.dur)+2)
		}
	}
	l := timeline{free: make([]uint64, size), blank: make([]uint64, size), guard: q.guard}
	last := q.base[len(q.base)-1].free // enough for each activity: where there is no plan, too
	k := 0
	for t := range l.blank {
		if t < int(q.span) {
			l.blank[t] = last
			continue
		}
		for k+1 < len(q.base) && int(q.base[k+1].start)+int(q.span) <= t {
			k++
		}
		l.blank[t] = q.base[k].free
	}
	copy(l.free, l.blank)
	l.lo, l.hi = int32(size), 0
	return l
}

// wipe gives everything back.
func (l *timeline) wipe() {
	if l.lo < l.hi {
		copy(l.free[l.lo:l.hi], l.blank[l.lo:l.hi])
	}
	l.lo, l.hi = int32(len(l.free)), 0
}

// after returns the first start at or after s from which need is free for dur slots.
func (l *timeline) after(s, dur int32, need uint64) int32 {
	guard, free := l.guard, l.free
	known := s // there is enough in [s, known)
	for {
		u := s + dur - 1
		for u >= known && (free[u]-need)&guard == guard {
			u--
		}
		if u < known {
			return s
		}
		known, s = s+dur, u+1
	}
}

// before returns the last start at or before s from which need is free for dur slots.
func (l *timeline) before(s, dur int32, need uint64) int32 {
	guard, free := l.guard, l.free
	known := s + dur // there is enough in [known, s+dur)
	for {
		u := s
		for u < known && (free[u]-need)&guard == guard {
			u++
		}
		if u >= known {
			return s
		}
		known, s = s, u-dur
	}
}

// take lowers what is free in [s, s+dur) by need.
func (l *timeline) take(s, dur int32, need uint64) {
	w := l.free[s : s+dur]
	for i := range w {
		w[i] -= need
	}
	l.lo, l.hi = min(l.lo, s), max(l.hi, s+dur)
}

// give is the opposite of take.
func (l *timeline) give(s, dur int32, need uint64) {
	w := l.free[s : s+dur]
	for i := range w {
		w[i] += need
	}
}
