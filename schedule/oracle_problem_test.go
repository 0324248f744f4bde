package schedule_test

import (
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/berthplan/berth/calendar"
	"github.com/berthplan/berth/schedule"
)

// randomProblem makes a small valid problem of at most six activities and three
// days, mostly in steps of half an hour. Over many draws it uses every feature of Problem.
func randomProblem(rng *rand.Rand) *schedule.Problem {
	for {
		d := &draw{rng: rng}
		if p := d.problem(); p.Validate() == nil {
			return p
		}
	}
}

// draw makes one random problem.
type draw struct {
	rng       *rand.Rand
	p         *schedule.Problem
	length    int  // minutes from start to horizon
	rollout   bool // most activities are contiguous
	odd       bool // times that are no whole minutes occur
	span      calendar.Interval
	calendars struct{ working, other, windows, meetings *calendar.Compiled }
}

func (d *draw) chance(percent int) bool { return d.rng.IntN(100) < percent }

// half is a random multiple of half an hour in [from, to], in minutes.
func (d *draw) half(from, to int) int {
	return from + 30*d.rng.IntN((to-from)/30+1)
}

// at is a time so many minutes after the start, now and then some seconds off.
func (d *draw) at(minutes int) time.Time {
	t := d.p.Start.Truncate(time.Minute).Add(time.Duration(minutes) * time.Minute)
	if d.odd && d.chance(40) {
		t = t.Add(time.Duration(1+d.rng.IntN(59)) * time.Second)
	}
	return t
}

func (d *draw) interval(from, to, shortest, longest int) calendar.Interval {
	start := d.half(from, to)
	return calendar.Interval{Start: d.at(start), End: d.at(start + d.half(shortest, longest))}
}

func pick[T any](rng *rand.Rand, list ...T) T { return list[rng.IntN(len(list))] }

func (d *draw) problem() *schedule.Problem {
	d.p = &schedule.Problem{
		Name: "random",
		Zone: pick(d.rng, "", "Europe/Zurich", "America/New_York", "Asia/Kolkata"),
		// Twice a year clocks change in March and October.
		Start: pick(d.rng, time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC), time.Date(2026, 3, 28, 22, 0, 0, 0, time.UTC),
			time.Date(2026, 10, 24, 20, 30, 0, 0, time.UTC), time.Date(2026, 7, 1, 6, 0, 0, 0, time.UTC)),
	}
	d.odd, d.rollout = d.chance(15), d.chance(30)
	d.length = pick(d.rng, 8*60, 12*60, 24*60, 36*60, 72*60)
	d.p.Start = d.at(0)
	d.p.Horizon = d.at(d.length)
	d.span = calendar.Interval{Start: d.p.Start.AddDate(0, 0, -2), End: d.p.Horizon.AddDate(0, 0, 2)}
	d.setCalendars()
	d.resources()
	d.environments()
	for _, name := range []string{"prod", "site"} {
		d.p.Windows = append(d.p.Windows, schedule.Window{
			Name: name, Capacity: pick(d.rng, 0, 0, 1, 1, 2), RiskBudget: pick[int64](d.rng, 0, 0, 500, 1000),
		})
	}
	d.p.Systems = []schedule.System{
		{Name: "ledger", OneAtATime: d.chance(60), OnePerOccurrence: d.chance(40)},
		{Name: "portal", OneAtATime: d.chance(30), OnePerOccurrence: d.chance(60)},
	}
	for i := range 1 + d.rng.IntN(3) {
		k := schedule.Package{Name: fmt.Sprintf("pkg-%d", i), Priority: pick(d.rng, 0, 1, 100, 1000), Optional: d.chance(40)}
		if d.chance(20) {
			k.Deadline = d.at(d.half(d.length/2, d.length))
		}
		if d.chance(5) {
			k.Deadline = d.at(-30)
		}
		if d.chance(50) {
			k.Due = d.at(d.half(0, d.length))
		}
		d.p.Packages = append(d.p.Packages, k)
	}
	for i := range 1 + d.rng.IntN(6) {
		d.p.Activities = append(d.p.Activities, d.activity(i))
	}
	d.links()
	d.objective()
	return d.p
}

// hours are spans of a day, some of which touch or run past midnight.
func (d *draw) hours() calendar.Hours {
	var h calendar.Hours
	at := d.half(0, 180)
	for at < 24*60 {
		end := at + d.half(60, 300)
		if end > 24*60 {
			break
		}
		span := calendar.Span{From: calendar.Clock(at * 60), To: calendar.Clock(end * 60)}
		if d.odd && d.chance(30) {
			span.From += 15
			span.To -= 15
		}
		h = append(h, span)
		at = end + d.half(0, 240)
	}
	if len(h) == 0 {
		h = calendar.Hours{{From: 6 * 3600, To: 18 * 3600}}
	}
	return h
}

func (d *draw) blackouts() []calendar.Blackout {
	var list []calendar.Blackout
	for i := range d.rng.IntN(3) {
		iv := d.interval(-60, d.length, 30, 180)
		b := calendar.Blackout{
			Name: fmt.Sprintf("freeze-%d", i), From: calendar.MomentOf(iv.Start), To: calendar.MomentOf(iv.End),
			Stops: calendar.StopDeploy | calendar.StopWork | calendar.StopChangeover,
		}
		if d.chance(60) {
			b.Level, b.Cost = calendar.Soft, calendar.Length{Minutes: d.half(30, 120)}
		}
		list = append(list, b)
	}
	return list
}

func (d *draw) compile(c calendar.Spec) *calendar.Compiled {
	c.Zone = d.p.Zone
	compiled, err := c.Compile(d.span, calendar.Subject{}, calendar.StopDeploy|calendar.StopWork|calendar.StopChangeover)
	if err != nil {
		panic(err)
	}
	return compiled
}

func (d *draw) setCalendars() {
	working := calendar.Spec{Name: "working hours", Weekly: calendar.Weekly{Hours: d.hours()}, Blackouts: d.blackouts()}
	if d.chance(20) {
		working.Holidays = []calendar.Holiday{{Date: calendar.DateOf(d.p.Start.AddDate(0, 0, 1)), Name: "a holiday"}}
	}
	d.calendars.working = d.compile(working)
	d.calendars.other = d.compile(calendar.Spec{Name: "other hours", Weekly: calendar.Weekly{Hours: d.hours()}})
	d.calendars.windows = d.compile(calendar.Spec{
		Name: "windows", Windows: []calendar.Window{{Name: pick(d.rng, "prod", "prod", "prod", "site"), Hours: d.hours()}}, Blackouts: d.blackouts(),
	})
	d.calendars.meetings = d.compile(calendar.Spec{
		Name: "meetings", Windows: []calendar.Window{{Name: "cab", Hours: d.hours()}}, Blackouts: d.blackouts(),
	})
}

// maybe is a calendar to count time by, or none.
func (d *draw) maybe(percent int) *calendar.Compiled {
	if !d.chance(percent) {
		return nil
	}
	return pick(d.rng, d.calendars.working, d.calendars.other)
}

func (d *draw) resources() {
	for i := range d.rng.IntN(3) {
		r := schedule.Resource{Name: fmt.Sprintf("team-%d", i), Capacity: 1 + d.rng.IntN(3)}
		for at := d.half(-60, 240); at < d.length && d.chance(60); {
			end := at + d.half(30, 240)
			r.Steps = append(r.Steps, schedule.Step{
				Interval: calendar.Interval{Start: d.at(at), End: d.at(end)}, Capacity: d.rng.IntN(4), Name: pick(d.rng, "", "training"),
			})
			at = end + d.half(0, 240)
		}
		d.p.Resources = append(d.p.Resources, r)
	}
	if d.chance(40) {
		d.p.Resources = append(d.p.Resources, schedule.Resource{Name: "licences", Budget: true, Capacity: 2 + d.rng.IntN(4)})
	}
}

func (d *draw) environments() {
	for i := range 1 + d.rng.IntN(2) {
		e := schedule.Environment{Name: []string{"sit", "uat"}[i], Capacity: d.rng.IntN(3), Calendar: d.maybe(30)}
		if n := pick(d.rng, 0, 1, 2, 2, 3); n > 0 {
			e.Configurations = []string{"base", "tls13", "mtls"}[:n]
			for f := range n {
				row := make([]time.Duration, n)
				for t := range row {
					if f != t {
						row[t] = time.Duration(pick(d.rng, 0, 30, 60, 90)) * time.Minute
					}
				}
				e.Changeover = append(e.Changeover, row)
			}
		}
		for j := range pick(d.rng, 0, 0, 1, 2) {
			b := schedule.Booking{Name: fmt.Sprintf("booking-%d", j), Interval: d.interval(-90, d.length, 30, 180)}
			switch d.rng.IntN(4) {
			case 0:
				b.Outage = true
			case 1:
				b.Soft, b.PerHour = true, time.Duration(d.half(30, 120))*time.Minute
			default:
				b.Units = d.rng.IntN(max(1, e.Capacity) + 1)
				if len(e.Configurations) > 0 && d.chance(50) {
					b.Configuration = pick(d.rng, e.Configurations...)
				}
			}
			e.Bookings = append(e.Bookings, b)
		}
		d.p.Environments = append(d.p.Environments, e)
	}
}

func (d *draw) objective() {
	switch d.rng.IntN(4) {
	case 0:
		d.p.Objective = []schedule.Level{{Name: "all", Terms: []schedule.Term{schedule.LeftOut, schedule.Tardiness, schedule.Penalties}}, {Terms: []schedule.Term{schedule.Starts}}}
	case 1:
		d.p.Objective = []schedule.Level{{Terms: []schedule.Term{schedule.Tardiness}, Tolerance: 1000}, {Terms: []schedule.Term{schedule.Makespan, schedule.Starts}}}
	}
}

func (d *draw) links() {
	kinds := []schedule.LinkKind{
		schedule.FinishToStart, schedule.FinishToStart, schedule.FinishToStart, schedule.FinishToStart, schedule.StartToStart,
		schedule.FinishToFinish, schedule.StartToFinish, schedule.MaxFinishToStart, schedule.MaxStartToStart, schedule.MaxFinishToFinish,
		schedule.MaxStartToFinish, schedule.SameOccurrence, schedule.OtherOccurrence, schedule.Apart,
	}
	n := len(d.p.Activities)
	if n < 2 {
		return
	}
	for k := range d.rng.IntN(n + 1) {
		from := d.rng.IntN(n - 1)
		to := from + 1 + d.rng.IntN(n-from-1)
		l := schedule.Link{Kind: pick(d.rng, kinds...), Calendar: d.maybe(30)}
		if d.chance(10) {
			from, to = to, from
		}
		l.From, l.To = d.p.Activities[from].Name, d.p.Activities[to].Name
		switch {
		case l.Kind >= schedule.MaxFinishToStart && l.Kind <= schedule.MaxStartToFinish:
			l.Lag = time.Duration(d.half(-60, 12*60)) * time.Minute
		case l.Kind == schedule.Apart:
			l.Lag = time.Duration(d.half(0, 180)) * time.Minute
		default:
			l.Lag = time.Duration(pick(d.rng, 0, 0, 0, 30, 60, 120, -30, -60)) * time.Minute
		}
		if d.chance(30) {
			l.Name = fmt.Sprintf("link-%d", k)
		}
		d.p.Links = append(d.p.Links, l)
	}
}
