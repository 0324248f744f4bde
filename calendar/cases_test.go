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

// ruleCase is one published recurrence case: floating local times throughout.
type ruleCase struct {
	ID       string   `json:"id"`
	DTStart  string   `json:"dtstart"`
	RRule    string   `json:"rrule"`
	Limit    int      `json:"limit"`
	Expected []string `json:"expected"`
}

func readCases(t *testing.T, name string) []ruleCase {
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

// expandCase fires a case's rule from its beginning to just after its last expected time.
func expandCase(t *testing.T, c ruleCase) ([]string, error) {
	t.Helper()
	rule, err := calendar.ParseRule("DTSTART:" + c.DTStart + "\nRRULE:" + c.RRule)
	if err != nil {
		return nil, err
	}
	from, err := time.Parse(floating, c.DTStart)
	require.NoError(t, err)
	to := from.AddDate(10, 0, 0)
	if n := len(c.Expected); n > 0 {
		last, err := time.Parse(floating, c.Expected[n-1])
		require.NoError(t, err)
		if to = last.Add(time.Second); n != c.Limit { // that is all there is: nothing may follow
			to = last.AddDate(10, 0, 0)
		}
	}
	times, err := calendar.Expand(rule, from, to)
	if err != nil {
		return nil, err
	}
	got := []string{}
	for _, x := range times {
		if c.Limit == 0 || len(got) < c.Limit {
			got = append(got, x.Format(floating))
		}
	}
	return got, nil
}

// Rules on which independent implementations agree.
func TestRuleConsensus(t *testing.T) {
	refused := 0
	for _, c := range readCases(t, "consensus.json") {
		got, err := expandCase(t, c)
		if strings.Contains(c.RRule, "FREQ=MINUTELY") {
			var e *calendar.Error
			require.True(t, errors.As(err, &e), c.ID)
			require.Equal(t, "too-often", e.Code, c.ID)
			refused++
			continue
		}
		require.NoError(t, err, "%s %s", c.ID, c.RRule)
		require.Equal(t, c.Expected, got, "%s %s from %s", c.ID, c.RRule, c.DTStart)
	}
	t.Logf("%d rules refused as too frequent", refused)
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
		Zone    string   `json:"tzid"`
		Text    string   `json:"text"`
		Forward []string `json:"expected_forward"`
	}
	require.NoError(t, json.Unmarshal(text, &cases))
	require.NotEmpty(t, cases)
	for _, c := range cases {
		first, err := time.Parse(time.RFC3339, c.Forward[0])
		require.NoError(t, err)
		last, err := time.Parse(time.RFC3339, c.Forward[len(c.Forward)-1])
		require.NoError(t, err)
		window := calendar.Window{Name: "w", Every: rule(t, c.Text), Lasts: calendar.Length{Minutes: 1}}
		span := calendar.Interval{Start: first.AddDate(0, 0, -3), End: last.AddDate(0, 0, 60)}
		got := []string{}
		for _, o := range compile(t, calendar.Spec{Zone: "UTC", Windows: []calendar.Window{window}}, span).Occurrences() {
			got = append(got, o.Opens.Format(time.RFC3339))
		}
		want := slices.Compact(c.Forward) // a day that a zone skips begins with the next: one opening
		require.Equal(t, want, got, "%s %s", c.ID, c.Text)
	}
}
