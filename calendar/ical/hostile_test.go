package ical_test

import (
	"errors"
	"fmt"
	"io"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/berthplan/berth/calendar"
	"github.com/berthplan/berth/calendar/ical"
)

// endless repeats a text for ever after a head; it counts what is read of it.
type endless struct {
	head, body string
	read       int
	rest       string
}

func (e *endless) Read(p []byte) (int, error) {
	if e.rest == "" {
		if e.rest, e.head = e.head, ""; e.rest == "" {
			e.rest = e.body
		}
	}
	n := copy(p, e.rest)
	e.rest = e.rest[n:]
	e.read += n
	return n, nil
}

// repeated is a text so often that it is long enough to be read in one go.
func repeated(s string) string { return strings.Repeat(s, 1+16384/len(s)) }

// allocated is how many bytes f asks for in all.
func allocated(f func()) uint64 {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	f()
	runtime.ReadMemStats(&after)
	return after.TotalAlloc - before.TotalAlloc
}

func TestReadStopsAtLimits(t *testing.T) {
	const head = "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20260101T090000Z\n"
	for _, c := range []struct {
		reason, head, body, code string
		line                     int
		limit                    ical.Options
		memory                   uint64
	}{
		{"components in components, 88 MB and more", "BEGIN:VCALENDAR\n", "BEGIN:X\n", "too-deep", 17, ical.Options{}, 1 << 18},
		{"a line without an end", "BEGIN:VCALENDAR\nX:", "xxxxxxxx", "too-long", 2, ical.Options{}, 24 << 20},
		{"a first line without an end", "", "xxxxxxxx", "too-long", 1, ical.Options{}, 24 << 20},
		{"nothing but zero bytes", "", "\x00", "too-long", 1, ical.Options{}, 24 << 20},
		{"a line folded without an end", "BEGIN:VCALENDAR\nX:", strings.Repeat("x", 70) + "\n ", "too-long", 0, ical.Options{}, 24 << 20},
		{"folds of nothing", "BEGIN:VCALENDAR\nX:", "\n ", "too-large", 0, ical.Options{Bytes: 4 << 20}, 1 << 20},
		{"blank lines", "BEGIN:VCALENDAR\n", "\n", "too-large", 0, ical.Options{Bytes: 4 << 20}, 1 << 20},
		{"lines nobody reads", "BEGIN:VCALENDAR\n", "X:y\n", "too-large", 0, ical.Options{Bytes: 4 << 20}, 1 << 20},
		{"a file carried along", head + "ATTACH;ENCODING=BASE64:", "QUJD", "too-large", 4, ical.Options{Bytes: 8 << 20}, 24 << 20},
		{"a million components", "BEGIN:VCALENDAR\n", "BEGIN:X\nEND:X\n", "too-many", 0, ical.Options{}, 24 << 20},
		{"a million events", "BEGIN:VCALENDAR\n", "BEGIN:VEVENT\nEND:VEVENT\n", "too-many", 0, ical.Options{}, 64 << 20},
		{"a million properties", head, "SUMMARY:x\n", "too-many", 0, ical.Options{Properties: 100_000}, 64 << 20},
		{"rules", head, "RRULE:FREQ=DAILY\n", "too-many", 0, ical.Options{}, 16 << 20},
		{"zones, not one of them used", "BEGIN:VCALENDAR\n", "BEGIN:VTIMEZONE\nTZID:x\nEND:VTIMEZONE\n", "too-many", 0, ical.Options{Components: 10_000}, 16 << 20},
	} {
		t.Run(c.reason, func(t *testing.T) {
			in := &endless{head: c.head, body: repeated(c.body)}
			var all []ical.Calendar
			var err error
			used := allocated(func() { all, err = ical.Read(in, c.limit) })
			var faults ical.Errors
			require.ErrorAs(t, err, &faults)
			require.Nil(t, all)
			last := faults[len(faults)-1]
			require.Equal(t, c.code, last.Err.Code, err)
			if c.line > 0 {
				require.Equal(t, c.line, last.Line)
			}
			require.LessOrEqual(t, used, c.memory, "bytes allocated, of %d read", in.read)
		})
	}
}

func TestReadLetsGoOfAttachments(t *testing.T) {
	head := "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20260101T090000Z\nATTACH:"
	tail := "\nSUMMARY:x\nEND:VEVENT\nEND:VCALENDAR\n"
	body := &endless{body: repeated("QUJD")}
	in := io.MultiReader(strings.NewReader(head), io.LimitReader(body, 40<<20), strings.NewReader(tail))
	var all []ical.Calendar
	var err error
	used := allocated(func() { all, err = ical.Read(in, ical.Options{}) })
	require.NoError(t, err)
	require.Equal(t, "x", all[0].Events[0].Summary)
	require.Less(t, used, uint64(24<<20), "bytes allocated for a line of 40 MB")
}

// Whatever bytes are read, the answer is faults with lines.
func TestReadRefusesWhatIsNoCalendar(t *testing.T) {
	for _, c := range []struct{ reason, text, code string }{
		{"nothing", "", "not-ical"},
		{"blank lines alone", "\r\n\r\n  \n", "not-ical"},
		{"a web page", "<!DOCTYPE html>\n<html>", "not-ical"},
		{"a PNG", "\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "not-ical"},
		{"UTF-16", "\xff\xfeB\x00E\x00G\x00I\x00N\x00", "not-ical"},
		{"a vCard", "BEGIN:VCARD\nEND:VCARD\n", "not-ical"},
		{"a name of many letters", strings.Repeat("N", 1000) + ":x\n", "not-ical"},
		{"cut off", "BEGIN:VCALENDAR\nBEGIN:VEVENT\n", "unfinished"},
		{"an end too many", "BEGIN:VCALENDAR\nEND:VCALENDAR\nEND:VCALENDAR\n", "bad-nesting"},
		{"a property outside", "BEGIN:VCALENDAR\nEND:VCALENDAR\nSUMMARY:x\n", "bad-nesting"},
		{"faults without an end", "BEGIN:VCALENDAR\n" + strings.Repeat("END:X\n", 5000), "bad-nesting"},
	} {
		t.Run(c.reason, func(t *testing.T) {
			_, err := ical.Read(strings.NewReader(c.text), ical.Options{})
			var faults ical.Errors
			require.ErrorAs(t, err, &faults)
			require.LessOrEqual(t, len(faults), 100)
			require.Equal(t, c.code, faults[0].Err.Code, err)
			require.Positive(t, faults[0].Line)
		})
	}
}

func TestReadPassesReadErrors(t *testing.T) {
	for _, text := range []string{"", "BEGIN:VCALENDAR\r\n", "BEGIN:VCALENDAR\r\nX:y"} {
		all, err := ical.Read(io.MultiReader(strings.NewReader(text), broken{}), ical.Options{})
		require.ErrorIs(t, err, errBroken)
		require.Nil(t, all)
	}
	_, err := ical.Read(idle{}, ical.Options{})
	require.ErrorIs(t, err, io.ErrNoProgress)
}

var errBroken = errors.New("the disk is gone")

type broken struct{}

func (broken) Read([]byte) (int, error) { return 0, errBroken }

type idle struct{}

func (idle) Read([]byte) (int, error) { return 0, nil }

// A calendar that means more than anybody wants is an error, or an answer that is no larger than the limit.
func TestOccurrencesAreBounded(t *testing.T) {
	many := func(n int, lines ...string) string { return strings.Repeat(event(lines...)+"\r\n", n) }
	dates := make([]string, 100_000)
	for i := range dates {
		dates[i] = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC).Add(time.Duration(i) * time.Hour).Format("20060102T150405Z")
	}
	list := strings.Join(dates, ",")
	span := calendar.Interval{Start: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC), End: time.Date(2226, 1, 1, 0, 0, 0, 0, time.UTC)}
	for _, c := range []struct {
		reason, text string
		code         string // of reading or of listing; empty: there is an answer
		want         int
	}{
		{"every second, without an end", many(1, "DTSTART:20260101T000000Z", "RRULE:FREQ=SECONDLY"), "too-", 0},
		{"every minute for two centuries", many(1, "DTSTART:20260101T000000Z", "RRULE:FREQ=MINUTELY"), "too-", 0},
		{"ten thousand events a day for two centuries", many(10_000, "DTSTART:20260101T000000Z", "RRULE:FREQ=DAILY"), "too-many", 0},
		{"a rule that never comes true", many(1000, "DTSTART:20260101T000000Z", "RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"), "", 1000},
		{"thousands of rules that count from long ago", many(201, "DTSTART:17000101T000000Z", "RRULE:FREQ=DAILY;COUNT=100000"), "too-many", 0},
		{"a hundred thousand RDATEs", many(1, "DTSTART:20260101T000000Z", "RDATE:"+list), "", 100_000},
		{"as many EXDATEs", many(1, "DTSTART:20260101T000000Z", "RRULE:FREQ=HOURLY;COUNT=100000", "EXDATE:"+list), "", 0},
		{"more dates than a file may have", many(6, "DTSTART:20260101T000000Z", "EXDATE:"+list), "too-many", 0},
		{"a hundred years long, every day", many(1, "DTSTART:20260101T000000Z", "DURATION:P36500D", "RRULE:FREQ=DAILY"), "", 73048},
		{"longer than that", many(1, "DTSTART:20260101T000000Z", "DURATION:P999999999999999999W"), "bad-length", 0},
		{"a zone that changes every second", "BEGIN:VTIMEZONE\r\nTZID:Z\r\nBEGIN:STANDARD\r\nDTSTART:20000101T000000\r\nTZOFFSETFROM:+0000\r\nTZOFFSETTO:+0100\r\n" +
			"RRULE:FREQ=SECONDLY\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n" + many(1, "DTSTART;TZID=Z:20260101T000000"), "too-", 0},
		{"a zone that is said to be in itself", "X-WR-TIMEZONE:Z\r\nBEGIN:VTIMEZONE\r\nTZID:Z\r\nX-LIC-LOCATION:Z\r\nBEGIN:STANDARD\r\nDTSTART;TZID=Z:20000101T000000\r\nTZOFFSETFROM:+0000\r\n" +
			"TZOFFSETTO:+0100\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n" + many(1, "DTSTART;TZID=Z:20260101T000000"), "", 0},
		{"a thousand zones", thousandZones(), "too-many", 0},
	} {
		t.Run(c.reason, func(t *testing.T) {
			all, err := ical.Read(strings.NewReader(file(strings.TrimSuffix(c.text, "\r\n"))), ical.Options{})
			var list []ical.Occurrence
			if err == nil {
				list, err = all[0].Occurrences(span)
			}
			if c.code == "" {
				require.NoError(t, err)
				require.LessOrEqual(t, len(list), 500_000)
				if c.want > 0 {
					require.Len(t, list, c.want)
				}
				return
			}
			var f *calendar.Error
			require.ErrorAs(t, err, &f)
			require.Contains(t, f.Code, c.code, err)
			require.Empty(t, list)
		})
	}
}

func thousandZones() string {
	var b strings.Builder
	for i := range 1000 {
		fmt.Fprintf(&b, "BEGIN:VTIMEZONE\r\nTZID:Z%d\r\nBEGIN:STANDARD\r\nDTSTART:20000101T000000\r\nTZOFFSETFROM:+0000\r\nTZOFFSETTO:+0100\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n%s\r\n",
			i, event(fmt.Sprintf("DTSTART;TZID=Z%d:20260101T000000", i)))
	}
	return b.String()
}
