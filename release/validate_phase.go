package release

import "strings"

// phases checks the plan's route as it is written, and as a whole where no package passes it.
func (c *checker) phases() {
	for i, ph := range c.p.Phases {
		path := entry("phases", ph.Name, i)
		c.phase(path, ph)
		if ph.Skip {
			c.add("conflicting-fields", path+".skip", "skip", "a package that skips it", "leave the phase out of the plan's route")
		}
		for j, l := range ph.Links {
			c.routeLink(item(path+".links", j), l, ph.Name)
		}
	}
	if len(c.p.Packages) == 0 {
		none := &Package{}
		c.together("", none, c.p.lines(none), c.p.Route(none))
	}
}

// phase checks the fields of one line where it is written, each by itself.
func (c *checker) phase(path string, ph Phase) {
	c.estimate(path+".duration", ph.Duration, c.day(ph))
	c.length(path+".rollback", ph.Rollback, false)
	c.kind(path+".time", ph.Time, int(ph.Time), len(timeWords))
	c.count(path+".people", ph.People, "a number of people")
	for _, ref := range []struct {
		key, name string
		in        names
		what      string
	}{
		{"team", ph.Team, c.teamNames, "a team, owner or none"},
		{"environment", ph.Environment, c.environmentNames, "an environment or none"},
		{"window", ph.Window, c.windowNames, "a window or none"},
		{"gate", ph.Gate, c.gateNames, "a gate or none"},
	} {
		if ref.name != noneWord && (ref.key != "team" || ref.name != ownerWord) {
			c.known(path+"."+ref.key, ref.name, ref.in, ref.what)
		}
	}
}

// route checks the phases of the i-th package as they are once everything is filled in.
func (c *checker) route(path string, pkg *Package, i int) {
	lines := c.p.lines(pkg)
	c.together(path, pkg, lines, c.routes[i])
	for _, l := range lines {
		if l.skip || l.Team != ownerWord {
			continue
		}
		if at, ok := c.systemNames.at[pkg.System]; pkg.System == "" || ok && c.p.Systems[at].Owner == "" {
			c.add("missing-owner", path+".system", "", "a system with an owner", strings.TrimSpace(l.Name+" is done by the owner of the package's system"))
		}
	}
}

// together checks how the fields of each phase of a route fit together.
// lines are the route before it was filled in, skipped phases included.
func (c *checker) together(path string, pkg *Package, lines []line, route []Phase) {
	next := 0
	for _, l := range lines {
		if l.skip {
			continue
		}
		ph := route[next]
		next++
		at := func(given func(Phase) bool) string { return c.where(path, pkg, ph.Name, given) }
		window := at(func(x Phase) bool { return x.Window != "" || x.Time != DefaultTime }) + ".window"
		switch {
		case ph.Time == Contiguous && ph.Window == "" && len(c.p.Windows) == 0:
			c.add("missing-window", window, "", "a window: a contiguous phase runs inside one, and the plan has none", "")
		case ph.Time == Contiguous && ph.Window == "",
			ph.Name == "deploy" && l.Window == "" && l.Time == DefaultTime && len(c.p.Windows) > 1:
			c.add("missing-window", window, "", "the window it runs in", among("the plan has ", c.windowNames.list, ""))
		case ph.Time != Contiguous && ph.Window != "":
			c.add("conflicting-fields", at(func(x Phase) bool { return x.Time != DefaultTime })+".time", ph.Time.String(), "contiguous, for it has a window", "take out time, or write window: none")
		}
		if ph.Time != Contiguous && !ph.Rollback.IsZero() {
			c.add("rollback-without-window", at(func(x Phase) bool { return !x.Rollback.IsZero() })+".rollback", ph.Rollback.String(), "none: only a contiguous phase keeps time for its rollback", "")
		}
		c.configuration(at(func(x Phase) bool { return x.Configuration != "" })+".configuration", ph.Configuration, ph.Environment, "")
	}
}
