package lcg

// Earliest proposes to start at once what can start first; of equals what must
// start first (the schedule-generation search of Schutt et al. 2013, doi:10.1007/s10951-012-0285-x).
type Earliest []View

// Next implements Brancher.
func (b Earliest) Next(e *Engine) Lit {
	best, at, by := View{}, int32(none), int32(none)
	for _, v := range b {
		if lo, hi := e.min(v), e.max(v); lo < hi && (lo < at || lo == at && hi < by) {
			best, at, by = v, lo, hi
		}
	}
	if at == none {
		return False
	}
	return best.Le(int(at))
}
