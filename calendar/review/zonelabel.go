package review

import (
	"strings"
	"time"

	"github.com/berthplan/berth/calendar"
)

// zoneLabel is an abbreviation that people write beside a time: the place that most of them mean, and,
// where the abbreviation says whether it is summer there, the offset that it says.
type zoneLabel struct {
	zone   string
	offset int // seconds east of UTC, where says
	says   bool
}

func label(zone string, hours float64) zoneLabel { return zoneLabel{zone, int(hours * 3600), true} }

// zoneLabels are by the label in capitals. MST and AEST are kept all year round in some places
// and are taken as they stand.
var zoneLabels = map[string]zoneLabel{
	"UTC": {zone: "UTC"}, "GMT": {zone: "UTC"}, "Z": {zone: "UTC"}, "AOE": {zone: "Etc/GMT+12"},
	"PT": {zone: "America/Los_Angeles"}, "PST": label("America/Los_Angeles", -8), "PDT": label("America/Los_Angeles", -7),
	"MT": {zone: "America/Denver"}, "MST": {zone: "Etc/GMT+7"}, "MDT": label("America/Denver", -6),
	"CT": {zone: "America/Chicago"}, "CST": label("America/Chicago", -6), "CDT": label("America/Chicago", -5),
	"ET": {zone: "America/New_York"}, "EST": label("America/New_York", -5), "EDT": label("America/New_York", -4),
	"BST": label("Europe/London", 1), "WET": label("Europe/Lisbon", 0), "WEST": label("Europe/Lisbon", 1),
	"CET": label("Europe/Berlin", 1), "CEST": label("Europe/Berlin", 2), "MEZ": label("Europe/Berlin", 1), "MESZ": label("Europe/Berlin", 2),
	"EET": label("Europe/Athens", 2), "EEST": label("Europe/Athens", 3), "MSK": {zone: "Europe/Moscow"},
	"IST": {zone: "Asia/Kolkata"}, "SGT": {zone: "Asia/Singapore"}, "HKT": {zone: "Asia/Hong_Kong"}, "JST": {zone: "Asia/Tokyo"}, "KST": {zone: "Asia/Seoul"},
	"AEST": {zone: "Etc/GMT-10"}, "AEDT": label("Australia/Sydney", 11), "NZST": label("Pacific/Auckland", 12), "NZDT": label("Pacific/Auckland", 13),
}

// IsZone reports whether a word is what people write beside a time for its zone: UTC, PDT, AoE, Europe/Zurich.
func IsZone(word string) bool {
	_, ok := findZone(word)
	return ok
}

// findZone is what a word beside a time says of its zone: a label or an IANA name.
func findZone(word string) (zoneLabel, bool) {
	if l, ok := zoneLabels[strings.ToUpper(word)]; ok {
		return l, true
	}
	if strings.Contains(word, "/") {
		if _, err := calendar.LoadZone(word); err == nil {
			return zoneLabel{zone: word}, true
		}
	}
	return zoneLabel{}, false
}

// location is the place; UTC where the zone data lack it.
func (l zoneLabel) location() *time.Location {
	if loc, err := calendar.LoadZone(l.zone); err == nil {
		return loc
	}
	return time.UTC
}
