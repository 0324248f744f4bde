package ical

import (
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/berthplan/berth/calendar"
)

// calendar builds a Calendar from what was kept of it; lines are those of its events.
func (p *parser) calendar(c *component) (out Calendar, lines []int) {
	zones := p.zonesOf(c)
	for i := range c.properties {
		switch q := &c.properties[i]; q.name {
		case "NAME":
			out.Name = q.text()
		case "X-WR-CALNAME":
			if out.Name == "" {
				out.Name = q.text()
			}
		case "PRODID":
			out.Product = q.text()
		case "X-WR-TIMEZONE":
			if id := strings.TrimSpace(q.text()); id != "" && out.Zone == nil {
				out.Zone = zones.find(id, q.line)
			}
		}
	}
	if out.Zone == time.UTC {
		out.Zone = nil
	}
	b := builder{p: p, zones: zones, zone: out.Zone, message: c.get("METHOD") != nil}
	events := 0
	for _, part := range c.parts {
		if part.kind == eventKind {
			events++
		}
	}
	out.Events, lines = slices.Grow(out.Events, events), slices.Grow(lines, events)
	for _, part := range c.parts {
		switch part.kind {
		case eventKind:
			if e, ok := b.event(part); ok {
				out.Events, lines = append(out.Events, e), append(lines, part.line)
			}
		case freeBusyKind:
			out.Periods = append(out.Periods, b.periods(part)...)
		case availabilityKind:
			if a, ok := b.availability(part); ok {
				out.Availability = append(out.Availability, a)
			}
		}
	}
	return out, lines
}

// builder makes values of components. What is faulty is reported, and ok is false.
type builder struct {
	p       *parser
	zones   *zones
	zone    *time.Location // of the calendar; nil: none, so that local times float
	message bool           // the calendar has a METHOD: its events may be without a start
	faulty  bool           // the component at hand
}

func (b *builder) fault(f *Error) {
	b.faulty = true
	b.p.fault(f)
}

// base is the zone of floating times and days.
func (b *builder) base() *time.Location {
	if b.zone == nil {
		return time.UTC
	}
	return b.zone
}

// when reads one time of a property.
func (b *builder) when(q *property, s string) when {
	w, ok := parseWhen(s)
	if !ok {
		b.fault(fault(q.line, "bad-date", s, wantTime))
		return when{}
	}
	if w.form == localForm {
		if id := q.param("TZID"); id != "" {
			w.zone = b.zones.find(id, q.line)
		}
		if w.zone == nil {
			w.zone = b.zone
		}
	}
	return w
}

// event builds an event; ok is false if it is faulty or not wanted.
func (b *builder) event(c *component) (e Event, ok bool) {
	b.faulty = false
	start := c.get("DTSTART")
	if b.p.daysOnly {
		if start == nil {
			return e, false
		}
		if w, ok := parseWhen(start.value); ok && w.form != dateForm {
			return e, false
		}
	}
	if start == nil && b.message {
		return e, false
	}
	if start == nil {
		b.fault(fault(c.line, "missing", "", "DTSTART, when the event takes place"))
		return e, false
	}
	from := b.when(start, start.value)
	if b.faulty {
		return e, false
	}
	e.Busy = true // what TRANSP is when it is not there
	b.times(&e, c, start, from)
	for i := range c.properties {
		b.property(&e, &c.properties[i])
	}
	return e, !b.faulty
}

// times sets when the event begins and ends.
func (b *builder) times(e *Event, c *component, start *property, from when) {
	end, took := c.get("DTEND"), c.get("DURATION")
	var to when
	var long length
	ok := true
	switch {
	case end != nil:
		to = b.when(end, end.value)
		if from.form == dateForm && to.form != dateForm { // mixed: the day means its midnight
			from.form, from.zone = localForm, to.zone
			if to.form == utcForm {
				from.form = utcForm
			}
		}
	case took != nil:
		if long, ok = parseLength(took.value); !ok {
			b.fault(fault(took.line, "bad-length", took.value, "a duration such as PT1H30M or P2D, of at most a hundred years"))
		}
		if from.form == dateForm && long.rest != 0 {
			if long.rest%(24*time.Hour) == 0 {
				long = length{days: long.days + int(long.rest/(24*time.Hour))} // PT24H
			} else {
				from.form, from.zone = localForm, b.zone
			}
		}
	case from.form == dateForm:
		long.days = 1
	}
	e.AllDay = from.form == dateForm
	zone := b.base()
	switch {
	case from.form == utcForm:
		zone = time.UTC
	case from.form == localForm && from.zone != nil:
		zone = from.zone
	case from.form == localForm:
		e.Floating = true
	}
	if !same(zone, b.base()) {
		e.Zone = zone
	}
	e.Start = from.in(zone).In(zone)
	if end != nil {
		e.End = to.in(zone).In(zone)
	} else {
		e.End = long.after(e.Start)
		if !e.AllDay {
			e.Days = long.days
		}
	}
	if e.End.Before(e.Start) || e.End.Sub(e.Start) > maxDays*24*time.Hour {
		line, found := start.line, start.value
		if end != nil {
			line, found = end.line, end.value
		} else if took != nil {
			line, found = took.line, took.value
		}
		f := fault(line, "bad-length", found, "an end that is not before the start, nor a hundred years after it")
		if !e.End.Before(e.Start) || e.Start.Sub(e.End) > maxDays*24*time.Hour {
			b.fault(f)
			return
		}
		b.p.fault(f)
		e.Start, e.End, e.Days = e.End, e.Start, 0
	}
}

// property takes in what is said of an event beside its start and end.
func (b *builder) property(e *Event, q *property) {
	zone := e.zone(b.zone)
	switch q.name {
	case "UID":
		e.UID = q.text()
	case "SUMMARY":
		e.Summary = q.text()
	case "DESCRIPTION":
		e.Description = q.text()
	case "LOCATION":
		e.Location = q.text()
	case "CATEGORIES":
		for _, s := range list(q.value) {
			e.Categories = append(e.Categories, plainText(s))
		}
	case "DTSTAMP":
		if w, ok := parseWhen(q.value); ok {
			e.Stamp = w.in(time.UTC).UTC()
		}
	case "SEQUENCE":
		if n, err := strconv.Atoi(strings.TrimSpace(q.value)); err == nil && n >= 0 && n <= math.MaxInt32 {
			e.Sequence = n
		}
	case "STATUS":
		for _, s := range []Status{Confirmed, Tentative, Cancelled} {
			if strings.EqualFold(strings.TrimSpace(q.value), string(s)) {
				e.Status = s
			}
		}
	case "TRANSP":
		e.Busy = !strings.EqualFold(strings.TrimSpace(q.value), "TRANSPARENT")
	case "RRULE":
		if strings.TrimSpace(q.value) == "" {
			return // some write it for an event that does not repeat
		}
		if rule, err := parseRule(q); err != nil {
			b.fault(err)
		} else if e.AllDay && !daily(rule) {
			b.fault(fault(q.line, "bad-rule", q.value, "a rule of days, for an event of whole days"))
		} else {
			e.Rules = append(e.Rules, rule)
		}
	case "EXRULE":
		b.fault(fault(q.line, "unsupported-rule", q.value, "EXDATEs, as RFC 5545 has it instead of EXRULE"))
	case "RECURRENCE-ID":
		e.Replaces = b.when(q, q.value).moment(zone)
		e.Following = strings.EqualFold(q.param("RANGE"), "THISANDFUTURE")
	case "EXDATE":
		for _, s := range b.list(q) {
			w := b.when(q, s)
			if e.AllDay {
				w.form = dateForm // of a time, its day
			}
			e.Except = append(e.Except, w.moment(zone))
		}
	case "RDATE":
		for _, s := range b.list(q) {
			e.Dates = append(e.Dates, b.period(q, s, zone))
		}
	}
}

// list splits a list of times, as many as a file may have.
func (b *builder) list(q *property) []string {
	room := b.p.limit.Dates - b.p.dates
	n := strings.Count(q.value, ",") + 1
	if n > room {
		b.fault(fault(q.line, "too-many", q.value, "at most "+count(b.p.limit.Dates)+" dates in a file"))
		return nil
	}
	b.p.dates += n
	return strings.Split(q.value, ",")
}

// period reads a time, or a period with an end or a duration.
func (b *builder) period(q *property, s string, zone *time.Location) calendar.Interval {
	first, second, two := strings.Cut(s, "/")
	out := calendar.Interval{Start: b.when(q, first).in(zone).In(zone)}
	if !two {
		return out
	}
	if strings.ContainsAny(second, "Pp") {
		l, ok := parseLength(second)
		if !ok || l.days < 0 || l.rest < 0 {
			b.fault(fault(q.line, "bad-length", second, "a duration such as PT1H"))
		}
		out.End = l.after(out.Start)
	} else {
		out.End = b.when(q, second).in(zone).In(zone)
	}
	if out.End.Before(out.Start) {
		b.fault(fault(q.line, "bad-length", s, "a period that ends after its start"))
	}
	return out
}

// daily reports whether a rule goes by days, weeks, months or years.
func daily(rule calendar.Rule) bool {
	for _, often := range []string{"FREQ=HOURLY", "FREQ=MINUTELY", "FREQ=SECONDLY"} {
		if strings.Contains(rule.String(), often) {
			return false
		}
	}
	return true
}

// parseRule reads the value of an RRULE. COUNT=-1, which some write for no end, is left out.
func parseRule(q *property) (calendar.Rule, *Error) {
	text := strings.ToUpper(strings.TrimSpace(q.value))
	if strings.Contains(text, "COUNT=-") {
		parts := slices.DeleteFunc(strings.Split(text, ";"), func(s string) bool { return strings.HasPrefix(s, "COUNT=-") })
		text = strings.Join(parts, ";")
	}
	rule, err := calendar.ParseRule("RRULE:" + text)
	if err != nil {
		return rule, ruleFault(q, err)
	}
	return rule, nil
}
