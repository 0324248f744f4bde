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

var epoch = time.Date(2026, 9, 1, 7, 0, 0, 0, time.UTC) // a Tuesday

func after(minutes int) time.Time { return epoch.Add(time.Duration(minutes) * time.Minute) }

func during(from, to int) calendar.Interval {
	return calendar.Interval{Start: after(from), End: after(to)}
}

// job is an elapsed activity of so many minutes, changed as the case needs.
func job(name string, minutes int, changes ...func(*schedule.Activity)) schedule.Activity {
	a := schedule.Activity{Name: name, Modes: []schedule.Mode{{Duration: time.Duration(minutes) * time.Minute}}}
	for _, change := range changes {
		change(&a)
	}
	return a
}

func in(env, config string) func(*schedule.Activity) {
	return func(a *schedule.Activity) { a.Modes[0].Environment, a.Modes[0].Configuration = env, config }
}

func of(pkg string) func(*schedule.Activity) {
	return func(a *schedule.Activity) { a.Package = pkg }
}

func needs(resource string, n int) func(*schedule.Activity) {
	return func(a *schedule.Activity) {
		a.Modes[0].Demands = append(a.Modes[0].Demands, schedule.Demand{Resource: resource, Amount: n})
	}
}

func problem(activities ...schedule.Activity) *schedule.Problem {
	return &schedule.Problem{Start: epoch, Horizon: after(10_000), Activities: activities}
}

// solve plans p, and holds the plan against Verify.
func solve(t *testing.T, p *schedule.Problem) *schedule.Plan {
	t.Helper()
	plan, err := schedule.Solve(context.Background(), p, schedule.Options{Work: 5000})
	require.NoError(t, err)
	violations, _ := schedule.Verify(p, plan)
	require.Empty(t, violations)
	return plan
}

func startOf(t *testing.T, plan *schedule.Plan, name string) int {
	t.Helper()
	a, ok := plan.Activity(name)
	require.True(t, ok, "%s is not in the plan", name)
	return int(a.Start.Sub(epoch) / time.Minute)
}

func TestSolveChangesOverBetweenConfigurations(t *testing.T) {
	p := problem(job("a", 100, in("uat", "base")), job("b", 50, in("uat", "tls13")))
	p.Environments = []schedule.Environment{{
		Name: "uat", Configurations: []string{"base", "tls13"},
		Changeover: [][]time.Duration{{0, time.Hour}, {time.Hour, 0}},
		Bookings:   []schedule.Booking{{Interval: during(120, 200), Name: "Cards project"}},
	}}
	plan := solve(t, p)
	require.Equal(t, 260, startOf(t, plan, "b"), "20 minutes before the booking are too short for the changeover")
	require.Equal(t, []schedule.Reconfiguration{{Environment: "uat", From: "base", To: "tls13", Interval: during(200, 260)}}, plan.Changeovers)
	b, _ := plan.Activity("b")
	require.Equal(t, "b starts Tue 1 Sep 11:20: uat is held by Cards project until Tue 1 Sep 10:20; and uat is in base, not tls13; then uat changes over base → tls13 until Tue 1 Sep 11:20", b.Why())
}

func TestSolveChoosesTheModeThatIsOnTime(t *testing.T) {
	a, b := job("a", 60, of("a"), in("uat", "")), job("b", 60, of("b"), in("uat", ""))
	b.Modes = append(b.Modes, schedule.Mode{Duration: time.Hour, Environment: "preprod", Penalty: 30 * time.Minute})
	p := problem(a, b)
	p.Environments = []schedule.Environment{{Name: "uat"}, {Name: "preprod"}}
	p.Packages = []schedule.Package{{Name: "a"}, {Name: "b", Due: after(90)}}
	plan := solve(t, p)
	require.Equal(t, 0, startOf(t, plan, "b"), "b goes first: nothing is late, and nothing is paid")
	require.Zero(t, level(plan, "penalties"))

	p.Packages[0].Due = after(90)
	plan = solve(t, p)
	row, _ := plan.Activity("b")
	require.Equal(t, "preprod", row.Environment, "both are due: only the alternative is in time")
	require.EqualValues(t, 30*500, level(plan, "penalties"))
}

func TestSolveLeavesOutTheCheapestPackage(t *testing.T) {
	p := problem(job("a", 60, of("a"), needs("crew", 1)), job("b", 60, of("b"), needs("crew", 1)), job("c", 60, of("c"), needs("crew", 1)))
	p.Resources = []schedule.Resource{{Name: "crew", Capacity: 1}}
	p.Packages = []schedule.Package{
		{Name: "a", Deadline: after(120)},
		{Name: "b", Deadline: after(120), Optional: true, Priority: 800},
		{Name: "c", Deadline: after(120), Optional: true, Priority: 100},
	}
	plan := solve(t, p)
	require.True(t, plan.Packages[2].LeftOut)
	require.False(t, plan.Packages[1].LeftOut)
	require.EqualValues(t, 100, level(plan, "left out"))
}

func TestSolveKeepsWhatViewsShow(t *testing.T) {
	p := problem(job("a", 60, of("a"), needs("crew", 1), needs("money", 5)), job("b", 60, of("b"), needs("crew", 0)), job("c", 60, of("c")))
	p.Resources = []schedule.Resource{{Name: "money", Budget: true, Capacity: 9}, {Name: "crew", Capacity: 1}}
	p.Packages = []schedule.Package{{Name: "a"}, {Name: "b"}, {Name: "c", Optional: true, Deadline: after(30)}}
	p.Links = []schedule.Link{
		{From: "a", To: "b", Lag: time.Hour},
		{Kind: schedule.Apart, From: "b", To: "a", Name: "in peace"},
		{From: "a", To: "c", Name: "of what is left out"},
	}
	plan := solve(t, p)
	require.Equal(t, []schedule.Edge{
		{From: "a", To: "b", Name: "after a +1h0m0s"},
		{Kind: schedule.Apart, From: "b", To: "a", Name: "in peace"},
	}, plan.Links)
	require.Equal(t, []string{"crew"}, plan.Activities[0].Resources, "a budget is not held")
	require.Empty(t, plan.Activities[1].Resources)
}

func TestSolveKeepsWhatNeedsALeftOutPackageOut(t *testing.T) {
	p := problem(job("a", 60, of("a")), job("b", 60, of("b")), job("c", 10))
	p.Packages = []schedule.Package{{Name: "a", Deadline: after(30), Optional: true}, {Name: "b", Optional: true}}
	p.Links = []schedule.Link{{From: "a", To: "b"}}
	plan := solve(t, p)
	require.Len(t, plan.Activities, 1, "a cannot be in time, and b waits for a")
}

func TestSolvePullsALatePredecessorToKeepAMaximumLag(t *testing.T) {
	p := problem(job("a", 10), job("b", 10, needs("crew", 1)))
	p.Resources = []schedule.Resource{{Name: "crew", Steps: []schedule.Step{{Interval: during(500, 1000), Capacity: 1}}}}
	p.Links = []schedule.Link{{From: "a", To: "b"}, {Kind: schedule.MaxFinishToStart, From: "a", To: "b", Lag: time.Hour}}
	plan := solve(t, p)
	require.Equal(t, 500, startOf(t, plan, "b"))
	require.Equal(t, 430, startOf(t, plan, "a"), "a waits, so that b starts within an hour of its end")
}

func TestSolveBringsTwoIntoOneOccurrence(t *testing.T) {
	cal := windows(t, "prod", "21:00-23:00")
	deploy := func(a *schedule.Activity) { a.Time, a.Window, a.Modes[0].Calendar = schedule.Contiguous, "prod", cal }
	p := problem(job("a", 30, deploy), job("b", 30, deploy, func(a *schedule.Activity) { a.Earliest = after(3000) }))
	p.Windows = []schedule.Window{{Name: "prod"}}
	p.Links = []schedule.Link{{Kind: schedule.SameOccurrence, From: "a", To: "b"}}
	plan := solve(t, p)
	a, _ := plan.Activity("a")
	b, _ := plan.Activity("b")
	require.Equal(t, b.Opens, a.Opens)

	p.Links[0].Kind = schedule.OtherOccurrence
	p.Activities[1].Earliest = time.Time{}
	plan = solve(t, p)
	a, _ = plan.Activity("a")
	b, _ = plan.Activity("b")
	require.NotEqual(t, b.Opens, a.Opens)

	p.Links = nil
	p.Windows[0].RiskBudget = 100
	p.Activities[0].Risk, p.Activities[1].Risk = 60, 60
	plan = solve(t, p)
	a, _ = plan.Activity("a")
	b, _ = plan.Activity("b")
	require.NotEqual(t, b.Opens, a.Opens, "the two together are beyond the risk budget")
}

// windows is a calendar open in daily occurrences of a window.
func windows(t *testing.T, name, hours string) *calendar.Compiled {
	t.Helper()
	h, err := calendar.ParseHours(hours)
	require.NoError(t, err)
	c, err := calendar.Spec{Windows: []calendar.Window{{Name: name, Hours: h}}}.
		Compile(calendar.Interval{Start: epoch.AddDate(0, 0, -7), End: epoch.AddDate(0, 0, 10)}, calendar.Subject{}, calendar.StopDeploy)
	require.NoError(t, err)
	return c
}

func TestSolveSaysWhyThereIsNoPlan(t *testing.T) {
	tests := []struct {
		name   string
		change func(*schedule.Problem)
		status schedule.Status
		rule   schedule.RuleKind
		text   string
	}{
		{"a deadline that the chain alone misses", func(p *schedule.Problem) {
			p.Activities[1].Deadline = after(100)
		}, schedule.Infeasible, schedule.RuleDeadline, "b: it must end by Tue 1 Sep 08:40, and cannot end before Tue 1 Sep 09:00"},
		{"a pin before its predecessor can end", func(p *schedule.Problem) {
			p.Activities[1].Pin = during(30, 31)
		}, schedule.Infeasible, schedule.RulePin, "b: pinned to Tue 1 Sep 07:30, and cannot start before Tue 1 Sep 08:00"},
		{"more of a budget than there is", func(p *schedule.Problem) {
			p.Resources = []schedule.Resource{{Name: "licences", Budget: true, Capacity: 1}}
			needs("licences", 1)(&p.Activities[0])
			needs("licences", 1)(&p.Activities[1])
		}, schedule.Infeasible, schedule.RuleBudget, "licences: at least 2 are needed and there are 1"},
		{"a horizon that is too near", func(p *schedule.Problem) {
			p.Horizon = after(90)
		}, schedule.Unknown, schedule.RuleHorizon, "the horizon is Tue 1 Sep 08:30"},
		{"two that exclude each other before a deadline", func(p *schedule.Problem) {
			p.Links = nil
			p.Resources = []schedule.Resource{{Name: "crew", Capacity: 1}}
			for i := range p.Activities {
				needs("crew", 1)(&p.Activities[i])
				p.Activities[i].Deadline = after(100)
			}
		}, schedule.Infeasible, schedule.RuleDeadline, "must end by Tue 1 Sep 08:40"},
		{"two that exclude each other before the horizon", func(p *schedule.Problem) {
			p.Links = nil
			p.Resources = []schedule.Resource{{Name: "crew", Capacity: 1}}
			for i := range p.Activities {
				needs("crew", 1)(&p.Activities[i])
			}
			p.Horizon = after(100)
		}, schedule.Unknown, schedule.RuleHorizon, "the horizon is Tue 1 Sep 08:40"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := problem(job("a", 60, of("p")), job("b", 60, of("p")))
			p.Packages = []schedule.Package{{Name: "p"}}
			p.Links = []schedule.Link{{From: "a", To: "b"}}
			tt.change(p)
			plan, err := schedule.Solve(context.Background(), p, schedule.Options{Work: 2000})
			var conflict *schedule.Conflict
			require.True(t, errors.As(err, &conflict), "%v", err)
			require.Equal(t, tt.status, plan.Status)
			require.Empty(t, plan.Activities)
			require.NotEmpty(t, plan.Violations)
			require.Equal(t, tt.rule, plan.Violations[0].Rule.Kind)
			require.Contains(t, err.Error(), tt.text)
		})
	}
}

func TestACancelledSearchKeepsItsBestPlan(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	p := problem(job("a", 60, needs("crew", 1)), job("b", 50, needs("crew", 1)), job("c", 40, needs("crew", 1)))
	p.Resources = []schedule.Resource{{Name: "crew", Capacity: 1}}
	plan, err := schedule.Solve(ctx, p, schedule.Options{Time: time.Hour, Progress: func(p schedule.Progress) {
		if p.Plan {
			cancel()
		}
	}})
	require.NoError(t, err)
	require.Equal(t, "cancelled", plan.Stopped)
	require.Len(t, plan.Activities, 3)
}

func TestABadProblemIsRefusedWithEveryFault(t *testing.T) {
	p := problem(job("a", 60), job("a", -60))
	plan, err := schedule.Solve(context.Background(), p, schedule.Options{})
	require.Nil(t, plan)
	require.ErrorContains(t, err, "activities[1].name")
	require.ErrorContains(t, err, "activities[1].modes[0].duration")
}

// What facts alone use too much of a budget is nobody's to plan: it must not make a plan impossible.
func TestSolvePlansAroundABudgetThatFactsExceed(t *testing.T) {
	started := func(a *schedule.Activity) {
		a.Fact = &schedule.Fact{Start: epoch.Add(-time.Hour), Left: time.Hour}
	}
	p := problem(job("a", 60, needs("money", 2), started), job("b", 60, needs("money", 3), started), job("c", 60))
	p.Resources = []schedule.Resource{{Name: "money", Budget: true, Capacity: 3}}
	require.Equal(t, 0, startOf(t, solve(t, p), "c"))
}

// A bound must not come through a package that may be left out.
func TestBoundsDoNotComeThroughOptionalPackages(t *testing.T) {
	late := func(a *schedule.Activity) { a.Earliest = after(600) }
	p := problem(job("a", 10), job("b", 10, of("b"), late))
	p.Packages = []schedule.Package{{Name: "b", Optional: true, Deadline: after(300)}}
	p.Links = []schedule.Link{{Kind: schedule.MaxFinishToStart, From: "a", To: "b", Lag: time.Hour}}
	plan := solve(t, p)
	require.Equal(t, 0, startOf(t, plan, "a"), "b cannot be in time, so nothing keeps a waiting")
	for _, v := range plan.Objective {
		require.LessOrEqual(t, v.Bound, v.Value, v.Name)
	}
}

// Bookings that overlap and need different configurations are a note, as everything that facts and bookings
// alone break: what else there is to do is planned, and finds what the later of them left.
func TestSolvePlansAroundBookingsThatContradictEachOther(t *testing.T) {
	p := problem(job("a", 60, in("sit", "")))
	p.Environments = []schedule.Environment{{Name: "sit", Configurations: []string{"base", "tls13"}, Changeover: [][]time.Duration{{0, time.Hour}, {time.Hour, 0}},
		Bookings: []schedule.Booking{
			{Name: "Cards", Interval: during(0, 120), Configuration: "base"},
			{Name: "Core", Interval: during(60, 180), Configuration: "tls13"},
		}}}
	plan := solve(t, p)
	a, ok := plan.Activity("a")
	require.True(t, ok)
	require.Equal(t, 180, startOf(t, plan, "a"))
	require.Equal(t, "tls13", a.Configuration)
	require.Contains(t, plan.Notes[0].Text, "need sit in tls13 from Tue 1 Sep 08:00 on, and there is no time to change over from base")
	violations, notes := schedule.Verify(p, plan)
	require.Empty(t, violations)
	require.NotEmpty(t, notes)
}

// What has no length holds nothing, at whatever second it happened.
func TestAFactWithoutLengthHoldsNothing(t *testing.T) {
	second := epoch.Add(10 * time.Second)
	decided := func(a *schedule.Activity) { a.Fact = &schedule.Fact{Start: second, End: second} }
	p := problem(job("a", 60, needs("crew", 1), decided), job("b", 60, needs("crew", 1)))
	p.Resources = []schedule.Resource{{Name: "crew", Capacity: 1}}
	require.Equal(t, 0, startOf(t, solve(t, p), "b"))
}
