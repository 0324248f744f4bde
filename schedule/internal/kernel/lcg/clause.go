package lcg

// Clauses lie one behind the other in one slice of 32-bit words:
//
//	size | lbd, with the marks | use | S₀ B₀ | S₁ B₁ | …
//
// and are named by the offset of their first word. The first two literals are watched.
const head = 3

const (
	learnt  int32 = 1 << 30
	dropped int32 = 1 << 29
	lbdMask int32 = 1<<20 - 1
)

type clauses struct {
	db      []int32
	watches []watchlist // per signed variable
	lists   [][]watch
	spare   []int32 // unused lists
	learnts int
	keep    int // reduce when there are more learnts than that
	tmp     []Lit
}

func (c *clauses) lit(ref int32, i int) Lit {
	at := int(ref) + head + 2*i
	return Lit{c.db[at], c.db[at+1]}
}

// store puts a clause of at least two literals into the database and watches its first two.
func (c *clauses) store(lits []Lit, lbd int32, marks int32) int32 {
	ref := int32(len(c.db))
	c.db = append(c.db, int32(len(lits)), lbd|marks, 0)
	for _, l := range lits {
		c.db = append(c.db, l.S, l.B)
	}
	if marks&learnt != 0 {
		c.learnts++
	}
	c.attach(ref)
	return ref
}

func (c *clauses) attach(ref int32) {
	l0, l1 := c.lit(ref, 0), c.lit(ref, 1)
	name := ref
	if c.db[ref] == 2 {
		name = ^ref
	}
	c.watch(l0, watch{l1, name})
	c.watch(l1, watch{l0, name})
}

// AddClause states that one of lits is true. It reports false when that
// contradicts what is known without any decision. It may be called at level 0 only.
func (e *Engine) AddClause(lits ...Lit) bool {
	e.tmp = e.tmp[:0]
	for _, l := range lits {
		if e.Holds(l) {
			return !e.dead
		}
		if e.Fails(l) {
			continue
		}
		joined := false
		for i, k := range e.tmp {
			if k.S == l.S { // either is the weaker one
				e.tmp[i].B = max(k.B, l.B)
				joined = true
			} else if k.S == l.S^1 && k.B >= -l.B-1 { // x ≤ a or x ≥ a+1: always
				return !e.dead
			}
		}
		if !joined {
			e.tmp = append(e.tmp, l)
		}
	}
	switch len(e.tmp) {
	case 0:
		e.dead = true
	case 1:
		if !e.set(e.tmp[0], reason{}) {
			e.dead = true
		}
	default:
		e.store(e.tmp, 0, 0)
	}
	return !e.dead
}

func (e *Engine) explainClause(l Lit, ref int32, out []Lit) []Lit {
	n := int(e.db[ref])
	for i := range n {
		if k := e.lit(ref, i); k.S != l.S {
			out = append(out, k.Not())
		}
	}
	return out
}

// reduce drops the less useful half of the learnt clauses, and of all what is true
// or false at level 0 (the tiers of Oh 2016, doi:10.1007/978-3-319-24318-4_23, simplified: a literal block
// distance up to 2 stays for good, up to 6 while it is used). It may be called at level 0 only.
func (e *Engine) reduce() {
	var weak []int32
	for ref := int32(0); int(ref) < len(e.db); ref += head + 2*e.db[ref] {
		mark := e.db[ref+1]
		if mark&learnt == 0 || mark&dropped != 0 {
			continue
		}
		lbd := mark & lbdMask
		used := e.db[ref+2]
		e.db[ref+2] = used / 2
		if lbd <= 2 || lbd <= 6 && used > 0 {
			continue
		}
		weak = append(weak, ref)
	}
	sortBy(weak, func(a, b int32) bool {
		if ua, ub := e.db[a+2], e.db[b+2]; ua != ub {
			return ua < ub
		}
		if la, lb := e.db[a+1]&lbdMask, e.db[b+1]&lbdMask; la != lb {
			return la > lb
		}
		return a < b
	})
	for _, ref := range weak[:len(weak)/2] {
		e.db[ref+1] |= dropped
	}
	e.compact()
}

// compact rebuilds the database without what was dropped and what level 0 decides.
func (e *Engine) compact() {
	for i := range e.watches {
		e.watches[i].thr, e.watches[i].list = e.watches[i].thr[:0], e.watches[i].list[:0]
	}
	e.spare = e.spare[:0]
	for i := range e.lists {
		e.lists[i] = e.lists[i][:0]
		e.spare = append(e.spare, int32(i))
	}
	for i := range e.trail {
		e.trail[i].reason = reason{}
	}
	from := e.db
	to := from[:0]
	e.learnts = 0
	for ref := 0; ref < len(from); {
		n := int(from[ref])
		next := ref + head + 2*n
		mark, used := from[ref+1], from[ref+2]
		at := len(to)
		keep := mark&dropped == 0
		if keep {
			to = append(to, 0, mark, used)
			for i := ref + head; i < next; i += 2 {
				l := Lit{from[i], from[i+1]}
				if e.Holds(l) {
					keep = false
					break
				}
				if !e.Fails(l) {
					to = append(to, l.S, l.B)
				}
			}
		}
		size := (len(to) - at - head) / 2
		switch {
		case !keep:
			to = to[:at]
		case size < 2:
			if size == 0 || !e.set(Lit{to[at+head], to[at+head+1]}, reason{}) {
				e.dead = true
			}
			to = to[:at]
		default:
			to[at] = int32(size)
			if mark&learnt != 0 {
				e.learnts++
			}
		}
		ref = next
	}
	e.db = to
	for ref := int32(0); int(ref) < len(e.db); ref += head + 2*e.db[ref] {
		e.attach(ref)
	}
}
