package ical_test

import (
	"bytes"
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/berthplan/berth/calendar"
	"github.com/berthplan/berth/calendar/ical"
)

// Whatever the file, the answer is faults with lines, at most a hundred, or calendars whose occurrences
// are sorted and in the span; what can be written of them is read back and written as the same text.
func FuzzRead(f *testing.F) {
	f.Add([]byte(file(newYork + event("UID:u", "DTSTART;TZID=Head office:20260901T090000", "DURATION:P1DT2H", "RRULE:FREQ=WEEKLY;BYDAY=MO", "EXDATE:20260907T130000Z"))))
	f.Fuzz(func(t *testing.T, text []byte) {
		small := ical.Options{Bytes: 64 << 10, Components: 100, Dates: 1000, Properties: 1000}
		all, err := ical.Read(bytes.NewReader(text), small)
		var faults ical.Errors
		require.True(t, err == nil || errors.As(err, &faults), err)
		require.LessOrEqual(t, len(faults), 100)
		for _, f := range faults {
			require.Positive(t, f.Line)
			require.NotEmpty(t, f.Err.Code)
		}
		for _, c := range all {
			list, err := c.Occurrences(year26)
			var why calendar.Errors
			require.True(t, err == nil || errors.As(err, &why), err)
			for i, o := range list {
				require.False(t, o.End.Before(o.Start))
				require.False(t, o.Start.After(year26.End) || o.End.Before(year26.Start), "%s to %s", o.Start, o.End)
				require.True(t, i == 0 || !o.Start.Before(list[i-1].Start))
			}
			busy, err := c.Busy(year26)
			require.True(t, err == nil || errors.As(err, &why), err)
			for _, p := range busy {
				require.False(t, p.Empty() || p.Start.Before(year26.Start) || p.End.After(year26.End))
			}
			stable(t, c)
		}
	})
}
