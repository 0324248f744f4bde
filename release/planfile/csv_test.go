package planfile_test

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/berthplan/berth/release"
	"github.com/berthplan/berth/release/planfile"
)

func readCSV(t *testing.T, text string, o planfile.CSVOptions) *planfile.Table {
	t.Helper()
	table, err := planfile.ReadCSV(planfile.File{Name: "plan.csv", Data: []byte(text)}, o)
	require.NoError(t, err, text)
	return table
}

func faultCodes(faults release.Faults) []string {
	var codes []string
	for _, f := range faults {
		codes = append(codes, fmt.Sprintf("%d:%d %s", f.Line, f.Column, f.Code))
	}
	return codes
}

func TestCSVDates(t *testing.T) {
	tests := []struct {
		reason, cell string
		want         string // start and, after " > ", end
		slips        string // their codes
	}{
		{"a day", "2026-09-01", "2026-09-01T00:00", ""},
		{"a day and a time", "2026-09-01 14:00", "2026-09-01T14:00", ""},
		{"a time with one digit", "2026-09-01 9:30", "2026-09-01T09:30", ""},
		{"an instant", "2026-09-01T14:00:00+02:00", "2026-09-01T12:00", ""},
		{"a month and a day with one digit", "2026-9-7", "2026-09-07T00:00", ""},
		{"with half a day's clock", "2026-9-7 9am", "2026-09-07T09:00", ""},
		{"digits alone", "20260907", "2026-09-07T00:00", ""},
		{"a month between hyphens", "07-Sep-2026", "2026-09-07T00:00", ""},
		{"as spreadsheets show it", "7-Sep-26", "2026-09-07T00:00", ""},
		{"a month in letters", "1 Sep 2026", "2026-09-01T00:00", ""},
		{"with its day of the week", "Tue 1 Sep 2026", "2026-09-01T00:00", ""},
		{"the wrong day of the week", "Wed 1 Sep 2026", "2026-09-01T00:00", "weekday"},
		{"the month first", "September 1, 2026", "2026-09-01T00:00", ""},
		{"an ordinal", "27th February 2024", "2024-02-27T00:00", ""},
		{"an ordinal that there is not", "Wednesday 26nd July 2023", "2023-07-26T00:00", ""},
		{"no space before the year", "Tuesday 14th November2023", "2023-11-14T00:00", ""},
		{"a slip of the pen", "Tueday 11th April 2023", "2023-04-11T00:00", ""},
		{"dots put the day first", "01.09.2026", "2026-09-01T00:00", ""},
		{"German", "Di, 1. September 2026 18:00 Uhr", "2026-09-01T18:00", ""},
		{"French", "mardi 1er septembre 2026", "2026-09-01T00:00", ""},
		{"the month can only be first", "9/28/2026", "2026-09-28T00:00", ""},
		{"the day can only be first", "28/9/2026", "2026-09-28T00:00", ""},
		{"both readings are one", "4/4/2026", "2026-04-04T00:00", ""},
		{"the year first", "2026/09/28", "2026-09-28T00:00", ""},
		{"half a day's clock", "1 Sep 2026 6pm", "2026-09-01T18:00", ""},
		{"midnight of half a day's clock", "1 Sep 2026 12:30 am", "2026-09-01T00:30", ""},
		{"a zone", "18:00 PDT Tuesday 1st September 2026", "2026-09-02T01:00", ""},
		{"a place", "2026-09-01 18:00 Europe/Zurich", "2026-09-01T16:00", ""},
		{"a label of summer in winter", "18:00 PDT 1 February 2026", "2026-02-02T02:00", "zone-label"},
		{"a label of winter in summer", "2026-07-01 18:00 CET", "2026-07-01T16:00", "zone-label"},
		{"a label that some keep all year", "2026-07-01 18:00 MST", "2026-07-02T01:00", ""},
		{"one instant twice", "02:00 UTC Wednesday 28th February 2024 / 18:00 PST Tuesday 27th February 2024", "2024-02-28T02:00", ""},
		{"one instant three times", "01:00 UTC Wednesday 30th March 2022 / 02:00 BST Wednesday 30th March 2022 / 18:00 PDT Tuesday 29th March 2022", "2022-03-30T01:00", ""},
		{"with a bar between", "02:00 UTC 28 Feb 2024|18:00 PST 27 Feb 2024", "2024-02-28T02:00", ""},
		{"two instants", "02:00 UTC 28 February 2024 / 17:00 PST 27 February 2024", "2024-02-28T02:00", "two-times"},
		{"the end of a day anywhere on earth", "Thursday 9th October 2025 (AoE) / Friday 10th October 2025, 12:00 UTC", "2025-10-10T12:00", ""},
		{"after the end of a day anywhere on earth", "Thursday 9th October 2025 (AoE) / Friday 10th October 2025, 13:00 UTC", "2025-10-10T13:00", "two-times"},
		{"a time that has its day in the next", "17:00 UTC / 09:00 PST Tuesday 13th December 2022", "2022-12-13T17:00", ""},
		{"a range", "Monday 6th - Thursday 9th November 2023", "2023-11-06T00:00 > 2023-11-10T00:00", ""},
		{"a range of numbers", "October 11-15, 2021", "2021-10-11T00:00 > 2021-10-16T00:00", ""},
		{"a range over the new year", "30 December - 2 January 2026", "2025-12-30T00:00 > 2026-01-03T00:00", ""},
		{"a range of times", "1 Sep 2026 21:00-23:00", "2026-09-01T21:00 > 2026-09-01T23:00", ""},
		{"a range of times over midnight", "1 Sep 2026 21:00 to 03:00", "2026-09-01T21:00 > 2026-09-02T03:00", ""},
	}
	for _, tt := range tests {
		t.Run(tt.reason, func(t *testing.T) {
			table := readCSV(t, "name\twhen\na\t"+tt.cell+"\n", planfile.CSVOptions{})
			r := table.Timetable.Rows[0]
			got := r.Start.Format("2006-01-02T15:04")
			if !r.End.IsZero() {
				got += " > " + r.End.Format("2006-01-02T15:04")
			}
			require.Equal(t, tt.want, got)
			var slips []string
			for _, s := range table.Slips {
				slips = append(slips, s.Code)
				require.Equal(t, 2, s.Line)
				require.Equal(t, 2, s.Column)
			}
			require.Equal(t, tt.slips, strings.Join(slips, " "))
		})
	}
}

func TestCSVFaults(t *testing.T) {
	tests := []struct {
		reason, text string
		want         []string
	}{
		{"a date with two readings", "name,start\na,2026-09-01\nb,03/04/2026\n", []string{"3:2 ambiguous-date"}},
		{"also where the rest of the column has one", "name,start\na,28/9/2026\nb,03/04/2026\n", []string{"3:2 ambiguous-date"}},
		{"all faults at once", "name,start,due\na,31.02.2026,2026-13-01\n,03/04/2026,\n", []string{"2:2 bad-date", "2:3 bad-date", "3:1 missing-name", "3:2 ambiguous-date"}},
		{"a day that does not exist", "name,start\na,2019-09-38\n", []string{"2:2 bad-date"}},
		{"a time that does not exist", "name,start\na,1 Sep 2026 25:00\n", []string{"2:2 bad-date"}},
		{"two digits for the year", "name,start\na,28/9/26\n", []string{"2:2 bad-date"}},
		{"a year of the last century in two digits", "name,start\na,7-Sep-98\n", []string{"2:2 bad-date"}},
		{"two orders of day and month", "name,start\na,13/04/2026\nb,04/15/2026\n", []string{"3:2 mixed-order"}},
		{"no dates at all", "name,start\na,TBD\n", []string{"1:1 no-dates"}},
		{"no names", "start,end\n2026-09-01,2026-09-02\n", []string{"1:1 missing-column"}},
		{"two columns of starts", "name,start,from\na,2026-09-01,\n", []string{"1:3 two-columns"}},
		{"UTF-16", "\xff\xfen\x00", []string{"1:1 not-text"}},
		{"Latin-1", "name,start\nB\xe4r,2026-09-01\n", []string{"2:1 not-text"}},
		{"a stray quotation mark", "name,start\na\"b,2026-09-01\n", []string{"2:1 csv-quote"}},
		{"nothing", "\n\n", []string{"1:1 empty-file"}},
		{"a header alone", "name,start\n", []string{"1:1 empty-file"}},
		{"an unknown predecessor", "name,start,after\nledger,2026-09-01,\ngateway,2026-09-02,leger\n", []string{"3:3 unknown-name"}},
		{"a number with two readings", "name,days\na,\"1,500\"\n", []string{"2:2 ambiguous-number"}},
		{"two habits", "name;days\na;1,5\nb;2.5\n", []string{"2:2 ambiguous-number"}},
	}
	for _, tt := range tests {
		t.Run(tt.reason, func(t *testing.T) {
			table, err := planfile.ReadCSV(planfile.File{Name: "plan.csv", Data: []byte(tt.text)}, planfile.CSVOptions{})
			require.Nil(t, table)
			var faults release.Faults
			require.ErrorAs(t, err, &faults)
			require.Equal(t, tt.want, faultCodes(faults), err.Error())
		})
	}
}

// Headers may say more than what a column means.
func TestCSVQualifiedHeaders(t *testing.T) {
	tests := []struct{ reason, name, start, end, environment, after string }{
		{"of a thing", "Package Name", "Start Date", "End Date", "Test Environment", "Depends On"},
		{"planned", "package", "Planned Start", "Planned End Date", "Env.", "Depends On (packages)"},
		{"beside it", "Name:", "Start (planned)", "End (planned)", "Environment [test]", "Depends-on"},
		{"aimed at", "Test Item", "Target Start", "Target finish", "Target environment", "after"},
	}
	for _, tt := range tests {
		t.Run(tt.reason, func(t *testing.T) {
			head := strings.Join([]string{tt.name, tt.start, tt.end, tt.environment, tt.after}, ",")
			table := readCSV(t, head+"\na,2026-09-01,2026-09-02,uat,\nb,2026-09-03,2026-09-04,uat,a\n", planfile.CSVOptions{})
			row := table.Timetable.Rows[1]
			require.Equal(t, "b uat 3 5", fmt.Sprint(row.Package, " ", row.Environment, " ", row.Start.Day(), " ", row.End.Day()))
			require.Len(t, table.Portfolio.Packages[1].Links, 1)
			requireRoundTrip(t, table, planfile.CSVOptions{})
		})
	}
}

func TestCSVQualifiedHeadersAreNoOthers(t *testing.T) {
	tests := []struct{ reason, header string }{
		{"what has happened", "Actual Start"},
		{"what has happened, beside it", "Start (actual)"},
		{"what was planned once", "Start (baseline)"},
		{"in a zone of its own", "Start (PST)"},
		{"the date of a change", "Change Date"},
		{"the plain name is there, too", "Planned Due"},
	}
	for _, tt := range tests {
		t.Run(tt.reason, func(t *testing.T) {
			table := readCSV(t, tt.header+",name,due\n2026-09-01,a,2026-09-03\n", planfile.CSVOptions{})
			require.Equal(t, "a", table.Timetable.Rows[0].Package)
			require.True(t, table.Timetable.Rows[0].Start.IsZero())
			require.Equal(t, "2026-09-03", table.Portfolio.Packages[0].Due.String())
			require.Equal(t, []release.Note{{Name: tt.header, Text: "2026-09-01"}}, table.Portfolio.Packages[0].Notes)
		})
	}
}

// A cell that was meant as a date is told from one that is none.
func TestCSVRemarks(t *testing.T) {
	tests := []struct{ reason, cell, want string }{
		{"a slip in a short word", "Setp 7 2026", "unread-date"},
		{"in doubt", "2026-09-07?", "unread-date"},
		{"no year", "7/9", "unread-date"},
		{"a year with five digits", "99999-01-01", "unread-date"},
		{"a month and a year", "Sep 2026", "unread-date"},
		{"to be done", "TBD", "no-date"},
		{"a dash", "-", "no-date"},
		{"a week", "KW 38 2026", "no-date"},
		{"a week of a year", "2026-W38", "no-date"},
		{"a day of some month", "Tue 15", "no-date"},
		{"text", "after the audit", "no-date"},
	}
	for _, tt := range tests {
		t.Run(tt.reason, func(t *testing.T) {
			table := readCSV(t, "name,start\na,"+tt.cell+"\nb,2026-09-01\n", planfile.CSVOptions{})
			require.Equal(t, []string{"2:2 " + tt.want}, faultCodes(table.Remarks))
		})
	}
}

func TestCSVAmbiguousDateNamesBothReadings(t *testing.T) {
	_, err := planfile.ReadCSV(planfile.File{Name: "plan.csv", Data: []byte("name,start\na,03/04/2026\n")}, planfile.CSVOptions{})
	require.EqualError(t, err, `plan.csv:2:2: ambiguous-date: found "03/04/2026" in start, expected one reading, but it is 3 April 2026 and 4 March 2026; write 2026-04-03 or 2026-03-04, or say which order the file has`)
	for order, want := range map[string]time.Month{"dmy": time.April, "mdy": time.March} {
		table := readCSV(t, "name,start\na,03/04/2026\n", planfile.CSVOptions{Dates: order})
		require.Equal(t, want, table.Timetable.Rows[0].Start.Month())
	}
}

func TestCSVMixedOrderNamesBothRows(t *testing.T) {
	file := planfile.File{Name: "plan.csv", Data: []byte("name,start\na,13/04/2026\nb,04/15/2026\n")}
	_, err := planfile.ReadCSV(file, planfile.CSVOptions{})
	require.EqualError(t, err, `plan.csv:3:2: mixed-order: found "04/15/2026" in start, expected one order of day and month in a column, but line 2 has "13/04/2026"; write both as 2026-09-28`)
	var faults release.Faults
	_, err = planfile.ReadCSV(file, planfile.CSVOptions{Dates: "dmy"})
	require.ErrorAs(t, err, &faults)
	require.Equal(t, []string{"3:2 bad-date"}, faultCodes(faults), "the order is stated: one of them is wrong")
}

const spreadsheet = "\ufeffTask;System;Responsible;Start Date;Finish;Env;Depends on;Target;Effort;Cost centre\r\n" +
	"ledger-4.2;ledger;ana;2026-09-07;2026-09-11;uat;;2026-09-30;;CC 1\r\n" +
	"gateway-7.0;gateway;\"ben\r\nand cy\";14.09.2026;2026-09-18;uat;\"ledger-4.2 +1d, cards\";;;CC 2\r\n" +
	"cards;;;;;;;;1,5;\r\n" +
	"cards;;;TBD;2026-10-01 18:00;;;;;\r\n"

func TestCSVTable(t *testing.T) {
	table := readCSV(t, spreadsheet, planfile.CSVOptions{Zone: "Europe/Zurich"})
	p := table.Portfolio
	var names []string
	for _, pkg := range p.Packages {
		names = append(names, pkg.Name)
	}
	require.Equal(t, []string{"ledger-4.2", "gateway-7.0", "cards", "cards (2)"}, names)
	require.Equal(t, []release.System{{Name: "ledger"}, {Name: "gateway"}}, p.Systems)
	require.Equal(t, "ana", p.Packages[0].Owner)
	require.Equal(t, "2026-09-30", p.Packages[0].Due.String())
	require.Equal(t, "5d", p.Packages[0].Phases[0].Duration.String(), "Monday to Friday")
	require.Equal(t, []release.Note{{Name: "Cost centre", Text: "CC 1"}}, p.Packages[0].Notes)
	require.Equal(t, "after ledger-4.2 +1d", p.Packages[1].Links[0].String())
	require.Equal(t, "after cards", p.Packages[1].Links[1].String())
	require.Equal(t, "1d4h", p.Packages[2].Phases[0].Duration.String(), "a comma is this file's decimal point")
	require.Equal(t, []string{"6:1 repeated-name", "6:4 no-date"}, faultCodes(table.Remarks))
	require.Contains(t, p.Packages[3].Notes, release.Note{Name: "Start Date", Text: "TBD"})
	require.Equal(t, "2026-10-01 18:00:00 +0200 CEST", table.Timetable.Rows[3].End.String())
	file, line, column, ok := table.Places.Find("packages.gateway-7.0.links[0]")
	require.Equal(t, []any{"plan.csv", 3, 7, true}, []any{file, line, column, ok})
	_, line, _, _ = table.Places.Find("rows[2]")
	require.Equal(t, 5, line, "the cell above holds two lines")

	same := requireRoundTrip(t, table, planfile.CSVOptions{Zone: "Europe/Zurich"})
	require.Equal(t, spreadsheetCells(t), same)

	table.Timetable.Rows[1].Start = table.Timetable.Rows[1].Start.AddDate(0, 0, 2)
	var out bytes.Buffer
	require.NoError(t, table.Write(&out))
	require.Contains(t, out.String(), "2026-09-16,2026-09-18", "a changed date is written, and not the cell that was read")
}

func spreadsheetCells(t *testing.T) [][]string {
	t.Helper()
	in := csv.NewReader(strings.NewReader(strings.TrimPrefix(spreadsheet, "\ufeff")))
	in.Comma = ';'
	all, err := in.ReadAll()
	require.NoError(t, err)
	return all
}

// requireRoundTrip writes a table and reads it again, and returns the cells written.
func requireRoundTrip(t require.TestingT, table *planfile.Table, o planfile.CSVOptions) [][]string {
	var out bytes.Buffer
	require.NoError(t, table.Write(&out))
	again, err := planfile.ReadCSV(planfile.File{Name: "plan.csv", Data: out.Bytes()}, o)
	require.NoError(t, err, out.String())
	require.Equal(t, table.Portfolio, again.Portfolio, out.String())
	require.Equal(t, table.Timetable, again.Timetable, out.String())
	require.Equal(t, table.Columns, again.Columns)
	in := csv.NewReader(&out)
	in.FieldsPerRecord = -1
	cells, err := in.ReadAll()
	require.NoError(t, err)
	return cells
}

func TestCSVPhasesAndSites(t *testing.T) {
	table := readCSV(t, `package,phase,site,start,end,actual,deadline
ledger,build,,2026-09-01,2026-09-04,x,
ledger,deploy,zurich,2026-09-10 21:00,2026-09-10 23:00,,2026-09-30
gateway,uat,,2026-09-02,2026-09-03,,
ledger,deploy,london,2026-09-11 21:00,2026-09-11 23:00,,
ledger,docs,,2026-09-11 22:00,,,
`, planfile.CSVOptions{})
	require.Len(t, table.Portfolio.Packages, 2)
	var phases []string
	for _, ph := range table.Portfolio.Packages[0].Phases {
		phases = append(phases, fmt.Sprint(ph.Name, " ", ph.Duration, " ", ph.Links != nil))
	}
	require.Equal(t, []string{"build 4d false", "deploy@zurich 2h false", "deploy@london 2h false", "docs 0m true"}, phases,
		"each after the one before it, but for the one that starts before that is over")
	require.True(t, table.Timetable.Rows[0].Actual)
	require.Equal(t, release.Ref{Package: "ledger", Phase: "deploy", Site: "london"}, table.Timetable.Rows[3].Ref())
	requireRoundTrip(t, table, planfile.CSVOptions{})
}

// Whatever a table holds, its cells come back.
func TestCSVLosesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		headers := []string{rapid.SampledFrom([]string{"name", "Package", "what"}).Draw(t, "name")}
		for _, one := range [][]string{{"phase", "Stage"}, {"Start Date", "when"}, {"end", "Bis"}, {"due", "Target"}, {"Owner"}, {"system"}, {"env"}, {"release", "Version"}, {"prio"}, {"days"}, {"remark", ""}, {"x", "name of it"}} {
			if rapid.Bool().Draw(t, one[0]) {
				headers = append(headers, rapid.SampledFrom(one).Draw(t, one[0]+" header"))
			}
		}
		cell := rapid.SampledFrom([]string{"", "", " a ", "uat", "TBD", "2026-09-01", "Wed 1 Sep 2026", "18:00 PDT 1 February 2026", "2026-09-03 14:00", "October 11-15, 2021", "3", "high", "2d", "a \"b\"\nc", "ä,;|", "0", "yes"})
		records := [][]string{headers}
		for i := range rapid.IntRange(1, 6).Draw(t, "rows") {
			row := []string{rapid.SampledFrom([]string{"a", "b", " a", "a (2)", "c.1", "a\nb", "a  b"}).Draw(t, "row")}
			for _, h := range headers[1:] {
				row = append(row, cell.Draw(t, fmt.Sprint(i, h)))
			}
			records = append(records, row)
		}
		headers, records[1] = append(headers, "due date"), append(records[1], "2026-12-01") // one date there is
		records[0] = headers
		for i := range records {
			for len(records[i]) < len(headers) {
				records[i] = append(records[i], "")
			}
		}
		var in bytes.Buffer
		w := csv.NewWriter(&in)
		require.NoError(t, w.WriteAll(records))
		table, err := planfile.ReadCSV(planfile.File{Name: "plan.csv", Data: in.Bytes()}, planfile.CSVOptions{})
		if err != nil {
			return // two columns for due, say
		}
		require.Equal(t, records, requireRoundTrip(t, table, planfile.CSVOptions{}))
	})
}
