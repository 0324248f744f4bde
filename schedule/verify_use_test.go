package schedule_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/berthplan/berth/calendar"
	"github.com/berthplan/berth/schedule"
)

// uat changes the environment of a problem.
func uat(p *schedule.Problem, f func(*schedule.Environment)) *schedule.Problem {
	f(&p.Environments[0])
	return p
}

// happened makes an activity a fact: done by its end, or started with that many hours left.
func happened(a schedule.Activity, start, end time.Time, left int) schedule.Activity {
	a.Fact = &schedule.Fact{Start: start, End: end, Left: time.Duration(left) * time.Hour}
	return a
}

func TestVerifyEnvironments(t *testing.T) {
	booked := func(b schedule.Booking, activities ...schedule.Activity) *schedule.Problem {
		return uat(problemOf(activities...), func(e *schedule.Environment) { e.Bookings = append(e.Bookings, b) })
	}
	rule := func(by string) schedule.Rule {
		return schedule.Rule{Kind: schedule.RuleEnvironment, Name: "uat", By: by}
	}
	for _, c := range []trial{
		{
			name: "two in one", reason: "one may start when another ends", p: problemOf(holding("a", 2, ""), holding("b", 2, "")),
			broken: rows{put("a", at(8, 0), at(10, 0)), put("b", at(9, 59), at(11, 59))},
			kept:   rows{put("a", at(8, 0), at(10, 0)), put("b", at(10, 0), at(12, 0))},
			rule:   rule("a, b"),
		},
		{
			name: "units", reason: "units add up to the capacity",
			p: uat(problemOf(with(holding("a", 2, ""), func(a *schedule.Activity) { a.Modes[0].Units = 2 }), holding("b", 2, "")),
				func(e *schedule.Environment) { e.Capacity = 2 }),
			broken: rows{put("a", at(8, 0), at(10, 0)), put("b", at(9, 59), at(11, 59))},
			kept:   rows{put("a", at(8, 0), at(10, 0)), put("b", at(6, 0), at(8, 0))},
			rule:   rule("a, b"),
		},
		{
			name: "booked", reason: "a hard booking takes all of it unless it says otherwise",
			p:      booked(schedule.Booking{Name: "Cards project", Interval: between(10, 12)}, holding("a", 2, "")),
			broken: rows{put("a", at(8, 1), at(10, 1))}, kept: rows{put("a", at(8, 0), at(10, 0))},
			rule: rule("a, Cards project"), who: "a",
		},
		{
			name: "odd booking", reason: "bookings are rounded outward",
			p: booked(schedule.Booking{Name: "Cards project", Interval: calendar.Interval{Start: at(9, 0), End: at(10, 0).Add(time.Second)}},
				holding("a", 2, "")),
			broken: rows{put("a", at(10, 0), at(12, 0))}, kept: rows{put("a", at(10, 1), at(12, 1))},
			rule: rule("a, Cards project"), who: "a",
		},
		{
			name: "outage", reason: "nothing is held during an outage, whatever the capacity",
			p: uat(booked(schedule.Booking{Name: "Refresh", Outage: true, Interval: between(10, 12)}, holding("a", 2, "")),
				func(e *schedule.Environment) { e.Capacity = 9 }),
			broken: rows{put("a", at(11, 59), at(13, 59))}, kept: rows{put("a", at(12, 0), at(14, 0))},
			rule: schedule.Rule{Kind: schedule.RuleOutage, Name: "uat", By: "Refresh"}, who: "a",
		},
		{
			name: "facts alone", reason: "facts that overlap after the start are a note", past: true,
			p:      problemOf(happened(holding("a", 2, ""), at(-2, 0), time.Time{}, 2), happened(holding("b", 2, ""), at(-2, 0), time.Time{}, 3)),
			broken: rows{put("a", at(-2, 0), at(2, 0)), put("b", at(-2, 0), at(3, 0))}, rule: rule("a, b"),
		},
		{
			name: "on top of a fact", reason: "what is planned has to respect what still runs",
			p:      problemOf(happened(holding("a", 2, ""), at(-2, 0), time.Time{}, 2), holding("b", 2, "")),
			broken: rows{put("a", at(-2, 0), at(2, 0)), put("b", at(1, 59), at(3, 59))},
			kept:   rows{put("a", at(-2, 0), at(2, 0)), put("b", at(2, 0), at(4, 0))},
			rule:   rule("a, b"), who: "b",
		},
		{
			name: "done in an outage", reason: "the past is a note", past: true,
			p:      booked(schedule.Booking{Name: "Refresh", Outage: true, Interval: between(-3, -1)}, happened(holding("a", 2, ""), at(-2, 0), at(0, 0), 0)),
			broken: rows{put("a", at(-2, 0), at(0, 0))},
			rule:   schedule.Rule{Kind: schedule.RuleOutage, Name: "uat", By: "Refresh"}, who: "a",
		},
	} {
		t.Run(c.name, c.run)
	}
}

func TestVerifyKeepsEnvironments(t *testing.T) {
	p := uat(problemOf(holding("a", 2, ""), holding("b", 0, "")), func(e *schedule.Environment) {
		e.Bookings = []schedule.Booking{{Name: "maybe", Soft: true, PerHour: time.Hour, Interval: between(8, 10)}}
	})
	plan := &schedule.Plan{Activities: rows{put("a", at(8, 0), at(10, 0)), put("b", at(9, 0), at(9, 0))}}
	complete(p, plan)
	violations, notes := schedule.Verify(p, plan)
	require.Empty(t, violations, "a soft booking may be overlapped, and what has no length holds nothing")
	require.Empty(t, notes)
}

// lanes has the environment uat with two configurations, four hours apart on its calendar.
func lanes(c *calendar.Compiled, bookings []schedule.Booking, activities ...schedule.Activity) *schedule.Problem {
	return uat(problemOf(activities...), func(e *schedule.Environment) {
		e.Capacity, e.Configurations, e.Calendar, e.Bookings = 2, []string{"base", "tls13"}, c, bookings
		e.Changeover = [][]time.Duration{{0, 4 * time.Hour}, {4 * time.Hour, 0}}
	})
}

func TestVerifyConfigurations(t *testing.T) {
	rule := func(by string) schedule.Rule {
		return schedule.Rule{Kind: schedule.RuleConfiguration, Name: "uat", By: by}
	}
	type overs = []schedule.Reconfiguration
	tls := holding("a", 2, "tls13")
	two := []schedule.Activity{holding("a", 2, "base"), holding("b", 2, "tls13")}
	cards := []schedule.Booking{{Name: "Cards", Units: 1, Configuration: "tls13", Interval: between(8, 10)}}
	for _, c := range []trial{
		{
			name: "none", reason: "at the start it has the first configuration", p: lanes(nil, nil, tls),
			broken: rows{put("a", at(4, 0), at(6, 0))}, kept: rows{put("a", at(4, 0), at(6, 0))}, keptOver: overs{over("base", "tls13", at(0, 0), at(4, 0))},
			rule: rule(""), who: "a",
		},
		{
			name: "too short", reason: "a changeover takes the time of the matrix", p: lanes(nil, nil, tls),
			broken: rows{put("a", at(4, 0), at(6, 0))}, brokenOver: overs{over("base", "tls13", at(0, 1), at(4, 0))},
			kept: rows{put("a", at(4, 0), at(6, 0))}, keptOver: overs{over("base", "tls13", at(0, 0), at(4, 0))},
			rule: rule(""),
		},
		{
			name: "before the start", reason: "a changeover lies at or after the start", p: lanes(nil, nil, tls),
			broken: rows{put("a", at(4, 0), at(6, 0))}, brokenOver: overs{over("base", "tls13", at(-1, 0), at(3, 0))}, rule: rule(""),
		},
		{
			name: "on the environment's calendar", reason: "a changeover progresses only while the calendar is open", p: lanes(office(), nil, tls),
			broken: rows{put("a", at(12, 0), at(14, 0))}, brokenOver: overs{over("base", "tls13", at(7, 0), at(11, 0))},
			kept: rows{put("a", at(14, 0), at(16, 0))}, keptOver: overs{over("base", "tls13", at(9, 0), at(14, 0))},
			rule: rule(""),
		},
		{
			name: "not empty", reason: "a changeover needs the environment empty to its last minute", p: lanes(nil, nil, holding("a", 2, ""), tlsNamed("b")),
			broken: rows{put("a", at(0, 0), at(2, 0)), put("b", at(6, 0), at(8, 0))}, brokenOver: overs{over("base", "tls13", at(1, 59), at(5, 59))},
			kept: rows{put("a", at(0, 0), at(2, 0)), put("b", at(6, 0), at(8, 0))}, keptOver: overs{over("base", "tls13", at(2, 0), at(6, 0))},
			rule: rule("a"),
		},
		{
			name: "in an outage", reason: "nobody changes over during an outage",
			p:      lanes(nil, []schedule.Booking{{Name: "Refresh", Outage: true, Interval: between(4, 6)}}, tls),
			broken: rows{put("a", at(8, 0), at(10, 0))}, brokenOver: overs{over("base", "tls13", at(0, 1), at(4, 1))},
			kept: rows{put("a", at(8, 0), at(10, 0))}, keptOver: overs{over("base", "tls13", at(0, 0), at(4, 0))},
			rule: rule("Refresh"),
		},
		{
			name: "side by side", reason: "those that overlap share one configuration", p: lanes(nil, nil, two...),
			broken: rows{put("a", at(0, 0), at(2, 0)), put("b", at(1, 0), at(3, 0))},
			kept:   rows{put("a", at(0, 0), at(2, 0)), put("b", at(6, 0), at(8, 0))}, keptOver: overs{over("base", "tls13", at(2, 0), at(6, 0))},
			rule: rule("a"), who: "b",
		},
		{
			name: "for nobody", reason: "a changeover is to what the next holder needs", p: lanes(nil, nil, holding("a", 2, "base")),
			broken: rows{put("a", at(0, 0), at(2, 0))}, brokenOver: overs{over("base", "tls13", at(2, 0), at(6, 0))}, rule: rule(""),
		},
		{
			name: "there and back", reason: "no changeover is for nothing", p: lanes(nil, nil, holding("a", 2, "base")),
			broken: rows{put("a", at(8, 0), at(10, 0))}, brokenOver: overs{over("base", "tls13", at(0, 0), at(4, 0)), over("tls13", "base", at(4, 0), at(8, 0))},
			kept: rows{put("a", at(8, 0), at(10, 0))}, rule: rule(""),
		},
		{
			name: "from elsewhere", reason: "a changeover is from what there is", p: lanes(nil, nil, holding("a", 2, "base"), tlsNamed("b")),
			broken: rows{put("a", at(0, 0), at(2, 0)), put("b", at(6, 0), at(8, 0))}, brokenOver: overs{over("mtls", "tls13", at(2, 0), at(2, 0))},
			kept: rows{put("a", at(0, 0), at(2, 0)), put("b", at(6, 0), at(8, 0))}, keptOver: overs{over("base", "tls13", at(2, 0), at(6, 0))}, rule: rule(""),
		},
		{
			name: "a booking without", reason: "the plan changes over for hard bookings, too", p: lanes(nil, cards),
			broken: rows{}, kept: rows{}, keptOver: overs{over("base", "tls13", at(4, 0), at(8, 0))}, rule: rule(""),
		},
		{
			name: "bookings that leave no time", reason: "what bookings alone break is a note", past: true,
			p:      lanes(nil, []schedule.Booking{{Name: "One", Configuration: "base", Interval: between(0, 8)}, cards[0]}),
			broken: rows{}, rule: rule(""),
		},
		{
			name: "after a booking at the start", reason: "what holds it at the start has its own configuration",
			p:      lanes(nil, []schedule.Booking{{Name: "Cards", Units: 1, Configuration: "tls13", Interval: between(-1, 2)}}, tls, holding("b", 1, "base")),
			broken: rows{put("a", at(1, 0), at(3, 0)), put("b", at(3, 0), at(4, 0))},
			kept:   rows{put("a", at(1, 0), at(3, 0)), put("b", at(7, 0), at(8, 0))}, keptOver: overs{over("tls13", "base", at(3, 0), at(7, 0))},
			rule: rule("a"), who: "b",
		},
	} {
		t.Run(c.name, c.run)
	}
}

func tlsNamed(name string) schedule.Activity { return holding(name, 2, "tls13") }

func TestVerifyResources(t *testing.T) {
	needs := func(name string, amount int) schedule.Activity {
		a := elapsed(name, 2)
		a.Modes[0].Demands = []schedule.Demand{{Resource: "team", Amount: amount}}
		return a
	}
	team := func(r schedule.Resource, activities ...schedule.Activity) *schedule.Problem {
		r.Name = "team"
		return when(problemOf(activities...), func(p *schedule.Problem) { p.Resources = []schedule.Resource{r} })
	}
	step := func(capacity int, i calendar.Interval) schedule.Resource {
		return schedule.Resource{Capacity: 2, Steps: []schedule.Step{{Interval: i, Capacity: capacity, Name: "training"}}}
	}
	rule := func(by string) schedule.Rule {
		return schedule.Rule{Kind: schedule.RuleResource, Name: "team", By: by}
	}
	odd := calendar.Interval{Start: at(10, 0).Add(30 * time.Second), End: at(12, 0).Add(30 * time.Second)}
	for _, c := range []trial{
		{
			name: "too many", reason: "one may take over when another ends", p: team(schedule.Resource{Capacity: 2}, needs("a", 1), needs("b", 2)),
			broken: rows{put("a", at(8, 0), at(10, 0)), put("b", at(9, 59), at(11, 59))},
			kept:   rows{put("a", at(8, 0), at(10, 0)), put("b", at(10, 0), at(12, 0))}, rule: rule("a, b"),
		},
		{
			name: "fewer for a while", reason: "a step is another capacity", p: team(step(1, between(10, 12)), needs("a", 2)),
			broken: rows{put("a", at(8, 1), at(10, 1))}, kept: rows{put("a", at(8, 0), at(10, 0))}, rule: rule("a"), who: "a",
		},
		{
			name: "fewer by the second", reason: "a step that takes away counts for every minute it touches", p: team(step(1, odd), needs("a", 2)),
			broken: rows{put("a", at(12, 0), at(14, 0))}, kept: rows{put("a", at(12, 1), at(14, 1))}, rule: rule("a"), who: "a",
		},
		{
			name: "more for a while", reason: "a step that adds counts for whole minutes", p: team(step(3, odd), needs("a", 1), with(needs("b", 2), func(a *schedule.Activity) {
				a.Modes[0].Duration = time.Minute
			})),
			broken: rows{put("a", at(10, 0), at(12, 0)), put("b", at(10, 0), at(10, 1))},
			kept:   rows{put("a", at(10, 0), at(12, 0)), put("b", at(10, 1), at(10, 2))}, rule: rule("a, b"),
		},
		{
			name: "budget", reason: "a budget is used up, one after the other as well", p: team(schedule.Resource{Capacity: 2, Budget: true}, optionally(needs("a", 1)), needs("b", 2)),
			broken: rows{put("a", at(8, 0), at(10, 0)), put("b", at(10, 0), at(12, 0))}, kept: rows{put("b", at(10, 0), at(12, 0))},
			rule: schedule.Rule{Kind: schedule.RuleBudget, Name: "team"},
		},
		{
			name: "budget of the past", reason: "what facts have used up alone is a note", past: true,
			p:      team(schedule.Resource{Capacity: 2, Budget: true}, happened(needs("a", 3), at(-2, 0), at(0, 0), 0), needs("b", 0)),
			broken: rows{put("a", at(-2, 0), at(0, 0)), put("b", at(10, 0), at(12, 0))},
			rule:   schedule.Rule{Kind: schedule.RuleBudget, Name: "team"},
		},
	} {
		c.p.Packages = []schedule.Package{{Name: "extra", Optional: true}}
		t.Run(c.name, c.run)
	}
}

func optionally(a schedule.Activity) schedule.Activity {
	a.Package = "extra"
	return a
}

func TestVerifyWindowsAndSystems(t *testing.T) {
	risky := func(name string, risk int64) schedule.Activity {
		return with(change(name, 1), func(a *schedule.Activity) { a.Risk, a.System = risk, "ledger" })
	}
	limited := func(w schedule.Window, s schedule.System, activities ...schedule.Activity) *schedule.Problem {
		w.Name, s.Name = "prod", "ledger"
		return when(problemOf(activities...), func(p *schedule.Problem) { p.Windows, p.Systems = []schedule.Window{w}, []schedule.System{s} })
	}
	two := []schedule.Activity{risky("a", 60), risky("b", 60)}
	same := rows{put("a", at(18, 0), at(19, 0)), put("b", at(19, 0), at(20, 0))}
	apart := rows{put("a", at(18, 0), at(19, 0)), put("b", at(20, 0), at(21, 0))}
	for _, c := range []trial{
		{
			name: "capacity", reason: "each occurrence has its own capacity", p: limited(schedule.Window{Capacity: 1}, schedule.System{}, two...),
			broken: same, kept: apart, rule: schedule.Rule{Kind: schedule.RuleWindowCapacity, Name: "prod"}, who: "b",
		},
		{
			name: "risk budget", reason: "each occurrence has its own budget", p: limited(schedule.Window{RiskBudget: 119}, schedule.System{}, two...),
			broken: same, kept: apart, rule: schedule.Rule{Kind: schedule.RuleRiskBudget, Name: "prod"}, who: "b",
		},
		{
			name: "one change per occurrence", reason: "one after the other does not help", p: limited(schedule.Window{}, schedule.System{OnePerOccurrence: true}, two...),
			broken: same, kept: apart, rule: schedule.Rule{Kind: schedule.RuleSystem, Name: "ledger"}, who: "b",
		},
		{
			name: "one change at a time", reason: "one may start when another ends", p: limited(schedule.Window{}, schedule.System{OneAtATime: true}, two...),
			broken: rows{put("a", at(18, 0), at(19, 0)), put("b", at(18, 59), at(19, 59))}, kept: same,
			rule: schedule.Rule{Kind: schedule.RuleSystem, Name: "ledger"}, who: "b",
		},
		{
			name: "a fact in the occurrence", reason: "a fact counts where it started, even where it was cut off",
			p:      limited(schedule.Window{Capacity: 1}, schedule.System{}, happened(two[0], at(-6, 0), at(-5, 0), 0), happened(two[1], at(-5, 0), at(-4, 0), 0)),
			broken: rows{put("a", at(-6, 0), at(-5, 0)), put("b", at(-5, 0), at(-4, 0))}, past: true,
			rule: schedule.Rule{Kind: schedule.RuleWindowCapacity, Name: "prod"},
		},
		{
			name: "the risk of facts", reason: "what adds no risk does not break the budget", past: true,
			p: when(limited(schedule.Window{RiskBudget: 50}, schedule.System{}, happened(two[0], at(18, 30), at(19, 0), 0), risky("b", 0)),
				func(p *schedule.Problem) { p.Start = at(18, 45) }),
			broken: rows{put("a", at(18, 30), at(19, 0)), put("b", at(19, 0), at(20, 0))},
			rule:   schedule.Rule{Kind: schedule.RuleRiskBudget, Name: "prod"}, who: "b",
		},
	} {
		t.Run(c.name, c.run)
	}
}
