package report

import (
	"slices"
	"strings"
	"time"

	"github.com/berthplan/berth/schedule"
)

// chain follows causes from a package's end back to what held it up.
type chain struct {
	plan   *schedule.Plan
	byName map[string]int   // index into plan.Activities
	byPkg  map[string][]int // its activities that are no facts, the last start first
}

// wait is an activity that had to wait, and the activities that held it up, the nearest first.
type wait struct {
	schedule.Assignment
	before []schedule.Assignment
}

const (
	maxBack   = 4 // activities of others that are followed back for one late package
	maxCauses = 6 // causes named for one activity
)

func chainOf(plan *schedule.Plan) chain {
	c := chain{plan: plan, byName: map[string]int{}, byPkg: map[string][]int{}}
	for i, a := range plan.Activities {
		c.byName[a.Activity] = i
		if !a.Fact {
			c.byPkg[a.Package] = append(c.byPkg[a.Package], i)
		}
	}
	for _, own := range c.byPkg {
		slices.SortStableFunc(own, func(i, j int) int { return plan.Activities[j].Start.Compare(plan.Activities[i].Start) })
	}
	return c
}

// back lists where a package waited, its end first. The longest wait for the
// activity of another package is followed further back.
func (c chain) back(pkg string) []wait {
	var waits []wait
	longest, most := -1, time.Duration(0)
	for _, i := range c.byPkg[pkg] {
		a := c.plan.Activities[i]
		long := c.waited(a)
		if long <= 0 || len(a.Causes) == 0 {
			continue
		}
		if h := c.holder(a); long > most && h >= 0 && c.plan.Activities[h].Package != pkg {
			longest, most = len(waits), long
		}
		waits = append(waits, wait{Assignment: a})
	}
	if longest >= 0 {
		waits[longest].before = c.follow(waits[longest].Assignment)
	}
	return waits
}

// waited is the time between the end of the package's last phase before a, or
// the plan's start, and a. The night or the weekend after that phase is no wait.
func (c chain) waited(a schedule.Assignment) time.Duration {
	from := c.plan.Start
	for _, i := range c.byPkg[a.Package] {
		if end := c.plan.Activities[i].End; !end.After(a.Start) && end.After(from) && c.plan.Activities[i].Activity != a.Activity {
			from = end
		}
	}
	for _, cause := range a.Causes {
		for _, rule := range cause.Rules {
			holder, known := c.byName[rule.By]
			own := rule.Kind == schedule.RuleLink && known && c.plan.Activities[holder].Package == a.Package
			if !own && rule.Kind != schedule.RuleHours && rule.Kind != schedule.RuleHoliday {
				return a.Start.Sub(from)
			}
		}
	}
	return 0
}

// follow goes back from a to the one it waited for, and from that one to the next.
func (c chain) follow(a schedule.Assignment) []schedule.Assignment {
	var steps []schedule.Assignment
	seen := map[string]bool{a.Activity: true}
	for len(steps) < maxBack {
		h := c.holder(a)
		if h < 0 {
			break
		}
		a = c.plan.Activities[h]
		if a.Fact || seen[a.Activity] || len(a.Causes) == 0 {
			break
		}
		seen[a.Activity] = true
		steps = append(steps, a)
	}
	return steps
}

// holder is the last-ending activity among those that the causes of a name and
// that were over when a started, or -1.
func (c chain) holder(a schedule.Assignment) int {
	best := -1
	for _, cause := range a.Causes {
		for _, rule := range cause.Rules {
			for name := range strings.SplitSeq(rule.By, ", ") {
				i, ok := c.byName[name]
				if !ok || c.plan.Activities[i].End.After(a.Start) || name == a.Activity {
					continue
				}
				if best < 0 || c.plan.Activities[i].End.After(c.plan.Activities[best].End) {
					best = i
				}
			}
		}
	}
	return best
}
