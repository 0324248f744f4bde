package ical

import (
	"io"
	"strings"
	"time"
)

// Written by hand rather than with a library: emersion/go-ical (v0.0.0-20250329121855)
// neither folds lines nor keeps the order of properties, arran4/golang-ical (v0.3.4) writes
// every time in UTC, and neither makes a VTIMEZONE. What is left, escaping, is a page. Both read what is written here, in a test.

// Write writes c as an iCalendar file (RFC 5545): lines end in CRLF and are
// folded at 75 octets, never inside a letter; texts are escaped, and control characters in them replaced.
// Read gives back what was written, with the Stamp in the events, Confirmed for an empty Status, and Ends that were left open.
//
// Times are local ones of the event's zone, with a VTIMEZONE made from the
// zone data that hold for the years of the events. A local time that the clock shows twice means the first,
// so an event with the second is written in UTC. Fractions of a second are cut off. Floating times and a Zone other than
// UTC do not go together in one calendar: most programs, Read among them, take its X-WR-TIMEZONE for theirs.
//
// The file has no METHOD: it is published, not sent to somebody. Clients tell a
// changed event by its UID and a higher SEQUENCE.
//
// The error is of type calendar.Errors and lists every fault, up to a hundred: an event without UID
// ("missing"), one UID twice and not for another occurrence ("duplicate"), an end before its start ("bad-length"), a year outside 1 to 9998
// or no Start or Stamp ("bad-date"), a negative Sequence, an unknown Status or Kind ("bad-value"), a rule that is no RRULE ("unsupported-rule"), a zone
// whose name says nothing to others ("unknown-zone"): it is one of IANA's or a name of your own, never the machine's Local.
func Write(w io.Writer, c Calendar) error {
	if faults := c.faults(); len(faults) > 0 {
		return faults
	}
	o := &output{zone: c.zone(), stamp: c.Stamp}
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
	if !isUTC(o.zone) {
		o.line("X-WR-TIMEZONE", "", escaped(o.zone.String()))
	}
	first, last := c.span()
	for _, zone := range c.zones() {
		o.timezone(zone, first, last)
	}
	for _, e := range c.Events {
		o.event("VEVENT", e)
	}
	o.periods(c.Periods)
	for _, a := range c.Availability {
		o.availability(a)
	}
	o.line("END", "", "VCALENDAR")
	_, err := io.WriteString(w, o.b.String())
	return err
}

// output is a file being written.
type output struct {
	b     strings.Builder
	zone  *time.Location // of the calendar
	stamp time.Time
}

func isUTC(zone *time.Location) bool { return zone.String() == "UTC" }

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
