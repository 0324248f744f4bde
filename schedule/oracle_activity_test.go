package schedule_test

import (
	"fmt"
	"time"

	"github.com/berthplan/berth/schedule"
)

func (d *draw) activity(i int) schedule.Activity {
	a := schedule.Activity{
		Name: fmt.Sprintf("a%d", i), Phase: pick(d.rng, "", "uat", "deploy"), Site: pick(d.rng, "", "zurich"),
		Time: pick(d.rng, schedule.Elapsed, schedule.Elapsed, schedule.Working, schedule.Working, schedule.Contiguous, schedule.Contiguous, schedule.Decision),
		Risk: int64(d.rng.IntN(4)) * 300,
	}
	if d.rollout && d.chance(70) {
		a.Time = schedule.Contiguous
	}
	if d.chance(75) {
		a.Package = pick(d.rng, d.p.Packages...).Name
	}
	if a.Time == schedule.Contiguous {
		if d.chance(70) {
			a.Window = pick(d.rng, "prod", "prod", "prod", "site")
		}
		if d.chance(50) {
			a.System = pick(d.rng, "ledger", "ledger", "portal")
		}
	}
	for m := range pick(d.rng, 1, 1, 2) {
		a.Modes = append(a.Modes, d.mode(&a, m))
	}
	if d.chance(20) {
		a.Earliest = d.at(d.half(-60, d.length/2))
	}
	switch d.rng.IntN(12) {
	case 0:
		a.Deadline = d.at(d.half(d.length/2, d.length))
	case 1:
		a.Deadline = d.at(d.half(-60, 60))
	}
	switch d.rng.IntN(12) {
	case 0:
		a.Pin = d.interval(0, d.length/2, 30, 600)
	case 1:
		a.Pin = d.interval(-120, 0, 30, 60)
	}
	if d.chance(20) {
		d.fact(&a)
	}
	return a
}

func (d *draw) mode(a *schedule.Activity, m int) schedule.Mode {
	out := schedule.Mode{Duration: time.Duration(d.half(30, 180)) * time.Minute}
	if m > 0 || d.chance(20) {
		out.Name = fmt.Sprintf("mode-%d", m)
	}
	if d.chance(10) {
		out.Duration = 0
	}
	switch a.Time {
	case schedule.Elapsed:
		out.Calendar = d.maybe(10)
	case schedule.Working:
		out.Calendar = d.maybe(80)
		if d.chance(10) {
			out.Calendar = d.calendars.windows
		}
	case schedule.Contiguous:
		out.Rollback = time.Duration(d.half(0, 60)) * time.Minute
		switch {
		case a.Window != "" || d.chance(50):
			out.Calendar = d.calendars.windows
		default:
			out.Calendar = d.maybe(60)
		}
	case schedule.Decision:
		out.Duration, out.Calendar = 0, d.calendars.meetings
	}
	if d.chance(30) {
		out.Penalty = time.Duration(d.half(0, 120)) * time.Minute
	}
	if d.chance(60) {
		e := pick(d.rng, d.p.Environments...)
		out.Environment = e.Name
		out.Units = d.rng.IntN(max(1, e.Capacity) + 1)
		if len(e.Configurations) > 0 && d.chance(60) {
			out.Configuration = pick(d.rng, e.Configurations...)
		}
	}
	for _, r := range d.p.Resources {
		if d.chance(50) {
			out.Demands = append(out.Demands, schedule.Demand{Resource: r.Name, Amount: d.rng.IntN(r.Capacity + 1)})
		}
	}
	return out
}

// fact gives an activity a past: mostly before the start, now and then after it.
func (d *draw) fact(a *schedule.Activity) {
	start := -d.half(0, 300)
	if d.chance(10) {
		start = d.half(30, 120)
	}
	f := &schedule.Fact{Start: d.at(start), Mode: d.rng.IntN(len(a.Modes))}
	switch {
	case a.Time == schedule.Decision:
		f.End = f.Start
	case d.chance(50):
		f.End = f.Start.Add(time.Duration(d.half(0, 240)) * time.Minute)
		if d.odd {
			f.End = f.End.Add(7 * time.Second)
		}
	default:
		f.Left = time.Duration(d.half(30, 120)) * time.Minute
	}
	if e := environmentOf(d.p, a.Modes[f.Mode].Environment); e != nil && len(e.Configurations) > 0 && d.chance(30) {
		f.Configuration = pick(d.rng, e.Configurations...)
	}
	a.Fact = f
}

func environmentOf(p *schedule.Problem, name string) *schedule.Environment {
	for i := range p.Environments {
		if name != "" && p.Environments[i].Name == name {
			return &p.Environments[i]
		}
	}
	return nil
}

func packageOf(p *schedule.Problem, name string) *schedule.Package {
	for i := range p.Packages {
		if name != "" && p.Packages[i].Name == name {
			return &p.Packages[i]
		}
	}
	return nil
}
