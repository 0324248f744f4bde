package ical_test

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/berthplan/berth/calendar"
	"github.com/berthplan/berth/calendar/ical"
)

var (
	from = calendar.Date{Year: 2026, Month: 1, Day: 1}
	to   = calendar.Date{Year: 2027, Month: 12, Day: 31}
)

// file wraps lines into a calendar with CRLF.
func file(lines ...string) string {
	return "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n" + strings.Join(lines, "\r\n") + "\r\nEND:VCALENDAR\r\n"
}

func event(lines ...string) string {
	return "BEGIN:VEVENT\r\n" + strings.Join(lines, "\r\n") + "\r\nEND:VEVENT"
}

func shown(list []calendar.Holiday) []string {
	out := []string{}
	for _, h := range list {
		out = append(out, h.Date.String()+" "+h.Name)
	}
	return out
}

func TestHolidays(t *testing.T) {
	tests := []struct {
		reason, text string
		want         []string
	}{
		{"one day", file(event("DTSTART;VALUE=DATE:20261225", "DTEND;VALUE=DATE:20261226", "SUMMARY:Christmas Day")), []string{"2026-12-25 Christmas Day"}},
		{"no end: one day", file(event("DTSTART;VALUE=DATE:20261225", "SUMMARY:Christmas Day")), []string{"2026-12-25 Christmas Day"}},
		{"an end on the same day, wrong but common", file(event("DTSTART;VALUE=DATE:20261225", "DTEND;VALUE=DATE:20261225", "SUMMARY:Christmas Day")), []string{"2026-12-25 Christmas Day"}},
		{"several days, the end exclusive", file(event("DTSTART;VALUE=DATE:20261230", "DTEND;VALUE=DATE:20270102", "SUMMARY:New Year")), []string{"2026-12-30 New Year", "2026-12-31 New Year", "2027-01-01 New Year"}},
		{"a duration", file(event("DTSTART;VALUE=DATE:20261230", "DURATION:P2D", "SUMMARY:x")), []string{"2026-12-30 x", "2026-12-31 x"}},
		{"every year", file(event("DTSTART;VALUE=DATE:20101225", "RRULE:FREQ=YEARLY", "SUMMARY:Christmas Day")), []string{"2026-12-25 Christmas Day", "2027-12-25 Christmas Day"}},
		{"less an exception", file(event("DTSTART;VALUE=DATE:20101225", "RRULE:FREQ=YEARLY", "EXDATE;VALUE=DATE:20261225", "SUMMARY:x")), []string{"2027-12-25 x"}},
		{"an exception with a time", file(event("DTSTART;VALUE=DATE:20101225", "RRULE:FREQ=YEARLY", "EXDATE:20261225T000000Z,20200101T000000Z", "SUMMARY:x")), []string{"2027-12-25 x"}},
		{"more days", file(event("DTSTART;VALUE=DATE:20260101", "RDATE;VALUE=DATE:20260301,20260401", "SUMMARY:x")), []string{"2026-01-01 x", "2026-03-01 x", "2026-04-01 x"}},
		{"one of a series moved", file(
			event("UID:a", "DTSTART;VALUE=DATE:20101225", "RRULE:FREQ=YEARLY", "SUMMARY:x"),
			event("UID:a", "DTSTART;VALUE=DATE:20261228", "RECURRENCE-ID;VALUE=DATE:20261225", "SUMMARY:x moved")), []string{"2026-12-28 x moved", "2027-12-25 x"}},
		{"one of a series cancelled", file(
			event("UID:a", "DTSTART;VALUE=DATE:20101225", "RRULE:FREQ=YEARLY", "SUMMARY:x"),
			event("UID:a", "DTSTART;VALUE=DATE:20261225", "RECURRENCE-ID;VALUE=DATE:20261225", "STATUS:CANCELLED")), []string{"2027-12-25 x"}},
		{"until, in UTC", file(event("DTSTART;VALUE=DATE:20260101", "RRULE:FREQ=MONTHLY;UNTIL=20260301T000000Z", "SUMMARY:x")), []string{"2026-01-01 x", "2026-02-01 x", "2026-03-01 x"}},
		{"cancelled", file(event("DTSTART;VALUE=DATE:20261225", "STATUS:CANCELLED", "SUMMARY:x")), []string{}},
		{"a time of day is no holiday", file(event("DTSTART:20261225T090000Z", "RRULE:FREQ=NONSENSE", "SUMMARY:x")), []string{}},
		{"out of range", file(event("DTSTART;VALUE=DATE:20251231", "DTEND;VALUE=DATE:20260102", "SUMMARY:x"), event("DTSTART;VALUE=DATE:20280101")), []string{"2026-01-01 x"}},
		{"sorted, each once", file(event("DTSTART:20260601", "SUMMARY:b"), event("DTSTART:20260601", "SUMMARY:a"), event("DTSTART:20260601", "SUMMARY:b")), []string{"2026-06-01 a", "2026-06-01 b"}},
		{"folded and escaped", file(event("DTSTART;VALUE=DATE:20261225", "SUMMARY:Christ", " mas\\, and", "\t more\\;\\\\n")), []string{`2026-12-25 Christmas, and more;\n`}},
		{"LF alone, a byte order mark, lower case, blank lines", "\ufeffbegin:vcalendar\n\nbegin:vevent\ndtstart;value=date:20261225\nsummary:x\nend:vevent\nend:vcalendar", []string{"2026-12-25 x"}},
		{"an alarm inside does not speak for the event", file(event("DTSTART;VALUE=DATE:20261225", "SUMMARY:x", "BEGIN:VALARM", "SUMMARY:y", "END:VALARM")), []string{"2026-12-25 x"}},
		{"two rules add up", file(event("DTSTART;VALUE=DATE:20260101", "RRULE:FREQ=YEARLY", "RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=1", "SUMMARY:x")), []string{"2026-01-01 x", "2026-02-01 x", "2027-01-01 x", "2027-02-01 x"}},
		{"an event without a calendar around it", event("DTSTART;VALUE=DATE:20261225", "SUMMARY:x"), []string{"2026-12-25 x"}},
		{"an empty rule", file(event("DTSTART;VALUE=DATE:20261225", "RRULE:", "SUMMARY:x")), []string{"2026-12-25 x"}},
		{"an open quote, taken for a letter", file(event(`DTSTART;X="A:20261225`, "SUMMARY:x")), []string{"2026-12-25 x"}},
		{"quoted parameters", file(event(`DTSTART;X-A="a:b;c";VALUE=DATE:20261225`, "SUMMARY;LANGUAGE=en:x")), []string{"2026-12-25 x"}},
		{"no events", file(), []string{}},
	}
	for _, tt := range tests {
		t.Run(tt.reason, func(t *testing.T) {
			got, err := ical.Holidays(strings.NewReader(tt.text), from, to)
			require.NoError(t, err)
			require.Equal(t, tt.want, shown(got))
		})
	}
}

func TestHolidaysRefuses(t *testing.T) {
	tests := []struct {
		reason, text, code string
		line               int
	}{
		{"nothing", "", "not-ical", 1},
		{"a web page", "<html>\n", "not-ical", 1},
		{"a vCard", "BEGIN:VCARD\nEND:VCARD\n", "not-ical", 1},
		{"no such day", file(event("SUMMARY:x", "DTSTART;VALUE=DATE:20260230")), "bad-date", 5},
		{"a rule that cannot be read", file(event("DTSTART;VALUE=DATE:20260101", "RRULE:FREQ=SOMETIMES")), "bad-rule", 5},
		{"a rule that never ends in sight", file(event("DTSTART;VALUE=DATE:20260101", "RRULE:FREQ=SECONDLY")), "bad-rule", 5},
		{"an EXRULE, which would be missed", file(event("DTSTART;VALUE=DATE:20260101", "RRULE:FREQ=DAILY", "EXRULE:FREQ=DAILY")), "unsupported-rule", 6},
		{"a rule of hours for days", file(event("DTSTART;VALUE=DATE:20260101", "RRULE:FREQ=HOURLY")), "bad-rule", 5},
		{"an end before its start", file(event("SUMMARY:x", "DTSTART;VALUE=DATE:20260103", "DTEND;VALUE=DATE:20260101")), "bad-length", 6},
		{"an endless event", file(event("DTSTART;VALUE=DATE:20260103", "DTEND;VALUE=DATE:20290101")), "bad-length", 3},
		{"a line without a colon", file("NONSENSE"), "bad-line", 3},
		{"the wrong end", "BEGIN:VCALENDAR\nEND:VEVENT\n", "bad-nesting", 2},
		{"cut off", "BEGIN:VCALENDAR\nBEGIN:VEVENT\n", "unfinished", 2},
		{"an exception that is no day", file(event("DTSTART;VALUE=DATE:20260101", "EXDATE:soon")), "bad-date", 5},
	}
	for _, tt := range tests {
		t.Run(tt.reason, func(t *testing.T) {
			got, err := ical.Holidays(strings.NewReader(tt.text), from, to)
			require.Empty(t, got)
			var e *ical.Error
			require.ErrorAs(t, err, &e)
			require.Equal(t, tt.line, e.Line, err)
			require.Equal(t, tt.code, e.Err.Code, err)
			var inner *calendar.Error
			require.True(t, errors.As(err, &inner))
		})
	}
}

func TestHolidaysReportsEveryEvent(t *testing.T) {
	bad := event("DTSTART;VALUE=DATE:20260230")
	_, err := ical.Holidays(strings.NewReader(file(bad, event("DTSTART;VALUE=DATE:20260101"), bad)), from, to)
	require.Equal(t, 2, strings.Count(err.Error(), "bad-date"))
	_, err = ical.Holidays(strings.NewReader(file(strings.Repeat(bad+"\r\n", 500)+bad)), from, to)
	require.Equal(t, 100, strings.Count(err.Error(), "bad-date"), "up to a hundred")
}

// More holidays than anybody has are refused; the limits of a file are those of Read.
func TestHolidaysLimits(t *testing.T) {
	var many strings.Builder
	for i := range 200 {
		fmt.Fprintf(&many, "%s\r\n", event("DTSTART;VALUE=DATE:20260101", "RRULE:FREQ=DAILY", fmt.Sprintf("SUMMARY:%d", i)))
	}
	_, err := ical.Holidays(strings.NewReader(file(many.String())), from, to)
	require.ErrorContains(t, err, "too-many", "more holidays than anybody has")
}

func TestHolidaysPassesReadErrors(t *testing.T) {
	_, err := ical.Holidays(io.MultiReader(strings.NewReader("BEGIN:VCALENDAR\r\n"), broken{}), from, to)
	require.ErrorIs(t, err, errBroken)
}

func ExampleHolidays() {
	const text = `BEGIN:VCALENDAR
BEGIN:VEVENT
DTSTART;VALUE=DATE:20200801
RRULE:FREQ=YEARLY
SUMMARY:National Day
END:VEVENT
END:VCALENDAR
`
	days, err := ical.Holidays(strings.NewReader(text), calendar.Date{Year: 2026, Month: 1, Day: 1}, calendar.Date{Year: 2027, Month: 12, Day: 31})
	fmt.Println(days, err)
	// Output: [{2026-08-01 National Day} {2027-08-01 National Day}] <nil>
}

// Whatever the file, the answer is an error with a line or a sorted list in range.
func FuzzHolidays(f *testing.F) {
	f.Add([]byte(file(event("DTSTART;VALUE=DATE:20261225", "RRULE:FREQ=YEARLY", "EXDATE;VALUE=DATE:20261225", "SUMMARY:x\\, y"))))
	f.Fuzz(func(t *testing.T, text []byte) {
		list, err := ical.Holidays(strings.NewReader(string(text)), from, to)
		if err != nil {
			var e *ical.Error
			require.True(t, errors.As(err, &e) && e.Line > 0, err)
			return
		}
		for i, h := range list {
			require.True(t, h.Date.Compare(from) >= 0 && h.Date.Compare(to) <= 0)
			require.True(t, i == 0 || list[i-1].Date.Compare(h.Date) <= 0)
		}
	})
}
