package evolve

import "github.com/berthplan/berth/schedule/internal/grid"

// reduce returns the modes of each activity that a plan may need, without those
// that cannot be run and those that are worse than another in everything, and
// drops the budgets that cannot be overspent (Sprecher, Hartmann & Drexl 1997,
// doi:10.1007/BF01545587). It returns nil where an activity has no mode left.
func (q *Project) reduce(p *grid.Problem) [][]int {
	keep := make([][]int, q.n)
	choice := false
	for j, i := range q.orig {
		for m := range p.Acts[i].Modes {
			if able(p, &p.Acts[i].Modes[m]) {
				keep[j] = append(keep[j], m)
			}
		}
	}
	funds := append([]int(nil), p.Budgets...)
	for i := range p.Acts {
		if a := &p.Acts[i]; a.Fixed {
			for _, u := range a.Modes[a.Mode].Uses {
				funds[u.Res] -= u.Amount
			}
		}
	}
	for again := true; again; {
		again = false
		least, _ := q.spend(p, keep)
		for j, i := range q.orig {
			modes := p.Acts[i].Modes
			var kept []int
			lo, _ := spendOne(p, i, keep[j])
			for _, m := range keep[j] {
				ok := true
				for b := range funds {
					ok = ok && least[b]-lo[b]+amount(modes[m].Uses, b) <= funds[b]
				}
				for _, o := range keep[j] {
					ok = ok && (o == m || !worse(p, &modes[m], &modes[o]) || worse(p, &modes[o], &modes[m]) && m < o)
				}
				if ok {
					kept = append(kept, m)
				}
			}
			again = again || len(kept) < len(keep[j])
			if keep[j] = kept; len(kept) == 0 {
				return nil
			}
			if again {
				break // what others must spend has changed
			}
		}
	}
	least, most := q.spend(p, keep)
	for j := range keep {
		choice = choice || len(keep[j]) > 1
		q.only = append(q.only, keep[j][0])
	}
	for b := range funds {
		if least[b] > funds[b] {
			return nil
		}
	}
	if !choice {
		return keep
	}
	q.modes = make([][]mode, q.n)
	for b := range funds {
		if most[b] > funds[b] {
			q.scarce = append(q.scarce, b)
			q.funds = append(q.funds, int32(funds[b]))
		}
	}
	return keep
}

// able reports whether a mode fits into the capacities at all.
func able(p *grid.Problem, m *grid.Mode) bool {
	if m.Duration == 0 {
		return true
	}
	for _, n := range m.Needs {
		if n.Amount > p.Res[n.Res].Capacity {
			return false
		}
	}
	return true
}

func amount(needs []grid.Need, r int) int {
	sum := 0
	for _, n := range needs {
		if n.Res == r {
			sum += n.Amount
		}
	}
	return sum
}

// worse reports whether m is in nothing better than o.
func worse(p *grid.Problem, m, o *grid.Mode) bool {
	if m.Duration < o.Duration {
		return false
	}
	for r := range p.Res {
		if amount(m.Needs, r) < amount(o.Needs, r) {
			return false
		}
	}
	for b := range p.Budgets {
		if amount(m.Uses, b) < amount(o.Uses, b) {
			return false
		}
	}
	return true
}

// spendOne returns the least and the most that activity i may spend of each budget.
func spendOne(p *grid.Problem, i int, keep []int) (least, most []int) {
	least, most = make([]int, len(p.Budgets)), make([]int, len(p.Budgets))
	for k, m := range keep {
		for b := range p.Budgets {
			u := amount(p.Acts[i].Modes[m].Uses, b)
			if k == 0 {
				least[b], most[b] = u, u
			}
			least[b], most[b] = min(least[b], u), max(most[b], u)
		}
	}
	return least, most
}

// spend returns the least and the most that all activities may spend of each budget.
func (q *Project) spend(p *grid.Problem, keep [][]int) (least, most []int) {
	least, most = make([]int, len(p.Budgets)), make([]int, len(p.Budgets))
	for j, i := range q.orig {
		lo, hi := spendOne(p, i, keep[j])
		for b := range p.Budgets {
			least[b] += lo[b]
			most[b] += hi[b]
		}
	}
	return least, most
}
