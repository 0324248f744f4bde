package calendar_test

import (
	"errors"
	"reflect"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/berthplan/berth/calendar"
)

// A rule is refused with a code, or prints as text that means the same, and is
// evaluated to sorted times within what was asked.
func FuzzParseRule(f *testing.F) {
	for _, s := range []string{
		"mon-fri", "3rd sat of month", "last 3 working days of quarter", "every 2 weeks on fri from 2026-01-09", "25 december",
		"FREQ=MONTHLY;BYDAY=3SA", "DTSTART:20260109T090000\nRRULE:FREQ=HOURLY;INTERVAL=4;BYHOUR=6,10", "0 21 * * tue", "*/30 8-9 13 mar fri",
	} {
		f.Add(s)
	}
	from := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	to := from.AddDate(3, 0, 0)
	f.Fuzz(func(t *testing.T, s string) {
		r, err := calendar.ParseRule(s)
		if err != nil {
			var e *calendar.Error
			require.True(t, errors.As(err, &e) && e.Code != "" && e.Expected != "")
			return
		}
		again, err := calendar.ParseRule(r.String())
		require.NoError(t, err, r.String())
		require.True(t, reflect.DeepEqual(r, again), r.String())
		times, err := calendar.Expand(r, from, to)
		if err != nil {
			var e *calendar.Error
			require.True(t, errors.As(err, &e) && e.Code == "too-many", err)
			return
		}
		for i, x := range times {
			require.True(t, !x.Before(from) && x.Before(to))
			require.True(t, i == 0 || times[i-1].Before(x), "sorted, each once")
		}
	})
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
