package review_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/berthplan/berth/calendar"
	"github.com/berthplan/berth/calendar/review"
)

func mustMoment(t require.TestingT, s string) calendar.Moment {
	m, err := calendar.ParseMoment(s)
	require.NoError(t, err)
	return m
}

func mustRule(t require.TestingT, s string) calendar.Rule {
	r, err := calendar.ParseRule(s)
	require.NoError(t, err)
	return r
}

func mustHours(t require.TestingT, s string) calendar.Hours {
	h, err := calendar.ParseHours(s)
	require.NoError(t, err)
	return h
}

// autumn is September 2026 to January 2027 in UTC.
var autumn = calendar.Interval{Start: time.Date(2026, 9, 1, 0, 0, 0, 0, time.UTC), End: time.Date(2027, 2, 1, 0, 0, 0, 0, time.UTC)}

// seasonal is a calendar with a bit of everything.
func seasonal(t require.TestingT) calendar.Spec {
	return calendar.Spec{
		Zone:     "Europe/Zurich",
		Weekly:   calendar.Weekly{Days: 1<<time.Monday | 1<<time.Tuesday | 1<<time.Wednesday | 1<<time.Thursday | 1<<time.Friday},
		Holidays: []calendar.Holiday{{Date: calendar.Date{Year: 2026, Month: 12, Day: 25}, Name: "Christmas Day"}},
		Windows:  []calendar.Window{{Name: "prod", Every: mustRule(t, "tue, thu"), Hours: mustHours(t, "21:00-03:00")}},
		Blackouts: []calendar.Blackout{
			{Name: "Year end", From: mustMoment(t, "2026-12-18"), To: mustMoment(t, "2027-01-04")},
			{Name: "Month end", Every: mustRule(t, "last 2 working days of month")},
		},
	}
}

// The text of a difference names the fields that changed, the times, the rules behind them and the occurrences.
func TestDiffText(t *testing.T) {
	before, after := seasonal(t), seasonal(t)
	after.Blackouts[0].To = mustMoment(t, "2027-01-06")
	after.Windows[0].Except = []calendar.Date{{Year: 2026, Month: 9, Day: 3}}
	after.Windows[0].Dates = []calendar.Date{{Year: 2026, Month: 9, Day: 4}}
	after.Windows = append(after.Windows, calendar.Window{Name: "early", Every: mustRule(t, "1st sat of month"), Hours: mustHours(t, "05:00-07:00")})
	after.Blackouts = append(after.Blackouts[:1:1], calendar.Blackout{Name: "Fair", From: mustMoment(t, "2026-10-06T22:00"), To: mustMoment(t, "2026-10-07")})
	d, err := review.Diff(before, after, review.View{Span: autumn})
	require.NoError(t, err)
	golden(t, "difference.txt", d.String())

	release := review.Planned{Name: "portal-12", Interval: calendar.Interval{Start: time.Date(2027, 1, 5, 20, 0, 0, 0, time.UTC), End: time.Date(2027, 1, 5, 22, 0, 0, 0, time.UTC)}}
	never := review.Planned{Name: "never fitted", Interval: calendar.Interval{Start: time.Date(2026, 9, 1, 12, 0, 0, 0, time.UTC), End: time.Date(2026, 9, 1, 13, 0, 0, 0, time.UTC)}}
	still := review.Planned{Name: "still fits", Interval: calendar.Interval{Start: time.Date(2026, 9, 8, 20, 0, 0, 0, time.UTC), End: time.Date(2026, 9, 8, 22, 0, 0, 0, time.UTC)}}
	broken := d.Breaks([]review.Planned{still, release, never})
	require.Len(t, broken, 1)
	require.Equal(t, release, broken[0].Planned)
	require.Equal(t, `blackout "Year end": to 2027-01-04 → 2027-01-06`, broken[0].Rules[0].String())

	same, err := review.Diff(before, seasonal(t), review.View{Span: autumn})
	require.NoError(t, err)
	require.Equal(t, "no difference\n", same.String())
}

// A change of what working days are is behind the rules that speak of them.
func TestDiffHolidays(t *testing.T) {
	before, after := seasonal(t), seasonal(t)
	after.Holidays = append(after.Holidays, calendar.Holiday{Date: calendar.Date{Year: 2026, Month: 10, Day: 30}, Name: "Town Day"})
	d, err := review.Diff(before, after, review.View{Span: autumn})
	require.NoError(t, err)
	require.Len(t, d.Opened, 1, "the end of October's last working day")
	for _, turn := range append(d.Opened, d.Closed...) {
		require.Len(t, turn.Rules, 1)
		require.Equal(t, `holiday "Town Day" is new: date 2026-10-30`, turn.Rules[0].String())
	}
}

// Faults of either calendar say which one has them.
func TestDiffFaults(t *testing.T) {
	_, err := review.Diff(seasonal(t), calendar.Spec{Zone: "CEST"}, review.View{Span: autumn})
	require.ErrorContains(t, err, "new.zone: unknown-zone")
	_, err = review.Diff(calendar.Spec{Zone: "CEST"}, seasonal(t), review.View{Span: autumn})
	require.ErrorContains(t, err, "old.zone: unknown-zone")
}

// drawSpec draws a calendar of a few rules in the first days of September 2026.
func drawSpec(t *rapid.T, label string) calendar.Spec {
	clock := func(name string) string {
		return fmt.Sprintf("%02d:%02d", rapid.IntRange(0, 23).Draw(t, label+name+"h"), rapid.SampledFrom([]int{0, 15, 59}).Draw(t, label+name+"m"))
	}
	day := func(name string) string {
		return fmt.Sprintf("2026-09-%02d", rapid.IntRange(1, 9).Draw(t, label+name))
	}
	s := calendar.Spec{Zone: rapid.SampledFrom([]string{"UTC", "Europe/Zurich"}).Draw(t, label+"zone")}
	for i := range rapid.IntRange(0, 2).Draw(t, label+"windows") {
		n := fmt.Sprintf("w%d", i)
		w := calendar.Window{Name: n, Every: mustRule(t, rapid.SampledFrom([]string{"tue", "mon-fri", "daily", "sat, sun"}).Draw(t, label+n)),
			Hours: mustHours(t, clock(n+"from")+"-"+clock(n+"to"))}
		s.Windows = append(s.Windows, w)
	}
	for i := range rapid.IntRange(0, 2).Draw(t, label+"blackouts") {
		n := fmt.Sprintf("b%d", i)
		from, to := day(n+"from"), day(n+"to")
		if to < from {
			from, to = to, from
		}
		s.Blackouts = append(s.Blackouts, calendar.Blackout{Name: n, From: mustMoment(t, from), To: mustMoment(t, to)})
	}
	return s
}

// What a difference says of time is what a comparison of every minute finds; broken times are those that
// were open throughout in one occurrence, and are so no more.
func TestDiffAgreesWithEveryMinute(t *testing.T) {
	span := calendar.Interval{Start: time.Date(2026, 9, 1, 0, 0, 0, 0, time.UTC), End: time.Date(2026, 9, 10, 0, 0, 0, 0, time.UTC)}
	rapid.Check(t, func(t *rapid.T) {
		old, new := drawSpec(t, "old "), drawSpec(t, "new ")
		d, err := review.Diff(old, new, review.View{Span: span})
		require.NoError(t, err)
		was, err := old.Compile(span, calendar.Subject{}, calendar.StopDeploy)
		require.NoError(t, err)
		is, err := new.Compile(span, calendar.Subject{}, calendar.StopDeploy)
		require.NoError(t, err)
		in := func(turns []review.Turn, at time.Time) bool {
			for _, turn := range turns {
				if turn.Contains(at) {
					return true
				}
			}
			return false
		}
		for at := span.Start; at.Before(span.End); at = at.Add(time.Minute) {
			before, after := was.Open(at), is.Open(at)
			if (after && !before) != in(d.Opened, at) || (before && !after) != in(d.Closed, at) {
				require.Fail(t, "not as compared", "%s: open before %v, after %v", at, before, after)
			}
		}
		for _, turn := range append(d.Opened, d.Closed...) {
			require.NotEmpty(t, turn.Rules, "%s: something changed", turn.Interval)
		}

		kept := map[calendar.Occurrence]int{}
		for _, o := range was.Occurrences() {
			kept[o]--
		}
		for _, o := range is.Occurrences() {
			kept[o]++
		}
		for _, m := range d.Occurrences {
			if !m.Old.Opens.IsZero() {
				kept[m.Old]++
			}
			if !m.New.Opens.IsZero() {
				kept[m.New]--
			}
		}
		for o, n := range kept {
			require.Zero(t, n, "%v is told once or is in both", o)
		}

		start := span.Start.Add(time.Duration(rapid.IntRange(0, 8*24).Draw(t, "start")) * time.Hour)
		plan := review.Planned{Name: "x", Interval: calendar.Interval{Start: start, End: start.Add(time.Duration(rapid.IntRange(1, 6).Draw(t, "hours")) * time.Hour)}}
		open := func(c *calendar.Compiled) bool {
			pieces := c.Pieces()
			var o calendar.Occurrence
			for at := plan.Start; at.Before(plan.End); at = at.Add(time.Minute) {
				one := false
				for _, p := range pieces {
					if p.Contains(at) {
						if at.After(plan.Start) && p.Occurrence != o {
							return false
						}
						one, o = true, p.Occurrence
					}
				}
				if !one {
					return false
				}
			}
			return true
		}
		require.Equal(t, open(was) && !open(is), len(d.Breaks([]review.Planned{plan})) == 1)
	})
}
