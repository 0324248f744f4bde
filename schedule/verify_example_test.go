package schedule_test

import (
	"fmt"
	"time"

	"github.com/berthplan/berth/calendar"
	"github.com/berthplan/berth/schedule"
)

// A plan made by people is judged by the same rules as one that was computed.
func ExampleVerify() {
	start := time.Date(2026, 9, 21, 8, 0, 0, 0, time.UTC)
	uat := func(name string) schedule.Activity {
		return schedule.Activity{Name: name, Modes: []schedule.Mode{{Duration: 48 * time.Hour, Environment: "uat"}}}
	}
	p := &schedule.Problem{
		Start: start, Horizon: start.AddDate(0, 0, 14),
		Activities: []schedule.Activity{uat("gateway-7.0.uat"), uat("portal-12.uat")},
		Environments: []schedule.Environment{{Name: "uat", Bookings: []schedule.Booking{{
			Name: "Cards project", Interval: calendar.Interval{Start: start.AddDate(0, 0, 3), End: start.AddDate(0, 0, 4)},
		}}}},
	}
	row := func(activity string, day int) schedule.Assignment {
		return schedule.Assignment{Activity: activity, Environment: "uat", Start: start.AddDate(0, 0, day), End: start.AddDate(0, 0, day+2)}
	}
	violations, _ := schedule.Verify(p, &schedule.Plan{Activities: []schedule.Assignment{row("gateway-7.0.uat", 0), row("portal-12.uat", 2)}})
	for _, v := range violations {
		fmt.Println(v.Code+":", v.Text)
	}
	violations, _ = schedule.Verify(p, &schedule.Plan{Activities: []schedule.Assignment{row("gateway-7.0.uat", 0), row("portal-12.uat", 4)}})
	fmt.Println(len(violations))
	// Output:
	// environment: uat holds 2 of 1 from Thu 24 Sep 08:00: portal-12.uat, Cards project
	// 0
}

func ExampleProblem_Validate() {
	start := time.Date(2026, 9, 21, 8, 0, 0, 0, time.UTC)
	p := &schedule.Problem{
		Start: start, Horizon: start.AddDate(0, 0, 14),
		Activities: []schedule.Activity{
			{Name: "build", Modes: []schedule.Mode{{Duration: 90 * time.Second}}},
			{Name: "uat", Modes: []schedule.Mode{{Duration: time.Hour, Environment: "uta"}}},
		},
		Environments: []schedule.Environment{{Name: "uat"}},
	}
	fmt.Println(p.Validate())
	// Output:
	// activities[0].modes[0].duration: duration: found 1m30s, expected whole minutes
	// activities[1].modes[0].environment: unknown-name: found "uta", expected the name of an environment; did you mean uat?
}
