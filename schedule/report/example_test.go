package report_test

import (
	"errors"
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/berthplan/berth/release"
	"github.com/berthplan/berth/schedule"
	"github.com/berthplan/berth/schedule/report"
)

// hotfix is the plan of a single deployment.
var hotfix = &schedule.Plan{
	Name: "Friday hotfix", Zone: "UTC", Status: schedule.Optimal, Stopped: "proved",
	Start: time.Date(2026, 9, 1, 9, 0, 0, 0, time.UTC),
	Activities: []schedule.Assignment{{
		Activity: "portal-12.0.1.deploy", Package: "portal-12.0.1", Phase: "deploy", Window: "prod",
		Start: time.Date(2026, 9, 1, 21, 0, 0, 0, time.UTC), End: time.Date(2026, 9, 1, 23, 0, 0, 0, time.UTC),
	}},
}

func ExampleText() {
	if err := report.Text(os.Stdout, hotfix); err != nil {
		fmt.Println(err)
	}
	// Output:
	// Friday hotfix
	// Every hard rule holds, and no plan is better: that is proved.
	// Times are UTC: UTC+00:00.
	//
	// PACKAGE        PHASE   START             END               WINDOW
	// portal-12.0.1  deploy  Tue  1 Sep 21:00  Tue  1 Sep 23:00  prod
}

func ExampleReadJSON() {
	_, err := report.ReadJSON(strings.NewReader(`{
  "version": 1,
  "plan": "Friday hotfix",
  "status": "good",
  "Start": "2026-09-01T09:00:00+02:00",
  "objective": [], "activities": [], "packages": [], "violations": [], "notes": []
}`))
	var faults release.Faults
	errors.As(err, &faults)
	for _, f := range faults {
		fmt.Printf("%d:%d: %s: %s: found %s\n", f.Line, f.Column, f.Code, f.Path, f.Found)
	}
	// Output:
	// 4:13: value: status: found "good"
	// 5:3: key: Start: found "Start"
}

func ExampleFormats() {
	for _, f := range report.Formats() {
		fmt.Println(f.Name, "→", f.File+":", f.About)
	}
	// Output:
	// text → plan.txt: a table for the terminal, and what is late and why
	// json → plan.json: everything in the plan, for programs
}
