package recur_test

import (
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/berthplan/berth/calendar/internal/recur"
)

// naive expands a rule by asking of every day or second, one after the other, whether
// the RFC's conditions hold of it. It shares no code with the walk: dates are package time's.
type naive struct {
	r     recur.Rule
	start time.Time
}

func has(list []int, values ...int) bool {
	return slices.ContainsFunc(values, func(v int) bool { return slices.Contains(list, v) })
}

func unit(n int64, u time.Duration) int { return int(n / int64(u/time.Second)) }

// weeksYear is the year that t's week belongs to, and the week's number from both ends.
func (n naive) weeksYear(t time.Time) (year, week, fromEnd int) {
	begins := func(y int) time.Time { // of week 1: the week that holds 4 January
		d := time.Date(y, 1, 4, 0, 0, 0, 0, time.UTC)
		for d.Weekday() != n.r.WeekStart {
			d = d.AddDate(0, 0, -1)
		}
		return d
	}
	for year = t.Year() + 1; begins(year).After(t); year-- {
	}
	week = unit(t.Unix()-begins(year).Unix(), 7*24*time.Hour) + 1
	return year, week, week - unit(begins(year+1).Unix()-begins(year).Unix(), 7*24*time.Hour) - 1
}

// period numbers the period that t lies in.
func (n naive) period(t time.Time) int {
	switch n.r.Freq {
	case recur.Yearly:
		if len(n.r.WeekNo) > 0 {
			y, _, _ := n.weeksYear(t)
			return y
		}
		return t.Year()
	case recur.Monthly:
		return t.Year()*12 + int(t.Month())
	case recur.Weekly:
		return unit(t.AddDate(0, 0, -int(n.r.WeekStart)).Unix()+4*86400, 7*24*time.Hour)
	case recur.Daily:
		return unit(t.Unix(), 24*time.Hour)
	case recur.Hourly:
		return unit(t.Unix(), time.Hour)
	case recur.Minutely:
		return unit(t.Unix(), time.Minute)
	}
	return int(t.Unix())
}

func (n naive) onDay(t time.Time) bool {
	r := n.r
	daysIn := func(y int, m time.Month) int { return time.Date(y, m+1, 0, 0, 0, 0, 0, time.UTC).Day() }
	yearDays := time.Date(t.Year(), 12, 31, 0, 0, 0, 0, time.UTC).YearDay()
	if len(r.Month) > 0 && !has(r.Month, int(t.Month())) {
		return false
	}
	if _, week, fromEnd := n.weeksYear(t); len(r.WeekNo) > 0 && !has(r.WeekNo, week, fromEnd) {
		return false
	}
	if len(r.YearDay) > 0 && !has(r.YearDay, t.YearDay(), t.YearDay()-yearDays-1) {
		return false
	}
	if len(r.MonthDay) > 0 && !has(r.MonthDay, t.Day(), t.Day()-daysIn(t.Year(), t.Month())-1) {
		return false
	}
	if len(r.Day) > 0 {
		at, length := t.YearDay(), yearDays
		if r.Freq == recur.Monthly || len(r.Month) > 0 {
			at, length = t.Day(), daysIn(t.Year(), t.Month())
		}
		if !slices.ContainsFunc(r.Day, func(d recur.Weekday) bool {
			return d.Day == t.Weekday() && (d.N == 0 || d.N == (at-1)/7+1 || d.N == -((length-at)/7+1))
		}) {
			return false
		}
	}
	// What the rule leaves out comes from its beginning.
	weekday, day, month := t.Weekday() == n.start.Weekday(), t.Day() == n.start.Day(), t.Month() == n.start.Month()
	none := len(r.YearDay)+len(r.WeekNo)+len(r.Day) == 0
	switch r.Freq {
	case recur.Weekly:
		return len(r.Day) > 0 || weekday
	case recur.Monthly:
		return len(r.MonthDay)+len(r.Day) > 0 || day
	case recur.Yearly:
		if len(r.WeekNo) > 0 {
			return len(r.Day)+len(r.MonthDay)+len(r.YearDay) > 0 || weekday
		}
		if len(r.YearDay) > 0 {
			return true
		}
		if (none || len(r.MonthDay) > 0) && len(r.Month) == 0 && !month {
			return false
		}
		return len(r.MonthDay) > 0 || !none || day
	}
	return true
}

// times lists the seconds of a day that the rule allows.
func (n naive) times() (out []int) {
	ok := func(list []int, value, start int, expands bool) bool {
		return has(list, value) || len(list) == 0 && (!expands || value == start)
	}
	for second := range 86400 {
		t := time.Unix(int64(second), 0).UTC()
		if ok(n.r.Hour, t.Hour(), n.start.Hour(), n.r.Freq < recur.Hourly) &&
			ok(n.r.Minute, t.Minute(), n.start.Minute(), n.r.Freq < recur.Minutely) &&
			ok(n.r.Second, t.Second(), n.start.Second(), n.r.Freq < recur.Secondly) {
			out = append(out, second)
		}
	}
	return out
}

// between lists the times from the beginning up to an end.
func (n naive) between(to time.Time) []int64 {
	interval, times := max(1, n.r.Interval), n.times()
	var out, set []int64
	set0 := 0
	flush := func() {
		var picked []int64
		for i, x := range set {
			if len(n.r.SetPos) == 0 || has(n.r.SetPos, i+1, i-len(set)) {
				picked = append(picked, x)
			}
		}
		for _, x := range picked {
			if x >= n.start.Unix() {
				out = append(out, x)
			}
		}
		set = set[:0]
	}
	first := n.period(n.start)
	if len(n.r.WeekNo) > 0 && interval > 1 {
		// Years of weeks count from the one of the beginning if the rule still fires in it.
		fires := false
		for t := n.start; n.period(t) == first; t = t.AddDate(0, 0, 1) {
			fires = fires || n.onDay(t) && n.period(t) == first
		}
		if !fires {
			first = n.start.Year()
		}
	}
	day := n.start.AddDate(-1, 0, -10).Truncate(24 * time.Hour)
	if n.r.Freq >= recur.Daily {
		day = n.start.Truncate(24 * time.Hour)
	}
	for ; day.Before(to.AddDate(1, 0, 10)) && (n.r.Freq < recur.Daily || day.Before(to)); day = day.AddDate(0, 0, 1) {
		if !n.onDay(day) {
			continue
		}
		for _, second := range times {
			t := day.Add(time.Duration(second) * time.Second)
			p := n.period(t)
			if p != set0 {
				flush()
				set0 = p
			}
			if d := p - first; d%interval == 0 {
				set = append(set, t.Unix())
			}
		}
	}
	flush()
	slices.Sort(out)
	i, _ := slices.BinarySearch(out, to.Unix())
	out = out[:i]
	if n.r.Count > 0 {
		out = out[:min(n.r.Count, len(out))]
	}
	return out
}

// someRule draws a rule that Check finds nothing in. Most parts stay away, so that rules fire.
func someRule(t *rapid.T) recur.Rule {
	freq := recur.Frequency(rapid.IntRange(0, 6).Draw(t, "freq"))
	r := recur.Rule{
		Freq:      freq,
		Interval:  rapid.SampledFrom([]int{0, 1, 1, 2, 3, 7, 24, 60}).Draw(t, "interval"),
		Count:     rapid.SampledFrom([]int{0, 0, 1, 5, 20}).Draw(t, "count"),
		WeekStart: time.Weekday(rapid.IntRange(0, 6).Draw(t, "wkst")),
	}
	for _, p := range r.Parts() {
		often := 3
		if p.Name == "BYSETPOS" || p.Name == "BYSECOND" {
			often = 6
		}
		if rapid.IntRange(1, often).Draw(t, p.Name+"?") > 1 {
			continue
		}
		hi := min(p.Hi, 59)
		*p.List = rapid.SliceOfN(rapid.IntRange(p.Lo, hi), 1, 3).Draw(t, p.Name)
		for i, n := range *p.List {
			if p.Signed && (n+i)%3 == 0 {
				(*p.List)[i] = -n
			}
		}
	}
	if rapid.IntRange(1, 3).Draw(t, "BYDAY?") == 1 {
		r.Day = rapid.SliceOfN(rapid.Custom(func(t *rapid.T) recur.Weekday {
			d := recur.Weekday{Day: time.Weekday(rapid.IntRange(0, 6).Draw(t, "day"))}
			if r.Freq <= recur.Monthly && len(r.WeekNo) == 0 {
				d.N = rapid.SampledFrom([]int{0, 0, 1, 2, 5, -1, -2, -5}).Draw(t, "n")
			}
			return d
		}), 1, 4).Draw(t, "BYDAY")
	}
	switch { // what the RFC forbids
	case freq != recur.Yearly:
		r.WeekNo = nil
	}
	if freq >= recur.Monthly && freq <= recur.Daily {
		r.YearDay = nil
	}
	if freq == recur.Weekly {
		r.MonthDay = nil
	}
	if r.Check() != "" {
		r.SetPos = nil
	}
	return r
}

func someStart(t *rapid.T) time.Time {
	day := rapid.IntRange(0, 3000).Draw(t, "day") // from 1995 on: leap years, years with 53 weeks
	second := rapid.SampledFrom([]int{0, 9 * 3600, 45296, 86399}).Draw(t, "second")
	return time.Date(1995, 1, 1+day, 0, 0, second, 0, time.UTC)
}

func take(w *recur.Walk) []int64 {
	out := []int64{}
	for x, ok := w.Next(); ok; x, ok = w.Next() {
		out = append(out, x)
	}
	return out
}

func TestWalkAgainstNaive(t *testing.T) {
	fired := 0
	rapid.Check(t, func(t *rapid.T) {
		r, start := someRule(t), someStart(t)
		require.Empty(t, r.Check())
		to := start.AddDate(3, 0, 0)
		if r.Freq >= recur.Hourly {
			to = start.AddDate(0, 0, []int{40, 10, 2}[r.Freq-recur.Hourly])
		}
		want := naive{r, start}.between(to)
		w := r.Walk(recur.Bounds{Start: start.Unix(), From: start.Unix(), To: to.Unix(), Steps: 50_000_000})
		require.Equal(t, append([]int64{}, want...), take(w), "%+v from %s", r, start)
		if len(want) > 1 {
			fired++
		}

		// From a later beginning the walk gives the same.
		from := start.Unix() + rapid.Int64Range(0, to.Unix()-start.Unix()).Draw(t, "from")
		i, _ := slices.BinarySearch(want, from)
		w = r.Walk(recur.Bounds{Start: start.Unix(), From: from, To: to.Unix(), Steps: 50_000_000})
		require.Equal(t, append([]int64{}, want[i:]...), take(w), "from %d", from)
	})
	require.Positive(t, fired)
}
