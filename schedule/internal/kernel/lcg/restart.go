package lcg

// restarts says when the search begins anew: after Luby's sequence (Luby,
// Sinclair & Zuckerman 1993, doi:10.1016/0020-0190(93)90029-9) times a unit of conflicts.
type restarts struct {
	n    int64 // restarts so far
	left int64 // conflicts until the next
}

const restartUnit = 100

func (r *restarts) learned() { r.left-- }

func (r *restarts) begin() {
	r.n++
	r.left = restartUnit * luby(r.n)
}

func (r *restarts) due() bool { return r.left <= 0 }

// luby returns the i-th term, i ≥ 1, of 1 1 2 1 1 2 4 …
func luby(i int64) int64 {
	for k := int64(1); ; k++ {
		switch full := int64(1)<<k - 1; {
		case i == full:
			return 1 << (k - 1)
		case i < full:
			return luby(i - (1<<(k-1) - 1))
		}
	}
}
