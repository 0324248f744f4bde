package clearance

import (
	"cmp"
	"math"
	"slices"
	"sort"
	"time"
)

// Instants are nanoseconds after the gate's From; these stand for no limit.
const (
	ever  = math.MinInt64
	never = math.MaxInt64
)

// stretch is a time in which one reason holds, [from, to).
type stretch struct {
	from, to int64
	dated    bool // it passes with time; else somebody has to do something
	reason   Reason
	help     []string
}

// track is stretches in order that do not overlap.
type track []stretch

// at is the stretch that holds k, or nil.
func (t track) at(k int64) *stretch {
	lo, hi := 0, len(t)
	for lo < hi {
		if mid := int(uint(lo+hi) >> 1); t[mid].to <= k {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	if lo < len(t) && t[lo].from <= k {
		return &t[lo]
	}
	return nil
}

// tracks puts stretches that may overlap into as few tracks as there are at once.
func tracks(list []stretch) []track {
	list = slices.DeleteFunc(list, func(s stretch) bool { return s.from >= s.to })
	slices.SortStableFunc(list, func(a, b stretch) int {
		return cmp.Or(slices.Index(order, a.reason.Kind)-slices.Index(order, b.reason.Kind), cmp.Compare(a.from, b.from), cmp.Compare(a.to, b.to))
	})
	var out []track
	of := 0 // the first track of the kind
	for i, s := range list {
		if i > 0 && s.reason.Kind != list[i-1].reason.Kind {
			of = len(out)
		}
		at := of + slices.IndexFunc(out[of:], func(t track) bool { return t[len(t)-1].to <= s.from })
		if at < of {
			out = append(out, track{s})
			continue
		}
		out[at] = append(out[at], s)
	}
	return out
}

// timeline is what a target's stretches come to, instant by instant.
type timeline struct {
	starts  []int64 // of segments; the first is ever
	answers []Answer
	ends    []int64 // where the answer changes
	yes     []int64 // the first instant from the segment's start on at which it is yes; never: none
	unknown []int64 // likewise at which nothing is known to stand in the way
	open    []int64 // likewise at which nothing stands in the way that passes with time
}

// segment is the index of the segment that holds k.
func (t *timeline) segment(k int64) int {
	return sort.Search(len(t.starts), func(i int) bool { return t.starts[i] > k }) - 1
}

// merge sweeps over the stretches of all tracks.
func merge(all []track) timeline {
	type edge struct {
		at                 int64
		no, unknown, dated int
	}
	edges := []edge{{at: ever}}
	for _, t := range all {
		for i := range t {
			s := &t[i]
			if s.reason.Answer == Yes {
				continue
			}
			e := edge{at: s.from}
			if s.reason.Answer == No {
				e.no = 1
			} else {
				e.unknown = 1
			}
			if s.dated {
				e.dated = 1
			}
			edges = append(edges, e)
			if s.to != never {
				edges = append(edges, edge{at: s.to, no: -e.no, unknown: -e.unknown, dated: -e.dated})
			}
		}
	}
	slices.SortFunc(edges, func(a, b edge) int { return cmp.Compare(a.at, b.at) })
	var out timeline
	var open []bool
	var now edge
	for i := 0; i < len(edges); {
		at := edges[i].at
		for ; i < len(edges) && edges[i].at == at; i++ {
			now.no, now.unknown, now.dated = now.no+edges[i].no, now.unknown+edges[i].unknown, now.dated+edges[i].dated
		}
		answer := Yes
		switch {
		case now.no > 0:
			answer = No
		case now.unknown > 0:
			answer = Unknown
		}
		if n := len(out.starts); n > 0 && out.answers[n-1] == answer && open[n-1] == (now.dated == 0) {
			continue
		}
		out.starts, out.answers, open = append(out.starts, at), append(out.answers, answer), append(open, now.dated == 0)
	}
	n := len(out.starts)
	out.ends, out.yes, out.unknown, out.open = make([]int64, n), make([]int64, n), make([]int64, n), make([]int64, n)
	end, yes, unknown, opens := int64(never), int64(never), int64(never), int64(never)
	for i := n - 1; i >= 0; i-- {
		if i+1 < n && out.answers[i+1] != out.answers[i] {
			end = out.starts[i+1]
		}
		if out.answers[i] == Yes {
			yes = out.starts[i]
		}
		if out.answers[i] != No {
			unknown = out.starts[i]
		}
		if open[i] {
			opens = out.starts[i]
		}
		out.ends[i], out.yes[i], out.unknown[i], out.open[i] = end, yes, unknown, opens
	}
	return out
}

// clock turns instants into offsets and back.
type clock struct {
	base time.Time
	zone *time.Location
}

// offset is t after the base; far times become the farthest that are no limit.
func (c clock) offset(t time.Time) int64 {
	return min(max(int64(t.Sub(c.base)), ever+1), never-1)
}

// time is an offset as an instant; the zero time for no limit.
func (c clock) time(k int64) time.Time {
	if k == ever || k == never {
		return time.Time{}
	}
	return c.base.Add(time.Duration(k)).In(c.zone)
}
