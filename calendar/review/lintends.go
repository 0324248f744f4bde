package review

import (
	"fmt"
	"regexp"
	"strings"
	"time"

	"github.com/berthplan/berth/calendar"
)

// checkEnds judges a beginning and an end as people write them.
func (l *linter) checkEnds(path string, from, to calendar.Moment, key, name string, zone *time.Location) {
	l.momentClock(path+".from", from, zone)
	l.momentClock(path+"."+key, to, zone)
	day, clock, timed := strings.Cut(to.String(), "T")
	if !timed {
		return
	}
	date, err := calendar.ParseDate(day)
	if err != nil {
		return
	}
	switch {
	case strings.HasPrefix(clock, "23:59"):
		hint := "write " + day + ", which is that whole day"
		if !from.IsDay() {
			hint = "write " + date.AddDays(1).String() + "T00:00" + zoneOf(clock) + ", or the bare day " + day
		}
		l.add("minute-short", path+"."+key, quote(to.String())+", which leaves the end of the day out", "an end at midnight", hint)
	case clock == "00:00"+zoneOf(clock) && (from.IsDay() || names(name, date)):
		l.add("midnight-end", path+"."+key, quote(to.String())+", which is the beginning of that day and leaves it out", "a bare day, which is that whole day, as an end",
			"write "+day+" for that whole day, or "+date.AddDays(-1).String()+" if it is the last")
	}
}

// zoneOf is the offset that a clock of a moment carries, "" for none.
func zoneOf(clock string) string {
	if at := strings.IndexAny(clock, "Z+-"); at >= 0 {
		return clock[at:]
	}
	return ""
}

// names reports whether a text has a day in it, as 2027-01-04, 4 January or January 4.
func names(text string, d calendar.Date) bool {
	month := d.Month.String()
	for _, way := range []string{d.String(), fmt.Sprintf("%d %s", d.Day, month), fmt.Sprintf("%s %d", month, d.Day)} {
		if ok, _ := regexp.MatchString(`(?i)\b`+way+`\b`, text); ok {
			return true
		}
	}
	return false
}

// checkHours judges spans of a day.
func (l *linter) checkHours(path string, h calendar.Hours) {
	for i, s := range h {
		switch {
		case s.From == s.To:
			l.add("same-ends", path, quote(s.String())+", which is 24 hours", "two times that differ", "for the whole day write 00:00-24:00 or leave the hours out")
		case s.To/60 == 23*60+59:
			l.add("minute-short", path, quote(s.String())+", which leaves the end of the day out", "an end at midnight", "write "+calendar.Span{From: s.From, To: 24 * 3600}.String())
		case i+1 < len(h) && h[i+1].From > s.To && s.To > s.From && h[i+1].From-s.To <= 60:
			l.add("hole", path, quote(s.String()+", "+h[i+1].String())+", with a minute between", "spans that touch or are well apart", "write "+calendar.Span{From: s.From, To: h[i+1].From}.String()+": ends are exclusive")
		}
	}
}

func (l *linter) checkWeekly() {
	if !l.broken["weekly"] {
		l.checkHours("weekly.hours", l.spec.Weekly.Hours)
	}
}
