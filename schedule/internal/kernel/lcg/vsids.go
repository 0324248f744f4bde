package lcg

// vsids orders decisions by how much their literals took part in recent
// conflicts (Moskewicz et al. 2001, doi:10.1145/378239.379017), in a binary heap. What is ordered are
// atoms "x ≤ v", made when a conflict first mentions them.
type vsids struct {
	vals  [][]int32 // per variable: its atoms' values, sorted
	ids   [][]int32 // and their numbers
	x     []int32   // per atom
	v     []int32
	act   []float64
	pos   []int32 // place in the heap, or -1
	heap  []int32
	inc   float64
	taken []taken // what was taken out of the heap, by level
}

type taken struct{ atom, level int32 }

const (
	decay  = 1 / 0.95
	tooBig = 1e100
)

func (q *vsids) addVar() {
	q.vals = append(q.vals, nil)
	q.ids = append(q.ids, nil)
}

// atom returns the number of the atom of l, making it where it is new.
func (q *vsids) atom(l Lit) int32 {
	x, v := l.S>>1, l.B
	if l.S&1 != 0 { // −x ≤ b is not (x ≤ −b−1)
		v = -l.B - 1
	}
	vals := q.vals[x]
	lo, hi := 0, len(vals)
	for lo < hi {
		mid := int(uint(lo+hi) >> 1)
		if vals[mid] < v {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	if lo < len(vals) && vals[lo] == v {
		return q.ids[x][lo]
	}
	id := int32(len(q.x))
	q.x, q.v, q.act, q.pos = append(q.x, x), append(q.v, v), append(q.act, 0), append(q.pos, -1)
	vals = append(vals, 0)
	copy(vals[lo+1:], vals[lo:])
	vals[lo] = v
	ids := append(q.ids[x], 0)
	copy(ids[lo+1:], ids[lo:])
	ids[lo] = id
	q.vals[x], q.ids[x] = vals, ids
	q.insert(id)
	return id
}

// bump raises the activity of l's atom.
func (q *vsids) bump(l Lit) {
	if q.inc == 0 {
		q.inc = 1
	}
	a := q.atom(l)
	q.act[a] += q.inc
	if q.act[a] > tooBig {
		for i := range q.act {
			q.act[i] *= 1 / tooBig
		}
		q.inc *= 1 / tooBig
	}
	if q.pos[a] >= 0 {
		q.up(q.pos[a])
	}
}

func (q *vsids) decay() { q.inc *= decay }

func (q *vsids) insert(a int32) {
	if q.pos[a] < 0 {
		q.pos[a] = int32(len(q.heap))
		q.heap = append(q.heap, a)
		q.up(q.pos[a])
	}
}

// pop takes the most active atom out until level is taken back; -1 where there is none.
func (q *vsids) pop(level int) int32 {
	if len(q.heap) == 0 {
		return -1
	}
	a := q.heap[0]
	q.pos[a] = -1
	n := len(q.heap) - 1
	if n > 0 {
		q.heap[0] = q.heap[n]
		q.pos[q.heap[0]] = 0
	}
	q.heap = q.heap[:n]
	if n > 1 {
		q.down(0)
	}
	q.taken = append(q.taken, taken{a, int32(level)})
	return a
}

// back puts back what was taken out above level.
func (q *vsids) back(level int) {
	n := len(q.taken)
	for n > 0 && int(q.taken[n-1].level) > level {
		n--
		q.insert(q.taken[n].atom)
	}
	q.taken = q.taken[:n]
}

// mostAtoms is how many atoms are remembered when clauses are forgotten.
const mostAtoms = 100_000

// trim forgets the less active half of the atoms where there are more than
// most. It may be called at level 0 only, when all of them are in the heap.
func (q *vsids) trim(most int) {
	if len(q.x) <= most || len(q.taken) > 0 {
		return
	}
	ids := append([]int32(nil), q.heap...)
	sortBy(ids, q.before)
	x, v, act := q.x, q.v, q.act
	q.x, q.v, q.act, q.pos, q.heap = nil, nil, nil, nil, nil
	for i := range q.vals {
		q.vals[i], q.ids[i] = q.vals[i][:0], q.ids[i][:0]
	}
	for _, a := range ids[:len(ids)/2] {
		id := q.atom(Lit{2 * x[a], v[a]})
		q.act[id] = act[a]
		q.up(q.pos[id])
	}
}

func (q *vsids) before(a, b int32) bool {
	if q.act[a] != q.act[b] {
		return q.act[a] > q.act[b]
	}
	return a < b
}

func (q *vsids) up(i int32) {
	h := q.heap
	a := h[i]
	for i > 0 {
		p := (i - 1) / 2
		if !q.before(a, h[p]) {
			break
		}
		h[i] = h[p]
		q.pos[h[i]] = i
		i = p
	}
	h[i] = a
	q.pos[a] = i
}

func (q *vsids) down(i int32) {
	h := q.heap
	a := h[i]
	for {
		c := 2*i + 1
		if int(c) >= len(h) {
			break
		}
		if int(c)+1 < len(h) && q.before(h[c+1], h[c]) {
			c++
		}
		if !q.before(h[c], a) {
			break
		}
		h[i] = h[c]
		q.pos[h[i]] = i
		i = c
	}
	h[i] = a
	q.pos[a] = i
}
