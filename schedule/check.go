package schedule

import (
	"cmp"
	"slices"
	"time"

	"github.com/berthplan/berth/calendar"
	"github.com/berthplan/berth/release"
)

// The codes of violations that [Check] finds in a row itself. All others are those of [Verify].
const (
	CodeEndBeforeStart = "end-before-start" // a row that ends before it starts
	CodeTwoRows        = "two-rows"         // a second row about the same phase at the same site; only the first was judged
	CodeNotPossible    = "not-possible"     // a row in an environment that is neither the phase's nor an alternative
)

// Violation is a rule that a row of a timetable breaks.
type Violation struct {
	Finding
	Row int // index into Timetable.Rows, of the row concerned or of one of several; -1: none
	// Repair is the nearest place, earlier or later, that keeps every rule with
	// all else where it is. Empty: there is none, or none was looked for.
	Repair calendar.Interval
}

// String is the text, and the repair where there is one: "…; it would fit Mon 28 Sep 08:00 to Fri 2 Oct 17:00".
func (v Violation) String() string {
	from, to := v.Repair.Start, v.Repair.End
	switch long := (time.Time{}); { // with the year
	case from.IsZero():
		return v.Text
	case v.Repair.Empty():
		return v.Text + "; it would fit " + inWords(from, long, from.Location())
	default:
		return v.Text + "; it would fit " + inWords(from, long, from.Location()) + " to " + endInWords(to, long, to.Location())
	}
}

// Check judges a timetable made by people by every rule of p, as [Verify] judges
// a plan. It returns every violation in the order of the rows, those that concern none last. The error is that of
// [FromPortfolio]; a row that lies outside the 50 years that a problem may span is a fault with the code "horizon".
//
// No durations are needed. Where p states none for a phase, the row's own length counts; a row
// longer than p states is allowed to be, and takes what it takes; a shorter one is a violation. A
// row with only a start, or only an end, takes the duration of p on its other side or, without one, is a milestone.
// A start at midnight is some time on that day, and an end at midnight the end of the day before.
//
// What the table does not say is no violation: phases without a row are not judged,
// and what they would have had to come between still keeps its order. A row that leaves out its
// environment, window or occurrence has those that follow from p. Changeovers are made where they fit.
//
// Rows marked actual, and the facts of p, are facts: others have to fit around them. All
// else is judged as planned, also where it lies before now (the zero time: p.Now, or else the first row).
// A row that names what p does not have is a violation, with a hint in its text.
//
// A repair moves one row alone. One for a row that starts at or after now does not start before now.
func Check(p *release.Portfolio, t release.Timetable, now time.Time) ([]Violation, error) {
	in, err := newInspection(p, t, now)
	if err != nil {
		return nil, err
	}
	in.take()
	in.reduce()
	if err := in.p.Validate(); err != nil {
		return nil, err
	}
	found := in.judge(&in.plan)
	for _, f := range found {
		in.found = append(in.found, Violation{Finding: f, Row: in.rowOf(f)})
	}
	in.repair(found)
	in.found = slices.DeleteFunc(in.found, in.someTime)
	slices.SortStableFunc(in.found, func(a, b Violation) int {
		return cmp.Compare(uint(a.Row), uint(b.Row)) // -1 last
	})
	return in.found, nil
}

// inspection is one call of Check.
type inspection struct {
	b         *builder
	t         *release.Timetable
	now       time.Time
	p         *Problem
	plan      Plan
	row       map[string]int   // by activity, the row about it
	saw       map[string]place // by activity, its times on the grid
	found     []Violation
	strangers int                                       // rows about what the plan does not have, so far
	open      map[*calendar.Compiled]*calendar.Compiled // on whole minutes
}

// newInspection builds the problem of p in a time that holds every row.
func newInspection(p *release.Portfolio, t release.Timetable, now time.Time) (*inspection, error) {
	if err := p.Validate(); err != nil {
		return nil, err
	}
	var first, last time.Time
	for _, r := range t.Rows {
		for _, at := range []time.Time{r.Start, r.End} {
			if at.IsZero() || r.Actual {
				continue
			}
			if first.IsZero() || at.Before(first) {
				first = at
			}
			last = later(last, at)
		}
	}
	if now.IsZero() && p.Now.IsZero() {
		now = first
	}
	if now.IsZero() && p.Now.IsZero() {
		now = time.Unix(0, 0) // nothing has a date: any present will do
	}
	wide := *p
	wide.Horizon = calendar.Moment{}
	b, err := newBuilder(&wide, now)
	if err != nil {
		return nil, err
	}
	if !p.Horizon.IsZero() {
		b.problem.Horizon = later(b.problem.Horizon, p.Horizon.Finish(b.zone))
	}
	if !last.IsZero() {
		b.problem.Horizon = later(b.problem.Horizon, last.AddDate(0, 1, 0))
	}
	start := b.problem.Start
	for _, r := range t.Rows {
		for _, at := range []time.Time{r.Start, r.End} {
			if !r.Actual && !at.IsZero() && at.Before(start) && !b.hasFact(r) {
				start = at
			}
		}
	}
	b.problem.Start = minuteTime(floorMinute(start)).In(b.zone)
	if b.problem.Horizon.Sub(b.problem.Start) >= maxSpan {
		return nil, release.Faults{{Code: "horizon", Path: "rows", Found: instant(first) + " to " + instant(last),
			Expected: "dates within 50 years of each other and of now", Hint: "look for a year that is mistyped"}}
	}
	b.calendars = newCalendars(b, b.span())
	b.rules()
	if err := b.calendars.faults.Err(); err != nil {
		return nil, err
	}
	return &inspection{b: b, t: &t, now: b.now, p: b.problem, row: map[string]int{}, saw: map[string]place{},
		open: map[*calendar.Compiled]*calendar.Compiled{}}, nil
}

// hasFact says whether the portfolio knows of the row's phase as something that has happened.
func (b *builder) hasFact(r release.Row) bool {
	for i := range b.p.Packages {
		if b.p.Packages[i].Name == r.Package {
			return actualOf(&b.p.Packages[i], r.Phase, r.Site, true) != nil
		}
	}
	return false
}

// reduce leaves of the problem what the table speaks of. What has to come one after
// another with something between that has no row, still has to.
func (in *inspection) reduce() {
	there := make(map[string]bool, len(in.plan.Activities))
	for _, a := range in.plan.Activities {
		there[a.Activity] = true
	}
	before := map[string][]*Link{} // of what has no row
	for i := range in.p.Links {
		l := &in.p.Links[i]
		if l.Kind == FinishToStart && l.Lag >= 0 && !there[l.To] {
			before[l.To] = append(before[l.To], l)
		}
	}
	ordered := map[[2]string]bool{}
	var links []Link
	for _, l := range in.p.Links {
		if there[l.From] && there[l.To] {
			ordered[[2]string{l.From, l.To}] = ordered[[2]string{l.From, l.To}] || l.Kind == FinishToStart && l.Lag >= 0
			links = append(links, l)
		}
	}
	for _, l := range in.p.Links {
		if l.Kind != FinishToStart || l.Lag < 0 || there[l.From] || !there[l.To] {
			continue
		}
		// Walk back through what has no row: its length is unknown, and at least nothing.
		walked := map[string]bool{l.From: true}
		for queue := []string{l.From}; len(queue) > 0; queue = queue[1:] {
			for _, m := range before[queue[0]] {
				if pair := [2]string{m.From, l.To}; there[m.From] && m.From != l.To && !ordered[pair] {
					ordered[pair] = true
					links = append(links, Link{Kind: FinishToStart, From: m.From, To: l.To, Name: "after " + m.From + ", with " + l.From + " between"})
				} else if !there[m.From] && !walked[m.From] {
					walked[m.From] = true
					queue = append(queue, m.From)
				}
			}
		}
	}
	in.p.Links = links
	in.p.Activities = slices.DeleteFunc(in.p.Activities, func(a Activity) bool { return !there[a.Name] })
}

// judge is what Verify finds, without the books of a plan, which a table does not keep.
func (in *inspection) judge(plan *Plan) []Finding {
	in.complete(plan)
	j := newJudge(in.p, plan)
	j.presence()
	for i := range j.places {
		j.times(i)
		j.limits(i)
		j.row(i)
	}
	j.environments()
	j.resources()
	j.windows()
	j.systems()
	j.links()
	found := j.violations
	for _, n := range j.notes {
		if in.planned(j, n) {
			found = append(found, n)
		}
	}
	return found
}

// planned says whether a note is about something that is judged as planned although it lies in the past.
func (in *inspection) planned(j *judge, n Finding) bool {
	i, ok := j.activity[n.Activity]
	if !ok || j.places[i].fact || !j.places[i].row.Start.Before(in.now) {
		return false
	}
	if g, ok := j.pack[j.p.Activities[i].Package]; ok && n.Rule.Kind == RuleDeadline && j.members[g].missed && n.Rule.Name == j.p.Packages[g].Name {
		return false // what has happened has broken it already
	}
	return n.Rule.Kind == RuleDeadline || n.Rule.Kind == RulePin
}

// someTime says whether a milestone on a day breaks a rule at its first instant only, and not at another time on that day.
func (in *inspection) someTime(v Violation) bool {
	if v.Row < 0 || v.Repair.Start.IsZero() || !v.Repair.Empty() {
		return false
	}
	r := &in.t.Rows[v.Row]
	return r.End.IsZero() && in.midnight(r.Start) && !v.Repair.Start.Before(r.Start) && v.Repair.Start.Before(r.Start.In(in.b.zone).AddDate(0, 0, 1))
}

// rowOf is the row that a finding concerns: its activity's, or that of the last holder to start.
func (in *inspection) rowOf(f Finding) int {
	if r, ok := in.row[f.Activity]; ok {
		return r
	}
	at, latest := -1, time.Time{}
	for _, name := range holdersOf(f.Rule) {
		if r, ok := in.row[name]; ok {
			if start := in.saw[name]; at < 0 || minuteTime(start.start).After(latest) {
				at, latest = r, minuteTime(start.start)
			}
		}
	}
	return at
}
