package schedule

import "time"

// frame judges the plan's own start and horizon, where it gives them.
func (j *judge) frame() {
	same := func(what string, found, exact time.Time, rounded int64) {
		if !found.IsZero() && !found.Equal(exact) && !found.Equal(minuteTime(rounded)) {
			j.violate(Rule{}, CodePlan, "", "the plan's %s is %s, but the problem's is %s", what, j.clock(found), j.clock(exact))
		}
	}
	same("start", j.plan.Start, j.p.Start, j.start)
	same("horizon", j.plan.Horizon, j.p.Horizon, j.horizon)
}

// outcomes judges how the plan says that packages fare.
func (j *judge) outcomes() {
	if j.plan.Packages == nil {
		return
	}
	if len(j.plan.Packages) != len(j.p.Packages) {
		j.violate(Rule{}, CodeOutcome, "", "the plan says how %d packages fare, but there are %d", len(j.plan.Packages), len(j.p.Packages))
		return
	}
	first, last := make([]time.Time, len(j.p.Packages)), make([]time.Time, len(j.p.Packages))
	for i := range j.places {
		g, ok := j.pack[j.p.Activities[i].Package]
		row := j.places[i].row
		if !ok || row == nil {
			continue
		}
		if first[g].IsZero() || row.Start.Before(first[g]) {
			first[g] = row.Start
		}
		if last[g].IsZero() || row.End.After(last[g]) {
			last[g] = row.End
		}
	}
	for g := range j.p.Packages {
		j.outcome(g, first[g], last[g])
	}
}

func (j *judge) outcome(g int, first, last time.Time) {
	p, o := &j.p.Packages[g], &j.plan.Packages[g]
	wrong := func(what, found, expected string) {
		j.violate(Rule{}, CodeOutcome, "", "%s: %s is %s, but should be %s", p.Name, what, found, expected)
	}
	if o.Package != p.Name {
		wrong("the package", named(o.Package), p.Name)
		return
	}
	if out := j.leftOut(g); o.LeftOut != out {
		wrong("left out", yes(o.LeftOut), yes(out))
	}
	for _, t := range []struct {
		what            string
		found, expected time.Time
	}{{"its start", o.Start, first}, {"its finish", o.Finish, last}, {"due", o.Due, p.Due}, {"its deadline", o.Deadline, p.Deadline}} {
		if !t.found.Equal(t.expected) {
			wrong(t.what, j.point(t.found), j.point(t.expected))
		}
	}
	limit := p.Due
	if limit.IsZero() || !p.Deadline.IsZero() && p.Deadline.Before(limit) {
		limit = p.Deadline
	}
	late := time.Duration(0)
	if !limit.IsZero() && last.After(limit) {
		late = last.Sub(limit)
	}
	if o.Late != late {
		wrong("late", o.Late.String(), late.String())
	}
}

func yes(b bool) string {
	if b {
		return "yes"
	}
	return "no"
}

func (j *judge) point(t time.Time) string {
	if t.IsZero() {
		return "not given"
	}
	return j.clock(t)
}

// objective judges what the plan says that it pays.
func (j *judge) objective() {
	claims := j.plan.Objective
	if claims == nil {
		if j.plan.Status == Optimal {
			j.violate(Rule{}, CodeStatus, "", "the plan is optimal, but does not say what it pays")
		}
		return
	}
	levels := j.p.Objective
	if levels == nil {
		levels = DefaultObjective()
	}
	if len(claims) != len(levels) {
		j.violate(Rule{}, CodeObjective, "", "the plan pays at %d levels, but there are %d", len(claims), len(levels))
		return
	}
	open := ""
	for i := range levels {
		var sum int64
		for _, t := range levels[i].Terms {
			sum = plus(sum, j.pays(t))
		}
		c := &claims[i]
		if name := levels[i].name(); c.Name != name {
			j.violate(Rule{}, CodeObjective, "", "level %d is %s, but should be %s", i+1, named(c.Name), name)
		}
		if c.Value != sum {
			j.violate(Rule{}, CodeObjective, "", "the plan says it pays %d at level %s, but it pays %d", c.Value, c.Name, sum)
		}
		if c.Bound > c.Value {
			j.violate(Rule{}, CodeObjective, "", "the bound %d of level %s lies above its value %d", c.Bound, c.Name, c.Value)
		}
		allowed := int64(0)
		if i < len(levels)-1 { // on the last level nothing depends
			allowed = levels[i].Tolerance
		}
		if plus(c.Bound, allowed) < c.Value && open == "" {
			open = c.Name
		}
	}
	if j.plan.Status == Optimal && open != "" {
		j.violate(Rule{}, CodeStatus, "", "the plan is optimal, but level %s is not at its bound", open)
	}
}
