package report

import (
	"slices"

	"github.com/berthplan/berth/schedule"
)

// ChangeKind says what became of an activity between two plans.
type ChangeKind string

// The kinds of changes, in the order in which Changes lists them.
const (
	Moved     ChangeKind = "moved"     // starts or ends at another time, in the same place
	Relocated ChangeKind = "relocated" // is in another environment or configuration, or held by others; its times may differ, too
	Added     ChangeKind = "added"
	Dropped   ChangeKind = "dropped"
)

// Change is what became of one activity between two plans.
type Change struct {
	Kind   ChangeKind
	Before schedule.Assignment // zero if Added
	After  schedule.Assignment // zero if Dropped
}

// Changes lists the activities that are elsewhere in plan than in previous, by
// kind, and within a kind in the order of plan (of previous, where dropped). A nil plan has no activities.
func Changes(previous, plan *schedule.Plan) []Change {
	before, after := placesOf(previous), placesOf(plan)
	lists := map[ChangeKind][]Change{}
	add := func(k ChangeKind, from, to schedule.Assignment) {
		lists[k] = append(lists[k], Change{Kind: k, Before: from, After: to})
	}
	for _, a := range activitiesOf(plan) {
		old, known := before[a.Activity]
		switch {
		case !known:
			add(Added, schedule.Assignment{}, a)
		case old.Environment != a.Environment || old.Configuration != a.Configuration || !slices.Equal(old.Resources, a.Resources):
			add(Relocated, old, a)
		case !old.Start.Equal(a.Start) || !old.End.Equal(a.End):
			add(Moved, old, a)
		}
	}
	for _, a := range activitiesOf(previous) {
		if _, still := after[a.Activity]; !still {
			add(Dropped, a, schedule.Assignment{})
		}
	}
	return slices.Concat(lists[Moved], lists[Relocated], lists[Added], lists[Dropped])
}

func activitiesOf(plan *schedule.Plan) []schedule.Assignment {
	if plan == nil {
		return nil
	}
	return plan.Activities
}

func placesOf(plan *schedule.Plan) map[string]schedule.Assignment {
	places := map[string]schedule.Assignment{}
	for _, a := range activitiesOf(plan) {
		places[a.Activity] = a
	}
	return places
}
