package main

import (
	"bytes"
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/berthplan/berth/calendar"
	"github.com/berthplan/berth/calendar/ical"
	"github.com/berthplan/berth/calendar/review"
)

// ics lints the events of an iCalendar file, each with its changes as one. A fault that leaves the rest of the file readable
// is a finding.
func (l *linting) ics(name string, data []byte) error {
	calendars, err := ical.Read(bytes.NewReader(data), ical.Options{})
	var faults ical.Errors
	if err != nil && (calendars == nil || !errors.As(err, &faults)) {
		return err
	}
	for _, e := range faults {
		l.tell(name, e.Line, 0, e.Err.Code, "found "+strconv.Quote(e.Err.Found)+", expected "+e.Err.Expected+lintHint(e.Err.Hint))
	}
	lines := newUIDs(data)
	var last time.Time // end of the last event
	over := true       // all are
	for _, c := range calendars {
		zone := c.Zone
		if zone == nil {
			zone = time.UTC
		}
		span := l.span(zone, calendar.Moment{}, calendar.Moment{})
		for _, events := range seriesOf(c.Events) {
			line := lines.next(events)
			s, recurs, err := series(c, events, span, zone)
			if err != nil {
				var all calendar.Errors
				if !errors.As(err, &all) {
					return err
				}
				for _, e := range all {
					l.tell(name, line, 0, e.Code, "found "+strconv.Quote(e.Found)+", expected "+e.Expected+lintHint(e.Hint))
				}
				continue
			}
			if s.Last.After(last) {
				last = s.Last
			}
			if over = over && len(s.Times) == 0 && s.Next.IsZero(); len(s.Times) == 0 && !recurs {
				continue // calendars keep what is over
			}
			for _, f := range s.Lint(span, l.options) {
				l.tell(name, line, 0, f.Code, f.Text())
			}
		}
	}
	if over && !last.IsZero() && !slices.Contains(l.options.Ignore, "expired") {
		l.tell(name, 0, 0, "expired", "found a file whose last event is over since "+last.Format("Mon 2 Jan 2006")+", expected one that has still something to say; fetch it again")
	}
	return nil
}

// seriesOf groups events of one UID, in the order of their first.
func seriesOf(events []ical.Event) [][]ical.Event {
	at := map[string]int{}
	var out [][]ical.Event
	for _, e := range events {
		i, ok := at[e.UID]
		if !ok || e.UID == "" {
			i = len(out)
			out = append(out, nil)
			at[e.UID] = i
		}
		out[i] = append(out[i], e)
	}
	return out
}

// series is what is known of events with one UID, and whether they recur.
func series(c ical.Calendar, events []ical.Event, span calendar.Interval, zone *time.Location) (s review.Series, recurs bool, err error) {
	main := events[0]
	for _, e := range events {
		recurs = recurs || len(e.Rules) > 0 || len(e.Dates) > 0
	}
	if i := slices.IndexFunc(events, func(e ical.Event) bool { return e.Replaces.IsZero() }); i >= 0 {
		main = events[i]
	}
	s = review.Series{Name: main.Summary, Zone: main.Zone}
	if s.Zone == nil {
		s.Zone = zone
	}
	one := c
	one.Events = events
	list, err := one.Occurrences(span)
	if err == nil && len(list) == 0 {
		const years = 40 // a 29th of February that is a Monday may be as far away
		list, err = one.Occurrences(calendar.Interval{Start: span.Start.AddDate(-years, 0, 0), End: span.End.AddDate(years, 0, 0)})
	}
	for _, o := range list {
		t := calendar.Interval{Start: o.Start, End: o.End}
		switch {
		case o.Event.Status == ical.Cancelled:
			recurs = recurs && len(list) > 1 // it is known not to take place
		case !t.Start.Before(span.End):
			if s.Next.IsZero() {
				s.Next = t.Start
			}
		case t.Overlaps(span) || span.Contains(t.Start):
			s.Times = append(s.Times, t)
		case t.End.After(s.Last):
			s.Last = t.End
		}
	}
	return s, recurs, err
}

// uids finds the lines of events by their UID.
type uids struct {
	lines map[string][]int
}

func newUIDs(data []byte) *uids {
	u := &uids{map[string][]int{}}
	n := 0
	for line := range bytes.Lines(data) {
		n++
		if uid, ok := strings.CutPrefix(strings.TrimRight(string(line), "\r\n"), "UID:"); ok {
			u.lines[uid] = append(u.lines[uid], n)
		}
	}
	return u
}

// next is the line of a series, 0 where it is not known; of several with one UID the first comes first.
func (u *uids) next(events []ical.Event) int {
	list := u.lines[events[0].UID]
	if events[0].UID == "" || len(list) == 0 {
		return 0
	}
	u.lines[events[0].UID] = slices.Clone(list[1:])
	return list[0]
}
