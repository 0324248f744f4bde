package lcg_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/berthplan/berth/schedule/internal/kernel/lcg"
)

// world is a small problem twice: stated to an engine, and as predicates over
// complete assignments that are tried one by one.
type world struct {
	e      *lcg.Engine
	x      []lcg.Var
	lo, hi []int
	rules  []func(v []int) bool
	all    [][]int // what meets the rules
}

func newWorld(t *rapid.T, vars, width int) *world {
	w := &world{e: lcg.New()}
	for range vars {
		lo := rapid.IntRange(-2, 2).Draw(t, "lo")
		hi := lo + rapid.IntRange(0, width).Draw(t, "width")
		w.addVar(lo, hi)
	}
	return w
}

func (w *world) addVar(lo, hi int) {
	w.x = append(w.x, w.e.NewVar(lo, hi))
	w.lo, w.hi = append(w.lo, lo), append(w.hi, hi)
}

// truth is whether l holds in v. Variables are numbered from 1; 0 is the constant.
func (w *world) truth(l lcg.Lit, v []int) bool {
	val := 0
	if x := l.S >> 1; x > 0 {
		val = v[x-1]
	}
	if l.S&1 != 0 {
		val = -val
	}
	return val <= int(l.B)
}

func (w *world) enumerate() {
	v := append([]int(nil), w.lo...)
	for {
		ok := true
		for _, r := range w.rules {
			ok = ok && r(v)
		}
		if ok {
			w.all = append(w.all, append([]int(nil), v...))
		}
		i := 0
		for ; i < len(v); i++ {
			if v[i]++; v[i] <= w.hi[i] {
				break
			}
			v[i] = w.lo[i]
		}
		if i == len(v) {
			return
		}
	}
}

func (w *world) audit(t require.TestingT) {
	w.e.Audit(func(reason []lcg.Lit, l lcg.Lit) {
		for _, v := range w.all {
			holds := true
			for _, r := range reason {
				holds = holds && w.truth(r, v)
			}
			if holds && !w.truth(l, v) {
				require.FailNow(t, "unsound reason", fmt.Sprint(reason, " -> ", l, " but ", v))
			}
		}
	})
}

func (w *world) literal(t *rapid.T) lcg.Lit {
	i := rapid.IntRange(0, len(w.x)-1).Draw(t, "var")
	b := rapid.IntRange(w.lo[i]-1, w.hi[i]+1).Draw(t, "bound")
	if rapid.Bool().Draw(t, "le") {
		return w.x[i].Le(b)
	}
	return w.x[i].Ge(b)
}

func (w *world) addClause(t *rapid.T) {
	var lits []lcg.Lit
	for range rapid.IntRange(1, 4).Draw(t, "size") {
		lits = append(lits, w.literal(t))
	}
	w.rules = append(w.rules, func(v []int) bool {
		for _, l := range lits {
			if w.truth(l, v) {
				return true
			}
		}
		return false
	})
	w.e.AddClause(lits...)
}

func (w *world) maybe(t *rapid.T) lcg.Lit {
	if rapid.Bool().Draw(t, "always") {
		return lcg.True
	}
	return w.literal(t)
}

func (w *world) pick(t *rapid.T) int { return rapid.IntRange(0, len(w.x)-1).Draw(t, "var") }

func (w *world) addDifference(t *rapid.T) {
	i, j, when := w.pick(t), w.pick(t), w.maybe(t)
	d := rapid.IntRange(-3, 3).Draw(t, "lag")
	w.rules = append(w.rules, func(v []int) bool { return !w.truth(when, v) || v[i]+d <= v[j] })
	w.e.AddDifference(w.x[i].Plus(0), d, w.x[j].Plus(0), when)
}

// task is what a resource sees of variables of the world.
type task struct {
	start, end, plus, need, least int
	when                          lcg.Lit
}

func (k *task) running(w *world, v []int, at int) bool {
	return w.truth(k.when, v) && v[k.start] <= at && at < v[k.end]+k.plus
}

// addTasks draws tasks, some of them with an end of their own.
func (w *world) addTasks(t *rapid.T, n int) (tasks []task, stated []lcg.Task) {
	for range n {
		k := task{start: w.pick(t), plus: rapid.IntRange(0, 3).Draw(t, "length"), need: rapid.IntRange(0, 3).Draw(t, "need"), when: w.maybe(t)}
		k.end = k.start
		if rapid.IntRange(0, 3).Draw(t, "own end") == 0 {
			k.end, k.plus, k.least = w.pick(t), 0, rapid.IntRange(0, 2).Draw(t, "least")
			w.rules = append(w.rules, func(v []int) bool { return !w.truth(k.when, v) || v[k.start]+k.least <= v[k.end] })
			w.e.AddDifference(w.x[k.start].Plus(0), k.least, w.x[k.end].Plus(0), k.when)
		}
		tasks = append(tasks, k)
		stated = append(stated, lcg.Task{Start: w.x[k.start].Plus(0), End: w.x[k.end].Plus(k.plus), Least: k.least, Need: k.need, When: k.when})
	}
	return tasks, stated
}

func (w *world) addCumulative(t *rapid.T) {
	tasks, stated := w.addTasks(t, rapid.IntRange(1, 4).Draw(t, "tasks"))
	w.cumulative(rapid.IntRange(3, 5).Draw(t, "capacity"), tasks, stated)
}

func (w *world) cumulative(capacity int, tasks []task, stated []lcg.Task) {
	w.rules = append(w.rules, func(v []int) bool {
		for at := -3; at < 20; at++ {
			sum := 0
			for _, k := range tasks {
				if k.running(w, v, at) {
					sum += k.need
				}
			}
			if sum > capacity {
				return false
			}
		}
		return true
	})
	w.e.AddCumulative(capacity, stated)
}

// disjunctive states that tasks exclude each other: those that have a length.
// The rules for that see what a capacity does not, and need not see all.
func (w *world) disjunctive(tasks []task, stated []lcg.Task) {
	w.rules = append(w.rules, func(v []int) bool {
		for at := -3; at < 20; at++ {
			n := 0
			for _, k := range tasks {
				if (k.least > 0 || k.end == k.start && k.plus > 0) && k.running(w, v, at) {
					n++
				}
			}
			if n > 1 {
				return false
			}
		}
		return true
	})
	w.e.AddDisjunctive(stated)
	for i := range stated {
		stated[i].Need = 0
		if tasks[i].least > 0 || tasks[i].end == tasks[i].start && tasks[i].plus > 0 {
			stated[i].Need = 1
		}
	}
	w.e.AddCumulative(1, stated)
}

func (w *world) addDisjunctive(t *rapid.T) {
	w.disjunctive(w.addTasks(t, rapid.IntRange(2, 5).Draw(t, "tasks")))
}

// newCrowd has each of some variables start a task, so that windows fill up.
// One more says whether some of the tasks are there, and one may be an end.
func newCrowd(t *rapid.T, exclude bool) *world {
	n := rapid.IntRange(3, 5).Draw(t, "starts")
	size := []int{3: 9, 4: 6, 5: 4}[n]
	w := &world{e: lcg.New()}
	for range n {
		lo := rapid.IntRange(0, 2).Draw(t, "lo")
		w.addVar(lo, rapid.IntRange(size-2, size).Draw(t, "hi"))
	}
	flag, end := len(w.x), len(w.x)+1
	w.addVar(0, 1)
	if rapid.IntRange(0, 2).Draw(t, "own end") == 0 {
		w.addVar(1, 4)
	}
	var tasks []task
	var stated []lcg.Task
	capacity := rapid.IntRange(2, 4).Draw(t, "capacity")
	for i := range n {
		k := task{start: i, end: i, plus: rapid.IntRange(1, 2+size/4).Draw(t, "length"), need: rapid.IntRange(1, capacity).Draw(t, "need"), when: lcg.True}
		switch rapid.IntRange(0, 5).Draw(t, "when") {
		case 0:
			k.when = w.literal(t)
		case 1, 2:
			k.when = w.x[flag].Ge(1)
		}
		if i == 0 && end < len(w.x) {
			k.end, k.plus, k.least = end, 0, 1
			w.rules = append(w.rules, func(v []int) bool { return !w.truth(k.when, v) || v[k.start]+k.least <= v[k.end] })
			w.e.AddDifference(w.x[k.start].Plus(0), k.least, w.x[k.end].Plus(0), k.when)
		}
		tasks = append(tasks, k)
		stated = append(stated, lcg.Task{Start: w.x[i].Plus(0), End: w.x[k.end].Plus(k.plus), Least: k.least, Need: k.need, When: k.when})
	}
	if exclude {
		w.disjunctive(tasks, stated)
	} else {
		w.cumulative(capacity, tasks, stated)
	}
	return w
}

// steps draws a function that never falls.
func steps(t *rapid.T) func(int) int {
	from := rapid.IntRange(-3, 1).Draw(t, "from")
	var at []int
	for range 12 {
		at = append(at, from)
		from += rapid.SampledFrom([]int{0, 0, 1, 1, 3}).Draw(t, "step")
	}
	return func(x int) int { return at[max(0, min(x+3, 11))] }
}

func (w *world) addMonotone(t *rapid.T) {
	i, j, when, f := w.pick(t), w.pick(t), w.maybe(t), steps(t)
	if i == j {
		return
	}
	w.rules = append(w.rules, func(v []int) bool { return !w.truth(when, v) || v[j] >= f(v[i]) })
	w.e.AddMonotone(w.x[i].Plus(0), f, w.x[j].Plus(0), when)
}

func (w *world) addHoles(t *rapid.T) {
	i, when := w.pick(t), w.maybe(t)
	allowed := map[int]bool{}
	for v := -2; v <= 8; v++ {
		allowed[v] = rapid.Bool().Draw(t, "allowed")
	}
	w.rules = append(w.rules, func(v []int) bool { return !w.truth(when, v) || allowed[v[i]] })
	w.e.AddHoles(w.x[i].Plus(0), func(v int) int {
		for ; v < 9; v++ {
			if allowed[v] {
				return v
			}
		}
		return 1 << 30
	}, func(v int) int {
		for ; v >= -2; v-- {
			if allowed[v] {
				return v
			}
		}
		return -1 << 30
	}, when)
}

func (w *world) addLinear(t *rapid.T) {
	var terms []lcg.Term
	var at []int
	for range rapid.IntRange(1, 4).Draw(t, "terms") {
		i := w.pick(t)
		at = append(at, i)
		terms = append(terms, lcg.Term{C: rapid.Int64Range(-3, 4).Draw(t, "c"), V: w.x[i].Plus(1)})
	}
	limit := rapid.Int64Range(-4, 12).Draw(t, "limit")
	w.rules = append(w.rules, func(v []int) bool {
		sum := int64(0)
		for k, i := range at {
			sum += terms[k].C * int64(v[i]+1)
		}
		return sum <= limit
	})
	w.e.AddLinear(terms, limit)
}

func (w *world) addCost(t *rapid.T) {
	i, j, when := w.pick(t), w.pick(t), w.maybe(t)
	cost := rapid.SliceOfN(rapid.IntRange(-2, 5), 12, 12).Draw(t, "cost")
	f := func(x int) int { return cost[max(0, min(x+3, 11))] }
	w.rules = append(w.rules, func(v []int) bool { return !w.truth(when, v) || v[j] >= f(v[i]) })
	w.e.AddCost(w.x[i].Plus(0), f, w.x[j].Plus(0), when)
}

// TestReasons solves random small problems of every kind of rule. It knows all
// their solutions: a reason that holds in one of them without what it is said to imply is wrong, and so is the
// answer "none" where there is one, and values that break a rule.
func TestReasons(t *testing.T) {
	rules := map[string][]func(*world, *rapid.T){
		"clauses":     {(*world).addClause},
		"differences": {(*world).addClause, (*world).addDifference},
		"cumulative":  {(*world).addCumulative, (*world).addDifference, (*world).addClause},
		"disjunctive": {(*world).addDisjunctive, (*world).addDifference, (*world).addClause},
		"monotone":    {(*world).addMonotone, (*world).addHoles, (*world).addClause},
		"cost":        {(*world).addCost, (*world).addClause},
		"linear":      {(*world).addLinear, (*world).addClause},
		"all":         {(*world).addCumulative, (*world).addDisjunctive, (*world).addDifference, (*world).addMonotone, (*world).addHoles, (*world).addLinear, (*world).addCost, (*world).addClause},
	}
	for name, add := range rules {
		t.Run(name, func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) {
				w := newWorld(t, rapid.IntRange(2, 4).Draw(t, "vars"), 4)
				for range rapid.IntRange(1, 14).Draw(t, "rules") {
					add[rapid.IntRange(0, len(add)-1).Draw(t, "kind")](w, t)
				}
				w.enumerate()
				w.audit(t)
				w.solve(t, 1<<30)
			})
		})
	}
}

// TestReasonsOfCrowds does the same where tasks fill the time there is, so that
// the rules about windows and sets have something to say.
func TestReasonsOfCrowds(t *testing.T) {
	for name, exclude := range map[string]bool{"cumulative": false, "disjunctive": true} {
		t.Run(name, func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) {
				w := newCrowd(t, exclude)
				for range rapid.IntRange(0, 2).Draw(t, "rules") {
					rapid.SampledFrom([]func(*world, *rapid.T){(*world).addDifference, (*world).addClause}).Draw(t, "kind")(w, t)
				}
				w.enumerate()
				w.audit(t)
				w.solve(t, 60)
			})
		})
	}
}

// solve asks for so many solutions, one after the other, and checks each answer.
func (w *world) solve(t *rapid.T, most int) {
	if rapid.Bool().Draw(t, "by activity") {
		w.e.ByActivity()
	}
	w.e.LookAlways()
	for i, x := range w.x {
		w.e.Aim(x.Plus(0), rapid.IntRange(w.lo[i], w.hi[i]).Draw(t, "aim"))
	}
	w.e.ReduceOften()
	var assume []lcg.Lit
	for range rapid.IntRange(0, 3).Draw(t, "assumptions") {
		assume = append(assume, w.literal(t))
	}
	matching := func(list []lcg.Lit) (n int) {
		for _, v := range w.all {
			ok := true
			for _, l := range list {
				ok = ok && w.truth(l, v)
			}
			if ok {
				n++
			}
		}
		return n
	}
	for range most {
		status := w.e.Solve(assume, nil, lcg.Limits{})
		left := matching(assume)
		if status == lcg.Refuted {
			require.Zero(t, left, "refuted, and yet there is a solution")
			require.Zero(t, matching(w.e.Core()), "the core does not refute")
			require.Subset(t, append(assume, lcg.False), w.e.Core())
			return
		}
		require.Equal(t, lcg.Found, status)
		v := make([]int, len(w.x))
		var other []lcg.Lit
		for i, x := range w.x {
			v[i] = w.e.Min(x.Plus(0))
			require.Equal(t, v[i], w.e.Max(x.Plus(0)))
			other = append(other, x.Le(v[i]-1), x.Ge(v[i]+1))
		}
		n := slices.IndexFunc(w.all, func(k []int) bool { return slices.Equal(k, v) })
		require.GreaterOrEqual(t, n, 0, "%v breaks a rule", v)
		w.all = slices.Delete(w.all, n, n+1)
		w.e.Release()
		w.e.Trim()
		w.e.AddClause(other...)
	}
}
