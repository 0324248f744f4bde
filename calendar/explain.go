package calendar

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// Explanation says why a calendar is open or closed at an instant: every rule that has a say, from the
// weakest to the strongest, which of them decides, what would change it, and when it ends by itself.
type Explanation struct {
	At    time.Time // in the zone of the calendar, as Who and Doing are its: the first of several
	Open  bool
	Who   Subject
	Doing Stops
	Steps []Step // of several calendars, those of each after the other
	// Ends is when the state ends by itself: the next opening, or the next closing (a changeover between
	// two occurrences leaves it open). Its At is zero if that is not within the span.
	Ends Transition
}

// Step is one rule and what it does at the instant explained.
type Step struct {
	Calendar   string // of several calendars, the one the rule belongs to: its Spec's name
	Kind       ReasonKind
	Name       string        // of the rule; of the blackout, for its exception
	Rule       string        // as written: "tue, thu, 20:00-02:00"
	Opens      bool          // it has it open …
	Closes     bool          // … or closed; neither: it changes nothing here
	Decides    bool          // no stronger rule says otherwise: the state is what it is by this step
	Occurrence Occurrence    // of a window that is open
	Number     int           // which of the rule's occurrences it is, from 1 on; 0: not known
	Since      string        // what Number counts from: "since 2026-01-09", or "in September 2026" if the rule has no beginning
	Holds      Interval      // how long the rule has it so, in its zone
	PerHour    time.Duration // what a soft blackout asks for each hour begun
	Exception  Exception     // of a blackout, whether it helps or not
	Remedy     string        // what would have to change for the step to close no more; "" unless it closes
	Text       string        // the step in a sentence
}

// Explain gives the chain of rules behind Open(t). It evaluates the rules around t anew, so it costs
// more than the other questions: microseconds for a rule, or as long as counting its occurrences takes.
func (c *Compiled) Explain(t time.Time) Explanation {
	if c == nil {
		text := "There is no calendar: open at all times."
		return Explanation{At: inUTC(t), Open: true, Steps: []Step{{Kind: OutsideHours, Opens: true, Decides: true, Holds: Interval{earliest, latest}, Text: text}}}
	}
	e := Explanation{Open: c.Open(t)}
	parts := c.leaves()
	first := parts[0].source.made
	e.At, e.Who, e.Doing = t.In(first.zone("")), first.who, first.doing
	for _, part := range parts {
		x := explainer{c: part, t: t}
		x.explain()
		for _, s := range x.steps {
			s.Decides = s.Decides && (s.Closes != e.Open)
			if len(parts) > 1 {
				s.Calendar = part.source.made.spec.Name
			}
			e.Steps = append(e.Steps, s)
		}
	}
	if !slices.ContainsFunc(e.Steps, func(s Step) bool { return s.Decides }) {
		e.Steps = append(e.Steps, c.leftover(t, e.Open))
	}
	for _, next := range c.changes(t) {
		e.Ends = next
	}
	return e
}

// leftover is what closes a calendar none of whose parts does: one whose seconds have been rounded away,
// or a span that the parts do not have in common.
func (c *Compiled) leftover(t time.Time, open bool) Step {
	s := Step{Kind: BeyondHorizon, Name: "horizon", Opens: open, Closes: !open, Decides: true, Text: "The calendars agree on less than a minute here."}
	if !c.span.Contains(t) {
		s.Text = "Nothing is known here: it lies outside the span that all calendars have in common, " + spokenSpan(c.span, time.UTC) + "."
	}
	return s
}

// changes is the next transition that is no changeover, if there is one.
func (c *Compiled) changes(t time.Time) []Transition {
	for i := c.starting(c.key(t) + 1); i <= len(c.segments); i++ {
		if i > 0 && c.segments[i-1].end > c.key(t) && !c.touches(i) {
			return []Transition{c.closing(i - 1)}
		}
		if i < len(c.segments) && !c.touches(i) {
			return []Transition{c.opening(i)}
		}
	}
	return nil
}

// String is the chain as people read it, a line for each step, then what decides, what would change it and
// when it ends by itself.
func (e Explanation) String() string {
	var b strings.Builder
	state := "closed"
	if e.Open {
		state = "open"
	}
	fmt.Fprintf(&b, "%s: %s", spoken(e.At, e.At.Location()), state)
	if who := e.subject(); who != "" {
		fmt.Fprintf(&b, " (%s)", who)
	}
	b.WriteString("\n")
	number, calendar := 0, ""
	for _, s := range e.Steps {
		if s.Calendar != calendar {
			calendar = s.Calendar
			fmt.Fprintf(&b, "  by %s:\n", calendar)
		}
		number++
		fmt.Fprintf(&b, "  %d. %s\n", number, s.Text)
	}
	var decided []string
	for _, s := range e.Steps {
		if s.Decides && !slices.Contains(decided, s.decision()) {
			decided = append(decided, s.decision())
		}
	}
	if len(decided) > 0 {
		fmt.Fprintf(&b, "Decided by %s.\n", strings.Join(decided, "; and by "))
	}
	b.WriteString(e.remedies())
	switch next := e.Ends; {
	case next.At.IsZero() && e.Open:
		b.WriteString("It does not close by itself.\n")
	case next.At.IsZero():
		b.WriteString("It does not open by itself, as far as the calendar goes.\n")
	case !next.Opens && slices.ContainsFunc(next.Rules, func(r Reason) bool { return r.Kind == BeyondHorizon }):
		fmt.Fprintf(&b, "It stays open as far as the calendar goes, to %s.\n", spoken(next.At, next.location()))
	default:
		verb := map[bool]string{true: "opens", false: "closes"}[next.Opens]
		fmt.Fprintf(&b, "It %s by itself on %s, as %s.\n", verb, spoken(next.At, next.location()), next.ruleText())
	}
	return b.String()
}

// subject is "deploy, package portal-12, site london"; "" if nothing was said.
func (e Explanation) subject() string {
	var all []string
	if e.Doing != 0 && e.Who != (Subject{}) {
		all = append(all, e.Doing.String())
	}
	for _, f := range []struct{ what, name string }{
		{"package", e.Who.Package}, {"system", e.Who.System}, {"kind", e.Who.Kind}, {"environment", e.Who.Environment}, {"site", e.Who.Site},
	} {
		if f.name != "" {
			all = append(all, f.what+" "+f.name)
		}
	}
	return strings.Join(all, ", ")
}

func (e Explanation) remedies() string {
	var all []string
	for _, s := range e.Steps {
		if s.Remedy != "" && !slices.Contains(all, s.Remedy) {
			all = append(all, s.Remedy)
		}
	}
	switch len(all) {
	case 0:
		return ""
	case 1:
		return "To open it sooner: " + all[0] + ".\n"
	}
	return "To open it sooner takes all of these:\n  - " + strings.Join(all, ";\n  - ") + ".\n"
}

// decision names the step and the precedence by which it decides.
func (s Step) decision() string {
	switch s.Kind {
	case OutsideHours:
		if s.Name == "" {
			return "the lack of rules: what nothing closes is open"
		}
		return s.Name + ": no window, holiday or blackout says otherwise"
	case OnHoliday:
		return fmt.Sprintf("holiday %q: it wins over working hours", s.Name)
	case OutsideWindow:
		if s.Closes {
			return "the windows: where there are any, they alone say when it is open, and none is"
		}
		return fmt.Sprintf("window %q: where there are windows, they alone say when it is open", s.Name)
	case InBlackout:
		return fmt.Sprintf("blackout %q: it wins over every window and all working hours, and only an exception opens it", s.Name)
	case ByException:
		return fmt.Sprintf("the exception to blackout %q: it wins over its own blackout, and over nothing else", s.Name)
	}
	return "the horizon: what was not evaluated counts as closed"
}
