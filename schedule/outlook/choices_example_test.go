package outlook_test

import (
	"context"
	"fmt"
	"time"

	"github.com/berthplan/berth/calendar"
	"github.com/berthplan/berth/release"
	"github.com/berthplan/berth/release/planfile"
	"github.com/berthplan/berth/schedule"
	"github.com/berthplan/berth/schedule/outlook"
	"github.com/berthplan/berth/schedule/replan"
)

const three = `
plan: Shared
timezone: Europe/Zurich
now: 2026-09-07T08:00
phases:
  build:  {duration: 2d}
  uat:    {duration: 3d, environment: uat, after: build}
  deploy: {duration: 2h, rollback: 1h, window: prod, after: uat, gate: go-no-go}
packages:
  ledger-4.2:  {optional: true, priority: 800, owner: ana}
  gateway-7.0: {optional: true, priority: 600, owner: ben}
  portal-8.0:  {optional: true, priority: 300, owner: eve}
environments: {uat: {}}
windows: {prod: {every: [tue, thu], hours: "21:00-03:00", capacity: 2}}
gates: {go-no-go: {requires: [smoke.list]}}
`

// ladder is the portfolio of three, its problem and its plan.
func ladder() (p *release.Portfolio, problem *schedule.Problem, plan *schedule.Plan, err error) {
	if p, err = planfile.Read(planfile.File{Name: "shared.yaml", Data: []byte(three)}); err != nil {
		return nil, nil, nil, err
	}
	if problem, err = schedule.FromPortfolio(p, time.Time{}); err != nil {
		return nil, nil, nil, err
	}
	plan, err = schedule.Solve(context.Background(), problem, schedule.Options{Work: 5000})
	return p, problem, plan, err
}

func ExampleSelect() {
	_, problem, _, err := ladder()
	if err != nil {
		fmt.Println(err)
		return
	}
	by, _ := calendar.ParseMoment("2026-09-17")
	zone, _ := calendar.LoadZone("Europe/Zurich")
	chosen, err := outlook.Select(context.Background(), problem, outlook.Backlog{
		Trains: []outlook.Train{{Name: "2026.4", By: by.Finish(zone)}},
		Search: schedule.Options{Work: 5000},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Print(chosen)
	// Output:
	// 2 of 3 packages; no choice leaves out less by priority: it is proved.
	//
	// GOES WITH  AT                     STARTS  RISK  PACKAGES
	// 2026.4     Thu 17 Sep 2026 24:00  2       0     ledger-4.2, gateway-7.0
	//
	// Left out
	//   portal-8.0 (priority 300): it is proved not to fit beside what is chosen
	//     portal-8.0.deploy must end by Thu 17 Sep 24:00
	//     uat holds 1 at a time
	//     it would fit with working hours also Sat 12 Sep 08:00–17:00; and working hours also Sun 13 Sep 08:00–17:00 (cost 3960)
	//     or with deadline of portal-8.0.deploy +5 days, to Tue 22 Sep 24:00 (cost 4464)
	//     or with uat capacity +1 from Wed 9 Sep to Fri 11 Sep (cost 7200)
	//     or with deadline of gateway-7.0.deploy +5 days, to Tue 22 Sep 24:00 (cost 8928)
	//     or with deadline of ledger-4.2.deploy +5 days, to Tue 22 Sep 24:00 (cost 11904)
	//     or with gateway-7.0 left out (cost 34560)
}

func ExampleBundles() {
	_, problem, plan, err := ladder()
	if err != nil {
		fmt.Println(err)
		return
	}
	pairs, err := outlook.Bundles(context.Background(), problem, plan, outlook.BundleOptions{
		Search: schedule.Options{Work: 5000}, Preparation: 4 * time.Hour,
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Print(pairs)
	// Output:
	// The plan uses 3 occurrences, 0 meetings, 0 outages of systems and 0 changeovers.
	//
	// TOGETHER                                INSTEAD OF                                    SHARED                 SAVES                    MOVED  LATER
	// ledger-4.2.deploy + gateway-7.0.deploy  Tue 15 Sep 2026 21:00, Thu 17 Sep 2026 21:00  Thu 17 Sep 2026 21:00  1 occurrence, 4h in all  1      -      proved
	// gateway-7.0.deploy + portal-8.0.deploy  Thu 17 Sep 2026 21:00, Tue 22 Sep 2026 21:00  Tue 22 Sep 2026 21:00  1 occurrence, 4h in all  1      -      proved
	// ledger-4.2.deploy + portal-8.0.deploy   Tue 15 Sep 2026 21:00, Tue 22 Sep 2026 21:00  Tue 22 Sep 2026 21:00  1 occurrence, 4h in all  1      -      proved
	//
	// Together they save 1 occurrence, 4h in all and move 1 activity, and nothing is later past its date:
	//   ledger-4.2.deploy + gateway-7.0.deploy: Thu 17 Sep 2026 21:00
}

func ExampleCadences() {
	portfolio, _, _, err := ladder()
	if err != nil {
		fmt.Println(err)
		return
	}
	monthly := portfolio.Windows[0]
	monthly.Every, _ = calendar.ParseRule("last thu of month")
	monthly.Capacity = 5
	rows, err := outlook.Cadences(context.Background(), portfolio, time.Time{}, []outlook.Cadence{
		{Name: "twice a week"}, {Name: "once a month", Windows: []release.Window{monthly}},
	}, schedule.Options{Work: 5000})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Print(rows)
	// Output:
	// CADENCE       LEFT OUT  LATE  WORST  LEAD     WAITING  LONGEST WAIT  DEPLOYMENTS  WINDOWS  MOST AT ONCE  MOST RISK  DONE
	// twice a week  0         0     -      11d 15h  2d 4h    4d 4h         3            3 of 5   1             0          Tue 22 Sep 2026 23:00  proved
	// once a month  0         0     -      17d 15h  8d 4h    13d 4h        3            1 of 1   3             0          Thu 24 Sep 2026 23:00  proved
}

func ExampleBranches() {
	portfolio, _, plan, err := ladder()
	if err != nil {
		fmt.Println(err)
		return
	}
	forks := outlook.Forks(portfolio, plan)
	ways, err := outlook.Branches(context.Background(), plan, portfolio, forks[:1], nil, replan.Options{Search: schedule.Options{Work: 5000}})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Print(ways)
	// Output:
	// IF IT FAILS                    ON                     THEN             MOVED  OTHERS  DONE                   LATER  LATE  DECIDE BY
	// go-no-go of ledger-4.2.deploy  Tue 15 Sep 2026 21:00  withdraw         1      0       never                  -      0     -
	// go-no-go of ledger-4.2.deploy  Tue 15 Sep 2026 21:00  repeat           2      0       Thu 24 Sep 2026 23:00  9d     0     Tue 22 Sep 2026 08:00
	// go-no-go of ledger-4.2.deploy  Tue 15 Sep 2026 21:00  next occurrence  1      0       Thu 17 Sep 2026 23:00  2d     0     Thu 17 Sep 2026 21:00
	//
	// If go-no-go of ledger-4.2.deploy fails on Tue 15 Sep 2026 21:00: withdraw
	//   ledger-4.2.deploy is dropped; it was to start Tue 15 Sep 21:00
	//   Tell ana.
	//
	// If go-no-go of ledger-4.2.deploy fails on Tue 15 Sep 2026 21:00: repeat
	//   ledger-4.2.deploy Tue 15 Sep 21:00 → Thu 24 Sep 21:00 (9 days later): after ledger-4.2.uat-again, which ends Thu 24 Sep 17:00; then prod opens Thu 24 Sep 21:00
	//   ledger-4.2.uat-again is new: Tue 22 Sep 08:00 – Thu 24 Sep 17:00 in uat: uat is held by portal-8.0.uat until Mon 21 Sep 17:00; then outside working hours until Tue 22 Sep 08:00
	//   Decide by Tue 22 Sep 2026 08:00.
	//   Tell ana.
	//
	// If go-no-go of ledger-4.2.deploy fails on Tue 15 Sep 2026 21:00: next occurrence
	//   ledger-4.2.deploy Tue 15 Sep 21:00 → Thu 17 Sep 21:00 (2 days later): not before Wed 16 Sep 03:00; then prod opens Thu 17 Sep 21:00
	//   Decide by Thu 17 Sep 2026 21:00.
	//   Tell ana.
}
