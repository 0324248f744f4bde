package bound

import (
	"cmp"
	"slices"
	"sort"

	"github.com/berthplan/berth/schedule/internal/grid"
)

// supply is what a resource or an environment has to give over time, once
// facts, bookings and outages have taken theirs, and who asks for it.
type supply struct {
	at    []int   // sorted; from at[k] on there is room[k], until at[k+1]
	room  []int64 // never negative: what facts overload by themselves is no fault
	cum   []int64 // area from at[0] to at[k]
	most  int64
	users []user

	changes bool // it has configurations
}

// user is an activity that asks for something in at least one of its modes.
type user struct {
	act  int
	need []int // by mode
}

// supplies returns the resources and environments that somebody asks for, and the
// environments that are alternatives to each other once more, as one.
func supplies(p *grid.Problem) (all []supply) {
	changes := make([][]change, len(p.Res)+len(p.Envs))
	users := make([][]user, len(p.Res)+len(p.Envs))
	for r := range p.Res {
		for _, s := range p.Res[r].Steps {
			d := int64(s.Capacity - p.Res[r].Capacity)
			changes[r] = append(changes[r], change{s.Start, d, 0}, change{s.End, -d, 0})
		}
	}
	for e := range p.Envs {
		for _, h := range p.Envs[e].Holds {
			u, out := int64(h.Units), 0
			if h.Outage {
				u, out = 0, 1
			}
			k := len(p.Res) + e
			changes[k] = append(changes[k], change{h.Start, -u, out}, change{h.End, u, -out})
		}
	}
	for i := range p.Acts {
		a := &p.Acts[i]
		ask := func(k, m, n int) {
			switch {
			case n <= 0:
			case a.Fixed && m == a.Mode:
				changes[k] = append(changes[k], change{a.Start, int64(-n), 0}, change{a.End, int64(n), 0})
			case a.Fixed:
			default:
				if u := len(users[k]); u == 0 || users[k][u-1].act != i {
					users[k] = append(users[k], user{i, make([]int, len(a.Modes))})
				}
				users[k][len(users[k])-1].need[m] += n
			}
		}
		for m := range a.Modes {
			md := &a.Modes[m]
			if a.Kind == grid.Decision || !a.Fixed && md.Duration == 0 || a.Fixed && a.Start >= a.End {
				continue
			}
			for _, n := range md.Needs {
				ask(n.Res, m, n.Amount)
			}
			if md.Env != grid.None {
				ask(len(p.Res)+md.Env, m, md.Units)
			}
		}
	}
	all = joint(p, changes[len(p.Res):])
	for k, list := range users {
		if len(list) == 0 || len(list) == 1 && len(changes[k]) == 0 {
			continue // nobody to share with
		}
		var capacity int
		if k < len(p.Res) {
			capacity = p.Res[k].Capacity
		} else {
			capacity = p.Envs[k-len(p.Res)].Capacity
		}
		s := newSupply(int64(capacity), changes[k])
		s.users = list
		s.changes = k >= len(p.Res) && len(p.Envs[k-len(p.Res)].Change) > 0
		all = append(all, s)
		if m, ok := s.machine(); ok {
			all = append(all, m)
		}
	}
	return all
}

// machine returns those of the users who need more than half of all there ever
// is, as users of something that serves one at a time.
func (s *supply) machine() (m supply, ok bool) {
	whole := true
	for _, u := range s.users {
		ones := make([]int, len(u.need))
		large := true
		for k, n := range u.need {
			ones[k] = 1
			large = large && 2*int64(n) > s.most
			whole = whole && int64(n) == s.most
		}
		if large {
			m.users = append(m.users, user{u.act, ones})
		}
	}
	var changes []change
	for k := 1; k < len(s.at); k++ {
		changes = append(changes, change{at: s.at[k], room: min(s.room[k], 1) - min(s.room[k-1], 1)})
	}
	users := m.users
	m = newSupply(min(s.room[0], 1), changes)
	m.users = users
	return m, len(users) > 1 && !whole
}

// change is more or less capacity, or the begin or end of outages, from a slot on.
type change struct {
	at   int
	room int64
	out  int
}

func newSupply(capacity int64, changes []change) supply {
	slices.SortStableFunc(changes, func(x, y change) int { return cmp.Compare(x.at, y.at) })
	s := supply{at: []int{-grid.Never}, room: []int64{max(0, capacity)}, cum: []int64{0}}
	out := 0
	for n, c := range changes {
		capacity, out = capacity+c.room, out+c.out
		if n+1 < len(changes) && changes[n+1].at == c.at {
			continue
		}
		room := max(0, capacity)
		if out > 0 {
			room = 0
		}
		if k := len(s.at) - 1; room != s.room[k] {
			s.cum = append(s.cum, s.cum[k]+s.room[k]*(int64(c.at)-int64(s.at[k])))
			s.at, s.room = append(s.at, c.at), append(s.room, room)
		}
	}
	s.most = slices.Max(s.room)
	return s
}

// piece returns the stretch that holds slot t.
func (s *supply) piece(t int) int { return max(0, sort.SearchInts(s.at, t+1)-1) }

// area returns the room before t, given the stretch that holds t.
func (s *supply) area(k, t int) int64 { return s.cum[k] + s.room[k]*(int64(t)-int64(s.at[k])) }

// joint returns, for environments that are alternatives to each other, all that they have together.
func joint(p *grid.Problem, changes [][]change) (all []supply) {
	team := make([]int, len(p.Envs)) // the first environment of those that hang together
	for e := range team {
		team[e] = e
	}
	find := func(e int) int {
		for team[e] != e {
			e = team[e]
		}
		return e
	}
	for i := range p.Acts {
		a := &p.Acts[i]
		for m := 1; !a.Fixed && m < len(a.Modes); m++ {
			if x, y := a.Modes[0].Env, a.Modes[m].Env; x != grid.None && y != grid.None {
				x, y = find(x), find(y)
				team[max(x, y)] = min(x, y)
			}
		}
	}
	users := make([][]user, len(p.Envs))
	for i := range p.Acts {
		a := &p.Acts[i]
		if a.Fixed || a.Kind == grid.Decision {
			continue
		}
		u := user{act: i}
		e := grid.None
		for m := range a.Modes {
			if a.Modes[m].Env == grid.None || a.Modes[m].Duration == 0 {
				e = grid.None
				break
			}
			e = find(a.Modes[m].Env)
			u.need = append(u.need, a.Modes[m].Units)
		}
		if e != grid.None {
			users[e] = append(users[e], u)
		}
	}
	for e, list := range users {
		var parts []supply
		for x := range team {
			if len(list) > 1 && find(x) == e {
				parts = append(parts, newSupply(int64(p.Envs[x].Capacity), changes[x]))
			}
		}
		if len(parts) > 1 {
			s := sum(parts)
			s.users, s.changes = list, true
			all = append(all, s)
		}
	}
	return all
}

// sum adds up what supplies have.
func sum(parts []supply) supply {
	var capacity int64
	var changes []change
	for n := range parts {
		s := &parts[n]
		capacity += s.room[0]
		for k := 1; k < len(s.at); k++ {
			changes = append(changes, change{at: s.at[k], room: s.room[k] - s.room[k-1]})
		}
	}
	return newSupply(capacity, changes)
}
