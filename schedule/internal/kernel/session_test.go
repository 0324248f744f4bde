package kernel_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/berthplan/berth/schedule/internal/grid"
	"github.com/berthplan/berth/schedule/internal/kernel"
	"github.com/berthplan/berth/schedule/internal/kernel/lcg"
)

// TestSessionNear searches around the best plan again and again, takes plans
// from elsewhere in between, and then still proves what trying everything finds.
func TestSessionNear(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := problem(t, what{modes: true, links: true, packages: true, calendars: true})
		b := &brute{p: p}
		best := b.run()
		if best == nil || len(kernel.Gaps(p)) > 0 {
			return
		}
		k := (&kernel.Solver{P: p, Work: 3_000_000, Warm: worst(b)}).Open()
		for range 5 {
			now := k.Result()
			var keep []kernel.Keep
			for i := range p.Acts {
				if s := now.Best.Start[i]; s < grid.Never && rapid.Bool().Draw(t, "keep") {
					keep = append(keep, kernel.Keep{Act: i, From: s - 1, To: s + 1, Mode: now.Best.Mode[i]})
				}
			}
			found := k.Near(keep, 1000) == lcg.Found
			then := k.Result()
			require.Equal(t, found, grid.Less(then.Value, now.Value))
			for i, v := range then.Bound {
				if then.Bound[i] > best[i] {
					require.Positive(t, i, "the first level's bound %d is beaten by %d", v, best[i])
				}
			}
			b.s = *then.Best
			require.True(t, b.valid(), "the plan breaks a rule")
		}
		r := k.Run()
		require.True(t, r.Proved)
		require.Equal(t, best, r.Value)
	})
}

// worst returns the worst plan of a problem that has one.
func worst(b *brute) *grid.Solution {
	b.worst, b.last = true, nil
	b.run()
	b.worst = false
	return b.last
}

// TestSolverDeterminism runs the same work twice: the same plans, bounds and counts come out.
func TestSolverDeterminism(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := problem(t, what{true, true, true, true, true, true, true})
		work := rapid.Int64Range(1, 3000).Draw(t, "work")
		run := func() (kernel.Result, [][]int64) {
			var plans [][]int64
			s := kernel.Solver{P: p, Work: work, OnPlan: func(_ *grid.Solution, v []int64) { plans = append(plans, v) }}
			return s.Run(), plans
		}
		r1, plans1 := run()
		r2, plans2 := run()
		require.Equal(t, r1, r2)
		require.Equal(t, plans1, plans2)
	})
}

// TestSolverStops ends at once when told to, with what it has.
func TestSolverStops(t *testing.T) {
	p := &grid.Problem{Horizon: 100, Levels: []grid.Level{{Terms: []grid.Term{grid.Makespan}}}, Res: []grid.Resource{{Capacity: 2}}}
	for range 12 {
		p.Acts = append(p.Acts, grid.Activity{Pkg: grid.None, Win: grid.None, Group: grid.None, Latest: 100, Deadline: 100,
			Modes: []grid.Mode{{Duration: 7, Env: grid.None, Config: grid.None, Needs: []grid.Need{{Res: 0, Amount: 1}}}}})
	}
	stopped := (&kernel.Solver{P: p, Stop: func() bool { return true }}).Run()
	require.False(t, stopped.Proved)
	require.Less(t, stopped.Stats.Work, int64(5000))
	r := (&kernel.Solver{P: p, Work: 50_000_000}).Run()
	require.True(t, r.Proved)
	require.Equal(t, []int64{42}, r.Value)
}

// A problem whose stating is stopped is not searched, and claims nothing: not even of a plan that is offered.
func TestStatingCanBeStopped(t *testing.T) {
	cut := 0
	rapid.Check(t, func(t *rapid.T) {
		p := problem(t, what{modes: true, links: true, packages: true, calendars: true, environments: true})
		b := &brute{p: p}
		best := b.run()
		left := rapid.IntRange(0, 20).Draw(t, "left")
		asked := 0
		k := (&kernel.Solver{P: p, Work: 1000, Warm: b.last, Stop: func() bool { asked++; return asked > left }}).Open()
		if asked <= left {
			return
		}
		cut++
		k.Step(1_000_000)
		r := k.Result()
		require.LessOrEqual(t, asked, left+2)
		require.False(t, r.Infeasible)
		require.Zero(t, r.Stats.Decisions)
		if best != nil && len(kernel.Gaps(p)) == 0 {
			require.LessOrEqual(t, r.Bound[0], best[0])
		}
	})
	require.Positive(t, cut)
}

// TestSessionKnows tells a session what the best plan pays, which then has nothing left to prove.
func TestSessionKnows(t *testing.T) {
	ends := 0
	rapid.Check(t, func(t *rapid.T) {
		p := problem(t, what{modes: true, links: true})
		b := &brute{p: p}
		best := b.run()
		if best == nil || len(kernel.Gaps(p)) > 0 {
			return
		}
		k := (&kernel.Solver{P: p, Warm: b.last}).Open()
		for level, v := range best {
			above := append([]int64(nil), best[:level]...)
			if level > 0 {
				above[0]-- // of plans that there are none of: it says nothing
				k.Know(above, v+1)
				above[0]++
			}
			k.Know(above, v)
		}
		require.True(t, k.Result().Proved)
		require.Equal(t, best, k.Run().Value)
		ends++
	})
	require.Positive(t, ends)
}
