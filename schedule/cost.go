package schedule

import (
	"math"
	"time"
)

// pays recomputes what a plan pays for one term, from its rows alone.
func (j *judge) pays(t Term) int64 {
	var sum int64
	switch t {
	case LeftOut:
		for g := range j.p.Packages {
			if j.leftOut(g) {
				sum = plus(sum, weigh(&j.p.Packages[g]))
			}
		}
	case Tardiness:
		for g := range j.p.Packages {
			p, m := &j.p.Packages[g], &j.members[g]
			due := p.Due
			if due.IsZero() {
				due = p.Deadline
			}
			if !due.IsZero() && m.present > 0 {
				sum = plus(sum, times(weigh(p), max(0, m.end-floorMinute(due))))
			}
		}
	case Penalties:
		for i := range j.places {
			sum = plus(sum, times(500, j.penalty(i)))
		}
	case Makespan, Starts:
		for i := range j.places {
			pl := &j.places[i]
			switch {
			case pl.row == nil || pl.fact:
			case t == Makespan:
				sum = max(sum, pl.end-j.start)
			default:
				sum = plus(sum, pl.start-j.start)
			}
		}
	case Disturbance:
		for i := range j.places {
			sum = plus(sum, j.disturbance(i))
		}
	}
	return sum
}

// disturbance is how far activity i is from where people expect it: see Term.
func (j *judge) disturbance(i int) int64 {
	const day, quarter = 24 * 60, 90 * 24 * 60
	a, pl := &j.p.Activities[i], &j.places[i]
	if a.Was == nil || a.Fact != nil {
		return 0
	}
	var minutes int64
	switch there := !a.Was.Start.IsZero(); {
	case pl.row == nil && there:
		minutes = quarter
	case pl.row == nil:
	case !there:
		minutes = day
	default:
		was := floorMinute(a.Was.Start)
		if pl.start != was {
			minutes = day + max(pl.start-was, was-pl.start)
		}
		if pl.mode != nil && pl.mode.Environment != a.Was.Environment {
			minutes += day
		}
	}
	return times(minutes, int64(max(a.Was.Weight, 1)))
}

// weigh is a package's priority with its default.
func weigh(p *Package) int64 {
	if p.Priority == 0 {
		return 500
	}
	return int64(p.Priority)
}

// penalty is the minutes of penalty of activity i.
func (j *judge) penalty(i int) int64 {
	a, pl := &j.p.Activities[i], &j.places[i]
	if pl.mode == nil || pl.fact {
		return 0
	}
	sum := int64(pl.mode.Penalty / time.Minute)
	if t := j.timetable(pl.mode.Calendar); t != nil && (a.Time == Working || a.Time == Contiguous) {
		for _, c := range t.charges {
			from, to := max(pl.start, floorMinute(c.Start)), min(pl.end, ceilMinute(c.End))
			if floorMinute(c.Start) >= pl.end {
				break
			}
			if from >= to {
				continue
			}
			inside := to - from
			if a.Time == Working {
				inside = t.between(from, to)
			}
			sum = plus(sum, times(startedHours(inside), int64(c.PerHour/time.Minute)))
		}
	}
	if e, ok := j.environment[pl.mode.Environment]; ok {
		for _, b := range j.p.Environments[e].Bookings {
			if from, to := max(pl.start, floorMinute(b.Start)), min(pl.end, ceilMinute(b.End)); b.Soft && from < to {
				sum = plus(sum, times(startedHours(to-from), int64(b.PerHour/time.Minute)))
			}
		}
	}
	return sum
}

func startedHours(minutes int64) int64 { return (minutes + 59) / 60 }

// plus and times stop at the largest number, as an absurd plan may pay more.
func plus(a, b int64) int64 {
	if a > 0 && b > math.MaxInt64-a {
		return math.MaxInt64
	}
	if a < 0 && b < math.MinInt64-a {
		return math.MinInt64
	}
	return a + b
}

// times multiplies numbers that are not negative.
func times(a, b int64) int64 {
	if a > 0 && b > math.MaxInt64/a {
		return math.MaxInt64
	}
	return a * b
}
