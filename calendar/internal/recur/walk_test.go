package recur_test

import (
	"math"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/berthplan/berth/calendar/internal/recur"
)

func at(t testing.TB, s string) int64 {
	t.Helper()
	layout := "2006-01-02"
	if strings.Contains(s, "T") {
		layout = "2006-01-02T15:04"
	}
	x, err := time.Parse(layout, s)
	require.NoError(t, err)
	return x.Unix()
}

func texts(list []int64) string {
	words := make([]string, len(list))
	for i, x := range list {
		words[i] = strings.TrimSuffix(time.Unix(x, 0).UTC().Format("2006-01-02T15:04"), "T00:00")
	}
	return strings.Join(words, " ")
}

func TestWalkBounds(t *testing.T) {
	mondays := recur.Rule{Freq: recur.Weekly, Day: []recur.Weekday{{Day: time.Monday}}}
	everySecond := recur.Rule{Freq: recur.Secondly}
	third := recur.Rule{Freq: recur.Daily, Interval: 3}
	three := recur.Rule{Freq: recur.Daily, Count: 3}
	noon := recur.Rule{Freq: recur.Daily, Hour: []int{12}}
	start := at(t, "2026-03-02")
	tests := []struct {
		reason string
		rule   recur.Rule
		bounds recur.Bounds
		want   string
	}{
		{"From is held, To is not", mondays, recur.Bounds{Start: start, From: at(t, "2026-03-09"), To: at(t, "2026-03-23")}, "2026-03-09 2026-03-16"},
		{"nothing before the start", mondays, recur.Bounds{Start: start, From: 0, To: at(t, "2026-03-03")}, "2026-03-02"},
		{"without a beginning it reaches back, in step", third, recur.Bounds{Start: start, Open: true, From: at(t, "2026-02-23"), To: at(t, "2026-03-06")}, "2026-02-24 2026-02-27 2026-03-02 2026-03-05"},
		{"COUNT begins at the start all the same", three, recur.Bounds{Start: start, Open: true, From: 0, To: at(t, "2027-01-01")}, "2026-03-02 2026-03-03 2026-03-04"},
		{"COUNT counts what lies before From", three, recur.Bounds{Start: start, From: at(t, "2026-03-04"), To: at(t, "2027-01-01")}, "2026-03-04"},
		{"what is ignored does not count", three, recur.Bounds{Start: start, From: 0, To: at(t, "2027-01-01"), Ignore: func(x int64) bool { return x == at(t, "2026-03-03") }}, "2026-03-02 2026-03-04 2026-03-05"},
		{"days have no hours", noon, recur.Bounds{Start: start, Days: true, From: start, To: at(t, "2026-03-04")}, "2026-03-02 2026-03-03"},
		{"an empty span", mondays, recur.Bounds{Start: start, From: start, To: start}, ""},
		{"a span turned around", mondays, recur.Bounds{Start: start, From: start, To: start - 1}, ""},
		{"the end of time", everySecond, recur.Bounds{Start: math.MinInt64, From: math.MaxInt64, To: math.MaxInt64}, ""},
		{"beyond the year 9999", recur.Rule{Freq: recur.Yearly, Interval: 1_000_000}, recur.Bounds{Start: start, From: math.MinInt64, To: math.MaxInt64}, "2026-03-02"},
		{"the first year", recur.Rule{Freq: recur.Yearly, Interval: 2000}, recur.Bounds{Start: start, Open: true, From: math.MinInt64, To: at(t, "2026-03-03")}, "0026-03-02 2026-03-02"},
	}
	for _, tt := range tests {
		w := tt.rule.Walk(tt.bounds)
		require.Equal(t, tt.want, texts(take(w)), tt.reason)
		require.NoError(t, w.Err())
	}

	w := everySecond.Walk(recur.Bounds{Start: start, From: start, To: start + 1<<30, Steps: 1000})
	require.Less(t, len(take(w)), 1200)
	require.ErrorIs(t, w.Err(), recur.ErrSteps)
	_, ok := w.Next()
	require.False(t, ok, "it stays ended")
}

// What is asked of a rule long after its beginning costs no more than what is asked near it.
func TestWalkSeeks(t *testing.T) {
	for _, r := range []recur.Rule{
		{Freq: recur.Yearly}, {Freq: recur.Monthly, Day: []recur.Weekday{{2, 2}}}, {Freq: recur.Weekly}, {Freq: recur.Daily, Interval: 3},
		{Freq: recur.Hourly, Interval: 5}, {Freq: recur.Minutely, Interval: 7}, {Freq: recur.Secondly, Interval: 11},
		{Freq: recur.Yearly, WeekNo: []int{53}}, {Freq: recur.Monthly, MonthDay: []int{31}, Skip: recur.Forward},
	} {
		start := at(t, "1926-01-31T09:00")
		var steps [2]int
		for i, from := range []int64{start, at(t, "2026-01-31T09:00")} {
			w := r.Walk(recur.Bounds{Start: start, From: from, To: from + 400*86400})
			for range 100 {
				w.Next()
			}
			steps[i] = w.Steps()
		}
		require.InDelta(t, steps[0], steps[1], 20, "%+v", r)
	}
}

// Skipped days are those that package time normalizes into the next month, and
// the day before that month.
func TestWalkSkip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := recur.Rule{
			Freq:     recur.Frequency(rapid.IntRange(0, 1).Draw(t, "freq")),
			Interval: rapid.IntRange(1, 5).Draw(t, "interval"),
			Skip:     recur.Skip(rapid.IntRange(0, 2).Draw(t, "skip")),
			MonthDay: rapid.SliceOfN(rapid.SampledFrom([]int{1, 15, 28, 29, 30, 31, -1, -28, -29, -30, -31}), 1, 4).Draw(t, "BYMONTHDAY"),
			Month:    rapid.SliceOfN(rapid.IntRange(1, 12), 1, 4).Draw(t, "BYMONTH"),
		}
		start := time.Date(2000, 1, 1, 9, 0, 0, 0, time.UTC)
		end := time.Date(2012, 1, 1, 0, 0, 0, 0, time.UTC)
		days := map[int64]bool{}
		for m := 1; m <= 12*13; m++ {
			first := time.Date(2000, time.Month(m), 1, 9, 0, 0, 0, time.UTC)
			period := m - 1
			if r.Freq == recur.Yearly {
				period /= 12
			}
			if period%r.Interval != 0 || !has(r.Month, int(first.Month())) {
				continue
			}
			for _, d := range r.MonthDay {
				x := first.AddDate(0, 0, d-1)
				if d < 0 {
					x = first.AddDate(0, 1, d)
				}
				switch missing := x.Month() != first.Month(); {
				case missing && r.Skip == recur.Omit:
					continue
				case missing && r.Skip == recur.Forward && d > 0:
					x = first.AddDate(0, 1, 0)
				case missing && r.Skip == recur.Forward:
					x = first
				case missing && d > 0:
					x = first.AddDate(0, 1, -1)
				case missing:
					x = first.AddDate(0, 0, -1)
				}
				days[x.Unix()] = true
			}
		}
		want := []int64{}
		for x := start; x.Before(end); x = x.AddDate(0, 0, 1) {
			if days[x.Unix()] {
				want = append(want, x.Unix())
			}
		}
		require.Empty(t, r.Check())
		require.Equal(t, want, take(r.Walk(recur.Bounds{Start: start.Unix(), From: start.Unix(), To: end.Unix()})), "%+v", r)
	})
}

func TestCheck(t *testing.T) {
	monday := []recur.Weekday{{Day: time.Monday}}
	for _, r := range []recur.Rule{
		{Interval: -1}, {Interval: recur.MaxInterval + 1}, {Count: -1}, {Count: recur.MaxCount + 1}, {Freq: 7}, {Skip: 3}, {WeekStart: 7},
		{Month: []int{13}}, {Month: []int{-1}}, {MonthDay: []int{0}}, {MonthDay: []int{-32}}, {YearDay: []int{367}}, {WeekNo: []int{54}},
		{Hour: []int{24}}, {Minute: []int{60}}, {Second: []int{61}}, {SetPos: []int{0}, Day: monday}, {SetPos: []int{1}},
		{Day: []recur.Weekday{{Day: 7}}}, {Day: []recur.Weekday{{N: 54}}}, {Day: []recur.Weekday{{N: -54}}},
		{Freq: recur.Monthly, Day: []recur.Weekday{{N: 6}}}, {Month: []int{1}, Day: []recur.Weekday{{N: -6}}},
		{Freq: recur.Weekly, Day: []recur.Weekday{{N: 1}}}, {WeekNo: []int{1}, Day: []recur.Weekday{{N: 1}}},
		{Freq: recur.Weekly, MonthDay: []int{1}}, {Freq: recur.Daily, YearDay: []int{1}}, {Freq: recur.Monthly, WeekNo: []int{1}},
	} {
		require.NotEmpty(t, r.Check(), "%+v", r)
	}
	require.Empty(t, (&recur.Rule{Second: []int{60}, Day: []recur.Weekday{{N: 53}}}).Check())
}

// A rule may have every second of a year; of its first few no more than a day's are made.
func TestWalkDense(t *testing.T) {
	upTo := func(n int) []int {
		list := make([]int, n)
		for i := range list {
			list[i] = i
		}
		return list
	}
	for _, r := range []recur.Rule{
		{Freq: recur.Yearly, Month: upTo(13)[1:], MonthDay: upTo(32)[1:]},
		{Freq: recur.Yearly, WeekNo: upTo(54)[1:]},
		{Freq: recur.Monthly, MonthDay: upTo(32)[1:], Skip: recur.Backward},
	} {
		r.Hour, r.Minute, r.Second = upTo(24), upTo(60), upTo(60)
		start := at(t, "2026-01-01")
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		w := r.Walk(recur.Bounds{Start: start, From: start, To: math.MaxInt64})
		for i := range int64(10) {
			x, _ := w.Next()
			require.Equal(t, start+i, x)
		}
		runtime.ReadMemStats(&after)
		require.Less(t, after.TotalAlloc-before.TotalAlloc, uint64(5<<20), "bytes: %s", r.Freq)
	}
}

// Rules made to search long, up to the year 9999: each ends within its budget.
func TestWalkHostile(t *testing.T) {
	var most []int
	for n := 100; n <= 366; n++ {
		most = append(most, n)
	}
	weeks := make([]int, 53)
	for i := range weeks {
		weeks[i] = i + 1
	}
	midnight := []int{0}
	for _, r := range []recur.Rule{
		{Freq: recur.Hourly, Interval: 24, Month: []int{2}, YearDay: most},
		{Freq: recur.Secondly, Interval: 9973, Hour: midnight, Minute: midnight, Second: midnight, Month: []int{2}, MonthDay: []int{29}, Day: []recur.Weekday{{Day: 1}}},
		{Freq: recur.Secondly, Interval: 7, Hour: []int{3}, Minute: []int{59}, Second: []int{59}, YearDay: []int{366}, MonthDay: []int{30}},
		{Freq: recur.Minutely, Interval: 7 * 1440, Day: []recur.Weekday{{Day: 1}}},
		{Freq: recur.Hourly, Interval: 24 * 7, Day: []recur.Weekday{{Day: 1}, {Day: 2}, {Day: 3}, {Day: 4}, {Day: 5}}},
		{Freq: recur.Yearly, WeekNo: weeks, MonthDay: []int{30}, Month: []int{2}},
		{Freq: recur.Yearly, WeekNo: weeks, YearDay: []int{366}, MonthDay: []int{1}},
		{Freq: recur.Yearly, Day: []recur.Weekday{{53, 0}, {0, 1}}, SetPos: []int{54}},
		{Freq: recur.Monthly, Day: []recur.Weekday{{5, 0}}, MonthDay: []int{1}},
		{Freq: recur.Weekly, Interval: 52, Month: []int{7}},
		{Freq: recur.Daily, Interval: 146097, Day: []recur.Weekday{{Day: 1}}},
		{Freq: recur.Daily, Interval: 49, Day: []recur.Weekday{{Day: 1}}, Month: []int{2}},
	} {
		require.Empty(t, r.Check())
		start := at(t, "2000-01-01T00:01") // a Saturday
		w := r.Walk(recur.Bounds{Start: start, From: start, To: math.MaxInt64})
		list := take(w)
		require.LessOrEqual(t, w.Steps(), recur.DefaultSteps+1000, "%+v", r)
		if w.Err() != nil {
			require.ErrorIs(t, w.Err(), recur.ErrSteps)
		}
		t.Logf("%d times, %d steps, %v: %+v", len(list), w.Steps(), w.Err(), r)
	}
}
