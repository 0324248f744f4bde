package schedule

import (
	"cmp"
	"fmt"
	"strings"
	"time"

	"github.com/berthplan/berth/calendar"
)

// inWords prints an instant for people, in a plan's zone: "Mon 28 Sep 08:00", with
// the year where it is not that of the plan's start, and seconds where there are any.
func inWords(t, start time.Time, zone *time.Location) string {
	t = t.In(zone)
	layout := "Mon 2 Jan 15:04"
	if t.Year() != start.In(zone).Year() {
		layout = "Mon 2 Jan 2006 15:04"
	}
	if !wholeMinute(t) {
		layout += ":05"
	}
	return t.Format(layout)
}

// endInWords prints where something ends: midnight is 24:00 of the day before, which is the day that people mean.
func endInWords(t, start time.Time, zone *time.Location) string {
	t = t.In(zone)
	if h, m, s := t.Clock(); h != 0 || m != 0 || s != 0 || t.IsZero() {
		return inWords(t, start, zone)
	}
	day, _ := strings.CutSuffix(inWords(t.Add(-time.Minute), start, zone), " 23:59")
	return day + " 24:00"
}

// mostNames is how many names a sentence lists.
const mostNames = 8

// listed joins names for a sentence: "a, b, c and 3 more".
func listed(names []string) string {
	if len(names) <= mostNames+1 {
		return strings.Join(names, ", ")
	}
	return fmt.Sprintf("%s and %d more", strings.Join(names[:mostNames], ", "), len(names)-mostNames)
}

// lengthInWords prints a duration without its empty parts: "16h", "1h30m".
func lengthInWords(d time.Duration) string {
	s := strings.TrimSuffix(d.String(), "0s")
	if strings.HasSuffix(s, "h0m") {
		s = strings.TrimSuffix(s, "0m")
	}
	return cmp.Or(s, "0m")
}

// closedInWords says why a calendar is closed, and until when: "blackout Year end until Mon 4 Jan 24:00".
func closedInWords(why calendar.Reason, when, ends func(time.Time) string) string {
	until := " until " + ends(why.Closed.End)
	switch why.Kind {
	case calendar.OutsideHours:
		return "outside " + why.Name + until
	case calendar.OnHoliday:
		return "holiday " + why.Name + until
	case calendar.InBlackout:
		return "blackout " + why.Name + until
	case calendar.OutsideWindow:
		return why.Name + " opens " + when(why.Closed.End)
	}
	return "beyond the horizon"
}
