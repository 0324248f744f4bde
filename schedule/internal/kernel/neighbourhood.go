package kernel

import (
	"github.com/berthplan/berth/schedule/internal/grid"
	"github.com/berthplan/berth/schedule/internal/kernel/lcg"
)

// Keep holds an activity where it is, or nearly.
type Keep struct {
	Act      int
	From, To int // its start lies in [From, To]
	Mode     int // grid.None: any
}

// Near looks for a plan better than the best, among those that keep what is
// said (large neighbourhood search: Shaw 1998, doi:10.1007/3-540-49481-2_30). What is kept is assumed and not
// stated, so what is learnt here holds everywhere. It returns lcg.Refuted when there is no such plan, and
// then raises the bound where what is kept had no part in that. There must be a best plan.
func (r *Session) Near(keep []Keep, conflicts int64) lcg.Status {
	level := 0
	for level < len(r.m.goal) && r.res.Bound[level] >= r.value[level] {
		level++
	}
	if level == len(r.m.goal) {
		return lcg.Refuted
	}
	better := r.value[level] - 1
	assume := append(r.above(level), r.m.goal[level].z.Le(int(better)))
	own := len(assume)
	for _, k := range keep {
		v := &r.m.acts[k.Act]
		if r.P.Acts[k.Act].Fixed {
			continue
		}
		assume = append(assume, v.start.Ge(k.From), v.start.Le(k.To))
		if k.Mode != grid.None {
			assume = append(assume, v.mode[k.Mode])
		}
	}
	status := r.solve(assume, conflicts)
	switch status {
	case lcg.Found:
		r.found()
	case lcg.Refuted:
		for _, l := range r.m.e.Core() {
			kept := true
			for _, o := range assume[:own] {
				kept = kept && o != l
			}
			if kept {
				return status
			}
		}
		r.raise(level, better+1)
	}
	return status
}
