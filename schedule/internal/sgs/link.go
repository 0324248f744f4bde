package sgs

import "github.com/berthplan/berth/schedule/internal/grid"

// linked judges link l for activity i, one of its ends, at [s, e) in mode m and
// occurrence occ. It is free while the other end has no place.
func (st *State) linked(i, m, l, s, e, occ int) Block {
	k := &st.P.Links[l]
	j := k.From + k.To - i
	if k.Void || j == i || !st.Placed(j) {
		return Block{}
	}
	a := &st.P.Acts[i]
	block := Block{Kind: Linked, Link: l, Until: grid.Never, Partner: grid.None}
	blame := func(lower int) Block {
		if !st.P.Acts[j].Fixed {
			block.Partner, block.Lower = j, lower
		}
		return block
	}
	// until makes the start or, for a link to the end, the end, reach t
	until := func(t int, end bool) Block {
		if end {
			t = a.StartFor(m, t)
		}
		block.Until = max(s+1, t)
		return block
	}
	other := func(end bool) int {
		if end {
			return st.End[j]
		}
		return st.Start[j]
	}
	own := func(end bool) int {
		if end {
			return e
		}
		return s
	}
	raise := func(t int, end bool) int { // where j must start for its start or end to reach t
		if end {
			return st.P.Acts[j].StartFor(st.Mode[j], t)
		}
		return t
	}
	fromEnd, toEnd := k.Kind.FromEnd(), k.Kind.ToEnd()
	switch {
	case k.Kind.Minimum() && i == k.To:
		if need := k.Cal.Add(other(fromEnd), k.Lag); own(toEnd) < need {
			return until(need, toEnd)
		}
	case k.Kind.Minimum():
		if need := k.Cal.Add(own(fromEnd), k.Lag); other(toEnd) < need {
			return blame(raise(need, toEnd))
		}
	case k.Kind.Maximum() && i == k.To:
		if g := own(toEnd); k.Cal.Between(other(fromEnd), g) > k.Lag {
			return blame(raise(within(k, g), fromEnd))
		}
	case k.Kind.Maximum():
		if g := other(toEnd); k.Cal.Between(own(fromEnd), g) > k.Lag {
			return until(within(k, g), fromEnd)
		}
	case k.Kind == grid.SameOcc:
		theirs := st.Occ[j]
		switch {
		case theirs == grid.None || occ == grid.None:
			return block
		case occ == theirs:
		case st.P.Occs[occ].Opens < st.P.Occs[theirs].Opens:
			return until(st.P.Occs[theirs].Opens, false)
		default:
			return blame(st.P.Occs[occ].Opens)
		}
	case k.Kind == grid.OtherOcc:
		if occ != grid.None && occ == st.Occ[j] {
			p, _ := a.Modes[m].Cal.Piece(s)
			return until(p.End, false)
		}
	case k.Kind == grid.Apart:
		if s < k.Cal.Add(st.End[j], k.Lag) && st.Start[j] < k.Cal.Add(e, k.Lag) {
			return until(k.Cal.Add(st.End[j], k.Lag), false)
		}
	}
	return Block{}
}

// within returns how early From's time must be for To's to be at g.
func within(k *grid.Link, g int) int {
	if k.Lag < 0 {
		return k.Cal.Add(g, -k.Lag)
	}
	return k.Cal.Back(g, k.Lag)
}
