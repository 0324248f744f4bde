package schedule

import (
	"slices"
	"strings"
	"time"

	"github.com/berthplan/berth/calendar"
	"github.com/berthplan/berth/schedule/internal/grid"
)

// The scales on which people move dates: in half hours up to two, in hours up to twelve, then in days.
const (
	halfHours  = 4
	wholeHours = 12
	mostDays   = 1 << 11
)

// repair is a relaxation in the making.
type repair struct {
	*diagnosis
	changes []Change
}

// least turns rules whose dropping gives a plan into changes that are as small as will do; ok is
// false where no plan was found with them.
func (d *diagnosis) least(list []Rule) (r Relaxation, ok bool) {
	rep := &repair{diagnosis: d}
	for _, rule := range list {
		rep.changes = append(rep.changes, Change{Rule: rule})
	}
	for i := range rep.changes {
		rep.shrink(i)
	}
	for _, c := range rep.changes {
		if (c.Rule.Kind == RuleHours || c.Rule.Kind == RuleConfiguration) && c.During.Empty() && c.Shift == 0 {
			return r, false // it cannot be dropped
		}
	}
	texts := make([]string, len(rep.changes))
	for i := range rep.changes {
		c := &rep.changes[i]
		rep.say(c)
		r.Cost += rep.cost(c)
		texts[i] = c.Text
	}
	r.Changes, r.Text = rep.changes, strings.Join(texts, "; and ")
	if d.over() { // nothing is known of changes that were not looked into
		return r, false
	}
	v, b, sol := d.ask(d.part.With(r))
	if v == fits && d.part != d.p {
		v = d.extend(d.p.With(r), b, sol)
	}
	return r, v == fits
}

// enough reports whether there is a plan with change i as c.
func (r *repair) enough(i int, c Change) bool {
	changes := slices.Clone(r.changes)
	changes[i] = c
	v, _, _ := r.ask(r.part.With(Relaxation{Changes: changes}))
	return v == fits
}

// shrink makes change i as small as will do.
func (r *repair) shrink(i int) {
	c := r.changes[i]
	at := c.Rule
	switch at.Kind {
	case RuleDeadline:
		r.shift(i, r.deadline(at.Name), 1)
	case RuleEarliest:
		r.shift(i, r.p.Activities[r.w.act[at.Name]].Earliest, -1)
	case RulePin:
		pin := r.p.Activities[r.w.act[at.Name]].Pin
		later, earlier := r.smallest(i, pin.End, 1), r.smallest(i, pin.Start, -1)
		if later == 0 || earlier != 0 && -earlier < later {
			later = earlier
		}
		r.changes[i].Shift = later
	case RuleLink:
		for k := range r.p.Links {
			if l := &r.p.Links[k]; l.rule() == at && l.Kind >= MaxFinishToStart && l.Kind <= MaxStartToFinish {
				r.shift(i, r.p.Start, 1)
				return
			}
		}
	case RuleOutage, RuleEnvironment:
		if at.By == "" {
			r.units(i, 1)
			return
		}
		for _, e := range r.p.Environments {
			for _, h := range e.Bookings {
				if h.rule(e.Name) == at && (!h.Soft || h.Outage) {
					r.shift(i, h.End, -1)
					if r.changes[i].Shift <= h.Start.Sub(h.End) {
						r.changes[i].Shift = 0
					}
					return
				}
			}
		}
	case RuleRiskBudget:
		r.units(i, 1000)
	case RuleWindowCapacity, RuleResource, RuleBudget:
		r.units(i, 1)
	case RuleBlackout, RuleHoliday:
		r.except(i)
	case RuleHours:
		r.extend(i)
	case RuleConfiguration:
		r.shift(i, r.p.Horizon, -1)
	}
}

// deadline is that of a package or an activity.
func (r *repair) deadline(name string) (t time.Time) {
	if i, ok := r.w.pkg[name]; ok {
		t = r.p.Packages[i].Deadline
	}
	if i, ok := r.w.act[name]; ok && t.IsZero() {
		t = r.p.Activities[i].Deadline
	}
	return t
}

func (r *repair) shift(i int, from time.Time, sign int) {
	r.changes[i].Shift = r.smallest(i, from, sign)
}

// smallest is how little change i must move an instant, or 0 where moving it never helps.
func (r *repair) smallest(i int, from time.Time, sign int) time.Duration {
	by := func(d time.Duration) Change {
		c := r.changes[i]
		c.Shift = time.Duration(sign) * d
		return c
	}
	ok := func(n int, unit time.Duration) bool { return r.enough(i, by(time.Duration(n)*unit)) }
	for _, scale := range []struct {
		n    int
		unit time.Duration
	}{{halfHours, 30 * time.Minute}, {wholeHours, time.Hour}} {
		if ok(scale.n, scale.unit) {
			n := search(1, scale.n, func(n int) bool { return ok(n, scale.unit) })
			return time.Duration(sign*n) * scale.unit
		}
	}
	days := func(n int) time.Duration { return from.In(r.w.loc).AddDate(0, 0, sign*n).Sub(from) }
	for n, last := 1, 0; n <= mostDays; n, last = 2*n, n {
		end := from.Add(days(n))
		if r.enough(i, by(days(n)*time.Duration(sign))) {
			return days(search(last+1, n, func(n int) bool { return r.enough(i, by(days(n)*time.Duration(sign))) }))
		}
		if end.After(r.p.Horizon) || end.Before(r.p.Start) {
			return 0
		}
	}
	return 0
}

// search is the least n from low to high for which ok holds, which it does for high.
func search(low, high int, ok func(int) bool) int {
	for low < high {
		if mid := (low + high) / 2; ok(mid) {
			high = mid
		} else {
			low = mid + 1
		}
	}
	return low
}

// units finds how much more of a capacity is enough.
func (r *repair) units(i, unit int) {
	with := func(n int) Change {
		c := r.changes[i]
		c.Units = n * unit
		return c
	}
	for n, last := 1, 0; n <= plenty; n, last = 2*n, n {
		if r.enough(i, with(n)) {
			r.changes[i] = with(search(last+1, n, func(n int) bool { return r.enough(i, with(n)) }))
			r.span(i)
			return
		}
		if r.over() {
			return
		}
	}
}

// span narrows more of a renewable resource or of an environment without
// configurations to the days on which a plan uses it.
func (r *repair) span(i int) {
	c := r.changes[i]
	env := c.Rule.Kind == RuleEnvironment
	if !env && c.Rule.Kind != RuleResource || env && len(r.p.Environments[r.w.env[c.Rule.Name]].Configurations) > 0 {
		return
	}
	v, b, sol := r.ask(r.part.With(Relaxation{Changes: r.changes}))
	if v != fits {
		return
	}
	var from, to int
	if env {
		from, to = r.overfull(sol, b, r.w.env[c.Rule.Name])
	} else {
		from, to = r.overloaded(sol, b, r.w.res[c.Rule.Name])
	}
	if from >= to {
		return
	}
	last := calendar.DateOf(b.time(to - 1))
	c.During = calendar.Interval{Start: calendar.DateOf(b.time(from)).In(b.loc), End: last.AddDays(1).In(b.loc)}
	if r.enough(i, c) {
		r.changes[i] = c
	}
}

// overloaded is the first and the end of the last slot at which sol takes more of
// renewable resource k than there is before any change.
func (r *repair) overloaded(sol *grid.Solution, b *ground, k int) (from, to int) {
	res := &r.w.g.Res[k]
	var used []grid.Step // an amount in an interval
	for i := range sol.Start {
		for _, need := range b.g.Acts[i].Modes[sol.Mode[i]].Needs {
			if need.Res == k {
				used = append(used, grid.Step{Start: sol.Start[i], End: sol.End[i], Capacity: need.Amount})
			}
		}
	}
	for _, s := range res.Steps {
		used = append(used, grid.Step{Start: s.Start, End: s.End, Capacity: res.Capacity - s.Capacity})
	}
	return beyond(used, res.Capacity)
}

// overfull is the same of environment k.
func (r *repair) overfull(sol *grid.Solution, b *ground, k int) (from, to int) {
	env := &r.w.g.Envs[k]
	var used []grid.Step
	for i := range sol.Start {
		if md := &b.g.Acts[i].Modes[sol.Mode[i]]; md.Env == k {
			used = append(used, grid.Step{Start: sol.Start[i], End: sol.End[i], Capacity: md.Units})
		}
	}
	for _, h := range env.Holds {
		if !h.Outage {
			used = append(used, grid.Step{Start: h.Start, End: h.End, Capacity: h.Units})
		}
	}
	return beyond(used, env.Capacity)
}

// beyond is the first and the end of the last slot at which amounts add up to more than a capacity.
func beyond(used []grid.Step, capacity int) (from, to int) {
	used = slices.DeleteFunc(used, func(s grid.Step) bool { return s.Start >= grid.Never || s.Start >= s.End })
	var at []int
	for _, s := range used {
		at = append(at, s.Start, s.End)
	}
	slices.Sort(at)
	at = slices.Compact(at)
	from, to = grid.Never, -grid.Never
	for n, t := range at[:max(len(at)-1, 0)] {
		sum := 0
		for _, s := range used {
			if s.Start <= t && t < s.End {
				sum += s.Capacity
			}
		}
		if sum > capacity {
			from, to = min(from, t), max(to, at[n+1])
		}
	}
	return max(from, 0), to
}

// except narrows an exception to packages and to a time.
func (r *repair) except(i int) {
	c := r.changes[i]
	for _, set := range r.clashes {
		if !slices.Contains(set, c.Rule) {
			continue
		}
		for _, rule := range set {
			if rule.Kind == RulePresence && !slices.Contains(c.Packages, rule.Name) {
				c.Packages = append(c.Packages, rule.Name)
			}
		}
	}
	from := r.p.Start.Truncate(30 * time.Minute)
	last := int(r.p.Horizon.Sub(from)/(30*time.Minute)) + 1
	at := func(n int) time.Time { return from.Add(time.Duration(n) * 30 * time.Minute) }
	c.During = calendar.Interval{Start: from, End: at(last)}
	if !r.enough(i, c) {
		if c.Packages = nil; !r.enough(i, c) {
			return
		}
	}
	until := search(1, last, func(n int) bool {
		try := c
		try.During.End = at(n)
		return r.enough(i, try)
	})
	c.During.End = at(until)
	c.During.Start = at(until - search(1, until, func(n int) bool {
		try := c
		try.During.Start = at(until - n)
		return r.enough(i, try)
	}))
	r.changes[i] = c
}
