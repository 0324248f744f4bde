package calendar_test

import (
	"errors"
	"reflect"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/berthplan/berth/calendar"
)

// readsBack holds for every rule: it is refused with a code, or prints as text that
// means the same, and is evaluated to sorted times within what was asked.
func readsBack(t *testing.T, s string) (r calendar.Rule, ok bool) {
	from := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	to := from.AddDate(3, 0, 0)
	r, err := calendar.ParseRule(s)
	var e *calendar.Error
	if err != nil {
		require.True(t, errors.As(err, &e) && e.Code != "" && e.Expected != "")
		return r, false
	}
	again, err := calendar.ParseRule(r.String())
	require.NoError(t, err, r.String())
	require.True(t, reflect.DeepEqual(r, again), r.String())
	times, err := calendar.Expand(r, from, to)
	if err != nil {
		require.True(t, errors.As(err, &e) && e.Code == "too-many", err)
	}
	for i, x := range times {
		require.True(t, !x.Before(from) && x.Before(to))
		require.True(t, i == 0 || times[i-1].Before(x), "sorted, each once")
	}
	return r, true
}

func FuzzRRule(f *testing.F) {
	for _, s := range []string{
		"FREQ=MONTHLY;BYDAY=3SA", "DTSTART:20260109T090000\nRRULE:FREQ=HOURLY;INTERVAL=4;BYHOUR=6,10", "FREQ=YEARLY;BYWEEKNO=53;WKST=SU",
		"FREQ=MINUTELY;BYMINUTE=5;UNTIL=20260401T000000Z", "RSCALE=GREGORIAN;FREQ=YEARLY;BYYEARDAY=366;SKIP=FORWARD",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		r, ok := readsBack(t, "RRULE:"+s)
		if r2, ok2 := readsBack(t, s); ok2 {
			r, ok = r2, true
		}
		if !ok {
			return
		}
		start := must(calendar.ParseMoment("2026-03-07T02:30"))
		whole := calendar.Recurrence{Start: start, Location: zone(t, "America/New_York"), Rule: r}
		span := calendar.Interval{Start: start.Begin(nil).AddDate(0, 0, -1), End: start.Begin(nil).AddDate(40, 0, 0)}
		list, err := whole.Starts(span, 20)
		skips := whole
		skips.SkipGaps = true
		fewer, skipErr := skips.Starts(span, 20)
		if err != nil || skipErr != nil {
			var e *calendar.Error
			require.True(t, errors.As(errors.Join(err, skipErr), &e))
			return
		}
		require.LessOrEqual(t, len(list), 20)
		require.True(t, slices.IsSortedFunc(list, time.Time.Compare))
		for i, x := range fewer {
			require.True(t, i == 0 || fewer[i-1].Before(x), "sorted, each once")
		}
	})
}

func FuzzWords(f *testing.F) {
	for _, s := range []string{
		"mon-fri", "3rd sat of month", "last 3 working days of quarter", "every 2 weeks on fri from 2026-01-09", "25 december",
		"0 21 * * tue", "*/30 8-9 13 mar fri",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) { readsBack(t, s) })
}

// Whatever is read prints canonically and reads back to the same.
func FuzzParseValues(f *testing.F) {
	for _, s := range []string{"2026-11-15", "2026-09-01T09:00:30+02:00", "2026-09-01T09:00 PDT", "1w2d", "1.5h", "24:00", "sat-mon", "21:00-03:00, 04:00-05:00", "Europe/Zurch"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if m, err := calendar.ParseMoment(s); err == nil {
			require.Equal(t, m, must(calendar.ParseMoment(m.String())))
			require.False(t, m.Span(time.UTC).Empty())
		}
		if l, err := calendar.ParseLength(s); err == nil {
			require.Equal(t, l, must(calendar.ParseLength(l.String())))
		}
		if c, err := calendar.ParseClock(s); err == nil {
			require.Equal(t, c, must(calendar.ParseClock(c.String())))
		}
		if d, err := calendar.ParseDays(s); err == nil {
			require.Equal(t, d, must(calendar.ParseDays(d.String())))
		}
		if h, err := calendar.ParseHours(s); err == nil {
			require.Equal(t, h, must(calendar.ParseHours(h.String())))
		}
		if d, err := calendar.ParseDate(s); err == nil {
			require.Equal(t, s, d.String())
		}
		_, err := calendar.LoadZone(s)
		require.True(t, err == nil || err.Error() != "")
	})
}
