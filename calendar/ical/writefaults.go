package ical

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/berthplan/berth/calendar"
)

// faults lists what keeps c from being written.
func (c Calendar) faults() calendar.Errors {
	f := writeFaults{stamp: c.Stamp}
	f.zone("zone", c.Zone)
	f.events("events", c.Events)
	for i, p := range c.Periods {
		path := fmt.Sprintf("periods[%d]", i)
		f.time(path+".start", p.Start)
		f.end(path+".end", p.Start, p.End)
		f.kind(path+".kind", p.Kind)
		if p.UID == "" {
			f.add("missing", path+".uid", "", "a UID")
		}
	}
	for i, a := range c.Availability {
		path := fmt.Sprintf("availability[%d]", i)
		if a.UID == "" {
			f.add("missing", path+".uid", "", "a UID")
		}
		if !a.Start.IsZero() {
			f.time(path+".start", a.Start)
		}
		f.end(path+".end", a.Start, a.End)
		f.kind(path+".kind", a.Kind)
		f.events(path+".available", a.Available)
	}
	return f.all
}

// writeFaults collects faults, up to a hundred.
type writeFaults struct {
	stamp time.Time // of the calendar
	all   calendar.Errors
}

func (f *writeFaults) add(code, path, found, expected string) {
	if len(f.all) < maxFaults {
		f.all = append(f.all, &calendar.Error{Code: code, Path: path, Found: found, Expected: expected})
	}
}

func goodYear(t time.Time) bool {
	return !t.IsZero() && t.UTC().Year() >= 1 && t.UTC().Year() <= 9998
}

func (f *writeFaults) time(path string, t time.Time) {
	if !goodYear(t) {
		f.add("bad-date", path, t.String(), "a time of the years 1 to 9998")
	}
}

func (f *writeFaults) end(path string, start, end time.Time) {
	if !end.IsZero() && end.Before(start) {
		f.add("bad-length", path, end.String(), "no time before the start "+start.String())
	} else if !end.IsZero() {
		f.time(path, end)
	}
}

func (f *writeFaults) kind(path string, k Kind) {
	if k != "" && kindOf(string(k), "") != k {
		f.add("bad-value", path, string(k), "FREE, BUSY, BUSY-TENTATIVE or BUSY-UNAVAILABLE")
	}
}

// zone refuses names that no reader could make anything of.
func (f *writeFaults) zone(path string, zone *time.Location) {
	if zone == nil {
		return
	}
	name := zone.String()
	_, offset := time.Unix(0, 0).In(zone).Zone()
	odd := func(r rune) bool { return r < ' ' || r == 0x7F || r == 0xFFFD }
	if name == "" || name == "Local" || len(name) > maxName || strings.TrimSpace(name) != name || strings.ContainsFunc(name, odd) || isUTC(zone) && offset != 0 {
		f.add("unknown-zone", path, name, "an IANA time zone, such as Europe/Zurich")
	}
}

func (f *writeFaults) events(list string, events []Event) {
	type id struct {
		uid      string
		replaces calendar.Moment
	}
	seen := map[id]int{}
	for i, e := range events {
		path := fmt.Sprintf("%s[%d]", list, i)
		if e.UID == "" {
			f.add("missing", path+".uid", "", "a UID")
		} else if first, twice := seen[id{e.UID, e.Replaces}]; twice {
			f.add("duplicate", path+".uid", e.UID, fmt.Sprintf("another UID than that of %s[%d]", list, first))
		} else {
			seen[id{e.UID, e.Replaces}] = i
		}
		if e.Sequence < 0 {
			f.add("bad-value", path+".sequence", strconv.Itoa(e.Sequence), "0 or more")
		}
		switch e.Status {
		case "", Confirmed, Tentative, Cancelled:
		default:
			f.add("bad-value", path+".status", string(e.Status), "CONFIRMED, TENTATIVE or CANCELLED")
		}
		f.zone(path+".zone", e.Zone)
		f.time(path+".start", e.Start)
		if !goodYear(e.Stamp) && !(e.Stamp.IsZero() && goodYear(f.stamp)) {
			f.add("bad-date", path+".stamp", e.Stamp.String(), "a time of the years 1 to 9998, here or for the whole calendar")
		}
		f.end(path+".end", e.Start, e.End)
		for j, r := range e.Rules {
			if _, ok := rruleText(r); !ok {
				f.add("unsupported-rule", fmt.Sprintf("%s.rules[%d]", path, j), r.String(), "an RRULE of RFC 5545, such as FREQ=MONTHLY;BYDAY=3SA")
			}
		}
		for j, d := range e.Dates {
			at := fmt.Sprintf("%s.dates[%d]", path, j)
			f.time(at+".start", d.Start)
			f.end(at+".end", d.Start, d.End)
		}
	}
}
