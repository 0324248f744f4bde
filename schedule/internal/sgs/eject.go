package sgs

import (
	"sort"

	"github.com/berthplan/berth/schedule/internal/grid"
)

// eject takes out what stands where activity i could be soonest at or after where it was expected, and
// returns it. What may not move, and what has been taken out often, stays, and a later place is tried.
func (s *Search) eject(i int, moved map[int]int) []int {
	const places, often = 40, 3
	b := s.b
	a := &s.p.Acts[i]
	for _, m := range b.homeFirst(i) {
		at := max(a.Earliest, b.Lower[i])
		if a.Was.Weight > 0 && a.Was.Start < grid.Never {
			at = max(at, a.Was.Start)
		}
		for range places {
			if at = a.Align(m, at); at >= grid.Never || at > s.latest()[i] {
				break
			}
			end := a.Finish(m, at)
			hard, next := false, grid.Never
			who := map[int]bool{}
			b.Work++
			b.check(i, m, at, end, func(k Block) bool {
				if k.Until > at {
					next = min(next, k.Until)
				}
				found := b.behindBlock(i, m, at, end, k)
				hard = hard || len(found) == 0
				for _, j := range found {
					who[j] = true
					hard = hard || s.p.Acts[j].Fixed || s.p.Acts[j].Latest < grid.Never || moved[j] >= often
				}
				return true
			})
			if !hard && len(who) > 0 {
				out := make([]int, 0, len(who))
				for j := range who {
					out = append(out, j)
				}
				sort.Ints(out)
				for _, j := range out {
					moved[j]++
					b.Remove(j)
				}
				return out
			}
			if next >= grid.Never {
				break
			}
			at = max(at+1, next)
		}
	}
	return nil
}

// behindBlock names the placed activities that make a block of activity i at [start, end) in mode m.
func (st *State) behindBlock(i, m, start, end int, k Block) (who []int) {
	a := &st.P.Acts[i]
	overlapping := func(uses func(md *grid.Mode) bool) {
		for j := range st.P.Acts {
			if st.Placed(j) && st.Start[j] < end && st.End[j] > start && uses(&st.P.Acts[j].Modes[st.Mode[j]]) {
				who = append(who, j)
			}
		}
	}
	switch k.Kind {
	case Busy:
		overlapping(func(md *grid.Mode) bool {
			for _, n := range md.Needs {
				if n.Res == k.Res {
					return true
				}
			}
			return false
		})
	case Environment:
		if j := k.Clash.With.Act; j != grid.None && st.Placed(j) && st.P.Acts[j].Modes[st.Mode[j]].Env == a.Modes[m].Env {
			who = append(who, j)
		}
		overlapping(func(md *grid.Mode) bool { return md.Env == a.Modes[m].Env })
	case Linked:
		if l := &st.P.Links[k.Link]; l.From == i {
			who = append(who, l.To) // what follows goes later
		}
	case OccFull, OccRisk, GroupBusy:
		occ := a.OccAt(m, start)
		for j := range st.P.Acts {
			if st.Placed(j) && st.Occ[j] == occ && st.P.Acts[j].Kind == grid.Contiguous {
				who = append(who, j)
			}
		}
	}
	return who
}

// latest is, roughly, the last start of each activity that leaves those after it time for their pins and deadlines.
func (s *Search) latest() []int {
	if s.late != nil {
		return s.late
	}
	o, p := s.b.o, s.p
	s.late = make([]int, len(p.Acts))
	for i := range s.late {
		s.late[i] = grid.Never
	}
	for k := len(o.topo) - 1; k >= 0; k-- {
		i := o.topo[k]
		a := &p.Acts[i]
		end := a.Deadline
		for _, l := range a.Out {
			link := &p.Links[l]
			if link.Void || link.Kind != grid.FinishStart || s.late[link.To] >= grid.Never {
				continue
			}
			end = min(end, link.Cal.Add(s.late[link.To], -link.Lag))
		}
		s.late[i] = a.Latest
		if end < p.Horizon {
			s.late[i] = min(a.Latest, a.LatestStart(0, end))
		}
	}
	return s.late
}
