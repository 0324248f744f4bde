package ical

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/berthplan/berth/calendar"
)

// event writes an event as a component of that name.
func (o *output) event(component string, e Event) {
	stamp := e.Stamp
	if stamp.IsZero() {
		stamp = o.stamp
	}
	o.line("BEGIN", "", component)
	o.line("UID", "", escaped(e.UID))
	o.line("DTSTAMP", "", utcTime(stamp))
	o.line("SEQUENCE", "", strconv.Itoa(e.Sequence))
	o.times(e)
	o.series(e)
	o.text("SUMMARY", e.Summary)
	o.text("LOCATION", e.Location)
	var categories []string
	for _, c := range e.Categories {
		categories = append(categories, escaped(c))
	}
	if len(categories) > 0 {
		o.line("CATEGORIES", "", strings.Join(categories, ","))
	}
	if component == "VEVENT" {
		o.line("STATUS", "", string(cmp.Or(e.Status, Confirmed)))
		if e.Busy {
			o.line("TRANSP", "", "OPAQUE")
		} else {
			o.line("TRANSP", "", "TRANSPARENT")
		}
	}
	o.text("DESCRIPTION", e.Description)
	o.line("END", "", component)
}

const (
	isDay   = ";VALUE=DATE"
	dayForm = "20060102"
)

func (o *output) times(e Event) {
	zone := e.zone(o.zone)
	start, end := e.Start.In(zone).Truncate(time.Second), e.End.In(zone).Truncate(time.Second)
	if e.AllDay {
		first, last := calendar.DateOf(start), calendar.DateOf(start).AddDays(1)
		if !e.End.IsZero() && calendar.DateOf(end).Compare(last) > 0 {
			last = calendar.DateOf(end)
		}
		o.line("DTSTART", isDay, first.In(time.UTC).Format(dayForm))
		o.line("DTEND", isDay, last.In(time.UTC).Format(dayForm))
		return
	}
	params, layout := timeForm(e, zone)
	if shownBefore(start) || !e.End.IsZero() && shownBefore(end) { // a local time means the first of two
		params, layout, start, end = "", localTime+"Z", start.UTC(), end.UTC()
	}
	o.line("DTSTART", params, start.Format(layout))
	days := length{days: e.Days}
	switch rest := end.Sub(days.after(start)); {
	case !end.After(start): // DTEND must be later; without it the event ends as it starts
	case e.Days > 0 && rest >= 0:
		o.line("DURATION", "", length{e.Days, rest}.String())
	default:
		o.line("DTEND", params, end.Format(layout))
	}
}

// timeForm says how the times of an event are written: its parameters, and the layout.
func timeForm(e Event, zone *time.Location) (params, layout string) {
	switch {
	case e.Floating:
		return "", localTime
	case isUTC(zone):
		return "", localTime + "Z"
	}
	return ";TZID=" + parameter(zone.String()), localTime
}

// String is a duration as RFC 5545 writes it.
func (l length) String() string {
	s := "P"
	if l.days > 0 {
		s += strconv.Itoa(l.days) + "D"
	}
	if l.rest > 0 || l.days == 0 {
		s += fmt.Sprintf("T%dH%dM%dS", l.rest/time.Hour, l.rest/time.Minute%60, l.rest/time.Second%60)
	}
	return s
}

// series writes how an event repeats, and what it stands for.
func (o *output) series(e Event) {
	zone := e.zone(o.zone)
	params, layout := timeForm(e, zone)
	for _, r := range e.Rules {
		text, _ := rruleText(r)
		o.line("RRULE", "", text)
	}
	for _, d := range e.Dates {
		start, end := d.Start.In(zone), d.End.In(zone)
		switch {
		case e.AllDay:
			o.line("RDATE", isDay, start.Format(dayForm))
		case shownBefore(start) && d.End.IsZero():
			o.line("RDATE", "", utcTime(start))
		case d.End.IsZero():
			o.line("RDATE", params, start.Format(layout))
		case shownBefore(start) || shownBefore(end):
			o.line("RDATE", ";VALUE=PERIOD", utcTime(start)+"/"+utcTime(end))
		default:
			o.line("RDATE", ";VALUE=PERIOD"+params, start.Format(layout)+"/"+end.Format(layout))
		}
	}
	for _, m := range e.Except {
		o.moment("EXDATE", "", m, params)
	}
	if !e.Replaces.IsZero() {
		extent := ""
		if e.Following {
			extent = ";RANGE=THISANDFUTURE"
		}
		o.moment("RECURRENCE-ID", extent, e.Replaces, params)
	}
}

// moment writes a day, a local time (with the parameters of its zone) or an instant.
func (o *output) moment(name, extra string, m calendar.Moment, zone string) {
	text := m.String()
	_, clock, _ := strings.Cut(text, "T")
	switch {
	case m.IsDay():
		o.line(name, extra+isDay, m.Begin(time.UTC).Format(dayForm))
	case zone == "" || strings.ContainsAny(clock, "Z+-"):
		layout := localTime
		if strings.ContainsAny(clock, "Z+-") {
			layout += "Z"
		}
		o.line(name, extra, m.Begin(time.UTC).UTC().Format(layout))
	default:
		o.line(name, extra+zone, m.Begin(time.UTC).Format(localTime))
	}
}

// rruleText is the RRULE alone, without the DTSTART that a Rule may have of its own.
func rruleText(r calendar.Rule) (string, bool) {
	_, text, ok := strings.Cut(r.String(), "RRULE:")
	if !ok {
		text = r.String()
	}
	return text, strings.HasPrefix(text, "FREQ=") || strings.HasPrefix(text, "RSCALE=")
}

// parameter writes the value of a parameter, with carets for what it may not hold (RFC 6868).
func parameter(s string) string {
	s = strings.NewReplacer("^", "^^", "\n", "^n", `"`, "^'").Replace(s)
	if strings.ContainsAny(s, ":;,") {
		return `"` + s + `"`
	}
	return s
}

// periods writes a VFREEBUSY for each stretch of periods with the same UID.
func (o *output) periods(all []Period) {
	for i, p := range all {
		if i == 0 || all[i-1].UID != p.UID {
			o.line("BEGIN", "", "VFREEBUSY")
			o.line("UID", "", escaped(p.UID))
			o.line("DTSTAMP", "", utcTime(o.stamp))
		}
		o.line("FREEBUSY", ";FBTYPE="+string(cmp.Or(p.Kind, Taken)), utcTime(p.Start)+"/"+utcTime(p.End))
		if i == len(all)-1 || all[i+1].UID != p.UID {
			o.line("END", "", "VFREEBUSY")
		}
	}
}

func (o *output) availability(a Availability) {
	stamp := a.Stamp
	if stamp.IsZero() {
		stamp = o.stamp
	}
	o.line("BEGIN", "", "VAVAILABILITY")
	o.line("UID", "", escaped(a.UID))
	o.line("DTSTAMP", "", utcTime(stamp))
	if !a.Start.IsZero() {
		o.line("DTSTART", "", utcTime(a.Start))
	}
	if !a.End.IsZero() {
		o.line("DTEND", "", utcTime(a.End))
	}
	if a.Kind != "" {
		o.line("BUSYTYPE", "", string(a.Kind))
	}
	if a.Priority > 0 {
		o.line("PRIORITY", "", strconv.Itoa(a.Priority))
	}
	for _, e := range a.Available {
		o.event("AVAILABLE", e)
	}
	o.line("END", "", "VAVAILABILITY")
}
