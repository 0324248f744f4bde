package calendar

import (
	"strings"
	"time"

	"github.com/berthplan/berth/calendar/internal/winzone"
)

const wantZone = "an IANA time zone, such as Europe/Zurich"

// LoadZone finds an IANA zone ("" is UTC). Abbreviations such as PDT or CEST
// are refused with the zone that is probably meant, bare offsets because they know no
// summer time. The data are those of ZoneVersion on every machine.
func LoadZone(name string) (*time.Location, error) {
	loc, err := loadZone(name)
	if err != nil {
		return nil, err
	}
	return loc, nil
}

func loadZone(name string) (*time.Location, *Error) {
	switch name {
	case "", "UTC":
		return time.UTC, nil
	}
	bad := func(hint string) (*time.Location, *Error) {
		return nil, hinted("unknown-zone", name, wantZone, hint)
	}
	if len(name) > 64 {
		return bad("")
	}
	upper := strings.ToUpper(strings.TrimSpace(name))
	switch upper {
	case "AOE", "ANYWHERE ON EARTH":
		return bad("did you mean Etc/GMT+12? (\"anywhere on earth\" is 12 hours behind UTC)")
	case "LOCAL", "LOCALTIME", "FACTORY", "POSIXRULES":
		return bad("name the place: the machine's own zone differs from machine to machine")
	case "Z", "ZULU":
		return bad("did you mean UTC?")
	}
	if iana, ok := abbreviations[upper]; ok {
		return bad("did you mean " + iana + "?")
	}
	if iana, ok := winzone.IANA(upper); ok {
		return bad("did you mean " + iana + "?")
	}
	if isOffset(upper) {
		return bad("an offset knows no summer time; name a place in that zone, or a fixed one such as Etc/GMT-2 for UTC+02:00")
	}
	if loc, ok := location(name); ok {
		return loc, nil
	}
	return bad(zoneHint(name))
}

func isOffset(s string) bool {
	s = strings.TrimPrefix(strings.TrimPrefix(s, "UTC"), "GMT")
	if len(s) < 2 || (s[0] != '+' && s[0] != '-') {
		return false
	}
	return strings.Trim(s[1:], "0123456789:") == ""
}

// zoneHint guesses the zone meant: a wrong case, a slip, or a city alone.
func zoneHint(name string) string {
	plain := strings.ReplaceAll(strings.TrimSpace(name), " ", "_")
	for _, z := range commonZones {
		if strings.EqualFold(z, plain) || strings.EqualFold(z[strings.LastIndexByte(z, '/')+1:], plain) {
			return "did you mean " + z + "?"
		}
	}
	if near, ok := nearest(plain, commonZones); ok {
		return "did you mean " + near + "?"
	}
	place := plain[strings.LastIndexByte(plain, '/')+1:]
	for _, z := range commonZones {
		city := z[strings.LastIndexByte(z, '/')+1:]
		if _, ok := nearest(place, []string{city}); ok && len(place) > 4 {
			return "did you mean " + z + "?"
		}
	}
	return ""
}
