package calendar_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/berthplan/berth/calendar"
)

// moments reads moments parted by blanks.
func moments(t testing.TB, list string) []calendar.Moment {
	t.Helper()
	var out []calendar.Moment
	for _, s := range strings.Fields(list) {
		m, err := calendar.ParseMoment(s)
		require.NoError(t, err)
		out = append(out, m)
	}
	return out
}

func spanOf(t testing.TB, from, to string) calendar.Interval {
	t.Helper()
	return calendar.Interval{Start: date(t, from).In(time.UTC), End: date(t, to).In(time.UTC)}
}

func TestRecurrenceStarts(t *testing.T) {
	newYork, sydney := zone(t, "America/New_York"), zone(t, "Australia/Sydney")
	tests := []struct {
		reason        string
		start, rule   string
		dates, except string
		zone          *time.Location
		skip          bool
		from, to      string
		limit         int
		want          string // RFC 3339
	}{
		{"Start alone", "2026-03-01T09:00", "", "", "", nil, false, "2026-01-01", "2027-01-01", 0, "2026-03-01T09:00:00Z"},
		{"Start alone, outside the span", "2026-03-01T09:00", "", "", "", nil, false, "2026-04-01", "2027-01-01", 0, ""},
		{"an instant, seen in a zone", "2026-03-01T09:00Z", "FREQ=DAILY;COUNT=2", "", "", newYork, false, "2026-01-01", "2027-01-01", 0, "2026-03-01T04:00:00-05:00 2026-03-02T04:00:00-05:00"},
		{"a Start the rule does not give", "2026-03-06", "FREQ=WEEKLY;BYDAY=MO;COUNT=2", "", "", nil, false, "2026-01-01", "2027-01-01", 0, "2026-03-09T00:00:00Z 2026-03-16T00:00:00Z"},
		{"the rule's own DTSTART does not matter", "2026-03-06", "DTSTART:20200101T090000 RRULE:FREQ=DAILY;COUNT=1", "", "", nil, false, "2026-01-01", "2027-01-01", 0, "2026-03-06T00:00:00Z"},
		{"dates add, doubles count once", "2026-03-06T09:00", "FREQ=DAILY;COUNT=2", "2026-03-07T09:00 2026-03-05T12:00Z", "", nil, false, "2026-01-01", "2027-01-01", 0, "2026-03-05T12:00:00Z 2026-03-06T09:00:00Z 2026-03-07T09:00:00Z"},
		{"except a day, a local time, an instant; COUNT counted them", "2026-03-01T09:00", "FREQ=DAILY;COUNT=5", "2026-03-02T15:00", "2026-03-02 2026-03-03T09:00 2026-03-04T14:00Z", newYork, false, "2026-01-01", "2027-01-01", 0, "2026-03-01T09:00:00-05:00 2026-03-05T09:00:00-05:00"},
		{"dates after UNTIL, which is an instant", "2026-10-31T01:30", "FREQ=DAILY;UNTIL=20261101T053000Z", "2026-12-24T09:00", "", newYork, false, "2026-01-01", "2027-01-01", 0, "2026-10-31T01:30:00-04:00 2026-11-01T01:30:00-04:00 2026-12-24T09:00:00-05:00"},
		{"UNTIL between the two passes of a time", "2026-10-31T01:30", "FREQ=DAILY;BYMINUTE=30,45;UNTIL=20261101T060000Z", "", "", newYork, false, "2026-11-01", "2027-01-01", 0, "2026-11-01T01:30:00-04:00 2026-11-01T01:45:00-04:00"},
		{"hours over a gap: 02:30 is read as 03:30", "2026-03-08T01:30", "FREQ=HOURLY;COUNT=4", "", "", newYork, false, "2026-01-01", "2027-01-01", 0, "2026-03-08T01:30:00-05:00 2026-03-08T03:30:00-04:00 2026-03-08T03:30:00-04:00 2026-03-08T04:30:00-04:00"},
		{"hours over a gap, without those it skips", "2026-03-08T01:30", "FREQ=HOURLY;COUNT=3", "", "", newYork, true, "2026-01-01", "2027-01-01", 0, "2026-03-08T01:30:00-05:00 2026-03-08T03:30:00-04:00 2026-03-08T04:30:00-04:00"},
		{"times in a gap come after some behind it: the first five are the first", "2026-03-08T01:00", "FREQ=MINUTELY;INTERVAL=30", "", "", newYork, false, "2026-01-01", "2027-01-01", 5, "2026-03-08T01:00:00-05:00 2026-03-08T01:30:00-05:00 2026-03-08T03:00:00-04:00 2026-03-08T03:00:00-04:00 2026-03-08T03:30:00-04:00"},
		{"a span that begins in what a gap was read as", "2026-03-08T02:30", "FREQ=DAILY;COUNT=2", "", "", newYork, false, "2026-03-08", "2027-01-01", 1, "2026-03-08T03:30:00-04:00"},
		{"a day that begins at one o'clock", "2026-09-05", "FREQ=DAILY;COUNT=2", "", "2026-09-05", zone(t, "America/Santiago"), false, "2026-01-01", "2027-01-01", 0, "2026-09-06T01:00:00-03:00"},
		{"a limit", "2026-03-01T09:00", "FREQ=DAILY", "", "2026-03-02", nil, false, "2026-01-01", "2027-01-01", 2, "2026-03-01T09:00:00Z 2026-03-03T09:00:00Z"},
		{"forward over a gap", "2026-03-07T02:30", "FREQ=DAILY;COUNT=3", "", "", newYork, false, "2026-01-01", "2027-01-01", 0, "2026-03-07T02:30:00-05:00 2026-03-08T03:30:00-04:00 2026-03-09T02:30:00-04:00"},
		{"without times in a gap, which COUNT passes by", "2026-03-07T02:30", "FREQ=DAILY", "", "", newYork, true, "2026-01-01", "2027-01-01", 3, "2026-03-07T02:30:00-05:00 2026-03-09T02:30:00-04:00 2026-03-10T02:30:00-04:00"},
		{"the first of two", "2026-04-04T02:30", "FREQ=DAILY;COUNT=2", "", "", sydney, false, "2026-01-01", "2027-01-01", 0, "2026-04-04T02:30:00+11:00 2026-04-05T02:30:00+11:00"},
	}
	for _, tt := range tests {
		r := calendar.Recurrence{Start: moments(t, tt.start)[0], Location: tt.zone, Dates: moments(t, tt.dates), Except: moments(t, tt.except), SkipGaps: tt.skip}
		if tt.rule != "" {
			r.Rule = rule(t, tt.rule)
		}
		list, err := r.Starts(spanOf(t, tt.from, tt.to), tt.limit)
		require.NoError(t, err, tt.reason)
		got := []string{}
		for _, x := range list {
			got = append(got, x.Format(time.RFC3339))
		}
		require.Equal(t, strings.Fields(tt.want), got, tt.reason)
	}
}

// Every second across the day that Apia skips: the skipped ones are read as the day after, twice as many.
func TestStartsAcrossSkippedDay(t *testing.T) {
	apia := zone(t, "Pacific/Apia")
	r := calendar.Recurrence{Start: moments(t, "2011-12-29T23:00")[0], Location: apia, Rule: rule(t, "FREQ=SECONDLY")}
	span := calendar.Interval{Start: r.Start.Begin(apia), End: r.Start.Begin(apia).Add(25 * time.Hour)}
	list, err := r.Starts(span, 0)
	require.NoError(t, err)
	require.Len(t, list, 3600+2*86400)
	require.True(t, slices.IsSortedFunc(list, time.Time.Compare))
	r.SkipGaps = true
	list, err = r.Starts(span, 0)
	require.NoError(t, err)
	require.Len(t, list, 3600+86400)
}

// UNTIL in UTC ends a window's rule, too, where local times come twice.
func TestWindowUntilInstant(t *testing.T) {
	for until, want := range map[string]int{"20261101T052959Z": 2, "20261101T053000Z": 3, "20261101T060000Z": 4, "20261101T070000Z": 4} {
		w := calendar.Window{Name: "w", Lasts: calendar.Length{Minutes: 1}, Every: rule(t, "DTSTART;TZID=America/New_York:20261031T013000 RRULE:FREQ=DAILY;BYMINUTE=30,45;UNTIL="+until)}
		c := compile(t, calendar.Spec{Windows: []calendar.Window{w}}, spanOf(t, "2026-10-30", "2026-12-01"))
		require.Len(t, c.Occurrences(), want, until)
	}
}

func TestRecurrenceRefuses(t *testing.T) {
	year := spanOf(t, "2026-01-01", "2027-01-01")
	day := moments(t, "2026-01-01")[0]
	for _, tt := range []struct {
		r    calendar.Recurrence
		code string
	}{
		{calendar.Recurrence{}, "no-start"},
		{calendar.Recurrence{Start: day, Rule: rule(t, "tue")}, "unsupported-rule"},
		{calendar.Recurrence{Start: day, Rule: rule(t, "0 21 * * *")}, "unsupported-rule"},
		{calendar.Recurrence{Start: day, Rule: rule(t, "FREQ=HOURLY")}, "bad-rule"},
	} {
		_, err := tt.r.Starts(year, 0)
		var e *calendar.Error
		require.True(t, errors.As(err, &e), tt.code)
		require.Equal(t, tt.code, e.Code)
	}
}

// read is the instants of local times, found by trying the offsets of the days around each.
func read(local int64, loc *time.Location) (unix int64, skipped bool) {
	offset := func(unix int64) int64 {
		_, off := time.Unix(unix, 0).In(loc).Zone()
		return int64(off)
	}
	before, after := offset(local-36*3600), offset(local+36*3600)
	for _, off := range []int64{max(before, after), min(before, after)} {
		if offset(local-off) == off {
			return local - off, false
		}
	}
	return local - before, true
}

// Starts in a zone are the floating ones, read one by one, whatever the span and the limit.
func TestStartsAgainstNaive(t *testing.T) {
	type night struct {
		zone  string
		start string
	}
	nights := []night{
		{"America/New_York", "2026-03-07"}, {"America/New_York", "2026-10-31"}, {"Europe/Berlin", "2026-03-28"}, {"Europe/Berlin", "2026-10-24"},
		{"Australia/Lord_Howe", "2026-10-03"}, {"Australia/Lord_Howe", "2026-04-04"}, {"America/Santiago", "2026-09-05"}, {"America/Havana", "2026-03-07"},
		{"Pacific/Apia", "2011-12-28"}, {"America/Sao_Paulo", "2018-11-03"}, {"Asia/Kolkata", "2026-03-28"}, {"UTC", "2026-03-28"},
	}
	rules := []string{
		"FREQ=DAILY", "FREQ=HOURLY", "FREQ=MINUTELY;INTERVAL=10", "FREQ=MINUTELY;INTERVAL=45", "FREQ=DAILY;BYHOUR=0,1,2,3;BYMINUTE=0,15,30,59",
		"FREQ=HOURLY;BYMINUTE=30;BYDAY=SA,SU", "FREQ=DAILY;INTERVAL=2", "FREQ=SECONDLY;INTERVAL=1801",
	}
	rapid.Check(t, func(rt *rapid.T) {
		n, text := rapid.SampledFrom(nights).Draw(rt, "night"), rapid.SampledFrom(rules).Draw(rt, "rule")
		count := rapid.SampledFrom([]int{0, 1, 7, 60}).Draw(rt, "count")
		limit := rapid.SampledFrom([]int{1, 2, 5, 30}).Draw(rt, "limit")
		if count > 0 {
			text += fmt.Sprintf(";COUNT=%d", count)
		}
		r := calendar.Recurrence{
			Start: moments(t, n.start+rapid.SampledFrom([]string{"T00:00", "T02:30", "T23:15"}).Draw(rt, "time"))[0],
			Rule:  rule(t, text), SkipGaps: rapid.Bool().Draw(rt, "skip"),
		}
		day := date(t, n.start).In(time.UTC)
		from := day.Add(time.Duration(rapid.IntRange(-30, 80).Draw(rt, "from")) * time.Hour)
		to := from.Add(time.Duration(rapid.IntRange(0, 100).Draw(rt, "to")) * time.Hour)

		loc := zone(t, n.zone)
		floats := r
		if r.SkipGaps { // COUNT passes by what is skipped
			floats.Rule = rule(t, strings.TrimSuffix(text, fmt.Sprintf(";COUNT=%d", count)))
		}
		local, err := floats.Starts(calendar.Interval{Start: ever.Start, End: day.AddDate(0, 0, 10)}, 5000)
		require.NoError(t, err)
		want := []int64{}
		left := count
		for _, x := range local {
			unix, skipped := read(x.Unix(), loc)
			if skipped && r.SkipGaps {
				continue
			}
			if unix >= from.Unix() && unix < to.Unix() {
				want = append(want, unix)
			}
			if left--; left == 0 {
				break
			}
		}
		slices.Sort(want)
		r.Location = loc
		list, err := r.Starts(calendar.Interval{Start: from, End: to}, limit)
		require.NoError(t, err)
		got := []int64{}
		for _, x := range list {
			got = append(got, x.Unix())
		}
		require.Equal(t, want[:min(limit, len(want))], got, "%s %s %v", n.zone, text, r.SkipGaps)
	})
}
