package schedule_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/berthplan/berth/calendar"
	"github.com/berthplan/berth/schedule"
)

// TestVerifyBooks changes one thing in a plan without fault that no rule of the problem is about.
func TestVerifyBooks(t *testing.T) {
	p := lanes(nil, nil, with(holding("a", 2, "base"), func(a *schedule.Activity) { a.Package = "pkg" }), change("b", 1),
		optionally(elapsed("c", 1)))
	p.Packages = []schedule.Package{{Name: "pkg", Due: at(1, 0), Deadline: at(9, 0), Priority: 7}, {Name: "extra", Optional: true}}
	p.Objective = []schedule.Level{{Name: "first", Terms: []schedule.Term{schedule.LeftOut, schedule.Tardiness}}, {Terms: []schedule.Term{schedule.Makespan}}}
	fresh := func() *schedule.Plan {
		plan := &schedule.Plan{Activities: rows{put("a", at(0, 0), at(2, 0)), put("b", at(20, 0), at(21, 0))}}
		complete(p, plan)
		return plan
	}
	violations, notes := schedule.Verify(p, fresh())
	require.Empty(t, violations)
	require.Empty(t, notes)
	require.Equal(t, []int64{500 + 7*60, 21 * 60}, []int64{fresh().Objective[0].Value, fresh().Objective[1].Value})
	require.Equal(t, time.Hour, fresh().Packages[0].Late)

	for _, c := range []struct {
		name   string
		reason string
		change func(*schedule.Plan)
		codes  []string
	}{
		{"unknown row", "a row of an activity that is not there", func(p *schedule.Plan) {
			p.Activities = append(p.Activities, put("z", at(0, 0), at(1, 0)))
		}, []string{schedule.CodeUnknownActivity}},
		{"order", "rows come as in the problem", func(p *schedule.Plan) { slices.Reverse(p.Activities) }, []string{schedule.CodeOrder}},
		{"mode", "there is no such mode", func(p *schedule.Plan) { p.Activities[1].Mode = 1 }, []string{schedule.CodeMode}},
		{"negative mode", "there is no such mode", func(p *schedule.Plan) { p.Activities[1].Mode = -1 }, []string{schedule.CodeMode}},
		{"package", "the row's package is the activity's", func(p *schedule.Plan) { p.Activities[0].Package = "extra" }, []string{schedule.CodeRow}},
		{"phase", "the row's phase is the activity's", func(p *schedule.Plan) { p.Activities[0].Phase = "uat" }, []string{schedule.CodeRow}},
		{"site", "the row's site is the activity's", func(p *schedule.Plan) { p.Activities[0].Site = "zurich" }, []string{schedule.CodeRow}},
		{"fact", "nothing has happened", func(p *schedule.Plan) { p.Activities[0].Fact = true }, []string{schedule.CodeRow}},
		{"environment", "the mode says where", func(p *schedule.Plan) { p.Activities[0].Environment = "" }, []string{schedule.CodeRow}},
		{"resources", "the mode says who does it", func(p *schedule.Plan) { p.Activities[0].Resources = []string{"team-web"} }, []string{schedule.CodeRow}},
		{"configuration", "the mode says in which configuration", func(p *schedule.Plan) { p.Activities[0].Configuration = "tls13" }, []string{schedule.CodeRow}},
		{"configuration of none", "without an environment there is none", func(p *schedule.Plan) { p.Activities[1].Configuration = "base" }, []string{schedule.CodeRow}},
		{"window", "the activity says which window", func(p *schedule.Plan) { p.Activities[1].Window = "" }, []string{schedule.CodeRow}},
		{"window of none", "an elapsed activity is in no window", func(p *schedule.Plan) { p.Activities[0].Window = "prod" }, []string{schedule.CodeRow}},
		{"opens", "it starts in the second occurrence", func(p *schedule.Plan) { p.Activities[1].Opens = at(18, 0) }, []string{schedule.CodeRow}},
		{"opens not said", "the occurrence has an opening", func(p *schedule.Plan) { p.Activities[1].Opens = time.Time{} }, []string{schedule.CodeRow}},
		{"opens for none", "an elapsed activity is in no occurrence", func(p *schedule.Plan) { p.Activities[0].Opens = at(18, 0) }, []string{schedule.CodeRow}},
		{"changeover elsewhere", "there is no such environment", func(p *schedule.Plan) {
			p.Changeovers = []schedule.Reconfiguration{{Environment: "sit"}}
		}, []string{schedule.CodeChangeover}},
		{"start", "the plan starts when the problem does", func(p *schedule.Plan) { p.Start = at(1, 0) }, []string{schedule.CodePlan}},
		{"horizon", "the plan ends when the problem does", func(p *schedule.Plan) { p.Horizon = at(1, 0) }, []string{schedule.CodePlan}},
		{"outcomes", "there are two packages", func(p *schedule.Plan) { p.Packages = p.Packages[:1] }, []string{schedule.CodeOutcome}},
		{"outcome of another", "outcomes come as in the problem", func(p *schedule.Plan) { p.Packages[0].Package = "x" }, []string{schedule.CodeOutcome}},
		{"left out", "it is in the plan", func(p *schedule.Plan) { p.Packages[0].LeftOut = true }, []string{schedule.CodeOutcome}},
		{"not left out", "it is not in the plan", func(p *schedule.Plan) { p.Packages[1].LeftOut = false }, []string{schedule.CodeOutcome}},
		{"outcome's start", "it starts with its first activity", func(p *schedule.Plan) { p.Packages[0].Start = at(1, 0) }, []string{schedule.CodeOutcome}},
		{"outcome's finish", "it ends with its last activity", func(p *schedule.Plan) { p.Packages[0].Finish = at(1, 0) }, []string{schedule.CodeOutcome}},
		{"outcome's due", "due is as in the problem", func(p *schedule.Plan) { p.Packages[0].Due = time.Time{} }, []string{schedule.CodeOutcome}},
		{"outcome's deadline", "the deadline is as in the problem", func(p *schedule.Plan) { p.Packages[0].Deadline = time.Time{} }, []string{schedule.CodeOutcome}},
		{"late", "it is an hour late", func(p *schedule.Plan) { p.Packages[0].Late = 0 }, []string{schedule.CodeOutcome}},
		{"levels", "there are two levels", func(p *schedule.Plan) { p.Objective = p.Objective[:1] }, []string{schedule.CodeObjective}},
		{"level's name", "the first level has a name", func(p *schedule.Plan) { p.Objective[0].Name = "tardiness" }, []string{schedule.CodeObjective}},
		{"value", "the rows pay more", func(p *schedule.Plan) { p.Objective[1].Value, p.Objective[1].Bound = 0, 0 }, []string{schedule.CodeObjective}},
		{"bound", "no bound lies above its value", func(p *schedule.Plan) { p.Objective[1].Bound++ }, []string{schedule.CodeObjective}},
		{"optimal", "what is optimal is at its bound", func(p *schedule.Plan) {
			p.Status = schedule.Optimal
			p.Objective[1].Bound--
		}, []string{schedule.CodeStatus}},
		{"optimal without value", "what is optimal has a value", func(p *schedule.Plan) {
			p.Status = schedule.Optimal
			p.Objective = nil
		}, []string{schedule.CodeStatus}},
		{"nothing said", "what a plan does not say is not judged", func(p *schedule.Plan) {
			p.Start, p.Horizon, p.Packages, p.Objective = time.Time{}, time.Time{}, nil, nil
		}, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			plan := fresh()
			c.change(plan)
			violations, notes := schedule.Verify(p, plan)
			require.Empty(t, notes)
			var codes []string
			for _, f := range violations {
				codes = append(codes, f.Code)
				require.Equal(t, schedule.Rule{}, f.Rule)
				require.NotEmpty(t, f.Text)
			}
			require.Equal(t, c.codes, codes, "%s: %v", c.reason, violations)
		})
	}
}

func TestVerifyPenalties(t *testing.T) {
	soft := compiled(calendar.Spec{
		Name: "office", Weekly: calendar.Weekly{Hours: hours("08:00-12:00, 13:00-17:00")},
		Blackouts: []calendar.Blackout{{
			Name: "Quarter close", Level: calendar.Soft, Cost: calendar.Length{Minutes: 10},
			From: calendar.MomentOf(at(11, 30)), To: calendar.MomentOf(at(13, 45)),
		}},
	})
	a := holding("a", 4, "")
	a.Time, a.Modes[0].Calendar, a.Modes[0].Penalty = schedule.Working, soft, 3*time.Minute
	p := uat(problemOf(a), func(e *schedule.Environment) {
		e.Bookings = []schedule.Booking{{Name: "maybe", Soft: true, PerHour: time.Minute, Interval: between(9, 11)}}
	})
	p.Objective = []schedule.Level{{Name: "penalties", Terms: []schedule.Term{schedule.Penalties}}}
	plan := &schedule.Plan{Activities: rows{put("a", at(10, 0), at(15, 0))}}
	complete(p, plan)
	// The mode; two started hours for 75 minutes of work; one of two hours in the booking.
	require.Equal(t, int64(500*(3+2*10+1)), plan.Objective[0].Value)
	violations, _ := schedule.Verify(p, plan)
	require.Empty(t, violations)
	plan.Objective[0].Value++
	violations, _ = schedule.Verify(p, plan)
	require.Len(t, violations, 1)
}

func TestVerifyTexts(t *testing.T) {
	p := problemOf(holding("gateway-7.0.uat", 2, ""))
	p.Zone = "Europe/Zurich"
	p.Environments[0].Bookings = []schedule.Booking{{Name: "Cards project", Interval: between(6, 8)}}
	violations, _ := schedule.Verify(p, &schedule.Plan{Activities: rows{{
		Activity: "gateway-7.0.uat", Environment: "uat", Start: at(6, 0), End: at(8, 0),
	}}})
	require.Len(t, violations, 1)
	require.Equal(t, "uat holds 2 of 1 from Mon 21 Sep 08:00: gateway-7.0.uat, Cards project", violations[0].Text, "times are those of the problem's zone")
}

func TestVerifyInvalidProblem(t *testing.T) {
	for _, p := range []*schedule.Problem{nil, {}, {Horizon: at(0, 0), Activities: []schedule.Activity{{}}}} {
		violations, notes := schedule.Verify(p, nil)
		require.Len(t, violations, 1)
		require.Equal(t, schedule.CodeInvalidProblem, violations[0].Code)
		require.Empty(t, notes)
	}
	violations, _ := schedule.Verify(problemOf(elapsed("a", 1)), nil)
	require.Len(t, violations, 1, "a plan that is nil is empty")
}

func TestVerifySurvivesAbsurdPlans(t *testing.T) {
	p := lanes(nights(), []schedule.Booking{{Name: "Cards", Units: 1, Configuration: "tls13", Interval: between(8, 10)}},
		holding("a", 2, "base"), with(change("b", 1), func(a *schedule.Activity) { a.System = "ledger" }), happened(holding("c", 1, "tls13"), at(-2, 0), time.Time{}, 4))
	p.Systems[0].OneAtATime, p.Systems[0].OnePerOccurrence, p.Windows[0].Capacity = true, true, 1
	p.Links = []schedule.Link{
		{Kind: schedule.FinishToStart, From: "a", To: "b", Calendar: office()}, {Kind: schedule.SameOccurrence, From: "a", To: "b"},
		{Kind: schedule.MaxStartToFinish, From: "c", To: "a", Calendar: nights()},
	}
	require.NoError(t, p.Validate())
	moment := rapid.Custom(func(t *rapid.T) time.Time {
		if rapid.Bool().Draw(t, "near") {
			return at(rapid.IntRange(-9, 80).Draw(t, "hour"), rapid.IntRange(0, 59).Draw(t, "minute"))
		}
		return time.Unix(rapid.Int64().Draw(t, "seconds"), rapid.Int64Range(0, 999_999_999).Draw(t, "nanoseconds"))
	})
	name := rapid.SampledFrom([]string{"", "a", "b", "c", "z", "uat", "prod", "base", "tls13"})
	rapid.Check(t, func(t *rapid.T) {
		plan := &schedule.Plan{Start: moment.Draw(t, "start"), Status: schedule.Optimal}
		for range rapid.IntRange(0, 5).Draw(t, "rows") {
			plan.Activities = append(plan.Activities, schedule.Assignment{
				Activity: name.Draw(t, "activity"), Start: moment.Draw(t, "from"), End: moment.Draw(t, "to"), Mode: rapid.IntRange(-1, 1).Draw(t, "mode"),
				Environment: name.Draw(t, "environment"), Configuration: name.Draw(t, "configuration"), Window: name.Draw(t, "window"), Opens: moment.Draw(t, "opens"),
			})
		}
		for range rapid.IntRange(0, 3).Draw(t, "changeovers") {
			plan.Changeovers = append(plan.Changeovers, schedule.Reconfiguration{
				Environment: name.Draw(t, "environment"), From: name.Draw(t, "from"), To: name.Draw(t, "to"),
				Interval: calendar.Interval{Start: moment.Draw(t, "start"), End: moment.Draw(t, "end")},
			})
		}
		plan.Objective = make([]schedule.Value, rapid.IntRange(0, 6).Draw(t, "levels"))
		plan.Packages = make([]schedule.Outcome, rapid.IntRange(0, 2).Draw(t, "packages"))
		violations, notes := schedule.Verify(p, plan)
		require.NotEmpty(t, violations)
		again, more := schedule.Verify(p, plan)
		require.Equal(t, violations, again)
		require.Equal(t, notes, more)
		for _, f := range append(violations, notes...) {
			require.NotEmpty(t, f.Code)
			require.NotEmpty(t, f.Text)
		}
	})
}

// large is a problem of n working activities in n/50 environments, with its links, and a plan without fault.
func large(n int) (*schedule.Problem, *schedule.Plan) {
	p := &schedule.Problem{Start: at(0, 0), Horizon: at(24*2000, 0), Resources: []schedule.Resource{{Name: "team", Capacity: n}}}
	calendars := []*calendar.Compiled{}
	for range 20 {
		c, err := calendar.Spec{Name: "office", Weekly: calendar.Weekly{Hours: hours("08:00-12:00, 13:00-17:00")}}.
			Compile(calendar.Interval{Start: p.Start, End: p.Horizon}, calendar.Subject{}, 0)
		if err != nil {
			panic(err)
		}
		calendars = append(calendars, c)
	}
	const chain = 50
	plan := &schedule.Plan{}
	for i := range n {
		day := i % chain
		if day == 0 {
			p.Environments = append(p.Environments, schedule.Environment{
				Name: fmt.Sprintf("env-%d", i/chain), Configurations: []string{"base", "tls13"}, Changeover: [][]time.Duration{{0, 12 * time.Hour}, {12 * time.Hour, 0}},
			})
		}
		a := schedule.Activity{Name: fmt.Sprintf("a-%d", i), Time: schedule.Working}
		a.Modes = []schedule.Mode{{
			Duration: 8 * time.Hour, Calendar: calendars[i%20], Environment: p.Environments[len(p.Environments)-1].Name,
			Configuration: []string{"base", "tls13"}[day%2], Demands: []schedule.Demand{{Resource: "team", Amount: 1}},
		}}
		p.Activities = append(p.Activities, a)
		row := put(a.Name, at(24*day+8, 0), at(24*day+17, 0))
		row.Environment, row.Configuration = a.Modes[0].Environment, a.Modes[0].Configuration
		plan.Activities = append(plan.Activities, row)
		if day > 0 {
			p.Links = append(p.Links, schedule.Link{From: p.Activities[i-1].Name, To: a.Name, Lag: -time.Minute, Calendar: calendars[0]})
			c := over(p.Activities[i-1].Modes[0].Configuration, row.Configuration, at(24*day-7, 0), at(24*day+5, 0))
			c.Environment = row.Environment
			plan.Changeovers = append(plan.Changeovers, c)
		}
	}
	return p, plan
}

func TestVerifyLarge(t *testing.T) {
	p, plan := large(5000)
	violations, notes := schedule.Verify(p, plan)
	require.Zero(t, len(violations))
	require.Zero(t, len(notes))
	for i := range plan.Activities {
		plan.Activities[i].Start, plan.Activities[i].End = at(8, 0), at(17, 0)
	}
	violations, _ = schedule.Verify(p, plan)
	require.Greater(t, len(violations), 5000, "everything at once breaks everything")
}

func BenchmarkVerify(b *testing.B) {
	p, plan := large(5000)
	for b.Loop() {
		schedule.Verify(p, plan)
	}
}

func BenchmarkValidate(b *testing.B) {
	p, _ := large(100_000)
	for b.Loop() {
		if err := p.Validate(); err != nil {
			b.Fatal(err)
		}
	}
}
