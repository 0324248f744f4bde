package review_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/berthplan/berth/calendar"
	"github.com/berthplan/berth/calendar/review"
)

func TestRead(t *testing.T) {
	zurich, err := calendar.LoadZone("Europe/Zurich")
	require.NoError(t, err)
	tests := []struct {
		reason, text, order string
		from, to            string
		slips               []string
		code                string // of the error
		meant               bool
	}{
		{reason: "a day", text: "2026-09-01", from: "2026-09-01"},
		{reason: "single digits", text: "2026-9-1", from: "2026-09-01"},
		{reason: "a time after a space", text: "2026-09-01 14:00", from: "2026-09-01T14:00"},
		{reason: "words in any order", text: "Tue, September 1st, 2026 at 6pm", from: "2026-09-01T18:00"},
		{reason: "German", text: "Di. 1. März 2026", from: "2026-03-01", slips: []string{"weekday"}},
		{reason: "French", text: "mardi 1 septembre 2026", from: "2026-09-01"},
		{reason: "a point puts the day first", text: "03.04.2026", from: "2026-04-03"},
		{reason: "only one order is possible", text: "28/9/2026", from: "2026-09-28"},
		{reason: "two readings", text: "03/04/2026", code: "ambiguous-date"},
		{reason: "two readings, of which the order says one", text: "03/04/2026", order: "mdy", from: "2026-03-04"},
		{reason: "a range that says its month once", text: "6 - 9 November 2026", from: "2026-11-06", to: "2026-11-09"},
		{reason: "a range over the new year", text: "28 December - 3 January 2027", from: "2026-12-28", to: "2027-01-03"},
		{reason: "a zone beside a time", text: "18:00 PST Tue 27 Feb 2024", from: "2024-02-28T03:00+01:00"},
		{reason: "summer's label in winter", text: "18:00 PDT Tue 27 Feb 2024", from: "2024-02-28T03:00+01:00", slips: []string{"zone-label"}},
		{reason: "one instant twice", text: "02:00 UTC Wed 28 Feb 2024 / 18:00 PST Tue 27 Feb 2024", from: "2024-02-28T03:00+01:00"},
		{reason: "two instants", text: "01:00 UTC Wed 28 Feb 2024 / 18:00 PST Tue 27 Feb 2024", from: "2024-02-28T02:00+01:00", slips: []string{"two-times"}},
		{reason: "every slip", text: "Wed 27 Feb 2024 17:00 PDT / Wed 28 Feb 2024 03:00 UTC", from: "2024-02-28T02:00+01:00", slips: []string{"weekday", "zone-label", "two-times"}},
		{reason: "a day that is not", text: "2019-09-38", code: "bad-date"},
		{reason: "a day that is not, in words", text: "31 April 2026", code: "bad-date"},
		{reason: "nothing of the kind", text: "TBD"},
		{reason: "a week is no day", text: "week 38 2026"},
		{reason: "meant as one", text: "Setp 7 2026", meant: true},
	}
	for _, tt := range tests {
		t.Run(tt.reason, func(t *testing.T) {
			read, err := review.Dates{Zone: zurich, Order: tt.order}.Read(tt.text)
			if tt.code != "" {
				var bad *calendar.Error
				require.ErrorAs(t, err, &bad)
				require.Equal(t, tt.code, bad.Code)
				return
			}
			require.NoError(t, err)
			require.Equal(t, tt.from, read.From.String())
			require.Equal(t, tt.to, read.To.String())
			require.Equal(t, tt.meant, read.Meant)
			var slips []string
			for _, f := range read.Slips {
				slips = append(slips, f.Code)
			}
			require.Equal(t, tt.slips, slips, read.Slips.String())
			require.Equal(t, tt.from == "", read.Remark != "")
		})
	}
}

func TestProse(t *testing.T) {
	tests := []struct {
		reason, text string
		want         []string
	}{
		{"nothing", "", nil},
		{"right", "Freeze from Friday 18 December 2026 to 2027-01-04 (Monday)", nil},
		{"a wrong weekday before", "until Wednesday 27th February 2024, then open", []string{"weekday"}},
		{"a wrong weekday behind", "until 2024-02-27 (Wednesday)", []string{"weekday"}},
		{"two of them", "Monday 18 December 2026 to Friday, January 4, 2027", []string{"weekday", "weekday"}},
		{"a wrong label", "opens 2026-02-01 18:00 PDT for all", []string{"zone-label"}},
		{"a day that is not", "the 2019-09-38 build", []string{"bad-date"}},
		{"the word so is no Sunday", "so 2026-09-03 it is", nil},
		{"May is a verb", "this may 12 times fail, March on", nil},
		{"versions", "v2026.13.40 and 1.2.2026 and 12/13/14", nil},
		{"part of a number", "id 12026-09-380", nil},
	}
	for _, tt := range tests {
		t.Run(tt.reason, func(t *testing.T) {
			var got []string
			found := review.Dates{}.Prose(tt.text)
			for _, f := range found {
				got = append(got, f.Code)
			}
			require.Equal(t, tt.want, got, found.String())
		})
	}
}

// No text makes the reader panic, and what it reads can be judged again from its own words.
func FuzzDates(f *testing.F) {
	f.Add("02:00 UTC Wednesday 27th February 2024 / 18:00 PDT Tuesday 26th February 2024", "dmy")
	f.Add("6 - 9 November 2026", "")
	f.Add("until 2024-02-27 (Wednesday) 24:00", "mdy")
	f.Fuzz(func(t *testing.T, text, order string) {
		d := review.Dates{Order: order}
		d.Prose(text)
		read, err := d.Read(text)
		if err != nil {
			var bad *calendar.Error
			require.ErrorAs(t, err, &bad)
			require.NotEmpty(t, bad.Expected)
			return
		}
		if read.From.IsZero() {
			require.NotEmpty(t, read.Remark)
			require.Empty(t, read.Slips)
			return
		}
		again, err := d.Read(read.From.String())
		require.NoError(t, err)
		require.Equal(t, read.From, again.From)
		require.Empty(t, again.Slips)
	})
}
