// Package berth is the root of a library that plans software releases and
// explains the plan: which release package runs which phase, when, where, and why not earlier.
//
// A port gives ships berths, makes them wait for the tide and lets them sail in
// a safe order. A release manager does the same with release packages, shared
// test environments and change windows. Berth does the arithmetic of that job. It
// computes dates and verdicts; it never sends, deploys, logs in or decides.
//
// This package exports nothing. The way of the data is the way through the others:
//
//	plan file or Go values -> release.Portfolio -> schedule.Problem -> schedule.Plan -> report
//
// From the ground up:
//
//   - [github.com/berthplan/berth/calendar] is time: intervals, recurring windows, blackouts,
//     working hours, and the reason for every closed minute.
//   - [github.com/berthplan/berth/calendar/ical] reads and writes iCalendar files: holidays, freezes, meetings.
//   - [github.com/berthplan/berth/calendar/review] finds what is probably a mistake in a calendar or
//     in a text of a date, and tells two calendars apart.
//   - [github.com/berthplan/berth/calendar/train] is release trains: names, dates and milestones of a cadence.
//   - [github.com/berthplan/berth/release] is what is to be released and what is known of it:
//     packages, phases, environments, gates, facts, and the timetable of dates.
//   - [github.com/berthplan/berth/release/planfile] reads and writes that as a file that people
//     type, with the place of every fault.
//   - [github.com/berthplan/berth/risk] is how sure we are: probabilities, exposure and the risk register.
//   - [github.com/berthplan/berth/schedule] is when it happens: a Problem of activities and rules,
//     Solve, the Plan with its bounds and causes, Verify, which judges a plan without the solver, and
//     Check, which judges a table of dates that people made.
//   - [github.com/berthplan/berth/schedule/clearance] answers whether a package may go now; if not, why and when.
//   - [github.com/berthplan/berth/schedule/report] shows a plan to people and to programs.
//   - [github.com/berthplan/berth/schedule/replan] changes a plan that people know as little as it must be changed:
//     slips, outages, emergencies and what they owe, differences, scenarios.
//   - [github.com/berthplan/berth/schedule/outlook] says what a plan means for those who share it: who waits for
//     whom, how full environments, teams and windows are, where there is room.
//   - [github.com/berthplan/berth/schedule/psplib] reads the scheduling literature's instances, to compare the solver by.
//
// Each can be used without those after it: a calendar without a plan, a
// portfolio without a solver, a Problem built in Go without a file.
//
// Three promises hold everywhere. The same input and options, with a limit on work
// rather than on time, give the same plan, byte for byte. Bad input is answered
// with all of its faults at once, each with a stable code and its place. No
// function prints, keeps state between calls, or reads a clock but to keep a
// time limit: the present is an argument.
package berth
