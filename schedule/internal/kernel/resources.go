package kernel

import (
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

// cumulative states a capacity that the activities, as need says, share with what is taken.
func (m *model) cumulative(capacity int, busy []taken, need func(*grid.Mode) int) {
	var tasks []lcg.Task
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
				tasks = append(tasks, lcg.Task{Start: v.start, End: v.end, Need: n, When: v.mode[k]})
			}
		}
	}
	m.e.AddCumulative(capacity, append(tasks, constants(busy, capacity)...))
}

// mostPairs is how many pairs get a literal for their order, where the
// capacities would do without: each takes some hundred bytes.
const mostPairs = 20_000

// disjoint says of each pair that cannot run together in any of its modes
// which of the two goes first. (It follows from the capacities, but it is what is learnt about.)
func (m *model) disjoint() {
	before := m.reach()
	for i := range m.p.Acts {
		for j := range i {
			if len(m.pairs) < mostPairs && !before[i][j] && !before[j][i] && m.apart(i, j) {
				a, b := &m.acts[i], &m.acts[j]
				first := m.first(i, j)
				when := m.both(a.in, b.in)
				m.e.AddDifference(a.end, 0, b.start, m.both(when, first))
				m.e.AddDifference(b.end, 0, a.start, m.both(when, first.Not()))
			}
		}
	}
}

// reach tells which activities must end before which others start.
func (m *model) reach() [][]bool {
	n := len(m.p.Acts)
	next := make([][]int, n)
	for _, l := range m.p.Links {
		if l.Kind == grid.FinishStart && l.Lag >= 0 && !l.Void {
			next[l.From] = append(next[l.From], l.To)
		}
	}
	all := make([][]bool, n)
	var stack []int
	for i := range all {
		all[i] = make([]bool, n)
		stack = append(stack[:0], i)
		for len(stack) > 0 {
			k := stack[len(stack)-1]
			stack = stack[:len(stack)-1]
			for _, j := range next[k] {
				if !all[i][j] {
					all[i][j] = true
					stack = append(stack, j)
				}
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
