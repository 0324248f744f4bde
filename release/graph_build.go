package release

import (
	"cmp"
	"slices"
	"strings"
)

// buildGraph makes the graph from the routes of p's packages. Links that name
// nothing are left out.
func buildGraph(p *Portfolio, routes [][]Phase) *Graph {
	g := &Graph{p: p, routes: routes, at: map[Ref]int{}, packages: map[string]int{}, origins: map[[2]int]origin{}}
	for i := range p.Packages {
		g.addNodes(i)
	}
	g.next, g.before = make([][]int, len(g.refs)), make([][]int, len(g.refs))
	for i := range p.Packages {
		g.addEdges(i)
	}
	for n := range g.refs {
		slices.Sort(g.next[n])
		g.next[n] = slices.Compact(g.next[n])
		slices.Sort(g.before[n])
		g.before[n] = slices.Compact(g.before[n])
	}
	g.order = sortNodes(g.next)
	g.position = make([]int, len(g.order))
	for at, n := range g.order {
		g.position[n] = at
	}
	return g
}

func (g *Graph) addNodes(i int) {
	pkg := &g.p.Packages[i]
	nodes := make([][]int, len(g.routes[i]))
	_, twice := g.packages[pkg.Name]
	if !twice {
		g.packages[pkg.Name] = i
	}
	for j, ph := range g.routes[i] {
		for _, site := range g.p.sitesOf(pkg, ph) {
			ref := Ref{Package: pkg.Name, Phase: ph.Name, Site: site}
			if _, twice := g.at[ref]; !twice {
				g.at[ref] = len(g.refs)
			}
			nodes[j] = append(nodes[j], len(g.refs))
			g.refs = append(g.refs, ref)
		}
	}
	g.nodes = append(g.nodes, nodes)
}

// sitesOf is where a phase of pkg goes, in roll-out order: its sites if the
// phase has a window, else the one nameless place.
func (p *Portfolio) sitesOf(pkg *Package, ph Phase) []string {
	if ph.Window == "" || len(pkg.Sites) == 0 {
		return []string{""}
	}
	sites := slices.Clone(pkg.Sites)
	rank := func(s string) int {
		if at := slices.Index(p.Sites.Order, s); at >= 0 {
			return at
		}
		return len(p.Sites.Order)
	}
	slices.SortStableFunc(sites, func(a, b string) int { return cmp.Compare(rank(a), rank(b)) })
	return sites
}

func (g *Graph) addEdges(i int) {
	pkg := &g.p.Packages[i]
	for j, ph := range g.routes[i] {
		sites := g.nodes[i][j]
		for k := 1; k < len(sites); k++ {
			g.addEdge(sites[k-1], sites[k], origin{i, j, -1})
		}
		for k, l := range ph.Links {
			for _, from := range g.targets(l, i) {
				g.addEdge(from, standing(l.Kind, sites), origin{i, j, k})
			}
		}
	}
	first, last := pkg.Ends(g.routes[i])
	for k, l := range pkg.Links {
		phases := first
		if l.Kind == FinishToFinish || l.Kind == StartToFinish {
			phases = last
		}
		for _, from := range g.targets(l, i) {
			for j, ph := range g.routes[i] {
				if slices.Contains(phases, ph.Name) {
					g.addEdge(from, standing(l.Kind, g.nodes[i][j]), origin{i, -1, k})
				}
			}
		}
	}
}

// standing is the site a link of that kind holds back: the first may not start, or the last may not end.
func standing(kind LinkKind, sites []int) int {
	if kind == FinishToFinish || kind == StartToFinish {
		return sites[len(sites)-1]
	}
	return sites[0]
}

// targets is the nodes that a link of the i-th package names: of a package its last phases,
// or its first where its start counts; of a phase its last site, unless it says which.
func (g *Graph) targets(l Link, i int) []int {
	if !l.Kind.Orders() || l.To.Package == "" && l.To.Phase == "" {
		return nil
	}
	if l.To.Package != "" {
		at, ok := g.packages[l.To.Package]
		if !ok {
			return nil
		}
		i = at
	}
	starts := l.Kind == StartToStart || l.Kind == StartToFinish
	var ends []string
	if l.To.Phase == "" {
		first, last := g.p.Packages[i].Ends(g.routes[i])
		if ends = last; starts {
			ends = first
		}
	}
	var nodes []int
	for j, ph := range g.routes[i] {
		sites := g.nodes[i][j]
		switch {
		case l.To.Phase == "" && slices.Contains(ends, ph.Name):
			if starts {
				nodes = append(nodes, sites[0])
			} else {
				nodes = append(nodes, sites[len(sites)-1])
			}
		case l.To.Phase != ph.Name:
		case l.To.Site == "":
			nodes = append(nodes, sites[len(sites)-1])
		default:
			for _, n := range sites {
				if g.refs[n].Site == l.To.Site {
					nodes = append(nodes, n)
				}
			}
		}
	}
	return nodes
}

func (g *Graph) addEdge(from, to int, o origin) {
	g.next[from] = append(g.next[from], to)
	g.before[to] = append(g.before[to], from)
	if _, known := g.origins[[2]int{from, to}]; !known {
		g.origins[[2]int{from, to}] = o
	}
}

// cyclePath is the path of the first link in a cycle that somebody wrote.
func (g *Graph) cyclePath(cycle []int) string {
	for i, n := range cycle {
		o := g.origins[[2]int{cycle[(i+1)%len(cycle)], n}]
		pkg := &g.p.Packages[o.pkg]
		if o.phase < 0 {
			return item(entry("packages", pkg.Name, o.pkg)+".links", o.link)
		}
		if o.link < 0 {
			continue
		}
		ph := g.routes[o.pkg][o.phase]
		own := slices.IndexFunc(pkg.Phases, func(x Phase) bool { return x.Name == ph.Name && x.Links != nil })
		if own >= 0 {
			return item(entry("packages", pkg.Name, o.pkg)+".phases."+ph.Name+".links", o.link)
		}
		for _, x := range g.p.Phases {
			if x.Name == ph.Name {
				if at := slices.Index(x.Links, ph.Links[o.link]); at >= 0 {
					return item("phases."+ph.Name+".links", at)
				}
			}
		}
	}
	first := g.refs[cycle[0]]
	return "packages." + first.Package + ".phases." + first.Phase
}

// phasesOnly is the phases of a cycle without their packages, as a key.
func (g *Graph) phasesOnly(cycle []int) string {
	names := make([]string, len(cycle))
	for i, n := range cycle {
		names[i] = g.refs[n].Phase
	}
	return strings.Join(names, "\x00")
}

func (g *Graph) cycleNames(cycle []int) []string {
	names := make([]string, len(cycle))
	for i, n := range cycle {
		names[i] = g.refs[n].String()
	}
	return names
}
