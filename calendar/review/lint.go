package review

import (
	"cmp"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/berthplan/berth/calendar"
)

// Options say what Lint takes for a mistake. The zero Options are ready to use.
type Options struct {
	Longest  int            // days that a hard blackout may last without a finding; 0: 62
	Packages []string       // names that exceptions may name; nil: they are not judged
	Doing    calendar.Stops // what "never open" is asked for; 0: deploying
	Ignore   []string       // codes that are not reported
}

// longest is the default of Options.Longest: two months, more than the year-end freezes of shops.
const longest = 62

// years is how far around the span a rule without an occurrence in it is looked
// for: a 29th of February that is a Monday comes every 28 years, over 1900 and 2100 every 40.
const years = 40

// Lint finds what is probably a mistake in a calendar that is to be used in span: rules that
// never fire, hide one another, are over, last too long, or meet a change of the clock, and ends that are a minute or a
// day off. What Compile refuses is a finding, too, with the code and path of that fault. The
// order is that of the fields. Of an empty span only what is written is judged. A subject's scope is looked at only to see whether one blackout covers another.
func Lint(s calendar.Spec, span calendar.Interval, o Options) Findings {
	l := &linter{spec: s, span: span, options: o, zones: map[string]*time.Location{}, alone: map[int]happening{}}
	if span.Empty() {
		l.span.End = l.span.Start
	}
	l.form()
	l.checkWeekly()
	l.checkHolidays()
	windows := l.checkWindows()
	l.checkBlackouts()
	l.checkWhole(windows)
	return slices.DeleteFunc(l.found, func(f Finding) bool { return slices.Contains(o.Ignore, f.Code) })
}

// linter is one call of Lint.
type linter struct {
	spec    calendar.Spec
	base    calendar.Spec // the same without rules, and without what is wrong
	span    calendar.Interval
	options Options
	broken  map[string]bool // paths of rules that have faults: "windows[2]"
	told    map[[2]string]bool
	zones   map[string]*time.Location
	alone   map[int]happening // of blackouts in the span, by index
	found   Findings
}

func (l *linter) add(code, path, found, expected, hint string) {
	l.found = append(l.found, Finding{code, path, found, expected, hint})
}

// form takes over the faults of Compile.
func (l *linter) form() {
	l.broken, l.told = map[string]bool{}, map[[2]string]bool{}
	_, err := l.spec.Compile(calendar.Interval{Start: l.span.Start, End: l.span.Start}, calendar.Subject{}, 0)
	l.refused(err, "", "")
	l.base = calendar.Spec{Name: l.spec.Name, Zone: l.spec.Zone, Weekly: l.spec.Weekly, Holidays: l.spec.Holidays}
	if l.broken["zone"] {
		l.base.Zone = ""
	}
	if l.broken["weekly"] {
		l.base.Weekly = calendar.Weekly{}
	}
	if l.broken["holidays"] {
		l.base.Holidays = nil
	}
}

var ruleAt = regexp.MustCompile(`^(?:(?:windows|blackouts)\[\d+\]|[a-z]+)`)

// refused adds faults of a compilation. Where one rule alone was compiled, its path stands in for short.
func (l *linter) refused(err error, short, path string) {
	var all calendar.Errors
	if !errors.As(err, &all) {
		return
	}
	for _, e := range all {
		at := e.Path
		if rest, ok := strings.CutPrefix(at, short); ok && short != "" {
			at = path + rest
		}
		if l.told[[2]string{e.Code, at}] {
			continue
		}
		l.told[[2]string{e.Code, at}] = true
		l.broken[ruleAt.FindString(at)] = true
		l.add(e.Code, at, quote(e.Found), e.Expected, e.Hint)
	}
}

// happening is when a window or blackout happens, by itself.
type happening struct {
	path        string
	occurrences []calendar.Occurrence // of a window, whole
	set         calendar.Set          // within the span
	bad         bool                  // it has faults, and no more is known of it
}

// hull is from the first instant to the last.
func (h happening) hull() calendar.Interval {
	if len(h.set) == 0 {
		return calendar.Interval{}
	}
	return calendar.Interval{Start: h.set[0].Start, End: h.set[len(h.set)-1].End}
}

// opens evaluates one window, by itself, over span.
func (l *linter) opens(w calendar.Window, path string, span calendar.Interval) happening {
	out := happening{path: path, bad: l.broken[path]}
	if out.bad {
		return out
	}
	cal := l.base
	cal.Windows = []calendar.Window{w}
	c, err := cal.Compile(span, calendar.Subject{}, 0)
	if err != nil {
		if out.bad = true; span == l.span {
			l.refused(err, "windows[0]", path) // of a wider one it says nothing of the window
		}
		return out
	}
	out.occurrences = c.Occurrences()
	out.set = openSet(c)
	return out
}

// holding is when a blackout holds within the span.
func (l *linter) holding(i int) happening {
	h, ok := l.alone[i]
	if !ok {
		h = l.holds(l.spec.Blackouts[i], fmt.Sprintf("blackouts[%d]", i), l.span)
		l.alone[i] = h
	}
	return h
}

// single reports whether b happens once.
func single(b calendar.Blackout) bool { return b.Every.IsZero() && len(b.Hours) == 0 }

// holds evaluates when one blackout holds, whomever and whatever it stops, over span.
func (l *linter) holds(b calendar.Blackout, path string, span calendar.Interval) happening {
	out := happening{path: path, bad: l.broken[path]}
	if out.bad {
		return out
	}
	if single(b) {
		zone := l.zone(b.Zone)
		out.set = calendar.NewSet(calendar.Interval{Start: b.From.Begin(zone), End: b.To.Finish(zone)}).Within(span)
		return out
	}
	b.Level, b.Stops, b.Scope, b.Exceptions = calendar.Hard, calendar.StopDeploy, calendar.Scope{}, nil
	cal := l.base
	cal.Windows = []calendar.Window{{Name: "always"}} // weekly hours say what a working day is, and close nothing
	cal.Blackouts = []calendar.Blackout{b}
	c, err := cal.Compile(span, calendar.Subject{}, calendar.StopDeploy)
	if err != nil {
		if out.bad = true; span == l.span {
			l.refused(err, "blackouts[0]", path)
		}
		return out
	}
	out.set = calendar.NewSet(c.Span()).Subtract(openSet(c))
	return out
}

func openSet(c *calendar.Compiled) calendar.Set {
	pieces := c.Pieces()
	parts := make([]calendar.Interval, len(pieces))
	for i, p := range pieces {
		parts[i] = p.Interval
	}
	return calendar.NewSet(parts...)
}

// wide is the span and the years around it.
func (l *linter) wide() calendar.Interval {
	return calendar.Interval{Start: l.span.Start.AddDate(-years, 0, 0), End: l.span.End.AddDate(years, 0, 0)}
}

// absent tells why something does not happen in the span: never, no more, or not then. last and first
// are its nearest times before and after it, zero where there are none.
func (l *linter) absent(kind, name, path, every string, set calendar.Set, zone *time.Location) {
	var last, first time.Time
	for _, p := range set {
		if !p.Start.Before(l.span.End) && first.IsZero() {
			first = p.Start
		}
		if !p.End.After(l.span.Start) {
			last = p.End
		}
	}
	what := kind + " " + quote(name)
	switch {
	case last.IsZero() && first.IsZero():
		at := path
		if every != "" {
			at, what = path+".every", quote(every)
		}
		l.add("never-fires", at, what, fmt.Sprintf("something that happens at least once within %d years", years), "")
	case first.IsZero():
		l.add("expired", path, what+", which is over since "+day(last, zone), "something that still happens after "+day(l.span.Start, zone), "take it out, or give it a new end")
	case kind == "window":
		found := what + ", which first opens on " + day(first, zone)
		if !last.IsZero() {
			found = what + ", which closed last on " + day(last, zone) + " and opens next on " + day(first, zone)
		}
		l.add("never-opens", path, found, "an opening from "+day(l.span.Start, zone)+" to "+day(l.span.End, zone), "")
	}
}

// checkWhole says whether nothing is left open, where no window has said so.
func (l *linter) checkWhole(said bool) {
	if said || l.span.Empty() {
		return
	}
	c, err := l.spec.Compile(l.span, calendar.Subject{}, cmp.Or(l.options.Doing, calendar.StopDeploy))
	if err != nil {
		return // told by now
	}
	if _, ok := c.Next(l.span.Start); ok {
		return
	}
	var names []string
	for _, r := range c.Closing(l.span) {
		names = append(names, fmt.Sprintf("%s %s", r.Kind, quote(r.Name)))
	}
	zone := l.zone("")
	l.add("never-opens", "", "a calendar that is closed from "+day(l.span.Start, zone)+" to "+day(l.span.End, zone), "some open time", "it is closed by "+strings.Join(names, ", "))
}

// zone is a zone by name, the calendar's for "", UTC for one that is not known.
func (l *linter) zone(name string) *time.Location {
	name = cmp.Or(name, l.base.Zone)
	loc := l.zones[name]
	if loc == nil {
		var err error
		if loc, err = calendar.LoadZone(name); err != nil {
			loc = time.UTC
		}
		l.zones[name] = loc
	}
	return loc
}

// day is a day as people read it, "Fri 18 Dec 2026", with the time where it is no midnight.
func day(t time.Time, zone *time.Location) string {
	t = t.In(zone)
	if t.Equal(calendar.DateOf(t).In(zone)) {
		return t.Format("Mon 2 Jan 2006")
	}
	return t.Format("Mon 2 Jan 2006 15:04")
}
