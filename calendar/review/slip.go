package review

import (
	"time"

	"github.com/berthplan/berth/calendar"
)

func (d Dates) location(one *dated) *time.Location {
	if one.label == "" {
		return d.here()
	}
	return one.zone.location()
}

// at is the instant; of a bare day its first.
func (d Dates) at(one *dated) time.Time {
	if !one.moment.IsZero() {
		return one.moment.Begin(d.here())
	}
	h, m, s := int(one.clock.Hours()), int(one.clock.Minutes())%60, int(one.clock.Seconds())%60
	return time.Date(one.date.Year, one.date.Month, one.date.Day, h, m, s, 0, d.location(one))
}

// moment is what the portfolio keeps: a day, a time of the file's zone, or an instant where a zone stands beside it.
func (d Dates) moment(one *dated) calendar.Moment {
	if !one.moment.IsZero() {
		return one.moment
	}
	text := one.date.String()
	if one.hasClock {
		if one.label != "" {
			return calendar.MomentOf(d.at(one).In(d.here()))
		}
		text += d.at(one).Format("T15:04:05")
	}
	m, err := calendar.ParseMoment(text)
	if err != nil {
		return calendar.MomentOf(d.at(one)) // a time that the clocks skip
	}
	return m
}

// slips is what one date says against itself.
func (d Dates) slips(one *dated) Findings {
	var out Findings
	weekday := time.Date(one.date.Year, one.date.Month, one.date.Day, 12, 0, 0, 0, time.UTC).Weekday()
	if one.hasDay && one.weekday != weekday {
		out = append(out, Finding{Code: "weekday", Found: one.weekday.String() + " in " + quote(one.text), Expected: weekday.String() + ", which " + one.date.String() + " is"})
	}
	if one.label != "" && one.zone.says {
		at := d.at(one)
		if !one.hasClock {
			at = at.Add(12 * time.Hour)
		}
		if name, offset := at.Zone(); offset != one.zone.offset {
			out = append(out, Finding{Code: "zone-label", Found: one.label + " in " + quote(one.text), Expected: name + ", in which " + one.date.String() + " is"})
		}
	}
	return out
}

// agree says whether two dates of a cell can be one instant: a bare day is any on it, its end included.
func (d Dates) agree(a, b *dated) bool {
	one, two := d.span(a), d.span(b)
	return !one.Start.After(two.End) && !two.Start.After(one.End)
}

func (d Dates) span(one *dated) calendar.Interval {
	at := d.at(one)
	if one.hasClock {
		return calendar.Interval{Start: at, End: at}
	}
	return calendar.Interval{Start: at, End: at.AddDate(0, 0, 1)}
}

func (d Dates) show(one *dated, zone *time.Location) string {
	if !one.hasClock {
		return d.at(one).In(zone).Format("Mon 2 Jan 2006")
	}
	return d.at(one).In(zone).Format("15:04 Mon 2 Jan 2006")
}

func (d Dates) abbreviation(one, at *dated) string {
	name, _ := d.at(at).In(d.location(one)).Zone()
	return name
}
