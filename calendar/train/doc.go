// Package train is release trains: a cadence whose runs have names, milestones
// counted from the day of each release, and exceptions.
//
// A [Cadence] is written in lines, and read by [Parse]:
//
//	train: v1.{n}                              # {n}, {nn}, {i} in its year, {yyyy}, {yy}, {mm}, {dd}
//	first: 30                                  # the first {n}; 1 unless given
//	runs: every 6 weeks from 2026-01-14        # days of release: any calendar rule of days
//	from: 2026-01-14                           # needed where the rule has no beginning of its own
//	until: 2027-12-31                          # no release after that day
//	days: mon-fri                              # working days; mon-fri unless given
//	holidays: 2026-12-25, 2027-01-01           # and these are none
//	milestone code freeze: R-6 thursday to GA  # from the one day to the other, both included
//	milestone rc1: GA - 2 weeks
//	milestone sign-off: rc1 + 2 working days at 17:00
//	skip: v1.33
//	move: v1.34 to 2026-07-08 because the trade fair is then
//	extra: v1.34.1 on 2026-07-15
//
// GA is the day of release. R-6 thursday is the Thursday of the week, Monday to Sunday, that is six
// weeks before the week of GA; it is counted from the week and not from the day. "GA - 2 working days" is the
// second working day before GA, whether GA is one or not. Milestones may count from one another.
//
// [Cadence.Between] gives the runs; [Windows] makes windows of their milestones for a [calendar.Spec], and
// [Run.Blackout] a freeze of one that lasts.
//
// A run that is skipped keeps its number; an extra one has the name that it is given. Names come from
// the day that the cadence gives, also of a run that is moved.
//
// # Errors
//
// Parse and Between return [calendar.Errors], all faults at once, with the path "line 3" or, of values made by hand,
// "milestones[0].at". Codes beside those of the calendar package:
//
//	unknown-line bad-line double-line missing-line      lines
//	bad-pattern bad-name duplicate-name                 names
//	bad-offset unknown-milestone cycle no-working-day   milestones
//	no-start timed-rule                                 the cadence
//	bad-exception unknown-run                           exceptions
package train
