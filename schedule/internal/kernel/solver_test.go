package kernel_test

import (
	"sort"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/berthplan/berth/schedule/internal/grid"
	"github.com/berthplan/berth/schedule/internal/kernel"
)

// draw makes random small problems.
type draw struct {
	*rapid.T
	p    *grid.Problem
	cals []*grid.Calendar // working hours
	wins []*grid.Calendar // per window: its openings
}

func (d *draw) n(lo, hi int, label string) int { return rapid.IntRange(lo, hi).Draw(d.T, label) }

func (d *draw) chance(label string) bool { return rapid.IntRange(0, 2).Draw(d.T, label) == 0 }

// what says which features a problem may have.
type what struct{ modes, links, calendars, windows, environments, packages, facts bool }

func problem(t *rapid.T, w what) *grid.Problem {
	d := &draw{T: t, p: &grid.Problem{Horizon: rapid.IntRange(4, 8).Draw(t, "horizon")}}
	p := d.p
	for range d.n(1, 2, "resources") {
		r := grid.Resource{Capacity: d.n(1, 3, "capacity")}
		if d.chance("step") {
			s := d.n(0, 4, "step start")
			r.Steps = append(r.Steps, grid.Step{Start: s, End: s + d.n(1, 3, "step length"), Capacity: d.n(0, 3, "step capacity")})
		}
		p.Res = append(p.Res, r)
	}
	if w.modes {
		p.Budgets = []int{d.n(1, 5, "budget")}
	}
	if w.calendars || w.windows {
		d.calendars()
	}
	if w.environments {
		d.environments(w)
	}
	if w.packages {
		for range d.n(1, 2, "packages") {
			p.Pkgs = append(p.Pkgs, grid.Package{Priority: int64(d.n(0, 3, "priority")), Due: d.n(0, 6, "due"), Optional: rapid.Bool().Draw(t, "optional")})
		}
	}
	p.Groups = 1
	for i := range d.n(1, 4, "activities") {
		d.activity(i, w)
	}
	if len(p.Acts) > 1 {
		for range d.n(0, 3, "links") {
			d.link(w)
		}
	}
	d.levels()
	return p
}

func (d *draw) calendars() {
	for range 2 {
		var pieces []grid.Piece
		for t := d.n(0, 2, "from"); t < 12; {
			end := t + d.n(1, 4, "open")
			pieces = append(pieces, grid.Piece{Start: t, End: end, Occ: grid.None})
			t = end + d.n(1, 3, "closed")
		}
		c := grid.NewCalendar(pieces)
		if d.chance("charges") {
			s := d.n(0, 6, "charge start")
			c.Charges = []grid.Charge{{Start: s, End: s + 2, Cost: int64(d.n(1, 3, "charge"))}}
		}
		d.cals = append(d.cals, c)
	}
	type raw struct {
		win    int
		pieces []grid.Piece
	}
	var all []raw
	for w := range 2 {
		d.p.Wins = append(d.p.Wins, grid.Window{Capacity: d.n(1, 2, "starts"), Budget: int64(d.n(-1, 4, "risk budget"))})
		for t := d.n(0, 1, "from"); t < 12; {
			end := t + d.n(1, 3, "open")
			o := raw{w, []grid.Piece{{Start: t, End: end}}}
			if d.chance("cut") {
				o.pieces = append(o.pieces, grid.Piece{Start: end + 1, End: end + 3})
				end += 3
			}
			all = append(all, o)
			t = end + d.n(0, 2, "closed")
		}
	}
	sort.SliceStable(all, func(i, j int) bool { return all[i].pieces[0].Start < all[j].pieces[0].Start })
	pieces := make([][]grid.Piece, 2)
	opens := make([][]int, 2)
	for n, o := range all {
		d.p.Occs = append(d.p.Occs, grid.Occurrence{Win: o.win, Opens: o.pieces[0].Start})
		opens[o.win] = append(opens[o.win], o.pieces[0].Start)
		for _, piece := range o.pieces {
			piece.Occ = n
			pieces[o.win] = append(pieces[o.win], piece)
		}
	}
	for w := range 2 {
		c := grid.NewCalendar(pieces[w])
		c.Opens = opens[w]
		d.wins = append(d.wins, c)
	}
}

func (d *draw) environments(w what) {
	for range 2 {
		e := grid.Environment{Capacity: d.n(1, 2, "capacity"), Initial: d.n(-1, 1, "initial")}
		if rapid.Bool().Draw(d.T, "configured") {
			to := func() int { return d.n(0, 2, "change") }
			e.Change = [][]int{{0, to(), to()}, {to(), 0, to()}, {to(), to(), 0}}
			if len(d.cals) > 0 && rapid.Bool().Draw(d.T, "hours") {
				e.Cal = d.cals[0]
			}
		}
		if d.chance("booked") {
			s := d.n(-1, 6, "booked from")
			e.Holds = append(e.Holds, grid.Hold{Start: s, End: s + d.n(1, 2, "booked for"), Units: 1, Config: d.n(0, 2, "config"), Act: grid.None})
		}
		if d.chance("outage") {
			s := d.n(0, 6, "out from")
			e.Holds = append(e.Holds, grid.Hold{Start: s, End: s + d.n(1, 2, "out for"), Units: 1, Config: grid.None, Act: grid.None, Outage: rapid.Bool().Draw(d.T, "out")})
		}
		if w.packages && d.chance("soft") {
			e.Soft = []grid.Charge{{Start: 1, End: 4, Cost: 2}}
		}
		d.p.Envs = append(d.p.Envs, e)
	}
}

func (d *draw) activity(i int, w what) {
	p := d.p
	a := grid.Activity{Pkg: grid.None, Win: grid.None, Group: grid.None, Occ: grid.None, Earliest: d.n(0, 2, "earliest"), Latest: p.Horizon, Deadline: p.Horizon}
	if d.chance("deadline") {
		a.Deadline = d.n(3, p.Horizon, "deadline")
	}
	if len(p.Pkgs) > 0 {
		a.Pkg = d.n(-1, len(p.Pkgs)-1, "package")
	}
	win := 0
	switch {
	case w.windows && rapid.Bool().Draw(d.T, "in window"):
		win = d.n(0, 1, "window")
		a.Kind = grid.Contiguous
		if d.chance("decision") {
			a.Kind = grid.Decision
		} else {
			a.Win, a.Risk = win, int64(d.n(0, 3, "risk"))
			a.Group = d.n(-1, 0, "group")
		}
	case w.calendars && rapid.Bool().Draw(d.T, "works"):
		a.Kind = grid.Working
	}
	modes := 1
	if w.modes {
		modes = d.n(1, 3, "modes")
	}
	for range modes {
		md := grid.Mode{Duration: d.n(0, 3, "duration"), Env: grid.None, Config: grid.None}
		switch a.Kind {
		case grid.Working:
			md.Cal = d.cals[d.n(0, 1, "calendar")]
		case grid.Contiguous:
			md.Cal, md.Runway = d.wins[win], md.Duration+d.n(0, 1, "rollback")
		case grid.Decision:
			md.Cal, md.Duration = d.wins[win], 0
		}
		if a.Kind != grid.Decision {
			for r := range p.Res {
				if d.chance("needs") {
					md.Needs = append(md.Needs, grid.Need{Res: r, Amount: d.n(1, 2, "amount")})
				}
			}
			if len(p.Envs) > 0 && rapid.Bool().Draw(d.T, "in environment") {
				md.Env, md.Units, md.Config = d.n(0, 1, "environment"), 1, d.n(0, 2, "config")
			}
		}
		if w.modes {
			md.Penalty = int64(d.n(0, 2, "penalty"))
			if d.chance("uses") {
				md.Uses = []grid.Need{{Res: 0, Amount: d.n(1, 3, "use")}}
			}
		}
		a.Modes = append(a.Modes, md)
	}
	if w.facts && a.Kind == grid.Elapsed && d.chance("fixed") {
		a.Fixed, a.Start = true, d.n(-2, 2, "fixed start")
		a.End = a.Start + a.Modes[0].Duration
	}
	if a.Pkg != grid.None {
		k := &p.Pkgs[a.Pkg]
		k.Acts = append(k.Acts, i)
		k.Optional = k.Optional && !a.Fixed
	}
	p.Acts = append(p.Acts, a)
}

func (d *draw) link(w what) {
	p := d.p
	k := grid.Link{From: d.n(0, len(p.Acts)-1, "from"), To: d.n(0, len(p.Acts)-1, "to")}
	if k.From == k.To {
		return
	}
	if w.links {
		k.Kind = grid.LinkKind(d.n(0, int(grid.Apart), "kind"))
		k.Lag = d.n(-2, 3, "lag")
	}
	if (k.Kind.Minimum() || k.Kind.Maximum() || k.Kind == grid.Apart) && len(d.cals) > 0 && d.chance("working lag") {
		k.Cal = d.cals[0]
	}
	n := len(p.Links)
	p.Links = append(p.Links, k)
	p.Acts[k.From].Out = append(p.Acts[k.From].Out, n)
	p.Acts[k.To].In = append(p.Acts[k.To].In, n)
}

func (d *draw) levels() {
	terms := rapid.Permutation([]grid.Term{grid.LeftOut, grid.Tardiness, grid.Penalties, grid.Makespan, grid.Starts}).Draw(d.T, "terms")
	for len(terms) > 0 {
		n := min(d.n(1, 2, "terms of a level"), len(terms))
		d.p.Levels = append(d.p.Levels, grid.Level{Terms: terms[:n]})
		terms = terms[n:]
		if d.chance("no more levels") {
			break
		}
	}
}

// TestSolverAgainstBrute compares proved answers with those of trying everything.
func TestSolverAgainstBrute(t *testing.T) {
	for name, w := range map[string]what{
		"projects":     {},
		"links":        {links: true},
		"modes":        {modes: true, links: true},
		"calendars":    {calendars: true, links: true},
		"windows":      {windows: true, links: true, calendars: true},
		"environments": {environments: true, modes: true},
		"packages":     {packages: true, links: true},
		"all":          {true, true, true, true, true, true, true},
	} {
		t.Run(name, func(t *testing.T) {
			exact, all := 0, 0
			rapid.Check(t, func(t *rapid.T) {
				all++
				p := problem(t, w)
				b := &brute{p: p}
				best := b.run()
				s := (&kernel.Solver{P: p, OnBound: func(level int, above []int64, at int64) {
					holds := best != nil
					for i, v := range above {
						holds = holds && best[i] <= v
					}
					if holds {
						require.LessOrEqual(t, at, best[level], "level %d: the bound is beaten", level)
					}
				}}).Open()
				for range 300 { // in steps, as others get their turns between
					s.Step(10_000)
				}
				r := s.Result()
				if best == nil {
					require.Nil(t, r.Best, "a plan where there is none")
				} else {
					require.False(t, r.Infeasible, "no plan where there is one: %v", best)
					// the bounds of later levels hold given what the model pays above
					require.LessOrEqual(t, r.Bound[0], best[0], "the bound is beaten: gaps %v", r.Gaps)
				}
				if len(r.Gaps) > 0 {
					return
				}
				exact++
				if best == nil {
					require.True(t, r.Infeasible, "nothing was proved")
					return
				}
				require.True(t, r.Proved, "nothing was proved: %v, best is %v", r, best)
				require.Equal(t, best, r.Value)
				require.Equal(t, best, r.Bound)
				b.s = *r.Best
				require.True(t, b.valid(), "the plan breaks a rule")
			})
			require.Greater(t, exact*10, all, "too few problems are stated exactly")
		})
	}
}
