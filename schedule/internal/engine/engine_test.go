package engine_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/berthplan/berth/schedule/internal/bound"
	"github.com/berthplan/berth/schedule/internal/engine"
	"github.com/berthplan/berth/schedule/internal/grid"
)

// project draws a project of n activities with links and two resources.
func project(rng *rand.Rand, n int) *grid.Problem {
	p := &grid.Problem{Res: []grid.Resource{{Capacity: 4}, {Capacity: 3}}, Levels: []grid.Level{{Terms: []grid.Term{grid.Makespan}}}}
	for i := range n {
		d := 1 + rng.IntN(9)
		p.Horizon += d
		p.Acts = append(p.Acts, grid.Activity{Pkg: grid.None, Win: grid.None, Group: grid.None, Occ: grid.None, Latest: grid.Never,
			Modes: []grid.Mode{{Duration: d, Env: grid.None, Config: grid.None, Needs: []grid.Need{{Res: 0, Amount: 1 + rng.IntN(4)}, {Res: 1, Amount: rng.IntN(4)}}}}})
		for range rng.IntN(3) {
			if i > 0 {
				p.Links = append(p.Links, grid.Link{Kind: grid.FinishStart, From: rng.IntN(i), To: i})
			}
		}
	}
	for i := range p.Acts {
		p.Acts[i].Deadline = p.Horizon
	}
	for l, k := range p.Links {
		p.Acts[k.From].Out = append(p.Acts[k.From].Out, l)
		p.Acts[k.To].In = append(p.Acts[k.To].In, l)
	}
	return p
}

// options are those of a run over p that knows the critical path and no more.
func options(p *grid.Problem, work int64) engine.Options {
	start, end := bound.CriticalPath(p, false)
	levels := bound.Levels(p, start, end, false)
	return engine.Options{Early: end, Work: work, Floor: func([]int64) ([]int64, []string) {
		return levels, make([]string, len(levels))
	}}
}

func TestNewsOnlyGetsBetter(t *testing.T) {
	for seed := range uint64(15) {
		p := project(rand.New(rand.NewPCG(seed, 2)), 25)
		opt := options(p, 20_000)
		var value, lower int64
		opt.OnEvent = func(e engine.Event) {
			require.LessOrEqual(t, e.Bound[0], e.Value[0])
			if value > 0 {
				require.LessOrEqual(t, e.Value[0], value)
				require.GreaterOrEqual(t, e.Bound[0], lower)
				require.True(t, e.Value[0] < value || e.Bound[0] > lower, "nothing is new")
			}
			value, lower = e.Value[0], e.Bound[0]
		}
		res := engine.Run(p, opt)
		require.Equal(t, res.Value, p.Evaluate(res.Best))
		require.Equal(t, value, res.Value[0], "the last news is the result")
		if res.Reason == engine.Proved {
			require.Equal(t, res.Value, res.Bound)
		}
	}
}

func TestWorkersAgreeOnWhatIsProved(t *testing.T) {
	proved := 0
	for seed := range uint64(20) {
		p := project(rand.New(rand.NewPCG(seed, 9)), 14)
		one := engine.Run(p, options(p, 200_000))
		opt := options(p, 200_000)
		opt.Workers, opt.Seed = 3, 77
		three := engine.Run(p, opt)
		if one.Reason == engine.Proved && three.Reason == engine.Proved {
			proved++
			require.Equal(t, one.Value, three.Value, "project %d", seed)
		}
		require.LessOrEqual(t, three.Bound[0], one.Value[0])
		require.LessOrEqual(t, one.Bound[0], three.Value[0])
	}
	require.Greater(t, proved, 10)
}

func TestNoPlanIsProvedWithAndWithoutTheHorizon(t *testing.T) {
	p := project(rand.New(rand.NewPCG(1, 1)), 8)
	for i := range p.Acts {
		p.Acts[i].Modes[0].Needs = []grid.Need{{Res: 0, Amount: 3}} // no two at once
	}
	sum := p.Horizon
	p.Horizon = sum - 1
	for i := range p.Acts {
		p.Acts[i].Deadline = p.Horizon
	}
	res := engine.Run(p, options(p, 300_000))
	require.Nil(t, res.Best)
	require.True(t, res.Infeasible)
	require.False(t, res.Ever, "with a later horizon there is a plan")

	p.Horizon = 4 * sum
	res = engine.Run(p, options(p, 300_000))
	require.Nil(t, res.Best)
	require.True(t, res.Ever, "the deadlines are their own")
}

func TestARunEndsWhenItIsTold(t *testing.T) {
	p := project(rand.New(rand.NewPCG(3, 3)), 60)
	for _, after := range []int{0, 1, 5, 50} {
		polls := 0
		opt := options(p, 0)
		opt.Stop = func() bool { polls++; return polls > after }
		res := engine.Run(p, opt)
		require.Equal(t, engine.Stopped, res.Reason)
		require.Less(t, polls, after+50, "it asks again and again after it was told")
	}
}

func TestBeginningWithAPlan(t *testing.T) {
	p := project(rand.New(rand.NewPCG(4, 4)), 40)
	first := engine.Run(p, options(p, 100_000))
	opt := options(p, 1)
	opt.From = first.Best
	again := engine.Run(p, opt)
	require.LessOrEqual(t, again.Value[0], first.Value[0])

	spoiled := &grid.Solution{Start: slices.Clone(first.Best.Start), End: slices.Clone(first.Best.End), Mode: slices.Clone(first.Best.Mode)}
	spoiled.Start[0], spoiled.End[0] = 5000, 5001 // breaks rules: only the order is of use
	opt.From = spoiled
	require.NotNil(t, engine.Run(p, opt).Best)
}

func TestEnergyEndsARun(t *testing.T) {
	p := project(rand.New(rand.NewPCG(5, 5)), 30)
	for i := range p.Acts {
		p.Acts[i].Modes[0].Needs = []grid.Need{{Res: 0, Amount: 3}} // no two at once
	}
	for _, workers := range []int{1, 3} {
		opt := options(p, 100_000)
		opt.Workers = workers
		res := engine.Run(p, opt)
		require.Equal(t, engine.Proved, res.Reason)
		require.Equal(t, []int64{int64(p.Horizon)}, res.Bound, "one after the other")
		require.Contains(t, []string{"energy", "constraint search"}, res.From[0], "whichever comes first")
	}
}
