package calendar_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/berthplan/berth/calendar"
)

// office is working hours in Zurich, with a holiday and a half day.
func office(t testing.TB, span calendar.Interval) *calendar.Compiled {
	return compile(t, calendar.Spec{
		Zone:      "Europe/Zurich",
		Weekly:    calendar.Weekly{Days: days(t, "mon-fri"), Hours: hours(t, "08:00-12:00, 13:00-17:00")},
		Holidays:  []calendar.Holiday{{Date: date(t, "2026-09-10"), Name: "Knabenschiessen"}},
		Blackouts: []calendar.Blackout{{Name: "half day", From: moment(t, "2026-09-15T12:00"), To: moment(t, "2026-09-15")}},
	}, span)
}

func TestBusinessDays(t *testing.T) {
	c := office(t, between(t, "Europe/Zurich", "2026-09-01", "2026-11-30"))
	tests := []struct {
		reason, at string
		n          int
		want       string // "": none in the span
	}{
		{"the same time of day", "2026-09-09T14:00", -2, "2026-09-07T14:00"},
		{"over a weekend", "2026-09-07T14:00", -2, "2026-09-03T14:00"},
		{"over a holiday", "2026-09-14T14:00", -2, "2026-09-09T14:00"},
		{"half a day counts as one", "2026-09-16T14:00", -1, "2026-09-15T14:00"},
		{"a time of day that is no working time stays", "2026-09-09T20:00", -2, "2026-09-07T20:00"},
		{"from a day that is none", "2026-09-05T14:00", -2, "2026-09-03T14:00"},
		{"forward", "2026-09-09T14:00", 2, "2026-09-14T14:00"},
		{"forward from a day that is none", "2026-09-05T14:00", 1, "2026-09-07T14:00"},
		{"none is the time itself, whatever the day", "2026-09-05T14:00", 0, "2026-09-05T14:00"},
		{"over the change of the clock", "2026-10-26T14:00", -1, "2026-10-23T14:00"},
		{"beyond the span", "2026-09-02T14:00", -2, ""},
		{"beyond it, forward", "2026-11-26T14:00", 3, ""},
		{"far beyond it", "2026-11-26T14:00", 1 << 30, ""},
		{"far beyond it, back", "2026-11-26T14:00", -1 << 30, ""},
	}
	loc := zone(t, "Europe/Zurich")
	for _, tt := range tests {
		got, ok := c.BusinessDays(moment(t, tt.at).Begin(loc), tt.n, loc)
		require.Equal(t, tt.want != "", ok, tt.reason)
		if ok {
			require.Equal(t, tt.want, got.In(loc).Format("2006-01-02T15:04"), tt.reason)
			require.Equal(t, time.UTC, got.Location(), tt.reason)
		}
	}
	var always *calendar.Compiled
	got, ok := always.BusinessDays(moment(t, "2026-10-26T14:00").Begin(loc), -1, loc)
	require.True(t, ok)
	require.Equal(t, "2026-10-25T14:00", got.In(loc).Format("2006-01-02T15:04"), "without a calendar every day counts")
	_, ok = always.BusinessDays(got, 1<<30, nil)
	require.False(t, ok)
	got, ok = c.BusinessDays(moment(t, "2026-09-09T14:00").Begin(time.UTC), -1, nil)
	require.True(t, ok)
	require.Equal(t, "2026-09-08T14:00", got.Format("2006-01-02T15:04"), "no zone is UTC")

	round := compile(t, calendar.Spec{}, between(t, "UTC", "2026-03-01", "2026-03-20"))
	got, ok = round.BusinessDays(moment(t, "2026-03-09T02:30").Begin(time.UTC), -1, nil)
	require.True(t, ok)
	require.Equal(t, "2026-03-08T02:30", got.Format("2006-01-02T15:04"), "open through midnight")

	night := compile(t, calendar.Spec{Zone: "America/New_York", Weekly: calendar.Weekly{Hours: hours(t, "09:00-17:00")}}, between(t, "America/New_York", "2026-03-01", "2026-03-20"))
	york := zone(t, "America/New_York")
	got, ok = night.BusinessDays(moment(t, "2026-03-09T02:30").Begin(york), -1, york)
	require.True(t, ok)
	require.Equal(t, "2026-03-08T03:30", got.In(york).Format("2006-01-02T15:04"), "the clock skips 02:30 that night")
}

func TestMeetings(t *testing.T) {
	span := between(t, "Europe/Zurich", "2026-09-01", "2026-10-31")
	loc := zone(t, "Europe/Zurich")
	hoursOf := office(t, span)
	cab := func(hourly string, blackouts ...calendar.Blackout) *calendar.Compiled {
		return compile(t, calendar.Spec{Zone: "Europe/Zurich", Windows: []calendar.Window{{Name: "cab", Every: rule(t, "wed"), Hours: hours(t, hourly)}}, Blackouts: blackouts}, span)
	}
	twoDays := func(begins time.Time) (time.Time, bool) { return hoursOf.BusinessDays(begins, -2, loc) }
	sixteenHours := func(begins time.Time) (time.Time, bool) { return hoursOf.Add(begins, -16*time.Hour) }
	elapsed := func(begins time.Time) (time.Time, bool) { return begins.Add(-48 * time.Hour), true }
	never := func(time.Time) (time.Time, bool) { return time.Time{}, false }
	cancelled := calendar.Blackout{Name: "cancelled", From: moment(t, "2026-09-09"), To: moment(t, "2026-09-09")}
	tests := []struct {
		reason       string
		cab          *calendar.Compiled
		cutoff       func(time.Time) (time.Time, bool)
		at           string
		before, due  string // of the meeting before a start at that time; "": none
		after, dueBy string // of the meeting that decides on what is submitted then
	}{
		{"business days", cab("14:00-15:00"), twoDays, "2026-09-08T09:00", "2026-09-02T14:00", "", "2026-09-16T14:00", "2026-09-14T14:00"},
		{"at the cut-off it is in time", cab("14:00-15:00"), twoDays, "2026-09-14T14:00", "2026-09-09T14:00", "2026-09-07T14:00", "2026-09-16T14:00", "2026-09-14T14:00"},
		{"a minute later it is not", cab("14:00-15:00"), twoDays, "2026-09-14T14:01", "2026-09-09T14:00", "2026-09-07T14:00", "2026-09-23T14:00", "2026-09-21T14:00"},
		{"a start at the meeting is decided by it", cab("14:00-15:00"), twoDays, "2026-09-09T14:00", "2026-09-09T14:00", "2026-09-07T14:00", "2026-09-16T14:00", "2026-09-14T14:00"},
		{"working time counts half a day as half", cab("14:00-15:00"), sixteenHours, "2026-09-11T18:00", "2026-09-09T14:00", "2026-09-07T14:00", "2026-09-16T14:00", "2026-09-14T09:00"},
		{"elapsed time", cab("14:00-15:00"), elapsed, "2026-09-14T14:00", "2026-09-09T14:00", "2026-09-07T14:00", "2026-09-16T14:00", "2026-09-14T14:00"},
		{"no cut-off rule", cab("14:00-15:00"), nil, "2026-09-16T14:00", "2026-09-16T14:00", "2026-09-16T14:00", "2026-09-16T14:00", "2026-09-16T14:00"},
		{"no cut-off can be told", cab("14:00-15:00"), never, "2026-09-16T14:00", "2026-09-16T14:00", "", "", ""},
		{"a meeting that is not held", cab("14:00-15:00", cancelled), twoDays, "2026-09-10T09:00", "2026-09-02T14:00", "", "2026-09-16T14:00", "2026-09-14T14:00"},
		{"before the first", cab("14:00-15:00"), elapsed, "2026-09-01T00:00", "", "", "2026-09-09T14:00", "2026-09-07T14:00"},
		{"after the last", cab("14:00-15:00"), elapsed, "2026-10-27T00:00", "2026-10-21T14:00", "2026-10-19T14:00", "", ""},
		{"an evening meeting, by days", cab("19:00-20:00"), twoDays, "2026-09-14T18:00", "2026-09-09T19:00", "2026-09-07T19:00", "2026-09-16T19:00", "2026-09-14T19:00"},
	}
	show := func(at time.Time) string {
		if at.IsZero() {
			return ""
		}
		return at.In(loc).Format("2006-01-02T15:04")
	}
	for _, tt := range tests {
		t.Run(tt.reason, func(t *testing.T) {
			at := moment(t, tt.at).Begin(loc)
			m, due, ok := tt.cab.MeetingBefore(at, tt.cutoff)
			require.Equal(t, []string{tt.before, tt.due}, []string{show(m.Opens), show(due)}, "before")
			require.Equal(t, tt.due != "", ok)
			m, due, ok = tt.cab.MeetingAfter(at, tt.cutoff)
			require.Equal(t, []string{tt.after, tt.dueBy}, []string{show(m.Opens), show(due)}, "after")
			require.Equal(t, tt.after != "", ok)
		})
	}
	var none *calendar.Compiled
	_, _, ok := none.MeetingBefore(span.Start, nil)
	require.False(t, ok)
	_, _, ok = none.MeetingAfter(span.Start, nil)
	require.False(t, ok)
}

// A plan holds a decision to the first meeting that is the lead in working time or more after the
// submission: the same meeting as the cut-off in working time gives.
func TestMeetingsAsPlansReckon(t *testing.T) {
	span := between(t, "Europe/Zurich", "2026-09-01", "2026-11-30")
	hoursOf := office(t, span)
	rapid.Check(t, func(t *rapid.T) {
		c := calendar.Spec{Zone: "Europe/Zurich", Windows: []calendar.Window{{Name: "cab", Every: mustRule(t, rapid.SampledFrom([]string{"wed", "mon, thu", "daily", "sat"}).Draw(t, "every")),
			Hours: calendar.Hours{{From: calendar.Clock(rapid.IntRange(0, 1439).Draw(t, "begins") * 60)}}}}}
		c.Windows[0].Hours[0].To = c.Windows[0].Hours[0].From + 60
		cab, err := c.Compile(span, calendar.Subject{}, 0)
		require.NoError(t, err)
		lead := time.Duration(rapid.IntRange(0, 40).Draw(t, "lead")) * time.Hour
		submitted := span.Start.Add(minutes(rapid.IntRange(7*1440, 60*1440).Draw(t, "submitted")))
		var want calendar.Occurrence
		if earliest, ok := hoursOf.Add(submitted, lead); ok {
			for _, o := range cab.Occurrences() {
				if !o.Opens.Before(earliest) {
					want = o
					break
				}
			}
		}
		got, due, ok := cab.MeetingAfter(submitted, func(begins time.Time) (time.Time, bool) { return hoursOf.Add(begins, -lead) })
		require.Equal(t, want != calendar.Occurrence{}, ok)
		require.Equal(t, want, got)
		if ok {
			require.Equal(t, lead, hoursOf.Between(due, got.Opens))
		}
	})
}

func mustRule(t *rapid.T, text string) calendar.Rule {
	r, err := calendar.ParseRule(text)
	require.NoError(t, err)
	return r
}
