package evolve

import (
	"math/bits"
	"slices"

	"github.com/berthplan/berth/schedule/internal/grid"
)

// pack lays the resources side by side in one word, each with a guard bit above
// it: free minus need keeps every guard bit if and only if there is enough of everything.
func (q *Project) pack(p *grid.Problem, keep [][]int) bool {
	use := make([]int, len(p.Res))
	for j, i := range q.orig {
		most := make([]int, len(p.Res))
		for _, m := range keep[j] {
			for _, need := range p.Acts[i].Modes[m].Needs {
				if p.Acts[i].Modes[m].Duration > 0 {
					most[need.Res] = max(most[need.Res], need.Amount)
				}
			}
		}
		for r := range most {
			use[r] += most[r]
		}
	}
	shift := make([]int, len(p.Res))
	cuts := []int32{0}
	width := 0
	for r := range p.Res {
		shift[r] = -1
		least, most := p.Res[r].Capacity, p.Res[r].Capacity
		for _, s := range p.Res[r].Steps {
			least, most = min(least, s.Capacity), max(most, s.Capacity)
			if s.Start > 0 && s.Start < int(q.span) {
				cuts = append(cuts, int32(s.Start))
			}
			if s.End > 0 && s.End < int(q.span) {
				cuts = append(cuts, int32(s.End))
			}
		}
		for i := range q.fixed {
			for _, need := range q.fixed[i].Modes[q.fixed[i].Mode].Needs {
				if need.Res == r {
					least -= need.Amount
				}
			}
		}
		if use[r] == 0 || least >= use[r] {
			continue // it never binds
		}
		shift[r] = width
		width += bits.Len(uint(most)) + 1
		if width > 64 {
			return false
		}
		q.guard |= 1 << (width - 1)
	}
	for i := range q.fixed {
		for _, t := range []int{q.fixed[i].Start, q.fixed[i].End} {
			if t > 0 && t < int(q.span) {
				cuts = append(cuts, int32(t))
			}
		}
	}
	for j, i := range q.orig {
		for _, k := range keep[j] {
			md := &p.Acts[i].Modes[k]
			word := uint64(0)
			for _, need := range md.Needs {
				if shift[need.Res] < 0 || md.Duration == 0 {
					continue
				}
				if need.Amount < 0 || need.Amount > p.Res[need.Res].Capacity {
					return false // it may never fit
				}
				word += uint64(need.Amount) << shift[need.Res]
			}
			if q.modes != nil {
				o := mode{need: word, dur: int32(md.Duration), orig: int32(k)}
				for _, b := range q.scarce {
					o.uses = append(o.uses, int32(amount(md.Uses, b)))
				}
				q.modes[j] = append(q.modes[j], o)
			}
			q.act[j].need = word
		}
	}
	return q.spans(p, cuts, shift)
}

// spans packs what is free of the resources over time.
func (q *Project) spans(p *grid.Problem, cuts []int32, shift []int) bool {
	slices.Sort(cuts)
	for _, t := range cuts {
		if k := len(q.base); k > 0 && q.base[k-1].start == t {
			continue
		}
		word := q.guard
		for r := range p.Res {
			if shift[r] < 0 {
				continue
			}
			free := p.Res[r].Capacity
			for _, s := range p.Res[r].Steps {
				if s.Start <= int(t) && int(t) < s.End {
					free = s.Capacity
				}
			}
			for i := range q.fixed {
				if f := &q.fixed[i]; f.Start <= int(t) && int(t) < f.End {
					for _, need := range f.Modes[f.Mode].Needs {
						if need.Res == r {
							free -= need.Amount
						}
					}
				}
			}
			word |= uint64(max(free, 0)) << shift[r]
		}
		q.base = append(q.base, span{t, word})
	}
	last := q.base[len(q.base)-1].free
	fits := func(need uint64) bool { return (last-need)&q.guard == q.guard }
	for j := range q.act {
		if !fits(q.act[j].need) {
			return false // what is left in the end is not enough for it
		}
	}
	for j := range q.modes {
		for _, m := range q.modes[j] {
			if !fits(m.need) {
				return false
			}
		}
	}
	q.shut = q.shut || len(q.base) > 1
	for j := range q.act {
		q.energy = append(q.energy, q.share(last, q.act[j].need)*int64(q.act[j].dur))
	}
	for j := range q.modes {
		for k := range q.modes[j] {
			m := &q.modes[j][k]
			m.energy = q.share(last, m.need) * int64(m.dur)
		}
	}
	return true
}

// share returns the sum over the resources of need in millionths of free.
func (q *Project) share(free, need uint64) (sum int64) {
	for guard, low := q.guard, 0; guard != 0; guard &= guard - 1 {
		high := bits.TrailingZeros64(guard)
		mask := uint64(1)<<high - uint64(1)<<low
		if f := free & mask >> low; f > 0 {
			sum += int64(1_000_000 * (need & mask >> low) / f)
		}
		low = high + 1
	}
	return sum
}
