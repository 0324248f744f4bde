package kernel

import (
	"slices"
	"sort"

	"github.com/berthplan/berth/schedule/internal/grid"
	"github.com/berthplan/berth/schedule/internal/kernel/lcg"
)

// taken is a stretch in which something of a capacity is taken for good.
type taken struct{ start, end, amount int }

// constants returns what list takes as tasks that overlap nowhere, and
// nowhere more than the capacity: facts may break a rule among themselves.
func constants(list []taken, capacity int) []lcg.Task {
	var at []int
	for _, t := range list {
		if t.start < t.end && t.amount > 0 {
			at = append(at, t.start, t.end)
		}
	}
	sort.Ints(at)
	var tasks []lcg.Task
	for i := 1; i < len(at); i++ {
		sum := 0
		for _, t := range list {
			if t.start <= at[i-1] && at[i-1] < t.end {
				sum += t.amount
			}
		}
		if sum = min(sum, capacity); at[i-1] < at[i] && sum > 0 {
			tasks = append(tasks, lcg.Task{Start: lcg.Const(at[i-1]), End: lcg.Const(at[i]), Need: sum, When: lcg.True})
		}
	}
	return tasks
}

// resources states the capacities of the renewable resources.
func (m *model) resources() {
	for r := range m.p.Res {
		if m.halted() {
			return
		}
		capacity, least := ceiling(&m.p.Res[r])
		var busy []taken
		if least < capacity {
			at := -grid.Never
			for _, s := range m.p.Res[r].Steps {
				busy = append(busy, taken{at, s.Start, capacity - m.p.Res[r].Capacity}, taken{s.Start, s.End, capacity - s.Capacity})
				at = s.End
			}
			busy = append(busy, taken{at, grid.Never, capacity - m.p.Res[r].Capacity})
		}
		m.cumulative(capacity, busy, func(md *grid.Mode) int {
			sum := 0
			for _, n := range md.Needs {
				if n.Res == r {
					sum += n.Amount
				}
			}
			return sum
		})
	}
}

// ceiling returns the highest and the least capacity of a resource.
func ceiling(r *grid.Resource) (most, least int) {
	most, least = r.Capacity, r.Capacity
	for _, s := range r.Steps {
		most, least = max(most, s.Capacity), min(least, s.Capacity)
	}
	return most, least
}

// claim is what an activity takes of a capacity in one of its modes. What is
// taken for good has no activity.
type claim struct {
	act  int
	task lcg.Task
}

// cumulative states a capacity that the activities, as need says, share with what is taken.
func (m *model) cumulative(capacity int, busy []taken, need func(*grid.Mode) int) {
	var all []claim
	for i := range m.p.Acts {
		a, v := &m.p.Acts[i], &m.acts[i]
		for k := range a.Modes {
			n := need(&a.Modes[k])
			switch {
			case n == 0 || a.Kind == grid.Decision || !a.Fixed && a.Modes[k].Duration == 0:
			case a.Fixed:
				if k == a.Mode {
					busy = append(busy, taken{a.Start, a.End, n})
				}
			default:
				task := lcg.Task{Start: v.start, End: v.end, Least: a.Modes[k].Duration, Need: n, When: v.mode[k]}
				all = append(all, claim{i, task})
			}
		}
	}
	for _, t := range constants(busy, capacity) {
		all = append(all, claim{grid.None, t})
	}
	tasks := make([]lcg.Task, len(all))
	for n := range all {
		tasks[n] = all[n].task
	}
	m.e.AddCumulative(capacity, tasks)
	m.exclusive(capacity, all)
}

// exclusive says of the largest claims, of which any two are more than the
// capacity, that they exclude each other. An activity all of whose modes are among them is one, whatever its mode.
func (m *model) exclusive(capacity int, all []claim) {
	slices.SortStableFunc(all, func(a, b claim) int { return b.task.Need - a.task.Need })
	n := min(1, len(all))
	for n < len(all) && all[n-1].task.Need+all[n].task.Need > capacity {
		n++
	}
	all = all[:n]
	slices.SortStableFunc(all, func(a, b claim) int { return a.act - b.act })
	var tasks []lcg.Task
	for from, to := 0, 0; from < len(all); from = to {
		act := all[from].act
		for to = from; to < len(all) && all[to].act == act; to++ {
			tasks = append(tasks, all[to].task)
		}
		if act == grid.None || to-from < len(m.p.Acts[act].Modes) {
			continue
		}
		one := all[from].task
		for _, c := range all[from:to] {
			one.Least = min(one.Least, c.task.Least)
		}
		one.When = m.acts[act].in
		tasks = append(tasks[:len(tasks)-(to-from)], one)
	}
	m.e.AddDisjunctive(tasks)
}

// mostPairs is how many pairs get a literal for their order, where the
// capacities would do without: each takes some hundred bytes.
const mostPairs = 20_000

// disjoint says of each pair that cannot run together in any of its modes
// which of the two goes first. (It follows from the capacities, but it is what is learnt about.)
func (m *model) disjoint() {
	next := m.next()
	before := make([][]bool, len(m.p.Acts)) // of those that were asked for
	reach := func(i, j int) bool {
		if before[i] == nil {
			before[i] = reached(next, i)
		}
		return before[i][j]
	}
	same := map[int][]int{} // the activities so far by what they need in their first mode: resources, then environments
	for i := range m.p.Acts {
		if i%8 == 7 && m.halted() || len(m.pairs) >= mostPairs {
			return
		}
		var others []int
		for _, what := range m.needs(i) {
			others = append(others, same[what]...)
			same[what] = append(same[what], i)
		}
		slices.Sort(others)
		for _, j := range slices.Compact(others) {
			if len(m.pairs) < mostPairs && m.apart(i, j) && !reach(i, j) && !reach(j, i) {
				a, b := &m.acts[i], &m.acts[j]
				first := m.first(i, j)
				when := m.both(a.in, b.in)
				m.e.AddDifference(a.end, 0, b.start, m.both(when, first))
				m.e.AddDifference(b.end, 0, a.start, m.both(when, first.Not()))
			}
		}
	}
}

// needs numbers what activity i needs in its first mode.
func (m *model) needs(i int) (all []int) {
	md := &m.p.Acts[i].Modes[0]
	for _, n := range md.Needs {
		if !slices.Contains(all, n.Res) {
			all = append(all, n.Res)
		}
	}
	if md.Env != grid.None {
		all = append(all, len(m.p.Res)+md.Env)
	}
	return all
}

// next lists, for each activity, those that cannot start before it ends.
func (m *model) next() [][]int {
	next := make([][]int, len(m.p.Acts))
	for _, l := range m.p.Links {
		if l.Kind == grid.FinishStart && l.Lag >= 0 && !l.Void {
			next[l.From] = append(next[l.From], l.To)
		}
	}
	return next
}

// reached tells which activities must start after activity i ends.
func reached(next [][]int, i int) []bool {
	all := make([]bool, len(next))
	for stack := []int{i}; len(stack) > 0; {
		k := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		for _, j := range next[k] {
			if !all[j] {
				all[j] = true
				stack = append(stack, j)
			}
		}
	}
	return all
}

// apart reports whether i and j share a resource or an environment that never has room for both.
func (m *model) apart(i, j int) bool {
	a, b := &m.p.Acts[i], &m.p.Acts[j]
	if a.Fixed || b.Fixed || a.Kind == grid.Decision || b.Kind == grid.Decision {
		return false
	}
	for k := range a.Modes {
		for l := range b.Modes {
			if !m.clash(&a.Modes[k], &b.Modes[l]) {
				return false
			}
		}
	}
	return true
}

func (m *model) clash(a, b *grid.Mode) bool {
	if a.Duration == 0 || b.Duration == 0 {
		return false
	}
	if a.Env != grid.None && a.Env == b.Env && a.Units+b.Units > m.p.Envs[a.Env].Capacity {
		return true
	}
	for _, x := range a.Needs {
		for _, y := range b.Needs {
			if most, _ := ceiling(&m.p.Res[x.Res]); x.Res == y.Res && x.Amount+y.Amount > most {
				return true
			}
		}
	}
	return false
}
