package main

import "slices"

// edge is a dependency: deliverables.list[from] requires list[to].
type edge struct{ from, to int }

// edges is what became of every dependency in the data: used and dropped are all of them.
type edges struct {
	used    []edge
	dropped []droppedEdge
}

// droppedEdge is a dependency that is not planned.
type droppedEdge struct{ from, to, reason string }

// Why a dependency is dropped.
const (
	dropUnknown  = "not a deliverable of this cycle"
	dropTwice    = "listed twice"
	dropUntagged = "never released"
	dropCycle    = "part of a cycle of dependencies"
)

// sortEdges decides which dependencies are planned.
func sortEdges(in *deliverables) edges {
	index := make(map[string]int, len(in.list))
	for i := range in.list {
		index[in.list[i].name] = i
	}
	var out edges
	drop := func(from int, to, reason string) {
		out.dropped = append(out.dropped, droppedEdge{in.list[from].name, to, reason})
	}
	var sound []edge
	seen := make(map[edge]bool)
	for from := range in.list {
		d := &in.list[from]
		for _, name := range d.requires {
			to, known := index[name]
			e := edge{from, to}
			switch {
			case !known:
				drop(from, name, dropUnknown)
			case seen[e]:
				drop(from, name, dropTwice)
			case !d.isReleased() || !in.list[to].isReleased():
				drop(from, name, dropUntagged)
			default:
				sound = append(sound, e)
			}
			seen[e] = seen[e] || known
		}
	}
	// Which edge of a cycle is the wrong one cannot be told, so all of them go.
	component := components(len(in.list), sound)
	for _, e := range sound {
		if component[e.from] == component[e.to] {
			drop(e.from, in.list[e.to].name, dropCycle)
			continue
		}
		out.used = append(out.used, e)
	}
	return out
}

// components numbers the strongly connected components of a graph of n nodes: nodes that reach each other
// have one number, and what a node requires has a lower one than the node. (R. Tarjan, Depth-first
// search and linear graph algorithms, 1972, doi:10.1137/0201010.)
func components(n int, list []edge) []int {
	next := make([][]int, n)
	for _, e := range list {
		next[e.from] = append(next[e.from], e.to)
	}
	number, low, component := make([]int, n), make([]int, n), make([]int, n)
	var stack []int
	var visit func(v int)
	count, found := 0, 0
	visit = func(v int) {
		count++
		number[v], low[v] = count, count
		stack = append(stack, v)
		for _, w := range next[v] {
			switch {
			case number[w] == 0:
				visit(w)
				low[v] = min(low[v], low[w])
			case component[w] == 0: // still on the stack
				low[v] = min(low[v], number[w])
			}
		}
		if low[v] != number[v] {
			return
		}
		found++
		for w := -1; w != v; {
			w = stack[len(stack)-1]
			stack = stack[:len(stack)-1]
			component[w] = found
		}
	}
	for v := range n {
		if number[v] == 0 {
			visit(v)
		}
	}
	return component
}

// requirements lists, for each deliverable, the positions in used of its own edges.
func (e edges) requirements(n int) [][]edge {
	out := make([][]edge, n)
	for _, x := range e.used {
		out[x.from] = append(out[x.from], x)
	}
	return out
}

// chains is, for each node, the length of the longest path of dependencies that ends with it, counted in
// nodes, and the node before it there: of several the first in the file; -1: none.
type chains struct{ length, previous []int }

func (e edges) chains(n int) chains {
	// A component's number is higher than those of what it requires.
	order, component := make([]int, n), components(n, e.used)
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int { return component[a] - component[b] })
	out := chains{make([]int, n), make([]int, n)}
	before := e.requirements(n)
	for _, v := range order {
		out.length[v], out.previous[v] = 1, -1
		for _, x := range before[v] {
			if l := out.length[x.to] + 1; l > out.length[v] || l == out.length[v] && x.to < out.previous[v] {
				out.length[v], out.previous[v] = l, x.to
			}
		}
	}
	return out
}

// to is the chain that ends with node v.
func (c chains) to(v int) []int {
	var out []int
	for ; v >= 0; v = c.previous[v] {
		out = append(out, v)
	}
	slices.Reverse(out)
	return out
}
