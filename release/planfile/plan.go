package planfile

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"github.com/berthplan/berth/release"
	"github.com/berthplan/berth/release/planfile/internal/yaml"
)

// plan reads a whole file.
func (r *reader) plan(n *yaml.Node) {
	if n.Kind == yaml.Null || n.Kind != yaml.Map && n.Kind != yaml.Broken {
		r.wrong(n, "", "the keys of a plan: plan, timezone, packages, windows, …")
		r.incomplete = true
		return
	}
	p := r.p
	all := []field{
		{"plan", r.planName},
		{"timezone", setting(r, &p.Zone, r.text)},
		{"now", setting(r, &p.Now, r.moment)},
		{"horizon", setting(r, &p.Horizon, r.moment)},
		{"calendar", r.planCalendar},
		{"systems", r.systems},
		{"teams", named(r, "teams", &p.Teams, "teams by name", r.team)},
		{"phases", r.route},
		{"packages", named(r, "packages", &p.Packages, "packages by name", r.readPackage)},
		{"environments", named(r, "environments", &p.Environments, "environments by name", r.environment)},
		{"windows", named(r, "windows", &p.Windows, "windows by name", r.window)},
		{"blackouts", r.blackouts},
		{"meetings", named(r, "meetings", &p.Meetings, "meetings by name", r.meeting)},
		{"gates", named(r, "gates", &p.Gates, "gates by name", r.gate)},
		{"sites", r.sites},
		{"risks", r.risks},
		{"facts", r.facts},
	}
	unknown := len(r.faults)
	r.fields(n, "", all, nil)
	for _, f := range r.faults[unknown:] {
		if f.Code == "unknown-key" && !strings.ContainsAny(f.Path, ".[") || f.Code == "stray-key" && f.Path == "" {
			r.incomplete = true
		}
	}
	for _, e := range n.Entries {
		if e.Value.Kind == yaml.Broken {
			r.incomplete = true
		}
	}
}

// planName joins the names of several plans.
func (r *reader) planName(n *yaml.Node, path string) {
	var name string
	r.text(&name)(n, path)
	r.planned = name
	switch names := strings.Split(r.p.Name, " + "); {
	case r.p.Name == "":
		r.p.Name = name
	case name != "" && !slices.Contains(names, name):
		r.p.Name += " + " + name
	}
}

// planCalendar reads the working time of the plan, on whose fields all files must agree.
func (r *reader) planCalendar(n *yaml.Node, path string) {
	c := &r.p.Calendar
	r.fields(n, path, []field{
		{"timezone", setting(r, &c.Zone, r.text)},
		{"days", setting(r, &c.Days, r.days)},
		{"hours", setting(r, &c.Hours, r.hours)},
		{"day", setting(r, &c.Day, r.someLength)},
		{"holidays", setting(r, &c.Holidays, r.holidays)},
	}, nil)
}

// calendar reads the working time of a team or an environment.
func (r *reader) calendar(dst **release.Calendar) setter {
	return func(n *yaml.Node, path string) {
		c := &release.Calendar{}
		*dst = c
		r.fields(n, path, []field{
			{"timezone", r.text(&c.Zone)},
			{"days", r.days(&c.Days)},
			{"hours", r.hours(&c.Hours)},
			{"day", r.someLength(&c.Day)},
			{"holidays", r.holidays(&c.Holidays)},
		}, nil)
	}
}

// systems reads systems by name, or the name of a catalogue that has them.
func (r *reader) systems(n *yaml.Node, path string) {
	if n.Kind == yaml.Text {
		if s := r.refer(n, path, "systems by name, or the name of a catalogue file"); s != nil {
			r.within(s, func() { r.catalog(s.docs) })
		}
		return
	}
	named(r, "systems", &r.p.Systems, "systems by name", r.system)(n, path)
}

func (r *reader) system(n *yaml.Node, path, name string) release.System {
	s := release.System{Name: name}
	r.fields(n, path, []field{
		{"owner", r.text(&s.Owner)},
		{"dependsOn", r.texts(&s.DependsOn)},
		{"changes", word(r, &s.Changes, changesWords)},
	}, nil)
	s.Owner = entity(s.Owner)
	for i := range s.DependsOn {
		s.DependsOn[i] = entity(s.DependsOn[i])
	}
	return s
}

func (r *reader) team(n *yaml.Node, path, name string) release.Team {
	t := release.Team{Name: name}
	r.fields(n, path, []field{
		{"capacity", r.count(&t.Capacity)},
		{"calendar", r.calendar(&t.Calendar)},
	}, nil)
	return t
}

// route reads the phases of the plan. Files that give a route must give the same one.
func (r *reader) route(n *yaml.Node, path string) {
	phases := r.phaseMap(n, path, "", nil)
	const id = "route"
	before, again := r.settings[id]
	if !again {
		r.p.Phases = phases
		r.settings[id] = settled{phases, place{r.source, n.At}}
		return
	}
	first := before.(settled)
	if !equal(first.value, phases) {
		r.fault("disagreement", path, n.At, "another route than in the file before", "the same phases in all files",
			fmt.Sprintf("the other stands at %s", first.at))
	}
}

func (r *reader) sites(n *yaml.Node, path string) {
	s := &r.p.Sites
	if n.Kind == yaml.List || n.Kind == yaml.Text {
		setting(r, &s.Order, r.texts)(n, path)
		return
	}
	r.fields(n, path, []field{
		{"order", setting(r, &s.Order, r.texts)},
		{"soak", setting(r, &s.Soak, r.length)},
		{"windows", named(r, "windows", &s.Windows, "windows by site", func(n *yaml.Node, path, site string) release.SiteWindow {
			w := release.SiteWindow{Site: site}
			r.text(&w.Window)(n, path)
			return w
		})},
	}, nil)
}

func (r *reader) risks(n *yaml.Node, path string) {
	r.eachMap(n, path, func() int { return len(r.p.Risks) }, "a list of risks", func(n *yaml.Node, path string) {
		var risk release.Risk
		r.fields(n, path, []field{
			{"name", r.text(&risk.Name)},
			{"package", r.text(&risk.Package)},
			{"phase", r.text(&risk.Phase)},
			{"probability", r.number(&risk.Probability)},
			{"impact", r.count(&risk.Impact)},
			{"delay", r.estimate(&risk.Delay)},
			{"owner", r.text(&risk.Owner)},
			{"mitigation", func(n *yaml.Node, path string) {
				risk.Mitigation = &release.Mitigation{}
				m := risk.Mitigation
				if n.Kind == yaml.Text {
					m.Text = n.Text
					return
				}
				r.fields(n, path, []field{
					{"text", r.text(&m.Text)}, {"cost", r.number(&m.Cost)}, {"probability", r.number(&m.Probability)},
				}, nil)
			}},
		}, nil)
		listed(r, &r.p.Risks, "risks", risk.Name, n, risk)
	})
}

// eachMap reads the items of a list of maps. Their paths count on from the files before.
func (r *reader) eachMap(n *yaml.Node, path string, next func() int, expected string, read setter) {
	if n.Kind != yaml.List {
		if n.Kind != yaml.Null && n.Kind != yaml.Broken {
			r.incomplete = true
			r.wrong(n, path, expected)
		}
		return
	}
	for _, one := range n.Items {
		if r.full() {
			return
		}
		at := item(path, next())
		r.at(at, nil, one)
		if one.Kind != yaml.Map {
			r.wrong(one, at, "keys and values")
			continue
		}
		read(one, at)
	}
}

// facts reads facts, or the name of a file that has them.
func (r *reader) facts(n *yaml.Node, path string) {
	if n.Kind == yaml.Text {
		s := r.refer(n, path, "a list of facts, or the name of a file that has them")
		if s == nil || len(s.docs) == 0 {
			return
		}
		doc := s.docs[0]
		if inner := doc.Get("facts"); inner != nil && len(doc.Entries) == 1 && inner.Kind != yaml.Text {
			doc = inner
		}
		r.within(s, func() { r.facts(doc, path) })
		return
	}
	if n.Kind == yaml.Map && len(n.Entries) == 0 {
		return // {}: nothing is known yet
	}
	seen, _ := r.settings["facts"].(map[release.Fact]bool)
	if seen == nil {
		seen = map[release.Fact]bool{}
		r.settings["facts"] = seen
	}
	var own []release.Fact
	r.eachMap(n, path, func() int { return len(r.p.Facts) }, "a list of facts", func(n *yaml.Node, path string) {
		var f release.Fact
		r.fields(n, path, []field{
			{"package", r.text(&f.Package)},
			{"fact", r.text(&f.Name)},
			{"name", r.text(&f.Name)},
			{"value", r.text(&f.Value)},
			{"at", r.moment(&f.At)},
			{"by", r.text(&f.By)},
			{"digest", r.text(&f.Digest)},
		}, nil)
		if n.Get("fact") != nil && n.Get("name") != nil {
			r.fault("two-keys", join(path, "name"), n.Get("name").At, "fact and name", "one of them", "")
		}
		// The same fact in two files is one fact; twice in one file is what somebody wrote.
		if !seen[f] {
			r.p.Facts = append(r.p.Facts, f)
			own = append(own, f)
		}
	})
	for _, f := range own {
		seen[f] = true
	}
}

// refer opens and parses a file that the plan file refers to; nil with a fault if that fails.
func (r *reader) refer(n *yaml.Node, path, expected string) *source {
	data, name, ok := r.openReference(n, path, expected)
	if !ok || len(bytes.TrimSpace(data)) == 0 { // an empty file says nothing
		return nil
	}
	s, faults := parse(name, data)
	if len(faults) > 0 {
		r.incomplete = true
		r.faulty[path] = true
		r.faults = append(r.faults, faults...)
	}
	return s
}

// openReference opens a file that the plan file refers to.
func (r *reader) openReference(n *yaml.Node, path, expected string) (data []byte, name string, ok bool) {
	if r.names == nil { // only names of packages and phases are collected
		return nil, "", false
	}
	name = beside(r.source.name, n.Text)
	switch {
	case name == "":
		r.fault("bad-reference", path, n.At, quote(n.Text), "the name of a file in the folder of this one, or below it", "no absolute names, no \"..\"")
	case r.open == nil:
		r.fault("bad-reference", path, n.At, quote(n.Text), expected, "files that a plan refers to are not read here")
	default:
		data, err := r.open(name)
		if err == nil {
			return data, name, true
		}
		r.fault("bad-reference", path, n.At, quote(n.Text), "a file that can be read", err.Error())
	}
	r.incomplete = true
	return nil, "", false
}

// within reads with another file as the one that is read.
func (r *reader) within(s *source, read func()) {
	before := r.source
	r.source = s
	read()
	r.source = before
}
