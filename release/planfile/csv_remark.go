package planfile

import (
	"strconv"
	"strings"

	"github.com/berthplan/berth/release"
)

// remark notes what was read otherwise than it may be meant; columns count from 0.
func (r *csvReader) remark(code string, line, column int, found, expected string) {
	r.table.Remarks = append(r.table.Remarks, release.Fault{Code: code, File: r.file, Line: line, Column: column + 1, Found: found, Expected: expected})
}

// spareColumns tells of columns that mean what another means already.
func (r *csvReader) spareColumns(line int) {
	for i, h := range r.layout.headers {
		x := qualified(h)
		if r.layout.roles[i] != "" || x == "" {
			continue
		}
		r.remark("spare-column", line, i, quote(h)+", kept as a note", "one column for "+string(x)+", which "+quote(r.layout.headers[r.layout.column(x)])+" is")
	}
}

// similarNames tells of environments, systems and packages that are probably one: their names differ in
// capitals only. Names of rows without phases are text, and may.
func (r *csvReader) similarNames() {
	for _, x := range []role{roleEnvironment, roleSystem, roleName} {
		column := r.layout.column(x)
		if column < 0 || x == roleName && r.layout.column(rolePhase) < 0 {
			continue
		}
		first, told := map[string]*csvRow{}, map[string]bool{}
		for i := range r.rows {
			row := &r.rows[i]
			name := oneLine(r.text(row, x))
			if name == "" {
				continue
			}
			folded := strings.ToLower(name)
			if first[folded] == nil {
				first[folded] = row
			}
			if known := oneLine(r.text(first[folded], x)); known != name && !told[name] {
				told[name] = true
				r.table.Slips = append(r.table.Slips, release.Fault{Code: "similar-name", File: r.file, Line: row.line, Column: column + 1,
					Found: quote(name) + " in " + r.layout.keys[column], Expected: quote(known) + ", as in line " + strconv.Itoa(first[folded].line)})
			}
		}
	}
}
