package schedule

import (
	"fmt"
	"strconv"
	"strings"
)

func (v *validator) links() {
	var waits []wait
	for i := range v.p.Links {
		l := &v.p.Links[i]
		at := func(field string) string { return fmt.Sprintf("links[%d].%s", i, field) }
		if l.Kind > Apart {
			v.add("unknown-kind", at("kind"), strconv.Itoa(int(l.Kind)), "FinishToStart … Apart", "")
		}
		from, okFrom := v.reference(v.activity, "an activity", l.From, func() string { return at("from") })
		to, okTo := v.reference(v.activity, "an activity", l.To, func() string { return at("to") })
		bad := badDuration(l.Lag, l.Kind != Apart, maxSpan)
		if bad != "" {
			v.add("duration", at("lag"), l.Lag.String(), bad, "")
		}
		if !okFrom || !okTo {
			continue
		}
		if from == to {
			v.add("self-link", fmt.Sprintf("links[%d]", i), l.From+" and "+l.To, "two activities", "")
			continue
		}
		// What a fact has decided binds nothing, so no cycle passes through one.
		free := v.p.Activities[from].Fact == nil && v.p.Activities[to].Fact == nil
		if l.Kind == FinishToStart && l.Lag >= 0 && bad == "" && free {
			waits = append(waits, wait{from, to, i, l.Lag > 0 || v.takesTime(from)})
		}
	}
	v.cycles(waits)
}

// takesTime reports whether activity i has a length in every mode.
func (v *validator) takesTime(i int) bool {
	for _, m := range v.p.Activities[i].Modes {
		if m.Duration <= 0 {
			return false
		}
	}
	return true
}

// wait says that to starts no earlier than the end of from; truly later than its start where later is set.
type wait struct {
	from, to, link int
	later          bool
}

// cycles reports one cycle of each group of activities that wait for each
// other, where going round it takes time. Those that all have no length may
// wait for each other: they happen at once.
func (v *validator) cycles(waits []wait) {
	if len(waits) == 0 {
		return
	}
	g := newWaitGraph(len(v.p.Activities), waits)
	group := g.groups()
	reported := map[int]bool{}
	for _, w := range waits {
		if c := group[w.from]; c == group[w.to] && w.later && !reported[c] {
			reported[c] = true
			v.add("cycle", fmt.Sprintf("links[%d]", w.link), v.around(g.path(w.to, w.from, group)),
				"an order in which each activity can come after those it waits for", "")
		}
	}
}

// around prints a cycle, beginning and ending with its last element.
func (v *validator) around(path []int) string {
	const most = 12
	var b strings.Builder
	b.WriteString(v.p.Activities[path[len(path)-1]].Name)
	for k, i := range path {
		if k == most && len(path) > most+1 {
			fmt.Fprintf(&b, " → (%d more) → %s", len(path)-most-1, v.p.Activities[path[len(path)-1]].Name)
			break
		}
		b.WriteString(" → " + v.p.Activities[i].Name)
	}
	return b.String()
}

// waitGraph lists the successors of every activity in one slice:
// those of i are next[first[i]:first[i+1]].
type waitGraph struct{ first, next []int }

func newWaitGraph(n int, waits []wait) *waitGraph {
	g := &waitGraph{make([]int, n+1), make([]int, len(waits))}
	for _, w := range waits {
		g.first[w.from+1]++
	}
	for i := range n {
		g.first[i+1] += g.first[i]
	}
	at := append([]int(nil), g.first...)
	for _, w := range waits {
		g.next[at[w.from]] = w.to
		at[w.from]++
	}
	return g
}

// groups numbers the strongly connected components (Tarjan 1972, without recursion).
func (g *waitGraph) groups() []int {
	n := len(g.first) - 1
	const unseen = -1
	group, number, low := make([]int, n), make([]int, n), make([]int, n)
	at := append([]int(nil), g.first[:n]...)
	for i := range n {
		group[i], number[i] = unseen, unseen
	}
	var open, path []int // open: seen and not yet in a group; path: from the root to where we are
	seen, found := 0, 0
	for root := range n {
		if number[root] != unseen {
			continue
		}
		path = append(path[:0], root)
		for len(path) > 0 {
			i := path[len(path)-1]
			if number[i] == unseen {
				number[i], low[i] = seen, seen
				seen++
				open = append(open, i)
			}
			if at[i] < g.first[i+1] {
				j := g.next[at[i]]
				at[i]++
				if number[j] == unseen {
					path = append(path, j)
				} else if group[j] == unseen {
					low[i] = min(low[i], number[j])
				}
				continue
			}
			if low[i] == number[i] {
				for {
					j := open[len(open)-1]
					open = open[:len(open)-1]
					group[j] = found
					if j == i {
						break
					}
				}
				found++
			}
			path = path[:len(path)-1]
			if len(path) > 0 {
				parent := path[len(path)-1]
				low[parent] = min(low[parent], low[i])
			}
		}
	}
	return group
}

// path is a shortest way from a to b inside their common group, both included.
func (g *waitGraph) path(a, b int, group []int) []int {
	before := map[int]int{a: a}
	for queue := []int{a}; len(queue) > 0; queue = queue[1:] {
		i := queue[0]
		if i == b {
			break
		}
		for _, j := range g.next[g.first[i]:g.first[i+1]] {
			if _, seen := before[j]; !seen && group[j] == group[a] {
				before[j] = i
				queue = append(queue, j)
			}
		}
	}
	var back []int
	for i := b; ; i = before[i] {
		back = append(back, i)
		if i == a {
			break
		}
	}
	for l, r := 0, len(back)-1; l < r; l, r = l+1, r-1 {
		back[l], back[r] = back[r], back[l]
	}
	return back
}
