package review

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/berthplan/berth/calendar"
)

func (d Dates) iso(text string, m []string) (*dated, string, *calendar.Error) {
	y, rest, _ := strings.Cut(m[1], "-")
	month, day, _ := strings.Cut(rest, "-")
	s := y + "-" + twoDigits(month) + "-" + twoDigits(day)
	if m[2] != "" {
		if len(m[2]) == 4 || len(m[2]) == 7 {
			m[2] = "0" + m[2]
		}
		s += "T" + m[2]
		if m[3] != "" {
			if m[2] = strings.ToUpper(m[3]); len(s) == len("2006-01-02T15:04") {
				s += ":00"
			}
			s += m[2]
		}
	}
	moment, err := calendar.ParseMoment(s)
	if err != nil {
		return nil, "", &calendar.Error{Code: "bad-date", Found: excerpt(text), Expected: "a day such as 2026-09-01, or one with a time such as 2026-09-01 14:00", Hint: hintOf(err)}
	}
	at := moment.Begin(d.here())
	one := &dated{text: text, moment: moment, hasDate: true, hasClock: !moment.IsDay()}
	one.date = calendar.DateOf(at)
	return one, "", nil
}

func twoDigits(s string) string {
	if len(s) == 1 {
		return "0" + s
	}
	return s
}

// namedDate reads 7-Sep-2026, and 7-Sep-26, as spreadsheets show it.
func (d Dates) namedDate(text, day string, month int, year string, bad func(string, string) *calendar.Error) (calendar.Date, *calendar.Error) {
	if len(year) == 2 {
		if year > "69" {
			return calendar.Date{}, bad("a day with its year in four digits", "")
		}
		year = "20" + year
	}
	return d.numbers(text, year, strconv.Itoa(month), day, bad)
}

func hintOf(err error) string {
	if e, ok := err.(*calendar.Error); ok {
		return e.Hint
	}
	return ""
}

// shortDate reads 28/9/2026, 9/28/2026, 28.9.2026 and 28-9-2026.
func (d Dates) shortDate(text, a, separator, b, year string, bad func(string, string) *calendar.Error) (calendar.Date, *calendar.Error) {
	if len(year) != 4 {
		return calendar.Date{}, bad("a day with its year in four digits", "")
	}
	if separator == "." || d.Order == "dmy" {
		return d.numbers(text, year, b, a, bad)
	}
	if d.Order == "mdy" {
		return d.numbers(text, year, a, b, bad)
	}
	first, one := d.numbers(text, year, b, a, bad) // day first
	second, two := d.numbers(text, year, a, b, bad)
	switch {
	case one != nil:
		return second, two
	case two != nil || first == second:
		return first, nil
	}
	return calendar.Date{}, &calendar.Error{Code: "ambiguous-date", Found: excerpt(text),
		Expected: "one reading, but it is " + longDate(first) + " and " + longDate(second),
		Hint:     "write " + first.String() + " or " + second.String() + ", or say which order the file has"}
}

func longDate(d calendar.Date) string { return fmt.Sprintf("%d %s %d", d.Day, d.Month, d.Year) }

func (d Dates) numbers(text, year, month, day string, bad func(string, string) *calendar.Error) (calendar.Date, *calendar.Error) {
	y, _ := strconv.Atoi(year)
	m, _ := strconv.Atoi(month)
	n, _ := strconv.Atoi(day)
	date, err := calendar.ParseDate(fmt.Sprintf("%04d-%02d-%02d", y, m, n))
	if err != nil {
		return date, bad("a day that exists", hintOf(err))
	}
	return date, nil
}

func (one *dated) numeric(date calendar.Date, fault *calendar.Error) *calendar.Error {
	if fault == nil && !one.setDate(date) {
		return &calendar.Error{Code: "bad-date", Found: excerpt(one.text), Expected: "one day, or a range such as 1 - 3 September 2026"}
	}
	return fault
}

func (one *dated) setDate(date calendar.Date) bool {
	if one.hasDate || one.day != 0 || one.month != 0 || one.year != 0 {
		return false
	}
	one.date, one.hasDate = date, true
	return true
}
