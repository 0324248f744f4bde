package planfile

import (
	"path"
	"strings"
	"time"

	"github.com/berthplan/berth/calendar"
	"github.com/berthplan/berth/calendar/review"
	"github.com/berthplan/berth/release"
	"github.com/berthplan/berth/release/planfile/internal/yaml"
)

// Table is a spreadsheet of releases: what it plans, and the dates it gives. Read with [ReadCSV],
// it keeps all its cells, and Write gives them back.
type Table struct {
	Portfolio *release.Portfolio
	Timetable release.Timetable // a row for each row of the table, with what it says of dates and places
	Columns   []string          // the header as it was; nil: that of Write
	Places    *Places           // where packages ("packages.portal-12.due") and rows ("rows[3]") stand; a column is a cell
	Slips     release.Faults    // cells that contradict themselves or others, such as a Wednesday that is a Tuesday
	Remarks   release.Faults    // what was read otherwise than it may be meant, such as cells of date columns that hold no date

	dates  string     // CSVOptions.Dates it was read with
	titles [][]string // what stands above the header
}

// CSVOptions say how a table is to be read. The zero CSVOptions guess nothing.
type CSVOptions struct {
	Zone  string // IANA: of dates and times without a zone beside them; "": UTC
	Dates string // of 03/04/2026: "dmy" (3 April) or "mdy" (4 March); "": such a cell is a fault
}

// ReadCSV reads a table with one row a package, and a header that names its columns. The error is
// [release.Faults], each with the line and, for a cell, the column, counted from 1; the table is nil then.
//
// # Columns
//
// Known are name, phase, site, system, owner, kind, priority, start, end, duration, environment, configuration,
// window, after, due, deadline and actual, in any order and by the names that people give them in
// English, German and French: "Task", "Responsible", "Start Date", "Depends on". Names that
// say more are known, too, where no column has the plain one: "Planned Start", "Start (planned)", "Test Environment". Only a column of names is needed.
// All others are kept as notes of the package, and so is the text of a cell that would be written otherwise.
// Commas, semicolons, tabs and bars between cells are told apart; text is UTF-8. Rows of a title above the header are
// passed over. Of two columns with one meaning, one by a plain name, the other is a note ("spare-column", a remark).
//
// Rows of one name and different phases are one package. Other rows of one name get "(2)" and so on or,
// where a column such as "release" tells them apart, its text in front; the first is a remark ("repeated-name"). A row is one
// phase, "work" unless it says; a phase comes after the one in the row before it, unless their dates overlap.
//
// "after" names packages, "x.uat" or "x +2d", with commas, semicolons or lines between.
// A duration without a unit is in working days; 1,5 and 1.5 are told apart by the file.
//
// # Dates
//
// 2026-09-01, 2026-09-01 14:00, 1 Sep 2026, Tue 1 September 2026 6pm, September 1st, 2026, 01.09.2026 (the day
// first), 9/28/2026 and 28/9/2026. Of a date with two readings, such as 03/04/2026, both are given in a fault, whatever
// the other cells of the column are like, unless the options say the order. A day as an end is that whole
// day. "6 - 9 November 2026" is a start and an end. Zones may stand beside times: UTC, PDT, CEST, AoE, Europe/Zurich. One
// instant may stand there several times: "02:00 UTC Wednesday 28 February 2024 / 18:00 PST Tuesday 27 February 2024".
//
// What such a cell says against itself is a slip: a wrong day of the week ("weekday"), a label of
// summer on a date in winter ("zone-label"), two times that differ ("two-times"). So is an environment, system or, beside
// phases, package whose name is another's but for capitals ("similar-name"). A cell without any date, such as
// TBD, is a remark ("no-date"), and so is one that is plainly meant as a date and cannot be read ("unread-date").
// A column with the day first in some cells and the month in others is a fault. A date that does not exist is a fault, and so is a table in which nothing has a date or a duration.
//
// # What comes of it
//
// In the portfolio a phase with two days lasts the working days (Monday to Friday) from the one to
// the other, or, where one of them is none, the time between them; one with times, that time.
// The dates themselves are in the timetable alone, as people gave them: a row with only a
// start or an end leaves the other zero.
func ReadCSV(f File, o CSVOptions) (*Table, error) {
	r := &csvReader{file: f.Name, options: o}
	t := r.read(f)
	if err := r.faults.Err(); err != nil {
		return nil, err
	}
	return t, nil
}

// csvReader is one call of ReadCSV.
type csvReader struct {
	file    string
	options CSVOptions
	dates   review.Dates
	decimal byte // "," or "." where the file shows which
	layout  layout
	rows    []csvRow
	table   *Table
	faults  release.Faults
}

// csvRow is a row on its way into the portfolio.
type csvRow struct {
	record
	name, base, group string // the package; its name as it stands; its group
	phase, site       string
	first             bool // of its package
	alone             bool // the only one of its package
	pkg               int
	start, end        calendar.Moment
	due, deadline     calendar.Moment
	length            calendar.Length
	hasLength         bool
}

func (r *csvReader) read(f File) *Table {
	zone, err := calendar.LoadZone(r.options.Zone)
	if err != nil {
		r.faults = append(r.faults, release.Fault{Code: "unknown-zone", File: f.Name, Found: quote(r.options.Zone), Expected: "an IANA zone such as Europe/Zurich", Hint: hintOf(err)})
		return nil
	}
	if o := r.options.Dates; o != "" && o != "dmy" && o != "mdy" {
		r.faults = append(r.faults, release.Fault{Code: "unknown-word", File: f.Name, Found: quote(o), Expected: "an order of dates: dmy or mdy"})
		return nil
	}
	r.dates = review.Dates{Zone: zone, Order: r.options.Dates}
	all := r.records(f.Data)
	if len(all) == 0 {
		return nil
	}
	width := 0
	for _, rec := range all {
		width = max(width, len(rec.cells))
	}
	head := headerAt(all)
	titles := all[:head]
	all = all[head:]
	headers := make([]string, width)
	copy(headers, all[0].cells)
	r.layout = r.lay(headers, all[0].line)
	if len(r.faults) > 0 {
		return nil
	}
	name := strings.TrimSuffix(path.Base(f.Name), path.Ext(f.Name))
	if f.Name == "" {
		name = ""
	}
	source := &source{name: f.Name}
	r.table = &Table{
		Portfolio: &release.Portfolio{Name: name, Zone: r.options.Zone},
		Timetable: release.Timetable{Plan: name, Zone: r.options.Zone},
		Columns:   headers,
		dates:     r.options.Dates,
		Places:    &Places{at: map[string]place{}},
	}
	for _, rec := range titles {
		r.table.titles = append(r.table.titles, rec.cells)
	}
	r.spareColumns(all[0].line)
	r.takeRows(all[1:])
	r.similarNames()
	r.readCells()
	r.build(source)
	if len(r.faults) == 0 {
		r.validate()
	}
	return r.table
}

// mark notes where a path stands.
func (r *csvReader) mark(s *source, path string, line, column int) {
	r.table.Places.at[path] = place{s, yaml.Pos{Line: line, Column: column + 1}}
}

// validate adds what is wrong with the portfolio as a whole, at its places.
func (r *csvReader) validate() {
	err := r.table.Portfolio.Validate()
	faults, _ := err.(release.Faults)
	for _, f := range faults {
		if file, line, column, ok := r.table.Places.Find(f.Path); ok {
			f.File, f.Line, f.Column = file, line, column
		} else {
			f.File = r.file
		}
		r.faults = append(r.faults, f)
	}
}

// zoneOf is the zone of a timetable; UTC where it is none.
func zoneOf(name string) *time.Location {
	if loc, err := calendar.LoadZone(name); err == nil {
		return loc
	}
	return time.UTC
}

func hintOf(err error) string {
	if e, ok := err.(*calendar.Error); ok {
		return e.Hint
	}
	return ""
}
