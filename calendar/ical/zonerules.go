package ical

import (
	"cmp"
	"encoding/binary"
	"errors"
	"slices"
	"time"

	"github.com/berthplan/berth/calendar"
)

const (
	maxObservances = 500
	maxTransitions = 5_000
)

// lastOnset is how far the rules of a VTIMEZONE are followed; after it the clocks of the zone stay as they are.
var lastOnset = calendar.Date{Year: 2400, Month: time.January, Day: 1}

// onset is the instant from which an observance holds.
type onset struct {
	unix int64
	kind int // index into the kinds of time
}

// zoneTime is a kind of time that a zone has, as in ttinfo of a TZif file.
type zoneTime struct {
	offset int
	summer bool
	name   string
}

// zoneOf evaluates a VTIMEZONE (RFC 5545 3.6.5): each observance begins at its
// DTSTART, at the times of its RRULE and at its RDATEs, which are local times by the offset before.
// Before the first of them the offset is the one that it changes from.
func zoneOf(id string, c *component) (*time.Location, *Error) {
	if len(c.parts) > maxObservances {
		return nil, fault(c.line, "too-many", id, "at most 500 observances in a VTIMEZONE")
	}
	var onsets []onset
	kinds := []zoneTime{{}}
	first := int64(0)
	for _, part := range c.parts {
		to, from, starts, err := observance(part)
		if err != nil {
			return nil, err
		}
		if len(starts) == 0 {
			continue
		}
		k := slices.Index(kinds[1:], to) + 1
		if k == 0 {
			if k = len(kinds); k == 255 {
				return nil, fault(c.line, "too-many", id, "a VTIMEZONE of fewer than 255 kinds of time")
			}
			kinds = append(kinds, to)
		}
		for _, t := range starts {
			onsets = append(onsets, onset{t.Unix(), k})
		}
		if begins := starts[0].Unix(); len(onsets) == len(starts) || begins < first {
			first, kinds[0] = begins, zoneTime{offset: from, name: "LMT"}
		}
		if len(onsets) > maxTransitions {
			return nil, fault(c.line, "too-many", id, "a VTIMEZONE of at most 5,000 changes up to the year 2400")
		}
	}
	if len(onsets) == 0 {
		return nil, nil
	}
	slices.SortStableFunc(onsets, func(a, b onset) int { return cmp.Compare(a.unix, b.unix) })
	loc, err := time.LoadLocationFromTZData(id, tzif(kinds, onsets))
	if err != nil {
		return nil, fault(c.line, "bad-zone", id, "a VTIMEZONE that can be evaluated")
	}
	return loc, nil
}

// observance gives what one STANDARD or DAYLIGHT changes to, the offset it changes from, and when, sorted.
func observance(c *component) (to zoneTime, from int, starts []time.Time, err *Error) {
	offset := func(name string) int {
		p := c.get(name)
		if p == nil {
			err = cmp.Or(err, fault(c.line, "missing", "", name))
			return 0
		}
		n, ok := parseOffset(p.value)
		if !ok {
			err = cmp.Or(err, fault(p.line, "bad-offset", p.value, "an offset such as +0100"))
		}
		return n
	}
	from, to = offset("TZOFFSETFROM"), zoneTime{offset: offset("TZOFFSETTO"), summer: c.kind == daylightKind}
	if p := c.get("TZNAME"); p != nil {
		to.name = p.text()
	}
	before := time.FixedZone("", from)
	start := c.get("DTSTART")
	if start == nil {
		return to, from, nil, cmp.Or(err, fault(c.line, "missing", "", "DTSTART"))
	}
	w, ok := parseWhen(start.value)
	if !ok {
		return to, from, nil, cmp.Or(err, fault(start.line, "bad-date", start.value, wantTime))
	}
	if err != nil {
		return to, from, nil, err
	}
	local := func(w when) time.Time { return w.date.At(w.clock, before) } // a Z is wrong here, and common
	starts = append(starts, local(w))
	for i := range c.properties {
		switch p := &c.properties[i]; p.name {
		case "RDATE":
			for _, s := range list(p.value) {
				w, ok := parseWhen(s)
				if !ok {
					return to, from, nil, fault(p.line, "bad-date", s, wantTime)
				}
				if starts = append(starts, local(w)); len(starts) > maxTransitions {
					return to, from, nil, fault(p.line, "too-many", s, "at most 5,000 changes")
				}
			}
		case "RRULE":
			rule, rerr := parseRule(p)
			if rerr != nil {
				return to, from, nil, rerr
			}
			r := calendar.Recurrence{Start: localMoment(w.date, w.clock), Location: before, Rule: rule}
			more, serr := r.Starts(calendar.Interval{Start: starts[0], End: lastOnset.In(time.UTC)}, maxTransitions+1)
			if serr != nil {
				return to, from, nil, ruleFault(p, serr)
			}
			starts = append(starts, more...)
		}
	}
	slices.SortFunc(starts, time.Time.Compare)
	return to, from, starts, nil
}

// ruleFault says on which line a rule is faulty.
func ruleFault(p *property, err error) *Error {
	var f *calendar.Error
	if errors.As(err, &f) {
		return &Error{p.line, f}
	}
	return fault(p.line, "bad-rule", p.value, "an RRULE of RFC 5545")
}

// tzif writes a zone as a version 2 file of RFC 8536, which time.LoadLocationFromTZData
// reads. The first kind of time holds before the first onset and belongs to none.
func tzif(kinds []zoneTime, onsets []onset) []byte {
	var names []byte
	index := make([]byte, len(kinds))
	for i, k := range kinds {
		name := k.name[:min(len(k.name), maxName)]
		if len(names)+len(name)+1 > 255 {
			index[i] = byte(len(names) - 1) // no name: the end of the last that fitted
			continue
		}
		index[i] = byte(len(names))
		names = append(append(names, name...), 0)
	}
	header := func(times, types, chars int) []byte {
		b := append([]byte("TZif2"), make([]byte, 15)...)
		for _, n := range []int{0, 0, 0, times, types, chars} { // no leap seconds, no flags
			b = binary.BigEndian.AppendUint32(b, uint32(n))
		}
		return b
	}
	b := append(header(0, 0, 0), header(len(onsets), len(kinds), len(names))...) // nothing in the 32-bit part
	for _, o := range onsets {
		b = binary.BigEndian.AppendUint64(b, uint64(o.unix))
	}
	for _, o := range onsets {
		b = append(b, byte(o.kind))
	}
	for i, k := range kinds {
		summer := byte(0)
		if k.summer {
			summer = 1
		}
		b = append(binary.BigEndian.AppendUint32(b, uint32(int32(k.offset))), summer, index[i])
	}
	return append(b, names...)
}
