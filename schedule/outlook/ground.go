package outlook

import (
	"cmp"
	"fmt"
	"slices"
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

// hold is somebody's use of a capacity in [from, to).
type hold struct {
	from, to int64
	units    int64
	by       string
	activity int    // -1: a booking, or what takes capacity away
	states   string // the configuration it states; "": it keeps what there is
	keeps    string // of what keeps: the configuration it found
	outage   bool
}

// holds lists who holds environment e: activities, hard bookings and outages, by start.
func (g *ground) holds(e int) []hold {
	env := &g.p.Environments[e]
	key := "environment " + env.Name
	if list, ok := g.held[key]; ok {
		return list
	}
	capacity := int64(max(1, env.Capacity))
	var list []hold
	for i := range g.places {
		pl := &g.places[i]
		if !pl.long() || pl.mode.Environment != env.Name {
			continue
		}
		h := hold{from: pl.start, to: pl.end, units: int64(max(1, pl.mode.Units)), by: pl.row.Activity, activity: i, states: g.configuration(i)}
		if h.states == "" && !pl.fact {
			h.keeps = pl.row.Configuration
		}
		list = append(list, h)
	}
	for _, b := range env.Bookings {
		h := hold{from: floor(b.Start), to: ceil(b.End), units: int64(b.Units), by: b.Name, activity: -1, outage: b.Outage}
		if b.Soft && !b.Outage || h.to <= h.from {
			continue
		}
		if h.units == 0 || b.Outage {
			h.units = capacity
		}
		if !b.Outage {
			h.states = b.Configuration
		}
		list = append(list, h)
	}
	slices.SortStableFunc(list, func(a, b hold) int { return cmp.Compare(a.from, b.from) })
	g.held[key] = list
	return list
}

// demands lists who holds a renewable resource, by start. Amounts that one activity asks for several times add up.
func (g *ground) demands(resource string) []hold {
	key := "resource " + resource
	if list, ok := g.held[key]; ok {
		return list
	}
	var list []hold
	for i := range g.places {
		if pl := &g.places[i]; pl.long() {
			if n := amount(pl.mode, resource); n > 0 {
				list = append(list, hold{from: pl.start, to: pl.end, units: n, by: pl.row.Activity, activity: i})
			}
		}
	}
	slices.SortStableFunc(list, func(a, b hold) int { return cmp.Compare(a.from, b.from) })
	g.held[key] = list
	return list
}

func amount(m *schedule.Mode, resource string) (n int64) {
	for _, d := range m.Demands {
		if d.Resource == resource {
			n += int64(d.Amount)
		}
	}
	return n
}

// stage is a number from a minute on, until that of the next.
type stage struct{ at, n int64 }

// supply is the capacity of a renewable resource over time. A step that takes away counts for each minute
// it touches, one that adds for whole minutes only; where steps meet within a minute, the least counts.
func supply(r *schedule.Resource) []stage {
	base := int64(r.Capacity)
	type step struct{ from, to, n int64 }
	var steps []step
	var borders []int64
	for _, s := range r.Steps {
		one := step{floor(s.Start), ceil(s.End), int64(s.Capacity)}
		if one.n > base {
			one.from, one.to = ceil(s.Start), floor(s.End)
		}
		if one.from < one.to {
			steps = append(steps, one)
			borders = append(borders, one.from, one.to)
		}
	}
	slices.Sort(borders)
	slices.SortFunc(steps, func(a, b step) int { return cmp.Or(cmp.Compare(a.from, b.from), cmp.Compare(a.to, b.to)) })
	stages := []stage{{minMinute, base}}
	first := 0
	for _, at := range slices.Compact(borders) {
		for first < len(steps) && steps[first].to <= at {
			first++
		}
		n, covered := base, false
		for _, s := range steps[first:] {
			if s.from > at {
				break
			}
			if s.to > at && (!covered || s.n < n) {
				n, covered = s.n, true
			}
		}
		stages = append(stages, stage{at, n})
	}
	return stages
}

// No plan reaches these minutes.
const (
	minMinute = -1 << 40
	maxMinute = 1 << 40
)

// occasion is the identity of one occurrence of a window.
type occasion struct {
	window string
	opens  int64 // in seconds since 1970: openings need not be whole minutes
}

func occasionOf(o calendar.Occurrence) occasion { return occasion{o.Window, o.Opens.Unix()} }

// openings lists the occurrences in which activity i starts: that of its piece of open time or, for a
// fact, all that hold its start.
func (g *ground) openings(i int) []occasion {
	pl, f := &g.places[i], g.p.Activities[i].Fact
	if pl.row == nil || pl.mode.Calendar == nil {
		return nil
	}
	if f == nil {
		if piece, ok := pieceAt(g.open(pl.mode.Calendar), pl.start); ok && piece.occurrence != (calendar.Occurrence{}) {
			return []occasion{occasionOf(piece.occurrence)}
		}
		return nil
	}
	var list []occasion
	for _, o := range g.timetable(pl.mode.Calendar).Occurrences() {
		if !o.Opens.After(f.Start) && o.Closes.After(f.Start) {
			list = append(list, occasionOf(o))
		}
	}
	return list
}

// piece is open time in whole minutes.
type piece struct {
	from, to   int64
	occurrence calendar.Occurrence
}

// timetable is a calendar in whole minutes.
type timetable struct {
	*calendar.Compiled
	pieces []piece // by start
}

// timetable makes that of a calendar once.
func (g *ground) timetable(c *calendar.Compiled) *timetable {
	t, ok := g.timetables[c]
	if !ok {
		t = &timetable{Compiled: c.Minutes()}
		for _, p := range t.Pieces() {
			t.pieces = append(t.pieces, piece{ceil(p.Start), floor(p.End), p.Occurrence})
		}
		g.timetables[c] = t
	}
	return t
}

// open is the open time of a calendar, by start.
func (g *ground) open(c *calendar.Compiled) []piece { return g.timetable(c).pieces }

// add moves a minute by open time of a calendar, or by time on the clock where there is none.
func (g *ground) add(c *calendar.Compiled, minute int64, d time.Duration) (int64, bool) {
	if c == nil {
		return minute + int64(d/time.Minute), true
	}
	t, ok := g.timetable(c).Add(instant(minute), d)
	return floor(t), ok
}

func pieceAt(list []piece, minute int64) (piece, bool) {
	k, _ := slices.BinarySearchFunc(list, minute, func(p piece, m int64) int {
		if p.to <= m {
			return -1
		}
		return 1
	})
	if k < len(list) && list[k].from <= minute {
		return list[k], true
	}
	return piece{}, false
}
