package outlook

import (
	"slices"
	"sort"

	"github.com/berthplan/berth/calendar"
	"github.com/berthplan/berth/schedule"
)

// The numbers that a counter adds up.
const (
	isOpen = iota
	isOut
	isBooked
	isUsed
	isChanging
	isDemanded
	counts
)

// edge changes one of the numbers from a minute on.
type edge struct {
	at   int64
	what int
	by   int64
}

// counter sums over the minutes in which something is open.
type counter struct {
	g        *ground
	borders  []int64
	capacity []stage
	edges    []edge
}

func (c *counter) add(from, to int64, what int, by int64) {
	if from < to && by != 0 {
		c.edges = append(c.edges, edge{from, what, by}, edge{to, what, -by})
	}
}

// counter counts what activities hold and ask for of a capacity, of which a mode holds units.
func (g *ground) counter(borders []int64, capacity []stage, units func(*schedule.Mode) int64, early []span) *counter {
	c := &counter{g: g, borders: borders, capacity: capacity}
	var calendars []*calendar.Compiled
	always, limited := false, false
	for i := range g.p.Activities {
		a, pl := &g.p.Activities[i], &g.places[i]
		for m := range a.Modes {
			if units(&a.Modes[m]) == 0 || a.Time != schedule.Working && a.Time != schedule.Contiguous {
				continue
			}
			cal := a.Modes[m].Calendar
			if limited = true; cal == nil {
				always = true
			} else if !slices.Contains(calendars, cal) {
				calendars = append(calendars, cal)
			}
		}
		n := units(pl.mode)
		if pl.long() {
			c.add(pl.start, pl.end, isUsed, n)
		}
		if early[i].ok {
			c.add(early[i].start, early[i].end, isDemanded, n)
		}
	}
	if always || !limited {
		c.add(borders[0], borders[len(borders)-1], isOpen, 1)
		return c
	}
	for _, cal := range calendars {
		for _, p := range g.open(cal) {
			c.add(p.from, p.to, isOpen, 1)
		}
	}
	return c
}

// environment adds outages, bookings and changeovers.
func (c *counter) environment(env *schedule.Environment) {
	for _, b := range env.Bookings {
		switch units := int64(b.Units); {
		case b.Outage:
			c.add(floor(b.Start), ceil(b.End), isOut, 1)
		case b.Soft:
		case units == 0:
			c.add(floor(b.Start), ceil(b.End), isBooked, int64(max(1, env.Capacity)))
		default:
			c.add(floor(b.Start), ceil(b.End), isBooked, units)
		}
	}
	for _, r := range c.g.plan.Changeovers {
		if r.Environment == env.Name {
			c.add(floor(r.Start), ceil(r.End), isChanging, 1)
		}
	}
}

// load sweeps over time.
func (c *counter) load(kind, name string) Load {
	l := Load{Kind: kind, Name: name, Peak: -1, DemandPeak: -1, Crunches: []int{}}
	for k := range c.borders[1:] {
		l.Buckets = append(l.Buckets, Bucket{From: c.g.time(c.borders[k]), To: c.g.time(c.borders[k+1])})
	}
	const border = counts
	edges := c.edges
	for _, at := range c.borders {
		edges = append(edges, edge{at: at, what: border})
	}
	for _, s := range c.capacity[1:] {
		edges = append(edges, edge{at: s.at, what: border})
	}
	sort.SliceStable(edges, func(i, j int) bool { return edges[i].at < edges[j].at })
	var now [counts + 1]int64
	bucket, steps := -1, c.capacity
	for k := 0; k < len(edges); {
		at := edges[k].at
		for ; k < len(edges) && edges[k].at == at; k++ {
			now[edges[k].what] += edges[k].by
		}
		for len(steps) > 1 && steps[1].at <= at {
			steps = steps[1:]
		}
		for bucket+1 < len(c.borders) && c.borders[bucket+1] <= at {
			bucket++
		}
		if bucket < 0 || bucket >= len(l.Buckets) || k == len(edges) {
			continue
		}
		l.Buckets[bucket].count(&now, steps[0].n, edges[k].at-at)
	}
	l.Total = Bucket{From: l.Buckets[0].From, To: l.Buckets[len(l.Buckets)-1].To}
	for k, b := range l.Buckets {
		l.Total.add(b)
		if b.Share() > 0 && (l.Peak < 0 || b.Share() > l.Buckets[l.Peak].Share()) {
			l.Peak = k
		}
		if b.Asked() > 0 && (l.DemandPeak < 0 || b.Asked() > l.Buckets[l.DemandPeak].Asked()) {
			l.DemandPeak = k
		}
		if b.Demand > b.Available() {
			l.Crunches = append(l.Crunches, k)
		}
	}
	return l
}

// count adds so many minutes in which nothing changes.
func (b *Bucket) count(now *[counts + 1]int64, capacity, minutes int64) {
	if now[isOpen] <= 0 {
		return
	}
	out, booked := int64(0), min(now[isBooked], capacity)
	if now[isOut] > 0 {
		out, booked = capacity, 0
	}
	b.Capacity += capacity * minutes
	b.Outage += out * minutes
	b.Booked += booked * minutes
	b.Used += now[isUsed] * minutes
	b.Demand += now[isDemanded] * minutes
	if now[isChanging] > 0 {
		b.Changeover += capacity * minutes
	}
	b.Most = max(b.Most, now[isUsed])
}

func (b *Bucket) add(o Bucket) {
	b.Capacity += o.Capacity
	b.Outage += o.Outage
	b.Booked += o.Booked
	b.Used += o.Used
	b.Changeover += o.Changeover
	b.Demand += o.Demand
	b.Most = max(b.Most, o.Most)
}
