package outlook

import (
	"fmt"
	"strings"

	"github.com/berthplan/berth/schedule"
)

// several is plural for numbers that may be negative, and for things that end in y.
func several(n int, thing string) string {
	if n == 1 || n == -1 {
		return fmt.Sprintf("%d %s", n, thing)
	}
	if s, ok := strings.CutSuffix(thing, "y"); ok {
		thing = s + "ie"
	}
	return plural(n, thing)
}

// thousandths prints a risk: "9", "0.25".
func thousandths(n int64) string {
	s := fmt.Sprintf("%d.%03d", n/1000, n%1000)
	return strings.TrimSuffix(strings.TrimRight(s, "0"), ".")
}

// share is "2 of 3", or "2" where nothing limits it.
func share(have, limit string) string {
	if limit == "0" {
		return have
	}
	return have + " of " + limit
}

// level is what a plan pays at the level of one term alone, with its bound; false where no level is that.
func level(p *schedule.Problem, plan *schedule.Plan, term schedule.Term) (schedule.Value, bool) {
	levels := p.Objective
	if levels == nil {
		levels = schedule.DefaultObjective()
	}
	for i, l := range levels {
		if len(l.Terms) == 1 && l.Terms[0] == term && i < len(plan.Objective) {
			return plan.Objective[i], true
		}
	}
	return schedule.Value{}, false
}
