package outlook

import (
	"sort"
	"time"

	"github.com/berthplan/berth/schedule"
)

// span is where an activity is, or could be.
type span struct {
	start, end int64
	ok         bool
}

// incoming lists the links that keep each activity from starting or ending early: minimum lags.
func (g *ground) incoming() [][]*schedule.Link {
	in := make([][]*schedule.Link, len(g.p.Activities))
	for k := range g.p.Links {
		if l := &g.p.Links[k]; l.Kind <= schedule.StartToFinish {
			in[g.act[l.To]] = append(in[g.act[l.To]], l)
		}
	}
	return in
}

// soonest is where activity i could be if nobody else needed anything: after its links from those that are at
// places, not before its earliest start and pin, when its calendar lets it. Its mode is the plan's.
func (g *ground) soonest(i int, links []*schedule.Link, at []span) span {
	a, m := &g.p.Activities[i], g.places[i].mode
	s := &search{g: g, a: a, m: m, length: int64(m.Duration / time.Minute)}
	start, ends := g.start, int64(minMinute)
	for _, t := range []time.Time{a.Earliest, a.Pin.Start} {
		if !t.IsZero() {
			start = max(start, ceil(t))
		}
	}
	for _, l := range links {
		from := at[g.act[l.From]]
		if !from.ok {
			continue // left out, or never
		}
		t := from.end
		if l.Kind == schedule.StartToStart || l.Kind == schedule.StartToFinish {
			t = from.start
		}
		t, ok := g.add(l.Calendar, t, l.Lag)
		switch {
		case !ok && l.Lag >= 0:
			return span{}
		case !ok: // looking back, everything is late enough
		case l.Kind == schedule.FinishToFinish || l.Kind == schedule.StartToFinish:
			ends = max(ends, t)
		default:
			start = max(start, t)
		}
	}
	if ends > g.horizon {
		return span{}
	}
	if ends > start {
		start += int64(sort.Search(int(ends-start), func(k int) bool {
			e, ok := s.end(start + int64(k))
			return !ok || e >= ends
		}))
	}
	if t, ok := s.first(start); ok {
		end, ok := s.end(t)
		return span{t, end, ok && end <= g.horizon}
	}
	return span{}
}

// planned is where the plan has each activity.
func (g *ground) planned() []span {
	at := make([]span, len(g.places))
	for i, pl := range g.places {
		at[i] = span{pl.start, pl.end, pl.row != nil}
	}
	return at
}

// early is where each activity would be if it started as early as links and calendars allow and nobody else
// needed anything; those left out, too. Facts are where they are. What has no place before the horizon has none.
func (g *ground) early() []span {
	in, at := g.incoming(), make([]span, len(g.places))
	fixed := func(i int) bool { return g.p.Activities[i].Fact != nil && g.places[i].row != nil }
	for i, pl := range g.places {
		if at[i] = (span{pl.start, pl.end, true}); !fixed(i) {
			at[i] = g.soonest(i, nil, nil)
		}
	}
	// Starts only grow, and without cycles each round settles another layer.
	for moved, round := true, 0; moved && round <= len(at); round++ {
		moved = false
		for i := range at {
			if len(in[i]) == 0 || fixed(i) || !at[i].ok {
				continue
			}
			if next := g.soonest(i, in[i], at); next != at[i] {
				at[i], moved = next, true
			}
		}
	}
	return at
}
