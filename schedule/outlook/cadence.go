package outlook

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/berthplan/berth/release"
	"github.com/berthplan/berth/schedule"
)

// Cadence is an alternative: the same portfolio with other windows.
type Cadence struct {
	Name    string
	Windows []release.Window // each takes the place of the portfolio's window of that name; none: as it is
}

// Rhythm is how a portfolio fares with one cadence.
type Rhythm struct {
	Cadence string            `json:"cadence"`
	Problem *schedule.Problem `json:"-"`
	Plan    *schedule.Plan    `json:"-"` // nil: there is none
	Refused string            `json:"refused,omitempty"`
	Status  schedule.Status   `json:"status"` // of the plan; optimal: every figure that the objective counts is proved

	LeftOut int           `json:"leftOut"` // packages
	Late    int           `json:"late"`    // packages past their due date or deadline
	Worst   time.Duration `json:"-"`       // of these; worstMinutes in JSON, as are the durations below
	Lead    time.Duration `json:"-"`       // from the first start of a package to its last end, on average
	Longest time.Duration `json:"-"`       // of these
	// Waiting is from when all that a deployment waits for is over (the links to it, its earliest start, the plan's start) to
	// when it starts, on average: for the window, for room in it, for whoever deploys.
	Waiting     time.Duration `json:"-"`
	WaitedMost  time.Duration `json:"-"`
	Deployments int           `json:"deployments"` // starts in windows, facts apart
	Used        int           `json:"used"`        // occurrences of windows in which something starts
	Offered     int           `json:"offered"`     // occurrences from the plan's start to the last deployment
	Most        int           `json:"most"`        // starts in one occurrence
	MostRisk    int64         `json:"mostRisk"`    // in one occurrence, in thousandths of loss
	Done        time.Time     `json:"done,omitzero"`
}

// Rhythms is cadences side by side.
type Rhythms struct {
	Zone string   `json:"zone,omitempty"`
	Rows []Rhythm `json:"rows"`
}

// Cadences plans a portfolio with each of several cadences; opt bounds each search. A cadence without a plan is a row that is
// refused. The error is release.Faults: those of the portfolio with the cadence's windows in it, and
// "unknown-name" for a window that it does not have.
func Cadences(ctx context.Context, p *release.Portfolio, now time.Time, list []Cadence, opt schedule.Options) (*Rhythms, error) {
	if p == nil {
		return nil, release.Faults{{Code: CodeNoPlan, Found: "nothing", Expected: "a portfolio"}}
	}
	out := &Rhythms{Zone: p.Zone, Rows: []Rhythm{}}
	opt.Diagnosis = -1
	for i, c := range list {
		with, err := c.in(p, i)
		if err != nil {
			return nil, err
		}
		problem, err := schedule.FromPortfolio(with, now)
		if err != nil {
			return nil, err
		}
		plan, err := schedule.Solve(ctx, problem, opt)
		row := Rhythm{Cadence: c.Name, Problem: problem, Plan: plan, Status: schedule.Unknown}
		if plan != nil {
			row.Status = plan.Status
		}
		switch {
		case errors.As(err, new(*schedule.Conflict)):
			row.Plan, row.Refused = nil, err.Error()
		case err != nil:
			return nil, err
		default:
			row.measure()
		}
		out.Rows = append(out.Rows, row)
	}
	return out, nil
}

// in is the portfolio with the cadence's windows.
func (c Cadence) in(p *release.Portfolio, i int) (*release.Portfolio, error) {
	out := *p
	out.Windows = slices.Clone(p.Windows)
	var faults release.Faults
	for k, w := range c.Windows {
		at := slices.IndexFunc(out.Windows, func(o release.Window) bool { return o.Name == w.Name })
		if at < 0 {
			faults = append(faults, release.Fault{Path: fmt.Sprintf("cadences[%d].windows[%d].name", i, k), Code: "unknown-name", Found: w.Name, Expected: "a window of the portfolio"})
			continue
		}
		out.Windows[at] = w
	}
	return &out, faults.Err()
}

// measure works out the figures of a row from its plan.
func (r *Rhythm) measure() {
	var lead, waiting time.Duration
	there := 0
	for _, o := range r.Plan.Packages {
		switch {
		case o.LeftOut:
			r.LeftOut++
			continue
		case o.Start.IsZero():
			continue
		case o.Late > 0:
			r.Late++
			r.Worst = max(r.Worst, o.Late)
		}
		there++
		lead += o.Finish.Sub(o.Start)
		r.Longest = max(r.Longest, o.Finish.Sub(o.Start))
	}
	of := activities(r.Problem)
	ready := over(r.Problem, r.Plan)
	opens := map[string][]time.Time{}
	last := r.Problem.Start
	for _, a := range r.Plan.Activities {
		if a.End.After(r.Done) {
			r.Done = a.End
		}
		act := of[a.Activity]
		if act == nil || act.Time != schedule.Contiguous || act.Window == "" || act.Fact != nil {
			continue
		}
		r.Deployments++
		if a.Start.After(last) {
			last = a.Start
		}
		wait := max(a.Start.Sub(ready[a.Activity]), 0)
		waiting += wait
		r.WaitedMost = max(r.WaitedMost, wait)
		if c := act.Modes[a.Mode].Calendar; c != nil && opens[act.Window] == nil {
			for _, o := range c.Occurrences() {
				if o.Window == act.Window {
					opens[act.Window] = append(opens[act.Window], o.Opens)
				}
			}
		}
	}
	if there > 0 {
		r.Lead = (lead / time.Duration(there)).Truncate(time.Minute)
	}
	if r.Deployments > 0 {
		r.Waiting = (waiting / time.Duration(r.Deployments)).Truncate(time.Minute)
	}
	for _, w := range r.Problem.Windows {
		for _, t := range opens[w.Name] {
			if !t.Before(r.Problem.Start) && !t.After(last) {
				r.Offered++
			}
		}
	}
	for _, d := range departures(r.Problem, r.Plan) {
		r.Used++
		r.Most, r.MostRisk = max(r.Most, d.Starts), max(r.MostRisk, d.Risk)
	}
}

// MarshalJSON gives the fields by their JSON names, durations in whole minutes.
func (r Rhythm) MarshalJSON() ([]byte, error) {
	type plain Rhythm
	return json.Marshal(struct {
		plain
		Worst      int64 `json:"worstMinutes"`
		Lead       int64 `json:"leadMinutes"`
		Longest    int64 `json:"longestLeadMinutes"`
		Waiting    int64 `json:"waitingMinutes"`
		WaitedMost int64 `json:"longestWaitMinutes"`
	}{plain(r), minutes(r.Worst), minutes(r.Lead), minutes(r.Longest), minutes(r.Waiting), minutes(r.WaitedMost)})
}

func minutes(d time.Duration) int64 { return int64(d / time.Minute) }

// String is a table: a line for each cadence.
func (r *Rhythms) String() string {
	say := phrasesIn(r.Zone)
	table := [][]string{{"CADENCE", "LEFT OUT", "LATE", "WORST", "LEAD", "WAITING", "LONGEST WAIT", "DEPLOYMENTS", "WINDOWS", "MOST AT ONCE", "MOST RISK", "DONE", ""}}
	for _, row := range r.Rows {
		if row.Plan == nil {
			table = append(table, []string{row.Cadence, "no plan: " + row.Refused})
			continue
		}
		known := "best found"
		if row.Status == schedule.Optimal {
			known = "proved"
		}
		table = append(table, []string{
			row.Cadence, fmt.Sprint(row.LeftOut), fmt.Sprint(row.Late), lasting(row.Worst), lasting(row.Lead), lasting(row.Waiting), lasting(row.WaitedMost),
			fmt.Sprint(row.Deployments), fmt.Sprintf("%d of %d", row.Used, row.Offered), fmt.Sprint(row.Most), thousandths(row.MostRisk), say.at(row.Done), known,
		})
	}
	return columns("", table)
}

// over is, by activity, when all that it waits for is over: the links that keep it from starting, its earliest start and the plan's.
func over(p *schedule.Problem, plan *schedule.Plan) map[string]time.Time {
	place := map[string]schedule.Assignment{}
	out := map[string]time.Time{}
	of := activities(p)
	for _, a := range plan.Activities {
		place[a.Activity] = a
		out[a.Activity] = p.Start
		if act := of[a.Activity]; act != nil && act.Earliest.After(p.Start) {
			out[a.Activity] = act.Earliest
		}
	}
	for _, l := range p.Links {
		from, in := place[l.From]
		if _, waits := place[l.To]; !in || !waits || l.Kind > schedule.StartToStart {
			continue
		}
		at := from.End
		if l.Kind == schedule.StartToStart {
			at = from.Start
		}
		if l.Calendar == nil {
			at = at.Add(l.Lag)
		} else if later, ok := l.Calendar.Add(at, l.Lag); ok {
			at = later
		}
		if at.After(out[l.To]) {
			out[l.To] = at
		}
	}
	return out
}
