package calendar_test

import (
	"fmt"
	"time"

	"github.com/berthplan/berth/calendar"
)

func ExampleRecurrence() {
	zurich, _ := calendar.LoadZone("Europe/Zurich")
	rule, _ := calendar.ParseRule("FREQ=MONTHLY;BYDAY=3SA")
	start, _ := calendar.ParseMoment("2026-09-19T21:00")
	extra, _ := calendar.ParseMoment("2026-10-31T21:00")
	not, _ := calendar.ParseMoment("2026-11-21")

	r := calendar.Recurrence{Start: start, Location: zurich, Rule: rule, Dates: []calendar.Moment{extra}, Except: []calendar.Moment{not}}
	autumn := calendar.Interval{Start: start.Begin(zurich), End: start.Begin(zurich).AddDate(1, 0, 0)}
	starts, _ := r.Starts(autumn, 4)
	for _, t := range starts {
		fmt.Println(t.Format(time.RFC3339))
	}
	// Output:
	// 2026-09-19T21:00:00+02:00
	// 2026-10-17T21:00:00+02:00
	// 2026-10-31T21:00:00+01:00
	// 2026-12-19T21:00:00+01:00
}

// On 8 March 2026 clocks in New York go from 02:00 to 03:00. A start at 02:30 is
// read with the offset before the gap, or left out.
func ExampleRecurrence_gap() {
	newYork, _ := calendar.LoadZone("America/New_York")
	rule, _ := calendar.ParseRule("FREQ=DAILY;COUNT=3")
	start, _ := calendar.ParseMoment("2026-03-07T02:30")
	march := calendar.Interval{Start: start.Begin(newYork), End: start.Begin(newYork).AddDate(0, 1, 0)}
	for _, skip := range []bool{false, true} {
		starts, _ := calendar.Recurrence{Start: start, Location: newYork, Rule: rule, SkipGaps: skip}.Starts(march, 0)
		for _, t := range starts {
			fmt.Println(skip, t.Format(time.RFC3339))
		}
	}
	// Output:
	// false 2026-03-07T02:30:00-05:00
	// false 2026-03-08T03:30:00-04:00
	// false 2026-03-09T02:30:00-04:00
	// true 2026-03-07T02:30:00-05:00
	// true 2026-03-09T02:30:00-04:00
	// true 2026-03-10T02:30:00-04:00
}

// On 25 October 2026 clocks in Berlin go from 03:00 back to 02:00. A start at
// 02:30 is the first of the two.
func ExampleRecurrence_overlap() {
	berlin, _ := calendar.LoadZone("Europe/Berlin")
	rule, _ := calendar.ParseRule("FREQ=DAILY;COUNT=2")
	start, _ := calendar.ParseMoment("2026-10-25T02:30")
	october := calendar.Interval{Start: start.Begin(berlin), End: start.Begin(berlin).AddDate(0, 0, 7)}
	starts, _ := calendar.Recurrence{Start: start, Location: berlin, Rule: rule}.Starts(october, 0)
	for _, t := range starts {
		fmt.Println(t.Format(time.RFC3339))
	}
	// Output:
	// 2026-10-25T02:30:00+02:00
	// 2026-10-26T02:30:00+01:00
}

// A window whose opening the clock skips opens after the gap, or not at all that night.
func ExampleWindow_skipGaps() {
	every, _ := calendar.ParseRule("sun")
	hours, _ := calendar.ParseHours("02:30-05:00")
	from, _ := calendar.ParseDate("2026-03-02")
	span := calendar.Interval{Start: from.In(time.UTC), End: from.AddDays(14).In(time.UTC)}
	for _, skip := range []bool{false, true} {
		spec := calendar.Spec{Zone: "America/New_York", Windows: []calendar.Window{{Name: "night", Every: every, Hours: hours, SkipGaps: skip}}}
		c, _ := spec.Compile(span, calendar.Subject{}, calendar.StopDeploy)
		for _, o := range c.Occurrences() {
			fmt.Println(skip, o.Opens.Format(time.RFC3339), o.Closes.Format(time.RFC3339))
		}
	}
	// Output:
	// false 2026-03-08T07:30:00Z 2026-03-08T09:00:00Z
	// false 2026-03-15T06:30:00Z 2026-03-15T09:00:00Z
	// true 2026-03-15T06:30:00Z 2026-03-15T09:00:00Z
}
