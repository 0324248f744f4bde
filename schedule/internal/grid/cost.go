package grid

// Evaluate returns what s pays at each level of p.
func (p *Problem) Evaluate(s *Solution) []int64 {
	term := p.Terms(s)
	out := make([]int64, len(p.Levels))
	for l := range p.Levels {
		out[l] = p.Levels[l].Pays(&term)
	}
	return out
}

// Terms returns what s pays for each term.
func (p *Problem) Terms(s *Solution) (term [Terms]int64) {
	for i := range p.Pkgs {
		k := &p.Pkgs[i]
		finish, in := -Never, false
		for _, a := range k.Acts {
			if s.Start[a] < Never {
				in = true
				finish = max(finish, s.End[a])
			}
		}
		switch {
		case in:
			term[Tardiness] += k.Priority * int64(max(0, finish-k.Due))
		case len(k.Acts) > 0:
			term[LeftOut] += k.Priority
		}
	}
	for i := range p.Acts {
		if p.Acts[i].Fixed {
			continue
		}
		term[Disturbance] += p.Disturbance(i, s.Mode[i], s.Start[i])
		if s.Start[i] >= Never {
			continue
		}
		term[Penalties] += p.Penalty(i, s.Mode[i], s.Start[i], s.End[i])
		term[Makespan] = max(term[Makespan], int64(s.End[i]))
		term[Starts] += int64(s.Start[i])
	}
	return term
}

// What a disturbance costs, in minutes: a day for a move or another environment, or for
// being there unexpectedly; a quarter of a year for being left out.
const (
	Stirred = 24 * 60
	Dropped = 90 * 24 * 60
)

// Disturbance returns what activity i, which is no fact, pays for where it starts, in
// mode m at s; s is Never for what is left out.
func (p *Problem) Disturbance(i, m, s int) int64 {
	was := &p.Acts[i].Was
	var sum int64
	switch {
	case was.Weight == 0:
		return 0
	case s >= Never && was.Start < Never:
		sum = Dropped
	case s >= Never:
	case was.Start >= Never:
		sum = Stirred
	default:
		if s != was.Start {
			sum = Stirred + int64(max(s-was.Start, was.Start-s))
		}
		if p.Acts[i].Modes[m].Env != was.Env {
			sum += Stirred
		}
	}
	return sum * was.Weight
}

// Penalty returns what activity i pays in mode m at [s, e): the mode's penalty,
// soft blackouts by the started hour of work inside, and soft bookings by the started hour held.
func (p *Problem) Penalty(i, m, s, e int) int64 {
	cost := p.Acts[i].Modes[m].Penalty
	p.Charged(i, m, s, e, func(c Charge, _ bool, hours int) { cost += c.Cost * int64(hours) })
	return cost
}

// Charged calls f for each soft rule that activity i pays for in mode m at [s, e),
// and for how many started hours; booking tells soft bookings from soft blackouts.
func (p *Problem) Charged(i, m, s, e int, f func(c Charge, booking bool, hours int)) {
	a := &p.Acts[i]
	md := &a.Modes[m]
	if md.Cal != nil && (a.Kind == Working || a.Kind == Contiguous) {
		for _, c := range md.Cal.Charges {
			if c.Start >= e {
				break
			}
			from, to := max(s, c.Start), min(e, c.End)
			if from >= to {
				continue
			}
			n := to - from
			if a.Kind == Working {
				n = md.Cal.Between(from, to)
			}
			if n > 0 {
				f(c, false, (n+59)/60)
			}
		}
	}
	if md.Env != None {
		for _, c := range p.Envs[md.Env].Soft {
			if from, to := max(s, c.Start), min(e, c.End); from < to {
				f(c, true, (to-from+59)/60)
			}
		}
	}
}

// Less compares two values of the levels, the first level first.
func Less(a, b []int64) bool {
	for i := range a {
		if a[i] != b[i] {
			return a[i] < b[i]
		}
	}
	return false
}
