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
				if most(s.users[x].need)+most(s.users[y].need) > s.most && !seen[[2]int{i, j}] && apart(p, i, j) {
					seen[[2]int{i, j}] = true
					all = append(all, pair{i: i, j: j})
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

// apart reports whether i and j share a resource or an environment that never has room for both.
func apart(p *grid.Problem, i, j int) bool {
	for k := range p.Acts[i].Modes {
		for l := range p.Acts[j].Modes {
			if !clash(p, &p.Acts[i].Modes[k], &p.Acts[j].Modes[l]) {
				return false
			}
		}
	}
	return true
}

func clash(p *grid.Problem, a, b *grid.Mode) bool {
	if a.Duration == 0 || b.Duration == 0 {
		return false
	}
	if a.Env != grid.None && a.Env == b.Env && a.Units+b.Units > p.Envs[a.Env].Capacity {
		return true
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
				return true
			}
		}
	}
	return false
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
