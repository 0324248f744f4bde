package calendar

import (
	"fmt"
	"strings"
	"time"
)

// Moment is a point in time as people write it, before a zone gives it meaning:
// a day ("2026-11-15"), a wall-clock time ("2026-09-01T09:00", seconds allowed)
// or an instant with its offset ("2026-09-01T09:00:00+02:00", "…Z"). It prints
// canonically and compares with ==. The zero Moment is "not given".
//
// A bare day as a start is its first instant, and as an end it means that whole
// day; a time as an end is exclusive.
type Moment struct {
	date   Date
	clock  Clock
	form   momentForm
	offset int32 // seconds east, for an instant
}

type momentForm uint8

const (
	noMoment momentForm = iota
	dayMoment
	wallMoment
	instantMoment
)

const wantMoment = "a day (2026-11-15), a local time (2026-09-01T09:00) or an instant (2026-09-01T09:00+02:00, …Z)"

// ParseMoment reads a day, a local time or an instant, strictly: days and times
// that do not exist, single digits, a space in place of T and zone abbreviations are refused, with a hint.
func ParseMoment(s string) (Moment, error) {
	if len(s) <= 10 {
		d, err := parseDate(s)
		if err != nil {
			err.Expected = wantMoment
			return Moment{}, err
		}
		return Moment{date: d, form: dayMoment}, nil
	}
	d, err := parseDate(s[:10])
	if err != nil {
		err.Found, err.Expected = shorten(s), wantMoment
		return Moment{}, err
	}
	bad := func(hint string) (Moment, error) { return Moment{}, hinted("bad-time", s, wantMoment, hint) }
	rest := s[11:]
	switch s[10] {
	case 'T':
	case ' ', 't':
		if _, e := ParseMoment(s[:10] + "T" + rest); e == nil {
			return bad("write " + s[:10] + "T" + rest)
		}
		if _, zone, ok := strings.Cut(rest, " "); ok && zone != "" {
			return bad(zoneSuffixHint(zone))
		}
		return bad("put T between day and time")
	default:
		return bad("put T between day and time")
	}
	m := Moment{date: d, form: wallMoment}
	at := strings.IndexAny(rest, "Zz+- ")
	if at < 0 {
		at = len(rest)
		for i := 0; i < len(rest); i++ {
			if rest[i] >= 'A' {
				at = i
				break
			}
		}
	}
	clock, suffix := rest[:at], rest[at:]
	if strings.ContainsAny(clock, ".,") {
		return bad("parts of a second are not kept; leave them out")
	}
	c, cerr := parseClock(clock)
	if cerr != nil {
		return bad(cerr.Hint)
	}
	if c == daySeconds {
		return bad("write " + d.AddDays(1).String() + "T00:00")
	}
	m.clock = c
	if suffix == "" {
		return m, nil
	}
	m.form = instantMoment
	if suffix == "Z" {
		return m, nil
	}
	if suffix[0] != '+' && suffix[0] != '-' {
		return bad(zoneSuffixHint(strings.TrimSpace(suffix)))
	}
	off, oerr := parseOffset(suffix)
	if oerr != "" {
		return bad(oerr)
	}
	m.offset = off
	return m, nil
}

// parseOffset reads ±hh:mm; it gives a hint if it cannot.
func parseOffset(s string) (seconds int32, hint string) {
	if len(s) != 6 || s[3] != ':' {
		return 0, "write the offset as +02:00"
	}
	h, ok1 := digits(s[1:3])
	m, ok2 := digits(s[4:])
	if !ok1 || !ok2 || h > 15 || m > 59 {
		return 0, "an offset is at most 15:59"
	}
	seconds = int32(h*3600 + m*60)
	if s[0] == '-' {
		seconds = -seconds
	}
	return seconds, ""
}

func zoneSuffixHint(zone string) string {
	if strings.EqualFold(zone, "Z") {
		return "write Z directly after the time"
	}
	if iana, ok := abbreviations[strings.ToUpper(zone)]; ok {
		return fmt.Sprintf("%s is no zone here: leave it out and set the zone to %s, or write the offset", zone, iana)
	}
	return "leave the zone out, or write the offset, such as +02:00"
}

// MomentOf is t as an instant with its offset, cut to whole seconds. The zero time gives the zero Moment.
func MomentOf(t time.Time) Moment {
	if t.IsZero() {
		return Moment{}
	}
	_, off := t.Zone()
	if off%60 != 0 {
		t, off = t.UTC(), 0
	}
	h, m, s := t.Clock()
	return Moment{DateOf(t), Clock(h*3600 + m*60 + s), instantMoment, int32(off)}
}

// IsZero reports whether no moment was given.
func (m Moment) IsZero() bool { return m.form == noMoment }

// IsDay reports whether m is a bare day.
func (m Moment) IsDay() bool { return m.form == dayMoment }

// String is the canonical text, "" for the zero Moment. It parses back to m.
func (m Moment) String() string {
	switch m.form {
	case dayMoment:
		return m.date.String()
	case wallMoment:
		return m.date.String() + "T" + m.clock.String()
	case instantMoment:
		return m.date.String() + "T" + m.clock.String() + offsetText(m.offset)
	}
	return ""
}

func offsetText(off int32) string {
	if off == 0 {
		return "Z"
	}
	sign := '+'
	if off < 0 {
		sign, off = '-', -off
	}
	return fmt.Sprintf("%c%02d:%02d", sign, off/3600, off/60%60)
}

// Begin is the instant m means as a start: the first of a bare day. The zero
// Moment gives the zero time.
func (m Moment) Begin(loc *time.Location) time.Time {
	if m.IsZero() {
		return time.Time{}
	}
	z := zoneMap{loc: loc}
	return z.at(z.begin(m))
}

// Finish is the instant m means as an exclusive end: the first after a bare
// day; a time itself. The zero Moment gives the zero time.
func (m Moment) Finish(loc *time.Location) time.Time {
	if m.IsZero() {
		return time.Time{}
	}
	z := zoneMap{loc: loc}
	return z.at(z.finish(m))
}

// Span is the instants m may mean: the whole of a bare day, else the minute
// from m on. It is empty for the zero Moment.
func (m Moment) Span(loc *time.Location) Interval {
	switch m.form {
	case noMoment:
		return Interval{}
	case dayMoment:
		return Interval{m.Begin(loc), m.Finish(loc)}
	}
	t := m.Begin(loc)
	return Interval{t, t.Add(time.Minute)}
}

// MarshalText gives the text of String.
func (m Moment) MarshalText() ([]byte, error) { return []byte(m.String()), nil }

// UnmarshalText reads what ParseMoment reads, and "" as the zero Moment.
func (m *Moment) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*m = Moment{}
		return nil
	}
	v, err := ParseMoment(string(text))
	if err != nil {
		return err
	}
	*m = v
	return nil
}
