package calendar

import (
	"cmp"
	"slices"
	"strings"
	"time"
)

// Window is a recurring time in which something may happen: each of its days
// with each of its Hours, or each time of its rule for as long as it Lasts.
// A window past midnight belongs to the day on which it opens. It never opens
// where the clock leaves no time between its ends (02:00-03:00 on the day the clock skips that hour).
type Window struct {
	Name   string
	Every  Rule   // on which days; zero: only Dates or, without those, every day
	Hours  Hours  // spans of those days; empty: the whole day, or Lasts from the rule's own time
	Lasts  Length // elapsed; only for a rule that carries a time of day (RRULE with BYHOUR/DTSTART time, cron)
	Zone   string // IANA; "": the one the rule names (DTSTART;TZID), else the calendar's
	From   Moment // it opens no earlier than From and before To ends; zero: always
	To     Moment
	Dates  []Date // further days beside the rule's (RDATE); not with Lasts
	Except []Date // days on which it does not open (EXDATE); they win over Dates

	// SkipGaps leaves out openings at local times that the clock skips. Without it they
	// are read with the offset before the gap: 02:30 is 03:30 on the night clocks go from 02:00 to 03:00.
	SkipGaps bool
}

// Occurrence is one happening of a window: its identity is (Window, Opens),
// the instant at which the rule opens it. A blackout cuts its time, never its identity,
// and it is never merged with a neighbour.
type Occurrence struct {
	Window string
	Opens  time.Time
	Closes time.Time // exclusive; before any blackout cuts it
}

// maxWindowDays bounds Lasts.
const maxWindowDays = 366

// opening is one occurrence before it is given its name.
type opening struct {
	seconds
	window int // index in the calendar
}

// windows assigns each instant of an occurrence to the one that opened first,
// until it closes; of two that open together the first by name goes first.
func (c *compiler) windows() []segment {
	out, list := c.out, c.cal.Windows
	var all []opening
	ends := make([]int, len(list)) // of each window's in all
	for i, w := range list {
		all = c.openings(w, i, all)
		ends[i] = len(all)
	}
	sets := make([][]stretch, len(list))
	begin := 0
	for i, end := range ends {
		for _, o := range all[begin:end] {
			sets[i] = append(sets[i], out.clip(o.seconds))
		}
		sets[i], begin = merged(sets[i], out.length), end
	}
	closed := complement(merged(slices.Concat(sets...), out.length), out.length)
	for i, w := range list {
		out.addLayer(OutsideWindow, w.Name, c.zoneMap(w.zone()), complement(sets[i], out.length), closed)
	}
	slices.SortFunc(all, func(a, b opening) int {
		return cmp.Or(cmp.Compare(a.from, b.from), strings.Compare(list[a.window].Name, list[b.window].Name))
	})
	out.occurrences, out.listed = make([]Occurrence, len(all)), len(all)
	pieces := make([]segment, 0, len(all))
	until := int64(0)
	for i, o := range all {
		out.occurrences[i] = Occurrence{list[o.window].Name, time.Unix(o.from, 0).UTC(), time.Unix(o.to, 0).UTC()}
		s := out.clip(o.seconds)
		if s.start = max(s.start, until); s.start < s.end {
			pieces = append(pieces, segment{start: s.start, end: s.end, owner: int32(i)})
			until = s.end
		}
	}
	return pieces
}

// openings appends those of the i-th window that overlap the span, by opening, one for each opening.
func (c *compiler) openings(w Window, i int, to []opening) []opening {
	zone := c.zoneMap(w.zone())
	except := make(map[int64]bool, len(w.Except))
	for _, d := range w.Except {
		except[d.number()] = true
	}
	bounds, mark := c.bounds(w.From, w.To, zone), len(to)
	note := func(s seconds) {
		if at := c.out.clip(s); at.start < at.end && s.from >= bounds.from && s.from < bounds.to {
			to = append(to, opening{s, i})
		}
	}
	if w.Every.timed() {
		length := int64(w.Lasts.Elapsed() / time.Second)
		every := w.Every
		if w.SkipGaps {
			every = every.skippingGaps()
		}
		for _, x := range c.instances(every, w.From, length+2*daySeconds, zone, "windows", i) {
			if !except[floorDiv(x, daySeconds)] && !(w.SkipGaps && zone.skips(x)) {
				t := zone.unix(x)
				note(seconds{t, t + length})
			}
		}
	} else {
		var days []int64
		if !w.Every.IsZero() || len(w.Dates) == 0 {
			days = c.instances(w.Every, w.From, 3*daySeconds, zone, "windows", i)
		}
		if len(w.Dates) > 0 {
			for _, d := range w.Dates {
				days = append(days, d.seconds())
			}
			slices.Sort(days)
			days = slices.Compact(days)
		}
		for _, x := range days {
			if !except[floorDiv(x, daySeconds)] {
				c.parts = w.hoursOn(x, zone, c.parts[:0])
				for _, p := range c.parts {
					note(p)
				}
			}
		}
	}
	slices.SortFunc(to[mark:], func(a, b opening) int {
		return cmp.Or(cmp.Compare(a.from, b.from), cmp.Compare(b.to, a.to))
	})
	kept := slices.CompactFunc(to[mark:], func(a, b opening) bool { return a.from == b.from })
	return to[:mark+len(kept)]
}

// hoursOn appends the spans of one day, given by its midnight in floating seconds.
func (w Window) hoursOn(midnight int64, zone *zoneMap, to []seconds) []seconds {
	hours := w.Hours
	if w.SkipGaps {
		hours = slices.DeleteFunc(slices.Clone(hours), func(s Span) bool { return s.From != 0 && zone.skips(midnight+int64(s.From)) })
		if len(hours) == 0 && len(w.Hours) > 0 {
			return to
		}
	}
	return hours.on(midnight, zone, to)
}

// zone is the zone a window's times are in; "" for the calendar's.
func (w Window) zone() string { return cmp.Or(w.Zone, w.Every.zone()) }

// on appends the spans of one day, given by its midnight in floating seconds.
func (h Hours) on(midnight int64, zone *zoneMap, to []seconds) []seconds {
	for _, s := range h.spans() {
		if i := (seconds{zone.edge(midnight, s.From), zone.edge(midnight, s.end())}); i.from < i.to {
			to = append(to, i)
		}
	}
	return to
}

// edge is an end of a span of the day that begins at midnight: an end of a day is the first instant there is.
func (z *zoneMap) edge(midnight int64, c Clock) int64 {
	if c%daySeconds == 0 {
		return z.first(midnight + int64(c))
	}
	return z.unix(midnight + int64(c))
}
