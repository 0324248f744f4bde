package report

import (
	"slices"

	"github.com/berthplan/berth/schedule"
)

// legendView is a sign of the time lines and what it means.
type legendView struct{ Class, Name string }

// legend explains the signs that the plan's time lines use, and no others.
func (h *page) legend() []legendView {
	var all []legendView
	for i, name := range h.phases {
		all = append(all, legendView{"b " + h.phaseClass(i), name})
	}
	activity := func(is func(a schedule.Assignment) bool) bool { return slices.ContainsFunc(h.plan.Activities, is) }
	outcome := func(is func(o schedule.Outcome) bool) bool { return slices.ContainsFunc(h.plan.Packages, is) }
	mark := func(kind schedule.MarkKind, limited bool) bool {
		return slices.ContainsFunc(h.plan.Marks, func(m schedule.Mark) bool {
			return m.Kind == kind && (m.Soft || m.Of != "") == limited && h.span.shows(m.Start, m.End)
		})
	}
	for _, sign := range []struct {
		class, name string
		used        bool
	}{
		{"b o p8", "an instant", activity(func(a schedule.Assignment) bool { return !a.End.After(a.Start) })},
		{"b f p8", "a fact: started or done", activity(func(a schedule.Assignment) bool { return a.Fact })},
		{"s", "slack", activity(func(a schedule.Assignment) bool { return a.Slack > 0 })},
		{"d", "due", outcome(func(o schedule.Outcome) bool { return !o.Due.IsZero() })},
		{"d D", "deadline", outcome(func(o schedule.Outcome) bool { return !o.Deadline.IsZero() })},
		{"x", "late", outcome(func(o schedule.Outcome) bool { return o.Late > 0 })},
		{"w", "window", mark(schedule.MarkWindow, false)},
		{"z", "blackout", mark(schedule.MarkBlackout, false)},
		{"z q", "soft or limited blackout", mark(schedule.MarkBlackout, true)},
		{"h", "holiday", mark(schedule.MarkHoliday, false)},
		{"r", "changeover", len(h.plan.Changeovers) > 0},
		{"k", "booked by others", mark(schedule.MarkBooking, true)},
		{"k u", "outage", mark(schedule.MarkOutage, true)},
		{"now", "the plan starts", h.span.start.After(h.span.from) && h.span.start.Before(h.span.to)},
	} {
		if sign.used {
			all = append(all, legendView{sign.class, sign.name})
		}
	}
	return all
}
