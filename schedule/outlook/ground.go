package outlook

import (
	"fmt"
	"time"

	"github.com/berthplan/berth/calendar"
	"github.com/berthplan/berth/release"
	"github.com/berthplan/berth/schedule"
)

// The codes of the faults of a plan that is asked about.
const (
	CodeNoPlan          = "no-plan"          // the plan has no activities to ask about, because none was found
	CodeUnknownActivity = "unknown-activity" // a row whose activity the problem does not have, or has twice
	CodeMode            = "mode"             // a row whose mode the activity does not have
	CodeTime            = "time"             // a row that ends before it starts
	CodeRequest         = "request"          // something asked for that is not there, or makes no sense
)

// ground is a problem and its plan on the grid of whole UTC minutes since 1970.
type ground struct {
	p              *schedule.Problem
	plan           *schedule.Plan
	zone           *time.Location
	phrases        phrases
	start, horizon int64
	act            map[string]int
	pack           map[string]int
	env            map[string]int
	places         []place // by activity
	timetables     map[*calendar.Compiled]*timetable
	held           map[string][]hold // by environment or resource
}

// place is where the plan has an activity.
type place struct {
	row        *schedule.Assignment // nil: left out
	mode       *schedule.Mode       // the first, where it is left out
	start, end int64
	fact       bool
}

// long reports whether the place has a length, without which it holds nothing.
func (pl *place) long() bool { return pl.row != nil && pl.end > pl.start }

// groundOf joins a problem and a plan of it. The error is that of Problem.Validate, or release.Faults: all that does not fit.
func groundOf(p *schedule.Problem, plan *schedule.Plan) (*ground, error) {
	if p == nil || plan == nil {
		return nil, release.Faults{{Code: CodeNoPlan, Found: "nothing", Expected: "a problem and a plan of it"}}
	}
	if err := p.Validate(); err != nil {
		return nil, err
	}
	zone, err := calendar.LoadZone(p.Zone)
	if err != nil {
		return nil, err
	}
	g := &ground{p: p, plan: plan, zone: zone, phrases: phrasesIn(p.Zone), start: ceil(p.Start), horizon: floor(p.Horizon),
		act: map[string]int{}, pack: map[string]int{}, env: map[string]int{}, places: make([]place, len(p.Activities)), timetables: map[*calendar.Compiled]*timetable{}, held: map[string][]hold{}}
	for i := range p.Activities {
		g.act[p.Activities[i].Name] = i
		g.places[i].mode = &p.Activities[i].Modes[0]
	}
	for i := range p.Packages {
		g.pack[p.Packages[i].Name] = i
	}
	for i := range p.Environments {
		g.env[p.Environments[i].Name] = i
	}
	var faults release.Faults
	if plan.Conflict != nil || plan.Status == schedule.Infeasible || plan.Status == schedule.Unknown {
		faults = append(faults, release.Fault{Code: CodeNoPlan, Found: "a search that found no plan", Expected: "a plan"})
	}
	for k := range plan.Activities {
		row := &plan.Activities[k]
		fault := func(code, found, expected string) {
			faults = append(faults, release.Fault{Code: code, Path: fmt.Sprintf("activities[%d]", k), Found: found, Expected: expected})
		}
		i, ok := g.act[row.Activity]
		switch {
		case !ok:
			fault(CodeUnknownActivity, row.Activity, "an activity of the problem; is it a plan of these files?")
		case g.places[i].row != nil:
			fault(CodeUnknownActivity, row.Activity+" again", "each activity once")
		case row.Mode < 0 || row.Mode >= len(p.Activities[i].Modes):
			fault(CodeMode, fmt.Sprintf("mode %d of %s", row.Mode, row.Activity), fmt.Sprintf("one of %d", len(p.Activities[i].Modes)))
		case row.End.Before(row.Start):
			fault(CodeTime, row.Activity+", which ends before it starts", "an end not before the start")
		default:
			g.places[i] = place{row: row, mode: &p.Activities[i].Modes[row.Mode], start: floor(row.Start), end: ceil(row.End), fact: p.Activities[i].Fact != nil}
		}
	}
	return g, faults.Err()
}

// time is a minute in the plan's zone.
func (g *ground) time(minute int64) time.Time { return instant(minute).In(g.zone) }

// configuration is what activity i states that its environment must be in; "" keeps what there is.
func (g *ground) configuration(i int) string {
	if f := g.p.Activities[i].Fact; f != nil && f.Configuration != "" {
		return f.Configuration
	}
	return g.places[i].mode.Configuration
}

// Minutes are counted from 1970. Starts and open time are rounded as the solver rounds them.

func floor(t time.Time) int64 {
	s := t.Unix()
	m := s / 60
	if s%60 < 0 {
		m--
	}
	return m
}

func ceil(t time.Time) int64 {
	if m := floor(t); t.Equal(instant(m)) {
		return m
	}
	return floor(t) + 1
}

func instant(minute int64) time.Time { return time.Unix(minute*60, 0).UTC() }

// No plan reaches these minutes.
const (
	minMinute = -1 << 40
	maxMinute = 1 << 40
)
