package calendar

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// recurrence is an RRULE with its DTSTART, read and checked.
type recurrence struct {
	freq     frequency
	interval int // 1 and more
	count    int // 0: no end by number
	until    int64
	untilIs  untilForm
	wkst     time.Weekday

	setPos, month, monthDay, yearDay, weekNo []int
	hour, minute, second                     []int
	day                                      []ordinalDay

	start   int64 // floating seconds
	startIs startForm
	zone    string // of the DTSTART; "" if it names none
}

type frequency uint8

const (
	yearly frequency = iota
	monthly
	weekly
	daily
	hourly
)

var frequencyNames = []string{"YEARLY", "MONTHLY", "WEEKLY", "DAILY", "HOURLY"}

type startForm uint8

const (
	noStart startForm = iota
	startDate
	startTime
)

type untilForm uint8

const (
	noUntil    untilForm = iota
	untilDate            // the whole day
	untilLocal           // floating seconds
	untilUTC             // Unix seconds
)

// ordinalDay is a weekday of a BYDAY: the n-th, from the end if negative, every one if 0.
type ordinalDay struct {
	n   int
	day time.Weekday
}

var rruleDays = []string{"SU", "MO", "TU", "WE", "TH", "FR", "SA"}

// maxCount bounds COUNT, maxTimesOfDay the times of day that BYHOUR, BYMINUTE and BYSECOND make together.
const (
	maxCount      = 100_000
	maxTimesOfDay = 1440
)

const wantRRule = `an RRULE of RFC 5545, such as "FREQ=MONTHLY;BYDAY=3SA"`

// ruleReader collects the parts of an RRULE text.
type ruleReader struct {
	text string
	r    recurrence
	seen map[string]bool
}

func (p *ruleReader) fail(code, hint string) *Error { return hinted(code, p.text, wantRRule, hint) }

// parseRecurrence reads "RRULE:FREQ=…", "FREQ=…" and either with a DTSTART in
// front, parted from the rule by a line break, a space or a semicolon. It takes folded lines and lower case.
func parseRecurrence(text string) (*recurrence, *Error) {
	p := &ruleReader{text: text, r: recurrence{interval: 1, wkst: time.Monday}, seen: map[string]bool{}}
	unfolded := strings.NewReplacer("\r\n ", "", "\r\n\t", "", "\n ", "", "\n\t", "").Replace(text)
	lines := strings.Fields(unfolded)
	var parts string
	for _, line := range lines {
		name, _, _ := strings.Cut(strings.ToUpper(line), ":")
		name, _, _ = strings.Cut(name, ";")
		switch {
		case strings.HasPrefix(name, "DTSTART"):
			rest, err := p.dtstart(line)
			if err != nil {
				return nil, err
			}
			if line = rest; line == "" {
				continue
			}
		case name == "EXDATE", name == "RDATE":
			return nil, p.fail("unsupported-rule", "list single days in dates and except")
		case name == "EXRULE":
			return nil, p.fail("unsupported-rule", "EXRULE is not supported; use a blackout")
		}
		if len(line) >= 6 && strings.EqualFold(line[:6], "RRULE:") {
			line = line[6:]
		}
		if parts != "" {
			return nil, p.fail("bad-rule", "write one RRULE only")
		}
		parts = line
	}
	if parts == "" {
		return nil, p.fail("bad-rule", "the rule itself is missing")
	}
	items := strings.Split(strings.ToUpper(strings.TrimSuffix(parts, ";")), ";")
	for _, item := range items {
		if err := p.part(item); err != nil {
			return nil, err
		}
	}
	if !p.seen["FREQ"] {
		return nil, p.fail("bad-rule", "FREQ is missing")
	}
	if err := p.check(); err != nil {
		return nil, err
	}
	return &p.r, nil
}

// dtstart reads a DTSTART line; it gives back the rule if that follows on the same line.
func (p *ruleReader) dtstart(line string) (rest string, err *Error) {
	if p.seen["DTSTART"] {
		return "", p.fail("bad-rule", "DTSTART stands twice")
	}
	p.seen["DTSTART"] = true
	s := line[len("DTSTART"):]
	dateOnly := false
	for strings.HasPrefix(s, ";") {
		end := strings.IndexAny(s[1:], ";:") + 1
		if end == 0 {
			return "", p.fail("bad-rule", "DTSTART has no value")
		}
		name, value, _ := strings.Cut(s[1:end], "=")
		switch strings.ToUpper(name) {
		case "VALUE":
			switch strings.ToUpper(value) {
			case "DATE":
				dateOnly = true
			case "DATE-TIME":
			default:
				return "", p.fail("bad-rule", "VALUE of a DTSTART is DATE or DATE-TIME")
			}
		case "TZID":
			value = strings.Trim(value, `"`)
			if iana, ok := WindowsZone(value); ok {
				value = iana
			}
			if _, zerr := loadZone(value); zerr != nil {
				return "", p.fail("unknown-zone", strings.TrimSpace("TZID "+value+" is no IANA zone "+zerr.Hint))
			}
			if p.r.zone = value; value == "" {
				return "", p.fail("unknown-zone", "TZID is empty")
			}
		default:
			return "", p.fail("bad-rule", "DTSTART takes VALUE and TZID only")
		}
		s = s[end:]
	}
	if s == "" || (s[0] != ':' && s[0] != '=') {
		return "", p.fail("bad-rule", "DTSTART has no value")
	}
	value, rest, _ := strings.Cut(s[1:], ";")
	if i := strings.IndexByte(value, ':'); i >= 0 && rest == "" && strings.Contains(value, "=") {
		value, rest = value[:i], value[i+1:]
	} else if i >= 0 {
		value, rest = value[:i], value[i+1:]+";"+rest
	}
	seconds, form, ok := icalTime(value)
	if !ok || dateOnly && form != untilDate {
		return "", p.fail("bad-rule", "DTSTART is written 20260109T210000, or 20260109 for a day")
	}
	switch form {
	case untilDate:
		p.r.startIs = startDate
		if p.r.zone != "" {
			return "", p.fail("bad-rule", "a DTSTART without a time has no zone")
		}
	case untilUTC:
		if p.r.zone != "" {
			return "", p.fail("bad-rule", "a DTSTART in UTC has no TZID")
		}
		p.r.zone = "UTC"
		p.r.startIs = startTime
	default:
		p.r.startIs = startTime
	}
	p.r.start = seconds
	return rest, nil
}

// icalTime reads 20260109, 20260109T210000 and 20260109T210000Z.
func icalTime(s string) (seconds int64, form untilForm, ok bool) {
	s = strings.ToUpper(s)
	form = untilLocal
	if len(s) == 16 && s[15] == 'Z' {
		s, form = s[:15], untilUTC
	}
	if len(s) != 8 && (len(s) != 15 || s[8] != 'T') {
		return 0, 0, false
	}
	d, err := parseDate(s[:4] + "-" + s[4:6] + "-" + s[6:8])
	if err != nil {
		return 0, 0, false
	}
	if len(s) == 8 {
		return d.seconds(), untilDate, true
	}
	c, err := parseClock(s[9:11] + ":" + s[11:13] + ":" + s[13:15])
	if err != nil || c == daySeconds {
		return 0, 0, false
	}
	return d.seconds() + int64(c), form, true
}

func icalText(seconds int64, form untilForm) string {
	t := time.Unix(seconds, 0).UTC()
	switch form {
	case untilDate:
		return t.Format("20060102")
	case untilUTC:
		return t.Format("20060102T150405Z")
	}
	return t.Format("20060102T150405")
}

var rruleParts = []string{
	"FREQ", "INTERVAL", "COUNT", "UNTIL", "WKST", "BYSETPOS", "BYMONTH", "BYMONTHDAY",
	"BYYEARDAY", "BYWEEKNO", "BYDAY", "BYHOUR", "BYMINUTE", "BYSECOND",
}

// part reads one "NAME=value".
func (p *ruleReader) part(item string) *Error {
	name, value, ok := strings.Cut(item, "=")
	if !ok || value == "" {
		return p.fail("bad-rule", strings.TrimSpace(name+" has no value"))
	}
	if p.seen[name] {
		return p.fail("bad-rule", name+" stands twice")
	}
	p.seen[name] = true
	switch name {
	case "FREQ":
		i := slices.Index(frequencyNames, value)
		if i < 0 {
			if value == "MINUTELY" || value == "SECONDLY" {
				return p.fail("too-often", "rules fire hourly at most; use FREQ=HOURLY with BYMINUTE")
			}
			return p.fail("bad-rule", "FREQ is YEARLY, MONTHLY, WEEKLY, DAILY or HOURLY")
		}
		p.r.freq = frequency(i)
		return nil
	case "INTERVAL":
		return p.number(name, value, 1, maxInterval, &p.r.interval)
	case "COUNT":
		return p.number(name, value, 1, maxCount, &p.r.count)
	case "UNTIL":
		seconds, form, ok := icalTime(value)
		if !ok {
			return p.fail("bad-rule", "UNTIL is written 20260109, 20260109T210000 or 20260109T210000Z")
		}
		p.r.until, p.r.untilIs = seconds, form
		return nil
	case "WKST":
		i := slices.Index(rruleDays, value)
		if i < 0 {
			return p.fail("bad-rule", "WKST is one of MO, TU, WE, TH, FR, SA, SU")
		}
		p.r.wkst = time.Weekday(i)
		return nil
	case "BYDAY":
		return p.byDay(value)
	}
	lists := map[string]struct {
		to     *[]int
		lo, hi int
		signed bool
	}{
		"BYSETPOS": {&p.r.setPos, 1, 366, true}, "BYMONTH": {&p.r.month, 1, 12, false},
		"BYMONTHDAY": {&p.r.monthDay, 1, 31, true}, "BYYEARDAY": {&p.r.yearDay, 1, 366, true},
		"BYWEEKNO": {&p.r.weekNo, 1, 53, true}, "BYHOUR": {&p.r.hour, 0, 23, false},
		"BYMINUTE": {&p.r.minute, 0, 59, false}, "BYSECOND": {&p.r.second, 0, 59, false},
	}
	l, ok := lists[name]
	if !ok {
		hint := "the parts are " + strings.Join(rruleParts, ", ")
		if near, ok := nearest(name, rruleParts); ok {
			hint = "did you mean " + near + "?"
		}
		return p.fail("bad-rule", hint)
	}
	for _, word := range strings.Split(value, ",") {
		n, ok := signedNumber(word)
		if !ok || !(n >= l.lo && n <= l.hi || l.signed && -n >= l.lo && -n <= l.hi) {
			hint := fmt.Sprintf("%s is %d to %d", name, l.lo, l.hi)
			if l.signed {
				hint += fmt.Sprintf(", or -%d to -%d from the end", l.hi, l.lo)
			}
			return p.fail("bad-rule", hint)
		}
		*l.to = append(*l.to, n)
	}
	slices.Sort(*l.to)
	*l.to = slices.Clip(slices.Compact(*l.to))
	return nil
}

func (p *ruleReader) number(name, value string, lo, hi int, to *int) *Error {
	n, ok := digits(value)
	if !ok || n < lo || n > hi {
		return p.fail("bad-rule", fmt.Sprintf("%s is %d to %d", name, lo, hi))
	}
	*to = n
	return nil
}

// signedNumber reads digits with an optional sign.
func signedNumber(s string) (int, bool) {
	if rest, ok := strings.CutPrefix(s, "-"); ok {
		n, ok := digits(rest)
		return -n, ok
	}
	return digits(strings.TrimPrefix(s, "+"))
}

func (p *ruleReader) byDay(value string) *Error {
	for _, word := range strings.Split(value, ",") {
		if len(word) < 2 {
			return p.fail("bad-rule", "BYDAY is a list such as MO,WE or 3SA,-1FR")
		}
		day := slices.Index(rruleDays, word[len(word)-2:])
		n, ok := 0, true
		if head := word[:len(word)-2]; head != "" {
			n, ok = signedNumber(head)
			ok = ok && n != 0 && n >= -53 && n <= 53
		}
		if day < 0 || !ok {
			return p.fail("bad-rule", "BYDAY is a list such as MO,WE or 3SA,-1FR")
		}
		p.r.day = append(p.r.day, ordinalDay{n, time.Weekday(day)})
	}
	slices.SortFunc(p.r.day, func(a, b ordinalDay) int {
		if a.n != b.n {
			return a.n - b.n
		}
		return (int(a.day)+6)%7 - (int(b.day)+6)%7
	})
	p.r.day = slices.Clip(slices.Compact(p.r.day))
	return nil
}

// String is the canonical text: parts in a fixed order, what has its default left out.
func (r *recurrence) String() string {
	var b strings.Builder
	switch r.startIs {
	case startDate:
		b.WriteString("DTSTART;VALUE=DATE:" + icalText(r.start, untilDate) + " RRULE:")
	case startTime:
		switch r.zone {
		case "":
			b.WriteString("DTSTART:" + icalText(r.start, untilLocal) + " RRULE:")
		case "UTC":
			b.WriteString("DTSTART:" + icalText(r.start, untilUTC) + " RRULE:")
		default:
			b.WriteString("DTSTART;TZID=" + r.zone + ":" + icalText(r.start, untilLocal) + " RRULE:")
		}
	}
	b.WriteString("FREQ=" + frequencyNames[r.freq])
	if r.interval != 1 {
		fmt.Fprintf(&b, ";INTERVAL=%d", r.interval)
	}
	if r.count != 0 {
		fmt.Fprintf(&b, ";COUNT=%d", r.count)
	}
	if r.untilIs != noUntil {
		b.WriteString(";UNTIL=" + icalText(r.until, r.untilIs))
	}
	for _, l := range []struct {
		name string
		list []int
	}{{"BYMONTH", r.month}, {"BYWEEKNO", r.weekNo}, {"BYYEARDAY", r.yearDay}, {"BYMONTHDAY", r.monthDay}} {
		writeList(&b, l.name, l.list)
	}
	if len(r.day) > 0 {
		words := make([]string, len(r.day))
		for i, d := range r.day {
			words[i] = rruleDays[d.day]
			if d.n != 0 {
				words[i] = strconv.Itoa(d.n) + words[i]
			}
		}
		b.WriteString(";BYDAY=" + strings.Join(words, ","))
	}
	writeList(&b, "BYHOUR", r.hour)
	writeList(&b, "BYMINUTE", r.minute)
	writeList(&b, "BYSECOND", r.second)
	writeList(&b, "BYSETPOS", r.setPos)
	if r.wkst != time.Monday {
		b.WriteString(";WKST=" + rruleDays[r.wkst])
	}
	return b.String()
}

func writeList(b *strings.Builder, name string, list []int) {
	for i, n := range list {
		sep := ","
		if i == 0 {
			sep = ";" + name + "="
		}
		b.WriteString(sep + strconv.Itoa(n))
	}
}
