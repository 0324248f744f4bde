package schedule

import (
	"slices"
	"time"

	"github.com/berthplan/berth/calendar"
)

// ranks says how readily people move a rule: where there is a choice, a conflict
// names the rules that come first. Rules of other kinds are no part of any conflict:
// they say what a plan is.
var ranks = []RuleKind{
	RulePin, RuleEarliest, RuleDeadline, RuleLink, RuleWindowCapacity, RuleRiskBudget, RuleResource, RuleBudget,
	RuleEnvironment, RuleOutage, RuleSystem, RuleConfiguration, RuleBlackout, RuleHoliday, RuleHours, RuleWindow, RulePresence,
}

// rules is a set of rules of a problem.
type rules map[Rule]bool

// calendarRule is the rule behind a reason why a calendar is closed, and false for the horizon.
func calendarRule(why calendar.Reason) (Rule, bool) {
	kind := calendarRules[why.Kind]
	return Rule{Kind: kind, Name: why.Name}, kind != "" && kind != RuleHorizon
}

// owner is the rule by which activity a has to be in the plan.
func (a *Activity) owner() Rule {
	if a.Package == "" {
		return Rule{Kind: RulePresence, Name: a.Name}
	}
	return Rule{Kind: RulePresence, Name: a.Package}
}

// rule is the rule that l states.
func (l *Link) rule() Rule { return Rule{Kind: RuleLink, Name: l.label(), By: l.To} }

// rule is the rule that a hard booking states for its environment.
func (h *Booking) rule(env string) Rule {
	if h.Outage {
		return Rule{Kind: RuleOutage, Name: env, By: h.Name}
	}
	return Rule{Kind: RuleEnvironment, Name: env, By: h.Name}
}

// parts lists the rules of p that can be taken away, each once, by rank and then as they stand in p.
func (p *Problem) parts() []Rule {
	var list []Rule
	seen := rules{}
	add := func(when bool, r Rule) {
		if when && !seen[r] {
			seen[r], list = true, append(list, r)
		}
	}
	optional, envs, resources, windows, systems := map[string]bool{}, map[string]bool{}, map[string]bool{}, map[string]bool{}, map[string]bool{}
	for i := range p.Packages {
		optional[p.Packages[i].Name] = p.Packages[i].Optional
		add(!p.Packages[i].Deadline.IsZero(), Rule{Kind: RuleDeadline, Name: p.Packages[i].Name})
	}
	cals := map[*calendar.Compiled]bool{}
	closes := func(c *calendar.Compiled) {
		if c == nil || cals[c] {
			return
		}
		cals[c] = true
		for _, why := range c.Closing(c.Span()) {
			if r, ok := calendarRule(why); ok {
				add(true, r)
			}
		}
	}
	for i := range p.Activities {
		a := &p.Activities[i]
		add(!optional[a.Package], a.owner())
		add(!a.Deadline.IsZero(), Rule{Kind: RuleDeadline, Name: a.Name})
		add(!a.Pin.Empty(), Rule{Kind: RulePin, Name: a.Name})
		add(!a.Earliest.IsZero(), Rule{Kind: RuleEarliest, Name: a.Name})
		windows[a.Window], systems[a.System] = true, true
		for m := range a.Modes {
			envs[a.Modes[m].Environment] = true
			closes(a.Modes[m].Calendar)
			for _, d := range a.Modes[m].Demands {
				resources[d.Resource] = true
			}
		}
	}
	for i := range p.Links {
		add(true, p.Links[i].rule())
		closes(p.Links[i].Calendar)
	}
	for _, r := range p.Resources {
		kind := RuleResource
		if r.Budget {
			kind = RuleBudget
		}
		add(resources[r.Name], Rule{Kind: kind, Name: r.Name})
	}
	for i := range p.Environments {
		e := &p.Environments[i]
		if !envs[e.Name] {
			continue
		}
		add(true, Rule{Kind: RuleEnvironment, Name: e.Name})
		add(len(e.Configurations) > 1, Rule{Kind: RuleConfiguration, Name: e.Name})
		for k := range e.Bookings {
			add(!e.Bookings[k].Soft || e.Bookings[k].Outage, e.Bookings[k].rule(e.Name))
		}
		closes(e.Calendar)
	}
	for _, w := range p.Windows {
		add(windows[w.Name] && w.Capacity > 0, Rule{Kind: RuleWindowCapacity, Name: w.Name})
		add(windows[w.Name] && w.RiskBudget > 0, Rule{Kind: RuleRiskBudget, Name: w.Name})
	}
	for _, s := range p.Systems {
		add(systems[s.Name] && (s.OneAtATime || s.OnePerOccurrence), Rule{Kind: RuleSystem, Name: s.Name})
	}
	slices.SortStableFunc(list, func(a, b Rule) int { return slices.Index(ranks, a.Kind) - slices.Index(ranks, b.Kind) })
	return list
}

// required is p without the packages that may be left out. What something
// needs that may not, and what has facts, stays.
func (p *Problem) required() *Problem {
	optional := map[string]bool{}
	for i := range p.Packages {
		optional[p.Packages[i].Name] = p.Packages[i].Optional
	}
	owner := map[string]string{}
	facts := map[string]bool{}
	for i := range p.Activities {
		a := &p.Activities[i]
		owner[a.Name] = a.Package
		facts[a.Package] = facts[a.Package] || a.Fact != nil
	}
	for changed := true; changed; {
		changed = false
		for _, l := range p.Links {
			if from, to := owner[l.From], owner[l.To]; l.Kind <= StartToFinish && optional[from] && !optional[to] {
				optional[from], changed = false, true
			}
		}
	}
	gone := rules{}
	out := *p
	out.Packages = slices.Clone(p.Packages)
	for i := range out.Packages {
		k := &out.Packages[i]
		if k.Optional = optional[k.Name]; k.Optional && !facts[k.Name] {
			gone[Rule{Kind: RulePresence, Name: k.Name}] = true
		}
	}
	return out.without(gone, nil)
}

// dependent adds to gone what needs a package that is gone: where From of a minimum lag is left out, To must be too.
func (p *Problem) dependent(gone rules) rules {
	owner := make(map[string]Rule, len(p.Activities))
	for i := range p.Activities {
		owner[p.Activities[i].Name] = p.Activities[i].owner()
	}
	all := rules{}
	for r := range gone {
		all[r] = true
	}
	for changed := true; changed; {
		changed = false
		for _, l := range p.Links {
			if l.Kind <= StartToFinish && all[owner[l.From]] && !all[owner[l.To]] {
				all[owner[l.To]], changed = true, true
			}
		}
	}
	return all
}

// plenty is a capacity that nothing exhausts.
const plenty = 1 << 20

// without is p without the rules that are gone. What is not present goes with all
// its rules. cals keeps calendars made before; it may be nil.
func (p *Problem) without(gone rules, cals calendarsWithout) *Problem {
	if cals == nil {
		cals = calendarsWithout{}
	}
	out := *p
	out.Packages = slices.Clone(p.Packages)
	for i := range out.Packages {
		if gone[Rule{Kind: RuleDeadline, Name: out.Packages[i].Name}] {
			out.Packages[i].Deadline = time.Time{}
		}
	}
	plain := map[string]bool{} // environments without configurations
	out.Environments = slices.Clone(p.Environments)
	for i := range out.Environments {
		e := &out.Environments[i]
		if plain[e.Name] = gone[Rule{Kind: RuleConfiguration, Name: e.Name}]; plain[e.Name] {
			e.Configurations, e.Changeover = nil, nil
		}
		e.Calendar = cals.of(e.Calendar, gone)
		roomy := gone[Rule{Kind: RuleEnvironment, Name: e.Name}]
		e.Bookings = nil
		for _, h := range p.Environments[i].Bookings {
			if (!h.Soft || h.Outage) && gone[h.rule(e.Name)] {
				continue
			}
			if roomy && h.Units == 0 && !h.Outage {
				h.Units = max(e.Capacity, 1)
			}
			if plain[e.Name] {
				h.Configuration = ""
			}
			e.Bookings = append(e.Bookings, h)
		}
		if roomy {
			e.Capacity = plenty
		}
	}
	free := map[string]bool{} // activities whose window is gone
	kept := map[string]bool{}
	out.Activities = make([]Activity, 0, len(p.Activities))
	for _, a := range p.Activities {
		if gone[a.owner()] {
			continue
		}
		kept[a.Name] = true
		if gone[Rule{Kind: RuleDeadline, Name: a.Name}] {
			a.Deadline = time.Time{}
		}
		if gone[Rule{Kind: RulePin, Name: a.Name}] {
			a.Pin = calendar.Interval{}
		}
		if gone[Rule{Kind: RuleEarliest, Name: a.Name}] {
			a.Earliest = time.Time{}
		}
		modes := slices.Clone(a.Modes)
		for m := range modes {
			md := &modes[m]
			before := md.Calendar
			if md.Calendar = cals.of(before, gone); md.Calendar != before && len(before.Occurrences()) > 0 && len(md.Calendar.Occurrences()) == 0 {
				free[a.Name] = true
				if a.Time == Decision {
					md.Calendar = nil
				}
			}
			if plain[md.Environment] {
				md.Configuration = ""
			}
		}
		if a.Modes = modes; free[a.Name] {
			if a.Window = ""; a.Time == Decision {
				a.Time = Elapsed
			}
		}
		if a.Fact != nil && a.Fact.Mode < len(modes) && plain[modes[a.Fact.Mode].Environment] {
			fact := *a.Fact
			fact.Configuration = ""
			a.Fact = &fact
		}
		out.Activities = append(out.Activities, a)
	}
	out.Links = make([]Link, 0, len(p.Links))
	for _, l := range p.Links {
		whole := (l.Kind == SameOccurrence || l.Kind == OtherOccurrence) && (free[l.From] || free[l.To])
		if !kept[l.From] || !kept[l.To] || whole || gone[l.rule()] {
			continue
		}
		l.Calendar = cals.of(l.Calendar, gone)
		out.Links = append(out.Links, l)
	}
	out.Resources = slices.Clone(p.Resources)
	for i := range out.Resources {
		if r := &out.Resources[i]; gone[Rule{Kind: RuleResource, Name: r.Name}] || gone[Rule{Kind: RuleBudget, Name: r.Name}] {
			r.Capacity, r.Steps = plenty*len(p.Activities), nil
		}
	}
	out.Windows = slices.Clone(p.Windows)
	for i := range out.Windows {
		w := &out.Windows[i]
		if gone[Rule{Kind: RuleWindowCapacity, Name: w.Name}] {
			w.Capacity = 0
		}
		if gone[Rule{Kind: RuleRiskBudget, Name: w.Name}] {
			w.RiskBudget = 0
		}
	}
	out.Systems = slices.Clone(p.Systems)
	for i := range out.Systems {
		if s := &out.Systems[i]; gone[Rule{Kind: RuleSystem, Name: s.Name}] {
			s.OneAtATime, s.OnePerOccurrence = false, false
		}
	}
	return &out
}

// calendarsWithout keeps calendars without some of their rules, so that one is made once.
type calendarsWithout map[*calendar.Compiled]*lesser

// lesser is the rules of a calendar, and it without some of them.
type lesser struct {
	rules []calendar.Reason
	made  map[string]*calendar.Compiled // by a flag for each rule
}

func (k calendarsWithout) of(c *calendar.Compiled, gone rules) *calendar.Compiled {
	if c == nil || len(gone) == 0 {
		return c
	}
	l := k[c]
	if l == nil {
		l = &lesser{made: map[string]*calendar.Compiled{}}
		for _, why := range c.Closing(c.Span()) {
			if _, ok := calendarRule(why); ok {
				l.rules = append(l.rules, why)
			}
		}
		k[c] = l
	}
	key := make([]byte, len(l.rules))
	some := false
	for i, why := range l.rules {
		if r, _ := calendarRule(why); gone[r] {
			key[i], some = 1, true
		}
	}
	if !some {
		return c
	}
	if made := l.made[string(key)]; made != nil {
		return made
	}
	out := c
	for i, why := range l.rules {
		if key[i] == 1 {
			out = out.Without(why.Kind, why.Name, calendar.Interval{})
		}
	}
	l.made[string(key)] = out
	return out
}
