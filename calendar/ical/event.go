package ical

import (
	"strings"
	"time"

	"github.com/berthplan/berth/calendar"
)

// event is what is kept of a VEVENT.
type event struct {
	line      int
	allDay    bool
	timed     bool // it has a time of day
	cancelled bool
	uid       string
	summary   string
	start     calendar.Date
	end       calendar.Date // exclusive; zero: one day
	days      int           // from DURATION; 0: not given
	rule      string
	ruleLine  int
	also      []calendar.Date // RDATE
	except    []calendar.Date // EXDATE
	replaces  calendar.Date   // RECURRENCE-ID
	faults    []error
}

const (
	maxEventDays = 366
	maxDates     = 10_000 // in EXDATE and RDATE of one event
)

// set takes in one property of the event.
func (e *event) set(p property) *Error {
	switch p.name {
	case "UID":
		e.uid = p.value
	case "SUMMARY":
		e.summary = strings.TrimSpace(plainText(p.value))
	case "STATUS":
		e.cancelled = strings.EqualFold(p.value, "CANCELLED")
	case "DTSTART":
		if !isDate(p) {
			e.timed = true
			return nil
		}
		e.allDay = true
		return dateInto(&e.start, p, p.value)
	case "DTEND":
		if isDate(p) {
			return dateInto(&e.end, p, p.value)
		}
	case "DURATION":
		e.days = wholeDays(p.value)
	case "RRULE":
		if e.rule != "" {
			return fault(p.line, "bad-rule", p.value, "one RRULE for an event")
		}
		e.rule, e.ruleLine = p.value, p.line
	case "RECURRENCE-ID":
		if isDate(p) {
			return dateInto(&e.replaces, p, p.value)
		}
	case "EXDATE":
		return e.dates(p, &e.except)
	case "RDATE":
		return e.dates(p, &e.also)
	}
	return nil
}

func (e *event) dates(p property, to *[]calendar.Date) *Error {
	for _, s := range strings.Split(p.value, ",") {
		if len(s) < 8 || len(*to) == maxDates {
			return fault(p.line, "bad-date", s, "days as 20261225, at most 10,000 of them")
		}
		var d calendar.Date
		if err := dateInto(&d, p, s[:8]); err != nil { // of a time, its day
			return err
		}
		*to = append(*to, d)
	}
	return nil
}

// isDate reports whether the property's value is a day: by VALUE or by its form.
func isDate(p property) bool {
	return strings.EqualFold(p.params["VALUE"], "DATE") || p.params["VALUE"] == "" && len(p.value) == 8
}

func dateInto(to *calendar.Date, p property, s string) *Error {
	if len(s) == 8 {
		if d, err := calendar.ParseDate(s[:4] + "-" + s[4:6] + "-" + s[6:]); err == nil {
			*to = d
			return nil
		}
	}
	return fault(p.line, "bad-date", s, "a day that exists, as 20261225")
}

// wholeDays reads P3D and P1W; 0 for any other duration.
func wholeDays(s string) int {
	s = strings.ToLower(strings.TrimPrefix(strings.TrimPrefix(s, "+"), "P"))
	l, err := calendar.ParseLength(s)
	if err != nil || l.Hours != 0 || l.Minutes != 0 {
		return 0
	}
	return int(l.Elapsed() / (24 * time.Hour))
}

// length is how many days one occurrence takes.
func (e *event) length() (int, *Error) {
	n := max(1, e.days)
	if e.end != (calendar.Date{}) {
		n = int(e.end.In(time.UTC).Sub(e.start.In(time.UTC)) / (24 * time.Hour))
		if n == 0 {
			n = 1 // common though wrong: DTEND is exclusive
		}
	}
	if n < 0 || n > maxEventDays {
		return 0, fault(e.line, "bad-length", e.summary, "an event of 1 to 366 days; DTEND is exclusive")
	}
	return n, nil
}
