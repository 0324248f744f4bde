package calendar

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/berthplan/berth/calendar/internal/recur"
)

// recurrence is an RRULE with its UNTIL and DTSTART, read and checked.
type recurrence struct {
	recur.Rule

	until   int64
	untilIs untilForm
	start   int64 // floating seconds
	startIs startForm
	zone    string // of the DTSTART; "" if it names none

	skipGaps bool // times that the clock skips neither fire nor count
}

type startForm uint8

const (
	noStart startForm = iota
	startDate
	startTime
)

type untilForm uint8

const (
	noUntil    untilForm = iota
	untilDate            // the whole day
	untilLocal           // floating seconds
	untilUTC             // Unix seconds
)

var rruleDays = []string{"SU", "MO", "TU", "WE", "TH", "FR", "SA"}

// timed reports whether r gives local times rather than days.
func (r *recurrence) timed() bool {
	switch r.startIs {
	case startDate:
		return false
	case startTime:
		return true
	}
	return r.Freq >= recur.Hourly || len(r.Hour)+len(r.Minute)+len(r.Second) > 0
}

// walk lists the floating seconds at which r fires, from ≤ x < to. Without a
// DTSTART of its own it counts from the day by the scene's anchor.
func (r *recurrence) walk(from, to int64, in scene) *recur.Walk {
	b := recur.Bounds{Start: r.start, Days: !r.timed(), Open: r.startIs == noStart, From: from, To: to, Ignore: in.ignore}
	if b.Open {
		b.Start = in.anchor * daySeconds
	}
	if r.skipGaps && in.zone != nil {
		b.Ignore = in.zone.skips
	}
	if last := r.lastInstant(in.zone); last < b.To {
		b.To = last + 1
	}
	return r.Walk(b)
}

// instances lists the floating seconds at which r fires, from ≤ x < to.
func (r *recurrence) instances(from, to int64, in scene) ([]int64, *Error) {
	walk := r.walk(from, to, in)
	var out []int64
	for x, ok := walk.Next(); ok; x, ok = walk.Next() {
		if len(out) == maxInstances {
			return nil, tooMany(r.String())
		}
		if r.untilIs == untilUTC && in.zone != nil && in.zone.after(x, r.until) {
			continue
		}
		out = append(out, x)
	}
	if walk.Err() != nil {
		return nil, tooRare(r.String())
	}
	return out, nil
}

// lastInstant is a floating second after which r does not fire. UNTIL in UTC may fall
// where local times come twice: then some at or before this come after UNTIL.
func (r *recurrence) lastInstant(zone *zoneMap) int64 {
	switch r.untilIs {
	case untilDate:
		return r.until + daySeconds - 1
	case untilLocal:
		return r.until
	case untilUTC:
		if zone == nil {
			return r.until
		}
		return zone.civilAfter(r.until + 1)
	}
	return math.MaxInt64
}

// String is the canonical text: parts in a fixed order, what has its default left out.
func (r *recurrence) String() string {
	var b strings.Builder
	switch r.startIs {
	case startDate:
		b.WriteString("DTSTART;VALUE=DATE:" + icalText(r.start, untilDate) + " RRULE:")
	case startTime:
		switch r.zone {
		case "":
			b.WriteString("DTSTART:" + icalText(r.start, untilLocal) + " RRULE:")
		case "UTC":
			b.WriteString("DTSTART:" + icalText(r.start, untilUTC) + " RRULE:")
		default:
			b.WriteString("DTSTART;TZID=" + r.zone + ":" + icalText(r.start, untilLocal) + " RRULE:")
		}
	}
	if r.Skip != recur.Omit {
		b.WriteString("RSCALE=GREGORIAN;")
	}
	b.WriteString("FREQ=" + r.Freq.String())
	if r.Interval != 1 {
		fmt.Fprintf(&b, ";INTERVAL=%d", r.Interval)
	}
	if r.Count != 0 {
		fmt.Fprintf(&b, ";COUNT=%d", r.Count)
	}
	if r.untilIs != noUntil {
		b.WriteString(";UNTIL=" + icalText(r.until, r.untilIs))
	}
	for _, p := range r.Parts() {
		if p.Name == "BYHOUR" {
			b.WriteString(r.dayText())
		}
		for i, n := range *p.List {
			sep := ","
			if i == 0 {
				sep = ";" + p.Name + "="
			}
			b.WriteString(sep + strconv.Itoa(n))
		}
	}
	if r.WeekStart != time.Monday {
		b.WriteString(";WKST=" + rruleDays[r.WeekStart])
	}
	if r.Skip != recur.Omit {
		b.WriteString(";SKIP=" + r.Skip.String())
	}
	return b.String()
}

func (r *recurrence) dayText() string {
	if len(r.Day) == 0 {
		return ""
	}
	words := make([]string, len(r.Day))
	for i, d := range r.Day {
		words[i] = rruleDays[d.Day]
		if d.N != 0 {
			words[i] = strconv.Itoa(d.N) + words[i]
		}
	}
	return ";BYDAY=" + strings.Join(words, ",")
}

// normal sorts the lists and drops what is in one twice.
func (r *recurrence) normal() {
	for _, p := range r.Parts() {
		slices.Sort(*p.List)
		*p.List = slices.Clip(slices.Compact(*p.List))
	}
	slices.SortFunc(r.Day, func(a, b recur.Weekday) int {
		if a.N != b.N {
			return a.N - b.N
		}
		return (int(a.Day)+6)%7 - (int(b.Day)+6)%7
	})
	r.Day = slices.Clip(slices.Compact(r.Day))
}
