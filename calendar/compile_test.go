package calendar_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/berthplan/berth/calendar"
)

// between is a span from one moment to another, in a zone.
func between(t testing.TB, zoneName, from, to string) calendar.Interval {
	t.Helper()
	loc := zone(t, zoneName)
	return calendar.Interval{Start: moment(t, from).Begin(loc), End: moment(t, to).Begin(loc)}
}

func compile(t testing.TB, c calendar.Spec, span calendar.Interval) *calendar.Compiled {
	t.Helper()
	out, err := c.Compile(span, calendar.Subject{Package: "portal-12", System: "portal", Kind: "major"}, calendar.StopDeploy)
	require.NoError(t, err)
	return out
}

// shown lists pieces as local times, "2026-03-01 21:00 - 2026-03-02 03:00 prod".
func shown(pieces []calendar.Piece, loc *time.Location) []string {
	out := []string{}
	for _, p := range pieces {
		s := p.Start.In(loc).Format("2006-01-02 15:04") + " - " + p.End.In(loc).Format("2006-01-02 15:04")
		if p.Occurrence.Window != "" {
			s += " " + p.Occurrence.Window
		}
		out = append(out, s)
	}
	return out
}

func TestWindows(t *testing.T) {
	prod := calendar.Window{Name: "prod", Every: rule(t, "tue, thu"), Hours: hours(t, "21:00-03:00")}
	with := func(change func(w *calendar.Window)) []calendar.Window {
		w := prod
		change(&w)
		return []calendar.Window{w}
	}
	tests := []struct {
		reason, zone, from, to string
		windows                []calendar.Window
		want                   []string
	}{
		{"past midnight belongs to the day on which it opens", "Europe/Zurich", "2026-09-01", "2026-09-05", []calendar.Window{prod},
			[]string{"2026-09-01 21:00 - 2026-09-02 03:00 prod", "2026-09-03 21:00 - 2026-09-04 03:00 prod"}},
		{"open at the span's start", "Europe/Zurich", "2026-09-02T01:00", "2026-09-03", []calendar.Window{prod},
			[]string{"2026-09-02 01:00 - 2026-09-02 03:00 prod"}},
		{"the whole day", "Europe/Zurich", "2026-03-28", "2026-03-31", with(func(w *calendar.Window) { w.Every, w.Hours = rule(t, "sun"), nil }),
			[]string{"2026-03-29 00:00 - 2026-03-30 00:00 prod"}},
		{"midnights in a row stay apart", "UTC", "2026-03-01", "2026-03-03", with(func(w *calendar.Window) { w.Every, w.Hours = calendar.Rule{}, nil }),
			[]string{"2026-03-01 00:00 - 2026-03-02 00:00 prod", "2026-03-02 00:00 - 2026-03-03 00:00 prod"}},
		{"an exception", "UTC", "2026-09-01", "2026-09-05", with(func(w *calendar.Window) { w.Except = []calendar.Date{date(t, "2026-09-01")} }),
			[]string{"2026-09-03 21:00 - 2026-09-04 03:00 prod"}},
		{"a further day", "UTC", "2026-09-01", "2026-09-04", with(func(w *calendar.Window) { w.Dates = []calendar.Date{date(t, "2026-09-02")} }),
			[]string{"2026-09-01 21:00 - 2026-09-02 03:00 prod", "2026-09-02 21:00 - 2026-09-03 03:00 prod", "2026-09-03 21:00 - 2026-09-04 00:00 prod"}},
		{"days alone", "UTC", "2026-09-01", "2026-09-30", with(func(w *calendar.Window) {
			w.Every, w.Dates = calendar.Rule{}, []calendar.Date{date(t, "2026-09-12")}
		}), []string{"2026-09-12 21:00 - 2026-09-13 03:00 prod"}},
		{"bounds", "UTC", "2026-09-01", "2026-09-30", with(func(w *calendar.Window) { w.From, w.To = moment(t, "2026-09-08"), moment(t, "2026-09-10") }),
			[]string{"2026-09-08 21:00 - 2026-09-09 03:00 prod", "2026-09-10 21:00 - 2026-09-11 03:00 prod"}},
		{"a rule with a time of day", "UTC", "2026-09-01", "2026-09-05", with(func(w *calendar.Window) {
			w.Every, w.Hours, w.Lasts = rule(t, "30 22 * * tue"), nil, length(t, "4h")
		}), []string{"2026-09-01 22:30 - 2026-09-02 02:30 prod"}},
		{"opened before the span", "UTC", "2026-09-02", "2026-09-05", with(func(w *calendar.Window) {
			w.Every, w.Hours, w.Lasts = rule(t, "FREQ=DAILY;BYHOUR=22"), nil, length(t, "4h")
		}), []string{"2026-09-02 00:00 - 2026-09-02 02:00 prod", "2026-09-02 22:00 - 2026-09-03 02:00 prod", "2026-09-03 22:00 - 2026-09-04 02:00 prod", "2026-09-04 22:00 - 2026-09-05 00:00 prod"}},
		{"a window overlapping itself: the earlier goes on until it closes", "UTC", "2026-09-01", "2026-09-03", with(func(w *calendar.Window) {
			w.Every, w.Hours, w.Lasts = rule(t, "0 0,4 1 * *"), nil, length(t, "6h")
		}), []string{"2026-09-01 00:00 - 2026-09-01 06:00 prod", "2026-09-01 06:00 - 2026-09-01 10:00 prod"}},
		{"its own zone", "UTC", "2026-09-01", "2026-09-02", with(func(w *calendar.Window) {
			w.Zone, w.Hours = "Asia/Singapore", hours(t, "09:00-10:00")
		}), []string{"2026-09-01 01:00 - 2026-09-01 02:00 prod"}},
		{"the rule's zone", "UTC", "2026-09-01", "2026-09-02", with(func(w *calendar.Window) {
			w.Every, w.Hours, w.Lasts = rule(t, "DTSTART;TZID=Asia/Singapore:20260901T090000\nRRULE:FREQ=DAILY"), nil, length(t, "1h")
		}), []string{"2026-09-01 01:00 - 2026-09-01 02:00 prod"}},
		{"an end in UTC means local time", "America/New_York", "2026-09-01", "2026-09-10", with(func(w *calendar.Window) {
			w.Every, w.Hours, w.Lasts = rule(t, "DTSTART:20260901T210000\nRRULE:FREQ=DAILY;UNTIL=20260903T010000Z"), nil, length(t, "1h")
		}), []string{"2026-09-01 21:00 - 2026-09-01 22:00 prod", "2026-09-02 21:00 - 2026-09-02 22:00 prod"}},
		{"the clock skips the opening: 02:30 is 03:30", "America/New_York", "2026-03-07", "2026-03-09", with(func(w *calendar.Window) {
			w.Every, w.Hours = calendar.Rule{}, hours(t, "02:30-04:00")
		}), []string{"2026-03-07 02:30 - 2026-03-07 04:00 prod", "2026-03-08 03:30 - 2026-03-08 04:00 prod"}},
		{"the clock skips all of it: it does not open", "America/New_York", "2026-03-07", "2026-03-10", with(func(w *calendar.Window) {
			w.Every, w.Hours = calendar.Rule{}, hours(t, "02:00-03:00")
		}), []string{"2026-03-07 02:00 - 2026-03-07 03:00 prod", "2026-03-09 02:00 - 2026-03-09 03:00 prod"}},
		{"midnight does not exist", "America/Sao_Paulo", "2018-11-03", "2018-11-06", with(func(w *calendar.Window) {
			w.Every, w.Hours = rule(t, "sun"), hours(t, "00:00-06:00")
		}), []string{"2018-11-04 01:00 - 2018-11-04 06:00 prod"}},
		{"a rule that never fires", "UTC", "2026-01-01", "2026-12-31", with(func(w *calendar.Window) { w.Every = rule(t, "30th of february") }), []string{}},
		{"two windows at once: the one that opened first, then the first by name", "UTC", "2026-09-01", "2026-09-02", []calendar.Window{
			{Name: "b", Hours: hours(t, "08:00-12:00")}, {Name: "a", Hours: hours(t, "08:00-10:00")}, {Name: "c", Hours: hours(t, "09:00-14:00")}},
			[]string{"2026-09-01 08:00 - 2026-09-01 10:00 a", "2026-09-01 10:00 - 2026-09-01 12:00 b", "2026-09-01 12:00 - 2026-09-01 14:00 c"}},
	}
	for _, tt := range tests {
		t.Run(tt.reason, func(t *testing.T) {
			c := compile(t, calendar.Spec{Zone: tt.zone, Windows: tt.windows}, between(t, tt.zone, tt.from, tt.to))
			require.Equal(t, tt.want, shown(c.Pieces(), zone(t, tt.zone)))
		})
	}
}

// Working days of a rule are those of the weekly pattern less the holidays, also where windows rule.
func TestWorkingDaysOfRules(t *testing.T) {
	c := calendar.Spec{
		Weekly:   calendar.Weekly{Days: days(t, "mon-fri"), Hours: hours(t, "09:00-17:00")},
		Holidays: []calendar.Holiday{{Date: date(t, "2026-12-31"), Name: "Old Year"}},
		Windows:  []calendar.Window{{Name: "close", Every: rule(t, "last 2 working days of quarter")}},
	}
	got := compile(t, c, between(t, "UTC", "2026-12-01", "2027-01-01")).Occurrences()
	require.Len(t, got, 2)
	require.Equal(t, "2026-12-29", calendar.DateOf(got[0].Opens).String())
	require.Equal(t, "2026-12-30", calendar.DateOf(got[1].Opens).String())
}

func TestOccurrencesKeepTheirIdentity(t *testing.T) {
	c := calendar.Spec{
		Zone:      "Europe/Zurich",
		Windows:   []calendar.Window{{Name: "prod", Every: rule(t, "tue"), Hours: hours(t, "21:00-03:00")}},
		Blackouts: []calendar.Blackout{{Name: "cut", From: moment(t, "2026-09-01T23:00"), To: moment(t, "2026-09-02T01:00")}},
	}
	got := compile(t, c, between(t, "Europe/Zurich", "2026-09-01T22:00", "2026-09-03"))
	opens, closes := moment(t, "2026-09-01T21:00").Begin(zone(t, "Europe/Zurich")).UTC(), moment(t, "2026-09-02T03:00").Begin(zone(t, "Europe/Zurich")).UTC()
	o := calendar.Occurrence{Window: "prod", Opens: opens, Closes: closes}
	require.Equal(t, []calendar.Occurrence{o}, got.Occurrences(), "neither the span nor a blackout changes it")
	pieces := got.Pieces()
	require.Equal(t, []string{"2026-09-01 22:00 - 2026-09-01 23:00 prod", "2026-09-02 01:00 - 2026-09-02 03:00 prod"}, shown(pieces, zone(t, "Europe/Zurich")))
	for _, p := range pieces {
		require.True(t, o == p.Occurrence, "identities compare with ==")
	}
}

func TestWeeklyAndHolidays(t *testing.T) {
	c := calendar.Spec{
		Zone:     "Europe/Berlin",
		Weekly:   calendar.Weekly{Days: days(t, "mon-fri"), Hours: hours(t, "08:00-12:00, 13:00-17:00")},
		Holidays: []calendar.Holiday{{Date: date(t, "2026-03-27"), Name: "Works outing"}},
	}
	got := compile(t, c, between(t, "Europe/Berlin", "2026-03-26T10:00", "2026-03-31"))
	require.Equal(t, []string{
		"2026-03-26 10:00 - 2026-03-26 12:00", "2026-03-26 13:00 - 2026-03-26 17:00",
		"2026-03-30 08:00 - 2026-03-30 12:00", "2026-03-30 13:00 - 2026-03-30 17:00",
	}, shown(got.Pieces(), zone(t, "Europe/Berlin")), "the clock changes on Sunday; hours stay local")
	require.Empty(t, got.Occurrences())

	night := calendar.Spec{
		Weekly:   calendar.Weekly{Hours: hours(t, "22:00-06:00")},
		Holidays: []calendar.Holiday{{Date: date(t, "2026-12-25")}},
	}
	got = compile(t, night, between(t, "UTC", "2026-12-24T12:00", "2026-12-27"))
	require.Equal(t, []string{"2026-12-24 22:00 - 2026-12-25 00:00", "2026-12-26 22:00 - 2026-12-27 00:00"},
		shown(got.Pieces(), time.UTC), "nobody works on the holiday, nor in the night that would open on it")

	got = compile(t, calendar.Spec{}, between(t, "UTC", "2026-12-24", "2026-12-27"))
	require.Equal(t, []string{"2026-12-24 00:00 - 2026-12-27 00:00"}, shown(got.Pieces(), time.UTC), "the zero calendar is always open")
}

func TestBlackouts(t *testing.T) {
	day := func(name, from, to string) calendar.Blackout {
		return calendar.Blackout{Name: name, From: moment(t, from), To: moment(t, to)}
	}
	base := day("freeze", "2026-11-26", "2026-11-30")
	with := func(change func(b *calendar.Blackout)) calendar.Blackout { b := base; change(&b); return b }
	portal := calendar.Subject{Package: "portal-12", System: "portal", Kind: "major", Environment: "prod", Site: "zurich"}
	hotfix := calendar.Subject{Package: "hotfix-7", System: "portal", Kind: "hotfix"}
	tests := []struct {
		reason   string
		blackout calendar.Blackout
		who      calendar.Subject
		doing    calendar.Stops
		want     []string // what is left of 2026-11-25 to 2026-12-03, UTC
	}{
		{"a bare day as an end is that whole day", base, portal, calendar.StopDeploy, []string{"2026-11-25 00:00 - 2026-11-26 00:00", "2026-12-01 00:00 - 2026-12-03 00:00"}},
		{"a time as an end is exclusive", day("f", "2026-11-26T12:00", "2026-11-30T00:00"), portal, calendar.StopDeploy, []string{"2026-11-25 00:00 - 2026-11-26 12:00", "2026-11-30 00:00 - 2026-12-03 00:00"}},
		{"deploy is what it stops unless it says otherwise", base, portal, calendar.StopWork, []string{"2026-11-25 00:00 - 2026-12-03 00:00"}},
		{"any of the things done", with(func(b *calendar.Blackout) { b.Stops = calendar.StopWork | calendar.StopChangeover }), portal, calendar.StopDeploy | calendar.StopWork, []string{"2026-11-25 00:00 - 2026-11-26 00:00", "2026-12-01 00:00 - 2026-12-03 00:00"}},
		{"nothing is done, nothing is stopped", base, portal, 0, []string{"2026-11-25 00:00 - 2026-12-03 00:00"}},
		{"scope: another system", with(func(b *calendar.Blackout) { b.Scope.Systems = []string{"ledger"} }), portal, calendar.StopDeploy, []string{"2026-11-25 00:00 - 2026-12-03 00:00"}},
		{"scope: lists are joined by AND", with(func(b *calendar.Blackout) { b.Scope.Systems, b.Scope.Kinds = []string{"port*"}, []string{"minor"} }), portal, calendar.StopDeploy, []string{"2026-11-25 00:00 - 2026-12-03 00:00"}},
		{"scope: a pattern", with(func(b *calendar.Blackout) {
			b.Scope.Systems, b.Scope.Sites = []string{"x", "port*"}, []string{"zurich"}
		}), portal, calendar.StopDeploy, []string{"2026-11-25 00:00 - 2026-11-26 00:00", "2026-12-01 00:00 - 2026-12-03 00:00"}},
		{"an exception reopens to its end", with(func(b *calendar.Blackout) {
			b.Exceptions = []calendar.Exception{{Packages: []string{"hotfix-*"}, Until: moment(t, "2026-11-27")}}
		}), hotfix, calendar.StopDeploy, []string{"2026-11-25 00:00 - 2026-11-28 00:00", "2026-12-01 00:00 - 2026-12-03 00:00"}},
		{"from its start", with(func(b *calendar.Blackout) {
			b.Exceptions = []calendar.Exception{{Packages: []string{"hotfix-*"}, From: moment(t, "2026-11-27"), Until: moment(t, "2026-11-27T12:00")}}
		}), hotfix, calendar.StopDeploy, []string{"2026-11-25 00:00 - 2026-11-26 00:00", "2026-11-27 00:00 - 2026-11-27 12:00", "2026-12-01 00:00 - 2026-12-03 00:00"}},
		{"not for others", with(func(b *calendar.Blackout) {
			b.Exceptions = []calendar.Exception{{Packages: []string{"hotfix-*"}, Until: moment(t, "2026-11-30")}}
		}), portal, calendar.StopDeploy, []string{"2026-11-25 00:00 - 2026-11-26 00:00", "2026-12-01 00:00 - 2026-12-03 00:00"}},
		{"recurring: whole days", calendar.Blackout{Name: "month end", Every: rule(t, "last 2 days of month")}, portal, calendar.StopDeploy, []string{"2026-11-25 00:00 - 2026-11-29 00:00", "2026-12-01 00:00 - 2026-12-03 00:00"}},
		{"recurring: bounded", calendar.Blackout{Name: "fridays", Every: rule(t, "daily"), From: moment(t, "2026-11-27T12:00"), To: moment(t, "2026-11-29")}, portal, calendar.StopDeploy, []string{"2026-11-25 00:00 - 2026-11-27 12:00", "2026-11-30 00:00 - 2026-12-03 00:00"}},
		{"hours alone recur daily, past midnight too", calendar.Blackout{Name: "batch", Hours: hours(t, "12:00-06:00"), From: moment(t, "2026-11-26"), To: moment(t, "2026-11-27")}, portal, calendar.StopDeploy, []string{"2026-11-25 00:00 - 2026-11-26 00:00", "2026-11-26 06:00 - 2026-11-26 12:00", "2026-11-27 06:00 - 2026-11-27 12:00", "2026-11-28 00:00 - 2026-12-03 00:00"}},
		{"its own zone", calendar.Blackout{Name: "tokyo", From: moment(t, "2026-11-26"), To: moment(t, "2026-11-26"), Zone: "Asia/Tokyo"}, portal, calendar.StopDeploy, []string{"2026-11-25 00:00 - 2026-11-25 15:00", "2026-11-26 15:00 - 2026-12-03 00:00"}},
		{"soft leaves it open", with(func(b *calendar.Blackout) { b.Level, b.Cost = calendar.Soft, length(t, "4h") }), portal, calendar.StopDeploy, []string{"2026-11-25 00:00 - 2026-12-03 00:00"}},
	}
	for _, tt := range tests {
		t.Run(tt.reason, func(t *testing.T) {
			got, err := calendar.Spec{Blackouts: []calendar.Blackout{tt.blackout}}.Compile(between(t, "UTC", "2026-11-25", "2026-12-03"), tt.who, tt.doing)
			require.NoError(t, err)
			require.Equal(t, tt.want, shown(got.Pieces(), time.UTC))
		})
	}
}

// Go's zone tables end in 2037: past them, time.ZoneBounds may end a stretch at the very instant that was asked for.
func TestCompilePastTheZoneTables(t *testing.T) {
	hours, err := calendar.ParseHours("08:00-17:00")
	require.NoError(t, err)
	c, err := calendar.Spec{Zone: "Europe/Zurich", Weekly: calendar.Weekly{Hours: hours}}.Compile(calendar.Interval{
		Start: time.Date(2040, 12, 20, 0, 0, 0, 0, time.UTC), End: time.Date(2041, 1, 10, 0, 0, 0, 0, time.UTC),
	}, calendar.Subject{}, calendar.StopWork)
	require.NoError(t, err)
	next, ok := c.Next(time.Date(2040, 12, 31, 18, 0, 0, 0, time.UTC))
	require.True(t, ok)
	require.Equal(t, time.Date(2041, 1, 1, 7, 0, 0, 0, time.UTC), next)
}
