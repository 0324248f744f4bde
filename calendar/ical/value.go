package ical

import (
	"strings"
	"time"

	"github.com/berthplan/berth/calendar"
)

// when is a DATE or DATE-TIME as written.
type when struct {
	date  calendar.Date
	clock calendar.Clock
	form  form
	zone  *time.Location // of a local time; nil: floating
}

type form uint8

const (
	dateForm form = iota
	localForm
	utcForm
)

const wantTime = "a day (20261225) or a time (20261225T090000, …Z) that exists"

// parseWhen reads 20261225, 20261225T090000 and 20261225T090000Z; ok is false for anything else.
// The form of the value decides, as everywhere: VALUE is often missing and sometimes wrong.
func parseWhen(s string) (w when, ok bool) {
	s = strings.TrimSpace(s)
	if len(s) != 8 && len(s) != 15 && len(s) != 16 {
		return w, false
	}
	year, month, day := number(s[:4]), number(s[4:6]), number(s[6:8])
	if year < 1 || month < 1 || month > 12 || day < 1 || day > 28 && day > time.Date(year, time.Month(month)+1, 0, 0, 0, 0, 0, time.UTC).Day() {
		return w, false
	}
	w.date = calendar.Date{Year: year, Month: time.Month(month), Day: day}
	if len(s) == 8 {
		return w, true
	}
	hour, minute, second := number(s[9:11]), number(s[11:13]), number(s[13:15])
	if s[8]|0x20 != 't' || hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 60 {
		return w, false
	}
	w.clock, w.form = calendar.Clock(hour*3600+minute*60+min(second, 59)), localForm // 60 is a leap second
	if len(s) == 16 {
		w.form = utcForm
		return w, s[15]|0x20 == 'z'
	}
	return w, true
}

// number reads digits; -1 for anything else.
func number(s string) int {
	n := 0
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return -1
		}
		n = n*10 + int(s[i]-'0')
	}
	return n
}

// in is the instant, with floating times and days read in the zone given.
func (w when) in(zone *time.Location) time.Time {
	switch {
	case w.form == utcForm:
		zone = time.UTC
	case w.zone != nil:
		zone = w.zone
	}
	return w.date.At(w.clock, zone)
}

// moment is w as a Moment; a local time of its own zone if that is the one given, else an instant.
func (w when) moment(zone *time.Location) calendar.Moment {
	switch {
	case w.form == dateForm:
		return dayMoment(w.date)
	case w.form == utcForm || w.zone != nil && w.zone != zone:
		return calendar.MomentOf(w.in(zone).UTC())
	}
	return localMoment(w.date, w.clock)
}

func dayMoment(d calendar.Date) calendar.Moment {
	m, _ := calendar.ParseMoment(d.String()) // of a day that exists
	return m
}

func localMoment(d calendar.Date, c calendar.Clock) calendar.Moment {
	m, _ := calendar.ParseMoment(d.String() + "T" + c.String())
	return m
}

// clockOf is the time of day that clocks show at t in its location.
func clockOf(t time.Time) calendar.Clock {
	h, m, s := t.Clock()
	return calendar.Clock(h*3600 + m*60 + s)
}

// length is a DURATION: days go by the calendar, the rest by the watch (RFC 5545 3.3.6).
type length struct {
	days int
	rest time.Duration
}

// maxDays bounds the length of an event: a hundred years.
const maxDays = 36525

// parseLength reads P1W, P1DT2H30M, -PT15M and the like.
func parseLength(s string) (l length, ok bool) {
	s = strings.ToUpper(strings.TrimSpace(s))
	sign := 1
	if strings.HasPrefix(s, "-") {
		sign = -1
	}
	s = strings.TrimLeft(s, "+-")
	if len(s) < 2 || s[0] != 'P' {
		return l, false
	}
	inTime, parts := false, 0
	for s = s[1:]; s != ""; {
		if s[0] == 'T' && !inTime {
			inTime, s = true, s[1:]
			continue
		}
		n := 0
		for n < len(s) && s[n] >= '0' && s[n] <= '9' {
			n++
		}
		if n == 0 || n > 9 || n == len(s) {
			return l, false
		}
		value := number(s[:n])
		switch unit := s[n]; {
		case unit == 'W' && !inTime:
			l.days += 7 * value
		case unit == 'D' && !inTime:
			l.days += value
		case unit == 'H' && inTime:
			l.rest += time.Duration(value) * time.Hour
		case unit == 'M' && inTime:
			l.rest += time.Duration(value) * time.Minute
		case unit == 'S' && inTime:
			l.rest += time.Duration(value) * time.Second
		default:
			return l, false
		}
		if l.days > maxDays || l.rest > maxDays*24*time.Hour || l.rest < 0 {
			return l, false
		}
		parts, s = parts+1, s[n+1:]
	}
	l.days, l.rest = sign*l.days, time.Duration(sign)*l.rest
	return l, parts > 0
}

// after is the end of what begins at t and takes so long.
func (l length) after(t time.Time) time.Time {
	if l.days != 0 {
		t = calendar.DateOf(t).AddDays(l.days).At(clockOf(t), t.Location())
	}
	return t.Add(l.rest)
}

// parseOffset reads +0530, -004430 and +05:30, in seconds.
func parseOffset(s string) (seconds int, ok bool) {
	s = strings.ReplaceAll(strings.TrimSpace(s), ":", "")
	if len(s) != 5 && len(s) != 7 || s[0] != '+' && s[0] != '-' {
		return 0, false
	}
	h, m, sec := number(s[1:3]), number(s[3:5]), number(s[5:])
	if h < 0 || h > 24 || m < 0 || m > 59 || sec < 0 || sec > 59 {
		return 0, false
	}
	seconds = h*3600 + m*60 + sec
	if s[0] == '-' {
		seconds = -seconds
	}
	return seconds, true
}
