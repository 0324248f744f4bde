package schedule_test

import (
	"context"
	"errors"
	"slices"
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
		rules  int                 // fewer than so many clash first
		kinds  []schedule.RuleKind // some of theirs
	}{
		{"a deadline that leaves no time", func(t *testing.T, p *schedule.Problem) {
			p.Packages[57].Deadline = p.Start.AddDate(0, 0, 6)
		}, 5, []schedule.RuleKind{schedule.RuleDeadline, schedule.RuleHours}},
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
		}, 5, []schedule.RuleKind{schedule.RuleDeadline, schedule.RuleBlackout}},
		{"five packages of one programme by a day that each could keep", func(t *testing.T, p *schedule.Problem) {
			for i := 50; i < 55; i++ {
				p.Packages[i].Deadline = p.Start.AddDate(0, 0, 24)
			}
		}, 12, []schedule.RuleKind{schedule.RuleDeadline, schedule.RuleLink}},
		{"a programme for whose tests there are too few places", func(t *testing.T, p *schedule.Problem) {
			for i := 120; i < 130; i++ {
				p.Packages[i].Deadline = p.Start.AddDate(0, 0, 24)
			}
		}, 30, []schedule.RuleKind{schedule.RuleDeadline, schedule.RuleEnvironment}},
		{"a programme of which five are too long by themselves", func(t *testing.T, p *schedule.Problem) {
			for i := range 10 {
				p.Packages[i].Deadline = p.Start.AddDate(0, 0, 20)
			}
		}, 15, []schedule.RuleKind{schedule.RuleDeadline, schedule.RuleHours}},
		{"both test environments held by an audit", func(t *testing.T, p *schedule.Problem) {
			for i := range p.Environments {
				if e := &p.Environments[i]; e.Name == "uat-6" || e.Name == "uat-b-6" {
					e.Bookings = append(e.Bookings, schedule.Booking{Name: "Audit", Interval: calendar.Interval{Start: p.Start, End: p.Start.AddDate(0, 2, 0)}})
				}
			}
			for i := 60; i < 70; i++ {
				p.Packages[i].Deadline = p.Start.AddDate(0, 3, 0)
			}
		}, 20, []schedule.RuleKind{schedule.RuleDeadline, schedule.RuleEnvironment}},
		{"three starts in one occurrence for two", func(t *testing.T, p *schedule.Problem) {
			n := 0
			for i := range p.Activities {
				a := &p.Activities[i]
				if a.Package != "p4-0" && a.Package != "p4-2" && a.Package != "p4-5" || a.Window != "prod-4" {
					continue
				}
				n++
				for _, o := range a.Modes[0].Calendar.Occurrences() {
					if o.Opens.After(p.Start.AddDate(0, 3, 0)) {
						a.Pin = calendar.Interval{Start: o.Opens, End: o.Closes}
						break
					}
				}
			}
			require.Equal(t, 3, n)
		}, 9, []schedule.RuleKind{schedule.RulePin, schedule.RuleWindowCapacity}},
	}
	for _, tt := range tests {
		t.Run(tt.reason, func(t *testing.T) {
			p, err := schedule.FromPortfolio(generatePortfolio(t, 1, 1000), time.Time{})
			require.NoError(t, err)
			tt.change(t, p)
			_, err = schedule.Solve(context.Background(), p, schedule.Options{Work: 20_000})
			var c *schedule.Conflict
			require.True(t, errors.As(err, &c), "%v", err)
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
			require.Less(t, len(c.Clashes[0]), tt.rules)
			for _, kind := range tt.kinds {
				require.True(t, slices.ContainsFunc(c.Clashes[0], func(f schedule.Finding) bool { return f.Rule.Kind == kind }), kind)
			}
			require.NotEmpty(t, c.Relaxations)
			for _, r := range c.Relaxations {
				plan, err := schedule.Solve(context.Background(), p.With(r), schedule.Options{Work: 100_000, Diagnosis: -1})
				require.NoError(t, err, r.Text)
				violations, _ := schedule.Verify(p.With(r), plan)
				require.Empty(t, violations, r.Text)
			}
		})
	}
}

// BenchmarkConflict is the time from a problem of a thousand activities without a plan to its clashes and repairs.
func BenchmarkConflict(b *testing.B) {
	for _, c := range []struct {
		name        string
		first, days int
	}{{"places", 120, 24}, {"precedence", 50, 36}, {"hours", 0, 20}} {
		b.Run(c.name, func(b *testing.B) {
			p, err := schedule.FromPortfolio(generatePortfolio(b, 1, 1000), time.Time{})
			require.NoError(b, err)
			for i := c.first; i < c.first+10; i++ {
				p.Packages[i].Deadline = p.Start.AddDate(0, 0, c.days)
			}
			b.ReportAllocs()
			for b.Loop() {
				_, err = schedule.Solve(context.Background(), p, schedule.Options{Work: 20_000})
				require.Error(b, err)
			}
		})
	}
}
