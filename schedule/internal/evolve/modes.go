package evolve

// mode is one way to do an activity.
type mode struct {
	need   uint64
	dur    int32
	orig   int32   // index in grid.Activity.Modes
	uses   []int32 // of the scarce budgets
	energy int64   // see Project.energy
}

// set puts each activity into its mode.
func (d *decoder) set(modes []int32) {
	for j, m := range modes {
		o := &d.modes[j][m]
		d.act[j].dur, d.act[j].need = o.dur, o.need
	}
	d.lags()
}

// lags recomputes the lags from the durations.
func (d *decoder) lags() {
	for j := range d.act {
		v := &d.act[j]
		for k := v.in0; k < v.in1; k++ {
			d.ins[k].lag = d.lag(d.inTies[k], d.ins[k].other, int32(j))
		}
		for k := v.out0; k < v.out1; k++ {
			d.outs[k].lag = d.lag(d.outTies[k], int32(j), d.outs[k].other)
		}
	}
}

func (d *decoder) lag(r tie, from, to int32) int32 {
	lag := r.bare
	if r.fromEnd {
		lag += d.act[from].dur
	}
	if r.toEnd {
		lag -= d.act[to].dur
	}
	return lag
}

// spent fills d.used with what the modes use of each scarce budget, and returns
// by how much they overspend.
func (d *decoder) spent(modes []int32) int32 {
	clear(d.used)
	for j, m := range modes {
		for b, u := range d.modes[j][m].uses {
			d.used[b] += u
		}
	}
	return d.excess(nil, nil)
}

// excess returns by how much d.used would overspend with now in place of old.
func (d *decoder) excess(old, now []int32) int32 {
	sum := int32(0)
	for b, u := range d.used {
		if old != nil {
			u += now[b] - old[b]
		}
		sum += max(0, u-d.funds[b])
	}
	return sum
}

// change moves activity j to mode m, in d.used too.
func (d *decoder) change(modes []int32, j, m int) {
	for b := range d.used {
		d.used[b] += d.modes[j][m].uses[b] - d.modes[j][modes[j]].uses[b]
	}
	modes[j] = int32(m)
}

// afford changes modes at random as long as that overspends less, and returns
// by how much the modes still overspend (Hartmann 2001, doi:10.1023/A:1010902015091).
func (s *Search) afford(modes []int32) int32 {
	d := s.d
	over := d.spent(modes)
	for tries := 8 * d.n; over > 0 && tries > 0; tries-- {
		j := s.rng.intn(d.n)
		m := s.rng.intn(len(d.modes[j]))
		if o := d.excess(d.modes[j][modes[j]].uses, d.modes[j][m].uses); o < over || o == over && tries&3 == 0 {
			d.change(modes, j, m)
			over = o
		}
	}
	return over
}

// forwardModes is forward, and on the way it gives an activity, one in often,
// the mode in which it ends first among those that do not overspend more (the
// extended scheme of Van Peteghem & Vanhoucke 2010, doi:10.1016/j.ejor.2009.03.034).
func (s *Search) forwardModes(list, start, modes []int32, often int) int32 {
	d := s.d
	over := d.spent(modes)
	d.line.wipe()
	d.work += int64(len(list))
	origin := d.span
	end := origin
	for _, j := range list {
		v := &d.act[j]
		old := d.modes[j][modes[j]].uses
		v.dur, v.need = d.modes[j][modes[j]].dur, d.modes[j][modes[j]].need
		t := s.fit(j, start)
		if len(d.modes[j]) > 1 && s.rng.intn(often) == 0 {
			best := modes[j]
			was := *v
			for m := range d.modes[j] {
				o := &d.modes[j][m]
				if m == int(modes[j]) || d.excess(old, o.uses) > over {
					continue
				}
				v.dur, v.need = o.dur, o.need
				d.work++
				if u := s.fit(j, start); u+v.dur < t+was.dur {
					t, was, best = u, *v, int32(m)
				}
			}
			*v = was
			d.change(modes, int(j), int(best))
			over = d.excess(nil, nil)
		}
		if v.need != 0 {
			d.line.take(t, v.dur, v.need)
		}
		start[j] = t
		end = max(end, t+v.dur)
	}
	d.lags()
	return end
}

// fit returns the first start of activity j in the mode it is set to.
func (s *Search) fit(j int32, start []int32) int32 {
	d := s.d
	v := &d.act[j]
	t := v.earliest + d.span
	for k := v.in0; k < v.in1; k++ {
		i := d.ins[k].other
		t = max(t, start[i]+d.lag(d.inTies[k], i, j))
	}
	if v.need != 0 {
		t = d.line.after(t, v.dur, v.need)
	}
	return t
}

// inherit takes over the modes of y for the part of the list that comes from it,
// of x for the rest, and changes a few.
func (s *Search) inherit(x, y, child *member, from, length int) {
	d := s.d
	if d.modes == nil {
		return
	}
	for k, j := range child.list {
		if k >= from && k < from+length {
			child.mode[j] = y.mode[j]
		} else {
			child.mode[j] = x.mode[j]
		}
	}
	for range 2 {
		j := s.rng.intn(d.n)
		child.mode[j] = int32(s.rng.intn(len(d.modes[j])))
	}
}

// draw gives each activity a random mode.
func (s *Search) draw(modes []int32) {
	for j := range modes {
		modes[j] = int32(s.rng.intn(len(s.d.modes[j])))
	}
}
