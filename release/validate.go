package release

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"time"

	"github.com/berthplan/berth/calendar"
)

// Validate finds everything that is wrong with p, at once: names that name
// nothing, two things of one name, ranges that end before they start, numbers out of
// range, cycles, and what contradicts itself. The error is [Faults], sorted by path, or nil.
//
// What can be read but cannot work is not a fault: a deadline before now, a pin in
// a blackout, a window that never opens. Solvers report it as a conflict or a note.
func (p *Portfolio) Validate() error {
	c := newChecker(p)
	c.plan()
	c.systems()
	c.teams()
	c.environments()
	c.windows()
	c.blackouts()
	c.meetings()
	c.gates()
	c.phases()
	c.packages()
	c.risks()
	c.cycles()
	return c.faults.Err()
}

// checker holds what the checks share: the names there are, and the faults so far.
type checker struct {
	p      *Portfolio
	loc    *time.Location // of the plan; UTC if its zone is unknown
	faults Faults
	hinted map[string]bool // the unknown names that were compared with all others

	systemNames, teamNames, environmentNames, windowNames names
	meetingNames, gateNames, siteNames, phaseNames        names
	packageNames                                          names
	routes                                                [][]Phase // of each package
	scopes                                                []scope   // the same, by name
	anyPhase                                              map[string]bool
}

// names is a list of names with its index.
type names struct {
	list []string
	at   map[string]int // the first of that name
}

func (n names) has(name string) bool { _, ok := n.at[name]; return ok }

func newChecker(p *Portfolio) *checker {
	c := &checker{p: p, loc: time.UTC, hinted: map[string]bool{}}
	if loc, err := calendar.LoadZone(p.Zone); err == nil {
		c.loc = loc
	}
	c.systemNames = collect(c, "systems", p.Systems, func(x System) string { return x.Name })
	c.teamNames = collect(c, "teams", p.Teams, func(x Team) string { return x.Name })
	c.environmentNames = collect(c, "environments", p.Environments, func(x Environment) string { return x.Name })
	c.windowNames = collect(c, "windows", p.Windows, func(x Window) string { return x.Name })
	c.meetingNames = collect(c, "meetings", p.Meetings, func(x Meeting) string { return x.Name })
	c.gateNames = collect(c, "gates", p.Gates, func(x Gate) string { return x.Name })
	c.phaseNames = collect(c, "phases", p.Phases, func(x Phase) string { return x.Name })
	c.packageNames = collect(c, "packages", p.Packages, func(x Package) string { return x.Name })
	c.siteNames = collectList(c, "sites.order", p.Sites.Order)
	c.anyPhase = map[string]bool{}
	for _, name := range c.phaseNames.list {
		c.anyPhase[name] = true
	}
	for i := range p.Packages {
		route := p.Route(&p.Packages[i])
		s := scope{sites: p.Packages[i].Sites}
		for _, ph := range route {
			s.phases = append(s.phases, ph.Name)
			c.anyPhase[ph.Name] = true
		}
		c.routes, c.scopes = append(c.routes, route), append(c.scopes, s)
	}
	return c
}

// collect indexes the names of a section whose keys are names, and reports those missing or given twice.
func collect[T any](c *checker, section string, things []T, name func(T) string) names {
	n := names{at: make(map[string]int, len(things))}
	for i, thing := range things {
		s := name(thing)
		first, twice := n.at[s]
		switch {
		case s == "":
			c.add("missing-name", item(section, i)+".name", "", "a name", "")
			continue
		case twice:
			c.add("duplicate-name", section+"."+s, quote(s)+" twice, at "+strconv.Itoa(first)+" and "+strconv.Itoa(i), "names that differ within "+section, "")
			continue
		}
		n.at[s] = i
		n.list = append(n.list, s)
	}
	return n
}

// collectList does the same for a plain list, where each entry has a position.
func collectList(c *checker, path string, list []string) names {
	n := names{at: make(map[string]int, len(list))}
	for i, s := range list {
		_, twice := n.at[s]
		switch {
		case s == "":
			c.add("missing-name", item(path, i), "", "a name", "")
		case twice:
			c.add("duplicate-name", item(path, i), quote(s)+" twice", "names that differ", "")
		default:
			n.at[s] = i
			n.list = append(n.list, s)
		}
	}
	return n
}

// item is the path of a position in a list.
func item(path string, i int) string { return path + "[" + strconv.Itoa(i) + "]" }

// entry is the path of a thing with a name, or of its position without one.
func entry(section, name string, i int) string {
	if name == "" {
		return item(section, i)
	}
	return section + "." + name
}

func (c *checker) add(code, path, found, expected, hint string) {
	c.faults = append(c.faults, Fault{Code: code, Path: path, Found: found, Expected: expected, Hint: hint})
}

// known reports a name that is not among n; "" is no reference.
func (c *checker) known(path, name string, n names, what string) bool {
	if name == "" || n.has(name) {
		return true
	}
	c.unknown(path, name, n.list, what)
	return false
}

// maxHinted bounds how many unknown names are compared with every name there is.
const maxHinted = 500

func (c *checker) unknown(path, name string, candidates []string, what string) {
	hint := ""
	if key := what + "\x00" + name; len(c.hinted) < maxHinted || c.hinted[key] {
		c.hinted[key] = true
		hint = didYouMean(name, candidates)
	}
	c.add("unknown-name", path, quote(name), what, hint)
}

func (c *checker) zone(path, name string) {
	if _, err := calendar.LoadZone(name); err != nil {
		f := Fault{Code: "unknown-zone", Path: path, Found: quote(name), Expected: "an IANA zone such as Europe/Zurich"}
		c.faults = append(c.faults, f.because(err))
	}
}

// zoneOrNone is the zone where there is such a zone, else "": one fault is enough.
func (c *checker) zoneOrNone(name string) string {
	if _, err := calendar.LoadZone(name); err != nil {
		return ""
	}
	return name
}

// span checks that a range ends after it starts. Zero moments are open ends.
func (c *checker) span(path string, from, to calendar.Moment, fromKey string) {
	c.spanIn("", path, from, to, fromKey)
}

// spanIn is span for a range in a zone of its own; "" is the plan's.
func (c *checker) spanIn(zone, path string, from, to calendar.Moment, fromKey string) {
	loc := c.loc
	if own, err := calendar.LoadZone(zone); zone != "" && err == nil {
		loc = own
	}
	if from.IsZero() || to.IsZero() || to.Finish(loc).After(from.Begin(loc)) {
		return
	}
	hint := "an end with a time is exclusive; a day is that whole day"
	c.add("end-before-start", path, to.String(), "after "+fromKey+", "+from.String(), hint)
}

// count checks a number that may not be negative, such as a capacity.
func (c *checker) count(path string, n int, what string) {
	if n < 0 {
		c.add("out-of-range", path, strconv.Itoa(n), what+" of at least 1", "")
	}
}

// number checks low ≤ x ≤ high; what a NaN is not.
func (c *checker) number(path string, x, low, high float64, what string) {
	if !(x >= low && x <= high) || math.IsInf(x, 0) {
		c.add("out-of-range", path, strconv.FormatFloat(x, 'g', -1, 64), what, "")
	}
}

// maxDays is the longest length of a plan: ten years.
const maxDays = 3653

// length checks a duration; signed allows a negative one. It reports whether it can be used.
func (c *checker) length(path string, l calendar.Length, signed bool) bool {
	low, high := min(l.Weeks, l.Days, l.Hours, l.Minutes), max(l.Weeks, l.Days, l.Hours, l.Minutes)
	days := 7*float64(l.Weeks) + float64(l.Days) + float64(l.Hours)/24 + float64(l.Minutes)/1440
	switch {
	case low < 0 && high > 0:
		found := fmt.Sprintf("%dw %dd %dh %dm", l.Weeks, l.Days, l.Hours, l.Minutes)
		c.add("mixed-signs", path, found, "a length whose parts have one sign", "")
	case low < 0 && !signed:
		c.add("negative-length", path, l.String(), "a length that is not negative", "")
	case math.Abs(days) > maxDays:
		c.add("too-long", path, fmt.Sprintf("%.0f days", days), "at most ten years", "")
	default:
		return true
	}
	return false
}

// estimate checks a duration of three numbers; day is a working day, or 0 for the wall clock.
func (c *checker) estimate(path string, e Estimate, day time.Duration) {
	if low, likely, high := c.length(path, e.Low, false), c.length(path, e.Likely, false), c.length(path, e.High, false); !low || !likely || !high {
		return
	}
	measure := calendar.Length.Elapsed
	if day > 0 {
		measure = func(l calendar.Length) time.Duration { return l.Working(day) }
	}
	low, likely, high := measure(e.Low), measure(e.Likely), measure(e.High)
	if low <= likely && likely <= high {
		return
	}
	hint := ""
	if low == 0 && high == 0 {
		hint = "for one number all three are equal: Exactly(" + e.Likely.String() + ")"
	} else if day > 0 && e.Low.Elapsed() <= e.Likely.Elapsed() && e.Likely.Elapsed() <= e.High.Elapsed() {
		hint = "a day of working time is " + day.String() + " here"
	}
	c.add("estimate-order", path, e.String(), "low..likely..high, each at least the one before it", hint)
}

// word checks one of a few words; "" is none.
func (c *checker) word(path, word string, words ...string) {
	if word != "" && !slices.Contains(words, word) {
		c.add("unknown-word", path, quote(word), "one of "+among("", words, ""), didYouMean(word, words))
	}
}

// kind checks that an enumeration has one of its n values.
func (c *checker) kind(path string, value fmt.Stringer, n, count int) {
	if n >= count {
		c.add("unknown-word", path, value.String(), "one of the named constants of its type", "")
	}
}

// reserved reports a thing whose name means something else where it is named.
func (c *checker) reserved(path, name string, words ...string) {
	if slices.Contains(words, name) {
		c.add("reserved-name", path, quote(name), "another name: a phase that says "+quote(name)+" means something else", "")
	}
}

// required reports a field that must be given.
func (c *checker) required(path string, given bool, what string) bool {
	if !given {
		c.add("missing-field", path, "", what, "")
	}
	return given
}
