package outlook_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/berthplan/berth/calendar"
	"github.com/berthplan/berth/schedule"
)

// draw makes small random problems in steps of half an hour. Over many draws it uses every rule that ends a free slot.
type draw struct {
	rng                     *rand.Rand
	p                       *schedule.Problem
	length                  int // minutes from start to horizon
	working, nights, boards *calendar.Compiled
}

func (d *draw) chance(percent int) bool { return d.rng.IntN(100) < percent }

func (d *draw) half(from, to int) int { return from + 30*d.rng.IntN((to-from)/30+1) }

func (d *draw) at(minutes int) time.Time {
	return d.p.Start.Add(time.Duration(minutes) * time.Minute)
}

func pick[T any](rng *rand.Rand, list ...T) T { return list[rng.IntN(len(list))] }

// drawn is a random problem that has a plan, the plan, and one more activity.
func drawn(t testing.TB, seed uint64) (*schedule.Problem, *schedule.Plan, schedule.Activity) {
	d := &draw{rng: rand.New(rand.NewPCG(seed, 1))}
	for range 100 {
		d.problem(t)
		extra := d.activity("extra")
		extra.Fact, extra.Package = nil, pick(d.rng, "", "ledger")
		if d.p.Validate() != nil {
			continue
		}
		plan, err := schedule.Solve(context.Background(), d.p, schedule.Options{Work: 300, Seed: 1})
		if err == nil {
			violations, _ := schedule.Verify(d.p, plan)
			require.Empty(t, violations)
			return d.p, plan, extra
		}
		require.True(t, errors.As(err, new(*schedule.Conflict)), err)
	}
	require.Fail(t, "no problem with a plan in a hundred")
	return nil, nil, schedule.Activity{}
}

func (d *draw) problem(t testing.TB) {
	d.p = &schedule.Problem{
		Name: "random", Zone: pick(d.rng, "", "Europe/Zurich"),
		Start: pick(d.rng, time.Date(2026, 3, 2, 6, 0, 0, 0, time.UTC), time.Date(2026, 3, 28, 20, 0, 0, 0, time.UTC), time.Date(2026, 10, 24, 20, 0, 0, 0, time.UTC)),
	}
	d.length = pick(d.rng, 12*60, 24*60, 36*60)
	d.p.Horizon = d.at(d.length)
	hours := func(s string) calendar.Hours {
		h, err := calendar.ParseHours(s)
		require.NoError(t, err)
		return h
	}
	compile := func(s calendar.Spec) *calendar.Compiled {
		s.Zone = d.p.Zone
		c, err := s.Compile(calendar.Interval{Start: d.at(-48 * 60), End: d.at(d.length + 48*60)}, calendar.Subject{}, calendar.StopDeploy|calendar.StopWork)
		require.NoError(t, err)
		return c
	}
	d.working = compile(calendar.Spec{Name: "hours", Weekly: calendar.Weekly{Hours: hours(pick(d.rng, "08:00-12:00, 13:00-17:00", "06:30-22:00", "21:00-24:00"))}})
	d.nights = compile(calendar.Spec{Name: "windows", Windows: []calendar.Window{
		{Name: "prod", Hours: hours(pick(d.rng, "20:00-02:00", "03:00-06:00, 12:00-15:30", "00:00-24:00"))}}})
	d.boards = compile(calendar.Spec{Name: "boards", Windows: []calendar.Window{{Name: "cab", Hours: hours("09:00-10:00, 15:00-15:30")}}})
	d.p.Resources = []schedule.Resource{{Name: "qa", Capacity: 1 + d.rng.IntN(3)}, {Name: "licences", Budget: true, Capacity: 2 + d.rng.IntN(5)}}
	for at := d.half(-60, 240); at < d.length && d.chance(60); {
		end := at + d.half(30, 240)
		d.p.Resources[0].Steps = append(d.p.Resources[0].Steps, schedule.Step{Interval: calendar.Interval{Start: d.at(at), End: d.at(end)}, Capacity: d.rng.IntN(4), Name: "training"})
		at = end + d.half(0, 240)
	}
	for _, name := range []string{"sit", "uat"} {
		d.p.Environments = append(d.p.Environments, d.environment(name))
	}
	d.p.Windows = []schedule.Window{{Name: "prod", Capacity: d.rng.IntN(3), RiskBudget: pick[int64](d.rng, 0, 0, 900)}}
	d.p.Systems = []schedule.System{{Name: "ledger", OneAtATime: d.chance(60), OnePerOccurrence: d.chance(40)}}
	d.p.Packages = []schedule.Package{
		{Name: "card", Project: "Cards", Owner: "edge", Optional: d.chance(40)}, {Name: "ledger", Project: "Core", Owner: "core"}, {Name: "rate", Project: "Core", Owner: "edge"},
	}
	if d.chance(20) {
		d.p.Packages[1].Deadline = d.at(d.half(d.length/2, d.length))
	}
	for i := range 1 + d.rng.IntN(6) {
		d.p.Activities = append(d.p.Activities, d.activity(fmt.Sprintf("a%d", i)))
	}
	for to := 1; to < len(d.p.Activities); to++ {
		if d.chance(40) {
			kind := pick(d.rng, schedule.FinishToStart, schedule.FinishToStart, schedule.StartToStart, schedule.FinishToFinish, schedule.StartToFinish)
			d.p.Links = append(d.p.Links, schedule.Link{Kind: kind, From: d.p.Activities[d.rng.IntN(to)].Name, To: d.p.Activities[to].Name,
				Lag: time.Duration(pick(d.rng, 0, 0, 60, -30)) * time.Minute, Calendar: pick(d.rng, nil, d.working)})
		}
	}
}

func (d *draw) environment(name string) schedule.Environment {
	e := schedule.Environment{Name: name, Capacity: d.rng.IntN(3), Calendar: pick(d.rng, nil, nil, d.working)}
	if n := pick(d.rng, 0, 2, 2, 3); n > 0 {
		e.Configurations = []string{"base", "tls13", "mtls"}[:n]
		for f := range n {
			row := make([]time.Duration, n)
			for t := range row {
				if f != t {
					row[t] = time.Duration(pick(d.rng, 0, 30, 30, 60, 90)) * time.Minute
				}
			}
			e.Changeover = append(e.Changeover, row)
		}
	}
	for j := range pick(d.rng, 0, 0, 1, 2) {
		start := d.half(-90, d.length)
		b := schedule.Booking{Name: fmt.Sprintf("guest-%d", j), Interval: calendar.Interval{Start: d.at(start), End: d.at(start + d.half(30, 180))}}
		switch d.rng.IntN(4) {
		case 0:
			b.Outage = true
		case 1:
			b.Soft, b.PerHour = true, time.Hour
		default:
			b.Units = d.rng.IntN(max(1, e.Capacity) + 1)
			if len(e.Configurations) > 0 && d.chance(50) {
				b.Configuration = pick(d.rng, e.Configurations...)
			}
		}
		e.Bookings = append(e.Bookings, b)
	}
	return e
}

func (d *draw) activity(name string) schedule.Activity {
	a := schedule.Activity{Name: name, Package: pick(d.rng, d.p.Packages...).Name, Risk: int64(d.rng.IntN(4)) * 300,
		Time: pick(d.rng, schedule.Elapsed, schedule.Working, schedule.Working, schedule.Contiguous, schedule.Contiguous, schedule.Decision)}
	if a.Time == schedule.Contiguous {
		a.Window, a.System = pick(d.rng, "prod", "prod", ""), pick(d.rng, "ledger", "")
	}
	for m := range pick(d.rng, 1, 1, 2) {
		mode := schedule.Mode{Name: fmt.Sprintf("mode-%d", m), Duration: time.Duration(d.half(30, 180)) * time.Minute}
		switch a.Time {
		case schedule.Working:
			mode.Calendar = pick(d.rng, nil, d.working, d.working)
		case schedule.Contiguous:
			mode.Rollback = time.Duration(d.half(0, 60)) * time.Minute
			mode.Calendar = d.nights
			if a.Window == "" {
				mode.Calendar = pick(d.rng, nil, d.working, d.nights)
			}
		case schedule.Decision:
			mode.Duration, mode.Calendar = 0, d.boards
		}
		if d.chance(70) {
			e := pick(d.rng, d.p.Environments...)
			mode.Environment, mode.Units = e.Name, d.rng.IntN(max(1, e.Capacity)+1)
			if len(e.Configurations) > 0 && d.chance(70) {
				mode.Configuration = pick(d.rng, e.Configurations...)
			}
		}
		for _, r := range d.p.Resources {
			if d.chance(50) {
				mode.Demands = append(mode.Demands, schedule.Demand{Resource: r.Name, Amount: d.rng.IntN(min(2, r.Capacity) + 1)})
			}
		}
		a.Modes = append(a.Modes, mode)
	}
	switch d.rng.IntN(16) {
	case 0, 1, 2:
		a.Earliest = d.at(d.half(-60, d.length/2))
	case 3:
		a.Deadline = d.at(d.half(d.length/2, d.length))
	case 4:
		start := d.half(0, d.length/2)
		a.Pin = calendar.Interval{Start: d.at(start), End: d.at(start + d.half(30, 300))}
	case 5, 6:
		start := d.at(-d.half(0, 240))
		a.Fact = &schedule.Fact{Start: start}
		if a.Time == schedule.Decision || d.chance(50) {
			a.Fact.End = start.Add(time.Duration(d.half(0, 180)) * time.Minute)
			if a.Time == schedule.Decision {
				a.Fact.End = start
			}
		} else {
			a.Fact.Left = time.Duration(d.half(30, 120)) * time.Minute
		}
	}
	return a
}
