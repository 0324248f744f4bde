package clearance_test

import (
	"path"
	"time"

	"github.com/berthplan/berth/calendar"
	"github.com/berthplan/berth/release"
	"github.com/berthplan/berth/schedule/clearance"
)

// oracle answers by looking at the clock on the wall, minute for minute. It reads the portfolios that
// randomCase makes, and uses nothing of the calendar but to read what was written.
type oracle struct {
	p    *release.Portfolio
	zone *time.Location
	days calendar.Days // of the window
	from time.Time     // what runs has its length left from here on
}

const (
	duration = 90 * time.Minute
	rollback = 30 * time.Minute
)

// answer is the answer at t about svc in the window prod.
func (o oracle) answer(t time.Time) clearance.Answer {
	svc := &o.p.Packages[0]
	if !svc.Earliest.IsZero() && t.Before(svc.Earliest.Begin(o.zone)) {
		return clearance.No
	}
	if !svc.Deadline.IsZero() && t.Add(duration).After(svc.Deadline.Finish(o.zone)) {
		return clearance.No
	}
	if len(svc.Pins) > 0 && (t.Before(svc.Pins[0].At.Begin(o.zone)) || !t.Before(svc.Pins[0].At.Finish(o.zone))) {
		return clearance.No
	}
	answer := clearance.Yes
	for _, rule := range []func(time.Time) clearance.Answer{o.waits, o.approval, o.tests, o.runway, o.environment, o.system} {
		switch rule(t) {
		case clearance.No:
			return clearance.No
		case clearance.Unknown:
			answer = clearance.Unknown
		}
	}
	return answer
}

// next is the first instant from t on, and before end, at which the answer is yes or, where there is none, unknown.
func (o oracle) next(t, end time.Time) (time.Time, clearance.Answer) {
	var maybe time.Time
	for ; t.Before(end); t = t.Add(time.Minute).Truncate(time.Minute) {
		switch answer := o.answer(t); {
		case answer == clearance.Yes:
			return t, answer
		case answer == clearance.Unknown && maybe.IsZero():
			maybe = t
		}
	}
	return maybe, clearance.Unknown
}

// minutes calls see for t and every whole minute after it and before t + d, until see is false.
func minutes(t time.Time, d time.Duration, see func(time.Time) bool) bool {
	for m := t; m.Before(t.Add(d)); m = m.Add(time.Minute).Truncate(time.Minute) {
		if !see(m) {
			return false
		}
	}
	return true
}

// occurrence is the night of the window that holds t: its opening and its closing.
func (o oracle) occurrence(t time.Time) (opens, closes time.Time, ok bool) {
	w := o.p.Windows[0]
	local := t.In(o.zone)
	for back := range 2 {
		y, m, d := local.Year(), local.Month(), local.Day()-back
		opens = time.Date(y, m, d, int(w.Hours[0].From)/3600, int(w.Hours[0].From)/60%60, 0, 0, o.zone)
		last := d
		if w.Hours[0].To <= w.Hours[0].From {
			last++
		}
		closes = time.Date(y, m, last, int(w.Hours[0].To)/3600, int(w.Hours[0].To)/60%60, 0, 0, o.zone)
		if o.days.Has(opens.Weekday()) && !t.Before(opens) && t.Before(closes) {
			return opens, closes, true
		}
	}
	return opens, closes, false
}

func (o oracle) blackedOut(t time.Time) bool {
	for _, b := range o.p.Blackouts {
		if b.Level == calendar.Soft || b.Stops == calendar.StopWork || len(b.Scope.Systems) > 0 && b.Scope.Systems[0] != "core" {
			continue
		}
		holds := false
		if b.Every.IsZero() {
			holds = !t.Before(b.From.Begin(o.zone)) && t.Before(b.To.Finish(o.zone))
		} else {
			days, _ := calendar.ParseDays(b.Every.String())
			holds = days.Has(t.In(o.zone).Weekday())
		}
		for _, e := range b.Exceptions {
			fits, _ := path.Match(e.Packages[0], "svc")
			if fits && (e.From.IsZero() || !t.Before(e.From.Begin(o.zone))) && t.Before(e.Until.Finish(o.zone)) {
				holds = false
			}
		}
		if holds {
			return true
		}
	}
	return false
}

func (o oracle) runway(t time.Time) clearance.Answer {
	opens, closes, ok := o.occurrence(t)
	if !ok || t.Add(duration+rollback).After(closes) || !minutes(t, duration+rollback, func(m time.Time) bool { return !o.blackedOut(m) }) {
		return clearance.No
	}
	if limit := o.p.Windows[0].Capacity; limit > 0 {
		starts := 0
		for _, a := range o.others() {
			if !a.start.Before(opens) && a.start.Before(closes) {
				starts++
			}
		}
		if starts+1 > limit {
			return clearance.No
		}
	}
	return clearance.Yes
}

// deployment is what another package did, or does.
type deployment struct {
	start, end time.Time
	runs       bool
}

func (o oracle) others() []deployment {
	var out []deployment
	for _, pkg := range o.p.Packages[2:] {
		for _, a := range pkg.Actuals {
			d := deployment{start: a.Start.Begin(o.zone), runs: a.End.IsZero()}
			if d.runs {
				d.end = o.from.Add(time.Minute - 1).Truncate(time.Minute).Add(a.Left.Elapsed())
			} else {
				d.end = a.End.Finish(o.zone)
			}
			out = append(out, d)
		}
	}
	return out
}

// held is the answer to whether less than limit is used all the time, by what is known and by what may still run.
func (o oracle) held(t time.Time, limit int, more func(time.Time) int) clearance.Answer {
	answer := clearance.Yes
	minutes(t, duration, func(m time.Time) bool {
		surely, perhaps := more(m), 0
		for _, a := range o.others() {
			switch {
			case m.Before(a.start):
			case m.Before(a.end):
				surely++
			case a.runs:
				perhaps++
			}
		}
		if surely+1 > limit {
			answer = clearance.No
			return false
		}
		if surely+perhaps+1 > limit {
			answer = clearance.Unknown
		}
		return true
	})
	return answer
}

func (o oracle) environment(t time.Time) clearance.Answer {
	e := o.p.Environments[0]
	return o.held(t, max(1, e.Capacity), func(m time.Time) int {
		used := 0
		for _, b := range e.Bookings {
			if b.Level == calendar.Hard && !m.Before(b.From.Begin(o.zone)) && m.Before(b.To.Finish(o.zone)) {
				if used += b.Units; b.Units == 0 {
					used += 100
				}
			}
		}
		for _, x := range e.Outages {
			if !m.Before(x.From.Begin(o.zone)) && m.Before(x.To.Finish(o.zone)) {
				used += 100
			}
		}
		return used
	})
}

func (o oracle) system(t time.Time) clearance.Answer {
	if o.p.Systems[0].Changes != release.OneAtATime {
		return clearance.Yes
	}
	return o.held(t, 1, func(time.Time) int { return 0 })
}

func (o oracle) waits(t time.Time) clearance.Answer {
	facts := o.p.Packages[1].Actuals
	if len(facts) == 0 || t.Before(facts[0].End.Finish(o.zone).Add(o.p.Packages[0].Phases[0].Links[0].Lag.Elapsed())) {
		return clearance.No
	}
	return clearance.Yes
}

// last is the value of the last fact of a name that counts at t; "": none.
func (o oracle) last(name string, t time.Time) string {
	value := ""
	for _, f := range o.p.Facts {
		if f.Name == name && (f.At.IsZero() || !t.Before(f.At.Begin(o.zone))) {
			value = f.Value
		}
	}
	return value
}

func (o oracle) approval(t time.Time) clearance.Answer {
	return map[string]clearance.Answer{"": clearance.Unknown, "given": clearance.Yes, "withdrawn": clearance.No}[o.last("approval: cab", t)]
}

func (o oracle) tests(t time.Time) clearance.Answer {
	return map[string]clearance.Answer{"": clearance.Unknown, "99%": clearance.Yes, "97.5%": clearance.No, "n/a": clearance.Unknown}[o.last("test.passRate", t)]
}
