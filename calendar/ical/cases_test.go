package ical_test

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
	"github.com/berthplan/berth/calendar/ical"
)

type expected struct {
	File        string `json:"file"`
	From        string `json:"from"`
	To          string `json:"to"`
	Truncated   bool   `json:"truncated"`
	Occurrences []struct {
		UID     string `json:"uid"`
		Start   string `json:"start"`
		End     string `json:"end"`
		Summary string `json:"summary"`
	} `json:"occurrences"`
}

// caseDir is where the real calendars of other projects lie.
func caseDir(t *testing.T) string {
	t.Helper()
	dir := os.Getenv("BERTH_CASES")
	if dir == "" {
		t.Skip("BERTH_CASES is not set: no published calendars to check against")
	}
	return filepath.Join(dir, "calendar")
}

// inSpan lists the occurrences that touch a span of local times, each event's own,
// as "start end uid summary", sorted; summaries are cut to 60 letters, as in the table.
func inSpan(t *testing.T, all []ical.Calendar, from, to string) []string {
	first, err := time.Parse("2006-01-02T15:04:05", from)
	require.NoError(t, err)
	last, err := time.Parse("2006-01-02T15:04:05", to)
	require.NoError(t, err)
	out := []string{}
	for _, c := range all {
		list, err := c.Occurrences(calendar.Interval{Start: first.Add(-26 * time.Hour), End: last.Add(26 * time.Hour)})
		require.NoError(t, err)
		for _, o := range list {
			start, end := floating(o.Start), floating(o.End)
			if !(start.Before(last) && end.After(first) || start.Equal(end) && !start.Before(first) && start.Before(last)) {
				continue
			}
			text := func(at time.Time) string {
				switch {
				case o.Event.AllDay:
					return at.Format(time.DateOnly)
				case o.Event.Floating:
					return at.Format("2006-01-02T15:04:05")
				}
				return at.UTC().Format(time.RFC3339)
			}
			summary := []rune(o.Event.Summary)
			out = append(out, strings.Join([]string{text(o.Start), text(o.End), o.Event.UID, string(summary[:min(60, len(summary))])}, " "))
		}
	}
	slices.Sort(out)
	return out
}

func floating(t time.Time) time.Time {
	y, m, d := t.Date()
	h, min, s := t.Clock()
	return time.Date(y, m, d, h, min, s, 0, time.UTC)
}

// differs says where an occurrence list is not that of python's recurring-ical-events, and why.
var differs = map[string]string{
	"ical4j_valid/japan_west.ics": "DTSTART;TZID=Japan;VALUE=DATE:20050108 is a day: a TZID must not be applied to a DATE " +
		"(RFC 5545 3.2.19). The reference makes a time of it, from midnight to midnight in Japan.",
	"icalendar/rfc_7529.ics": "RSCALE=GREGORIAN;SKIP=FORWARD (RFC 7529) is read here, and the anniversary of 29 February is on " +
		"1 March; the reference drops every event with RSCALE. Other calendars are refused by both.",
	"recurring_ical_events/issue_75_range_parameter.ics": "UNTIL=20250920 with a DTSTART that has a time, which the standard forbids: " +
		"here the day counts to its end, so that the occurrence on it takes place; for the reference it ends as the day begins.",
}

func TestPublishedCalendars(t *testing.T) {
	dir := caseDir(t)
	text, err := os.ReadFile(filepath.Join(dir, "ics_expected.json"))
	require.NoError(t, err)
	var cases []expected
	require.NoError(t, json.Unmarshal(text, &cases))
	equal := 0
	for _, c := range cases {
		f, err := os.Open(filepath.Join(dir, "ics", c.File))
		require.NoError(t, err)
		all, err := ical.Read(f, ical.Options{})
		require.NoError(t, f.Close())
		if err != nil {
			var faults ical.Errors
			require.ErrorAs(t, err, &faults, c.File)
		}
		got, want := inSpan(t, all, c.From, c.To), []string{}
		for _, o := range c.Occurrences {
			want = append(want, strings.Join([]string{o.Start, o.End, o.UID, o.Summary}, " "))
		}
		slices.Sort(want)
		if c.Truncated {
			got = got[:min(len(got), len(want))]
		}
		if slices.Equal(got, want) {
			equal++
			require.NotContains(t, differs, c.File, "it is equal now")
		} else if differs[c.File] == "" {
			require.Equal(t, want, got, c.File)
		}
	}
	t.Logf("%d of %d lists of occurrences equal", equal, len(cases))
	require.GreaterOrEqual(t, equal*100, 97*len(cases))
}

// Every published file, also those nobody expands, gives calendars or faults with lines, and what is read can be written and read again.
func TestPublishedFilesReadAndWrite(t *testing.T) {
	dir := filepath.Join(caseDir(t), "ics")
	read := 0
	require.NoError(t, filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := os.ReadFile(path)
		require.NoError(t, err)
		all, err := ical.Read(strings.NewReader(string(text)), ical.Options{})
		var faults ical.Errors
		require.True(t, err == nil || errors.As(err, &faults), path)
		for _, f := range faults {
			require.Positive(t, f.Line, path)
		}
		for _, c := range all {
			read++
			stable(t, c)
		}
		return nil
	}))
	t.Logf("%d calendars", read)
}
