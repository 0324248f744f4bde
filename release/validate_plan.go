package release

import (
	"math"
	"strconv"

	"github.com/berthplan/berth/calendar"
)

// plan checks what stands at the top: zone, now, horizon, working time and sites.
func (c *checker) plan() {
	p := c.p
	c.zone("timezone", p.Zone)
	c.span("horizon", p.Now, p.Horizon, "now")
	c.calendar("calendar", &p.Calendar)
	c.length("sites.soak", p.Sites.Soak, false)
	seen := map[string]bool{}
	for i, sw := range p.Sites.Windows {
		path := entry("sites.windows", sw.Site, i)
		if seen[sw.Site] {
			c.add("duplicate-name", path, quote(sw.Site)+" twice", "one window a site", "")
		}
		seen[sw.Site] = true
		if c.required(path, sw.Site != "", "a site") {
			c.known(path, sw.Site, c.siteNames, "a site of sites.order")
		}
		if c.required(path, sw.Window != "", "a window") {
			c.known(path, sw.Window, c.windowNames, "a window")
		}
	}
	for i, f := range p.Facts {
		path := item("facts", i)
		c.known(path+".package", f.Package, c.packageNames, "a package")
		if f.Name == "" {
			c.add("missing-name", path+".name", "", "a name as in a criterion, such as test.passRate", "")
		}
	}
}

// calendar checks the working time of the plan, a team or an environment.
func (c *checker) calendar(path string, own *Calendar) {
	if own == nil {
		return
	}
	c.zone(path+".timezone", own.Zone)
	week := calendar.Spec{Weekly: calendar.Weekly{Days: own.Days, Hours: own.Hours}, Holidays: own.Holidays}
	c.compiled(week, "", path)
	if c.length(path+".day", own.Day, false) && !own.Day.IsZero() && own.Day.Elapsed() > 24*60*60*1e9 {
		c.add("out-of-range", path+".day", own.Day.String(), "a working day of at most 24h", "")
	}
}

func (c *checker) systems() {
	for i, s := range c.p.Systems {
		path := entry("systems", s.Name, i)
		c.known(path+".owner", s.Owner, c.teamNames, "a team")
		c.kind(path+".changes", s.Changes, int(s.Changes), len(changesWords))
		collectList(c, path+".dependsOn", s.DependsOn)
		for j, on := range s.DependsOn {
			c.known(item(path+".dependsOn", j), on, c.systemNames, "a system")
		}
	}
}

func (c *checker) teams() {
	for i, t := range c.p.Teams {
		path := entry("teams", t.Name, i)
		c.reserved(path, t.Name, ownerWord, noneWord)
		c.count(path+".capacity", t.Capacity, "a capacity")
		c.calendar(path+".calendar", t.Calendar)
	}
}

func (c *checker) meetings() {
	for i, m := range c.p.Meetings {
		path := entry("meetings", m.Name, i)
		c.zone(path+".timezone", m.Zone)
		c.length(path+".submission", m.Submission, false)
		if m.At < 0 || m.At >= 24*60*60 {
			c.add("out-of-range", path+".at", strconv.Itoa(int(m.At))+" seconds", "a time of day, 00:00 to 23:59", "")
		}
	}
}

func (c *checker) gates() {
	for i, g := range c.p.Gates {
		path := entry("gates", g.Name, i)
		c.reserved(path, g.Name, noneWord)
		if g.Entry && g.Exit {
			c.add("conflicting-fields", path+".at", "entry and exit", "one of them", "use two gates")
		}
		for j, r := range g.Requires {
			c.criterion(item(path+".requires", j), r)
		}
	}
}

func (c *checker) criterion(path string, r Criterion) {
	c.kind(path, r.Kind, int(r.Kind), len(criterionWords))
	if r.Name == "" {
		c.add("missing-name", path, "", "the name of a fact, a meeting or a signer", "")
	}
	switch r.Kind {
	case ApprovalOf:
		c.known(path, r.Name, c.meetingNames, "a meeting")
	case Comparison:
		if c.required(path, r.Op != "", "a comparison: ==, !=, <, <=, > or >=") {
			c.word(path, r.Op, operators[:]...)
		}
		c.required(path, r.Value != "", "a value to compare with")
	}
}

func (c *checker) risks() {
	seen := map[string]bool{}
	for i, r := range c.p.Risks {
		path := item("risks", i)
		c.listed(path, r.Name, seen)
		if c.known(path+".package", r.Package, c.packageNames, "a package") {
			c.riskPhase(path+".phase", r)
		}
		c.number(path+".probability", r.Probability, 0, 1, "a probability from 0 to 1")
		if r.Impact < 0 || r.Impact > 5 {
			c.add("out-of-range", path+".impact", strconv.Itoa(r.Impact), "an impact from 1 to 5", "")
		}
		c.estimate(path+".delay", r.Delay, c.p.Working(nil).StandardDay())
		if m := r.Mitigation; m != nil {
			c.number(path+".mitigation.cost", m.Cost, 0, math.MaxFloat64, "a cost that is not negative")
			c.number(path+".mitigation.probability", m.Probability, 0, 1, "a probability from 0 to 1")
		}
	}
}

// riskPhase checks the phase of a risk: of its package, or of any package.
func (c *checker) riskPhase(path string, r Risk) {
	if r.Phase == "" {
		return
	}
	if r.Package != "" {
		s := c.scopes[c.packageNames.at[r.Package]]
		c.inList(path, r.Phase, s.phases, "a phase of "+r.Package)
		return
	}
	all := append([]string(nil), c.phaseNames.list...)
	for _, s := range c.scopes {
		all = append(all, s.phases...)
	}
	c.inList(path, r.Phase, all, "a phase of some package")
}

// listed checks the name of a thing in a list whose entries have positions.
func (c *checker) listed(path, name string, seen map[string]bool) {
	switch {
	case name == "":
		c.add("missing-name", path+".name", "", "a name", "")
	case seen[name]:
		c.add("duplicate-name", path+".name", quote(name)+" twice", "names that differ within the list", "")
	}
	seen[name] = true
}

// inList reports a name that is not in a list; "" is no reference.
func (c *checker) inList(path, name string, list []string, what string) bool {
	if name == "" {
		return true
	}
	for _, s := range list {
		if s == name {
			return true
		}
	}
	c.unknown(path, name, list, what)
	return false
}
