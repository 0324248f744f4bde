package release

import (
	"slices"

	"github.com/berthplan/berth/calendar"
)

// Spec is c as a calendar of its own: its hours and holidays, no blackouts. The
// name is that of the hours in reasons; "" is "working hours".
func (c Calendar) Spec(name string) calendar.Spec {
	return calendar.Spec{Name: name, Zone: c.Zone, Weekly: c.Weekly(), Holidays: c.Holidays}
}

// WindowSpec is a window as a calendar of its own, without blackouts. What its
// rule calls a working day is the plan's.
func (p *Portfolio) WindowSpec(w calendar.Window) calendar.Spec {
	spec := p.Working(nil).Spec(w.Name)
	spec.Windows = []calendar.Window{w}
	return spec
}

// MeetingSpec is a meeting as a calendar of its own: a window of its name, open
// for the minute in which it begins, and never on a holiday of the plan.
func (p *Portfolio) MeetingSpec(m *Meeting) calendar.Spec {
	w := calendar.Window{Name: m.Name, Every: m.Every, Zone: m.Zone, Hours: calendar.Hours{{From: m.At, To: m.At + 60}}, Except: slices.Clone(m.Except)}
	spec := p.WindowSpec(w)
	for _, h := range spec.Holidays {
		spec.Windows[0].Except = append(spec.Windows[0].Except, h.Date)
	}
	return spec
}

// ZonedBlackouts is the blackouts, those that name no zone in the plan's, so
// that they mean the same in a calendar of another zone.
func (p *Portfolio) ZonedBlackouts() []calendar.Blackout {
	zone := p.Working(nil).Zone
	list := slices.Clone(p.Blackouts)
	for i := range list {
		if list[i].Zone == "" {
			list[i].Zone = zone
		}
	}
	return list
}
