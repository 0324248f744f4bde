package replan_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/berthplan/berth/schedule"
	"github.com/berthplan/berth/schedule/replan"
)

var monday = time.Date(2026, 9, 7, 9, 0, 0, 0, time.UTC)

// at is a plan of one activity, that of tests, changed.
func at(change func(*schedule.Assignment)) *schedule.Plan {
	a := schedule.Assignment{Activity: "portal-12.uat", Package: "portal-12", Start: monday, End: monday.Add(8 * time.Hour), Environment: "uat", Configuration: "base", Resources: []string{"web"}}
	change(&a)
	return &schedule.Plan{Activities: []schedule.Assignment{a}}
}

func TestDiffTellsWhatChanged(t *testing.T) {
	nothing := func(*schedule.Assignment) {}
	for _, c := range []struct {
		reason string
		change func(*schedule.Assignment)
		want   string
	}{
		{"nothing", nothing, ""},
		{"the same instant in another zone", func(a *schedule.Assignment) { a.Start = a.Start.In(time.FixedZone("", 7200)) }, ""},
		{"a later start", func(a *schedule.Assignment) { a.Start = a.Start.Add(time.Hour) }, "portal-12.uat Mon 7 Sep 09:00 → Mon 7 Sep 10:00 (1 hour later)"},
		{"a later end", func(a *schedule.Assignment) { a.End = a.End.Add(time.Hour) }, "portal-12.uat still starts Mon 7 Sep 09:00 and ends Mon 7 Sep 18:00, not Mon 7 Sep 17:00"},
		{"another environment", func(a *schedule.Assignment) { a.Environment = "preprod" }, "portal-12.uat Mon 7 Sep 09:00 → Mon 7 Sep 09:00, uat → preprod"},
		{"no environment any more", func(a *schedule.Assignment) { a.Environment, a.Configuration = "", "" }, "portal-12.uat Mon 7 Sep 09:00 → Mon 7 Sep 09:00, uat as base → no environment"},
		{"another configuration", func(a *schedule.Assignment) { a.Configuration = "tls13" }, "portal-12.uat Mon 7 Sep 09:00 → Mon 7 Sep 09:00, uat as base → uat as tls13"},
		{"other people", func(a *schedule.Assignment) { a.Resources = nil }, "portal-12.uat Mon 7 Sep 09:00 → Mon 7 Sep 09:00, by web → by nobody"},
		{"another name", func(a *schedule.Assignment) { a.Activity = "portal-12.sit" }, "portal-12.sit is new: Mon 7 Sep 09:00 – Mon 7 Sep 17:00 in uat"},
	} {
		d := replan.Diff(at(nothing), at(c.change))
		if c.want == "" {
			require.Empty(t, d.Moves, c.reason)
			require.Equal(t, 1, d.Stay, c.reason)
			continue
		}
		require.Contains(t, d.String(), "\n  "+c.want+"\n", c.reason)
	}
	require.Empty(t, replan.Diff(nil, nil).Moves)
	require.Equal(t, 1, replan.Diff(nil, at(nothing)).Count(replan.Added))
	require.Equal(t, 1, replan.Diff(at(nothing), nil).Count(replan.Dropped))
}

func ExampleDiff() {
	fmt.Print(replan.Diff(at(func(*schedule.Assignment) {}), at(func(a *schedule.Assignment) { a.Start = a.Start.AddDate(0, 0, 2) })))
	// Output:
	// 1 moved, 0 relocated, 0 longer or shorter, 0 added, 0 dropped; 0 stay
	//   portal-12.uat Mon 7 Sep 09:00 → Wed 9 Sep 09:00 (2 days later)
}
