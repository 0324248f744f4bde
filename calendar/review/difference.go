package review

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/berthplan/berth/calendar"
)

// View is what two calendars are compared for.
type View struct {
	Span  calendar.Interval
	Who   calendar.Subject // against whom scopes and exceptions are matched
	Doing calendar.Stops   // what is to be done; 0: deploying
}

// Difference is what changed from one calendar to another. Lists are in the order of time, Rules in that of the fields.
type Difference struct {
	View
	Rules       []Change
	Opened      []Turn // closed before, open now
	Closed      []Turn // open before, closed now
	Occurrences []Move

	before, after *calendar.Compiled
	zone          *time.Location
}

// Turn is time that is open in one of the calendars alone.
type Turn struct {
	calendar.Interval
	Why   []calendar.Reason // what closes it, in the calendar in which it is closed
	Rules []Change          // the changes behind it, as far as can be told
}

// Move is an occurrence that is not as it was. The zero Old: it appeared; the zero New: it vanished.
type Move struct{ Old, New calendar.Occurrence }

// farthest is how far an occurrence may move and still be the same one.
const farthest = 7 * 24 * time.Hour

// Diff compares two calendars over a span, for one subject. The error is that of Compile, for the
// first of the two that has faults, with "old." or "new." before the paths.
//
// An occurrence moved, rather than vanished, where one of the same window appeared within a week of it and none of that
// window opens between the two. What a blackout cuts from an occurrence is time that closed, and no move.
func Diff(old, new calendar.Spec, v View) (*Difference, error) {
	doing := cmp.Or(v.Doing, calendar.StopDeploy)
	before, err := old.Compile(v.Span, v.Who, doing)
	if err != nil {
		return nil, under("old.", err)
	}
	after, err := new.Compile(v.Span, v.Who, doing)
	if err != nil {
		return nil, under("new.", err)
	}
	d := &Difference{View: v, Rules: changes(old, new), before: before, after: after, zone: time.UTC}
	if loc, err := calendar.LoadZone(new.Zone); err == nil {
		d.zone = loc
	}
	was, is := openSet(before), openSet(after)
	d.Opened = d.turns(is.Subtract(was), before, after)
	d.Closed = d.turns(was.Subtract(is), after, before)
	d.Occurrences = moves(before.Occurrences(), after.Occurrences())
	return d, nil
}

// under puts a prefix before the paths of faults.
func under(prefix string, err error) error {
	all, ok := err.(calendar.Errors)
	if !ok {
		return err
	}
	out := make(calendar.Errors, len(all))
	for i, e := range all {
		moved := *e
		moved.Path = prefix + e.Path
		out[i] = &moved
	}
	return out
}

// turns says for each interval why it is closed in one calendar, and what changed there or in the windows of the other.
func (d *Difference) turns(set calendar.Set, closed, open *calendar.Compiled) []Turn {
	var out []Turn
	pieces := open.Pieces()
	for _, i := range set {
		t := Turn{Interval: i, Why: closed.Closing(i)}
		for len(pieces) > 0 && !pieces[0].End.After(i.Start) {
			pieces = pieces[1:]
		}
		windows := map[string]bool{}
		for _, p := range pieces {
			if !p.Start.Before(i.End) {
				break
			}
			windows[p.Occurrence.Window] = true
		}
		t.Rules = d.behind(t.Why, windows)
		out = append(out, t)
	}
	return out
}

// behind are the changes of the rules that close a time: of the blackouts and holidays, and where no window is
// open of the windows that open it in the other calendar. Where there are none, those of the closed windows and, at last,
// of what rules stand on: hours, holidays, zone.
func (d *Difference) behind(why []calendar.Reason, windows map[string]bool) []Change {
	var named, outside, base []Change
	for _, c := range d.Rules {
		hit := false
		for _, r := range why {
			switch {
			case r.Kind != c.kind:
			case c.kind == calendar.OutsideWindow:
				hit = hit || windows[c.Name]
				if r.Name == c.Name {
					outside = append(outside, c)
				}
			default:
				hit = hit || c.kind == calendar.OutsideHours || r.Name == c.Name
			}
		}
		switch {
		case hit:
			named = append(named, c)
		case c.kind == calendar.OutsideHours || c.kind == calendar.OnHoliday:
			base = append(base, c)
		}
	}
	switch {
	case len(named) > 0:
		return named
	case len(outside) > 0:
		return outside
	}
	return base
}

// moves pairs what vanished with what appeared.
func moves(old, new []calendar.Occurrence) []Move {
	type lists struct{ all, gone, come []calendar.Occurrence }
	by := map[string]*lists{}
	var names []string
	of := func(name string) *lists {
		if by[name] == nil {
			by[name] = &lists{}
			names = append(names, name)
		}
		return by[name]
	}
	kept := map[calendar.Occurrence]bool{}
	is := make(map[calendar.Occurrence]bool, len(new))
	for _, o := range new {
		is[o] = true
	}
	for _, o := range old {
		l := of(o.Window)
		l.all = append(l.all, o)
		if kept[o] = is[o]; !is[o] {
			l.gone = append(l.gone, o)
		}
	}
	for _, o := range new {
		l := of(o.Window)
		if !kept[o] {
			l.all, l.come = append(l.all, o), append(l.come, o)
		}
	}
	var out []Move
	for _, name := range names {
		l := by[name]
		slices.SortFunc(l.all, func(a, b calendar.Occurrence) int { return a.Opens.Compare(b.Opens) })
		out = append(out, pairs(l.all, l.gone, l.come)...)
	}
	slices.SortStableFunc(out, func(a, b Move) int {
		return cmp.Or(a.first().Opens.Compare(b.first().Opens), cmp.Compare(a.first().Window, b.first().Window))
	})
	return out
}

// pairs walks the openings of one window: neighbours of which one is gone and the other has come are one, the nearest first.
func pairs(all, gone, come []calendar.Occurrence) []Move {
	state := map[calendar.Occurrence]int{} // 1 gone, 2 come
	for _, o := range gone {
		state[o] = 1
	}
	for _, o := range come {
		state[o] = 2
	}
	type pair struct{ i, j int }
	var near []pair
	for i := 1; i < len(all); i++ {
		if state[all[i-1]]+state[all[i]] == 3 && all[i].Opens.Sub(all[i-1].Opens) <= farthest {
			near = append(near, pair{i - 1, i})
		}
	}
	slices.SortStableFunc(near, func(a, b pair) int {
		return cmp.Compare(all[a.j].Opens.Sub(all[a.i].Opens), all[b.j].Opens.Sub(all[b.i].Opens))
	})
	var out []Move
	taken := map[int]bool{}
	for _, p := range near {
		if taken[p.i] || taken[p.j] {
			continue
		}
		taken[p.i], taken[p.j] = true, true
		m := Move{all[p.i], all[p.j]}
		if state[all[p.i]] == 2 {
			m = Move{all[p.j], all[p.i]}
		}
		out = append(out, m)
	}
	for i, o := range all {
		switch {
		case taken[i]:
		case state[o] == 1:
			out = append(out, Move{Old: o})
		case state[o] == 2:
			out = append(out, Move{New: o})
		}
	}
	return out
}

// first is the earlier of the two.
func (m Move) first() calendar.Occurrence {
	if m.Old.Opens.IsZero() || !m.New.Opens.IsZero() && m.New.Opens.Before(m.Old.Opens) {
		return m.New
	}
	return m.Old
}

// Planned is a stretch of time that somebody counts on, such as a deployment.
type Planned struct {
	Name string
	calendar.Interval
}

// Broken is planned time that fitted into one open piece before and no longer does.
type Broken struct {
	Planned
	Why   []calendar.Reason // what closes part of it now; none: an occurrence ends inside it
	Rules []Change
}

// Breaks are those of the planned times that the change breaks, in their order. What did not fit before is not among them.
func (d *Difference) Breaks(planned []Planned) []Broken {
	was, is := d.before.Pieces(), d.after.Pieces()
	var out []Broken
	for _, p := range planned {
		if !fits(was, p.Interval) || fits(is, p.Interval) {
			continue
		}
		windows := map[string]bool{}
		if i := holder(was, p.Interval); i >= 0 {
			windows[was[i].Occurrence.Window] = true
		}
		why := d.after.Closing(p.Interval)
		out = append(out, Broken{p, why, d.behind(why, windows)})
	}
	return out
}

// holder is the piece that ends first after the start of i, or -1.
func holder(pieces []calendar.Piece, i calendar.Interval) int {
	k, _ := slices.BinarySearchFunc(pieces, i.Start, func(p calendar.Piece, t time.Time) int {
		if p.End.After(t) {
			return 1
		}
		return -1
	})
	if k == len(pieces) {
		return -1
	}
	return k
}

func fits(pieces []calendar.Piece, i calendar.Interval) bool {
	k := holder(pieces, i)
	return k >= 0 && !pieces[k].Start.After(i.Start) && !pieces[k].End.Before(i.End)
}

// String is the difference in lines: rules, then times, then occurrences, in the zone of the new calendar.
func (d *Difference) String() string {
	var b strings.Builder
	for _, c := range d.Rules {
		fmt.Fprintf(&b, "%s\n", c)
	}
	for _, part := range []struct {
		word string
		list []Turn
	}{{"opened", d.Opened}, {"closed", d.Closed}} {
		for _, t := range part.list {
			fmt.Fprintf(&b, "%s: %s%s\n", part.word, d.show(t.Interval), because(t.Rules))
		}
	}
	for _, m := range d.Occurrences {
		fmt.Fprintf(&b, "%s\n", d.move(m))
	}
	if b.Len() == 0 {
		return "no difference\n"
	}
	return b.String()
}

func (d *Difference) show(i calendar.Interval) string {
	from, to := i.Start.In(d.zone), i.End.In(d.zone)
	end := to.Format("Mon 2 Jan 2006 15:04")
	if calendar.DateOf(from) == calendar.DateOf(to) {
		end = to.Format("15:04")
	}
	return from.Format("Mon 2 Jan 2006 15:04") + " to " + end
}

func because(rules []Change) string {
	var names []string
	for _, c := range rules {
		if name := c.what(); !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	if len(names) == 0 {
		return ""
	}
	return ", because of " + strings.Join(names, " and ")
}

func (d *Difference) move(m Move) string {
	show := func(o calendar.Occurrence) string {
		return d.show(calendar.Interval{Start: o.Opens, End: o.Closes})
	}
	name := "window " + quote(m.first().Window) + ": "
	switch {
	case m.Old.Opens.IsZero():
		return name + "new occurrence, " + show(m.New)
	case m.New.Opens.IsZero():
		return name + "no more " + show(m.Old)
	case m.Old.Opens.Equal(m.New.Opens):
		return name + show(m.Old) + " now closes " + m.New.Closes.In(d.zone).Format("Mon 2 Jan 2006 15:04")
	}
	return name + show(m.Old) + " moved to " + show(m.New)
}
