package calendar

// index finds a place in a growing list of ends without searching all of it. The
// line from 0 to the last end is divided into buckets of equal length, a power of two:
// at most four for each entry, so that it costs at most 16 bytes an
// entry (and 8 more), however long the line is. For each bucket it remembers the first entry
// that matters there. Where ends are spread evenly a bucket leaves none or one
// to look at; where they crowd, a binary search within the bucket remains.
type index struct {
	shift uint8
	first []int32 // of bucket b: the first entry that ends after b<<shift; one more than there are buckets
}

// newIndex indexes n ends, none after length.
func newIndex(n int, length int64, end func(i int) int64) index {
	var x index
	if n == 0 {
		return x
	}
	for length>>x.shift >= 4*int64(n) {
		x.shift++
	}
	x.first = make([]int32, length>>x.shift+2)
	b, last := 0, len(x.first)-1
	for i := range n {
		for e := end(i); b < last && int64(b)<<x.shift < e; b++ {
			x.first[b] = int32(i)
		}
	}
	for ; b <= last; b++ {
		x.first[b] = int32(n)
	}
	return x
}

// around gives the entries among which the first that ends after k is: from lo up to hi, which is included.
func (x *index) around(k int64) (lo, hi int) {
	b := uint64(max(k, 0)) >> (x.shift & 63)
	if b+1 >= uint64(len(x.first)) {
		return 0, 0 // there are none
	}
	return int(x.first[b]), int(x.first[b+1])
}

// find is the index of the first segment that ends after k, which is at least -1
// and at most the length of the span.
func (c *Compiled) find(k int64) int {
	lo, hi := c.byTime.around(k)
	for lo < hi {
		if mid := int(uint(lo+hi) >> 1); c.segments[mid].end <= k {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	return lo
}

// findOpen is the index of the first segment by whose end there has been more
// open time than n, which is at least 0 and less than all there is.
func (c *Compiled) findOpen(n int64) int {
	lo, hi := c.byOpen.around(n)
	for lo < hi {
		if mid := int(uint(lo+hi) >> 1); c.segments[mid].after() <= n {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	return lo
}
