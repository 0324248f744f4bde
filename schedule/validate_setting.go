package schedule

import (
	"fmt"
	"slices"
	"strconv"
)

func (v *validator) packages() {
	for i := range v.p.Packages {
		p := &v.p.Packages[i]
		v.name(v.pack, "packages", i, p.Name)
		if p.Priority < 0 || p.Priority > 1000 {
			v.add("priority", fmt.Sprintf("packages[%d].priority", i), strconv.Itoa(p.Priority), "1 to 1000, or 0 for 500", "")
		}
	}
}

func (v *validator) resources() {
	for i := range v.p.Resources {
		r := &v.p.Resources[i]
		v.name(v.resource, "resources", i, r.Name)
		if bad := badNumber(int64(r.Capacity), maxAmount); bad != "" {
			v.add("number", fmt.Sprintf("resources[%d].capacity", i), strconv.Itoa(r.Capacity), bad, "")
		}
		if r.Budget && len(r.Steps) > 0 {
			v.add("contradiction", fmt.Sprintf("resources[%d].steps", i), "steps of a budget", "no steps, as a budget is one total", "")
			continue
		}
		order := make([]int, 0, len(r.Steps))
		for j, s := range r.Steps {
			if bad := badNumber(int64(s.Capacity), maxAmount); bad != "" {
				v.add("number", fmt.Sprintf("resources[%d].steps[%d].capacity", i, j), strconv.Itoa(s.Capacity), bad, "")
			}
			if !s.End.After(s.Start) {
				v.add("empty-interval", fmt.Sprintf("resources[%d].steps[%d]", i, j),
					"["+instant(s.Start)+", "+instant(s.End)+")", "an end after the start", "")
				continue
			}
			order = append(order, j)
		}
		slices.SortStableFunc(order, func(a, b int) int { return r.Steps[a].Start.Compare(r.Steps[b].Start) })
		for k := 1; k < len(order); k++ {
			a, b := order[k-1], order[k]
			if r.Steps[b].Start.Before(r.Steps[a].End) {
				v.add("overlap", fmt.Sprintf("resources[%d].steps[%d]", i, max(a, b)), "starts "+instant(r.Steps[b].Start),
					"steps that do not overlap", fmt.Sprintf("steps[%d] ends %s", a, instant(r.Steps[a].End)))
			}
		}
	}
}

func (v *validator) environments() {
	for i := range v.p.Environments {
		e := &v.p.Environments[i]
		at := func(field string) string { return fmt.Sprintf("environments[%d].%s", i, field) }
		v.name(v.environment, "environments", i, e.Name)
		if bad := badNumber(int64(e.Capacity), maxAmount); bad != "" {
			v.add("number", at("capacity"), strconv.Itoa(e.Capacity), bad, "")
		}
		seen := make(map[string]bool, len(e.Configurations))
		for j, c := range e.Configurations {
			switch {
			case c == "":
				v.add("missing-name", at(fmt.Sprintf("configurations[%d]", j)), "no name", "a name of its own", "")
			case seen[c]:
				v.add("duplicate-name", at(fmt.Sprintf("configurations[%d]", j)), quote(c), "a name of its own", "")
			}
			seen[c] = true
		}
		v.matrix(e, at)
		v.bookings(i, e, at)
	}
}

// matrix checks the changeover matrix. With fewer than two configurations there is nothing to change, and it may be absent.
func (v *validator) matrix(e *Environment, at func(string) string) {
	n := len(e.Configurations)
	if len(e.Changeover) != n && (len(e.Changeover) > 0 || n > 1) {
		v.add("matrix", at("changeover"), fmt.Sprintf("%d rows", len(e.Changeover)), fmt.Sprintf("%d, one per configuration", n), "")
	}
	for j, row := range e.Changeover {
		if len(row) != n {
			v.add("matrix", at(fmt.Sprintf("changeover[%d]", j)), fmt.Sprintf("%d columns", len(row)), fmt.Sprintf("%d, one per configuration", n), "")
		}
		for k, d := range row {
			if bad := badDuration(d, false, maxSpan); bad != "" {
				v.add("duration", at(fmt.Sprintf("changeover[%d][%d]", j, k)), d.String(), bad, "")
			}
		}
	}
}

func (v *validator) bookings(i int, e *Environment, at func(string) string) {
	for j := range e.Bookings {
		b := &e.Bookings[j]
		field := func(name string) string { return at(fmt.Sprintf("bookings[%d]%s", j, name)) }
		if !b.End.After(b.Start) {
			v.add("empty-interval", field(""), "["+instant(b.Start)+", "+instant(b.End)+")", "an end after the start", "")
		}
		if b.Outage && b.Soft {
			v.add("contradiction", field(""), "a soft outage", "an outage, or a soft booking", "")
		}
		if bad := badNumber(int64(b.Units), maxAmount); bad != "" {
			v.add("number", field(".units"), strconv.Itoa(b.Units), bad, "")
		} else if most := max(1, e.Capacity); b.Units > most && !b.Outage && !b.Soft {
			v.add("beyond-capacity", field(".units"), strconv.Itoa(b.Units),
				fmt.Sprintf("at most %d, the capacity of %s", most, e.Name), "")
		}
		if b.Configuration != "" && !b.Soft && !b.Outage && !v.configurations[i][b.Configuration] {
			v.add("unknown-name", field(".configuration"), quote(b.Configuration), "a configuration of "+e.Name, "")
		}
		if bad := badDuration(b.PerHour, false, maxHourly); bad != "" {
			v.add("duration", field(".perHour"), b.PerHour.String(), bad, "")
		}
	}
}

func (v *validator) windows() {
	for i := range v.p.Windows {
		w := &v.p.Windows[i]
		v.name(v.window, "windows", i, w.Name)
		if bad := badNumber(int64(w.Capacity), maxAmount); bad != "" {
			v.add("number", fmt.Sprintf("windows[%d].capacity", i), strconv.Itoa(w.Capacity), bad, "")
		}
		if bad := badNumber(w.RiskBudget, maxRisk*maxItems); bad != "" {
			v.add("number", fmt.Sprintf("windows[%d].riskBudget", i), strconv.FormatInt(w.RiskBudget, 10), bad, "")
		}
	}
}

func (v *validator) systems() {
	for i := range v.p.Systems {
		v.name(v.system, "systems", i, v.p.Systems[i].Name)
	}
}

func (v *validator) objective() {
	type place struct{ level, term int }
	first := map[Term]place{}
	for i, l := range v.p.Objective {
		if len(l.Terms) == 0 {
			v.add("empty-level", fmt.Sprintf("objective[%d].terms", i), "no terms", "at least one term", "")
		}
		for j, t := range l.Terms {
			path := fmt.Sprintf("objective[%d].terms[%d]", i, j)
			if t > Disturbance {
				v.add("unknown-kind", path, strconv.Itoa(int(t)), "LeftOut, Tardiness, Penalties, Makespan, Starts or Disturbance", "")
				continue
			}
			if f, twice := first[t]; twice {
				v.add("duplicate-term", path, strconv.Itoa(int(t)), "each term once",
					fmt.Sprintf("objective[%d].terms[%d] is the same", f.level, f.term))
				continue
			}
			first[t] = place{i, j}
		}
		if l.Tolerance < 0 {
			v.add("number", fmt.Sprintf("objective[%d].tolerance", i), strconv.FormatInt(l.Tolerance, 10), "no negative number", "")
		}
	}
}
