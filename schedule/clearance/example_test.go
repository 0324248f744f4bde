package clearance_test

import (
	"fmt"
	"time"

	"github.com/berthplan/berth/release/planfile"
	"github.com/berthplan/berth/schedule/clearance"
)

func ExampleAsk() {
	portfolio, err := planfile.Read(planfile.File{Name: "hotfix.yaml", Data: []byte(`
plan: Friday hotfix
timezone: Europe/Zurich
packages: {portal-12.0.1: {deploy: {duration: 2h, rollback: 1h, gate: go}}}
windows: {prod: {every: [tue, thu], hours: "21:00-03:00"}}
gates: {go: {requires: [smoke.list]}}
blackouts:
  - {name: Quarter close, from: 2026-09-29, to: 2026-09-30}
facts: [{package: portal-12.0.1, fact: smoke.list, value: passed}]
`)})
	if err != nil {
		fmt.Println(err)
		return
	}
	now := time.Date(2026, 9, 29, 22, 30, 0, 0, time.UTC) // passed in, not read from a clock
	v, err := clearance.Ask(portfolio, "portal-12.0.1", "prod", now, clearance.Options{})
	if err != nil {
		fmt.Println(err) // names that are not known, with a hint
		return
	}
	fmt.Print(v)
	fmt.Println(v.Allowed, v.Reasons[0].Kind, v.Next.Format(time.RFC3339))
	// Output:
	// NO: portal-12.0.1.deploy, prod, Wed 30 Sep 00:30 Europe/Zurich
	//   no       blackout Quarter close until Wed 30 Sep 24:00
	// next:     Thu 1 Oct 21:00
	// helps:    an exception to blackout Quarter close for portal-12.0.1
	// no blackout 2026-10-01T21:00:00+02:00
}

func ExampleGate_Ask() {
	portfolio, err := planfile.Read(planfile.File{Name: "hotfix.yaml", Data: []byte(`
plan: Friday hotfix
timezone: Europe/Zurich
packages: {portal-12.0.1: {deploy: {duration: 2h, rollback: 1h, gate: go}}}
windows: {prod: {every: [tue, thu], hours: "21:00-03:00"}}
gates: {go: {requires: [test.passRate >= 98%]}}
`)})
	if err != nil {
		fmt.Println(err)
		return
	}
	autumn := time.Date(2026, 9, 1, 0, 0, 0, 0, time.UTC)
	gate, err := clearance.Compile(portfolio, clearance.Options{From: autumn, To: autumn.AddDate(0, 3, 0)})
	if err != nil {
		fmt.Println(err)
		return
	}
	for hour := 20; hour < 24; hour += 3 {
		v, err := gate.Ask("portal-12.0.1", "prod", autumn.Add(time.Duration(hour)*time.Hour))
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(v.Allowed, v.Reasons)
	}
	// Output:
	// unknown [gate go of portal-12.0.1.deploy asks for "test.passRate >= 98%": test.passRate is not known (unknown)]
	// no [it needs 3h, 1h of it to roll back, but window prod closes Wed 2 Sep 03:00: the last start was Wed 2 Sep 00:00 gate go of portal-12.0.1.deploy asks for "test.passRate >= 98%": test.passRate is not known (unknown)]
}
