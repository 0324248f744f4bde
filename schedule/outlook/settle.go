package outlook

import (
	"slices"
	"time"

	"github.com/berthplan/berth/calendar"
	"github.com/berthplan/berth/schedule"
)

// begun is the phase of an activity that keeps a package from being left out again.
const begun = "begun"

// settled is p with everything of a plan done where it has it, but for some packages: only these, and what is not in the plan, can move.
func settled(p *schedule.Problem, plan *schedule.Plan, moving map[string]bool) *schedule.Problem {
	out := *p
	place := map[string]schedule.Assignment{}
	for _, a := range plan.Activities {
		place[a.Activity] = a
	}
	free := map[string]bool{}
	out.Activities = slices.Clone(p.Activities)
	for i := range out.Activities {
		a := &out.Activities[i]
		at, ok := place[a.Name]
		if free[a.Name] = !ok || moving[a.Package] && a.Fact == nil; free[a.Name] || a.Fact != nil {
			continue
		}
		a.Fact = &schedule.Fact{Start: at.Start, End: at.End, Mode: at.Mode}
		a.Earliest, a.Deadline, a.Pin = time.Time{}, time.Time{}, calendar.Interval{} // kept as they are
	}
	out.Links = slices.DeleteFunc(slices.Clone(p.Links), func(l schedule.Link) bool { return !free[l.From] && !free[l.To] })
	out.Packages = slices.Clone(p.Packages)
	for i := range out.Packages {
		if k := &out.Packages[i]; !moving[k.Name] && slices.ContainsFunc(plan.Packages, func(o schedule.Outcome) bool { return o.Package == k.Name && !o.LeftOut }) {
			k.Deadline = time.Time{}
		}
	}
	return &out
}

// kept is p in which a package cannot be left out, for it has begun.
func kept(p *schedule.Problem, name string) *schedule.Problem {
	out := *p
	out.Activities = append(slices.Clone(p.Activities), schedule.Activity{
		Name: name + "." + begun + "'", Package: name, Phase: begun, Modes: []schedule.Mode{{}}, Fact: &schedule.Fact{Start: p.Start, End: p.Start},
	})
	return &out
}

// requiring is p in which some packages must be in.
func requiring(p *schedule.Problem, names ...string) *schedule.Problem {
	out := *p
	out.Packages = slices.Clone(p.Packages)
	for i := range out.Packages {
		if k := &out.Packages[i]; slices.Contains(names, k.Name) {
			k.Optional = false
		}
	}
	return &out
}
