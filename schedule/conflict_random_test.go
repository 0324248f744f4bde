package schedule_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/berthplan/berth/schedule"
)

// tight draws small problems until one has hard limits that few plans meet.
func tight(rng *rand.Rand) *schedule.Problem {
	p := randomProblem(rng)
	for i := range p.Activities {
		if a := &p.Activities[i]; a.Fact == nil && a.Deadline.IsZero() && rng.IntN(3) == 0 {
			a.Deadline = p.Start.Add(time.Duration(1+rng.IntN(8)) * 30 * time.Minute)
		}
	}
	for i := range p.Packages {
		p.Packages[i].Optional = p.Packages[i].Optional && rng.IntN(3) == 0
	}
	return p
}

func possible(p *schedule.Problem) bool {
	_, found := bruteBest(p)
	return found
}

// Trying everything confirms that what is called a clash is one, that it is none
// without any one of its rules, that every relaxation gives a plan, and that no smaller change of its kind does.
func TestConflictsAgreeWithBruteForce(t *testing.T) {
	conflicts, clashes, relaxed, smaller := 0, 0, 0, 0
	for n := range uint64(250) {
		p := tight(rand.New(rand.NewPCG(n, 0x636c617368)))
		if !enumerable(p) || p.Validate() != nil {
			continue
		}
		_, err := schedule.Solve(context.Background(), p, schedule.Options{Work: 2_000})
		var c *schedule.Conflict
		if !errors.As(err, &c) {
			continue
		}
		name := fmt.Sprintf("problem %d: %v", n, err)
		conflicts++
		require.True(t, c.Minimal, "%s: not proved", name)
		for _, clash := range c.Clashes {
			clashes++
			var set []schedule.Rule
			for _, f := range clash {
				set = append(set, f.Rule)
			}
			require.False(t, c.Minimal && possible(schedule.Only(p, set...)), "%s: %v is no clash", name, set)
			for i := range set {
				if set[i].Kind == schedule.RuleHorizon {
					continue // nothing is known of another one
				}
				rest := slices.Delete(slices.Clone(set), i, i+1)
				q := schedule.Only(p, rest...)
				require.True(t, possible(q), "%s: %v clash without %v", name, rest, set[i])
			}
		}
		for _, r := range c.Relaxations {
			relaxed++
			require.True(t, possible(p.With(r)), "%s: %s does not help", name, r.Text)
			for i, change := range r.Changes {
				less := r
				less.Changes = slices.Clone(r.Changes)
				unit := 30 * time.Minute
				if change.Shift.Abs() > 2*time.Hour {
					unit = time.Hour
				}
				if change.Shift.Abs() > 12*time.Hour {
					unit = 24 * time.Hour
				}
				switch l := &less.Changes[i]; {
				case change.Shift.Abs() > unit:
					if l.Shift -= unit; change.Shift < 0 {
						l.Shift += 2 * unit
					}
				case change.Units > 1 && change.Rule.Kind != schedule.RuleRiskBudget:
					l.Units--
				case !change.During.Empty() && change.Rule.Kind == schedule.RuleBlackout && change.During.Duration() > 30*time.Minute:
					l.During.End = l.During.End.Add(-30 * time.Minute)
				default: // none at all
					less.Changes = slices.Delete(less.Changes, i, i+1)
				}
				smaller++
				require.False(t, c.Minimal && possible(p.With(less)), "%s: less than %s (%v) is enough", name, r.Text, less.Changes)
			}
		}
	}
	t.Log(conflicts, "conflicts", clashes, "clashes", relaxed, "relaxations", smaller, "smaller changes")
	require.Greater(t, clashes, 20)
	require.Greater(t, smaller, 20)
}
