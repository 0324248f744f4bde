package planfile

import (
	"regexp"
	"strconv"

	"github.com/berthplan/berth/calendar/review"
	"github.com/berthplan/berth/release"
)

var orderCell = regexp.MustCompile(`(?:^|[^\d])(\d{1,2})[/-](\d{1,2})[/-]\d{4}(?:[^\d]|$)`)

// orderOf is the only order in which the day and the month of 28/9/2026 can stand; "": both can, or it is another form.
func orderOf(text string) string {
	m := orderCell.FindStringSubmatch(text)
	switch {
	case m == nil:
		return ""
	case twoDigits(m[1]) > "12" && twoDigits(m[2]) <= "12":
		return "dmy"
	case twoDigits(m[2]) > "12" && twoDigits(m[1]) <= "12":
		return "mdy"
	}
	return ""
}

// oneOrder adds a fault for each date column in which some cells have the day first and others the month. Where
// the options say the order, the one that is not in it has a fault already.
func (r *csvReader) oneOrder() {
	if r.options.Dates != "" {
		return
	}
	for _, x := range []role{roleStart, roleEnd, roleDue, roleDeadline} {
		column := r.layout.column(x)
		if column < 0 {
			continue
		}
		first := map[string]*csvRow{}
		for i := range r.rows {
			row := &r.rows[i]
			order := orderOf(r.text(row, x))
			if order == "" || first[order] != nil {
				continue
			}
			first[order] = row
			other := first["dmy"]
			if order == "dmy" {
				other = first["mdy"]
			}
			if other != nil {
				r.fault("mixed-order", row.line, column, quote(r.text(row, x))+" in "+r.layout.keys[column],
					"one order of day and month in a column, but line "+strconv.Itoa(other.line)+" has "+quote(r.text(other, x)), "write both as 2026-09-28")
				break
			}
		}
	}
}

func twoDigits(s string) string {
	if len(s) == 1 {
		return "0" + s
	}
	return s
}

// remark is what a cell of a date column without a date is told as.
func remark(text, column string, read review.Dated) release.Fault {
	f := release.Fault{Code: "no-date", Found: quote(text) + " in " + column, Expected: "a date, but " + read.Remark, Hint: "kept as a note"}
	if read.Meant {
		f.Code, f.Expected, f.Hint = "unread-date", "a date that can be read", "write it as 2026-09-28"
	}
	return f
}
