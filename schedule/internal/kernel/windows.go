package kernel

import (
	"sort"

	"github.com/berthplan/berth/schedule/internal/grid"
	"github.com/berthplan/berth/schedule/internal/kernel/lcg"
)

// row is an activity on the row of a window's occurrences: 0 is the first.
type row struct{ act, win int }

// window returns the window or meeting in whose occurrences all that
// activity i may start in lies, or None.
func window(p *grid.Problem, i int) int {
	a := &p.Acts[i]
	if a.Fixed {
		if a.Occ == grid.None {
			return grid.None
		}
		return p.Occs[a.Occ].Win
	}
	win := grid.None
	for k := range a.Modes {
		if a.Modes[k].Cal == nil {
			return grid.None
		}
		for _, piece := range a.Modes[k].Cal.Pieces {
			if piece.Occ == grid.None || win != grid.None && p.Occs[piece.Occ].Win != win {
				return grid.None
			}
			win = p.Occs[piece.Occ].Win
		}
	}
	return win
}

// openings returns when the occurrences of each window open.
func openings(p *grid.Problem) map[int][]int {
	all := map[int][]int{}
	for _, o := range p.Occs {
		all[o.Win] = append(all[o.Win], o.Opens)
	}
	return all
}

// inRow reports whether each piece in which activity i may start lies between
// the opening of its occurrence and the next one of the same window, so that a start tells its occurrence.
func inRow(p *grid.Problem, all map[int][]int, i int) bool {
	win := window(p, i)
	if win == grid.None {
		return false
	}
	if p.Acts[i].Fixed {
		return true
	}
	opens := all[win]
	for k := range p.Acts[i].Modes {
		for _, piece := range p.Acts[i].Modes[k].Cal.Pieces {
			n := sort.SearchInts(opens, piece.Start+1) - 1
			if n < 0 || opens[n] != p.Occs[piece.Occ].Opens || n+1 < len(opens) && opens[n+1] < piece.End {
				return false
			}
		}
	}
	return true
}

// occurrence returns which occurrence of its window activity i starts in.
func (m *model) occurrence(i int) lcg.View {
	win := window(m.p, i)
	key := row{i, win}
	if v, ok := m.rows[key]; ok {
		return v
	}
	opens := m.opens[win]
	at := func(s int) int { return max(0, sort.SearchInts(opens, s+1)-1) }
	a := &m.p.Acts[i]
	if a.Fixed {
		v := lcg.Const(sort.SearchInts(opens, m.p.Occs[a.Occ].Opens))
		m.rows[key] = v
		return v
	}
	v := m.e.NewVar(0, len(opens)-1).Plus(0)
	m.e.AddMonotone(m.acts[i].start, at, v, m.acts[i].in)
	m.e.AddMonotone(v, func(n int) int { return opens[max(0, min(n, len(opens)-1))] }, m.acts[i].start, m.acts[i].in)
	m.rows[key] = v
	return v
}

// windows states how many starts, and how much risk, an occurrence takes, and
// that a system takes one change in it: time-tables on the row of occurrences.
func (m *model) windows() {
	groups := make([]map[int][]int, m.p.Groups)
	for i := range m.p.Acts {
		a := &m.p.Acts[i]
		if g := a.Group; g != grid.None && m.counts(i) {
			if groups[g] == nil {
				groups[g] = map[int][]int{}
			}
			w := window(m.p, i)
			groups[g][w] = append(groups[g][w], i)
		}
	}
	one := func(int) int { return 1 }
	for _, g := range groups {
		if m.halted() {
			return
		}
		for w := range m.p.Wins {
			m.perOccurrence(g[w], 1, one)
		}
	}
	for w := range m.p.Wins {
		if m.halted() {
			return
		}
		var list []int
		for i := range m.p.Acts {
			if m.p.Acts[i].Win == w && m.counts(i) && window(m.p, i) == w {
				list = append(list, i)
			}
		}
		if c := m.p.Wins[w].Capacity; c < grid.Never {
			m.perOccurrence(list, c, one)
		}
		if b := m.p.Wins[w].Budget; b >= 0 && b < grid.Never {
			m.perOccurrence(list, int(b), func(i int) int { return int(min(m.p.Acts[i].Risk, grid.Never)) })
		}
	}
}

// counts reports whether activity i counts where it starts.
func (m *model) counts(i int) bool {
	a := &m.p.Acts[i]
	return a.Kind == grid.Contiguous && inRow(m.p, m.opens, i)
}

func (m *model) perOccurrence(list []int, capacity int, amount func(int) int) {
	var tasks []lcg.Task
	var busy []taken
	for _, i := range list {
		if v := m.occurrence(i); m.p.Acts[i].Fixed {
			at := m.e.Min(v)
			busy = append(busy, taken{at, at + 1, amount(i)})
		} else {
			tasks = append(tasks, lcg.Task{Start: v, End: v.Plus(1), Need: amount(i), When: m.acts[i].in})
		}
	}
	if len(tasks) > 0 {
		m.e.AddCumulative(capacity, append(tasks, constants(busy, capacity)...))
	}
}
