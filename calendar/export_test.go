package calendar

import (
	"time"
)

// Expand lists the floating times (as if UTC) at which a rule without working
// days fires in [from, to): the wrapper around the generator, for cases stated in local time.
func Expand(r Rule, from, to time.Time) ([]time.Time, error) {
	in := scene{anchor: DateOf(from).number(), working: func(n int64) bool { return monToFri.Has(weekdayOfNumber(n)) }}
	list, err := r.instances(from.Unix(), to.Unix(), in)
	if err != nil {
		return nil, err
	}
	out := make([]time.Time, len(list))
	for i, x := range list {
		out[i] = time.Unix(x, 0).UTC()
	}
	return out, nil
}

// IndexSizes are the numbers of entries by which c finds its pieces.
func IndexSizes(c *Compiled) [2]int { return [2]int{len(c.byTime.first), len(c.byOpen.first)} }

// Steps lists the first times at which an RRULE fires in [from, to), and how many steps that took.
func Steps(r Rule, from, to time.Time, limit int) (list []int64, steps int, err error) {
	walk := r.spec.recur.walk(from.Unix(), to.Unix(), scene{anchor: DateOf(from).number()})
	for len(list) < limit {
		x, ok := walk.Next()
		if !ok {
			break
		}
		list = append(list, x)
	}
	return list, walk.Steps(), walk.Err()
}
