package planfile

import (
	"regexp"
	"strconv"
	"strings"

	"github.com/berthplan/berth/calendar"
)

var (
	decimalCell = regexp.MustCompile(`^\d+([.,])(\d+)\s*(?:d|days?|tage?|t|j|jours?|h|hours?|hrs?|std|stunden|w|weeks?)?$`)
	wordsOfUnit = regexp.MustCompile(`^(\d+(?:[.,]\d+)?)\s*(d|days?|tage?|t|j|jours?|h|hours?|hrs?|std|stunden|w|weeks?)?$`)
)

// habit finds out whether the file writes 1,5 or 1.5 for one and a half. A
// cell with three digits behind tells nothing: 1,500 may be a thousand and more. 0: not known.
func habit(cells []string) (separator byte, mixed bool) {
	for _, c := range cells {
		m := decimalCell.FindStringSubmatch(strings.ToLower(strings.TrimSpace(c)))
		if m == nil || len(m[2]) == 3 {
			continue
		}
		if separator != 0 && separator != m[1][0] {
			return 0, true
		}
		separator = m[1][0]
	}
	return separator, false
}

// length reads a duration: as in a plan file ("3d", "1d4h"), or a number of working days ("3", "1,5"), or "2 weeks".
func (r *csvReader) length(text string, line, column int) (calendar.Length, bool) {
	text = strings.ToLower(strings.TrimSpace(text))
	if l, err := calendar.ParseLength(text); err == nil && !strings.HasPrefix(text, "-") {
		return l, true
	}
	m := wordsOfUnit.FindStringSubmatch(text)
	if m == nil {
		return calendar.Length{}, false
	}
	number := m[1]
	if at := strings.IndexAny(number, ".,"); at >= 0 {
		if len(number)-at == 4 && r.decimal == 0 {
			r.fault("ambiguous-number", line, column, quote(text), "one reading, but it is "+number[:at]+number[at+1:]+" and "+strings.TrimRight(number[:at]+"."+number[at+1:], "0."), "write it without the "+number[at:at+1])
			return calendar.Length{}, true
		}
		if number[at] == r.decimal || r.decimal == 0 {
			number = number[:at] + "." + number[at+1:]
		} else {
			number = number[:at] + number[at+1:] // thousands
		}
	}
	n, err := strconv.ParseFloat(number, 64)
	if err != nil || n > 100_000 {
		return calendar.Length{}, false
	}
	minutes := n * 8 * 60
	unit := byte('d')
	if m[2] != "" {
		unit = m[2][0]
	}
	switch {
	case unit == 'h' || strings.HasPrefix(m[2], "st"):
		minutes = n * 60
		return calendar.Length{Hours: int(minutes) / 60, Minutes: int(minutes+0.5) % 60}, true
	case unit == 'w':
		minutes *= 5
	}
	total := int(minutes + 0.5)
	return calendar.Length{Days: total / 480, Hours: total % 480 / 60, Minutes: total % 60}, true
}
