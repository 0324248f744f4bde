package calendar_test

import (
	"errors"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/berthplan/berth/calendar"
)

func rule(t testing.TB, s string) calendar.Rule {
	t.Helper()
	r, err := calendar.ParseRule(s)
	require.NoError(t, err, s)
	return r
}

// fires lists the days or local times of a rule in 2026, working days being mon-fri.
func fires(t testing.TB, text, from, to string) []string {
	t.Helper()
	times, err := calendar.Expand(rule(t, text), date(t, from).In(time.UTC), date(t, to).AddDays(1).In(time.UTC))
	require.NoError(t, err)
	out := []string{}
	for _, x := range times {
		if calendar.DateOf(x).In(time.UTC).Equal(x) {
			out = append(out, x.Format("2006-01-02"))
		} else {
			out = append(out, x.Format("2006-01-02T15:04"))
		}
	}
	return out
}

func TestRuleWords(t *testing.T) {
	tests := []struct {
		text, canonical, from, to, want string
	}{
		{"daily", "daily", "2026-03-01", "2026-03-03", "2026-03-01 2026-03-02 2026-03-03"},
		{"every day", "daily", "2026-03-01", "2026-03-02", "2026-03-01 2026-03-02"},
		{"tue, thu", "tue, thu", "2026-03-01", "2026-03-07", "2026-03-03 2026-03-05"},
		{"every Tuesday and Thursday", "tue, thu", "2026-03-01", "2026-03-07", "2026-03-03 2026-03-05"},
		{"mon-fri", "mon-fri", "2026-03-06", "2026-03-10", "2026-03-06 2026-03-09 2026-03-10"},
		{"working days", "working days", "2026-03-06", "2026-03-09", "2026-03-06 2026-03-09"},
		{"every working day", "working days", "2026-03-07", "2026-03-09", "2026-03-09"},
		{"3rd sat of month", "3rd sat of month", "2026-03-01", "2026-05-31", "2026-03-21 2026-04-18 2026-05-16"},
		{"third Saturday of the month", "3rd sat of month", "2026-03-01", "2026-03-31", "2026-03-21"},
		{"1st and 3rd tue of month", "1st, 3rd tue of month", "2026-03-01", "2026-03-31", "2026-03-03 2026-03-17"},
		{"5th fri of month", "5th fri of month", "2026-01-01", "2026-06-30", "2026-01-30 2026-05-29"},
		{"last fri of month", "last fri of month", "2026-02-01", "2026-03-31", "2026-02-27 2026-03-27"},
		{"2nd last fri of month", "2nd last fri of month", "2026-02-01", "2026-03-31", "2026-02-20 2026-03-20"},
		{"second to last fri of month", "2nd last fri of month", "2026-02-01", "2026-02-28", "2026-02-20"},
		{"last fri of quarter", "last fri of quarter", "2026-01-01", "2026-12-31", "2026-03-27 2026-06-26 2026-09-25 2026-12-25"},
		{"last fri of year", "last fri of year", "2026-01-01", "2027-12-31", "2026-12-25 2027-12-31"},
		{"last day of month", "last day of month", "2026-02-01", "2026-03-31", "2026-02-28 2026-03-31"},
		{"first 2 days of quarter", "first 2 days of quarter", "2026-01-01", "2026-04-30", "2026-01-01 2026-01-02 2026-04-01 2026-04-02"},
		{"last 3 working days of quarter", "last 3 working days of quarter", "2026-01-01", "2026-06-30", "2026-03-27 2026-03-30 2026-03-31 2026-06-26 2026-06-29 2026-06-30"},
		{"last 2 business days of month", "last 2 working days of month", "2026-05-01", "2026-05-31", "2026-05-28 2026-05-29"},
		{"1st working day of month", "1st working day of month", "2026-03-01", "2026-03-31", "2026-03-02"},
		{"last weekday of month", "last weekday of month", "2026-05-01", "2026-05-31", "2026-05-29"},
		{"first 2 fri of month", "first 2 fri of month", "2026-03-01", "2026-03-31", "2026-03-06 2026-03-13"},
		{"15th of month", "15th of month", "2026-03-01", "2026-04-30", "2026-03-15 2026-04-15"},
		{"1st, 15th of month", "1st, 15th of month", "2026-03-01", "2026-03-31", "2026-03-01 2026-03-15"},
		{"1st, last day of month", "1st, last day of month", "2026-02-01", "2026-02-28", "2026-02-01 2026-02-28"},
		{"31st of month", "31st of month", "2026-03-01", "2026-05-31", "2026-03-31 2026-05-31"},
		{"25 december", "25th of december", "2026-01-01", "2026-12-31", "2026-12-25"},
		{"December 25th", "25th of december", "2026-01-01", "2026-12-31", "2026-12-25"},
		{"1st mon of mar, sep", "1st mon of march, september", "2026-01-01", "2026-12-31", "2026-03-02 2026-09-07"},
		{"30th of february", "30th of february", "2026-01-01", "2028-12-31", ""},
		{"every 2 weeks on fri from 2026-01-09", "every 2 weeks on fri from 2026-01-09", "2026-01-01", "2026-02-10", "2026-01-09 2026-01-23 2026-02-06"},
		{"every other week on mon, fri from 2026-01-09", "every 2 weeks on mon, fri from 2026-01-09", "2026-01-01", "2026-02-01", "2026-01-09 2026-01-19 2026-01-23"},
		{"every 6 weeks from 2026-01-07", "every 6 weeks on wed from 2026-01-07", "2026-01-01", "2026-04-30", "2026-01-07 2026-02-18 2026-04-01"},
		{"every 10 days from 2026-01-07", "every 10 days from 2026-01-07", "2026-01-01", "2026-02-01", "2026-01-07 2026-01-17 2026-01-27"},
		{"every week on fri", "fri", "2026-01-01", "2026-01-09", "2026-01-02 2026-01-09"},
		{"every week on fri from 2026-01-09", "every week on fri from 2026-01-09", "2026-01-01", "2026-01-18", "2026-01-09 2026-01-16"},
		{"every day from 2026-01-09", "every day from 2026-01-09", "2026-01-01", "2026-01-10", "2026-01-09 2026-01-10"},
	}
	for _, tt := range tests {
		r := rule(t, tt.text)
		require.Equal(t, tt.canonical, r.String(), tt.text)
		require.True(t, reflect.DeepEqual(r, rule(t, tt.canonical)), "%s parses back", tt.text)
		require.Equal(t, strings.Fields(tt.want), fires(t, tt.text, tt.from, tt.to), tt.text)
	}
}

func TestRuleCron(t *testing.T) {
	tests := []struct {
		text, canonical, from, to, want string
	}{
		{"0 21 * * tue", "0 21 * * 2", "2026-03-01", "2026-03-14", "2026-03-03T21:00 2026-03-10T21:00"},
		{"30 9,17 1 * *", "30 9,17 1 * *", "2026-03-01", "2026-03-31", "2026-03-01T09:30 2026-03-01T17:30"},
		{"0 6 13 * fri", "0 6 13 * 5", "2026-03-01", "2026-03-14", "2026-03-06T06:00 2026-03-13T06:00"},
		{"*/30 8-9 2 mar *", "0,30 8,9 2 3 *", "2026-01-01", "2026-12-31", "2026-03-02T08:00 2026-03-02T08:30 2026-03-02T09:00 2026-03-02T09:30"},
		{"5 4 * * sun", "5 4 * * 0", "2026-03-01", "2026-03-07", "2026-03-01T04:05"},
		{"5 4 * * 7", "5 4 * * 0", "2026-03-01", "2026-03-07", "2026-03-01T04:05"},
		{"5 4 * * mon-sun", "5 4 * * 0-6", "2026-03-01", "2026-03-02", "2026-03-01T04:05 2026-03-02T04:05"},
		{"@weekly", "0 0 * * 0", "2026-03-01", "2026-03-14", "2026-03-01 2026-03-08"},
		{"CRON_TZ=Asia/Tokyo 30 4 1 * *", "CRON_TZ=Asia/Tokyo 30 4 1 * *", "2026-03-01", "2026-03-31", "2026-03-01T04:30"},
		{"0 6 */2 * fri", "0 6 1,3,5,7,9,11,13,15,17,19,21,23,25,27,29,31 * 5", "2026-03-01", "2026-03-07", "2026-03-01T06:00 2026-03-03T06:00 2026-03-05T06:00 2026-03-06T06:00 2026-03-07T06:00"},
		{"0 6 ? * fri", "0 6 * * 5", "2026-03-01", "2026-03-07", "2026-03-06T06:00"},
		{"5 4 30 2 *", "5 4 30 2 *", "2026-01-01", "2036-12-31", ""},
	}
	for _, tt := range tests {
		r := rule(t, tt.text)
		require.Equal(t, tt.canonical, r.String(), tt.text)
		require.True(t, reflect.DeepEqual(r, rule(t, tt.canonical)), tt.text)
		require.Equal(t, strings.Fields(tt.want), fires(t, tt.text, tt.from, tt.to), tt.text)
	}
}

func TestRuleRRule(t *testing.T) {
	tests := []struct {
		text, canonical, from, to, want, reason string
	}{
		{"FREQ=MONTHLY;BYDAY=3SA", "FREQ=MONTHLY;BYDAY=3SA", "2026-03-01", "2026-04-30", "2026-03-21 2026-04-18", "plain"},
		{"rrule:freq=weekly;byday=th,tu;interval=1;wkst=mo;", "FREQ=WEEKLY;BYDAY=TU,TH", "2026-03-01", "2026-03-07", "2026-03-03 2026-03-05", "lower case, defaults, a semicolon at the end"},
		{"FREQ=WEEKLY;BYDAY=TU;BYHOUR=21", "FREQ=WEEKLY;BYDAY=TU;BYHOUR=21", "2026-03-01", "2026-03-07", "2026-03-03T21:00", "a time of day"},
		{"DTSTART:20260109T213000\r\nRRULE:FREQ=WEEKLY;INTERVAL=2", "DTSTART:20260109T213000 RRULE:FREQ=WEEKLY;INTERVAL=2", "2026-01-01", "2026-02-01", "2026-01-09T21:30 2026-01-23T21:30", "lines"},
		{"DTSTART=20260109T213000;FREQ=WEEKLY;INTERVAL=2", "DTSTART:20260109T213000 RRULE:FREQ=WEEKLY;INTERVAL=2", "2026-01-01", "2026-02-01", "2026-01-09T21:30 2026-01-23T21:30", "one line"},
		{"DTSTART;TZID=Europe/Zurich:20260109T213000\nRRULE:FREQ=YEARLY", "DTSTART;TZID=Europe/Zurich:20260109T213000 RRULE:FREQ=YEARLY", "2026-01-01", "2026-12-31", "2026-01-09T21:30", "a zone"},
		{"DTSTART:20260109T213000Z\nRRULE:FREQ=YEARLY", "DTSTART:20260109T213000Z RRULE:FREQ=YEARLY", "2026-01-01", "2026-12-31", "2026-01-09T21:30", "UTC"},
		{"DTSTART;VALUE=DATE:20260131\nRRULE:FREQ=MONTHLY;BYHOUR=9", "DTSTART;VALUE=DATE:20260131 RRULE:FREQ=MONTHLY", "2026-01-01", "2026-05-31", "2026-01-31 2026-03-31 2026-05-31", "days have no hours; months without a 31st have none"},
		{"DTSTART:20260131T090000\n RRULE:FREQ=MONTHLY;COUNT=3", "", "2026-01-01", "2026-12-31", "", "a folded line makes nonsense"},
		{"FREQ=MONTHLY;BYDAY=3MO,WE", "FREQ=MONTHLY;BYDAY=WE,3MO", "2026-03-01", "2026-03-31", "2026-03-04 2026-03-11 2026-03-16 2026-03-18 2026-03-25", "numbered and plain weekdays add up"},
		{"DTSTART:20260109T090000\nRRULE:FREQ=DAILY;COUNT=3", "DTSTART:20260109T090000 RRULE:FREQ=DAILY;COUNT=3", "2026-01-10", "2026-12-31", "2026-01-10T09:00 2026-01-11T09:00", "COUNT counts from the beginning, also before what is asked"},
		{"DTSTART:20260109T090000\nRRULE:FREQ=DAILY;UNTIL=20260110", "DTSTART:20260109T090000 RRULE:FREQ=DAILY;UNTIL=20260110", "2026-01-01", "2026-12-31", "2026-01-09T09:00 2026-01-10T09:00", "UNTIL as a day is the whole day"},
		{"DTSTART:20260109T090000\nRRULE:FREQ=DAILY;UNTIL=20260110T090000", "DTSTART:20260109T090000 RRULE:FREQ=DAILY;UNTIL=20260110T090000", "2026-01-01", "2026-12-31", "2026-01-09T09:00 2026-01-10T09:00", "UNTIL is included"},
		{"FREQ=DAILY;BYHOUR=9,9,9;BYMINUTE=0", "FREQ=DAILY;BYHOUR=9;BYMINUTE=0", "2026-03-01", "2026-03-01", "2026-03-01T09:00", "doubles count once"},
		{"DTSTART;VALUE=DATE-TIME;TZID=\"W. Europe Standard Time\":20260109T213000\r\nrrule:freq=\r\n yearly", "DTSTART;TZID=Europe/Berlin:20260109T213000 RRULE:FREQ=YEARLY", "2026-01-01", "2026-12-31", "2026-01-09T21:30", "two parameters, a quoted name of Windows, a folded line"},
		{"DTSTART;TZID=W. Europe Standard Time:20260109T213000 FREQ=YEARLY", "DTSTART;TZID=Europe/Berlin:20260109T213000 RRULE:FREQ=YEARLY", "2026-01-01", "2026-12-31", "2026-01-09T21:30", "spaces in the name of a zone"},
		{"FREQ=DAILY;BYHOUR=9;BYMINUTE=0;BYSECOND=60", "FREQ=DAILY;BYHOUR=9;BYMINUTE=0;BYSECOND=60", "2026-03-01", "2026-03-01", "2026-03-01T09:00", "second 60 is second 59"},
		{"FREQ=MONTHLY;BYMONTHDAY=31;SKIP=BACKWARD;RSCALE=gregorian", "RSCALE=GREGORIAN;FREQ=MONTHLY;BYMONTHDAY=31;SKIP=BACKWARD", "2026-02-01", "2026-04-30", "2026-02-28 2026-03-31 2026-04-30", "the 31st or last day"},
		{"FREQ=MONTHLY;RSCALE=GREGORIAN;SKIP=OMIT;BYMONTHDAY=31", "FREQ=MONTHLY;BYMONTHDAY=31", "2026-02-01", "2026-04-30", "2026-03-31", "the default way to skip"},
		{"DTSTART:20260301T000000\nRRULE:FREQ=MINUTELY;INTERVAL=600", "DTSTART:20260301T000000 RRULE:FREQ=MINUTELY;INTERVAL=600", "2026-03-02", "2026-03-02", "2026-03-02T06:00 2026-03-02T16:00", "minutes"},
		{"DTSTART:20260301T000000\nRRULE:FREQ=SECONDLY;INTERVAL=50000;BYDAY=TU", "DTSTART:20260301T000000 RRULE:FREQ=SECONDLY;INTERVAL=50000;BYDAY=TU", "2026-03-03", "2026-03-03", "2026-03-03T07:33 2026-03-03T21:26", "seconds"},
		{"DTSTART:20260107T090000\nRRULE:FREQ=WEEKLY;BYDAY=MO,WE,FR;BYSETPOS=1", "DTSTART:20260107T090000 RRULE:FREQ=WEEKLY;BYDAY=MO,WE,FR;BYSETPOS=1", "2026-01-01", "2026-01-20", "2026-01-12T09:00 2026-01-19T09:00", "BYSETPOS counts the whole first week"},
		{"FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=24", "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=24", "2020-01-01", "2021-12-31", "2020-12-24 2021-12-24", "yearly"},
		{"DTSTART:19000101T000000\nRRULE:FREQ=HOURLY;INTERVAL=7", "DTSTART:19000101T000000 RRULE:FREQ=HOURLY;INTERVAL=7", "2026-03-01", "2026-03-01", "2026-03-01T03:00 2026-03-01T10:00 2026-03-01T17:00", "far from its beginning"},
	}
	for _, tt := range tests {
		if tt.canonical == "" {
			_, err := calendar.ParseRule(tt.text)
			require.Error(t, err, tt.reason)
			continue
		}
		r := rule(t, tt.text)
		require.Equal(t, tt.canonical, r.String(), tt.reason)
		require.True(t, reflect.DeepEqual(r, rule(t, tt.canonical)), tt.reason)
		require.Equal(t, strings.Fields(tt.want), fires(t, tt.text, tt.from, tt.to), tt.reason)
	}
}

// Rules on which generators hang, panic or search to the end of time: each is refused or never fires.
func TestRulePathological(t *testing.T) {
	tests := []struct {
		text, code, reason string // code "" means: never fires
	}{
		{"DTSTART:20260101T000000\nRRULE:FREQ=HOURLY;INTERVAL=2;BYHOUR=1", "", "no phase meets the hour"},
		{"DTSTART:20260101T000000\nRRULE:FREQ=HOURLY;INTERVAL=2;BYHOUR=1;UNTIL=20260102", "", "even with an end near"},
		{"DTSTART:20260101T000000\nRRULE:FREQ=HOURLY;INTERVAL=24;BYHOUR=1", "", "the phase never moves"},
		{"DTSTART:20260101T000000\nRRULE:FREQ=HOURLY;BYSETPOS=2;BYDAY=MO", "", "an hour has one instance"},
		{"DTSTART:20260101T000000\nRRULE:FREQ=HOURLY;INTERVAL=4;BYHOUR=6,10,14,18,22", "", "begins between its hours, and never meets them"},
		{"DTSTART:20260101T000000\nRRULE:FREQ=MINUTELY;INTERVAL=2;BYMINUTE=1", "", "even minutes only"},
		{"DTSTART:20260101T000000\nRRULE:FREQ=SECONDLY;INTERVAL=60;BYSECOND=1", "", "whole minutes only"},
		{"DTSTART:20260101T000000\nRRULE:FREQ=SECONDLY;INTERVAL=86400;BYHOUR=1", "", "midnights only"},
		{"DTSTART:20260101T000000\nRRULE:FREQ=MINUTELY;BYSETPOS=2;BYHOUR=3", "", "a minute has one second"},
		{"DTSTART:20260101T000000\nRRULE:FREQ=SECONDLY;BYSETPOS=2;BYHOUR=3", "", "a second has one second"},
		{"FREQ=MINUTELY;BYSETPOS=2", "bad-rule", "nothing to choose from"},
		{"FREQ=SECONDLY;BYSETPOS=2", "bad-rule", "nothing to choose from"},
		{"FREQ=SECONDLY;INTERVAL=1000001", "bad-rule", "beyond the bound"},
		{"FREQ=MONTHLY;BYDAY=53MO", "bad-rule", "panics in the generator"},
		{"FREQ=MONTHLY;BYDAY=-53MO", "bad-rule", "panics in the generator"},
		{"FREQ=YEARLY;BYMONTH=12;BYDAY=53MO", "bad-rule", "panics in the generator"},
		{"FREQ=YEARLY;BYMONTH=1;BYDAY=-53MO", "bad-rule", "panics in the generator"},
		{"FREQ=YEARLY;BYEASTER=400", "bad-rule", "panics in the generator"},
		{"FREQ=MONTHLY;INTERVAL=9223372036854775807", "bad-rule", "panics in the generator"},
		{"FREQ=YEARLY;INTERVAL=1000001", "bad-rule", "beyond the bound"},
		{"FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=24", "", "a month has at most 23 of them"},
		{"FREQ=YEARLY;BYMONTHDAY=31;BYMONTH=1,3;BYSETPOS=3", "", "a year has two of them"},
		{"FREQ=YEARLY;BYEASTER=-200", "bad-rule", "no part of the standard"},
		{"FREQ=YEARLY;BYMONTH=12;BYDAY=53MO", "bad-rule", "panics in the generator"},
		{"FREQ=YEARLY;BYMONTH=1;BYDAY=-53MO", "bad-rule", "panics in the generator"},
		{"FREQ=WEEKLY;BYMONTH=2;BYDAY=MO;BYSETPOS=3", "", "a week has one of them"},
		{"RSCALE=CHINESE;FREQ=YEARLY", "unsupported-rule", "another calendar"},
		{"FREQ=MONTHLY;SKIP=BACKWARD", "bad-rule", "SKIP without RSCALE"},
		{"FREQ=MONTHLY;RSCALE=GREGORIAN;SKIP=AHEAD", "bad-rule", "no way to skip"},
		{"FREQ=YEARLY;BYMONTH=5L;RSCALE=GREGORIAN", "bad-rule", "a leap month"},
		{"FREQ=DAILY;BYSECOND=61", "bad-rule", "no such second"},
		{"DTSTART;VALUE=DATE:20260101\nRRULE:FREQ=MINUTELY", "bad-rule", "days have no minutes"},
		{"FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "", "30 February"},
		{"FREQ=MONTHLY;BYMONTH=2,4;BYMONTHDAY=31", "", "no such day"},
		{"FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", "", "no such day"},
		{"FREQ=HOURLY;BYMONTH=2;BYMONTHDAY=-30", "", "no such day"},
		{"FREQ=MONTHLY;BYDAY=MO;BYSETPOS=300", "", "no such position"},
		{"DTSTART:20260105T000000\nRRULE:FREQ=DAILY;INTERVAL=7;BYDAY=TU", "", "only Mondays come up"},
		{"DTSTART:20250101T000000\nRRULE:FREQ=YEARLY;INTERVAL=2;BYYEARDAY=366", "", "only odd years come up"},
		{"FREQ=YEARLY;BYWEEKNO=53;BYMONTH=6;BYDAY=MO", "", "week 53 is not in June"},
		{"FREQ=DAILY;COUNT=5;UNTIL=20260101", "bad-rule", "two ends"},
		{"FREQ=DAILY;COUNT=0", "bad-rule", "no end"},
		{"FREQ=DAILY;COUNT=100001", "bad-rule", "beyond the bound"},
		{"FREQ=DAILY;FREQ=DAILY", "bad-rule", "twice"},
		{"FREQ=DAILY;BYMONTH=1;BYMONTH=2", "bad-rule", "twice"},
		{"FREQ=DAILY;BYHOURS=1", "bad-rule", "unknown"},
		{"FREQ=DAILY;BYSETPOS=1", "bad-rule", "nothing to choose from"},
		{"FREQ=WEEKLY;BYDAY=2MO", "bad-rule", "no numbers in weeks"},
		{"FREQ=WEEKLY;BYMONTHDAY=1", "bad-rule", "forbidden"},
		{"FREQ=DAILY;BYWEEKNO=1", "bad-rule", "forbidden"},
		{"FREQ=MONTHLY;BYYEARDAY=1", "bad-rule", "forbidden"},
		{"FREQ=YEARLY;BYWEEKNO=1;BYDAY=1MO", "bad-rule", "forbidden"},
		{"INTERVAL=2", "bad-rule", "no FREQ"},
		{"FREQ=DAILY\nRRULE:FREQ=WEEKLY", "bad-rule", "two rules"},
		{"FREQ=DAILY\nEXRULE:FREQ=WEEKLY", "unsupported-rule", "obsolete"},
		{"FREQ=DAILY\nEXDATE:20260101", "unsupported-rule", "elsewhere"},
		{"DTSTART;TZID=CEST:20260101T000000\nRRULE:FREQ=DAILY", "unknown-zone", "an abbreviation"},
		{"DTSTART:20260230\nRRULE:FREQ=DAILY", "bad-rule", "no such day"},
		{"DTSTART:20260101", "bad-rule", "no rule"},
		{"DTSTART", "bad-rule", "nothing at all"},
	}
	for _, tt := range tests {
		r, err := calendar.ParseRule(tt.text)
		if tt.code != "" {
			var e *calendar.Error
			require.ErrorAs(t, err, &e, "%s: %s", tt.text, tt.reason)
			require.Equal(t, tt.code, e.Code, tt.text)
			require.NotEmpty(t, e.Hint, tt.text)
			continue
		}
		require.NoError(t, err, tt.reason)
		times, err := calendar.Expand(r, date(t, "2026-01-01").In(time.UTC), date(t, "2066-01-01").In(time.UTC))
		require.NoError(t, err, tt.reason)
		require.Empty(t, times, "%s: %s", tt.text, tt.reason)
		_, steps, err := calendar.Steps(r, date(t, "2026-01-01").In(time.UTC), ever.End, 1)
		require.NoError(t, err, tt.reason)
		require.Less(t, steps, 100_000, "%s: %s, up to the year 9999", tt.text, tt.reason)
	}
}

// What would fill the memory is refused when it is evaluated.
func TestRuleBudget(t *testing.T) {
	for _, text := range []string{"FREQ=SECONDLY", "FREQ=MINUTELY", "* * * * *", "FREQ=HOURLY;BYMINUTE=0,15,30,45", "*/2 * * * *", "DTSTART:19500101T000000\nRRULE:FREQ=HOURLY"} {
		_, err := calendar.Expand(rule(t, text), date(t, "2026-01-01").In(time.UTC), date(t, "2066-01-01").In(time.UTC))
		var e *calendar.Error
		require.True(t, errors.As(err, &e), text)
		require.Equal(t, "too-many", e.Code)
	}
}

func TestParseRuleRefuses(t *testing.T) {
	tests := []struct {
		text, code, hint string
	}{
		{"tueday", "bad-rule", "did you mean tuesday?"},
		{"3rd satruday of month", "bad-rule", "did you mean saturday?"},
		{"3rd sat of mnth", "bad-rule", "did you mean month?"},
		{"3rd sat of quater", "bad-rule", "did you mean quarter?"},
		{"last 3 workin days of quarter", "bad-rule", "did you mean working?"},
		{"every 2 weeks on fri", "bad-rule", `say from which day to count, such as "from 2026-01-09"`},
		{"every 2 weeks on fri from 2026-1-9", "bad-rule", "write two digits: 2026-01-09"},
		{"every 0 weeks from 2026-01-09", "bad-rule", "the number is 1 to 10000"},
		{"every 3 months", "bad-rule", `write it as an RRULE, such as "FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=1"`},
		{"monthly", "bad-rule", `write "1st of month"`},
		{"biweekly", "bad-rule", `write "every 2 weeks on fri from 2026-01-09"`},
		{"6th fri of month", "bad-rule", "a month has at most 5 of these days"},
		{"32nd of month", "bad-rule", "a month has at most 31 of these days"},
		{"last 100 days of quarter", "bad-rule", "a quarter has at most 92 of these days"},
		{"1st tue, thu of month", "bad-rule", "name one weekday, or write an RRULE"},
		{"2026-12-25", "bad-rule", "a single day is no rule; list it in dates"},
		{"0 21 * * tue 2026", "bad-cron", "leave out the seconds and the year"},
		{"0 21 * *", "bad-cron", ""},
		{"0 21 L * *", "bad-cron", `day of month l: say it in words, such as "last day of month" or "3rd sat of month"`},
		{"0 21 * * tued", "bad-cron", "weekday tued: did you mean tue?"},
		{"0 25 * * *", "bad-cron", "hour 25: numbers are 0 to 23"},
		{"0 9-8 * * *", "bad-cron", "hour 9-8: a range runs upwards"},
		{"0/0 9 * * *", "bad-cron", "minute 0/0: a step is 1 to 59"},
		{"FREQ=DAILY;BYHOURS=1", "bad-rule", "did you mean BYHOUR?"},
		{"FREQ=DAILY;BYHOUR=24", "bad-rule", "BYHOUR is 0 to 23"},
		{"FREQ=MONTHLY;BYMONTHDAY=0", "bad-rule", "BYMONTHDAY is 1 to 31, or -31 to -1 from the end"},
		{"", "bad-rule", ""},
		{strings.Repeat("mon,", 1000), "bad-rule", ""},
		{"of", "bad-rule", ""}, {"every", "bad-rule", ""}, {"last", "bad-rule", ""}, {"last of", "bad-rule", ""}, {"every week on", "bad-rule", ""},
	}
	for _, tt := range tests {
		_, err := calendar.ParseRule(tt.text)
		var e *calendar.Error
		require.ErrorAs(t, err, &e, tt.text)
		require.Equal(t, tt.code, e.Code, tt.text)
		require.NotEmpty(t, e.Expected, tt.text)
		if tt.hint != "" {
			require.Equal(t, tt.hint, e.Hint, tt.text)
		}
	}
}
