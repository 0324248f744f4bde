package planfile

import (
	"github.com/berthplan/berth/calendar"
	"github.com/berthplan/berth/release"
	"github.com/berthplan/berth/release/planfile/internal/yaml"
)

func environmentNode(e *release.Environment) *yaml.Node {
	o := newObject()
	o.count("capacity", e.Capacity)
	if e.Calendar != nil {
		o.add("calendar", calendarNode(e.Calendar))
	}
	o.texts("configurations", e.Configurations)
	change := newObject()
	change.length("default", e.Changeover.Default)
	if e.Changeover.Working {
		change.text("time", laneWords[1])
	}
	for _, pair := range e.Changeover.Pairs {
		change.add(pair.From+" -> "+pair.To, textNode(pair.Length.String()))
	}
	o.add("changeover", change.orNil())
	o.add("alternatives", listNode(e.Alternatives, func(a release.Alternative) *yaml.Node {
		o := newObject()
		o.text("environment", a.Environment)
		o.length("penalty", a.Penalty)
		return &o.node
	}))
	o.add("booked", listNode(e.Bookings, func(b release.Booking) *yaml.Node {
		o := newObject()
		o.text("by", b.By)
		o.text("from", b.From.String())
		o.text("to", b.To.String())
		o.level(b.Level, b.Cost)
		o.count("units", b.Units)
		o.text("configuration", b.Configuration)
		return &o.node
	}))
	o.add("outages", listNode(e.Outages, func(out release.Outage) *yaml.Node {
		o := newObject()
		o.text("name", out.Name)
		o.text("from", out.From.String())
		o.text("to", out.To.String())
		return &o.node
	}))
	return o.orNil()
}

func (o *object) level(l calendar.Level, cost calendar.Length) {
	if l != calendar.Hard && int(l) < len(levelWords) {
		o.text("level", levelWords[l])
	}
	o.length("cost", cost)
}

func windowNode(w *release.Window) *yaml.Node {
	o := newObject()
	o.text("every", w.Every.String())
	o.text("hours", w.Hours.String())
	o.length("lasts", w.Lasts)
	o.text("timezone", w.Zone)
	o.text("from", w.From.String())
	o.text("to", w.To.String())
	o.dates("dates", w.Dates)
	o.dates("except", w.Except)
	o.count("capacity", w.Capacity)
	o.number("riskBudget", w.RiskBudget)
	o.text("owner", w.Owner)
	return o.orNil()
}

func blackoutNode(b calendar.Blackout) *yaml.Node {
	o := newObject()
	o.text("name", b.Name)
	o.text("from", b.From.String())
	o.text("to", b.To.String())
	o.text("every", b.Every.String())
	o.text("hours", b.Hours.String())
	o.text("timezone", b.Zone)
	o.level(b.Level, b.Cost)
	var stops []string
	for i, w := range stopWords {
		if b.Stops&(1<<i) != 0 {
			stops = append(stops, w)
		}
	}
	o.texts("stops", stops)
	scope := newObject()
	scope.texts("systems", b.Scope.Systems)
	scope.texts("kinds", b.Scope.Kinds)
	scope.texts("environments", b.Scope.Environments)
	scope.texts("sites", b.Scope.Sites)
	o.add("scope", scope.orNil())
	o.add("exceptions", listNode(b.Exceptions, func(e calendar.Exception) *yaml.Node {
		o := newObject()
		o.texts("packages", e.Packages)
		o.text("from", e.From.String())
		o.text("until", e.Until.String())
		o.text("approvedBy", e.ApprovedBy)
		o.text("reason", e.Reason)
		return &o.node
	}))
	return &o.node
}

func meetingNode(m *release.Meeting) *yaml.Node {
	o := newObject()
	o.text("every", m.Every.String())
	o.add("at", textNode(m.At.String()))
	o.text("timezone", m.Zone)
	o.length("submission", m.Submission)
	o.dates("except", m.Except)
	return &o.node
}

func gateNode(g *release.Gate) *yaml.Node {
	o := newObject()
	o.add("requires", listNode(g.Requires, func(c release.Criterion) *yaml.Node { return textNode(c.String()) }))
	switch {
	case g.Entry && g.Exit:
		o.texts("at", gateWords)
	case g.Entry:
		o.text("at", gateWords[0])
	case g.Exit:
		o.text("at", gateWords[1])
	}
	return o.orNil()
}

func riskNode(r release.Risk) *yaml.Node {
	o := newObject()
	o.text("name", r.Name)
	o.text("package", r.Package)
	o.text("phase", r.Phase)
	o.number("probability", r.Probability)
	o.count("impact", r.Impact)
	o.add("delay", estimateNode(r.Delay))
	o.text("owner", r.Owner)
	if m := r.Mitigation; m != nil {
		one := newObject()
		one.text("text", m.Text)
		one.number("cost", m.Cost)
		one.number("probability", m.Probability)
		o.add("mitigation", &one.node)
	}
	return &o.node
}

func factNode(f release.Fact) *yaml.Node {
	o := newObject()
	o.text("package", f.Package)
	o.text("fact", f.Name)
	o.text("value", f.Value)
	o.text("at", f.At.String())
	o.text("by", f.By)
	o.text("digest", f.Digest)
	return &o.node
}
