// Package ical reads and writes iCalendar files (RFC 5545, with RFC 7953 availability):
// calendars of holidays, of freezes and of meetings come in, calendars of events that people subscribe to go out.
//
// [Read] gives the calendars of a file. Their [Event]s are what the file says: series with
// RRULE, RDATE and EXDATE, changes to single occurrences (RECURRENCE-ID), zones of IANA, of Windows or described by the
// file itself (VTIMEZONE). [Calendar.Occurrences] lists what takes place when:
//
//	all, err := ical.Read(f, ical.Options{})
//	…
//	list, err := all[0].Occurrences(span)
//
// What takes place becomes a part of a plan in three ways. [Holidays] takes the all-day
// events, one holiday a day. [Calendar.Busy] lists when time is taken, by events, VFREEBUSY and VAVAILABILITY.
// [Calendar.Blackouts] makes of that blackouts of a [calendar.Spec], which say in their names where they come from.
//
// [Write] writes a [Calendar] with its zones, so that every client shows the same
// local times; Read gives back what was written. An [Event] keeps its UID for life; its Sequence says how often it has moved.
//
// Files are read in one pass with the limits of [Options], and a line at a time. What exceeds them is refused,
// and what is faulty is an [Error] with its line; all faults of a file come together, as [Errors].
// Tasks (VTODO), journals and alarms are passed over.
package ical
