package clearance

import (
	"slices"
	"time"

	"github.com/berthplan/berth/calendar"
	"github.com/berthplan/berth/release"
)

// restrict is p with what bears on one package alone: the package, what it waits for, what is tied to it,
// and what runs or has run around from. Their own links to others are left out.
func restrict(p *release.Portfolio, pkg string, from time.Time, zone *time.Location) *release.Portfolio {
	keep := map[string]bool{pkg: true}
	names := func(links []release.Link) {
		for _, l := range links {
			if l.To.Package != "" {
				keep[l.To.Package] = true
			}
		}
	}
	for i := range p.Phases {
		names(p.Phases[i].Links)
	}
	since := from.Add(-longestOccurrence(p))
	for i := range p.Packages {
		q := &p.Packages[i]
		switch {
		case q.Name == pkg:
			names(q.Links)
			for j := range q.Phases {
				names(q.Phases[j].Links)
			}
		case slices.ContainsFunc(q.Actuals, func(a release.Actual) bool { return a.End.IsZero() || !a.End.Finish(zone).Before(since) }):
			keep[q.Name] = true
		case slices.ContainsFunc(q.Links, func(l release.Link) bool { return tied(l, pkg) }):
			keep[q.Name] = true
		case slices.ContainsFunc(q.Phases, func(ph release.Phase) bool {
			return slices.ContainsFunc(ph.Links, func(l release.Link) bool { return tied(l, pkg) })
		}):
			keep[q.Name] = true
		}
	}
	out := *p
	out.Packages, out.Facts, out.Risks = nil, nil, nil
	for _, q := range p.Packages {
		if !keep[q.Name] {
			continue
		}
		if q.Name != pkg {
			stays := func(l release.Link) bool { return l.To.Package == "" || l.To.Package == q.Name || tied(l, pkg) }
			q.Links = only(q.Links, stays)
			q.Phases = slices.Clone(q.Phases)
			for i := range q.Phases {
				q.Phases[i].Links = only(q.Phases[i].Links, stays)
			}
		}
		out.Packages = append(out.Packages, q)
	}
	for _, f := range p.Facts {
		if keep[f.Package] {
			out.Facts = append(out.Facts, f)
		}
	}
	return &out
}

// tied reports whether a link that has no order names pkg: it binds both sides.
func tied(l release.Link, pkg string) bool {
	return l.To.Package == pkg && !l.Kind.Orders() && l.Kind != release.Within
}

// only is the links that stay; nil stays nil, and empty empty.
func only(links []release.Link, stays func(release.Link) bool) []release.Link {
	if links == nil {
		return nil
	}
	out := []release.Link{}
	for _, l := range links {
		if stays(l) {
			out = append(out, l)
		}
	}
	return out
}

// longestOccurrence is how long before an instant something may have started in an occurrence that lasts to it.
func longestOccurrence(p *release.Portfolio) time.Duration {
	longest := calendar.Length{Days: 8}.Elapsed()
	for i := range p.Windows {
		longest = max(longest, p.Windows[i].Lasts.Elapsed())
	}
	return longest
}
