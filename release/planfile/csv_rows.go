package planfile

import (
	"errors"
	"strconv"
	"strings"

	"github.com/berthplan/berth/calendar"
	"github.com/berthplan/berth/release"
)

// defaultPhase is the phase of a row that names none.
const defaultPhase = "work"

// text is the cell of a role without the space around it.
func (r *csvReader) text(row *csvRow, x role) string {
	return strings.TrimSpace(row.cell(r.layout.column(x)))
}

// takeRows names the rows and gathers them into packages.
func (r *csvReader) takeRows(all []record) {
	for _, rec := range all {
		row := csvRow{record: rec}
		row.base, row.group = r.text(&row, roleName), oneLine(r.text(&row, roleGroup))
		row.phase, row.site = oneLine(r.text(&row, rolePhase)), oneLine(r.text(&row, roleSite))
		if row.phase == "" {
			row.phase = defaultPhase
		}
		if row.base == "" {
			r.fault("missing-name", rec.line, r.layout.column(roleName), "an empty cell", "the name of a package", "")
		}
		r.rows = append(r.rows, row)
	}
	if len(r.rows) == 0 {
		r.faults = append(r.faults, release.Fault{Code: "empty-file", File: r.file, Line: 1, Column: 1, Found: "a header alone", Expected: "a row for each package"})
	}
	grouped := r.repeats()
	taken := map[string]bool{} // packages' names as they stand
	for i := range r.rows {
		if row := &r.rows[i]; grouped && row.group != "" {
			row.name = row.group + " " + row.base
		} else {
			row.name = row.base
		}
		taken[r.rows[i].name] = true
	}
	type key struct{ name, phase, site string }
	seen, next := map[key]int{}, map[string]int{} // lines, numbers
	told := map[string]bool{}
	packages, count := map[string]int{}, []int{}
	for i := range r.rows {
		row := &r.rows[i]
		if base := row.name; seen[key{base, row.phase, row.site}] > 0 {
			for n := max(2, next[base]); ; n++ {
				row.name = base + " (" + strconv.Itoa(n) + ")"
				if !taken[row.name] {
					next[base] = n
					break
				}
				if seen[key{row.name, row.phase, row.site}] == 0 && packages[row.name] > 0 {
					next[base] = n
					break
				}
			}
			taken[row.name] = true
			if !told[base] {
				told[base] = true
				r.remark("repeated-name", row.line, r.layout.column(roleName), quote(base)+", read as "+quote(row.name),
					"another name, or a phase, for each row; line "+strconv.Itoa(seen[key{base, row.phase, row.site}])+" has these")
			}
		}
		seen[key{row.name, row.phase, row.site}] = row.line
		at, known := packages[row.name]
		if !known {
			at = len(count) + 1
			packages[row.name] = at
			count = append(count, 0)
			row.first = true
		}
		row.pkg = at - 1
		count[row.pkg]++
	}
	for i := range r.rows {
		r.rows[i].alone = count[r.rows[i].pkg] == 1
	}
}

// repeats says whether names are told apart by the group that they stand in.
func (r *csvReader) repeats() bool {
	if r.layout.column(roleGroup) < 0 {
		return false
	}
	groups := map[string]string{}
	for _, row := range r.rows {
		if g, ok := groups[row.base]; ok && g != row.group {
			return true
		}
		groups[row.base] = row.group
	}
	return false
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// readCells reads dates and numbers.
func (r *csvReader) readCells() {
	var numbers []string
	for i := range r.rows {
		numbers = append(numbers, r.text(&r.rows[i], roleDuration))
	}
	var mixed bool
	if r.decimal, mixed = habit(numbers); mixed {
		r.fault("ambiguous-number", r.rows[0].line, r.layout.column(roleDuration), "both 1,5 and 1.5", "one way to write numbers", "")
	}
	found := 0
	for i := range r.rows {
		row := &r.rows[i]
		start, from := r.date(row, roleStart)
		_, row.end = start, calendar.Moment{}
		row.start = start
		end, to := r.date(row, roleEnd)
		row.end = from
		if !end.IsZero() {
			row.end = end
		}
		if !to.IsZero() { // the end, too, is a range: its last day counts
			row.end = to
		}
		row.due = r.last(row, roleDue)
		row.deadline = r.last(row, roleDeadline)
		if text := r.text(row, roleDuration); text != "" {
			row.length, row.hasLength = r.length(text, row.line, r.layout.column(roleDuration))
		}
		if !row.start.IsZero() || !row.end.IsZero() || !row.due.IsZero() || !row.deadline.IsZero() || row.hasLength {
			found++
		}
	}
	r.oneOrder()
	if found == 0 && len(r.faults) == 0 {
		r.faults = append(r.faults, release.Fault{Code: "no-dates", File: r.file, Line: 1, Column: 1, Found: "no date in any of " + strconv.Itoa(len(r.rows)) + " rows",
			Expected: "a column of dates: start, end, date, when, due or deadline", Hint: "is the file exported with its dates as text?"})
	}
}

// date reads a cell of a date column: its date, and the end of a range.
func (r *csvReader) date(row *csvRow, x role) (from, to calendar.Moment) {
	column := r.layout.column(x)
	text := r.text(row, x)
	if text == "" {
		return
	}
	place := func(f release.Fault) release.Fault {
		f.File, f.Line, f.Column = r.file, row.line, column+1
		return f
	}
	cell, err := r.dates.Read(text)
	var bad *calendar.Error
	if errors.As(err, &bad) {
		r.faults = append(r.faults, place(release.Fault{Code: bad.Code, Found: quote(bad.Found) + " in " + r.layout.keys[column], Expected: bad.Expected, Hint: bad.Hint}))
		return
	}
	if cell.From.IsZero() {
		r.table.Remarks = append(r.table.Remarks, place(remark(text, r.layout.keys[column], cell)))
		return
	}
	for _, s := range cell.Slips {
		r.table.Slips = append(r.table.Slips, place(release.Fault{Code: s.Code, Found: s.Found, Expected: s.Expected, Hint: s.Hint}))
	}
	return cell.From, cell.To
}

// last is the date of a cell; of a range its end.
func (r *csvReader) last(row *csvRow, x role) calendar.Moment {
	from, to := r.date(row, x)
	if !to.IsZero() {
		return to
	}
	return from
}
