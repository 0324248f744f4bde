package berth_test

import (
	"context"
	"fmt"
	"os"
	"time"

	"github.com/berthplan/berth/release/planfile"
	"github.com/berthplan/berth/schedule"
	"github.com/berthplan/berth/schedule/report"
)

const train = `
plan: Gateway train
timezone: Europe/Zurich
now: 2026-09-01T09:00
phases:
  build:  {duration: 3d}
  uat:    {duration: 4d, environment: uat, after: build}
  deploy: {duration: 2h, rollback: 1h, window: prod, after: uat}
packages:
  ledger-4.2:  {priority: 800, due: 2026-09-15}
  gateway-7.0: {due: 2026-09-15}
environments: {uat: {}}
windows: {prod: {every: [tue, thu], hours: "21:00-03:00"}}
`

func Example() {
	portfolio, err := planfile.Read(planfile.File{Name: "train.yaml", Data: []byte(train)})
	if err != nil {
		fmt.Println(err) // every fault, each with its line and column
		return
	}
	problem, err := schedule.FromPortfolio(portfolio, time.Time{}) // planned from the file's now
	if err != nil {
		fmt.Println(err)
		return
	}
	plan, err := schedule.Solve(context.Background(), problem, schedule.Options{Work: 10_000})
	if err != nil {
		fmt.Println(err) // which rules stand in the way of what
		return
	}
	report.Text(os.Stdout, plan)
	uat, _ := plan.Activity("gateway-7.0.uat")
	fmt.Println(uat.Why())
	// Output:
	// Gateway train
	// Every hard rule holds, and no plan is better: that is proved.
	// 2 packages: 1 late, by 1 day 23 hours. All is done by Thu 17 Sep 23:00.
	// Times are Europe/Zurich: CEST (UTC+02:00).
	//
	// PACKAGE      PHASE   START             END               ENV  WINDOW
	// ledger-4.2   build   Tue  1 Sep 09:00  Fri  4 Sep 09:00
	//              uat     Fri  4 Sep 09:00  Thu 10 Sep 09:00  uat
	//              deploy  Thu 10 Sep 21:00  Thu 10 Sep 23:00       prod
	// gateway-7.0  build   Tue  1 Sep 09:00  Fri  4 Sep 09:00
	//              uat     Thu 10 Sep 09:00  Wed 16 Sep 09:00  uat
	//              deploy  Thu 17 Sep 21:00  Thu 17 Sep 23:00       prod
	//
	// Late, and why
	//   - gateway-7.0 is late by 1 day 23 hours: it finishes Thu 17 Sep 23:00; due by the end of Tue 15 Sep.
	//     - gateway-7.0.deploy starts Thu 17 Sep 21:00: after gateway-7.0.uat, which ends Wed 16 Sep 09:00; then prod opens
	//       Thu 17 Sep 21:00.
	//     - gateway-7.0.uat starts Thu 10 Sep 09:00: uat is held by ledger-4.2.uat until Thu 10 Sep 09:00.
	//       - ledger-4.2.uat starts Fri 4 Sep 09:00: after ledger-4.2.build, which ends Fri 4 Sep 09:00.
	//       - ledger-4.2.build starts Tue 1 Sep 09:00: plan start.
	//
	// How good the plan is, what matters most first
	//   COUNTED                           THIS PLAN  NO PLAN BELOW  GAP  SHOWN BY
	//   packages left out, by priority            0              0  0 %  zero
	//   minutes late × priority           1,410,000      1,410,000  0 %  energy
	//   minutes of penalty × 500                  0              0  0 %  zero
	//   minutes until all is done            23,880         23,880  0 %  energy
	//   minutes until each start, summed     54,720         54,720  0 %  constraint search
	// gateway-7.0.uat starts Thu 10 Sep 09:00: uat is held by ledger-4.2.uat until Thu 10 Sep 09:00
}
