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

func ExampleGantt() {
	if err := report.Gantt(os.Stdout, hotfix, report.GanttOptions{Width: 60}); err != nil {
		fmt.Println(err)
	}
	// Output:
	// Friday hotfix
	// Every hard rule holds, and no plan is better: that is
	// proved.
	// Times are UTC: UTC+00:00.
	//
	//               Tue 1 Sep 2026
	// hour          21                     22
	// portal-12.0.1 dddddddddddddddddddddddddddddddddddddddddddddd
	//
	// d deploy
}

func ExampleICS() {
	next := *hotfix
	next.Activities = []schedule.Assignment{hotfix.Activities[0]}
	next.Activities[0].Start = next.Activities[0].Start.AddDate(0, 0, 2) // it has moved
	next.Activities[0].End = next.Activities[0].End.AddDate(0, 0, 2)
	next.Revise(hotfix)
	var b strings.Builder
	if err := report.ICS(&b, &next, report.ICSOptions{Package: "portal-12.0.1"}); err != nil {
		fmt.Println(err)
	}
	for line := range strings.SplitSeq(b.String(), "\r\n") {
		if name, _, _ := strings.Cut(line, ":"); name == "UID" || name == "SEQUENCE" || name == "DTSTART" {
			fmt.Println(line)
		}
	}
	// Output:
	// UID:portal-12.0.1.deploy@friday-hotfix.berth
	// SEQUENCE:1
	// DTSTART:20260903T210000Z
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
	// gantt → gantt.txt: bars on a time line of 100 columns, for a terminal without colour
	// markdown → plan.md: the table and the reasons as GitHub shows them
	// ics → plan.ics: a calendar to subscribe to
	// mermaid → plan.mmd: what depends on what, as a flow chart for Markdown
	// dot → plan.dot: what depends on what, for Graphviz
	// html → plan.html: a page for the browser and for print: the plan on a time line, and why
}
