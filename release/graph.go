package release

import (
	"slices"

	"gonum.org/v1/gonum/graph"
	"gonum.org/v1/gonum/graph/simple"
	"gonum.org/v1/gonum/graph/topo"
)

// Graph says what waits for what: its nodes are the phases of packages, at each
// site where they go site by site (those with a window, in a package with sites, in the
// order of Sites.Order), and its edges the links that order (LinkKind.Orders), with
// each site after the one before it. A Graph does not change and is safe for concurrent use.
//
// Where a method takes a Ref, one without a Site is the phase at all its sites, and one
// without a Phase the whole package. A Ref that names nothing has no neighbours.
type Graph struct {
	p        *Portfolio
	routes   [][]Phase
	refs     []Ref
	at       map[Ref]int
	packages map[string]int
	nodes    [][][]int // of each package, of each phase of its route, of each site
	next     [][]int   // node -> what waits for it, ascending
	before   [][]int   // node -> what it waits for, ascending
	origins  map[[2]int]origin
	order    []int
	position []int // node -> its position in order
}

// origin is the link behind an edge: the i-th of a phase (or, with phase -1, of a package).
type origin struct{ pkg, phase, link int }

// NewGraph builds the graph of p as it is now. The error is [Faults]: links that name
// nothing, and names that are missing or not unique. Cycles are no error here: see Cycles.
func NewGraph(p *Portfolio) (*Graph, error) {
	c := newChecker(p)
	for i := range p.Packages {
		pkg := &p.Packages[i]
		path := entry("packages", pkg.Name, i)
		for j, l := range pkg.Links {
			c.link(item(path+".links", j), l, i, "")
		}
		for j, ph := range pkg.Phases {
			for k, l := range ph.Links {
				c.link(item(entry(path+".phases", ph.Name, j)+".links", k), l, i, ph.Name)
			}
		}
	}
	for i, ph := range p.Phases {
		for j, l := range ph.Links {
			c.routeLink(item(entry("phases", ph.Name, i)+".links", j), l, ph.Name)
		}
	}
	if err := c.faults.Err(); err != nil {
		return nil, err
	}
	return buildGraph(p, c.routes), nil
}

// Order is every node after everything it waits for; what is free comes in the
// order of the portfolio. The members of a cycle stand together, in the order of the portfolio.
func (g *Graph) Order() []Ref { return g.named(g.order) }

// Predecessors are the nodes that ref waits for directly, in the order of Order.
// For a package they are the packages that its phases wait for directly.
func (g *Graph) Predecessors(ref Ref) []Ref { return g.neighbours(ref, g.before) }

// Successors are the nodes that wait for ref directly, in the order of Order.
// For a package they are the packages with a phase that waits for one of its phases.
func (g *Graph) Successors(ref Ref) []Ref { return g.neighbours(ref, g.next) }

// Impact is everything that waits for ref, directly or through others, in the order of
// Order: what may move when ref moves. For a package it leaves out the package's own phases.
func (g *Graph) Impact(ref Ref) []Ref {
	from := g.find(ref)
	reached := g.reach(from, g.next, func(int) bool { return true })
	return g.named(g.without(reached, from))
}

// Blockers are the phases of other packages that the package still waits for, directly or
// through others: those that are not done, with phases that are done waiting for nothing. In the order of Order.
func (g *Graph) Blockers(pkg string) []Ref {
	own := g.find(Ref{Package: pkg})
	open := func(n int) bool { return !g.done(n) }
	reached := g.reach(slices.DeleteFunc(slices.Clone(own), g.done), g.before, open)
	return g.named(g.without(reached, own))
}

// Cycles are chains in which each phase waits for the next and the last for the
// first; one chain at least for every phase that is in a cycle, short ones first found. Each begins with
// the phase that stands first in the portfolio. At most 100 are given.
func (g *Graph) Cycles() [][]Ref {
	var cycles [][]Ref
	for _, cycle := range g.cycles() {
		refs := make([]Ref, len(cycle))
		for i, n := range cycle {
			refs[i] = g.refs[n]
		}
		cycles = append(cycles, refs)
	}
	return cycles
}

func (g *Graph) cycles() [][]int { return findCycles(g.before) }

// named is nodes as references, in the order of Order.
func (g *Graph) named(nodes []int) []Ref {
	sorted := slices.Clone(nodes)
	slices.SortFunc(sorted, func(a, b int) int { return g.position[a] - g.position[b] })
	refs := make([]Ref, len(sorted))
	for i, n := range sorted {
		refs[i] = g.refs[n]
	}
	return refs
}

// find is the nodes a reference stands for.
func (g *Graph) find(ref Ref) []int {
	if n, ok := g.at[ref]; ok {
		return []int{n}
	}
	at, ok := g.packages[ref.Package]
	if !ok || ref.Site != "" {
		return nil
	}
	var nodes []int
	for i, ph := range g.routes[at] {
		if ref.Phase == "" || ref.Phase == ph.Name {
			nodes = append(nodes, g.nodes[at][i]...)
		}
	}
	return nodes
}

func (g *Graph) neighbours(ref Ref, edges [][]int) []Ref {
	from := g.find(ref)
	var near []int
	for _, n := range from {
		near = append(near, edges[n]...)
	}
	slices.Sort(near)
	refs := g.named(g.without(slices.Compact(near), from))
	if ref.Phase != "" {
		return refs
	}
	var packages []Ref
	for _, r := range refs {
		if whole := (Ref{Package: r.Package}); !slices.Contains(packages, whole) {
			packages = append(packages, whole)
		}
	}
	return packages
}

// without is nodes less those of other.
func (g *Graph) without(nodes, other []int) []int {
	drop := make(map[int]bool, len(other))
	for _, n := range other {
		drop[n] = true
	}
	return slices.DeleteFunc(nodes, func(n int) bool { return drop[n] })
}

// reach is everything that edges lead to from the given nodes, through nodes that pass.
func (g *Graph) reach(from []int, edges [][]int, pass func(int) bool) []int {
	seen := make([]bool, len(g.refs))
	queue := slices.Clone(from)
	var reached []int
	for len(queue) > 0 {
		n := queue[0]
		queue = queue[1:]
		for _, m := range edges[n] {
			if !seen[m] && pass(m) {
				seen[m] = true
				reached = append(reached, m)
				queue = append(queue, m)
			}
		}
	}
	return reached
}

// done reports whether the facts say that a node is done. A fact without a site
// is about every site of its phase.
func (g *Graph) done(n int) bool {
	ref := g.refs[n]
	pkg := &g.p.Packages[g.packages[ref.Package]]
	return slices.ContainsFunc(pkg.Actuals, func(a Actual) bool {
		return a.Phase == ref.Phase && (a.Site == ref.Site || a.Site == "") && !a.End.IsZero()
	})
}

// sortNodes puts nodes in topological order, the members of a cycle together.
func sortNodes(next [][]int) []int {
	sorted, err := topo.SortStabilized(directed(next), nil)
	components, _ := err.(topo.Unorderable)
	order := make([]int, 0, len(next))
	for _, n := range sorted {
		if n != nil {
			order = append(order, int(n.ID()))
			continue
		}
		for _, member := range components[0] {
			order = append(order, int(member.ID()))
		}
		components = components[1:]
	}
	return order
}

// maxCycles bounds the cycles that are reported.
const maxCycles = 100

// findCycles gives, for every node in a cycle that no cycle found before has, a shortest
// cycle through it. Each follows the edges and begins with its least node.
func findCycles(edges [][]int) [][]int {
	var cycles [][]int
	component := make([]int, len(edges)) // 0: in no cycle of several
	_, err := topo.SortStabilized(directed(edges), nil)
	components, _ := err.(topo.Unorderable)
	for i, members := range components {
		for _, m := range members {
			component[m.ID()] = i + 1
		}
	}
	covered := make([]bool, len(edges))
	for n := range edges {
		if len(cycles) == maxCycles {
			break
		}
		if slices.Contains(edges[n], n) {
			cycles = append(cycles, []int{n})
		}
		if component[n] == 0 || covered[n] {
			continue
		}
		cycle := shortestCycle(n, edges, component)
		for _, m := range cycle {
			covered[m] = true
		}
		least := slices.Index(cycle, slices.Min(cycle))
		cycles = append(cycles, slices.Concat(cycle[least:], cycle[:least]))
	}
	return cycles
}

// shortestCycle is a breadth-first search from n back to n inside its component.
func shortestCycle(n int, edges [][]int, component []int) []int {
	from := map[int]int{}
	queue := []int{n}
	for len(queue) > 0 {
		at := queue[0]
		queue = queue[1:]
		for _, to := range edges[at] {
			if to == n && at != n {
				cycle := []int{at}
				for at != n {
					at = from[at]
					cycle = append(cycle, at)
				}
				slices.Reverse(cycle)
				return cycle
			}
			if _, seen := from[to]; seen || to == n || component[to] != component[n] {
				continue
			}
			from[to] = at
			queue = append(queue, to)
		}
	}
	return []int{n}
}

// directed is edges as the graph library has them; it takes no loops.
func directed(edges [][]int) graph.Directed {
	g := simple.NewDirectedGraph()
	for n := range edges {
		g.AddNode(simple.Node(n))
	}
	for n, next := range edges {
		for _, m := range next {
			if m != n {
				g.SetEdge(simple.Edge{F: simple.Node(n), T: simple.Node(m)})
			}
		}
	}
	return g
}
