package ical_test

import (
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/berthplan/berth/calendar"
	"github.com/berthplan/berth/calendar/ical"
)

// Holidays are data: a region is a file that somebody keeps.
func ExampleHolidays_region() {
	f, err := os.Open("testdata/holidays.ics")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer f.Close()
	days, err := ical.Holidays(f, calendar.Date{Year: 2026, Month: 1, Day: 1}, calendar.Date{Year: 2026, Month: 12, Day: 31})
	for _, d := range days {
		fmt.Println(d.Date, d.Date.Weekday(), d.Name)
	}
	fmt.Println(err)
	// Output:
	// 2026-01-01 Thursday Neujahr und Berchtoldstag
	// 2026-01-02 Friday Neujahr und Berchtoldstag
	// 2026-04-03 Friday Karfreitag
	// 2026-08-01 Saturday Nationalfeiertag
	// <nil>
}

const meetings = `BEGIN:VCALENDAR
BEGIN:VEVENT
UID:cab@example.org
DTSTART;TZID=Europe/Zurich:20261020T140000
DURATION:PT1H
RRULE:FREQ=WEEKLY;COUNT=3
SUMMARY:Change board
END:VEVENT
BEGIN:VEVENT
UID:cab@example.org
RECURRENCE-ID;TZID=Europe/Zurich:20261027T140000
DTSTART;TZID=Europe/Zurich:20261028T100000
DURATION:PT1H
SUMMARY:Change board, a day later
END:VEVENT
END:VCALENDAR
`

func ExampleCalendar_Occurrences() {
	all, err := ical.Read(strings.NewReader(meetings), ical.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	from := time.Date(2026, 10, 1, 0, 0, 0, 0, time.UTC)
	list, err := all[0].Occurrences(calendar.Interval{Start: from, End: from.AddDate(0, 3, 0)})
	for _, o := range list {
		fmt.Println(o.Start.Format("Mon 2 Jan 15:04 MST"), o.Event.Summary)
	}
	fmt.Println(err)
	// Output:
	// Tue 20 Oct 14:00 CEST Change board
	// Wed 28 Oct 10:00 CET Change board, a day later
	// Tue 3 Nov 14:00 CET Change board
	// <nil>
}

// A calendar of freezes becomes blackouts that a plan keeps clear of.
func ExampleCalendar_Blackouts() {
	const freezes = "BEGIN:VEVENT\nUID:year-end@example.org\nDTSTART:20261218\nDTEND:20270104\nSUMMARY:Year end\nEND:VEVENT\n"
	all, err := ical.Read(strings.NewReader(freezes), ical.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	from := time.Date(2026, 7, 1, 0, 0, 0, 0, time.UTC)
	list, err := all[0].Blackouts(calendar.Interval{Start: from, End: from.AddDate(1, 0, 0)})
	for _, b := range list {
		fmt.Println(b.Name, b.From, b.To)
	}
	fmt.Println(err)
	// Output:
	// Year end [year-end@example.org 2026-12-18] 2026-12-18 2027-01-03
	// <nil>
}

// Every fault of a file at once, and what is left of it.
func ExampleRead_faults() {
	const text = "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20260230\nEND:VEVENT\n" +
		"BEGIN:VEVENT\nSUMMARY:Release day\nDTSTART:20260901\nEND:VEVENT\nBEGIN:VEVENT\nDTSTART:20260901\nDURATION:1h\nEND:VEVENT\nEND:VCALENDAR\n"
	all, err := ical.Read(strings.NewReader(text), ical.Options{})
	fmt.Println(err)
	for _, e := range all[0].Events {
		fmt.Println(e.Summary)
	}
	// Output:
	// line 3: bad-date: found "20260230", expected a day (20261225) or a time (20261225T090000, …Z) that exists
	// line 11: bad-length: found "1h", expected a duration such as PT1H30M or P2D, of at most a hundred years
	// Release day
}
