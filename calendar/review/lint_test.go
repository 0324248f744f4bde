package review_test

import (
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/berthplan/berth/calendar"
	"github.com/berthplan/berth/calendar/review"
)

// season is September 2026 to August 2027.
var season = calendar.Interval{Start: time.Date(2026, 9, 1, 0, 0, 0, 0, time.UTC), End: time.Date(2027, 9, 1, 0, 0, 0, 0, time.UTC)}

func TestLint(t *testing.T) {
	win := func(every, hours string) calendar.Window {
		w := calendar.Window{Name: "prod " + every, Every: mustRule(t, every)}
		if hours != "" {
			w.Hours = mustHours(t, hours)
		}
		return w
	}
	with := func(w calendar.Window, change func(*calendar.Window)) calendar.Window { change(&w); return w }
	freeze := func(name, from, to string) calendar.Blackout {
		return calendar.Blackout{Name: name, From: mustMoment(t, from), To: mustMoment(t, to)}
	}
	but := func(b calendar.Blackout, change func(*calendar.Blackout)) calendar.Blackout { change(&b); return b }
	windows := func(list ...calendar.Window) calendar.Spec {
		return calendar.Spec{Zone: "Europe/Zurich", Windows: list}
	}
	blackouts := func(list ...calendar.Blackout) calendar.Spec {
		return calendar.Spec{Zone: "Europe/Zurich", Blackouts: list}
	}
	holiday := func(day, name string) calendar.Holiday { return calendar.Holiday{Date: dateOf(t, day), Name: name} }
	tests := []struct {
		reason string
		spec   calendar.Spec
		want   []string // path and code
	}{
		{"nothing is wrong with what is always open", calendar.Spec{}, nil},
		{"nor with the calendar of the examples", seasonal(t), nil},
		{"a zone that is a label", calendar.Spec{Zone: "CEST", Windows: []calendar.Window{win("tue", "21:00-03:00")}}, []string{"zone unknown-zone"}},
		{"faults of form come with the findings of the other rules",
			calendar.Spec{Zone: "Europe/Zurich", Windows: []calendar.Window{win("0 21 * * 2", ""), win("tue", "09:00-09:00")}},
			[]string{"windows[0].lasts no-length", "windows[1].hours same-ends"}},

		{"a 30th of February", windows(win("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "")), []string{"windows[0].every never-fires"}},
		{"a 29th of February comes, if not in the season", windows(win("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", "")), []string{"windows[0] never-opens"}},
		{"a rule whose end is past", windows(win("FREQ=WEEKLY;BYDAY=TU;UNTIL=20260101", "21:00-22:00")), []string{"windows[0] expired"}},
		{"a window whose end is past", windows(with(win("tue", "21:00-22:00"), func(w *calendar.Window) { w.To = mustMoment(t, "2026-06-30") })), []string{"windows[0] expired"}},
		{"a window that begins after the season", windows(with(win("tue", "21:00-22:00"), func(w *calendar.Window) { w.From = mustMoment(t, "2027-10-01") })), []string{"windows[0] never-opens"}},
		{"a freeze after the season is no mistake", blackouts(freeze("Next year", "2027-12-18", "2028-01-04")), nil},
		{"two freezes close every Tuesday", calendar.Spec{Zone: "Europe/Zurich",
			Windows:   []calendar.Window{win("tue", "09:00-10:00"), win("thu", "09:00-10:00")},
			Blackouts: []calendar.Blackout{{Name: "Fair", Every: mustRule(t, "tue"), Hours: mustHours(t, "08:00-09:30")}, {Name: "Market", Every: mustRule(t, "tue"), Hours: mustHours(t, "09:30-12:00")}}},
			[]string{"windows[0] shadowed"}},
		{"a freeze of some systems closes no window", calendar.Spec{Zone: "Europe/Zurich",
			Windows:   []calendar.Window{win("tue", "09:00-10:00")},
			Blackouts: []calendar.Blackout{{Name: "Fair", Every: mustRule(t, "tue"), Scope: calendar.Scope{Systems: []string{"ledger"}}}}}, nil},
		{"a window inside another", windows(win("tue", "20:00-23:00"), win("2nd tue of month", "21:00-22:00")), []string{"windows[1] shadowed"}},
		{"a window that goes on after the other one has closed", windows(win("tue", "20:00-23:00"), win("2nd tue of month", "21:00-23:30")), nil},
		{"twice", windows(win("tue", "20:00-23:00"), with(win("tue", "20:00-23:00"), func(w *calendar.Window) { w.Name = "again" })), []string{"windows[1] duplicate"}},

		{"longer than a day, every day", windows(with(win("0 21 * * *", ""), func(w *calendar.Window) { w.Lasts = calendar.Length{Hours: 30} })), []string{"windows[0] self-overlap"}},
		{"exactly a day, every day", windows(with(win("0 21 * * *", ""), func(w *calendar.Window) { w.Lasts = calendar.Length{Hours: 23} })), nil},
		{"a night of the change of the clock", windows(win("sat", "21:00-03:00")), []string{"windows[0] clock-change"}},
		{"an elapsed length does not change", windows(with(win("0 21 * * 6", ""), func(w *calendar.Window) { w.Lasts = calendar.Length{Hours: 6} })), nil},
		{"a whole day is as long as the day", windows(win("sun", "")), nil},
		{"other nights do not meet it", windows(win("mon-thu", "21:00-03:00")), nil},
		{"an hour that is skipped does not come", windows(with(win("sun", "02:00-03:00"), func(w *calendar.Window) { w.From = mustMoment(t, "2026-11-01") })), []string{"windows[0] clock-gap"}},
		{"cron at a time that is skipped", windows(with(win("30 2 * * 0", ""), func(w *calendar.Window) { w.Lasts = calendar.Length{Hours: 1} })), []string{"windows[0] clock-gap"}},
		{"a rule in a zone of its own", calendar.Spec{Windows: []calendar.Window{with(win("DTSTART;TZID=America/New_York:20260906T023000 FREQ=WEEKLY;BYDAY=SU", ""), func(w *calendar.Window) { w.Lasts = calendar.Length{Hours: 1} })}}, []string{"windows[0] clock-gap"}},
		{"a beginning that is skipped", blackouts(freeze("Spring", "2027-03-28T02:30", "2027-03-30")), []string{"blackouts[0].from clock-gap"}},
		{"an end that comes twice, with its offset", blackouts(freeze("Autumn", "2026-10-20", "2026-10-25T02:30+01:00")), nil},

		{"an offset of another place is meant", blackouts(freeze("Autumn", "2026-12-20T09:00-08:00", "2026-12-25")), nil},
		{"the offset of winter in winter", blackouts(freeze("Winter", "2026-12-20T09:00+01:00", "2026-12-25T09:00+01:00")), nil},
		{"the offset of winter in summer", blackouts(freeze("Summer", "2027-07-01", "2027-07-05T18:00+01:00")), []string{"blackouts[0].to zone-offset"}},
		{"an end that is the start", blackouts(freeze("Nothing", "2026-12-20T09:00", "2026-12-20T09:00")), []string{"blackouts[0].to ends-before-start"}},

		{"cron with a weekday alone", windows(with(win("0 21 * * 2", ""), func(w *calendar.Window) { w.Lasts = calendar.Length{Hours: 1} })), nil},
		{"cron with both", windows(with(win("0 21 13 * 5", ""), func(w *calendar.Window) { w.Lasts = calendar.Length{Hours: 1} })), []string{"windows[0].every cron-or"}},

		{"two months are long enough", blackouts(freeze("Winter", "2026-11-15", "2027-01-15")), nil},
		{"a quarter is not", blackouts(freeze("Winter", "2026-11-15", "2027-02-14")), []string{"blackouts[0].to long-freeze"}},
		{"a soft one may be long", blackouts(but(freeze("Winter", "2026-11-15", "2027-02-14"), func(b *calendar.Blackout) { b.Level = calendar.Soft })), nil},
		{"inside another, but it stops more", blackouts(freeze("Year end", "2026-12-18", "2027-01-04"), but(freeze("Christmas", "2026-12-24", "2026-12-26"), func(b *calendar.Blackout) { b.Stops = calendar.StopDeploy | calendar.StopWork })), nil},
		{"inside another, of which some systems are excepted", blackouts(but(freeze("Year end", "2026-12-18", "2027-01-04"), func(b *calendar.Blackout) {
			b.Exceptions = []calendar.Exception{{Packages: []string{"hotfix-*"}, Until: mustMoment(t, "2026-12-26")}}
		}), freeze("Christmas", "2026-12-24", "2026-12-26")), nil},
		{"inside another of other systems", blackouts(but(freeze("Year end", "2026-12-18", "2027-01-04"), func(b *calendar.Blackout) { b.Scope.Systems = []string{"ledger"} }), freeze("Christmas", "2026-12-24", "2026-12-26")), nil},
		{"inside another of the same systems and more", blackouts(but(freeze("Year end", "2026-12-18", "2027-01-04"), func(b *calendar.Blackout) { b.Scope.Systems = []string{"ledger", "cards"} }),
			but(freeze("Christmas", "2026-12-24", "2026-12-26"), func(b *calendar.Blackout) { b.Scope.Systems = []string{"cards"} })), []string{"blackouts[1] shadowed"}},
		{"a recurring one inside a single one, this season", blackouts(freeze("Year end", "2026-12-18", "2027-01-04"), calendar.Blackout{Name: "Christmas", Every: mustRule(t, "25th of december")}), []string{"blackouts[1] shadowed"}},
		{"two that close the same, written in two ways: the later one", blackouts(freeze("Fair", "2026-10-06", "2026-10-06"), calendar.Blackout{Name: "Again", From: mustMoment(t, "2026-10-01"), To: mustMoment(t, "2026-10-31"), Every: mustRule(t, "1st tue of month")}), []string{"blackouts[1] shadowed"}},

		{"a day between two freezes", blackouts(freeze("A", "2026-11-26", "2026-11-30"), freeze("B", "2026-12-02", "2026-12-04")), []string{"blackouts[0].to hole"}},
		{"two days between are meant", blackouts(freeze("A", "2026-11-26", "2026-11-30"), freeze("B", "2026-12-03", "2026-12-04")), nil},
		{"no day between", blackouts(freeze("A", "2026-11-26", "2026-11-30"), freeze("B", "2026-12-01", "2026-12-04")), nil},
		{"a day between that a third one closes", blackouts(freeze("A", "2026-11-26", "2026-11-30"), freeze("B", "2026-12-02", "2026-12-04"), freeze("C", "2026-12-01T00:00", "2026-12-03T00:00")), nil},
		{"a minute between", blackouts(freeze("A", "2026-11-26", "2026-11-30T11:59"), freeze("B", "2026-11-30T12:00", "2026-12-04")), []string{"blackouts[0].to hole"}},
		{"a minute at the end of hours", windows(win("tue", "18:00-23:59")), []string{"windows[0].hours minute-short"}},
		{"a minute between hours", calendar.Spec{Weekly: calendar.Weekly{Hours: mustHours(t, "08:00-11:59, 12:00-17:00")}}, []string{"weekly.hours hole"}},
		{"a lunch break is none", calendar.Spec{Weekly: calendar.Weekly{Hours: mustHours(t, "08:00-12:00, 13:00-17:00")}}, nil},
		{"the last minute is left out, with an offset", blackouts(freeze("Year end", "2026-12-18T00:00Z", "2027-01-04T23:59Z")), []string{"blackouts[0].to minute-short"}},
		{"midnights at both ends are meant", blackouts(freeze("Fair", "2026-10-06T00:00", "2026-10-07T00:00")), nil},
		{"unless the name says the day", blackouts(freeze("Fair, 6 October to 7 October", "2026-10-06T00:00", "2026-10-07T00:00")), []string{"blackouts[0].to midnight-end"}},
		{"another day in the name", blackouts(freeze("Fair until 17 October", "2026-10-06T00:00", "2026-10-07T00:00")), nil},

		{"an exception that is over before its freeze begins", blackouts(but(freeze("Year end", "2026-12-18", "2027-01-04"), func(b *calendar.Blackout) {
			b.Exceptions = []calendar.Exception{{Packages: []string{"a"}, Until: mustMoment(t, "2026-12-17")}, {Packages: []string{"a"}, Until: mustMoment(t, "2026-12-18")}}
		})), []string{"blackouts[0].exceptions[0].until exception-never"}},
		{"an exception that begins when its freeze is over", blackouts(but(freeze("Year end", "2026-12-18", "2027-01-04"), func(b *calendar.Blackout) {
			b.Exceptions = []calendar.Exception{{Packages: []string{"a"}, From: mustMoment(t, "2027-01-05"), Until: mustMoment(t, "2027-01-06")}}
		})), []string{"blackouts[0].exceptions[0].from exception-never"}},
		{"an exception of a recurring freeze that is over", blackouts(calendar.Blackout{Name: "Month end", Every: mustRule(t, "last day of month"),
			Exceptions: []calendar.Exception{{Packages: []string{"a"}, Until: mustMoment(t, "2026-06-30")}}}), []string{"blackouts[0].exceptions[0].until expired"}},

		{"holidays of one year only", calendar.Spec{Holidays: []calendar.Holiday{holiday("2026-10-03", "Unity Day"), holiday("2026-12-25", "Christmas Day"), holiday("2026-01-01", "New Year")}}, []string{"holidays holidays-end"}},
		{"holidays of both years, of which one is a week earlier in the second", calendar.Spec{Holidays: []calendar.Holiday{
			holiday("2026-09-07", "Labor Day"), holiday("2026-12-25", "Christmas Day"), holiday("2027-01-01", "New Year"), holiday("2027-07-05", "Independence Day"), holiday("2026-07-03", "Independence Day"), holiday("2026-05-25", "Memorial Day"), holiday("2027-05-31", "Memorial Day")}}, nil},
		{"a holiday that stands there twice", calendar.Spec{Holidays: []calendar.Holiday{holiday("2027-09-25", "X"), holiday("2027-09-25", "X")}}, []string{"holidays[1] duplicate"}},

		{"a wrong weekday in a name", blackouts(freeze("Fair from Monday 6 October 2026", "2026-10-06", "2026-10-07")), []string{"blackouts[0].name weekday"}},
		{"a right one", blackouts(freeze("Fair from Tuesday 6 October 2026", "2026-10-06", "2026-10-07")), nil},
		{"a date in a name that there is not", blackouts(freeze("Fair until 2026-10-32", "2026-10-06", "2026-10-07")), []string{"blackouts[0].name bad-date"}},
		{"versions are no dates", blackouts(freeze("Release 2026.13.1, build 12/13", "2026-10-06", "2026-10-07")), nil},
		{"closed for good", calendar.Spec{Blackouts: []calendar.Blackout{{Name: "Always", Every: mustRule(t, "daily")}}}, []string{" never-opens"}},
	}
	for _, tt := range tests {
		t.Run(tt.reason, func(t *testing.T) {
			found := review.Lint(tt.spec, season, review.Options{})
			var got []string
			for _, f := range found {
				got = append(got, f.Path+" "+f.Code)
			}
			require.Equal(t, tt.want, got, found.String())
		})
	}
}

func dateOf(t require.TestingT, s string) calendar.Date {
	d, err := calendar.ParseDate(s)
	require.NoError(t, err)
	return d
}

func TestLintOptions(t *testing.T) {
	s := seasonal(t)
	s.Blackouts[0].Exceptions = []calendar.Exception{{Packages: []string{"hotfix-*", "portel-12"}, Until: mustMoment(t, "2026-12-23")}}
	found := review.Lint(s, season, review.Options{Packages: []string{"portal-12", "hotfix-1"}})
	require.Len(t, found, 1)
	require.Equal(t, "blackouts[0].exceptions[0].packages[1]: exception-never: found \"portel-12\", which is no package, expected a package or a pattern that matches one; did you mean portal-12?", found[0].String())
	require.Empty(t, review.Lint(s, season, review.Options{Packages: []string{"portal-12", "hotfix-1"}, Ignore: []string{"exception-never"}}))
	require.Len(t, review.Lint(s, season, review.Options{Longest: 10}), 1, "Year end lasts 18 days")

	nothing := calendar.Interval{Start: season.Start, End: season.Start}
	s.Windows[0].Hours = mustHours(t, "21:00-23:59")
	found = review.Lint(s, nothing, review.Options{})
	require.Len(t, found, 1, "of an empty span only what is written is judged: %s", found)
	far := calendar.Interval{Start: time.Date(9990, 1, 1, 0, 0, 0, 0, time.UTC), End: time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC)}
	for _, f := range review.Lint(calendar.Spec{Windows: []calendar.Window{{Name: "once", To: mustMoment(t, "2026-01-01")}}}, far, review.Options{}) {
		require.NotEqual(t, "bad-span", f.Code)
	}
	s.Holidays = nil
	require.Equal(t, "bad-span", review.Lint(s, calendar.Interval{Start: season.Start, End: season.Start.AddDate(300, 0, 0)}, review.Options{Ignore: []string{"minute-short"}})[0].Code)

	work := calendar.Spec{Blackouts: []calendar.Blackout{{Name: "Always", Every: mustRule(t, "daily"), Stops: calendar.StopWork}}}
	require.Empty(t, review.Lint(work, season, review.Options{}), "deployments go on")
	require.Len(t, review.Lint(work, season, review.Options{Doing: calendar.StopWork}), 1)
}

// What is told of a drawn calendar holds minute by minute: a window or a calendar that is told never to open has no open
// minute, one that is not has one; a blackout that is told to be inside others can be taken out and nothing changes.
func TestLintHolds(t *testing.T) {
	span := calendar.Interval{Start: time.Date(2026, 9, 1, 0, 0, 0, 0, time.UTC), End: time.Date(2026, 9, 10, 0, 0, 0, 0, time.UTC)}
	rapid.Check(t, func(t *rapid.T) {
		s := drawSpec(t, "")
		found := review.Lint(s, span, review.Options{})
		compile := func(s calendar.Spec) *calendar.Compiled {
			c, err := s.Compile(span, calendar.Subject{}, calendar.StopDeploy)
			require.NoError(t, err)
			return c
		}
		c := compile(s)
		told := func(path string, codes ...string) bool {
			return slices.ContainsFunc(found, func(f review.Finding) bool { return f.Path == path && slices.Contains(codes, f.Code) })
		}
		open := slices.ContainsFunc(c.Pieces(), func(p calendar.Piece) bool { return !p.Empty() })
		said := slices.ContainsFunc(found, func(f review.Finding) bool { return f.Code == "never-opens" || f.Code == "shadowed" })
		require.True(t, open || said, "closed throughout, and nothing says so: %s", found)
		for i := range s.Windows {
			path := []string{"windows[0]", "windows[1]"}[i]
			mine := slices.ContainsFunc(c.Pieces(), func(p calendar.Piece) bool { return p.Occurrence.Window == s.Windows[i].Name })
			if told(path, "shadowed", "never-opens") {
				require.False(t, mine, "%s opens: %s", path, found)
			}
		}
		for i := range s.Blackouts {
			path := []string{"blackouts[0]", "blackouts[1]"}[i]
			if !told(path, "shadowed", "duplicate") {
				continue
			}
			less := s
			less.Blackouts = slices.Delete(slices.Clone(s.Blackouts), i, i+1)
			require.Equal(t, c.Pieces(), compile(less).Pieces(), "%s changes something: %s", path, found)
		}
	})
}

func TestSeries(t *testing.T) {
	at := func(s string) time.Time { return mustMoment(t, s).Begin(time.UTC) }
	every := func(days int, from, to string, length time.Duration) (out []calendar.Interval) {
		for d := dateOf(t, from); d.Compare(dateOf(t, to)) <= 0; d = d.AddDays(days) {
			zone, err := calendar.LoadZone("Europe/Zurich")
			require.NoError(t, err)
			start := d.At(2*3600+1800, zone)
			out = append(out, calendar.Interval{Start: start, End: start.Add(length)})
		}
		return out
	}
	zurich, err := calendar.LoadZone("Europe/Zurich")
	require.NoError(t, err)
	tests := []struct {
		reason string
		series review.Series
		want   []string
	}{
		{"never", review.Series{}, []string{"never-fires"}},
		{"over", review.Series{Last: at("2026-01-01")}, []string{"expired"}},
		{"yet to come", review.Series{Next: at("2030-01-01")}, nil},
		{"a week, every day", review.Series{Times: every(1, "2026-10-01", "2026-10-10", 7*24*time.Hour)}, []string{"self-overlap"}},
		{"a year", review.Series{Times: every(1, "2026-10-01", "2026-10-01", 365*24*time.Hour)}, []string{"long-freeze"}},
		{"weekly at a time that is skipped once", review.Series{Zone: zurich, Times: every(7, "2027-03-14", "2027-04-04", time.Hour)}, []string{"clock-gap"}},
		{"at a time that is not", review.Series{Zone: time.UTC, Times: every(7, "2026-11-01", "2027-02-04", time.Hour)}, nil},
	}
	for _, tt := range tests {
		t.Run(tt.reason, func(t *testing.T) {
			var got []string
			for _, f := range tt.series.Lint(season, review.Options{}) {
				got = append(got, f.Code)
			}
			require.Equal(t, tt.want, got)
		})
	}
}
