package schedule

import (
	"cmp"
	"slices"
	"strings"
)

// hold is somebody's use of an environment or a resource in [start, end).
type hold struct {
	start, end    int64
	units         int64
	name          string
	activity      string // "" for a booking
	fixed         bool   // a fact or a booking: no choice of the plan
	configuration string // what it needs; "" keeps what there is
}

// change is a capacity from a minute on.
type change struct {
	at       int64
	capacity int64
}

// overload is a longest stretch in which holds exceed a capacity.
type overload struct {
	from, to       int64
	used, capacity int64 // at its beginning
	holders        []int // at its beginning
	past           bool  // before the plan, or by what the plan does not choose alone
}

// overloads sweeps over time (rules 5 and 7). The capacity before the first change is base.
func (j *judge) overloads(holds []hold, base int64, changes []change) []overload {
	const (
		leave = iota
		alter
		border // Problem.Start, before which everything is past
		enter
	)
	type event struct {
		at   int64
		kind int8
		who  int
	}
	events := make([]event, 0, 2*len(holds)+len(changes)+1)
	for k, h := range holds {
		if h.end > h.start && h.units > 0 {
			events = append(events, event{h.start, enter, k}, event{h.end, leave, k})
		}
	}
	for k, c := range changes {
		events = append(events, event{c.at, alter, k})
	}
	events = append(events, event{j.start, border, 0})
	slices.SortFunc(events, func(a, b event) int {
		return cmp.Or(cmp.Compare(a.at, b.at), cmp.Compare(a.kind, b.kind), cmp.Compare(a.who, b.who))
	})

	var found []overload
	const (
		fine = iota
		past
		broken
	)
	class, used, capacity, free, begun := fine, int64(0), base, 0, false
	active := map[int]bool{}
	for k := 0; k < len(events); {
		at := events[k].at
		for ; k < len(events) && events[k].at == at; k++ {
			switch e := events[k]; e.kind {
			case enter, leave:
				sign := int64(1)
				if e.kind == leave {
					sign = -1
					delete(active, e.who)
				} else {
					active[e.who] = true
				}
				used += sign * holds[e.who].units
				if !holds[e.who].fixed {
					free += int(sign)
				}
			case alter:
				capacity = changes[e.who].capacity
			case border:
				begun = true
			}
		}
		now := fine
		if used > capacity {
			now = past
			if free > 0 && begun {
				now = broken
			}
		}
		if now == class {
			continue
		}
		if class != fine {
			found[len(found)-1].to = at
		}
		if class = now; class != fine {
			holders := make([]int, 0, len(active))
			for who := range active {
				holders = append(holders, who)
			}
			slices.Sort(holders)
			found = append(found, overload{from: at, used: used, capacity: capacity, holders: holders, past: class == past})
		}
	}
	return found
}

// holders names those who hold, and the activity concerned where it is one alone.
func holders(holds []hold, who []int) (names []string, activity string) {
	list := make([]string, len(who))
	free := 0
	for k, i := range who {
		list[k] = holds[i].name
		if !holds[i].fixed {
			free++
			activity = holds[i].activity
		}
	}
	if free != 1 {
		activity = ""
	}
	return list, activity
}

// resources judges rule 7.
func (j *judge) resources() {
	holds := make([][]hold, len(j.p.Resources))
	for i := range j.places {
		a, pl := &j.p.Activities[i], &j.places[i]
		if pl.mode == nil {
			continue
		}
		end := pl.end
		if !pl.long() {
			end = pl.start
		}
		for _, d := range pl.mode.Demands {
			r, ok := j.resource[d.Resource]
			if ok && d.Amount > 0 {
				holds[r] = append(holds[r], hold{start: pl.start, end: end, units: int64(d.Amount), name: a.Name, activity: a.Name, fixed: pl.fact})
			}
		}
	}
	for r := range j.p.Resources {
		if j.p.Resources[r].Budget {
			j.budget(&j.p.Resources[r], holds[r])
		} else {
			j.renewable(&j.p.Resources[r], holds[r])
		}
	}
}

func (j *judge) renewable(r *Resource, holds []hold) {
	for _, o := range j.overloads(holds, int64(r.Capacity), capacities(r)) {
		names, activity := holders(holds, o.holders)
		why := ""
		for _, s := range r.Steps {
			if s.Name != "" && floorMinute(s.Start) <= o.from && o.from < ceilMinute(s.End) {
				why = " (" + s.Name + ")"
			}
		}
		j.finds(o.past, Rule{Kind: RuleResource, Name: r.Name, By: strings.Join(names, ", ")}, activity,
			"%s: %d of %d%s from %s to %s: %s", r.Name, o.used, o.capacity, why, j.when(o.from), j.until(o.to), listed(names))
	}
}

// capacities lists the changes of a renewable resource's capacity. A step that takes
// away counts for every minute it touches, one that adds only for whole minutes;
// where steps meet within a minute the least counts.
func capacities(r *Resource) []change {
	base := int64(r.Capacity)
	var steps []hold // units: the capacity
	for _, s := range r.Steps {
		h := hold{start: floorMinute(s.Start), end: ceilMinute(s.End), units: int64(s.Capacity)}
		if h.units > base {
			h.start, h.end = ceilMinute(s.Start), floorMinute(s.End)
		}
		if h.start < h.end {
			steps = append(steps, h)
		}
	}
	slices.SortStableFunc(steps, func(a, b hold) int { return cmp.Or(cmp.Compare(a.start, b.start), cmp.Compare(a.end, b.end)) })
	var borders []int64
	for _, s := range steps {
		borders = append(borders, s.start, s.end)
	}
	slices.Sort(borders)
	borders = slices.Compact(borders)
	changes, first := make([]change, 0, len(borders)), 0
	for _, at := range borders {
		for first < len(steps) && steps[first].end <= at {
			first++
		}
		capacity, covered := base, false
		for _, s := range steps[first:] {
			if s.start > at {
				break
			}
			if s.end > at && (!covered || s.units < capacity) {
				capacity, covered = s.units, true
			}
		}
		changes = append(changes, change{at, capacity})
	}
	return changes
}

func (j *judge) budget(r *Resource, holds []hold) {
	used, free := int64(0), 0
	for _, h := range holds {
		used += h.units
		if !h.fixed {
			free++
		}
	}
	if used > int64(r.Capacity) {
		j.finds(free == 0, Rule{Kind: RuleBudget, Name: r.Name}, "", "%s: %d of %d are used", r.Name, used, r.Capacity)
	}
}

// environments judges rules 5 and 6.
func (j *judge) environments() {
	holds := make([][]hold, len(j.p.Environments))
	at := make([][]int, len(j.p.Environments))
	for i := range j.places {
		a, pl := &j.p.Activities[i], &j.places[i]
		if pl.mode == nil || pl.mode.Environment == "" {
			continue
		}
		e := j.environment[pl.mode.Environment]
		at[e] = append(at[e], i)
		if pl.long() {
			h := hold{start: pl.start, end: pl.end, units: int64(max(1, pl.mode.Units)), name: a.Name, activity: a.Name,
				fixed: pl.fact, configuration: pl.mode.Configuration}
			if pl.fact && a.Fact.Configuration != "" {
				h.configuration = a.Fact.Configuration
			}
			holds[e] = append(holds[e], h)
		}
	}
	changeovers := j.changeovers()
	for e := range j.p.Environments {
		env := &j.p.Environments[e]
		holds, outages := append(holds[e], bookings(env)...), outages(env)
		for _, o := range j.overloads(holds, int64(max(1, env.Capacity)), nil) {
			names, activity := holders(holds, o.holders)
			j.finds(o.past, Rule{Kind: RuleEnvironment, Name: env.Name, By: strings.Join(names, ", ")}, activity,
				"%s holds %d of %d from %s: %s", env.Name, o.used, o.capacity, j.when(o.from), listed(names))
		}
		for _, h := range holds {
			for _, o := range outages {
				if o.start >= h.end {
					break
				}
				if o.end > h.start {
					past := h.fixed || min(o.end, h.end) <= j.start
					j.finds(past, Rule{Kind: RuleOutage, Name: env.Name, By: o.name}, h.activity,
						"%s holds %s during its outage %s from %s to %s", h.name, env.Name, named(o.name), j.when(o.start), j.until(o.end))
				}
			}
		}
		j.configurations(env, at[e], holds, outages, changeovers[e])
	}
}

// bookings lists the hard bookings of an environment on the grid.
func bookings(e *Environment) []hold {
	var list []hold
	for _, b := range e.Bookings {
		if b.Soft || b.Outage {
			continue
		}
		units := int64(b.Units)
		if units == 0 {
			units = int64(max(1, e.Capacity))
		}
		list = append(list, hold{start: floorMinute(b.Start), end: ceilMinute(b.End), units: units,
			name: b.Name, fixed: true, configuration: b.Configuration})
	}
	return list
}

// outages lists the outages of an environment on the grid, sorted by start.
func outages(e *Environment) []hold {
	var list []hold
	for _, b := range e.Bookings {
		if b.Outage {
			list = append(list, hold{start: floorMinute(b.Start), end: ceilMinute(b.End), name: b.Name, fixed: true})
		}
	}
	slices.SortStableFunc(list, func(a, b hold) int { return cmp.Compare(a.start, b.start) })
	return list
}

// changeovers sorts the plan's changeovers by environment and time.
func (j *judge) changeovers() [][]*Reconfiguration {
	per := make([][]*Reconfiguration, len(j.p.Environments))
	for k := range j.plan.Changeovers {
		c := &j.plan.Changeovers[k]
		e, ok := j.environment[c.Environment]
		if !ok {
			j.violate(Rule{}, CodeChangeover, "", "the plan changes %s over, which is not in the problem", named(c.Environment))
			continue
		}
		per[e] = append(per[e], c)
	}
	for _, list := range per {
		slices.SortStableFunc(list, func(a, b *Reconfiguration) int {
			return cmp.Or(a.Start.Compare(b.Start), a.End.Compare(b.End))
		})
	}
	return per
}
