package schedule

import (
	"slices"
	"strings"
)

// Revise tells p what people were told by an earlier plan, so that calendars
// which follow the plan see what moved: each activity takes over its Revision, one
// more if it is at another time or place than previous says, and Gone lists the places that were given up.
//
//	next.Revise(plan) // plan: what was published last; next: the new plan
//
// An activity that is in p for the first time has Revision 0. A place given up is
// kept until it is taken again, with the Revision of giving it up: that
// of an activity which left the plan, or an environment or team. The same call
// twice is the same as once. A nil previous changes nothing.
func (p *Plan) Revise(previous *Plan) {
	if previous == nil {
		return
	}
	told := map[string]Assignment{}
	last := map[string]int{} // the highest Revision people have seen
	for _, a := range previous.Activities {
		told[a.Activity] = a
		last[a.Activity] = a.Revision
	}
	for _, g := range previous.Gone {
		last[g.Activity] = max(last[g.Activity], g.Revision)
	}
	now := map[string]bool{} // the places that are taken
	here := map[string]int{} // the Revision of each activity of p
	for i := range p.Activities {
		a := &p.Activities[i]
		before, known := told[a.Activity]
		revision, seen := last[a.Activity]
		if seen && (!known || before.moved(*a)) {
			revision++
		}
		a.Revision = revision
		now[a.place()], here[a.Activity] = true, revision
	}
	p.Gone = nil
	for _, g := range previous.Gone {
		if !now[g.place()] {
			now[g.place()] = true
			p.Gone = append(p.Gone, g)
		}
	}
	for _, a := range previous.Activities {
		if now[a.place()] {
			continue
		}
		now[a.place()] = true
		revision, still := here[a.Activity]
		if !still {
			revision = last[a.Activity] + 1
		}
		a.Revision, a.Slack, a.Causes = revision, 0, nil
		p.Gone = append(p.Gone, a)
	}
	slices.SortStableFunc(p.Gone, func(a, b Assignment) int { return strings.Compare(a.place(), b.place()) })
}

// moved reports whether b is at another time or place than a.
func (a Assignment) moved(b Assignment) bool {
	return !a.Start.Equal(b.Start) || !a.End.Equal(b.End) || a.Configuration != b.Configuration || a.Window != b.Window || a.place() != b.place()
}

// place identifies what an activity holds: whoever follows that environment or team sees it come and go.
func (a Assignment) place() string {
	return strings.Join(append([]string{a.Activity, a.Package, a.Site, a.Environment}, a.Resources...), "\x00")
}
