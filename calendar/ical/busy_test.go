package ical_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/berthplan/berth/calendar"
	"github.com/berthplan/berth/calendar/ical"
)

func shownPeriods(list []ical.Period) []string {
	out := []string{}
	for _, p := range list {
		out = append(out, p.Start.UTC().Format("0102T1504")+"/"+p.End.UTC().Format("0102T1504")+" "+string(p.Kind)+" "+p.UID)
	}
	return out
}

func TestBusy(t *testing.T) {
	day := calendar.Interval{Start: time.Date(2026, 9, 1, 0, 0, 0, 0, time.UTC), End: time.Date(2026, 9, 2, 0, 0, 0, 0, time.UTC)}
	for _, c := range []struct {
		reason, text string
		span         calendar.Interval
		want         []string
	}{
		{"events take time unless they say otherwise", event("UID:a", "DTSTART:20260901T090000Z", "DURATION:PT1H") + "\r\n" +
			event("UID:b", "DTSTART:20260901T100000Z", "DURATION:PT1H", "TRANSP:TRANSPARENT") + "\r\n" +
			event("UID:c", "DTSTART:20260901T110000Z", "DURATION:PT1H", "STATUS:CANCELLED") + "\r\n" +
			event("UID:d", "DTSTART:20260901T120000Z", "DURATION:PT1H", "STATUS:TENTATIVE") + "\r\n" +
			event("UID:e", "DTSTART:20260901T130000Z"), day, []string{"0901T0900/0901T1000 BUSY a", "0901T1200/0901T1300 BUSY-TENTATIVE d"}},
		{"cut to the span", event("UID:a", "DTSTART:20260831T230000Z", "DURATION:PT2H"), day, []string{"0901T0000/0901T0100 BUSY a"}},
		{"an all-day event takes its day, even if it ends as it begins", event("UID:a", "DTSTART:20260901", "DTEND:20260901"), day, []string{"0901T0000/0902T0000 BUSY a"}},
		{"and does so where the day has begun before the span", event("UID:a", "DTSTART:20260901", "DTEND:20260901"),
			calendar.Interval{Start: day.Start.Add(20 * time.Hour), End: day.End.Add(24 * time.Hour)}, []string{"0901T2000/0902T0000 BUSY a"}},
		{"VFREEBUSY", "BEGIN:VFREEBUSY\r\nUID:f\r\nFREEBUSY:20260901T090000Z/PT1H,20260901T110000Z/20260901T120000Z\r\nFREEBUSY;FBTYPE=FREE:20260901T100000Z/PT1H\r\n" +
			"FREEBUSY;FBTYPE=BUSY-UNAVAILABLE:20260901T130000Z/PT1H\r\nFREEBUSY;FBTYPE=X-ODD:20260901T150000Z/PT1H\r\nEND:VFREEBUSY", day,
			[]string{"0901T0900/0901T1000 BUSY f", "0901T1100/0901T1200 BUSY f", "0901T1300/0901T1400 BUSY-UNAVAILABLE f", "0901T1500/0901T1600 BUSY f"}},
		{"away but for office hours", "BEGIN:VAVAILABILITY\r\nUID:v\r\nBEGIN:AVAILABLE\r\nUID:o\r\nDTSTART;TZID=Europe/Zurich:20260803T090000\r\nDTEND;TZID=Europe/Zurich:20260803T170000\r\n" +
			"RRULE:FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR\r\nEND:AVAILABLE\r\nEND:VAVAILABILITY", day,
			[]string{"0901T0000/0901T0700 BUSY-UNAVAILABLE v", "0901T1500/0902T0000 BUSY-UNAVAILABLE v"}},
		{"the higher priority rules over the lower in its own time", "BEGIN:VAVAILABILITY\r\nUID:low\r\nBUSYTYPE:BUSY\r\nEND:VAVAILABILITY\r\n" +
			"BEGIN:VAVAILABILITY\r\nUID:high\r\nPRIORITY:1\r\nDTSTART:20260901T080000Z\r\nDTEND:20260901T120000Z\r\nBEGIN:AVAILABLE\r\nUID:o\r\nDTSTART:20260901T090000Z\r\nDURATION:PT1H\r\nEND:AVAILABLE\r\nEND:VAVAILABILITY", day,
			[]string{"0901T0000/0901T0800 BUSY low", "0901T0800/0901T0900 BUSY-UNAVAILABLE high", "0901T1000/0901T1200 BUSY-UNAVAILABLE high", "0901T1200/0902T0000 BUSY low"}},
	} {
		t.Run(c.reason, func(t *testing.T) {
			got, err := parsed(t, file(c.text)).Busy(c.span)
			require.NoError(t, err)
			require.Equal(t, c.want, shownPeriods(got))
		})
	}
}

// The examples of RFC 7953 section 7, of somebody who moves to Denver for a week, at the moments that the text speaks of.
func TestAvailabilityWhileTravelling(t *testing.T) {
	part := func(uid, zone, from, to string) string {
		text := "BEGIN:VAVAILABILITY\r\nUID:" + uid + "\r\nDTSTART;TZID=" + zone + ":" + from + "\r\n"
		if to != "" {
			text += "DTEND;TZID=" + zone + ":" + to + "\r\n"
		}
		return text + "BEGIN:AVAILABLE\r\nUID:" + uid + "-hours\r\nDTSTART;TZID=" + zone + ":" + from[:8] + "T090000\r\nDTEND;TZID=" + zone + ":" + from[:8] + "T170000\r\n" +
			"RRULE:FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR\r\nEND:AVAILABLE\r\nEND:VAVAILABILITY"
	}
	c := parsed(t, file(part("before", "America/Montreal", "20111003T000000", "20111024T000000"),
		part("away", "America/Denver", "20111024T000000", "20111031T000000"), part("after", "America/Montreal", "20111031T030000", "")))
	busy, err := c.Busy(calendar.Interval{Start: time.Date(2011, 10, 3, 4, 0, 0, 0, time.UTC), End: time.Date(2011, 11, 12, 0, 0, 0, 0, time.UTC)})
	require.NoError(t, err)
	var parts []calendar.Interval
	for _, p := range busy {
		parts = append(parts, p.Interval)
	}
	taken := calendar.NewSet(parts...)
	for _, m := range []struct {
		reason string
		at     time.Time
		busy   bool
	}{
		{"Monday morning in Montreal", time.Date(2011, 10, 10, 9, 30, 0, 0, zone(t, "America/Montreal")), false},
		{"an hour earlier", time.Date(2011, 10, 10, 8, 30, 0, 0, zone(t, "America/Montreal")), true},
		{"Saturday", time.Date(2011, 10, 15, 9, 30, 0, 0, zone(t, "America/Montreal")), true},
		{"afternoon in Denver, when Montreal has closed", time.Date(2011, 10, 25, 16, 30, 0, 0, zone(t, "America/Denver")), false},
		{"morning in Montreal, when Denver sleeps", time.Date(2011, 10, 25, 9, 30, 0, 0, zone(t, "America/Montreal")), true},
		{"back again, after clocks have changed", time.Date(2011, 11, 10, 9, 0, 0, 0, zone(t, "America/Montreal")), false},
	} {
		require.Equal(t, m.busy, taken.Contains(m.at), m.reason)
	}
}

func TestBlackouts(t *testing.T) {
	c := parsed(t, file("X-WR-TIMEZONE:Europe/Zurich", event("UID:freeze@x", "DTSTART;VALUE=DATE:20261218", "DTEND;VALUE=DATE:20270104", "SUMMARY:Year end"),
		event("UID:close@x", "DTSTART:20260831T180000", "DTEND:20260901T060000", "RRULE:FREQ=MONTHLY;BYMONTHDAY=-1;COUNT=2", "SUMMARY:Month end")))
	span := calendar.Interval{Start: year26.Start, End: time.Date(2027, 2, 1, 0, 0, 0, 0, time.UTC)}
	list, err := c.Blackouts(span)
	require.NoError(t, err)
	var got []string
	periods, err := c.Busy(span)
	require.NoError(t, err)
	require.Equal(t, "2026-08-31T18:00:00+02:00/2026-09-01T06:00:00+02:00 BUSY close@x Month end", periods[0].String())
	for _, b := range list {
		got = append(got, b.Name+": "+b.From.String()+" to "+b.To.String()+" "+b.Zone)
	}
	require.Equal(t, []string{
		"Month end [close@x 2026-08-31T18:00:00+02:00]: 2026-08-31T18:00+02:00 to 2026-09-01T06:00+02:00 ",
		"Month end [close@x 2026-09-30T18:00:00+02:00]: 2026-09-30T18:00+02:00 to 2026-10-01T06:00+02:00 ",
		"Year end [freeze@x 2026-12-18]: 2026-12-18 to 2027-01-03 Europe/Zurich",
	}, got)
	spec := calendar.Spec{Zone: "Europe/Zurich", Blackouts: list, Windows: []calendar.Window{{Name: "always"}}}
	compiled, err := spec.Compile(span, calendar.Subject{}, calendar.StopDeploy)
	require.NoError(t, err)
	for _, m := range []struct {
		reason, at string
		open       bool
	}{
		{"the minute before", "2026-12-17T23:59", true}, {"the first", "2026-12-18T00:00", false}, {"the last day", "2027-01-03T23:59", false}, {"the day after", "2027-01-04T00:00", true},
	} {
		at, err := calendar.ParseMoment(m.at)
		require.NoError(t, err)
		require.Equal(t, m.open, compiled.Open(at.Begin(zone(t, "Europe/Zurich"))), m.reason)
	}
}

func TestBusyPassesFaults(t *testing.T) {
	rule := func(s string) []calendar.Rule {
		r, err := calendar.ParseRule(s)
		require.NoError(t, err)
		return []calendar.Rule{r}
	}
	bad := []ical.Event{{UID: "fine", Start: stamp, Busy: true}, {UID: "often", Start: stamp, Rules: rule("FREQ=HOURLY"), Busy: true}}
	span := calendar.Interval{Start: stamp, End: stamp.AddDate(100, 0, 0)}
	for _, c := range []struct {
		reason string
		in     ical.Calendar
		path   string
	}{
		{"of an event", ical.Calendar{Events: bad}, "events[1]"},
		{"of an availability", ical.Calendar{Availability: []ical.Availability{{UID: "v", Available: bad}}}, "availability.available[1]"},
	} {
		for _, ask := range []func() error{
			func() error { _, err := c.in.Busy(span); return err },
			func() error { _, err := c.in.Blackouts(span); return err },
		} {
			var faults calendar.Errors
			require.ErrorAs(t, ask(), &faults, c.reason)
			require.Equal(t, "too-many", faults[0].Code)
			require.Equal(t, c.path, faults[0].Path)
		}
	}
	none, err := ical.Calendar{Events: bad}.Busy(calendar.Interval{})
	require.NoError(t, err)
	require.Empty(t, none)
}
