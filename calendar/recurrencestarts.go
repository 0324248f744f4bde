package calendar

import (
	"math"
	"slices"
	"time"

	"github.com/berthplan/berth/calendar/internal/recur"
)

// Recurrence is a set of start times as iCalendar writes it: DTSTART with an
// RRULE, RDATEs and EXDATEs.
//
// Start itself is one of them only if the Rule gives it: a Start on a Friday with
// BYDAY=MO begins on the Monday after, and COUNT counts from there. Where it
// is to happen anyway, list it in Dates. COUNT counts the rule's starts before Except takes any away.
type Recurrence struct {
	Start    Moment         // DTSTART: a day, a local time, or an instant; required
	Location *time.Location // of local times; nil: floating, computed and returned as if UTC
	Rule     Rule           // an RRULE (its own DTSTART is not looked at); zero: Start alone
	Dates    []Moment       // RDATE: days, local times or instants
	Except   []Moment       // EXDATE: of an instant or local time, that start; of a bare day, every start on it
	SkipGaps bool           // leave out local times that the clock skips, uncounted; else they are read with the offset before the gap
}

// Starts lists the starts in span, sorted, in Location. A limit of 1 to
// 200,000 stops after so many; without one (0), more than 200,000 are an error.
// What Dates repeat is listed once. Only two local times of the rule that are read as one instant, because
// the clock skips one of them, are listed as two: so COUNT=8 gives eight starts in every zone.
//
// If Start is a day, every start is the first instant of a day, and BYHOUR, BYMINUTE and
// BYSECOND do not count. A local time that comes twice is the first of the two: a rule of hours counts
// the hours of the clock, and has one start in the hour that comes twice.
//
// The error is an *[Error]: "no-start" without a Start, "unsupported-rule" for a Rule that is no
// RRULE, "bad-rule" for one that does not go with a Start that is a day, "too-many" beyond the limits.
func (r Recurrence) Starts(span Interval, limit int) ([]time.Time, error) {
	list, err := r.starts(span, limit)
	if err != nil {
		return nil, err
	}
	return list, nil
}

func (r Recurrence) starts(span Interval, limit int) ([]time.Time, *Error) {
	if r.Start.IsZero() {
		return nil, fault("no-start", "", "Start, the DTSTART")
	}
	if r.Rule.spec != nil && r.Rule.spec.recur == nil {
		return nil, hinted("unsupported-rule", r.Rule.String(), wantRRule, "Starts takes an RRULE; other rules go into a Window")
	}
	zone := &zoneMap{loc: r.Location}
	l := &starts{Recurrence: r, zone: zone, from: ceilUnix(span.Start), to: ceilUnix(span.End), limit: limit}
	if limit <= 0 || limit > maxInstances {
		l.limit = maxInstances + 1
	}
	l.removals()
	dates := r.Dates
	if r.Rule.IsZero() {
		dates = append([]Moment{r.Start}, dates...)
	} else if err := l.addRule(); err != nil {
		return nil, err
	}
	l.addDates(dates)
	if len(l.list) > maxInstances && l.limit > maxInstances {
		return nil, tooMany(r.Rule.String())
	}
	out := make([]time.Time, min(len(l.list), l.limit))
	for i := range out {
		out[i] = zone.at(l.list[i])
	}
	return out, nil
}

// ceilUnix is the first whole second at t or after.
func ceilUnix(t time.Time) int64 {
	if t.Nanosecond() > 0 {
		return t.Unix() + 1
	}
	return t.Unix()
}

// starts collects the starts of a Recurrence, as Unix seconds.
type starts struct {
	Recurrence
	zone       *zoneMap
	from, to   int64
	limit      int
	list       []int64
	except     []int64 // instants, sorted
	exceptDays []int64 // day numbers, sorted
}

// unix is a moment as an instant, and whether it has none because the clock skips it.
func (l *starts) unix(m Moment) (unix int64, skipped bool) {
	switch {
	case m.form == instantMoment:
		return m.Begin(nil).Unix(), false
	case m.form == dayMoment:
		return l.resolve(m.date.seconds(), true)
	}
	return l.resolve(m.date.seconds()+int64(m.clock), false)
}

// resolve reads a civil time, or the first instant of a day, as an instant.
func (l *starts) resolve(civil int64, day bool) (unix int64, skipped bool) {
	unix, gap := l.zone.resolve(civil)
	if gap == 0 {
		return unix, false
	}
	if day {
		return gap, l.zone.skips(civil + daySeconds - 1)
	}
	return unix, true
}

// wanted reports whether an instant is in the span and not removed.
func (l *starts) wanted(unix int64, skipped bool) bool {
	return !(skipped && l.SkipGaps) && unix >= l.from && unix < l.to && !l.removed(unix)
}

// addDates adds single starts that are not there, and sorts the list.
func (l *starts) addDates(dates []Moment) {
	slices.Sort(l.list)
	var more []int64
	for _, m := range dates {
		unix, skipped := l.unix(m)
		if _, found := slices.BinarySearch(l.list, unix); !found && l.wanted(unix, skipped) {
			more = append(more, unix)
		}
	}
	if len(more) > 0 {
		slices.Sort(more)
		l.list = append(l.list, slices.Compact(more)...)
		slices.Sort(l.list)
	}
}

// addRule adds what the rule gives. Times come in the order of the clock, which is that of
// instants but for those in a gap, which are read as later than some after the gap.
func (l *starts) addRule() *Error {
	rule := *l.Rule.spec.recur
	days := l.Start.IsDay()
	rule.zone, rule.startIs, rule.start = "", startTime, l.civil(l.Start)
	if days {
		rule.startIs = startDate
		if rule.Freq >= recur.Hourly {
			return hinted("bad-rule", l.Rule.String(), wantRRule, "a rule of hours, minutes or seconds needs a DTSTART with a time")
		}
	}
	to := l.to
	if rule.untilIs == untilUTC {
		to = min(to, rule.until+1)
		rule.untilIs = noUntil
	}
	if to <= l.from {
		return nil
	}
	in := scene{zone: l.zone}
	if l.SkipGaps && l.Location != nil && l.Location != time.UTC {
		in.ignore = func(x int64) bool { _, skipped := l.resolve(x, days); return skipped }
	}
	walk := rule.walk(l.zone.civilBefore(l.from), l.zone.civilAfter(to), in)
	late := int64(math.MinInt64) // the last of those in a gap
	for x, ok := walk.Next(); ok; x, ok = walk.Next() {
		unix, skipped := l.resolve(x, days)
		switch {
		case skipped:
			late = max(late, unix)
		case unix >= to, len(l.list) >= l.limit && unix >= late:
			return nil
		}
		if unix < to && l.wanted(unix, skipped) {
			l.list = append(l.list, unix)
		}
	}
	if walk.Err() != nil {
		return tooRare(rule.String())
	}
	return nil
}

// civil is a moment as civil time.
func (l *starts) civil(m Moment) int64 {
	if m.form == instantMoment {
		return l.zone.civil(m.Begin(nil).Unix())
	}
	return m.date.seconds() + int64(m.clock)
}

// removals prepares Except.
func (l *starts) removals() {
	for _, m := range l.Except {
		if m.IsDay() {
			l.exceptDays = append(l.exceptDays, m.date.number())
		} else if !m.IsZero() {
			unix, _ := l.unix(m)
			l.except = append(l.except, unix)
		}
	}
	slices.Sort(l.except)
	slices.Sort(l.exceptDays)
}

func (l *starts) removed(unix int64) bool {
	if _, found := slices.BinarySearch(l.except, unix); found {
		return true
	}
	if len(l.exceptDays) == 0 {
		return false
	}
	_, found := slices.BinarySearch(l.exceptDays, floorDiv(l.zone.civil(unix), daySeconds))
	return found
}
