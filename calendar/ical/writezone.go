package ical

import (
	"fmt"
	"iter"
	"slices"
	"time"

	"github.com/berthplan/berth/calendar"
)

const localTime = "20060102T150405"

func utcTime(t time.Time) string { return t.UTC().Format(localTime + "Z") }

// shownBefore reports whether the clock has shown the local time of t once already.
func shownBefore(t time.Time) bool {
	from, _ := t.ZoneBounds()
	if from.IsZero() {
		return false
	}
	_, before := from.Add(-1).Zone()
	_, now := t.Zone()
	return t.Sub(from) < time.Duration(before-now)*time.Second
}

// change is one change of a zone's clocks: from is the offset before it, to after it, in seconds.
type change struct {
	at       time.Time // zero: it has always been so
	from, to int
	name     string
	summer   bool
}

// clock is what a zone's clocks go by at an instant.
func clock(t time.Time) change {
	name, to := t.Zone()
	return change{to: to, name: name, summer: t.IsDST()}
}

// changes lists the change before first and all up to last.
func changes(zone *time.Location, first, last time.Time) []change {
	c := clock(first.In(zone))
	c.at = before(first.In(zone))
	c.from = c.to
	if !c.at.IsZero() {
		c.from = clock(c.at.Add(-1)).to
	}
	list := []change{c}
	for at := first.In(zone); ; {
		next := after(at, last)
		if next.IsZero() {
			return list
		}
		c := clock(next)
		c.at, c.from = next, clock(at).to
		list = append(list, c)
		at = next
	}
}

// In the years after the last change that the zone data list, ZoneBounds of Go
// also ends at a new year, and on the last day of a leap year at the instant it was asked for. Neither is a change.

// before is the last change up to t; zero if there is none.
func before(t time.Time) time.Time {
	const most = 1000
	start, _ := t.ZoneBounds()
	for range most {
		if start.IsZero() || clock(start.Add(-1)) != clock(t) {
			break
		}
		start, _ = start.Add(-1).ZoneBounds()
	}
	return start
}

// after is the first change after t and up to last; zero if there is none.
func after(t, last time.Time) time.Time {
	now := clock(t)
	for t.Before(last) {
		_, end := t.ZoneBounds()
		switch {
		case end.IsZero() || end.After(last):
			return time.Time{}
		case !end.After(t):
			end = t.Add(24 * time.Hour)
		}
		if clock(end) == now {
			t = end
			continue
		}
		for end.Sub(t) > time.Second { // at once, unless ZoneBounds missed it
			if middle := end.Add(-time.Second); clock(middle) == now {
				return end
			}
			if middle := t.Add(end.Sub(t) / 2).Truncate(time.Second); clock(middle) == now {
				t = middle
			} else {
				end = middle
			}
		}
		return end
	}
	return time.Time{}
}

// zone is the one that the calendar's times are in.
func (c Calendar) zone() *time.Location {
	if c.Zone == nil {
		return time.UTC
	}
	return c.Zone
}

// zones lists those that need a VTIMEZONE. A calendar has at least one component: without any, its zone or UTC is described.
func (c Calendar) zones() []*time.Location {
	var all []*time.Location
	add := func(zone *time.Location) {
		if !isUTC(zone) && !slices.ContainsFunc(all, func(z *time.Location) bool { return same(z, zone) }) {
			all = append(all, zone)
		}
	}
	add(c.zone())
	for e := range c.everyEvent() {
		if !e.AllDay {
			add(e.zone(c.Zone))
		}
	}
	if len(all)+len(c.Events)+len(c.Periods)+len(c.Availability) == 0 {
		return []*time.Location{time.UTC}
	}
	return all
}

// everyEvent gives the events, then those of the availabilities.
func (c Calendar) everyEvent() iter.Seq[*Event] {
	return func(yield func(*Event) bool) {
		for i := range c.Events {
			if !yield(&c.Events[i]) {
				return
			}
		}
		for _, a := range c.Availability {
			for i := range a.Available {
				if !yield(&a.Available[i]) {
					return
				}
			}
		}
	}
}

// afterwards is for how many years after its start a series has its zone described.
const afterwards = 20

// span is the first and the last instant that times are written for; without events, the stamp.
func (c Calendar) span() (first, last time.Time) {
	first, last = c.Stamp, c.Stamp
	empty := true
	widen := func(t time.Time) {
		if t.IsZero() {
			return
		}
		if empty || t.Before(first) {
			first = t
		}
		if empty || t.After(last) {
			last = t
		}
		empty = false
	}
	for e := range c.everyEvent() {
		widen(e.Start)
		widen(e.End)
		if len(e.Rules) > 0 {
			widen(e.Start.AddDate(min(afterwards, 9998-e.Start.Year()), 0, 0))
			if _, err := calendar.LoadZone(e.zone(c.Zone).String()); err != nil {
				widen(lastOnset.In(time.UTC)) // nobody else knows the zone
			}
		}
		for _, d := range e.Dates {
			widen(d.Start)
			widen(d.End)
		}
	}
	return first, last
}

// timezone writes the VTIMEZONE of the zone for the years from first to last.
// Changes between the same offsets are one observance, dated by RDATE in local
// time before the change: what the zone data say, and no rule that a parliament may change.
func (o *output) timezone(zone *time.Location, first, last time.Time) {
	first = time.Date(first.In(zone).Year(), 1, 1, 0, 0, 0, 0, zone)
	last = time.Date(last.In(zone).Year()+1, 1, 1, 0, 0, 0, 0, zone)
	o.line("BEGIN", "", "VTIMEZONE")
	o.line("TZID", "", escaped(zone.String()))
	list := changes(zone, first, last)
	written := make([]bool, len(list))
	open := map[change][]int{} // the changes of one observance, by what they have in common
	for i, c := range list {
		c.at = time.Time{}
		open[c] = append(open[c], i)
	}
	for i, c := range list {
		if written[i] {
			continue
		}
		kind := "STANDARD"
		if c.summer {
			kind = "DAYLIGHT"
		}
		o.line("BEGIN", "", kind)
		same := c
		same.at = time.Time{}
		for _, j := range open[same] {
			name := "RDATE"
			if j == i {
				name = "DTSTART"
			}
			at := list[j].at
			if at.IsZero() {
				at = first // it has always been so
			}
			o.line(name, "", at.In(time.FixedZone("", c.from)).Format(localTime))
			written[j] = true
		}
		o.line("TZOFFSETFROM", "", utcOffset(c.from))
		o.line("TZOFFSETTO", "", utcOffset(c.to))
		o.line("TZNAME", "", escaped(c.name))
		o.line("END", "", kind)
	}
	o.line("END", "", "VTIMEZONE")
}

// utcOffset is "+0530", and "-004430" at the old offsets that have seconds.
func utcOffset(seconds int) string {
	sign := '+'
	if seconds < 0 {
		sign, seconds = '-', -seconds
	}
	s := fmt.Sprintf("%c%02d%02d", sign, seconds/3600, seconds/60%60)
	if seconds%60 != 0 {
		s += fmt.Sprintf("%02d", seconds%60)
	}
	return s
}
