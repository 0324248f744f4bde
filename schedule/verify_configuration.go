package schedule

import (
	"cmp"
	"slices"
	"sort"
	"time"
)

// state is the configuration of an environment from a minute on.
type state struct {
	at            int64
	configuration string
	forced        bool // by what the plan does not choose
}

// lane is one environment over time, as rule 6 sees it.
type lane struct {
	env     *Environment
	index   map[string]int // of its configurations
	stating []hold         // those that state a configuration and hold it at or after Problem.Start, by start
	busy    []hold         // merged stretches in which something holds it; those that only touch stay apart
	states  []state        // by time; the first holds from Problem.Start on
}

// configurations judges rule 6 for one environment. Rows are those of the activities at.
func (j *judge) configurations(env *Environment, at []int, holds, outages []hold, changeovers []*Reconfiguration) {
	l := &lane{env: env, index: indexNames(len(env.Configurations), func(i int) string { return env.Configurations[i] })}
	if len(env.Configurations) == 0 {
		for _, c := range changeovers {
			j.breaks(Rule{Kind: RuleConfiguration, Name: env.Name}, "", "%s has no configurations, but changes over at %s", env.Name, j.clock(c.Start))
		}
		for _, i := range at {
			j.stated(i, "", "")
		}
		return
	}
	for _, h := range holds {
		if h.configuration != "" && h.end > h.start && h.end > j.start {
			l.stating = append(l.stating, h)
		}
	}
	slices.SortStableFunc(l.stating, func(a, b hold) int { return cmp.Compare(a.start, b.start) })
	l.busy = joined(slices.Concat(holds, outages))
	l.states = j.forced(l, holds, outages)
	j.change(l, changeovers)
	j.find(l)
	for _, i := range at {
		a, pl := &j.p.Activities[i], &j.places[i]
		needs := pl.mode.Configuration
		if pl.fact {
			needs = cmp.Or(a.Fact.Configuration, needs)
		}
		is := needs
		if is == "" && !pl.fact && pl.long() {
			is = l.at(max(pl.start, j.start))
		}
		j.stated(i, is, env.Name)
	}
}

// stated compares Assignment.Configuration with what the environment is in; where that is
// not known ("") any of its configurations will do.
func (j *judge) stated(i int, is, env string) {
	found := j.places[i].row.Configuration
	if found == is {
		return
	}
	name := j.p.Activities[i].Name
	switch {
	case is != "":
		j.violate(Rule{}, CodeRow, name, "%s has configuration %s, but it is %s", name, quote(found), quote(is))
	case env == "":
		j.violate(Rule{}, CodeRow, name, "%s has configuration %s, but its environment has none", name, quote(found))
	case !slices.Contains(j.p.Environments[j.environment[env]].Configurations, found):
		j.violate(Rule{}, CodeRow, name, "%s has configuration %s, which %s does not have", name, quote(found), env)
	}
}

// joined joins holds that overlap. Those that only touch stay apart, as
// a changeover without length fits between them.
func joined(holds []hold) []hold {
	holds = slices.DeleteFunc(holds, func(h hold) bool { return h.end <= h.start })
	slices.SortStableFunc(holds, func(a, b hold) int { return cmp.Compare(a.start, b.start) })
	var out []hold
	for _, h := range holds {
		if n := len(out); n > 0 && h.start < out[n-1].end {
			out[n-1].end = max(out[n-1].end, h.end)
			continue
		}
		out = append(out, h)
	}
	return out
}

// forced lists the configurations that facts and bookings force: those that hold the environment at
// Problem.Start, and those that leave each other no time for a changeover.
func (j *judge) forced(l *lane, holds, outages []hold) []state {
	states := []state{{at: j.start, configuration: l.env.Configurations[0]}}
	fixed := slices.DeleteFunc(slices.Clone(holds), func(h hold) bool { return !h.fixed })
	busy := joined(slices.Concat(fixed, outages))
	now, left := l.env.Configurations[0], j.start
	for _, h := range l.stating {
		switch {
		case !h.fixed:
			continue
		case h.start <= j.start:
			states[0].configuration = h.configuration
		case h.configuration != now && !j.room(l, busy, now, h.configuration, left, h.start):
			states = append(states, state{h.start, h.configuration, true})
		}
		now, left = h.configuration, max(left, h.end)
	}
	return states
}

// room reports whether a changeover fits between two fixed holders.
func (j *judge) room(l *lane, busy []hold, from, to string, left, until int64) bool {
	d := l.time(from, to)
	first := sort.Search(len(busy), func(k int) bool { return busy[k].end > left })
	for _, b := range busy[first:] {
		if b.start >= until {
			break
		}
		if left <= b.start && j.fits(l, left, b.start, d) {
			return true
		}
		left = max(left, b.end)
	}
	return left <= until && j.fits(l, left, until, d)
}

func (j *judge) fits(l *lane, from, to int64, d time.Duration) bool {
	return j.timetable(l.env.Calendar).between(from, to) >= int64(d/time.Minute)
}

// time is what the matrix gives for a changeover.
func (l *lane) time(from, to string) time.Duration {
	f, ok := l.index[from]
	t, known := l.index[to]
	if !ok || !known || len(l.env.Changeover) == 0 {
		return 0
	}
	return l.env.Changeover[f][t]
}

// at is the configuration at a minute not before Problem.Start.
func (l *lane) at(minute int64) string {
	k := sort.Search(len(l.states), func(k int) bool { return l.states[k].at > minute })
	if k == 0 {
		return l.states[0].configuration
	}
	return l.states[k-1].configuration
}

// change judges the changeovers, which come by start, and works them into the states.
func (j *judge) change(l *lane, changeovers []*Reconfiguration) {
	forced := l.states
	l.states = []state{forced[0]}
	forced = forced[1:]
	now, last := l.states[0].configuration, j.start
	for _, c := range changeovers {
		start, end := floorMinute(c.Start), ceilMinute(c.End)
		rule := Rule{Kind: RuleConfiguration, Name: l.env.Name}
		wrong := func(format string, args ...any) {
			args = append([]any{l.env.Name, c.From, c.To, j.clock(c.Start)}, args...)
			j.breaks(rule, "", "%s changes over from %s to %s at %s, "+format, args...)
		}
		if !wholeMinute(c.Start) || !wholeMinute(c.End) {
			j.breaks(Rule{Kind: RuleGrid, Name: l.env.Name}, "", "%s changes over in %s, which is not in whole minutes", l.env.Name, c.Interval.String())
		}
		for len(forced) > 0 && forced[0].at < max(end, last) {
			l.states = append(l.states, forced[0])
			now, forced = forced[0].configuration, forced[1:]
		}
		_, known := l.index[c.To]
		switch {
		case !known:
			wrong("a configuration it does not have")
			continue
		case c.From != now:
			wrong("but is in %s then", now)
		case c.To == now:
			wrong("but is in it already")
		}
		switch {
		case end < start:
			wrong("but ends before it starts")
		case start < j.start:
			wrong("before the plan starts at %s", j.when(j.start))
		case start < last:
			wrong("before the changeover before it has ended")
		}
		end = max(start, end)
		if h, ok := l.held(start, end); ok {
			rule.By = h.name
			wrong("when %s holds it", named(h.name))
			rule.By = ""
		}
		if d, open := l.time(c.From, c.To), j.timetable(l.env.Calendar).between(start, end); open != int64(d/time.Minute) {
			wrong("and takes %s, but should take %s", time.Duration(open)*time.Minute, d)
		}
		if needed, ok := l.next(end, c.To); !ok {
			wrong("but what comes next needs %s", needed)
		}
		last = max(last, end)
		l.states = append(l.states, state{at: last, configuration: c.To})
		now = c.To
	}
	l.states = append(l.states, forced...)
}

// held returns what holds the environment in [start, end), or strictly around start where that is empty.
func (l *lane) held(start, end int64) (hold, bool) {
	k := sort.Search(len(l.busy), func(k int) bool { return l.busy[k].end > start })
	if k == len(l.busy) || l.busy[k].start >= end {
		return hold{}, false
	}
	return l.busy[k], true
}

// next reports whether the next holder from a minute on that states a
// configuration states this one, and else what is needed.
func (l *lane) next(minute int64, configuration string) (needed string, ok bool) {
	first := sort.Search(len(l.stating), func(k int) bool { return l.stating[k].start >= minute })
	if first == len(l.stating) {
		return "none", false
	}
	for _, h := range l.stating[first:] {
		if h.start > l.stating[first].start {
			break
		}
		if h.configuration == configuration {
			return "", true
		}
	}
	return l.stating[first].configuration, false
}

// find judges that whoever states a configuration finds it throughout.
func (j *judge) find(l *lane) {
	other := make([]int, len(l.stating)) // the last one before that states another configuration; -1: none
	for k, h := range l.stating {
		switch {
		case k == 0:
			other[k] = -1
		case l.stating[k-1].configuration != h.configuration:
			other[k] = k - 1
		default:
			other[k] = other[k-1]
		}
		if h.activity == "" && h.start >= j.horizon {
			continue // nothing is planned for what comes after the horizon
		}
		is, from := l.at(max(h.start, j.start)), h.start
		for s := sort.Search(len(l.states), func(s int) bool { return l.states[s].at > h.start }); is == h.configuration && s < len(l.states) && l.states[s].at < h.end; s++ {
			if l.states[s].forced {
				is, from = l.states[s].configuration, l.states[s].at
			}
		}
		if is == h.configuration {
			continue
		}
		by := ""
		if other[k] >= 0 {
			by = l.stating[other[k]].name
		}
		past := h.fixed && (h.start <= j.start || from > h.start)
		j.finds(past, Rule{Kind: RuleConfiguration, Name: l.env.Name, By: by}, h.activity,
			"%s needs %s in %s, which is in %s at %s", named(h.name), l.env.Name, h.configuration, is, j.when(max(from, j.start)))
	}
	for k, s := range l.states {
		if s.forced && k > 0 {
			j.finds(true, Rule{Kind: RuleConfiguration, Name: l.env.Name}, "",
				"%s goes from %s to %s at %s without time for a changeover", l.env.Name, l.states[k-1].configuration, s.configuration, j.when(s.at))
		}
	}
}
