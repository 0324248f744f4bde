package sgs

import (
	"math/rand/v2"

	"github.com/berthplan/berth/schedule/internal/grid"
)

// dropper knows what must be left out together: whoever needs a package that is
// left out (a minimum lag from it) is left out too.
type dropper struct {
	p     *grid.Problem
	needs [][]int // needs[k]: packages that need package k directly
	fixed []bool  // may not be left out
}

func newDropper(p *grid.Problem) *dropper {
	d := &dropper{p: p, needs: make([][]int, len(p.Pkgs)), fixed: make([]bool, len(p.Pkgs))}
	for k := range p.Pkgs {
		d.fixed[k] = !p.Pkgs[k].Optional
		for _, a := range p.Pkgs[k].Acts {
			d.fixed[k] = d.fixed[k] || p.Acts[a].Fixed
		}
	}
	for _, l := range p.Links {
		from, to := p.Acts[l.From].Pkg, p.Acts[l.To].Pkg
		if !l.Kind.Minimum() || from == grid.None || from == to || p.Acts[l.To].Fixed {
			continue // a fact needs nothing any more
		}
		if to == grid.None {
			d.fixed[from] = true
		} else {
			d.needs[from] = append(d.needs[from], to)
		}
	}
	return d
}

// with returns package k and all that must go with it, or nil where one of them has to stay.
func (d *dropper) with(k int, out []bool) []int {
	seen := map[int]bool{k: true}
	list := []int{k}
	for i := 0; i < len(list); i++ {
		if d.fixed[list[i]] {
			return nil
		}
		for _, j := range d.needs[list[i]] {
			if !seen[j] && !out[j] {
				seen[j] = true
				list = append(list, j)
			}
		}
	}
	return list
}

// leaveOutAny leaves out a random package that may be.
func (d *dropper) leaveOutAny(out []bool, rng *rand.Rand) {
	if len(out) == 0 {
		return
	}
	for _, j := range d.with(rng.IntN(len(out)), out) {
		out[j] = true
	}
}

// leaveOut leaves out the package that failed, or else the cheapest that may be left out.
func (d *dropper) leaveOut(out []bool, failed int) bool {
	var best []int
	cost := int64(grid.Never)
	consider := func(k int) {
		list := d.with(k, out)
		if list == nil {
			return
		}
		sum := int64(0)
		for _, j := range list {
			sum += d.p.Pkgs[j].Priority
		}
		if sum < cost {
			best, cost = list, sum
		}
	}
	for k := range out {
		if !out[k] {
			consider(k)
		}
	}
	if failed != grid.None && !out[failed] {
		// its own package is no dearer a loss: prefer it among equals
		if list := d.with(failed, out); list != nil {
			sum := int64(0)
			for _, j := range list {
				sum += d.p.Pkgs[j].Priority
			}
			if sum <= cost {
				best = list
			}
		}
	}
	for _, j := range best {
		out[j] = true
	}
	return best != nil
}
