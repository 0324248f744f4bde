package calendar_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/berthplan/berth/calendar"
)

func told(list []calendar.Transition) []string {
	out := []string{}
	for _, t := range list {
		out = append(out, t.String())
	}
	return out
}

func TestTransitionsInWords(t *testing.T) {
	span := between(t, "Europe/Zurich", "2026-09-01", "2027-02-01")
	hotfix := func(c calendar.Spec) *calendar.Compiled {
		out, err := c.Compile(span, calendar.Subject{Package: "hotfix-1"}, calendar.StopDeploy)
		require.NoError(t, err)
		return out
	}
	touching := calendar.Spec{Zone: "Europe/Zurich", Windows: []calendar.Window{{Name: "day", Hours: hours(t, "08:00-20:00")}, {Name: "night", Every: rule(t, "tue"), Hours: hours(t, "20:00-02:00")}}}
	team := calendar.Spec{Name: "working hours", Zone: "Europe/Zurich", Weekly: calendar.Weekly{Days: days(t, "mon-fri"), Hours: hours(t, "08:00-17:00")},
		Holidays: []calendar.Holiday{{Date: date(t, "2026-09-02"), Name: "feast"}}}
	frozen := freezes(t)
	frozen.Blackouts[0].Exceptions[0].From = moment(t, "2026-12-22T22:00")
	frozen.Blackouts[0].Exceptions[0].Until = moment(t, "2026-12-22T23:00")
	seconds := freezes(t)
	seconds.Blackouts[0].Exceptions[0].From = moment(t, "2026-12-22T22:00:10")
	seconds.Blackouts[0].Exceptions[0].Until = moment(t, "2026-12-22T23:00:50")
	autumn := calendar.Spec{Zone: "Europe/Zurich", Windows: []calendar.Window{{Name: "night", Every: rule(t, "sun"), Hours: hours(t, "01:00-02:30")}}}
	tests := []struct {
		reason string
		c      *calendar.Compiled
		at     string
		n      int
		want   []string
	}{
		{"from one occurrence to the next, and the end of both", hotfix(touching), "2026-09-01T12:00", 3, []string{
			`Tue 1 Sep 2026 20:00 Europe/Zurich changes over: window "day" of Tue 1 Sep 2026 ends, window "night" of Tue 1 Sep 2026 begins`,
			`Wed 2 Sep 2026 02:00 Europe/Zurich closes, as window "night" ends`,
			`Wed 2 Sep 2026 08:00 Europe/Zurich opens, as window "day" opens until 20:00`}},
		{"at a change, it is behind", hotfix(touching), "2026-09-01T20:00", -2, []string{
			`Tue 1 Sep 2026 20:00 Europe/Zurich changes over: window "day" of Tue 1 Sep 2026 ends, window "night" of Tue 1 Sep 2026 begins`,
			`Tue 1 Sep 2026 08:00 Europe/Zurich opens, as window "day" opens until 20:00`}},
		{"hours and a holiday", hotfix(team), "2026-09-01T12:00", 3, []string{
			`Tue 1 Sep 2026 17:00 Europe/Zurich closes, as working hours end`,
			`Thu 3 Sep 2026 08:00 Europe/Zurich opens, as working hours begin`,
			`Thu 3 Sep 2026 17:00 Europe/Zurich closes, as working hours end`}},
		{"an exception begins and ends within a window", hotfix(frozen), "2026-12-17T23:00", 5, []string{
			`Fri 18 Dec 2026 00:00 Europe/Zurich closes, as blackout "Year end" begins`,
			`Tue 22 Dec 2026 22:00 Europe/Zurich opens, as the exception to blackout "Year end" begins`,
			`Tue 22 Dec 2026 23:00 Europe/Zurich closes, as the exception to blackout "Year end" ends`,
			`Tue 5 Jan 2027 21:00 Europe/Zurich opens, as window "prod" opens until Wed 6 Jan 03:00`,
			`Wed 6 Jan 2027 03:00 Europe/Zurich closes, as window "prod" ends`}},
		{"an exception to the second, on the grid of minutes", hotfix(seconds).Minutes(), "2026-12-19", 2, []string{
			`Tue 22 Dec 2026 22:01 Europe/Zurich opens, as the exception to blackout "Year end" begins`,
			`Tue 22 Dec 2026 23:00 Europe/Zurich closes, as the exception to blackout "Year end" ends`}},
		{"the ends of the span", hotfix(calendar.Spec{Zone: "Europe/Zurich"}), "2026-08-01", 9, []string{
			`Tue 1 Sep 2026 00:00 Europe/Zurich opens, as the calendar begins`,
			`Mon 1 Feb 2027 00:00 Europe/Zurich closes, as the calendar ends and nothing is known of what follows`}},
		{"a time that comes twice says which", hotfix(autumn), "2026-10-24", 2, []string{
			`Sun 25 Oct 2026 01:00 Europe/Zurich opens, as window "night" opens until 02:30 (UTC+02:00)`,
			`Sun 25 Oct 2026 02:30 (UTC+02:00) Europe/Zurich closes, as window "night" ends`}},
		{"of two calendars, in the zone of the rule", calendar.Intersect(hotfix(team), hotfix(calendar.Spec{Name: "hours in Asia", Zone: "Asia/Singapore", Weekly: calendar.Weekly{Hours: hours(t, "09:00-18:00")}})),
			"2026-09-01T00:00", 2, []string{
				`Tue 1 Sep 2026 08:00 Europe/Zurich opens, as working hours begin`,
				`Tue 1 Sep 2026 18:00 Asia/Singapore closes, as hours in Asia end`}},
		{"none are asked for", hotfix(team), "2026-09-01T00:00", 0, []string{}},
		{"without a calendar nothing changes", nil, "2026-09-01T00:00", 3, []string{}},
		{"there are none any more", hotfix(team), "2028-09-01T00:00", 3, []string{}},
	}
	for _, tt := range tests {
		t.Run(tt.reason, func(t *testing.T) {
			require.Equal(t, tt.want, told(tt.c.Transitions(moment(t, tt.at).Begin(zone(t, "Europe/Zurich")), tt.n)))
		})
	}
}

func TestTransitionData(t *testing.T) {
	c := compile(t, freezes(t), between(t, "Europe/Zurich", "2026-09-01", "2027-02-01"))
	at := func(s string) time.Time { return moment(t, s).Begin(zone(t, "Europe/Zurich")).UTC() }
	night := calendar.Occurrence{Window: "prod", Opens: at("2026-12-17T21:00"), Closes: at("2026-12-18T03:00")}
	got := c.Transitions(at("2026-12-17T22:30"), 1)[0]
	require.Equal(t, at("2026-12-18"), got.At)
	require.Equal(t, []bool{false, true}, []bool{got.Opens, got.Closes})
	require.Equal(t, night, got.Before)
	require.Zero(t, got.After)
	require.Len(t, got.Rules, 1)
	require.Equal(t, calendar.InBlackout, got.Rules[0].Kind)
	require.Equal(t, "Europe/Zurich", got.Rules[0].Closed.Start.Location().String())
}
