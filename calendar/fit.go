package calendar

import "time"

// Fits reports whether c is open from t on for d without a pause, in one occurrence. What may have to be undone
// needs its rollback there, too: d is the sum of both. A d of zero or less asks for a moment of open time.
func (c *Compiled) Fits(t time.Time, d time.Duration) bool {
	if c == nil {
		return true
	}
	k := c.key(t)
	i := c.find(k)
	return i < len(c.segments) && c.segments[i].start <= k && c.segments[i].end-k >= int64(d)
}

// EarliestFit is the first start at t or later from which d fits; false if there is none in the span.
func (c *Compiled) EarliestFit(t time.Time, d time.Duration) (time.Time, bool) {
	if c == nil {
		return inUTC(t), true
	}
	k := c.key(t)
	i := c.find(k)
	if i < len(c.segments) && c.segments[i].start <= k {
		if c.segments[i].end-k >= int64(d) {
			return inUTC(t), true
		}
		i++
	}
	if i = c.peaks().pieces.next(i, int64(max(d, 0))); i < 0 {
		return time.Time{}, false
	}
	return c.at(c.segments[i].start), true
}

// LatestFit is the last start from which d fits and is over by the moment given; false if there is none in the span.
func (c *Compiled) LatestFit(by time.Time, d time.Duration) (time.Time, bool) {
	d = max(d, 0)
	if c == nil {
		return inUTC(by.Add(-d)), true
	}
	k, n := c.key(by), int64(d)
	i := c.starting(k) - 1
	if i < 0 {
		return time.Time{}, false
	}
	if s := c.segments[i]; min(s.end, k)-s.start >= n {
		return c.at(min(s.end, k) - n), true
	}
	if i = c.peaks().pieces.previous(i-1, n); i < 0 {
		return time.Time{}, false
	}
	return c.at(c.segments[i].end - n), true
}

// Slots lists the pieces of open time inside in, cut to it, in which d fits: the first n, or all if n is zero or
// less. Work of length d may start in a slot at any time from its Start to its End less d, both included, and is
// over when in is. Pieces of two occurrences are two slots, even if they touch. Of an Intersect of working hours
// they are the times at which several people can meet.
func (c *Compiled) Slots(in Interval, d time.Duration, n int) []Piece {
	d = max(d, 0)
	if c == nil {
		if in.Empty() || in.Duration() < d {
			return nil
		}
		return []Piece{{Interval: in.in(time.UTC)}}
	}
	if in = in.Intersect(c.span).in(time.UTC); in.Empty() {
		return nil
	}
	var out []Piece
	lengths := c.peaks().pieces
	for i := lengths.next(c.find(c.key(in.Start)), int64(d)); i >= 0; i = lengths.next(i+1, int64(d)) {
		p := c.piece(i)
		if !p.Start.Before(in.End) || n > 0 && len(out) == n {
			break
		}
		if p.Interval = p.Intersect(in); p.Duration() >= d {
			out = append(out, p)
		}
	}
	return out
}

// starting is the number of segments that start before k.
func (c *Compiled) starting(k int64) int {
	lo, hi := 0, len(c.segments)
	for lo < hi {
		if mid := int(uint(lo+hi) >> 1); c.segments[mid].start < k {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	return lo
}
