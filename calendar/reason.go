package calendar

import (
	"cmp"
	"fmt"
	"slices"
	"sort"
	"time"
)

// ReasonKind names what closes a calendar.
type ReasonKind string

const (
	OutsideHours  ReasonKind = "hours"    // outside the weekly hours
	OnHoliday     ReasonKind = "holiday"  // a holiday
	OutsideWindow ReasonKind = "window"   // between two occurrences
	InBlackout    ReasonKind = "blackout" // a hard blackout
	BeyondHorizon ReasonKind = "horizon"  // outside what was compiled

	// In a Transition or a Step only:
	InSoftBlackout ReasonKind = "soft blackout" // a soft blackout: open at a cost
	ByException    ReasonKind = "exception"     // an exception to a blackout
)

var reasonOrder = []ReasonKind{OutsideHours, OnHoliday, OutsideWindow, InBlackout, BeyondHorizon}

// Reason is one rule that closes a calendar at an instant, and the time it closes.
type Reason struct {
	Kind ReasonKind
	Name string // the rule's name: "Year end", "ch: Christmas Day", "prod"
	// Closed is how long this rule alone keeps it closed around the instant
	// asked, cut to the span of the Compiled; its times are in the rule's zone. For
	// BeyondHorizon it reaches to the year 1 or 9999.
	Closed Interval
}

// String is a phrase such as `blackout "Year end" until 2027-01-05T00:00:00+01:00`.
func (r Reason) String() string {
	what := ""
	switch r.Kind {
	case OutsideHours:
		what = "outside " + r.Name
	case OnHoliday:
		what = fmt.Sprintf("holiday %q", r.Name)
	case OutsideWindow:
		what = fmt.Sprintf("outside window %q", r.Name)
	case BeyondHorizon:
		if r.Closed.End.Equal(latest) {
			return "beyond the horizon " + r.Closed.Start.Format(time.RFC3339)
		}
		what = "before the horizon"
	default:
		what = fmt.Sprintf("%s %q", r.Kind, r.Name)
	}
	return what + " until " + r.Closed.End.Format(time.RFC3339)
}

// layer is one rule and when it closes.
type layer struct {
	kind   ReasonKind
	name   string
	loc    *time.Location
	closed []stretch
	// gate, of windows only, is when no window at all is open: where one is,
	// the others being closed is no reason.
	gate []stretch
}

func (c *Compiled) addLayer(kind ReasonKind, name string, zone *zoneMap, closed, gate []stretch) {
	if len(closed) > 0 {
		c.layers = append(c.layers, layer{kind: kind, name: name, loc: zone.location(), closed: closed, gate: gate})
	}
}

// firstOverlap is the index of the first stretch with an instant in [from, to), or -1.
func firstOverlap(list []stretch, from, to int64) int {
	i := sort.Search(len(list), func(i int) bool { return list[i].end > from })
	if i < len(list) && list[i].start < to {
		return i
	}
	return -1
}

// closing is the stretch by which l closes the first instant it closes in [from, to).
func (l *layer) closing(from, to int64) (stretch, bool) {
	if l.kind == OutsideWindow {
		i := firstOverlap(l.gate, from, to)
		if i < 0 {
			return stretch{}, false
		}
		from = max(from, l.gate[i].start)
		to = min(to, l.gate[i].end)
	}
	if i := firstOverlap(l.closed, from, to); i >= 0 {
		return l.closed[i], true
	}
	return stretch{}, false
}

// Why lists every rule that closes c at t, hours first, then holidays, windows
// and blackouts; empty when it is open. Of several windows each one is listed if none is open.
func (c *Compiled) Why(t time.Time) []Reason {
	if c == nil {
		return nil
	}
	if t.Before(c.span.Start) {
		return []Reason{c.before()}
	}
	if !t.Before(c.span.End) {
		return []Reason{c.after()}
	}
	k := c.key(t)
	var out []Reason
	for i := range c.layers {
		if s, ok := c.layers[i].closing(k, k+1); ok {
			out = append(out, c.reason(&c.layers[i], s))
		}
	}
	sortReasons(out)
	return slices.CompactFunc(out, sameReason)
}

// Closing lists every rule that closes c at some instant of span, each once, in
// the order of Why. Closed is around the first such instant.
func (c *Compiled) Closing(span Interval) []Reason {
	if c == nil || span.Empty() {
		return nil
	}
	first := map[[2]string]Reason{}
	note := func(r Reason) {
		id := [2]string{string(r.Kind), r.Name}
		if old, ok := first[id]; !ok || r.Closed.Start.Before(old.Closed.Start) {
			first[id] = r
		}
	}
	if span.Start.Before(c.span.Start) {
		note(c.before())
	}
	if span.End.After(c.span.End) {
		note(c.after())
	}
	if in := span.Intersect(c.span); !in.Empty() {
		for i := range c.layers {
			if s, ok := c.layers[i].closing(c.key(in.Start), c.key(in.End)); ok {
				note(c.reason(&c.layers[i], s))
			}
		}
	}
	var out []Reason
	for _, r := range first {
		out = append(out, r)
	}
	sortReasons(out)
	return out
}

// Closures lists every stretch of time that a rule closes, each as Why names it at an
// instant inside, sorted by rule as there and then by time. Of several windows a stretch is
// listed where at some instant of it none is open.
func (c *Compiled) Closures() []Reason {
	if c == nil {
		return nil
	}
	var out []Reason
	for i := range c.layers {
		l := &c.layers[i]
		for _, s := range l.closed {
			if l.kind != OutsideWindow || firstOverlap(l.gate, s.start, s.end) >= 0 {
				out = append(out, c.reason(l, s))
			}
		}
	}
	sortReasons(out)
	return out
}

func (c *Compiled) before() Reason {
	return Reason{BeyondHorizon, "horizon", Interval{earliest, c.span.Start}}
}

func (c *Compiled) after() Reason {
	return Reason{BeyondHorizon, "horizon", Interval{c.span.End, latest}}
}

func (c *Compiled) reason(l *layer, s stretch) Reason {
	return Reason{l.kind, l.name, Interval{c.at(s.start), c.at(s.end)}.in(l.loc)}
}

// in is the same interval with its times in loc.
func (i Interval) in(loc *time.Location) Interval { return Interval{i.Start.In(loc), i.End.In(loc)} }

func sortReasons(list []Reason) {
	slices.SortStableFunc(list, func(a, b Reason) int {
		return cmp.Or(
			cmp.Compare(slices.Index(reasonOrder, a.Kind), slices.Index(reasonOrder, b.Kind)),
			a.Closed.Start.Compare(b.Closed.Start),
			cmp.Compare(a.Name, b.Name),
			a.Closed.End.Compare(b.Closed.End),
		)
	})
}

func sameReason(a, b Reason) bool {
	return a.Kind == b.Kind && a.Name == b.Name && a.Closed.Start.Equal(b.Closed.Start) && a.Closed.End.Equal(b.Closed.End)
}
