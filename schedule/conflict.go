package schedule

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/berthplan/berth/calendar"
	"github.com/berthplan/berth/schedule/internal/bound"
	"github.com/berthplan/berth/schedule/internal/engine"
	"github.com/berthplan/berth/schedule/internal/grid"
	"github.com/berthplan/berth/schedule/internal/sgs"
)

// Conflict is why there is no plan. It is an error; the findings are the data.
type Conflict struct {
	// Proved is whether no plan can exist. Otherwise none was found within the limits.
	Proved bool
	// Stopped is "proved", "horizon" (the only limit in the way is the horizon, an
	// assumption), "no plan found", "time limit" or "cancelled".
	Stopped  string
	Packages []string  // the packages concerned, in the problem's order
	Findings []Finding // met by the search: one or more for each activity that has no place

	// Clashes are smallest sets of rules that clash: all rules of one cannot be kept together, and without any
	// one of them the others can. They share nothing but packages' presence, working hours and windows, and without all of them there is
	// a plan (unless there are more than five, or more that are not proved). A set is of as few packages as are needed, and where there is a choice
	// of rules that people would rather move. The order is, from the first to be named: pin, earliest start, deadline, link, window
	// capacity, risk budget, resource, budget, environment, outage, system, configuration, blackout, holiday, hours, window.
	// Where all that is proved is that not everything ends by the horizon, the horizon stands last. A link's Rule has the activity it stands on (its To) as By.
	Clashes [][]Finding
	// Minimal is whether that is certain: each clash is proved to be one (by the horizon), and a plan was found without
	// each of its rules. Otherwise a clash is what the search could not satisfy.
	Minimal     bool
	Rules       []Rule       // those of Clashes or, without any, those of Findings
	Relaxations []Relaxation // what would give a plan: the fewest changes, the cheapest first
}

// Error says what has no place, and why.
func (c *Conflict) Error() string {
	texts := make([]string, len(c.Findings))
	for i, f := range c.Findings {
		texts[i] = f.Text
	}
	head := "no plan found: "
	if c.Proved {
		head = "no plan is possible: "
	}
	return head + strings.Join(texts, "; ")
}

// impossible returns the conflict that the bounds prove, or nil.
func (b *ground) impossible(start, end []int) *Conflict {
	st := sgs.NewState(b.g)
	var stuck []int
	for i := range b.g.Acts {
		pkg := b.g.Acts[i].Pkg
		if (pkg == grid.None || !b.g.Pkgs[pkg].Optional) && bound.Impossible(b.g, i, start, end) {
			stuck = append(stuck, i)
		}
	}
	if len(stuck) == 0 {
		return b.exhausted()
	}
	// what merely follows something stuck is no news
	first := slices.DeleteFunc(slices.Clone(stuck), func(i int) bool {
		for _, l := range b.g.Acts[i].In {
			if k := b.g.Links[l]; k.Kind.Minimum() && k.From != i && slices.Contains(stuck, k.From) && (end[k.From] >= grid.Never || start[i] >= grid.Never) {
				return true
			}
		}
		return false
	})
	if len(first) == 0 {
		first = stuck
	}
	c := &Conflict{Stopped: "horizon"}
	r := b.reasons(st, &grid.Solution{Start: st.Start, End: st.End, Mode: st.Mode})
	for _, i := range first {
		if !b.onlyHorizon(i, start, end) || engine.Ample(b.g) {
			c.Proved, c.Stopped = true, "proved"
		}
		r.refused(c, i, max(start[i], 0), end[i])
	}
	return b.named(c, first)
}

// onlyHorizon reports whether nothing but the horizon keeps activity i out.
func (b *ground) onlyHorizon(i int, start, end []int) bool {
	a := &b.g.Acts[i]
	return end[i] >= grid.Never && (a.Latest >= grid.Never && a.Deadline == b.g.Horizon) ||
		end[i] < grid.Never && start[i] <= a.Latest && end[i] > b.g.Horizon && a.Deadline == b.g.Horizon
}

// exhausted is the conflict of a budget that even the thriftiest modes exceed, or nil.
func (b *ground) exhausted() *Conflict {
	for i, total := range b.g.Budgets {
		least, planned := 0, 0 // what facts alone use too much is nobody's to plan
		for k := range b.g.Acts {
			switch a := &b.g.Acts[k]; {
			case a.Fixed:
				least += sgs.LeastUse(a, i)
			case a.Pkg == grid.None || !b.g.Pkgs[a.Pkg].Optional:
				planned += sgs.LeastUse(a, i)
			}
		}
		if least += planned; least <= total || planned == 0 {
			continue
		}
		for _, r := range b.p.Resources {
			if b.res[r.Name] == -1-i {
				rule := Rule{Kind: RuleBudget, Name: r.Name}
				return &Conflict{Proved: true, Stopped: "proved", Rules: []Rule{rule}, Findings: []Finding{{
					Code: string(rule.Kind), Rule: rule, Text: fmt.Sprintf("%s: at least %d are needed and there are %d", r.Name, least, total)}}}
			}
		}
	}
	return nil
}

// blocked is the conflict a search ended with.
func (b *ground) blocked(res engine.Result, why string) *Conflict {
	c := &Conflict{Stopped: "no plan found", Proved: res.Ever}
	switch {
	case res.Infeasible && !res.Ever:
		c.Stopped = "horizon"
	case res.Infeasible || res.Reason == engine.Stopped:
		c.Stopped = why
	}
	if res.Failure == nil || res.Partial == nil {
		c.Findings = []Finding{{Code: "stopped", Text: "the search ended before the first plan was complete: " + why}}
		return c
	}
	st := res.Partial
	i := res.Failure.Act
	r := b.reasons(st, &grid.Solution{Start: st.Start, End: st.End, Mode: st.Mode})
	s, e, _ := st.Find(i, 0, 0)
	r.refused(c, i, s, e)
	slots, met := st.Met(i, 0)
	for k, block := range met {
		r.explain(i, 0, slots[k], block, func(rule Rule, text string) {
			if !slices.Contains(c.Rules, rule) {
				c.Rules = append(c.Rules, rule)
				name := b.p.Activities[i].Name
				c.Findings = append(c.Findings, Finding{Code: string(rule.Kind), Activity: name, Rule: rule, Text: name + ": " + text})
			}
		})
	}
	return b.named(c, []int{i})
}

// refused adds why activity i, which has no place, could start at the earliest
// at s, and what limit that is past.
func (r *reasons) refused(c *Conflict, i, s, e int) {
	a, ga := &r.p.Activities[i], &r.g.Acts[i]
	note := func(rule Rule, text string) {
		if !slices.Contains(c.Rules, rule) {
			c.Rules = append(c.Rules, rule)
		}
		c.Findings = append(c.Findings, Finding{Code: string(rule.Kind), Activity: a.Name, Rule: rule, Text: a.Name + ": " + text})
	}
	switch {
	case s >= grid.Never || e >= grid.Never:
		r.never(i, note)
		return
	case s > ga.Latest:
		note(Rule{Kind: RulePin, Name: a.Name}, "pinned to "+r.pin(a.Pin)+", and cannot start before "+r.at(s))
	case e > ga.Deadline:
		r.late(a, e, func(rule Rule, text string) { note(rule, text+", and cannot end before "+r.until(e)) })
	}
	before := len(c.Findings)
	for _, b := range r.st.Blocks(i, 0, s) {
		if b.Kind != sgs.TooLate && b.Kind != sgs.Pinned {
			r.explain(i, 0, s, b, note)
		}
	}
	if len(c.Findings) > before || s == 0 {
		return
	}
	// what keeps it from the last start that would still do
	last := min(ga.Latest, ga.LatestStart(0, ga.Deadline), s-1)
	if last < 0 {
		return
	}
	for _, b := range r.st.Blocks(i, 0, last) {
		if b.Kind != sgs.TooLate && b.Kind != sgs.Pinned {
			r.explain(i, 0, last, b, note)
		}
	}
}

// never says why activity i fits at no time up to the horizon: what closes its calendar.
func (r *reasons) never(i int, note func(Rule, string)) {
	a, ga := &r.p.Activities[i], &r.g.Acts[i]
	cal := a.Modes[0].Calendar
	span := calendar.Interval{Start: r.time(max(ga.Earliest, 0)), End: r.time(r.g.Horizon)}
	if ga.Latest < grid.Never {
		span.End = r.time(ga.Latest + max(ga.Modes[0].Runway, 1))
		note(Rule{Kind: RulePin, Name: a.Name}, "pinned to "+r.pin(a.Pin))
	}
	named := 0
	if run, longest := r.run(i, 0), 0; ga.Kind == grid.Contiguous && ga.Modes[0].Cal != nil {
		for _, p := range ga.Modes[0].Cal.Pieces {
			longest = max(longest, p.End-p.Start)
		}
		if longest > 0 && longest < run {
			note(Rule{Kind: RuleWindow, Name: a.Window}, fmt.Sprintf("it needs %s at a stretch, rollback included, and %s never has more than %s",
				lengthInWords(time.Duration(run)*time.Minute), a.Window, lengthInWords(time.Duration(longest)*time.Minute)))
			return
		}
	}
	for _, why := range cal.Closing(span) {
		if why.Kind == calendar.BeyondHorizon || named >= 5 {
			continue
		}
		named++
		note(Rule{Kind: calendarRules[why.Kind], Name: why.Name}, r.reason(why))
	}
	if named == 0 || ga.Latest >= grid.Never {
		note(Rule{Kind: RuleHorizon}, "it fits nowhere before the horizon, "+r.ends(r.p.Horizon))
	}
}

// named fills in the packages of activities acts.
func (b *ground) named(c *Conflict, acts []int) *Conflict {
	in := map[string]bool{}
	for _, i := range acts {
		in[b.p.Activities[i].Package] = true
	}
	for _, k := range b.p.Packages {
		if in[k.Name] {
			c.Packages = append(c.Packages, k.Name)
		}
	}
	return c
}
