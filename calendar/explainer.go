package calendar

import (
	"cmp"
	"fmt"
	"slices"
	"time"
)

// explainer collects the steps for one calendar at one instant.
type explainer struct {
	c       *Compiled
	t       time.Time
	reasons []Reason // what closes it
	steps   []Step
}

// nearby is how far around an instant the extent of rules that close nothing is looked for.
const nearby = 32 * 24 * time.Hour

func (x *explainer) add(s Step) { x.steps = append(x.steps, s) }

func (x *explainer) explain() {
	c := x.c
	x.reasons = c.Why(x.t)
	if !c.span.Contains(x.t) {
		r := x.reasons[0]
		text := "Nothing is known here: the calendar begins on " + spoken(r.Closed.End, x.zone()) + "."
		if !x.t.Before(c.span.End) {
			text = "Nothing is known here: the calendar ends on " + spoken(r.Closed.Start, x.zone()) + "."
		}
		x.add(Step{Kind: BeyondHorizon, Name: r.Name, Closes: true, Decides: true, Holds: r.Closed, Remedy: "a calendar evaluated over a longer span", Text: text})
		return
	}
	if len(c.source.made.spec.Windows) > 0 {
		x.windows()
	} else {
		x.hours()
	}
	for i := range c.source.made.spec.Blackouts {
		x.blackout(&c.source.made.spec.Blackouts[i])
	}
	x.decide()
}

// precedence ranks what decides; the later wins.
var precedence = []ReasonKind{OutsideHours, OnHoliday, OutsideWindow, ByException, InBlackout, BeyondHorizon}

// decide marks the steps that make the state what it is: the strongest of those that close it or, if none
// does, of those that open it.
func (x *explainer) decide() {
	closed := slices.ContainsFunc(x.steps, func(s Step) bool { return s.Closes })
	strongest := -1
	for _, s := range x.steps {
		if s.has(closed) {
			strongest = max(strongest, slices.Index(precedence, s.Kind))
		}
	}
	for i := range x.steps {
		s := &x.steps[i]
		s.Decides = s.has(closed) && slices.Index(precedence, s.Kind) == strongest
	}
}

func (s Step) has(closed bool) bool { return closed && s.Closes || !closed && s.Opens }

func (x *explainer) zone() *time.Location { return x.c.source.made.zone("") }

// reason takes the reason of a rule out of those that close the calendar.
func (x *explainer) reason(kind ReasonKind, name string) (Reason, bool) {
	for _, r := range x.reasons {
		if r.Kind == kind && r.Name == name {
			return r, true
		}
	}
	return Reason{}, false
}

// hours explains weekly hours and holidays.
func (x *explainer) hours() {
	spec := &x.c.source.made.spec
	name := cmp.Or(spec.Name, "working hours")
	rule := spec.Weekly.days().String()
	if len(spec.Weekly.Hours) > 0 {
		rule += ", " + spec.Weekly.Hours.String()
	}
	switch r, closed := x.reason(OutsideHours, name); {
	case closed:
		text := fmt.Sprintf("Outside %s (%s) %s.", name, rule, spokenSpan(r.Closed, r.Closed.Start.Location()))
		x.add(Step{Kind: OutsideHours, Name: name, Rule: rule, Closes: true, Holds: r.Closed, Remedy: "work outside " + name, Text: text})
	case spec.Weekly.isZero():
		x.add(Step{Kind: OutsideHours, Opens: true, Holds: Interval{earliest, latest}, Text: "There are no windows and no working hours: open unless something closes it."})
	default:
		holds := x.holding(Spec{Zone: spec.Zone, Weekly: spec.Weekly}).in(x.zone())
		text := fmt.Sprintf("Inside %s (%s) %s.", name, rule, spokenSpan(holds, x.zone()))
		x.add(Step{Kind: OutsideHours, Name: name, Rule: rule, Opens: true, Holds: holds, Text: text})
	}
	for _, r := range x.reasons {
		if r.Kind == OnHoliday {
			text := fmt.Sprintf("Holiday %q: nobody works %s.", r.Name, spokenSpan(r.Closed, r.Closed.Start.Location()))
			x.add(Step{Kind: OnHoliday, Name: r.Name, Closes: true, Holds: r.Closed, Remedy: fmt.Sprintf("work on the holiday %q", r.Name), Text: text})
		}
	}
}

// holding is the piece of open time around the instant of a part of the rules.
func (x *explainer) holding(rules Spec) Interval {
	c := x.c.source.made.around(rules, Interval{x.t.Add(-nearby), x.t.Add(nearby)})
	if c == nil {
		return Interval{x.t, x.t}
	}
	i := c.find(c.key(x.t))
	if i == len(c.segments) {
		return Interval{x.t, x.t}
	}
	return c.piece(i).Interval
}

// windows explains which windows are open, or when each opens next.
func (x *explainer) windows() {
	spec := &x.c.source.made.spec
	for _, h := range spec.Holidays {
		if h.Date == DateOf(x.t.In(x.zone())) {
			day := Interval{h.Date.In(x.zone()), h.Date.AddDays(1).In(x.zone())}
			x.add(Step{Kind: OnHoliday, Name: h.name(), Holds: day, Text: fmt.Sprintf("Holiday %q does not matter: there are windows.", h.name())})
		}
	}
	closed := false
	for i := range spec.Windows {
		w := &spec.Windows[i]
		if r, ok := x.reason(OutsideWindow, w.Name); ok {
			closed = true
			x.add(x.between(w, r))
		}
	}
	if closed {
		return
	}
	for n, o := range x.current() {
		i := slices.IndexFunc(spec.Windows, func(w Window) bool { return w.Name == o.Window })
		x.add(x.inside(&spec.Windows[i], o, n == 0))
	}
}

// current lists the occurrences that hold the instant, by opening and then by name: the first has it.
func (x *explainer) current() []Occurrence {
	list := x.c.occurrences
	var out []Occurrence
	for i := x.c.meetings(x.t, true) - 1; i >= 0 && x.t.Sub(list[i].Opens) <= (maxWindowDays+2)*24*time.Hour; i-- {
		if list[i].Closes.After(x.t) {
			out = append(out, list[i])
		}
	}
	slices.Reverse(out)
	return out
}
