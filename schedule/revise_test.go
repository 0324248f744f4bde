package schedule_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/berthplan/berth/schedule"
)

func TestRevise(t *testing.T) {
	at := func(h int) time.Time { return monday.Add(time.Duration(h) * time.Hour) }
	row := func(name string, h int, environment string, resources ...string) schedule.Assignment {
		return schedule.Assignment{Activity: name, Start: at(h), End: at(h + 1), Environment: environment, Resources: resources,
			Slack: time.Hour, Causes: []schedule.Cause{{Text: "why"}}}
	}
	for _, c := range []struct {
		reason string
		plans  [][]schedule.Assignment // one after the other
		want   []string                // activity, revision and, if given up, where from, of the last one
	}{
		{"new", [][]schedule.Assignment{{}, {row("a", 0, "uat")}}, []string{"a 0"}},
		{"as it was", [][]schedule.Assignment{{row("a", 0, "uat")}, {row("a", 0, "uat")}}, []string{"a 0"}},
		{"moved, twice", [][]schedule.Assignment{{row("a", 0, "uat")}, {row("a", 1, "uat")}, {row("a", 2, "uat")}}, []string{"a 2"}},
		{"moved, then as it was", [][]schedule.Assignment{{row("a", 0, "uat")}, {row("a", 1, "uat")}, {row("a", 1, "uat")}}, []string{"a 1"}},
		{"another environment", [][]schedule.Assignment{{row("a", 0, "uat")}, {row("a", 0, "sit")}}, []string{"a 1", "a 1 gone from uat"}},
		{"another team", [][]schedule.Assignment{{row("a", 0, "uat", "web")}, {row("a", 0, "uat", "edge")}}, []string{"a 1", "a 1 gone from uat [web]"}},
		{"there and back", [][]schedule.Assignment{{row("a", 0, "uat")}, {row("a", 0, "sit")}, {row("a", 0, "uat")}}, []string{"a 2", "a 2 gone from sit"}},
		{"gone", [][]schedule.Assignment{{row("a", 0, "uat")}, {}}, []string{"a 1 gone from uat"}},
		{"gone stays as it went", [][]schedule.Assignment{{row("a", 0, "uat")}, {}, {}, {}}, []string{"a 1 gone from uat"}},
		{"gone and back", [][]schedule.Assignment{{row("a", 0, "uat")}, {}, {row("a", 0, "uat")}}, []string{"a 2"}},
		{"gone from two places", [][]schedule.Assignment{{row("a", 0, "uat")}, {row("a", 0, "sit")}, {}}, []string{"a 2 gone from sit", "a 1 gone from uat"}},
		{"only one of two", [][]schedule.Assignment{{row("a", 0, "uat"), row("b", 0, "uat")}, {row("b", 3, "uat")}}, []string{"b 1", "a 1 gone from uat"}},
	} {
		t.Run(c.reason, func(t *testing.T) {
			var last *schedule.Plan
			for _, rows := range c.plans {
				next := &schedule.Plan{Activities: rows}
				next.Revise(last)
				last = next
			}
			var got []string
			for _, a := range last.Activities {
				got = append(got, fmt.Sprintf("%s %d", a.Activity, a.Revision))
			}
			for _, g := range last.Gone {
				where := g.Environment
				if len(g.Resources) > 0 {
					where += fmt.Sprint(" ", g.Resources)
				}
				got = append(got, fmt.Sprintf("%s %d gone from %s", g.Activity, g.Revision, where))
				require.Empty(t, g.Causes)
				require.Zero(t, g.Slack)
			}
			require.Equal(t, c.want, got)
		})
	}
}

func ExamplePlan_Revise() {
	at := time.Date(2026, 9, 28, 8, 0, 0, 0, time.UTC)
	uat := schedule.Assignment{Activity: "gateway-7.0.uat", Start: at, End: at.AddDate(0, 0, 8)}
	published := &schedule.Plan{Activities: []schedule.Assignment{uat, {Activity: "drill", Start: at, End: at.Add(time.Hour)}}}
	uat.Start, uat.End = uat.Start.AddDate(0, 0, 2), uat.End.AddDate(0, 0, 2)
	next := &schedule.Plan{Activities: []schedule.Assignment{uat}}
	next.Revise(published)
	fmt.Println(next.Activities[0].Activity, next.Activities[0].Revision)
	fmt.Println(next.Gone[0].Activity, next.Gone[0].Revision)
	// Output:
	// gateway-7.0.uat 1
	// drill 1
}
