package lcg

import "sort"

// watch is a clause that waits for one of its literals to become false: the
// other watched literal (or, of long clauses, some literal) and its name, which is ^ref for clauses of two.
type watch struct {
	block Lit
	name  int32
}

// watchlist is, for one signed variable s, who waits for "s ≤ thr[i]" to become
// true: lists[list[i]]. The thresholds are sorted, so a step of the bound from old to new visits exactly
// the clauses in which a watched literal became false, those with new ≤ threshold < old
// (watches by bound as in Bit-Monnot 2023, doi:10.3233/FAIA230277, kept in order).
type watchlist struct {
	thr  []int32
	list []int32
}

func (w *watchlist) find(b int32) int {
	lo, hi := 0, len(w.thr)
	for lo < hi {
		mid := int(uint(lo+hi) >> 1)
		if w.thr[mid] < b {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	return lo
}

// watch has w wait for l to become false.
func (c *clauses) watch(l Lit, w watch) {
	n := l.Not()
	wl := &c.watches[n.S]
	i := wl.find(n.B)
	if i == len(wl.thr) || wl.thr[i] != n.B {
		var id int32
		if k := len(c.spare); k > 0 {
			id = c.spare[k-1]
			c.spare = c.spare[:k-1]
		} else {
			id = int32(len(c.lists))
			c.lists = append(c.lists, nil)
		}
		wl.thr = append(wl.thr, 0)
		wl.list = append(wl.list, 0)
		copy(wl.thr[i+1:], wl.thr[i:])
		copy(wl.list[i+1:], wl.list[i:])
		wl.thr[i], wl.list[i] = n.B, id
	}
	id := wl.list[i]
	c.lists[id] = append(c.lists[id], w)
}

// visit lets the clauses know that the bound of s went from old to new.
func (e *Engine) visit(s, old, new int32) bool {
	wl := &e.watches[s]
	for i := wl.find(old) - 1; i >= 0 && wl.thr[i] >= new; {
		thr, size := wl.thr[i], len(wl.thr)
		if !e.visitList(wl.list[i], Lit{s, thr}.Not()) {
			return false
		}
		if len(wl.thr) != size { // a watch moved to a lower threshold of s itself
			i = wl.find(thr)
		}
		i--
	}
	return true
}

// visitList goes through the clauses that watch the literal l, now false.
func (e *Engine) visitList(id int32, l Lit) bool {
	ws := e.lists[id]
	e.stats.Work += int64(len(ws))
	k := 0
	ok := true
next:
	for i := 0; i < len(ws); i++ {
		w := ws[i]
		if e.ub[w.block.S] <= w.block.B {
			ws[k] = w
			k++
			continue
		}
		if w.name < 0 {
			ws[k] = w
			k++
			if !e.set(w.block, reason{byClause, ^w.name, 0}) {
				k += copy(ws[k:], ws[i+1:])
				ok = false
				break
			}
			continue
		}
		ref := w.name
		db := e.db[ref : ref+head+2*e.db[ref]]
		// the false literal second
		if db[head] == l.S && db[head+1] == l.B {
			db[head], db[head+2] = db[head+2], db[head]
			db[head+1], db[head+3] = db[head+3], db[head+1]
		}
		first := Lit{db[head], db[head+1]}
		if first != w.block && e.ub[first.S] <= first.B {
			ws[k] = watch{first, ref}
			k++
			continue
		}
		for j := head + 4; j < len(db); j += 2 {
			if s, b := db[j], db[j+1]; -e.ub[s^1] <= b { // not false
				db[j], db[j+1] = db[head+2], db[head+3]
				db[head+2], db[head+3] = s, b
				e.watch(Lit{s, b}, watch{first, ref})
				continue next
			}
		}
		ws[k] = watch{first, ref}
		k++
		if !e.set(first, reason{byClause, ref, 0}) {
			k += copy(ws[k:], ws[i+1:])
			ok = false
			break
		}
	}
	e.lists[id] = ws[:k]
	return ok
}

func sortBy(list []int32, less func(a, b int32) bool) {
	sort.Slice(list, func(i, j int) bool { return less(list[i], list[j]) })
}
