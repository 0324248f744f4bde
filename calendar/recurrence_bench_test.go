package calendar_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/berthplan/berth/calendar"
)

// Ten years of Mon-Fri nights as an RRULE, in a zone with summer time.
func BenchmarkCompileRRule(b *testing.B) {
	span := between(b, "America/New_York", "2026-01-01", "2036-01-01")
	every := rule(b, "DTSTART;TZID=America/New_York:20260105T210000 RRULE:FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR")
	spec := calendar.Spec{Zone: "America/New_York", Windows: []calendar.Window{{Name: "nights", Every: every, Lasts: calendar.Length{Hours: 6}}}}
	b.ReportAllocs()
	for b.Loop() {
		compile(b, spec, span)
	}
}

func BenchmarkRule(b *testing.B) {
	from, to := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(2036, 1, 1, 0, 0, 0, 0, time.UTC)
	for _, text := range []string{"FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "mon-fri", "3rd sat of month", "FREQ=MONTHLY;BYDAY=3SA", "0 21 * * mon-fri"} {
		r := rule(b, text)
		b.Run(text, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				list, err := calendar.Expand(r, from, to)
				require.NoError(b, err)
				require.NotEmpty(b, list)
			}
		})
	}
}
