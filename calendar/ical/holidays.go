package ical

import (
	"cmp"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/berthplan/berth/calendar"
)

// maxHolidayDays is how many days in a row may be one holiday, maxHolidays how many a file may give.
const (
	maxHolidayDays = 366
	maxHolidays    = 100_000
)

// Holidays reads the all-day events of an iCalendar file: every day from from
// to to, both included, on which one takes place, sorted by day, then name. Cancelled events and those
// with a time of day are left out, the faults of the latter too.
// DTEND is exclusive, as the standard has it; an end on the day of the start is taken for that day.
// The error is that of [Read], and there are no holidays beside it.
func Holidays(r io.Reader, from, to calendar.Date) ([]calendar.Holiday, error) {
	p := parser{limit: Options{}.filled(), daysOnly: true}
	err := p.read(r)
	var all []calendar.Holiday
	for i := 0; err == nil && i < len(p.calendars) && len(p.faults) < maxFaults; i++ {
		c, lines := p.calendar(p.calendars[i])
		var f *Error
		if all, f = p.holidays(c, lines, from, to, all); f != nil {
			err = f
		}
	}
	if _, err := p.result(err); err != nil {
		return nil, err
	}
	slices.SortFunc(all, func(a, b calendar.Holiday) int {
		return cmp.Or(a.Date.Compare(b.Date), cmp.Compare(a.Name, b.Name))
	})
	return slices.Compact(all), nil
}

// holidays adds those of one calendar, whose events stand on the lines given; err is that there are too many.
func (p *parser) holidays(c Calendar, lines []int, from, to calendar.Date, all []calendar.Holiday) ([]calendar.Holiday, *Error) {
	zone := c.Zone
	if zone == nil {
		zone = time.UTC
	}
	at := map[*Event]int{}
	for i := range c.Events {
		e := &c.Events[i]
		at[e] = lines[i]
		if n := e.length(zone).days; e.AllDay && n > maxHolidayDays {
			p.fault(fault(lines[i], "bad-length", e.Summary, "an event of 1 to 366 days; DTEND is exclusive"))
		}
	}
	// An event that ends on the day of its start has no length: the day before the first is looked at, too.
	span := calendar.Interval{Start: from.AddDays(-1).In(zone), End: to.AddDays(1).In(zone)}
	occurrences, faults := expand(c.Events, c.Zone, span)
	for _, f := range faults {
		p.fault(&Error{at[f.event], f.err})
	}
	for _, o := range occurrences {
		if !o.Event.AllDay || o.Event.Status == Cancelled {
			continue
		}
		last := calendar.DateOf(o.last())
		for d := calendar.DateOf(o.Start); d.Compare(last) < 0 && d.Compare(to) <= 0; d = d.AddDays(1) {
			if d.Compare(from) < 0 {
				continue
			}
			if len(all) == maxHolidays {
				return nil, fault(at[o.Event], "too-many", o.Event.Summary, "at most 100,000 holidays")
			}
			all = append(all, calendar.Holiday{Date: d, Name: strings.TrimSpace(o.Event.Summary)})
		}
	}
	return all, nil
}
