package calendar

import (
	"cmp"
	"slices"
	"time"
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

// Starts lists the starts in span, sorted, without duplicates, in Location. A limit of 1 to
// 200,000 stops after so many; without one (0), more than 200,000 are an error.
//
// If Start is a day, every start is the first instant of a day, and BYHOUR, BYMINUTE and
// BYSECOND do not count. A local time that comes twice is the first of the two.
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
		return nil, hinted("unsupported-rule", r.Rule.String(), wantRRule, "")
	}
	zone := &zoneMap{loc: r.Location}
	start := r.civil(r.Start, zone)
	list := []int64{start}
	if !r.Rule.IsZero() {
		rule := *r.Rule.spec.recur
		rule.start, rule.startIs, rule.zone = start, startTime, ""
		if r.Start.IsDay() {
			if rule.startIs = startDate; rule.freq == hourly {
				return nil, hinted("bad-rule", rule.String(), wantRRule, "an hourly rule needs a DTSTART with a time")
			}
		}
		var err *Error
		if list, err = rule.instances(zone.civil(span.Start)-margin, zone.civil(span.End)+margin, scene{zone: zone}); err != nil {
			return nil, err
		}
	}
	for _, m := range r.Dates {
		list = append(list, r.civil(m, zone))
	}
	var out []time.Time
	for _, x := range list {
		_, gap := zone.resolve(x)
		t := zone.instant(x)
		switch {
		case r.Start.IsDay():
			t = zone.firstInstant(x)
		case gap != 0 && r.SkipGaps:
			continue
		}
		if span.Contains(t) && !r.excepted(t, zone) {
			out = append(out, t)
		}
	}
	slices.SortFunc(out, time.Time.Compare)
	out = slices.CompactFunc(out, time.Time.Equal)
	if limit > 0 {
		out = out[:min(limit, len(out))]
	}
	return out, nil
}

func (r Recurrence) civil(m Moment, zone *zoneMap) int64 {
	if m.form == instantMoment {
		return zone.civil(m.Begin(nil))
	}
	return m.date.seconds() + int64(m.clock)
}

func (r Recurrence) excepted(t time.Time, zone *zoneMap) bool {
	return slices.ContainsFunc(r.Except, func(m Moment) bool {
		if m.IsDay() {
			return m.date == DateOf(t)
		}
		return cmp.Compare(m.Begin(zone.location()).Unix(), t.Unix()) == 0
	})
}
