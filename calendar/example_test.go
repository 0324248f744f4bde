package calendar_test

import (
	"fmt"
	"time"

	"github.com/berthplan/berth/calendar"
)

// must is for texts that are known to be good.
func must[T any](v T, err error) T {
	if err != nil {
		panic("calendar_test: internal: " + err.Error())
	}
	return v
}

func ExampleSpec_Compile() {
	prod := calendar.Spec{
		Zone: "Europe/Zurich",
		Windows: []calendar.Window{{
			Name:  "prod",
			Every: must(calendar.ParseRule("tue, thu")),
			Hours: must(calendar.ParseHours("21:00-03:00")),
		}},
		Blackouts: []calendar.Blackout{{
			Name: "Year end",
			From: must(calendar.ParseMoment("2026-12-18")),
			To:   must(calendar.ParseMoment("2027-01-04")),
		}},
	}
	zurich := must(calendar.LoadZone(prod.Zone))
	span := calendar.Interval{
		Start: must(calendar.ParseDate("2026-12-01")).In(zurich),
		End:   must(calendar.ParseDate("2027-02-01")).In(zurich),
	}
	c, err := prod.Compile(span, calendar.Subject{Package: "portal-12"}, calendar.StopDeploy)
	if err != nil {
		fmt.Println(err)
		return
	}
	at := must(calendar.ParseMoment("2026-12-22T22:00")).Begin(zurich)
	next, _ := c.Next(at)
	fmt.Println(c.Open(at))
	for _, reason := range c.Why(at) {
		fmt.Println(reason)
	}
	fmt.Println("next:", next.In(zurich).Format("Mon 2 Jan 2006 15:04"))
	// Output:
	// false
	// blackout "Year end" until 2027-01-05T00:00:00+01:00
	// next: Tue 5 Jan 2027 21:00
}

func ExampleCompiled_Add() {
	team := calendar.Spec{Weekly: calendar.Weekly{
		Days:  must(calendar.ParseDays("mon-fri")),
		Hours: must(calendar.ParseHours("09:00-17:00")),
	}}
	friday := time.Date(2026, 9, 4, 13, 0, 0, 0, time.UTC)
	c := must(team.Compile(calendar.Interval{Start: friday, End: friday.AddDate(0, 1, 0)}, calendar.Subject{}, calendar.StopWork))
	for _, d := range []string{"4h", "6h", "1d"} {
		work := must(calendar.ParseLength(d)).Working(team.Weekly.StandardDay())
		end, _ := c.Add(friday, work)
		fmt.Println(d, end.Format("Mon 15:04"))
	}
	// Output:
	// 4h Fri 17:00
	// 6h Mon 11:00
	// 1d Mon 13:00
}

func ExampleParseRule() {
	for _, text := range []string{"third Saturday of the month", "last 3 business days of quarter", "freq=monthly;byday=-1fr", "*/30 9-17 * * mon-fri", "3rd satruday of month"} {
		rule, err := calendar.ParseRule(text)
		if err != nil {
			fmt.Println(err.(*calendar.Error).Hint)
			continue
		}
		fmt.Println(rule)
	}
	// Output:
	// 3rd sat of month
	// last 3 working days of quarter
	// FREQ=MONTHLY;BYDAY=-1FR
	// 0,30 9-17 * * 1-5
	// did you mean saturday?
}

func ExampleMoment_Finish() {
	zurich := must(calendar.LoadZone("Europe/Zurich"))
	for _, text := range []string{"2026-10-25", "2026-10-25T18:00"} {
		end := must(calendar.ParseMoment(text))
		fmt.Println(end, "ends", end.Finish(zurich).Format(time.RFC3339))
	}
	// Output:
	// 2026-10-25 ends 2026-10-26T00:00:00+01:00
	// 2026-10-25T18:00 ends 2026-10-25T18:00:00+01:00
}

func ExampleDate_At() {
	newYork := must(calendar.LoadZone("America/New_York"))
	night := must(calendar.ParseDate("2026-03-08"))
	fmt.Println(night.At(must(calendar.ParseClock("02:30")), newYork).Format(time.RFC3339))
	// Output: 2026-03-08T03:30:00-04:00
}

func ExampleSet() {
	at := func(hour int) time.Time { return time.Date(2026, 9, 1, hour, 0, 0, 0, time.UTC) }
	open := calendar.NewSet(calendar.Interval{Start: at(8), End: at(17)})
	lunch := calendar.NewSet(calendar.Interval{Start: at(12), End: at(13)})
	for _, i := range open.Subtract(lunch) {
		fmt.Println(i)
	}
	fmt.Println(open.Subtract(lunch).Duration())
	// Output:
	// 2026-09-01T08:00:00Z/2026-09-01T12:00:00Z
	// 2026-09-01T13:00:00Z/2026-09-01T17:00:00Z
	// 8h0m0s
}

func ExampleIntersect() {
	span := calendar.Interval{Start: time.Date(2026, 9, 1, 0, 0, 0, 0, time.UTC), End: time.Date(2026, 9, 2, 0, 0, 0, 0, time.UTC)}
	open := func(zone, hours string) *calendar.Compiled {
		c := calendar.Spec{Name: "hours of " + zone, Zone: zone, Weekly: calendar.Weekly{Hours: must(calendar.ParseHours(hours))}}
		return must(c.Compile(span, calendar.Subject{}, calendar.StopWork))
	}
	both := calendar.Intersect(open("Europe/Zurich", "08:00-17:00"), open("Asia/Singapore", "09:00-18:00"))
	for _, p := range both.Pieces() {
		fmt.Println(p.Interval)
	}
	fmt.Println(both.Why(span.Start.Add(12 * time.Hour)))
	// Output:
	// 2026-09-01T06:00:00Z/2026-09-01T10:00:00Z
	// [outside hours of Asia/Singapore until 2026-09-02T08:00:00+08:00]
}
