package calendar_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/berthplan/berth/calendar"
)

func TestFits(t *testing.T) {
	span := between(t, "Europe/Zurich", "2026-10-20", "2026-11-01")
	loc := zone(t, "Europe/Zurich")
	at := func(s string) time.Time { return moment(t, s).Begin(loc) }
	nights := compile(t, calendar.Spec{Zone: "Europe/Zurich",
		Windows:   []calendar.Window{{Name: "a", Every: rule(t, "tue, sat"), Hours: hours(t, "21:00-03:00")}, {Name: "b", Every: rule(t, "wed"), Hours: hours(t, "03:00-05:00")}},
		Blackouts: []calendar.Blackout{{Name: "freeze", From: moment(t, "2026-10-27T23:00"), To: moment(t, "2026-10-28T00:00")}}}, span)
	for _, tt := range []struct {
		reason, at string
		d          time.Duration
		want       bool
	}{
		{"whole in one occurrence", "2026-10-20T21:00", 6 * time.Hour, true},
		{"to the last second only", "2026-10-20T21:00", 6*time.Hour + time.Nanosecond, false},
		{"never over into the next occurrence, though it touches", "2026-10-21T02:00", 2 * time.Hour, false},
		{"the night that has an hour more", "2026-10-24T21:00", 7 * time.Hour, true},
		{"a blackout cuts it", "2026-10-27T21:00", 3 * time.Hour, false},
		{"what is left of it", "2026-10-28T00:00", 3 * time.Hour, true},
		{"while closed", "2026-10-20T20:00", time.Hour, false},
		{"no length is a moment of open time", "2026-10-20T21:00", 0, true},
		{"less than none, too", "2026-10-20T21:00", -time.Hour, true},
		{"no length where it is closed", "2026-10-20T20:00", 0, false},
		{"beyond the span", "2026-12-20T21:00", 0, false},
	} {
		require.Equal(t, tt.want, nights.Fits(at(tt.at), tt.d), tt.reason)
	}
	early, ok := nights.EarliestFit(at("2026-10-21T04:30"), 6*time.Hour)
	require.True(t, ok)
	require.Equal(t, at("2026-10-24T21:00").UTC(), early)
	late, ok := nights.LatestFit(at("2026-10-28T12:00"), 3*time.Hour)
	require.True(t, ok)
	require.Equal(t, at("2026-10-28T00:00").UTC(), late)
	_, ok = nights.EarliestFit(at("2026-10-20"), 8*time.Hour)
	require.False(t, ok, "no night is that long")
	_, ok = nights.LatestFit(at("2026-11-20"), 8*time.Hour)
	require.False(t, ok)
	_, ok = nights.LatestFit(at("2026-10-20T21:00"), 0)
	require.False(t, ok, "nothing is open before")

	require.Equal(t, []string{
		"2026-10-20 22:00 - 2026-10-21 03:00 a", "2026-10-21 03:00 - 2026-10-21 05:00 b", "2026-10-24 21:00 - 2026-10-25 03:00 a",
	}, shown(nights.Slots(calendar.Interval{Start: at("2026-10-20T22:00"), End: at("2026-12-01")}, 2*time.Hour, 3), loc), "two occurrences are two slots")
	require.Empty(t, nights.Slots(calendar.Interval{Start: at("2026-10-24T22:00"), End: at("2026-10-24T23:30")}, 2*time.Hour, 0), "the interval is too short")
	require.Empty(t, nights.Slots(calendar.Interval{Start: at("2027-10-24"), End: at("2027-10-25")}, 0, 0))

	var always *calendar.Compiled
	require.True(t, always.Fits(at("2026-10-20"), time.Hour))
	early, ok = always.EarliestFit(at("2026-10-20"), time.Hour)
	require.True(t, ok && early.Equal(at("2026-10-20")) && early.Location() == time.UTC)
	late, ok = always.LatestFit(at("2026-10-20"), time.Hour)
	require.True(t, ok && late.Equal(at("2026-10-19T23:00")))
	require.Len(t, always.Slots(span, time.Hour, 0), 1)
	require.Empty(t, always.Slots(span, 1000*time.Hour, 0))
}

func TestCapacity(t *testing.T) {
	span := between(t, "UTC", "2026-09-01", "2026-12-01")
	c := compile(t, calendar.Spec{Windows: []calendar.Window{{Name: "sat", Every: rule(t, "sat"), Hours: hours(t, "00:00-12:00")}},
		Blackouts: []calendar.Blackout{{Name: "freeze", From: moment(t, "2026-10-10"), To: moment(t, "2026-10-17")}}}, span)
	at := func(s string) time.Time { return moment(t, s).Begin(time.UTC) }
	where, least, ok := c.LeastOpen(span, 32*24*time.Hour)
	require.True(t, ok)
	require.Equal(t, 24*time.Hour, least, "48 hours in any 32 days is broken")
	require.Equal(t, calendar.Interval{Start: at("2026-09-19T12:00"), End: at("2026-10-21T12:00")}, where)
	require.Equal(t, least, c.Between(where.Start, where.End))
	require.Equal(t, calendar.Interval{Start: at("2026-10-03T12:00"), End: at("2026-10-24")}, c.LongestGap(span))
	_, _, ok = c.LeastOpen(span, 100*24*time.Hour)
	require.False(t, ok, "the window is longer than the interval")
	_, _, ok = c.LeastOpen(calendar.Interval{}, 0)
	require.False(t, ok)

	lunch := compile(t, calendar.Spec{Weekly: calendar.Weekly{Hours: hours(t, "08:00-12:00, 13:00-17:00")}}, between(t, "UTC", "2026-09-01T08:00", "2026-09-01T17:00"))
	where, least, ok = lunch.LeastOpen(lunch.Span(), 3*time.Hour)
	require.True(t, ok)
	require.Equal(t, 2*time.Hour, least)
	require.Equal(t, between(t, "UTC", "2026-09-01T10:00", "2026-09-01T13:00"), where, "the first of those that hold all of the break")

	var always *calendar.Compiled
	where, least, ok = always.LeastOpen(span, time.Hour)
	require.True(t, ok)
	require.Equal(t, time.Hour, least)
	require.Equal(t, span.Start, where.Start)
	require.Zero(t, always.LongestGap(span))
	require.Zero(t, c.LongestGap(between(t, "UTC", "2027-09-01", "2027-12-01")), "nothing is known there")
	require.Nil(t, c.Quorum(1, compile(t, calendar.Spec{}, between(t, "UTC", "2027-09-01", "2027-12-01"))), "no span in common")
	require.Equal(t, calendar.NewSet(span), c.Quorum(0))
	require.Equal(t, c.Between(span.Start, span.End), c.Quorum(1).Duration())
	require.Equal(t, calendar.NewSet(span), c.Quorum(2, nil, nil))
}

// Whatever is one value costs no memory.
func TestQuestionsDoNotAllocate(t *testing.T) {
	c := compile(t, freezes(t), between(t, "Europe/Zurich", "2026-09-01", "2027-02-01"))
	team := office(t, c.Span())
	loc := zone(t, "Europe/Zurich")
	at := moment(t, "2026-11-11T11:00").Begin(loc)
	cutoff := func(begins time.Time) (time.Time, bool) { return team.BusinessDays(begins, -2, loc) }
	for name, ask := range map[string]func(){
		"Fits":          func() { c.Fits(at, time.Hour) },
		"EarliestFit":   func() { c.EarliestFit(at, 6*time.Hour) },
		"LatestFit":     func() { c.LatestFit(at, 6*time.Hour) },
		"LongestGap":    func() { c.LongestGap(c.Span()) },
		"LeastOpen":     func() { c.LeastOpen(c.Span(), 100*time.Hour) },
		"BusinessDays":  func() { team.BusinessDays(at, -7, loc) },
		"MeetingBefore": func() { c.MeetingBefore(at, cutoff) },
		"MeetingAfter":  func() { c.MeetingAfter(at, cutoff) },
	} {
		require.Zero(t, testing.AllocsPerRun(20, ask), name)
	}
}

func BenchmarkQuestions(b *testing.B) {
	span := between(b, "Europe/Zurich", "2020-01-01", "2030-01-01")
	c := compile(b, freezes(b), span)
	team := office(b, span)
	loc := zone(b, "Europe/Zurich")
	at := moment(b, "2026-12-22T21:30").Begin(loc)
	cutoff := func(begins time.Time) (time.Time, bool) { return team.BusinessDays(begins, -2, loc) }
	for _, q := range []struct {
		name string
		ask  func()
	}{
		{"Fits", func() { c.Fits(at, time.Hour) }},
		{"EarliestFit", func() { c.EarliestFit(at, 6*time.Hour) }},
		{"EarliestFit/none", func() { c.EarliestFit(at, 20*time.Hour) }},
		{"LatestFit", func() { c.LatestFit(at, 6*time.Hour) }},
		{"LongestGap/10y", func() { c.LongestGap(span) }},
		{"LeastOpen/10y", func() { c.LeastOpen(span, 32*24*time.Hour) }},
		{"BusinessDays/5", func() { team.BusinessDays(at, -5, loc) }},
		{"MeetingAfter", func() { c.MeetingAfter(at, cutoff) }},
		{"Transitions/10", func() { c.Transitions(at, 10) }},
		{"Explain", func() { c.Explain(at) }},
	} {
		b.Run(q.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				q.ask()
			}
		})
	}
}
