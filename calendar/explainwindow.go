package calendar

import (
	"fmt"
	"strings"
	"time"
)

// inside explains an occurrence that is open; has tells that the time is its own.
func (x *explainer) inside(w *Window, o Occurrence, has bool) Step {
	loc := x.c.source.made.zone(w.zone())
	s := Step{Kind: OutsideWindow, Name: w.Name, Rule: w.ruleText(), Opens: has, Occurrence: o, Holds: Interval{o.Opens, o.Closes}.in(loc)}
	s.Number, s.Since = x.number(w, o, loc)
	s.Text = fmt.Sprintf("Window %q (%s) is open %s", w.Name, s.Rule, spokenSpan(s.Holds, loc))
	if s.Number > 0 {
		s.Text += fmt.Sprintf(", for the %s time %s", ordinalText(s.Number), s.Since)
	}
	if !has {
		s.Text += "; the time belongs to the occurrence that opened first"
	}
	s.Text += "."
	return s
}

// between explains a window while none is open.
func (x *explainer) between(w *Window, r Reason) Step {
	loc := r.Closed.Start.Location()
	s := Step{Kind: OutsideWindow, Name: w.Name, Rule: w.ruleText(), Closes: true, Holds: r.Closed}
	s.Remedy = "a window that is open at that time"
	opened, opens := r.Closed.Start.After(x.c.span.Start), r.Closed.End.Before(x.c.span.End)
	s.Text = fmt.Sprintf("Window %q (%s) ", w.Name, s.Rule)
	switch {
	case opened && opens:
		s.Text += fmt.Sprintf("has been closed since %s %s and opens next on %s %s.", spokenDay(r.Closed.Start, loc), spokenClock(r.Closed.Start, loc),
			spokenAfter(r.Closed.End, r.Closed.Start, loc), loc)
	case opened:
		s.Text += fmt.Sprintf("has been closed since %s and does not open again, as far as the calendar goes.", spoken(r.Closed.Start, loc))
	case opens:
		s.Text += fmt.Sprintf("is closed and opens first on %s.", spoken(r.Closed.End, loc))
	default:
		s.Text += "does not open at all, as far as the calendar goes."
	}
	return s
}

// number is which occurrence of its window o is, since the window's beginning or in its month.
func (x *explainer) number(w *Window, o Occurrence, loc *time.Location) (int, string) {
	begin, since := w.begin(loc)
	if begin.IsZero() {
		local := o.Opens.In(loc)
		begin, since = Date{local.Year(), local.Month(), 1}.In(loc), "in "+local.Format("January 2006")
	}
	span := Interval{begin, o.Opens.Add(1)}
	if span.Empty() || span.Duration() > maxSpan {
		return 0, ""
	}
	spec := &x.c.source.made.spec
	c := x.c.source.made.around(Spec{Zone: spec.Zone, Weekly: spec.Weekly, Holidays: spec.Holidays, Windows: []Window{*w}}, span)
	if c == nil {
		return 0, ""
	}
	n := 0
	for _, p := range c.occurrences {
		if !p.Opens.Before(begin) && !p.Opens.After(o.Opens) {
			n++
		}
	}
	return n, since
}

// begin is where a window's occurrences begin, as far as it says so, and the words for it.
func (w *Window) begin(loc *time.Location) (time.Time, string) {
	at := w.From.Begin(loc)
	text := w.From.String()
	if civil, ok := w.Every.begin(); ok {
		var z zoneMap
		z.loc = loc
		if t := z.at(z.unix(civil)); w.From.IsZero() || t.After(at) {
			at, text = t, dateOfNumber(floorDiv(civil, daySeconds)).String()
		}
	}
	return at, "since " + text
}

// begin is the beginning that a rule itself names, in floating seconds.
func (r Rule) begin() (int64, bool) {
	switch {
	case r.spec == nil:
	case r.spec.recur != nil && r.spec.recur.startIs != noStart:
		return r.spec.recur.start, true
	case r.spec.words != nil && !r.spec.words.from.IsZero():
		return r.spec.words.from.seconds(), true
	}
	return 0, false
}

// ruleText is the window as written: "tue, thu, 20:00-02:00".
func (w *Window) ruleText() string {
	var parts []string
	switch {
	case !w.Every.IsZero():
		parts = append(parts, w.Every.String())
	case len(w.Dates) == 0:
		parts = append(parts, "daily")
	}
	if len(w.Dates) > 0 {
		days := make([]string, 0, 3)
		for _, d := range w.Dates[:min(3, len(w.Dates))] {
			days = append(days, d.String())
		}
		text := "on " + strings.Join(days, ", ")
		if more := len(w.Dates) - 3; more > 0 {
			text += fmt.Sprintf(" and %d more days", more)
		}
		parts = append(parts, text)
	}
	if len(w.Hours) > 0 {
		parts = append(parts, w.Hours.String())
	}
	if !w.Lasts.IsZero() {
		parts = append(parts, "for "+w.Lasts.String())
	}
	return strings.Join(parts, ", ")
}
