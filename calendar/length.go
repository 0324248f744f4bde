package calendar

import (
	"fmt"
	"math"
	"strings"
	"time"
)

// Length is a duration as people write it: weeks, days, hours and minutes, all
// of one sign ("1w 2d", "4h", "1h30m", "-2d"). A day is 24 hours on the wall
// clock and the standard day of a calendar in working time; a week is seven
// days on the wall clock and five in working time.
type Length struct{ Weeks, Days, Hours, Minutes int }

const wantLength = "a length in weeks, days, hours and minutes, such as 1w2d, 4h or 1h30m"

// maxLengthDays bounds a Length read from text: a hundred years.
const maxLengthDays = 36525

// ParseLength reads whole numbers with the units w, d, h and m, in this order
// and each at most once, with a sign in front of the whole. Parts of a number and seconds are
// refused with the text to write instead.
func ParseLength(s string) (Length, error) {
	bad := func(hint string) (Length, error) { return Length{}, hinted("bad-length", s, wantLength, hint) }
	if len(s) > maxText {
		return bad("")
	}
	rest, sign := strings.TrimSpace(s), 1
	switch {
	case strings.HasPrefix(rest, "-"):
		rest, sign = rest[1:], -1
	case strings.HasPrefix(rest, "+"):
		rest = rest[1:]
	}
	if rest == "" {
		return bad("")
	}
	if rest[0] == 'P' {
		return bad("write it without P and T")
	}
	var l Length
	fields := []struct {
		unit byte
		to   *int
	}{{'w', &l.Weeks}, {'d', &l.Days}, {'h', &l.Hours}, {'m', &l.Minutes}}
	for rest != "" {
		n := 0
		for n < len(rest) && rest[n] >= '0' && rest[n] <= '9' {
			n++
		}
		value, ok := digits(rest[:n])
		if !ok {
			return bad("")
		}
		if n < len(rest) && (rest[n] == '.' || rest[n] == ',') {
			return bad(decimalHint(rest))
		}
		unit := rest[n:]
		end := 0
		for end < len(unit) && unit[end] >= 'a' && unit[end] <= 'z' {
			end++
		}
		rest = strings.TrimLeft(unit[end:], " ")
		unit = unit[:end]
		if len(unit) != 1 || !strings.Contains("wdhm", unit) {
			return bad(unitHint(value, unit))
		}
		for len(fields) > 0 && fields[0].unit != unit[0] {
			fields = fields[1:]
		}
		if len(fields) == 0 {
			return bad("give the units in the order w, d, h, m, each once")
		}
		*fields[0].to = value * sign
		fields = fields[1:]
		if rest == "" && unit == "" {
			break
		}
	}
	if e := l.Elapsed(); e > maxLengthDays*24*time.Hour || -e > maxLengthDays*24*time.Hour {
		return bad("a length is at most a hundred years")
	}
	return l, nil
}

// decimalHint says how to write "1.5h" in whole numbers.
func decimalHint(s string) string {
	var whole, part int
	head, tail, _ := strings.Cut(strings.Replace(s, ",", ".", 1), ".")
	n := 0
	for n < len(tail) && tail[n] >= '0' && tail[n] <= '9' {
		n++
	}
	whole, ok1 := digits(head)
	part, ok2 := digits(tail[:n])
	unit := tail[n:]
	if !ok1 || !ok2 || n > 4 || whole > 9999 {
		return "write whole numbers"
	}
	scale := 1
	for range n {
		scale *= 10
	}
	switch unit {
	case "h":
		minutes := (part*60 + scale/2) / scale
		return "write " + Length{Hours: whole + minutes/60, Minutes: minutes % 60}.String()
	case "m":
		if part*2 >= scale {
			whole++
		}
		return "write " + Length{Minutes: whole}.String()
	case "d":
		return fmt.Sprintf("write whole days and the hours beyond them, such as %dd 4h", whole)
	case "w":
		return fmt.Sprintf("write whole weeks and the days beyond them, such as %dw 2d", whole)
	}
	return "write whole numbers"
}

func unitHint(n int, unit string) string {
	switch strings.TrimSuffix(unit, "s") {
	case "":
		if unit == "s" {
			return fmt.Sprintf("seconds are not kept; write %dm", (n+59)/60)
		}
		return fmt.Sprintf("give a unit: %dd, %dh or %dm", n, n, n)
	case "sec", "second":
		return fmt.Sprintf("seconds are not kept; write %dm", (n+59)/60)
	case "min", "minute":
		return fmt.Sprintf("write %dm", n)
	case "hr", "hour":
		return fmt.Sprintf("write %dh", n)
	case "day":
		return fmt.Sprintf("write %dd", n)
	case "wk", "week":
		return fmt.Sprintf("write %dw", n)
	case "mo", "month", "y", "year":
		return "months and years differ in length; write weeks or days"
	}
	return "the units are w, d, h and m"
}

// String is the canonical text, "1w2d" or "1h30m"; "0m" when zero.
func (l Length) String() string {
	if l.IsZero() {
		return "0m"
	}
	if !l.oneSign() {
		minutes := int(l.Elapsed() / time.Minute)
		return Length{Minutes: minutes}.String()
	}
	var b strings.Builder
	if l.Weeks < 0 || l.Days < 0 || l.Hours < 0 || l.Minutes < 0 {
		b.WriteByte('-')
	}
	for _, p := range []struct {
		n    int
		unit byte
	}{{l.Weeks, 'w'}, {l.Days, 'd'}, {l.Hours, 'h'}, {l.Minutes, 'm'}} {
		if p.n != 0 {
			fmt.Fprintf(&b, "%d%c", magnitude(p.n), p.unit)
		}
	}
	return b.String()
}

func magnitude(n int) uint64 {
	if n < 0 {
		return -uint64(n)
	}
	return uint64(n)
}

func (l Length) oneSign() bool {
	positive := l.Weeks > 0 || l.Days > 0 || l.Hours > 0 || l.Minutes > 0
	negative := l.Weeks < 0 || l.Days < 0 || l.Hours < 0 || l.Minutes < 0
	return !(positive && negative)
}

// IsZero reports whether l has no length.
func (l Length) IsZero() bool { return l == Length{} }

// Elapsed is l on the wall clock: a day is 24 hours, a week seven days. What
// does not fit a time.Duration becomes the longest one.
func (l Length) Elapsed() time.Duration { return l.sum(7*24*time.Hour, 24*time.Hour) }

// Working is l in working time: a day is the given standard day, a week five
// of them, hours and minutes are themselves. A day of zero or less is 24 hours.
func (l Length) Working(day time.Duration) time.Duration {
	if day <= 0 || day > 24*time.Hour {
		day = 24 * time.Hour
	}
	return l.sum(5*day, day)
}

func (l Length) sum(week, day time.Duration) time.Duration {
	total := saturate(time.Duration(0), l.Weeks, week)
	total = saturate(total, l.Days, day)
	total = saturate(total, l.Hours, time.Hour)
	return saturate(total, l.Minutes, time.Minute)
}

// saturate is total + n·unit, cut to what a time.Duration holds; unit is at most a week.
func saturate(total time.Duration, n int, unit time.Duration) time.Duration {
	const most = time.Duration(math.MaxInt64)
	if unit <= 0 {
		return total
	}
	var part time.Duration
	switch limit := most / unit; {
	case int64(n) > int64(limit):
		part = most
	case int64(n) < -int64(limit):
		part = -most
	default:
		part = time.Duration(n) * unit
	}
	sum := total + part
	if part > 0 && sum < total {
		return most
	}
	if part < 0 && sum > total {
		return -most
	}
	return sum
}

// MarshalText gives the text of String.
func (l Length) MarshalText() ([]byte, error) { return []byte(l.String()), nil }

// UnmarshalText reads what ParseLength reads.
func (l *Length) UnmarshalText(text []byte) error {
	v, err := ParseLength(string(text))
	if err != nil {
		return err
	}
	*l = v
	return nil
}
