package schedule

import (
	"cmp"
	"slices"
	"time"

	"github.com/berthplan/berth/calendar"
	"github.com/berthplan/berth/schedule/internal/grid"
)

// ground is a Problem as the integer engine sees it, and the way back.
type ground struct {
	p    *Problem
	g    *grid.Problem
	base int64 // the minute since 1970 that slot 0 is
	loc  *time.Location

	act, pkg, env, res, win, sys map[string]int
	exclusive                    []int    // by system: its resource, or None
	renewables, budgets          []string // the names of the engine's resources, without those of systems, and of its budgets
	cals, shared                 map[*calendar.Compiled]*grid.Calendar
	occs                         map[occurrence]int
	openings                     []occurrence // by index, as in grid.Problem.Occs
	notes                        []Finding
	print                        string            // see fingerprint
	said                         map[saying]string // see when and ends
}

// occurrence is the identity of a window occurrence.
type occurrence struct {
	window string
	opens  int64 // Unix seconds
}

// newGround translates a valid problem. See package doc for how times are rounded.
func newGround(p *Problem) *ground { return groundWith(p, nil) }

// groundWith is newGround that shares with other problems of the same start the calendars without windows.
func groundWith(p *Problem, shared map[*calendar.Compiled]*grid.Calendar) *ground {
	loc, err := calendar.LoadZone(p.Zone)
	if err != nil {
		loc = time.UTC
	}
	b := &ground{p: p, g: &grid.Problem{}, loc: loc, cals: map[*calendar.Compiled]*grid.Calendar{}, shared: shared}
	b.base = -floorDiv(-p.Start.Unix(), 60)
	if p.Start.Unix()%60 == 0 && p.Start.Nanosecond() > 0 {
		b.base++
	}
	b.g.Horizon = b.down(p.Horizon)
	b.act = index(p.Activities, func(a *Activity) string { return a.Name })
	b.pkg = index(p.Packages, func(k *Package) string { return k.Name })
	b.env = index(p.Environments, func(e *Environment) string { return e.Name })
	b.res = index(p.Resources, func(r *Resource) string { return r.Name })
	b.win = index(p.Windows, func(w *Window) string { return w.Name })
	b.sys = index(p.Systems, func(s *System) string { return s.Name })
	b.resources()
	b.occurrences()
	b.environments()
	b.packages()
	b.activities()
	b.links()
	b.levels()
	return b
}

func index[T any](list []T, name func(*T) string) map[string]int {
	m := make(map[string]int, len(list))
	for i := range list {
		m[name(&list[i])] = i
	}
	return m
}

func floorDiv(a, b int64) int64 {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}

// down and up are the slots at or before, and at or after, an instant, within what the grid can hold.
func (b *ground) down(t time.Time) int { return clamp(floorDiv(t.Unix(), 60) - b.base) }

func (b *ground) up(t time.Time) int {
	m := floorDiv(t.Unix(), 60)
	if t.Unix()%60 != 0 || t.Nanosecond() != 0 {
		m++
	}
	return clamp(m - b.base)
}

func clamp(m int64) int { return int(min(max(m, -grid.Never/2), grid.Never/2)) }

// time is the instant at which slot s begins.
func (b *ground) time(s int) time.Time { return time.Unix((b.base+int64(s))*60, 0).In(b.loc) }

func minutes(d time.Duration) int { return int(min(d/time.Minute, grid.Never/4)) }

// weight is what a penalty of d costs: as much as lateness at priority 500.
func weight(d time.Duration) int64 { return 500 * int64(d/time.Minute) }

func (b *ground) resources() {
	for i := range b.p.Resources {
		r := &b.p.Resources[i]
		if r.Budget {
			b.res[r.Name] = -1 - len(b.g.Budgets) // budgets are counted apart: see needs
			b.g.Budgets = append(b.g.Budgets, r.Capacity)
			b.budgets = append(b.budgets, r.Name)
			continue
		}
		b.res[r.Name] = len(b.g.Res)
		out := grid.Resource{Capacity: r.Capacity}
		for _, s := range r.Steps {
			from, to := b.down(s.Start), b.up(s.End)
			if s.Capacity > r.Capacity { // more than usual is open time: rounded inward
				from, to = b.up(s.Start), b.down(s.End)
			}
			if from < to {
				out.Steps = append(out.Steps, grid.Step{Start: from, End: to, Capacity: s.Capacity})
			}
		}
		b.g.Res = append(b.g.Res, out)
		b.renewables = append(b.renewables, r.Name)
	}
	b.exclusive = make([]int, len(b.p.Systems))
	for i, s := range b.p.Systems {
		b.exclusive[i] = grid.None
		if s.OneAtATime {
			b.exclusive[i] = len(b.g.Res)
			b.g.Res = append(b.g.Res, grid.Resource{Capacity: 1})
		}
	}
	b.g.Groups = len(b.p.Systems)
	for _, w := range b.p.Windows {
		out := grid.Window{Capacity: w.Capacity, Budget: w.RiskBudget}
		if w.Capacity == 0 {
			out.Capacity = grid.Never
		}
		if w.RiskBudget == 0 {
			out.Budget = -1
		}
		b.g.Wins = append(b.g.Wins, out)
	}
}

// occurrences numbers every occurrence of every calendar in use, by opening.
func (b *ground) occurrences() {
	var all []occurrence
	seen := map[*calendar.Compiled]bool{}
	for i := range b.p.Activities {
		for m := range b.p.Activities[i].Modes {
			c := b.p.Activities[i].Modes[m].Calendar
			if c == nil || seen[c] {
				continue
			}
			seen[c] = true
			for _, o := range c.Occurrences() {
				all = append(all, occurrence{o.Window, o.Opens.Unix()})
			}
		}
	}
	slices.SortFunc(all, func(x, y occurrence) int {
		return cmp.Or(cmp.Compare(x.opens, y.opens), cmp.Compare(x.window, y.window))
	})
	all = slices.Compact(all)
	b.openings = all
	b.occs = make(map[occurrence]int, len(all))
	for i, o := range all {
		b.occs[o] = i
		win, ok := b.win[o.window]
		if !ok {
			win = grid.None
		}
		b.g.Occs = append(b.g.Occs, grid.Occurrence{Win: win, Opens: b.up(time.Unix(o.opens, 0))})
	}
}

// calendar translates c, once.
func (b *ground) calendar(c *calendar.Compiled) *grid.Calendar {
	if c == nil {
		return nil
	}
	if out, ok := b.cals[c]; ok {
		return out
	}
	if out, ok := b.shared[c]; ok {
		return out
	}
	inward := c.Minutes()
	all := inward.Pieces()
	pieces := make([]grid.Piece, 0, len(all))
	var opens []int
	for _, p := range all {
		occ := grid.None
		if p.Occurrence.Window != "" {
			if o, ok := b.occs[occurrence{p.Occurrence.Window, p.Occurrence.Opens.Unix()}]; ok {
				occ = o
			}
		}
		piece := grid.Piece{Start: b.up(p.Start), End: b.down(p.End), Occ: occ}
		if piece.Start >= piece.End {
			continue
		}
		pieces = append(pieces, piece)
		if occ != grid.None && b.up(p.Occurrence.Opens) == piece.Start {
			opens = append(opens, piece.Start)
		}
	}
	out := grid.NewCalendar(pieces)
	out.Opens = slices.Compact(opens)
	for i, ch := range inward.Charges() {
		out.Charges = append(out.Charges, grid.Charge{Start: b.down(ch.Start), End: b.up(ch.End), Cost: weight(ch.PerHour), Tag: i})
	}
	b.cals[c] = out
	if b.shared != nil && len(c.Occurrences()) == 0 {
		b.shared[c] = out
	}
	return out
}

func (b *ground) environments() {
	for i := range b.p.Environments {
		e := &b.p.Environments[i]
		out := grid.Environment{Capacity: max(e.Capacity, 1), Initial: grid.None, Cal: b.calendar(e.Calendar)}
		if len(e.Configurations) > 0 {
			out.Initial = 0
			out.Change = make([][]int, len(e.Configurations))
			for f := range out.Change {
				out.Change[f] = make([]int, len(e.Configurations))
				for t := range out.Change[f] {
					if f != t && f < len(e.Changeover) && t < len(e.Changeover[f]) {
						out.Change[f][t] = minutes(e.Changeover[f][t])
					}
				}
			}
		}
		for k, h := range e.Bookings {
			from, to := b.down(h.Start), b.up(h.End)
			if to <= 0 || from >= b.g.Horizon {
				continue
			}
			if h.Soft && !h.Outage {
				out.Soft = append(out.Soft, grid.Charge{Start: from, End: to, Cost: weight(h.PerHour), Tag: k})
				continue
			}
			if from == 0 {
				from = -1 // it holds it already
			}
			hold := grid.Hold{Start: from, End: to, Units: h.Units, Config: grid.None, Act: grid.None, Outage: h.Outage, Tag: k}
			if h.Units == 0 || h.Outage {
				hold.Units = out.Capacity
			}
			if c := slices.Index(e.Configurations, h.Configuration); c >= 0 && !h.Outage {
				hold.Config = c
			}
			out.Holds = append(out.Holds, hold)
		}
		slices.SortStableFunc(out.Holds, func(x, y grid.Hold) int { return cmp.Compare(x.Start, y.Start) })
		slices.SortStableFunc(out.Soft, func(x, y grid.Charge) int { return cmp.Compare(x.Start, y.Start) })
		b.g.Envs = append(b.g.Envs, out)
	}
}

func (b *ground) packages() {
	for i := range b.p.Packages {
		k := &b.p.Packages[i]
		out := grid.Package{Priority: int64(k.priority()), Due: grid.Never, Optional: k.Optional}
		if due := k.due(); !due.IsZero() {
			out.Due = b.down(due)
		}
		b.g.Pkgs = append(b.g.Pkgs, out)
	}
}

// priority is Priority with its default.
func (k *Package) priority() int {
	if k.Priority == 0 {
		return 500
	}
	return k.Priority
}

// due is when lateness begins: Due or, without one, Deadline.
func (k *Package) due() time.Time {
	if k.Due.IsZero() {
		return k.Deadline
	}
	return k.Due
}

func (b *ground) levels() {
	levels := b.p.Objective
	if levels == nil {
		levels = DefaultObjective()
	}
	for _, l := range levels {
		var out grid.Level
		for _, t := range l.Terms {
			out.Terms = append(out.Terms, grid.Term(t))
		}
		b.g.Levels = append(b.g.Levels, out)
	}
}
