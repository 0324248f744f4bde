package psplib

import (
	"slices"
	"strconv"
	"time"

	"github.com/berthplan/berth/schedule"
)

// Project is one instance: jobs that take time and resources, and what has to
// lie between them. The makespan is to be as small as it can.
type Project struct {
	Name         string // the file's base name without its ending
	Jobs         []Job
	Renewable    []int // capacity per period
	Nonrenewable []int // totals for the whole project
	Horizon      int   // a period by which a best schedule has ended, if there is any schedule
}

// Job is one activity; the first and the last of a Project are dummies.
type Job struct {
	Modes []Mode
	After []Lag // what waits for it
}

// Mode is one way to do a job.
type Mode struct {
	Duration     int   // periods
	Renewable    []int // needed in every period, by resource
	Nonrenewable []int // used up, by resource
}

// Lag is what job To waits for. Where FromEnd is set, To starts no earlier than
// Periods after the end of the job that has the lag; else no earlier than
// Periods after its start, and where that is negative the job starts at most -Periods after To.
type Lag struct {
	To      int
	Periods int
	FromEnd bool
}

// Epoch is the instant of period 0 in a Problem.
func Epoch() time.Time { return time.Date(2000, time.January, 1, 0, 0, 0, 0, time.UTC) }

func jobName(j int) string { return strconv.Itoa(j + 1) }

// Hopeless lists the jobs that no mode can do: each needs more of some resource
// than there is. With one of them the project has no schedule, and no Problem.
func (p *Project) Hopeless() []int {
	var all []int
	for j, job := range p.Jobs {
		if !slices.ContainsFunc(job.Modes, p.possible) {
			all = append(all, j)
		}
	}
	return all
}

// possible reports whether there is enough of everything for a mode by itself.
func (p *Project) possible(m Mode) bool {
	for k, n := range m.Renewable {
		if n > p.Renewable[k] {
			return false
		}
	}
	for k, n := range m.Nonrenewable {
		if n > p.Nonrenewable[k] {
			return false
		}
	}
	return true
}

// Problem is the project as a scheduling problem: jobs are elapsed activities
// named by their numbers in the file ("1", "2", …), modes likewise, a period is a minute, the plan starts
// at Epoch, and the objective is the makespan alone. Modes that need more than there is are left out.
func (p *Project) Problem() *schedule.Problem {
	out := &schedule.Problem{
		Name: p.Name, Start: Epoch(), Horizon: Epoch().Add(time.Duration(p.Horizon) * time.Minute),
		Objective: []schedule.Level{{Terms: []schedule.Term{schedule.Makespan}}},
	}
	for k, c := range p.Renewable {
		out.Resources = append(out.Resources, schedule.Resource{Name: "R" + strconv.Itoa(k+1), Capacity: c})
	}
	for k, c := range p.Nonrenewable {
		out.Resources = append(out.Resources, schedule.Resource{Name: "N" + strconv.Itoa(k+1), Capacity: c, Budget: true})
	}
	for j, job := range p.Jobs {
		a := schedule.Activity{Name: jobName(j)}
		for m, mode := range job.Modes {
			if !p.possible(mode) {
				continue
			}
			a.Modes = append(a.Modes, schedule.Mode{Name: strconv.Itoa(m + 1), Duration: time.Duration(mode.Duration) * time.Minute, Demands: demands(mode)})
		}
		out.Activities = append(out.Activities, a)
		for _, lag := range job.After {
			out.Links = append(out.Links, lag.link(j))
		}
	}
	return out
}

func demands(m Mode) []schedule.Demand {
	var out []schedule.Demand
	for k, n := range m.Renewable {
		if n > 0 {
			out = append(out, schedule.Demand{Resource: "R" + strconv.Itoa(k+1), Amount: n})
		}
	}
	for k, n := range m.Nonrenewable {
		if n > 0 {
			out = append(out, schedule.Demand{Resource: "N" + strconv.Itoa(k+1), Amount: n})
		}
	}
	return out
}

func (l Lag) link(from int) schedule.Link {
	out := schedule.Link{From: jobName(from), To: jobName(l.To), Lag: time.Duration(l.Periods) * time.Minute}
	switch {
	case l.FromEnd:
		out.Kind = schedule.FinishToStart
	case l.Periods >= 0:
		out.Kind = schedule.StartToStart
	default: // start(To) ≥ start(From) - n: From starts at most n after To
		out.Kind, out.From, out.To, out.Lag = schedule.MaxStartToStart, out.To, out.From, -out.Lag
	}
	return out
}

// Starts gives the start period and the mode (from 1) of each job in a plan of
// the project's Problem; nil where the plan has no activities.
func (p *Project) Starts(plan *schedule.Plan) (starts, modes []int) {
	for j, a := range plan.Activities {
		starts = append(starts, int(a.Start.Sub(Epoch())/time.Minute))
		mode := a.Mode
		for m := 0; m <= mode && m < len(p.Jobs[j].Modes); m++ { // those left out count, too
			if !p.possible(p.Jobs[j].Modes[m]) {
				mode++
			}
		}
		modes = append(modes, mode+1)
	}
	return starts, modes
}

// Makespan is the end of the last job, given what Starts gives.
func (p *Project) Makespan(starts, modes []int) int {
	last := 0
	for j := range starts {
		last = max(last, starts[j]+p.Jobs[j].Modes[modes[j]-1].Duration)
	}
	return last
}

// CriticalPath is the length of the longest chain of jobs in their shortest
// modes, resources apart: no schedule is shorter. It is -1 where the lags alone admit no schedule.
func (p *Project) CriticalPath() int {
	early := make([]int, len(p.Jobs))
	for range len(p.Jobs) + 1 {
		changed := false
		for j, job := range p.Jobs {
			for _, l := range job.After {
				t := early[j] + l.Periods
				if l.FromEnd {
					t += job.shortest()
				}
				if t > early[l.To] {
					early[l.To], changed = t, true
				}
			}
		}
		if !changed {
			longest := 0
			for j, job := range p.Jobs {
				longest = max(longest, early[j]+job.shortest())
			}
			return longest
		}
	}
	return -1
}

func (j Job) shortest() int {
	d := j.Modes[0].Duration
	for _, m := range j.Modes {
		d = min(d, m.Duration)
	}
	return d
}

func (j Job) longest() int {
	d := 0
	for _, m := range j.Modes {
		d = max(d, m.Duration)
	}
	return d
}

// setHorizon adds up all jobs one after the other: each takes its longest mode or, if
// that is longer, its longest lag. A project that has a schedule has a best one that ends by then.
func (p *Project) setHorizon() {
	p.Horizon = 1
	for _, job := range p.Jobs {
		d := job.longest()
		for _, l := range job.After {
			n := l.Periods
			if l.FromEnd {
				n += job.longest()
			}
			d = max(d, n)
		}
		p.Horizon += d
	}
}
