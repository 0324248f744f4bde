package calendar

import (
	"fmt"
	"time"
)

// spoken is an instant with its zone: "Tue 22 Sep 2026 20:00 Europe/Zurich".
func spoken(t time.Time, loc *time.Location) string {
	return spokenDay(t, loc) + " " + spokenClock(t, loc) + " " + loc.String()
}

// spokenAfter leaves out what t shares with the instant said before: the year, or the day.
func spokenAfter(t, said time.Time, loc *time.Location) string {
	a, b := t.In(loc), said.In(loc)
	switch {
	case DateOf(a) == DateOf(b):
		return spokenClock(t, loc)
	case a.Year() == b.Year():
		return a.Format("Mon 2 Jan ") + spokenClock(t, loc)
	}
	return spokenDay(t, loc) + " " + spokenClock(t, loc)
}

func spokenDay(t time.Time, loc *time.Location) string { return t.In(loc).Format("Mon 2 Jan 2006") }

// spokenClock is the time of day, with its offset where the clock shows it twice.
func spokenClock(t time.Time, loc *time.Location) string {
	t = t.In(loc)
	layout := "15:04"
	if t.Second() != 0 || t.Nanosecond() != 0 {
		layout = "15:04:05.999999999"
	}
	_, off := t.Zone()
	for _, near := range []time.Duration{-3 * time.Hour, 3 * time.Hour} {
		_, other := t.Add(near).Zone()
		shift := time.Duration(off-other) * time.Second
		if u := t.Add(shift); shift != 0 && u.Format("15:04") == t.Format("15:04") {
			layout += " (UTC-07:00)"
			break
		}
	}
	return t.Format(layout)
}

// spokenSpan is "from Tue 22 Sep 2026 20:00 to Wed 23 Sep 02:00 Europe/Zurich".
func spokenSpan(i Interval, loc *time.Location) string {
	switch open, end := !i.Start.After(earliest), !i.End.Before(latest); {
	case open && end:
		return "at all times"
	case open:
		return "until " + spoken(i.End, loc)
	case end:
		return "from " + spoken(i.Start, loc)
	}
	return fmt.Sprintf("from %s %s to %s %s", spokenDay(i.Start, loc), spokenClock(i.Start, loc), spokenAfter(i.End, i.Start, loc), loc)
}
