package schedule

import "github.com/berthplan/berth/calendar"

// Mark is a stretch of time worth showing behind a plan: it explains the bars
// and binds nothing, since the rules themselves are in calendars and bookings.
type Mark struct {
	Kind MarkKind
	Name string // the window, blackout, holiday or outage, or who booked
	Of   string // the environment of a booking or outage; the scope of a blackout, in words; "" is everything
	Soft bool
	calendar.Interval
}

// String is such as "blackout Year end, 2026-12-14T00:00:00+01:00/2027-01-05T00:00:00+01:00".
func (m Mark) String() string {
	of := ""
	if m.Of != "" {
		of = " of " + m.Of
	}
	return string(m.Kind) + " " + m.Name + of + ", " + m.Interval.String()
}

// MarkKind names a kind of Mark.
type MarkKind string

// The kinds of marks.
const (
	MarkWindow   MarkKind = "window"   // an occurrence of a window, before any blackout cuts it
	MarkBlackout MarkKind = "blackout" // one time that a blackout happens
	MarkHoliday  MarkKind = "holiday"  // of the plan's calendar
	MarkBooking  MarkKind = "booking"  // others hold an environment
	MarkOutage   MarkKind = "outage"   // nothing is held in an environment
)

// shown is the marks of p that touch the time in which a plan has anything: from
// its first start, or the plan's own, to its last end.
func (b *ground) shown(plan *Plan) []Mark {
	from, to := plan.Start, plan.Start
	for _, a := range plan.Activities {
		if a.Start.Before(from) {
			from = a.Start
		}
		if a.End.After(to) {
			to = a.End
		}
	}
	span := calendar.Interval{Start: from, End: to}
	var out []Mark
	for _, m := range b.p.Marks {
		if m.Overlaps(span) {
			m.Start, m.End = m.Start.In(b.loc), m.End.In(b.loc)
			out = append(out, m)
		}
	}
	return out
}
