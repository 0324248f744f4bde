package clearance

import (
	"cmp"
	"strings"
	"time"
)

// says prints instants for people, in the plan's zone: "Tue 1 Sep 20:00", with the year
// where it is not that of the gate's From.
func (c clock) says(t time.Time) string {
	t = t.In(c.zone)
	layout := "Mon 2 Jan 15:04"
	if t.Year() != c.base.In(c.zone).Year() {
		layout = "Mon 2 Jan 2006 15:04"
	}
	if t.Second() != 0 {
		layout += ":05"
	}
	return t.Format(layout)
}

// saysEnd prints where something ends: midnight is 24:00 of the day before, which is the day that people mean.
func (c clock) saysEnd(t time.Time) string {
	t = t.In(c.zone)
	if h, m, s := t.Clock(); h != 0 || m != 0 || s != 0 {
		return c.says(t)
	}
	day, _ := strings.CutSuffix(c.says(t.Add(-time.Minute)), " 23:59")
	return day + " 24:00"
}

// until is " until Mon 4 Jan 24:00", or nothing where no end is known.
func (c clock) until(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return " until " + c.saysEnd(t)
}

// long prints a duration without its empty parts: "16h", "1h30m".
func long(d time.Duration) string {
	s := strings.TrimSuffix(d.String(), "0s")
	if strings.HasSuffix(s, "h0m") {
		s = strings.TrimSuffix(s, "0m")
	}
	return cmp.Or(s, "0m")
}
