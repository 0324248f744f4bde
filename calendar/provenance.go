package calendar

import (
	"cmp"
	"slices"
	"time"
)

// provenance is what a Compiled was made of: a spec or, of an intersection, parts that were.
type provenance struct {
	made    *made       // nil of an intersection
	parts   []*Compiled // of an intersection: those made of a spec each
	rounded bool        // to whole minutes
}

// made is what Compile was given. It is for questions about single instants, which evaluate rules anew.
type made struct {
	spec   Spec
	who    Subject
	doing  Stops
	origin int64 // the start of the span, in Unix seconds
	zones  map[string]*time.Location
	spared []spared
}

// leaves are the calendars that each were made of one spec.
func (c *Compiled) leaves() []*Compiled {
	if c.source.parts == nil {
		return []*Compiled{c}
	}
	return c.source.parts
}

// join adds calendars to the parts of an intersection, each once.
func (p *provenance) join(leaves []*Compiled) {
	for _, c := range leaves {
		if !slices.Contains(p.parts, c) {
			p.parts = append(p.parts, c)
		}
	}
}

func (p provenance) onMinutes() provenance {
	p.rounded = true
	p.parts = slices.Clone(p.parts)
	for i, c := range p.parts {
		p.parts[i] = c.Minutes()
	}
	return p
}

// around evaluates rules over another span, as if that were part of the first; nil if one of them is beyond its limits.
func (m *made) around(rules Spec, span Interval) *Compiled {
	if span.Start.Year() < 1 || span.End.Year() > 9999 || span.Duration() > maxSpan {
		return nil
	}
	out, zones := over(span), make(zoneMaps, len(m.zones))
	for name, loc := range m.zones {
		zones[name] = &zoneMap{loc: loc}
	}
	if len(rules.evaluate(out, zones, m)) > 0 {
		return nil
	}
	return out
}

// knows keeps the zones that an evaluation needed, so that none is looked for again.
func (m *made) knows(zones zoneMaps) {
	m.zones = make(map[string]*time.Location, len(zones))
	for name, z := range zones {
		m.zones[name] = z.location()
	}
}

// zone is a zone by its name, "" for that of the spec.
func (m *made) zone(name string) *time.Location {
	name = cmp.Or(name, m.spec.Zone)
	if zone := m.zones[name]; zone != nil {
		return zone
	}
	return time.UTC
}

// bounded is the time between two moments; a zero one leaves its side open.
func bounded(from, to Moment, zone *time.Location) Interval {
	i := Interval{earliest, latest}
	if !from.IsZero() {
		i.Start = from.Begin(zone)
	}
	if !to.IsZero() {
		i.End = to.Finish(zone)
	}
	return i
}

// clone is a copy that shares nothing the caller might change.
func (c Spec) clone() Spec {
	var hours pool[Span]
	var days pool[Date]
	var names pool[string]
	var exceptions pool[Exception]
	c.Weekly.Hours = Hours(hours.copy(c.Weekly.Hours))
	c.Holidays = slices.Clone(c.Holidays)
	c.Windows = slices.Clone(c.Windows)
	for i := range c.Windows {
		w := &c.Windows[i]
		w.Hours, w.Dates, w.Except = Hours(hours.copy(w.Hours)), days.copy(w.Dates), days.copy(w.Except)
	}
	c.Blackouts = slices.Clone(c.Blackouts)
	for i := range c.Blackouts {
		b := &c.Blackouts[i]
		b.Hours, b.Exceptions = Hours(hours.copy(b.Hours)), exceptions.copy(b.Exceptions)
		s := &b.Scope
		s.Systems, s.Kinds = names.copy(s.Systems), names.copy(s.Kinds)
		s.Environments, s.Sites = names.copy(s.Environments), names.copy(s.Sites)
		for j := range b.Exceptions {
			e := &b.Exceptions[j]
			e.Packages = names.copy(e.Packages)
		}
	}
	return c
}

// pool copies many short lists into few long ones.
type pool[T any] []T

func (p *pool[T]) copy(list []T) []T {
	if len(list) == 0 {
		return list
	}
	from := len(*p)
	*p = append(*p, list...)
	return slices.Clip((*p)[from:])
}
