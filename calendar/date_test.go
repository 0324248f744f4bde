package calendar_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/berthplan/berth/calendar"
)

func date(t testing.TB, s string) calendar.Date {
	t.Helper()
	d, err := calendar.ParseDate(s)
	require.NoError(t, err)
	return d
}

func zone(t testing.TB, name string) *time.Location {
	t.Helper()
	loc, err := calendar.LoadZone(name)
	require.NoError(t, err)
	return loc
}

func clock(t testing.TB, s string) calendar.Clock {
	t.Helper()
	c, err := calendar.ParseClock(s)
	require.NoError(t, err)
	return c
}

// Instants are written out by hand from the zones' published changes.
func TestDateAt(t *testing.T) {
	tests := []struct {
		zone, day, clock, want, reason string
	}{
		{"America/New_York", "2026-03-08", "01:59", "2026-03-08T06:59:00Z", "before the gap"},
		{"America/New_York", "2026-03-08", "02:30", "2026-03-08T07:30:00Z", "in the gap: 02:30 EST is 03:30 EDT"},
		{"America/New_York", "2026-03-08", "03:00", "2026-03-08T07:00:00Z", "after the gap"},
		{"America/New_York", "2026-11-01", "01:30", "2026-11-01T05:30:00Z", "twice: the first, EDT"},
		{"America/New_York", "2026-11-01", "02:00", "2026-11-01T07:00:00Z", "after the overlap"},
		{"Europe/Berlin", "2026-03-29", "02:30", "2026-03-29T01:30:00Z", "in the gap: 02:30 CET is 03:30 CEST"},
		{"Europe/Berlin", "2026-10-25", "02:30", "2026-10-25T00:30:00Z", "twice: the first, CEST"},
		{"Europe/Berlin", "2026-10-25", "03:00", "2026-10-25T02:00:00Z", "after the overlap"},
		{"Europe/London", "2026-03-29", "01:30", "2026-03-29T01:30:00Z", "in the gap: 01:30 GMT is 02:30 BST"},
		{"Europe/London", "2026-10-25", "01:30", "2026-10-25T00:30:00Z", "twice: the first, BST"},
		{"Australia/Sydney", "2026-10-04", "02:30", "2026-10-03T16:30:00Z", "in the gap: 02:30 AEST is 03:30 AEDT"},
		{"Australia/Sydney", "2026-04-05", "02:30", "2026-04-04T15:30:00Z", "twice: the first, AEDT"},
		{"America/Sao_Paulo", "2018-11-04", "00:00", "2018-11-04T03:00:00Z", "midnight is in the gap"},
		{"America/Sao_Paulo", "2018-11-04", "00:30", "2018-11-04T03:30:00Z", "in the gap: 00:30 -03 is 01:30 -02"},
		{"America/Sao_Paulo", "2018-11-04", "10:00", "2018-11-04T12:00:00Z", "the day after the gap"},
		{"America/Sao_Paulo", "2018-02-17", "23:30", "2018-02-18T01:30:00Z", "twice, before midnight: the first"},
		{"America/Sao_Paulo", "2018-02-18", "00:00", "2018-02-18T03:00:00Z", "midnight after the overlap"},
		{"America/Havana", "2026-03-08", "00:30", "2026-03-08T05:30:00Z", "in the gap at midnight"},
		{"America/Havana", "2026-11-01", "00:30", "2026-11-01T04:30:00Z", "twice after midnight: the first"},
		{"America/Santiago", "2026-09-06", "00:30", "2026-09-06T04:30:00Z", "in the gap at midnight"},
		{"America/Santiago", "2026-04-04", "23:30", "2026-04-05T02:30:00Z", "twice before midnight: the first"},
		{"Australia/Lord_Howe", "2026-10-04", "02:15", "2026-10-03T15:45:00Z", "a gap of half an hour"},
		{"Australia/Lord_Howe", "2026-04-05", "01:45", "2026-04-04T14:45:00Z", "an overlap of half an hour: the first"},
		{"Pacific/Apia", "2011-12-30", "12:00", "2011-12-30T22:00:00Z", "a day that Samoa skipped"},
		{"Pacific/Apia", "2011-12-31", "00:00", "2011-12-30T10:00:00Z", "the day after"},
		{"UTC", "2026-03-08", "24:00", "2026-03-09T00:00:00Z", "24:00 is the next midnight"},
		{"America/Toronto", "1919-03-31", "00:15", "1919-03-31T05:15:00Z", "a gap from 23:30 to 00:30"},
	}
	for _, tt := range tests {
		got := date(t, tt.day).At(clock(t, tt.clock), zone(t, tt.zone))
		require.Equal(t, tt.want, got.UTC().Format(time.RFC3339), "%s %s %s: %s", tt.zone, tt.day, tt.clock, tt.reason)
	}
}

func TestDateIn(t *testing.T) {
	tests := []struct {
		zone, day, want, reason string
	}{
		{"UTC", "2026-01-01", "2026-01-01T00:00:00Z", "midnight"},
		{"Europe/Zurich", "2026-07-01", "2026-06-30T22:00:00Z", "midnight in summer"},
		{"America/Sao_Paulo", "2018-11-04", "2018-11-04T03:00:00Z", "the clock skips midnight: the day begins at 01:00"},
		{"America/Havana", "2026-03-08", "2026-03-08T05:00:00Z", "likewise"},
		{"America/Havana", "2026-11-01", "2026-11-01T04:00:00Z", "midnight comes twice: the first"},
		{"America/Santiago", "2026-09-06", "2026-09-06T04:00:00Z", "likewise"},
		{"America/Toronto", "1919-03-31", "1919-03-31T04:30:00Z", "the day begins at 00:30"},
		{"Pacific/Apia", "2011-12-30", "2011-12-30T10:00:00Z", "a day that does not exist is empty, between its neighbours"},
		{"Pacific/Apia", "2011-12-31", "2011-12-30T10:00:00Z", "and the next begins there"},
	}
	for _, tt := range tests {
		require.Equal(t, tt.want, date(t, tt.day).In(zone(t, tt.zone)).UTC().Format(time.RFC3339), "%s %s: %s", tt.zone, tt.day, tt.reason)
	}
}

// Every civil half hour of a year in many zones, against a search over instants that knows nothing of gaps.
func TestDateAtAgainstInstants(t *testing.T) {
	tests := []struct {
		zone  string
		years []int
	}{
		{"America/New_York", []int{2026}}, {"Europe/Berlin", []int{2026}}, {"Europe/Dublin", []int{2026}},
		{"Africa/Casablanca", []int{2026}}, {"America/Sao_Paulo", []int{2018}}, {"America/Havana", []int{2026}},
		{"Australia/Lord_Howe", []int{2026}}, {"Pacific/Apia", []int{2011}}, {"Asia/Tehran", []int{2018}},
	}
	for _, tt := range tests {
		for _, year := range tt.years {
			name, loc := tt.zone, zone(t, tt.zone)
			first := map[string]time.Time{}
			begin := time.Date(year-1, 12, 28, 0, 0, 0, 0, time.UTC)
			for u := begin; u.Year() <= year; u = u.Add(15 * time.Minute) {
				wall := u.In(loc).Format("2006-01-02 15:04")
				if _, seen := first[wall]; !seen {
					first[wall] = u
				}
			}
			for d := (calendar.Date{Year: year, Month: 1, Day: 1}); d.Month < 12; d = d.AddDays(1) {
				for c := calendar.Clock(0); c < 86400; c += 1800 {
					got := d.At(c, loc)
					if want, exists := first[d.String()+" "+c.String()]; exists {
						require.True(t, want.Equal(got), "%s %s %s: want %s, got %s", name, d, c, want, got)
						continue
					}
					// In a gap, the distance to the same clock of the day before is that of civil time.
					if before, exists := first[d.AddDays(-1).String()+" "+c.String()]; exists {
						require.Equal(t, 24*time.Hour, got.Sub(before), "%s %s %s in a gap", name, d, c)
					}
				}
			}
		}
	}
}

func TestParseDate(t *testing.T) {
	tests := []struct {
		text, hint, reason string
	}{
		{"2019-09-38", "September 2019 has 30 days", "a published slip"},
		{"2026-9-1", "write two digits: 2026-09-01", "single digits"},
		{"2026-13-01", "there is no month 13", "no such month"},
		{"2026-02-29", "February 2026 has 28 days", "no leap year"},
		{"0000-01-01", "", "no year 0"},
		{"03/04/2026", "which number is the month differs between countries; write the year first", "foreign order"},
		{"4.3.2026", "which number is the month differs between countries; write the year first", "foreign order"},
		{"+026-01-01", "", "signs are no digits"},
		{"", "", "nothing"},
	}
	for _, tt := range tests {
		_, err := calendar.ParseDate(tt.text)
		var e *calendar.Error
		require.ErrorAs(t, err, &e, tt.reason)
		require.Equal(t, "bad-date", e.Code, tt.reason)
		require.Equal(t, tt.text, e.Found, tt.reason)
		if tt.hint != "" {
			require.Equal(t, tt.hint, e.Hint, tt.reason)
		}
	}
	require.Equal(t, calendar.Date{Year: 2024, Month: 2, Day: 29}, date(t, "2024-02-29"))
}

func TestDateArithmetic(t *testing.T) {
	d := date(t, "2024-02-28")
	require.Equal(t, "2024-03-01", d.AddDays(2).String())
	require.Equal(t, "2023-12-31", date(t, "2024-01-01").AddDays(-1).String())
	require.Equal(t, time.Wednesday, d.Weekday())
	require.Equal(t, time.Thursday, date(t, "1970-01-01").Weekday())
	require.Equal(t, time.Monday, date(t, "0001-01-01").Weekday(), "before 1970, too")
	require.Equal(t, -1, d.Compare(d.AddDays(1)))
	require.Equal(t, 0, d.Compare(d))
	require.Equal(t, 1, d.Compare(d.AddDays(-1)))
	require.Empty(t, calendar.Date{}.String())
	require.Equal(t, "2026-11-16", calendar.DateOf(time.Date(2026, 11, 15, 23, 0, 0, 0, time.UTC).In(zone(t, "Asia/Tokyo"))).String())
}
