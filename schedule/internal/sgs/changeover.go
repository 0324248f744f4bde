package sgs

import "github.com/berthplan/berth/schedule/internal/grid"

// Changeover is one change of an environment's configuration in [Start, End).
type Changeover struct {
	Env, From, To int
	Start, End    int
}

// Changeovers returns when each environment changes over: each as soon as nobody needs the old
// configuration and the time for it is there. Forced are the changes without time, which facts and bookings that
// contradict each other leave: the environment is in To from Start on, however it got there.
func (st *State) Changeovers() (all, forced []Changeover) {
	for e := range st.envs {
		l := &st.envs[e]
		if len(l.env.Change) == 0 {
			continue
		}
		now, left := l.env.Initial, 0
		for _, h := range l.holds {
			switch {
			case h.Config == grid.None:
			case h.Config == now:
				left = max(left, h.End)
			case h.Start < 0: // it has it already
				now, left = h.Config, h.End
			default:
				s, end, fits := l.gap(now, h.Config, left, h.Start, nil)
				if fits {
					all = append(all, Changeover{Env: e, From: now, To: h.Config, Start: s, End: end})
				} else {
					forced = append(forced, Changeover{Env: e, From: now, To: h.Config, Start: h.Start, End: h.Start})
				}
				now, left = h.Config, h.End
			}
		}
	}
	return all, forced
}

// Initial returns the configuration that environment e has when the plan starts.
func (st *State) Initial(e int) int {
	now, _, _ := st.envs[e].before(0)
	return now
}

// Holders returns who holds environment e at some slot of [s, end), by start.
func (st *State) Holders(e, s, end int) []grid.Hold {
	var all []grid.Hold
	st.envs[e].overlapping(s, end, func(h *grid.Hold) bool {
		all = append(all, *h)
		return true
	})
	return all
}
