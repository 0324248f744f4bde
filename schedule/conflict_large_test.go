package schedule_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/berthplan/berth/calendar"
	"github.com/berthplan/berth/schedule"
)

// In a large portfolio a clash is as small as in a small one.
func TestConflictOfALargePortfolio(t *testing.T) {
	tests := []struct {
		reason string
		change func(t *testing.T, p *schedule.Problem)
		kind   schedule.RuleKind
	}{
		{"a deadline that leaves no time", func(t *testing.T, p *schedule.Problem) {
			p.Packages[57].Deadline = p.Start.AddDate(0, 0, 6)
		}, schedule.RuleDeadline},
		{"a freeze until after a deadline", func(t *testing.T, p *schedule.Problem) {
			p.Packages[57].Deadline = p.Start.AddDate(0, 2, 0)
			span := calendar.Interval{Start: p.Start.AddDate(0, 0, -7), End: p.Horizon.AddDate(0, 0, 7)}
			freeze, err := calendar.Spec{Blackouts: []calendar.Blackout{{Name: "Freeze", From: calendar.MomentOf(p.Start), To: calendar.MomentOf(p.Start.AddDate(0, 3, 0))}}}.
				Compile(span, calendar.Subject{}, calendar.StopDeploy)
			require.NoError(t, err)
			for i := range p.Activities {
				if a := &p.Activities[i]; a.Phase == "deploy" {
					a.Modes[0].Calendar = calendar.Intersect(a.Modes[0].Calendar, freeze)
				}
			}
		}, schedule.RuleBlackout},
		{"five packages of one programme by a day that each could keep", func(t *testing.T, p *schedule.Problem) {
			for i := 50; i < 55; i++ {
				p.Packages[i].Deadline = p.Start.AddDate(0, 0, 24)
			}
		}, schedule.RuleDeadline},
	}
	for _, tt := range tests {
		t.Run(tt.reason, func(t *testing.T) {
			p, err := schedule.FromPortfolio(generatePortfolio(t, 1, 1000), time.Time{})
			require.NoError(t, err)
			tt.change(t, p)
			began := time.Now()
			_, err = schedule.Solve(context.Background(), p, schedule.Options{Work: 20_000})
			var c *schedule.Conflict
			require.True(t, errors.As(err, &c), "%v", err)
			t.Log(time.Since(began))
			for _, clash := range c.Clashes {
				for _, f := range clash {
					t.Log("  clash:", f.Text)
				}
			}
			for _, r := range c.Relaxations {
				t.Log("  relaxation:", r.Cost, r.Text)
			}
			require.True(t, c.Proved)
			require.True(t, c.Minimal)
			require.Len(t, c.Clashes, 1)
			require.Less(t, len(c.Clashes[0]), 12)
			require.Contains(t, []schedule.RuleKind{c.Clashes[0][0].Rule.Kind, c.Clashes[0][1].Rule.Kind}, schedule.RuleDeadline)
			require.NotEmpty(t, c.Relaxations)
			for _, r := range c.Relaxations {
				plan, err := schedule.Solve(context.Background(), p.With(r), schedule.Options{Work: 20_000})
				require.NoError(t, err, r.Text)
				violations, _ := schedule.Verify(p.With(r), plan)
				require.Empty(t, violations, r.Text)
			}
		})
	}
}
