package schedule_test

import (
	"fmt"
	"time"

	"github.com/berthplan/berth/calendar"
	"github.com/berthplan/berth/release"
	"github.com/berthplan/berth/schedule"
)

// A hotfix that is deployed at two sites, one night after the other.
func ExampleFromPortfolio() {
	days := calendar.Length{Days: 1}
	portfolio := release.Portfolio{
		Name: "Hotfix",
		Zone: "Europe/Zurich",
		Phases: []release.Phase{
			{Name: "uat", Duration: release.Exactly(calendar.Length{Days: 2}), Environment: "uat"},
			{Name: "deploy", Duration: release.Exactly(calendar.Length{Hours: 2}), Rollback: calendar.Length{Hours: 1}, Window: "prod"},
		},
		Packages: []release.Package{{
			Name:     "ledger-4.2.1",
			Sites:    []string{"zurich", "london"},
			Deadline: mustMoment("2026-09-01"),
		}},
		Environments: []release.Environment{{Name: "uat"}},
		Windows: []release.Window{{
			Window: calendar.Window{Name: "prod", Hours: calendar.Hours{{From: 21 * 3600, To: 3 * 3600}}},
		}},
		Sites: release.Sites{Order: []string{"zurich", "london"}, Soak: days},
	}
	problem, err := schedule.FromPortfolio(&portfolio, time.Date(2026, 9, 7, 7, 0, 0, 0, time.UTC))
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, a := range problem.Activities {
		fmt.Println(a.Name, a.Modes[0].Duration)
	}
	for _, l := range problem.Links {
		fmt.Println(l.To, l.Name)
	}
	for _, n := range problem.Notes {
		fmt.Println(n.Code+":", n.Text)
	}
	// Output:
	// ledger-4.2.1.uat 16h0m0s
	// ledger-4.2.1.deploy@zurich 2h0m0s
	// ledger-4.2.1.deploy@london 2h0m0s
	// ledger-4.2.1.deploy@london after ledger-4.2.1.deploy@zurich +1d elapsed
	// ledger-4.2.1.deploy@zurich after ledger-4.2.1.uat
	// deadline-missed: ledger-4.2.1: the deadline 2026-09-01 is not after the plan's start Mon 7 Sep 09:00
}

func mustMoment(s string) calendar.Moment {
	m, err := calendar.ParseMoment(s)
	if err != nil {
		panic(err)
	}
	return m
}

func ExamplePlan_Timetable() {
	night := time.Date(2026, 9, 8, 19, 0, 0, 0, time.UTC)
	plan := schedule.Plan{Name: "Hotfix", Activities: []schedule.Assignment{{
		Activity: "ledger-4.2.1.deploy", Package: "ledger-4.2.1", Phase: "deploy",
		Window: "prod", Opens: night, Start: night, End: night.Add(2 * time.Hour),
		Causes: []schedule.Cause{{At: night.Add(-time.Minute), Text: "window prod opens at 19:00"}},
	}}}
	for _, row := range plan.Timetable().Rows {
		fmt.Println(row.Ref(), row.Start.Format("02 Jan 15:04"), row.Causes)
	}
	// Output: ledger-4.2.1.deploy 08 Sep 19:00 [window prod opens at 19:00]
}
