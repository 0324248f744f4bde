package schedule

import (
	"cmp"
	"slices"
)

// starts sums up what starts in one occurrence.
type starts struct {
	opening     opening
	count, free int   // free: those that are no facts
	risk        int64 // of all
	freeRisk    int64
	last        string // the last free one
}

// gather sums up per occurrence the activities of a list, in its order. One
// whose start lies in several occurrences counts in each.
func (j *judge) gather(of []int, counts func(*Activity, opening) bool) []*starts {
	var list []*starts
	index := map[opening]*starts{}
	for _, i := range of {
		a, pl := &j.p.Activities[i], &j.places[i]
		for _, o := range j.openings(a, pl) {
			if !counts(a, o) {
				continue
			}
			s := index[o]
			if s == nil {
				s = &starts{opening: o}
				index[o] = s
				list = append(list, s)
			}
			s.count++
			s.risk += a.Risk
			if !pl.fact {
				s.free++
				s.freeRisk += a.Risk
				s.last = a.Name
			}
		}
	}
	return list
}

// windows judges rule 8.
func (j *judge) windows() {
	index := indexNames(len(j.p.Windows), func(i int) string { return j.p.Windows[i].Name })
	var of []int
	for i := range j.places {
		if a := &j.p.Activities[i]; a.Time == Contiguous && a.Window != "" && j.places[i].row != nil {
			of = append(of, i)
		}
	}
	for _, s := range j.gather(of, func(a *Activity, o opening) bool { return a.Window == o.window }) {
		k, ok := index[s.opening.window]
		if !ok {
			continue
		}
		w := &j.p.Windows[k]
		if w.Capacity > 0 && s.count > w.Capacity {
			j.finds(s.free == 0, Rule{Kind: RuleWindowCapacity, Name: w.Name}, s.last,
				"%s that opens %s has %d starts of %d", w.Name, j.clock(s.opening.opens), s.count, w.Capacity)
		}
		if w.RiskBudget > 0 && s.risk > w.RiskBudget {
			j.finds(s.freeRisk == 0, Rule{Kind: RuleRiskBudget, Name: w.Name}, s.last,
				"%s that opens %s has a risk of %d of %d", w.Name, j.clock(s.opening.opens), s.risk, w.RiskBudget)
		}
	}
}

// systems judges rule 9.
func (j *judge) systems() {
	of := make([][]int, len(j.p.Systems))
	index := indexNames(len(j.p.Systems), func(i int) string { return j.p.Systems[i].Name })
	for i := range j.places {
		a := &j.p.Activities[i]
		if k, ok := index[a.System]; ok && a.System != "" && a.Time == Contiguous && j.places[i].row != nil {
			of[k] = append(of[k], i)
		}
	}
	for k := range j.p.Systems {
		s := &j.p.Systems[k]
		if s.OnePerOccurrence {
			for _, in := range j.gather(of[k], func(*Activity, opening) bool { return true }) {
				if in.count > 1 {
					j.finds(in.free == 0, Rule{Kind: RuleSystem, Name: s.Name}, in.last,
						"%s has %d changes in %s that opens %s, but admits one", s.Name, in.count, in.opening.window, j.clock(in.opening.opens))
				}
			}
		}
		if s.OneAtATime {
			j.oneAtATime(s, of[k])
		}
	}
}

// oneAtATime reports each activity that starts while another of its system runs.
func (j *judge) oneAtATime(s *System, of []int) {
	of = slices.DeleteFunc(of, func(i int) bool { return !j.places[i].long() })
	slices.SortStableFunc(of, func(a, b int) int { return cmp.Compare(j.places[a].start, j.places[b].start) })
	fact, free := -1, -1 // the last to end, so far
	for _, i := range of {
		pl := &j.places[i]
		other := free
		if other < 0 || fact >= 0 && j.places[fact].end > j.places[other].end && (!pl.fact || j.places[other].end <= pl.start) {
			other = fact
		}
		if other >= 0 && j.places[other].end > pl.start {
			past := j.places[other].fact && pl.fact || min(j.places[other].end, pl.end) <= j.start
			j.finds(past, Rule{Kind: RuleSystem, Name: s.Name}, j.p.Activities[i].Name,
				"%s admits one change at a time, but at %s %s starts while %s runs",
				s.Name, j.when(pl.start), j.p.Activities[i].Name, j.p.Activities[other].Name)
		}
		last := &free
		if pl.fact {
			last = &fact
		}
		if *last < 0 || j.places[*last].end < pl.end {
			*last = i
		}
	}
}
