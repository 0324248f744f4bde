package release

import "github.com/berthplan/berth/calendar"

// DefaultPriority is what Package.Priority 0 means. Penalties weigh as lateness at this priority.
const DefaultPriority = 500

// Package is a release package: what is promoted through the phases and deployed as one.
type Package struct {
	Name     string
	System   string
	Kind     string          // "major", "hotfix", …: blackout scopes and policies use it
	Priority int             // 1..1000; 0: DefaultPriority
	Deadline calendar.Moment // hard: every phase finished by then
	Due      calendar.Moment // wish: lateness costs Priority per minute
	Earliest calendar.Moment // no phase starts before
	Optional bool            // may be left out, at the cost of its Priority
	Owner    string
	Project  string   // whose it is, where several share a portfolio; carried along
	Sites    []string // deployed at each, in Sites.Order
	Profile  Profile  // risk:
	Links    []Link   // of its first phases (start) or last phases (finish)
	Phases   []Phase
	Actuals  []Actual // facts: done and started
	Pins     []Pin
	Notes    []Note // columns we do not know, kept and written back
}

// Actual is a fact about a phase: started, or done where End is given.
type Actual struct {
	Phase, Site   string
	Start         calendar.Moment
	End           calendar.Moment  // zero: still running
	Left          *calendar.Length // work left at Now; nil: the duration less the work since Start, at least a minute
	Environment   string
	Configuration string
}

// Pin fixes a phase's start: people win. A day means some time on that day.
type Pin struct {
	Phase, Site string
	At          calendar.Moment
	Environment string // "": free
}
