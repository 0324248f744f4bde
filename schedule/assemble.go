package schedule

import (
	"cmp"
	"fmt"
	"slices"
	"sort"
	"time"

	"github.com/berthplan/berth/calendar"
	"github.com/berthplan/berth/schedule/internal/grid"
	"github.com/berthplan/berth/schedule/internal/sgs"
)

// blank is a plan with nothing in it yet.
func (b *ground) blank() *Plan {
	return &Plan{
		Name: b.p.Name, Zone: b.p.Zone, ZoneData: calendar.ZoneVersion(), Start: b.time(0), Horizon: b.p.Horizon.In(b.loc),
		Notes: append(slices.Clone(b.p.Notes), b.notes...),
	}
}

// assemble turns a solution into a plan, with its reasons.
func (b *ground) assemble(sol *grid.Solution, objective []Value, lower *lower) *Plan {
	st := sgs.NewState(b.g)
	st.Load(sol)
	plan := b.blank()
	changes, forced := st.Changeovers()
	became := slices.Concat(changes, forced)
	slices.SortStableFunc(became, func(x, y sgs.Changeover) int { return cmp.Or(x.Env-y.Env, x.Start-y.Start) })
	why := b.reasons(st, sol)
	for i := range b.p.Activities {
		if sol.Start[i] < grid.Never {
			a := b.assignment(st, sol, i, became)
			a.Causes, a.Slack = why.causes(i), why.slack(i)
			a.Refused = why.refusals(i, a.Causes)
			plan.Activities = append(plan.Activities, a)
		}
	}
	plan.Changeovers = b.changeovers(changes)
	plan.Notes = append(plan.Notes, b.contradictions(forced)...)
	plan.Packages = b.outcomes(plan)
	plan.Objective = objective
	plan.Problem = b.fingerprint()
	why.paid(plan)
	why.leftOut(plan, lower)
	plan.Marks = b.shown(plan)
	plan.Links = b.edges(sol)
	return plan
}

// contradictions notes where facts and bookings need configurations between which there is no time.
func (b *ground) contradictions(forced []sgs.Changeover) (notes []Finding) {
	for _, c := range forced {
		env := &b.p.Environments[c.Env]
		rule := Rule{Kind: RuleConfiguration, Name: env.Name}
		notes = append(notes, Finding{Code: string(rule.Kind), Rule: rule, Text: fmt.Sprintf("facts and bookings need %s in %s from %s on, and there is no time to change over from %s",
			env.Name, env.Configurations[c.To], b.when(b.time(c.Start)), env.Configurations[c.From])})
	}
	return notes
}

// edges is the links between activities that sol holds.
func (b *ground) edges(sol *grid.Solution) []Edge {
	var out []Edge
	for i := range b.p.Links {
		l := &b.p.Links[i]
		if sol.Start[b.act[l.From]] < grid.Never && sol.Start[b.act[l.To]] < grid.Never {
			out = append(out, Edge{Kind: l.Kind, From: l.From, To: l.To, Name: l.label()})
		}
	}
	return out
}

// renewable names the resources that a mode holds from start to end.
func (b *ground) renewable(md *Mode) []string {
	var names []string
	for _, d := range md.Demands {
		if d.Amount > 0 && b.res[d.Resource] >= 0 { // budgets are below
			names = append(names, d.Resource)
		}
	}
	return names
}

func (b *ground) assignment(st *sgs.State, sol *grid.Solution, i int, changes []sgs.Changeover) Assignment {
	a, ga := &b.p.Activities[i], &b.g.Acts[i]
	md := &a.Modes[sol.Mode[i]]
	out := Assignment{
		Activity: a.Name, Package: a.Package, Phase: a.Phase, Site: a.Site,
		Start: b.time(sol.Start[i]), End: b.time(sol.End[i]),
		Mode: sol.Mode[i], Environment: md.Environment, Resources: b.renewable(md), Fact: ga.Fixed, Pinned: !ga.Fixed && !a.Pin.Empty(),
	}
	if a.Time == Contiguous {
		out.Window = a.Window
	}
	if occ := st.Occ[i]; occ != grid.None && (out.Window != "" || a.Time == Decision) {
		out.Opens = time.Unix(b.openings[occ].opens, 0).In(b.loc)
		if a.Time == Decision {
			out.Window = b.window(occ)
		}
	}
	if f := a.Fact; f != nil {
		out.Start = f.Start.In(b.loc)
		if !f.End.IsZero() {
			out.End = f.End.In(b.loc)
		}
		out.Configuration = f.Configuration
	}
	if out.Configuration == "" {
		out.Configuration = md.Configuration
	}
	if e, ok := b.env[md.Environment]; ok && md.Environment != "" && out.Configuration == "" {
		out.Configuration = b.configuration(st, e, sol.Start[i], changes)
	}
	return out
}

// configuration names what environment e is in at slot t; "" if it has none.
func (b *ground) configuration(st *sgs.State, e, t int, changes []sgs.Changeover) string {
	now := st.Initial(e)
	first := sort.Search(len(changes), func(k int) bool { return changes[k].Env >= e }) // they are sorted by environment and start
	for _, c := range changes[first:] {
		if c.Env != e || c.Start > t {
			break
		}
		now = c.To
	}
	if now == grid.None {
		return ""
	}
	return b.p.Environments[e].Configurations[now]
}

// solution is what assemble was given to make plan.
func (b *ground) solution(plan *Plan) *grid.Solution {
	n := len(b.g.Acts)
	sol := &grid.Solution{Start: make([]int, n), End: make([]int, n), Mode: make([]int, n)}
	for i := range b.g.Acts {
		sol.Start[i], sol.End[i] = grid.Never, grid.Never
	}
	for _, a := range plan.Activities {
		i := b.act[a.Activity]
		sol.Start[i], sol.Mode[i] = b.down(a.Start), a.Mode
		if g := &b.g.Acts[i]; g.Fixed {
			sol.Start[i], sol.End[i] = g.Start, g.End
		} else {
			sol.End[i] = g.Finish(a.Mode, sol.Start[i])
		}
	}
	return sol
}

// window names the window of an occurrence.
func (b *ground) window(occ int) string { return b.openings[occ].window }

func (b *ground) changeovers(list []sgs.Changeover) []Reconfiguration {
	var out []Reconfiguration
	for _, c := range list {
		e := &b.p.Environments[c.Env]
		out = append(out, Reconfiguration{
			Environment: e.Name, From: e.Configurations[c.From], To: e.Configurations[c.To],
			Interval: calendar.Interval{Start: b.time(c.Start), End: b.time(c.End)},
		})
	}
	slices.SortStableFunc(out, func(x, y Reconfiguration) int {
		return cmp.Or(cmp.Compare(x.Environment, y.Environment), x.Start.Compare(y.Start))
	})
	return out
}

func (b *ground) outcomes(plan *Plan) []Outcome {
	out := make([]Outcome, len(b.p.Packages))
	for i := range b.p.Packages {
		k := &b.p.Packages[i]
		o := Outcome{Package: k.Name, LeftOut: len(b.g.Pkgs[i].Acts) > 0} // until an activity is seen
		if !k.Due.IsZero() {
			o.Due = k.Due.In(b.loc)
		}
		if !k.Deadline.IsZero() {
			o.Deadline = k.Deadline.In(b.loc)
		}
		out[i] = o
	}
	for _, a := range plan.Activities {
		i, ok := b.pkg[a.Package]
		if !ok || a.Package == "" {
			continue
		}
		o := &out[i]
		o.LeftOut = false
		if o.Start.IsZero() || a.Start.Before(o.Start) {
			o.Start = a.Start
		}
		if a.End.After(o.Finish) {
			o.Finish = a.End
		}
	}
	for i := range out {
		k := &b.p.Packages[i]
		due := k.due()
		if !k.Deadline.IsZero() && k.Deadline.Before(due) {
			due = k.Deadline
		}
		if !due.IsZero() && out[i].Finish.After(due) {
			out[i].Late = out[i].Finish.Sub(due)
		}
	}
	return out
}

// objective pairs what a plan pays with what is proved. Each bound holds given
// that the levels above pay what they do.
func (b *ground) objective(value, lower []int64, from []string) []Value {
	levels := b.p.Objective
	if levels == nil {
		levels = DefaultObjective()
	}
	out := make([]Value, len(levels))
	for i, l := range levels {
		out[i] = Value{Name: l.name(), Value: value[i], Bound: lower[i], From: from[i]}
	}
	return out
}
