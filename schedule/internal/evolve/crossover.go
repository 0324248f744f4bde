package evolve

// source is SplitMix64 (Steele, Lea & Flood 2014, doi:10.1145/2714064.2660195).
type source struct{ state uint64 }

func (r *source) next() uint64 {
	r.state += 0x9e3779b97f4a7c15
	z := r.state
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}

// intn returns a number in [0, n), for n < 1<<32.
func (r *source) intn(n int) int { return int((r.next() >> 32) * uint64(n) >> 32) }

// cross fills out with the order of x outside a stretch of positions, which it returns; in
// it come those that are first in y of the rest (two-point crossover: Hartmann 1998,
// doi:10.1002/(SICI)1520-6750(199810)45:7<733::AID-NAV5>3.0.CO;2-C). What respects the lags in x and y does in out.
// Of a few stretches it is the one in which y makes the most of the resources: what a child should take
// over is where a parent packs well (Valls, Ballestín & Quintanilla 2008, doi:10.1016/j.ejor.2006.12.033).
func (s *Search) cross(x, y *member, out []int32) (from, length int) {
	n := len(out)
	length = max(1, n/4+s.rng.intn(n/2+1))
	from = s.rng.intn(n - length + 1)
	s.measure(y)
	most := s.density(y, from, length)
	for range stretches - 1 {
		k := s.rng.intn(n - length + 1)
		if e := s.density(y, k, length); e > most {
			from, most = k, e
		}
	}
	s.stamp++
	k := 0
	for ; k < from; k++ {
		out[k] = x.list[k]
		s.mark[x.list[k]] = s.stamp
	}
	for i := 0; k < from+length; i++ {
		if j := y.list[i]; s.mark[j] != s.stamp {
			s.mark[j] = s.stamp
			out[k] = j
			k++
		}
	}
	for i := from; k < n; i++ {
		if j := x.list[i]; s.mark[j] != s.stamp {
			out[k] = j
			k++
		}
	}
	return from, length
}

// measure sums up what the activities of m's list use of the resources, from the first to each.
func (s *Search) measure(m *member) {
	d := s.d
	sum := int64(0)
	for k, j := range m.list {
		s.sums[k] = sum
		if d.modes != nil {
			sum += d.modes[j][m.mode[j]].energy
		} else {
			sum += d.energy[j]
		}
	}
	s.sums[len(m.list)] = sum
}

// density returns how much a stretch of m's list uses of the resources, in relation to the time from its first
// activity's end to its last one's.
func (s *Search) density(m *member, from, length int) float32 {
	end := func(j int32) int32 {
		if s.d.modes != nil {
			return m.start[j] + s.d.modes[j][m.mode[j]].dur
		}
		return m.start[j] + s.d.act[j].dur
	}
	time := end(m.list[from+length-1]) - end(m.list[from])
	return float32(s.sums[from+length]-s.sums[from]) / float32(max(time, 1))
}

// mutate moves a few activities of the list, each at most as far as the lags allow.
func (s *Search) mutate(list []int32) {
	n := len(list)
	for range mutations {
		k := s.rng.intn(n)
		j := list[k]
		steps := 1 + s.rng.intn(n/4+1)
		if s.rng.next()&1 == 0 {
			for ; k > 0 && steps > 0 && !s.d.follows(j, list[k-1]); steps-- {
				list[k] = list[k-1]
				k--
			}
		} else {
			for ; k < n-1 && steps > 0 && !s.d.follows(list[k+1], j); steps-- {
				list[k] = list[k+1]
				k++
			}
		}
		list[k] = j
	}
}

// follows reports whether there is a lag from i to j.
func (d *decoder) follows(j, i int32) bool {
	for _, in := range d.ins[d.act[j].in0:d.act[j].in1] {
		if in.other == i {
			return true
		}
	}
	return false
}

// sample fills the list with one of those without open predecessors at a time,
// mostly those with a long way to go (biased random sampling: Kolisch 1996, J. Operations Management 14).
func (s *Search) sample(list []int32) {
	d := s.d
	wait, ready := s.wait, s.ready[:0]
	for j := range d.act {
		wait[j] = d.act[j].in1 - d.act[j].in0
		if wait[j] == 0 {
			ready = append(ready, int32(j))
		}
	}
	for k := range list {
		best := s.rng.intn(len(ready))
		for range 2 {
			if c := s.rng.intn(len(ready)); d.tail[ready[c]] > d.tail[ready[best]] {
				best = c
			}
		}
		j := ready[best]
		ready[best] = ready[len(ready)-1]
		ready = ready[:len(ready)-1]
		list[k] = j
		for _, out := range d.outs[d.act[j].out0:d.act[j].out1] {
			if wait[out.other]--; wait[out.other] == 0 {
				ready = append(ready, out.other)
			}
		}
	}
}
