package sgs

import "github.com/berthplan/berth/schedule/internal/grid"

// Kind tells what rule keeps an activity from a slot.
type Kind uint8

// The kinds of blocks.
const (
	Free        Kind = iota
	Calendar         // its calendar does not admit the start
	TooEarly         // before its earliest start, or the plan's
	Pinned           // outside its pin
	TooLate          // ends after its deadline
	Linked           // Link
	Busy             // Res
	Environment      // Clash
	OccFull          // the occurrence has its number of starts
	OccRisk          // the occurrence has its risk
	GroupBusy        // its system has its change in this occurrence
	OverBudget       // Res: of a budget
)

// Block is one rule that keeps an activity from a start.
type Block struct {
	Kind    Kind
	Until   int // no start before it can meet the rule; Never: no later start can
	Link    int
	Res     int
	Clash   Clash
	Partner int // Linked and Until = Never: the placed activity that stands in the way, or None
	Lower   int // and where it would have to start at least
}

// check judges everything but the calendar for activity i in mode m at [s, e).
// It calls f for each rule in the way until f returns false.
func (st *State) check(i, m, s, e int, f func(Block) bool) {
	a := &st.P.Acts[i]
	md := &a.Modes[m]
	if e > a.Deadline && !f(Block{Kind: TooLate, Until: grid.Never}) {
		return
	}
	if s > a.Latest && !f(Block{Kind: Pinned, Until: grid.Never}) {
		return
	}
	occ := a.OccAt(m, s)
	for _, l := range a.In {
		if b := st.linked(i, m, l, s, e, occ); b.Kind != Free && !f(b) {
			return
		}
	}
	for _, l := range a.Out {
		if b := st.linked(i, m, l, s, e, occ); b.Kind != Free && !f(b) {
			return
		}
	}
	if occ != grid.None && a.Kind == grid.Contiguous {
		p, _ := md.Cal.Piece(s)
		if a.Win != grid.None && st.P.Occs[occ].Win == a.Win {
			w := &st.P.Wins[a.Win]
			if st.starts[occ] >= w.Capacity && !f(Block{Kind: OccFull, Until: p.End}) {
				return
			}
			if w.Budget >= 0 && a.Risk > 0 && st.risk[occ]+a.Risk > w.Budget && !f(Block{Kind: OccRisk, Until: p.End}) {
				return
			}
		}
		if a.Group != grid.None && st.groups[[2]int{a.Group, occ}] > 0 && !f(Block{Kind: GroupBusy, Until: p.End}) {
			return
		}
	}
	if s < e {
		for _, n := range md.Needs {
			if until := st.free[n.Res].clash(s, e, n.Amount); until > s && !f(Block{Kind: Busy, Until: until, Res: n.Res}) {
				return
			}
		}
		if md.Env != grid.None {
			for _, c := range st.envs[md.Env].clashes(hold(a, i, m, s, e)) {
				if !f(Block{Kind: Environment, Until: c.Until, Clash: c}) {
					return
				}
			}
		}
	}
	for b := range st.used {
		// i itself is not placed: its least use is part of least
		if u := use(md, b); u > 0 && st.used[b]+st.least[b]-LeastUse(a, b)+u > st.P.Budgets[b] {
			if !f(Block{Kind: OverBudget, Until: grid.Never, Res: b}) {
				return
			}
		}
	}
}

// first returns the first block of activity i in mode m at [s, e).
func (st *State) first(i, m, s, e int) (b Block) {
	st.Work++
	st.check(i, m, s, e, func(found Block) bool { b = found; return false })
	return b
}

// Blocks returns every rule that alone keeps activity i, which must not be
// placed, from starting at s in mode m.
func (st *State) Blocks(i, m, s int) []Block {
	var all []Block
	a := &st.P.Acts[i]
	if s < a.Earliest {
		all = append(all, Block{Kind: TooEarly, Until: a.Earliest})
	}
	if next := a.Align(m, s); next != s {
		all = append(all, Block{Kind: Calendar, Until: next})
	}
	st.check(i, m, s, a.Finish(m, s), func(b Block) bool { all = append(all, b); return true })
	return all
}

// Find returns the first start at or after from at which activity i fits in
// mode m; where there is none, the block that no later start can pass.
func (st *State) Find(i, m, from int) (s, e int, b Block) {
	a := &st.P.Acts[i]
	s = max(from, a.Earliest, st.Lower[i])
	for {
		s = a.Align(m, s)
		if s >= grid.Never {
			return s, s, Block{Kind: Calendar, Until: grid.Never}
		}
		e = a.Finish(m, s)
		b = st.first(i, m, s, e)
		if b.Kind == Free || b.Until >= grid.Never {
			return s, e, b
		}
		s = max(s+1, b.Until)
	}
}

// Fits reports whether no rule but its calendar keeps activity i, which must not
// be placed, from [s, e) in mode m.
func (st *State) Fits(i, m, s, e int) bool { return st.first(i, m, s, e).Kind == Free }

// Met returns, by the first slot at which each was met, one block of every kind
// that stands in the way of activity i in mode m from its earliest start on.
func (st *State) Met(i, m int) (slots []int, blocks []Block) {
	const steps = 5000
	a := &st.P.Acts[i]
	seen := map[Kind]bool{Free: true}
	for n, s := 0, a.Earliest; n < steps; n++ {
		if s = a.Align(m, s); s >= grid.Never {
			break
		}
		next := s
		st.check(i, m, s, a.Finish(m, s), func(b Block) bool {
			if !seen[b.Kind] {
				seen[b.Kind] = true
				slots, blocks = append(slots, s), append(blocks, b)
			}
			next = max(next, b.Until)
			return true
		})
		if next <= s || next >= grid.Never {
			break
		}
		s = next
	}
	return slots, blocks
}
