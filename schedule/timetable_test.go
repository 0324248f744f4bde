package schedule_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/berthplan/berth/release"
	"github.com/berthplan/berth/schedule"
)

func TestPlanTimetable(t *testing.T) {
	at := func(h int) time.Time { return monday.Add(time.Duration(h) * time.Hour) }
	plan := schedule.Plan{
		Name: "train", Zone: "Europe/Zurich",
		Activities: []schedule.Assignment{
			{Activity: "b.uat", Package: "b", Phase: "uat", Start: at(5), End: at(9), Environment: "uat", Configuration: "tls13", Fact: true},
			{Activity: "a.deploy/cab", Package: "a", Phase: "deploy/cab", Start: at(3), End: at(3), Opens: at(3)},
			{Activity: "a.deploy@oslo", Package: "a", Phase: "deploy", Site: "oslo", Window: "prod", Opens: at(12), Start: at(13), End: at(15),
				Slack: time.Hour, Causes: []schedule.Cause{{Text: "after a.deploy/cab"}, {Text: "window prod"}}},
		},
	}
	require.Equal(t, release.Timetable{
		Plan: "train", Zone: "Europe/Zurich",
		Rows: []release.Row{
			{Package: "b", Phase: "uat", Start: at(5), End: at(9), Environment: "uat", Configuration: "tls13", Actual: true},
			{Package: "a", Phase: "deploy/cab", Start: at(3), End: at(3), Opens: at(3)},
			{Package: "a", Phase: "deploy", Site: "oslo", Window: "prod", Opens: at(12), Start: at(13), End: at(15),
				Slack: time.Hour, Causes: []string{"after a.deploy/cab", "window prod"}},
		},
	}, plan.Timetable(), "in the plan's order, with every cause as a sentence")
	require.Equal(t, release.Timetable{}, (&schedule.Plan{}).Timetable())
}
