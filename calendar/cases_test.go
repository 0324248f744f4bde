package calendar_test

import (
	"encoding/json"
	"errors"
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

// Published rules: those of other projects' own tests, and those on which
// several implementations agree. Each set may miss only what is explained.
func TestRulePublishedCases(t *testing.T) {
	tests := []struct {
		file      string
		explained map[string]string // by ID, or by a part of the rule
	}{
		{"consensus.json", nil},
		{"consensus_rrulego_wrong.json", nil},
		{"libical.json", nil},
		{"dateutil.json", nil},
		{"icaljs.json", nil},
	}
	for _, tt := range tests {
		t.Run(tt.file, func(t *testing.T) {
			right, seeks := 0, 0
			cases := readCases(t, tt.file)
			for _, c := range cases {
				got, err := expandCase(t, c, ever)
				if err == nil && slices.Equal(got, c.Expected) {
					right++
				} else {
					t.Logf("%s %s %s: %v %v, not %v", c.ID, c.DTStart, c.RRule, got, err, c.Expected)
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
				require.Equal(t, want, got[:min(len(got), len(want))], c.ID)
				seeks++
			}
			t.Logf("%s: %d of %d, %d seeks", tt.file, right, len(cases), seeks)
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
			want := slices.Compact(slices.Clone(c.Forward)) // a day that a zone skips begins with the next: one start
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
			require.Equal(t, want, got, "%s %s", c.ID, c.Text)
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
	for _, c := range readCases(t, "disputed_rules.json") {
		c.Limit = 50
		_, err := expandCase(t, c, ever)
		var e *calendar.Error
		require.True(t, err == nil || errors.As(err, &e), c.ID)
	}
}
