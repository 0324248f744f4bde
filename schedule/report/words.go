package report

import (
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode"

	"github.com/berthplan/berth/calendar"
	"github.com/berthplan/berth/schedule"
)

// words turns the instants and durations of one plan into text. Every format
// for people uses it, so that a date looks the same wherever it stands.
type words struct {
	zone *time.Location
	year int // dates of this year are printed without it
}

func wordsOf(plan *schedule.Plan) (words, error) {
	if plan == nil {
		return words{}, errors.New("report: no plan given")
	}
	zone, err := calendar.LoadZone(plan.Zone)
	if err != nil {
		return words{}, fmt.Errorf("report: the plan's zone: %w", err)
	}
	return words{zone: zone, year: plan.Start.In(zone).Year()}, nil
}

// time prints an instant as "Tue 1 Sep 09:00", with the year where it is not
// that of the plan's start, and with the zone's abbreviation where the clock
// shows that time twice. The zero time is "".
func (w words) time(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	t = t.In(w.zone)
	s := w.day(t) + t.Format(" 15:04")
	if t.Second() != 0 {
		s += t.Format(":05")
	}
	if repeated(t) {
		s += " " + abbreviation(t)
	}
	return s
}

// end prints where something ends: midnight is 24:00 of the day before, the day
// that people mean who give a bare date. JSON has the exact instants.
func (w words) end(t time.Time) string {
	if !w.midnight(t) {
		return w.time(t)
	}
	return w.day(t.Add(-time.Second)) + " 24:00"
}

func (w words) midnight(t time.Time) bool {
	h, m, s := t.In(w.zone).Clock()
	return !t.IsZero() && h == 0 && m == 0 && s == 0
}

// starts and ends are the times of an activity. What has happened and has no length
// was over at the end of a day; anything else without one is on the day that begins.
func (w words) starts(a schedule.Assignment) string {
	if a.Fact && a.Start.Equal(a.End) {
		return w.end(a.Start)
	}
	return w.time(a.Start)
}

func (w words) ends(a schedule.Assignment) string {
	if a.Fact || a.End.After(a.Start) {
		return w.end(a.End)
	}
	return w.time(a.End)
}

// when is a stretch of time: an instant is named once, and whole days without their hours.
func (w words) when(from, to time.Time) string {
	switch {
	case !to.After(from):
		return w.time(from)
	case !w.midnight(from) || !w.midnight(to):
		return w.time(from) + " – " + w.end(to)
	}
	first, last := w.day(from), w.day(to.Add(-time.Second))
	if first == last {
		return first
	}
	return first + " – " + last
}

// aligned makes times stand below each other in a table: "Tue  1 Sep 09:00".
func aligned(s string) string {
	if weekday, day, ok := strings.Cut(s, " "); ok && day[1] == ' ' {
		return weekday + "  " + day
	}
	return s
}

// limit prints a wish or a deadline: midnight is the end of the day before.
func (w words) limit(t time.Time) string {
	if w.midnight(t) {
		return "the end of " + w.day(t.Add(-time.Second))
	}
	return w.time(t)
}

// day prints the day of an instant: "Tue 1 Sep".
func (w words) day(t time.Time) string {
	if t = t.In(w.zone); t.Year() != w.year {
		return t.Format("Mon 2 Jan 2006")
	}
	return t.Format("Mon 2 Jan")
}

// repeated reports whether the zone's clocks show the local time of t twice.
func repeated(t time.Time) bool {
	_, offset := t.Zone()
	from, to := t.ZoneBounds()
	if !from.IsZero() {
		_, before := from.Add(-1).Zone()
		if t.Sub(from) < time.Duration(before-offset)*time.Second {
			return true
		}
	}
	if !to.IsZero() {
		_, after := to.Zone()
		return to.Sub(t) <= time.Duration(offset-after)*time.Second
	}
	return false
}

// abbreviation is "CEST", or "UTC+08:00" in zones that have no letters of their own.
func abbreviation(t time.Time) string {
	if name, _ := t.Zone(); name != "" && unicode.IsLetter(rune(name[0])) {
		return name
	}
	return utcOffset(t)
}

func utcOffset(t time.Time) string {
	return "UTC" + t.Format("-07:00")
}

// zones says how the plan's clock stands to UTC between two instants: "CEST
// (UTC+02:00), from Sun 25 Oct CET (UTC+01:00)". Of many changes it names a few.
func (w words) zones(from, to time.Time) string {
	const most = 5
	named := func(t time.Time) string {
		if a := abbreviation(t); a != "UTC" && a != utcOffset(t) {
			return a + " (" + utcOffset(t) + ")"
		}
		return utcOffset(t)
	}
	at := from.In(w.zone)
	s, shown := named(at), named(at)
	for changes := 0; ; {
		_, next := at.ZoneBounds()
		if !next.After(at) && !next.IsZero() {
			next = at.Add(24 * time.Hour) // as Go has it for the last day of some leap years, on which no clock changes
		}
		if next.IsZero() || !next.Before(to) {
			return s
		}
		at = next
		if named(at) == shown {
			continue // past the changes that the zone's data list, Go ends a stretch with the year, too
		}
		if changes++; changes > most {
			return s + ", and so on"
		}
		shown = named(at)
		s += ", from " + w.day(at) + " " + shown
	}
}

// length prints a duration in words: "3 days 4 hours". A day is 24 hours.
func (w words) length(d time.Duration) string {
	sign := ""
	rest := uint64(d)
	if d < 0 {
		sign, rest = "minus ", -rest
	}
	rest /= uint64(time.Second)
	var parts []string
	for _, unit := range []struct {
		name    string
		seconds uint64
	}{{"day", 86400}, {"hour", 3600}, {"minute", 60}, {"second", 1}} {
		if n := rest / unit.seconds; n > 0 {
			parts = append(parts, count(int(n), unit.name))
		}
		rest %= unit.seconds
	}
	if len(parts) == 0 {
		return "no time"
	}
	return sign + strings.Join(parts, " ")
}

// count prints "1 package" or "3 packages".
func count(n int, noun string) string {
	if n != 1 {
		noun += "s"
	}
	return number(int64(n)) + " " + noun
}

// number prints an integer with a comma before each group of three digits.
func number(n int64) string {
	s := fmt.Sprint(n)
	first := 0
	if n < 0 {
		first = 1
	}
	for i := len(s) - 3; i > first; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// percent prints a share so that only nothing is "0 %".
func percent(share float64) string {
	switch {
	case share > 0 && share < 0.0005:
		return "< 0.1 %"
	case share == 0:
		return "0 %"
	}
	return fmt.Sprintf("%.1f %%", 100*share)
}

// clean makes a text from a plan safe to print in one line of a terminal.
func clean(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t' || r == '\r':
			return ' '
		case !unicode.IsPrint(r):
			return '\uFFFD'
		}
		return r
	}, s)
}
