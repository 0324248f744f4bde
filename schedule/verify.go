package schedule

import (
	"fmt"
	"strings"
	"time"

	"github.com/berthplan/berth/calendar"
)

// The codes of findings of [Verify] that are about the plan itself and no rule
// of the problem. Their Rule is the zero Rule. All others have the RuleKind as code.
const (
	CodeInvalidProblem  = "invalid-problem"  // Problem.Validate has faults; nothing else was judged
	CodeUnknownActivity = "unknown-activity" // a row whose activity the problem does not have
	CodeOrder           = "order"            // rows not in the order of Problem.Activities
	CodeMode            = "mode"             // a row whose mode the activity does not have; only its times and links were judged
	CodeRow             = "row"              // a row that contradicts its activity, its mode or its times
	CodeChangeover      = "changeover"       // a changeover of an environment the problem does not have
	CodeOutcome         = "outcome"          // Plan.Packages contradicts the rows
	CodeObjective       = "objective"        // Plan.Objective contradicts the rows, or a bound lies above its value
	CodeStatus          = "status"           // Plan.Status contradicts Plan.Objective
	CodePlan            = "plan"             // Plan.Start or Plan.Horizon contradicts the problem
)

// Verify judges plan by the rules of p alone. Violations are rules that do not
// hold; a plan without any meets every hard rule and says nothing untrue.
// Notes are rules that the past has broken. Both come in a fixed order: rows first,
// in the order of the activities, then what several rows break together.
//
// Plan.Start, Horizon, Objective and Packages are judged where they are given: nil or zero
// claims nothing. Slack, Causes, Notes, Stopped, Seed and Work are not judged. A nil plan is an empty one.
//
// It takes near-linear time in the size of problem and plan.
func Verify(p *Problem, plan *Plan) (violations, notes []Finding) {
	if p == nil {
		p = &Problem{}
	}
	if plan == nil {
		plan = &Plan{}
	}
	if err := p.Validate(); err != nil {
		return []Finding{{Code: CodeInvalidProblem, Text: err.Error()}}, nil
	}
	j := newJudge(p, plan)
	j.presence()
	for i := range j.places {
		if j.places[i].row != nil {
			j.times(i)
			j.limits(i)
			j.row(i)
		}
	}
	j.environments()
	j.resources()
	j.windows()
	j.systems()
	j.links()
	j.frame()
	j.outcomes()
	j.objective()
	return j.violations, j.notes
}

// judge holds one plan beside its problem, on the grid of minutes since 1970.
type judge struct {
	p              *Problem
	plan           *Plan
	loc            *time.Location
	start, horizon int64

	activity, pack, environment, resource map[string]int
	places                                []place   // per activity
	members                               []members // per package
	timetables                            map[*calendar.Compiled]*timetable

	violations, notes []Finding
}

// place is where the plan puts one activity.
type place struct {
	row        *Assignment // nil: not in the plan
	mode       *Mode       // nil: the row's mode does not exist
	fact       bool
	instant    bool  // a fact without length, at whatever second
	start, end int64 // end is never before start
}

// long reports whether the place has a length, without which it holds nothing.
func (pl *place) long() bool { return pl.end > pl.start && !pl.instant }

// members sums up the activities of one package.
type members struct {
	all, present, facts int
	start, end          int64 // of those present
	missed              bool  // a fact has already broken the package's deadline
}

func newJudge(p *Problem, plan *Plan) *judge {
	loc, err := calendar.LoadZone(p.Zone)
	if err != nil {
		loc = time.UTC
	}
	j := &judge{
		p: p, plan: plan, loc: loc, start: ceilMinute(p.Start), horizon: floorMinute(p.Horizon),
		activity:    indexNames(len(p.Activities), func(i int) string { return p.Activities[i].Name }),
		pack:        indexNames(len(p.Packages), func(i int) string { return p.Packages[i].Name }),
		environment: indexNames(len(p.Environments), func(i int) string { return p.Environments[i].Name }),
		resource:    indexNames(len(p.Resources), func(i int) string { return p.Resources[i].Name }),
		places:      make([]place, len(p.Activities)),
		members:     make([]members, len(p.Packages)),
		timetables:  map[*calendar.Compiled]*timetable{},
	}
	return j
}

// presence finds the row of every activity (rule 1).
func (j *judge) presence() {
	last := -1
	for k := range j.plan.Activities {
		row := &j.plan.Activities[k]
		i, ok := j.activity[row.Activity]
		if !ok {
			j.violate(Rule{}, CodeUnknownActivity, row.Activity, "%s is in the plan, but not in the problem", named(row.Activity))
			continue
		}
		a, pl := &j.p.Activities[i], &j.places[i]
		if pl.row != nil {
			j.breaks(Rule{Kind: RulePresence, Name: a.Package}, a.Name, "%s is in the plan more than once", a.Name)
			continue
		}
		if i < last {
			j.violate(Rule{}, CodeOrder, a.Name, "%s stands after %s, which comes later in the problem", a.Name, j.p.Activities[last].Name)
		}
		last = max(last, i)
		*pl = place{row: row, fact: a.Fact != nil, instant: a.Fact != nil && a.Fact.End.Equal(a.Fact.Start), start: floorMinute(row.Start), end: ceilMinute(row.End)}
		pl.end = max(pl.end, pl.start)
		if row.Mode < 0 || row.Mode >= len(a.Modes) {
			j.violate(Rule{}, CodeMode, a.Name, "%s runs in mode %d of %d", a.Name, row.Mode, len(a.Modes))
			continue
		}
		pl.mode = &a.Modes[row.Mode]
	}
	j.sumUp()
	for i := range j.p.Activities {
		a := &j.p.Activities[i]
		if j.places[i].row != nil {
			continue
		}
		g, ok := j.pack[a.Package]
		rule := Rule{Kind: RulePresence, Name: a.Package}
		switch {
		case !ok || !j.p.Packages[g].Optional:
			j.breaks(rule, a.Name, "%s is not in the plan", a.Name)
		case j.members[g].present > 0:
			j.breaks(rule, a.Name, "%s is left out, but not all of %s", a.Name, a.Package)
		case j.members[g].facts > 0:
			j.breaks(rule, a.Name, "%s is left out, but some of %s has already happened", a.Name, a.Package)
		}
	}
}

// sumUp fills members.
func (j *judge) sumUp() {
	for i := range j.p.Activities {
		g, ok := j.pack[j.p.Activities[i].Package]
		if !ok {
			continue
		}
		m, pl := &j.members[g], &j.places[i]
		m.all++
		if j.p.Activities[i].Fact != nil {
			m.facts++
		}
		if pl.row == nil {
			continue
		}
		if m.present == 0 {
			m.start, m.end = pl.start, pl.end
		}
		m.present++
		m.start, m.end = min(m.start, pl.start), max(m.end, pl.end)
		if d := j.p.Packages[g].Deadline; pl.fact && !d.IsZero() && pl.end > floorMinute(d) {
			m.missed = true
		}
	}
}

// leftOut reports whether the plan leaves package g out.
func (j *judge) leftOut(g int) bool {
	return j.p.Packages[g].Optional && j.members[g].all > 0 && j.members[g].present == 0
}

// breaks records a rule of the problem that does not hold.
func (j *judge) breaks(r Rule, activity, format string, args ...any) {
	j.violate(r, string(r.Kind), activity, format, args...)
}

func (j *judge) violate(r Rule, code, activity, format string, args ...any) {
	j.violations = append(j.violations, Finding{Code: code, Activity: activity, Rule: r, Text: fmt.Sprintf(format, args...)})
}

// finds records a broken rule as a note where the past broke it, else as a violation.
func (j *judge) finds(past bool, r Rule, activity, format string, args ...any) {
	if !past {
		j.breaks(r, activity, format, args...)
		return
	}
	j.notes = append(j.notes, Finding{Code: string(r.Kind), Activity: activity, Rule: r, Text: fmt.Sprintf(format, args...)})
}

// when prints a minute in the problem's zone, with the year where it is not the plan's.
func (j *judge) when(minute int64) string { return j.clock(minuteTime(minute)) }

func (j *judge) clock(t time.Time) string { return inWords(t, j.p.Start, j.loc) }

// ends is clock for an end, and until when for one.
func (j *judge) ends(t time.Time) string { return endInWords(t, j.p.Start, j.loc) }

func (j *judge) until(minute int64) string { return j.ends(minuteTime(minute)) }

// named is a name as it stands in a sentence.
func named(s string) string {
	if strings.TrimSpace(s) == "" {
		return quote(s)
	}
	return s
}
