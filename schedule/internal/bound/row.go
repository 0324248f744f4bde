package bound

import (
	"cmp"
	"slices"
	"sort"

	"github.com/berthplan/berth/schedule/internal/grid"
)

// row is the occurrences of a window as they open, with the starts or the risk that each has
// room for once facts have taken theirs, and the activities that start in one of them.
type row struct {
	rank  []int // by index of grid.Problem.Occs: which it is of its window, from 0
	room  []int64
	users []visitor
	seats []seat
}

// visitor is an activity that takes something of the occurrence it starts in.
type visitor struct {
	act  int
	need int64
}

// seat is a visitor in a frame, with the first and the last occurrence it can start in.
type seat struct {
	visitor
	first, last int
	after, by   int // what is told of it: it starts in no occurrence up to after, and in none from by on
}

// rows returns the windows, and the systems that take one change in an
// occurrence, that somebody has to share.
func rows(p *grid.Problem) (all []row) {
	counts := func(i int) bool { return p.Acts[i].Kind == grid.Contiguous }
	one := func(int) int64 { return 1 }
	risk := func(i int) int64 { return p.Acts[i].Risk }
	members := make([][]int, len(p.Wins)) // of windows
	groups := make([]map[int][]int, p.Groups)
	calendars := map[*grid.Calendar]int{}
	for i := range p.Acts {
		a := &p.Acts[i]
		if !counts(i) {
			continue
		}
		w := home(p, i, calendars)
		if w == grid.None {
			continue
		}
		if a.Win == w {
			members[w] = append(members[w], i)
		}
		if g := a.Group; g != grid.None {
			if groups[g] == nil {
				groups[g] = map[int][]int{}
			}
			groups[g][w] = append(groups[g][w], i)
		}
	}
	rank, count := make([]int, len(p.Occs)), make([]int, len(p.Wins))
	for o, occ := range p.Occs {
		if occ.Win != grid.None {
			rank[o] = count[occ.Win]
			count[occ.Win]++
		}
	}
	add := func(w int, list []int, capacity int64, need func(int) int64) {
		if len(list) > 1 {
			r := row{rank: rank, room: slices.Repeat([]int64{capacity}, count[w])}
			r.fill(p, list, need)
			all = append(all, r)
		}
	}
	for w := range p.Wins {
		if c := p.Wins[w].Capacity; c < grid.Never {
			add(w, members[w], int64(c), one)
		}
		if b := p.Wins[w].Budget; b >= 0 {
			add(w, members[w], b, risk)
		}
	}
	for g := range groups {
		for w := range p.Wins {
			if groups[g] == nil {
				break
			}
			add(w, groups[g][w], 1, one)
		}
	}
	return all
}

// home returns the window in whose occurrences, one after the other, all of activity i's modes start, or None.
func home(p *grid.Problem, i int, known map[*grid.Calendar]int) int {
	a := &p.Acts[i]
	if a.Fixed {
		if a.Occ == grid.None {
			return grid.None
		}
		return p.Occs[a.Occ].Win
	}
	win := grid.None
	for m := range a.Modes {
		c := a.Modes[m].Cal
		if c == nil {
			return grid.None
		}
		w, ok := known[c]
		if !ok {
			w = homeOf(p, c)
			known[c] = w
		}
		if w == grid.None || m > 0 && w != win {
			return grid.None
		}
		win = w
	}
	return win
}

func homeOf(p *grid.Problem, c *grid.Calendar) int {
	win, last := grid.None, -1
	for _, piece := range c.Pieces {
		if piece.Occ == grid.None || piece.Occ < last { // occurrences are numbered as they open
			return grid.None
		}
		if w := p.Occs[piece.Occ].Win; last >= 0 && w != win {
			return grid.None
		}
		win, last = p.Occs[piece.Occ].Win, piece.Occ
	}
	return win
}

// fill takes in those of the list that need something: facts take it, the others ask for it.
func (r *row) fill(p *grid.Problem, list []int, need func(int) int64) {
	for _, i := range list {
		n := need(i)
		switch a := &p.Acts[i]; {
		case n <= 0:
		case a.Fixed:
			k := r.rank[a.Occ]
			r.room[k] = max(0, r.room[k]-n)
		default:
			r.users = append(r.users, visitor{i, n})
		}
	}
}

// check reports whether those who surely start in the row have room, and narrows those
// for whom others leave none in a stretch of it (Hall intervals: Leconte 1996; with needs, as energy).
func (r *row) check(f *frame, adjust bool) bool {
	f.work += int64(len(r.users))
	if !r.sit(f) {
		return false
	}
	var largest int64
	for n := range r.seats {
		largest = max(largest, r.seats[n].need)
	}
	firsts := make([]int, 0, len(r.seats))
	for n := range r.seats {
		firsts = append(firsts, r.seats[n].first)
	}
	slices.Sort(firsts)
	firsts = slices.Compact(firsts)
	step := 1 + len(firsts)*len(r.seats)/mostWindows
	for k := 0; k < len(firsts); k += step {
		a := firsts[k]
		f.work += int64(len(r.seats))
		var room, sum int64
		at := a
		for n := range r.seats { // by last occurrence
			s := &r.seats[n]
			if s.last < a {
				continue
			}
			for ; at <= s.last; at++ {
				room += r.room[at]
			}
			if s.first >= a {
				sum += s.need
			}
			if n+1 < len(r.seats) && r.seats[n+1].last == s.last {
				continue
			}
			if sum > room {
				return false
			}
			if adjust && room-sum < largest {
				r.adjust(f, a, s.last, room-sum)
			}
		}
	}
	for n := range r.seats {
		r.tell(f, &r.seats[n])
	}
	return true
}

// sit collects who surely starts in the row, by last occurrence.
func (r *row) sit(f *frame) bool {
	r.seats = r.seats[:0]
	for _, u := range r.users {
		if !f.in[u.act] {
			continue
		}
		s := seat{visitor: u, first: len(r.room), last: -1, after: -1, by: len(r.room)}
		for m := range f.p.Acts[u.act].Modes {
			w := &f.ways[f.base[u.act]+m]
			if w.out {
				continue
			}
			first, last := r.reach(f.p.Acts[u.act].Modes[m].Cal, w)
			s.first, s.last = min(s.first, first), max(s.last, last)
		}
		if s.first > s.last {
			return false
		}
		r.seats = append(r.seats, s)
	}
	slices.SortStableFunc(r.seats, func(x, y seat) int { return cmp.Compare(x.last, y.last) })
	return true
}

// reach returns the first and the last occurrence that a way can start in.
func (r *row) reach(c *grid.Calendar, w *way) (first, last int) {
	ps := c.Pieces
	i := sort.Search(len(ps), func(i int) bool { return ps[i].End > w.start })
	j := sort.Search(len(ps), func(j int) bool { return ps[j].Start > w.last }) - 1
	if i > j || j < 0 || i == len(ps) {
		return len(r.room), -1
	}
	return r.rank[ps[i].Occ], r.rank[ps[j].Occ]
}

// adjust tells those who reach into the occurrences a to b, where only slack
// is left, to stay outside.
func (r *row) adjust(f *frame, a, b int, slack int64) {
	f.work += int64(len(r.seats))
	for n := range r.seats {
		s := &r.seats[n]
		if s.need <= slack || s.first >= a && s.last <= b {
			continue
		}
		if s.first >= a {
			s.after = max(s.after, b)
		}
		if s.last <= b {
			s.by = min(s.by, a)
		}
	}
}

// tell narrows the activity of a seat.
func (r *row) tell(f *frame, s *seat) {
	after, by := grid.Never, -grid.Never
	for m := range f.p.Acts[s.act].Modes {
		if f.ways[f.base[s.act]+m].out {
			continue
		}
		ps := f.p.Acts[s.act].Modes[m].Cal.Pieces
		if i := sort.Search(len(ps), func(i int) bool { return r.rank[ps[i].Occ] > s.after }); i < len(ps) {
			after = min(after, ps[i].Start)
		}
		if j := sort.Search(len(ps), func(j int) bool { return r.rank[ps[j].Occ] >= s.by }) - 1; j >= 0 {
			by = max(by, ps[j].End-1)
		}
	}
	if s.after >= 0 {
		f.startAfter(s.act, after)
	}
	if s.by < len(r.room) {
		f.startBy(s.act, by)
	}
}
