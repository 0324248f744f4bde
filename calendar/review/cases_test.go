package review_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/berthplan/berth/calendar"
	"github.com/berthplan/berth/calendar/review"
)

// published is a file of real release data.
func published(t *testing.T, parts ...string) []byte {
	t.Helper()
	cases := os.Getenv("BERTH_CASES")
	if cases == "" {
		t.Skip("BERTH_CASES is not set: no published dates")
	}
	data, err := os.ReadFile(filepath.Join(append([]string{cases, "release"}, parts...)...))
	require.NoError(t, err)
	return data
}

func publishedTable(t *testing.T, parts ...string) [][]string {
	t.Helper()
	r := csv.NewReader(bytes.NewReader(published(t, parts...)))
	r.FieldsPerRecord = -1
	rows, err := r.ReadAll()
	require.NoError(t, err)
	return rows
}

// Every mistake known in Kubernetes' time lines is found, and nothing else in them.
func TestKubernetesTimeLines(t *testing.T) {
	var in struct {
		Rows []struct{ Release, What, When string }
	}
	require.NoError(t, json.Unmarshal(published(t, "kubernetes", "timelines.json"), &in))
	type mistake struct{ release, what, when, code string }
	want, got := map[mistake]int{}, map[mistake]int{}
	for _, k := range publishedTable(t, "kubernetes", "known_errors.csv")[1:] {
		code := "two-times"
		switch {
		case strings.Contains(k[3], " is a "):
			code = "weekday"
		case strings.Contains(k[3], " is in "):
			code = "zone-label"
		}
		want[mistake{k[0], k[1], k[2], code}]++
	}
	read := 0
	for _, r := range in.Rows {
		found := review.Dates{}.Steps("", []review.Step{{Name: "when", Date: r.When}})
		for _, f := range found {
			got[mistake{r.Release, r.What, r.When, f.Code}]++
		}
		if d, err := (review.Dates{}).Read(r.When); err == nil && !d.From.IsZero() {
			read++
		}
		require.LessOrEqual(t, len((review.Dates{}).Prose(r.When)), len(found), "prose finds no more than the reader: %q", r.When)
	}
	require.Equal(t, want, got)
	t.Logf("%d rows, %d with a date, %d findings", len(in.Rows), read, 28)
}

// One of GitLab's production freezes has a mistyped month; the others are clean.
func TestGitLabFreezes(t *testing.T) {
	var s calendar.Spec
	long := -1
	for i, row := range publishedTable(t, "gitlab", "production_change_locks.csv")[1:] {
		from, err := calendar.ParseMoment(row[2])
		require.NoError(t, err)
		to, err := calendar.ParseMoment(row[3])
		require.NoError(t, err)
		b := calendar.Blackout{Name: row[0] + " " + row[2], From: from, To: to}
		if row[1] == "soft" {
			b.Level = calendar.Soft
		}
		if row[0] == "GitLab Dedicated" {
			b.Scope.Systems = []string{"dedicated"}
		} else {
			b.Scope.Systems = []string{"gitlab.com"}
		}
		if strings.Contains(row[5], "mistyped") {
			long = i
		}
		s.Blackouts = append(s.Blackouts, b)
	}
	require.GreaterOrEqual(t, long, 0)
	span := calendar.Interval{Start: time.Date(2023, 12, 1, 0, 0, 0, 0, time.UTC), End: time.Date(2027, 1, 1, 0, 0, 0, 0, time.UTC)}
	var codes []string
	found := review.Lint(s, span, review.Options{})
	for _, f := range found {
		codes = append(codes, f.Path+" "+f.Code)
	}
	// The soft freeze of October 2026 lies inside the one that was mistyped.
	require.Equal(t, []string{"blackouts[4].to long-freeze", "blackouts[5] shadowed"}, codes, found.String())
	require.Contains(t, found[0].Hint, "2026-01-05T02:00Z")

	s.Blackouts[4].To, _ = calendar.ParseMoment("2026-01-05T02:00Z")
	require.Empty(t, review.Lint(s, span, review.Options{}), "as it was meant")
}

// Python's schedules once named a 38th of September. All their other dates exist.
func TestPythonSchedules(t *testing.T) {
	wrong := map[string]int{}
	dates := 0
	for _, row := range publishedTable(t, "python", "replan_history.csv")[1:] {
		for _, text := range row[5:7] {
			if text != "" {
				dates++
			}
			for _, f := range (review.Dates{}).Steps("", []review.Step{{Name: "date", Date: text}}) {
				wrong[f.Code+" "+text]++
			}
		}
	}
	require.Greater(t, dates, 500)
	require.Equal(t, map[string]int{"bad-date 2019-09-38": 2}, wrong)
}

// The exceptions of Kubernetes' releases were reviewed when or after they were requested. With the year of the
// review mistyped, each is found, and what was meant with it.
func TestKubernetesExceptions(t *testing.T) {
	field := regexp.MustCompile(`(?m)^\s*(?:- )?(date_requested|date_reviewed): *"?([^"#\n]*)`)
	var requested string
	count := 0
	for _, release := range []string{"1.30", "1.31", "1.32", "1.33", "1.34", "1.35", "1.36"} {
		for _, m := range field.FindAllStringSubmatch(string(published(t, "kubernetes", "exceptions", release+".yaml")), -1) {
			text := strings.TrimSpace(m[2])
			if m[1] == "date_requested" {
				requested = text
				continue
			}
			count++
			steps := []review.Step{{Name: "requested", Date: requested}, {Name: "reviewed", Date: text}}
			require.Empty(t, review.Dates{}.Steps(release, steps))
			year, err := strconv.Atoi(text[:4])
			require.NoError(t, err)
			steps[1].Date = strconv.Itoa(year-1) + text[4:]
			found := review.Dates{}.Steps(release, steps)
			require.Len(t, found, 1)
			require.Equal(t, "out-of-order", found[0].Code)
			require.Equal(t, "did you mean "+text+"?", found[0].Hint)
		}
	}
	require.Equal(t, 69, count)
}

// The life cycles of Debian and Ubuntu are in order.
func TestLifeCycles(t *testing.T) {
	for _, name := range []string{"debian.csv", "ubuntu.csv"} {
		rows := publishedTable(t, "distro-info", name)
		for _, row := range rows[1:] {
			var steps []review.Step
			for i := 3; i < min(len(row), 6); i++ { // later columns are kinds of support, side by side
				steps = append(steps, review.Step{Name: rows[0][i], Date: row[i]})
			}
			require.Empty(t, review.Dates{}.Steps(row[0], steps))
		}
	}
}

// A list of public holidays that reaches the end of the span is long enough, in every region and year; one that ends
// a year before it is not. What is told too much: Japan's list to 2019, in which the Emperor's birthday moved from December to
// February, and Spain's to 2022, since Christmas was a Sunday.
func TestHolidayLists(t *testing.T) {
	cases := os.Getenv("BERTH_CASES")
	if cases == "" {
		t.Skip("BERTH_CASES is not set: no holidays")
	}
	data, err := os.ReadFile(filepath.Join(cases, "calendar", "holidays", "public_holidays_2015_2030.json"))
	require.NoError(t, err)
	var in struct {
		Regions map[string]map[string]string
	}
	require.NoError(t, json.Unmarshal(data, &in))
	lists, early := 0, map[string]int{}
	for region, days := range in.Regions {
		for year := 2018; year < 2030; year++ {
			var s calendar.Spec
			for day, name := range days {
				if d := dateOf(t, day); d.Year <= year {
					s.Holidays = append(s.Holidays, calendar.Holiday{Date: d, Name: name})
				}
			}
			span := calendar.Interval{Start: time.Date(year, 1, 1, 0, 0, 0, 0, time.UTC), End: time.Date(year+1, 1, 1, 0, 0, 0, 0, time.UTC)}
			for range review.Lint(s, span, review.Options{}) {
				early[fmt.Sprint(region, " ", year)]++
			}
			span.End = span.End.AddDate(1, 0, 0)
			found := review.Lint(s, span, review.Options{})
			require.Len(t, found, 1, "%s to %d, for a year more", region, year)
			require.Equal(t, "holidays-end", found[0].Code)
			lists++
		}
	}
	require.Equal(t, map[string]int{"JP 2019": 1, "ES 2022": 1}, early)
	t.Logf("%d lists of %d regions", lists, len(in.Regions))
}
