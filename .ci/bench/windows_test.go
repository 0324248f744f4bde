package main

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/prometheus/alertmanager/timeinterval"
	"github.com/stretchr/testify/require"
	"gopkg.in/yaml.v2"

	"github.com/berthplan/berth/calendar"
)

// These tests turn the windows of Alertmanager and Argo CD into calendars, by
// one translation each, and hold them to the cases those projects test themselves with.

func readWindows(t *testing.T, name string, to any) {
	t.Helper()
	dir := os.Getenv("BERTH_CASES")
	if dir == "" {
		t.Skip("BERTH_CASES is not set: no published cases to check against")
	}
	text, err := os.ReadFile(filepath.Join(dir, "calendar", "windows", name))
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal(text, to))
}

// interval is a time interval of Alertmanager as it is written.
type interval struct {
	Times []struct {
		Start string `yaml:"start_time"`
		End   string `yaml:"end_time"`
	} `yaml:"times"`
	Weekdays    []string `yaml:"weekdays"`
	DaysOfMonth []string `yaml:"days_of_month"`
	Months      []string `yaml:"months"`
	Years       []string `yaml:"years"`
	Location    string   `yaml:"location"`
}

// windows are what an interval means: its fields are joined by AND, and a daily
// RRULE joins its parts so; each range of years is a window of its own.
func (i interval) windows(name string) ([]calendar.Window, error) {
	rule := "FREQ=DAILY"
	if len(i.Weekdays) > 0 {
		days, err := calendar.ParseDays(strings.ReplaceAll(strings.Join(i.Weekdays, ","), ":", "-"))
		if err != nil {
			return nil, err
		}
		var list []string
		for w := time.Sunday; w <= time.Saturday; w++ {
			if days.Has(w) {
				list = append(list, strings.ToUpper(w.String()[:2]))
			}
		}
		rule += ";BYDAY=" + strings.Join(list, ",")
	}
	for _, part := range []struct {
		name   string
		ranges []string
		expand func(from, to string) ([]int, error)
	}{{"BYMONTHDAY", i.DaysOfMonth, monthDays}, {"BYMONTH", i.Months, monthNumbers}} {
		numbers := map[int]bool{}
		for _, r := range part.ranges {
			from, to, isRange := strings.Cut(r, ":")
			if !isRange {
				to = from
			}
			list, err := part.expand(from, to)
			if err != nil {
				return nil, err
			}
			for _, n := range list {
				numbers[n] = true
			}
		}
		for at, n := range slices.Sorted(maps.Keys(numbers)) {
			rule += [2]string{";" + part.name + "=", ","}[min(at, 1)] + strconv.Itoa(n)
		}
	}
	w := calendar.Window{Name: name, Zone: i.Location}
	var err error
	if w.Every, err = calendar.ParseRule(rule); err != nil {
		return nil, err
	}
	var hours []string
	for _, x := range i.Times {
		hours = append(hours, x.Start+"-"+x.End)
	}
	if len(hours) > 0 {
		if w.Hours, err = calendar.ParseHours(strings.Join(hours, ",")); err != nil {
			return nil, err
		}
	}
	if len(i.Years) == 0 {
		return []calendar.Window{w}, nil
	}
	var all []calendar.Window
	for at, years := range i.Years {
		from, to, isRange := strings.Cut(years, ":")
		if !isRange {
			to = from
		}
		w.Name = fmt.Sprintf("%s.%d", name, at)
		if w.From, err = calendar.ParseMoment(from + "-01-01"); err != nil {
			return nil, err
		}
		if w.To, err = calendar.ParseMoment(to + "-12-31"); err != nil {
			return nil, err
		}
		all = append(all, w)
	}
	return all, nil
}

// monthDays lists a range of days; BYMONTHDAY counts from both ends, too. A range
// from one end to the other is that end's list where it is a whole month.
func monthDays(from, to string) ([]int, error) {
	a, errA := strconv.Atoi(from)
	b, errB := strconv.Atoi(to)
	switch {
	case errA != nil || errB != nil:
		return nil, fmt.Errorf("%s:%s are no days", from, to)
	case a == 1 && b == -1, a == -31 && b == 31:
		a, b = 1, 31
	case (a < 0) != (b < 0):
		return nil, fmt.Errorf("%s:%s counts from both ends", from, to)
	case a > b:
		return nil, fmt.Errorf("%s:%s ends before it begins", from, to)
	}
	var list []int
	for n := a; n <= b; n++ {
		list = append(list, n)
	}
	return list, nil
}

func monthNumbers(from, to string) ([]int, error) {
	number := func(s string) int {
		n, err := strconv.Atoi(s)
		if err == nil {
			return n
		}
		for m := time.January; m <= time.December; m++ {
			if strings.EqualFold(m.String(), s) {
				return int(m)
			}
		}
		return 0
	}
	a, b := number(from), number(to)
	if a < 1 || b > 12 || a > b {
		return nil, fmt.Errorf("%s:%s are no months of a year", from, to)
	}
	var list []int
	for n := a; n <= b; n++ {
		list = append(list, n)
	}
	return list, nil
}

// compiled is a list of intervals, joined by OR, over a span.
func compiled(text string, span calendar.Interval) (*calendar.Compiled, error) {
	var list []interval
	if err := yaml.Unmarshal([]byte(text), &list); err != nil {
		return nil, err
	}
	var spec calendar.Spec
	for i, x := range list {
		windows, err := x.windows(fmt.Sprint(i))
		if err != nil {
			return nil, err
		}
		spec.Windows = append(spec.Windows, windows...)
	}
	return spec.Compile(span, calendar.Subject{}, calendar.StopDeploy)
}

func TestAlertmanagerCases(t *testing.T) {
	var cases []struct {
		ID, YAML, Error    string
		Contains, Excludes []time.Time
	}
	readWindows(t, "alertmanager.json", &cases)
	require.NotEmpty(t, cases)
	span := calendar.Interval{Start: time.Date(2005, 1, 1, 0, 0, 0, 0, time.UTC), End: time.Date(2037, 1, 1, 0, 0, 0, 0, time.UTC)}
	// What is refused there and read here.
	differs := map[string]string{
		"am-yaml-06": "friday:monday is a range over the end of the week, and read as such",
	}
	for _, c := range cases {
		t.Run(c.ID, func(t *testing.T) {
			got, err := compiled(c.YAML, span)
			if why := differs[c.ID]; why != "" {
				require.NotEmpty(t, c.Error)
				require.NoError(t, err, why)
				return
			}
			if c.Error != "" {
				require.Error(t, err, c.Error)
				return
			}
			require.NoError(t, err)
			for _, at := range c.Contains {
				require.True(t, got.Open(at), "%s at %s", c.YAML, at)
			}
			for _, at := range c.Excludes {
				require.False(t, got.Open(at), "%s at %s", c.YAML, at)
			}

			// And Alertmanager itself, on any other day.
			var theirs []timeinterval.TimeInterval
			require.NoError(t, unmarshal(c.YAML, &theirs))
			for _, at := range instants(span, 5000) {
				if strings.Contains(c.YAML, "-1") && strings.Contains(c.YAML, "location") {
					break // it takes a month in which clocks go forward to be a day shorter
				}
				open := slices.ContainsFunc(theirs, func(i timeinterval.TimeInterval) bool { return i.ContainsTime(at.UTC()) })
				require.Equal(t, open, got.Open(at), "%s at %s", c.YAML, at)
			}
		})
	}
}

// unmarshal reads intervals as Alertmanager does; a range that its configuration
// refuses and its own test makes by hand is made so here.
func unmarshal(text string, to *[]timeinterval.TimeInterval) error {
	plain := strings.ReplaceAll(text, `"-31:31"`, `"1:31"`)
	return yaml.Unmarshal([]byte(plain), to)
}

// syncCase is a sync window of Argo CD.
type syncCase struct {
	Kind, Cron, Duration, TimeZone string
	Active                         bool
	ManualSync                     bool `json:"manual_sync"`
}

// window is open when the sync window is active. A cron of every minute opens
// once an hour instead, and 59 minutes longer: openings that overlap are one open time.
func (c syncCase) window(name string) (calendar.Window, error) {
	w := calendar.Window{Name: name, Zone: c.TimeZone}
	var err error
	if w.Lasts, err = calendar.ParseLength(c.Duration); err != nil {
		return w, err
	}
	line := c.Cron
	if rest, every := strings.CutPrefix(line, "* "); every {
		line = "0 " + rest
		w.Lasts.Minutes += 59
	}
	w.Every, err = calendar.ParseRule(line)
	return w, err
}

func TestArgoActiveWindows(t *testing.T) {
	var cases []struct {
		ID      string
		Windows []syncCase
		Hour    int    `json:"at_hour"`
		Zone    string `json:"at_zone"`
		Count   *int   `json:"expected_count"`
		Active  *bool  `json:"expected_active"`
		IsErr   bool   `json:"is_err"`
	}
	readWindows(t, "argocd_active_at.json", &cases)
	require.NotEmpty(t, cases)
	for _, c := range cases {
		t.Run(c.ID, func(t *testing.T) {
			offset, err := strconv.Atoi("0" + strings.TrimPrefix(c.Zone, "UTC-"))
			if c.Zone == "UTC" {
				offset, err = 0, nil
			}
			require.NoError(t, err)
			for _, day := range []time.Time{time.Date(2026, 1, 13, c.Hour, 0, 0, 0, time.UTC), time.Date(2026, 7, 15, c.Hour, 0, 0, 0, time.UTC)} {
				at := day.Add(time.Duration(offset) * time.Hour)
				active, failed := 0, false
				for i, x := range c.Windows {
					w, err := x.window(fmt.Sprint(i))
					if err != nil {
						failed = true
						continue
					}
					got, err := calendar.Spec{Windows: []calendar.Window{w}}.Compile(
						calendar.Interval{Start: at.AddDate(0, 0, -3), End: at.AddDate(0, 0, 3)}, calendar.Subject{}, calendar.StopDeploy)
					require.NoError(t, err)
					if got.Open(at) {
						active++
					}
				}
				if c.IsErr && strings.Contains(c.ID, "InvalidSchedule") {
					require.False(t, failed, "a weekday of 7 is Sunday here, and refused there")
					continue
				}
				require.Equal(t, c.IsErr, failed)
				switch {
				case c.IsErr:
				case c.Active != nil:
					require.Equal(t, *c.Active, active == 1)
				case strings.Contains(c.ID, "InactiveAllows"):
					require.Equal(t, *c.Count, len(c.Windows)-active)
				default:
					require.Equal(t, *c.Count, active)
				}
			}
		})
	}
}

// Argo CD's precedence is that of a calendar: allow windows are windows, deny
// windows are hard blackouts. A deny that lets manual syncs through has an exception for
// them. Windows have none: the calendar of manual syncs leaves them out if every one lets manual syncs through.
func TestArgoPrecedence(t *testing.T) {
	var cases []struct {
		ID, Name string
		Windows  []syncCase
		Manual   bool `json:"manual_request"`
		Allowed  bool
	}
	readWindows(t, "argocd_precedence.json", &cases)
	require.NotEmpty(t, cases)
	day := calendar.Date{Year: 2026, Month: time.March, Day: 10}
	at := day.In(time.UTC).Add(12 * time.Hour)
	for _, c := range cases {
		t.Run(c.ID, func(t *testing.T) {
			var spec calendar.Spec
			through := true // manual syncs, between windows
			for i, w := range c.Windows {
				on := day
				if !w.Active {
					on = day.AddDays(-2)
				}
				name := fmt.Sprint(i)
				if w.Kind == "allow" {
					spec.Windows = append(spec.Windows, calendar.Window{Name: name, Dates: []calendar.Date{on}})
					through = through && w.ManualSync
					continue
				}
				b := calendar.Blackout{Name: name, From: calendar.MomentOf(on.In(time.UTC)), To: calendar.MomentOf(on.AddDays(1).In(time.UTC))}
				if w.ManualSync {
					b.Exceptions = []calendar.Exception{{Packages: []string{"manual"}, Until: b.To}}
				}
				spec.Blackouts = append(spec.Blackouts, b)
			}
			who := calendar.Subject{Package: "auto"}
			if c.Manual {
				who.Package = "manual"
				if through {
					spec.Windows = nil
				}
			}
			got, err := spec.Compile(calendar.Interval{Start: at.AddDate(0, 0, -7), End: at.AddDate(0, 0, 7)}, who, calendar.StopDeploy)
			require.NoError(t, err)
			require.Equal(t, c.Allowed, got.Open(at), c.Name)
		})
	}
}
