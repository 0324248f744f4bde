package calendar_test

import (
	"fmt"
	"time"

	"github.com/berthplan/berth/calendar"
)

// nightly is a calendar of production nights, with a freeze at the end of the year.
func nightly() *calendar.Compiled {
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
			Exceptions: []calendar.Exception{{
				Packages:   []string{"hotfix-*"},
				Until:      must(calendar.ParseMoment("2026-12-23")),
				ApprovedBy: "cio",
				Reason:     "outages cost more",
			}},
		}},
	}
	return must(prod.Compile(quarter(), calendar.Subject{Package: "portal-12"}, calendar.StopDeploy))
}

func quarter() calendar.Interval {
	zurich := must(calendar.LoadZone("Europe/Zurich"))
	return calendar.Interval{
		Start: must(calendar.ParseDate("2026-11-01")).In(zurich),
		End:   must(calendar.ParseDate("2027-02-01")).In(zurich),
	}
}

func inZurich(text string) time.Time {
	return must(calendar.ParseMoment(text)).Begin(must(calendar.LoadZone("Europe/Zurich")))
}

func zurichText(t time.Time) string {
	return t.In(must(calendar.LoadZone("Europe/Zurich"))).Format("Mon 2 Jan 2006 15:04")
}

func ExampleCompiled_Explain() {
	fmt.Print(nightly().Explain(inZurich("2026-12-22T22:00")))
	// Output:
	// Tue 22 Dec 2026 22:00 Europe/Zurich: closed (deploy, package portal-12)
	//   1. Window "prod" (tue, thu, 21:00-03:00) is open from Tue 22 Dec 2026 21:00 to Wed 23 Dec 03:00 Europe/Zurich, for the 7th time in December 2026.
	//   2. Blackout "Year end" (2026-12-18 to 2027-01-04) closes it from Fri 18 Dec 2026 00:00 to Tue 5 Jan 2027 00:00 Europe/Zurich.
	//   3. Its exception for hotfix-*, approved by cio (outages cost more), does not help portal-12.
	// Decided by blackout "Year end": it wins over every window and all working hours, and only an exception opens it.
	// To open it sooner: an exception to blackout "Year end" for portal-12.
	// It opens by itself on Tue 5 Jan 2027 21:00 Europe/Zurich, as window "prod" opens until Wed 6 Jan 03:00.
}

func ExampleCompiled_Transitions() {
	for _, t := range nightly().Transitions(inZurich("2026-12-17"), 4) {
		fmt.Println(t)
	}
	// Output:
	// Thu 17 Dec 2026 21:00 Europe/Zurich opens, as window "prod" opens until Fri 18 Dec 03:00
	// Fri 18 Dec 2026 00:00 Europe/Zurich closes, as blackout "Year end" begins
	// Tue 5 Jan 2027 21:00 Europe/Zurich opens, as window "prod" opens until Wed 6 Jan 03:00
	// Wed 6 Jan 2027 03:00 Europe/Zurich closes, as window "prod" ends
}

// A deployment of two hours that may have to be rolled back in two more.
func ExampleCompiled_EarliestFit() {
	c := nightly()
	whole := 2*time.Hour + 2*time.Hour
	fmt.Println("fits at 23:00:", c.Fits(inZurich("2026-12-15T23:00"), whole))
	fmt.Println("fits at 23:30:", c.Fits(inZurich("2026-12-15T23:30"), whole))
	early, _ := c.EarliestFit(inZurich("2026-12-15T23:30"), whole)
	fmt.Println("next:", zurichText(early), "- the freeze leaves three hours of Thursday night")
	late, _ := c.LatestFit(inZurich("2026-12-31"), whole)
	fmt.Println("last of the year:", zurichText(late))
	for _, s := range c.Slots(calendar.Interval{Start: inZurich("2026-12-08"), End: inZurich("2026-12-31")}, whole, 0) {
		fmt.Println("start from", zurichText(s.Start), "to", zurichText(s.End.Add(-whole)))
	}
	// Output:
	// fits at 23:00: true
	// fits at 23:30: false
	// next: Tue 5 Jan 2027 21:00 - the freeze leaves three hours of Thursday night
	// last of the year: Tue 15 Dec 2026 23:00
	// start from Tue 8 Dec 2026 21:00 to Tue 8 Dec 2026 23:00
	// start from Thu 10 Dec 2026 21:00 to Thu 10 Dec 2026 23:00
	// start from Tue 15 Dec 2026 21:00 to Tue 15 Dec 2026 23:00
}

// The first slots of half an hour in which three offices can meet.
func ExampleCompiled_Slots() {
	people := func(zone, hours string) *calendar.Compiled {
		c := calendar.Spec{Name: zone, Zone: zone, Weekly: calendar.Weekly{Days: must(calendar.ParseDays("mon-fri")), Hours: must(calendar.ParseHours(hours))}}
		return must(c.Compile(quarter(), calendar.Subject{}, 0))
	}
	zurich, newYork, singapore := people("Europe/Zurich", "08:00-18:00"), people("America/New_York", "07:00-16:00"), people("Asia/Singapore", "09:00-20:30")
	friday := calendar.Interval{Start: inZurich("2026-11-06"), End: inZurich("2026-11-20")}
	for _, s := range calendar.Intersect(zurich, newYork, singapore).Slots(friday, 30*time.Minute, 2) {
		fmt.Println(zurichText(s.Start), "for", s.Duration())
	}
	fmt.Println("two of three are there for", zurich.Quorum(2, newYork, singapore).Within(friday).Duration())
	// Output:
	// Fri 6 Nov 2026 13:00 for 30m0s
	// Mon 9 Nov 2026 13:00 for 30m0s
	// two of three are there for 100h0m0s
}

func ExampleCompiled_LeastOpen() {
	c := nightly()
	where, open, _ := c.LeastOpen(quarter(), 32*24*time.Hour)
	fmt.Println(open, "from", zurichText(where.Start), "to", zurichText(where.End))
	gap := c.LongestGap(quarter())
	fmt.Println("closed from", zurichText(gap.Start), "to", zurichText(gap.End))
	// Output:
	// 21h0m0s from Fri 4 Dec 2026 03:00 to Tue 5 Jan 2027 03:00
	// closed from Fri 18 Dec 2026 00:00 to Tue 5 Jan 2027 21:00
}

// A change advisory board that takes papers until two business days before it meets.
func ExampleCompiled_MeetingBefore() {
	zurich := must(calendar.LoadZone("Europe/Zurich"))
	office := must(calendar.Spec{
		Zone:   "Europe/Zurich",
		Weekly: calendar.Weekly{Days: must(calendar.ParseDays("mon-fri")), Hours: must(calendar.ParseHours("08:00-12:00, 13:00-17:00"))},
	}.Compile(quarter(), calendar.Subject{}, calendar.StopWork))
	cab := must(calendar.Spec{
		Zone:    "Europe/Zurich",
		Windows: []calendar.Window{{Name: "cab", Every: must(calendar.ParseRule("tue")), Hours: must(calendar.ParseHours("14:00-15:00"))}},
	}.Compile(quarter(), calendar.Subject{}, 0))
	cutoff := func(begins time.Time) (time.Time, bool) { return office.BusinessDays(begins, -2, zurich) }

	meeting, due, _ := cab.MeetingBefore(inZurich("2026-12-10T21:00"), cutoff)
	fmt.Println("to start on 10 December, be at the CAB of", zurichText(meeting.Opens), "and submit by", zurichText(due))
	meeting, due, _ = cab.MeetingAfter(inZurich("2026-12-04T15:00"), cutoff)
	fmt.Println("submitted on 4 December at 15:00, it is decided on", zurichText(meeting.Opens), "- papers were due", zurichText(due))
	// Output:
	// to start on 10 December, be at the CAB of Tue 8 Dec 2026 14:00 and submit by Fri 4 Dec 2026 14:00
	// submitted on 4 December at 15:00, it is decided on Tue 15 Dec 2026 14:00 - papers were due Fri 11 Dec 2026 14:00
}
