package clearance_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/berthplan/berth/calendar"
	"github.com/berthplan/berth/release"
	"github.com/berthplan/berth/schedule/clearance"
)

// TestEveryKindOfLink holds each kind against a look at the clock, minute for minute: dep was deployed in the night of the
// third of September, svc is deployed on any night for 90 minutes and keeps 30 for a rollback.
func TestEveryKindOfLink(t *testing.T) {
	const takes, back = 90 * time.Minute, 30 * time.Minute
	clock := func(s string) time.Time { return must(time.Parse("2006-01-02T15:04", s)) }
	start, end := clock("2026-09-03T22:10"), clock("2026-09-03T23:05")
	night := func(at time.Time) (opens time.Time) { // of the window that is open at that time
		opens = at.Truncate(24 * time.Hour).Add(21 * time.Hour)
		if at.Before(opens) {
			opens = opens.AddDate(0, 0, -1)
		}
		return opens
	}
	hours := func(n int) calendar.Length { return calendar.Length{Hours: n} }
	tests := []struct {
		reason string
		link   release.Link
		holds  func(t time.Time) bool
	}{
		{"after its end", release.Link{Kind: release.FinishToStart}, func(t time.Time) bool { return !t.Before(end) }},
		{"a day and a bit after its end", release.Link{Kind: release.FinishToStart, Lag: hours(25)}, func(t time.Time) bool { return !t.Before(end.Add(25 * time.Hour)) }},
		{"a lead before its end", release.Link{Kind: release.FinishToStart, Lag: hours(-1)}, func(t time.Time) bool { return !t.Before(end.Add(-time.Hour)) }},
		{"after its start", release.Link{Kind: release.StartToStart}, func(t time.Time) bool { return !t.Before(start) }},
		{"two days after its start", release.Link{Kind: release.StartToStart, Lag: hours(48)}, func(t time.Time) bool { return !t.Before(start.Add(48 * time.Hour)) }},
		{"no end before its end", release.Link{Kind: release.FinishToFinish}, func(t time.Time) bool { return !t.Add(takes).Before(end) }},
		{"no end until a day after its end", release.Link{Kind: release.FinishToFinish, Lag: hours(24)}, func(t time.Time) bool { return !t.Add(takes).Before(end.Add(24 * time.Hour)) }},
		{"no end before its start", release.Link{Kind: release.StartToFinish}, func(t time.Time) bool { return !t.Add(takes).Before(start) }},
		{"no end until 26 hours after its start", release.Link{Kind: release.StartToFinish, Lag: hours(26)}, func(t time.Time) bool { return !t.Add(takes).Before(start.Add(26 * time.Hour)) }},
		{"within a day of its end", release.Link{Kind: release.Within, Lag: hours(24)}, func(t time.Time) bool { return !t.After(end.Add(24 * time.Hour)) }},
		{"within an hour of its end", release.Link{Kind: release.Within, Lag: hours(1)}, func(t time.Time) bool { return !t.After(end.Add(time.Hour)) }},
		{"in the same night", release.Link{Kind: release.SameOccurrence}, func(t time.Time) bool { return night(t).Equal(night(start)) }},
		{"in another night", release.Link{Kind: release.OtherOccurrence}, func(t time.Time) bool { return !night(t).Equal(night(start)) }},
		{"beside it, but apart", release.Link{Kind: release.Apart}, func(t time.Time) bool { return !t.Before(end) || !t.Add(takes).After(start) }},
		{"a day apart", release.Link{Kind: release.Apart, Lag: hours(24)}, func(t time.Time) bool {
			return !t.Before(end.Add(24*time.Hour)) || !t.Add(takes).After(start.Add(-24*time.Hour))
		}},
	}
	for _, tt := range tests {
		t.Run(tt.reason, func(t *testing.T) {
			tt.link.To, tt.link.Elapsed = release.Ref{Package: "dep", Phase: "deploy"}, true
			p := &release.Portfolio{
				Zone: "UTC", Now: moment(t, "2026-09-01T12:00"), Horizon: moment(t, "2026-10-01"),
				Systems: []release.System{{Name: "core"}},
				Phases: []release.Phase{{Name: "deploy", Duration: release.Exactly(calendar.Length{Minutes: 90}), Rollback: calendar.Length{Minutes: 30},
					Window: "prod", Links: []release.Link{}}},
				Windows: []release.Window{{Window: calendar.Window{Name: "prod", Every: must(calendar.ParseRule("daily")), Hours: must(calendar.ParseHours("21:00-03:00"))}}},
				Packages: []release.Package{
					{Name: "svc", System: "core", Phases: []release.Phase{{Name: "deploy", Links: []release.Link{tt.link}}}},
					{Name: "dep", System: "core", Actuals: []release.Actual{{Phase: "deploy", Start: moment(t, "2026-09-03T22:10"), End: moment(t, "2026-09-03T23:05")}}},
				},
			}
			from, to := clock("2026-09-02T12:00"), clock("2026-09-07T12:00")
			g, err := clearance.Compile(p, clearance.Options{From: from, To: to})
			require.NoError(t, err)
			yes := func(at time.Time) bool {
				opens := night(at)
				return tt.holds(at) && !at.Add(takes+back).After(opens.Add(6*time.Hour))
			}
			answers := map[bool]int{}
			var next time.Time // the first yes from here on
			for at := to.Add(-time.Minute); !at.Before(from); at = at.Add(-time.Minute) {
				want := yes(at)
				if answers[want]++; want {
					next = at
				}
				v, err := g.Ask("svc", "prod", at)
				require.NoError(t, err)
				require.Equal(t, want, v.Allowed == clearance.Yes, "%s\n%s", at, v)
				require.True(t, next.Equal(v.Next), "%s: the next yes is %s\n%s", at, next, v)
			}
			require.NotZero(t, answers[true])
			require.NotZero(t, answers[false])
		})
	}
}
