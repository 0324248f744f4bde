package calendar

import (
	"fmt"
	"math/bits"
	"slices"
	"strconv"
	"strings"
)

// cronRule is a five-field cron line as sets of bits. As in cron, a day must
// match the day of month or the weekday if both are restricted, else both.
type cronRule struct {
	minute, hour, day, month, weekday uint64
}

const wantCron = `cron with the five fields minute, hour, day of month, month, weekday, such as "0 21 * * tue"`

// looksLikeCron tells cron from words by its digits, stars and number of fields.
func looksLikeCron(s string) bool {
	f := strings.Fields(s)
	if len(f) < 4 || len(f) > 7 {
		return false
	}
	for _, x := range f[:3] {
		if strings.Trim(x, "0123456789*,-/?LW#") != "" {
			return false
		}
	}
	return true
}

type cronField struct {
	name     string
	from, to int
	names    []string // names[i] is the value from+i
}

var cronFields = [5]cronField{
	{"minute", 0, 59, nil},
	{"hour", 0, 23, nil},
	{"day of month", 1, 31, nil},
	{"month", 1, 12, monthNames},
	{"weekday", 0, 7, []string{"sun", "mon", "tue", "wed", "thu", "fri", "sat", "sun"}},
}

func (f cronField) all() uint64 { return (1<<(f.to+1) - 1) &^ (1<<f.from - 1) }

func parseCron(text string) (*cronRule, *Error) {
	items := strings.Fields(strings.ToLower(text))
	if len(items) != 5 {
		hint := ""
		if len(items) > 5 {
			hint = "leave out the seconds and the year"
		}
		return nil, hinted("bad-cron", text, wantCron, hint)
	}
	var c cronRule
	for i, to := range []*uint64{&c.minute, &c.hour, &c.day, &c.month, &c.weekday} {
		set, hint := cronFields[i].parse(items[i])
		if set == 0 {
			return nil, hinted("bad-cron", text, wantCron, cronFields[i].name+" "+items[i]+": "+hint)
		}
		*to = set
	}
	if c.weekday&(1<<7) != 0 {
		c.weekday = c.weekday&^(1<<7) | 1
	}
	if c.minute == cronFields[0].all() {
		return nil, hinted("too-often", text, "a rule that fires at most every other minute", "give the minute, such as 0")
	}
	return &c, nil
}

// parse reads one field; an empty set comes with a hint.
func (f cronField) parse(s string) (set uint64, hint string) {
	for _, part := range strings.Split(s, ",") {
		body, stepText, stepped := strings.Cut(part, "/")
		step := 1
		if stepped {
			n, ok := digits(stepText)
			if !ok || n < 1 || n > f.to {
				return 0, fmt.Sprintf("a step is 1 to %d", f.to)
			}
			step = n
		}
		from, to := f.from, f.to
		if f.to == 7 && (body == "*" || body == "?") {
			to = 6
		}
		if body != "*" && body != "?" {
			a, b, isRange := strings.Cut(body, "-")
			var ok bool
			if from, ok = f.value(a); !ok {
				return 0, f.hint(a)
			}
			to = from
			if isRange {
				if to, ok = f.value(b); !ok {
					return 0, f.hint(b)
				}
				if f.to == 7 && to == 0 {
					to = 7
				}
			} else if stepped {
				to = f.to
			}
			if to < from {
				return 0, "a range runs upwards"
			}
		}
		for v := from; v <= to; v += step {
			set |= 1 << v
		}
	}
	return set, "it is empty"
}

func (f cronField) value(s string) (int, bool) {
	if n, ok := digits(s); ok {
		return n, n >= f.from && n <= f.to
	}
	for i, name := range f.names {
		if len(s) >= 3 && (s == name || s == name[:3]) {
			return f.from + i, true
		}
	}
	if f.to == 7 {
		w, ok := weekdayOf(s)
		return int(w), ok
	}
	return 0, false
}

func (f cronField) hint(s string) string {
	if near, ok := nearest(s, f.names); ok && f.names != nil {
		return "did you mean " + near + "?"
	}
	if strings.ContainsAny(s, "lw#") {
		return `say it in words, such as "last day of month" or "3rd sat of month"`
	}
	return fmt.Sprintf("numbers are %d to %d", f.from, f.to)
}

// String is the canonical line: "*" or numbers and ranges.
func (c *cronRule) String() string {
	sets := [5]uint64{c.minute, c.hour, c.day, c.month, c.weekday}
	words := make([]string, 5)
	for i, set := range sets {
		all := cronFields[i].all()
		if i == 4 {
			all = 1<<7 - 1
		}
		if words[i] = "*"; set != all {
			words[i] = bitRanges(set)
		}
	}
	return strings.Join(words, " ")
}

func bitRanges(set uint64) string {
	var items []string
	for set != 0 {
		from := bits.TrailingZeros64(set)
		n := bits.TrailingZeros64(^(set >> from))
		if n >= 3 {
			items = append(items, fmt.Sprintf("%d-%d", from, from+n-1))
		} else {
			n = 1
			items = append(items, strconv.Itoa(from))
		}
		set &^= (1<<n - 1) << from
	}
	return strings.Join(items, ",")
}

func (c *cronRule) fires(day int64) bool {
	d := dateOfNumber(day)
	if c.month&(1<<d.Month) == 0 {
		return false
	}
	onDay, onWeekday := c.day&(1<<d.Day) != 0, c.weekday&(1<<weekdayOfNumber(day)) != 0
	if c.day != cronFields[2].all() && c.weekday != 1<<7-1 {
		return onDay || onWeekday
	}
	return onDay && onWeekday
}

func (c *cronRule) instances(from, to int64) ([]int64, *Error) {
	var times []int64
	for h := range int64(24) {
		for m := range int64(60) {
			if c.hour&(1<<h) != 0 && c.minute&(1<<m) != 0 {
				times = append(times, h*3600+m*60)
			}
		}
	}
	var out []int64
	for n := floorDiv(from, daySeconds); n*daySeconds < to; n++ {
		if !c.fires(n) {
			continue
		}
		for _, s := range times {
			if x := n*daySeconds + s; x >= from && x < to {
				out = append(out, x)
			}
		}
		if len(out) > maxInstances {
			return nil, tooMany(c.String())
		}
	}
	return slices.Clip(out), nil
}
