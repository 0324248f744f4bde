package recur_test

import (
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"github.com/teambition/rrule-go"
	"pgregory.net/rapid"

	"github.com/berthplan/berth/calendar/internal/recur"
)

// other is the rule for rrule-go, the most used library for it in Go: the oracle of these tests,
// and the yardstick of the benchmarks.
func other(t testing.TB, r recur.Rule, start time.Time) *rrule.RRule {
	t.Helper()
	weekdays := [7]rrule.Weekday{rrule.SU, rrule.MO, rrule.TU, rrule.WE, rrule.TH, rrule.FR, rrule.SA}
	o := rrule.ROption{
		Freq: rrule.Frequency(r.Freq), Dtstart: start, Interval: max(1, r.Interval), Count: r.Count, Wkst: weekdays[r.WeekStart],
		Until:    time.Date(9999, 12, 31, 0, 0, 0, 0, time.UTC),
		Bysetpos: r.SetPos, Bymonth: r.Month, Bymonthday: r.MonthDay, Byyearday: r.YearDay, Byweekno: r.WeekNo,
		Byhour: r.Hour, Byminute: r.Minute, Bysecond: r.Second,
	}
	if r.Count > 0 {
		o.Until = time.Time{}
	}
	for _, d := range r.Day {
		w := weekdays[d.Day]
		if d.N != 0 {
			w = w.Nth(d.N)
		}
		o.Byweekday = append(o.Byweekday, w)
	}
	rule, err := rrule.NewRRule(o)
	require.NoError(t, err)
	return rule
}

// otherFails picks the rules that rrule-go is known to read otherwise, or not to come back from.
func otherFails(r recur.Rule) string {
	for _, p := range r.Parts() {
		for i, n := range *p.List {
			if slices.Contains((*p.List)[:i], n) {
				return "counts doubles"
			}
		}
	}
	limits := len(r.Hour) + len(r.Minute) + len(r.Second)
	numbered := func(d recur.Weekday) bool { return d.N != 0 }
	switch {
	case len(r.WeekNo) > 0:
		return "weeks belong to calendar years there, and keep no weekday"
	case r.Freq == recur.Yearly && len(r.MonthDay) > 0 && len(r.Month) == 0:
		return "keeps no month"
	case r.Freq == recur.Weekly && len(r.SetPos) > 0:
		return "counts positions from the beginning, not from the week's"
	case slices.ContainsFunc(r.Day, numbered) && slices.ContainsFunc(r.Day, func(d recur.Weekday) bool { return !numbered(d) }):
		return "numbered and plain weekdays exclude each other"
	case r.Freq >= recur.Hourly && (limits > 0 && r.Interval > 1 || len(r.SetPos) > 0):
		return "may not come back"
	}
	return ""
}

func TestWalkAgainstRRuleGo(t *testing.T) {
	compared := 0
	rapid.Check(t, func(t *rapid.T) {
		r, start := someRule(t), someStart(t)
		if otherFails(r) != "" {
			return
		}
		w := r.Walk(recur.Bounds{Start: start.Unix(), From: start.Unix(), To: start.AddDate(30, 0, 0).Unix()})
		next := other(&testing.T{}, r, start).Iterator()
		for range 40 {
			x, ok := w.Next()
			if !ok {
				return // it may search to the year 9999 for what does not come
			}
			y, more := next()
			require.True(t, more, "%+v from %s ends before %s", r, start, time.Unix(x, 0).UTC())
			require.Equal(t, y, time.Unix(x, 0).UTC(), "%+v from %s", r, start)
			compared++
		}
	})
	require.Positive(t, compared)
}

var benchmarks = []struct {
	name  string
	rule  recur.Rule
	years int // from the start to what is wanted
}{
	{"MonFri10y", recur.Rule{Freq: recur.Weekly, Day: []recur.Weekday{{0, 1}, {0, 2}, {0, 3}, {0, 4}, {0, 5}}}, 0},
	{"DailyByDay10y", recur.Rule{Freq: recur.Daily, Day: []recur.Weekday{{0, 1}, {0, 2}, {0, 3}, {0, 4}, {0, 5}}}, 0},
	{"SecondTuesday10y", recur.Rule{Freq: recur.Monthly, Day: []recur.Weekday{{2, 2}}}, 0},
	{"LastWorkday10y", recur.Rule{Freq: recur.Monthly, Day: []recur.Weekday{{0, 1}, {0, 2}, {0, 3}, {0, 4}, {0, 5}}, SetPos: []int{-1}}, 0},
	{"Christmas10y", recur.Rule{Freq: recur.Yearly, Month: []int{12}, MonthDay: []int{25}}, 0},
	{"Hourly10y", recur.Rule{Freq: recur.Hourly}, 0},
	{"MonFriOneWeekAfter26y", recur.Rule{Freq: recur.Weekly, Day: []recur.Weekday{{0, 1}, {0, 2}, {0, 3}, {0, 4}, {0, 5}}}, 26},
	{"MonFriOneWeekAfter100y", recur.Rule{Freq: recur.Weekly, Day: []recur.Weekday{{0, 1}, {0, 2}, {0, 3}, {0, 4}, {0, 5}}}, 100},
	{"Feb30", recur.Rule{Freq: recur.Yearly, Month: []int{2}, MonthDay: []int{30}}, 0},
}

// BenchmarkWalk lists ten years of rules, or one week long after their start.
func BenchmarkWalk(b *testing.B) {
	start := time.Date(2026, 1, 5, 9, 0, 0, 0, time.UTC)
	for _, bb := range benchmarks {
		from, to := start, start.AddDate(10, 0, 0)
		if bb.years > 0 {
			from = start.AddDate(bb.years, 0, 0)
			to = from.AddDate(0, 0, 7)
		}
		b.Run(bb.name+"/recur", func(b *testing.B) {
			b.ReportAllocs()
			var list []int64
			for b.Loop() {
				list = nil
				w := bb.rule.Walk(recur.Bounds{Start: start.Unix(), From: from.Unix(), To: to.Unix()})
				for x, ok := w.Next(); ok; x, ok = w.Next() {
					list = append(list, x)
				}
			}
			b.ReportMetric(float64(len(list)), "times")
		})
		b.Run(bb.name+"/rrulego", func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				other(b, bb.rule, start).Between(from, to, true)
			}
		})
	}
}
