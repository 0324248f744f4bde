package schedule

import (
	"slices"
	"strings"
	"time"

	"github.com/berthplan/berth/calendar"
)

// limits judges earliest start, deadlines and pin (rule 4).
func (j *judge) limits(i int) {
	a, pl := &j.p.Activities[i], &j.places[i]
	if !a.Deadline.IsZero() && pl.end > floorMinute(a.Deadline) {
		past := pl.fact || floorMinute(a.Deadline) < j.start
		j.finds(past, Rule{Kind: RuleDeadline, Name: a.Name}, a.Name,
			"%s ends at %s, after its deadline %s", a.Name, j.until(pl.end), j.ends(a.Deadline))
	}
	if g, ok := j.pack[a.Package]; ok {
		p := &j.p.Packages[g]
		if !p.Deadline.IsZero() && pl.end > floorMinute(p.Deadline) {
			past := j.members[g].missed || floorMinute(p.Deadline) < j.start
			j.finds(past, Rule{Kind: RuleDeadline, Name: p.Name}, a.Name,
				"%s ends at %s, after the deadline %s of %s", a.Name, j.until(pl.end), j.ends(p.Deadline), p.Name)
		}
	}
	if pl.fact {
		return
	}
	if !a.Earliest.IsZero() && pl.start < ceilMinute(a.Earliest) {
		j.breaks(Rule{Kind: RuleEarliest, Name: a.Name}, a.Name,
			"%s starts at %s, before its earliest start %s", a.Name, j.when(pl.start), j.clock(a.Earliest))
	}
	if a.Pin != (calendar.Interval{}) {
		from, to := ceilMinute(a.Pin.Start), floorMinute(a.Pin.End)
		if pl.start < from || pl.start >= to {
			j.finds(to <= j.start, Rule{Kind: RulePin, Name: a.Name}, a.Name,
				"%s starts at %s, but is pinned to the time from %s to %s", a.Name, j.when(pl.start), j.when(from), j.until(to))
		}
	}
}

// row judges the fields of a row that only repeat what activity, mode and times
// say. Configurations are judged where the state of the environment is known.
func (j *judge) row(i int) {
	a, pl := &j.p.Activities[i], &j.places[i]
	row := pl.row
	says := func(field, found, expected string) {
		if found != expected {
			j.violate(Rule{}, CodeRow, a.Name, "%s has %s %s, but it is %s", a.Name, field, quote(found), quote(expected))
		}
	}
	says("package", row.Package, a.Package)
	says("phase", row.Phase, a.Phase)
	says("site", row.Site, a.Site)
	if row.Fact != pl.fact {
		j.violate(Rule{}, CodeRow, a.Name, "%s is marked fact: %t, but it is %t", a.Name, row.Fact, pl.fact)
	}
	if pl.mode == nil {
		return
	}
	says("environment", row.Environment, pl.mode.Environment)
	if len(row.Resources) > 0 {
		says("resources", strings.Join(row.Resources, ", "), strings.Join(j.holds(pl.mode), ", "))
	}
	if row.Environment == "" && pl.mode.Environment == "" {
		says("configuration", row.Configuration, "")
	}
	j.occasion(a, pl)
}

// holds names the renewable resources of a mode.
func (j *judge) holds(m *Mode) []string {
	var names []string
	for _, d := range m.Demands {
		if r, ok := j.resource[d.Resource]; ok && !j.p.Resources[r].Budget && d.Amount > 0 {
			names = append(names, d.Resource)
		}
	}
	return names
}

// occasion judges Window and Opens of a row.
func (j *judge) occasion(a *Activity, pl *place) {
	row, starts := pl.row, j.openings(a, pl)
	counted := a.Time == Contiguous && a.Window != ""
	if counted {
		if row.Window != a.Window {
			j.violate(Rule{}, CodeRow, a.Name, "%s has window %s, but it is %s", a.Name, quote(row.Window), quote(a.Window))
		}
		inside := slices.ContainsFunc(starts, func(o opening) bool { return o.window == a.Window })
		if inside {
			starts = slices.DeleteFunc(starts, func(o opening) bool { return o.window != a.Window })
		}
	} else if row.Window != "" && row.Window != a.Window &&
		!slices.ContainsFunc(starts, func(o opening) bool { return o.window == row.Window }) {
		j.violate(Rule{}, CodeRow, a.Name, "%s has window %s, but starts in none of that name", a.Name, quote(row.Window))
	}
	said := slices.ContainsFunc(starts, func(o opening) bool { return o.opens.Equal(row.Opens) })
	must := len(starts) > 0 && (counted || a.Time == Decision) && !pl.fact
	switch {
	case said, row.Opens.IsZero() && !must:
	case row.Opens.IsZero():
		j.violate(Rule{}, CodeRow, a.Name, "%s does not say that its occurrence opens at %s", a.Name, j.clock(starts[0].opens))
	case pl.fact && len(starts) == 0:
		j.violate(Rule{}, CodeRow, a.Name, "%s has an occurrence that opens at %s, but started in none", a.Name, j.clock(row.Opens))
	case len(starts) == 0 && a.Time != Working && a.Time != Elapsed:
		// Its start breaks a rule already, which says more.
	default:
		j.violate(Rule{}, CodeRow, a.Name, "%s has an occurrence that opens at %s, but does not start in it", a.Name, j.clock(row.Opens))
	}
}

// opening is the identity of one happening of a window.
type opening struct {
	window string
	opens  time.Time // in UTC, so that equal ones compare with ==
}

// openings lists the occurrences in which an activity starts: of its mode's calendar as cut by
// blackouts, or, for a fact, as they were meant.
func (j *judge) openings(a *Activity, pl *place) []opening {
	if pl.mode == nil || pl.mode.Calendar == nil {
		return nil
	}
	t := j.timetable(pl.mode.Calendar)
	if !pl.fact {
		p, open := t.at(pl.start)
		if !open || p.Occurrence == (calendar.Occurrence{}) {
			return nil
		}
		return []opening{{p.Occurrence.Window, p.Occurrence.Opens.UTC()}}
	}
	var found []opening
	for _, o := range t.occurrences {
		if o.Opens.After(a.Fact.Start) {
			break
		}
		if o.Closes.After(a.Fact.Start) {
			found = append(found, opening{o.Window, o.Opens.UTC()})
		}
	}
	return found
}
