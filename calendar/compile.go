package calendar

import (
	"cmp"
	"fmt"
	"math/bits"
	"slices"
	"strings"
	"time"
)

// maxSpan bounds what Compile evaluates: 200 years.
const maxSpan = 200 * 366 * 24 * time.Hour

// Compile evaluates every rule once over span, for one subject: blackouts that
// stop any of doing and match who. Nothing is evaluated at question time.
// Outside span the result is closed ("beyond the horizon"); an empty span gives one that never opens.
//
// The error is an Errors with every fault of c. A rule that never fires is none.
// A recurrence without a beginning of its own (an RRULE without DTSTART) counts
// from the window's or blackout's From or, without that, from the first day of span.
func (c Spec) Compile(span Interval, who Subject, doing Stops) (*Compiled, error) {
	zones := zoneMaps{}
	faults := c.faults(zones)
	if span.Start.Year() < 1 || span.End.Year() > 9999 || span.End.Sub(span.Start) > maxSpan {
		e := fault("bad-span", span.String(), "at most 200 years, in the years 1 to 9999")
		e.Path = "span"
		faults = append(faults, e)
	}
	if len(faults) > 0 {
		return nil, faults
	}
	out := over(span)
	out.source.made = &made{spec: c.clone(), who: who, doing: doing, origin: out.from}
	if faults := c.evaluate(out, zones, out.source.made); len(faults) > 0 {
		return nil, faults
	}
	out.source.made.knows(zones)
	return out, nil
}

// evaluate fills in what is open, closed and charged, by rules that are known to be good.
func (c Spec) evaluate(out *Compiled, zones zoneMaps, m *made) Errors {
	k := &compiler{cal: c, out: out, origin: m.origin, zones: zones, spared: m.spared}
	k.holidays = make(map[int64]bool, len(c.Holidays))
	for _, h := range c.Holidays {
		k.holidays[h.Date.number()] = true
	}
	pieces := k.base()
	for i, b := range c.Blackouts {
		if b.stops(m.who, m.doing) {
			k.blackout(b, m.who, i)
		}
	}
	sortCharges(out.charges)
	out.setSegments(cut(pieces, merged(slices.Clone(k.closed), out.length)))
	return k.faults
}

// compiler is one evaluation of a calendar.
type compiler struct {
	cal      Spec
	out      *Compiled
	origin   int64          // Unix seconds: rules without a beginning of their own count from its day
	holidays map[int64]bool // by day number
	zones    zoneMaps
	spared   []spared
	closed   []stretch // by holidays and blackouts, one after the other
	parts    []seconds // of one day
	faults   Errors
}

// seconds is an interval in Unix seconds, such as rules give: before it is cut to the span.
type seconds struct{ from, to int64 }

// clip is an interval as a stretch of the span; empty if it lies outside.
func (c *Compiled) clip(s seconds) stretch { return stretch{c.clipped(s.from), c.clipped(s.to)} }

func (c *Compiled) clipped(unix int64) int64 {
	if unix <= c.from {
		return 0
	}
	if unix > c.to {
		return c.length
	}
	return min((unix-c.from)*1e9-c.nanos, c.length)
}

// zoneMap is the mapping of a zone by name, "" for the calendar's; the names are known to be good.
func (c *compiler) zoneMap(name string) *zoneMap {
	z, _ := c.zones.of(cmp.Or(name, c.cal.Zone))
	return z
}

// instances evaluates a rule over the span and reach seconds before it. A fault goes to the
// compiler, as one of the i-th of a list.
func (c *compiler) instances(r Rule, from Moment, reach int64, zone *zoneMap, list string, i int) []int64 {
	start := zone.civil(c.out.from)
	begin, end := start-reach, zone.civil(c.out.to)+2*daySeconds
	anchor := floorDiv(zone.civil(c.origin), daySeconds)
	if !from.IsZero() {
		anchor = floorDiv(zone.civil(zone.begin(from)), daySeconds)
	}
	days := c.cal.Weekly.days()
	working := func(n int64) bool { return days.Has(weekdayOfNumber(n)) && !c.holidays[n] }
	times, err := r.instances(begin, end, scene{anchor: anchor, working: working, zone: zone})
	if err != nil {
		err.Path = fmt.Sprintf("%s[%d].every", list, i)
		c.faults = append(c.faults, err)
	}
	return times
}

// bounds is the time between two moments; a zero one leaves its side open.
func (c *compiler) bounds(from, to Moment, zone *zoneMap) seconds {
	s := seconds{earliest.Unix(), latest.Unix()}
	if !from.IsZero() {
		s.from = zone.begin(from)
	}
	if !to.IsZero() {
		s.to = zone.finish(to)
	}
	return s
}

// The widest interval that still prints in RFC 3339.
var (
	earliest = time.Time{}
	latest   = time.Date(9999, time.December, 31, 23, 59, 59, 0, time.UTC)
)

// base gives the open pieces before holidays and blackouts, and notes what closes the rest.
func (c *compiler) base() []segment {
	open := complement(nil, c.out.length)
	if n := len(c.cal.Windows); n > 0 {
		if c.cal.Windows = c.unspared(c.cal.Windows); len(c.cal.Windows) > 0 {
			return c.windows()
		}
		return []segment{{end: c.out.length, owner: noOwner}}
	}
	if !c.cal.Weekly.isZero() {
		name := cmp.Or(c.cal.Name, "working hours")
		open = c.weeklyHours()
		closed := complement(open, c.out.length)
		if c.spares(OutsideHours, name) {
			closed = c.keep(closed, OutsideHours, name)
			open = complement(closed, c.out.length)
		}
		c.out.addLayer(OutsideHours, name, c.zoneMap(""), closed, nil)
	}
	c.closeHolidays()
	pieces := make([]segment, len(open))
	for i, s := range open {
		pieces[i] = segment{start: s.start, end: s.end, owner: noOwner}
	}
	return pieces
}

// weeklyHours is the weekly pattern within the span.
func (c *compiler) weeklyHours() []stretch {
	zone := c.zoneMap("")
	first, last := floorDiv(zone.civil(c.out.from), daySeconds)-2, floorDiv(zone.civil(c.out.to), daySeconds)+1
	days, hours := c.cal.Weekly.days(), c.cal.Weekly.Hours.spans()
	raw := make([]stretch, 0, (int(last-first)/7+1)*bits.OnesCount8(uint8(days))*len(hours))
	for n := first; n <= last; n++ {
		if !days.Has(weekdayOfNumber(n)) {
			continue
		}
		c.parts = hours.on(n*daySeconds, zone, c.parts[:0])
		for _, p := range c.parts {
			raw = append(raw, c.out.clip(p))
		}
	}
	return merged(raw, c.out.length)
}

// closeHolidays notes the holidays, grouped by name.
func (c *compiler) closeHolidays() {
	zone := c.zoneMap("")
	type named struct {
		name string
		at   stretch
	}
	all := make([]named, len(c.cal.Holidays))
	for i, h := range c.cal.Holidays {
		midnight := h.Date.seconds()
		day := seconds{zone.first(midnight), zone.first(midnight + daySeconds)}
		c.parts = c.cal.Weekly.Hours.on(midnight, zone, c.parts[:0])
		for _, p := range c.parts {
			day.to = max(day.to, p.to) // of hours that opened on the holiday
		}
		all[i] = named{h.name(), c.out.clip(day)}
	}
	slices.SortFunc(all, func(a, b named) int {
		return cmp.Or(strings.Compare(a.name, b.name), cmp.Compare(a.at.start, b.at.start))
	})
	for len(all) > 0 {
		name, mark := all[0].name, len(c.closed)
		for len(all) > 0 && all[0].name == name {
			c.closed = append(c.closed, all[0].at)
			all = all[1:]
		}
		set := c.settle(mark)
		if c.spares(OnHoliday, name) {
			set = c.keep(set, OnHoliday, name)
			c.closed = append(c.closed[:mark], set...)
		}
		c.out.addLayer(OnHoliday, name, zone, set, nil)
	}
}

// settle brings what was noted as closed from mark on into order.
func (c *compiler) settle(mark int) []stretch {
	c.closed = c.closed[:mark+len(merged(c.closed[mark:], c.out.length))]
	return slices.Clip(c.closed[mark:])
}

// blackout notes when the i-th blackout holds for the subject: as closed if it is hard, as a charge if it is soft.
func (c *compiler) blackout(b Blackout, who Subject, i int) {
	zone := c.zoneMap(b.Zone)
	bounds, mark := c.bounds(b.From, b.To, zone), len(c.closed)
	if b.recurs() {
		for _, x := range c.instances(b.Every, b.From, 3*daySeconds, zone, "blackouts", i) {
			c.parts = b.Hours.on(x, zone, c.parts[:0])
			for _, p := range c.parts {
				c.closed = append(c.closed, c.out.clip(seconds{max(p.from, bounds.from), min(p.to, bounds.to)}))
			}
		}
	} else {
		c.closed = append(c.closed, c.out.clip(bounds))
	}
	set := c.settle(mark)
	for _, e := range b.Exceptions {
		if len(e.Packages) > 0 && anyPattern(e.Packages, who.Package) {
			set = without(set, c.out.clip(c.bounds(e.From, e.Until, zone)))
		}
	}
	c.closed = c.closed[:mark]
	if b.Level == Soft {
		for _, s := range set {
			c.out.charges = append(c.out.charges, Charge{b.Name, Interval{c.out.at(s.start), c.out.at(s.end)}, b.Cost.Elapsed()})
		}
		return
	}
	c.closed = append(c.closed, c.keep(set, InBlackout, b.Name)...)
	c.out.addLayer(InBlackout, b.Name, zone, slices.Clip(c.closed[mark:]), nil)
}

func sortCharges(list []Charge) {
	slices.SortStableFunc(list, func(a, b Charge) int {
		return cmp.Or(a.Start.Compare(b.Start), cmp.Compare(a.Name, b.Name), a.End.Compare(b.End))
	})
}
