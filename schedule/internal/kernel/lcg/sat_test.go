package lcg_test

import (
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/berthplan/berth/schedule/internal/kernel/lcg"
)

// TestRandomSat decides random 3-SAT formulas near the threshold of 4.26 clauses
// a variable, where half of them have no model, and compares with trying all assignments.
func TestRandomSat(t *testing.T) {
	const vars = 14
	models := 0
	for seed := range uint64(400) {
		rng := rand.New(rand.NewPCG(seed, 3))
		var formula [][3]int
		for range vars*426/100 + 1 {
			var c [3]int
			for i := range c {
				c[i] = rng.IntN(vars) + 1
				if rng.IntN(2) == 0 {
					c[i] = -c[i]
				}
			}
			formula = append(formula, c)
		}
		has := false
		for m := 0; m < 1<<vars && !has; m++ {
			has = meets(formula, func(v int) bool { return m>>(v-1)&1 != 0 })
		}
		e := lcg.New()
		var x []lcg.Var
		for range vars {
			x = append(x, e.NewVar(0, 1))
		}
		for _, c := range formula {
			var lits []lcg.Lit
			for _, v := range c {
				if v > 0 {
					lits = append(lits, x[v-1].Ge(1))
				} else {
					lits = append(lits, x[-v-1].Le(0))
				}
			}
			e.AddClause(lits...)
		}
		if has {
			models++
			require.Equal(t, lcg.Found, e.Solve(nil, nil, lcg.Limits{}), "formula %d", seed)
			require.True(t, meets(formula, func(v int) bool { return e.Min(x[v-1].Plus(0)) == 1 }), "formula %d", seed)
		} else {
			require.Equal(t, lcg.Refuted, e.Solve(nil, nil, lcg.Limits{}), "formula %d", seed)
		}
	}
	require.InDelta(t, 200, models, 150, "the formulas should be of both kinds")
}

func meets(formula [][3]int, value func(int) bool) bool {
	for _, c := range formula {
		ok := false
		for _, v := range c {
			ok = ok || value(max(v, -v)) == (v > 0)
		}
		if !ok {
			return false
		}
	}
	return true
}

// TestPigeons refutes n+1 pigeons in n holes by counting alone, and without it.
func TestPigeons(t *testing.T) {
	const n = 6
	e := lcg.New()
	var tasks []lcg.Task
	for range n + 1 {
		x := e.NewVar(0, n-1)
		tasks = append(tasks, lcg.Task{Start: x.Plus(0), End: x.Plus(1), Need: 1, When: lcg.True})
	}
	e.AddCumulative(1, tasks)
	require.Equal(t, lcg.Refuted, e.Solve(nil, nil, lcg.Limits{}))
	require.Empty(t, e.Core())
}
