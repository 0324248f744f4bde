package outlook

import (
	"cmp"
	"slices"
	"time"

	"github.com/berthplan/berth/schedule"
)

// WindowLoad is a window over time.
type WindowLoad struct {
	Name        string           `json:"name"`
	Capacity    int              `json:"capacity"`   // starts that an occurrence takes; 0: no limit
	RiskBudget  int64            `json:"riskBudget"` // thousandths of loss that an occurrence takes; 0: no limit
	Occurrences []OccurrenceLoad `json:"occurrences"`
	// Peak is the index of the fullest occurrence, -1 where nothing starts in any: of the greatest share of the capacity
	// or the risk budget, whichever is fuller; without either of the most starts. The first of equals.
	Peak     int   `json:"peak"`
	Crunches []int `json:"crunches"` // the occurrences of which more is asked than they take
}

// OccurrenceLoad is what starts in one occurrence of a window, and what would if everybody went at once.
type OccurrenceLoad struct {
	Opens      time.Time `json:"opens"`
	Starts     int       `json:"starts"`
	Risk       int64     `json:"risk"` // in thousandths of loss
	Demand     int       `json:"demand"`
	DemandRisk int64     `json:"demandRisk"`
}

// window counts the occurrences of a window that open in the buckets.
func (g *ground) window(w *schedule.Window, borders []int64, early []span) WindowLoad {
	out := WindowLoad{Name: w.Name, Capacity: w.Capacity, RiskBudget: w.RiskBudget, Occurrences: []OccurrenceLoad{}, Peak: -1, Crunches: []int{}}
	loads := map[int64]*OccurrenceLoad{}
	at := func(o occasion) *OccurrenceLoad {
		if t := time.Unix(o.opens, 0); o.window != w.Name || floor(t) < borders[0] || floor(t) >= borders[len(borders)-1] {
			return &OccurrenceLoad{} // of another window, or not asked for
		}
		l := loads[o.opens]
		if l == nil {
			l = &OccurrenceLoad{Opens: time.Unix(o.opens, 0).In(g.zone)}
			loads[o.opens] = l
		}
		return l
	}
	for i := range g.p.Activities {
		a, pl := &g.p.Activities[i], &g.places[i]
		if a.Time != schedule.Contiguous || a.Window != w.Name {
			continue
		}
		for m := range a.Modes {
			if cal := a.Modes[m].Calendar; cal != nil {
				for _, p := range g.open(cal) {
					at(occasionOf(p.occurrence))
				}
			}
		}
		for _, o := range g.openings(i) {
			l := at(o)
			l.Starts++
			l.Risk += a.Risk
			if a.Fact != nil {
				l.Demand++
				l.DemandRisk += a.Risk
			}
		}
		if a.Fact == nil && early[i].ok && pl.mode.Calendar != nil {
			if p, ok := pieceAt(g.open(pl.mode.Calendar), early[i].start); ok {
				l := at(occasionOf(p.occurrence))
				l.Demand++
				l.DemandRisk += a.Risk
			}
		}
	}
	for _, l := range loads {
		out.Occurrences = append(out.Occurrences, *l)
	}
	slices.SortFunc(out.Occurrences, func(a, b OccurrenceLoad) int { return a.Opens.Compare(b.Opens) })
	most := 0.0
	for k, l := range out.Occurrences {
		if full := out.full(l.Starts, l.Risk); full > most {
			out.Peak, most = k, full
		}
		if w.Capacity > 0 && l.Demand > w.Capacity || w.RiskBudget > 0 && l.DemandRisk > w.RiskBudget {
			out.Crunches = append(out.Crunches, k)
		}
	}
	return out
}

// full is the greater of the two shares; without limits, the starts.
func (w *WindowLoad) full(starts int, risk int64) float64 {
	if w.Capacity == 0 && w.RiskBudget == 0 {
		return float64(starts)
	}
	return max(ratio(int64(starts), int64(w.Capacity)), ratio(risk, w.RiskBudget), 0)
}

// within sums what opens in a bucket.
func (w *WindowLoad) within(b Bucket) (sum OccurrenceLoad, openings int) {
	first, _ := slices.BinarySearchFunc(w.Occurrences, b.From, func(o OccurrenceLoad, t time.Time) int { return cmp.Compare(o.Opens.Unix(), t.Unix()) })
	for _, o := range w.Occurrences[first:] {
		if !o.Opens.Before(b.To) {
			break
		}
		openings++
		sum.Starts, sum.Risk = sum.Starts+o.Starts, sum.Risk+o.Risk
		sum.Demand, sum.DemandRisk = sum.Demand+o.Demand, sum.DemandRisk+o.DemandRisk
	}
	return sum, openings
}
