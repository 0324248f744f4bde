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

// problem is p with the backlog's packages as those that may be left out, and each on a train where there are any.
func (b Backlog) problem(p *schedule.Problem) (*schedule.Problem, error) {
	out := *p
	out.Packages = slices.Clone(p.Packages)
	var faults release.Faults
	for i, name := range b.Packages {
		if !slices.ContainsFunc(p.Packages, func(k schedule.Package) bool { return k.Name == name }) {
			faults = append(faults, release.Fault{Path: fmt.Sprintf("packages[%d]", i), Code: "unknown-name", Found: name, Expected: "a package of the problem"})
		}
	}
	for i := range out.Packages {
		if k := &out.Packages[i]; b.Packages != nil {
			k.Optional = slices.Contains(b.Packages, k.Name)
		}
	}
	out.Objective = choosing(p.Objective)
	if len(b.Trains) > 0 {
		faults = append(faults, b.board(&out)...)
	}
	return &out, faults.Err()
}

// choosing is an objective that leaves out little before anything else.
func choosing(levels []schedule.Level) []schedule.Level {
	if levels == nil || len(levels) > 0 && slices.Equal(levels[0].Terms, []schedule.Term{schedule.LeftOut}) && levels[0].Tolerance == 0 {
		return levels
	}
	out := []schedule.Level{{Terms: []schedule.Term{schedule.LeftOut}}}
	for _, l := range levels {
		l.Terms = slices.DeleteFunc(slices.Clone(l.Terms), func(t schedule.Term) bool { return t == schedule.LeftOut })
		if len(l.Terms) > 0 {
			out = append(out, l)
		}
	}
	return out
}

// trainPhase is the phase of the activities that put packages on trains.
const trainPhase = "train"

// board gives each package that may be left out a decision that takes place at the date of a train, after all that
// must be ready by then.
func (b Backlog) board(p *schedule.Problem) (faults release.Faults) {
	trains := b.sorted()
	spec := calendar.Spec{}
	for i, t := range trains {
		path := fmt.Sprintf("trains[%d]", i)
		switch twin := slices.IndexFunc(trains[:i], func(o Train) bool { return o.Name == t.Name }); {
		case t.Name == "":
			faults = append(faults, release.Fault{Path: path + ".name", Code: "missing-name", Expected: "the name of a train"})
		case twin >= 0:
			faults = append(faults, release.Fault{Path: path + ".name", Code: "duplicate-name", Found: t.Name, Expected: "names that differ"})
		case !t.By.After(p.Start) || t.By.After(p.Horizon):
			faults = append(faults, release.Fault{Path: path + ".by", Code: "bad-date", Found: t.By.Format(time.RFC3339),
				Expected: "a time after the plan's start " + p.Start.Format(time.RFC3339) + " and not after its horizon " + p.Horizon.Format(time.RFC3339)})
		}
		spec.Windows = append(spec.Windows, opening(t.Name, t.By))
	}
	if len(faults) > 0 {
		return faults
	}
	last := trains[len(trains)-1].By.Truncate(time.Minute)
	// That the last train is not missed is a deadline, which a repair can move: what it lets through goes on a day after that.
	after := opening("after "+trains[len(trains)-1].Name, last)
	after.Dates, after.From = nil, calendar.MomentOf(last.Add(time.Minute))
	spec.Windows = append(spec.Windows, after)
	cal, err := spec.Compile(calendar.Interval{Start: p.Start, End: p.Horizon.Add(24 * time.Hour)}, calendar.Subject{}, calendar.StopDeploy)
	if err != nil {
		return release.Faults{{Path: "trains", Code: "bad-train", Found: err.Error()}}
	}
	p.Activities, p.Links = slices.Clone(p.Activities), slices.Clone(p.Links)
	ready := readiness(p)
	for i := range p.Packages {
		k := &p.Packages[i]
		acts := ready[k.Name]
		if !k.Optional || !slices.ContainsFunc(acts, func(a int) bool { return p.Activities[a].Fact == nil }) {
			continue
		}
		if k.Due.IsZero() {
			k.Due = trains[0].By
		}
		name := k.Name + "." + trainPhase
		for slices.ContainsFunc(p.Activities, func(a schedule.Activity) bool { return a.Name == name }) {
			name += "'"
		}
		for _, a := range acts {
			act := &p.Activities[a]
			if act.Deadline.IsZero() || act.Deadline.After(last) {
				act.Deadline = last
			}
			p.Links = append(p.Links, schedule.Link{Kind: schedule.FinishToStart, From: act.Name, To: name})
		}
		p.Activities = append(p.Activities, schedule.Activity{
			Name: name, Package: k.Name, Phase: trainPhase, Time: schedule.Decision, Modes: []schedule.Mode{{Calendar: cal}},
		})
	}
	return nil
}

func (b Backlog) sorted() []Train {
	trains := slices.Clone(b.Trains)
	slices.SortStableFunc(trains, func(x, y Train) int { return cmp.Or(x.By.Compare(y.By), cmp.Compare(x.Name, y.Name)) })
	return trains
}

// opening is a window that opens once, at an instant.
func opening(name string, at time.Time) calendar.Window {
	t := at.UTC().Truncate(time.Minute)
	clock := calendar.Clock(t.Hour()*3600 + t.Minute()*60)
	return calendar.Window{Name: name, Zone: "UTC", Dates: []calendar.Date{calendar.DateOf(t)}, Hours: calendar.Hours{{From: clock, To: clock + 60}}}
}

// readiness is, by package, the activities that must have ended before it goes: those in windows or, of a package without, all.
func readiness(p *schedule.Problem) map[string][]int {
	all, windowed := map[string][]int{}, map[string][]int{}
	for i := range p.Activities {
		a := &p.Activities[i]
		all[a.Package] = append(all[a.Package], i)
		if a.Time == schedule.Contiguous && a.Window != "" {
			windowed[a.Package] = append(windowed[a.Package], i)
		}
	}
	for name, list := range windowed {
		all[name] = list
	}
	return all
}

// departures is what goes with each train: the first that leaves no sooner than the package is ready.
func (b Backlog) departures(p *schedule.Problem, plan *schedule.Plan) []Departure {
	ended := map[string]time.Time{}
	for _, a := range plan.Activities {
		ended[a.Activity] = a.End
	}
	of := activities(p)
	out := []Departure{}
	for _, t := range b.sorted() {
		out = append(out, Departure{Name: t.Name, At: t.By, Packages: []string{}})
	}
	ready := readiness(p)
	for _, o := range plan.Packages {
		var last time.Time
		for _, i := range ready[o.Package] {
			if a := &p.Activities[i]; a.Phase != trainPhase && ended[a.Name].After(last) {
				last = ended[a.Name]
			}
		}
		if o.LeftOut || last.IsZero() {
			continue
		}
		k := slices.IndexFunc(out, func(d Departure) bool { return !last.After(d.At) })
		if k < 0 {
			continue
		}
		d := &out[k]
		d.Packages = append(d.Packages, o.Package)
		for _, i := range ready[o.Package] {
			if a := of[p.Activities[i].Name]; a.Time == schedule.Contiguous {
				d.Starts, d.Risk = d.Starts+1, d.Risk+a.Risk
			}
		}
	}
	return out
}
