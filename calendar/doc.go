// Package calendar says when something may happen, and why not at other times.
//
// A [Spec] is what people write: working hours, holidays, windows and
// blackouts. [Spec.Compile] evaluates it once over a span, for one [Subject];
// the [Compiled] answers every question after that in O(log n):
//
//	prod := calendar.Spec{
//		Zone:    "Europe/Zurich",
//		Windows: []calendar.Window{{Name: "prod", Every: tueThu, Hours: nights}}, // 21:00-03:00
//		Blackouts: []calendar.Blackout{{Name: "Year end", From: dec18, To: jan4}},
//	}
//	c, err := prod.Compile(autumn, calendar.Subject{Package: "portal-12"}, calendar.StopDeploy)
//
//	c.Open(t)                     // may it happen at t?
//	c.Why(t)                      // which rules forbid it, and each until when
//	c.Next(t)                     // when is it allowed again
//	c.Add(t, 8*time.Hour)         // when are eight hours of open time over
//	c.Between(t, u)               // how much open time lies between
//	calendar.Intersect(team, env) // open where both are
//
//	c.Explain(t)                  // the chain of rules behind the answer, in sentences
//	c.Transitions(t, 10)          // what opens and closes next, by which rules; -10: what did last
//	c.Fits(t, 4*time.Hour)        // may it run whole from t on, its rollback included?
//	c.EarliestFit(t, d)           // from when on; LatestFit: until when; Slots: all of them
//	c.LeastOpen(span, 32*day)     // the worst rolling window; LongestGap, Quorum
//	team.BusinessDays(t, -2, loc) // two business days earlier
//	cab.MeetingBefore(t, cutoff)  // the meeting that decides, and when its papers are due; MeetingAfter
//
// # Values and their texts
//
// Each value that people write has a Parse function that is strict, names
// what it expected and guesses what was meant, a canonical String that parses
// back to an equal value, and text marshalling:
//
//	Date     2026-09-01
//	Moment   2026-09-01 · 2026-09-01T09:00 · 2026-09-01T09:00+02:00 · …Z
//	Length   1w2d · 4h · 1h30m · -2d
//	Clock    09:00 · 24:00
//	Days     mon-fri · tue, thu · daily
//	Hours    08:00-12:00, 13:00-17:00 · 21:00-03:00
//	Rule     3rd sat of month · FREQ=MONTHLY;BYDAY=3SA · 0 21 * * tue
//
// # Rules
//
// A [Rule] is written in words:
//
//	daily · tue, thu · mon-fri · working days
//	3rd sat of month · last fri of quarter · 1st, 15th of month · last day of month
//	1st working day of month · last 3 working days of quarter · first 2 days of year
//	25th of december · 1st mon of march, september
//	every 2 weeks on fri from 2026-01-09 · every 6 weeks from 2026-01-09 · every 10 days from 2026-01-09
//
// or as an RRULE, or as cron with five fields (a day matches the day of month or
// the weekday if both are restricted). Rules of days go with Hours; rules that
// carry a time of day go with Lasts. A working day is one of Weekly.Days that is no holiday.
//
// RRULEs are evaluated in local time, as RFC 5545 has it, with all of its parts, and RFC 7529's
// SKIP with RSCALE=GREGORIAN: "RSCALE=GREGORIAN;FREQ=MONTHLY;BYMONTHDAY=31;SKIP=BACKWARD" is the 31st or the
// last day. Where RFC 5545 leaves room, the readings are these. A DTSTART that the rule does not give is none of
// its times. A yearly BYMONTHDAY without BYMONTH keeps the month of the beginning, BYWEEKNO alone its weekday;
// weeks belong to the year that numbers them, and BYWEEKNO counts INTERVAL in such years. Numbered and plain weekdays in one
// BYDAY add up; BYSETPOS counts whole periods, also the one in which the rule begins. UNTIL as a day includes that
// day. A second 60 is second 59. Without DTSTART a rule counts from the window's From or the first day of
// the span: give one where INTERVAL or COUNT matter. COUNT with UNTIL, INTERVAL over 1,000,000, COUNT over
// 100,000, and all that the RFC forbids are errors; so is a rule that fires more than 200,000 times in the span, or
// whose times take more than 2,000,000 steps to find. A rule that never fires is none.
//
// Cron is read as robfig/cron documents it, with its names (@daily) and CRON_TZ=, in the zone mapping below.
//
// A [Recurrence] lists the starts of an RRULE with its DTSTART, RDATEs and EXDATEs, as calendar files have them.
//
// # What wins over what
//
// The first line that holds at an instant decides:
//
//	1  outside the span                         closed   beyond the horizon
//	2  a hard blackout that stops this work,    closed   unless one of its exceptions names the package
//	   in whose scope the subject is                     and holds then: on to the next line
//	3  there are windows                        open     inside an occurrence of any, else closed;
//	                                                     weekly hours and holidays do not matter
//	4  a holiday                                closed
//	5  weekly hours                             open     inside, else closed
//	6  nothing of the above                     open
//	   a soft blackout                                   never closes; it makes a Charge, unless excepted
//
// Deny wins: no window or working hour opens a blackout, only an exception does, and
// an exception opens its own blackout only. [Compiled.Why] names every rule that closes an instant, not only
// the first; [Compiled.Explain] tells which line decided, what would change it and when it ends by itself.
//
// # Occurrences
//
// One happening of a window is an [Occurrence]. (Window, Opens) is its identity:
// a blackout may cut it into several pieces, a span may begin in its middle, yet
// each [Piece] names the same occurrence. Two occurrences are never merged, even if they
// touch. Where they overlap, an instant belongs to the one that opened first until that
// closes, and of two that open together to the first by name. Each opening instant
// of a window is one occurrence; of two that open at one instant the longer stays.
//
// # Days, ends and zones
//
// Intervals are half-open. A bare day as an end means that whole day; a time as an end is
// exclusive. Hours such as 21:00-03:00 belong to the day on which they open, also for
// Except, and for holidays: on a holiday nobody works, nor in the night that would open on it.
//
// Local times follow RFC 5545 §3.3.5, unless SkipGaps of a [Window] or [Recurrence] asks for §3.3.10, by which a
// time that the clock skips is left out, and COUNT passes it by. Else a time that the clock skips is read with
// the offset before the gap: on the night clocks go from 02:00 to 03:00, 02:30 is 03:30. A
// time that comes twice is the first of the two. So 01:00-02:30 lasts an hour and a half on
// that night, and 02:00-03:00, which has no time in it, does not open. A day
// begins at its first instant that exists, which is 01:00 where the clock skips midnight
// ([Date.In]). Length is elapsed: Lasts 4h is four hours on every night.
//
// Zones are IANA names; their data are part of the library, whatever the machine has, and [ZoneVersion]
// says which they are. Every instant from a Compiled is in UTC, so that occurrences compare with ==.
//
// # What runs whole and what pauses
//
// Fits, EarliestFit, LatestFit and Slots are about work that is done whole, inside one piece of open time
// and so inside one occurrence, such as a deployment with its rollback. Work that pauses while the
// calendar is closed begins at Next and ends at Add; to be over by a moment it begins at Add(moment, -length) at the
// latest, and it fits into an interval if Between gives its length or more.
//
// # Lead times
//
// A business day of a calendar is a civil day on which it is open at any time. [Compiled.BusinessDays]
// keeps the time of day: two business days before a board that meets on Tuesday at 14:00 are Friday at 14:00, and what
// is submitted at that instant is in time. A plan counts leads in working time instead, where half a day is half
// ([Compiled.Add]). Both give the same while all
// days are whole and the board meets in working hours. MeetingBefore and
// MeetingAfter take either. A meeting decides when it begins.
//
// # Errors
//
// The Parse functions return an [*Error], Compile returns [Errors], all faults at once. Codes are stable:
//
//	bad-date bad-time bad-length bad-days bad-hours bad-rule bad-cron   a text that cannot be read
//	unknown-zone unsupported-rule                                      a zone or part of a rule that is not known
//	too-many                                                           a rule that fires, or is searched, beyond the limits
//	bad-span bad-level bad-stops bad-pattern                           a value out of bounds
//	no-start no-end no-length no-packages                              something that is missing
//	duplicate-name two-zones hours-and-times length-without-times      fields that do not go together
//	dates-and-times ends-before-start                                  likewise
package calendar
