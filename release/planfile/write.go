package planfile

import (
	"io"
	"slices"
	"strconv"

	"github.com/berthplan/berth/calendar"
	"github.com/berthplan/berth/release"
	"github.com/berthplan/berth/release/planfile/internal/yaml"
)

// Write writes a portfolio as YAML in its canonical form; see the package comment. The portfolio
// is to be valid; names that hold the marks of a plan file ("->" in a configuration, "@" in
// a phase, "component:" before a system) do not come back as they were. The error is w's.
func Write(w io.Writer, p *release.Portfolio) error {
	_, err := w.Write(yaml.Append(nil, portfolioNode(p)))
	return err
}

// WriteJSON writes a portfolio as JSON with the keys and the order of [Write]. The error is w's.
func WriteJSON(w io.Writer, p *release.Portfolio) error {
	_, err := w.Write(yaml.AppendJSON(nil, portfolioNode(p)))
	return err
}

// object builds a map; what is not given is left out.
type object struct{ node yaml.Node }

func newObject() *object { return &object{yaml.Node{Kind: yaml.Map}} }

func (o *object) add(key string, n *yaml.Node) {
	if n != nil {
		o.node.Entries = append(o.node.Entries, yaml.Entry{Key: &yaml.Node{Kind: yaml.Text, Text: key}, Value: n})
	}
}

// orNil is the map, or nothing where it is empty.
func (o *object) orNil() *yaml.Node {
	if len(o.node.Entries) == 0 {
		return nil
	}
	return &o.node
}

func textNode(s string) *yaml.Node { return &yaml.Node{Kind: yaml.Text, Text: s} }

func rawNode(s string) *yaml.Node { return &yaml.Node{Kind: yaml.Text, Text: s, Raw: true} }

func (o *object) text(key, s string) {
	if s != "" {
		o.add(key, textNode(s))
	}
}

func (o *object) count(key string, n int) {
	if n != 0 {
		o.add(key, rawNode(strconv.Itoa(n)))
	}
}

func (o *object) number(key string, f float64) {
	if f != 0 {
		o.add(key, rawNode(strconv.FormatFloat(f, 'f', -1, 64)))
	}
}

func (o *object) yes(key string, b bool) {
	if b {
		o.add(key, rawNode("true"))
	}
}

func (o *object) length(key string, l calendar.Length) {
	if !l.IsZero() {
		o.add(key, textNode(l.String()))
	}
}

// listNode is a list of what node makes of each; nothing for none.
func listNode[T any](list []T, node func(T) *yaml.Node) *yaml.Node {
	if len(list) == 0 {
		return nil
	}
	n := &yaml.Node{Kind: yaml.List}
	for _, one := range list {
		n.Items = append(n.Items, node(one))
	}
	return n
}

func (o *object) texts(key string, list []string) { o.add(key, listNode(list, textNode)) }

func (o *object) dates(key string, list []calendar.Date) {
	o.add(key, listNode(list, func(d calendar.Date) *yaml.Node { return textNode(d.String()) }))
}

// mapNode is a map of what node makes of each, by name.
func mapNode[T any](list []T, name func(*T) string, node func(*T) *yaml.Node) *yaml.Node {
	o := newObject()
	for i := range list {
		n := node(&list[i])
		if n == nil {
			n = &yaml.Node{Kind: yaml.Map}
		}
		o.add(name(&list[i]), n)
	}
	return o.orNil()
}

func portfolioNode(p *release.Portfolio) *yaml.Node {
	o := newObject()
	o.text("plan", p.Name)
	o.text("timezone", p.Zone)
	o.text("now", p.Now.String())
	o.text("horizon", p.Horizon.String())
	if n := calendarNode(&p.Calendar); len(n.Entries) > 0 {
		o.add("calendar", n)
	}
	o.add("systems", mapNode(p.Systems, func(s *release.System) string { return s.Name }, systemNode))
	o.add("teams", mapNode(p.Teams, func(t *release.Team) string { return t.Name }, func(t *release.Team) *yaml.Node {
		o := newObject()
		o.count("capacity", t.Capacity)
		if t.Calendar != nil {
			o.add("calendar", calendarNode(t.Calendar))
		}
		return o.orNil()
	}))
	o.add("phases", phasesNode(p.Phases))
	o.add("packages", mapNode(p.Packages, func(p *release.Package) string { return p.Name }, packageNode))
	o.add("environments", mapNode(p.Environments, func(e *release.Environment) string { return e.Name }, environmentNode))
	o.add("windows", mapNode(p.Windows, func(w *release.Window) string { return w.Name }, windowNode))
	o.add("blackouts", listNode(p.Blackouts, blackoutNode))
	o.add("meetings", mapNode(p.Meetings, func(m *release.Meeting) string { return m.Name }, meetingNode))
	o.add("gates", mapNode(p.Gates, func(g *release.Gate) string { return g.Name }, gateNode))
	sites := newObject()
	sites.texts("order", p.Sites.Order)
	sites.length("soak", p.Sites.Soak)
	sites.add("windows", mapNode(p.Sites.Windows, func(w *release.SiteWindow) string { return w.Site },
		func(w *release.SiteWindow) *yaml.Node { return textNode(w.Window) }))
	o.add("sites", sites.orNil())
	o.add("risks", listNode(p.Risks, riskNode))
	o.add("facts", listNode(p.Facts, factNode))
	return &o.node
}

func calendarNode(c *release.Calendar) *yaml.Node {
	o := newObject()
	o.text("timezone", c.Zone)
	o.text("days", c.Days.String())
	if c.Hours != nil && len(c.Hours) == 0 {
		o.add("hours", &yaml.Node{Kind: yaml.List})
	}
	o.text("hours", c.Hours.String())
	o.length("day", c.Day)
	if c.Holidays != nil && len(c.Holidays) == 0 {
		o.add("holidays", &yaml.Node{Kind: yaml.List})
	}
	o.add("holidays", listNode(c.Holidays, func(h calendar.Holiday) *yaml.Node {
		if h.Name == "" {
			return textNode(h.Date.String())
		}
		o := newObject()
		o.text("date", h.Date.String())
		o.text("name", h.Name)
		return &o.node
	}))
	return &o.node
}

func systemNode(s *release.System) *yaml.Node {
	o := newObject()
	o.text("owner", s.Owner)
	o.texts("dependsOn", s.DependsOn)
	if s.Changes != release.Unlimited {
		o.text("changes", s.Changes.String())
	}
	return o.orNil()
}

func phasesNode(list []release.Phase) *yaml.Node {
	return mapNode(list, func(ph *release.Phase) string { return ph.Name }, phaseNode)
}

func phaseNode(ph *release.Phase) *yaml.Node {
	o := newObject()
	o.yes("skip", ph.Skip)
	o.add("duration", estimateNode(ph.Duration))
	o.length("rollback", ph.Rollback)
	if ph.Time != release.DefaultTime {
		o.text("time", ph.Time.String())
	}
	o.text("team", ph.Team)
	o.count("people", ph.People)
	o.text("environment", ph.Environment)
	o.text("configuration", ph.Configuration)
	o.text("window", ph.Window)
	o.text("gate", ph.Gate)
	o.text("deadline", ph.Deadline.String())
	o.text("earliest", ph.Earliest.String())
	o.links(ph.Links)
	return o.orNil()
}

// estimateNode is the text of an estimate; with a shape it needs a map.
func estimateNode(e release.Estimate) *yaml.Node {
	switch {
	case e.IsZero():
		return nil
	case e.Shape == "":
		return textNode(e.String())
	}
	o := newObject()
	o.length("low", e.Low)
	o.length("likely", e.Likely)
	o.length("high", e.High)
	o.text("shape", string(e.Shape))
	return &o.node
}

// links writes links under the keys of their kinds, which must stand in order;
// otherwise all of them under "links", each with its kind.
func (o *object) links(list []release.Link) {
	switch {
	case list != nil && len(list) == 0:
		o.add("after", &yaml.Node{Kind: yaml.List})
		return
	case !slices.IsSortedFunc(list, func(a, b release.Link) int { return int(a.Kind) - int(b.Kind) }):
		o.add("links", listNode(list, func(l release.Link) *yaml.Node { return textNode(l.String()) }))
		return
	}
	for len(list) > 0 {
		n := 1
		for n < len(list) && list[n].Kind == list[0].Kind {
			n++
		}
		o.add(list[0].Kind.String(), listNode(list[:n], func(l release.Link) *yaml.Node { return textNode(l.Text()) }))
		list = list[n:]
	}
}

func packageNode(p *release.Package) *yaml.Node {
	o := newObject()
	o.text("system", p.System)
	o.text("kind", p.Kind)
	o.count("priority", p.Priority)
	o.text("deadline", p.Deadline.String())
	o.text("due", p.Due.String())
	o.text("earliest", p.Earliest.String())
	o.yes("optional", p.Optional)
	o.text("owner", p.Owner)
	o.text("project", p.Project)
	o.texts("sites", p.Sites)
	risk := newObject()
	risk.text("change", p.Profile.Change)
	risk.text("tests", p.Profile.Tests)
	risk.text("rollback", p.Profile.Rollback)
	risk.number("probability", p.Profile.Probability)
	risk.number("loss", p.Profile.Loss)
	o.add("risk", risk.orNil())
	o.links(p.Links)
	o.add("phases", phasesNode(p.Phases))
	o.actuals(p.Actuals)
	pins := newObject()
	for _, pin := range p.Pins {
		one := newObject()
		one.text("at", pin.At.String())
		one.text("environment", pin.Environment)
		n := &one.node
		if pin.Environment == "" {
			n = textNode(pin.At.String())
		}
		pins.add(release.Ref{Phase: pin.Phase, Site: pin.Site}.String(), n)
	}
	o.add("pinned", pins.orNil())
	notes := newObject()
	for _, note := range p.Notes {
		notes.add(note.Name, textNode(note.Text))
	}
	o.add("notes", notes.orNil())
	return o.orNil()
}

// actuals writes what is done, then what has started.
func (o *object) actuals(list []release.Actual) {
	done, started := newObject(), newObject()
	for _, a := range list {
		key := release.Ref{Phase: a.Phase, Site: a.Site}.String()
		one := newObject()
		if !a.End.IsZero() {
			one.text("from", a.Start.String())
			one.text("to", a.End.String())
		} else {
			one.text("at", a.Start.String())
			if a.Left != nil {
				one.add("left", textNode(a.Left.String()))
			}
		}
		one.text("environment", a.Environment)
		one.text("configuration", a.Configuration)
		n := &one.node
		switch {
		case a.End.IsZero():
			started.add(key, n)
		case len(n.Entries) == 1: // only the end
			done.add(key, textNode(a.End.String()))
		default:
			done.add(key, n)
		}
	}
	o.add("done", done.orNil())
	o.add("started", started.orNil())
}
