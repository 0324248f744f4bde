package calendar

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// blackout explains one blackout, if it holds at the instant, with its exceptions.
func (x *explainer) blackout(b *Blackout) {
	m := x.c.source.made
	instant := Interval{x.t, x.t.Add(1)}
	if x.c.source.rounded {
		instant = Interval{minuteDown(x.t), minuteDown(x.t).Add(time.Minute)}
	}
	if !x.held(*b, nil, instant) {
		return
	}
	zone := m.zone(b.Zone)
	s := Step{Kind: InBlackout, Name: b.Name, Rule: b.ruleText(), Holds: x.extent(b).in(zone)}
	if b.Level == Soft {
		s.Kind = InSoftBlackout
	}
	named := fmt.Sprintf("%s %q (%s)", strings.ToUpper(string(s.Kind[:1]))+string(s.Kind[1:]), b.Name, s.Rule)
	switch {
	case !b.stops(m.who, b.what()):
		s.Text = fmt.Sprintf("%s does not concern this: it is for %s.", named, b.Scope.text())
		x.add(s)
		return
	case !b.stops(m.who, m.doing):
		s.Text = fmt.Sprintf("%s does not concern this: it stops %s.", named, b.what())
		x.add(s)
		return
	}
	closed := x.held(*b, b.Exceptions, instant)
	switch {
	case b.Level == Soft && closed:
		s.PerHour = b.Cost.Elapsed()
		s.Text = fmt.Sprintf("%s closes nothing, but costs %s for each hour begun, %s.", named, b.Cost, spokenSpan(s.Holds, zone))
	case b.Level == Soft:
		s.Text = fmt.Sprintf("%s costs nothing here.", named)
	case closed:
		if r, ok := x.reason(InBlackout, b.Name); ok {
			s.Holds = r.Closed
		}
		s.Closes = true
		s.Remedy = fmt.Sprintf("an exception to blackout %q", b.Name)
		if m.who.Package != "" {
			s.Remedy += " for " + m.who.Package
		}
		s.Text = fmt.Sprintf("%s closes it %s.", named, spokenSpan(s.Holds, zone))
	default:
		s.Text = fmt.Sprintf("%s would close it %s.", named, spokenSpan(s.Holds, zone))
	}
	x.add(s)
	for _, e := range b.Exceptions {
		x.exception(b, e, closed)
	}
}

// exception explains an exception to a blackout that holds; closed tells that none helps.
func (x *explainer) exception(b *Blackout, e Exception, closed bool) {
	zone := x.c.source.made.zone(b.Zone)
	bounds := bounded(e.From, e.Until, zone)
	s := Step{Kind: ByException, Name: b.Name, Exception: e, Holds: bounds}
	what := fmt.Sprintf("exception for %s%s", strings.Join(e.Packages, ", "), e.signature())
	who := x.c.source.made.who.Package
	switch {
	case !e.concerns(x.c.source.made.who):
		if who == "" {
			who = "a package not named"
		}
		s.Text = fmt.Sprintf("Its %s does not help %s.", what, who)
	case x.t.Before(bounds.Start):
		s.Text = fmt.Sprintf("Its %s begins only on %s.", what, spoken(bounds.Start, zone))
	case !x.t.Before(bounds.End):
		s.Text = fmt.Sprintf("Its %s ended on %s.", what, spoken(bounds.End, zone))
	case b.Level == Soft:
		s.Text = fmt.Sprintf("Its %s waives the cost %s.", what, spokenSpan(bounds, zone))
	case closed: // by seconds that rounding keeps closed
		s.Text = fmt.Sprintf("Its %s does not reach the whole of this minute.", what)
	default:
		s.Opens = true
		s.Text = fmt.Sprintf("Its %s lifts it %s.", what, spokenSpan(bounds, zone))
	}
	x.add(s)
}

// signature is ", approved by cio (the lists apply from 1 January)".
func (e Exception) signature() string {
	text := ""
	if e.ApprovedBy != "" {
		text = ", approved by " + e.ApprovedBy
	}
	if e.Reason != "" {
		text += " (" + e.Reason + ")"
	}
	if text != "" {
		text += ","
	}
	return text
}

// held reports whether a blackout holds at some instant of the span, whomever it concerns, but for these exceptions.
func (x *explainer) held(b Blackout, but []Exception, in Interval) bool {
	c := x.alone(b, but, in)
	return c != nil && len(c.layers) > 0
}

// alone is a calendar that nothing but a blackout closes.
func (x *explainer) alone(b Blackout, but []Exception, in Interval) *Compiled {
	m := x.c.source.made
	b.Level, b.Stops, b.Scope, b.Exceptions = Hard, m.doing, Scope{}, but
	c := m.around(Spec{Zone: m.spec.Zone, Weekly: m.spec.Weekly, Holidays: m.spec.Holidays, Blackouts: []Blackout{b}}, in)
	if c != nil {
		c.layers = slices.DeleteFunc(c.layers, func(l layer) bool { return l.kind != InBlackout })
	}
	return c
}

// extent is how long a blackout holds around the instant, whomever it concerns.
func (x *explainer) extent(b *Blackout) Interval {
	if !b.recurs() {
		return bounded(b.From, b.To, x.c.source.made.zone(b.Zone))
	}
	c := x.alone(*b, nil, Interval{x.t.Add(-nearby), x.t.Add(nearby)})
	if c != nil && len(c.layers) > 0 {
		k := c.key(x.t)
		if s, ok := c.layers[0].closing(k, k+1); ok {
			return Interval{c.at(s.start), c.at(s.end)}
		}
	}
	return Interval{x.t, x.t}
}

// what is the things a blackout stops.
func (b Blackout) what() Stops {
	if b.Stops == 0 {
		return StopDeploy
	}
	return b.Stops
}

// ruleText is the blackout as written: "2026-12-18 to 2027-01-04", "last 3 working days of quarter".
func (b *Blackout) ruleText() string {
	var parts []string
	if !b.Every.IsZero() {
		parts = append(parts, b.Every.String())
	} else if b.recurs() {
		parts = append(parts, "daily")
	}
	if len(b.Hours) > 0 {
		parts = append(parts, b.Hours.String())
	}
	switch {
	case !b.From.IsZero() && !b.To.IsZero() && !b.recurs():
		parts = append(parts, b.From.String()+" to "+b.To.String())
	default:
		if !b.From.IsZero() {
			parts = append(parts, "from "+b.From.String())
		}
		if !b.To.IsZero() {
			parts = append(parts, "to "+b.To.String())
		}
	}
	return strings.Join(parts, ", ")
}

// text is "systems ledger, cards and sites london".
func (s Scope) text() string {
	var parts []string
	for _, l := range []struct {
		name string
		list []string
	}{{"systems", s.Systems}, {"kinds", s.Kinds}, {"environments", s.Environments}, {"sites", s.Sites}} {
		if len(l.list) > 0 {
			parts = append(parts, l.name+" "+strings.Join(l.list, ", "))
		}
	}
	return strings.Join(parts, " and ")
}
