package calendar

import (
	"cmp"
	"fmt"
	"slices"
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
	faults := c.faults()
	if span.Start.Year() < 1 || span.End.Year() > 9999 || span.End.Sub(span.Start) > maxSpan {
		e := fault("bad-span", span.String(), "at most 200 years, in the years 1 to 9999")
		e.Path = "span"
		faults = append(faults, e)
	}
	if len(faults) > 0 {
		return nil, faults
	}
	out := over(span)
	k := &compiler{cal: c, span: out.span, zones: map[string]*zoneMap{}}
	k.holidays = map[int64]bool{}
	for _, h := range c.Holidays {
		k.holidays[h.Date.number()] = true
	}
	open := k.base(out)
	for i, b := range c.Blackouts {
		if !b.stops(who, doing) {
			continue
		}
		set := k.blacked(b, who, fmt.Sprintf("blackouts[%d].every", i))
		if b.Level == Soft {
			for _, p := range set {
				out.charges = append(out.charges, Charge{b.Name, p.in(time.UTC), b.Cost.Elapsed()})
			}
			continue
		}
		if len(set) > 0 {
			out.addLayer(InBlackout, b.Name, k.zoneMap(b.Zone).location(), set, nil)
			open = cut(open, set)
		}
	}
	if len(k.faults) > 0 {
		return nil, k.faults
	}
	sortCharges(out.charges)
	out.setPieces(open)
	return out, nil
}

// compiler is one evaluation of a calendar.
type compiler struct {
	cal      Spec
	span     Interval
	holidays map[int64]bool // by day number
	zones    map[string]*zoneMap
	faults   Errors
}

// zoneMap is the mapping of a zone by name, "" for the calendar's; the names are known to be good.
func (c *compiler) zoneMap(name string) *zoneMap {
	name = cmp.Or(name, c.cal.Zone)
	z := c.zones[name]
	if z == nil {
		loc, _ := loadZone(name)
		z = &zoneMap{loc: loc}
		c.zones[name] = z
	}
	return z
}

// civil is an instant as floating seconds of a zone.
func (z *zoneMap) civil(t time.Time) int64 {
	_, off := t.In(z.location()).Zone()
	return t.Unix() + int64(off)
}

// instances evaluates a rule over the span and reach seconds before it. A fault goes to the compiler, at path.
func (c *compiler) instances(r Rule, from Moment, reach int64, zone *zoneMap, path string) []int64 {
	begin, end := zone.civil(c.span.Start)-reach, zone.civil(c.span.End)+2*daySeconds
	anchor := floorDiv(zone.civil(c.span.Start), daySeconds)
	if !from.IsZero() {
		anchor = floorDiv(zone.civil(from.Begin(zone.location())), daySeconds)
	}
	days := c.cal.Weekly.days()
	working := func(n int64) bool { return days.Has(weekdayOfNumber(n)) && !c.holidays[n] }
	list, err := r.instances(begin, end, scene{anchor: anchor, working: working, zone: zone})
	if err != nil {
		err.Path = path
		c.faults = append(c.faults, err)
	}
	return list
}

// bounds is the time between two moments; a zero one leaves its side open.
func (c *compiler) bounds(from, to Moment, zone *zoneMap) Interval {
	i := Interval{earliest, latest}
	if !from.IsZero() {
		i.Start = from.Begin(zone.location())
	}
	if !to.IsZero() {
		i.End = to.Finish(zone.location())
	}
	return i
}

// The widest interval that still prints in RFC 3339.
var (
	earliest = time.Time{}
	latest   = time.Date(9999, time.December, 31, 23, 59, 59, 0, time.UTC)
)

// base gives the open pieces before any blackout, and notes what closes the rest.
func (c *compiler) base(out *Compiled) []Piece {
	whole := NewSet(c.span)
	loc := c.zoneMap("").location()
	if len(c.cal.Windows) > 0 {
		return c.windows(out, whole)
	}
	open := whole
	if !c.cal.Weekly.isZero() {
		open = c.weeklyHours().Within(c.span)
		out.addLayer(OutsideHours, cmp.Or(c.cal.Name, "working hours"), loc, whole.Subtract(open), nil)
	}
	for _, h := range c.holidaySets() {
		out.addLayer(OnHoliday, h.name, loc, h.days, nil)
		open = open.Subtract(h.days)
	}
	pieces := make([]Piece, len(open))
	for i, p := range open {
		pieces[i].Interval = p
	}
	return pieces
}

// windows assigns each instant of an occurrence to the one that opened first,
// until it closes; of two that open together the first by name goes first.
func (c *compiler) windows(out *Compiled, whole Set) []Piece {
	sets := make([]Set, len(c.cal.Windows))
	var union Set
	for i, w := range c.cal.Windows {
		list := c.occurrences(w, fmt.Sprintf("windows[%d].every", i))
		out.occurrences = append(out.occurrences, list...)
		parts := make([]Interval, len(list))
		for j, o := range list {
			parts[j] = Interval{o.Opens, o.Closes}
		}
		sets[i] = NewSet(parts...)
		union = union.Union(sets[i])
	}
	sortOccurrences(out.occurrences)
	closed := whole.Subtract(union)
	for i, w := range c.cal.Windows {
		out.addLayer(OutsideWindow, w.Name, c.zoneMap(w.zone()).location(), whole.Subtract(sets[i]), closed)
	}
	var pieces []Piece
	var until time.Time
	for _, o := range out.occurrences {
		p := Interval{o.Opens, o.Closes}
		if until.After(p.Start) {
			p.Start = until
		}
		if p = p.Intersect(c.span); !p.Empty() {
			pieces = append(pieces, Piece{p, o})
			until = p.End
		}
	}
	return pieces
}

// weeklyHours is the weekly pattern around the span.
func (c *compiler) weeklyHours() Set {
	zone := c.zoneMap("")
	var parts []Interval
	first, last := floorDiv(zone.civil(c.span.Start), daySeconds)-2, floorDiv(zone.civil(c.span.End), daySeconds)+1
	days := c.cal.Weekly.days()
	for n := first; n <= last; n++ {
		if days.Has(weekdayOfNumber(n)) {
			parts = c.cal.Weekly.Hours.on(n*daySeconds, zone, parts)
		}
	}
	return NewSet(parts...)
}

type namedDays struct {
	name string
	days Set
}

// holidaySets are the holidays within the span, grouped by name.
func (c *compiler) holidaySets() []namedDays {
	zone := c.zoneMap("")
	parts := map[string][]Interval{}
	var names []string
	for _, h := range c.cal.Holidays {
		midnight := h.Date.seconds()
		day := Interval{zone.firstInstant(midnight), zone.firstInstant(midnight + daySeconds)}
		for _, s := range c.cal.Weekly.Hours.on(midnight, zone, nil) {
			if s.End.After(day.End) {
				day.End = s.End // of hours that opened on the holiday
			}
		}
		if parts[h.name()] == nil {
			names = append(names, h.name())
		}
		parts[h.name()] = append(parts[h.name()], day)
	}
	slices.Sort(names)
	var all []namedDays
	for _, name := range names {
		if set := NewSet(parts[name]...).Within(c.span); len(set) > 0 {
			all = append(all, namedDays{name, set})
		}
	}
	return all
}

// cut takes closed time out of pieces.
func cut(pieces []Piece, closed Set) []Piece {
	var out []Piece
	for _, p := range pieces {
		for len(closed) > 0 && !closed[0].End.After(p.Start) {
			closed = closed[1:]
		}
		for _, q := range closed {
			if p.Empty() || !q.Start.Before(p.End) {
				break
			}
			if q.Start.After(p.Start) {
				out = append(out, Piece{Interval{p.Start, q.Start}, p.Occurrence})
			}
			p.Start = q.End
		}
		if !p.Empty() {
			out = append(out, p)
		}
	}
	return out
}

func sortOccurrences(list []Occurrence) {
	slices.SortFunc(list, func(a, b Occurrence) int {
		return cmp.Or(a.Opens.Compare(b.Opens), cmp.Compare(a.Window, b.Window))
	})
}

func sortCharges(list []Charge) {
	slices.SortStableFunc(list, func(a, b Charge) int {
		return cmp.Or(a.Start.Compare(b.Start), cmp.Compare(a.Name, b.Name), a.End.Compare(b.End))
	})
}
