package ical_test

import (
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/berthplan/berth/calendar"
	"github.com/berthplan/berth/calendar/ical"
)

// parsed reads a file of one calendar without a fault.
func parsed(t require.TestingT, text string) ical.Calendar {
	all, err := ical.Read(strings.NewReader(text), ical.Options{})
	require.NoError(t, err, text)
	require.Len(t, all, 1)
	return all[0]
}

// year26 is the span of most tests.
var year26 = calendar.Interval{Start: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC), End: time.Date(2027, 1, 1, 0, 0, 0, 0, time.UTC)}

// listed are the occurrences of a calendar in 2026: "start/end summary", in UTC unless they are days or float.
func listed(t require.TestingT, c ical.Calendar) []string {
	list, err := c.Occurrences(year26)
	require.NoError(t, err)
	out := []string{}
	for _, o := range list {
		layout, start, end := "0102T1504Z", o.Start.UTC(), o.End.UTC()
		if o.Event.AllDay {
			layout, start, end = "0102", o.Start, o.End
		} else if o.Event.Floating {
			layout = "0102T1504"
		}
		out = append(out, strings.TrimSpace(start.Format(layout)+"/"+end.Format(layout)+" "+o.Event.Summary))
	}
	return out
}

func TestReadLines(t *testing.T) {
	plain := file(event("UID:u", "DTSTART:20260901T090000Z", "SUMMARY:a\\, b\\; c\\\\n\\Nd é"))
	for _, c := range []struct{ reason, text string }{
		{"as the standard has it", plain},
		{"LF alone", strings.ReplaceAll(plain, "\r\n", "\n")},
		{"CR alone", strings.ReplaceAll(plain, "\r\n", "\r")},
		{"CR CR LF", strings.ReplaceAll(plain, "\r\n", "\r\r\n")},
		{"CR, of one line", strings.ReplaceAll(plain, "\r\n", "\r")},
		{"a byte order mark", "\ufeff" + plain},
		{"blank lines", "\r\n" + strings.ReplaceAll(plain, "\r\n", "\r\n\r\n")},
		{"no line end at the end", strings.TrimSuffix(plain, "\r\n")},
		{"folded after every letter", strings.ReplaceAll(strings.ReplaceAll(plain, "SUMMARY", "S\r\n U\r\n\tM\r\n MARY"), "b\\;", "\r\n b\r\n \r\n \\\r\n ;")},
		{"folded within a letter", strings.ReplaceAll(plain, "é", "\xc3\r\n \xa9")},
		{"a blank line within a fold", strings.ReplaceAll(plain, "SUMMARY", "SUMM\r\n\r\n ARY")},
		{"lower case", strings.NewReplacer("BEGIN", "begin", "END", "end", "VEVENT", "vevent", "SUMMARY", "summary", "DTSTART", "DtStart").Replace(plain)},
		{"parameters", strings.NewReplacer("SUMMARY:", `SUMMARY;ALTREP="cid:a;b";LANGUAGE=de:`, "DTSTART:", "DTSTART;VALUE=DATE-TIME;X-A=^'^n^^:").Replace(plain)},
		{"blanks around names", strings.NewReplacer("SUMMARY:", "SUMMARY ; LANGUAGE = de:", "BEGIN:VEVENT", "BEGIN:VEVENT ").Replace(plain)},
		{"what nobody knows", strings.ReplaceAll(plain, "SUMMARY", "X-WHO;KNOWS=1:2\r\nBEGIN:X-THIS\r\nSUMMARY:no\r\nEND:X-THIS\r\nSUMMARY")},
		{"an alarm of its own", strings.ReplaceAll(plain, "SUMMARY", "BEGIN:VALARM\r\nTRIGGER:-PT5M\r\nDTSTART:x\r\nEND:VALARM\r\nSUMMARY")},
		{"tasks and journals beside it", strings.ReplaceAll(plain, "BEGIN:VEVENT", "BEGIN:VTODO\r\nDUE:soon\r\nDTSTART:x\r\nEND:VTODO\r\nBEGIN:VEVENT")},
	} {
		t.Run(c.reason, func(t *testing.T) {
			require.Equal(t, "a, b; c\\n\nd é", parsed(t, c.text).Events[0].Summary)
			slow, err := ical.Read(iotest.OneByteReader(strings.NewReader(c.text)), ical.Options{})
			require.NoError(t, err)
			require.Equal(t, parsed(t, c.text), slow[0], "however few bytes come at a time")
		})
	}
}

func TestOccurrences(t *testing.T) {
	for _, c := range []struct {
		reason, text string
		want         []string
	}{
		{"an instant without end", event("DTSTART:20260901T090000Z", "SUMMARY:x"), []string{"0901T0900Z/0901T0900Z x"}},
		{"a leap second is the second before it", event("DTSTART:20260901T090000Z", "DTEND:20260901T095960Z"), []string{"0901T0900Z/0901T0959Z"}},
		{"a time that floats", event("DTSTART:20260901T090000", "DURATION:PT90M"), []string{"0901T0900/0901T1030"}},
		{"a time in the calendar's zone", "X-WR-TIMEZONE:Europe/Zurich\r\n" + event("DTSTART:20260901T090000", "DURATION:PT1H"), []string{"0901T0700Z/0901T0800Z"}},
		{"in a zone of its own", event("DTSTART;TZID=America/New_York:20260901T090000", "DTEND;TZID=Europe/Zurich:20260901T163000"), []string{"0901T1300Z/0901T1430Z"}},
		{"a zone of Windows", event("DTSTART;TZID=W. Europe Standard Time:20260901T090000"), []string{"0901T0700Z/0901T0700Z"}},
		{"a zone behind the prefix of libical", event("DTSTART;TZID=/freeassociation.sourceforge.net/Tzfile/Europe/Berlin:20260901T090000"), []string{"0901T0700Z/0901T0700Z"}},
		{"a zone that says its offset", event(`DTSTART;TZID="GMT+05:30":20260901T090000`), []string{"0901T0330Z/0901T0330Z"}},
		{"a day is a day in any zone", "X-WR-TIMEZONE:Pacific/Auckland\r\n" + event("DTSTART;VALUE=DATE:20260901"), []string{"0901/0902"}},
		{"an all-day event that ends as it begins, as the file has it", event("DTSTART:20260901", "DTEND:20260901"), []string{"0901/0901"}},
		{"a day and a time: the day means its midnight", event("DTSTART;VALUE=DATE:20260901", "DTEND:20260901T120000Z"), []string{"0901T0000Z/0901T1200Z"}},
		{"a duration of days over a change of clocks is by the calendar", event("DTSTART;TZID=Europe/Zurich:20261024T120000", "DURATION:P1D"), []string{"1024T1000Z/1025T1100Z"}},
		{"one of hours by the watch", event("DTSTART;TZID=Europe/Zurich:20261024T120000", "DURATION:PT24H"), []string{"1024T1000Z/1025T1000Z"}},
		{"each by the calendar", event("DTSTART;TZID=Europe/Zurich:20261023T120000", "DURATION:P1D", "RRULE:FREQ=DAILY;COUNT=2"), []string{"1023T1000Z/1024T1000Z", "1024T1000Z/1025T1100Z"}},
		{"with DTEND, each as long as the first by the watch", event("DTSTART;TZID=Europe/Zurich:20261023T220000", "DTEND;TZID=Europe/Zurich:20261024T060000", "RRULE:FREQ=DAILY;COUNT=2"),
			[]string{"1023T2000Z/1024T0400Z", "1024T2000Z/1025T0400Z"}},
		{"local time stays over a change of clocks", event("DTSTART;TZID=Europe/Zurich:20261024T090000", "RRULE:FREQ=DAILY;COUNT=2"), []string{"1024T0700Z/1024T0700Z", "1025T0800Z/1025T0800Z"}},
		{"rule, further dates, exceptions", event("DTSTART:20260901T090000Z", "DURATION:PT1H", "RRULE:FREQ=DAILY;COUNT=4", "RDATE:20260910T090000Z,20260911T100000Z", "EXDATE:20260902T090000Z,20260910T090000Z", "EXDATE;VALUE=DATE:20260903"),
			[]string{"0901T0900Z/0901T1000Z", "0904T0900Z/0904T1000Z", "0911T1000Z/0911T1100Z"}},
		{"further dates with lengths of their own", event("DTSTART:20260901T090000Z", "DURATION:PT1H", "RDATE;VALUE=PERIOD:20260902T090000Z/PT2H,20260903T090000Z/20260903T120000Z"),
			[]string{"0901T0900Z/0901T1000Z", "0902T0900Z/0902T1100Z", "0903T0900Z/0903T1200Z"}},
		{"an exception in UTC for a local time", event("DTSTART;TZID=Europe/Zurich:20260901T090000", "RRULE:FREQ=DAILY;COUNT=2", "EXDATE:20260902T070000Z"), []string{"0901T0700Z/0901T0700Z"}},
		{"the start takes place even if the rule does not give it", event("DTSTART:20260901T090000Z", "RRULE:FREQ=WEEKLY;BYDAY=MO;COUNT=1"), []string{"0901T0900Z/0901T0900Z", "0907T0900Z/0907T0900Z"}},
		{"a rule that ends before it begins deletes the series", event("DTSTART:20260901T090000Z", "RRULE:FREQ=DAILY;UNTIL=20260831T000000Z"), []string{}},
		{"COUNT=-1 means no end", event("DTSTART:20261230T090000Z", "RRULE:FREQ=DAILY;COUNT=-1"), []string{"1230T0900Z/1230T0900Z", "1231T0900Z/1231T0900Z"}},
		{"moved, renamed, cancelled", event("UID:a", "DTSTART:20260901T090000Z", "RRULE:FREQ=DAILY;COUNT=3", "SUMMARY:x") + "\r\n" +
			event("UID:a", "RECURRENCE-ID:20260901T090000Z", "DTSTART:20260905T090000Z", "SUMMARY:moved") + "\r\n" +
			event("UID:a", "RECURRENCE-ID:20260902T090000Z", "DTSTART:20260902T090000Z", "STATUS:CANCELLED", "SUMMARY:off"),
			[]string{"0902T0900Z/0902T0900Z off", "0903T0900Z/0903T0900Z x", "0905T0900Z/0905T0900Z moved"}},
		{"moved into the span, and out of it", event("UID:a", "DTSTART:20251230T090000Z", "RRULE:FREQ=DAILY;COUNT=4") + "\r\n" +
			event("UID:a", "RECURRENCE-ID:20251230T090000Z", "DTSTART:20260110T090000Z", "SUMMARY:in") + "\r\n" +
			event("UID:a", "RECURRENCE-ID:20260101T090000Z", "DTSTART:20251215T090000Z", "SUMMARY:out"),
			[]string{"0102T0900Z/0102T0900Z", "0110T0900Z/0110T0900Z in"}},
		{"the higher SEQUENCE holds, in whatever order", event("UID:a", "SEQUENCE:2", "DTSTART:20260902T090000Z", "SUMMARY:new") + "\r\n" + event("UID:a", "SEQUENCE:1", "DTSTART:20260901T090000Z", "SUMMARY:old"),
			[]string{"0902T0900Z/0902T0900Z new"}},
		{"then the later DTSTAMP", event("UID:a", "DTSTAMP:20260101T000000Z", "DTSTART:20260901T090000Z", "SUMMARY:old") + "\r\n" + event("UID:a", "DTSTAMP:20260102T000000Z", "DTSTART:20260902T090000Z", "SUMMARY:new"),
			[]string{"0902T0900Z/0902T0900Z new"}},
		{"of changes, too", event("UID:a", "DTSTART:20260901T090000Z", "SUMMARY:x") + "\r\n" +
			event("UID:a", "SEQUENCE:3", "RECURRENCE-ID:20260901T090000Z", "DTSTART:20260903T090000Z", "SUMMARY:last") + "\r\n" +
			event("UID:a", "SEQUENCE:2", "RECURRENCE-ID:20260901T090000Z", "DTSTART:20260902T090000Z", "SUMMARY:middle"), []string{"0903T0900Z/0903T0900Z last"}},
		{"without UID each for itself", event("DTSTART:20260901T090000Z") + "\r\n" + event("DTSTART:20260901T090000Z"), []string{"0901T0900Z/0901T0900Z", "0901T0900Z/0901T0900Z"}},
		{"changes alone", event("UID:a", "RECURRENCE-ID:20260901T090000Z", "DTSTART:20260902T090000Z"), []string{"0902T0900Z/0902T0900Z"}},
		{"this and all that follow", event("UID:a", "DTSTART;TZID=Europe/Zurich:20261023T090000", "DURATION:PT1H", "RRULE:FREQ=DAILY;COUNT=4", "SUMMARY:x") + "\r\n" +
			event("UID:a", "RECURRENCE-ID;RANGE=THISANDFUTURE;TZID=Europe/Zurich:20261024T090000", "DTSTART;TZID=Europe/Zurich:20261024T110000", "DURATION:PT2H", "SUMMARY:later"),
			[]string{"1023T0700Z/1023T0800Z x", "1024T0900Z/1024T1100Z later", "1025T1000Z/1025T1200Z later", "1026T1000Z/1026T1200Z later"}},
		{"a change named by its day", event("UID:a", "DTSTART:20260901T090000Z", "RRULE:FREQ=DAILY;COUNT=2") + "\r\n" +
			event("UID:a", "RECURRENCE-ID;VALUE=DATE:20260902", "DTSTART:20260902T100000Z"), []string{"0901T0900Z/0901T0900Z", "0902T1000Z/0902T1000Z"}},
		{"a change of a day named by a time", event("UID:a", "DTSTART:20260901", "RRULE:FREQ=DAILY;COUNT=2") + "\r\n" +
			event("UID:a", "RECURRENCE-ID:20260902T000000Z", "DTSTART:20260904"), []string{"0901/0902", "0904/0905"}},
		{"a message need not say when", "METHOD:REPLY\r\n" + event("UID:a"), []string{}},
		{"an exception removes a change as well", event("UID:a", "DTSTART:20260901T090000Z", "RRULE:FREQ=DAILY;COUNT=2", "EXDATE:20260902T090000Z") + "\r\n" +
			event("UID:a", "RECURRENCE-ID:20260902T090000Z", "DTSTART:20260902T100000Z"), []string{"0901T0900Z/0901T0900Z"}},
		{"a bare day leaves out what the rule has on it, and not a change", event("UID:a", "DTSTART:20260901T090000Z", "RRULE:FREQ=DAILY;COUNT=2", "EXDATE;VALUE=DATE:20260902") + "\r\n" +
			event("UID:a", "RECURRENCE-ID:20260902T090000Z", "DTSTART:20260902T100000Z"), []string{"0901T0900Z/0901T0900Z", "0902T1000Z/0902T1000Z"}},
		{"that ends as the span begins is not in it", event("DTSTART:20251231T230000Z", "DURATION:PT1H") + "\r\n" + event("DTSTART:20261231T235900Z", "DURATION:PT1H"), []string{"1231T2359Z/0101T0059Z"}},
	} {
		t.Run(c.reason, func(t *testing.T) {
			require.Equal(t, c.want, listed(t, parsed(t, file(c.text))))
		})
	}
}

func TestReadReportsEveryFault(t *testing.T) {
	all, err := ical.Read(strings.NewReader(file(
		event("DTSTART:20260230T090000Z"),
		event("UID:good", "DTSTART:20260901T090000Z"),
		event("SUMMARY:no start"),
		event("DTSTART;TZID=Atlantis:20260901T090000"),
		event("DTSTART:20260901T090000Z", "DURATION:soon"),
		event("DTSTART:20260901T090000Z", "RRULE:FREQ=SOMETIMES"),
		event("UID:turned", "DTSTART:20260902T090000Z", "DTEND:20260902T080000Z"),
		"BEGIN:VFREEBUSY", "FREEBUSY:20260901T090000Z", "END:VFREEBUSY",
		event("DTSTART;TZID=Z:20260901T090000Z")+"\r\n"+event("DTSTART;TZID=Z:20260901T090000"),
		"BEGIN:VTIMEZONE", "TZID:Z", "BEGIN:STANDARD", "TZOFFSETFROM:1", "END:STANDARD", "END:VTIMEZONE",
	)), ical.Options{})
	var faults ical.Errors
	require.ErrorAs(t, err, &faults)
	var got []string
	for _, f := range faults {
		got = append(got, f.Err.Code)
	}
	require.Equal(t, []string{"bad-date", "missing", "unknown-zone", "bad-length", "bad-rule", "bad-length", "bad-date", "bad-offset"}, got, err)
	require.Equal(t, 4, faults[0].Line)
	require.Len(t, all, 1)
	require.Equal(t, []string{"0901T0900/0901T0900", "0901T0900Z/0901T0900Z", "0901T0900/0901T0900", "0901T0900Z/0901T0900Z", "0902T0800Z/0902T0900Z"}, listed(t, all[0]),
		"the rest is there; times of an unknown zone float, ends before starts are exchanged")
}

func TestReadSeveralCalendars(t *testing.T) {
	all, err := ical.Read(strings.NewReader(file("X-WR-CALNAME:a", event("UID:1", "DTSTART:20260901"))+file("NAME:b", event("UID:1", "DTSTART:20260902"))), ical.Options{})
	require.NoError(t, err)
	require.Len(t, all, 2)
	require.Equal(t, "a", all[0].Name)
	require.Equal(t, "b", all[1].Name)
	require.Equal(t, []string{"0902/0903"}, listed(t, all[1]), "each with its own UIDs")
}

func TestReadFindsZones(t *testing.T) {
	for _, c := range []struct{ id, want string }{
		{"Europe/Zurich", "Europe/Zurich"}, {"Tokyo Standard Time", "Asia/Tokyo"}, {`/mozilla.org/20070129_1/America/New_York`, "America/New_York"},
		{"posix/Europe/Vaduz", "Europe/Vaduz"}, {"EST5EDT", "EST5EDT"}, {"CET", "CET"}, {"Western/Central Europe", "Europe/Paris"},
		{"UTC", "UTC"}, {"GMT+2", "GMT+2"}, {"(UTC-03:00)", "(UTC-03:00)"}, {"UTC+0530", "UTC+0530"}, {"(UTC)", "UTC"},
		// not found: a place follows that may have summer time, or nothing says where it is
		{"(UTC+01:00) Amsterdam", ""}, {"/Europe/CUSTOM", ""}, {"Local", ""}, {"../../etc/localtime", ""}, {"GMT+", ""}, {strings.Repeat("x", 200), ""},
	} {
		t.Run(c.id[:min(len(c.id), 30)], func(t *testing.T) {
			all, err := ical.Read(strings.NewReader(file(event(`DTSTART;TZID="`+c.id+`":20260701T120000`))), ical.Options{})
			e := all[0].Events[0]
			if c.want == "" {
				require.ErrorContains(t, err, "unknown-zone")
				require.True(t, e.Floating)
				return
			}
			require.NoError(t, err)
			require.Equal(t, c.want, e.Start.Location().String())
		})
	}
}

// newYork is a VTIMEZONE as programs write it, with rules, under a name that is no zone.
const newYork = "BEGIN:VTIMEZONE\r\nTZID:Head office\r\n" +
	"BEGIN:DAYLIGHT\r\nDTSTART:20070311T020000\r\nRRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=2SU\r\nTZOFFSETFROM:-0500\r\nTZOFFSETTO:-0400\r\nTZNAME:EDT\r\nEND:DAYLIGHT\r\n" +
	"BEGIN:STANDARD\r\nDTSTART:20071104T020000\r\nRRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=1SU\r\nTZOFFSETFROM:-0400\r\nTZOFFSETTO:-0500\r\nTZNAME:EST\r\nEND:STANDARD\r\n" +
	"BEGIN:DAYLIGHT\r\nDTSTART:19870405T020000\r\nRRULE:FREQ=YEARLY;BYMONTH=4;BYDAY=1SU;UNTIL=20060402T070000Z\r\nTZOFFSETFROM:-0500\r\nTZOFFSETTO:-0400\r\nTZNAME:EDT\r\nEND:DAYLIGHT\r\n" +
	"BEGIN:STANDARD\r\nDTSTART:19671029T020000\r\nRRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU;UNTIL=20061029T060000Z\r\nTZOFFSETFROM:-0400\r\nTZOFFSETTO:-0500\r\nTZNAME:EST\r\nEND:STANDARD\r\n" +
	"END:VTIMEZONE\r\n"

func TestVTIMEZONEWithRules(t *testing.T) {
	want := zone(t, "America/New_York")
	got := parsed(t, file(newYork+event("DTSTART;TZID=Head office:20260901T090000"))).Events[0].Zone
	require.Equal(t, "Head office", got.String())
	first, last := time.Date(1987, 5, 1, 0, 0, 0, 0, time.UTC).Unix(), time.Date(2399, 12, 1, 0, 0, 0, 0, time.UTC).Unix()
	rapid.Check(t, func(r *rapid.T) {
		at := time.Unix(rapid.Int64Range(first, last).Draw(r, "at"), 0)
		name, offset := at.In(want).Zone()
		gotName, gotOffset := at.In(got).Zone()
		require.Equal(r, offset, gotOffset, at)
		require.Equal(r, name, gotName, at)
		require.Equal(r, at.In(want).IsDST(), at.In(got).IsDST(), at)
	})
	for year := 2007; year < 2100; year++ { // to the second
		at := time.Date(year, 3, 1, 0, 0, 0, 0, want)
		_, change := at.ZoneBounds()
		_, gotChange := at.In(got).ZoneBounds()
		require.True(t, change.Equal(gotChange), "%s, not %s", change, gotChange)
	}
	_, before := time.Date(1960, 1, 1, 0, 0, 0, 0, time.UTC).In(got).Zone()
	require.Equal(t, -4*3600, before, "what the first change changes from")
}

// TestVTIMEZONEOfAnyZone describes a zone as Write does, under another name, and holds what is read against Go's zone data.
func TestVTIMEZONEOfAnyZone(t *testing.T) {
	names := []string{"Europe/Dublin", "America/Sao_Paulo", "Australia/Lord_Howe", "Africa/Casablanca", "Pacific/Apia", "Asia/Tehran", "Antarctica/Troll", "Europe/Amsterdam"}
	rapid.Check(t, func(r *rapid.T) {
		want := zone(r, rapid.SampledFrom(names).Draw(r, "zone"))
		start := time.Unix(rapid.Int64Range(-3_000_000_000, 6_000_000_000).Draw(r, "start"), 0)
		end := start.Add(time.Duration(rapid.Int64Range(1, 10*365*24).Draw(r, "hours")) * time.Hour)
		text := written(r, ical.Calendar{Zone: want, Stamp: stamp, Events: []ical.Event{{UID: "u", Start: start, End: end}}})
		c := parsed(r, strings.ReplaceAll(text, want.String(), "Ours"))
		require.Equal(r, "Ours", c.Zone.String())
		for range 20 {
			at := start.Add(time.Duration(rapid.Int64Range(0, int64(end.Sub(start)/time.Second)).Draw(r, "at")) * time.Second)
			require.Equal(r, at.In(want).Format(time.RFC3339+" MST"), at.In(c.Zone).Format(time.RFC3339+" MST"))
		}
	})
}
