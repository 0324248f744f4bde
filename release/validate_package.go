package release

import (
	"math"
	"slices"
	"strconv"
	"time"
)

func (c *checker) packages() {
	for i := range c.p.Packages {
		pkg := &c.p.Packages[i]
		path := entry("packages", pkg.Name, i)
		c.ambiguous(path, pkg, i)
		c.known(path+".system", pkg.System, c.systemNames, "a system")
		if pkg.Priority != 0 && (pkg.Priority < 1 || pkg.Priority > 1000) {
			c.add("out-of-range", path+".priority", strconv.Itoa(pkg.Priority), "a priority from 1 to 1000", "")
		}
		collectList(c, path+".sites", pkg.Sites)
		for j, site := range pkg.Sites {
			c.known(item(path+".sites", j), site, c.siteNames, "a site of sites.order")
		}
		c.profile(path+".risk", pkg.Profile)
		for j, l := range pkg.Links {
			c.link(item(path+".links", j), l, i, "")
		}
		own := collect(c, path+".phases", pkg.Phases, func(x Phase) string { return x.Name })
		for j, ph := range pkg.Phases {
			at := entry(path+".phases", ph.Name, j)
			if ph.Skip && !c.phaseNames.has(ph.Name) && own.has(ph.Name) {
				c.unknown(at, ph.Name, c.phaseNames.list, "a phase of the plan's route, to skip it")
			}
			c.phase(at, ph)
			for k, l := range ph.Links {
				c.link(item(at+".links", k), l, i, ph.Name)
			}
		}
		c.route(path, pkg, i)
		c.actuals(path, pkg, i)
		c.pins(path, pkg, i)
	}
}

// ambiguous reports a package named so that a reference to something else reads as it.
func (c *checker) ambiguous(path string, pkg *Package, i int) {
	if pkg.Name == "" || c.packageNames.at[pkg.Name] != i {
		return
	}
	expected := "a name that means one thing"
	if c.anyPhase[pkg.Name] {
		c.add("ambiguous-name", path, quote(pkg.Name), expected, "phases are called "+pkg.Name+", too")
	}
	for at := range len(pkg.Name) {
		if pkg.Name[at] != '.' || !c.packageNames.has(pkg.Name[:at]) {
			continue
		}
		s := c.scopes[c.packageNames.at[pkg.Name[:at]]]
		for _, r := range readPhase(pkg.Name[at+1:], s.phases, s.sites) {
			r.Package = pkg.Name[:at]
			c.add("ambiguous-name", path, quote(pkg.Name), expected, "it is also "+describe(r))
		}
	}
}

func (c *checker) profile(path string, r Profile) {
	c.word(path+".change", r.Change, "small", "medium", "large")
	c.word(path+".tests", r.Tests, "full", "partial", "none")
	c.word(path+".rollback", r.Rollback, "tested", "untested", "none")
	c.number(path+".probability", r.Probability, 0, 1, "a probability from 0 to 1")
	c.number(path+".loss", r.Loss, 0, math.MaxFloat64, "a loss that is not negative")
}

// where is the path of a field of a phase of pkg: in the package's own line if it is given there.
func (c *checker) where(path string, pkg *Package, phase string, given func(Phase) bool) string {
	for _, ph := range pkg.Phases {
		if ph.Name == phase && (given(ph) || !c.phaseNames.has(phase)) {
			return path + ".phases." + phase
		}
	}
	return "phases." + phase
}

// actuals checks the facts of a package: what is done and what has started.
func (c *checker) actuals(path string, pkg *Package, i int) {
	seen := map[Ref]bool{}
	for j, a := range pkg.Actuals {
		at, ref := actualPath(path, a, j), Ref{Phase: a.Phase, Site: a.Site}
		if c.required(at, a.Phase != "", "a phase") {
			c.phaseAndSite(at, ref, i)
		}
		if seen[ref] {
			c.add("duplicate-name", at, quote(ref.String())+" twice", "one fact a phase and site", "")
		}
		seen[ref] = true
		c.required(at, !a.Start.IsZero() || !a.End.IsZero(), "when it started or ended")
		c.span(at, a.Start, a.End, "its start")
		if a.Left != nil {
			c.length(at+".left", *a.Left, false)
			if !a.End.IsZero() {
				c.add("conflicting-fields", at+".left", a.Left.String(), "nothing left of what is done", "")
			}
		}
		if c.known(at+".environment", a.Environment, c.environmentNames, "an environment") {
			c.configuration(at+".configuration", a.Configuration, a.Environment, c.planned(i, a.Phase))
		}
	}
}

func actualPath(path string, a Actual, j int) string {
	key := ".started"
	if !a.End.IsZero() {
		key = ".done"
	}
	return entry(path+key, Ref{Phase: a.Phase, Site: a.Site}.String(), j)
}

// planned is the environment the route gives a phase.
func (c *checker) planned(i int, phase string) string {
	for _, ph := range c.routes[i] {
		if ph.Name == phase {
			return ph.Environment
		}
	}
	return ""
}

func (c *checker) pins(path string, pkg *Package, i int) {
	seen := map[Ref]bool{}
	for j, pin := range pkg.Pins {
		ref := Ref{Phase: pin.Phase, Site: pin.Site}
		at := entry(path+".pinned", ref.String(), j)
		if c.required(at, pin.Phase != "", "a phase") {
			c.phaseAndSite(at, ref, i)
		}
		if seen[ref] {
			c.add("duplicate-name", at, quote(ref.String())+" twice", "one pin a phase and site", "")
		}
		seen[ref] = true
		c.required(at, !pin.At.IsZero(), "a day or a time")
		c.known(at+".environment", pin.Environment, c.environmentNames, "an environment")
	}
}

// phaseAndSite checks a phase of the i-th package and, if given, the site.
func (c *checker) phaseAndSite(path string, ref Ref, i int) {
	pkg := &c.p.Packages[i]
	s := c.scopes[i]
	if !slices.Contains(s.phases, ref.Phase) {
		for _, l := range c.p.lines(pkg) {
			if l.Name == ref.Phase && l.skip {
				c.add("unknown-name", path, quote(ref.Phase), "a phase of "+pkg.Name, pkg.Name+" skips it")
				return
			}
		}
		c.unknown(path, ref.Phase, s.phases, "a phase of "+pkg.Name)
		return
	}
	if ref.Site == "" || !c.inList(path, ref.Site, s.sites, "a site of "+pkg.Name) {
		return
	}
	for _, ph := range c.routes[i] {
		if ph.Name == ref.Phase && ph.Window == "" {
			c.add("conflicting-fields", path, quote(ref.Site), "no site", "only phases with a window go site by site; "+ph.Name+" has none")
		}
	}
}

// configuration checks a configuration against the list of its environment.
func (c *checker) configuration(path, name, environment, planned string) {
	if environment == "" {
		environment = planned
	}
	if name == "" {
		return
	}
	if environment == "" {
		c.add("configuration-without-environment", path, quote(name), "an environment that has it", "")
		return
	}
	if at, ok := c.environmentNames.at[environment]; ok {
		c.inList(path, name, c.p.Environments[at].Configurations, "a configuration of "+environment)
	}
}

// day is the standard day in which a phase's estimate is measured; 0 for the wall clock.
func (c *checker) day(ph Phase) time.Duration {
	if ph.Time != Working && (ph.Time != DefaultTime || ph.Window != "" || ph.Name == "soak") {
		return 0
	}
	var own *Calendar
	if at, ok := c.teamNames.at[ph.Team]; ok {
		own = c.p.Teams[at].Calendar
	}
	if day := c.p.Working(own).StandardDay(); day > 0 && day <= 24*time.Hour {
		return day
	}
	return 8 * time.Hour // the calendar is at fault and is reported by itself
}
