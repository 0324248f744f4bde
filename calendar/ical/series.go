package ical

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/berthplan/berth/calendar"
)

// Occurrence is one time that an event takes place.
type Occurrence struct {
	Event      *Event // what it is: one of the calendar's, for a changed occurrence the change
	Start, End time.Time
	Instance   time.Time // the start that its series gives it, which stays when it is moved
}

// maxOccurrences bounds what a calendar gives at once, instances that a series skips included.
const maxOccurrences = 500_000

// maxCounts bounds the COUNTs of a calendar's rules taken together.
const maxCounts = 20_000_000

// Occurrences lists what takes place within span, wholly or in part, sorted by
// start, end, UID, summary and place in the calendar. Times are in the zone of their event;
// days and floating times are those of the calendar's zone, UTC if it has none. Cancelled
// events are among them, since calendars show them: see Event.Status.
//
// Events with the same UID are a series: one event, of several the one with the
// highest Sequence, then the latest Stamp, then the first; and changes to single occurrences, or to one and all that follow.
// An event without UID stands for itself.
//
// A series has its own start, the starts of its Rules from there, and its Dates, less what it Excepts.
// An occurrence whose length comes from DTEND takes the same elapsed time as the first
// (RFC 5545 3.8.5.3), so that on the day clocks change a night ends an hour off; days, and days of a DURATION, go by the calendar.
//
// The error is of type calendar.Errors: a rule that fires too often or is too long to follow, more than 500,000 occurrences, COUNTs of more than 20,000,000 in all ("too-many").
func (c Calendar) Occurrences(span calendar.Interval) ([]Occurrence, error) {
	all, faults := expand(c.Events, c.Zone, span)
	if len(faults) > 0 {
		return nil, pathed(c.Events, "events", faults)
	}
	return all, nil
}

// eventFault is why the occurrences of an event cannot be given.
type eventFault struct {
	event *Event
	err   *calendar.Error
}

// pathed gives the faults with the places of their events.
func pathed(events []Event, list string, faults []eventFault) calendar.Errors {
	var all calendar.Errors
	for _, f := range faults {
		e := *f.err
		for i := range events {
			if &events[i] == f.event {
				e.Path = fmt.Sprintf("%s[%d]", list, i)
			}
		}
		all = append(all, &e)
	}
	return all
}

func expand(events []Event, zone *time.Location, span calendar.Interval) ([]Occurrence, []eventFault) {
	x := expander{zone: zone, span: span}
	if span.Empty() {
		return nil, nil
	}
	for _, s := range seriesOf(events) {
		if x.series(s); len(x.faults) >= maxFaults || x.full {
			break
		}
	}
	if len(x.faults) > 0 {
		return nil, x.faults
	}
	index := map[*Event]int{}
	for i := range events {
		index[&events[i]] = i
	}
	slices.SortStableFunc(x.out, func(a, b Occurrence) int {
		return cmp.Or(a.Start.Compare(b.Start), a.End.Compare(b.End), cmp.Compare(a.Event.UID, b.Event.UID),
			cmp.Compare(a.Event.Summary, b.Event.Summary), index[a.Event]-index[b.Event])
	})
	return x.out, nil
}

// series is an event and what was changed of it later.
type series struct {
	core    *Event   // nil: only changes are known
	changes []*Event // each of another occurrence
}

// seriesOf groups events by UID, in the order of the calendar.
func seriesOf(events []Event) []*series {
	var all []*series
	byUID := map[string]*series{}
	type id struct {
		uid      string
		replaces calendar.Moment
	}
	changed := map[id]int{}
	for i := range events {
		e := &events[i]
		s := byUID[e.UID]
		if s == nil || e.UID == "" {
			s = &series{}
			all = append(all, s)
			byUID[e.UID] = s
		}
		if e.Replaces.IsZero() {
			if s.core == nil || e.newer(s.core) {
				s.core = e
			}
			continue
		}
		k := id{e.UID, e.Replaces}
		if at, ok := changed[k]; !ok || e.UID == "" {
			changed[k] = len(s.changes)
			s.changes = append(s.changes, e)
		} else if e.newer(s.changes[at]) {
			s.changes[at] = e
		}
	}
	return all
}

// newer reports whether e supersedes f (RFC 5546 2.1.5).
func (e *Event) newer(f *Event) bool {
	if e.Sequence != f.Sequence {
		return e.Sequence > f.Sequence
	}
	return e.Stamp.After(f.Stamp)
}

// zone is the one that the event's local times are in.
func (e *Event) zone(of *time.Location) *time.Location {
	switch {
	case e.Floating:
		return time.UTC
	case e.Zone != nil:
		return e.Zone
	case of != nil:
		return of
	}
	return time.UTC
}

// length is how long each occurrence takes.
func (e *Event) length(zone *time.Location) length {
	switch {
	case e.End.IsZero() && e.AllDay:
		return length{days: 1}
	case e.End.IsZero():
		return length{}
	case e.AllDay:
		first, last := calendar.DateOf(e.Start.In(zone)), calendar.DateOf(e.End.In(zone))
		return length{days: int(last.In(time.UTC).Sub(first.In(time.UTC)) / (24 * time.Hour))}
	}
	whole := length{days: e.Days}
	whole.rest = e.End.Sub(whole.after(e.Start.In(zone)))
	return whole
}

// moment is the start of e as its series counts from it.
func (e *Event) moment(zone *time.Location) calendar.Moment {
	t := e.Start.In(zone)
	switch {
	case e.AllDay:
		return dayMoment(calendar.DateOf(t))
	case zone == time.UTC && !e.Floating || shownBefore(t):
		return calendar.MomentOf(t.UTC())
	}
	return localMoment(calendar.DateOf(t), clockOf(t))
}

// moments are times of a series: instants, and days that stand for every instant on them.
type moments struct {
	at  map[int64]int
	day map[calendar.Date]int
}

// add keeps a moment with a number of its own.
func (m *moments) add(x calendar.Moment, n int, zone *time.Location) {
	if m.at == nil {
		m.at, m.day = map[int64]int{}, map[calendar.Date]int{}
	}
	if x.IsDay() {
		m.day[calendar.DateOf(x.Begin(time.UTC))] = n
		return
	}
	m.at[x.Begin(zone).Unix()] = n
}

// exactly is the number of an exception that names an instant.
const exactly = 0

func (m *moments) find(t time.Time) (int, bool) {
	if n, ok := m.at[t.Unix()]; ok {
		return n, true
	}
	if len(m.day) == 0 {
		return 0, false
	}
	n, ok := m.day[calendar.DateOf(t)]
	return n, ok
}

// expander collects the occurrences of one series after the other.
type expander struct {
	zone   *time.Location // of the calendar
	span   calendar.Interval
	seen   int
	counts int // COUNTs of all rules: a rule with one is followed from its beginning, however early
	full   bool
	out    []Occurrence
	faults []eventFault
}

func (x *expander) fault(e *Event, f *calendar.Error) { x.faults = append(x.faults, eventFault{e, f}) }

// emit keeps an occurrence that touches the span.
func (x *expander) emit(e *Event, start, end, instance time.Time) {
	if x.seen++; x.seen > maxOccurrences {
		if !x.full {
			x.fault(e, &calendar.Error{Code: "too-many", Found: e.UID, Expected: "at most 500,000 occurrences", Hint: "shorten the span"})
		}
		x.full = true
		return
	}
	if start.Before(x.span.End) && end.After(x.span.Start) || end.Equal(start) && x.span.Contains(start) {
		x.out = append(x.out, Occurrence{e, start, end, instance})
	}
}

// follows is a change to an occurrence and all later ones.
type follows struct {
	event *Event
	from  time.Time // the occurrence it changes, where its series has it
	shift time.Duration
	long  length
}

func (x *expander) series(s *series) {
	zone := time.UTC
	if s.core != nil {
		zone = s.core.zone(x.zone)
	} else if len(s.changes) > 0 {
		zone = s.changes[0].zone(x.zone)
	}
	var changes, except moments
	var later []follows
	for i, e := range s.changes {
		replaces := e.Replaces
		if s.core != nil && s.core.AllDay && !replaces.IsDay() {
			replaces = dayMoment(calendar.DateOf(replaces.Begin(time.UTC).UTC())) // of a time, its day
		}
		changes.add(replaces, i, zone)
		if e.Following && s.core != nil {
			from := s.instance(e, zone)
			later = append(later, follows{e, from, civil(e.Start.In(zone)).Sub(civil(from)), e.length(e.zone(x.zone))})
		}
	}
	slices.SortStableFunc(later, func(a, b follows) int { return a.from.Compare(b.from) })
	met := make([]bool, len(s.changes)) // changes of occurrences that the series has
	if s.core != nil {
		for _, m := range s.core.Except {
			n := exactly
			if m.IsDay() {
				n++
			}
			except.add(m, n, zone)
		}
		long := s.core.length(zone)
		periods, starts := x.starts(s.core, zone, long, later)
		for _, t := range starts {
			if x.full {
				return
			}
			if _, off := except.find(t); off {
				x.seen++
				continue
			}
			if i, ok := changes.find(t); ok {
				met[i] = true
				continue
			}
			e, at, takes := s.core, t, long
			for i := len(later) - 1; i >= 0; i-- {
				if later[i].from.Before(t) {
					e, at, takes = later[i].event, moved(t, later[i].shift), later[i].long
					break
				}
			}
			end := takes.after(at)
			if d, ok := periods[t.Unix()]; ok {
				end = at.Add(d)
			}
			x.emit(e, at, end, t)
		}
	}
	for i, e := range s.changes {
		if x.full {
			return
		}
		instance := s.instance(e, zone)
		if n, off := except.find(instance); off && (n == exactly || s.core.AllDay) {
			continue // a bare day leaves out what the rule has on it, and not what somebody put there
		}
		if !met[i] && s.core != nil && e.recurs() && e.Sequence < s.core.Sequence {
			continue // what is left of an older series
		}
		own := e.zone(x.zone)
		start := e.Start.In(own)
		x.emit(e, start, e.length(own).after(start), instance)
	}
}

// instance is the start that a change changes; of a bare day, the one that the series has on it.
func (s *series) instance(e *Event, zone *time.Location) time.Time {
	t := e.Replaces.Begin(zone).In(zone)
	if e.Replaces.IsDay() && s.core != nil && !s.core.AllDay {
		return calendar.DateOf(t).At(clockOf(s.core.Start.In(zone)), zone)
	}
	return t
}

func (e *Event) recurs() bool { return len(e.Rules) > 0 || len(e.Dates) > 0 || len(e.Except) > 0 }

// starts lists where the series has an occurrence, sorted, each once, as far as
// it may matter to the span; periods are the lengths of those that have one of their own.
func (x *expander) starts(e *Event, zone *time.Location, long length, later []follows) (periods map[int64]time.Duration, starts []time.Time) {
	const slack = 48 * time.Hour // for changes of the clock
	reach := calendar.Interval{Start: x.span.Start.Add(-slack - long.most()), End: x.span.End.Add(slack)}
	for _, l := range later {
		if at := x.span.Start.Add(-slack - l.long.most() - max(0, l.shift)); at.Before(reach.Start) {
			reach.Start = at
		}
		if at := x.span.End.Add(slack - min(0, l.shift)); at.After(reach.End) {
			reach.End = at
		}
	}
	if len(e.Rules) == 0 || !slices.ContainsFunc(e.Rules, func(r calendar.Rule) bool { return over(r, e.Start.In(zone)) }) {
		starts = append(starts, e.Start.In(zone))
	}
	r := calendar.Recurrence{Start: e.moment(zone), Location: zone}
	for _, rule := range e.Rules {
		if x.counts += countOf(rule); x.counts > maxCounts {
			x.fault(e, &calendar.Error{Code: "too-many", Found: rule.String(), Expected: "COUNTs of at most 20,000,000 in all"})
			x.full = true
			return nil, nil
		}
		r.Rule = rule
		more, err := r.Starts(reach, 0)
		if err != nil {
			x.fault(e, ruleFault(&property{}, err).Err)
			return nil, nil
		}
		starts = append(starts, more...)
	}
	for _, d := range e.Dates {
		t := d.Start.In(zone)
		if e.AllDay {
			t = calendar.DateOf(t).In(zone)
		}
		if starts = append(starts, t); d.End.After(d.Start) {
			if periods == nil {
				periods = map[int64]time.Duration{}
			}
			periods[t.Unix()] = d.End.Sub(d.Start)
		}
	}
	slices.SortFunc(starts, time.Time.Compare)
	return periods, slices.CompactFunc(starts, time.Time.Equal)
}

// countOf is the COUNT of a rule; 0 if it has none.
func countOf(r calendar.Rule) int {
	_, text, ok := strings.Cut(r.String(), "COUNT=")
	if !ok {
		return 0
	}
	text, _, _ = strings.Cut(text, ";")
	return number(text)
}

// over reports whether a rule ends before its series begins, which is how some programs delete it.
func over(r calendar.Rule, start time.Time) bool {
	_, text, ok := strings.Cut(r.String(), "UNTIL=")
	if !ok {
		return false
	}
	text, _, _ = strings.Cut(text, ";")
	until, _ := parseWhen(text)
	if until.form == dateForm {
		return until.date.Compare(calendar.DateOf(start)) < 0
	}
	return until.in(start.Location()).Before(start)
}

// most is more than l ever takes.
func (l length) most() time.Duration { return time.Duration(l.days+1)*24*time.Hour + max(0, l.rest) }

// civil is what clocks show at t, as if it were UTC.
func civil(t time.Time) time.Time {
	y, m, d := t.Date()
	h, min, s := t.Clock()
	return time.Date(y, m, d, h, min, s, 0, time.UTC)
}

// moved is what clocks show at t and so much more, in the zone of t.
func moved(t time.Time, by time.Duration) time.Time {
	c := civil(t).Add(by)
	return calendar.DateOf(c).At(clockOf(c), t.Location())
}
