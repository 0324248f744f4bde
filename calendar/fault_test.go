package calendar_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/berthplan/berth/calendar"
)

// Every fault of a calendar comes at once, each with its place.
func TestCompileFaults(t *testing.T) {
	timed := rule(t, "0 21 * * tue")
	bad := calendar.Spec{
		Zone:     "CEST",
		Weekly:   calendar.Weekly{Days: 200, Hours: calendar.Hours{{From: 8 * 3600, To: 12 * 3600}, {From: 9 * 3600, To: 17 * 3600}}},
		Holidays: []calendar.Holiday{{}, {Date: calendar.Date{Year: 2026, Month: 2, Day: 30}}},
		Windows: []calendar.Window{
			{Name: "a", Every: timed},
			{Name: "a", Every: timed, Hours: hours(t, "08:00-09:00"), Lasts: length(t, "1h")},
			{Name: "b", Lasts: length(t, "1h"), Zone: "Mars"},
			{Name: "c", From: moment(t, "2026-09-02"), To: moment(t, "2026-09-01")},
			{Name: "d", Every: rule(t, "DTSTART;TZID=Europe/Berlin:20260101T090000\nRRULE:FREQ=DAILY"), Lasts: length(t, "400d"), Zone: "Europe/Paris", Dates: []calendar.Date{{}}, Except: []calendar.Date{{}}},
			{Name: "e", Every: timed, Lasts: length(t, "1h"), Dates: []calendar.Date{date(t, "2026-01-01")}},
		},
		Blackouts: []calendar.Blackout{
			{},
			{From: moment(t, "2026-09-02T10:00"), To: moment(t, "2026-09-02T10:00"), Level: 7, Cost: length(t, "-1h"), Stops: 64},
			{Every: timed, Scope: calendar.Scope{Systems: []string{"[a"}}, Exceptions: []calendar.Exception{{}}},
		},
	}
	_, err := bad.Compile(calendar.Interval{Start: time.Unix(0, 0), End: time.Unix(0, 0).AddDate(250, 0, 0)}, calendar.Subject{}, calendar.StopDeploy)
	var all calendar.Errors
	require.ErrorAs(t, err, &all)
	var got []string
	for _, e := range all {
		got = append(got, e.Path+" "+e.Code)
		require.NotEmpty(t, e.Expected, e.Path)
	}
	require.Equal(t, []string{
		"zone unknown-zone",
		"weekly.days bad-days",
		"weekly.hours bad-hours",
		"holidays[0].date bad-date",
		"holidays[1].date bad-date",
		"windows[0].lasts no-length",
		"windows[1].name duplicate-name",
		"windows[1].hours hours-and-times",
		"windows[2].zone unknown-zone",
		"windows[2].lasts length-without-times",
		"windows[3].to ends-before-start",
		"windows[4].lasts bad-length",
		"windows[4].zone two-zones",
		"windows[4].dates[0] bad-date",
		"windows[4].except[0] bad-date",
		"windows[5].dates dates-and-times",
		"blackouts[0].from no-start",
		"blackouts[0].to no-end",
		"blackouts[1].to ends-before-start",
		"blackouts[1].level bad-level",
		"blackouts[1].cost bad-length",
		"blackouts[1].stops bad-stops",
		"blackouts[2].every hours-and-times",
		"blackouts[2].scope.systems[0] bad-pattern",
		"blackouts[2].exceptions[0].packages no-packages",
		"blackouts[2].exceptions[0].until no-end",
		"span bad-span",
	}, got)
	var first *calendar.Error
	require.ErrorAs(t, err, &first)
	require.Equal(t, `zone: unknown-zone: found "CEST", expected an IANA time zone, such as Europe/Zurich; did you mean Europe/Paris?`, first.Error())
}

func TestCompileRuleTooOften(t *testing.T) {
	c := calendar.Spec{Windows: []calendar.Window{{Name: "a", Every: rule(t, "*/2 * * * *"), Lasts: length(t, "1m")}}}
	_, err := c.Compile(between(t, "UTC", "2026-01-01", "2036-01-01"), calendar.Subject{}, calendar.StopDeploy)
	var e *calendar.Error
	require.ErrorAs(t, err, &e)
	require.Equal(t, "too-many", e.Code)
	require.Equal(t, "windows[0].every", e.Path)
}

func TestNames(t *testing.T) {
	require.Equal(t, "deploy, work", (calendar.StopDeploy | calendar.StopWork).String())
	require.Equal(t, "changeover", calendar.StopChangeover.String())
	require.Empty(t, calendar.Stops(0).String())
	require.Equal(t, "hard", calendar.Hard.String())
	require.Equal(t, "soft", calendar.Soft.String())
}
