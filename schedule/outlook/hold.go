package outlook

import (
	"cmp"
	"slices"

	"github.com/berthplan/berth/schedule"
)

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
