package planfile

import (
	"strings"

	"github.com/berthplan/berth/calendar"
	"github.com/berthplan/berth/release"
	"github.com/berthplan/berth/release/planfile/internal/yaml"
)

func (r *reader) environment(n *yaml.Node, path, name string) release.Environment {
	e := release.Environment{Name: name}
	r.fields(n, path, []field{
		{"capacity", r.count(&e.Capacity)},
		{"calendar", r.calendar(&e.Calendar)},
		{"configurations", r.texts(&e.Configurations)},
		{"changeover", r.changeover(&e.Changeover)},
		{"alternatives", r.maps("alternatives", func(n *yaml.Node, path string) {
			var a release.Alternative
			if n.Kind == yaml.Text {
				a.Environment = n.Text
			} else {
				r.required(n, path, "environment", "an environment")
				r.fields(n, path, []field{{"environment", r.text(&a.Environment)}, {"penalty", r.length(&a.Penalty)}}, nil)
			}
			e.Alternatives = append(e.Alternatives, a)
		})},
		{"booked", r.maps("bookings", func(n *yaml.Node, path string) {
			var b release.Booking
			r.fields(n, path, []field{
				{"by", r.text(&b.By)}, {"from", r.moment(&b.From)}, {"to", r.moment(&b.To)},
				{"level", r.level(&b.Level)}, {"cost", r.length(&b.Cost)},
				{"units", r.count(&b.Units)}, {"configuration", r.text(&b.Configuration)},
			}, nil)
			e.Bookings = append(e.Bookings, b)
		})},
		{"outages", r.maps("outages", func(n *yaml.Node, path string) {
			var o release.Outage
			r.fields(n, path, []field{{"name", r.text(&o.Name)}, {"from", r.moment(&o.From)}, {"to", r.moment(&o.To)}}, nil)
			e.Outages = append(e.Outages, o)
		})},
	}, nil)
	return e
}

// maps reads a list of things; one alone is a list of one.
func (r *reader) maps(what string, read setter) setter {
	return func(n *yaml.Node, path string) { r.each(n, path, "a list of "+what, read) }
}

// changeover reads a length for every pair, or "base -> tls13: 1d" for some.
func (r *reader) changeover(dst *release.Changeover) setter {
	return func(n *yaml.Node, path string) {
		if n.Kind == yaml.Text {
			r.length(&dst.Default)(n, path)
			return
		}
		lane := uint8(0)
		r.fields(n, path, []field{{"default", r.length(&dst.Default)}, {"time", word(r, &lane, laneWords)}}, func(e yaml.Entry) bool {
			from, to, found := strings.Cut(e.Key.Text, "->")
			from, to = strings.TrimSpace(from), strings.TrimSpace(to)
			if !found {
				return false
			}
			at := join(path, e.Key.Text)
			if from == "" || to == "" || strings.Contains(to, "->") {
				r.fault("bad-changeover", at, e.Key.At, quote(e.Key.Text), "two configurations, such as base -> tls13", "")
				return true
			}
			pair := release.ConfigPair{From: from, To: to}
			at = join(path, from+" -> "+to)
			r.at(at, e.Key, e.Value)
			r.length(&pair.Length)(e.Value, at)
			dst.Pairs = append(dst.Pairs, pair)
			return true
		}, "from -> to")
		dst.Working = lane == 1
	}
}

func (r *reader) window(n *yaml.Node, path, name string) release.Window {
	w := release.Window{Window: calendar.Window{Name: name}}
	r.fields(n, path, []field{
		{"every", r.rule(&w.Every)},
		{"hours", r.hours(&w.Hours)},
		{"lasts", r.length(&w.Lasts)},
		{"timezone", r.text(&w.Zone)},
		{"from", r.moment(&w.From)},
		{"to", r.moment(&w.To)},
		{"dates", r.dates(&w.Dates)},
		{"except", r.dates(&w.Except)},
		{"capacity", r.count(&w.Capacity)},
		{"riskBudget", r.someNumber(&w.RiskBudget)},
		{"owner", r.text(&w.Owner)},
	}, nil)
	return w
}

func (r *reader) blackouts(n *yaml.Node, path string) {
	r.eachMap(n, path, func() int { return len(r.p.Blackouts) }, "a list of blackouts", func(n *yaml.Node, path string) {
		var b calendar.Blackout
		r.fields(n, path, []field{
			{"name", r.text(&b.Name)},
			{"from", r.moment(&b.From)},
			{"to", r.moment(&b.To)},
			{"every", r.rule(&b.Every)},
			{"hours", r.hours(&b.Hours)},
			{"timezone", r.text(&b.Zone)},
			{"level", r.level(&b.Level)},
			{"cost", r.length(&b.Cost)},
			{"stops", r.stops(&b.Stops)},
			{"scope", r.scope(&b.Scope)},
			{"exceptions", r.maps("exceptions", func(n *yaml.Node, path string) {
				var e calendar.Exception
				r.fields(n, path, []field{
					{"packages", r.texts(&e.Packages)},
					{"from", r.moment(&e.From)},
					{"until", r.moment(&e.Until)},
					{"approvedBy", r.text(&e.ApprovedBy)},
					{"reason", r.text(&e.Reason)},
				}, nil)
				b.Exceptions = append(b.Exceptions, e)
			})},
		}, nil)
		listed(r, &r.p.Blackouts, "blackouts", b.Name, n, b)
	})
}

func (r *reader) scope(dst *calendar.Scope) setter {
	return func(n *yaml.Node, path string) {
		r.fields(n, path, []field{
			{"systems", r.texts(&dst.Systems)},
			{"kinds", r.texts(&dst.Kinds)},
			{"environments", r.texts(&dst.Environments)},
			{"sites", r.texts(&dst.Sites)},
		}, nil)
	}
}

func (r *reader) meeting(n *yaml.Node, path, name string) release.Meeting {
	m := release.Meeting{Name: name}
	if n.Kind == yaml.Null {
		r.fault("missing-key", join(path, "at"), n.At, "nothing", "the time of the meeting, such as at: \"14:00\"", "")
	}
	r.required(n, path, "at", "the time of the meeting, such as \"14:00\"")
	r.fields(n, path, []field{
		{"every", r.rule(&m.Every)},
		{"at", parsed(r, &m.At, `a time of day such as "14:00"`, calendar.ParseClock)},
		{"timezone", r.text(&m.Zone)},
		{"submission", r.length(&m.Submission)},
		{"except", r.dates(&m.Except)},
	}, nil)
	return m
}

// gate reads criteria, or {requires, at}.
func (r *reader) gate(n *yaml.Node, path, name string) release.Gate {
	g := release.Gate{Name: name}
	if n.Kind == yaml.List || n.Kind == yaml.Text {
		r.criteria(&g)(n, path)
		return g
	}
	r.fields(n, path, []field{
		{"requires", r.criteria(&g)},
		{"at", func(n *yaml.Node, path string) {
			r.each(n, path, "entry or exit", func(n *yaml.Node, path string) {
				var at uint8
				before := len(r.faults)
				word(r, &at, gateWords)(n, path)
				if len(r.faults) > before {
					return
				}
				g.Entry = g.Entry || at == 0
				g.Exit = g.Exit || at == 1
			})
		}},
	}, nil)
	return g
}

// criteria reads what a gate requires. "approval: cab" without quotes is, to
// YAML, a map of one entry: it is taken as the text it looks like.
func (r *reader) criteria(g *release.Gate) setter {
	return func(n *yaml.Node, path string) {
		read := func(n *yaml.Node, path string) {
			if n.Kind == yaml.Map && len(n.Entries) == 1 && n.Entries[0].Value.Kind == yaml.Text {
				n = &yaml.Node{Kind: yaml.Text, At: n.At, Text: n.Entries[0].Key.Text + ": " + n.Entries[0].Value.Text}
			}
			var c release.Criterion
			before := len(r.faults)
			parsed(r, &c, `a criterion such as "approval: cab" or test.passRate >= 98%`, release.ParseCriterion)(n, path)
			if len(r.faults) == before {
				g.Requires = append(g.Requires, c)
			}
		}
		if n.Kind != yaml.Map {
			r.each(n, path, "a list of criteria", read)
			return
		}
		for _, e := range n.Entries {
			one := &yaml.Node{Kind: yaml.Map, At: e.Key.At, Entries: []yaml.Entry{e}}
			read(one, item(path, len(g.Requires)))
		}
	}
}
