package ical

import (
	"strings"
	"time"

	"github.com/berthplan/berth/calendar"
	"github.com/berthplan/berth/calendar/internal/winzone"
)

// zones finds what the TZIDs of one calendar mean.
type zones struct {
	p       *parser
	defined map[string]*component // VTIMEZONE by TZID
	known   map[string]*time.Location
}

func (p *parser) zonesOf(c *component) *zones {
	z := &zones{p: p, defined: map[string]*component{}, known: map[string]*time.Location{}}
	for _, part := range c.parts {
		if part.kind != zoneKind {
			continue
		}
		if id := part.get("TZID"); id != nil {
			if name := strings.TrimSpace(id.text()); z.defined[name] == nil {
				z.defined[name] = part
			}
		}
	}
	return z
}

// maxZones is how many VTIMEZONEs of a file are evaluated.
const maxZones = 500

// find gives the zone of a TZID. One that cannot be found is reported where it is used first, and nil.
func (z *zones) find(id string, line int) *time.Location {
	if loc, ok := z.known[id]; ok {
		return loc
	}
	loc := named(id)
	if def := z.defined[strings.TrimSpace(id)]; loc == nil && def != nil {
		var err *Error
		if z.p.zones++; z.p.zones > maxZones {
			err = fault(def.line, "too-many", id, "at most 500 VTIMEZONEs that are no IANA zone")
		} else if loc, err = zoneOf(strings.TrimSpace(id), def); loc == nil && err == nil {
			err = fault(def.line, "bad-zone", id, "a VTIMEZONE with STANDARD or DAYLIGHT")
		}
		z.p.fault(err)
	} else if loc == nil {
		if loc = lenient(id); loc == nil {
			z.p.fault(fault(line, "unknown-zone", id, "an IANA time zone, such as Europe/Zurich, or one that a VTIMEZONE of the file describes"))
		}
	}
	z.known[id] = loc
	return loc
}

// named finds a zone of IANA or Windows by its name, with or without the prefix
// that libical ("/freeassociation.sourceforge.net/"), Mozilla and others put in front of it; nil if it is none.
func named(id string) *time.Location {
	id = strings.Trim(strings.TrimSpace(id), `"`)
	if id == "" || len(id) > maxName {
		return nil
	}
	if iana, ok := winzone.IANA(id); ok {
		id = iana
	}
	if loc, err := calendar.LoadZone(id); err == nil {
		return loc
	}
	for rest := id; strings.HasPrefix(id, "/") || strings.HasPrefix(id, "posix/"); {
		_, after, ok := strings.Cut(rest, "/")
		if !ok || !strings.Contains(after, "/") { // of "/Europe/CUSTOM" the last part says nothing
			return nil
		}
		if loc, err := calendar.LoadZone(after); err == nil {
			return loc
		}
		rest = after
	}
	return nil
}

// notesZones are names that Lotus Notes gives zones, as far as they are seen without their VTIMEZONE.
var notesZones = map[string]string{
	"Western/Central Europe": "Europe/Paris", "Eastern": "America/New_York", "Central": "America/Chicago",
	"Mountain": "America/Denver", "Pacific": "America/Los_Angeles",
}

// lenient takes names that say enough although they are no zone of a place: CET, EST5EDT, GMT+0100, (UTC-03:00).
func lenient(id string) *time.Location {
	id = strings.TrimSpace(id)
	if iana, ok := notesZones[id]; ok {
		return named(iana)
	}
	if loc, err := time.LoadLocation(id); err == nil && id != "" && !strings.EqualFold(id, "local") && !strings.ContainsAny(id, "./") {
		return loc
	}
	upper := strings.TrimPrefix(strings.ToUpper(id), "(")
	for _, prefix := range []string{"UTC", "GMT"} {
		rest, ok := strings.CutPrefix(upper, prefix)
		if !ok {
			continue
		}
		rest = strings.ReplaceAll(strings.TrimSpace(rest), ":", "")
		if i := strings.IndexByte(rest, ')'); i >= 0 && len(rest) > i+1 {
			return nil // a place follows, which may have summer time
		}
		rest = strings.TrimSuffix(rest, ")")
		if rest == "" {
			return time.UTC
		}
		for len(rest) == 2 {
			rest = rest[:1] + "0" + rest[1:]
		}
		if len(rest) == 3 {
			rest += "00"
		}
		if seconds, ok := parseOffset(rest); ok {
			return time.FixedZone(id, seconds)
		}
	}
	return nil
}

// same reports whether two zones are the same by name.
func same(a, b *time.Location) bool {
	if a == nil {
		a = time.UTC
	}
	if b == nil {
		b = time.UTC
	}
	return a == b || a.String() == b.String()
}
