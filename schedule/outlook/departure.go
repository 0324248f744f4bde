package outlook

import (
	"cmp"
	"slices"
	"time"

	"github.com/berthplan/berth/schedule"
)

// Departure is what goes in one occurrence of a window, or with one train.
type Departure struct {
	Name     string    `json:"name"` // of the window or train
	At       time.Time `json:"at"`   // when the window opens; a train's date
	Packages []string  `json:"packages"`
	Starts   int       `json:"starts"`   // deployments, several of a package among them
	Capacity int       `json:"capacity"` // starts that the window takes at a time; 0: no limit
	Risk     int64     `json:"risk"`     // in thousandths of loss
	Budget   int64     `json:"budget"`   // of that; 0: no limit
}

// departures is what starts in each occurrence of a window that the plan uses, by opening. Facts count, as they
// do for the window's limits.
func departures(p *schedule.Problem, plan *schedule.Plan) []Departure {
	of := activities(p)
	all := []Departure{}
	for _, a := range plan.Activities {
		act := of[a.Activity]
		if act == nil || act.Time != schedule.Contiguous || a.Window == "" || a.Opens.IsZero() {
			continue
		}
		k := slices.IndexFunc(all, func(d Departure) bool { return d.Name == a.Window && d.At.Equal(a.Opens) })
		if k < 0 {
			k = len(all)
			all = append(all, Departure{Name: a.Window, At: a.Opens})
			for _, w := range p.Windows {
				if w.Name == a.Window {
					all[k].Capacity, all[k].Budget = w.Capacity, w.RiskBudget
				}
			}
		}
		d := &all[k]
		d.Starts++
		d.Risk += act.Risk
		if !slices.Contains(d.Packages, a.Package) {
			d.Packages = append(d.Packages, a.Package)
		}
	}
	slices.SortStableFunc(all, func(a, b Departure) int { return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.Name, b.Name)) })
	return all
}

// activities is those of a problem by name.
func activities(p *schedule.Problem) map[string]*schedule.Activity {
	of := make(map[string]*schedule.Activity, len(p.Activities))
	for i := range p.Activities {
		of[p.Activities[i].Name] = &p.Activities[i]
	}
	return of
}
