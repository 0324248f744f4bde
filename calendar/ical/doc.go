// Package ical reads and writes iCalendar files (RFC 5545): it reads as far as
// calendars of holidays need it, and writes calendars of events that people subscribe to.
//
// [Holidays] takes the all-day events of an .ics file, one holiday a day:
//
//	f, err := os.Open("ch-zh.ics")
//	…
//	cal.Holidays, err = ical.Holidays(f, from, to)
//
// Events with a time of day are left out, cancelled ones too. Repeating events are
// evaluated by the rules of package calendar, with EXDATE, RDATE and single
// changed occurrences (RECURRENCE-ID).
//
// Files are read in one pass with fixed limits: 16 MB, 500,000 lines, 256 kB in a line once
// unfolded, components nested 16 deep, 20,000 components, 2,000 rules, 100,000 holidays. What exceeds them, and what is malformed,
// is an [Error] with its line.
//
// [Write] writes a [Calendar] with its zone, so that every client shows the same
// local times. An [Event] keeps its UID for life; its Sequence says how often it has moved.
package ical
