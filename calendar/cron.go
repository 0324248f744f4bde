package calendar

import (
	"fmt"
	"math/bits"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/berthplan/berth/calendar/internal/recur"
)

// cronRule is a five-field cron line as sets of bits, read as robfig/cron documents it. A day
// must match the day of month or the weekday if neither is a star, else both.
type cronRule struct {
	minute, hour, day, month, weekday uint64
	anyDay, anyWeekday                bool   // written with a star: */1 and ? too, */2 and 1-31 not
	zone                              string // of CRON_TZ; "" if it names none
}

const wantCron = `cron with the five fields minute, hour, day of month, month, weekday, such as "0 21 * * tue"`

// looksLikeCron tells cron from words by its digits, stars and number of fields.
func looksLikeCron(s string) bool {
	if strings.HasPrefix(s, "@") || cronZone(s) != "" {
		return true
	}
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

// cronZone is the "CRON_TZ=" or "TZ=" in front of a line, with its name.
func cronZone(s string) string {
	word, _, _ := strings.Cut(s, " ")
	if name, _, ok := strings.Cut(word, "="); ok && (name == "CRON_TZ" || name == "TZ") {
		return word
	}
	return ""
}

// cronWords are the lines that have a name.
var cronWords = map[string]string{
	"@yearly": "0 0 1 1 *", "@annually": "0 0 1 1 *", "@monthly": "0 0 1 * *", "@weekly": "0 0 * * 0",
	"@daily": "0 0 * * *", "@midnight": "0 0 * * *", "@hourly": "0 * * * *",
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
	var c cronRule
	line := text
	if zone := cronZone(text); zone != "" {
		_, c.zone, _ = strings.Cut(zone, "=")
		line = strings.TrimSpace(text[len(zone):])
		if _, err := loadZone(c.zone); err != nil || c.zone == "" {
			return nil, hinted("unknown-zone", text, wantCron, "name an IANA zone after "+zone[:strings.IndexByte(zone, '=')])
		}
	}
	if named, ok := cronWords[strings.ToLower(line)]; ok {
		line = named
	} else if strings.HasPrefix(line, "@") {
		return nil, hinted("bad-cron", text, wantCron, `the names are @yearly, @monthly, @weekly, @daily and @hourly; for "@every 90m" write FREQ=MINUTELY;INTERVAL=90 with a DTSTART`)
	}
	items := strings.Fields(strings.ToLower(line))
	if len(items) != 5 {
		hint := ""
		if len(items) > 5 {
			hint = "leave out the seconds and the year"
		}
		return nil, hinted("bad-cron", text, wantCron, hint)
	}
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
	c.anyDay, c.anyWeekday = hasStar(items[2]), hasStar(items[4])
	return &c, nil
}

func hasStar(item string) bool {
	for part := range strings.SplitSeq(item, ",") {
		if slices.Contains([]string{"*", "?", "*/1", "?/1"}, part) {
			return true
		}
	}
	return false
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
	words := make([]string, 0, 6)
	if c.zone != "" {
		words = append(words, "CRON_TZ="+c.zone)
	}
	for i, set := range []uint64{c.minute, c.hour, c.day, c.month, c.weekday} {
		word := bitRanges(set)
		switch i {
		case 2:
			if c.anyDay {
				word = "*"
			}
		case 4:
			if c.anyWeekday {
				word = "*"
			}
		default:
			if set == cronFields[i].all() {
				word = "*"
			}
		}
		words = append(words, word)
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

// instances lists the floating seconds at which c fires, from ≤ x < to.
func (c *cronRule) instances(from, to int64) ([]int64, *Error) {
	times := recur.Rule{Freq: recur.Daily, Month: bitList(c.month), Hour: bitList(c.hour), Minute: bitList(c.minute), Second: []int{0}}
	byDay, byWeekday := times, times
	byDay.MonthDay = bitList(c.day)
	for _, d := range bitList(c.weekday) {
		byWeekday.Day = append(byWeekday.Day, recur.Weekday{Day: time.Weekday(d)})
	}
	rules := []recur.Rule{byDay, byWeekday}
	if c.anyDay || c.anyWeekday {
		byDay.Day = byWeekday.Day
		rules = []recur.Rule{byDay}
	}
	var out []int64
	for _, r := range rules {
		walk := r.Walk(recur.Bounds{Open: true, From: from, To: to})
		n := len(out)
		for x, ok := walk.Next(); ok; x, ok = walk.Next() {
			if len(out)-n == maxInstances {
				return nil, tooMany(c.String())
			}
			out = append(out, x)
		}
		if walk.Err() != nil {
			return nil, tooRare(c.String())
		}
	}
	if len(rules) > 1 {
		slices.Sort(out)
		out = slices.Compact(out)
	}
	if len(out) > maxInstances {
		return nil, tooMany(c.String())
	}
	return out, nil
}

func bitList(set uint64) []int {
	var list []int
	for ; set != 0; set &= set - 1 {
		list = append(list, bits.TrailingZeros64(set))
	}
	return list
}
