package calendar_test

import (
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/berthplan/berth/calendar"
)

func length(t testing.TB, s string) calendar.Length {
	t.Helper()
	l, err := calendar.ParseLength(s)
	require.NoError(t, err)
	return l
}

func hours(t testing.TB, s string) calendar.Hours {
	t.Helper()
	h, err := calendar.ParseHours(s)
	require.NoError(t, err)
	return h
}

func days(t testing.TB, s string) calendar.Days {
	t.Helper()
	d, err := calendar.ParseDays(s)
	require.NoError(t, err)
	return d
}

func TestParseLength(t *testing.T) {
	const day = 24 * time.Hour
	tests := []struct {
		text, canonical  string
		elapsed, working time.Duration // of a standard day of 8 hours
	}{
		{"4h", "4h", 4 * time.Hour, 4 * time.Hour},
		{"1w 2d", "1w2d", 9 * day, 56 * time.Hour},
		{"1h30m", "1h30m", 90 * time.Minute, 90 * time.Minute},
		{"90m", "90m", 90 * time.Minute, 90 * time.Minute},
		{"-2d", "-2d", -2 * day, -16 * time.Hour},
		{"+2d", "2d", 2 * day, 16 * time.Hour},
		{"-1w1h", "-1w1h", -7*day - time.Hour, -41 * time.Hour},
		{"0d", "0m", 0, 0},
		{" 1d  4h ", "1d4h", 28 * time.Hour, 12 * time.Hour},
	}
	for _, tt := range tests {
		l := length(t, tt.text)
		require.Equal(t, tt.canonical, l.String())
		require.Equal(t, l, length(t, l.String()))
		require.Equal(t, tt.elapsed, l.Elapsed(), tt.text)
		require.Equal(t, tt.working, l.Working(8*time.Hour), tt.text)
	}
	require.Equal(t, 2*day, length(t, "2d").Working(0), "without a standard day a day is 24 hours")
}

func TestParseLengthRefuses(t *testing.T) {
	tests := []struct{ text, hint string }{
		{"1.5h", "write 1h30m"},
		{"0,25h", "write 15m"},
		{"2.5m", "write 3m"},
		{"1.5d", "write whole days and the hours beyond them, such as 1d 4h"},
		{"90s", "seconds are not kept; write 2m"},
		{"30", "give a unit: 30d, 30h or 30m"},
		{"2 days", "give a unit: 2d, 2h or 2m"},
		{"2days", "write 2d"},
		{"3hrs", "write 3h"},
		{"1y", "months and years differ in length; write weeks or days"},
		{"1d1w", "give the units in the order w, d, h, m, each once"},
		{"1h1h", "give the units in the order w, d, h, m, each once"},
		{"PT90M", "write it without P and T"},
		{"99999999w", "a length is at most a hundred years"},
		{"2x", "the units are w, d, h and m"},
		{"d", ""}, {"", ""}, {"-", ""}, {"--2d", ""}, {"99999999999999999999h", ""},
	}
	for _, tt := range tests {
		_, err := calendar.ParseLength(tt.text)
		var e *calendar.Error
		require.ErrorAs(t, err, &e, tt.text)
		require.Equal(t, "bad-length", e.Code)
		require.Equal(t, tt.hint, e.Hint, tt.text)
	}
}

// Lengths made by hand may be anything; nothing overflows.
func TestLengthMadeByHand(t *testing.T) {
	big := calendar.Length{Weeks: math.MaxInt, Days: math.MaxInt, Hours: math.MaxInt, Minutes: math.MaxInt}
	require.Equal(t, time.Duration(math.MaxInt64), big.Elapsed())
	require.Equal(t, time.Duration(-math.MaxInt64), calendar.Length{Days: math.MinInt}.Elapsed())
	require.Equal(t, "30m", calendar.Length{Hours: 1, Minutes: -30}.String(), "mixed signs print as what they come to")
	require.NotEmpty(t, calendar.Length{Weeks: math.MinInt}.String())
}

func TestClock(t *testing.T) {
	require.Equal(t, calendar.Clock(86400), clock(t, "24:00"))
	require.Equal(t, "21:00:30", clock(t, "21:00:30").String())
	tests := []struct{ text, hint string }{
		{"9:00", "write 09:00"}, {"0800", "write 08:00"}, {"900", "write 09:00"}, {"24:01", ""}, {"12:60", ""}, {"9am", ""}, {"", ""}, {"ab:cd", ""},
	}
	for _, tt := range tests {
		_, err := calendar.ParseClock(tt.text)
		var e *calendar.Error
		require.ErrorAs(t, err, &e, tt.text)
		require.Equal(t, "bad-time", e.Code)
		require.Equal(t, tt.hint, e.Hint, tt.text)
	}
}

func TestDays(t *testing.T) {
	tests := []struct{ text, canonical string }{
		{"mon-fri", "mon-fri"}, {"Tue, THU", "tue, thu"}, {"daily", "daily"}, {"sat-mon", "mon, sat, sun"},
		{"monday and friday", "mon, fri"}, {"mon,tue,wed,thu,fri,sat,sun", "daily"}, {"weekdays", "mon-fri"},
		{"weekend", "sat, sun"}, {"fri - tue", "mon, tue, fri-sun"}, {"tuesdays, thurs", "tue, thu"}, {"sun-sat", "daily"},
	}
	for _, tt := range tests {
		require.Equal(t, tt.canonical, days(t, tt.text).String(), tt.text)
		require.Equal(t, days(t, tt.text), days(t, tt.canonical))
	}
	for _, tt := range []struct{ text, hint string }{
		{"tueday", "did you mean tuesday?"}, {"mno-fri", "did you mean mon?"}, {"tue,,thu", ""}, {"", ""}, {"holiday", ""},
	} {
		_, err := calendar.ParseDays(tt.text)
		var e *calendar.Error
		require.ErrorAs(t, err, &e, tt.text)
		require.Equal(t, "bad-days", e.Code)
		if tt.hint != "" {
			require.Equal(t, tt.hint, e.Hint, tt.text)
		}
	}
	require.True(t, days(t, "sat-mon").Has(time.Sunday))
	require.False(t, days(t, "sat-mon").Has(time.Tuesday))
}

func TestHours(t *testing.T) {
	require.Equal(t, "08:00-12:00, 13:00-17:00", hours(t, "13:00-17:00,08:00-12:00").String(), "sorted")
	require.Equal(t, "21:00-24:00", hours(t, "21:00-00:00").String(), "until midnight")
	require.Equal(t, "00:00-24:00", hours(t, "00:00-00:00").String(), "the whole day")
	require.Equal(t, "08:00-12:00, 12:00-13:00", hours(t, "08:00-12:00,12:00-13:00").String(), "they may touch")
	require.Equal(t, "03:00-05:00, 21:00-03:00", hours(t, "21:00-03:00, 03:00-05:00").String(), "past midnight, too")
	for _, tt := range []struct{ text, hint string }{
		{"08:00-12:00, 11:00-17:00", "08:00-12:00 overlaps the span after it"},
		{"21:00-03:00, 02:00-05:00", "21:00-03:00 overlaps the span after it"},
		{"21:00-22:00-23:00", ""}, {"21:00", ""}, {"", ""}, {"9:00-17:00", "write 09:00"}, {"24:00-03:00", "a span opens from 00:00 to 23:59 and closes by 24:00"},
	} {
		_, err := calendar.ParseHours(tt.text)
		var e *calendar.Error
		require.ErrorAs(t, err, &e, tt.text)
		require.Equal(t, "bad-hours", e.Code)
		require.Equal(t, tt.hint, e.Hint, tt.text)
	}
	require.Equal(t, 8*time.Hour, calendar.Weekly{Hours: hours(t, "08:00-12:00, 13:00-17:00")}.StandardDay())
	require.Equal(t, 6*time.Hour, calendar.Weekly{Hours: hours(t, "21:00-03:00")}.StandardDay())
	require.Equal(t, 24*time.Hour, calendar.Weekly{}.StandardDay())
}

func TestLoadZone(t *testing.T) {
	for _, name := range []string{"Europe/Zurich", "Etc/GMT+12", "America/Argentina/Buenos_Aires", "UTC", "Asia/Kolkata"} {
		require.Equal(t, name, zone(t, name).String())
	}
	require.Equal(t, time.UTC, zone(t, ""))
	tests := []struct{ name, hint string }{
		{"PST", "did you mean America/Los_Angeles?"}, {"pdt", "did you mean America/Los_Angeles?"},
		{"EST", "did you mean America/New_York?"}, {"CET", "did you mean Europe/Paris?"}, {"CEST", "did you mean Europe/Paris?"},
		{"BST", "did you mean Europe/London?"}, {"IST", "did you mean Asia/Kolkata?"}, {"JST", "did you mean Asia/Tokyo?"},
		{"AEST", "did you mean Australia/Sydney?"}, {"EST5EDT", "did you mean America/New_York?"},
		{"AoE", "did you mean Etc/GMT+12? (\"anywhere on earth\" is 12 hours behind UTC)"},
		{"anywhere on earth", "did you mean Etc/GMT+12? (\"anywhere on earth\" is 12 hours behind UTC)"},
		{"Local", "name the place: the machine's own zone differs from machine to machine"},
		{"Europe/Zürich", "did you mean Europe/Zurich?"}, {"Europe/Zurch", "did you mean Europe/Zurich?"},
		{"europe/berlin", "did you mean Europe/Berlin?"}, {"Singapore ", "did you mean Asia/Singapore?"}, {"New York", "did you mean America/New_York?"},
		{"W. Europe Standard Time", "did you mean Europe/Berlin?"}, {"Europe/Singapore", "did you mean Asia/Singapore?"},
		{"UTC+2", "an offset knows no summer time; name a place in that zone, or a fixed one such as Etc/GMT-2 for UTC+02:00"},
		{"+02:00", "an offset knows no summer time; name a place in that zone, or a fixed one such as Etc/GMT-2 for UTC+02:00"},
		{"../../etc/passwd", ""}, {"Mars/Olympus", ""}, {"right/Europe/Berlin", "did you mean Europe/Berlin?"},
	}
	for _, tt := range tests {
		_, err := calendar.LoadZone(tt.name)
		var e *calendar.Error
		require.ErrorAs(t, err, &e, tt.name)
		require.Equal(t, "unknown-zone", e.Code)
		require.Equal(t, tt.hint, e.Hint, tt.name)
	}
}
