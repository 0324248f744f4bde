package planfile

import (
	"regexp"
	"strconv"
	"strings"

	"github.com/berthplan/berth/release"
)

var (
	// yearCell is a year of four digits, and longDay a day whose year has more.
	yearCell  = regexp.MustCompile(`(?:^|[^\d])(?:19|20|21)\d\d(?:[^\d]|$)`)
	longDay   = regexp.MustCompile(`\d{4,}-\d{1,2}-\d{1,2}`)
	shortDay  = regexp.MustCompile(`^\d{1,2}/\d{1,2}$`)
	wordCell  = regexp.MustCompile(`\p{L}+`)
	digitCell = regexp.MustCompile(`\d+`)
	spanCell  = regexp.MustCompile(`(?i)\b(?:w|wk|weeks?|kw|cw|woche|semaine|sem|sprint|q|h)\.?\s*\d|\b(?:week|kw|sprint)\b`)
	orderCell = regexp.MustCompile(`(?:^|[^\d])(\d{1,2})[/-](\d{1,2})[/-]\d{4}(?:[^\d]|$)`)
)

// meant says whether a cell that is no date was plainly meant as one: it has a year and a day or a month beside
// it. Weeks, quarters, days without a month and text are not.
func meant(text, why string) bool {
	if spanCell.MatchString(text) || why == "the year is missing" || why == "no day" {
		return false
	}
	if longDay.MatchString(text) || shortDay.MatchString(text) {
		return true
	}
	numbers, month := len(digitCell.FindAllString(text, -1)), false
	for _, w := range wordCell.FindAllString(text, -1) {
		_, ok := months[strings.ToLower(w)]
		month = month || ok
	}
	if yearCell.MatchString(text) {
		return numbers > 1 || month
	}
	return month && numbers > 0
}

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

// remark is what a cell of a date column without a date is told as.
func remark(text, why, column string) release.Fault {
	f := release.Fault{Code: "no-date", Found: quote(text) + " in " + column, Expected: "a date, but " + why, Hint: "kept as a note"}
	if meant(text, why) {
		f.Code, f.Expected, f.Hint = "unread-date", "a date that can be read", "write it as 2026-09-28"
	}
	return f
}
