package calendar

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/berthplan/berth/calendar/internal/recur"
	"github.com/berthplan/berth/calendar/internal/winzone"
)

const wantRRule = `an RRULE of RFC 5545, such as "FREQ=MONTHLY;BYDAY=3SA"`

// ruleReader collects the parts of an RRULE text.
type ruleReader struct {
	text string
	r    recurrence
	seen map[string]bool
}

func (p *ruleReader) fail(code, hint string) *Error { return hinted(code, p.text, wantRRule, hint) }

// unfold joins folded lines (RFC 5545 §3.1).
var unfold = strings.NewReplacer("\r\n ", "", "\r\n\t", "", "\n ", "", "\n\t", "")

// otherLines are what stands beside an RRULE in a calendar file, and where it goes here.
var otherLines = map[string]string{
	"EXDATE": "list the days in except (Recurrence.Except, if they are times)",
	"RDATE":  "list the days in dates (Recurrence.Dates, if they are times)",
	"EXRULE": "EXRULE is no longer part of the standard; use a blackout",
}

// parseRecurrence reads "RRULE:FREQ=…", "FREQ=…" and either with a DTSTART in
// front, parted from the rule by a line break, a space or a semicolon. It takes folded lines and lower case.
func parseRecurrence(text string) (*recurrence, *Error) {
	p := &ruleReader{text: text, r: recurrence{Rule: recur.Rule{Interval: 1, WeekStart: time.Monday}}, seen: map[string]bool{}}
	var parts string
	for _, line := range ruleLines(text) {
		name, _, _ := strings.Cut(strings.ToUpper(line), ":")
		name, _, _ = strings.Cut(name, ";")
		if strings.HasPrefix(name, "DTSTART") {
			rest, err := p.dtstart(line)
			if err != nil {
				return nil, err
			}
			if line = rest; line == "" {
				continue
			}
		} else if hint, ok := otherLines[name]; ok {
			return nil, p.fail("unsupported-rule", hint)
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
	for _, item := range strings.Split(strings.ToUpper(strings.TrimSuffix(parts, ";")), ";") {
		if err := p.part(item); err != nil {
			return nil, err
		}
	}
	if err := p.check(); err != nil {
		return nil, err
	}
	p.r.normal()
	return &p.r, nil
}

// ruleLines parts the lines of a rule's text, at line breaks or spaces. The
// name of a zone keeps its spaces: "DTSTART;TZID=W. Europe Standard Time:…".
func ruleLines(text string) []string {
	var lines []string
	for _, word := range strings.Fields(unfold.Replace(text)) {
		n := len(lines) - 1
		if n >= 0 && outside(lines[n], ":") < 0 && len(lines[n]) > 7 && strings.EqualFold(lines[n][:8], "DTSTART;") {
			lines[n] += " " + word
			continue
		}
		lines = append(lines, word)
	}
	return lines
}

// dtstart reads a DTSTART line; it gives back the rule if that follows on the same line.
func (p *ruleReader) dtstart(line string) (rest string, err *Error) {
	if p.seen["DTSTART"] {
		return "", p.fail("bad-rule", "DTSTART stands twice")
	}
	p.seen["DTSTART"] = true
	s := line[len("DTSTART"):]
	value := ""
	for strings.HasPrefix(s, ";") {
		end := outside(s[1:], ";:") + 1
		if end == 0 {
			return "", p.fail("bad-rule", "DTSTART has no value")
		}
		name, setting, _ := strings.Cut(s[1:end], "=")
		switch strings.ToUpper(name) {
		case "VALUE":
			if value = strings.ToUpper(setting); value != "DATE" && value != "DATE-TIME" {
				return "", p.fail("bad-rule", "VALUE of a DTSTART is DATE or DATE-TIME")
			}
		case "TZID":
			if err := p.tzid(strings.Trim(setting, `"`)); err != nil {
				return "", err
			}
		default:
			return "", p.fail("bad-rule", "DTSTART takes VALUE and TZID only")
		}
		s = s[end:]
	}
	if s == "" || (s[0] != ':' && s[0] != '=') {
		return "", p.fail("bad-rule", "DTSTART has no value")
	}
	end := strings.IndexAny(s[1:], ";:") + 1
	if end == 0 {
		end = len(s)
	}
	seconds, form, ok := icalTime(s[1:end])
	if !ok || value == "DATE" && form != untilDate || value == "DATE-TIME" && form == untilDate {
		return "", p.fail("bad-rule", "DTSTART is written 20260109T210000, or 20260109 for a day")
	}
	p.r.start, p.r.startIs = seconds, startTime
	switch {
	case form == untilDate && p.r.zone != "":
		return "", p.fail("bad-rule", "a DTSTART without a time has no zone")
	case form == untilDate:
		p.r.startIs = startDate
	case form == untilUTC && p.r.zone != "" && p.r.zone != "UTC":
		return "", p.fail("bad-rule", "a DTSTART in UTC has no TZID")
	case form == untilUTC:
		p.r.zone = "UTC"
	}
	return strings.TrimLeft(s[end:], ";:"), nil
}

// outside is where the first of some signs stands outside of quotes, -1 if none does.
func outside(s, signs string) int {
	quoted := false
	for i := range len(s) {
		switch {
		case s[i] == '"':
			quoted = !quoted
		case !quoted && strings.IndexByte(signs, s[i]) >= 0:
			return i
		}
	}
	return -1
}

// tzid takes an IANA name, or a Windows name for one.
func (p *ruleReader) tzid(name string) *Error {
	if name == "" {
		return p.fail("unknown-zone", "TZID is empty")
	}
	if iana, ok := winzone.IANA(name); ok {
		name = iana
	}
	if _, err := loadZone(name); err != nil {
		return p.fail("unknown-zone", strings.TrimSpace("TZID "+name+" is no IANA zone "+err.Hint))
	}
	p.r.zone = name
	return nil
}

// icalTime reads 20260109, 20260109T210000 and 20260109T210000Z. A second 60 is read as 59 (RFC 5545 §3.3.12).
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
	second := s[13:15]
	if second == "60" {
		second = "59"
	}
	c, err := parseClock(s[9:11] + ":" + s[11:13] + ":" + second)
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

// ruleParts are the names of the parts, to compare a misspelled one with.
var ruleParts = []string{
	"FREQ", "INTERVAL", "COUNT", "UNTIL", "WKST", "BYSETPOS", "BYMONTH", "BYMONTHDAY",
	"BYYEARDAY", "BYWEEKNO", "BYDAY", "BYHOUR", "BYMINUTE", "BYSECOND", "RSCALE", "SKIP",
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
		if p.r.Freq, ok = recur.ParseFrequency(value); !ok {
			return p.fail("bad-rule", "FREQ is YEARLY, MONTHLY, WEEKLY, DAILY, HOURLY, MINUTELY or SECONDLY")
		}
	case "INTERVAL":
		return p.number(name, value, recur.MaxInterval, &p.r.Interval)
	case "COUNT":
		return p.number(name, value, recur.MaxCount, &p.r.Count)
	case "UNTIL":
		if p.r.until, p.r.untilIs, ok = icalTime(value); !ok {
			return p.fail("bad-rule", "UNTIL is written 20260109, 20260109T210000 or 20260109T210000Z")
		}
	case "WKST":
		i := slices.Index(rruleDays, value)
		if i < 0 {
			return p.fail("bad-rule", "WKST is one of MO, TU, WE, TH, FR, SA, SU")
		}
		p.r.WeekStart = time.Weekday(i)
	case "RSCALE":
		if value != "GREGORIAN" {
			return p.fail("unsupported-rule", "RSCALE is GREGORIAN")
		}
	case "SKIP":
		if p.r.Skip, ok = recur.ParseSkip(value); !ok {
			return p.fail("bad-rule", "SKIP is OMIT, BACKWARD or FORWARD")
		}
	case "BYDAY":
		return p.byDay(value)
	default:
		return p.list(name, value)
	}
	return nil
}

func (p *ruleReader) number(name, value string, hi int, to *int) *Error {
	n, ok := digits(value)
	if !ok || n < 1 || n > hi {
		return p.fail("bad-rule", fmt.Sprintf("%s is 1 to %d", name, hi))
	}
	*to = n
	return nil
}

// list reads the numbers of a BY part.
func (p *ruleReader) list(name, value string) *Error {
	all := p.r.Parts()
	i := slices.IndexFunc(all, func(x recur.Part) bool { return x.Name == name })
	if i < 0 {
		hint := "the parts are " + strings.Join(ruleParts, ", ")
		if near, ok := nearest(name, ruleParts); ok {
			hint = "did you mean " + near + "?"
		}
		return p.fail("bad-rule", hint)
	}
	for word := range strings.SplitSeq(value, ",") {
		n, ok := signedNumber(word)
		if !ok {
			n = -1 << 30
		}
		if fault := all[i].Fault(n); fault != "" {
			return p.fail("bad-rule", fault)
		}
		*all[i].List = append(*all[i].List, n)
	}
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
	for word := range strings.SplitSeq(value, ",") {
		bad := p.fail("bad-rule", "BYDAY is a list such as MO,WE or 3SA,-1FR")
		if len(word) < 2 {
			return bad
		}
		day := slices.Index(rruleDays, word[len(word)-2:])
		n, ok := 0, true
		if head := word[:len(word)-2]; head != "" {
			n, ok = signedNumber(head)
			ok = ok && n != 0
		}
		if day < 0 || !ok {
			return bad
		}
		p.r.Day = append(p.r.Day, recur.Weekday{N: n, Day: time.Weekday(day)})
	}
	return nil
}

// check refuses what RFC 5545 and RFC 7529 forbid, and drops what has no
// meaning: times of day of a rule of days.
func (p *ruleReader) check() *Error {
	r := &p.r
	switch {
	case !p.seen["FREQ"]:
		return p.fail("bad-rule", "FREQ is missing")
	case r.Count != 0 && r.untilIs != noUntil:
		return p.fail("bad-rule", "give COUNT or UNTIL, not both")
	case p.seen["SKIP"] && !p.seen["RSCALE"]:
		return p.fail("bad-rule", "SKIP goes with RSCALE=GREGORIAN in front of FREQ")
	case r.startIs == startDate && r.Freq >= recur.Hourly:
		return p.fail("bad-rule", "a rule of hours, minutes or seconds needs a DTSTART with a time")
	}
	if fault := r.Check(); fault != "" {
		return p.fail("bad-rule", fault)
	}
	if r.startIs == startDate {
		r.Hour, r.Minute, r.Second = nil, nil, nil
	}
	return nil
}
