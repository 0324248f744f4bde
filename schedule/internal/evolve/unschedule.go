package evolve

// tightPass is what building schedules with maximum lags needs besides.
type tightPass struct {
	placed        []bool
	lower         []int32 // first starts that failed attempts taught
	early, latest []int32 // windows of starts, given what is placed
}

// windows recomputes the windows of all that is not placed.
func (d *decoder) windows(start []int32) {
	n, w := d.n, &d.tight
	for j := range n {
		if !w.placed[j] {
			w.early[j], w.latest[j] = w.lower[j], d.late[j]+d.span
		}
	}
	for i := range n {
		row := d.dist[i*n : i*n+n]
		s := w.lower[i]
		if w.placed[i] {
			s = start[i]
		}
		for j, e := range row {
			if e > apart && !w.placed[j] {
				w.early[j] = max(w.early[j], s+e)
			}
		}
		if !w.placed[i] {
			for j, e := range row {
				if e > apart && w.placed[j] {
					w.latest[i] = min(w.latest[i], start[j]-e)
				}
			}
		}
	}
}

// forwardTight starts each activity of the list as early as it can. Where one
// comes too late for a maximum lag, those that it is tied to, and all that start
// with or after the first of them, are taken out again and must start later (Franck, Neumann &
// Schwindt 2001, OR Spektrum 23). It returns the last end, and how many activities could not be placed.
func (d *decoder) forwardTight(list, start []int32) (end int32, missing int) {
	n, w := d.n, &d.tight
	d.line.wipe()
	clear(w.placed)
	for j := range d.act {
		w.lower[j] = d.act[j].earliest + d.span
	}
	d.windows(start)
	tries := 0
	for k := 0; k < n; k++ {
		j := list[k]
		if w.placed[j] {
			continue
		}
		d.work++
		v := &d.act[j]
		t := w.early[j]
		if v.need != 0 && t <= w.latest[j] {
			t = d.line.after(t, v.dur, v.need)
		}
		if t <= w.latest[j] {
			d.line.take(t, v.dur, v.need)
			start[j] = t
			w.placed[j] = true
			for i, e := range d.dist[int(j)*n : int(j)*n+n] {
				if e > apart && !w.placed[i] {
					w.early[i] = max(w.early[i], t+e)
				}
			}
			for i := range n {
				if e := d.dist[i*n+int(j)]; e > apart && !w.placed[i] {
					w.latest[i] = min(w.latest[i], t-e)
				}
			}
			continue
		}
		if tries++; tries > 2*n || !d.unschedule(j, t, start) {
			for i := range n {
				if !w.placed[i] {
					missing++
				}
			}
			return 0, missing
		}
		d.windows(start)
		k = -1
	}
	for j := range d.act {
		end = max(end, start[j]+d.act[j].dur)
	}
	return end, 0
}

// unschedule takes out what keeps activity j from starting at t, and all that starts
// with or after the first of it. It reports false where there is no such thing.
func (d *decoder) unschedule(j, t int32, start []int32) bool {
	n, w := d.n, &d.tight
	from := int32(unset)
	for i, e := range d.dist[int(j)*n : int(j)*n+n] {
		if e > apart && w.placed[i] && t > start[i]-e {
			w.lower[i] = max(w.lower[i], t+e)
			if w.lower[i] > d.late[i]+d.span {
				return false
			}
			from = min(from, start[i])
		}
	}
	if from == unset {
		return false
	}
	for i := range n {
		if w.placed[i] && start[i] >= from {
			w.placed[i] = false
			d.line.give(start[i], d.act[i].dur, d.act[i].need)
		}
	}
	return true
}

// later moves each activity, the last first, to its last start with all others where
// they are; earlier does the opposite. Neither breaks a rule or makes the plan longer.
func (d *decoder) later(list, start []int32, end int32) {
	n := d.n
	d.work += int64(n)
	for k := n - 1; k >= 0; k-- {
		j := list[k]
		v := &d.act[j]
		t := min(end-v.dur, d.late[j]+d.span)
		for i, e := range d.dist[int(j)*n : int(j)*n+n] {
			if e > apart && i != int(j) {
				t = min(t, start[i]-e)
			}
		}
		d.line.give(start[j], v.dur, v.need)
		if v.need != 0 {
			t = d.line.before(t, v.dur, v.need)
		}
		d.line.take(t, v.dur, v.need)
		start[j] = t
	}
}

func (d *decoder) earlier(list, start []int32) (end int32) {
	n := d.n
	d.work += int64(n)
	for _, j := range list {
		v := &d.act[j]
		t := v.earliest + d.span
		for i := range n {
			if e := d.dist[i*n+int(j)]; e > apart && i != int(j) {
				t = max(t, start[i]+e)
			}
		}
		d.line.give(start[j], v.dur, v.need)
		if v.need != 0 {
			t = d.line.after(t, v.dur, v.need)
		}
		d.line.take(t, v.dur, v.need)
		start[j] = t
		end = max(end, t+v.dur)
	}
	return end
}

// settleTight builds the schedule of m's list, and the list by which others take after it.
func (s *Search) settleTight(m *member) {
	d := s.d
	end, missing := d.forwardTight(m.list, m.start)
	m.sum = 0
	if missing > 0 {
		m.end = overspent + int32(missing)
		for _, j := range m.list {
			m.sum = m.sum*31 + int64(j)
		}
		m.sum &= 1<<60 - 1
		return
	}
	for {
		m.end = end
		d.byEnd(s.list, m.start)
		d.later(s.list, m.start, end)
		d.byStart(s.list, m.start)
		if end = d.earlier(s.list, m.start); end >= m.end {
			break
		}
	}
	d.byStart(m.list, m.start)
	for _, t := range m.start {
		m.sum += int64(t)
	}
	s.note(m)
}
