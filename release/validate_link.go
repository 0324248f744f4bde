package release

import (
	"slices"
	"strings"
)

// link checks a link of the i-th package; phase is what it stands on, "" for the package itself.
func (c *checker) link(path string, l Link, i int, phase string) {
	c.linkForm(path, l)
	own := c.p.Packages[i].Name
	to := l.To.in(own)
	switch {
	case l.To == Ref{}:
		return
	case l.To.Package == "" && l.To.Phase == "":
		c.add("missing-field", path, quote(l.To.String()), "a package or a phase, and then a site", "")
		return
	case to.Package != own || l.To.Package != "":
		if !c.known(path, to.Package, c.packageNames, "a package") {
			return
		}
		i = c.packageNames.at[to.Package]
	}
	if to.Phase != "" {
		c.phaseAndSite(path, to, i)
	} else if to.Site != "" {
		c.add("missing-field", path, quote(to.String()), "a phase before the site", "")
	}
	if !l.Kind.Orders() && to.Package == own && to.Phase == phase && to.Site == "" {
		c.add("cycle", path, l.String(), "a link to something else", "it links to itself")
	}
}

// routeLink checks a link of the plan's route: its phases, or those of one package.
func (c *checker) routeLink(path string, l Link, phase string) {
	c.linkForm(path, l)
	switch {
	case l.To == Ref{}:
	case l.To.Package != "":
		if c.known(path, l.To.Package, c.packageNames, "a package") && l.To.Phase != "" {
			c.phaseAndSite(path, l.To, c.packageNames.at[l.To.Package])
		}
	case l.To.Phase == "":
		c.add("missing-field", path, quote(l.To.String()), "a phase before the site", "")
	case c.known(path, l.To.Phase, c.phaseNames, "a phase of the plan's route"):
		c.known(path, l.To.Site, c.siteNames, "a site of sites.order")
		if !l.Kind.Orders() && l.To.Phase == phase && l.To.Site == "" {
			c.add("cycle", path, l.String(), "a link to something else", "it links to itself")
		}
	}
}

// linkForm checks a link apart from what it names.
func (c *checker) linkForm(path string, l Link) {
	c.kind(path, l.Kind, int(l.Kind), len(linkWords))
	c.required(path, l.To != Ref{}, "what it links to")
	c.length(path, l.Lag, l.Kind.Orders())
	if (l.Kind == SameOccurrence || l.Kind == OtherOccurrence) && !l.Lag.IsZero() {
		c.add("conflicting-fields", path, l.Lag.String(), "no lag: "+l.Kind.String()+" has none", "")
	}
}

// cycles reports what waits for itself: phases through their links, and systems through dependsOn.
func (c *checker) cycles() {
	const expected = "phases that do not wait for each other"
	// A cycle in the plan's own route is one fault, not one for each package that takes it.
	bare := &Portfolio{Phases: c.p.Phases, Windows: c.p.Windows, Packages: []Package{{}}}
	inRoute := map[string]bool{}
	g := buildGraph(bare, [][]Phase{bare.Route(&bare.Packages[0])})
	for _, cycle := range g.cycles() {
		names := g.cycleNames(cycle)
		inRoute[strings.Join(names, "\x00")] = true
		c.cycle(g.cyclePath(cycle), names, expected)
	}
	g = buildGraph(c.p, c.routes)
	for _, cycle := range g.cycles() {
		if path := g.cyclePath(cycle); strings.HasPrefix(path, "packages.") || !inRoute[g.phasesOnly(cycle)] {
			c.cycle(path, g.cycleNames(cycle), expected)
		}
	}
	next := make([][]int, len(c.p.Systems))
	for i, s := range c.p.Systems {
		for _, on := range s.DependsOn {
			if at, ok := c.systemNames.at[on]; ok && !slices.Contains(next[i], at) {
				next[i] = append(next[i], at)
			}
		}
	}
	for _, cycle := range findCycles(next) {
		var names []string
		for _, at := range cycle {
			names = append(names, c.p.Systems[at].Name)
		}
		first := c.p.Systems[cycle[0]]
		to := names[1%len(names)]
		path := item("systems."+first.Name+".dependsOn", slices.Index(first.DependsOn, to))
		c.cycle(path, names, "systems that do not depend on each other")
	}
}

// cycle reports one cycle; names are its members, each waiting for the next.
func (c *checker) cycle(path string, names []string, expected string) {
	if len(names) == 1 {
		c.add("cycle", path, names[0]+" waits for itself", expected, "")
		return
	}
	const most = 12
	text, hint := "", "each waits for the next: take out one of the links"
	for i, name := range names {
		if i == most && len(names) > most+1 {
			text += "… → "
			break
		}
		text += name + " → "
	}
	c.add("cycle", path, text+names[0], expected, hint)
}
