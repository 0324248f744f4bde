package ical

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/berthplan/berth/calendar"
)

// Kind says how a period is taken (FBTYPE and BUSYTYPE).
type Kind string

// The kinds of periods.
const (
	Free        Kind = "FREE"
	Taken       Kind = "BUSY"
	Maybe       Kind = "BUSY-TENTATIVE"
	Unavailable Kind = "BUSY-UNAVAILABLE"
)

// Period is a time that is taken or expressly free, and what says so.
type Period struct {
	calendar.Interval
	Kind     Kind
	AllDay   bool      // whole days
	UID      string    // of the event, VFREEBUSY or VAVAILABILITY
	Summary  string    // of the event
	Instance time.Time // which of the event's occurrences; zero if it is none
}

// String is the times, how they are taken and by what.
func (p Period) String() string {
	return strings.TrimSpace(p.Interval.String() + " " + string(p.Kind) + " " + p.UID + " " + p.Summary)
}

// Availability says when somebody can be had at all (VAVAILABILITY, RFC 7953): between
// Start and End only while one of Available takes place.
type Availability struct {
	UID        string
	Stamp      time.Time
	Start, End time.Time // zero: no bound
	Kind       Kind      // what the rest of the time is; empty: Unavailable
	Priority   int       // 1 comes before 9; 0 after all
	Available  []Event   // their Status and Busy say nothing
}

// Busy lists when time is taken within span, sorted by start, end and UID: by
// events that take people's time and are not cancelled, by VFREEBUSY, and by
// not being available. Periods may overlap; they are cut to the span. All-day events take at least their first day.
// calendar.NewSet makes a set of them. The error is that of Occurrences.
func (c Calendar) Busy(span calendar.Interval) ([]Period, error) {
	wide := calendar.Interval{Start: span.Start.Add(-26 * time.Hour), End: span.End} // for days without length
	if span.Empty() {
		return nil, nil
	}
	occurrences, err := c.Occurrences(wide)
	if err != nil {
		return nil, err
	}
	var all []Period
	add := func(p Period) {
		if p.Interval = p.Intersect(span); !p.Empty() {
			all = append(all, p)
		}
	}
	for _, o := range occurrences {
		if !o.Event.Busy || o.Event.Status == Cancelled {
			continue
		}
		p := Period{calendar.Interval{Start: o.Start, End: o.last()}, Taken, o.Event.AllDay, o.Event.UID, o.Event.Summary, o.Instance}
		if o.Event.Status == Tentative {
			p.Kind = Maybe
		}
		add(p)
	}
	for _, p := range c.Periods {
		if p.Kind != Free {
			add(p)
		}
	}
	away, faults := c.away(span)
	if len(faults) > 0 {
		return nil, faults
	}
	for _, p := range away {
		add(p)
	}
	slices.SortStableFunc(all, func(a, b Period) int {
		return cmp.Or(a.Start.Compare(b.Start), a.End.Compare(b.End), cmp.Compare(a.UID, b.UID))
	})
	return all, nil
}

// last is the end of an occurrence; an all-day one takes a day at least, though files may say it ends as it begins.
func (o Occurrence) last() time.Time {
	if o.Event.AllDay && !o.End.After(o.Start) {
		return calendar.DateOf(o.Start).AddDays(1).In(o.Start.Location())
	}
	return o.End
}

// away is when the availabilities say that nobody is there: each rules over those
// of lower priority in its own time (RFC 7953 5).
func (c Calendar) away(span calendar.Interval) ([]Period, calendar.Errors) {
	order := slices.Clone(c.Availability)
	rank := func(a Availability) int {
		if a.Priority <= 0 {
			return 10
		}
		return a.Priority
	}
	slices.SortStableFunc(order, func(a, b Availability) int { return rank(a) - rank(b) })
	left := calendar.NewSet(span) // what none has ruled over yet
	var all []Period
	for _, a := range order {
		own := span
		if a.Start.After(own.Start) {
			own.Start = a.Start
		}
		if !a.End.IsZero() && a.End.Before(own.End) {
			own.End = a.End
		}
		if own.Empty() {
			continue
		}
		open, faults := expand(a.Available, c.Zone, own)
		if len(faults) > 0 {
			return nil, pathed(a.Available, "availability.available", faults)
		}
		parts := make([]calendar.Interval, len(open))
		for i, o := range open {
			parts[i] = calendar.Interval{Start: o.Start, End: o.last()}
		}
		kind := a.Kind
		if kind == "" {
			kind = Unavailable
		}
		for _, i := range left.Within(own).Subtract(calendar.NewSet(parts...)) {
			all = append(all, Period{Interval: i, Kind: kind, UID: a.UID})
		}
		left = left.Subtract(calendar.Set{own})
	}
	return all, nil
}

// Blackouts makes of every time that is taken within span a hard blackout of deployments, so that
// a calendar of freezes can be planned around. Its name is the summary, then the UID and the
// instance in brackets, by which it can be found again. All-day events are blackouts of days, in the
// calendar's zone if it has one of IANA's, else in that of whoever plans. The error is that of Occurrences.
func (c Calendar) Blackouts(span calendar.Interval) ([]calendar.Blackout, error) {
	periods, err := c.Busy(span)
	if err != nil {
		return nil, err
	}
	zone, days := "", true
	if c.Zone != nil {
		zone = c.Zone.String()
		_, err := calendar.LoadZone(zone)
		days = err == nil
	}
	all := make([]calendar.Blackout, len(periods))
	for i, p := range periods {
		b := calendar.Blackout{From: calendar.MomentOf(p.Start), To: calendar.MomentOf(p.End)}
		from := ""
		if !p.Instance.IsZero() {
			from = " " + p.Instance.Format(time.RFC3339)
		}
		first, last := calendar.DateOf(p.Start), calendar.DateOf(p.End)
		if p.AllDay && days && first.In(p.Start.Location()).Equal(p.Start) && last.In(p.End.Location()).Equal(p.End) {
			b.From, b.To, b.Zone = dayMoment(first), dayMoment(last.AddDays(-1)), zone
			from = " " + calendar.DateOf(p.Instance).String()
		}
		b.Name = strings.TrimSpace(p.Summary + " [" + p.UID + from + "]")
		all[i] = b
	}
	return all, nil
}

// periods reads the FREEBUSY lines of a VFREEBUSY.
func (b *builder) periods(c *component) []Period {
	var all []Period
	uid := ""
	if q := c.get("UID"); q != nil {
		uid = strings.TrimSpace(q.text())
	}
	for i := range c.properties {
		q := &c.properties[i]
		if q.name != "FREEBUSY" {
			continue
		}
		kind := kindOf(q.param("FBTYPE"), Taken)
		for _, s := range b.list(q) {
			b.faulty = false
			p := Period{Interval: b.period(q, s, b.base()), Kind: kind, UID: uid}
			if !b.faulty && p.End.IsZero() {
				b.fault(fault(q.line, "bad-date", s, "a period such as 20260901T090000Z/PT1H"))
			}
			if !b.faulty {
				all = append(all, p)
			}
		}
	}
	return all
}

// kindOf reads a kind; what is unknown is treated as taken.
func kindOf(s string, otherwise Kind) Kind {
	for _, k := range []Kind{Free, Taken, Maybe, Unavailable} {
		if strings.EqualFold(strings.TrimSpace(s), string(k)) {
			return k
		}
	}
	return otherwise
}

// availability reads a VAVAILABILITY; ok is false if it or a part of it is faulty.
func (b *builder) availability(c *component) (a Availability, ok bool) {
	b.faulty = false
	for i := range c.properties {
		switch q := &c.properties[i]; q.name {
		case "UID":
			a.UID = strings.TrimSpace(q.text())
		case "DTSTAMP":
			if w, ok := parseWhen(q.value); ok {
				a.Stamp = w.in(time.UTC).UTC()
			}
		case "DTSTART":
			a.Start = b.when(q, q.value).in(b.base())
		case "DTEND":
			a.End = b.when(q, q.value).in(b.base())
		case "DURATION":
			l, ok := parseLength(q.value)
			if start := c.get("DTSTART"); !ok || start == nil {
				b.fault(fault(q.line, "bad-length", q.value, "a duration such as P7D, from a DTSTART"))
			} else {
				a.End = l.after(b.when(start, start.value).in(b.base()))
			}
		case "BUSYTYPE":
			a.Kind = kindOf(q.value, Unavailable)
		case "PRIORITY":
			if n, err := strconv.Atoi(strings.TrimSpace(q.value)); err == nil && n >= 0 && n <= 9 {
				a.Priority = n
			}
		}
	}
	faulty := b.faulty
	for _, part := range c.parts {
		if e, ok := b.event(part); ok {
			a.Available = append(a.Available, e)
		} else {
			faulty = true
		}
	}
	return a, !faulty
}
