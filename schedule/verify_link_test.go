package schedule_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/berthplan/berth/calendar"
	"github.com/berthplan/berth/schedule"
)

func TestVerifyLinks(t *testing.T) {
	linked := func(kind schedule.LinkKind, lag time.Duration, c *calendar.Compiled, activities ...schedule.Activity) *schedule.Problem {
		return when(problemOf(activities...), func(p *schedule.Problem) {
			p.Links = []schedule.Link{{Kind: kind, From: "a", To: "b", Lag: lag, Calendar: c, Name: "the link"}}
		})
	}
	rule := schedule.Rule{Kind: schedule.RuleLink, Name: "the link", By: "a"}
	a, b := elapsed("a", 2), elapsed("b", 2) // a from 08:00 to 10:00 throughout
	to := func(hour, minute int) rows {
		return rows{put("a", at(8, 0), at(10, 0)), put("b", at(hour, minute), at(hour+2, minute))}
	}
	for _, c := range []trial{
		{name: "FS", reason: "starts at the end plus lag", p: linked(schedule.FinishToStart, time.Hour, nil, a, b), broken: to(10, 59), kept: to(11, 0)},
		{name: "FS lead", reason: "a negative lag is a lead", p: linked(schedule.FinishToStart, -time.Hour, nil, a, b), broken: to(8, 59), kept: to(9, 0)},
		{name: "FS office", reason: "the lag counts open time only", p: linked(schedule.FinishToStart, 3*time.Hour, office(), a, b), broken: to(13, 59), kept: to(14, 0)},
		{
			name: "FS office end", reason: "two open hours after 10:00 have passed at noon", p: linked(schedule.FinishToStart, 2*time.Hour, office(), a, b),
			broken: to(11, 59), kept: to(12, 0),
		},
		{
			name: "FS office lead", reason: "an open hour before 13:30 begins at 11:30",
			p:      linked(schedule.FinishToStart, -time.Hour, office(), with(a, func(a *schedule.Activity) { a.Modes[0].Duration = 330 * time.Minute }), b),
			broken: rows{put("a", at(8, 0), at(13, 30)), put("b", at(11, 29), at(13, 29))},
			kept:   rows{put("a", at(8, 0), at(13, 30)), put("b", at(11, 30), at(13, 30))},
		},
		{name: "SS", reason: "starts at the start plus lag", p: linked(schedule.StartToStart, time.Hour, nil, a, b), broken: to(8, 59), kept: to(9, 0)},
		{name: "FF", reason: "ends at the end plus lag", p: linked(schedule.FinishToFinish, time.Hour, nil, a, b), broken: to(8, 59), kept: to(9, 0)},
		{name: "SF", reason: "ends at the start plus lag", p: linked(schedule.StartToFinish, time.Hour, nil, a, b), broken: to(6, 59), kept: to(7, 0)},
		{name: "max FS", reason: "starts at the end plus lag at the latest", p: linked(schedule.MaxFinishToStart, time.Hour, nil, a, b), broken: to(11, 1), kept: to(11, 0)},
		{name: "max FS office", reason: "closed time is no delay", p: linked(schedule.MaxFinishToStart, 2*time.Hour, office(), a, b), broken: to(13, 1), kept: to(13, 0)},
		{name: "max SS", reason: "starts at the start plus lag at the latest", p: linked(schedule.MaxStartToStart, time.Hour, nil, a, b), broken: to(9, 1), kept: to(9, 0)},
		{name: "max FF", reason: "ends at the end plus lag at the latest", p: linked(schedule.MaxFinishToFinish, time.Hour, nil, a, b), broken: to(9, 1), kept: to(9, 0)},
		{name: "max SF", reason: "ends at the start plus lag at the latest", p: linked(schedule.MaxStartToFinish, time.Hour, nil, a, b), broken: to(7, 1), kept: to(7, 0)},
		{name: "apart, after", reason: "an hour between them", p: linked(schedule.Apart, time.Hour, nil, a, b), broken: to(10, 59), kept: to(11, 0)},
		{name: "apart, before", reason: "either way round", p: linked(schedule.Apart, time.Hour, nil, a, b), broken: to(5, 1), kept: to(5, 0)},
		{
			name: "same occurrence", reason: "occurrences that touch are two", p: linked(schedule.SameOccurrence, 0, nil, change("a", 1), change("b", 1)),
			broken: rows{put("a", at(18, 0), at(19, 0)), put("b", at(20, 0), at(21, 0))}, kept: rows{put("a", at(18, 0), at(19, 0)), put("b", at(19, 0), at(20, 0))},
		},
		{
			name: "other occurrence", reason: "the next one is another", p: linked(schedule.OtherOccurrence, 0, nil, change("a", 1), change("b", 1)),
			broken: rows{put("a", at(18, 0), at(19, 0)), put("b", at(19, 0), at(20, 0))}, kept: rows{put("a", at(18, 0), at(19, 0)), put("b", at(20, 0), at(21, 0))},
		},
		{
			name: "left out", reason: "what a minimum lag counts from must be there", p: linked(schedule.FinishToStart, 0, nil, optionally(a), b),
			broken: to(10, 0)[1:], kept: to(10, 0),
		},
		{
			name: "decided", reason: "a fact has started when it has", past: true,
			p:      linked(schedule.FinishToStart, 0, nil, a, happened(b, at(-2, 0), at(0, 0), 0)),
			broken: rows{put("a", at(8, 0), at(10, 0)), put("b", at(-2, 0), at(0, 0))},
		},
		{
			name: "still running", reason: "the end of what still runs is not decided yet",
			p:      linked(schedule.FinishToFinish, 0, nil, a, happened(b, at(-2, 0), time.Time{}, 9)),
			broken: rows{put("a", at(7, 1), at(9, 1)), put("b", at(-2, 0), at(9, 0))}, kept: rows{put("a", at(7, 0), at(9, 0)), put("b", at(-2, 0), at(9, 0))},
		},
		{
			name: "too late", reason: "a maximum lag whose last chance was before the start is a note", past: true,
			p:      linked(schedule.MaxFinishToStart, time.Hour, nil, happened(a, at(-5, 0), at(-2, 0), 0), b),
			broken: rows{put("a", at(-5, 0), at(-2, 0)), put("b", at(8, 0), at(10, 0))},
		},
		{
			name: "last chance", reason: "a maximum lag that can just be kept binds",
			p:      linked(schedule.MaxFinishToStart, 2*time.Hour, nil, happened(a, at(-5, 0), at(-2, 0), 0), b),
			broken: rows{put("a", at(-5, 0), at(-2, 0)), put("b", at(0, 1), at(2, 1))}, kept: rows{put("a", at(-5, 0), at(-2, 0)), put("b", at(0, 0), at(2, 0))},
		},
	} {
		c.rule, c.who = rule, "b"
		c.p.Packages = []schedule.Package{{Name: "extra", Optional: true}}
		t.Run(c.name, c.run)
	}
}

func TestVerifyLinkBindsBothOnly(t *testing.T) {
	for _, kind := range []schedule.LinkKind{schedule.MaxFinishToStart, schedule.SameOccurrence, schedule.Apart} {
		p := problemOf(optionally(elapsed("a", 2)), elapsed("b", 2))
		p.Packages = []schedule.Package{{Name: "extra", Optional: true}}
		p.Links = []schedule.Link{{Kind: kind, From: "a", To: "b"}}
		plan := &schedule.Plan{Activities: rows{put("b", at(8, 0), at(10, 0))}}
		complete(p, plan)
		violations, _ := schedule.Verify(p, plan)
		require.Empty(t, violations, "%s binds only where both are in the plan", kind)
	}
}

func TestFactsOfOneMinuteAreComparedToTheSecond(t *testing.T) {
	at := time.Date(2026, 9, 1, 8, 2, 31, 0, time.UTC)
	p := &schedule.Problem{
		Start: epoch.AddDate(0, 0, 7), Horizon: epoch.AddDate(0, 0, 14),
		Activities: []schedule.Activity{
			{Name: "review", Modes: []schedule.Mode{{Duration: time.Hour}}, Fact: &schedule.Fact{Start: at.Add(-time.Hour), End: at}},
			{Name: "release", Modes: []schedule.Mode{{}}, Fact: &schedule.Fact{Start: at, End: at}},
		},
		Links: []schedule.Link{{From: "review", To: "release"}},
	}
	plan, err := schedule.Solve(context.Background(), p, schedule.Options{Work: 10})
	require.NoError(t, err)
	violations, notes := schedule.Verify(p, plan)
	require.Empty(t, violations)
	require.Empty(t, notes, "the release is not before the end of its review")

	p.Activities[1].Fact = &schedule.Fact{Start: at.Add(-time.Second), End: at}
	plan, err = schedule.Solve(context.Background(), p, schedule.Options{Work: 10})
	require.NoError(t, err)
	_, notes = schedule.Verify(p, plan)
	require.Len(t, notes, 1, "it is, by a second")
}
