package train_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/berthplan/berth/calendar/train"
)

// published is a file of real release data.
func published(t *testing.T, parts ...string) string {
	t.Helper()
	cases := os.Getenv("BERTH_CASES")
	if cases == "" {
		t.Skip("BERTH_CASES is not set: no published schedules")
	}
	data, err := os.ReadFile(filepath.Join(append([]string{cases, "release"}, parts...)...))
	require.NoError(t, err)
	return string(data)
}

// once is a train of a single run, whose milestones are given by offsets.
func once(t *testing.T, ga string, offsets ...string) train.Run {
	t.Helper()
	text := "train: {yyyy}\nruns: daily\nfrom: " + ga + "\nuntil: " + ga + "\n"
	for i, o := range offsets {
		text += fmt.Sprintf("milestone m%d: %s\n", i, o)
	}
	v, err := train.Parse(text)
	require.NoError(t, err)
	runs, err := v.Between(date(t, ga), date(t, ga))
	require.NoError(t, err)
	require.Len(t, runs, 1)
	return runs[0]
}

// The weeks of OpenStack's 21 schedules, R-31 to R+2, are those that R-n counts from the week of release: the Monday and
// the Friday of each are the published ones. Two schedules differ, and for two reasons. Wallaby's names a week of release that
// is three weeks later than its own R-0; Yoga's last week ends on its Wednesday.
func TestOpenStackWeeks(t *testing.T) {
	field := regexp.MustCompile(`(?m)^\s*(start|end|name): *'?([^'\n]*?)'?\s*$`)
	entry := regexp.MustCompile(`(?m)^ *- ((?:start|end|name|x-project|project-specific):)`)
	release := regexp.MustCompile(`(?m)^release-week: *'?(\d{4}-\d{2}-\d{2})`)
	published(t, "openstack", "schedules", "flamingo.yaml")
	files, err := filepath.Glob(filepath.Join(os.Getenv("BERTH_CASES"), "release", "openstack", "schedules", "*.yaml"))
	require.NoError(t, err)
	require.Len(t, files, 21)
	hits, named, misses := 0, 0, map[string]int{}
	for _, file := range files {
		text := published(t, "openstack", "schedules", filepath.Base(file))
		named += strings.Count(text, "name:")
		// Wednesday is the usual day of release; R-n does not depend on it.
		ga := date(t, release.FindStringSubmatch(text)[1]).AddDays(2)
		for _, week := range strings.Split(entry.ReplaceAllString(text, "@\n$1"), "@\n")[1:] {
			is := map[string]string{}
			for _, m := range field.FindAllStringSubmatch(week, -1) {
				is[m[1]] = m[2]
			}
			if is["name"] == "" {
				continue
			}
			run := once(t, ga.String(), is["name"]+" monday", is["name"]+" friday")
			from, to := run.Stops[0].From.String(), run.Stops[1].From.String()
			if from == is["start"] && to == is["end"] {
				hits++
				continue
			}
			gap := date(t, from).In(time.UTC).Sub(date(t, is["start"]).In(time.UTC))
			misses[fmt.Sprintf("%s: %d days later, and ends on a %s", filepath.Base(file), int(gap.Hours()/24), date(t, is["end"]).Weekday())]++
		}
	}
	t.Logf("%d of %d weeks as published; not so: %v", hits, named, misses)
	require.Equal(t, map[string]int{"wallaby.yaml: 21 days later, and ends on a Friday": 26, "yoga.yaml: 0 days later, and ends on a Wednesday": 1}, misses)
	require.Equal(t, named-27, hits)
}

// The days that Flamingo's schedule names in its text: deadlines are the Thursday of their week.
func TestOpenStackDays(t *testing.T) {
	text := published(t, "openstack", "flamingo_schedule.rst")
	for _, tt := range []struct{ offset, day, words string }{
		{"R-20 thursday", "2025-05-15", "May 15, 2025 is the Flamingo-1 milestone"},
		{"R-17 thursday", "2025-06-05", "2025.1 Epoxy deliverables by June 5, 2025"},
		{"R-13 thursday", "2025-07-03", "July 3, 2025 is the Flamingo-2 milestone"},
		{"R-5 thursday", "2025-08-28", "August 28, 2025 is the Flamingo-3 milestone"},
		{"R-3 monday", "2025-09-08", "The week of September 8, 2025"},
		{"R-1 monday", "2025-09-22", "The week of September 22, 2025"},
		{"R wednesday", "2025-10-01", "Wednesday, October 1, 2025"},
	} {
		require.Contains(t, text, tt.words)
		require.Equal(t, tt.day, once(t, "2025-10-01", tt.offset).Stops[0].From.String(), tt.offset)
	}
}

// Eclipse's simultaneous releases: a release every 13 weeks, milestones on the Fridays of fixed weeks before. Of the four
// published, one release is a week later than the cadence, and its milestones with it.
func TestEclipse(t *testing.T) {
	var in struct {
		Releases map[string]map[string]string
	}
	require.NoError(t, json.Unmarshal([]byte(published(t, "eclipse", "simrel_dates.json")), &in))
	v, err := train.Parse(`
		train: {yyyy}-{mm}
		runs: every 13 weeks from 2026-06-10
		milestone M1: R-9 friday
		milestone M2: R-6 friday
		milestone M3: R-3 friday
		milestone RC1: R-2 friday
		milestone RC2: R-1 friday
		milestone quiet period: RC2 to GA
		move: 2027-03 to 2027-03-17 because the dates had become earlier each year
	`)
	require.NoError(t, err)
	runs, err := v.Between(date(t, "2026-01-01"), date(t, "2027-03-31"))
	require.NoError(t, err)
	require.Len(t, runs, 4)
	require.Equal(t, "2027-03-10", runs[3].Regular.String(), "where the cadence alone would have it")
	checked := 0
	for _, r := range runs {
		want := in.Releases[r.Name]
		require.Len(t, want, 6, r.Name)
		for name, day := range want {
			s, ok := r.Stop(name)
			require.True(t, ok)
			require.Equal(t, day, s.From.String(), "%s %s", r.Name, name)
			checked++
		}
		quiet, _ := r.Stop("quiet period")
		require.Equal(t, want["RC2"]+" "+want["GA"], quiet.From.String()+" "+quiet.To.String())
	}
	require.Equal(t, 24, checked)
}

// Kubernetes releases three times a year, 14 to 19 weeks apart: no interval of weeks gives its days. From 1.33 on they
// are the fourth Wednesdays of April and August, and one in December that is moved before the holidays.
func TestKubernetes(t *testing.T) {
	var in struct {
		Rows []struct{ Release, What, When string }
	}
	require.NoError(t, json.Unmarshal([]byte(published(t, "kubernetes", "timelines.json")), &in))
	v, err := train.Parse(`
		train: 1.{n}
		first: 33
		runs: 4th wed of april, august, december
		from: 2025-04-01
		move: 1.35 to 2025-12-17 because the holidays are near
	`)
	require.NoError(t, err)
	runs, err := v.Between(date(t, "2025-01-01"), date(t, "2026-08-31"))
	require.NoError(t, err)
	got := map[string]string{}
	for _, r := range runs {
		got[r.Name] = r.GA.String()
	}
	day := regexp.MustCompile(`(\d{1,2})(?:st|nd|rd|th) (\w+ \d{4})`)
	found := 0
	for _, row := range in.Rows {
		if m := day.FindStringSubmatch(row.When); row.What == "v"+row.Release+".0 released" && got[row.Release] != "" {
			published, err := time.Parse("2 January 2006", m[1]+" "+m[2])
			require.NoError(t, err)
			require.Equal(t, published.Format(time.DateOnly), got[row.Release], row.Release)
			found++
		}
	}
	require.Equal(t, 5, found)
}
