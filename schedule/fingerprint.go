package schedule

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"hash"

	"github.com/berthplan/berth/schedule/internal/engine"
	"github.com/berthplan/berth/schedule/internal/grid"
)

// known is what an earlier plan says of a problem: where to begin and, if it is
// a plan of the very same problem, what is proved already.
type known struct {
	solution *grid.Solution
	proofs   []engine.Proof
}

func (b *ground) known(plan *Plan) (k known) {
	if plan == nil || plan.Status != Optimal && plan.Status != Feasible {
		return k
	}
	n := len(b.g.Acts)
	k.solution = &grid.Solution{Start: make([]int, n), End: make([]int, n), Mode: make([]int, n)}
	for i := range n {
		k.solution.Start[i], k.solution.End[i] = grid.Never, grid.Never
	}
	for _, a := range plan.Activities {
		i, ok := b.act[a.Activity]
		if !ok || a.Mode < 0 || a.Mode >= len(b.g.Acts[i].Modes) || b.g.Acts[i].Fixed {
			continue
		}
		k.solution.Start[i], k.solution.Mode[i] = b.down(a.Start), a.Mode
		k.solution.End[i] = b.g.Acts[i].Finish(a.Mode, k.solution.Start[i])
	}
	if plan.Problem == "" || plan.Problem != b.fingerprint() || len(plan.Objective) != len(b.g.Levels) {
		return k
	}
	var above []int64
	for _, v := range plan.Objective {
		k.proofs = append(k.proofs, engine.Proof{Above: above, Bound: v.Bound, From: v.From})
		above = append(above[:len(above):len(above)], v.Value)
	}
	return k
}

// fingerprint tells problems apart by everything that the search and its proofs depend on; names do not.
func (b *ground) fingerprint() string {
	if b.print != "" {
		return b.print
	}
	d := digest{h: sha256.New()}
	g := b.g
	d.add(1, g.Horizon, g.Groups, len(g.Acts), len(g.Pkgs), len(g.Res), len(g.Envs), len(g.Wins), len(g.Occs), len(g.Links))
	for i := range g.Acts {
		d.activity(&g.Acts[i])
	}
	for _, k := range g.Pkgs {
		d.add(int(k.Priority), k.Due, flag(k.Optional))
	}
	for _, r := range g.Res {
		d.add(r.Capacity, len(r.Steps))
		for _, s := range r.Steps {
			d.add(s.Start, s.End, s.Capacity)
		}
	}
	d.add(g.Budgets...)
	for i := range g.Envs {
		d.environment(&g.Envs[i])
	}
	for _, w := range g.Wins {
		d.add(w.Capacity, int(w.Budget))
	}
	for _, o := range g.Occs {
		d.add(o.Win, o.Opens)
	}
	for _, l := range g.Links {
		d.add(int(l.Kind), l.From, l.To, l.Lag, flag(l.Void))
		d.calendar(l.Cal)
	}
	levels := b.p.objective()
	for i, l := range g.Levels {
		d.add(len(l.Terms))
		for _, t := range l.Terms {
			d.add(int(t))
		}
		if tolerance := levels[i].Tolerance; tolerance > 0 {
			d.add(int(tolerance))
		}
	}
	b.print = hex.EncodeToString(d.h.Sum(nil)[:16])
	return b.print
}

// digest hashes integers, and each calendar once.
type digest struct {
	h    hash.Hash
	buf  []byte
	cals map[*grid.Calendar]int
}

func flag(b bool) int {
	if b {
		return 1
	}
	return 0
}

func (d *digest) add(list ...int) {
	d.buf = d.buf[:0]
	for _, n := range list {
		d.buf = binary.AppendVarint(d.buf, int64(n))
	}
	d.h.Write(d.buf)
}

func (d *digest) activity(a *grid.Activity) {
	d.add(int(a.Kind), len(a.Modes), a.Pkg, a.Win, a.Group, int(a.Risk), a.Earliest, a.Latest, a.Deadline, flag(a.Fixed))
	if a.Was.Weight > 0 {
		d.add(a.Was.Start, a.Was.Env, int(a.Was.Weight))
	}
	if a.Fixed {
		d.add(a.Start, a.End, a.Mode, a.Occ)
	}
	for i := range a.Modes {
		m := &a.Modes[i]
		d.add(m.Duration, m.Runway, m.Env, m.Units, m.Config, int(m.Penalty), len(m.Needs), len(m.Uses))
		for _, n := range m.Needs {
			d.add(n.Res, n.Amount)
		}
		for _, n := range m.Uses {
			d.add(n.Res, n.Amount)
		}
		d.calendar(m.Cal)
	}
}

func (d *digest) environment(e *grid.Environment) {
	d.add(e.Capacity, e.Initial, len(e.Change), len(e.Holds), len(e.Soft))
	for _, row := range e.Change {
		d.add(row...)
	}
	d.calendar(e.Cal)
	for _, h := range e.Holds {
		d.add(h.Start, h.End, h.Units, h.Config, h.Act, flag(h.Outage))
	}
	d.charges(e.Soft)
}

func (d *digest) charges(list []grid.Charge) {
	for _, c := range list {
		d.add(c.Start, c.End, int(c.Cost))
	}
}

func (d *digest) calendar(c *grid.Calendar) {
	if c == nil {
		d.add(0)
		return
	}
	if n, ok := d.cals[c]; ok {
		d.add(n)
		return
	}
	if d.cals == nil {
		d.cals = map[*grid.Calendar]int{}
	}
	d.cals[c] = len(d.cals) + 1
	d.add(len(d.cals), len(c.Pieces), len(c.Opens), len(c.Charges))
	for _, p := range c.Pieces {
		d.add(p.Start, p.End, p.Occ)
	}
	d.add(c.Opens...)
	d.charges(c.Charges)
}
