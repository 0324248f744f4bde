package schedule_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/berthplan/berth/release/planfile"
	"github.com/berthplan/berth/schedule"
)

// A plan's dates, taken for a table made by people, break nothing; a row moved to where
// Verify refuses it breaks what Verify says; and a repair, applied, mends it.
func TestCheckAgreesWithVerify(t *testing.T) {
	planned, broken, mended := 0, 0, 0
	rapid.Check(t, func(t *rapid.T) {
		p := drawPortfolio(t)
		problem, err := schedule.FromPortfolio(p, monday)
		require.NoError(t, err)
		plan, err := schedule.Solve(context.Background(), problem, schedule.Options{Work: 1000, Seed: 1})
		if err != nil {
			return
		}
		planned++
		table := plan.Timetable()
		found, err := schedule.Check(p, table, monday)
		require.NoError(t, err)
		require.Empty(t, found)

		if len(plan.Activities) == 0 {
			return
		}
		i := rapid.IntRange(0, len(plan.Activities)-1).Draw(t, "row")
		a := plan.Activities[i]
		if a.Fact {
			return
		}
		by := time.Duration(rapid.IntRange(-5000, 5000).Draw(t, "minutes")) * time.Minute
		if a.Start.Add(by).Before(monday) {
			return
		}
		moved := schedule.Moved(problem, plan, a.Activity, a.Start.Add(by))
		violations, _ := schedule.Verify(problem, moved)
		want := map[schedule.Rule]bool{}
		for _, v := range violations {
			if v.Rule.Kind != "" && v.Rule.Kind != schedule.RuleFact { // work left that never ends, where a calendar hardly opens
				want[v.Rule] = true
			}
		}
		if want[schedule.Rule{Kind: schedule.RuleHorizon}] {
			return // a table may go on
		}
		table = moved.Timetable()
		if midnight(table.Rows[i].Start) || midnight(table.Rows[i].End) {
			return // in a table that is a day, and not its first or last instant
		}
		table.Rows[i].Opens = time.Time{}
		found, err = schedule.Check(p, table, monday)
		require.NoError(t, err)
		got := map[schedule.Rule]bool{}
		for _, v := range found {
			got[v.Rule] = true
		}
		require.Equal(t, want, got)
		for _, v := range found {
			broken++
			if v.Repair.Start.IsZero() {
				continue
			}
			mended++
			fixed := moved.Timetable()
			fixed.Rows[v.Row].Start, fixed.Rows[v.Row].End, fixed.Rows[v.Row].Opens = v.Repair.Start, v.Repair.End, time.Time{}
			after, err := schedule.Check(p, fixed, monday)
			require.NoError(t, err)
			require.Less(t, len(after), len(found))
			for _, w := range after {
				require.NotEqual(t, v.Finding, w.Finding)
			}
		}
	})
	t.Logf("%d planned, %d broken, %d mended", planned, broken, mended)
	require.Positive(t, planned)
	require.Positive(t, broken)
	require.Positive(t, mended)
}

func TestCheckTheSample(t *testing.T) {
	portfolio, err := planfile.ReadFile("../examples/plan/sample.yaml")
	require.NoError(t, err)
	p, err := schedule.FromPortfolio(portfolio, time.Time{})
	require.NoError(t, err)
	plan, err := schedule.Solve(context.Background(), p, schedule.Options{Work: 2000, Seed: 1})
	require.NoError(t, err)
	found, err := schedule.Check(portfolio, plan.Timetable(), time.Time{})
	require.NoError(t, err)
	require.Empty(t, found)
}

func midnight(t time.Time) bool { return t.Hour() == 0 && t.Minute() == 0 && t.Second() == 0 }
