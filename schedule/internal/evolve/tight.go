package evolve

import "github.com/berthplan/berth/schedule/internal/grid"

// apart is the distance between activities of which neither keeps the other from anything.
const apart = -1 << 29

// widest is up to how many activities distances are kept for all pairs.
const widest = 1000

// tight reports whether something must not be later than something.
func tight(p *grid.Problem) bool {
	for l := range p.Links {
		if p.Links[l].Kind.Maximum() && !p.Links[l].Void {
			return true
		}
	}
	for i := range p.Acts {
		if a := &p.Acts[i]; !a.Fixed && (a.Latest < p.Horizon || a.Deadline < p.Horizon) {
			return true
		}
	}
	return false
}

// tighten computes the least distances between all starts from the links of both
// signs (Floyd 1962, Warshall 1962), and the windows of all starts. It reports
// false where they contradict each other.
func (q *Project) tighten(p *grid.Problem) bool {
	for i := range p.Acts {
		a := &p.Acts[i]
		if a.Fixed || !plain(a) || len(a.Modes) != 1 || len(a.Modes[0].Uses) > 0 {
			return false
		}
	}
	n := len(p.Acts)
	if n == 0 || n > widest || p.Horizon > 1<<28 {
		return false
	}
	dist := make([]int32, n*n)
	for k := range dist {
		dist[k] = apart
	}
	for i := range n {
		dist[i*n+i] = 0
	}
	for l := range p.Links {
		k := &p.Links[l]
		if k.Void {
			continue
		}
		lag := k.Lag
		if k.Kind.FromEnd() {
			lag += p.Acts[k.From].Modes[0].Duration
		}
		if k.Kind.ToEnd() {
			lag -= p.Acts[k.To].Modes[0].Duration
		}
		from, to := k.From, k.To
		switch {
		case k.Kind.Maximum():
			from, to, lag = k.To, k.From, -lag
		case !k.Kind.Minimum():
			return false
		}
		if k.Cal != nil || lag > longest {
			return false
		}
		dist[from*n+to] = max(dist[from*n+to], int32(max(lag, apart)))
	}
	for k := range n {
		for i := range n {
			a := dist[i*n+k]
			if a == apart {
				continue
			}
			for j, b := range dist[k*n : k*n+n] {
				if b > apart && a+b > dist[i*n+j] {
					dist[i*n+j] = a + b
				}
			}
		}
	}
	for i := range n {
		if dist[i*n+i] > 0 {
			return false
		}
	}
	return q.order(p, dist)
}

// order numbers the activities by what must come first, and writes the rest in that order.
func (q *Project) order(p *grid.Problem, dist []int32) bool {
	n := len(p.Acts)
	q.n = n
	before := func(i, j int) bool {
		d, back := dist[i*n+j], dist[j*n+i]
		return d > 0 || d == 0 && back < 0
	}
	wait := make([]int, n)
	for i := range n {
		for j := range n {
			if before(i, j) {
				wait[j]++
			}
		}
	}
	for i := range n {
		if wait[i] == 0 {
			q.orig = append(q.orig, i)
		}
	}
	for k := 0; k < len(q.orig); k++ {
		for j := range n {
			if before(q.orig[k], j) {
				if wait[j]--; wait[j] == 0 {
					q.orig = append(q.orig, j)
				}
			}
		}
	}
	if len(q.orig) < n {
		return false
	}
	q.act = make([]activity, n)
	q.dist = make([]int32, n*n)
	q.late, q.tail = make([]int32, n), make([]int32, n)
	q.only = make([]int, n)
	for j, i := range q.orig {
		v := &q.act[j]
		v.dur = int32(p.Acts[i].Modes[0].Duration)
		v.in0 = int32(len(q.ins))
		for k, o := range q.orig {
			q.dist[j*n+k] = dist[i*n+o]
			if before(o, i) {
				q.ins = append(q.ins, arc{int32(k), 0})
			}
		}
		v.in1, v.out0 = int32(len(q.ins)), int32(len(q.outs))
		for k, o := range q.orig {
			if before(i, o) {
				q.outs = append(q.outs, arc{int32(k), 0})
			}
		}
		v.out1 = int32(len(q.outs))
	}
	total := 0
	for j := range q.act {
		v := &q.act[j]
		v.earliest, q.late[j] = 0, 1<<29
		wait := v.dur
		for k, i := range q.orig {
			a := &p.Acts[i]
			if d := q.dist[k*n+j]; d > apart {
				v.earliest = max(v.earliest, int32(max(a.Earliest, 0))+d)
				wait = max(wait, d)
			}
			if d := q.dist[j*n+k]; d > apart {
				q.late[j] = min(q.late[j], int32(min(a.Latest, a.Deadline-a.Modes[0].Duration, 1<<29))-d)
				q.tail[j] = max(q.tail[j], d+q.act[k].dur)
			}
		}
		if v.earliest > q.late[j] {
			return false
		}
		q.floor = max(q.floor, v.earliest+v.dur)
		total += int(wait + v.dur)
	}
	begin := int(q.floor)
	for r := range p.Res {
		for _, s := range p.Res[r].Steps {
			if s.Start < p.Horizon && s.End < p.Horizon {
				begin = max(begin, s.End)
			}
		}
	}
	if begin+total >= horizon {
		return false
	}
	q.shut = true
	q.span = int32(begin+total) + 1
	for j := range q.late {
		q.late[j] = min(q.late[j], q.span-q.act[j].dur)
	}
	return true
}

// packTight packs the resources of single modes.
func (q *Project) packTight(p *grid.Problem) bool {
	keep := make([][]int, q.n)
	for j := range keep {
		keep[j] = []int{0}
	}
	return q.pack(p, keep)
}
