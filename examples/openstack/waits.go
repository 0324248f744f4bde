package main

import (
	"slices"
	"time"

	"github.com/berthplan/berth/calendar"
	"github.com/berthplan/berth/release"
)

// enough is how many requests of a kind must have been seen to go by them alone.
const enough = 5

// unseen is how long a review takes where no request was ever seen.
var unseen = release.Exactly(calendar.Length{Days: 3})

// waits is how long requests waited, from proposal to merge.
type waits struct {
	all  []time.Duration
	kind map[request][]time.Duration
}

// request is a kind of request.
type request struct {
	kind  string // of deliverable
	early bool   // for a version before the final one
}

func measureWaits(in *deliverables) waits {
	w := waits{kind: make(map[request][]time.Duration)}
	for i := range in.list {
		d := &in.list[i]
		for j := range d.tags {
			t := &d.tags[j]
			key, wait := request{d.kind, !t.isFinal()}, t.merged.Sub(t.proposed)
			w.kind[key] = append(w.kind[key], wait)
			w.all = append(w.all, wait)
		}
	}
	slices.Sort(w.all)
	for _, list := range w.kind {
		slices.Sort(list)
	}
	return w
}

// estimate is the first decile, the median and the last decile of the waits of a kind of request, or of all
// requests where there were too few.
func (w waits) estimate(r request) release.Estimate {
	list := w.kind[r]
	if len(list) < enough {
		list = w.all
	}
	if len(list) == 0 {
		return unseen
	}
	return release.Estimate{Low: minutes(rank(list, 10)), Likely: minutes(rank(list, 50)), High: minutes(rank(list, 90))}
}

// rank is the nearest-rank percentile of a sorted list that is not empty.
func rank[T any](sorted []T, percent int) T {
	return sorted[max(0, (len(sorted)*percent+99)/100-1)]
}

// minutes is d rounded up to whole minutes.
func minutes(d time.Duration) calendar.Length {
	m := int((d + time.Minute - 1) / time.Minute)
	return calendar.Length{Days: m / (24 * 60), Hours: m / 60 % 24, Minutes: m % 60}
}

// The hours in which releases are approved, Monday to Friday, UTC.
const (
	opens  = 8
	closes = 17
)

// approvals is how well the hours fit the data, the coordinated release of a known cycle apart.
type approvals struct {
	inside, total int
	busiest       int // most on one day
}

func measureApprovals(in *deliverables, c cycle) approvals {
	var out approvals
	days := make(map[calendar.Date]int)
	for i := range in.list {
		d := &in.list[i]
		for _, t := range d.tags {
			at := t.merged.UTC()
			day := calendar.DateOf(at)
			if day == c.release && d.hasCandidates() {
				continue
			}
			out.total++
			days[day]++
			out.busiest = max(out.busiest, days[day])
			if wd := at.Weekday(); wd != time.Saturday && wd != time.Sunday && at.Hour() >= opens && at.Hour() < closes {
				out.inside++
			}
		}
	}
	return out
}
