package outlook_test

import (
	"context"
	"fmt"
	"time"

	"github.com/berthplan/berth/release/planfile"
	"github.com/berthplan/berth/schedule"
	"github.com/berthplan/berth/schedule/outlook"
)

// planned is the plan of three projects on one environment.
func planned() (*schedule.Problem, *schedule.Plan, error) {
	var files []planfile.File
	for _, text := range sharing {
		files = append(files, planfile.File{Data: []byte(text)})
	}
	portfolio, err := planfile.Read(files...)
	if err != nil {
		return nil, nil, err
	}
	problem, err := schedule.FromPortfolio(portfolio, time.Time{})
	if err != nil {
		return nil, nil, err
	}
	plan, err := schedule.Solve(context.Background(), problem, schedule.Options{Work: 5000})
	return problem, plan, err
}

func ExampleWaitsOf() {
	problem, plan, err := planned()
	if err != nil {
		fmt.Println(err)
		return
	}
	waits, err := outlook.WaitsOf(problem, plan, outlook.Projects)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Print(waits)
	// Output:
	// Activities wait 4d in all, by project.
	//
	// WHO    WAITS  FOR    ACTIVITIES  THE LONGEST
	// Web    2d     Core   1           2d: portal.build for link after ledger.uat (ledger.uat)
	// Cards  1d     Core   1           1d: card.uat for environment uat (ledger.uat)
	// Web    1d     Audit  1           1d: portal.uat for environment uat
	//
	// FOR WHAT               WAITED  ACTIVITIES
	// environment uat        2d      2
	// link after ledger.uat  2d      1
	//
	// LINK                           FROM  TO   SLACK
	// portal.build after ledger.uat  Core  Web  16h
}

func ExampleLoadOf() {
	problem, plan, err := planned()
	if err != nil {
		fmt.Println(err)
		return
	}
	loads, err := outlook.LoadOf(problem, plan, outlook.LoadOptions{By: outlook.Day})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Print(loads)
	// Output:
	// Load by day, in the hours in which work can progress.
	// The bottleneck is uat: 75 % in use in all, most Tue 8 Sep 2026 with 100 %.
	//
	// In use, of what outages and bookings leave
	//   IN USE           uat
	//   Tue 8 Sep 2026   100 %
	//   Wed 9 Sep 2026   100 %
	//   Fri 11 Sep 2026  100 %
	//   in all           75 %
	//
	// Asked for, if all went as early as links and calendars allow
	//   ASKED FOR       uat
	//   Tue 8 Sep 2026  200 %
	//   in all          75 %
	//
	// More is asked for than there is
	//   OF   WHEN             ASKED  THERE
	//   uat  Tue 8 Sep 2026   16h    8h     200 %
	//   uat  Thu 10 Sep 2026  8h     0h
}

func ExampleFree() {
	problem, plan, err := planned()
	if err != nil {
		fmt.Println(err)
		return
	}
	rehearsal := schedule.Activity{Name: "rehearsal", Modes: []schedule.Mode{{Duration: 6 * time.Hour, Environment: "uat"}}}
	room, err := outlook.Free(problem, plan, rehearsal, 2)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Print(room)
	// Output:
	// Room for rehearsal, with nothing moved: 2 slots.
	//
	// 1. Mon 7 Sep 2026 08:00 – Mon 7 Sep 2026 14:00 in uat
	//    or any start until Tue 8 Sep 2026 02:00, with an end by Tue 8 Sep 2026 08:00
	//    no earlier: plan start
	//    no later: uat is held by ledger.uat from Tue 8 Sep 2026 08:00
	//
	// 2. Tue 8 Sep 2026 16:00 – Tue 8 Sep 2026 22:00 in uat
	//    or any start until Wed 9 Sep 2026 02:00, with an end by Wed 9 Sep 2026 08:00
	//    no earlier: uat is held by ledger.uat until Tue 8 Sep 2026 16:00
	//    no later: uat is held by card.uat from Wed 9 Sep 2026 08:00
}
