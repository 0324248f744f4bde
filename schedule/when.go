package schedule

import (
	"cmp"
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

// lengthInWords prints a duration without its empty parts: "16h", "1h30m".
func lengthInWords(d time.Duration) string {
	s := strings.TrimSuffix(d.String(), "0s")
	if strings.HasSuffix(s, "h0m") {
		s = strings.TrimSuffix(s, "0m")
	}
	return cmp.Or(s, "0m")
}

// closedInWords says why a calendar is closed, and until when: "blackout Year end until Tue 5 Jan 00:00".
func closedInWords(why calendar.Reason, when func(time.Time) string) string {
	until := " until " + when(why.Closed.End)
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
