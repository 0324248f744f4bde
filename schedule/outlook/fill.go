package outlook

import (
	"context"
	"maps"
	"slices"
	"time"

	"github.com/berthplan/berth/schedule"
)

// filled is a first plan: what must be in, and then, package by package, the highest priority first, what fits beside it. The
// search goes on from there; without it, where little of a large backlog fits, it would begin with nothing.
func filled(ctx context.Context, p *schedule.Problem, search schedule.Options) (*schedule.Plan, error) {
	var names []string
	in := map[string]bool{}
	for i := range p.Activities { // what has begun is not left out
		if a := &p.Activities[i]; a.Fact != nil && a.Package != "" {
			in[a.Package] = true
		}
	}
	for _, k := range p.Packages {
		if k.Optional {
			names = append(names, k.Name)
		} else {
			in[k.Name] = true
		}
	}
	needed(p, in)
	slices.SortStableFunc(names, func(x, y string) int { return priorityOf(p, y) - priorityOf(p, x) })
	search.Progress = nil
	plan, err := schedule.Solve(ctx, only(p, in), search)
	if err != nil {
		return nil, err
	}
	search.Diagnosis = -1
	search.Work, search.Time = max(search.Work/int64(len(names)+1), fillWork), search.Time/time.Duration(len(names)+1)
	for _, name := range names {
		if ctx.Err() != nil {
			break
		}
		if in[name] {
			continue
		}
		wider := maps.Clone(in)
		wider[name] = true
		needed(p, wider)
		search.From = plan
		if more, err := schedule.Solve(ctx, only(p, wider), search); err == nil && !slices.ContainsFunc(more.Packages, func(o schedule.Outcome) bool { return wider[o.Package] && o.LeftOut }) {
			plan, in = more, wider
		}
	}
	return plan, nil
}

// fillWork is what a try to add one package may do at least.
const fillWork = 200

// needed adds to packages what they come after: they are not in a plan without it.
func needed(p *schedule.Problem, in map[string]bool) {
	owner := map[string]string{}
	for i := range p.Activities {
		owner[p.Activities[i].Name] = p.Activities[i].Package
	}
	for again := true; again; {
		again = false
		for _, l := range p.Links {
			if from, to := owner[l.From], owner[l.To]; l.Kind <= schedule.StartToFinish && in[to] && from != "" && !in[from] {
				in[from], again = true, true
			}
		}
	}
}

// only is p with some packages required, and with nothing of the others.
func only(p *schedule.Problem, in map[string]bool) *schedule.Problem {
	out := *p
	kept := map[string]bool{}
	out.Activities = nil
	for _, a := range p.Activities {
		if a.Package == "" || in[a.Package] {
			kept[a.Name] = true
			out.Activities = append(out.Activities, a)
		}
	}
	out.Links = slices.DeleteFunc(slices.Clone(p.Links), func(l schedule.Link) bool { return !kept[l.From] || !kept[l.To] })
	out.Packages = slices.Clone(p.Packages)
	for i := range out.Packages {
		k := &out.Packages[i]
		if k.Optional = k.Optional && !in[k.Name]; k.Optional {
			k.Deadline = time.Time{} // of nothing
		}
	}
	return &out
}
