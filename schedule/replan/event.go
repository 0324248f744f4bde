package replan

import (
	"context"
	"time"

	"github.com/berthplan/berth/calendar"
	"github.com/berthplan/berth/release"
	"github.com/berthplan/berth/schedule"
)

// Event is what has happened since a plan was made. An Event of release/planfile, read from a file, converts to it.
type Event struct {
	Name      string
	At        calendar.Moment                 // what is before it has happened; zero: the portfolio's Now
	Portfolio *release.Portfolio              // what is known now: facts, outages, blackouts and the emergency's package
	News      []release.Ref                   // phases whose facts in Portfolio are newer than the baseline; what else had started in it went on as planned
	Slips     map[release.Ref]calendar.Length // how much longer phases take than was planned
	Withdrawn []string                        // packages that nobody wants any more
	Emergency string                          // a package of Portfolio that was not planned; "": none. See Insert
	Skip      []string                        // phases of it, and gates, that may be skipped, and are owed then
	Limit     float64                         // of the risk it may take, p·loss; 0: the budget of its window, if it has one
}

// Order says what comes first: few moves or good dates.
type Order uint8

const (
	LeastMoves Order = iota // disturbance; then what is left out, tardiness, penalties, makespan, starts
	BestDates               // what is left out, tardiness; then disturbance, penalties, makespan, starts
)

// Options guide replanning. The zero Options move as little as possible.
type Options struct {
	Search    schedule.Options // From is set here
	Order     Order
	Tolerance int64         // what the first of the two, disturbance or tardiness, may pay more than the least, in its own unit
	Freeze    time.Duration // what was to start within it after the event does not move
	// Weight is how dear it is to move an activity, 1 to 1000. Nil: 10 for what runs in a change window, else 1.
	Weight func(a *schedule.Activity) int
}

// Result is the plan after an event.
type Result struct {
	Plan       *schedule.Plan
	Problem    *schedule.Problem // what Plan solves; see schedule.Verify
	Difference Difference        // from the baseline
	Assumed    []string          // activities taken as done or started as planned, in the baseline's order
}

// Distance is what the plan pays for moving, with its bound.
func (r *Result) Distance() schedule.Value {
	for _, v := range r.Plan.Objective {
		if v.Name == schedule.Disturbance.String() {
			return v
		}
	}
	return schedule.Value{}
}

// Solve makes the plan after an event. The errors are those of [schedule.FromPortfolio] and [schedule.Solve]:
// release.Faults, or a *schedule.Conflict where no plan keeps every rule and all that may not move.
func Solve(ctx context.Context, baseline *schedule.Plan, e Event, opt Options) (*Result, error) {
	s, err := newSituation(baseline, e, opt)
	if err != nil {
		return nil, err
	}
	s.problem.Objective = opt.levels()
	return s.solve(ctx, opt)
}

// levels is the objective of replanning.
func (o Options) levels() []schedule.Level {
	one := func(t schedule.Term) schedule.Level { return schedule.Level{Terms: []schedule.Term{t}} }
	moves, late := one(schedule.Disturbance), one(schedule.Tardiness)
	rest := []schedule.Level{one(schedule.Penalties), one(schedule.Makespan), one(schedule.Starts)}
	if o.Order == BestDates {
		late.Tolerance = o.Tolerance
		return append([]schedule.Level{one(schedule.LeftOut), late, moves}, rest...)
	}
	moves.Tolerance = o.Tolerance
	return append([]schedule.Level{moves, one(schedule.LeftOut), late}, rest...)
}

// solve searches from the baseline on.
func (s *situation) solve(ctx context.Context, opt Options) (*Result, error) {
	search := opt.Search
	search.From = s.known()
	plan, err := schedule.Solve(ctx, s.problem, search)
	if err != nil {
		return nil, err
	}
	return &Result{Plan: plan, Problem: s.problem, Difference: Diff(s.baseline, plan), Assumed: s.assumed}, nil
}
