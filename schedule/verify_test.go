package schedule_test

import (
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/berthplan/berth/calendar"
	"github.com/berthplan/berth/schedule"
)

// at is a time on the first day of the tests' problems, Monday 21 September 2026 in UTC.
func at(hour, minute int) time.Time { return time.Date(2026, 9, 21, hour, minute, 0, 0, time.UTC) }

func between(fromHour, toHour int) calendar.Interval {
	return calendar.Interval{Start: at(fromHour, 0), End: at(toHour, 0)}
}

func compiled(c calendar.Spec) *calendar.Compiled {
	span := calendar.Interval{Start: at(-48, 0), End: at(96, 0)}
	out, err := c.Compile(span, calendar.Subject{}, calendar.StopDeploy|calendar.StopWork|calendar.StopChangeover)
	if err != nil {
		panic(err)
	}
	return out
}

func hours(text string) calendar.Hours {
	h, err := calendar.ParseHours(text)
	if err != nil {
		panic(err)
	}
	return h
}

// office is open 08:00-12:00 and 13:00-17:00, but for a holiday on Tuesday and a freeze on Wednesday morning.
func office() *calendar.Compiled {
	return compiled(calendar.Spec{
		Name: "office", Weekly: calendar.Weekly{Hours: hours("08:00-12:00, 13:00-17:00")},
		Holidays:  []calendar.Holiday{{Date: calendar.DateOf(at(24, 0)), Name: "Harvest"}},
		Blackouts: []calendar.Blackout{{Name: "Freeze", From: calendar.MomentOf(at(48+8, 0)), To: calendar.MomentOf(at(48+10, 0))}},
	})
}

// nights opens the window prod at 18:00 and at 20:00, each for two hours.
func nights() *calendar.Compiled {
	return compiled(calendar.Spec{Name: "nights", Windows: []calendar.Window{{Name: "prod", Hours: hours("18:00-20:00, 20:00-22:00")}}})
}

// elapsed is an activity of some hours without needs.
func elapsed(name string, hours int) schedule.Activity {
	return schedule.Activity{Name: name, Modes: []schedule.Mode{{Duration: time.Duration(hours) * time.Hour}}}
}

// holding is an activity of some hours in the environment uat.
func holding(name string, hours int, configuration string) schedule.Activity {
	a := elapsed(name, hours)
	a.Modes[0].Environment, a.Modes[0].Configuration = "uat", configuration
	return a
}

// change is an activity of some hours in the window prod.
func change(name string, hours int) schedule.Activity {
	a := elapsed(name, hours)
	a.Time, a.Window, a.Modes[0].Calendar = schedule.Contiguous, "prod", nights()
	return a
}

// problemOf has these activities, on three days.
func problemOf(activities ...schedule.Activity) *schedule.Problem {
	return &schedule.Problem{
		Start: at(0, 0), Horizon: at(72, 0), Activities: activities,
		Environments: []schedule.Environment{{Name: "uat"}}, Windows: []schedule.Window{{Name: "prod"}}, Systems: []schedule.System{{Name: "ledger"}},
	}
}

// put is a row of a plan.
func put(activity string, start, end time.Time) schedule.Assignment {
	return schedule.Assignment{Activity: activity, Start: start, End: end}
}

// over is a changeover of the environment uat.
func over(from, to string, start, end time.Time) schedule.Reconfiguration {
	return schedule.Reconfiguration{Environment: "uat", From: from, To: to, Interval: calendar.Interval{Start: start, End: end}}
}

type rows []schedule.Assignment

// trial is a problem with one plan that breaks one rule, and one that just keeps it.
type trial struct {
	name   string
	reason string
	p      *schedule.Problem
	broken rows
	kept   rows
	rule   schedule.Rule
	past   bool // the rule is a note, not a violation
	who    string

	brokenOver, keptOver []schedule.Reconfiguration
}

func (c trial) run(t *testing.T) {
	t.Helper()
	require.NoError(t, c.p.Validate())
	broken := &schedule.Plan{Activities: c.broken, Changeovers: c.brokenOver}
	complete(c.p, broken)
	violations, notes := schedule.Verify(c.p, broken)
	found, other := violations, notes
	if c.past {
		found, other = notes, violations
	}
	require.Empty(t, other, c.reason)
	require.Len(t, found, 1, c.reason)
	require.Equal(t, c.rule, found[0].Rule, c.reason)
	require.Equal(t, string(c.rule.Kind), found[0].Code)
	require.Equal(t, c.who, found[0].Activity, c.reason)
	require.NotEmpty(t, found[0].Text)
	if c.kept == nil {
		return
	}
	kept := &schedule.Plan{Activities: c.kept, Changeovers: c.keptOver}
	complete(c.p, kept)
	violations, notes = schedule.Verify(c.p, kept)
	require.Empty(t, violations, c.reason)
	require.Empty(t, notes, c.reason)
}

// with changes an activity.
func with(a schedule.Activity, f func(*schedule.Activity)) schedule.Activity {
	a.Modes = slices.Clone(a.Modes)
	f(&a)
	return a
}

// when changes a problem.
func when(p *schedule.Problem, f func(*schedule.Problem)) *schedule.Problem {
	f(p)
	return p
}

func TestVerifyRows(t *testing.T) {
	optional := func() *schedule.Problem {
		a, b := elapsed("a", 1), elapsed("b", 1)
		a.Package, b.Package = "pkg", "pkg"
		return when(problemOf(a, b), func(p *schedule.Problem) { p.Packages = []schedule.Package{{Name: "pkg", Optional: true}} })
	}
	for _, c := range []trial{
		{
			name: "missing", reason: "every activity is in the plan", p: problemOf(elapsed("a", 1)),
			broken: rows{}, kept: rows{put("a", at(8, 0), at(9, 0))},
			rule: schedule.Rule{Kind: schedule.RulePresence}, who: "a",
		},
		{
			name: "half a package", reason: "an optional package is left out as a whole", p: optional(),
			broken: rows{put("a", at(8, 0), at(9, 0))}, kept: rows{},
			rule: schedule.Rule{Kind: schedule.RulePresence, Name: "pkg"}, who: "b",
		},
		{
			name: "a fact left out", reason: "what has happened cannot be left out",
			p: when(optional(), func(p *schedule.Problem) {
				p.Activities = p.Activities[:1]
				p.Activities[0].Fact = &schedule.Fact{Start: at(-2, 0), End: at(-1, 0)}
			}),
			broken: rows{}, kept: rows{put("a", at(-2, 0), at(-1, 0))},
			rule: schedule.Rule{Kind: schedule.RulePresence, Name: "pkg"}, who: "a",
		},
		{
			name: "twice", reason: "every activity is in the plan once", p: problemOf(elapsed("a", 1)),
			broken: rows{put("a", at(8, 0), at(9, 0)), put("a", at(10, 0), at(11, 0))},
			rule:   schedule.Rule{Kind: schedule.RulePresence}, who: "a",
		},
		{
			name: "before the start", reason: "the start itself is not before it", p: problemOf(elapsed("a", 1)),
			broken: rows{put("a", at(-1, 59), at(0, 59))}, kept: rows{put("a", at(0, 0), at(1, 0))},
			rule: schedule.Rule{Kind: schedule.RulePlanStart}, who: "a",
		},
		{
			name: "after the horizon", reason: "ends are exclusive: one at the horizon is not after it", p: problemOf(elapsed("a", 1)),
			broken: rows{put("a", at(71, 1), at(72, 1))}, kept: rows{put("a", at(71, 0), at(72, 0))},
			rule: schedule.Rule{Kind: schedule.RuleHorizon}, who: "a",
		},
		{
			name: "odd horizon", reason: "the horizon is rounded down to the minute before",
			p:      when(problemOf(elapsed("a", 1)), func(p *schedule.Problem) { p.Horizon = at(72, 0).Add(-time.Second) }),
			broken: rows{put("a", at(71, 0), at(72, 0))}, kept: rows{put("a", at(70, 59), at(71, 59))},
			rule: schedule.Rule{Kind: schedule.RuleHorizon}, who: "a",
		},
		{
			name: "no whole minute", reason: "starts are whole minutes",
			p:      problemOf(with(elapsed("a", 0), func(a *schedule.Activity) { a.Time = schedule.Working })),
			broken: rows{put("a", at(8, 0).Add(time.Second), at(8, 0))}, kept: rows{put("a", at(8, 0), at(8, 0))},
			rule: schedule.Rule{Kind: schedule.RuleGrid, Name: "a"}, who: "a",
		},
		{
			name: "elapsed too long", reason: "an elapsed activity takes its duration", p: problemOf(elapsed("a", 1)),
			broken: rows{put("a", at(8, 0), at(9, 1))}, kept: rows{put("a", at(8, 0), at(9, 0))},
			rule: schedule.Rule{Kind: schedule.RuleDuration, Name: "a"}, who: "a",
		},
		{
			name: "earliest", reason: "the earliest start itself will do, rounded up to a minute",
			p:      problemOf(with(elapsed("a", 1), func(a *schedule.Activity) { a.Earliest = at(8, 0).Add(time.Second) })),
			broken: rows{put("a", at(8, 0), at(9, 0))}, kept: rows{put("a", at(8, 1), at(9, 1))},
			rule: schedule.Rule{Kind: schedule.RuleEarliest, Name: "a"}, who: "a",
		},
		{
			name: "deadline", reason: "an end at the deadline meets it",
			p:      problemOf(with(elapsed("a", 1), func(a *schedule.Activity) { a.Deadline = at(9, 0).Add(time.Second) })),
			broken: rows{put("a", at(8, 1), at(9, 1))}, kept: rows{put("a", at(8, 0), at(9, 0))},
			rule: schedule.Rule{Kind: schedule.RuleDeadline, Name: "a"}, who: "a",
		},
		{
			name: "deadline of the package", reason: "it binds every activity of the package",
			p: when(problemOf(with(elapsed("a", 1), func(a *schedule.Activity) { a.Package = "pkg" })), func(p *schedule.Problem) {
				p.Packages = []schedule.Package{{Name: "pkg", Deadline: at(9, 0)}}
			}),
			broken: rows{put("a", at(8, 1), at(9, 1))}, kept: rows{put("a", at(8, 0), at(9, 0))},
			rule: schedule.Rule{Kind: schedule.RuleDeadline, Name: "pkg"}, who: "a",
		},
		{
			name: "deadline long gone", reason: "a deadline before the start binds nothing", past: true,
			p:      problemOf(with(elapsed("a", 1), func(a *schedule.Activity) { a.Deadline = at(-1, 0) })),
			broken: rows{put("a", at(8, 0), at(9, 0))},
			rule:   schedule.Rule{Kind: schedule.RuleDeadline, Name: "a"}, who: "a",
		},
		{
			name: "before the pin", reason: "the first instant of a pin lies in it",
			p:      problemOf(with(elapsed("a", 1), func(a *schedule.Activity) { a.Pin = between(8, 10) })),
			broken: rows{put("a", at(7, 59), at(8, 59))}, kept: rows{put("a", at(8, 0), at(9, 0))},
			rule: schedule.Rule{Kind: schedule.RulePin, Name: "a"}, who: "a",
		},
		{
			name: "at the end of the pin", reason: "the end of a pin does not lie in it",
			p:      problemOf(with(elapsed("a", 1), func(a *schedule.Activity) { a.Pin = between(8, 10) })),
			broken: rows{put("a", at(10, 0), at(11, 0))}, kept: rows{put("a", at(9, 59), at(10, 59))},
			rule: schedule.Rule{Kind: schedule.RulePin, Name: "a"}, who: "a",
		},
		{
			name: "pin long gone", reason: "a pin whose last chance was before the start binds nothing", past: true,
			p:      problemOf(with(elapsed("a", 1), func(a *schedule.Activity) { a.Pin = between(-3, 0) })),
			broken: rows{put("a", at(8, 0), at(9, 0))},
			rule:   schedule.Rule{Kind: schedule.RulePin, Name: "a"}, who: "a",
		},
	} {
		t.Run(c.name, c.run)
	}
}

func TestVerifyTime(t *testing.T) {
	working := func(hours int) *schedule.Problem {
		a := elapsed("a", hours)
		a.Time, a.Modes[0].Calendar = schedule.Working, office()
		return problemOf(a)
	}
	meeting := elapsed("a", 0)
	meeting.Time, meeting.Modes[0].Calendar = schedule.Decision, nights()
	rollback := change("a", 1)
	rollback.Modes[0].Rollback = 30 * time.Minute
	for _, c := range []trial{
		{
			name: "working to the next opening", reason: "work ends when it is done, and not at the next opening", p: working(4),
			broken: rows{put("a", at(8, 0), at(13, 0))}, kept: rows{put("a", at(8, 0), at(12, 0))},
			rule: schedule.Rule{Kind: schedule.RuleDuration, Name: "a"}, who: "a",
		},
		{
			name: "working through a break", reason: "work pauses over noon", p: working(5),
			broken: rows{put("a", at(8, 0), at(13, 0))}, kept: rows{put("a", at(8, 0), at(14, 0))},
			rule: schedule.Rule{Kind: schedule.RuleDuration, Name: "a"}, who: "a",
		},
		{
			name: "starting in the break", reason: "work starts at an open instant; the end of a span is none", p: working(1),
			broken: rows{put("a", at(12, 0), at(14, 0))}, kept: rows{put("a", at(11, 59), at(13, 59))},
			rule: schedule.Rule{Kind: schedule.RuleHours, Name: "office"}, who: "a",
		},
		{
			name: "holiday", reason: "Tuesday is a holiday", p: working(1),
			broken: rows{put("a", at(24+10, 0), at(48+11, 0))}, kept: rows{put("a", at(48+10, 0), at(48+11, 0))},
			rule: schedule.Rule{Kind: schedule.RuleHoliday, Name: "Harvest"}, who: "a",
		},
		{
			name: "blackout", reason: "a hard blackout closes the calendar", p: working(1),
			broken: rows{put("a", at(48+9, 0), at(48+11, 0))}, kept: rows{put("a", at(48+10, 0), at(48+11, 0))},
			rule: schedule.Rule{Kind: schedule.RuleBlackout, Name: "Freeze"}, who: "a",
		},
		{
			name: "across two occurrences", reason: "occurrences that touch stay two", p: problemOf(change("a", 2)),
			broken: rows{put("a", at(19, 0), at(21, 0))}, kept: rows{put("a", at(20, 0), at(22, 0))},
			rule: schedule.Rule{Kind: schedule.RuleWindow, Name: "prod"}, who: "a",
		},
		{
			name: "beyond the window", reason: "it ends with its occurrence at the latest", p: problemOf(change("a", 1)),
			broken: rows{put("a", at(21, 1), at(22, 1))}, kept: rows{put("a", at(21, 0), at(22, 0))},
			rule: schedule.Rule{Kind: schedule.RuleWindow, Name: "prod"}, who: "a",
		},
		{
			name: "no room for the rollback", reason: "the rollback lies in the same occurrence", p: problemOf(rollback),
			broken: rows{put("a", at(20, 31), at(21, 31))}, kept: rows{put("a", at(20, 30), at(21, 30))},
			rule: schedule.Rule{Kind: schedule.RuleWindow, Name: "prod"}, who: "a",
		},
		{
			name: "decision inside", reason: "a decision stands at the opening of an occurrence", p: problemOf(meeting),
			broken: rows{put("a", at(20, 1), at(20, 1))}, kept: rows{put("a", at(20, 0), at(20, 0))},
			rule: schedule.Rule{Kind: schedule.RuleWindow, Name: "prod"}, who: "a",
		},
		{
			name: "decision outside", reason: "the end of an occurrence opens nothing", p: problemOf(meeting),
			broken: rows{put("a", at(22, 0), at(22, 0))}, kept: rows{put("a", at(18, 0), at(18, 0))},
			rule: schedule.Rule{Kind: schedule.RuleWindow, Name: "prod"}, who: "a",
		},
	} {
		t.Run(c.name, c.run)
	}
}

func TestVerifyFacts(t *testing.T) {
	done := func(f func(*schedule.Activity)) schedule.Activity {
		return with(elapsed("a", 1), func(a *schedule.Activity) {
			a.Fact = &schedule.Fact{Start: at(-5, 0), End: at(-3, 0).Add(10 * time.Second)}
			f(a)
		})
	}
	nothing := func(*schedule.Activity) {}
	started := func(kind schedule.TimeKind) schedule.Activity {
		return with(elapsed("a", 9), func(a *schedule.Activity) {
			a.Time, a.Modes[0].Calendar = kind, office()
			a.Fact = &schedule.Fact{Start: at(-5, 0), Left: 5 * time.Hour}
		})
	}
	for _, c := range []trial{
		{
			name: "exact end", reason: "the exact end of what is done is true", p: problemOf(done(nothing)),
			broken: rows{put("a", at(-5, 0), at(-3, 0))}, kept: rows{put("a", at(-5, 0), at(-3, 0).Add(10*time.Second))},
			rule: schedule.Rule{Kind: schedule.RuleFact, Name: "a"}, who: "a",
		},
		{
			name: "rounded end", reason: "the end on the grid, rounded up, is true as well", p: problemOf(done(nothing)),
			broken: rows{put("a", at(-5, 1), at(-3, 1))}, kept: rows{put("a", at(-5, 0), at(-3, 1))},
			rule: schedule.Rule{Kind: schedule.RuleFact, Name: "a"}, who: "a",
		},
		{
			name: "limits of facts", reason: "earliest start, pin and calendar of a fact are not judged",
			p: problemOf(done(func(a *schedule.Activity) {
				a.Earliest, a.Pin, a.Time, a.Modes[0].Calendar = at(8, 0), between(8, 9), schedule.Contiguous, office()
			})),
			broken: rows{put("a", at(-5, 0), at(-2, 0))}, kept: rows{put("a", at(-5, 0), at(-3, 1))},
			rule: schedule.Rule{Kind: schedule.RuleFact, Name: "a"}, who: "a",
		},
		{
			name: "late fact", reason: "a deadline that a fact has broken is a note", past: true,
			p:      problemOf(done(func(a *schedule.Activity) { a.Deadline = at(-4, 0) })),
			broken: rows{put("a", at(-5, 0), at(-3, 1))},
			rule:   schedule.Rule{Kind: schedule.RuleDeadline, Name: "a"}, who: "a",
		},
		{
			name: "started, elapsed", reason: "what is left counts from the start of the plan", p: problemOf(started(schedule.Elapsed)),
			broken: rows{put("a", at(-5, 0), at(5, 1))}, kept: rows{put("a", at(-5, 0), at(5, 0))},
			rule: schedule.Rule{Kind: schedule.RuleFact, Name: "a"}, who: "a",
		},
		{
			name: "started, working", reason: "work left is done in working hours", p: problemOf(started(schedule.Working)),
			broken: rows{put("a", at(-5, 0), at(5, 0))}, kept: rows{put("a", at(-5, 0), at(14, 0))},
			rule: schedule.Rule{Kind: schedule.RuleFact, Name: "a"}, who: "a",
		},
	} {
		t.Run(c.name, c.run)
	}
}

func TestVerifyMissedDeadlineOfPackage(t *testing.T) {
	a, b := elapsed("a", 1), elapsed("b", 1)
	a.Package, b.Package = "pkg", "pkg"
	a.Fact = &schedule.Fact{Start: at(-1, 0), Left: 3 * time.Hour}
	p := problemOf(a, b)
	p.Packages = []schedule.Package{{Name: "pkg", Deadline: at(2, 0)}}
	plan := &schedule.Plan{Activities: rows{put("a", at(-1, 0), at(3, 0)), put("b", at(8, 0), at(9, 0))}}
	complete(p, plan)
	violations, notes := schedule.Verify(p, plan)
	require.Empty(t, violations, "a deadline that a fact breaks binds nothing else either")
	require.Len(t, notes, 2)
	require.Equal(t, schedule.Rule{Kind: schedule.RuleDeadline, Name: "pkg"}, notes[1].Rule)
}
