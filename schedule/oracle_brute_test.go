package schedule_test

import (
	"context"
	"errors"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/berthplan/berth/calendar"
	"github.com/berthplan/berth/schedule"
)

// bruteBest tries every start on a grid of half hours in every mode, with
// every choice of optional packages, and lets Verify judge each. All times of
// the problems it is given lie on that grid, so a best plan does too.
func bruteBest(p *schedule.Problem) (best []int64, found bool) {
	n := len(p.Activities)
	slots := int(p.Horizon.Sub(p.Start)/(30*time.Minute)) + 1
	starts, modes := make([]int, n), make([]int, n)
	optional := map[string]bool{}
	for _, k := range p.Packages {
		optional[k.Name] = k.Optional
	}
	var try func(i int)
	try = func(i int) {
		if i == n {
			plan := schedule.Placed(p, starts, modes)
			if plan == nil {
				return
			}
			value := make([]int64, len(plan.Objective))
			for l, v := range plan.Objective {
				value[l] = v.Value
			}
			if found && !lower(value, best) {
				return
			}
			for _, v := range first(schedule.Verify(p, plan)) {
				if v.Rule.Kind != "" {
					return
				}
			}
			best, found = value, true
			return
		}
		a := &p.Activities[i]
		if a.Fact != nil {
			starts[i], modes[i] = 0, a.Fact.Mode
			try(i + 1)
			return
		}
		if optional[a.Package] {
			starts[i], modes[i] = -1, 0
			try(i + 1)
		}
		for modes[i] = range a.Modes {
			for s := range slots {
				starts[i] = 30 * s
				try(i + 1)
			}
		}
		modes[i] = 0
	}
	try(0)
	return best, found
}

func first[A, B any](a A, _ B) A { return a }

func lower(a, b []int64) bool {
	for i := range a {
		if a[i] != b[i] {
			return a[i] < b[i]
		}
	}
	return false
}

// enumerable reports whether bruteBest can finish: few free activities, a near
// horizon, and whole half hours throughout.
func enumerable(p *schedule.Problem) bool {
	combinations := 1
	for _, a := range p.Activities {
		if a.Fact == nil {
			combinations *= len(a.Modes)*(int(p.Horizon.Sub(p.Start)/(30*time.Minute))+1) + 1
		}
	}
	return combinations < 6_000 && onGrid(p)
}

// onGrid reports whether every time of p is a whole half hour.
func onGrid(p *schedule.Problem) bool {
	ok := true
	look := func(times ...time.Time) {
		for _, t := range times {
			ok = ok && (t.IsZero() || t.Truncate(30*time.Minute).Equal(t))
		}
	}
	lookInto := func(c *calendar.Compiled) {
		for _, piece := range c.Pieces() {
			look(piece.Start, piece.End)
		}
		for _, charge := range c.Charges() {
			look(charge.Start, charge.End)
		}
	}
	look(p.Start, p.Horizon)
	for _, a := range p.Activities {
		look(a.Earliest, a.Deadline, a.Pin.Start, a.Pin.End)
		if a.Fact != nil {
			look(a.Fact.Start, a.Fact.End)
			ok = ok && (!a.Fact.End.IsZero() || a.Fact.Left > 0 && a.Fact.Left%(30*time.Minute) == 0)
		}
		for _, m := range a.Modes {
			lookInto(m.Calendar)
		}
	}
	for _, k := range p.Packages {
		look(k.Due, k.Deadline)
	}
	for _, r := range p.Resources {
		for _, s := range r.Steps {
			look(s.Start, s.End)
		}
	}
	for _, e := range p.Environments {
		lookInto(e.Calendar)
		for _, b := range e.Bookings {
			look(b.Start, b.End)
		}
	}
	for _, l := range p.Links {
		lookInto(l.Calendar)
	}
	return ok
}

func TestNoProofIsContradictedByBruteForce(t *testing.T) {
	checked, same, infeasible := 0, 0, 0
	for n := uint64(0); checked < 30; n++ {
		p := randomProblem(rand.New(rand.NewPCG(n, 2)))
		if !enumerable(p) {
			continue
		}
		checked++
		best, found := bruteBest(p)
		plan, err := schedule.Solve(context.Background(), p, schedule.Options{Work: 3000})
		var conflict *schedule.Conflict
		require.True(t, err == nil || errors.As(err, &conflict))
		if plan.Status == schedule.Infeasible {
			infeasible++
			require.False(t, found, "problem %d has a plan: %v", n, best)
		}
		if err != nil {
			continue
		}
		value := make([]int64, len(plan.Objective))
		for l, v := range plan.Objective {
			value[l] = v.Value
		}
		require.True(t, found, "problem %d: only the solver finds a plan, %v", n, value)
		require.False(t, lower(value, best), "problem %d: the solver finds %v, brute force %v", n, value, best)
		if plan.Status == schedule.Optimal {
			require.Equal(t, best, value, "problem %d", n)
		}
		for l, v := range plan.Objective {
			require.LessOrEqual(t, v.Bound, best[l], "problem %d: level %s", n, v.Name)
			if v.Value != best[l] {
				break // the bounds below hold given this value
			}
		}
		if !lower(best, value) {
			same++
		}
	}
	t.Logf("%d problems: %d plans are the best there is, %d have none", checked, same, infeasible)
	require.Greater(t, same, checked/2)
}
