package calendar

// index finds the piece that a time falls into without searching all of them.
// The span is divided into buckets of equal length, a power of two in
// nanoseconds: at most four for each piece, so that it costs at most 16 bytes a
// piece (and 8 more), however long the span is. For each bucket it remembers the first piece
// that matters there. Where pieces are spread evenly a bucket leaves none or one
// to look at; where they crowd, a binary search within the bucket remains.
type index struct {
	shift uint8
	first []int32 // of bucket b: the first piece that ends after b<<shift; one entry more than there are buckets
}

// newIndex indexes segments within [0, length).
func newIndex(segments []segment, length int64) index {
	if len(segments) == 0 {
		return index{}
	}
	var x index
	for length>>x.shift >= 4*int64(len(segments)) {
		x.shift++
	}
	x.first = make([]int32, length>>x.shift+2)
	i := 0
	for b := range x.first {
		at := int64(b) << x.shift
		if b == len(x.first)-1 {
			at = length // the shift may not fit
		}
		for i < len(segments) && segments[i].end <= at {
			i++
		}
		x.first[b] = int32(i)
	}
	return x
}

// find is the index of the first segment that ends after k, which is at least -1
// and at most the length of the span.
func (c *Compiled) find(k int64) int {
	b := uint64(max(k, 0)) >> (c.index.shift & 63)
	if b+1 >= uint64(len(c.index.first)) {
		return 0 // there are none
	}
	lo, hi := int(c.index.first[b]), int(c.index.first[b+1])
	for lo < hi {
		if mid := int(uint(lo+hi) >> 1); c.segments[mid].end <= k {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	return lo
}
