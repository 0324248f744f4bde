package schedule

import (
	"fmt"
	"strconv"
	"time"
)

func (v *validator) activities() {
	for i := range v.p.Activities {
		a := &v.p.Activities[i]
		at := func(field string) string { return fmt.Sprintf("activities[%d].%s", i, field) }
		v.name(v.activity, "activities", i, a.Name)
		if a.Package != "" {
			v.reference(v.pack, "a package", a.Package, func() string { return at("package") })
		}
		if a.Time > Decision {
			v.add("unknown-kind", at("time"), strconv.Itoa(int(a.Time)), "Elapsed, Working, Contiguous or Decision", "")
		}
		if len(a.Modes) == 0 {
			v.add("no-modes", at("modes"), "no mode", "at least one mode", "")
		}
		v.modes(i, a)
		if a.Window != "" {
			v.reference(v.window, "a window", a.Window, func() string { return at("window") })
		}
		if bad := badNumber(a.Risk, maxRisk); bad != "" {
			v.add("number", at("risk"), strconv.FormatInt(a.Risk, 10), bad, "")
		}
		if a.System != "" {
			v.reference(v.system, "a system", a.System, func() string { return at("system") })
		}
		if (!a.Pin.Start.IsZero() || !a.Pin.End.IsZero()) && floorMinute(a.Pin.End) <= ceilMinute(a.Pin.Start) {
			v.add("empty-interval", at("pin"), "["+instant(a.Pin.Start)+", "+instant(a.Pin.End)+")",
				"an end at least a whole minute after the start", "")
		}
		if a.Was != nil {
			if bad := badNumber(int64(a.Was.Weight), 1000); bad != "" {
				v.add("number", at("was.weight"), strconv.Itoa(a.Was.Weight), bad, "")
			}
		}
		if a.Fact != nil {
			v.fact(a, at)
		}
	}
}

func (v *validator) fact(a *Activity, at func(string) string) {
	f := a.Fact
	if f.Mode < 0 || f.Mode >= len(a.Modes) {
		v.add("fact", at("fact.mode"), strconv.Itoa(f.Mode), "an index into modes", "")
	} else if f.Configuration != "" {
		if e, ok := v.environment[a.Modes[f.Mode].Environment]; ok && !v.configurations[e][f.Configuration] {
			v.add("unknown-name", at("fact.configuration"), quote(f.Configuration),
				"a configuration of "+v.p.Environments[e].Name, "")
		}
	}
	switch {
	case f.Start.IsZero():
		v.add("fact", at("fact.start"), "no start", "the instant at which it started", "")
	case !f.End.IsZero() && f.End.Before(f.Start):
		v.add("fact", at("fact.end"), instant(f.End), "an end not before the start "+instant(f.Start), "")
	}
	if !f.End.IsZero() {
		return
	}
	if a.Time == Decision {
		v.add("contradiction", at("fact"), "a decision that has started and not ended", "an end, as a decision has no length", "")
		return
	}
	if bad := badDuration(f.Left, false, maxSpan); bad != "" {
		v.add("duration", at("fact.left"), f.Left.String(), bad, "")
	} else if f.Left == 0 {
		v.add("fact", at("fact.left"), "0s", "at least a minute left of what has started", "what is done has an end")
	}
}

func (v *validator) modes(i int, a *Activity) {
	var names map[string]bool
	if len(a.Modes) > 1 {
		names = make(map[string]bool, len(a.Modes))
	}
	for j := range a.Modes {
		m := &a.Modes[j]
		at := func(field string) string { return fmt.Sprintf("activities[%d].modes[%d].%s", i, j, field) }
		if m.Name != "" && names[m.Name] {
			v.add("duplicate-name", at("name"), quote(m.Name), "a name of its own", "")
		}
		if names != nil {
			names[m.Name] = true
		}
		for _, d := range []struct {
			field string
			value time.Duration
		}{{"duration", m.Duration}, {"rollback", m.Rollback}, {"penalty", m.Penalty}} {
			if bad := badDuration(d.value, false, maxSpan); bad != "" {
				v.add("duration", at(d.field), d.value.String(), bad, "")
			}
		}
		if a.Time == Decision && m.Duration != 0 {
			v.add("contradiction", at("duration"), m.Duration.String(), "0s, as a decision has no length", "")
		}
		if m.Calendar == nil && a.Fact == nil {
			switch {
			case a.Time == Decision:
				v.add("no-calendar", at("calendar"), "no calendar", "the calendar whose occurrences the decision waits for", "")
			case a.Time == Contiguous && a.Window != "":
				v.add("no-calendar", at("calendar"), "no calendar", "a calendar with the occurrences of window "+a.Window, "")
			}
		}
		v.place(a, m, at)
		v.demands(a, m, at)
	}
}

// place checks where a mode runs.
func (v *validator) place(a *Activity, m *Mode, at func(string) string) {
	bad := badNumber(int64(m.Units), maxAmount)
	if bad != "" {
		v.add("number", at("units"), strconv.Itoa(m.Units), bad, "")
	}
	if m.Environment == "" {
		if m.Configuration != "" {
			v.add("contradiction", at("configuration"), quote(m.Configuration), "an environment that has it", "")
		}
		return
	}
	e, ok := v.reference(v.environment, "an environment", m.Environment, func() string { return at("environment") })
	if !ok {
		return
	}
	env := &v.p.Environments[e]
	if m.Configuration != "" && !v.configurations[e][m.Configuration] {
		v.add("unknown-name", at("configuration"), quote(m.Configuration), "a configuration of "+env.Name, "")
	}
	if most := max(1, env.Capacity); bad == "" && m.Units > most && v.counts(a, m) {
		v.add("beyond-capacity", at("units"), strconv.Itoa(m.Units),
			fmt.Sprintf("at most %d, the capacity of %s", most, env.Name), "")
	}
}

// counts reports whether what m holds can break a rule: the past breaks none,
// and what has no length holds nothing.
func (v *validator) counts(a *Activity, m *Mode) bool { return a.Fact == nil && m.Duration > 0 }

func (v *validator) demands(a *Activity, m *Mode, at func(string) string) {
	var seen map[string]bool
	if len(m.Demands) > 1 {
		seen = make(map[string]bool, len(m.Demands))
	}
	for k, d := range m.Demands {
		field := func(name string) string { return at(fmt.Sprintf("demands[%d].%s", k, name)) }
		bad := badNumber(int64(d.Amount), maxAmount)
		if bad != "" {
			v.add("number", field("amount"), strconv.Itoa(d.Amount), bad, "")
		}
		r, ok := v.reference(v.resource, "a resource", d.Resource, func() string { return field("resource") })
		if !ok {
			continue
		}
		if seen[d.Resource] {
			v.add("duplicate-name", field("resource"), quote(d.Resource), "each resource once", "add the amounts up")
		}
		if seen != nil {
			seen[d.Resource] = true
		}
		res := &v.p.Resources[r]
		if most := v.ceiling[r]; bad == "" && d.Amount > most && a.Fact == nil && (res.Budget || v.counts(a, m)) {
			v.add("beyond-capacity", field("amount"), strconv.Itoa(d.Amount),
				fmt.Sprintf("at most %d, all there ever is of %s", most, res.Name), "")
		}
	}
}
