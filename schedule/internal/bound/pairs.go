package bound

import "github.com/berthplan/berth/schedule/internal/grid"

// pair is two activities that cannot run together in any of their modes, and the time from the
// end of one to the start of the other at least.
type pair struct {
	i, j         int
	after, other int // j after i, i after j
}

// mostPairs bounds how many pairs are kept, and a hundred times that how many are looked at.
const mostPairs = 20_000

// pairs returns who cannot run together for want of room.
func pairs(p *grid.Problem, supplies []supply) (all []pair) {
	c := clashes{p: p, quick: make([][][]int, len(p.Envs))}
	for e := range p.Envs {
		if told(p, e) {
			c.quick[e] = grid.Quickest(p.Envs[e].Change)
		}
	}
	seen := map[[2]int]bool{}
	looks := 0
	for n := range supplies {
		s := &supplies[n]
		for x := range s.users {
			for y := range x {
				if looks++; looks > 100*mostPairs || len(all) == mostPairs {
					return all
				}
				i, j := s.users[x].act, s.users[y].act
				if !s.changes && most(s.users[x].need)+most(s.users[y].need) <= s.most || seen[[2]int{i, j}] {
					continue
				}
				if q, ok := c.pair(i, j); ok {
					seen[[2]int{i, j}] = true
					all = append(all, q)
				}
			}
		}
	}
	return all
}

func most(need []int) (n int64) {
	for _, x := range need {
		n = max(n, int64(x))
	}
	return n
}

// clashes knows who cannot run beside whom.
type clashes struct {
	p     *grid.Problem
	quick [][][]int // by environment: the least time from one configuration to another; nil where nothing is known
}

// told reports whether the time between configurations of environment e holds between any two: facts
// may leave each other less, so no more than one may state a configuration.
func told(p *grid.Problem, e int) bool {
	facts := 0
	for _, h := range p.Envs[e].Holds {
		if h.Config != grid.None {
			facts++
		}
	}
	for i := range p.Acts {
		if a := &p.Acts[i]; a.Fixed && a.Modes[a.Mode].Env == e && a.Modes[a.Mode].Config != grid.None {
			facts++
		}
	}
	return len(p.Envs[e].Change) > 0 && facts < 2
}

// pair returns the pair of i and j, and whether they clash in all of their modes.
func (c *clashes) pair(i, j int) (q pair, ok bool) {
	q = pair{i: i, j: j, after: grid.Never, other: grid.Never}
	for k := range c.p.Acts[i].Modes {
		for l := range c.p.Acts[j].Modes {
			after, other, ok := c.clash(&c.p.Acts[i].Modes[k], &c.p.Acts[j].Modes[l])
			if !ok {
				return q, false
			}
			q.after, q.other = min(q.after, after), min(q.other, other)
		}
	}
	return q, true
}

// clash reports whether two modes cannot run together, and what must lie between them.
func (c *clashes) clash(a, b *grid.Mode) (after, other int, ok bool) {
	p := c.p
	if a.Duration == 0 || b.Duration == 0 {
		return 0, 0, false
	}
	if a.Env != grid.None && a.Env == b.Env {
		if d := c.quick[a.Env]; d != nil && a.Config != b.Config && a.Config != grid.None && b.Config != grid.None {
			return d[a.Config][b.Config], d[b.Config][a.Config], true
		}
		if a.Units+b.Units > p.Envs[a.Env].Capacity {
			return 0, 0, true
		}
	}
	for _, x := range a.Needs {
		for _, y := range b.Needs {
			if x.Res != y.Res || x.Amount <= 0 || y.Amount <= 0 {
				continue
			}
			room := p.Res[x.Res].Capacity
			for _, s := range p.Res[x.Res].Steps {
				room = max(room, s.Capacity)
			}
			if x.Amount+y.Amount > room {
				return 0, 0, true
			}
		}
	}
	return 0, 0, false
}

// order puts the pairs in order that have one order left (immediate selection:
// Carlier & Pinson 1989, doi:10.1287/mnsc.35.2.164), and reports whether a plan may be left.
func (f *frame) order(pairs []pair) bool {
	for n := range pairs {
		q := &pairs[n]
		if !f.in[q.i] || !f.in[q.j] {
			continue
		}
		ij, ji := f.end[q.i]+q.after <= f.last[q.j], f.end[q.j]+q.other <= f.last[q.i]
		switch {
		case ij && ji:
		case ij:
			f.follow(q.i, q.j, q.after)
		case ji:
			f.follow(q.j, q.i, q.other)
		default:
			return false
		}
	}
	return true
}

// follow notes that activity j starts d after the end of activity i at least.
func (f *frame) follow(i, j, d int) {
	f.startAfter(j, f.end[i]+d)
	f.endBy(i, f.last[j]-d)
}
