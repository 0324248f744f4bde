package calendar

import (
	"cmp"
	"slices"
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

// occurrences lists those of w that overlap the compiler's span, by opening, one for each opening.
func (c *compiler) occurrences(w Window, path string) []Occurrence {
	zone := c.zoneMap(w.zone())
	except := make(map[int64]bool, len(w.Except))
	for _, d := range w.Except {
		except[d.number()] = true
	}
	var all []Interval
	if w.Every.timed() {
		length := w.Lasts.Elapsed()
		reach := int64(length/time.Second) + 2*daySeconds
		every := w.Every
		if w.SkipGaps {
			every = every.skippingGaps()
		}
		for _, x := range c.instances(every, w.From, reach, zone, path) {
			if !except[floorDiv(x, daySeconds)] && !(w.SkipGaps && zone.skips(x)) {
				t := zone.instant(x)
				all = append(all, Interval{t, t.Add(length)})
			}
		}
	} else {
		var days []int64
		if !w.Every.IsZero() || len(w.Dates) == 0 {
			days = c.instances(w.Every, w.From, 3*daySeconds, zone, path)
		}
		for _, d := range w.Dates {
			days = append(days, d.seconds())
		}
		slices.Sort(days)
		for _, x := range slices.Compact(days) {
			if !except[floorDiv(x, daySeconds)] {
				all = w.hoursOn(x, zone, all)
			}
		}
	}
	bounds := c.bounds(w.From, w.To, zone)
	var out []Occurrence
	for _, i := range all {
		if !i.Empty() && i.Overlaps(c.span) && bounds.Contains(i.Start) {
			out = append(out, Occurrence{w.Name, i.Start.UTC(), i.End.UTC()})
		}
	}
	slices.SortFunc(out, func(a, b Occurrence) int {
		return cmp.Or(a.Opens.Compare(b.Opens), b.Closes.Compare(a.Closes))
	})
	return slices.CompactFunc(out, func(a, b Occurrence) bool { return a.Opens.Equal(b.Opens) })
}

// hoursOn appends the spans of one day, given by its midnight in floating seconds.
func (w Window) hoursOn(midnight int64, zone *zoneMap, to []Interval) []Interval {
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
func (h Hours) on(midnight int64, zone *zoneMap, to []Interval) []Interval {
	edge := func(c Clock) time.Time {
		if c%daySeconds == 0 {
			return zone.firstInstant(midnight + int64(c))
		}
		return zone.instant(midnight + int64(c))
	}
	for _, s := range h.spans() {
		if i := (Interval{edge(s.From), edge(s.end())}); !i.Empty() {
			to = append(to, i)
		}
	}
	return to
}
