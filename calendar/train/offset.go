package train

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/berthplan/berth/calendar"
	"github.com/berthplan/berth/calendar/internal/near"
)

// Offset is a day counted from the release, or from a milestone. The zero Offset is the day of the release.
type Offset struct {
	Of      string // the milestone counted from; "" and "GA": the day of the release
	Weeks   int    // these are counted first
	Days    int
	Working int          // working days, counted last
	InWeek  bool         // it is Weekday of the week, from Monday, to which Weeks lead
	Weekday time.Weekday // only with InWeek
	Timed   bool
	At      calendar.Clock // only with Timed
}

// release is the name of the day of release in an offset.
const release = "GA"

const wantOffset = `a day such as "GA - 5 weeks", "R-6 thursday", "rc1 + 2 working days" or "GA - 1 day at 17:00"`

var (
	weekForm = regexp.MustCompile(`^[Rr](?:\s*([+-])\s*(\d{1,3}))?\s+(\S+)$`)
	weekOnly = regexp.MustCompile(`^[Rr]\s*[+-]\s*\d{1,3}$`)
	termForm = regexp.MustCompile(`^([+-])\s*(\d{1,4})\s+(\S+(?:\s+days?)?)$`)
	termCut  = regexp.MustCompile(`\s+[+-]\s*\d`)
)

var units = []string{"day", "days", "week", "weeks", "working day", "working days"}

// most bounds each number of an offset.
const most = 1000

// ParseOffset reads an offset; its faults are [*calendar.Error] with the code bad-offset.
func ParseOffset(s string) (Offset, error) {
	o, err := parseOffset(s)
	if err != nil {
		return Offset{}, err
	}
	return o, nil
}

func parseOffset(s string) (Offset, *calendar.Error) {
	bad := func(hint string) (Offset, *calendar.Error) {
		return Offset{}, fault("bad-offset", s, wantOffset, hint)
	}
	text := strings.Join(strings.Fields(s), " ")
	if text == "" || len(text) > 200 {
		return bad("")
	}
	var o Offset
	if before, clock, ok := strings.Cut(text, " at "); ok {
		c, err := calendar.ParseClock(clock)
		if err != nil {
			return bad(err.(*calendar.Error).Hint)
		}
		if c == 24*3600 {
			return bad("write 00:00 of the day after")
		}
		text, o.Timed, o.At = before, true, c
	}
	if strings.EqualFold(text, "R") || weekOnly.MatchString(text) {
		return bad("name the day of that week: " + text + " thursday")
	}
	if m := weekForm.FindStringSubmatch(text); m != nil {
		days, err := calendar.ParseDays(m[3])
		w, one := single(days)
		if err != nil || !one {
			hint := near.Hint(m[3], weekdayNames)
			if one = err == nil; one {
				hint = "one day of that week"
			}
			return bad(hint)
		}
		o.InWeek, o.Weekday = true, w
		if o.Weeks, _ = strconv.Atoi(m[1] + m[2]); o.Weeks > most || o.Weeks < -most {
			return bad("at most 1000 weeks")
		}
		return o, nil
	}
	rest := ""
	if at := termCut.FindStringIndex(text); at != nil {
		text, rest = text[:at[0]], strings.TrimSpace(text[at[0]:])
	}
	if strings.ContainsAny(text, "+") || strings.HasPrefix(text, "-") {
		return bad("put spaces around + and -")
	}
	if o.Of = text; strings.EqualFold(text, release) {
		o.Of = ""
	}
	for rest != "" {
		term := rest
		rest = ""
		if at := termCut.FindStringIndex(term[1:]); at != nil {
			term, rest = term[:at[0]+1], strings.TrimSpace(term[at[0]+1:])
		}
		m := termForm.FindStringSubmatch(term)
		if m == nil {
			return bad("")
		}
		n, _ := strconv.Atoi(m[1] + m[2])
		if n == 0 || n > most || n < -most {
			return bad("a number is 1 to 1000")
		}
		to := &o.Days
		switch strings.ToLower(m[3]) {
		case "day", "days":
		case "week", "weeks":
			to = &o.Weeks
		case "working day", "working days", "business day", "business days":
			to = &o.Working
		default:
			hint := near.Hint(m[3], units)
			if hint == "" {
				hint = "units are days, weeks and working days"
			}
			return bad(hint)
		}
		if *to != 0 {
			return bad("each unit once")
		}
		*to = n
	}
	return o, nil
}

var weekdayNames = []string{"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "mon", "tue", "wed", "thu", "fri", "sat", "sun"}

// single is the one weekday in d.
func single(d calendar.Days) (time.Weekday, bool) {
	count, at := 0, time.Sunday
	for w := time.Sunday; w <= time.Saturday; w++ {
		if d.Has(w) {
			count, at = count+1, w
		}
	}
	return at, count == 1
}

// String is the canonical text, which parses back to an equal Offset.
func (o Offset) String() string {
	var b strings.Builder
	if o.InWeek {
		b.WriteString("R")
		if o.Weeks != 0 {
			fmt.Fprintf(&b, "%+d", o.Weeks)
		}
		b.WriteString(" " + strings.ToLower(o.Weekday.String()))
	} else {
		name := o.Of
		if name == "" {
			name = release
		}
		b.WriteString(name)
		for _, term := range []struct {
			n    int
			unit string
		}{{o.Weeks, "week"}, {o.Days, "day"}, {o.Working, "working day"}} {
			if term.n == 0 {
				continue
			}
			sign, n := " + ", term.n
			if n < 0 {
				sign, n = " - ", -n
			}
			b.WriteString(sign + strconv.Itoa(n) + " " + term.unit)
			if n != 1 {
				b.WriteByte('s')
			}
		}
	}
	if o.Timed {
		b.WriteString(" at " + o.At.String())
	}
	return b.String()
}

// MarshalText gives the text of String.
func (o Offset) MarshalText() ([]byte, error) { return []byte(o.String()), nil }

// UnmarshalText reads what ParseOffset reads.
func (o *Offset) UnmarshalText(text []byte) error {
	v, err := ParseOffset(string(text))
	if err != nil {
		return err
	}
	*o = v
	return nil
}

// check finds what is wrong with an offset that was made by hand.
func (o Offset) check() *calendar.Error {
	back, err := parseOffset(o.String())
	if o.Of == release {
		o.Of = ""
	}
	if err != nil || back != o {
		return fault("bad-offset", o.String(), wantOffset, "")
	}
	return nil
}

// from is the day that o means, counted from a day; false where there is no such working day.
func (o Offset) from(day calendar.Date, working func(calendar.Date) bool) (calendar.Date, bool) {
	if o.InWeek {
		monday := day.AddDays(-(int(day.Weekday()) + 6) % 7)
		return monday.AddDays(7*o.Weeks + (int(o.Weekday)+6)%7), true
	}
	day = day.AddDays(7*o.Weeks + o.Days)
	step, left := 1, o.Working
	if left < 0 {
		step, left = -1, -left
	}
	for tries := 0; left > 0; tries++ {
		if tries > 10*most {
			return day, false
		}
		if day = day.AddDays(step); working(day) {
			left--
		}
	}
	return day, true
}

func fault(code, found, expected, hint string) *calendar.Error {
	if r := []rune(found); len(r) > 80 {
		found = string(r[:80]) + "…"
	}
	return &calendar.Error{Code: code, Found: found, Expected: expected, Hint: hint}
}
