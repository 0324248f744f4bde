package schedule

import (
	"cmp"
	"slices"

	"github.com/berthplan/berth/calendar"
)

// complete adds to a plan made of a table what the table leaves out: occurrences, changeovers and configurations.
func (in *inspection) complete(plan *Plan) {
	plan.Changeovers = nil
	j := newJudge(in.p, plan)
	j.presence()
	for i := range j.places {
		pl, a := &j.places[i], &in.p.Activities[i]
		if pl.row.Opens.IsZero() && (a.Time == Decision || a.Time == Contiguous && a.Window != "") {
			for _, o := range j.openings(a, pl) {
				if o.window == pl.row.Window || a.Time == Decision {
					pl.row.Opens = o.opens.In(in.b.zone)
					break
				}
			}
		}
	}
	for e := range in.p.Environments {
		if len(in.p.Environments[e].Configurations) > 0 {
			plan.Changeovers = append(plan.Changeovers, j.imply(e)...)
		}
	}
}

// imply puts the changeovers that the rows of an environment need where they fit, each at once
// when the environment is free, and fills in configurations that rows do not state.
func (j *judge) imply(e int) []Reconfiguration {
	env := &j.p.Environments[e]
	l := &lane{env: env, index: indexNames(len(env.Configurations), func(i int) string { return env.Configurations[i] })}
	holds := bookings(env)
	var rows []int
	for i := range j.places {
		a, pl := &j.p.Activities[i], &j.places[i]
		if pl.mode == nil || pl.mode.Environment != env.Name {
			continue
		}
		rows = append(rows, i)
		if pl.long() {
			h := hold{start: pl.start, end: pl.end, name: a.Name, activity: a.Name, fixed: pl.fact, configuration: pl.mode.Configuration}
			if pl.fact {
				h.configuration = cmp.Or(a.Fact.Configuration, h.configuration)
			}
			holds = append(holds, h)
		}
	}
	outages := outages(env)
	claims := slices.Clone(holds) // rows that only say what they find count here, too
	for k := range claims {
		if i, ok := j.activity[claims[k].activity]; ok && claims[k].configuration == "" && !claims[k].fixed {
			claims[k].configuration = j.places[i].row.Configuration
		}
	}
	for _, h := range holds {
		if h.configuration != "" && h.end > h.start && h.end > j.start {
			l.stating = append(l.stating, h)
		}
	}
	slices.SortStableFunc(l.stating, func(a, b hold) int { return cmp.Compare(a.start, b.start) })
	slices.SortStableFunc(claims, func(a, b hold) int { return cmp.Compare(a.start, b.start) })
	l.busy = joined(slices.Concat(holds, outages))
	l.states = j.forced(l, holds, outages)
	forced := l.states[1:]
	var made []Reconfiguration
	now, left := l.states[0].configuration, j.start
	for _, h := range claims {
		for len(forced) > 0 && forced[0].at <= h.start {
			now, forced = forced[0].configuration, forced[1:]
		}
		if _, known := l.index[h.configuration]; !known || h.end <= max(h.start, j.start) {
			continue
		}
		if h.start >= j.start && h.configuration != now {
			if c, ok := j.changeover(l, now, h.configuration, left, h.start); ok {
				made = append(made, c)
				now = h.configuration
			}
		}
		left = max(left, h.end)
	}
	states := l.states
	pointers := make([]*Reconfiguration, len(made))
	for k := range made {
		pointers[k] = &made[k]
	}
	j.change(l, pointers)
	for _, i := range rows {
		pl := &j.places[i]
		if pl.row.Configuration != "" {
			continue
		}
		switch {
		case pl.fact:
			pl.row.Configuration = cmp.Or(j.p.Activities[i].Fact.Configuration, pl.mode.Configuration)
		case pl.mode.Configuration != "":
			pl.row.Configuration = pl.mode.Configuration
		default:
			pl.row.Configuration = l.at(max(pl.start, j.start))
		}
		if pl.row.Configuration == "" {
			pl.row.Configuration = states[0].configuration
		}
	}
	return made
}

// changeover is the first time from left to until in which one environment can change over.
func (j *judge) changeover(l *lane, from, to string, left, until int64) (Reconfiguration, bool) {
	table, d := j.timetable(l.env.Calendar), l.time(from, to)
	fit := func(begin, end int64) (Reconfiguration, bool) {
		if begin > end || !j.fits(l, begin, end, d) {
			return Reconfiguration{}, false
		}
		done, ok := table.add(begin, d)
		if !ok || done > end {
			return Reconfiguration{}, false
		}
		return Reconfiguration{Environment: l.env.Name, From: from, To: to,
			Interval: calendar.Interval{Start: minuteTime(begin).In(j.loc), End: minuteTime(done).In(j.loc)}}, true
	}
	for _, b := range l.busy {
		if b.end <= left {
			continue
		}
		if b.start >= until {
			break
		}
		if left <= b.start {
			if c, ok := fit(left, b.start); ok {
				return c, true
			}
		}
		left = max(left, b.end)
	}
	return fit(left, until)
}
