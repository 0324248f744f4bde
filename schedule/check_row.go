package schedule

import (
	"slices"
	"strings"
	"time"

	"github.com/berthplan/berth/calendar"
	"github.com/berthplan/berth/release"
)

// take makes a plan of the rows, and of the facts that have none.
func (in *inspection) take() {
	for i, r := range in.t.Rows {
		if r.Start.IsZero() && r.End.IsZero() {
			continue
		}
		name := r.Ref().String()
		k, ok := in.b.activity[name]
		if r.Phase == "" || !ok {
			name, k, ok = in.only(r)
		}
		if !ok {
			in.unknown(i, r)
			continue
		}
		a := &in.p.Activities[k]
		if first, twice := in.row[name]; twice {
			in.note(i, a, Rule{Kind: RulePresence, Name: a.Package}, CodeTwoRows, name+" stands in two rows; the other says "+in.b.text(later(in.t.Rows[first].Start, in.t.Rows[first].End)))
			continue
		}
		in.row[name] = i
		in.place(i, a, r)
	}
	for k := range in.p.Activities {
		a := &in.p.Activities[k]
		if _, ok := in.row[a.Name]; !ok && a.Fact != nil {
			in.settleFact(a, release.Row{})
			in.add(a, a.Fact.Mode, a.Fact.Start, a.Fact.End, release.Row{})
		}
	}
	order := in.b.activity
	slices.SortFunc(in.plan.Activities, func(x, y Assignment) int { return order[x.Activity] - order[y.Activity] })
}

// only is the activity of a row without a phase or without a site, where there is but one.
func (in *inspection) only(r release.Row) (name string, at int, ok bool) {
	at = -1
	for k := range in.p.Activities {
		a := &in.p.Activities[k]
		if a.Package != r.Package || a.Time == Decision || r.Phase != "" && a.Phase != r.Phase || r.Site != "" && a.Site != r.Site {
			continue
		}
		if at >= 0 {
			return "", -1, false
		}
		at = k
	}
	if at < 0 {
		return "", -1, false
	}
	return in.p.Activities[at].Name, at, true
}

func (in *inspection) unknown(i int, r release.Row) {
	name := r.Ref().String()
	text := named(name) + " is not in the plan"
	if in.strangers++; in.strangers > maxRepairs {
		// Enough has been said: each hint reads every name there is.
	} else if ref, err := in.b.p.Resolve(name, ""); err == nil {
		var parts []string
		for _, a := range in.p.Activities {
			if a.Package == ref.Package && (ref.Phase == "" || ref.Phase == a.Phase) {
				parts = append(parts, a.Name)
			}
		}
		text = named(name) + " does not say which of " + strings.Join(parts, ", ") + " it is"
		if len(parts) == 0 {
			text = named(name) + " has no phases in the plan"
		}
	} else if fault, ok := err.(release.Fault); ok && fault.Hint != "" {
		text += "; " + fault.Hint
	}
	in.found = append(in.found, Violation{Row: i, Finding: Finding{Code: CodeUnknownActivity, Activity: name, Text: text}})
}

// note records a violation that the row alone shows.
func (in *inspection) note(row int, a *Activity, r Rule, code, text string) {
	in.found = append(in.found, Violation{Row: row, Finding: Finding{Code: code, Activity: a.Name, Rule: r, Text: text}})
}

// place gives the activity of a row its place in the plan, in the mode and for as long as the row says.
func (in *inspection) place(i int, a *Activity, r release.Row) {
	if a.Fact == nil && r.Actual {
		a.Fact = &Fact{Start: r.Start, End: r.End, Mode: in.mode(i, a, r), Configuration: r.Configuration}
		if a.Fact.Start.IsZero() {
			a.Fact.Start = r.End
		}
	}
	if a.Fact != nil {
		in.settleFact(a, r)
		start, end := r.Start, r.End
		if start.IsZero() {
			start = a.Fact.Start
		}
		if end.IsZero() {
			end = a.Fact.End
		}
		// A day agrees with any time on it.
		if known := a.Fact.End; in.midnight(end) && !known.After(end) && known.After(end.AddDate(0, 0, -1)) {
			end = known
		}
		if known := a.Fact.Start; in.midnight(start) && !known.Before(start) && known.Before(start.AddDate(0, 0, 1)) {
			start = known
		}
		in.add(a, a.Fact.Mode, start, end, r)
		return
	}
	mode := in.mode(i, a, r)
	start, end := in.settle(i, a, &a.Modes[mode], r)
	in.add(a, mode, start, end, r)
}

// mode is the mode whose environment the row names. One that there is none for is made.
func (in *inspection) mode(i int, a *Activity, r release.Row) int {
	a.Modes = slices.Clone(a.Modes)
	if r.Environment == "" {
		return 0
	}
	for m := range a.Modes {
		if a.Modes[m].Environment == r.Environment {
			return m
		}
	}
	made := a.Modes[0]
	if in.b.places[r.Environment] == nil {
		in.note(i, a, Rule{}, CodeNotPossible, a.Name+" is in "+named(r.Environment)+", an environment that the plan does not have")
		return 0
	}
	if made.Environment == "" {
		in.note(i, a, Rule{}, CodeNotPossible, a.Name+" is in "+r.Environment+", but needs no environment")
	} else {
		in.note(i, a, Rule{}, CodeNotPossible, a.Name+" is in "+r.Environment+", which is no alternative to "+made.Environment)
	}
	made.Name, made.Environment = r.Environment, r.Environment
	if !in.b.hosts(r.Environment, made.Configuration) {
		made.Configuration = ""
	}
	if len(a.Modes) == 1 {
		a.Modes[0].Name = a.Modes[0].Environment
	}
	a.Modes = append(a.Modes, made)
	return len(a.Modes) - 1
}

// add writes the row of the plan.
func (in *inspection) add(a *Activity, mode int, start, end time.Time, r release.Row) {
	in.saw[a.Name] = place{start: floorMinute(start), end: ceilMinute(end)}
	out := Assignment{
		Activity: a.Name, Package: a.Package, Phase: a.Phase, Site: a.Site, Start: start, End: end, Mode: mode,
		Environment: a.Modes[mode].Environment, Configuration: r.Configuration, Window: r.Window, Opens: r.Opens, Fact: a.Fact != nil,
	}
	if out.Window == "" && a.Time == Contiguous {
		out.Window = a.Window
	}
	in.plan.Activities = append(in.plan.Activities, out)
}

// settleFact gives a fact the end that it has or, while it runs, the row says, and a
// start that is not known the row's. A day as an end agrees with any time on that day.
func (in *inspection) settleFact(a *Activity, r release.Row) {
	f := *a.Fact
	a.Fact = &f
	known := f.Start.Before(f.End) || f.End.IsZero()
	switch {
	case f.End.IsZero() && r.End.After(f.Start):
		f.End = r.End
	case f.End.IsZero():
		from := later(in.b.problem.Start, f.Start)
		if in.now.After(from) {
			from = in.now
		}
		f.End = from.Add(f.Left)
		if a.Time == Working {
			if end, ok := a.Modes[f.Mode].Calendar.Add(from, f.Left); ok {
				f.End = end
			}
		}
	case in.midnight(f.End) && !r.End.After(f.End) && r.End.After(f.End.AddDate(0, 0, -1)):
		f.End = r.End
	}
	if !known && !r.Start.IsZero() && r.Start.Before(f.End) {
		f.Start = r.Start
	}
	if f.Start.After(f.End) {
		f.Start = f.End
	}
	*a.Fact = f
}

// settle reads the times of a row, and gives the mode their length.
func (in *inspection) settle(i int, a *Activity, m *Mode, r release.Row) (start, end time.Time) {
	start, end = r.Start, r.End
	if !start.IsZero() && !end.IsZero() && end.Before(start) {
		in.note(i, a, Rule{}, CodeEndBeforeStart, a.Name+" ends "+in.b.endText(end)+", before it starts "+in.b.text(start))
		m.Duration = 0
		return start, start
	}
	c := in.minutes(m.Calendar)
	switch a.Time {
	case Decision:
		if start.IsZero() {
			start = end
		}
		if end.IsZero() {
			end = start
		}
		return start, end
	case Working:
		return in.settleWork(m, c, start, end)
	case Contiguous:
		if at, ok := in.onDay(m, c, start, end); ok {
			return at, at.Add(m.Duration)
		}
	}
	switch {
	case start.IsZero():
		start = end.Add(-m.Duration)
	case end.IsZero():
		end = start.Add(m.Duration)
	}
	own := time.Duration(ceilMinute(end)-floorMinute(start)) * time.Minute
	if own >= m.Duration {
		m.Duration = own
		end = minuteTime(ceilMinute(end)).In(end.Location())
	}
	return start, end
}

func (in *inspection) settleWork(m *Mode, c *calendar.Compiled, start, end time.Time) (time.Time, time.Time) {
	if in.midnight(start) && !start.Equal(end) {
		if open, ok := c.Next(start); ok && open.Before(start.AddDate(0, 0, 1)) && (end.IsZero() || open.Before(end)) {
			start = open.In(start.Location())
		}
	}
	move := func(from time.Time, d time.Duration) time.Time {
		if to, ok := c.Add(minuteTime(floorMinute(from)), d); ok {
			return to.In(from.Location())
		}
		return from.Add(d) // the calendar does not open so often: it will be said
	}
	switch {
	case end.IsZero() && m.Duration == 0:
		return start, start
	case end.IsZero():
		return start, move(start, m.Duration)
	case start.IsZero():
		return move(end, -m.Duration), end
	}
	own := c.Between(minuteTime(floorMinute(start)), minuteTime(ceilMinute(end))).Truncate(time.Minute)
	switch {
	case own == 0 && m.Duration == 0 && end.After(start):
		m.Duration = time.Minute // closed throughout: the start breaks a rule
		return start, move(start, m.Duration)
	case own >= m.Duration:
		m.Duration = own
		if own == 0 {
			return start, minuteTime(floorMinute(start)).In(start.Location())
		}
		return start, move(start, own)
	}
	return start, end
}

// onDay is when something contiguous of which only days are given could run on them.
func (in *inspection) onDay(m *Mode, c *calendar.Compiled, start, end time.Time) (time.Time, bool) {
	if c == nil || start.Equal(end) || !start.IsZero() && !in.midnight(start) || !end.IsZero() && !in.midnight(end) {
		return time.Time{}, false
	}
	if start.IsZero() {
		start = end.AddDate(0, 0, -1)
	}
	if end.IsZero() {
		end = start.AddDate(0, 0, 1)
	}
	for _, piece := range c.Pieces() {
		if at := later(piece.Start, start); at.Before(end) && !at.Add(max(m.Duration+m.Rollback, time.Minute)).After(piece.End) {
			return at.In(start.Location()), true
		}
	}
	return start, true // it does not fit on them: the first instant breaks a rule
}

// midnight says whether people may have meant a day by it.
func (in *inspection) midnight(t time.Time) bool {
	if t.IsZero() {
		return false
	}
	h, m, s := t.In(in.b.zone).Clock()
	return h == 0 && m == 0 && s == 0
}

// minutes is a calendar on the grid, once.
func (in *inspection) minutes(c *calendar.Compiled) *calendar.Compiled {
	if c == nil {
		return nil
	}
	if in.open[c] == nil {
		in.open[c] = c.Minutes()
	}
	return in.open[c]
}
