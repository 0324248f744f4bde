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

func conflictOf(t *testing.T, p *schedule.Problem, opt schedule.Options) *schedule.Conflict {
	t.Helper()
	_, err := schedule.Solve(context.Background(), p, opt)
	var c *schedule.Conflict
	require.True(t, errors.As(err, &c), "%v", err)
	return c
}

func TestRelaxationsSayHowMuch(t *testing.T) {
	day := func(n int) time.Time { return epoch.AddDate(0, 0, n) }
	tests := []struct {
		reason  string
		change  func(p *schedule.Problem)
		clashes []string // of the first
		helps   []string
	}{
		{"two in a place for one, until the same hour", func(p *schedule.Problem) {
			p.Environments = []schedule.Environment{{Name: "uat"}}
			for i := range p.Activities {
				in("uat", "")(&p.Activities[i])
				p.Activities[i].Deadline = after(100)
			}
		}, []string{"a must end by Tue 1 Sep 08:40", "b must end by Tue 1 Sep 08:40", "uat holds 1 at a time", "p is to be in the plan", "q is to be in the plan"},
			[]string{"deadline of a +30m, to Tue 1 Sep 09:10", "deadline of b +30m, to Tue 1 Sep 09:10", "uat capacity +1 on Tue 1 Sep", "p left out", "q left out"}},
		{"a booking that ends too late", func(p *schedule.Problem) {
			p.Environments = []schedule.Environment{{Name: "uat", Bookings: []schedule.Booking{{Name: "Cards", Interval: during(0, 300)}}}}
			in("uat", "")(&p.Activities[0])
			p.Activities[0].Deadline = after(180)
		}, []string{"a must end by Tue 1 Sep 10:00", "uat holds 1 at a time", "uat is booked by Cards from Tue 1 Sep 07:00 until Tue 1 Sep 12:00", "p is to be in the plan"},
			[]string{"deadline of a +3h, to Tue 1 Sep 13:00", "end of Cards in uat −3h, to Tue 1 Sep 09:00", "uat capacity +1 on Tue 1 Sep", "p left out"}},
		{"a pin before the earliest start", func(p *schedule.Problem) {
			p.Activities[0].Pin, p.Activities[0].Earliest = during(0, 1), after(90)
		}, []string{"a is pinned to Tue 1 Sep 07:00", "a may not start before Tue 1 Sep 08:30", "p is to be in the plan"},
			[]string{"earliest start of a −1h30m, to Tue 1 Sep 07:00", "pin of a +1h30m, to Tue 1 Sep 08:30", "p left out"}},
		{"a freeze until after a deadline", func(p *schedule.Problem) {
			c, err := calendar.Spec{Blackouts: []calendar.Blackout{{Name: "Quarter close", From: calendar.MomentOf(day(0)), To: calendar.MomentOf(day(4))}}}.
				Compile(calendar.Interval{Start: day(-1), End: day(10)}, calendar.Subject{}, calendar.StopDeploy)
			require.NoError(t, err)
			a := &p.Activities[0]
			a.Time, a.Modes[0].Calendar, a.Deadline = schedule.Contiguous, c, day(3)
		}, []string{"a must end by Fri 4 Sep 07:00", "blackout Quarter close closes Tue 1 Sep 07:00 – Sat 5 Sep 07:00", "p is to be in the plan"},
			[]string{"deadline of a +2 days, to Sun 6 Sep 07:00", "exception to Quarter close for p from Tue 1 Sep 07:00 until Tue 1 Sep 08:00", "p left out"}},
		{"a team of one for two", func(p *schedule.Problem) {
			p.Resources = []schedule.Resource{{Name: "crew", Capacity: 1}}
			for i := range p.Activities {
				needs("crew", 1)(&p.Activities[i])
				p.Activities[i].Pin = during(0, 1)
			}
		}, []string{"a is pinned to Tue 1 Sep 07:00", "b is pinned to Tue 1 Sep 07:00", "the capacity of crew is 1", "p is to be in the plan", "q is to be in the plan"},
			[]string{"pin of a +1h, to Tue 1 Sep 08:00", "pin of b +1h, to Tue 1 Sep 08:00", "crew capacity +1 on Tue 1 Sep", "p left out", "q left out"}},
		{"a week of work until Sunday", func(p *schedule.Problem) {
			hours, err := calendar.ParseHours("08:00-17:00")
			require.NoError(t, err)
			c, err := calendar.Spec{Name: "working hours", Weekly: calendar.Weekly{Hours: hours, Days: calendar.Days(1<<time.Monday | 1<<time.Tuesday | 1<<time.Wednesday | 1<<time.Thursday | 1<<time.Friday)}}.
				Compile(calendar.Interval{Start: day(-1), End: day(20)}, calendar.Subject{}, calendar.StopDeploy)
			require.NoError(t, err)
			p.Horizon = day(18)
			a := &p.Activities[0]
			a.Time, a.Modes[0].Calendar, a.Modes[0].Duration, a.Deadline = schedule.Working, c, 45*time.Hour, day(6)
		}, []string{"a must end by Mon 7 Sep 07:00", "work is done in working hours", "p is to be in the plan"},
			[]string{"deadline of a +10h, to Mon 7 Sep 17:00", "working hours also Sat 5 Sep 08:00–17:00", "p left out"}},
		{"a changeover that takes too long", func(p *schedule.Problem) {
			two, four := 2*time.Hour, 4*time.Hour
			p.Environments = []schedule.Environment{{Name: "uat", Configurations: []string{"base", "tls"}, Changeover: [][]time.Duration{{0, two}, {four, 0}}}}
			in("uat", "base")(&p.Activities[0])
			in("uat", "tls")(&p.Activities[1])
			p.Activities[1].Deadline = after(210)
			p.Activities[0].Deadline = after(210)
		}, []string{"a must end by Tue 1 Sep 10:30", "b must end by Tue 1 Sep 10:30", "uat is in one configuration at a time, and changing over takes time", "p is to be in the plan", "q is to be in the plan"},
			[]string{"deadline of b +30m, to Tue 1 Sep 11:00", "deadline of a +5h, to Tue 1 Sep 15:30", "each changeover of uat −30m", "p left out", "q left out"}},
		{"a budget", func(p *schedule.Problem) {
			p.Resources = []schedule.Resource{{Name: "licences", Budget: true, Capacity: 3}}
			needs("licences", 3)(&p.Activities[0])
			needs("licences", 2)(&p.Activities[1])
		}, []string{"the total of licences is 3", "p is to be in the plan", "q is to be in the plan"}, []string{"licences +2", "p left out", "q left out"}},
	}
	for _, tt := range tests {
		t.Run(tt.reason, func(t *testing.T) {
			p := problem(job("a", 60, of("p")), job("b", 60, of("q")))
			p.Packages = []schedule.Package{{Name: "p"}, {Name: "q"}}
			tt.change(p)
			c := conflictOf(t, p, schedule.Options{Work: 2000})
			var clashes, helps []string
			for _, f := range c.Clashes[0] {
				clashes = append(clashes, f.Text)
			}
			for _, r := range c.Relaxations {
				helps = append(helps, r.Text)
				plan := solve(t, p.With(r))
				violations, _ := schedule.Verify(p.With(r), plan)
				require.Empty(t, violations, r.Text)
			}
			require.Equal(t, tt.clashes, clashes)
			require.Equal(t, tt.helps, helps)
			require.Len(t, c.Clashes, 1)
			require.True(t, c.Minimal)
			require.Equal(t, c, conflictOf(t, p, schedule.Options{Work: 2000}), "numbers must mean the same twice")
		})
	}
}

func TestEveryClashIsReported(t *testing.T) {
	p := problem(job("a", 60), job("b", 60), job("c", 60))
	p.Activities[0].Deadline, p.Activities[1].Deadline = after(30), after(30)
	c := conflictOf(t, p, schedule.Options{Work: 2000})
	require.Len(t, c.Clashes, 2)
	require.Equal(t, "deadline of a +30m, to Tue 1 Sep 08:00; and deadline of b +30m, to Tue 1 Sep 08:00", c.Relaxations[0].Text)
	require.Len(t, c.Relaxations[0].Changes, 2)
}

func TestOnlyTheHorizonIsInTheWay(t *testing.T) {
	p := problem(job("a", 60))
	p.Horizon = after(30)
	c := conflictOf(t, p, schedule.Options{Work: 2000})
	require.False(t, c.Proved)
	require.Contains(t, c.Rules, schedule.Rule{Kind: schedule.RuleHorizon})
	require.Equal(t, "a left out", c.Relaxations[0].Text)
}

func TestADiagnosisCanBeLeftOut(t *testing.T) {
	p := problem(job("a", 60))
	p.Activities[0].Deadline = after(30)
	c := conflictOf(t, p, schedule.Options{Work: 2000, Diagnosis: -1})
	require.Empty(t, c.Clashes)
	require.Empty(t, c.Relaxations)
	require.NotEmpty(t, c.Rules)
}
