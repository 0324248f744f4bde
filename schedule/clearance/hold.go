package clearance

import (
	"cmp"
	"slices"
	"time"

	"github.com/berthplan/berth/calendar"
	"github.com/berthplan/berth/schedule"
)

// holds is what others hold of what it needs: its environment, its teams, its system.
func (k *making) holds() {
	if k.m.Duration <= 0 {
		return // it holds nothing
	}
	others := make([]*use, 0, len(k.uses))
	for i := range k.uses {
		if u := &k.uses[i]; u.activity != k.a.Name {
			others = append(others, u)
		}
	}
	if e := k.environs[k.m.Environment]; e != nil {
		k.environment(e, others)
		k.configuration(e, others)
	}
	for _, d := range k.m.Demands {
		for i := range k.problem.Resources {
			if r := &k.problem.Resources[i]; r.Name == d.Resource && !r.Budget {
				k.shared(KindTeam, r.Name, r.Capacity, d.Amount, sharesOf(others, func(u *use) int {
					amount := 0
					for _, of := range u.teams {
						if of.Resource == r.Name {
							amount += of.Amount
						}
					}
					return amount
				}))
			}
		}
	}
	if s := k.systems[k.a.System]; s != nil && s.OneAtATime {
		k.shared(KindSystem, s.Name, 1, 1, sharesOf(others, func(u *use) int {
			if u.system == s.Name {
				return 1
			}
			return 0
		}))
	}
}

func sharesOf(others []*use, units func(*use) int) []share {
	var out []share
	for _, u := range others {
		if n := units(u); n > 0 {
			out = append(out, share{u.from, u.to, n, u.name(), u.open})
		}
	}
	return out
}

// overlapping refuses every start after which it would overlap [from, to).
func (k *making) overlapping(from, to int64, dated bool, r Reason, help ...string) {
	if last, ok := k.latest(from); ok {
		k.add(after(last), to, dated, r, help...)
	}
}

// shared refuses starts that overlap a time in which others leave too little.
func (k *making) shared(kind Kind, name string, capacity, need int, shares []share) {
	verb := " is held by "
	if kind == KindSystem {
		verb = " admits one change at a time, and has "
	}
	k.colliding(crowds(shares, capacity, need, false), func(names string, from, to int64, until time.Time) {
		k.add(from, to, true, Reason{Answer: No, Kind: kind, Name: name, Until: until, Text: name + verb + names + k.until(until)}, name+" given up by "+names)
	})
	if !slices.ContainsFunc(shares, func(s share) bool { return s.open }) {
		return
	}
	k.colliding(crowds(shares, capacity, need, true), func(names string, from, to int64, until time.Time) {
		k.add(from, to, false, Reason{Answer: Unknown, Kind: kind, Name: name, Until: until,
			Text: name + verb + names + ", unless that is over: nothing says so"}, "the fact that "+names+" is over")
	})
}

// colliding calls refuse for each time of starts that meet the same crowds, with their names: where a start
// meets several, one reason is enough. The reasons of times that touch end together.
func (k *making) colliding(list []crowd, refuse func(names string, from, to int64, until time.Time)) {
	type meeting struct {
		from, to int64
		crowd    *crowd
	}
	var all []meeting
	var cuts []int64
	for i := range list {
		if last, ok := k.latest(list[i].from); ok && after(last) < list[i].to {
			m := meeting{after(last), list[i].to, &list[i]}
			all, cuts = append(all, m), append(cuts, m.from, m.to)
		}
	}
	slices.SortStableFunc(all, func(a, b meeting) int { return cmp.Compare(a.from, b.from) })
	slices.Sort(cuts)
	cuts = slices.Compact(cuts)
	type part struct {
		from, to int64
		names    []string
	}
	var parts []part
	first := 0
	for i := 0; i+1 < len(cuts); i++ {
		p := part{from: cuts[i], to: cuts[i+1]}
		for first < len(all) && all[first].to <= p.from {
			first++
		}
		met := false
		for _, m := range all[first:] {
			if m.from > p.from {
				break
			}
			if m.to <= p.from {
				continue
			}
			met = true
			for _, name := range m.crowd.names {
				if len(p.names) <= mostListed+1 && !contains(p.names, name) {
					p.names = append(p.names, name)
				}
			}
		}
		if met {
			parts = append(parts, p)
		}
	}
	for i := len(parts) - 2; i >= 0; i-- {
		if parts[i].to == parts[i+1].from && slices.Equal(parts[i].names, parts[i+1].names) {
			parts[i].to = parts[i+1].to
			parts = slices.Delete(parts, i+1, i+2)
		}
	}
	until := int64(never)
	for i, p := range slices.Backward(parts) {
		if i == len(parts)-1 || p.to != parts[i+1].from {
			until = p.to
		}
		refuse(listed(p.names), p.from, p.to, k.known(k.time(until)))
	}
}

func (k *making) environment(e *schedule.Environment, others []*use) {
	shares := sharesOf(others, func(u *use) int {
		if u.environment == e.Name {
			return u.units
		}
		return 0
	})
	capacity := max(1, e.Capacity)
	for _, b := range e.Bookings {
		from, to := k.offset(b.Start), k.offset(b.End)
		switch {
		case b.Outage:
			k.overlapping(from, to, true, Reason{Answer: No, Kind: KindOutage, Name: e.Name, Text: e.Name + " is out: " + cmp.Or(b.Name, "outage") + k.until(k.known(b.End))})
		case b.Soft:
			k.overlapping(from, to, true, Reason{Answer: Yes, Kind: KindSoft, Name: b.Name,
				Text: b.Name + " has " + e.Name + " softly" + k.until(k.known(b.End)) + ": it costs " + long(b.PerHour) + " of lateness for each started hour"})
		default:
			shares = append(shares, share{from: from, to: to, units: cmp.Or(b.Units, capacity), name: b.Name})
		}
	}
	k.shared(KindEnvironment, e.Name, capacity, max(1, k.m.Units), shares)
}

// configuration refuses starts at which the environment has, or must have, another configuration.
func (k *making) configuration(e *schedule.Environment, others []*use) {
	want := k.m.Configuration
	if want == "" || len(e.Configurations) == 0 {
		return
	}
	type state struct {
		at   int64
		what string
	}
	states := []state{{ever, e.Configurations[0]}}
	var clashes []crowd
	other := func(from, to int64, who, what string) {
		if what == "" {
			return
		}
		states = append(states, state{from, what})
		if what != want {
			clashes = append(clashes, crowd{from, to, []string{who + " (" + what + ")"}})
		}
	}
	for _, u := range others {
		if u.environment == e.Name {
			other(u.from, u.to, u.name(), u.configuration)
		}
	}
	for _, b := range e.Bookings {
		if !b.Soft && !b.Outage {
			other(k.offset(b.Start), k.offset(b.End), b.Name, b.Configuration)
		}
	}
	if k.options.Plan != nil {
		for _, c := range k.options.Plan.Changeovers {
			if c.Environment != e.Name {
				continue
			}
			k.overlapping(k.offset(c.Start), k.offset(c.End), true, Reason{Answer: No, Kind: KindConfiguration, Name: e.Name,
				Text: "the plan changes " + e.Name + " from " + c.From + " to " + c.To + k.until(c.End)})
			states = append(states, state{k.offset(c.End), c.To})
		}
	}
	slices.SortStableFunc(clashes, func(a, b crowd) int { return cmp.Compare(a.from, b.from) })
	k.colliding(clashes, func(names string, from, to int64, until time.Time) {
		k.add(from, to, true, Reason{Answer: No, Kind: KindConfiguration, Name: e.Name, Until: until,
			Text: "it needs " + e.Name + " as " + want + ", and others have it otherwise" + k.until(until) + ": " + names})
	})
	slices.SortStableFunc(states, func(a, b state) int { return cmp.Compare(a.at, b.at) })
	for i, s := range states {
		to := int64(never)
		if i+1 < len(states) {
			to = states[i+1].at
		}
		if s.what == want {
			continue
		}
		takes := ""
		from, into := slices.Index(e.Configurations, s.what), slices.Index(e.Configurations, want)
		if from >= 0 && into >= 0 && from < len(e.Changeover) && into < len(e.Changeover[from]) {
			takes = ", which takes " + long(e.Changeover[from][into])
		}
		k.add(s.at, to, to != never, Reason{Answer: No, Kind: KindConfiguration, Name: e.Name,
			Text: e.Name + " has the configuration " + s.what + ", and it needs " + want}, e.Name+" changed over to "+want+takes)
	}
}

// occurrences refuses the occurrences of its window in which others have used up the starts, the risk or the system.
func (k *making) occurrences() {
	if k.a.Window == "" || k.m.Calendar == nil {
		return
	}
	list := k.m.Calendar.Occurrences()
	inside := make([][]*use, len(list))
	for i := range k.uses {
		u := &k.uses[i]
		if u.window != k.a.Window || u.activity == k.a.Name {
			continue
		}
		at, _ := slices.BinarySearchFunc(list, u.from, func(o calendar.Occurrence, from int64) int {
			if k.offset(o.Opens) <= from {
				return -1
			}
			return 1
		})
		if at > 0 && u.from < k.offset(list[at-1].Closes) {
			inside[at-1] = append(inside[at-1], u)
		}
	}
	w, s := k.windows[k.a.Window], k.systems[k.a.System]
	for i, o := range list {
		if len(inside[i]) == 0 {
			continue
		}
		from, to := k.offset(o.Opens), k.offset(o.Closes)
		var names, same []string
		total, unsure := k.a.Risk, []string{}
		for _, u := range inside[i] {
			names, total = append(names, u.name()), total+u.risk
			if u.riskUnknown {
				unsure = append(unsure, u.name())
			}
			if s != nil && u.system == s.Name {
				same = append(same, u.name())
			}
		}
		of := "the occurrence of " + o.Window + " from " + k.says(o.Opens)
		if w != nil && w.Capacity > 0 && len(names)+1 > w.Capacity {
			k.add(from, to, true, Reason{Answer: No, Kind: KindWindowCapacity, Name: w.Name, Text: of + " is full: " + listed(names)}, "a place in "+of+", from "+listed(names))
		}
		if w != nil && w.RiskBudget > 0 && k.a.Risk > 0 {
			reason := Reason{Answer: No, Kind: KindRiskBudget, Name: w.Name, Text: of + " has " + thousandths(w.RiskBudget-total+k.a.Risk) + " of its risk budget " +
				thousandths(w.RiskBudget) + " left, and it takes " + thousandths(k.a.Risk) + ": " + listed(names)}
			switch {
			case total > w.RiskBudget:
				k.add(from, to, true, reason, "less risk in "+of)
			case len(unsure) > 0:
				reason.Answer, reason.Text = Unknown, "the risk in "+of+" is not known: the plan file does not have "+listed(unsure)
				k.add(from, to, true, reason, "the packages of "+listed(unsure)+" in the plan file")
			}
		}
		if s != nil && s.OnePerOccurrence && len(same) > 0 {
			k.add(from, to, true, Reason{Answer: No, Kind: KindSystem, Name: s.Name, Text: s.Name + " admits one change in " + of + ", which has " + listed(same)})
		}
	}
}
