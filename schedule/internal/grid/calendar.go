package grid

import "sort"

// Never is later than every slot: "no such time".
const Never = 1 << 30

// None is the absent index.
const None = -1

// Piece is a stretch of open slots [Start, End) in one occurrence (None: in no window).
type Piece struct {
	Start, End int
	Occ        int // index into Problem.Occs
}

// Calendar is a set of open slots. A nil *Calendar is open in every slot.
type Calendar struct {
	Pieces  []Piece // sorted, disjoint; neighbours may touch where the occurrence differs
	Opens   []int   // sorted starts of pieces that open an occurrence: where a decision can be taken
	Charges []Charge
	cum     []int // cum[i]: open slots before Pieces[i]; one longer than Pieces
}

// Charge is a soft rule: Cost for each started hour of work inside [Start, End).
type Charge struct {
	Start, End int
	Cost       int64
	Tag        int // the caller's
}

// NewCalendar takes sorted, disjoint pieces.
func NewCalendar(pieces []Piece) *Calendar {
	c := &Calendar{Pieces: pieces, cum: make([]int, len(pieces)+1)}
	for i, p := range pieces {
		c.cum[i+1] = c.cum[i] + p.End - p.Start
	}
	return c
}

// after returns the first piece that ends after t.
func (c *Calendar) after(t int) int {
	return sort.Search(len(c.Pieces), func(i int) bool { return c.Pieces[i].End > t })
}

// Piece returns the piece that holds slot t.
func (c *Calendar) Piece(t int) (Piece, bool) {
	i := c.after(t)
	if i == len(c.Pieces) || c.Pieces[i].Start > t {
		return Piece{}, false
	}
	return c.Pieces[i], true
}

// NextOpen returns the first open slot at or after t.
func (c *Calendar) NextOpen(t int) int {
	if c == nil {
		return t
	}
	i := c.after(t)
	if i == len(c.Pieces) {
		return Never
	}
	return max(t, c.Pieces[i].Start)
}

// LastOpen returns the last open slot before t, or -Never.
func (c *Calendar) LastOpen(t int) int {
	if c == nil {
		return t - 1
	}
	i := sort.Search(len(c.Pieces), func(i int) bool { return c.Pieces[i].Start >= t }) - 1
	if i < 0 {
		return -Never
	}
	return min(t, c.Pieces[i].End) - 1
}

// open counts the open slots before t.
func (c *Calendar) open(t int) int {
	i := c.after(t)
	if i == len(c.Pieces) || t <= c.Pieces[i].Start {
		return c.cum[i]
	}
	return c.cum[i] + t - c.Pieces[i].Start
}

// Between counts the open slots in [a, b); it is negative when b < a.
func (c *Calendar) Between(a, b int) int {
	if c == nil {
		return b - a
	}
	return c.open(b) - c.open(a)
}

// Add returns the least e ≥ t with Between(t, e) = d; for a negative d the
// greatest e ≤ t with Between(t, e) = d; Never or -Never where there is none.
func (c *Calendar) Add(t, d int) int {
	switch {
	case d == 0 || t >= Never || t <= -Never:
		return t
	case c == nil:
		return t + d
	case d > 0:
		want := c.open(t) + d
		i := sort.SearchInts(c.cum, want)
		if i >= len(c.cum) {
			return Never
		}
		return c.Pieces[i-1].End - (c.cum[i] - want)
	}
	want := c.open(t) + d
	if want < 0 {
		return -Never
	}
	// the greatest e with open(e) = want: the start of the piece that holds the next open slot
	i := sort.Search(len(c.Pieces), func(i int) bool { return c.cum[i+1] > want })
	return c.Pieces[i].Start + want - c.cum[i]
}

// Back returns the least s ≤ e with Between(s, e) ≤ d, for d ≥ 0: how early
// something may lie that must be within d before e.
func (c *Calendar) Back(e, d int) int {
	if c == nil {
		return e - d
	}
	want := c.open(e) - d
	if want <= 0 {
		return -Never
	}
	i := sort.SearchInts(c.cum, want) // open slots are used up at the end of piece i-1, or inside it
	return c.Pieces[i-1].End - (c.cum[i] - want)
}

// Fit returns the first s ≥ t such that [s, s+d) lies in one piece.
func (c *Calendar) Fit(t, d int) int {
	if c == nil {
		return t
	}
	for i := c.after(t); i < len(c.Pieces); i++ {
		s := max(t, c.Pieces[i].Start)
		if s+d <= c.Pieces[i].End {
			return s
		}
	}
	return Never
}

// NextOpening returns the first decision time at or after t.
func (c *Calendar) NextOpening(t int) int {
	i := sort.SearchInts(c.Opens, t)
	if i == len(c.Opens) {
		return Never
	}
	return c.Opens[i]
}
