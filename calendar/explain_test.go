package calendar_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/berthplan/berth/calendar"
)

// freezes is a calendar with every kind of rule.
func freezes(t testing.TB) calendar.Spec {
	return calendar.Spec{
		Name: "prod", Zone: "Europe/Zurich",
		Weekly:   calendar.Weekly{Days: days(t, "mon-fri"), Hours: hours(t, "08:00-17:00")},
		Holidays: []calendar.Holiday{{Date: date(t, "2026-12-24"), Name: "Christmas Eve"}},
		Windows: []calendar.Window{
			{Name: "prod", Every: rule(t, "tue, thu"), Hours: hours(t, "21:00-03:00"), From: moment(t, "2026-09-01")},
			{Name: "train", Every: rule(t, "every 2 weeks on thu from 2026-01-08"), Hours: hours(t, "20:00-22:00")},
			{Name: "asia", Every: rule(t, "DTSTART;TZID=Asia/Singapore:20261005T040000\nRRULE:FREQ=MONTHLY;BYDAY=1MO"), Lasts: length(t, "2h")},
		},
		Blackouts: []calendar.Blackout{
			{Name: "Year end", From: moment(t, "2026-12-18"), To: moment(t, "2027-01-04"), Exceptions: []calendar.Exception{
				{Packages: []string{"hotfix-*"}, Until: moment(t, "2026-12-23"), ApprovedBy: "cio", Reason: "outages cost more"},
				{Packages: []string{"tax-*"}, From: moment(t, "2026-12-28"), Until: moment(t, "2027-01-04")},
			}},
			{Name: "Quarter close", Every: rule(t, "last 5 working days of quarter"), Level: calendar.Soft, Cost: length(t, "4h")},
			{Name: "Month end", Every: rule(t, "last 2 working days of month"), Scope: calendar.Scope{Systems: []string{"ledger", "cards"}}},
			{Name: "Works council", From: moment(t, "2026-11-02"), To: moment(t, "2026-11-06"), Stops: calendar.StopWork},
		},
	}
}

func TestExplainInWords(t *testing.T) {
	span := between(t, "Europe/Zurich", "2026-09-01", "2027-02-01")
	tests := []struct{ reason, who, at, want string }{
		{"open in a window, numbered from its beginning", "portal-12", "2026-09-22T21:30", `
Tue 22 Sep 2026 21:30 Europe/Zurich: open (deploy, package portal-12, system portal)
  1. Window "prod" (tue, thu, 21:00-03:00) is open from Tue 22 Sep 2026 21:00 to Wed 23 Sep 03:00 Europe/Zurich, for the 7th time since 2026-09-01.
Decided by window "prod": where there are windows, they alone say when it is open.
It closes by itself on Wed 23 Sep 2026 03:00 Europe/Zurich, as window "prod" ends.`},
		{"open in two windows at once", "portal-12", "2026-09-03T21:30", `
Thu 3 Sep 2026 21:30 Europe/Zurich: open (deploy, package portal-12, system portal)
  1. Window "train" (every 2 weeks on thu from 2026-01-08, 20:00-22:00) is open from Thu 3 Sep 2026 20:00 to 22:00 Europe/Zurich, for the 18th time since 2026-01-08.
  2. Window "prod" (tue, thu, 21:00-03:00) is open from Thu 3 Sep 2026 21:00 to Fri 4 Sep 03:00 Europe/Zurich, for the 2nd time since 2026-09-01; the time belongs to the occurrence that opened first.
Decided by window "train": where there are windows, they alone say when it is open.
It closes by itself on Fri 4 Sep 2026 03:00 Europe/Zurich, as window "prod" ends.`},
		{"a window in a zone of its own", "portal-12", "2026-11-01T22:00", `
Sun 1 Nov 2026 22:00 Europe/Zurich: open (deploy, package portal-12, system portal)
  1. Window "asia" (DTSTART;TZID=Asia/Singapore:20261005T040000 RRULE:FREQ=MONTHLY;BYDAY=1MO, for 2h) is open from Mon 2 Nov 2026 04:00 to 06:00 Asia/Singapore, for the 2nd time since 2026-10-05.
Decided by window "asia": where there are windows, they alone say when it is open.
It closes by itself on Mon 2 Nov 2026 06:00 Asia/Singapore, as window "asia" ends.`},
		{"between windows", "portal-12", "2026-11-25T12:00", `
Wed 25 Nov 2026 12:00 Europe/Zurich: closed (deploy, package portal-12, system portal)
  1. Window "prod" (tue, thu, 21:00-03:00) has been closed since Wed 25 Nov 2026 03:00 and opens next on Thu 26 Nov 21:00 Europe/Zurich.
  2. Window "train" (every 2 weeks on thu from 2026-01-08, 20:00-22:00) has been closed since Thu 12 Nov 2026 22:00 and opens next on Thu 26 Nov 20:00 Europe/Zurich.
  3. Window "asia" (DTSTART;TZID=Asia/Singapore:20261005T040000 RRULE:FREQ=MONTHLY;BYDAY=1MO, for 2h) has been closed since Mon 2 Nov 2026 06:00 and opens next on Mon 7 Dec 04:00 Asia/Singapore.
Decided by the windows: where there are any, they alone say when it is open, and none is.
To open it sooner: a window that is open at that time.
It opens by itself on Thu 26 Nov 2026 20:00 Europe/Zurich, as window "train" opens until 22:00.`},
		{"a blackout, with exceptions for others", "portal-12", "2026-12-22T21:30", `
Tue 22 Dec 2026 21:30 Europe/Zurich: closed (deploy, package portal-12, system portal)
  1. Window "prod" (tue, thu, 21:00-03:00) is open from Tue 22 Dec 2026 21:00 to Wed 23 Dec 03:00 Europe/Zurich, for the 33rd time since 2026-09-01.
  2. Blackout "Year end" (2026-12-18 to 2027-01-04) closes it from Fri 18 Dec 2026 00:00 to Tue 5 Jan 2027 00:00 Europe/Zurich.
  3. Its exception for hotfix-*, approved by cio (outages cost more), does not help portal-12.
  4. Its exception for tax-* does not help portal-12.
Decided by blackout "Year end": it wins over every window and all working hours, and only an exception opens it.
To open it sooner: an exception to blackout "Year end" for portal-12.
It opens by itself on Tue 5 Jan 2027 21:00 Europe/Zurich, as window "prod" opens until Wed 6 Jan 03:00.`},
		{"open by an exception", "hotfix-9", "2026-12-22T21:30", `
Tue 22 Dec 2026 21:30 Europe/Zurich: open (deploy, package hotfix-9, system portal)
  1. Window "prod" (tue, thu, 21:00-03:00) is open from Tue 22 Dec 2026 21:00 to Wed 23 Dec 03:00 Europe/Zurich, for the 33rd time since 2026-09-01.
  2. Blackout "Year end" (2026-12-18 to 2027-01-04) would close it from Fri 18 Dec 2026 00:00 to Tue 5 Jan 2027 00:00 Europe/Zurich.
  3. Its exception for hotfix-*, approved by cio (outages cost more), lifts it until Thu 24 Dec 2026 00:00 Europe/Zurich.
  4. Its exception for tax-* does not help hotfix-9.
Decided by the exception to blackout "Year end": it wins over its own blackout, and over nothing else.
It closes by itself on Wed 23 Dec 2026 03:00 Europe/Zurich, as window "prod" ends.`},
		{"an exception that is over, one that is to come, and a holiday that does not matter", "hotfix-9", "2026-12-24T21:30", `
Thu 24 Dec 2026 21:30 Europe/Zurich: closed (deploy, package hotfix-9, system portal)
  1. Holiday "Christmas Eve" does not matter: there are windows.
  2. Window "train" (every 2 weeks on thu from 2026-01-08, 20:00-22:00) is open from Thu 24 Dec 2026 20:00 to 22:00 Europe/Zurich, for the 26th time since 2026-01-08.
  3. Window "prod" (tue, thu, 21:00-03:00) is open from Thu 24 Dec 2026 21:00 to Fri 25 Dec 03:00 Europe/Zurich, for the 34th time since 2026-09-01; the time belongs to the occurrence that opened first.
  4. Blackout "Year end" (2026-12-18 to 2027-01-04) closes it from Thu 24 Dec 2026 00:00 to Tue 5 Jan 2027 00:00 Europe/Zurich.
  5. Its exception for hotfix-*, approved by cio (outages cost more), ended on Thu 24 Dec 2026 00:00 Europe/Zurich.
  6. Its exception for tax-* does not help hotfix-9.
Decided by blackout "Year end": it wins over every window and all working hours, and only an exception opens it.
To open it sooner: an exception to blackout "Year end" for hotfix-9.
It opens by itself on Tue 5 Jan 2027 21:00 Europe/Zurich, as window "prod" opens until Wed 6 Jan 03:00.`},
		{"an exception is over at its end", "hotfix-9", "2026-12-24", `
Thu 24 Dec 2026 00:00 Europe/Zurich: closed (deploy, package hotfix-9, system portal)
  1. Holiday "Christmas Eve" does not matter: there are windows.
  2. Window "prod" (tue, thu, 21:00-03:00) has been closed since Wed 23 Dec 2026 03:00 and opens next on Thu 24 Dec 21:00 Europe/Zurich.
  3. Window "train" (every 2 weeks on thu from 2026-01-08, 20:00-22:00) has been closed since Thu 10 Dec 2026 22:00 and opens next on Thu 24 Dec 20:00 Europe/Zurich.
  4. Window "asia" (DTSTART;TZID=Asia/Singapore:20261005T040000 RRULE:FREQ=MONTHLY;BYDAY=1MO, for 2h) has been closed since Mon 7 Dec 2026 06:00 and opens next on Mon 4 Jan 2027 04:00 Asia/Singapore.
  5. Blackout "Year end" (2026-12-18 to 2027-01-04) closes it from Thu 24 Dec 2026 00:00 to Tue 5 Jan 2027 00:00 Europe/Zurich.
  6. Its exception for hotfix-*, approved by cio (outages cost more), ended on Thu 24 Dec 2026 00:00 Europe/Zurich.
  7. Its exception for tax-* does not help hotfix-9.
Decided by blackout "Year end": it wins over every window and all working hours, and only an exception opens it.
To open it sooner takes all of these:
  - a window that is open at that time;
  - an exception to blackout "Year end" for hotfix-9.
It opens by itself on Tue 5 Jan 2027 21:00 Europe/Zurich, as window "prod" opens until Wed 6 Jan 03:00.`},
		{"an exception to come, outside the windows, too", "tax-1", "2026-12-25T12:00", `
Fri 25 Dec 2026 12:00 Europe/Zurich: closed (deploy, package tax-1, system portal)
  1. Window "prod" (tue, thu, 21:00-03:00) has been closed since Fri 25 Dec 2026 03:00 and opens next on Tue 29 Dec 21:00 Europe/Zurich.
  2. Window "train" (every 2 weeks on thu from 2026-01-08, 20:00-22:00) has been closed since Thu 24 Dec 2026 22:00 and opens next on Thu 7 Jan 2027 20:00 Europe/Zurich.
  3. Window "asia" (DTSTART;TZID=Asia/Singapore:20261005T040000 RRULE:FREQ=MONTHLY;BYDAY=1MO, for 2h) has been closed since Mon 7 Dec 2026 06:00 and opens next on Mon 4 Jan 2027 04:00 Asia/Singapore.
  4. Blackout "Year end" (2026-12-18 to 2027-01-04) closes it from Fri 18 Dec 2026 00:00 to Mon 28 Dec 00:00 Europe/Zurich.
  5. Its exception for hotfix-*, approved by cio (outages cost more), does not help tax-1.
  6. Its exception for tax-* begins only on Mon 28 Dec 2026 00:00 Europe/Zurich.
  7. Soft blackout "Quarter close" (last 5 working days of quarter) closes nothing, but costs 4h for each hour begun, from Fri 25 Dec 2026 00:00 to Sat 26 Dec 00:00 Europe/Zurich.
Decided by blackout "Year end": it wins over every window and all working hours, and only an exception opens it.
To open it sooner takes all of these:
  - a window that is open at that time;
  - an exception to blackout "Year end" for tax-1.
It opens by itself on Tue 29 Dec 2026 21:00 Europe/Zurich, as window "prod" opens until Wed 30 Dec 03:00.`},
		{"open at a cost; a blackout of other systems", "portal-12", "2026-09-29T22:00", `
Tue 29 Sep 2026 22:00 Europe/Zurich: open (deploy, package portal-12, system portal)
  1. Window "prod" (tue, thu, 21:00-03:00) is open from Tue 29 Sep 2026 21:00 to Wed 30 Sep 03:00 Europe/Zurich, for the 9th time since 2026-09-01.
  2. Soft blackout "Quarter close" (last 5 working days of quarter) closes nothing, but costs 4h for each hour begun, from Mon 28 Sep 2026 00:00 to Thu 1 Oct 00:00 Europe/Zurich.
  3. Blackout "Month end" (last 2 working days of month) does not concern this: it is for systems ledger, cards.
Decided by window "prod": where there are windows, they alone say when it is open.
It closes by itself on Wed 30 Sep 2026 03:00 Europe/Zurich, as window "prod" ends.`},
		{"a blackout of other work", "portal-12", "2026-11-03T22:00", `
Tue 3 Nov 2026 22:00 Europe/Zurich: open (deploy, package portal-12, system portal)
  1. Window "prod" (tue, thu, 21:00-03:00) is open from Tue 3 Nov 2026 21:00 to Wed 4 Nov 03:00 Europe/Zurich, for the 19th time since 2026-09-01.
  2. Blackout "Works council" (2026-11-02 to 2026-11-06) does not concern this: it stops work.
Decided by window "prod": where there are windows, they alone say when it is open.
It closes by itself on Wed 4 Nov 2026 03:00 Europe/Zurich, as window "prod" ends.`},
		{"beyond the horizon", "portal-12", "2028-01-01T12:00", `
Sat 1 Jan 2028 12:00 Europe/Zurich: closed (deploy, package portal-12, system portal)
  1. Nothing is known here: the calendar ends on Mon 1 Feb 2027 00:00 Europe/Zurich.
Decided by the horizon: what was not evaluated counts as closed.
To open it sooner: a calendar evaluated over a longer span.
It does not open by itself, as far as the calendar goes.`},
		{"before it", "portal-12", "2026-08-01T12:00", `
Sat 1 Aug 2026 12:00 Europe/Zurich: closed (deploy, package portal-12, system portal)
  1. Nothing is known here: the calendar begins on Tue 1 Sep 2026 00:00 Europe/Zurich.
Decided by the horizon: what was not evaluated counts as closed.
To open it sooner: a calendar evaluated over a longer span.
It opens by itself on Tue 1 Sep 2026 21:00 Europe/Zurich, as window "prod" opens until Wed 2 Sep 03:00.`},
	}
	for _, tt := range tests {
		t.Run(tt.reason, func(t *testing.T) {
			c, err := freezes(t).Compile(span, calendar.Subject{Package: tt.who, System: "portal"}, calendar.StopDeploy)
			require.NoError(t, err)
			e := c.Explain(moment(t, tt.at).Begin(zone(t, "Europe/Zurich")))
			require.Equal(t, strings.TrimPrefix(tt.want, "\n")+"\n", e.String())
		})
	}
}

func TestExplainHours(t *testing.T) {
	span := between(t, "Europe/Zurich", "2026-09-01", "2027-02-01")
	team := freezes(t)
	team.Name, team.Windows = "working hours (team-edge)", nil
	edge, err := team.Compile(span, calendar.Subject{Package: "portal-12"}, calendar.StopWork)
	require.NoError(t, err)
	asia := calendar.Spec{Name: "working hours (asia)", Zone: "Asia/Singapore", Weekly: calendar.Weekly{Days: days(t, "mon-fri"), Hours: hours(t, "09:00-18:00")}}
	singapore, err := asia.Compile(span, calendar.Subject{Package: "portal-12"}, calendar.StopWork)
	require.NoError(t, err)
	always, err := calendar.Spec{}.Compile(span, calendar.Subject{}, calendar.StopWork)
	require.NoError(t, err)
	tests := []struct {
		reason string
		c      *calendar.Compiled
		at     string
		want   string
	}{
		{"no calendar", nil, "2026-09-01T10:00", `
Tue 1 Sep 2026 08:00 UTC: open
  1. There is no calendar: open at all times.
Decided by the lack of rules: what nothing closes is open.
It does not close by itself.`},
		{"no rules", always, "2026-09-01T10:00", `
Tue 1 Sep 2026 08:00 UTC: open
  1. There are no windows and no working hours: open unless something closes it.
Decided by the lack of rules: what nothing closes is open.
It stays open as far as the calendar goes, to Sun 31 Jan 2027 23:00 UTC.`},
		{"at work", edge, "2026-09-01T10:00", `
Tue 1 Sep 2026 10:00 Europe/Zurich: open (work, package portal-12)
  1. Inside working hours (team-edge) (mon-fri, 08:00-17:00) from Tue 1 Sep 2026 08:00 to 17:00 Europe/Zurich.
Decided by working hours (team-edge): no window, holiday or blackout says otherwise.
It closes by itself on Tue 1 Sep 2026 17:00 Europe/Zurich, as working hours (team-edge) end.`},
		{"a holiday, at night, while a blackout stops other things", edge, "2026-12-24T19:00", `
Thu 24 Dec 2026 19:00 Europe/Zurich: closed (work, package portal-12)
  1. Outside working hours (team-edge) (mon-fri, 08:00-17:00) from Thu 24 Dec 2026 17:00 to Fri 25 Dec 08:00 Europe/Zurich.
  2. Holiday "Christmas Eve": nobody works from Thu 24 Dec 2026 00:00 to Fri 25 Dec 00:00 Europe/Zurich.
  3. Blackout "Year end" (2026-12-18 to 2027-01-04) does not concern this: it stops deploy.
Decided by holiday "Christmas Eve": it wins over working hours.
To open it sooner takes all of these:
  - work outside working hours (team-edge);
  - work on the holiday "Christmas Eve".
It opens by itself on Fri 25 Dec 2026 08:00 Europe/Zurich, as working hours (team-edge) begin.`},
		{"of two, one closes", calendar.Intersect(calendar.Intersect(edge, singapore), edge), "2026-09-01T15:00", `
Tue 1 Sep 2026 15:00 Europe/Zurich: closed (work, package portal-12)
  by working hours (team-edge):
  1. Inside working hours (team-edge) (mon-fri, 08:00-17:00) from Tue 1 Sep 2026 08:00 to 17:00 Europe/Zurich.
  by working hours (asia):
  2. Outside working hours (asia) (mon-fri, 09:00-18:00) from Tue 1 Sep 2026 18:00 to Wed 2 Sep 09:00 Asia/Singapore.
Decided by working hours (asia): no window, holiday or blackout says otherwise.
To open it sooner: work outside working hours (asia).
It opens by itself on Wed 2 Sep 2026 08:00 Europe/Zurich, as working hours (team-edge) begin.`},
	}
	for _, tt := range tests {
		t.Run(tt.reason, func(t *testing.T) {
			e := tt.c.Explain(moment(t, tt.at).Begin(zone(t, "Europe/Zurich")))
			require.Equal(t, strings.TrimPrefix(tt.want, "\n")+"\n", e.String())
		})
	}
}

// What the caller does to a spec afterwards does not show.
func TestExplainKeepsItsRules(t *testing.T) {
	c := freezes(t)
	got := compile(t, c, between(t, "Europe/Zurich", "2026-12-01", "2027-02-01"))
	at := moment(t, "2026-12-22T21:30").Begin(zone(t, "Europe/Zurich"))
	before := got.Explain(at).String()
	c.Windows[0].Name, c.Windows[0].Hours[0].To = "other", 0
	c.Blackouts[0].Name, c.Blackouts[0].Exceptions[0].Packages[0] = "other", "portal-*"
	c.Blackouts[2].Scope.Systems[0] = "portal"
	require.Equal(t, before, got.Explain(at).String())
}

// On the grid of minutes each minute is explained as it is there.
func TestExplainMinutes(t *testing.T) {
	c := calendar.Spec{
		Windows: []calendar.Window{{Name: "a", Hours: hours(t, "08:00:10-09:00:30")}, {Name: "b", Hours: hours(t, "09:00:30-10:00:50")}},
		Blackouts: []calendar.Blackout{{Name: "freeze", From: moment(t, "2026-09-01T09:30:30"), To: moment(t, "2026-09-01T09:40:30"),
			Exceptions: []calendar.Exception{{Packages: []string{"portal-*"}, From: moment(t, "2026-09-01T09:32:30"), Until: moment(t, "2026-09-01T09:35:30")}}}},
	}
	exact := compile(t, c, between(t, "UTC", "2026-09-01", "2026-09-02"))
	for _, got := range []*calendar.Compiled{exact.Minutes(), calendar.Intersect(exact, compile(t, calendar.Spec{}, exact.Span())).Minutes()} {
		for at := got.Span().Start; at.Before(got.Span().End); at = at.Add(10 * time.Second) {
			e := got.Explain(at)
			require.Equal(t, got.Open(at), e.Open)
			decides := false
			for _, s := range e.Steps {
				decides = decides || s.Decides
				require.False(t, s.Decides && s.Closes == e.Open, "%s\n%s", at, e)
				require.False(t, s.Closes && e.Open, "%s\n%s", at, e)
			}
			require.True(t, decides)
			for _, r := range got.Why(at) {
				require.True(t, slices.ContainsFunc(e.Steps, func(s calendar.Step) bool { return s.Closes && s.Kind == r.Kind && s.Name == r.Name }), "%s: %s\n%s", at, r, e)
			}
		}
	}
}
