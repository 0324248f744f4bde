package calendar

import (
	"fmt"
	"time"
)

// Date is a civil day, free of any zone. The zero Date is "no day".
type Date struct {
	Year  int
	Month time.Month
	Day   int
}

const wantDate = "a day as YYYY-MM-DD, such as 2026-09-01"

// ParseDate reads YYYY-MM-DD, years 0001 to 9999, and refuses days that do not exist.
func ParseDate(s string) (Date, error) {
	d, err := parseDate(s)
	if err != nil {
		return Date{}, err
	}
	return d, nil
}

func parseDate(s string) (Date, *Error) {
	bad := func(hint string) (Date, *Error) { return Date{}, hinted("bad-date", s, wantDate, hint) }
	if len(s) != 10 || s[4] != '-' || s[7] != '-' {
		return bad(dateHint(s))
	}
	y, ok1 := digits(s[:4])
	m, ok2 := digits(s[5:7])
	day, ok3 := digits(s[8:])
	if !ok1 || !ok2 || !ok3 {
		return bad("")
	}
	if m < 1 || m > 12 {
		return bad("there is no month " + s[5:7])
	}
	d := Date{y, time.Month(m), day}
	if y < 1 || day < 1 || day > daysIn(d.Month, y) {
		return bad(fmt.Sprintf("%s %04d has %d days", d.Month, y, daysIn(d.Month, y)))
	}
	return d, nil
}

// dateHint guesses at the usual slips: single digits and foreign orders.
func dateHint(s string) string {
	var a, b, c int
	var rest string
	if n, _ := fmt.Sscanf(s, "%d-%d-%d%s", &a, &b, &c, &rest); n == 3 && a > 999 && a < 10000 {
		return fmt.Sprintf("write two digits: %04d-%02d-%02d", a, b, c)
	}
	for _, sep := range []byte{'/', '.'} {
		for i := 0; i < len(s); i++ {
			if s[i] == sep {
				return "which number is the month differs between countries; write the year first"
			}
		}
	}
	return ""
}

// digits reads an unsigned decimal number of ASCII digits alone.
func digits(s string) (int, bool) {
	if s == "" || len(s) > 9 {
		return 0, false
	}
	n := 0
	for i := 0; i < len(s); i++ {
		if s[i] < '0' || s[i] > '9' {
			return 0, false
		}
		n = n*10 + int(s[i]-'0')
	}
	return n, true
}

// DateOf is the day that t falls on in t's own location.
func DateOf(t time.Time) Date {
	y, m, d := t.Date()
	return Date{y, m, d}
}

// IsZero reports whether d is no day.
func (d Date) IsZero() bool { return d == Date{} }

// String is YYYY-MM-DD, or "" for the zero Date.
func (d Date) String() string {
	if d.IsZero() {
		return ""
	}
	return fmt.Sprintf("%04d-%02d-%02d", d.Year, int(d.Month), d.Day)
}

// AddDays is n days later (earlier if n is negative).
func (d Date) AddDays(n int) Date { return dateOfNumber(d.number() + int64(n)) }

// Weekday is the day of the week.
func (d Date) Weekday() time.Weekday { return weekdayOfNumber(d.number()) }

// Compare is -1, 0 or +1 as d is before, on or after e.
func (d Date) Compare(e Date) int {
	a, b := d.number(), e.number()
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

// In is the first instant of the day in loc: midnight, or the first instant that
// exists where the clock skips midnight. A day that loc skips entirely begins, and ends, with the next.
func (d Date) In(loc *time.Location) time.Time {
	z := zoneMap{loc: loc}
	return z.at(z.first(d.seconds()))
}

// At is the instant at which clocks in loc show c on that day. A time that the
// clock skips is read with the offset before the gap (02:30 becomes 03:30), a time that comes twice is
// the first of the two (RFC 5545 §3.3.5). 24:00 is midnight of the next day.
func (d Date) At(c Clock, loc *time.Location) time.Time {
	z := zoneMap{loc: loc}
	return z.at(z.unix(d.seconds() + int64(c)))
}

// MarshalText gives the text of String.
func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads what ParseDate reads, and "" as the zero Date.
func (d *Date) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*d = Date{}
		return nil
	}
	v, err := ParseDate(string(text))
	if err != nil {
		return err
	}
	*d = v
	return nil
}

const daySeconds = 24 * 60 * 60

// number counts days from 1970-01-01; it takes days and months out of range as time.Date does.
func (d Date) number() int64 {
	return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC).Unix() / daySeconds
}

// seconds is the day's midnight as seconds of floating time: civil time counted as if it were UTC.
func (d Date) seconds() int64 { return d.number() * daySeconds }

func dateOfNumber(n int64) Date { return DateOf(time.Unix(n*daySeconds, 0).UTC()) }

func weekdayOfNumber(n int64) time.Weekday { return time.Weekday(((n+4)%7 + 7) % 7) } // day 0 is a Thursday

func daysIn(m time.Month, year int) int {
	return time.Date(year, m+1, 0, 0, 0, 0, 0, time.UTC).Day()
}
