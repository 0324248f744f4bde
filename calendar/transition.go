package calendar

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// Transition is an instant at which a calendar opens or closes, or goes over from one occurrence
// directly to the next.
type Transition struct {
	At     time.Time
	Opens  bool       // open from At on
	Closes bool       // open until At; with Opens a changeover between two occurrences
	Before Occurrence // the one that ends; zero: none, or of no window
	After  Occurrence // the one that begins, or goes on after a blackout
	Rules  []Reason   // of an opening, those that closed it until At; of a closing, those that close it from At on
	zone   *time.Location
}

// Transitions lists the next n changes of c after t or, for a negative n, the last -n
// up to t, latest first. Those at the ends of the span are among them: their rule is BeyondHorizon.
// An exception that begins or ends shows as a rule of kind ByException, in place of its blackout.
func (c *Compiled) Transitions(t time.Time, n int) []Transition {
	if c == nil || n == 0 {
		return nil
	}
	k := c.key(t)
	var out []Transition
	if n > 0 {
		for i := c.starting(k + 1); i <= len(c.segments) && len(out) < n; i++ {
			// The end of piece i-1, unless it is passed or piece i begins there, then the start of piece i.
			if i > 0 && c.segments[i-1].end > k && !c.touches(i) {
				out = append(out, c.closing(i-1))
			}
			if i < len(c.segments) && len(out) < n {
				out = append(out, c.opening(i))
			}
		}
		return out
	}
	for i := c.starting(k+1) - 1; i >= 0 && len(out) < -n; i-- {
		if c.segments[i].end <= k && !c.touches(i+1) {
			out = append(out, c.closing(i))
		}
		if len(out) < -n {
			out = append(out, c.opening(i))
		}
	}
	return out
}

// touches reports whether piece i begins where the one before it ends.
func (c *Compiled) touches(i int) bool {
	return i > 0 && i < len(c.segments) && c.segments[i-1].end == c.segments[i].start
}

// closing is the end of piece i, which piece i+1 does not touch.
func (c *Compiled) closing(i int) Transition {
	at := c.at(c.segments[i].end)
	t := Transition{At: at, Closes: true, Before: c.piece(i).Occurrence, Rules: c.Why(at)}
	t.Rules = slices.DeleteFunc(t.Rules, func(r Reason) bool { return !r.Closed.Start.Equal(at) })
	return c.named(t)
}

// opening is the start of piece i.
func (c *Compiled) opening(i int) Transition {
	at := c.at(c.segments[i].start)
	t := Transition{At: at, Opens: true, After: c.piece(i).Occurrence}
	if c.touches(i) {
		t.Closes, t.Before = true, c.piece(i-1).Occurrence
		t.zone = c.windowZone(t.After.Window)
		return t
	}
	t.Rules = c.Why(at.Add(-1))
	t.Rules = slices.DeleteFunc(t.Rules, func(r Reason) bool { return !r.Closed.End.Equal(at) })
	return c.named(t)
}

// named gives exceptions that begin or end their name, and the transition its zone.
func (c *Compiled) named(t Transition) Transition {
	for i := range t.Rules {
		r := &t.Rules[i]
		if t.zone == nil || t.zone == time.UTC {
			t.zone = r.Closed.Start.Location()
		}
		if r.Kind == BeyondHorizon {
			t.zone = c.leaves()[0].source.made.zone("")
		}
		if r.Kind != InBlackout {
			continue
		}
		for _, part := range c.leaves() {
			if e, ok := part.exceptionAt(r.Name, t.At, t.Opens); ok {
				r.Kind, r.Closed = ByException, e
			}
		}
	}
	return t
}

// exceptionAt finds an exception to the blackout, for the subject, that begins (or ends) at an instant.
func (c *Compiled) exceptionAt(blackout string, at time.Time, begins bool) (Interval, bool) {
	for _, b := range c.source.made.spec.Blackouts {
		if b.Name != blackout || b.Level == Soft || len(b.Exceptions) == 0 || !b.stops(c.source.made.who, c.source.made.doing) {
			continue
		}
		zone := c.source.made.zone(b.Zone)
		for _, e := range b.Exceptions {
			i := bounded(e.From, e.Until, zone)
			edge := i.End
			if begins {
				edge = i.Start
			}
			if c.source.rounded {
				edge = minuteUp(edge)
				if !begins {
					edge = minuteDown(i.End)
				}
			}
			if e.concerns(c.source.made.who) && edge.Equal(at) {
				return i, true
			}
		}
	}
	return Interval{}, false
}

// concerns reports whether the exception names the subject's package.
func (e Exception) concerns(who Subject) bool {
	return len(e.Packages) > 0 && anyPattern(e.Packages, who.Package)
}

// windowZone is the zone that a window's times are in.
func (c *Compiled) windowZone(window string) *time.Location {
	for i := range c.layers {
		if l := &c.layers[i]; l.kind == OutsideWindow && l.name == window {
			return l.loc
		}
	}
	return time.UTC
}

// String is a line such as
// `Tue 22 Sep 2026 20:00 Europe/Zurich opens, as window "prod" opens until Wed 23 Sep 02:00`.
func (t Transition) String() string {
	at := spoken(t.At, t.location())
	switch {
	case t.Opens && t.Closes:
		return fmt.Sprintf("%s changes over: %s ends, %s begins", at, t.happening(t.Before), t.happening(t.After))
	case t.Opens:
		return at + " opens, as " + t.ruleText()
	}
	return at + " closes, as " + t.ruleText()
}

func (t Transition) location() *time.Location {
	if t.zone == nil {
		return time.UTC
	}
	return t.zone
}

func (t Transition) happening(o Occurrence) string {
	if o == (Occurrence{}) {
		return "open time of no window"
	}
	return fmt.Sprintf("window %q of %s", o.Window, spokenDay(o.Opens, t.location()))
}

// ruleText says what each rule does at the transition.
func (t Transition) ruleText() string {
	var all []string
	for _, r := range t.Rules {
		all = append(all, t.ruleDoes(r))
	}
	return strings.Join(all, " and ")
}

func (t Transition) ruleDoes(r Reason) string {
	verb := func(opens, closes string) string {
		if t.Opens {
			return opens
		}
		return closes
	}
	switch r.Kind {
	case OutsideHours:
		return r.Name + verb(" begin", " end")
	case OnHoliday:
		return fmt.Sprintf("holiday %q %s", r.Name, verb("ends", "begins"))
	case OutsideWindow:
		text := fmt.Sprintf("window %q %s", r.Name, verb("opens", "ends"))
		if o := t.After; t.Opens && o.Window == r.Name {
			text += " until " + spokenAfter(o.Closes, t.At, t.location())
		}
		return text
	case ByException:
		return fmt.Sprintf("the exception to blackout %q %s", r.Name, verb("begins", "ends"))
	case BeyondHorizon:
		return verb("the calendar begins", "the calendar ends and nothing is known of what follows")
	}
	return fmt.Sprintf("%s %q %s", r.Kind, r.Name, verb("ends", "begins"))
}
