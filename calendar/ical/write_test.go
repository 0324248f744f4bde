package ical_test

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/berthplan/berth/calendar"
	"github.com/berthplan/berth/calendar/ical"
)

func zone(t require.TestingT, name string) *time.Location {
	loc, err := calendar.LoadZone(name)
	require.NoError(t, err)
	return loc
}

func written(t require.TestingT, c ical.Calendar) string {
	var b bytes.Buffer
	require.NoError(t, ical.Write(&b, c))
	return b.String()
}

// contents splits a file into its content lines, as RFC 5545 3.1 says: at CRLF, unfolded.
func contents(t require.TestingT, text string) []string {
	require.True(t, strings.HasSuffix(text, "\r\n"))
	return strings.Split(strings.TrimSuffix(strings.ReplaceAll(text, "\r\n ", ""), "\r\n"), "\r\n")
}

var stamp = time.Date(2026, 9, 1, 7, 0, 0, 0, time.UTC)

func ExampleWrite() {
	zurich, err := calendar.LoadZone("Europe/Zurich")
	if err != nil {
		fmt.Println(err)
		return
	}
	at := time.Date(2026, 10, 13, 21, 0, 0, 0, zurich)
	var b strings.Builder
	err = ical.Write(&b, ical.Calendar{
		Name: "Payments autumn train", Zone: zurich, Stamp: time.Date(2026, 9, 1, 9, 0, 0, 0, zurich),
		Events: []ical.Event{{
			UID: "ledger-4.2.deploy@example.org", Sequence: 1, Start: at, End: at.Add(3 * time.Hour),
			Summary: "ledger-4.2 deploy; nobody else", Location: "prod", Busy: true,
		}},
	})
	text := b.String()
	fmt.Print(strings.ReplaceAll(text[strings.Index(text, "BEGIN:VEVENT"):], "\r\n", "\n"))
	fmt.Println(err)
	// Output:
	// BEGIN:VEVENT
	// UID:ledger-4.2.deploy@example.org
	// DTSTAMP:20260901T070000Z
	// SEQUENCE:1
	// DTSTART;TZID=Europe/Zurich:20261013T210000
	// DTEND;TZID=Europe/Zurich:20261014T000000
	// SUMMARY:ledger-4.2 deploy\; nobody else
	// LOCATION:prod
	// STATUS:CONFIRMED
	// TRANSP:OPAQUE
	// END:VEVENT
	// END:VCALENDAR
	// <nil>
}

func TestWriteLines(t *testing.T) {
	zurich := zone(t, "Europe/Zurich")
	at := func(month time.Month, day, hour, minute int) time.Time {
		return time.Date(2026, month, day, hour, minute, 0, 0, zurich)
	}
	for _, c := range []struct {
		reason string
		zone   *time.Location
		event  ical.Event
		has    []string
		not    []string // starts of lines
	}{
		{"a time in the zone", zurich, ical.Event{Start: at(9, 1, 9, 0), End: at(9, 1, 10, 0)},
			[]string{"DTSTART;TZID=Europe/Zurich:20260901T090000", "DTEND;TZID=Europe/Zurich:20260901T100000", "STATUS:CONFIRMED", "TRANSP:TRANSPARENT", "SEQUENCE:0"},
			[]string{"SUMMARY", "LOCATION", "DESCRIPTION", "CATEGORIES"}},
		{"whatever zone the time is given in", zurich, ical.Event{Start: at(9, 1, 9, 0).UTC()},
			[]string{"DTSTART;TZID=Europe/Zurich:20260901T090000"}, []string{"DTEND", "DURATION"}},
		{"a moment has no end", zurich, ical.Event{Start: at(9, 1, 9, 0), End: at(9, 1, 9, 0)},
			[]string{"DTSTART;TZID=Europe/Zurich:20260901T090000"}, []string{"DTEND", "DURATION"}},
		{"less than a second is a moment", zurich, ical.Event{Start: at(9, 1, 9, 0), End: at(9, 1, 9, 0).Add(time.Millisecond)},
			nil, []string{"DTEND"}},
		{"the first of two 02:30", zurich, ical.Event{Start: at(10, 25, 1, 30).Add(time.Hour)},
			[]string{"DTSTART;TZID=Europe/Zurich:20261025T023000"}, nil},
		{"the second cannot be said in local time", zurich, ical.Event{Start: at(10, 25, 1, 30).Add(time.Hour), End: at(10, 25, 1, 30).Add(2 * time.Hour)},
			[]string{"DTSTART:20261025T003000Z", "DTEND:20261025T013000Z"}, nil},
		{"the second, where it ends", zurich, ical.Event{Start: at(10, 25, 2, 0), End: at(10, 25, 1, 59).Add(2 * time.Hour)},
			[]string{"DTEND:20261025T015900Z"}, nil},
		{"the hour after is itself again", zurich, ical.Event{Start: at(10, 25, 1, 0).Add(3 * time.Hour)},
			[]string{"DTSTART;TZID=Europe/Zurich:20261025T030000"}, nil},
		{"UTC", nil, ical.Event{Start: at(9, 1, 9, 0), End: at(9, 1, 10, 0)},
			[]string{"DTSTART:20260901T070000Z", "DTEND:20260901T080000Z"}, []string{"BEGIN:VTIMEZONE", "X-WR-TIMEZONE"}},
		{"one whole day", zurich, ical.Event{AllDay: true, Start: at(12, 25, 0, 0)},
			[]string{"DTSTART;VALUE=DATE:20261225", "DTEND;VALUE=DATE:20261226"}, nil},
		{"whole days, the end exclusive", zurich, ical.Event{AllDay: true, Start: at(12, 25, 0, 0), End: at(12, 27, 0, 0)},
			[]string{"DTSTART;VALUE=DATE:20261225", "DTEND;VALUE=DATE:20261227"}, nil},
		{"a text keeps its signs", zurich, ical.Event{Start: at(9, 1, 9, 0), Summary: `a,b;c\d:"e"`, Categories: []string{"x,y", "z"}},
			[]string{`SUMMARY:a\,b\;c\\d:"e"`, `CATEGORIES:x\,y,z`}, nil},
		{"lines in a text, whatever ends them", zurich, ical.Event{Start: at(9, 1, 9, 0), Description: "a\nb\r\nc\rd"},
			[]string{`DESCRIPTION:a\nb\nc\nd`}, nil},
		{"no property comes in by a text", zurich, ical.Event{Start: at(9, 1, 9, 0), Summary: "x\r\nEND:VEVENT\r\n", UID: "u\nATTACH:x"},
			[]string{`SUMMARY:x\nEND:VEVENT\n`, `UID:u\nATTACH:x`}, []string{"ATTACH"}},
		{"control characters", zurich, ical.Event{Start: at(9, 1, 9, 0), Summary: "a\x00b\x1bc\x7fd\xffe\tf"},
			[]string{"SUMMARY:a\uFFFDb\uFFFDc\uFFFDd\uFFFDe\tf"}, nil},
		{"cancelled", zurich, ical.Event{Start: at(9, 1, 9, 0), Status: ical.Cancelled, Sequence: 7, Busy: true},
			[]string{"STATUS:CANCELLED", "SEQUENCE:7", "TRANSP:OPAQUE"}, nil},
		{"a stamp of its own", zurich, ical.Event{Start: at(9, 1, 9, 0), Stamp: at(8, 1, 2, 0)},
			[]string{"DTSTAMP:20260801T000000Z"}, nil},
	} {
		t.Run(c.reason, func(t *testing.T) {
			if c.event.UID == "" {
				c.event.UID = "u"
			}
			lines := contents(t, written(t, ical.Calendar{Name: "n", Zone: c.zone, Stamp: stamp, Events: []ical.Event{c.event}}))
			require.Equal(t, []string{"BEGIN:VCALENDAR", "VERSION:2.0"}, lines[:2])
			for _, want := range c.has {
				require.Contains(t, lines, want)
			}
			for _, start := range c.not {
				for _, l := range lines {
					require.False(t, strings.HasPrefix(l, start), l)
				}
			}
		})
	}
}

func TestWriteWithoutEventsHasAComponent(t *testing.T) {
	require.Contains(t, contents(t, written(t, ical.Calendar{Stamp: stamp})), "BEGIN:VTIMEZONE")
	require.Contains(t, contents(t, written(t, ical.Calendar{})), "BEGIN:VTIMEZONE")
}

func TestWriteFolds(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		summary := rapid.StringOf(rapid.RuneFrom([]rune("ab ,;\\é語🙂\n"))).Draw(r, "summary") + strings.Repeat("語", rapid.IntRange(0, 60).Draw(r, "n"))
		c := ical.Calendar{Stamp: stamp, Events: []ical.Event{{UID: "u", Start: stamp, Summary: summary, Categories: []string{summary, "x"}}}}
		text := written(r, c)
		for line := range strings.SplitSeq(text, "\r\n") {
			require.LessOrEqual(r, len(line), 75)
			require.True(r, utf8.ValidString(line), "%q is cut inside a letter", line)
			require.NotContains(r, line, "\n")
		}
		found := ""
		for _, line := range contents(r, text) {
			if value, ok := strings.CutPrefix(line, "SUMMARY:"); ok {
				found = unescape(value)
			}
		}
		require.Equal(r, summary, found)
		require.Equal(r, text, written(r, c), "the same calendar, the same bytes")
	})
}

// unescape reads a TEXT value letter by letter (RFC 5545 3.3.11).
func unescape(s string) string {
	var out []rune
	escape := false
	for _, r := range s {
		switch {
		case !escape && r == '\\':
			escape = true
			continue
		case escape && (r == 'n' || r == 'N'):
			r = '\n'
		}
		out, escape = append(out, r), false
	}
	return string(out)
}

// TestWriteZones evaluates VTIMEZONE as RFC 5545 3.6.5 says, and holds it against Go's zone data.
func TestWriteZones(t *testing.T) {
	names := []string{"Europe/Zurich", "Europe/Dublin", "America/New_York", "America/Sao_Paulo", "Asia/Singapore", "Asia/Kolkata",
		"Australia/Lord_Howe", "Africa/Casablanca", "America/Havana", "Pacific/Apia", "Asia/Tehran", "Antarctica/Troll", "Etc/GMT+12", "Europe/Amsterdam"}
	rapid.Check(t, func(r *rapid.T) {
		loc := zone(r, rapid.SampledFrom(names).Draw(r, "zone"))
		start := time.Unix(rapid.Int64Range(-6_000_000_000, 6_000_000_000).Draw(r, "start"), 0) // 1779 to 2160
		end := start.Add(time.Duration(rapid.Int64Range(0, 3*365*24).Draw(r, "hours")) * time.Hour)
		lines := contents(r, written(r, ical.Calendar{Zone: loc, Stamp: stamp, Events: []ical.Event{{UID: "u", Start: start, End: end}}}))
		for range 20 {
			at := start.Add(time.Duration(rapid.Int64Range(0, int64(end.Sub(start)/time.Second)).Draw(r, "at")) * time.Second)
			_, want := at.In(loc).Zone()
			require.Equal(r, want, offsetIn(r, lines, at), "%s in %s", at, loc)
		}
	})
}

// offsetIn is the offset at an instant: that of the observance with the last onset before it.
func offsetIn(t require.TestingT, lines []string, at time.Time) int {
	var onsets []string
	var from, to, best int
	var last time.Time
	seconds := func(s string) int {
		for len(s) < 7 {
			s += "0"
		}
		var h, m, sec int
		_, err := fmt.Sscanf(s[1:], "%2d%2d%2d", &h, &m, &sec)
		require.NoError(t, err)
		if s[0] == '-' {
			return -(h*3600 + m*60 + sec)
		}
		return h*3600 + m*60 + sec
	}
	inside := false
	for _, line := range lines {
		name, value, _ := strings.Cut(line, ":")
		switch {
		case line == "BEGIN:STANDARD" || line == "BEGIN:DAYLIGHT":
			onsets, inside = nil, true
		case inside && (name == "DTSTART" || name == "RDATE"):
			onsets = append(onsets, value)
		case name == "TZOFFSETFROM":
			from = seconds(value)
		case name == "TZOFFSETTO":
			to = seconds(value)
		case line == "END:STANDARD" || line == "END:DAYLIGHT":
			inside = false
			for _, s := range onsets {
				local, err := time.Parse("20060102T150405", s)
				require.NoError(t, err)
				if onset := local.Add(-time.Duration(from) * time.Second); !onset.After(at) && (last.IsZero() || onset.After(last)) {
					last, best = onset, to
				}
			}
		}
	}
	require.False(t, last.IsZero(), "no observance holds at %s", at)
	return best
}

func TestWriteFaults(t *testing.T) {
	at := stamp
	for _, c := range []struct {
		reason string
		in     ical.Calendar
		want   []string // code and path
	}{
		{"everything at once", ical.Calendar{Zone: time.FixedZone("X:Y\r\n", 3600), Events: []ical.Event{
			{Start: at, Stamp: at},
			{UID: "a", Start: at, Stamp: at, Sequence: -1, Status: "MAYBE"},
			{UID: "a", Start: at, End: at.Add(-time.Second), Stamp: at},
			{UID: "b"},
		}}, []string{"unknown-zone zone", "missing events[0].uid", "bad-value events[1].sequence", "bad-value events[1].status",
			"duplicate events[2].uid", "bad-length events[2].end", "bad-date events[3].start", "bad-date events[3].stamp"}},
		{"what is not an event", ical.Calendar{Stamp: at, Periods: []ical.Period{{Interval: calendar.Interval{Start: at, End: at.Add(-1)}, Kind: "BUZY"}},
			Availability: []ical.Availability{{Kind: "AWAY", End: at, Available: []ical.Event{{UID: "a", Start: at, Zone: time.Local}}}}},
			[]string{"bad-length periods[0].end", "bad-value periods[0].kind", "missing periods[0].uid", "missing availability[0].uid", "bad-value availability[0].kind",
				"unknown-zone availability[0].available[0].zone"}},
		{"a rule that is no RRULE", ical.Calendar{Stamp: at, Events: []ical.Event{{UID: "a", Start: at, Rules: []calendar.Rule{inWords(t)}, Dates: []calendar.Interval{{}}}}},
			[]string{"unsupported-rule events[0].rules[0]", "bad-date events[0].dates[0].start"}},
		{"a zone that calls itself UTC and is not", ical.Calendar{Zone: time.FixedZone("UTC", 3600)}, []string{"unknown-zone zone"}},
		{"the machine's zone", ical.Calendar{Zone: time.Local}, []string{"unknown-zone zone"}},
		{"five digits of year", ical.Calendar{Stamp: at, Events: []ical.Event{{UID: "a", Start: at, End: at.AddDate(8000, 0, 0)}}},
			[]string{"bad-date events[0].end"}},
	} {
		t.Run(c.reason, func(t *testing.T) {
			var b bytes.Buffer
			var faults calendar.Errors
			require.ErrorAs(t, ical.Write(&b, c.in), &faults)
			require.Empty(t, b.String())
			var got []string
			for _, f := range faults {
				got = append(got, f.Code+" "+f.Path)
			}
			require.Equal(t, c.want, got)
		})
	}
	var faults calendar.Errors
	require.ErrorAs(t, ical.Write(&bytes.Buffer{}, ical.Calendar{Events: make([]ical.Event, 1000)}), &faults)
	require.Len(t, faults, 100)
}

func inWords(t *testing.T) calendar.Rule {
	r, err := calendar.ParseRule("3rd sat of month")
	require.NoError(t, err)
	return r
}

type full struct{}

func (full) Write([]byte) (int, error) { return 0, errors.New("disk full") }

func TestWriteReturnsErrors(t *testing.T) {
	require.ErrorContains(t, ical.Write(full{}, ical.Calendar{Stamp: stamp}), "disk full")
}

func TestHolidaysReadsWhatWriteWrites(t *testing.T) {
	christmas := time.Date(2026, 12, 25, 0, 0, 0, 0, zone(t, "Europe/Zurich"))
	list, err := ical.Holidays(strings.NewReader(written(t, ical.Calendar{
		Name: strings.Repeat("Feiertage, Zürich; ", 20), Zone: christmas.Location(), Stamp: stamp,
		Events: []ical.Event{
			{UID: "a", AllDay: true, Start: christmas, End: christmas.AddDate(0, 0, 2), Summary: "Weihnachten; und, mehr \\n"},
			{UID: "b", Start: christmas, Summary: "no holiday"},
			{UID: "c", AllDay: true, Start: christmas, Status: ical.Cancelled},
		},
	})), from, to)
	require.NoError(t, err)
	require.Equal(t, []string{`2026-12-25 Weihnachten; und, mehr \n`, `2026-12-26 Weihnachten; und, mehr \n`}, shown(list))
}
