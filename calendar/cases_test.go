package calendar_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/berthplan/berth/calendar"
)

// ruleCase is one published recurrence case. Its times are written as in
// iCalendar: local, in UTC with a Z, or days.
type ruleCase struct {
	ID       string   `json:"id"`
	DTStart  string   `json:"dtstart"`
	RRule    string   `json:"rrule"`
	Limit    int      `json:"limit"`
	Expected []string `json:"expected"`
	Class    string   `json:"class"`
	StartAt  string   `json:"start_at"`
	Error    string   `json:"error"`
}

func readCases(t testing.TB, name string) []ruleCase {
	t.Helper()
	dir := os.Getenv("BERTH_CASES")
	if dir == "" {
		t.Skip("BERTH_CASES is not set: no published cases to check against")
	}
	text, err := os.ReadFile(filepath.Join(dir, "calendar", "rrule", name))
	require.NoError(t, err)
	var cases []ruleCase
	require.NoError(t, json.Unmarshal(text, &cases))
	require.NotEmpty(t, cases)
	return cases
}

const floating = "20060102T150405"

var ever = calendar.Interval{Start: time.Date(1, 1, 1, 0, 0, 0, 0, time.UTC), End: time.Date(9999, 12, 31, 0, 0, 0, 0, time.UTC)}

// icalMoment reads a time as iCalendar writes it; layout writes one of the same kind.
func icalMoment(t testing.TB, s string) (m calendar.Moment, layout string) {
	t.Helper()
	layout = [...]string{8: "20060102", 15: floating, 16: floating + "Z"}[len(s)]
	x, err := time.Parse(layout, s)
	require.NoError(t, err)
	text := [...]string{8: "2006-01-02", 15: "2006-01-02T15:04:05", 16: "2006-01-02T15:04:05Z"}[len(s)]
	m, err = calendar.ParseMoment(x.Format(text))
	require.NoError(t, err)
	return m, layout
}

// expandCase lists as many starts of a case as it states, and two more if those are to be all.
func expandCase(t testing.TB, c ruleCase, span calendar.Interval) ([]string, error) {
	t.Helper()
	rule, err := calendar.ParseRule("RRULE:" + c.RRule)
	if err != nil {
		return nil, err
	}
	start, layout := icalMoment(t, c.DTStart)
	if len(c.Expected) > 0 {
		_, layout = icalMoment(t, c.Expected[0]) // some sets write days with their midnight
	}
	limit := c.Limit
	if limit == 0 {
		limit = len(c.Expected)
		if strings.Contains(c.RRule, "COUNT") || strings.Contains(c.RRule, "UNTIL") {
			limit += 2
		}
	}
	list, err := calendar.Recurrence{Start: start, Rule: rule}.Starts(span, max(limit, 1))
	if err != nil {
		return nil, err
	}
	got := []string{}
	for _, x := range list {
		got = append(got, x.Format(layout))
	}
	return got, nil
}

// explanation says why a published case may differ: want is part of its ID, its rule or the error.
type explanation struct{ want, why string }

const (
	forbidden = "RFC 5545 says MUST NOT; dateutil takes it as a limit"
	otherYear = "FREQ=YEARLY: BYMONTHDAY without BYMONTH keeps DTSTART's month here, as in libical and ical.js; dateutil takes every month"
	otherWeek = "FREQ=YEARLY: BYWEEKNO without BYDAY keeps DTSTART's weekday here, as in libical, ical.js and rrule-temporal; dateutil takes every day"
	noStart   = "DTSTART counts here only if the rule gives it, as in RFC 5545's own words for a recurrence set that is in step; ical.js always counts it"
)

// Published rules: those of other projects' own tests, and those on which
// several implementations agree. What differs must be explained.
func TestRulePublishedCases(t *testing.T) {
	tests := []struct {
		file string
		may  []explanation
	}{
		{"consensus.json", nil},
		// The readings of this set, by its classes: BYWEEKNO without BYDAY takes DTSTART's weekday; a yearly BYMONTHDAY
		// without BYMONTH takes DTSTART's month; WEEKLY with BYSETPOS counts from the beginning of the week; numbered
		// and plain weekdays add up; weeks belong to the year of their number, from which INTERVAL counts.
		{"consensus_rrulego_wrong.json", nil},
		{"libical.json", []explanation{
			{"libical-080", "libical cannot do it: 30 December in week 1"},
			{"RSCALE is GREGORIAN", "other calendars are not supported"},
		}},
		{"dateutil.json", []explanation{
			{"BYEASTER", "an extension of dateutil"},
			{"BYWEEKNO goes with FREQ=YEARLY only", forbidden},
			{"BYYEARDAY does not go with", forbidden},
			{"BYMONTHDAY does not go with", forbidden},
			{"numbered weekdays go with", forbidden},
			{"testYearlyByMonthDay", otherYear},
			{"testYearlyBySetPos", otherYear},
			{"testYearlyByWeekNo", otherWeek},
			{"testUntilWithDate", "UNTIL as a day holds the whole day here, midnight there; the RFC wants it to be of DTSTART's kind"},
		}},
		{"icaljs.json", []explanation{{"BYSETPOS=-1;BYDAY=SU,MO,TU,WE,TH,FR,SA", noStart}, {"BYSETPOS=2;BYDAY=SU,MO,TU,WE,TH,FR,SA", noStart}}},
	}
	for _, tt := range tests {
		t.Run(tt.file, func(t *testing.T) {
			right, seeks := 0, 0
			missed := map[string]int{}
			cases := readCases(t, tt.file)
			for _, c := range cases {
				got, err := expandCase(t, c, ever)
				switch {
				case c.Error != "" && err != nil, err == nil && slices.Equal(got, c.Expected):
					right++
				default:
					text := fmt.Sprintf("%s %s from %s: %v", c.ID, c.RRule, c.DTStart, err)
					i := slices.IndexFunc(tt.may, func(e explanation) bool { return strings.Contains(text, e.want) })
					require.GreaterOrEqual(t, i, 0, "%s: got %v, want %v", text, got, c.Expected)
					missed[tt.may[i].want+": "+tt.may[i].why]++
				}
				if c.StartAt == "" || err != nil {
					continue
				}
				at, layout := icalMoment(t, c.StartAt)
				after := ever
				after.Start = at.Begin(nil)
				want := slices.DeleteFunc(slices.Clone(c.Expected), func(s string) bool { return s < after.Start.Format(layout) })
				got, err = expandCase(t, c, after)
				require.NoError(t, err)
				require.Equal(t, want, got, c.ID)
				seeks++
			}
			t.Logf("%s: %d of %d, %d with a seek", tt.file, right, len(cases), seeks)
			for _, why := range slices.Sorted(maps.Keys(missed)) {
				t.Logf("%4d %s", missed[why], why)
			}
		})
	}
}

// Rules in zones around changes of the clock, read with the offset before a gap and as the first of two.
func TestRuleZonedCases(t *testing.T) {
	dir := os.Getenv("BERTH_CASES")
	if dir == "" {
		t.Skip("BERTH_CASES is not set: no published cases to check against")
	}
	text, err := os.ReadFile(filepath.Join(dir, "calendar", "zoned_dst.json"))
	require.NoError(t, err)
	var cases []struct {
		ID      string   `json:"id"`
		DTStart string   `json:"dtstart"`
		RRule   string   `json:"rrule"`
		Zone    string   `json:"tzid"`
		Text    string   `json:"text"`
		Forward []string `json:"expected_forward"`
		Skip    []string `json:"expected_skip"`
	}
	require.NoError(t, json.Unmarshal(text, &cases))
	require.NotEmpty(t, cases)
	for _, c := range cases {
		start, _ := icalMoment(t, c.DTStart)
		for _, skip := range []bool{false, true} {
			want := c.Forward
			if skip {
				want = c.Skip
			}
			r := calendar.Recurrence{Start: start, Location: zone(t, c.Zone), Rule: rule(t, c.RRule), SkipGaps: skip}
			list, err := r.Starts(ever, 0)
			require.NoError(t, err)
			got := []string{}
			for _, x := range list {
				got = append(got, x.UTC().Format(time.RFC3339))
			}
			require.Equal(t, want, got, "%s %s", c.ID, c.Text)
			window := calendar.Window{Name: "w", Every: rule(t, c.Text), Lasts: calendar.Length{Minutes: 1}, SkipGaps: skip}
			first, last := list[0], list[len(list)-1]
			span := calendar.Interval{Start: first.AddDate(0, 0, -3), End: last.AddDate(0, 0, 60)}
			got = []string{}
			for _, o := range compile(t, calendar.Spec{Zone: "UTC", Windows: []calendar.Window{window}}, span).Occurrences() {
				got = append(got, o.Opens.Format(time.RFC3339))
			}
			// A day that a zone skips begins with the next: two starts, and one opening.
			require.Equal(t, slices.Compact(slices.Clone(want)), got, "%s %s", c.ID, c.Text)
		}
	}
	t.Logf("%d rules in zones", len(cases))
}

// Rules that other projects refuse, and rules on which they differ: neither may hang or panic.
func TestRuleHostileCases(t *testing.T) {
	for _, c := range readCases(t, "invalid_rules.json") {
		_, err := calendar.ParseRule(c.RRule)
		require.Error(t, err, c.RRule)
	}
	most := 0
	for _, c := range readCases(t, "disputed_rules.json") {
		start, _ := icalMoment(t, c.DTStart)
		r, err := calendar.ParseRule("DTSTART:" + c.DTStart + " RRULE:" + c.RRule)
		var e *calendar.Error
		require.True(t, err == nil || errors.As(err, &e), c.ID)
		if err != nil {
			continue
		}
		_, steps, err := calendar.Steps(r, start.Begin(nil), ever.End, 50)
		require.NoError(t, err, c.ID)
		require.Less(t, steps, 1_000_000, c.RRule)
		most = max(most, steps)
	}
	t.Logf("at most %d steps", most)
}
