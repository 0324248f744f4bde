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
func (c Spec) faults(zones zoneMaps) Errors {
	var all Errors
	add := func(at string, err *Error) {
		if err != nil {
			e := *err
			e.Path = at
			all = append(all, &e)
		}
	}
	// in adds the faults of the i-th of a list.
	in := func(list string, i int) addFault {
		return func(at string, err *Error) {
			if err != nil {
				add(fmt.Sprintf("%s[%d].%s", list, i, at), err)
			}
		}
	}
	_, err := zones.of(c.Zone)
	add("zone", err)
	if c.Weekly.Days > everyDay {
		add("weekly.days", fault("bad-days", fmt.Sprint(uint8(c.Weekly.Days)), wantDays))
	}
	add("weekly.hours", c.Weekly.Hours.check())
	for i, h := range c.Holidays {
		in("holidays", i)("date", h.Date.check())
	}
	names := map[string]bool{}
	for i, w := range c.Windows {
		add := in("windows", i)
		if names[w.Name] {
			add("name", fault("duplicate-name", w.Name, "a name no other window has"))
		}
		names[w.Name] = true
		w.check(zones, add)
	}
	for i, b := range c.Blackouts {
		b.check(zones, in("blackouts", i))
	}
	return all
}

// addFault notes a fault, if there is one, at a place within what is checked.
type addFault func(at string, err *Error)

// check finds a Date made by hand that is no day.
func (d Date) check() *Error {
	if d.Year < 1 || d.Year > 9999 || dateOfNumber(d.number()) != d {
		return fault("bad-date", fmt.Sprintf("%d-%d-%d", d.Year, int(d.Month), d.Day), "a day that exists, in the years 1 to 9999")
	}
	return nil
}

func (w Window) check(zones zoneMaps, add addFault) {
	_, err := zones.of(w.Zone)
	add("zone", err)
	add("hours", w.Hours.check())
	switch timed := w.Every.timed(); {
	case timed && len(w.Hours) > 0:
		add("hours", hinted("hours-and-times", w.Hours.String(), "no hours beside a rule with times of day", "say how long it lasts instead, or give a rule of days"))
	case timed && w.Lasts.Elapsed() <= 0:
		add("lasts", fault("no-length", w.Lasts.String(), "how long the window lasts, because its rule gives times of day"))
	case !timed && !w.Lasts.IsZero():
		add("lasts", hinted("length-without-times", w.Lasts.String(), "hours, because its rule gives days", "write hours such as 21:00-03:00"))
	case timed && w.Lasts.Elapsed() > maxWindowDays*24*3600*1e9:
		add("lasts", fault("bad-length", w.Lasts.String(), "at most 366 days"))
	case timed && len(w.Dates) > 0:
		add("dates", fault("dates-and-times", w.Dates[0].String(), "no further days beside a rule with times of day"))
	}
	if z := w.Every.zone(); z != "" && w.Zone != "" && z != w.Zone {
		add("zone", fault("two-zones", w.Zone, "the zone that the rule's DTSTART names, "+z))
	}
	checkOrder("to", w.From, w.To, zones, cmp.Or(w.Zone, w.Every.zone()), add)
	for i, d := range w.Dates {
		addItem("dates", i, d.check(), add)
	}
	for i, d := range w.Except {
		addItem("except", i, d.check(), add)
	}
}

func (b Blackout) check(zones zoneMaps, add addFault) {
	_, err := zones.of(b.Zone)
	add("zone", err)
	add("hours", b.Hours.check())
	if b.Every.timed() {
		add("every", hinted("hours-and-times", b.Every.String(), "a rule of days", "put the time of day into hours"))
	}
	if !b.recurs() {
		if b.From.IsZero() {
			add("from", fault("no-start", "", "when the blackout begins, or every for one that recurs"))
		}
		if b.To.IsZero() {
			add("to", hinted("no-end", "", "when the blackout ends, or every for one that recurs", "a bare day is that whole day, a time is exclusive"))
		}
	}
	checkOrder("to", b.From, b.To, zones, b.Zone, add)
	if b.Level > Soft {
		add("level", fault("bad-level", fmt.Sprint(uint8(b.Level)), "hard or soft"))
	}
	if b.Cost.Elapsed() < 0 {
		add("cost", fault("bad-length", b.Cost.String(), "a cost of zero or more"))
	}
	if b.Stops&^(StopDeploy|StopWork|StopChangeover) != 0 {
		add("stops", fault("bad-stops", fmt.Sprint(uint8(b.Stops)), "deploy, work or changeover"))
	}
	for _, l := range []struct {
		name string
		list []string
	}{{"scope.systems", b.Scope.Systems}, {"scope.kinds", b.Scope.Kinds}, {"scope.environments", b.Scope.Environments}, {"scope.sites", b.Scope.Sites}} {
		checkPatterns(l.name, l.list, add)
	}
	for i, e := range b.Exceptions {
		add := func(at string, err *Error) {
			if err != nil {
				add(fmt.Sprintf("exceptions[%d].%s", i, at), err)
			}
		}
		if len(e.Packages) == 0 {
			add("packages", fault("no-packages", "", "the packages it reopens the blackout for"))
		}
		checkPatterns("packages", e.Packages, add)
		if e.Until.IsZero() {
			add("until", hinted("no-end", "", "when the exception ends", "a bare day is that whole day, a time is exclusive"))
		}
		checkOrder("until", e.From, e.Until, zones, b.Zone, add)
	}
}

// addItem notes a fault of the i-th of a list.
func addItem(list string, i int, err *Error, add addFault) {
	if err != nil {
		add(fmt.Sprintf("%s[%d]", list, i), err)
	}
}

func checkPatterns(at string, list []string, add addFault) {
	for i, p := range list {
		if _, err := path.Match(p, ""); err != nil {
			addItem(at, i, fault("bad-pattern", p, "a name, in which * stands for any letters"), add)
		}
	}
}

// checkOrder refuses an end that is not after its start. It does so only where
// no zone can matter: a bad zone is a fault of its own.
func checkOrder(at string, from, to Moment, zones zoneMaps, name string, add addFault) {
	if from.IsZero() || to.IsZero() {
		return
	}
	zone, err := zones.of(name)
	if err == nil && zone.finish(to) <= zone.begin(from) {
		add(at, hinted("ends-before-start", to.String(), "an end after "+from.String(), "a bare day as an end is that whole day, a time is exclusive"))
	}
}
