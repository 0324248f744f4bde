package calendar_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/berthplan/berth/calendar"
)

func phrases(list []calendar.Reason) []string {
	out := []string{}
	for _, r := range list {
		out = append(out, r.String())
	}
	return out
}

func TestWhyNamesEveryRule(t *testing.T) {
	c := calendar.Spec{
		Name:     "working hours (team-edge)",
		Zone:     "Europe/Zurich",
		Weekly:   calendar.Weekly{Days: days(t, "mon-fri"), Hours: hours(t, "08:00-17:00")},
		Holidays: []calendar.Holiday{{Date: date(t, "2026-12-25"), Name: "ch: Christmas Day"}, {Date: date(t, "2026-12-26")}},
		Blackouts: []calendar.Blackout{
			{Name: "Year end", From: moment(t, "2026-12-18"), To: moment(t, "2027-01-04")},
			{Name: "Quarter close", Every: rule(t, "last 3 working days of quarter")},
			{Name: "soft one", From: moment(t, "2026-12-01"), To: moment(t, "2026-12-31"), Level: calendar.Soft, Cost: length(t, "4h")},
			{Name: "ledger only", From: moment(t, "2026-12-01"), To: moment(t, "2026-12-31"), Scope: calendar.Scope{Systems: []string{"ledger"}}},
		},
	}
	got := compile(t, c, between(t, "Europe/Zurich", "2026-12-01", "2027-02-01"))
	at := func(s string) time.Time { return moment(t, s).Begin(zone(t, "Europe/Zurich")) }
	tests := []struct {
		at, reason string
		want       []string
	}{
		{"2026-12-17T10:00", "open", []string{}},
		{"2026-12-17T20:00", "one rule", []string{"outside working hours (team-edge) until 2026-12-18T08:00:00+01:00"}},
		{"2026-12-25T20:00", "all at once", []string{
			"outside working hours (team-edge) until 2026-12-28T08:00:00+01:00",
			`holiday "ch: Christmas Day" until 2026-12-26T00:00:00+01:00`,
			`blackout "Year end" until 2027-01-05T00:00:00+01:00`}},
		{"2026-12-26T10:00", "a holiday without a name", []string{
			"outside working hours (team-edge) until 2026-12-28T08:00:00+01:00",
			`holiday "2026-12-26" until 2026-12-27T00:00:00+01:00`,
			`blackout "Year end" until 2027-01-05T00:00:00+01:00`}},
		{"2026-12-30T10:00", "two blackouts, each with its own time", []string{
			`blackout "Year end" until 2027-01-05T00:00:00+01:00`,
			`blackout "Quarter close" until 2027-01-01T00:00:00+01:00`}},
		{"2027-02-01T10:00", "after the span", []string{"beyond the horizon 2027-01-31T23:00:00Z"}},
		{"2026-11-01T10:00", "before the span", []string{"before the horizon until 2026-11-30T23:00:00Z"}},
	}
	for _, tt := range tests {
		require.Equal(t, tt.want, phrases(got.Why(at(tt.at))), tt.reason)
	}
	require.Equal(t, []string{
		"outside working hours (team-edge) until 2026-12-28T08:00:00+01:00",
		`holiday "ch: Christmas Day" until 2026-12-26T00:00:00+01:00`,
		`holiday "2026-12-26" until 2026-12-27T00:00:00+01:00`,
		`blackout "Year end" until 2027-01-05T00:00:00+01:00`,
	}, phrases(got.Closing(calendar.Interval{Start: at("2026-12-25T10:00"), End: at("2026-12-27T10:00")})), "each once, around the first instant it closes")
	require.Equal(t, []string{"outside working hours (team-edge) until 2027-02-01T00:00:00+01:00", "beyond the horizon 2027-01-31T23:00:00Z"},
		phrases(got.Closing(calendar.Interval{Start: at("2027-01-31T10:00"), End: at("2027-02-02")})), "a span beyond the horizon")
	require.Empty(t, got.Closing(calendar.Interval{Start: at("2026-12-17T10:00"), End: at("2026-12-17T12:00")}))
	require.Equal(t, "working hours", compile(t, calendar.Spec{Weekly: c.Weekly}, got.Span()).Why(at("2026-12-17T20:00"))[0].Name)
}

func TestWhyOfWindows(t *testing.T) {
	c := calendar.Spec{Windows: []calendar.Window{
		{Name: "night", Hours: hours(t, "21:00-03:00")},
		{Name: "noon", Hours: hours(t, "12:00-13:00")},
	}}
	got := compile(t, c, between(t, "UTC", "2026-09-01", "2026-09-08"))
	at := func(s string) time.Time { return moment(t, s).Begin(time.UTC) }
	require.Equal(t, []string{
		`outside window "noon" until 2026-09-02T12:00:00Z`,
		`outside window "night" until 2026-09-02T21:00:00Z`,
	}, phrases(got.Why(at("2026-09-02T10:00"))), "every window, each with its own gap")
	require.Empty(t, got.Why(at("2026-09-02T12:30")), "one open window is enough")
	require.Empty(t, got.Closing(calendar.Interval{Start: at("2026-09-02T12:30"), End: at("2026-09-02T12:40")}))
	require.Len(t, got.Closing(calendar.Interval{Start: at("2026-09-02T12:30"), End: at("2026-09-02T13:40")}), 2)
}

func TestCharges(t *testing.T) {
	c := calendar.Spec{Blackouts: []calendar.Blackout{
		{Name: "evening", Every: rule(t, "mon-fri"), Hours: hours(t, "18:00-22:00"), Level: calendar.Soft, Cost: length(t, "30m")},
		{Name: "close", From: moment(t, "2026-09-01"), To: moment(t, "2026-09-02"), Level: calendar.Soft, Cost: length(t, "1d")},
		{Name: "waived", From: moment(t, "2026-09-01"), To: moment(t, "2026-09-02"), Level: calendar.Soft, Cost: length(t, "1d"),
			Exceptions: []calendar.Exception{{Packages: []string{"portal-*"}, Until: moment(t, "2026-09-01")}}},
	}}
	got := compile(t, c, between(t, "UTC", "2026-09-01", "2026-09-03"))
	at := func(s string) time.Time { return moment(t, s).Begin(time.UTC) }
	require.Equal(t, []calendar.Charge{
		{Name: "close", Interval: calendar.Interval{Start: at("2026-09-01"), End: at("2026-09-03")}, PerHour: 24 * time.Hour},
		{Name: "evening", Interval: calendar.Interval{Start: at("2026-09-01T18:00"), End: at("2026-09-01T22:00")}, PerHour: 30 * time.Minute},
		{Name: "waived", Interval: calendar.Interval{Start: at("2026-09-02"), End: at("2026-09-03")}, PerHour: 24 * time.Hour},
		{Name: "evening", Interval: calendar.Interval{Start: at("2026-09-02T18:00"), End: at("2026-09-02T22:00")}, PerHour: 30 * time.Minute},
	}, got.Charges())
	require.True(t, got.Open(at("2026-09-01T20:00")))
	require.Empty(t, got.Why(at("2026-09-01T20:00")), "what is soft closes nothing")
}

func TestIntersect(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := drawScan(t), drawScan(t)
		b.span = calendar.Interval{Start: a.span.Start.Add(time.Duration(rapid.IntRange(-300, 300).Draw(t, "shift")) * time.Minute), End: a.span.End.Add(time.Duration(rapid.IntRange(-300, 300).Draw(t, "shift")) * time.Minute)}
		if rapid.Bool().Draw(t, "windows in one only") {
			b.cal.Windows = nil
		}
		x, err := a.cal.Compile(a.span, a.who, calendar.StopDeploy)
		require.NoError(t, err)
		y, err := b.cal.Compile(b.span, b.who, calendar.StopDeploy)
		require.NoError(t, err)
		both := calendar.Intersect(x, nil, y)
		for range 200 {
			at := a.span.Start.Add(time.Duration(rapid.IntRange(-400, 6000).Draw(t, "at")) * time.Minute)
			open := x.Open(at) && y.Open(at)
			require.Equal(t, open, both.Open(at))
			require.Equal(t, open, len(both.Why(at)) == 0)
			for _, r := range append(x.Why(at), y.Why(at)...) {
				found := false
				for _, s := range both.Why(at) {
					found = found || s.Kind == r.Kind && s.Name == r.Name
				}
				require.True(t, found || !both.Span().Contains(at), "%s is kept", r)
			}
		}
		if len(b.cal.Windows) == 0 || len(a.cal.Windows) == 0 {
			checkPieces(t, both)
		}
		for _, charge := range both.Charges() {
			require.True(t, both.Span().Intersect(charge.Interval) == charge.Interval)
		}
		require.True(t, calendar.Intersect(x) == x, "of one, itself")
		require.True(t, calendar.Intersect(nil, x, x) == x, "of one twice, too")
	})
}

func TestMinutes(t *testing.T) {
	c := calendar.Spec{
		Windows: []calendar.Window{
			{Name: "a", Hours: hours(t, "08:00:10-09:00:30")},
			{Name: "b", Hours: hours(t, "09:00:30-10:00:50")},
			{Name: "c", Hours: hours(t, "12:00:10-12:00:50")},
		},
		Blackouts: []calendar.Blackout{
			{Name: "soft", From: moment(t, "2026-09-01T08:00:30"), To: moment(t, "2026-09-01T08:10:30"), Level: calendar.Soft, Cost: length(t, "1h")},
			{Name: "hard", From: moment(t, "2026-09-01T09:30:30"), To: moment(t, "2026-09-01T09:31:30")},
		},
	}
	exact := compile(t, c, between(t, "UTC", "2026-09-01T00:00:30", "2026-09-01T23:59:30"))
	got := exact.Minutes()
	require.Equal(t, []string{
		"2026-09-01 08:01 - 2026-09-01 09:00 a", "2026-09-01 09:01 - 2026-09-01 09:30 b", "2026-09-01 09:32 - 2026-09-01 10:00 b",
	}, shown(got.Pieces(), time.UTC), "open time inward; what is left of less than a minute is nothing")
	require.Equal(t, between(t, "UTC", "2026-09-01T00:01", "2026-09-01T23:59"), got.Span())
	require.Equal(t, between(t, "UTC", "2026-09-01T08:00", "2026-09-01T08:11"), got.Charges()[0].Interval, "charges outward")
	require.Equal(t, exact.Occurrences(), got.Occurrences(), "identities keep their seconds")
	for at := got.Span().Start.Add(-time.Minute); at.Before(got.Span().End); at = at.Add(10 * time.Second) {
		require.Equal(t, got.Open(at), len(got.Why(at)) == 0, "every closed instant has a reason: %s", at)
		require.False(t, got.Open(at) && !exact.Open(at), "nothing opens by rounding")
	}
	require.Equal(t, `blackout "hard" until 2026-09-01T09:32:00Z`, got.Why(moment(t, "2026-09-01T09:31:45").Begin(time.UTC))[0].String())
	require.True(t, got.Minutes() == got, "once is enough")
}
