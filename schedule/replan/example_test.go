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
}
