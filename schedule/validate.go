package schedule

import (
	"fmt"
	"sort"
	"strconv"
	"time"

	"github.com/berthplan/berth/calendar"
	"github.com/berthplan/berth/release"
)

// The largest values a Problem may hold. They are far beyond any real release
// train, and small enough that sums of them never overflow an int64, and
// single values never an int of 32 bits.
const (
	maxSpan   = 50 * 366 * 24 * time.Hour // of the horizon, a duration or a lag
	maxHourly = 366 * 24 * time.Hour      // of a penalty per hour
	maxAmount = 1_000_000_000             // of a capacity, units or a demand
	maxRisk   = 1_000_000_000_000         // thousandths of loss
	maxItems  = 1_000_000                 // elements of one list
)

// Validate finds everything wrong with the form of p at once. The error is nil or
// a release.Faults, sorted by path. Paths are such as
// "activities[3].modes[0].demands[1].resource". It judges form and
// references, not whether there is a plan: a deadline before the start is no fault.
//
// Codes:
//
//	missing-name     a name that others refer to is empty
//	duplicate-name   two things of one kind have the same name, or one mode demands a resource twice
//	unknown-name     a reference to something that is not there
//	unknown-kind     a TimeKind, LinkKind or Term that does not exist
//	unknown-zone     Zone is no IANA zone
//	horizon          Horizon is not after Start on the grid of whole minutes, or more than 50 years after
//	no-modes         an activity without a mode
//	duration         negative, not in whole minutes, or too long
//	number           negative or too large
//	priority         neither 0 nor 1..1000
//	beyond-capacity  a mode needs more than there ever is
//	no-calendar      a decision, or an activity with a Window, whose mode has no calendar
//	contradiction    two fields that exclude each other
//	empty-interval   a pin, step or booking that holds no time
//	overlap          two steps of one resource overlap
//	matrix           a changeover matrix that is not as wide and as high as there are configurations
//	fact             a fact that cannot have happened
//	self-link        a link from an activity to itself
//	cycle            activities that each have to wait for the other's end
//	empty-level      a level of the objective without terms
//	duplicate-term   a term that stands twice in the objective
//	too-many         a list of more than a million elements
func (p *Problem) Validate() error {
	v := validator{p: p}
	v.plan()
	if v.sizes() {
		v.index()
		v.activities()
		v.packages()
		v.resources()
		v.environments()
		v.windows()
		v.systems()
		v.links()
		v.objective()
	}
	return v.faults.Err()
}

// validator collects the faults of one problem.
type validator struct {
	p      *Problem
	faults release.Faults
	hints  int // suggestions made so far: each reads a whole list of names

	activity, pack, resource, environment, window, system map[string]int // name to index; the first of equal ones
	ceiling                                               []int          // per resource: the most there ever is
	configurations                                        []map[string]bool
}

func (v *validator) add(code, path, found, expected, hint string) {
	v.faults = append(v.faults, release.Fault{Code: code, Path: path, Found: found, Expected: expected, Hint: hint})
}

func (v *validator) plan() {
	p := v.p
	if _, err := calendar.LoadZone(p.Zone); err != nil {
		hint := ""
		if e, ok := err.(*calendar.Error); ok {
			hint = e.Hint
		}
		v.add("unknown-zone", "zone", quote(p.Zone), "an IANA zone such as Europe/Zurich", hint)
	}
	switch start, end := ceilMinute(p.Start), floorMinute(p.Horizon); {
	case end <= start:
		v.add("horizon", "horizon", instant(p.Horizon), "a time at least a whole minute after the start "+instant(p.Start), "")
	case end-start > int64(maxSpan/time.Minute):
		v.add("horizon", "horizon", instant(p.Horizon), "at most 50 years after the start "+instant(p.Start), "")
	}
}

// sizes reports whether every list is short enough to be looked at.
func (v *validator) sizes() bool {
	p, fine := v.p, true
	modes := 0
	for i := range p.Activities {
		modes += len(p.Activities[i].Modes)
	}
	for _, list := range []struct {
		path string
		n    int
	}{
		{"activities", len(p.Activities)}, {"activities.modes", modes}, {"packages", len(p.Packages)},
		{"resources", len(p.Resources)}, {"environments", len(p.Environments)}, {"windows", len(p.Windows)},
		{"systems", len(p.Systems)}, {"links", len(p.Links)}, {"objective", len(p.Objective)},
	} {
		if list.n > maxItems {
			v.add("too-many", list.path, strconv.Itoa(list.n), "at most "+strconv.Itoa(maxItems), "")
			fine = false
		}
	}
	return fine
}

// index finds every name before references are looked at. Faults of names
// are reported where the lists are read, so that faults come in order.
func (v *validator) index() {
	p := v.p
	v.activity = indexNames(len(p.Activities), func(i int) string { return p.Activities[i].Name })
	v.pack = indexNames(len(p.Packages), func(i int) string { return p.Packages[i].Name })
	v.resource = indexNames(len(p.Resources), func(i int) string { return p.Resources[i].Name })
	v.environment = indexNames(len(p.Environments), func(i int) string { return p.Environments[i].Name })
	v.window = indexNames(len(p.Windows), func(i int) string { return p.Windows[i].Name })
	v.system = indexNames(len(p.Systems), func(i int) string { return p.Systems[i].Name })

	v.ceiling = make([]int, len(p.Resources))
	for i := range p.Resources {
		r := &p.Resources[i]
		v.ceiling[i] = r.Capacity
		for _, s := range r.Steps {
			v.ceiling[i] = max(v.ceiling[i], s.Capacity)
		}
	}
	v.configurations = make([]map[string]bool, len(p.Environments))
	for i := range p.Environments {
		v.configurations[i] = map[string]bool{}
		for _, c := range p.Environments[i].Configurations {
			v.configurations[i][c] = true
		}
	}
}

func indexNames(n int, name func(int) string) map[string]int {
	m := make(map[string]int, n)
	for i := range n {
		if _, taken := m[name(i)]; !taken {
			m[name(i)] = i
		}
	}
	return m
}

// name checks the name of element i of the list at path.
func (v *validator) name(index map[string]int, path string, i int, name string) {
	switch first := index[name]; {
	case name == "":
		v.add("missing-name", fmt.Sprintf("%s[%d].name", path, i), "no name", "a name of its own", "")
	case first != i:
		v.add("duplicate-name", fmt.Sprintf("%s[%d].name", path, i), quote(name), "a name of its own",
			fmt.Sprintf("%s[%d] has the same", path, first))
	}
}

// reference looks name up, and reports a fault at path if it is not there.
// The path is made only then.
func (v *validator) reference(index map[string]int, what, name string, path func() string) (int, bool) {
	i, ok := index[name]
	if !ok || name == "" {
		v.add("unknown-name", path(), quote(name), "the name of "+what, v.suggest(index, name))
		return 0, false
	}
	return i, true
}

// duration reports what is wrong with d; "" if nothing is.
func badDuration(d time.Duration, negative bool, most time.Duration) (expected string) {
	switch {
	case d%time.Minute != 0:
		return "whole minutes"
	case d < 0 && !negative:
		return "no negative duration"
	case d > most || d < -most:
		return "at most " + most.String()
	}
	return ""
}

// badNumber reports what is wrong with n; "" if nothing is.
func badNumber(n, most int64) (expected string) {
	switch {
	case n < 0:
		return "no negative number"
	case n > most:
		return "at most " + strconv.FormatInt(most, 10)
	}
	return ""
}

// suggest names what was probably meant. Each suggestion reads every name, so only a few are made.
func (v *validator) suggest(index map[string]int, name string) string {
	const few = 10
	if v.hints == few || len(name) < 2 || len(name) > 200 {
		return ""
	}
	v.hints++
	names := make([]string, 0, len(index))
	for n := range index {
		if d := len(n) - len(name); n != "" && d <= 2 && d >= -2 {
			names = append(names, n)
		}
	}
	sort.Strings(names)
	best, least := "", min(3, 1+len(name)/3)
	for _, n := range names {
		if d := distance(n, name, least); d < least {
			best, least = n, d
		}
	}
	if best == "" {
		return ""
	}
	return "did you mean " + best + "?"
}

// distance is how many bytes must be put in, taken out, changed or swapped with
// their neighbour to make b of a (optimal string alignment), at most limit.
func distance(a, b string, limit int) int {
	before, last, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row[0] = i
		least := i
		for j := 1; j <= len(b); j++ {
			change := 1
			if a[i-1] == b[j-1] {
				change = 0
			}
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+change)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
			least = min(least, row[j])
		}
		if least > limit {
			return limit
		}
		before, last, row = last, row, before
	}
	return min(last[len(b)], limit)
}

func quote(s string) string { return strconv.Quote(s) }

func instant(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05Z") }
