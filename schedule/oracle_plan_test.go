package schedule_test

import (
	"math/rand/v2"
	"time"

	"github.com/berthplan/berth/calendar"
	"github.com/berthplan/berth/schedule"
)

// randomPlan makes a plan for p on the half hours, and betters it for some rounds by
// moving single activities while that breaks no more rules than before.
func randomPlan(rng *rand.Rand, p *schedule.Problem, rounds int) *schedule.Plan {
	out := map[string]bool{}
	for _, k := range p.Packages {
		out[k.Name] = k.Optional && rng.IntN(3) == 0
	}
	for _, a := range p.Activities {
		if a.Fact != nil {
			out[a.Package] = false
		}
	}
	plan := &schedule.Plan{}
	n := newNaive(p, plan)
	for i, a := range p.Activities {
		if !out[a.Package] || a.Package == "" {
			plan.Activities = append(plan.Activities, randomRow(rng, n, i))
		}
	}
	changeovers(n.with(plan))
	best := breaks(n.with(plan))
	for range rounds {
		if best == 0 || len(plan.Activities) == 0 {
			break
		}
		k := rng.IntN(len(plan.Activities))
		old, oldOver := plan.Activities[k], plan.Changeovers
		plan.Activities[k] = randomRow(rng, n, indexOf(p, old.Activity))
		changeovers(n.with(plan))
		if now := breaks(n.with(plan)); now <= best {
			best = now
		} else {
			plan.Activities[k], plan.Changeovers = old, oldOver
		}
	}
	return plan
}

func indexOf(p *schedule.Problem, name string) int {
	for i := range p.Activities {
		if p.Activities[i].Name == name {
			return i
		}
	}
	return -1
}

func breaks(n *naive) (sum int) {
	for _, count := range n.check() {
		sum += min(count, 200) + 50
	}
	return sum
}

func minute(n *naive, m int) time.Time { return time.Unix(int64(n.zero+m)*60, 0).UTC() }

// randomRow puts activity i somewhere, and lets it end when it must.
func randomRow(rng *rand.Rand, n *naive, i int) schedule.Assignment {
	a := n.p.Activities[i]
	row := schedule.Assignment{Activity: a.Name, Mode: rng.IntN(len(a.Modes))}
	if f := a.Fact; f != nil {
		row.Mode, row.Start = f.Mode, f.Start
		row.End = minute(n, max(0, n.finish(i, f.Mode, 0)))
		if !f.End.IsZero() && rng.IntN(2) == 0 {
			row.End = f.End
		}
		return row
	}
	s := n.start + 30*rng.IntN((n.end-n.start)/30)
	if c := a.Modes[row.Mode].Calendar; c != nil && rng.IntN(2) == 0 {
		if o := c.Occurrences(); a.Time >= schedule.Contiguous && len(o) > 0 {
			s = min(max(n.start, up(o[rng.IntN(len(o))].Opens)-n.zero), n.end)
		}
	}
	row.Start = minute(n, s)
	row.End = minute(n, s+60)
	if e := n.finish(i, row.Mode, s); e >= 0 {
		row.End = minute(n, e)
	}
	return row
}

// changeovers gives a plan the changeovers it needs, each as soon as everything before has ended.
func changeovers(n *naive) {
	plan := n.plan
	plan.Changeovers = nil
	for _, env := range n.p.Environments {
		if len(env.Configurations) == 0 {
			continue
		}
		holders := n.holders(env)
		now, turns := n.forced(env, holders)
		left := n.start
		for _, h := range holders {
			for len(turns) > 0 && turns[0].at <= h.s {
				now, turns = turns[0].configuration, turns[1:]
			}
			if h.configuration != "" && h.e > n.start && h.s > n.start && h.configuration != now && (h.activity || h.s < n.end) {
				if e, ok := n.plus(env.Calendar, left, duration(env, now, h.configuration)); ok {
					plan.Changeovers = append(plan.Changeovers, schedule.Reconfiguration{
						Environment: env.Name, From: now, To: h.configuration,
						Interval: calendar.Interval{Start: minute(n, left), End: minute(n, e)},
					})
				}
				now = h.configuration
			}
			left = max(left, h.e)
		}
	}
}

// complete fills in everything in a plan that follows from its rows' modes and times and its changeovers.
func complete(p *schedule.Problem, plan *schedule.Plan) {
	fill(newNaive(p, plan))
}

func fill(n *naive) {
	p, plan := n.p, n.plan
	plan.Start, plan.Horizon = p.Start, p.Horizon
	for k := range plan.Activities {
		row := &plan.Activities[k]
		i := indexOf(p, row.Activity)
		a := p.Activities[i]
		md := a.Modes[row.Mode]
		row.Package, row.Phase, row.Site, row.Fact = a.Package, a.Phase, a.Site, a.Fact != nil
		row.Environment = md.Environment
		row.Window, row.Opens = "", time.Time{}
		name, opens := n.occurrence(i)
		if a.Time == schedule.Contiguous && a.Window != "" {
			row.Window, row.Opens = a.Window, opens
		}
		if a.Time == schedule.Decision {
			row.Window, row.Opens = name, opens
		}
		row.Configuration = configurationOf(n, i)
	}
	plan.Packages = outcomesOf(n)
	plan.Objective = nil
	levels := p.Objective
	if levels == nil {
		levels = schedule.DefaultObjective()
	}
	for _, l := range levels {
		v := schedule.Value{Name: l.Name}
		for k, t := range l.Terms {
			v.Value += n.pays(t)
			if l.Name == "" && k > 0 {
				v.Name += " + "
			}
			if l.Name == "" {
				v.Name += t.String()
			}
		}
		v.Bound = v.Value
		plan.Objective = append(plan.Objective, v)
	}
}

func configurationOf(n *naive, i int) string {
	a := n.p.Activities[i]
	md := n.mode(i)
	env := environmentOf(n.p, md.Environment)
	if env == nil || len(env.Configurations) == 0 {
		return ""
	}
	if a.Fact != nil && a.Fact.Configuration != "" {
		return a.Fact.Configuration
	}
	if md.Configuration != "" || n.fact[i] || n.s[i] == n.e[i] {
		return md.Configuration
	}
	var over []schedule.Reconfiguration
	for _, c := range n.plan.Changeovers {
		if c.Environment == env.Name {
			over = append(over, c)
		}
	}
	return n.states(*env, n.holders(*env), over, false)[max(n.s[i], n.start)]
}

func outcomesOf(n *naive) []schedule.Outcome {
	list := []schedule.Outcome{}
	for _, k := range n.p.Packages {
		o := schedule.Outcome{Package: k.Name, Due: k.Due, Deadline: k.Deadline}
		members, present := 0, 0
		for i, a := range n.p.Activities {
			if a.Package != k.Name {
				continue
			}
			members++
			if !n.in[i] {
				continue
			}
			present++
			if o.Start.IsZero() || n.row[i].Start.Before(o.Start) {
				o.Start = n.row[i].Start
			}
			if n.row[i].End.After(o.Finish) {
				o.Finish = n.row[i].End
			}
		}
		o.LeftOut = k.Optional && members > 0 && present == 0
		for _, limit := range []time.Time{k.Due, k.Deadline} {
			if !limit.IsZero() && o.Finish.After(limit) {
				o.Late = max(o.Late, o.Finish.Sub(limit))
			}
		}
		list = append(list, o)
	}
	return list
}

// pays counts what a plan pays for one term, minute by minute.
func (n *naive) pays(t schedule.Term) int64 {
	sum := 0
	for _, k := range n.p.Packages {
		priority := k.Priority
		if priority == 0 {
			priority = 500
		}
		members, present, last := 0, false, 0
		for i, a := range n.p.Activities {
			if a.Package == k.Name {
				members++
			}
			if a.Package == k.Name && n.in[i] {
				present, last = true, max(last, n.e[i])
			}
		}
		due := k.Due
		if due.IsZero() {
			due = k.Deadline
		}
		if t == schedule.LeftOut && k.Optional && !present && members > 0 {
			sum += priority
		}
		for m := last; t == schedule.Tardiness && present && !due.IsZero() && m > down(due)-n.zero; m-- {
			sum += priority
		}
	}
	for i := range n.p.Activities {
		if !n.in[i] || n.fact[i] {
			continue
		}
		switch t {
		case schedule.Penalties:
			sum += 500 * n.penalty(i)
		case schedule.Makespan:
			sum = max(sum, n.e[i]-n.start)
		case schedule.Starts:
			sum += n.s[i] - n.start
		}
	}
	return int64(sum)
}

func (n *naive) penalty(i int) int {
	a, md := n.p.Activities[i], n.mode(i)
	sum := int(md.Penalty.Minutes())
	hours := func(span calendar.Interval, counts func(m int) bool) int {
		from, to := n.span(span)
		inside := 0
		for m := n.s[i]; m < n.e[i]; m++ {
			if from <= m && m < to && counts(m) {
				inside++
			}
		}
		return (inside + 59) / 60
	}
	if md.Calendar != nil && (a.Time == schedule.Working || a.Time == schedule.Contiguous) {
		for _, c := range md.Calendar.Charges() {
			sum += int(c.PerHour.Minutes()) * hours(c.Interval, func(m int) bool { return a.Time == schedule.Contiguous || n.open(md.Calendar)[m] })
		}
	}
	if env := environmentOf(n.p, md.Environment); env != nil {
		for _, b := range env.Bookings {
			if b.Soft {
				sum += int(b.PerHour.Minutes()) * hours(b.Interval, func(int) bool { return true })
			}
		}
	}
	return sum
}
