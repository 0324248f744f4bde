package evolve

import "slices"

// decoder builds schedules from lists.
type decoder struct {
	*Project
	act       []activity // as in Project; a copy of its own where modes are chosen
	ins, outs []arc
	used      []int32 // of each scarce budget
	line      timeline
	count     []int32 // by slot
	pairs     []uint64
	key       []int32
	tight     tightPass
	work      int64 // activities placed
}

func newDecoder(q *Project) *decoder {
	d := &decoder{Project: q, line: newTimeline(q), key: make([]int32, q.n)}
	d.act, d.ins, d.outs = q.act, q.ins, q.outs
	if q.modes != nil {
		d.act, d.ins, d.outs = slices.Clone(q.act), slices.Clone(q.ins), slices.Clone(q.outs)
		d.used = make([]int32, len(q.scarce))
	}
	if q.dist != nil {
		d.tight = tightPass{make([]bool, q.n), make([]int32, q.n), make([]int32, q.n), make([]int32, q.n)}
	}
	d.count = make([]int32, min(len(d.line.free), sparse*q.n)+2)
	d.pairs = make([]uint64, q.n)
	return d
}

// forward starts each activity of the list as early as it can (serial schedule
// generation: Kelley 1963), and returns the last end. It gives up with unset as
// soon as the end must come after limit.
func (d *decoder) forward(list, start []int32, limit int32) int32 {
	d.line.wipe()
	act, ins, tail := d.act, d.ins, d.tail
	origin := d.span
	end := origin
	for k, j := range list {
		v := &act[j]
		t := v.earliest + origin
		for _, in := range ins[v.in0:v.in1] {
			t = max(t, start[in.other]+in.lag)
		}
		if v.need != 0 {
			t = d.line.after(t, v.dur, v.need)
			d.line.take(t, v.dur, v.need)
		}
		if t+tail[j] > limit {
			d.work += int64(k)
			return unset
		}
		start[j] = t
		end = max(end, t+v.dur)
	}
	d.work += int64(len(list))
	return end
}

// backward starts each activity of the list, from the last to the first, as
// late as it can to end by end, and returns the first start. It gives up with
// -unset as soon as that must be before limit.
func (d *decoder) backward(list, start []int32, end, limit int32) int32 {
	d.line.wipe()
	act, outs, head := d.act, d.outs, d.head
	first := end
	for k := len(list) - 1; k >= 0; k-- {
		j := list[k]
		v := &act[j]
		t := end - v.dur
		for _, out := range outs[v.out0:v.out1] {
			t = min(t, start[out.other]-out.lag)
		}
		if v.need != 0 {
			t = d.line.before(t, v.dur, v.need)
			d.line.take(t, v.dur, v.need)
		}
		if t-head[j] < limit {
			d.work += int64(len(list) - k)
			return -unset
		}
		start[j] = t
		first = min(first, t)
	}
	d.work += int64(len(list))
	return first
}

// byStart lists the activities by start; what starts together, by index.
func (d *decoder) byStart(list, start []int32) {
	copy(d.key, start)
	d.byKey(list, d.loose)
}

// byEnd lists the activities by end; what ends together, by index.
func (d *decoder) byEnd(list, start []int32) {
	for j, t := range start {
		d.key[j] = t + d.act[j].dur
	}
	d.byKey(list, d.loose)
}

// sparse is by how many slots for each activity keys may be apart to be sorted by counting.
const sparse = 32

// byKey sorts by key and index, by counting where that is fast. With loose, an activity
// whose key is before that of one that it follows counts as being with that one.
func (d *decoder) byKey(list []int32, loose bool) {
	key := d.key
	if loose {
		for j := range d.act {
			v := &d.act[j]
			for _, in := range d.ins[v.in0:v.in1] {
				key[j] = max(key[j], key[in.other])
			}
		}
	}
	lo, hi := key[0], key[0]
	for _, t := range key {
		lo, hi = min(lo, t), max(hi, t)
	}
	if int(hi-lo) > sparse*len(key) {
		for j, t := range key {
			d.pairs[j] = uint64(t-lo)<<32 | uint64(j)
		}
		slices.Sort(d.pairs)
		for k, pair := range d.pairs {
			list[k] = int32(uint32(pair))
		}
		return
	}
	at := d.count[:hi-lo+2]
	clear(at)
	for _, t := range key {
		at[t-lo+1]++
	}
	sum := int32(0)
	for t, c := range at {
		sum += c
		at[t] = sum
	}
	for j, t := range key {
		k := at[t-lo]
		list[k] = int32(j)
		at[t-lo] = k + 1
	}
}
