package schedule

import (
	"strings"

	"github.com/berthplan/berth/calendar"
)

// marks lists what is worth showing behind a plan: windows, blackouts, holidays,
// bookings and outages, each in the portfolio's order and by time.
func (b *builder) marks() {
	add := func(m Mark) {
		if !m.Empty() {
			b.problem.Marks = append(b.problem.Marks, m)
		}
	}
	for i := range b.p.Windows {
		w := b.p.Windows[i].Window
		for _, o := range b.calendars.bare(w).Occurrences() {
			add(Mark{Kind: MarkWindow, Name: w.Name, Interval: calendar.Interval{Start: o.Opens, End: o.Closes}})
		}
	}
	for _, r := range b.calendars.blackouts {
		for _, part := range b.calendars.times(r) {
			add(Mark{Kind: MarkBlackout, Name: r.Name, Of: scope(r.Scope), Soft: r.Level == calendar.Soft, Interval: part})
		}
	}
	for _, h := range b.p.Calendar.Holidays {
		add(Mark{Kind: MarkHoliday, Name: h.Name, Interval: calendar.Interval{Start: h.Date.In(b.zone), End: h.Date.AddDays(1).In(b.zone)}})
	}
	for i := range b.problem.Environments {
		e := &b.problem.Environments[i]
		for _, k := range e.Bookings {
			kind := MarkBooking
			if k.Outage {
				kind = MarkOutage
			}
			add(Mark{Kind: kind, Name: k.Name, Of: e.Name, Soft: k.Soft, Interval: k.Interval})
		}
	}
}

// scope says in words what a blackout is limited to: "systems ledger, cards; sites london".
func scope(s calendar.Scope) string {
	var parts []string
	for _, list := range []struct {
		name  string
		items []string
	}{{"systems", s.Systems}, {"kinds", s.Kinds}, {"environments", s.Environments}, {"sites", s.Sites}} {
		if len(list.items) > 0 {
			parts = append(parts, list.name+" "+strings.Join(list.items, ", "))
		}
	}
	return strings.Join(parts, "; ")
}
