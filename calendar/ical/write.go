package ical

import (
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"github.com/berthplan/berth/calendar"
)

// Written by hand rather than with a library: emersion/go-ical (v0.0.0-20250329121855)
// neither folds lines nor keeps the order of properties, arran4/golang-ical (v0.3.4) writes
// every time in UTC, and neither makes a VTIMEZONE. What is left, escaping, is a page. Both read what is written here, in a test.

// Calendar is what Write writes.
type Calendar struct {
	Name    string         // what people see; empty: none
	Product string         // identifies the program that made it; empty: "-//berthplan//berth//EN"
	Zone    *time.Location // an IANA zone, in which times are written; nil: UTC
	Stamp   time.Time      // DTSTAMP of events that have none of their own
	Events  []Event        // written in this order
}

// Event is one entry of a calendar.
type Event struct {
	UID         string // unique in the calendar, and the same whenever the event is written again
	Sequence    int    // higher whenever people must be told that time or place changed
	Stamp       time.Time
	Start, End  time.Time // half-open. End zero or equal to Start: a moment without length
	AllDay      bool      // takes the days, in the calendar's zone, from that of Start to that before End's, at least one
	Summary     string
	Description string
	Location    string
	Categories  []string
	Status      Status // empty: Confirmed
	Busy        bool   // takes people's time; otherwise it is shown and they stay free
}

// Status says whether an event takes place.
type Status string

// The statuses of an event.
const (
	Confirmed Status = "CONFIRMED"
	Tentative Status = "TENTATIVE"
	Cancelled Status = "CANCELLED"
)

// Write writes c as an iCalendar file (RFC 5545): lines end in CRLF and are
// folded at 75 octets, never inside a letter; texts are escaped, and control characters in them replaced.
//
// Times are local ones of the calendar's zone, with a VTIMEZONE made from the
// zone data that hold for the years of the events. A local time that the clock shows twice means the first,
// so an event with the second is written in UTC. Fractions of a second are cut off.
//
// The file has no METHOD: it is published, not sent to somebody. Clients tell a
// changed event by its UID and a higher SEQUENCE.
//
// The error is of type calendar.Errors and lists every fault, up to a hundred: an event without UID
// ("missing"), one UID twice ("duplicate"), an end before its start ("bad-length"), a year outside 1 to 9998
// or no Start or Stamp ("bad-date"), a negative Sequence or an unknown Status ("bad-value"), a zone that is none of IANA's ("unknown-zone").
func Write(w io.Writer, c Calendar) error {
	if faults := c.faults(); len(faults) > 0 {
		return faults
	}
	zone := c.Zone
	if zone == nil {
		zone = time.UTC
	}
	o := &output{zone: zone, utc: zone.String() == "UTC"}
	o.line("BEGIN", "", "VCALENDAR")
	o.line("VERSION", "", "2.0")
	product := c.Product
	if product == "" {
		product = "-//berthplan//berth//EN"
	}
	o.line("PRODID", "", escaped(product))
	o.line("CALSCALE", "", "GREGORIAN")
	if c.Name != "" {
		o.line("NAME", "", escaped(c.Name))         // RFC 7986
		o.line("X-WR-CALNAME", "", escaped(c.Name)) // what came before it, and is read by more
	}
	if !o.utc {
		o.line("X-WR-TIMEZONE", "", escaped(zone.String()))
	}
	if first, last := c.span(); !o.utc || len(c.Events) == 0 { // a calendar has at least one component
		o.timezone(first, last)
	}
	for _, e := range c.Events {
		if e.Stamp.IsZero() {
			e.Stamp = c.Stamp
		}
		o.event(e)
	}
	o.line("END", "", "VCALENDAR")
	_, err := io.WriteString(w, o.b.String())
	return err
}

func (c Calendar) faults() calendar.Errors {
	var all calendar.Errors
	add := func(code, path, found, expected string) {
		if len(all) < maxFaults {
			all = append(all, &calendar.Error{Code: code, Path: path, Found: found, Expected: expected})
		}
	}
	if c.Zone != nil {
		if _, err := calendar.LoadZone(c.Zone.String()); err != nil { // TZID says it to others
			add("unknown-zone", "zone", c.Zone.String(), "an IANA time zone, such as Europe/Zurich")
		}
	}
	goodYear := func(t time.Time) bool { return !t.IsZero() && t.UTC().Year() >= 1 && t.UTC().Year() <= 9998 }
	seen := map[string]int{}
	for i, e := range c.Events {
		path := fmt.Sprintf("events[%d]", i)
		if e.UID == "" {
			add("missing", path+".uid", "", "a UID")
		} else if first, twice := seen[e.UID]; twice {
			add("duplicate", path+".uid", e.UID, fmt.Sprintf("another UID than that of events[%d]", first))
		} else {
			seen[e.UID] = i
		}
		if e.Sequence < 0 {
			add("bad-value", path+".sequence", strconv.Itoa(e.Sequence), "0 or more")
		}
		switch e.Status {
		case "", Confirmed, Tentative, Cancelled:
		default:
			add("bad-value", path+".status", string(e.Status), "CONFIRMED, TENTATIVE or CANCELLED")
		}
		if !goodYear(e.Start) {
			add("bad-date", path+".start", e.Start.String(), "a time of the years 1 to 9998")
		}
		if !goodYear(e.Stamp) && !(e.Stamp.IsZero() && goodYear(c.Stamp)) {
			add("bad-date", path+".stamp", e.Stamp.String(), "a time of the years 1 to 9998, here or for the whole calendar")
		}
		if !e.End.IsZero() && e.End.Before(e.Start) {
			add("bad-length", path+".end", e.End.String(), "no time before the start "+e.Start.String())
		} else if !e.End.IsZero() && !goodYear(e.End) {
			add("bad-date", path+".end", e.End.String(), "a time of the years 1 to 9998")
		}
	}
	return all
}

// span is the first and the last instant of the events; without events, of the stamp.
func (c Calendar) span() (first, last time.Time) {
	first, last = c.Stamp, c.Stamp
	for i, e := range c.Events {
		if i == 0 || e.Start.Before(first) {
			first = e.Start
		}
		if i == 0 || e.Start.After(last) {
			last = e.Start
		}
		if e.End.After(last) {
			last = e.End
		}
	}
	return first, last
}

// output is a file being written.
type output struct {
	b    strings.Builder
	zone *time.Location
	utc  bool
}

func (o *output) event(e Event) {
	o.line("BEGIN", "", "VEVENT")
	o.line("UID", "", escaped(e.UID))
	o.line("DTSTAMP", "", utcTime(e.Stamp))
	o.line("SEQUENCE", "", strconv.Itoa(e.Sequence))
	o.times(e)
	o.text("SUMMARY", e.Summary)
	o.text("LOCATION", e.Location)
	var categories []string
	for _, c := range e.Categories {
		categories = append(categories, escaped(c))
	}
	if len(categories) > 0 {
		o.line("CATEGORIES", "", strings.Join(categories, ","))
	}
	if e.Status == "" {
		e.Status = Confirmed
	}
	o.line("STATUS", "", string(e.Status))
	if e.Busy {
		o.line("TRANSP", "", "OPAQUE")
	} else {
		o.line("TRANSP", "", "TRANSPARENT")
	}
	o.text("DESCRIPTION", e.Description)
	o.line("END", "", "VEVENT")
}

func (o *output) times(e Event) {
	start, end := e.Start.In(o.zone).Truncate(time.Second), e.End.In(o.zone).Truncate(time.Second)
	if e.AllDay {
		const day, value = "20060102", ";VALUE=DATE"
		first, last := calendar.DateOf(start), calendar.DateOf(start).AddDays(1)
		if !e.End.IsZero() && calendar.DateOf(end).Compare(last) > 0 {
			last = calendar.DateOf(end)
		}
		o.line("DTSTART", value, first.In(time.UTC).Format(day))
		o.line("DTEND", value, last.In(time.UTC).Format(day))
		return
	}
	write := func(name string, t time.Time) {
		o.line(name, ";TZID="+o.zone.String(), t.Format(localTime))
	}
	if o.utc || shownBefore(start) || !e.End.IsZero() && shownBefore(end) {
		write = func(name string, t time.Time) { o.line(name, "", utcTime(t)) }
	}
	write("DTSTART", start)
	if end.After(start) { // DTEND must be later; without it the event ends as it starts
		write("DTEND", end)
	}
}

// text writes a property that is left out when empty.
func (o *output) text(name, value string) {
	if value != "" {
		o.line(name, "", escaped(value))
	}
}

// maxOctets is how long a line may be, without its CRLF.
const maxOctets = 75

// line writes one content line: a property's name, its parameters and its value.
func (o *output) line(name, parameters, value string) {
	line, room := name+parameters+":"+value, maxOctets
	for len(line) > room {
		cut := room
		for cut > 0 && line[cut]&0xC0 == 0x80 { // inside a letter
			cut--
		}
		o.b.WriteString(line[:cut] + "\r\n ")
		line, room = line[cut:], maxOctets-1
	}
	o.b.WriteString(line + "\r\n")
}

// escaped writes a TEXT value. Line ends of any kind become \n; other control
// characters, which the format does not allow, and bytes that are no UTF-8 become U+FFFD.
func escaped(s string) string {
	var b strings.Builder
	s = strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n")
	for _, r := range s {
		switch {
		case r == '\\' || r == ';' || r == ',':
			b.WriteByte('\\')
			b.WriteRune(r)
		case r == '\n':
			b.WriteString(`\n`)
		case r < ' ' && r != '\t' || r == 0x7F:
			b.WriteRune('\uFFFD')
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}
