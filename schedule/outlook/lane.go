package outlook

import (
	"cmp"
	"slices"
	"time"

	"github.com/berthplan/berth/schedule"
)

// lane is an environment with configurations over time: what states one, what holds it, and
// where it can change over.
type lane struct {
	g      *ground
	env    *schedule.Environment
	busy   []hold    // merged stretches in which something holds it; those that only touch stay apart
	stated []stretch // by start; the first is the configuration that the plan begins with
}

// stretch is a time in which a configuration must be kept.
type stretch struct {
	from, to      int64
	configuration string
}

// box is where something of one configuration may be: no start before lo, no end after hi.
type box struct {
	lo, hi        int64
	configuration string
	before, after *stretch // what states another configuration on either side, if anything does
	own           stretch  // what states this one in between; from is maxMinute where nothing does
}

func (g *ground) lane(e int, holds []hold) *lane {
	l := &lane{g: g, env: &g.p.Environments[e], busy: joined(holds)}
	first := stretch{g.start, g.start, l.env.Configurations[0]}
	var stating []hold
	for _, h := range holds {
		if h.states == "" || h.to <= g.start || h.activity < 0 && h.from >= g.horizon {
			continue // nothing is planned for what comes after the horizon
		}
		if h.from <= g.start && (h.activity < 0 || g.places[h.activity].fact) {
			first.configuration = h.states
		}
		stating = append(stating, h)
	}
	l.stated = append(l.stated, first)
	for _, h := range stating {
		l.stated = append(l.stated, stretch{h.from, h.to, h.states})
	}
	l.keep(holds)
	return l
}

// keep makes activities that keep the configuration they find do so: nothing may be put between them and what
// states it, but where they stand between two of the same configuration they are like those.
func (l *lane) keep(holds []hold) {
	stating := len(l.stated)
	var kept []stretch
	for _, h := range holds {
		if h.keeps == "" || h.to <= l.g.start {
			continue
		}
		next := 1
		for next < stating && l.stated[next].from <= h.from {
			next++
		}
		before := &l.stated[next-1]
		switch {
		case next < stating && l.stated[next].configuration == before.configuration:
			kept = append(kept, stretch{h.from, h.to, before.configuration})
		case h.keeps == before.configuration:
			before.to = max(before.to, h.to)
		case next < stating && h.keeps == l.stated[next].configuration:
			// What comes first is the one that shows how early the changeover must be over.
			kept = append(kept, stretch{h.from, l.stated[next].from, h.keeps})
		}
	}
	l.stated = append(l.stated, kept...)
	slices.SortStableFunc(l.stated[1:], func(a, b stretch) int { return cmp.Compare(a.from, b.from) })
}

// joined joins holds that overlap. Those that only touch stay apart, as a changeover without length fits between them.
func joined(holds []hold) []hold {
	var out []hold
	for _, h := range holds {
		if n := len(out); n > 0 && h.from < out[n-1].to {
			out[n-1].to = max(out[n-1].to, h.to)
			continue
		}
		out = append(out, h)
	}
	return out
}

// takes is how long a changeover is.
func (l *lane) takes(from, to string) time.Duration {
	if len(l.env.Changeover) == 0 {
		return 0
	}
	return l.env.Changeover[slices.Index(l.env.Configurations, from)][slices.Index(l.env.Configurations, to)]
}

// add moves a minute by open time of the environment's calendar.
func (l *lane) add(minute int64, d time.Duration) (int64, bool) {
	return l.g.add(l.env.Calendar, minute, d)
}

// earliest is the first stretch from a minute on in which a changeover of length d fits.
func (l *lane) earliest(from int64, d time.Duration) (start, end int64, ok bool) {
	k, _ := slices.BinarySearchFunc(l.busy, from, func(h hold, m int64) int {
		if h.to <= m {
			return -1
		}
		return 1
	})
	for _, h := range l.busy[k:] {
		if from <= h.from {
			if end, ok := l.add(from, d); ok && end <= h.from {
				return from, end, true
			}
		}
		from = max(from, h.to)
	}
	end, ok = l.add(from, d)
	return from, end, ok
}

// latest is the last minute from which on a changeover of length d fits before another minute.
func (l *lane) latest(until int64, d time.Duration, from int64) (int64, bool) {
	for k := len(l.busy) - 1; k >= 0; k-- {
		h := &l.busy[k]
		if h.from >= until {
			continue
		}
		if h.to <= until {
			if start, ok := l.add(until, -d); ok && start >= max(h.to, from) {
				return start, true
			}
		}
		if until = h.from; until < from {
			return 0, false
		}
	}
	start, ok := l.add(until, -d)
	return start, ok && start >= from
}

// boxes lists where something may be that states a configuration, or, with "", keeps what it finds.
func (l *lane) boxes(states string) []box {
	var out []box
	for i := 0; i < len(l.stated); {
		own, j := l.stated[i], i+1
		for ; j < len(l.stated) && l.stated[j].configuration == own.configuration; j++ {
			if next := l.stated[j]; states != "" && states != own.configuration && next.from > own.to {
				out = l.between(out, own, &next, states)
			}
			own.to = max(own.to, l.stated[j].to)
		}
		var before, after *stretch
		if i > 0 {
			before = &stretch{l.stated[i-1].from, l.stated[i-1].to, l.stated[i-1].configuration}
			for k := i - 1; k >= 0 && l.stated[k].configuration == before.configuration; k-- {
				before.to = max(before.to, l.stated[k].to)
			}
		}
		if j < len(l.stated) {
			after = &l.stated[j]
		}
		switch {
		case states == "" || states == own.configuration:
			out = append(out, l.around(own, before, after))
		case after == nil || after.configuration != states:
			out = l.between(out, own, after, states)
		}
		i = j
	}
	return out
}

// around is the box of what shares a configuration that is stated anyway.
func (l *lane) around(own stretch, before, after *stretch) box {
	b := box{lo: own.from, hi: own.to, configuration: own.configuration, before: before, after: after, own: own}
	if before == nil {
		b.lo = l.g.start
	} else if _, end, ok := l.earliest(before.to, l.takes(before.configuration, own.configuration)); ok {
		b.lo = min(b.lo, end)
	}
	if after == nil {
		b.hi = maxMinute
	} else if start, ok := l.latest(after.from, l.takes(own.configuration, after.configuration), own.to); ok {
		b.hi = max(b.hi, start)
	}
	return b
}

// between adds the box of what needs a configuration of its own between two others.
func (l *lane) between(out []box, before stretch, after *stretch, states string) []box {
	b := box{hi: maxMinute, configuration: states, before: &before, after: after, own: stretch{from: maxMinute}}
	var ok bool
	if _, b.lo, ok = l.earliest(before.to, l.takes(before.configuration, states)); !ok {
		return out
	}
	if after != nil {
		if b.hi, ok = l.latest(after.from, l.takes(states, after.configuration), b.lo); !ok {
			return out
		}
	}
	return append(out, b)
}

// changeovers says what changes over for something in [from, to) of box b: what is new, and what of the plan it replaces.
func (l *lane) changeovers(b *box, from, to int64) (made, instead []Changeover) {
	add := func(after int64, with, into string) {
		if start, end, ok := l.earliest(after, l.takes(with, into)); ok {
			made = append(made, Changeover{l.env.Name, with, into, l.g.time(start), l.g.time(end)})
		}
	}
	planned := func(after, until int64) *Changeover {
		for _, c := range l.g.plan.Changeovers {
			if c.Environment == l.env.Name && floor(c.Start) >= after && ceil(c.End) <= until {
				return &Changeover{c.Environment, c.From, c.To, c.Start, c.End}
			}
		}
		return nil
	}
	if own := b.own.from < maxMinute; !own {
		until := int64(maxMinute)
		if b.after != nil {
			until = b.after.from
		}
		if c := planned(b.before.to, until); c != nil {
			instead = append(instead, *c)
		}
		add(b.before.to, b.before.configuration, b.configuration)
		if b.after != nil {
			add(to, b.configuration, b.after.configuration)
		}
		return made, instead
	}
	if b.before != nil {
		if c := planned(b.before.to, b.own.from); c != nil && ceil(c.End) > from {
			instead = append(instead, *c)
			add(b.before.to, b.before.configuration, b.configuration)
		}
	}
	if b.after != nil {
		if c := planned(b.own.to, b.after.from); c != nil && floor(c.Start) < to {
			instead = append(instead, *c)
			add(max(to, b.own.to), b.configuration, b.after.configuration)
		}
	}
	return made, instead
}
