package sgs

import (
	"container/heap"

	"github.com/berthplan/berth/schedule/internal/grid"
)

// Failure is why a generation scheme could not place an activity.
type Failure struct {
	Act   int
	Block Block // of its best mode
}

// builder runs one generation scheme over a state.
type builder struct {
	*State
	o        *order
	q        *priorities
	rank     []float64 // smaller goes first
	parallel bool      // by time, else by rank alone
	waits    []int
	stay     bool // what is expected somewhere goes as near to that as it can
}

// build places everything by the serial or the parallel generation scheme
// (Kelley 1963; Kolisch 1996), extended to calendars, modes and states: each activity goes
// to the earliest start that every rule admits, given what is placed.
func (b *builder) build() *Failure {
	b.Reset()
	p := b.P
	for i := range b.waits {
		b.waits[i] = 0
		for _, j := range b.o.preds[i] {
			if !b.Placed(j) && !b.out(j) {
				b.waits[i]++
			}
		}
	}
	ready := &queue{b: b}
	for i := range p.Acts {
		if !b.Placed(i) && !b.out(i) && b.waits[i] == 0 {
			ready.items = append(ready.items, item{i, b.early(i)})
		}
	}
	heap.Init(ready)
	for n := 0; ready.Len() > 0; n++ {
		top := ready.items[0]
		if b.halted(n) {
			return &Failure{Act: top.act}
		}
		m, s, e, block := b.choose(top.act)
		if block.Kind != Free {
			return &Failure{top.act, block}
		}
		if b.parallel && s > top.start {
			// its time has not come: others may start before it
			ready.items[0].start = s
			heap.Fix(ready, 0)
			continue
		}
		heap.Pop(ready)
		b.Place(top.act, m, s, e)
		for _, j := range b.o.succs[top.act] {
			if b.waits[j]--; b.waits[j] == 0 && !b.Placed(j) && !b.out(j) {
				heap.Push(ready, item{j, b.early(j)})
			}
		}
	}
	return nil
}

// early is a start before which activity i cannot be, cheaply.
func (b *builder) early(i int) int {
	a := &b.P.Acts[i]
	t := max(a.Earliest, b.Lower[i])
	for _, j := range b.o.preds[i] {
		if b.Placed(j) {
			t = max(t, min(b.Start[j], b.End[j]))
		}
	}
	return t
}

// choose finds the mode and start that make activity i least late, then
// cheapest, then earliest; of equals the first mode.
func (b *builder) choose(i int) (mode, start, end int, why Block) {
	a := &b.P.Acts[i]
	if b.stay && a.Was.Weight > 0 && a.Was.Start < grid.Never {
		return b.nearest(i)
	}
	best := [3]int64{}
	found := false
	for m := range a.Modes {
		s, e, block := b.Find(i, m, 0)
		if block.Kind != Free {
			if !found && m == 0 {
				why = block
			}
			continue
		}
		for range 4 {
			score := [3]int64{int64(max(0, e-b.q.lft[i])), b.P.Penalty(i, m, s, e), int64(e)}
			if !found || less3(score, best) {
				found, best, mode, start, end = true, score, m, s, e
			}
			if score[1] == a.Modes[m].Penalty {
				break
			}
			// it pays for where it is: look behind the charge
			later := b.behind(i, m, s, e)
			if later <= s {
				break
			}
			if s, e, block = b.Find(i, m, later); block.Kind != Free {
				break
			}
		}
	}
	if found {
		why = Block{}
	}
	return mode, start, end, why
}

// behind returns the first slot after the charges that [s, e) pays.
func (b *builder) behind(i, m, s, e int) int {
	md := &b.P.Acts[i].Modes[m]
	t := s
	if md.Cal != nil {
		for _, c := range md.Cal.Charges {
			if c.Start < e && c.End > s {
				t = max(t, c.End)
			}
		}
	}
	if md.Env != grid.None {
		for _, c := range b.P.Envs[md.Env].Soft {
			if c.Start < e && c.End > s {
				t = max(t, c.End)
			}
		}
	}
	return t
}

func less3(a, b [3]int64) bool {
	for i := range a {
		if a[i] != b[i] {
			return a[i] < b[i]
		}
	}
	return false
}

type item struct{ act, start int }

// queue is the activities whose predecessors are placed.
type queue struct {
	b     *builder
	items []item
}

func (q *queue) Len() int { return len(q.items) }
func (q *queue) Less(i, j int) bool {
	x, y := q.items[i], q.items[j]
	if q.b.parallel && x.start != y.start {
		return x.start < y.start
	}
	if rx, ry := q.b.rank[x.act], q.b.rank[y.act]; rx != ry {
		return rx < ry
	}
	return x.act < y.act
}
func (q *queue) Swap(i, j int) { q.items[i], q.items[j] = q.items[j], q.items[i] }
func (q *queue) Push(x any)    { q.items = append(q.items, x.(item)) }
func (q *queue) Pop() any {
	x := q.items[len(q.items)-1]
	q.items = q.items[:len(q.items)-1]
	return x
}
