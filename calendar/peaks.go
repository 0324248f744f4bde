package calendar

import "sync"

// lengths finds long pieces and long gaps without a look at each. It is built when first asked for.
type lengths struct {
	once   sync.Once
	pieces peaks
	gaps   peaks // gap i lies before piece i; gap 0 is none
}

func (c *Compiled) peaks() *lengths {
	c.rare.once.Do(func() {
		n := len(c.segments)
		lengths, gaps := make([]int64, n), make([]int64, n)
		for i, s := range c.segments {
			lengths[i] = s.end - s.start
			if i > 0 {
				gaps[i] = s.start - c.segments[i-1].end
			}
		}
		c.rare.pieces, c.rare.gaps = newPeaks(lengths), newPeaks(gaps)
	})
	return &c.rare
}

// peaks is a tree of maxima over a list of numbers of zero and more: node k is the greater of 2k and 2k+1,
// leaf i stands at size+i.
type peaks struct {
	size int
	tree []int64
}

func newPeaks(values []int64) peaks {
	size := 1
	for size < len(values) {
		size *= 2
	}
	p := peaks{size, make([]int64, 2*size)}
	for i := range p.tree {
		p.tree[i] = -1
	}
	copy(p.tree[size:], values)
	for k := size - 1; k > 0; k-- {
		p.tree[k] = max(p.tree[2*k], p.tree[2*k+1])
	}
	return p
}

// next is the first index from i on whose number is v or more; -1 if there is none.
func (p peaks) next(i int, v int64) int {
	if i >= p.size {
		return -1
	}
	k := p.size + i
	for p.tree[k] < v {
		for k&1 == 1 { // a right child: go up until there is a sibling to the right
			k /= 2
		}
		if k == 0 {
			return -1
		}
		k++
	}
	for k < p.size {
		if k *= 2; p.tree[k] < v {
			k++
		}
	}
	return k - p.size
}

// previous is the last index up to i whose number is v or more; -1 if there is none.
func (p peaks) previous(i int, v int64) int {
	if i < 0 {
		return -1
	}
	k := p.size + i
	for p.tree[k] < v {
		for k&1 == 0 { // a left child: go up until there is a sibling to the left
			k /= 2
		}
		if k == 1 {
			return -1
		}
		k--
	}
	for k < p.size {
		if k = 2*k + 1; p.tree[k] < v {
			k--
		}
	}
	return k - p.size
}

// highest is the first index in [i, j) with the greatest number; -1 if there is no index.
func (p peaks) highest(i, j int) int {
	if i >= j {
		return -1
	}
	most := int64(-1)
	for a, b := p.size+i, p.size+j; a < b; a, b = a/2, b/2 {
		if a&1 == 1 {
			most = max(most, p.tree[a])
			a++
		}
		if b&1 == 1 {
			b--
			most = max(most, p.tree[b])
		}
	}
	return p.next(i, most)
}
