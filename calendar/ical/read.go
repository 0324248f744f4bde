package ical

import (
	"cmp"
	"errors"
	"io"
	"slices"
	"strings"
)

// Options are the limits of a file. The zero value is for what people send each other.
type Options struct {
	Bytes      int // of the file; 0: 64 MB
	LineBytes  int // of a line once unfolded, files carried along (ATTACH, IMAGE) apart; 0: 4 MB
	Depth      int // of components within components; 0: 16
	Components int // in the file; 0: 200,000
	Properties int // that are read, such as SUMMARY and DTSTART; 0: 1,000,000
	Rules      int // RRULEs; 0: 20,000
	Dates      int // values of RDATE, EXDATE and FREEBUSY in the file; 0: 500,000
}

func (o Options) filled() Options {
	or := func(n, standard int) int {
		if n <= 0 {
			return standard
		}
		return n
	}
	return Options{or(o.Bytes, 64<<20), or(o.LineBytes, 4<<20), or(o.Depth, 16), or(o.Components, 200_000), or(o.Properties, 1_000_000), or(o.Rules, 20_000), or(o.Dates, 500_000)}
}

// Read reads the calendars of an iCalendar file, of which most have one.
//
// The error is of type [Errors] and lists every fault, up to a hundred. If the calendars
// are nil as well, the file as a whole cannot be used: it is no calendar, exceeds a limit, has more
// faults than that, or could not be read, in which case the error is the reader's. Otherwise the
// calendars hold what the faults leave unharmed: an event with a faulty time or rule is left out, so
// whoever goes on in spite of an error may miss events.
//
// What other readers put up with is no fault: line ends of any kind, a byte order mark, blank lines, lower
// case, missing PRODID, VERSION, UID and DTSTAMP, wrong VALUE, properties nobody knows, bytes that are no UTF-8.
// A time whose zone cannot be found is reported, and read as one of the calendar's zone. An event that ends
// before it starts is reported, and kept with its ends exchanged.
//
// A TZID is looked for among the zones of IANA, those of Windows, under the name behind the prefix of
// Mozilla or Evolution, then among the VTIMEZONEs of the file, which are evaluated up to the year 2400.
func Read(r io.Reader, opt Options) ([]Calendar, error) {
	p := parser{limit: opt.filled()}
	err := p.read(r)
	if err == nil && len(p.faults) < maxFaults {
		for _, c := range p.calendars {
			out, _ := p.calendar(c)
			p.out = append(p.out, out)
		}
	}
	return p.result(err)
}

// result sorts the faults; err is what kept the file from being read.
func (p *parser) result(err error) ([]Calendar, error) {
	var fatal *Error
	if err != nil && !errors.As(err, &fatal) {
		return nil, err
	}
	if fatal != nil {
		p.faults = append(p.faults[:min(len(p.faults), maxFaults-1)], fatal)
	}
	if len(p.faults) == 0 {
		return p.out, nil
	}
	slices.SortStableFunc(p.faults, func(a, b *Error) int { return cmp.Compare(a.Line, b.Line) })
	if fatal != nil || len(p.faults) >= maxFaults {
		p.out, p.faults = nil, p.faults[:min(len(p.faults), maxFaults)]
	}
	return p.out, p.faults
}

// kind is a component that means something here.
type kind uint8

const (
	otherKind kind = iota
	calendarKind
	eventKind
	zoneKind
	standardKind
	daylightKind
	freeBusyKind
	availabilityKind
	availableKind
)

var kinds = [...]struct {
	name   string
	within kind
}{
	calendarKind: {"VCALENDAR", otherKind}, eventKind: {"VEVENT", calendarKind}, zoneKind: {"VTIMEZONE", calendarKind},
	standardKind: {"STANDARD", zoneKind}, daylightKind: {"DAYLIGHT", zoneKind}, freeBusyKind: {"VFREEBUSY", calendarKind},
	availabilityKind: {"VAVAILABILITY", calendarKind}, availableKind: {"AVAILABLE", availabilityKind},
}

// component is what is kept of one that means something.
type component struct {
	kind       kind
	line       int
	properties []property
	parts      []*component
}

// get is the first property of that name; nil if there is none.
func (c *component) get(name string) *property {
	for i := range c.properties {
		if c.properties[i].name == name {
			return &c.properties[i]
		}
	}
	return nil
}

// open is a component that has begun and not ended.
type open struct {
	name string
	kept *component // nil: nothing in it is read
}

// parser collects components, one calendar after the other. Nesting is a list, not a recursion.
type parser struct {
	limit      Options
	daysOnly   bool // leave events with a time of day alone, their faults too
	stack      []open
	fragment   bool // the file has components without a calendar around them
	calendars  []*component
	components int
	properties int
	rules      int
	dates      int
	zones      int
	faults     Errors
	out        []Calendar
}

func (p *parser) fault(f *Error) {
	if f != nil && len(p.faults) < maxFaults {
		p.faults = append(p.faults, f)
	}
}

const wantCalendar = "an iCalendar file, which begins with BEGIN:VCALENDAR"

func (p *parser) read(r io.Reader) error {
	in := newLines(r, p.limit)
	var name [maxName]byte
	for first := true; ; first = false {
		line, number, err := in.next()
		if errors.Is(err, io.EOF) {
			if first {
				return fault(1, "not-ical", "", wantCalendar)
			}
			if n := len(p.stack); n > 1 || n > 0 && !p.fragment {
				p.fault(fault(in.number, "unfinished", "end of file", "END:"+p.stack[n-1].name))
			}
			return nil
		}
		if err != nil {
			return err
		}
		key, end := nameOf(line, name[:])
		if first {
			if string(key) != "BEGIN" || !begins(line[end+1:]) {
				return fault(number, "not-ical", string(line), wantCalendar)
			}
			if componentName(line[end+1:]) != "VCALENDAR" { // what is copied out of a calendar
				p.begin([]byte("VCALENDAR"), number)
				p.fragment = true
			}
		}
		switch string(key) {
		case "":
			p.fault(fault(number, "bad-line", string(line), "NAME:value, as every line of an iCalendar file"))
		case "BEGIN":
			if err := p.begin(line[end+1:], number); err != nil {
				return err
			}
		case "END":
			p.end(line[end+1:], number)
		default:
			if err := p.property(key, line, end, number); err != nil {
				return err
			}
		}
		if len(p.faults) >= maxFaults {
			return nil
		}
	}
}

// begins reports whether a file may begin with such a component: a calendar, or what stands in one.
func begins(name []byte) bool {
	switch componentName(name[:min(len(name), maxName)]) {
	case "VCALENDAR", "VEVENT", "VTODO", "VJOURNAL", "VFREEBUSY", "VTIMEZONE", "VAVAILABILITY":
		return true
	}
	return false
}

func (p *parser) begin(value []byte, line int) *Error {
	if p.components++; p.components > p.limit.Components {
		return fault(line, "too-many", string(value), "at most "+count(p.limit.Components)+" components")
	}
	if len(p.stack) >= p.limit.Depth {
		return fault(line, "too-deep", string(value), "components nested at most "+count(p.limit.Depth)+" deep")
	}
	if len(value) > maxName {
		p.fault(fault(line, "bad-line", string(value), "the name of a component"))
		value = value[:maxName]
	}
	o := open{name: componentName(value)}
	var parent *component
	within := otherKind
	if n := len(p.stack); n > 0 {
		if parent = p.stack[n-1].kept; parent != nil {
			within = parent.kind
		} else {
			within = kind(len(kinds)) // nothing in here is read
		}
	}
	for k := calendarKind; int(k) < len(kinds); k++ {
		if kinds[k].name != o.name || kinds[k].within != within {
			continue
		}
		o.kept = &component{kind: k, line: line}
		if parent == nil {
			p.calendars = append(p.calendars, o.kept)
		} else {
			parent.parts = append(parent.parts, o.kept)
		}
	}
	p.stack = append(p.stack, o)
	return nil
}

// componentName is a name in upper case; those that are known cost no memory.
func componentName(b []byte) string {
	for _, k := range kinds {
		if len(b) == len(k.name) && string(b) == k.name {
			return k.name
		}
	}
	return strings.ToUpper(strings.TrimSpace(string(b)))
}

// end closes the last component of that name, and all within it.
func (p *parser) end(value []byte, line int) {
	name := componentName(value[:min(len(value), maxName)])
	for i := len(p.stack) - 1; i >= 0; i-- {
		if p.stack[i].name == name {
			if i < len(p.stack)-1 {
				p.fault(fault(line, "bad-nesting", "END:"+name, "END:"+p.stack[len(p.stack)-1].name))
			}
			p.stack = p.stack[:i]
			return
		}
	}
	want := "BEGIN:VCALENDAR"
	if n := len(p.stack); n > 0 {
		want = "END:" + p.stack[n-1].name
	}
	p.fault(fault(line, "bad-nesting", "END:"+name, want))
}

// property keeps a line if it says something that is read.
func (p *parser) property(name, line []byte, end, number int) *Error {
	n := len(p.stack)
	if n == 0 {
		p.fault(fault(number, "bad-nesting", string(line), "BEGIN:VCALENDAR"))
		return nil
	}
	c := p.stack[n-1].kept
	if c == nil {
		return nil
	}
	known := wanted(c.kind, name)
	if known == "" {
		return nil
	}
	params, value, ok := split(string(line), end)
	if !ok {
		p.fault(fault(number, "bad-line", string(line), "NAME:value, as every line of an iCalendar file"))
		return nil
	}
	if p.properties++; p.properties > p.limit.Properties {
		return fault(number, "too-many", string(line), "at most "+count(p.limit.Properties)+" properties")
	}
	if known == "RRULE" {
		if p.rules++; p.rules > p.limit.Rules {
			return fault(number, "too-many", string(line), "at most "+count(p.limit.Rules)+" rules")
		}
	}
	if c.properties == nil {
		c.properties = make([]property, 0, 12)
	}
	c.properties = append(c.properties, property{number, known, params, value})
	return nil
}

// wanted gives the name of a property if it is read in such a component, else "".
func wanted(k kind, name []byte) string {
	switch k {
	case calendarKind:
		switch string(name) {
		case "NAME":
			return "NAME"
		case "PRODID":
			return "PRODID"
		case "METHOD":
			return "METHOD"
		case "X-WR-CALNAME":
			return "X-WR-CALNAME"
		case "X-WR-TIMEZONE":
			return "X-WR-TIMEZONE"
		}
		return ""
	case zoneKind:
		switch string(name) {
		case "TZID":
			return "TZID"
		case "X-LIC-LOCATION":
			return "X-LIC-LOCATION"
		}
		return ""
	case standardKind, daylightKind:
		switch string(name) {
		case "TZOFFSETFROM":
			return "TZOFFSETFROM"
		case "TZOFFSETTO":
			return "TZOFFSETTO"
		case "TZNAME":
			return "TZNAME"
		}
	}
	switch string(name) {
	case "UID":
		return "UID"
	case "SUMMARY":
		return "SUMMARY"
	case "DTSTART":
		return "DTSTART"
	case "DTEND":
		return "DTEND"
	case "DURATION":
		return "DURATION"
	case "RRULE":
		return "RRULE"
	case "EXRULE":
		return "EXRULE"
	case "RDATE":
		return "RDATE"
	case "EXDATE":
		return "EXDATE"
	case "RECURRENCE-ID":
		return "RECURRENCE-ID"
	case "DTSTAMP":
		return "DTSTAMP"
	case "SEQUENCE":
		return "SEQUENCE"
	case "STATUS":
		return "STATUS"
	case "TRANSP":
		return "TRANSP"
	case "DESCRIPTION":
		return "DESCRIPTION"
	case "LOCATION":
		return "LOCATION"
	case "CATEGORIES":
		return "CATEGORIES"
	case "FREEBUSY":
		return "FREEBUSY"
	case "BUSYTYPE":
		return "BUSYTYPE"
	case "PRIORITY":
		return "PRIORITY"
	}
	return ""
}
