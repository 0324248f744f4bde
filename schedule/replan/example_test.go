package replan_test

import (
	"context"
	"fmt"
	"time"

	"github.com/berthplan/berth/calendar"
	"github.com/berthplan/berth/release"
	"github.com/berthplan/berth/release/planfile"
	"github.com/berthplan/berth/schedule"
	"github.com/berthplan/berth/schedule/replan"
)

const train = `
plan: Autumn
timezone: Europe/Zurich
now: 2026-09-07T08:00
systems:
  ledger: {owner: team-ledger}
  gateway: {owner: team-edge}
phases:
  build:  {duration: 2d}
  uat:    {duration: 2d, environment: uat, after: build}
  deploy: {duration: 2h, rollback: 1h, window: prod, after: uat, gate: go-no-go}
packages:
  ledger-4.2: {system: ledger, owner: ana, due: 2026-09-18}
  gateway-7.0: {system: gateway, owner: ben, due: 2026-09-18}
teams: {team-ledger: {capacity: 2}, team-edge: {capacity: 2}}
environments: {uat: {}}
windows: {prod: {every: [tue, thu], hours: "21:00-03:00", capacity: 1}}
gates: {go-no-go: {requires: [smoke.list]}}
`

const incident = `
event: Sev 1 in the ledger
at: 2026-09-10T02:10
emergency:
  ledger-4.1.3:
    system: ledger
    owner: ana
    risk: {change: small, tests: full, rollback: tested, loss: 40}
    uat: 4h
    deploy: {duration: 3h, rollback: 1h, window: any}
    skip: [uat, go-no-go]
    limit: 5
windows: {any: {every: mon-sun, hours: "00:00-24:00"}}
`

// autumn is the portfolio of train and its plan.
func autumn() (*release.Portfolio, *schedule.Plan, error) {
	p, err := planfile.Read(planfile.File{Name: "train.yaml", Data: []byte(train)})
	if err != nil {
		return nil, nil, err
	}
	problem, err := schedule.FromPortfolio(p, time.Time{})
	if err != nil {
		return nil, nil, err
	}
	plan, err := schedule.Solve(context.Background(), problem, schedule.Options{Work: 5000})
	return p, plan, err
}

func ExampleSolve() {
	portfolio, baseline, err := autumn()
	if err != nil {
		fmt.Println(err)
		return
	}
	at, _ := calendar.ParseMoment("2026-09-08T12:00")
	r, err := replan.Solve(context.Background(), baseline, replan.Event{
		At: at, Portfolio: portfolio,
		Slips: map[release.Ref]calendar.Length{{Package: "ledger-4.2", Phase: "build"}: {Days: 1}},
	}, replan.Options{Search: schedule.Options{Work: 5000}})
	if err != nil {
		fmt.Println(err) // a *schedule.Conflict: which rules leave no way
		return
	}
	fmt.Print(r.Difference)
	fmt.Println(r.Distance().Value, r.Distance().Bound)
	// Output:
	// 3 moved, 0 relocated, 1 longer or shorter, 0 added, 0 dropped; 2 stay
	//   ledger-4.2.uat Wed 9 Sep 08:00 → Fri 11 Sep 08:00 (2 days later): uat is held by gateway-7.0.uat until Thu 10 Sep 17:00; then outside working hours until Fri 11 Sep 08:00
	//   ledger-4.2.deploy Thu 10 Sep 21:00 → Thu 17 Sep 21:00 (7 days later): prod of Tue 15 Sep 21:00 is full (1 starts); then prod opens Thu 17 Sep 21:00
	//   gateway-7.0.uat Fri 11 Sep 08:00 → Wed 9 Sep 08:00 (2 days earlier): after gateway-7.0.build, which ends Tue 8 Sep 17:00; then outside working hours until Wed 9 Sep 08:00
	//   ledger-4.2.build still starts Mon 7 Sep 08:00 and ends Wed 9 Sep 17:00, not Tue 8 Sep 17:00
	// 123840 123840
}

func ExampleInsert() {
	_, baseline, err := autumn()
	if err != nil {
		fmt.Println(err)
		return
	}
	event, _, err := planfile.Options{}.ReadEvent(
		planfile.File{Name: "incident.yaml", Data: []byte(incident)}, planfile.File{Name: "train.yaml", Data: []byte(train)})
	if err != nil {
		fmt.Println(err) // every fault of both files, each with its line and column
		return
	}
	choices, err := replan.Insert(context.Background(), baseline, replan.Event(*event), replan.Options{Search: schedule.Options{Work: 5000}})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, c := range choices {
		fmt.Println(c)
	}
	// Output:
	// Earliest safe slot
	//   Done by Thu 10 Sep 05:10.
	//     ledger-4.1.3.deploy is new: Thu 10 Sep 02:10 – Thu 10 Sep 05:10
	//   It pushes nothing.
	//   Start the rollback of ledger-4.1.3.deploy by Thu 10 Sep 23:00 at the latest.
	//   Risk 3.0 of at most 5.0.
	//   Owed afterwards: uat, smoke.list (go-no-go).
	//   Tell:
	//     ana: ledger-4.1.3.deploy is new: Thu 10 Sep 02:10 – Thu 10 Sep 05:10
	//     team-ledger: ledger-4.1.3.deploy is new: Thu 10 Sep 02:10 – Thu 10 Sep 05:10
	//
	// Earliest with every phase
	//   Done by Fri 11 Sep 15:00.
	//     ledger-4.1.3.uat is new: Fri 11 Sep 08:00 – Fri 11 Sep 12:00 in uat
	//     ledger-4.1.3.deploy is new: Fri 11 Sep 12:00 – Fri 11 Sep 15:00
	//   It moves 1, of 1 packages, and that is the least: it is proved:
	//     gateway-7.0.uat Fri 11 Sep 08:00 → Fri 11 Sep 13:00 (5 hours later)
	//   Start the rollback of ledger-4.1.3.deploy by Fri 11 Sep 23:00 at the latest.
	//   Risk 0.8 of at most 5.0.
	//   Owed afterwards: smoke.list (go-no-go).
	//   Tell:
	//     ana: ledger-4.1.3.uat is new: Fri 11 Sep 08:00 – Fri 11 Sep 12:00 in uat; ledger-4.1.3.deploy is new: Fri 11 Sep 12:00 – Fri 11 Sep 15:00
	//     ben: gateway-7.0.uat Fri 11 Sep 08:00 → Fri 11 Sep 13:00 (5 hours later)
	//     team-edge: gateway-7.0.uat Fri 11 Sep 08:00 → Fri 11 Sep 13:00 (5 hours later)
	//     team-ledger: ledger-4.1.3.uat is new: Fri 11 Sep 08:00 – Fri 11 Sep 12:00 in uat; ledger-4.1.3.deploy is new: Fri 11 Sep 12:00 – Fri 11 Sep 15:00
	//
	// Least disturbance
	//   Done by Tue 15 Sep 15:00.
	//     ledger-4.1.3.uat is new: Tue 15 Sep 08:00 – Tue 15 Sep 12:00 in uat
	//     ledger-4.1.3.deploy is new: Tue 15 Sep 12:00 – Tue 15 Sep 15:00
	//   It pushes nothing.
	//   Start the rollback of ledger-4.1.3.deploy by Tue 15 Sep 23:00 at the latest.
	//   Risk 0.8 of at most 5.0.
	//   Owed afterwards: smoke.list (go-no-go).
	//   Tell:
	//     ana: ledger-4.1.3.uat is new: Tue 15 Sep 08:00 – Tue 15 Sep 12:00 in uat; ledger-4.1.3.deploy is new: Tue 15 Sep 12:00 – Tue 15 Sep 15:00
	//     team-ledger: ledger-4.1.3.uat is new: Tue 15 Sep 08:00 – Tue 15 Sep 12:00 in uat; ledger-4.1.3.deploy is new: Tue 15 Sep 12:00 – Tue 15 Sep 15:00
	//
	// Next regular window
	//   Done by Wed 16 Sep 00:00.
	//     ledger-4.1.3.uat is new: Tue 15 Sep 08:00 – Tue 15 Sep 12:00 in uat
	//     ledger-4.1.3.deploy is new: Tue 15 Sep 21:00 – Wed 16 Sep 00:00
	//   It moves 1, of 1 packages, and that is the least: it is proved:
	//     gateway-7.0.deploy Tue 15 Sep 21:00 → Thu 17 Sep 21:00 (2 days later)
	//   Start the rollback of ledger-4.1.3.deploy by Wed 16 Sep 02:00 at the latest.
	//   Risk 0.8 of at most 5.0.
	//   Nothing is owed afterwards.
	//   Tell:
	//     ana: ledger-4.1.3.uat is new: Tue 15 Sep 08:00 – Tue 15 Sep 12:00 in uat; ledger-4.1.3.deploy is new: Tue 15 Sep 21:00 – Wed 16 Sep 00:00
	//     ben: gateway-7.0.deploy Tue 15 Sep 21:00 → Thu 17 Sep 21:00 (2 days later)
	//     team-edge: gateway-7.0.deploy Tue 15 Sep 21:00 → Thu 17 Sep 21:00 (2 days later)
	//     team-ledger: ledger-4.1.3.uat is new: Tue 15 Sep 08:00 – Tue 15 Sep 12:00 in uat; ledger-4.1.3.deploy is new: Tue 15 Sep 21:00 – Wed 16 Sep 00:00
}

func ExampleCompare() {
	portfolio, baseline, err := autumn()
	if err != nil {
		fmt.Println(err)
		return
	}
	at, _ := calendar.ParseMoment("2026-09-08T12:00")
	slip := func(days int) map[release.Ref]calendar.Length {
		return map[release.Ref]calendar.Length{{Package: "ledger-4.2", Phase: "build"}: {Days: days}}
	}
	table, err := replan.Compare(context.Background(), baseline, []replan.Scenario{
		{Name: "as planned", Event: replan.Event{At: at, Portfolio: portfolio}},
		{Name: "a day late", Event: replan.Event{At: at, Portfolio: portfolio, Slips: slip(1)}},
		{Name: "a week late", Event: replan.Event{At: at, Portfolio: portfolio, Slips: slip(5)}},
		{Name: "ledger withdrawn", Event: replan.Event{At: at, Portfolio: portfolio, Withdrawn: []string{"ledger-4.2"}}},
	}, replan.Options{Search: schedule.Options{Work: 5000}})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Print(table)
	// Output:
	// SCENARIO          MOVED  ADDED  DROPPED  DISTANCE  GAP  LATE  WORST  DONE
	// as planned        0      0      0        0         0%   0     -      Tue 15 Sep 2026 23:00
	// a day late        3      0      0        123840    0%   0     -      Thu 17 Sep 2026 23:00
	// a week late       2      0      0        126720    0%   0     -      Thu 17 Sep 2026 23:00
	// ledger withdrawn  0      0      3        0         0%   0     -      Tue 15 Sep 2026 23:00
}
