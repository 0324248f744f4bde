package review

import (
	"time"

	"github.com/berthplan/berth/calendar"
)

// Code is a kind of finding.
type Code struct {
	Name    string          // as in Finding.Code; stable
	Meaning string          // one sentence
	Example func() Findings // of something that has exactly one finding, with this code
}

// Codes is every code of this package, by name. Faults of Compile are findings, too, with
// the codes that the calendar package lists, such as "unknown-zone". The list is the caller's to change.
func Codes() []Code {
	const hour = 3600
	night := calendar.Hours{{From: 21 * hour, To: 3 * hour}}
	window := func(w calendar.Window) func() Findings {
		w.Name = "prod"
		return linting(calendar.Spec{Zone: "Europe/Zurich", Windows: []calendar.Window{w}})
	}
	freeze := func(list ...calendar.Blackout) func() Findings {
		return linting(calendar.Spec{Zone: "Europe/Zurich", Blackouts: list})
	}
	yearEnd := calendar.Blackout{Name: "Year end", From: moment("2026-12-18"), To: moment("2027-01-04")}
	return []Code{
		{"ambiguous-date", "A date with two readings.", stepping("03/04/2026")},
		{"bad-date", "A date that does not exist.", stepping("2019-09-38")},
		{"clock-change", "Occurrences of a window that are longer or shorter where the clock changes.", window(calendar.Window{Every: rule("sat"), Hours: night})},
		{"clock-gap", "A time that the clock skips.", window(calendar.Window{Every: rule("sun"), Hours: calendar.Hours{{From: 2*hour + 1800, To: 4 * hour}}, From: moment("2027-01-01")})},
		{"clock-twice", "A time that comes twice, given without its offset.", freeze(calendar.Blackout{Name: "Autumn", From: moment("2026-10-20"), To: moment("2026-10-25T02:30")})},
		{"cron-or", "A cron line with a day of the month and a weekday, either of which will do.", window(calendar.Window{Every: rule("0 21 1-7 * 2"), Lasts: calendar.Length{Hours: 2}})},
		{"duplicate", "A window, a blackout or a holiday that stands there twice.", freeze(yearEnd, calendar.Blackout{Name: "Again", From: yearEnd.From, To: yearEnd.To})},
		{"exception-never", "An exception that reopens nothing.", freeze(calendar.Blackout{Name: "Year end", From: yearEnd.From, To: yearEnd.To,
			Exceptions: []calendar.Exception{{Packages: []string{"hotfix-*"}, Until: moment("2026-12-10")}}})},
		{"expired", "Something that is over before the span begins.", freeze(calendar.Blackout{Name: "Last year", From: moment("2025-12-18"), To: moment("2026-01-04")})},
		{"hole", "A minute or a day between two blackouts, or between two spans of hours.", freeze(yearEnd, calendar.Blackout{Name: "Inventory", From: moment("2027-01-06"), To: moment("2027-01-10")})},
		{"holidays-end", "A list of holidays that ends before the span does.", linting(calendar.Spec{Holidays: []calendar.Holiday{
			{Date: calendar.Date{Year: 2026, Month: 5, Day: 1}, Name: "Labour Day"}, {Date: calendar.Date{Year: 2026, Month: 12, Day: 25}, Name: "Christmas Day"}}})},
		{"long-freeze", "A hard blackout that is longer than such things are.", freeze(calendar.Blackout{Name: "Year end", From: moment("2026-12-22T22:00Z"), To: moment("2027-12-05T02:00Z")})},
		{"midnight-end", "An end at the midnight with which the last day begins.", freeze(calendar.Blackout{Name: "Year end", From: moment("2026-12-18"), To: moment("2027-01-04T00:00")})},
		{"minute-short", "An end at 23:59.", freeze(calendar.Blackout{Name: "Year end", From: moment("2026-12-18"), To: moment("2027-01-04T23:59")})},
		{"never-fires", "A rule that never happens.", window(calendar.Window{Every: rule("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30")})},
		{"never-opens", "A calendar, or a window of it, that is closed all the time.", freeze(calendar.Blackout{Name: "Nightly", Hours: calendar.Hours{{From: 0, To: 24 * hour}}})},
		{"out-of-order", "A step that is dated before the one that must come first.", func() Findings {
			return Dates{}.Steps("", []Step{{"requested", "2025-07-02"}, {"reviewed", "2024-07-03"}})
		}},
		{"same-ends", "Hours that end when they begin, and so last a day.", window(calendar.Window{Every: rule("tue"), Hours: calendar.Hours{{From: 9 * hour, To: 9 * hour}}})},
		{"self-overlap", "A window that opens again before it has closed.", window(calendar.Window{Every: rule("0 21 * * 2,4"), Lasts: calendar.Length{Days: 3}})},
		{"shadowed", "A blackout inside another one, or a window that others leave no time.", freeze(yearEnd, calendar.Blackout{Name: "Christmas", From: moment("2026-12-24"), To: moment("2026-12-26")})},
		{"two-times", "Two times beside one another that should be one instant and are not.", stepping("02:00 UTC 28 Feb 2024 / 17:00 PST 27 Feb 2024")},
		{"unread-date", "A text that is plainly meant as a date and cannot be read.", stepping("Setp 7 2026")},
		{"weekday", "A date with the wrong day of the week.", stepping("Wednesday 27th February 2024")},
		{"zone-label", "A label of summer time on a date in winter, or the other way round.", stepping("18:00 PDT 1 Feb 2026")},
		{"zone-offset", "An offset of summer time on a date in winter, or the other way round.", freeze(calendar.Blackout{Name: "Year end", From: moment("2026-12-18T00:00+02:00"), To: yearEnd.To})},
	}
}

// linting is an example: what is wrong with a calendar from September 2026 to August 2027.
func linting(s calendar.Spec) func() Findings {
	return func() Findings {
		return Lint(s, calendar.Interval{Start: time.Date(2026, 9, 1, 0, 0, 0, 0, time.UTC), End: time.Date(2027, 9, 1, 0, 0, 0, 0, time.UTC)}, Options{})
	}
}

// stepping is an example: what is wrong with a date.
func stepping(date string) func() Findings {
	return func() Findings { return Dates{}.Steps("", []Step{{"begins", date}}) }
}

// moment and rule read texts of examples, which are right.
func moment(s string) calendar.Moment { m, _ := calendar.ParseMoment(s); return m }

func rule(s string) calendar.Rule { r, _ := calendar.ParseRule(s); return r }
