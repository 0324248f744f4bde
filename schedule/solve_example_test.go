package schedule_test

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/berthplan/berth/calendar"
	"github.com/berthplan/berth/schedule"
)

// A problem in Go values: two tests that need an environment in different
// configurations, which another project has for a morning.
func ExampleSolve() {
	nine := time.Date(2026, 9, 1, 9, 0, 0, 0, time.UTC)
	hour := time.Hour
	test := func(name, configuration string) schedule.Activity {
		return schedule.Activity{Name: name, Modes: []schedule.Mode{
			{Duration: 4 * hour, Environment: "uat", Configuration: configuration},
		}}
	}
	p := &schedule.Problem{
		Start: nine, Horizon: nine.AddDate(0, 0, 7),
		Activities: []schedule.Activity{test("ledger", "base"), test("gateway", "tls13")},
		Environments: []schedule.Environment{{
			Name: "uat", Configurations: []string{"base", "tls13"},
			Changeover: [][]time.Duration{{0, 2 * hour}, {2 * hour, 0}},
			Bookings: []schedule.Booking{{Name: "Cards project", Interval: calendar.Interval{
				Start: nine.Add(4 * hour), End: nine.Add(8 * hour),
			}}},
		}},
	}
	plan, err := schedule.Solve(context.Background(), p, schedule.Options{Work: 1000})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, a := range plan.Activities {
		fmt.Println(a.Why())
	}
	for _, c := range plan.Changeovers {
		fmt.Println(c)
	}
	// Output:
	// ledger starts Tue 1 Sep 09:00: plan start
	// gateway starts Tue 1 Sep 19:00: uat is held by Cards project until Tue 1 Sep 17:00; and uat is in base, not tls13; then uat changes over base → tls13 until Tue 1 Sep 19:00
	// uat base → tls13, 2026-09-01T17:00:00Z/2026-09-01T19:00:00Z
}

func ExamplePlan_Why() {
	nine := time.Date(2026, 9, 1, 9, 0, 0, 0, time.UTC)
	hours := func(n time.Duration) []schedule.Mode { return []schedule.Mode{{Duration: n * time.Hour}} }
	plan, err := schedule.Solve(context.Background(), &schedule.Problem{
		Start: nine, Horizon: nine.AddDate(0, 0, 7),
		Activities: []schedule.Activity{{Name: "build", Modes: hours(6)}, {Name: "test", Modes: hours(4)}, {Name: "deploy", Modes: hours(2)}},
		Links:      []schedule.Link{{From: "build", To: "test"}, {From: "test", To: "deploy", Lag: time.Hour}},
	}, schedule.Options{Work: 1000})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(plan.Why("deploy"))
	// Output:
	// deploy starts Tue 1 Sep 20:00: after test +1h0m0s, which ends Tue 1 Sep 19:00
	// test starts Tue 1 Sep 15:00: after build, which ends Tue 1 Sep 15:00
	// build starts Tue 1 Sep 09:00: plan start
}

func ExampleConflict() {
	nine := time.Date(2026, 9, 1, 9, 0, 0, 0, time.UTC)
	p := &schedule.Problem{
		Start: nine, Horizon: nine.AddDate(0, 0, 7),
		Activities: []schedule.Activity{
			{Name: "build", Modes: []schedule.Mode{{Duration: 6 * time.Hour}}},
			{Name: "deploy", Modes: []schedule.Mode{{Duration: 2 * time.Hour}}, Deadline: nine.Add(7 * time.Hour)},
		},
		Links: []schedule.Link{{From: "build", To: "deploy"}},
	}
	plan, err := schedule.Solve(context.Background(), p, schedule.Options{Work: 1000})
	var conflict *schedule.Conflict
	if errors.As(err, &conflict) {
		fmt.Println(plan.Status)
		fmt.Println(err)
		for _, rule := range conflict.Clashes[0] {
			fmt.Println("clashes:", rule.Text)
		}
		for _, r := range conflict.Relaxations {
			fmt.Println("helps:", r.Text)
		}
		plan, err = schedule.Solve(context.Background(), p.With(conflict.Relaxations[0]), schedule.Options{Work: 1000})
		fmt.Println(plan.Status, err)
	}
	// Output:
	// infeasible
	// no plan is possible: deploy: it must end by Tue 1 Sep 16:00, and cannot end before Tue 1 Sep 17:00
	// clashes: deploy must end by Tue 1 Sep 16:00
	// clashes: deploy is after build
	// clashes: build is to be in the plan
	// clashes: deploy is to be in the plan
	// helps: deadline of deploy +1h, to Tue 1 Sep 17:00
	// helps: deploy not after build
	// helps: deploy left out
	// helps: build left out and, as they need it, deploy
	// optimal <nil>
}
