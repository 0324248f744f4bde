package sgs

import "github.com/berthplan/berth/schedule/internal/grid"

// order is what comes before what: the minimum-lag links, less those inside a
// strongly connected component (start-to-start both ways, say), which no order can meet.
type order struct {
	preds, succs [][]int
	topo         []int
}

func newOrder(p *grid.Problem) *order {
	n := len(p.Acts)
	comp := components(p)
	o := &order{preds: make([][]int, n), succs: make([][]int, n)}
	for _, l := range p.Links {
		if l.Kind.Minimum() && !l.Void && comp[l.From] != comp[l.To] {
			o.preds[l.To] = append(o.preds[l.To], l.From)
			o.succs[l.From] = append(o.succs[l.From], l.To)
		}
	}
	waits := make([]int, n)
	for i := range waits {
		waits[i] = len(o.preds[i])
		if waits[i] == 0 {
			o.topo = append(o.topo, i)
		}
	}
	for k := 0; k < len(o.topo); k++ {
		for _, j := range o.succs[o.topo[k]] {
			if waits[j]--; waits[j] == 0 {
				o.topo = append(o.topo, j)
			}
		}
	}
	return o
}

// components numbers the strongly connected components of the minimum-lag
// links (Tarjan 1972, with a stack of its own: chains may be long).
func components(p *grid.Problem) []int {
	n := len(p.Acts)
	index, low, comp := make([]int, n), make([]int, n), make([]int, n)
	on := make([]bool, n)
	var stack, path, edge []int
	next, comps := 1, 0
	for root := range n {
		if index[root] != 0 {
			continue
		}
		path, edge = append(path[:0], root), append(edge[:0], 0)
		for len(path) > 0 {
			v := path[len(path)-1]
			k := &edge[len(edge)-1]
			if *k == 0 && index[v] == 0 {
				index[v], low[v] = next, next
				next++
				stack, on[v] = append(stack, v), true
			}
			out := p.Acts[v].Out
			if *k < len(out) {
				l := &p.Links[out[*k]]
				*k++
				if !l.Kind.Minimum() || l.Void {
					continue
				}
				switch w := l.To; {
				case index[w] == 0:
					path, edge = append(path, w), append(edge, 0)
				case on[w]:
					low[v] = min(low[v], index[w])
				}
				continue
			}
			path, edge = path[:len(path)-1], edge[:len(edge)-1]
			if len(path) > 0 {
				u := path[len(path)-1]
				low[u] = min(low[u], low[v])
			}
			if low[v] == index[v] {
				for {
					w := stack[len(stack)-1]
					stack, on[w] = stack[:len(stack)-1], false
					comp[w] = comps
					if w == v {
						break
					}
				}
				comps++
			}
		}
	}
	return comp
}
