package calendar_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/berthplan/berth/calendar"
)

func TestWithoutARule(t *testing.T) {
	at := func(s string) time.Time {
		when, err := time.Parse("2006-01-02T15:04", s)
		require.NoError(t, err)
		return when
	}
	moment := func(s string) calendar.Moment { return calendar.MomentOf(at(s)) }
	hours, err := calendar.ParseHours("09:00-17:00")
	require.NoError(t, err)
	day, err := calendar.ParseDate("2026-09-03")
	require.NoError(t, err)
	span := calendar.Interval{Start: at("2026-09-01T00:00"), End: at("2026-09-08T00:00")}
	freeze := calendar.Blackout{Name: "Freeze", From: moment("2026-09-02T12:00"), To: moment("2026-09-04T12:00")}
	days := calendar.Spec{Weekly: calendar.Weekly{Hours: hours}, Holidays: []calendar.Holiday{{Date: day, Name: "Fair"}}, Blackouts: []calendar.Blackout{freeze}}
	nights := calendar.Spec{Windows: []calendar.Window{{Name: "prod", Hours: hours}}, Blackouts: []calendar.Blackout{freeze}}
	compile := func(s calendar.Spec) *calendar.Compiled {
		c, err := s.Compile(span, calendar.Subject{}, calendar.StopDeploy)
		require.NoError(t, err)
		return c
	}
	hourly := func(c *calendar.Compiled) int { return int(c.Between(span.Start, span.End) / time.Hour) }
	tests := []struct {
		reason string
		c      *calendar.Compiled
		kind   calendar.ReasonKind
		name   string
		during calendar.Interval
		open   int // hours of the week
	}{
		{"as it is: seven days less two and two halves", compile(days), calendar.InBlackout, "other", calendar.Interval{}, 4*8 + 3 + 5},
		{"a night of work", compile(days), calendar.OutsideHours, "working hours", calendar.Interval{Start: at("2026-09-06T15:00"), End: at("2026-09-06T23:00")}, 4*8 + 3 + 5 + 6},
		{"no blackout: the holiday remains", compile(days), calendar.InBlackout, "Freeze", calendar.Interval{}, 6 * 8},
		{"the holiday lies in the blackout", compile(days), calendar.OnHoliday, "Fair", calendar.Interval{}, 4*8 + 3 + 5},
		{"an exception of two hours", compile(days), calendar.InBlackout, "Freeze", calendar.Interval{Start: at("2026-09-04T08:00"), End: at("2026-09-04T11:00")}, 4*8 + 3 + 7},
		{"no hours: a week less the blackout, in which the holiday is", compile(days), calendar.OutsideHours, "working hours", calendar.Interval{}, 5 * 24},
		{"no window left: open but for the blackout", compile(nights), calendar.OutsideWindow, "prod", calendar.Interval{}, 5 * 24},
		{"of an intersection every part is spared", calendar.Intersect(compile(days), compile(nights)), calendar.InBlackout, "Freeze", calendar.Interval{}, 6 * 8},
		{"of whole minutes, too", calendar.Intersect(compile(days), compile(nights)).Minutes(), calendar.InBlackout, "Freeze", calendar.Interval{}, 6 * 8},
	}
	for _, tt := range tests {
		t.Run(tt.reason, func(t *testing.T) {
			before := hourly(tt.c)
			got := tt.c.Without(tt.kind, tt.name, tt.during)
			require.Equal(t, tt.open, hourly(got))
			require.Equal(t, before, hourly(tt.c), "the calendar itself has changed")
			if tt.during.Empty() {
				for _, why := range got.Closing(span) {
					require.False(t, why.Kind == tt.kind && why.Name == tt.name)
				}
			}
			require.Same(t, got, got.Without(calendar.InBlackout, "none such", calendar.Interval{}))
		})
	}
	require.Nil(t, (*calendar.Compiled)(nil).Without(calendar.OnHoliday, "", calendar.Interval{}))
}

// One exception after another adds up.
func TestWithoutTwice(t *testing.T) {
	span := calendar.Interval{Start: time.Date(2026, 9, 1, 0, 0, 0, 0, time.UTC), End: time.Date(2026, 9, 2, 0, 0, 0, 0, time.UTC)}
	c, err := calendar.Spec{Blackouts: []calendar.Blackout{{Name: "a", From: calendar.MomentOf(span.Start), To: calendar.MomentOf(span.End)}}}.
		Compile(span, calendar.Subject{}, calendar.StopDeploy)
	require.NoError(t, err)
	for n := range 3 {
		from := span.Start.Add(time.Duration(4*n) * time.Hour)
		c = c.Without(calendar.InBlackout, "a", calendar.Interval{Start: from, End: from.Add(time.Hour)})
	}
	require.Equal(t, 3*time.Hour, c.Between(span.Start, span.End))
}
