package calendar

import (
	"cmp"
	"fmt"
	"path"
)

// Spec says when something may happen. With Windows it is open inside them;
// without, in its Weekly hours less its Holidays. Hard blackouts close it either
// way (deny wins), soft ones leave it open at a cost. "Working day" in a rule means a day
// of Weekly that is no holiday. The zero Spec is open at all times.
type Spec struct {
	Name      string // of its working hours, in reasons: "working hours (team-edge)"; "": "working hours"
	Zone      string // IANA; "": UTC
	Weekly    Weekly
	Holidays  []Holiday
	Windows   []Window // names are unique
	Blackouts []Blackout
}

// faults finds everything wrong with c, in the order of its fields.
func (c Spec) faults() Errors {
	var all Errors
	add := func(at string, err *Error) {
		if err != nil {
			e := *err
			e.Path = at
			all = append(all, &e)
		}
	}
	zone := func(at, name string) {
		_, err := loadZone(name)
		add(at, err)
	}
	zone("zone", c.Zone)
	if c.Weekly.Days > everyDay {
		add("weekly.days", fault("bad-days", fmt.Sprint(uint8(c.Weekly.Days)), wantDays))
	}
	add("weekly.hours", c.Weekly.Hours.check())
	for i, h := range c.Holidays {
		add(fmt.Sprintf("holidays[%d].date", i), h.Date.check())
	}
	names := map[string]bool{}
	for i, w := range c.Windows {
		at := fmt.Sprintf("windows[%d]", i)
		if names[w.Name] {
			add(at+".name", fault("duplicate-name", w.Name, "a name no other window has"))
		}
		names[w.Name] = true
		zone(at+".zone", w.Zone)
		w.check(at, add)
	}
	for i, b := range c.Blackouts {
		at := fmt.Sprintf("blackouts[%d]", i)
		zone(at+".zone", b.Zone)
		b.check(at, add)
	}
	return all
}

// check finds a Date made by hand that is no day.
func (d Date) check() *Error {
	if d.Year < 1 || d.Year > 9999 || dateOfNumber(d.number()) != d {
		return fault("bad-date", fmt.Sprintf("%d-%d-%d", d.Year, int(d.Month), d.Day), "a day that exists, in the years 1 to 9999")
	}
	return nil
}

func (w Window) check(at string, add func(string, *Error)) {
	add(at+".hours", w.Hours.check())
	switch timed := w.Every.timed(); {
	case timed && len(w.Hours) > 0:
		add(at+".hours", hinted("hours-and-times", w.Hours.String(), "no hours beside a rule with times of day", "say how long it lasts instead, or give a rule of days"))
	case timed && w.Lasts.Elapsed() <= 0:
		add(at+".lasts", fault("no-length", w.Lasts.String(), "how long the window lasts, because its rule gives times of day"))
	case !timed && !w.Lasts.IsZero():
		add(at+".lasts", hinted("length-without-times", w.Lasts.String(), "hours, because its rule gives days", "write hours such as 21:00-03:00"))
	case timed && w.Lasts.Elapsed() > maxWindowDays*24*3600*1e9:
		add(at+".lasts", fault("bad-length", w.Lasts.String(), "at most 366 days"))
	case timed && len(w.Dates) > 0:
		add(at+".dates", fault("dates-and-times", w.Dates[0].String(), "no further days beside a rule with times of day"))
	}
	if z := w.Every.zone(); z != "" && w.Zone != "" && z != w.Zone {
		add(at+".zone", fault("two-zones", w.Zone, "the zone that the rule's DTSTART names, "+z))
	}
	checkOrder(at+".to", w.From, w.To, cmp.Or(w.Zone, w.Every.zone()), add)
	for i, d := range w.Dates {
		add(fmt.Sprintf("%s.dates[%d]", at, i), d.check())
	}
	for i, d := range w.Except {
		add(fmt.Sprintf("%s.except[%d]", at, i), d.check())
	}
}

func (b Blackout) check(at string, add func(string, *Error)) {
	add(at+".hours", b.Hours.check())
	if b.Every.timed() {
		add(at+".every", hinted("hours-and-times", b.Every.String(), "a rule of days", "put the time of day into hours"))
	}
	if !b.recurs() {
		if b.From.IsZero() {
			add(at+".from", fault("no-start", "", "when the blackout begins, or every for one that recurs"))
		}
		if b.To.IsZero() {
			add(at+".to", hinted("no-end", "", "when the blackout ends, or every for one that recurs", "a bare day is that whole day, a time is exclusive"))
		}
	}
	checkOrder(at+".to", b.From, b.To, b.Zone, add)
	if b.Level > Soft {
		add(at+".level", fault("bad-level", fmt.Sprint(uint8(b.Level)), "hard or soft"))
	}
	if b.Cost.Elapsed() < 0 {
		add(at+".cost", fault("bad-length", b.Cost.String(), "a cost of zero or more"))
	}
	if b.Stops&^(StopDeploy|StopWork|StopChangeover) != 0 {
		add(at+".stops", fault("bad-stops", fmt.Sprint(uint8(b.Stops)), "deploy, work or changeover"))
	}
	for _, l := range []struct {
		name string
		list []string
	}{{"systems", b.Scope.Systems}, {"kinds", b.Scope.Kinds}, {"environments", b.Scope.Environments}, {"sites", b.Scope.Sites}} {
		checkPatterns(at+".scope."+l.name, l.list, add)
	}
	for i, e := range b.Exceptions {
		ex := fmt.Sprintf("%s.exceptions[%d]", at, i)
		if len(e.Packages) == 0 {
			add(ex+".packages", fault("no-packages", "", "the packages it reopens the blackout for"))
		}
		checkPatterns(ex+".packages", e.Packages, add)
		if e.Until.IsZero() {
			add(ex+".until", hinted("no-end", "", "when the exception ends", "a bare day is that whole day, a time is exclusive"))
		}
		checkOrder(ex+".until", e.From, e.Until, b.Zone, add)
	}
}

func checkPatterns(at string, list []string, add func(string, *Error)) {
	for i, p := range list {
		if _, err := path.Match(p, ""); err != nil {
			add(fmt.Sprintf("%s[%d]", at, i), fault("bad-pattern", p, "a name, in which * stands for any letters"))
		}
	}
}

// checkOrder refuses an end that is not after its start. It does so only where
// no zone can matter: a bad zone is a fault of its own.
func checkOrder(at string, from, to Moment, zone string, add func(string, *Error)) {
	if from.IsZero() || to.IsZero() {
		return
	}
	loc, err := loadZone(zone)
	if err == nil && !to.Finish(loc).After(from.Begin(loc)) {
		add(at, hinted("ends-before-start", to.String(), "an end after "+from.String(), "a bare day as an end is that whole day, a time is exclusive"))
	}
}
