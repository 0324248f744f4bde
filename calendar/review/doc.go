// Package review looks at calendars as a careful reader does: it finds what can be
// read and is probably not what was meant, and says how two calendars differ.
//
//	review.Lint(spec, span, review.Options{})          // windows, blackouts, holidays and hours of one calendar
//	review.Diff(before, after, review.View{Span: s})   // what opened and closed, because of which rules, and what that breaks
//	review.Dates{}.Read("Wed 27 Feb 2024")             // a date as people write it, and what it says against itself
//	review.Dates{}.Prose("freeze until 2026-10-32")    // the dates in a name or a reason
//	review.Dates{}.Steps("1.36", steps)                // dates that must come one after the other
//	review.Series{…}.Lint(span, review.Options{})      // events of which only the happenings are known
//
// A [Finding] has the form of the calendar's own errors: a stable code, the path, what was found, what
// was expected and a hint that would mend it. [Codes] lists them with examples. A finding is no error: the calendar
// can be used as it stands. Where something is meant as it is, leave its code out with Options.Ignore.
package review
