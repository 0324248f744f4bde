package review

import (
	"fmt"
	"regexp"
	"strings"
	"time"

	"github.com/berthplan/berth/calendar"
)

var ownZone = regexp.MustCompile(`;TZID=[^:;]+`)

// checkClock compares each occurrence with what clocks that never change would make of it: it finds those that open at
// a time that the clock skips, and those of other lengths than written.
func (l *linter) checkClock(w calendar.Window, path string, zone *time.Location) {
	// A rule without a beginning of its own counts from the window's, or from the first day of the span.
	first := calendar.DateOf(l.span.Start.In(zone))
	if !w.From.IsZero() {
		first = calendar.DateOf(w.From.Begin(zone).In(zone))
	}
	floating := w
	floating.Zone, floating.To = "", calendar.Moment{}
	floating.From, _ = calendar.ParseMoment(first.String()) // the text of a date can be read
	if text := w.Every.String(); ownZone.MatchString(text) {
		rule, err := calendar.ParseRule(ownZone.ReplaceAllString(text, ""))
		if err != nil {
			return
		}
		floating.Every = rule
	}
	cal := l.base
	cal.Zone, cal.Windows = "", []calendar.Window{floating}
	civil := func(t time.Time, from, to *time.Location) time.Time {
		t = t.In(from)
		return time.Date(t.Year(), t.Month(), t.Day(), t.Hour(), t.Minute(), t.Second(), 0, to)
	}
	span := calendar.Interval{Start: civil(l.span.Start, zone, time.UTC).Add(-24 * time.Hour), End: civil(l.span.End, zone, time.UTC).Add(24 * time.Hour)}
	c, err := cal.Compile(span, calendar.Subject{}, 0)
	if err != nil {
		return
	}
	instant := func(t time.Time) time.Time {
		h, m, s := t.Clock()
		return calendar.DateOf(t).At(calendar.Clock(h*3600+m*60+s), zone)
	}
	timed := !w.Lasts.IsZero()
	skipped, changed := 0, 0
	var skip, change string
	for _, o := range c.Occurrences() {
		opens := instant(o.Opens)
		closes := instant(o.Closes)
		if timed {
			closes = opens.Add(o.Closes.Sub(o.Opens))
		}
		if !l.span.Contains(opens) || !w.From.IsZero() && opens.Before(w.From.Begin(zone)) || !w.To.IsZero() && !opens.Before(w.To.Finish(zone)) {
			continue
		}
		if !timed && len(w.Hours) == 0 {
			continue // whole days are as long as the day
		}
		wanted := o.Opens.Format("15:04 on Mon 2 Jan 2006")
		switch {
		case !closes.After(opens):
			if skipped++; skip == "" {
				skip = wanted + " does not come, since the clock skips all of the occurrence"
			}
		case !civil(opens, zone, time.UTC).Equal(o.Opens):
			if skipped++; skip == "" {
				skip = wanted + " is skipped by the clock, and it opens at " + opens.In(zone).Format("15:04")
			}
		case closes.Sub(opens) != o.Closes.Sub(o.Opens):
			if changed++; change == "" {
				change = fmt.Sprintf("what opens at %s lasts %s and not %s", wanted, lengthText(closes.Sub(opens)), lengthText(o.Closes.Sub(o.Opens)))
			}
		}
	}
	name := "window " + quote(w.Name) + " in " + zone.String() + ": "
	if skipped > 0 {
		l.add("clock-gap", path, name+skip+others(skipped), "a time that every day has", "open it before the hour that the clock skips, or after it")
	}
	if changed > 0 {
		l.add("clock-change", path, name+change+others(changed), "occurrences of one length", "count on the shorter length, or let it open on other days")
	}
}

// others is how many more there are than the one told.
func others(n int) string {
	switch n {
	case 1:
		return ""
	case 2:
		return " (and one more in the span)"
	}
	return fmt.Sprintf(" (and %d more in the span)", n-1)
}

// lengthText is a duration as "5h30m", "24h" or "7d".
func lengthText(d time.Duration) string {
	const day = 24 * time.Hour
	switch {
	case d%time.Minute != 0:
		return d.String()
	case d > day && d%day == 0:
		return calendar.Length{Days: int(d / day)}.String()
	}
	return calendar.Length{Hours: int(d / time.Hour), Minutes: int(d % time.Hour / time.Minute)}.String()
}

// momentClock finds a local time that does not come, or comes twice, and an offset that the zone has at another time of the year.
func (l *linter) momentClock(path string, m calendar.Moment, zone *time.Location) {
	text := m.String()
	_, clock, timed := strings.Cut(text, "T")
	switch given := zoneOf(clock); {
	case !timed || given == "Z":
		return
	case given != "":
		t := m.Begin(zone)
		is, half := offset(t.In(zone)), 183*24*time.Hour
		if given != is && (given == offset(t.Add(-half).In(zone)) || given == offset(t.Add(half).In(zone))) {
			l.add("zone-offset", path, quote(text)+", but "+zone.String()+" has "+is+" then", "the offset of the day, or none", "write "+strings.TrimSuffix(text, given)+is)
		}
		return
	}
	t := m.Begin(zone)
	if shown := t.In(zone).Format("2006-01-02T15:04:05"); shown[:len(text)] != text {
		l.add("clock-gap", path, quote(text)+", which the clock in "+zone.String()+" skips", "a time that comes", "it is read as "+t.In(zone).Format("15:04"))
		return
	}
	_, end := t.ZoneBounds()
	if end.IsZero() {
		return
	}
	_, before := t.Zone()
	_, after := end.Zone()
	if back := time.Duration(before-after) * time.Second; back > 0 && !t.Before(end.Add(-back)) {
		l.add("clock-twice", path, quote(text)+", which comes twice in "+zone.String(), "a time that comes once", "the first is taken; give the offset to say which, such as "+text+offset(t))
	}
}

func offset(t time.Time) string { return t.Format("-07:00") }
