package review

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"github.com/berthplan/berth/calendar"
)

// Series is something of another program's calendar that happens once or recurs, such as an event of an .ics file,
// of which only its happenings are known and not its rule.
type Series struct {
	Name  string
	Path  string              // of its findings
	Times []calendar.Interval // those that overlap the span, in the order of their starts
	Last  time.Time           // when the last one before the span was over; zero: there was none
	Next  time.Time           // when the first one after the span begins; zero: there is none
	Zone  *time.Location      // in which its times are; nil: UTC
}

// Lint finds what is probably a mistake in a series: that it is over or never happens, lasts too long, begins again
// before it is over, or begins at another time of day since the clock skips its own.
func (s Series) Lint(span calendar.Interval, o Options) Findings {
	zone := s.Zone
	if zone == nil {
		zone = time.UTC
	}
	l := &linter{span: span, options: o}
	what := "event " + quote(s.Name)
	switch {
	case len(s.Times) > 0 || !s.Next.IsZero():
	case s.Last.IsZero():
		l.add("never-fires", s.Path, what, fmt.Sprintf("something that happens at least once within %d years", years), "does it end before it begins, or is all of it left out?")
	default:
		l.add("expired", s.Path, what+", which is over since "+day(s.Last, zone), "something that still happens after "+day(span.Start, zone), "take it out, or give it a new end")
	}
	most := cmp.Or(o.Longest, longest)
	overlaps, at := 0, 0
	for i, t := range s.Times {
		if days := int(t.Duration() / (24 * time.Hour)); days > most {
			l.add("long-freeze", s.Path, fmt.Sprintf("%s, which lasts %d days from %s", what, days, day(t.Start, zone)), fmt.Sprintf("at most %d days", most), "")
			break
		}
		if i > 0 && t.Start.Before(s.Times[i-1].End) {
			if overlaps++; overlaps == 1 {
				at = i
			}
		}
	}
	if overlaps > 0 {
		a, b := s.Times[at-1], s.Times[at]
		l.add("self-overlap", s.Path, what+", which begins on "+day(a.Start, zone)+" and ends on "+day(a.End, zone)+", after it has begun again on "+day(b.Start, zone)+others(overlaps),
			"a happening that ends before the next one begins", "let it last "+lengthText(b.Start.Sub(a.Start))+" or less, or happen less often")
	}
	l.skippedStart(s, what, zone)
	return slices.DeleteFunc(l.found, func(f Finding) bool { return slices.Contains(o.Ignore, f.Code) })
}

// skippedStart finds happenings that begin just after the clock was put forward, at a time of day at which no other one begins.
func (l *linter) skippedStart(s Series, what string, zone *time.Location) {
	clock := func(t time.Time) string { return t.In(zone).Format("15:04:05") }
	usual, odd := map[string]bool{}, []time.Time(nil)
	for _, t := range s.Times {
		start, _ := t.Start.In(zone).ZoneBounds()
		_, now := t.Start.In(zone).Zone()
		forward := time.Duration(0)
		if !start.IsZero() {
			_, before := start.Add(-time.Second).In(zone).Zone()
			forward = time.Duration(now-before) * time.Second
		}
		if forward > 0 && t.Start.Sub(start) < forward {
			odd = append(odd, t.Start)
		} else {
			usual[clock(t.Start)] = true
		}
	}
	odd = slices.DeleteFunc(odd, func(t time.Time) bool { return usual[clock(t)] })
	if len(odd) > 0 && len(usual) > 0 {
		l.add("clock-gap", s.Path, what+" in "+zone.String()+", which begins at "+clock(odd[0])[:5]+" on "+odd[0].In(zone).Format("Mon 2 Jan 2006")+" since the clock skips its time"+others(len(odd)),
			"a time that every day has", "let it begin before the hour that the clock skips, or after it")
	}
}
