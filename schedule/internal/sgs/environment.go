package sgs

import (
	"slices"
	"sort"

	"github.com/berthplan/berth/schedule/internal/grid"
)

// timeline is who holds an environment, sorted by start.
type timeline struct {
	env   *grid.Environment
	holds []grid.Hold
	span  int // longest hold so far: bounds how far back an overlap can begin
	// detours is whether some changeover is quicker by way of a third
	// configuration: then whoever is taken out may leave others without the time they had.
	detours bool
}

func newTimeline(e *grid.Environment) timeline {
	t := timeline{env: e, detours: detours(e.Change)}
	for _, h := range e.Holds {
		t.add(h)
	}
	return t
}

// first returns the first hold that starts at or after t.
func (l *timeline) first(t int) int {
	return sort.Search(len(l.holds), func(i int) bool { return l.holds[i].Start >= t })
}

func (l *timeline) add(h grid.Hold) {
	if h.Start >= h.End {
		return
	}
	l.span = max(l.span, h.End-h.Start)
	at := sort.Search(len(l.holds), func(i int) bool { return follows(&l.holds[i], &h) })
	l.holds = slices.Insert(l.holds, at, h)
}

// follows orders holds that start together, so that the order in which they
// came makes no difference: activities by index, then bookings.
func follows(a, b *grid.Hold) bool {
	if a.Start != b.Start {
		return a.Start > b.Start
	}
	return b.Act != grid.None && (a.Act == grid.None || a.Act > b.Act)
}

func (l *timeline) remove(act int) {
	l.holds = slices.DeleteFunc(l.holds, func(h grid.Hold) bool { return h.Act == act })
}

// overlapping calls f for each hold that shares a slot with [s, e), by start.
func (l *timeline) overlapping(s, e int, f func(h *grid.Hold) bool) {
	for i := l.first(s - l.span); i < len(l.holds) && l.holds[i].Start < e; i++ {
		if l.holds[i].End > s && !f(&l.holds[i]) {
			return
		}
	}
}

// Clash is why a hold does not fit, and until when that stays so.
type Clash struct {
	Kind  ClashKind
	Until int // no start before it can work
	With  grid.Hold
	From  int // ChangeoverBefore: the configuration to change from
	Since int // ChangeoverBefore: when the change can begin
}

// ClashKind tells clashes apart.
type ClashKind uint8

// The kinds of clashes.
const (
	NoClash          ClashKind = iota
	InOutage                   // nothing can be held
	Full                       // beyond the capacity
	OtherConfig                // With holds it in another configuration
	ChangeoverBefore           // no time to change over from what With (or the start) leaves
	ChangeoverAfter            // no time to change over to what With needs
)

// clash returns why h cannot be added, or NoClash. Where several reasons hold it
// returns the first in the order of the kinds; see clashes for all of them.
func (l *timeline) clash(h grid.Hold) Clash {
	for _, f := range [...]func(grid.Hold) Clash{l.outage, l.full, l.config} {
		if c := f(h); c.Kind != NoClash {
			return c
		}
	}
	return Clash{}
}

// clashes returns every kind of reason that alone keeps h out.
func (l *timeline) clashes(h grid.Hold) []Clash {
	var all []Clash
	for _, f := range [...]func(grid.Hold) Clash{l.outage, l.full, l.config} {
		if c := f(h); c.Kind != NoClash {
			all = append(all, c)
		}
	}
	return all
}

func (l *timeline) outage(h grid.Hold) (c Clash) {
	l.overlapping(h.Start, h.End, func(o *grid.Hold) bool {
		if o.Outage && o.End > c.Until {
			c = Clash{Kind: InOutage, Until: o.End, With: *o}
		}
		return true
	})
	return c
}

// full looks for an instant at which the units add up to more than the capacity.
func (l *timeline) full(h grid.Hold) (c Clash) {
	total := h.Units
	l.overlapping(h.Start, h.End, func(o *grid.Hold) bool {
		if !o.Outage {
			total += o.Units
		}
		return true
	})
	if total <= l.env.Capacity {
		return Clash{}
	}
	if l.env.Capacity == 1 || h.Units >= l.env.Capacity {
		// every holder clashes: wait for the last that overlaps
		l.overlapping(h.Start, h.End, func(o *grid.Hold) bool {
			if !o.Outage && o.End > c.Until {
				c = Clash{Kind: Full, Until: o.End, With: *o}
			}
			return true
		})
		return c
	}
	// the use changes only where a hold starts: look at each start in [h.Start, h.End)
	peak := func(t int) (used, end int, first grid.Hold) {
		end = grid.Never
		l.overlapping(t, t+1, func(o *grid.Hold) bool {
			if !o.Outage {
				used += o.Units
				if o.End < end {
					end, first = o.End, *o
				}
			}
			return true
		})
		return used, end, first
	}
	check := func(t int) {
		if used, end, first := peak(t); used+h.Units > l.env.Capacity && end > c.Until {
			c = Clash{Kind: Full, Until: end, With: first}
		}
	}
	check(h.Start)
	l.overlapping(h.Start, h.End, func(o *grid.Hold) bool {
		if o.Start > h.Start {
			check(o.Start)
		}
		return true
	})
	return c
}

// config judges the configuration of h, and the changeovers around it.
func (l *timeline) config(h grid.Hold) (c Clash) {
	if len(l.env.Change) == 0 {
		return Clash{}
	}
	if h.Config != grid.None {
		l.overlapping(h.Start, h.End, func(o *grid.Hold) bool {
			if o.Config != grid.None && o.Config != h.Config && o.End > c.Until {
				c = Clash{Kind: OtherConfig, Until: o.End, With: *o}
			}
			return true
		})
		if c.Kind != NoClash {
			return c
		}
	}
	now, from, who := l.before(h.Start)
	if h.Config != grid.None {
		if now != grid.None && now != h.Config {
			if _, _, ok := l.gap(now, h.Config, from, h.Start, nil); !ok {
				since, until := l.changed(now, h.Config, from, h.Start)
				return Clash{Kind: ChangeoverBefore, Until: until, With: who, From: now, Since: since}
			}
		}
		now, from = h.Config, h.End
	}
	// what follows must still find the time to change over; a hold that states
	// no configuration may span several changes
	for now != grid.None {
		next := l.differs(h.Start, now, &from)
		if next == nil {
			break
		}
		if _, _, ok := l.gap(now, next.Config, from, next.Start, &h); !ok {
			until := next.End
			if h.Config == grid.None { // it may follow the changeover instead
				if _, changed, ok := l.gap(now, next.Config, from, next.Start, nil); ok {
					until = min(until, changed)
				}
			}
			return Clash{Kind: ChangeoverAfter, Until: max(until, h.Start+1), With: *next}
		}
		if next.Start >= h.End {
			break
		}
		now, from = next.Config, next.End
	}
	if l.detours {
		if cut := l.broken(&h); cut != nil {
			return Clash{Kind: ChangeoverAfter, Until: h.Start + 1, With: *cut}
		}
	}
	return Clash{}
}

// detours reports whether the changeover times break the triangle inequality.
func detours(change [][]int) bool {
	for a := range change {
		for b := range change {
			for c := range change {
				if change[a][b]+change[b][c] < change[a][c] {
					return true
				}
			}
		}
	}
	return false
}

// broken returns the first hold whose configuration cannot be reached from
// what was there before, with extra among the holds; nil where all can.
func (l *timeline) broken(extra *grid.Hold) *grid.Hold {
	now, left := l.env.Initial, 0
	visit := func(h *grid.Hold) bool {
		switch {
		case h.Config == grid.None:
		case h.Config == now:
			left = max(left, h.End)
		default:
			if h.Start >= 0 {
				if _, _, ok := l.gap(now, h.Config, left, h.Start, extra); !ok {
					return false
				}
			}
			now, left = h.Config, h.End
		}
		return true
	}
	pending := extra
	for i := range l.holds {
		if pending != nil && pending.Start <= l.holds[i].Start {
			if !visit(pending) {
				return pending
			}
			pending = nil
		}
		if !visit(&l.holds[i]) {
			return &l.holds[i]
		}
	}
	if pending != nil && !visit(pending) {
		return pending
	}
	return nil
}

// before returns the configuration just before t, since when nobody holds the
// environment in it (or t, where somebody still does), and who held it last.
func (l *timeline) before(t int) (config, left int, who grid.Hold) {
	config, left, who.Act, who.Tag = l.env.Initial, 0, grid.None, grid.None
	i := l.first(t)
	for i--; i >= 0; i-- {
		if o := l.holds[i]; o.Config != grid.None {
			config = o.Config
			break
		}
	}
	// the holders in that configuration lie together; the last to leave counts
	for ; i >= 0; i-- {
		o := l.holds[i]
		if o.Config != grid.None && o.Config != config {
			break
		}
		if o.Config == config && o.End > left {
			left, who = o.End, o
		}
		if o.Start+l.span <= left {
			break
		}
	}
	return config, left, who
}

// differs returns the first hold from t on that states a configuration other
// than now, and raises from to the last end of those that state now before it.
func (l *timeline) differs(t, now int, from *int) *grid.Hold {
	seen := false // past the first hold in now: for a second change of a long hold
	for i := l.first(t); i < len(l.holds); i++ {
		switch o := &l.holds[i]; o.Config {
		case grid.None:
		case now:
			seen = true
			*from = max(*from, o.End)
		default:
			if !seen && o.Start < *from {
				continue // before the change that was looked at last
			}
			return o
		}
	}
	return nil
}

// gap finds the first stretch of [from, to) in which nothing holds the
// environment, extra included, and in which the changeover a → b is done.
func (l *timeline) gap(a, b, from, to int, extra *grid.Hold) (start, end int, ok bool) {
	d := l.env.Change[a][b]
	cur := max(from, 0)
	try := func(until int) bool {
		if until < cur {
			return false
		}
		start = cur
		if d > 0 {
			start = l.env.Cal.NextOpen(cur)
		}
		end = l.env.Cal.Add(start, d)
		return start < grid.Never && end <= until
	}
	done := false
	visit := func(s, e int) bool {
		if s > cur || (s == cur && d == 0) {
			if try(min(s, to)) {
				done = true
				return false
			}
		}
		cur = max(cur, e)
		return cur <= to
	}
	pending := extra
	l.overlapping(cur, to, func(o *grid.Hold) bool {
		if pending != nil && pending.Start <= o.Start {
			if p := pending; p.End > cur && !visit(p.Start, p.End) {
				return false
			}
			pending = nil
		}
		return visit(o.Start, o.End)
	})
	if !done && pending != nil && pending.End > cur && pending.Start < to && cur <= to {
		visit(pending.Start, pending.End)
	}
	if !done && cur <= to {
		done = try(to)
	}
	return start, end, done
}

// changed returns when a → b would begin if nobody moved, and a slot after t
// before which it cannot be done: its end, or where somebody else changes the environment first.
func (l *timeline) changed(a, b, from, t int) (since, until int) {
	since, until, ok := l.gap(a, b, from, grid.Never, nil)
	if !ok {
		since, until = grid.Never, grid.Never
	}
	if next := l.differs(t, a, new(int)); next != nil {
		if next.Config == b {
			until = min(until, next.Start)
		} else {
			until = min(until, next.End)
		}
	}
	return since, max(until, t+1)
}
