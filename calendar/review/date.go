package review

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/berthplan/berth/calendar"
)

// Dates says how dates in texts are to be read. The zero Dates guess nothing.
type Dates struct {
	Zone  *time.Location // of days and times without a zone beside them; nil: UTC
	Order string         // of 03/04/2026: "dmy" (3 April) or "mdy" (4 March); "": such a text is refused
}

// Dated is what a text says of a date. Where it is no date, From is zero and Remark says why.
type Dated struct {
	From, To calendar.Moment // To: the last of a range, else zero
	Slips    Findings        // what the text says against itself: weekday, zone-label, two-times
	Remark   string          // why it is no date
	Meant    bool            // it is no date, yet plainly meant as one: "Setp 7 2026"
}

func (d Dates) here() *time.Location {
	if d.Zone == nil {
		return time.UTC
	}
	return d.Zone
}

// dated is one date as it stands in a cell, perhaps beside others that should mean the same.
type dated struct {
	text      string
	moment    calendar.Moment // written as 2026-09-01 or with its offset
	date      calendar.Date
	hasDate   bool
	month     time.Month
	day, year int
	clock     time.Duration
	hasClock  bool
	weekday   time.Weekday
	hasDay    bool // of the week
	zone      zoneLabel
	label     string
	next      *dated // the end of a range
}

var (
	renderings = regexp.MustCompile(`\s+/\s+|\s*\|\s*|\s*\n\s*`)
	isoMoment  = regexp.MustCompile(`^(\d{4}-\d{1,2}-\d{1,2})(?:[Tt ]\s*(\d{1,2}:\d{2}(?::\d{2})?)\s?(Z|z|[+-]\d{2}:\d{2})?)?$`)
	dateToken  = regexp.MustCompile(`^(?:` + strings.Join([]string{
		`(?P<iso>\d{4}-\d{1,2}-\d{1,2})`,
		`(?P<named>\d{1,2})-(\p{L}+)\.?-(\d{4}|\d{2})\b`,
		`(?P<first>\d{4})[./](\d{1,2})[./](\d{1,2})`,
		`(?P<numeric>\d{1,2})([./-])(\d{1,2})[./-](\d{4}|\d{2}\b)`,
		`(?P<clock>\d{1,2}):(\d{2})(?::(\d{2}))?(?:\s*([AaPp])\.?[Mm]\b)?`,
		`(?P<hour>\d{1,2})\s*([AaPp])\.?[Mm]\b`,
		`(?P<number>\d+)(st|nd|rd|th|er)?`,
		`(?P<word>\p{L}+(?:/\p{L}[\p{L}_/]*)?)`,
		`(?P<dash>[-–—])`,
		`(?P<skip>[\s,.()'’]+)`,
	}, "|") + `)`)
)

// Read reads a text that is a date or a range of dates, as people write them in
// English, German and French: 2026-09-01 14:00, Tue 1 September 2026 6pm, 01.09.2026, 9/28/2026, 6 - 9
// November 2026. Zones may stand beside times (UTC, PDT, CEST, AoE, Europe/Zurich), and one instant may
// stand there several times: "02:00 UTC Wednesday 28 February 2024 / 18:00 PST Tuesday 27 February 2024".
//
// The error is a [*calendar.Error]: "bad-date", a date that does not exist, or "ambiguous-date", one with
// two readings. A text that is no date is no error.
func (d Dates) Read(text string) (Dated, error) {
	out, err := d.read(text)
	if err != nil {
		return Dated{}, err
	}
	if out.From.IsZero() {
		out.Meant = meant(strings.TrimSpace(text), out.Remark)
	}
	return out, nil
}

func (d Dates) read(text string) (Dated, *calendar.Error) {
	var out Dated
	var all []*dated
	for _, part := range renderings.Split(strings.TrimSpace(text), -1) {
		one, why, fault := d.rendering(strings.TrimSpace(part))
		if fault != nil {
			return out, fault
		}
		if one == nil {
			out.Remark = why
			return out, nil
		}
		all = append(all, one)
	}
	for i, one := range all { // "17:00 UTC / 09:00 PST Tuesday 13 December 2022"
		if !one.hasDate && i+1 < len(all) && one.hasClock && all[i+1].hasDate {
			one.date, one.hasDate = all[i+1].date, true
		}
		if !one.hasDate {
			out.Remark = "no day"
			return out, nil
		}
	}
	base := all[0]
	for _, one := range all {
		if one.hasClock {
			base = one
			break
		}
	}
	out.From = d.moment(base)
	if base.next != nil {
		out.To = d.moment(base.next)
	}
	for _, one := range all {
		out.Slips = append(out.Slips, d.slips(one)...)
		if one.next != nil {
			out.Slips = append(out.Slips, d.slips(one.next)...)
		}
	}
	for _, one := range all {
		if one != base && !d.agree(one, base) {
			out.Slips = append(out.Slips, Finding{Code: "two-times", Found: quote(one.text),
				Expected: d.show(base, d.location(one)) + " " + d.abbreviation(one, base) + ", which is " + base.text})
		}
	}
	return out, nil
}

// rendering reads one date or range; nil where it is none, with the reason.
func (d Dates) rendering(text string) (*dated, string, *calendar.Error) {
	if m := isoMoment.FindStringSubmatch(text); m != nil {
		return d.iso(text, m)
	}
	bad := func(expected, hint string) *calendar.Error {
		return &calendar.Error{Code: "bad-date", Found: excerpt(text), Expected: expected, Hint: hint}
	}
	left, right := &dated{text: text}, (*dated)(nil)
	at := left
	for rest := text; rest != ""; {
		m := dateToken.FindStringSubmatch(rest)
		if m == nil {
			return nil, "it is no date", nil
		}
		rest = rest[len(m[0]):]
		group := func(name string) (string, int) {
			i := dateToken.SubexpIndex(name)
			return m[i], i
		}
		if s, _ := group("skip"); s != "" {
			continue
		}
		if s, _ := group("dash"); s != "" {
			if right != nil {
				return nil, "it is no date", nil
			}
			right = &dated{text: text}
			at = right
			continue
		}
		if s, _ := group("word"); s != "" {
			if rangeWords[strings.ToLower(s)] && right == nil && left.day+left.date.Day > 0 {
				right = &dated{text: text}
				at = right
				continue
			}
			if !at.word(s) {
				return nil, "it is no date", nil
			}
			continue
		}
		if s, _ := group("iso"); s != "" {
			y, rest, _ := strings.Cut(s, "-")
			month, day, _ := strings.Cut(rest, "-")
			date, fault := d.numbers(text, y, month, day, bad)
			if fault != nil {
				return nil, "", fault
			}
			if !at.setDate(date) {
				return nil, "it is no date", nil
			}
			continue
		}
		if s, i := group("named"); s != "" {
			month, ok := nearWord(strings.ToLower(m[i+1]), months)
			if !ok {
				return nil, "it is no date", nil
			}
			if fault := at.numeric(d.namedDate(text, s, month, m[i+2], bad)); fault != nil {
				return nil, "", fault
			}
			continue
		}
		if s, i := group("first"); s != "" {
			if fault := at.numeric(d.numbers(text, s, m[i+1], m[i+2], bad)); fault != nil {
				return nil, "", fault
			}
			continue
		}
		if s, i := group("numeric"); s != "" {
			if fault := at.numeric(d.shortDate(text, s, m[i+1], m[i+2], m[i+3], bad)); fault != nil {
				return nil, "", fault
			}
			continue
		}
		if s, i := group("clock"); s != "" {
			if at.hasClock {
				return nil, "it is no date", nil
			}
			if !at.setClock(s, m[i+1], m[i+2], m[i+3]) {
				return nil, "", bad("a time of day from 00:00 to 23:59", "")
			}
			continue
		}
		if s, i := group("hour"); s != "" {
			if at.hasClock || !at.setClock(s, "0", "", m[i+1]) {
				return nil, "it is no date", nil
			}
			continue
		}
		s, i := group("number")
		if !at.number(s, m[i+1] != "") {
			return nil, "it is no date", nil
		}
	}
	if right == nil {
		why, fault := left.settle(bad)
		if why != "" || fault != nil {
			return nil, why, fault
		}
		return left, "", nil
	}
	why, fault := left.until(right, bad)
	if why != "" || fault != nil {
		return nil, why, fault
	}
	return left, "", nil
}

func (one *dated) setClock(h, m, s, half string) bool {
	hours, _ := strconv.Atoi(h)
	minutes, _ := strconv.Atoi(m)
	seconds, _ := strconv.Atoi(s)
	if half != "" {
		if hours < 1 || hours > 12 {
			return false
		}
		if hours %= 12; strings.EqualFold(half, "p") {
			hours += 12
		}
	}
	if hours > 23 || minutes > 59 || seconds > 59 {
		return false
	}
	one.clock, one.hasClock = time.Duration(hours*3600+minutes*60+seconds)*time.Second, true
	return true
}

// number takes a number as the year or as the day of the month.
func (one *dated) number(s string, ordinal bool) bool {
	n, err := strconv.Atoi(s)
	switch {
	case err != nil || one.hasDate:
		return false
	case len(s) == len("20260907") && !ordinal:
		date, err := calendar.ParseDate(s[:4] + "-" + s[4:6] + "-" + s[6:])
		return err == nil && n >= 1900_00_00 && n < 2200_00_00 && one.setDate(date)
	case len(s) == 4 && !ordinal && one.year == 0:
		one.year = n
	case len(s) <= 2 && one.day == 0 && n > 0:
		one.day = n
	default:
		return false
	}
	return true
}

// word takes a month, a day of the week, a zone or a word that says nothing.
func (one *dated) word(s string) bool {
	lower := strings.ToLower(s)
	if fillers[lower] {
		return true
	}
	if m, ok := nearWord(lower, months); ok {
		if one.month != 0 {
			return false
		}
		one.month = time.Month(m)
		return true
	}
	if w, ok := nearWord(lower, weekdays); ok {
		if one.hasDay {
			return false
		}
		one.weekday, one.hasDay = time.Weekday(w), true
		return true
	}
	if z, ok := findZone(s); ok && one.label == "" {
		one.zone, one.label = z, s
		return true
	}
	return false
}

// settle puts day, month and year together. What lacks one of them is no date, but a time alone may be part of one.
func (one *dated) settle(bad func(string, string) *calendar.Error) (string, *calendar.Error) {
	switch {
	case one.hasDate:
		return "", nil
	case one.day == 0 && one.month == 0 && one.year == 0 && one.hasClock:
		return "", nil
	case one.day == 0 || one.month == 0:
		return "it is no date", nil
	case one.year == 0:
		return "the year is missing", nil
	}
	date, err := calendar.ParseDate(fmt.Sprintf("%04d-%02d-%02d", one.year, one.month, one.day))
	if err != nil {
		return "", bad("a day that exists", hintOf(err))
	}
	one.date, one.hasDate = date, true
	return "", nil
}

// until makes a range of two ends; each may leave out what the other says.
func (one *dated) until(end *dated, bad func(string, string) *calendar.Error) (string, *calendar.Error) {
	inherited := false
	if !one.hasDate && !end.hasDate {
		if end.day == 0 && end.month == 0 && end.year == 0 && end.hasClock {
			end.day, end.month, end.year = one.day, one.month, one.year
		}
		if end.month == 0 {
			end.month = one.month
		}
		if one.month == 0 {
			one.month = end.month
		}
		if end.year == 0 {
			end.year = one.year
		}
		if one.year == 0 {
			one.year, inherited = end.year, true
		}
	} else if one.hasDate && !end.hasDate && end.hasClock && end.day == 0 {
		end.date, end.hasDate = one.date, true
	}
	if end.label == "" {
		end.label, end.zone = one.label, one.zone
	} else if one.label == "" {
		one.label, one.zone = end.label, end.zone
	}
	for _, x := range []*dated{one, end} {
		if why, fault := x.settle(bad); why != "" || fault != nil {
			return why, fault
		}
		if !x.hasDate {
			return "it is no date", nil
		}
	}
	if inherited && end.date.Compare(one.date) < 0 {
		one.year, one.hasDate = one.year-1, false
		if why, fault := one.settle(bad); why != "" || fault != nil {
			return why, fault
		}
	}
	if one.hasClock && end.hasClock && one.date == end.date && end.clock <= one.clock {
		end.date = end.date.AddDays(1)
	}
	one.next = end
	return "", nil
}
