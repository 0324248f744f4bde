package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func expandLines(t testing.TB, in string) []string {
	t.Helper()
	var out, errs strings.Builder
	require.Equal(t, 0, run([]string{"expand"}, strings.NewReader(in), &out, &errs), errs.String())
	require.Empty(t, errs.String())
	return strings.Split(strings.TrimSuffix(out.String(), "\n"), "\n")
}

func TestExpand(t *testing.T) {
	tests := []struct{ line, want string }{
		{`{"id":"a","dtstart":"20260305T020000","rrule":"FREQ=DAILY","limit":2}`, `{"id":"a","starts":["2026-03-05T02:00:00","2026-03-06T02:00:00"]}`},
		{`{"id":7,"dtstart":"20260305","rrule":"FREQ=DAILY;COUNT=2"}`, `{"id":7,"starts":["2026-03-05","2026-03-06"]}`},
		{`{"id":7,"dtstart":"20260305T020000Z","rrule":"FREQ=DAILY;COUNT=1"}`, `{"id":7,"starts":["2026-03-05T02:00:00Z"]}`},
		{`{"id":7,"dtstart":"20260307T023000","tzid":"America/New_York","rrule":"FREQ=DAILY;COUNT=2"}`, `{"id":7,"starts":["2026-03-07T07:30:00Z","2026-03-08T07:30:00Z"]}`},
		{`{"id":7,"dtstart":"20260307T023000","tzid":"America/New_York","rrule":"FREQ=DAILY;COUNT=2","gap":"skip"}`, `{"id":7,"starts":["2026-03-07T07:30:00Z","2026-03-09T06:30:00Z"]}`},
		{`{"id":7,"dtstart":"20260305T020000","rrule":"FREQ=DAILY","until":"20260306"}`, `{"id":7,"starts":["2026-03-05T02:00:00","2026-03-06T02:00:00"]}`},
		{`{"id":7,"dtstart":"20260305T020000","rrule":"FREQ=DAILY","until":"20260306T020000"}`, `{"id":7,"starts":["2026-03-05T02:00:00","2026-03-06T02:00:00"]}`},
		{`{"id":7,"dtstart":"20260305T020000","rrule":"FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"}`, `{"id":7,"starts":[]}`},
		{`{"dtstart":"20260305T020000","rrule":"FREQ=DAILY;COUNT=1"}`, `{"id":null,"starts":["2026-03-05T02:00:00"]}`},
		{`{"id":7,"dtstart":"2026-03-05","rrule":"FREQ=DAILY"}`, `"code":"bad-time"`},
		{`{"id":7,"dtstart":"20260230","rrule":"FREQ=DAILY"}`, `"code":"bad-date"`},
		{`{"id":7,"dtstart":"20260305","rrule":"FREQ=DALY"}`, `{"id":7,"error":{"code":"bad-rule"`},
		{`{"id":7,"dtstart":"20260305","rrule":"every tue"}`, `"code":"unsupported-rule"`},
		{`{"id":7,"dtstart":"20260305T020000","tzid":"Mars","rrule":"FREQ=DAILY"}`, `"code":"unknown-zone"`},
		{`{"id":7,"dtstart":"20260305T020000","rrule":"FREQ=DAILY","gap":"back"}`, `"code":"bad-gap"`},
		{`{"id":7,"dtstart":"20260305T020000","rrule":"FREQ=DAILY","until":"soon"}`, `"code":"bad-time"`},
		{`{"id":7,"dtstart":"20260305T020000","rrule":"FREQ=SECONDLY;UNTIL=20270101T000000"}`, `"code":"too-many"`},
		{`{"id":{"a":1},"dtstart":"20260305","rrule":"FREQ=DAILY","limit":"2"}`, `{"id":null,"error":{"code":"bad-line"`},
		{`[1,2`, `{"id":null,"error":{"code":"bad-line"`},
		{`7`, `{"id":null,"error":{"code":"bad-line"`},
		{`{"id":1,"rrule":"` + strings.Repeat("x", maxLine) + `"}`, `{"id":null,"error":{"code":"bad-line"`},
	}
	var in []string
	for _, tt := range tests {
		in = append(in, tt.line, "  ") // blank lines are none
	}
	out := expandLines(t, strings.Join(in, "\r\n"))
	require.Len(t, out, len(tests), "no line stops the program")
	for i, tt := range tests {
		require.True(t, json.Valid([]byte(out[i])))
		require.Contains(t, out[i], tt.want, "%.80s", tt.line)
	}
	var got struct{ Starts []string }
	require.NoError(t, json.Unmarshal([]byte(expandLines(t, `{"id":1,"dtstart":"20260305","rrule":"FREQ=DAILY"}`)[0]), &got))
	require.Len(t, got.Starts, usualLimit, "a rule without an end")
}

func TestUsage(t *testing.T) {
	for _, args := range [][]string{nil, {"nonsense"}, {"expand", "-h"}} {
		var out, errs strings.Builder
		require.Equal(t, 2, run(args, strings.NewReader(""), &out, &errs))
		require.Empty(t, out.String())
		require.Contains(t, errs.String(), "usage: calendar")
	}
}

// Published cases, through the program as it is used.
func TestExpandPublishedCases(t *testing.T) {
	dir := os.Getenv("BERTH_CASES")
	if dir == "" {
		t.Skip("BERTH_CASES is not set: no published cases to check against")
	}
	type caseOf struct {
		ID      string   `json:"id"`
		Start   string   `json:"dtstart"`
		Zone    string   `json:"tzid"`
		Rule    string   `json:"rrule"`
		Limit   int      `json:"limit,omitempty"`
		Gap     string   `json:"gap,omitempty"`
		Want    []string `json:"expected,omitempty"`
		Forward []string `json:"expected_forward,omitempty"`
		Skip    []string `json:"expected_skip,omitempty"`
	}
	for _, name := range []string{"rrule/consensus.json", "zoned_dst.json"} {
		text, err := os.ReadFile(filepath.Join(dir, "calendar", filepath.FromSlash(name)))
		require.NoError(t, err)
		var cases, asked []caseOf
		require.NoError(t, json.Unmarshal(text, &cases))
		require.NotEmpty(t, cases)
		var in strings.Builder
		for _, c := range cases {
			for i, want := range [][]string{c.Want, c.Forward, c.Skip} {
				if want != nil {
					c.Want, c.Gap = want, []string{"", "forward", "skip"}[i]
					line, err := json.Marshal(c)
					require.NoError(t, err)
					fmt.Fprintf(&in, "%s\n", line)
					asked = append(asked, c)
				}
			}
		}
		for i, line := range expandLines(t, in.String()) {
			var got struct {
				ID     string
				Starts []string
			}
			require.NoError(t, json.Unmarshal([]byte(line), &got))
			require.Equal(t, asked[i].ID, got.ID)
			want := []string{}
			for _, s := range asked[i].Want {
				if x, err := time.Parse("20060102T150405", s); err == nil {
					s = x.Format("2006-01-02T15:04:05")
				}
				want = append(want, s)
			}
			require.Equal(t, want, got.Starts, "%s %s", got.ID, asked[i].Rule)
		}
		t.Logf("%s: %d of %d", name, len(asked), len(asked))
	}
}
