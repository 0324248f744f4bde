package calendar_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/berthplan/berth/calendar"
)

func moment(t testing.TB, s string) calendar.Moment {
	t.Helper()
	m, err := calendar.ParseMoment(s)
	require.NoError(t, err)
	return m
}

func TestParseMoment(t *testing.T) {
	tests := []struct {
		text, canonical, begin, finish, reason string
	}{
		{"2026-11-15", "2026-11-15", "2026-11-14T23:00:00Z", "2026-11-15T23:00:00Z", "a whole day in Zurich"},
		{"2026-09-01T09:00", "2026-09-01T09:00", "2026-09-01T07:00:00Z", "2026-09-01T07:00:00Z", "a local time"},
		{"2026-09-01T09:00:00", "2026-09-01T09:00", "2026-09-01T07:00:00Z", "2026-09-01T07:00:00Z", "no seconds to show"},
		{"2026-09-01T09:00:30", "2026-09-01T09:00:30", "2026-09-01T07:00:30Z", "2026-09-01T07:00:30Z", "seconds"},
		{"2026-09-01T09:00Z", "2026-09-01T09:00Z", "2026-09-01T09:00:00Z", "2026-09-01T09:00:00Z", "an instant in UTC"},
		{"2026-09-01T09:00:00+00:00", "2026-09-01T09:00Z", "2026-09-01T09:00:00Z", "2026-09-01T09:00:00Z", "the same"},
		{"2026-09-01T09:00:00-07:00", "2026-09-01T09:00-07:00", "2026-09-01T16:00:00Z", "2026-09-01T16:00:00Z", "an instant keeps its offset"},
		{"2026-03-29T02:30", "2026-03-29T02:30", "2026-03-29T01:30:00Z", "2026-03-29T01:30:00Z", "a time the clock skips"},
		{"2026-03-29", "2026-03-29", "2026-03-28T23:00:00Z", "2026-03-29T22:00:00Z", "a day of 23 hours"},
	}
	zurich := zone(t, "Europe/Zurich")
	for _, tt := range tests {
		m := moment(t, tt.text)
		require.Equal(t, tt.canonical, m.String(), tt.reason)
		require.True(t, m == moment(t, tt.canonical), tt.reason)
		require.Equal(t, tt.begin, m.Begin(zurich).UTC().Format(time.RFC3339), tt.reason)
		require.Equal(t, tt.finish, m.Finish(zurich).UTC().Format(time.RFC3339), tt.reason)
		require.Equal(t, len(tt.text) == 10, m.IsDay(), tt.reason)
		require.False(t, m.IsZero(), tt.reason)
	}
}

func TestParseMomentRefuses(t *testing.T) {
	tests := []struct {
		text, code, hint, reason string
	}{
		{"2019-09-38", "bad-date", "September 2019 has 30 days", "no such day"},
		{"2026-9-1", "bad-date", "write two digits: 2026-09-01", "single digits"},
		{"2026-09-38T10:00", "bad-date", "September 2026 has 30 days", "no such day, with a time"},
		{"2026-09-01 09:00", "bad-time", "write 2026-09-01T09:00", "a space in place of T"},
		{"2026-09-01T9:00", "bad-time", "write 09:00", "single digits"},
		{"2026-09-01T25:00", "bad-time", "", "no such hour"},
		{"2026-09-01T24:00", "bad-time", "write 2026-09-02T00:00", "one text for midnight"},
		{"2026-09-01T09:00:60", "bad-time", "", "a leap second"},
		{"2026-09-01T09:00:00.5", "bad-time", "parts of a second are not kept; leave them out", "parts of a second"},
		{"2026-09-01T09:00 PDT", "bad-time", "PDT is no zone here: leave it out and set the zone to America/Los_Angeles, or write the offset", "an abbreviation"},
		{"2026-09-01T09:00CEST", "bad-time", "CEST is no zone here: leave it out and set the zone to Europe/Paris, or write the offset", "an abbreviation"},
		{"2026-09-01 09:00 PDT", "bad-time", "PDT is no zone here: leave it out and set the zone to America/Los_Angeles, or write the offset", "both slips"},
		{"2026-09-01T09:00+0200", "bad-time", "write the offset as +02:00", "an offset without a colon"},
		{"2026-09-01T09:00+99:00", "bad-time", "an offset is at most 15:59", "no such offset"},
		{"2026-09-01T09:00z", "bad-time", "write Z directly after the time", "a small z"},
		{"tomorrow", "bad-date", "", "no date at all"},
		{"", "bad-date", "", "nothing"},
	}
	for _, tt := range tests {
		_, err := calendar.ParseMoment(tt.text)
		var e *calendar.Error
		require.ErrorAs(t, err, &e, "%s: %s", tt.text, tt.reason)
		require.Equal(t, tt.code, e.Code, tt.text)
		require.Equal(t, tt.hint, e.Hint, tt.text)
		require.Equal(t, tt.text, e.Found, tt.reason)
	}
}

func TestMomentOf(t *testing.T) {
	at := time.Date(2026, 9, 1, 9, 0, 0, 123, time.FixedZone("", 2*3600))
	require.Equal(t, "2026-09-01T09:00+02:00", calendar.MomentOf(at).String())
	require.True(t, at.Truncate(time.Second).Equal(calendar.MomentOf(at).Begin(time.UTC)))
	require.True(t, calendar.MomentOf(time.Time{}).IsZero())
	odd := time.Date(1880, 1, 1, 12, 0, 0, 0, time.FixedZone("LMT", 2047))
	require.Equal(t, "1880-01-01T11:25:53Z", calendar.MomentOf(odd).String(), "an offset with seconds becomes UTC")
}

func TestMomentSpan(t *testing.T) {
	zurich := zone(t, "Europe/Zurich")
	require.Equal(t, 25*time.Hour, moment(t, "2026-10-25").Span(zurich).Duration(), "the day the clock goes back")
	require.Equal(t, time.Minute, moment(t, "2026-10-25T08:00").Span(zurich).Duration())
	require.True(t, calendar.Moment{}.Span(zurich).Empty())
	require.True(t, calendar.Moment{}.Begin(zurich).IsZero())
	require.True(t, calendar.Moment{}.Finish(zurich).IsZero())
}

// Every value people write goes through text and back.
func TestTextForms(t *testing.T) {
	type values struct {
		Date   calendar.Date
		Moment calendar.Moment
		Length calendar.Length
		Clock  calendar.Clock
		Days   calendar.Days
		Hours  calendar.Hours
		Rule   calendar.Rule
	}
	const text = `{"Date":"2026-09-01","Moment":"2026-09-01T09:00","Length":"1w2d","Clock":"24:00","Days":"mon-fri","Hours":"21:00-03:00","Rule":"last 3 working days of quarter"}`
	var v values
	require.NoError(t, json.Unmarshal([]byte(text), &v))
	back, err := json.Marshal(v)
	require.NoError(t, err)
	require.Equal(t, text, string(back))

	var zero, again values
	back, err = json.Marshal(zero)
	require.NoError(t, err)
	require.Equal(t, `{"Date":"","Moment":"","Length":"0m","Clock":"00:00","Days":"","Hours":"","Rule":""}`, string(back))
	require.NoError(t, json.Unmarshal(back, &again))
	require.Equal(t, zero, again)

	for _, bad := range []string{`{"Date":"x"}`, `{"Moment":"x"}`, `{"Length":"x"}`, `{"Clock":"x"}`, `{"Days":"x"}`, `{"Hours":"x"}`, `{"Rule":"x"}`} {
		require.Error(t, json.Unmarshal([]byte(bad), &again), bad)
	}
}
