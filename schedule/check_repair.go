package schedule

import (
	"slices"
	"strings"
	"time"

	"github.com/berthplan/berth/calendar"
	"github.com/berthplan/berth/schedule/internal/grid"
	"github.com/berthplan/berth/schedule/internal/sgs"
)

// maxRepairs is for how many rows a repair is looked for: each is judged anew.
const maxRepairs = 200

// repair looks for the nearest place of each row that breaks a rule. The engine
// proposes; a proposal counts only where the judge finds less broken than before.
func (in *inspection) repair(found []Finding) {
	var b *ground
	var st *sgs.State
	tried, judged := map[int][]calendar.Interval{}, 0
	rows := map[int]int{} // the activity of each row
	for i := range in.p.Activities {
		if r, ok := in.row[in.p.Activities[i].Name]; ok {
			rows[r] = i
		}
	}
	for k := range in.found {
		v := &in.found[k]
		i, ok := rows[v.Row]
		if !ok || v.Rule == (Rule{}) || v.Code == CodeTwoRows || in.p.Activities[i].Fact != nil {
			continue
		}
		if b == nil {
			b = newGround(in.p)
			st = sgs.NewState(b.g)
			st.Load(in.solution(b))
		}
		places, seen := tried[i]
		if !seen && len(tried) < maxRepairs {
			places = in.near(b, st, i, v.Rule.Kind == RuleDuration)
			tried[i] = places
		}
		for _, to := range places {
			if judged++; judged > 2*maxRepairs {
				return
			}
			if in.better(found, v.Finding, i, to) {
				v.Repair = to
				break
			}
		}
	}
}

// solution is where the table puts everything.
func (in *inspection) solution(b *ground) *grid.Solution {
	n := len(in.p.Activities)
	sol := &grid.Solution{Start: make([]int, n), End: make([]int, n), Mode: make([]int, n)}
	for i, a := range in.plan.Activities { // in the order of the problem's
		sol.Start[i], sol.Mode[i] = b.down(a.Start), a.Mode
		sol.End[i] = max(b.up(a.End), sol.Start[i])
		if g := &b.g.Acts[i]; g.Fixed {
			sol.Start[i], sol.End[i] = g.Start, g.End
		}
	}
	return sol
}

// near gives the nearest places at which activity i fits with all else where it is: the
// last before and the first after where it is, the nearer first. Only with stay may it keep its start.
func (in *inspection) near(b *ground, st *sgs.State, i int, stay bool) []calendar.Interval {
	a := &in.plan.Activities[i]
	at, end, m := st.Start[i], st.End[i], st.Mode[i]
	st.Remove(i)
	defer func() { st.Place(i, m, at, end) }()
	first := 0
	if !in.now.IsZero() && !a.Start.Before(in.now) {
		first = max(0, b.up(in.now))
	}
	var starts []int
	from := at + 1
	if stay {
		from = at
	}
	if s, _, block := st.Find(i, m, from); block.Kind == sgs.Free {
		starts = append(starts, s)
	}
	find := func(from int) int {
		if s, _, block := st.Find(i, m, from); block.Kind == sgs.Free {
			return s
		}
		return grid.Never
	}
	if low := find(first); low < at {
		// low fits, and nothing in [high, at): halve until they meet.
		for high := at; low+1 < high; {
			middle := low + (high-low)/2
			if s := find(middle); s < high {
				low = s
			} else {
				high = middle
			}
		}
		starts = append(starts, low)
	}
	slices.SortStableFunc(starts, func(x, y int) int { return max(x-at, at-x) - max(y-at, at-y) })
	var out []calendar.Interval
	for _, s := range starts {
		out = append(out, calendar.Interval{Start: b.time(s), End: b.time(b.g.Acts[i].Finish(m, s))})
	}
	return out
}

// better says whether a row moved to another place breaks less, and no longer what the finding says.
func (in *inspection) better(found []Finding, f Finding, i int, to calendar.Interval) bool {
	moved := in.plan
	moved.Activities = slices.Clone(in.plan.Activities)
	a := &moved.Activities[i]
	a.Start, a.End, a.Opens = to.Start, to.End, time.Time{}
	if in.p.Activities[i].Modes[a.Mode].Configuration == "" {
		a.Configuration = ""
	}
	left := in.judge(&moved)
	same := func(g Finding) bool { return g.Code == f.Code && g.Activity == f.Activity && g.Rule == f.Rule }
	return len(left) < len(found) && !slices.ContainsFunc(left, same)
}

// holdersOf is the activities that a rule names, where several break it together.
func holdersOf(r Rule) []string {
	if r.Kind != RuleEnvironment && r.Kind != RuleResource {
		return nil
	}
	return strings.Split(r.By, ", ")
}
