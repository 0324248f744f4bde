package calendar

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// wordRule is a rule in words.
type wordRule struct {
	kind wordKind

	// weekdayWords and intervalDays: every interval weeks (days) from a day on.
	days     Days
	interval int
	from     Date // zero: no beginning

	// positionWords: the days at these places among the unit's days of each period.
	positions []int // 1 is the first, -1 the last; positive ones first, each half ascending
	unit      dayUnit
	weekdays  Days // of unit weekdayUnit
	period    period
	months    uint16 // bit month; 0: all
}

type wordKind uint8

const (
	weekdayWords  wordKind = iota // "tue, thu", "every 2 weeks on fri from …"
	workingWords                  // "working days"
	intervalDays                  // "every 10 days from …"
	positionWords                 // "3rd sat of month"
)

type dayUnit uint8

const (
	anyDay dayUnit = iota
	workingUnit
	weekdayUnit
)

type period uint8

const (
	perMonth period = iota
	perQuarter
	perYear
)

func (p period) String() string { return [...]string{"month", "quarter", "year"}[p] }

func (p period) months() int { return [...]int{1, 3, 12}[p] }

var monthNames = []string{
	"january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december",
}

var ordinalWords = []string{"first", "second", "third", "fourth", "fifth"}

// ruleVocabulary is what a misspelled word of a rule is compared with.
var ruleVocabulary = slices.Concat(dayNames, monthNames, ordinalWords,
	[]string{"last", "month", "quarter", "year", "working", "day", "days", "every", "week", "weeks", "from", "of", "on"})

// wordReader reads a rule in words, token by token.
type wordReader struct {
	text   string
	tokens []string
}

func (p *wordReader) peek() string {
	if len(p.tokens) == 0 {
		return ""
	}
	return p.tokens[0]
}

func (p *wordReader) take(words ...string) bool {
	if len(p.tokens) == 0 || !slices.Contains(words, p.tokens[0]) {
		return false
	}
	p.tokens = p.tokens[1:]
	return true
}

// fail names the word that does not fit, if one of the known words is near.
func (p *wordReader) fail(hint string) *Error {
	if hint == "" {
		if near, ok := nearest(p.peek(), ruleVocabulary); ok && near != p.peek() {
			hint = "did you mean " + near + "?"
		}
	}
	return hinted("bad-rule", p.text, wantRule, hint)
}

var plainHints = map[string]string{
	"weekly":    `name the weekday, such as "tue"`,
	"biweekly":  `write "every 2 weeks on fri from 2026-01-09"`,
	"monthly":   `write "1st of month"`,
	"quarterly": `write "1st of quarter"`,
	"yearly":    `write "1st of january"`,
	"annually":  `write "1st of january"`,
	"hourly":    `write it as cron: "0 * * * *"`,
	"never":     "leave the rule out",
	"fortnight": `write "every 2 weeks on fri from 2026-01-09"`,
	"workdays":  `write "working days", or "mon-fri"`,
}

func parseWords(text string) (*wordRule, *Error) {
	lower := strings.ToLower(text)
	if hint, ok := plainHints[lower]; ok {
		return nil, hinted("bad-rule", text, wantRule, hint)
	}
	if _, err := parseDate(lower); err == nil {
		return nil, hinted("bad-rule", text, wantRule, "a single day is no rule; list it in dates")
	}
	p := &wordReader{text: text, tokens: strings.Fields(strings.ReplaceAll(lower, ",", " , "))}
	switch {
	case p.take("every"):
		return p.every()
	case slices.Contains(p.tokens, "of"):
		return p.positions()
	case lower == "working days" || lower == "working day":
		return &wordRule{kind: workingWords}, nil
	case len(p.tokens) == 2:
		if w, ok := dayAndMonth(p.tokens[0], p.tokens[1]); ok {
			return w, nil
		}
	}
	days, err := parseDays(text)
	if err != nil {
		err.Code, err.Expected = "bad-rule", wantRule
		if err.Hint == "" {
			for len(p.tokens) > 0 && err.Hint == "" {
				err.Hint = p.fail("").Hint
				p.tokens = p.tokens[1:]
			}
		}
		return nil, err
	}
	return &wordRule{kind: weekdayWords, days: days, interval: 1}, nil
}

// dayAndMonth reads "25 december" and "december 25".
func dayAndMonth(a, b string) (*wordRule, bool) {
	m, ok := monthNamed(b)
	if !ok {
		if m, ok = monthNamed(a); !ok {
			return nil, false
		}
		a = b
	}
	n, numeric := ordinal(a)
	if !numeric {
		n, numeric = digits(a)
	}
	if !numeric || n < 1 || n > 31 {
		return nil, false
	}
	return &wordRule{kind: positionWords, positions: []int{n}, months: 1 << m}, true
}

func monthNamed(s string) (time.Month, bool) {
	for i, name := range monthNames {
		if s == name || s == name[:3] || s == "sept" && i == 8 {
			return time.Month(i + 1), true
		}
	}
	return 0, false
}

// ordinal reads "3rd" and "third".
func ordinal(s string) (int, bool) {
	if i := slices.Index(ordinalWords, s); i >= 0 {
		return i + 1, true
	}
	if len(s) < 3 {
		return 0, false
	}
	n, ok := digits(s[:len(s)-2])
	return n, ok && n > 0 && slices.Contains([]string{"st", "nd", "rd", "th"}, s[len(s)-2:])
}

func ordinalText(n int) string {
	switch {
	case n%100 >= 11 && n%100 <= 13:
	case n%10 == 1:
		return strconv.Itoa(n) + "st"
	case n%10 == 2:
		return strconv.Itoa(n) + "nd"
	case n%10 == 3:
		return strconv.Itoa(n) + "rd"
	}
	return strconv.Itoa(n) + "th"
}

const maxInterval = 10_000

// every reads what follows "every".
func (p *wordReader) every() (*wordRule, *Error) {
	n := 1
	switch {
	case p.take("other"):
		n = 2
	default:
		if v, ok := digits(p.peek()); ok {
			if v < 1 || v > maxInterval {
				return nil, p.fail("the number is 1 to 10000")
			}
			n = v
			p.tokens = p.tokens[1:]
		}
	}
	switch {
	case n == 1 && p.take("working"):
		if !p.take("day") || len(p.tokens) > 0 {
			return nil, p.fail("")
		}
		return &wordRule{kind: workingWords}, nil
	case p.take("day", "days"):
		w := &wordRule{kind: intervalDays, interval: n}
		if n == 1 && len(p.tokens) == 0 {
			return &wordRule{kind: weekdayWords, days: everyDay, interval: 1}, nil
		}
		return w, p.begin(w)
	case p.take("week", "weeks"):
		w := &wordRule{kind: weekdayWords, interval: n}
		if p.take("on") {
			list := p.tokens
			if i := slices.Index(list, "from"); i >= 0 {
				list = list[:i]
			}
			days, err := parseDays(strings.Join(list, " "))
			if err != nil {
				err.Code, err.Found, err.Expected = "bad-rule", shorten(p.text), wantRule
				return nil, err
			}
			w.days = days
			p.tokens = p.tokens[len(list):]
		}
		if n == 1 && w.days != 0 && len(p.tokens) == 0 {
			return w, nil
		}
		if err := p.begin(w); err != nil {
			return nil, err
		}
		if w.days == 0 {
			w.days = 1 << w.from.Weekday()
		}
		return w, nil
	case n > 1 && (p.peek() == "months" || p.peek() == "month" || p.peek() == "quarters" || p.peek() == "years"):
		return nil, p.fail(fmt.Sprintf(`write it as an RRULE, such as "FREQ=MONTHLY;INTERVAL=%d;BYMONTHDAY=1"`, n))
	case n > 1:
		return nil, p.fail(fmt.Sprintf(`write "every %d weeks on fri from 2026-01-09"`, n))
	}
	days, err := parseDays(strings.Join(p.tokens, " "))
	if err != nil {
		return nil, p.fail(err.Hint)
	}
	return &wordRule{kind: weekdayWords, days: days, interval: 1}, nil
}

// begin reads "from DATE" at the end of a rule.
func (p *wordReader) begin(w *wordRule) *Error {
	if !p.take("from") {
		return p.fail(`say from which day to count, such as "from 2026-01-09"`)
	}
	d, err := parseDate(p.peek())
	if err != nil {
		hint := err.Hint
		if hint == "" {
			hint = "the day after from is written YYYY-MM-DD"
		}
		return p.fail(hint)
	}
	if p.tokens = p.tokens[1:]; len(p.tokens) > 0 {
		return p.fail("nothing follows the day after from")
	}
	w.from = d
	return nil
}

// positions reads "… of period".
func (p *wordReader) positions() (*wordRule, *Error) {
	w := &wordRule{kind: positionWords}
	p.take("the")
	counted := 0
	if n := len(p.tokens); n > 1 && (p.peek() == "first" || p.peek() == "last") {
		if v, ok := digits(p.tokens[1]); ok {
			if v < 1 || v > 366 {
				return nil, p.fail("the number is 1 to 366")
			}
			if p.tokens[0] == "last" {
				for i := -v; i < 0; i++ {
					w.positions = append(w.positions, i)
				}
			} else {
				for i := 1; i <= v; i++ {
					w.positions = append(w.positions, i)
				}
			}
			counted = v
			p.tokens = p.tokens[2:]
		}
	}
	for counted == 0 {
		n, ok := ordinal(p.peek())
		if ok {
			p.tokens = p.tokens[1:]
		}
		switch {
		case p.take("to") && ok && p.take("last"), p.take("last"):
			if !ok {
				n = 1
			}
			n = -n
		case !ok:
			return nil, p.fail("")
		}
		w.positions = append(w.positions, n)
		if !p.take(",", "and") {
			break
		}
		p.take("and")
	}
	if err := p.dayUnit(w, counted); err != nil {
		return nil, err
	}
	if !p.take("of") {
		return nil, p.fail("")
	}
	if err := p.periodOf(w); err != nil {
		return nil, err
	}
	w.positions = sortPositions(w.positions)
	for _, n := range w.positions {
		if most := w.mostPositions(); n > most || -n > most {
			return nil, p.fail(fmt.Sprintf("a %s has at most %d of these days", w.period, most))
		}
	}
	return w, nil
}

func (p *wordReader) dayUnit(w *wordRule, counted int) *Error {
	switch {
	case p.peek() == "of" && counted == 0, p.take("day", "days"):
	case p.take("working", "business"):
		if !p.take("day", "days") {
			return p.fail("")
		}
		w.unit = workingUnit
	case p.take("workday", "workdays"):
		w.unit = workingUnit
	case p.take("weekday", "weekdays"):
		w.unit, w.weekdays = weekdayUnit, monToFri
	default:
		d, ok := weekdayOf(p.peek())
		if !ok {
			return p.fail("")
		}
		p.tokens = p.tokens[1:]
		if p.peek() == "," || p.peek() == "and" {
			return p.fail("name one weekday, or write an RRULE")
		}
		w.unit, w.weekdays = weekdayUnit, 1<<d
	}
	return nil
}

func (p *wordReader) periodOf(w *wordRule) *Error {
	p.take("the", "each", "every")
	switch {
	case p.take("month"):
	case p.take("quarter"):
		w.period = perQuarter
	case p.take("year"):
		w.period = perYear
	default:
		for {
			m, ok := monthNamed(p.peek())
			if !ok {
				return p.fail("")
			}
			p.tokens = p.tokens[1:]
			w.months |= 1 << m
			if !p.take(",", "and") {
				break
			}
			p.take("and")
		}
	}
	if len(p.tokens) > 0 {
		return p.fail("")
	}
	return nil
}

// mostPositions is how many of the unit's days the longest period can have.
func (w *wordRule) mostPositions() int {
	days := [...]int{31, 92, 366}[w.period]
	if w.unit == weekdayUnit && w.weekdays != monToFri {
		return (days + 6) / 7
	}
	return days
}

// sortPositions puts positive ones first, each half ascending, without duplicates.
func sortPositions(list []int) []int {
	slices.SortFunc(list, func(a, b int) int {
		if (a > 0) != (b > 0) {
			return b - a
		}
		return a - b
	})
	return slices.Compact(list)
}
