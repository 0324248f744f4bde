package review_test

import (
	"fmt"
	"time"

	"github.com/berthplan/berth/calendar"
	"github.com/berthplan/berth/calendar/review"
)

// A freeze with a mistyped month.
func ExampleLint() {
	from, _ := calendar.ParseMoment("2026-12-22")
	to, _ := calendar.ParseMoment("2027-12-05")
	spec := calendar.Spec{Blackouts: []calendar.Blackout{{Name: "Year end", From: from, To: to}}}
	span := calendar.Interval{Start: time.Date(2026, 9, 1, 0, 0, 0, 0, time.UTC), End: time.Date(2028, 1, 1, 0, 0, 0, 0, time.UTC)}
	fmt.Println(review.Lint(spec, span, review.Options{}))
	// Output:
	// blackouts[0].to: long-freeze: found "2027-12-05", which makes blackout "Year end" last 349 days from 2026-12-22, expected at most 62 days; did you mean 2027-01-05?
}

// A freeze that begins a day earlier breaks a deployment.
func ExampleDiff() {
	day := func(s string) calendar.Moment { m, _ := calendar.ParseMoment(s); return m }
	before := calendar.Spec{Blackouts: []calendar.Blackout{{Name: "Year end", From: day("2026-12-18"), To: day("2027-01-04")}}}
	after := calendar.Spec{Blackouts: []calendar.Blackout{{Name: "Year end", From: day("2026-12-17"), To: day("2027-01-04")}}}
	span := calendar.Interval{Start: time.Date(2026, 9, 1, 0, 0, 0, 0, time.UTC), End: time.Date(2027, 3, 1, 0, 0, 0, 0, time.UTC)}
	d, err := review.Diff(before, after, review.View{Span: span})
	if err != nil {
		fmt.Println(err) // every fault of one of the two
		return
	}
	fmt.Print(d)
	night := time.Date(2026, 12, 17, 21, 0, 0, 0, time.UTC)
	for _, b := range d.Breaks([]review.Planned{{Name: "portal-12", Interval: calendar.Interval{Start: night, End: night.Add(2 * time.Hour)}}}) {
		fmt.Println(b.Name, "no longer fits:", b.Why[0])
	}
	// Output:
	// blackout "Year end": from 2026-12-18 → 2026-12-17
	// closed: Thu 17 Dec 2026 00:00 to Fri 18 Dec 2026 00:00, because of blackout "Year end"
	// portal-12 no longer fits: blackout "Year end" until 2027-01-05T00:00:00Z
}

// A date that contradicts itself.
func ExampleDates_Read() {
	d, err := review.Dates{}.Read("18:00 PDT Wednesday 28 February 2024")
	fmt.Println(d.From, err)
	fmt.Println(d.Slips)
	// Output:
	// 2024-02-29T02:00Z <nil>
	// zone-label: found PDT in "18:00 PDT Wednesday 28 February 2024", expected PST, in which 2024-02-28 is
}

// An exception that was reviewed before it was requested.
func ExampleDates_Steps() {
	fmt.Println(review.Dates{}.Steps("portal-12", []review.Step{{Name: "requested", Date: "2026-02-12"}, {Name: "reviewed", Date: "2025-02-13"}}))
	// Output:
	// portal-12.reviewed: out-of-order: found "2025-02-13", before requested "2026-02-12", expected a date on or after it; did you mean 2026-02-13?
}
