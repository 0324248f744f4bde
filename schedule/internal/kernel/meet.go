package kernel

import (
	"cmp"
	"slices"

	"github.com/berthplan/berth/schedule/internal/grid"
	"github.com/berthplan/berth/schedule/internal/kernel/lcg"
)

// Links within one window are stated on the row of its occurrences. Others, where starts lie in
// several windows, in meetings, or in none, are stated piece by piece.

// stretches returns in which occurrences activity i starts when, sorted: what lies between is in none.
// ok is false where that depends on its mode. Stretches of one occurrence may overlap.
func stretches(p *grid.Problem, i int) (list []grid.Piece, ok bool) {
	a := &p.Acts[i]
	if a.Fixed {
		if a.Occ != grid.None {
			list = []grid.Piece{{Start: a.Start, End: a.Start + 1, Occ: a.Occ}}
		}
		return list, true
	}
	var all []grid.Piece
	for k := range a.Modes {
		md := &a.Modes[k]
		if md.Cal != a.Modes[0].Cal && (a.Kind == grid.Elapsed || a.Kind == grid.Working && md.Duration == 0) {
			return nil, false // it may start where its calendar is closed
		}
		if md.Cal != nil && (k == 0 || md.Cal != a.Modes[0].Cal) {
			all = append(all, md.Cal.Pieces...)
		}
	}
	slices.SortFunc(all, func(x, y grid.Piece) int { return cmp.Or(cmp.Compare(x.Start, y.Start), cmp.Compare(x.End, y.End)) })
	for n, piece := range all {
		if n > 0 && all[n-1].End > piece.Start && all[n-1].Occ != piece.Occ {
			return nil, false
		}
		all[n].End = max(piece.End, all[max(n-1, 0)].End)
		if piece.Occ != grid.None {
			list = append(list, all[n])
		}
	}
	return list, true
}

// hulls returns the hull of the stretches of each occurrence; ok is false where they interleave.
func hulls(list []grid.Piece) (of map[int]grid.Piece, ok bool) {
	of = map[int]grid.Piece{}
	for n, piece := range list {
		hull, known := of[piece.Occ]
		if known && list[n-1].Occ != piece.Occ {
			return nil, false
		}
		if !known {
			hull = piece
		}
		hull.End = piece.End
		of[piece.Occ] = hull
	}
	return of, true
}

// meets reports whether a link between occurrences can be stated piece by piece.
func meets(p *grid.Problem, k *grid.Link) bool {
	if strangers(p, k) {
		return true
	}
	x, ok1 := stretches(p, k.From)
	y, ok2 := stretches(p, k.To)
	if !ok1 || !ok2 {
		return false
	}
	_, ok1 = hulls(x)
	_, ok2 = hulls(y)
	return ok1 && ok2
}

// strangers reports whether the ends of a link start in no occurrence in common, whatever their modes.
func strangers(p *grid.Problem, k *grid.Link) bool {
	from := reach(p, k.From)
	for occ := range reach(p, k.To) {
		if from[occ] {
			return false
		}
	}
	return true
}

// reach is the occurrences in which activity i may start.
func reach(p *grid.Problem, i int) map[int]bool {
	a, all := &p.Acts[i], map[int]bool{}
	if a.Fixed {
		if a.Occ != grid.None {
			all[a.Occ] = true
		}
		return all
	}
	for k := range a.Modes {
		if cal := a.Modes[k].Cal; cal != nil {
			for _, piece := range cal.Pieces {
				if piece.Occ != grid.None {
					all[piece.Occ] = true
				}
			}
		}
	}
	return all
}

// meet states a link that meets, where both its activities are in.
func (m *model) meet(k *grid.Link, when lcg.Lit) {
	if strangers(m.p, k) {
		if k.Kind == grid.SameOcc {
			m.e.AddClause(when.Not())
		}
		return
	}
	x, _ := stretches(m.p, k.From)
	y, _ := stretches(m.p, k.To)
	inX, _ := hulls(x)
	inY, _ := hulls(y)
	from, to := m.acts[k.From].start, m.acts[k.To].start
	if k.Kind == grid.SameOcc {
		m.follow(x, from, inY, to, when)
		m.follow(y, to, inX, from, when)
		return
	}
	for n, piece := range x {
		if n > 0 && x[n-1].Occ == piece.Occ {
			continue
		}
		a := inX[piece.Occ]
		if b, both := inY[piece.Occ]; both {
			m.e.AddClause(when.Not(), from.Le(a.Start-1), from.Ge(a.End), to.Le(b.Start-1), to.Ge(b.End))
		}
	}
}

// follow states that x starts in a stretch of an occurrence in whose hull y starts.
func (m *model) follow(list []grid.Piece, x lcg.View, of map[int]grid.Piece, y lcg.View, when lcg.Lit) {
	list = slices.DeleteFunc(slices.Clone(list), func(piece grid.Piece) bool {
		_, ok := of[piece.Occ]
		return !ok
	})
	if len(list) == 0 {
		m.e.AddClause(when.Not())
		return
	}
	m.e.AddClause(when.Not(), x.Ge(list[0].Start))
	for n, piece := range list {
		hull := of[piece.Occ]
		m.e.AddClause(when.Not(), x.Le(piece.Start-1), x.Ge(piece.End), y.Ge(hull.Start))
		m.e.AddClause(when.Not(), x.Le(piece.Start-1), x.Ge(piece.End), y.Le(hull.End-1))
		if n+1 == len(list) {
			m.e.AddClause(when.Not(), x.Le(piece.End-1))
		} else {
			m.e.AddClause(when.Not(), x.Le(piece.End-1), x.Ge(list[n+1].Start))
		}
	}
}
