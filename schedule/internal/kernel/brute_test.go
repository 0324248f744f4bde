package kernel_test

import (
	"slices"

	"github.com/berthplan/berth/schedule/internal/grid"
)

// brute finds the best plan of a tiny problem by trying everything. It judges
// plans slot by slot and shares nothing with what it checks but the problem's types and Evaluate.
type brute struct {
	p     *grid.Problem
	s     grid.Solution
	best  []int64
	worst bool           // keep the worst plan instead
	last  *grid.Solution // the plan of best
}

func (b *brute) run() []int64 {
	n := len(b.p.Acts)
	b.best = nil
	b.s = grid.Solution{Start: make([]int, n), End: make([]int, n), Mode: make([]int, n)}
	b.try(0)
	return b.best
}

func (b *brute) try(i int) {
	if i == len(b.p.Acts) {
		if b.valid() {
			if v := b.p.Evaluate(&b.s); b.best == nil || grid.Less(v, b.best) != b.worst {
				b.best = v
				b.last = &grid.Solution{Start: slices.Clone(b.s.Start), End: slices.Clone(b.s.End), Mode: slices.Clone(b.s.Mode)}
			}
		}
		return
	}
	a := &b.p.Acts[i]
	if a.Fixed {
		b.s.Start[i], b.s.End[i], b.s.Mode[i] = a.Start, a.End, a.Mode
		b.try(i + 1)
		return
	}
	if k := a.Pkg; k != grid.None && b.p.Pkgs[k].Optional {
		b.s.Start[i], b.s.End[i], b.s.Mode[i] = grid.Never, grid.Never, 0
		b.try(i + 1)
	}
	for m := range a.Modes {
		for s := a.Earliest; s <= min(a.Latest, b.p.Horizon); s++ {
			if e, ok := b.alone(a, m, s); ok && e <= min(a.Deadline, b.p.Horizon) {
				b.s.Start[i], b.s.End[i], b.s.Mode[i] = s, e, m
				b.try(i + 1)
			}
		}
	}
}

func open(c *grid.Calendar, t int) bool {
	if c == nil {
		return true
	}
	for _, p := range c.Pieces {
		if p.Start <= t && t < p.End {
			return true
		}
	}
	return false
}

// advance counts d open slots on from t, or back where d is negative.
func advance(c *grid.Calendar, t, d int) (int, bool) {
	for ; d > 0; t++ {
		if t > 100 {
			return 0, false
		}
		if open(c, t) {
			d--
		}
	}
	if d < 0 {
		for t--; ; t-- { // the greatest end with that many between
			if t < -100 { // so early that the lag asks nothing
				return t, true
			}
			if open(c, t) {
				if d++; d == 0 {
					return t, true
				}
			}
		}
	}
	return t, true
}

func between(c *grid.Calendar, a, b int) int {
	if b < a {
		return -between(c, b, a)
	}
	n := 0
	for t := a; t < b; t++ {
		if open(c, t) {
			n++
		}
	}
	return n
}

func piece(c *grid.Calendar, t int) (grid.Piece, bool) {
	if c != nil {
		for _, p := range c.Pieces {
			if p.Start <= t && t < p.End {
				return p, true
			}
		}
	}
	return grid.Piece{}, false
}

// alone judges start s of activity a by itself, and returns its end.
func (b *brute) alone(a *grid.Activity, m, s int) (int, bool) {
	md := &a.Modes[m]
	switch a.Kind {
	case grid.Working:
		if md.Duration > 0 && !open(md.Cal, s) {
			return 0, false
		}
		return advance(md.Cal, s, md.Duration)
	case grid.Contiguous:
		if md.Cal != nil {
			p, ok := piece(md.Cal, s)
			if !ok || s+max(md.Runway, 1) > p.End {
				return 0, false
			}
		}
	case grid.Decision:
		return s, slices.Contains(md.Cal.Opens, s)
	}
	return s + md.Duration, true
}

func (b *brute) in(i int) bool { return b.s.Start[i] < grid.Never }

func (b *brute) mode(i int) *grid.Mode { return &b.p.Acts[i].Modes[b.s.Mode[i]] }

func (b *brute) occ(i int) int {
	if a := &b.p.Acts[i]; a.Fixed {
		return a.Occ
	}
	if p, ok := piece(b.mode(i).Cal, b.s.Start[i]); ok {
		return p.Occ
	}
	return grid.None
}

func (b *brute) valid() bool {
	for k := range b.p.Pkgs {
		for _, a := range b.p.Pkgs[k].Acts {
			if b.in(a) != b.in(b.p.Pkgs[k].Acts[0]) {
				return false
			}
		}
	}
	for l := range b.p.Links {
		if !b.linked(&b.p.Links[l]) {
			return false
		}
	}
	for k, total := range b.p.Budgets {
		for i := range b.p.Acts {
			if b.in(i) {
				for _, u := range b.mode(i).Uses {
					if u.Res == k {
						total -= u.Amount
					}
				}
			}
		}
		if total < 0 {
			return false
		}
	}
	for t := 0; t <= b.p.Horizon; t++ {
		if !b.room(t) {
			return false
		}
	}
	for e := range b.p.Envs {
		if len(b.p.Envs[e].Change) > 0 && !b.changes(e) {
			return false
		}
	}
	return b.occurrences()
}

func (b *brute) linked(k *grid.Link) bool {
	if k.Void || b.p.Acts[k.From].Fixed && b.p.Acts[k.To].Fixed {
		return true
	}
	if b.p.Acts[k.To].Fixed && !b.in(k.From) {
		return true // a fact needs nothing any more
	}
	if !b.in(k.To) || !b.in(k.From) {
		return !b.in(k.To) || b.in(k.From) || !k.Kind.Minimum()
	}
	from, to := b.s.Start[k.From], b.s.Start[k.To]
	switch k.Kind {
	case grid.FinishStart, grid.FinishFinish, grid.MaxFinishStart, grid.MaxFinishFinish:
		from = b.s.End[k.From]
	}
	switch k.Kind {
	case grid.FinishFinish, grid.StartFinish, grid.MaxFinishFinish, grid.MaxStartFinish:
		to = b.s.End[k.To]
	}
	switch k.Kind {
	case grid.SameOcc:
		return b.occ(k.From) == b.occ(k.To) && b.occ(k.To) != grid.None
	case grid.OtherOcc:
		return b.occ(k.From) != b.occ(k.To) || b.occ(k.To) == grid.None
	case grid.Apart:
		x, ok1 := advance(k.Cal, b.s.End[k.From], k.Lag)
		y, ok2 := advance(k.Cal, b.s.End[k.To], k.Lag)
		return ok1 && b.s.Start[k.To] >= x || ok2 && b.s.Start[k.From] >= y
	case grid.FinishStart, grid.StartStart, grid.FinishFinish, grid.StartFinish:
		at, ok := advance(k.Cal, from, k.Lag)
		return ok && to >= at
	}
	return between(k.Cal, from, to) <= k.Lag
}

// room judges capacities at slot t. What facts alone overload is no fault.
func (b *brute) room(t int) bool {
	at := func(i int) bool { return b.in(i) && b.s.Start[i] <= t && t < b.s.End[i] }
	for r := range b.p.Res {
		left, ours := b.p.Res[r].Capacity, false
		for _, s := range b.p.Res[r].Steps {
			if s.Start <= t && t < s.End {
				left = s.Capacity
			}
		}
		for i := range b.p.Acts {
			for _, n := range b.mode(i).Needs {
				if at(i) && n.Res == r && n.Amount > 0 {
					left -= n.Amount
					ours = ours || !b.p.Acts[i].Fixed
				}
			}
		}
		if ours && left < 0 {
			return false
		}
	}
	for e := range b.p.Envs {
		left, ours, outage := b.p.Envs[e].Capacity, false, false
		for _, h := range b.p.Envs[e].Holds {
			if h.Start <= t && t < h.End {
				outage = outage || h.Outage
				if !h.Outage {
					left -= h.Units
				}
			}
		}
		for i := range b.p.Acts {
			if at(i) && b.mode(i).Env == e {
				left -= b.mode(i).Units
				ours = ours || !b.p.Acts[i].Fixed
			}
		}
		if ours && (left < 0 || outage) {
			return false
		}
	}
	return true
}

// changes judges the configurations of environment e.
func (b *brute) changes(e int) bool {
	env := &b.p.Envs[e]
	type holder struct {
		start, end, config int
		fact               bool
	}
	var all []holder
	var blocked []grid.Hold
	for _, h := range env.Holds {
		if h.Config == grid.None {
			blocked = append(blocked, h)
		} else {
			all = append(all, holder{h.Start, h.End, h.Config, true})
		}
	}
	for i := range b.p.Acts {
		if b.in(i) && b.mode(i).Env == e && b.s.Start[i] < b.s.End[i] {
			h := holder{b.s.Start[i], b.s.End[i], b.mode(i).Config, b.p.Acts[i].Fixed}
			if h.fact && h.start == 0 {
				h.start = -1
			}
			all = append(all, h)
		}
	}
	for i, x := range all {
		for _, y := range all[:i] {
			if (!x.fact || !y.fact) && x.config != y.config && x.start < y.end && y.start < x.end {
				return false
			}
		}
	}
	slices.SortStableFunc(all, func(x, y holder) int { return x.start - y.start })
	now, left, fact := env.Initial, 0, true
	for _, h := range all {
		if h.start >= 0 && now != grid.None && now != h.config && !(fact && h.fact) {
			done := false
			for t := left; t <= h.start && !done; t++ {
				if d := env.Change[now][h.config]; d == 0 || open(env.Cal, t) {
					end, ok := advance(env.Cal, t, d)
					done = ok && end <= h.start
					for _, o := range blocked {
						done = done && (end <= o.Start || t >= o.End)
					}
				}
			}
			if !done {
				return false
			}
		}
		if h.config != now {
			left, fact = 0, false
		}
		now, left, fact = h.config, max(left, h.end), h.fact
	}
	return true
}

func (b *brute) occurrences() bool {
	for w := range b.p.Wins {
		for o := range b.p.Occs {
			starts, risk, ours, risky := 0, int64(0), false, false
			for i := range b.p.Acts {
				a := &b.p.Acts[i]
				if b.in(i) && a.Kind == grid.Contiguous && a.Win == w && b.p.Occs[o].Win == w && b.occ(i) == o {
					starts++
					risk += a.Risk
					ours = ours || !a.Fixed
					risky = risky || !a.Fixed && a.Risk > 0
				}
			}
			if ours && starts > b.p.Wins[w].Capacity || risky && b.p.Wins[w].Budget >= 0 && risk > b.p.Wins[w].Budget {
				return false
			}
		}
	}
	for i := range b.p.Acts {
		for j := range i {
			x, y := &b.p.Acts[i], &b.p.Acts[j]
			if b.in(i) && b.in(j) && x.Group != grid.None && x.Group == y.Group && x.Kind == grid.Contiguous && y.Kind == grid.Contiguous &&
				!(x.Fixed && y.Fixed) && b.occ(i) != grid.None && b.occ(i) == b.occ(j) {
				return false
			}
		}
	}
	return true
}
