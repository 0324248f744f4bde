package schedule

import (
	"time"

	"github.com/berthplan/berth/calendar"
)

// Status says what is known of a plan.
type Status string

const (
	Optimal    Status = "optimal"    // every level's value equals its bound, or exceeds it by its tolerance at most
	Feasible   Status = "feasible"   // meets every hard rule
	Infeasible Status = "infeasible" // proved: no plan meets the hard rules
	Unknown    Status = "unknown"    // no plan found, and no proof that there is none
)

// Plan is the answer: when each activity runs, and why not earlier. It is plain data, and does not refer to its Problem.
type Plan struct {
	Name        string
	Zone        string
	ZoneData    string // the version of the IANA zone data that dates were read with: see calendar.ZoneVersion
	Start       time.Time
	Horizon     time.Time
	Problem     string // a fingerprint of the problem: what is proved of one plan holds for all with the same
	Status      Status
	Stopped     string // why the search ended: "proved", "no better plan found", "good enough", "work limit", "time limit", "cancelled"; without a plan see Conflict.Stopped
	Objective   []Value
	Activities  []Assignment      // in the order of Problem.Activities; those left out are absent
	Packages    []Outcome         // in the order of Problem.Packages
	Marks       []Mark            // what is worth showing behind the bars, from Problem.Marks
	Links       []Edge            // from Problem.Links, in its order: those between activities that are in the plan
	Changeovers []Reconfiguration // sorted by environment, then start
	Violations  []Finding         // empty, unless no plan was found: then what stands in the way
	Notes       []Finding
	Conflict    *Conflict    // why there is no plan; nil where there is one
	Gone        []Assignment // places that were given up since people were told of them; see Revise
	Seed        uint64
	Work        int64 // units of work done
	Nodes       int64 // decisions of the constraint search
	Conflicts   int64 // dead ends it learned from
}

// Value is what a plan pays at one level, and what is proved about it.
type Value struct {
	Name  string
	Value int64
	Bound int64 // no plan pays less, given that each level above pays at most its value and its tolerance
	// From says where the bound came from:
	//	"zero"               nobody pays less than nothing
	//	"critical path"      links, calendars, pins and facts, with nobody else in the way
	//	"energy"             what activities need of a team or an environment over a time, and what it has
	//	"windows"            what starts in a window's occurrences, and what they take
	//	"destructive"        a better plan was supposed, and all of these together left no place for it
	//	"constraint search"  the search for a better plan was exhausted
	From string
}

// Assignment is one activity's place in a plan.
type Assignment struct {
	Activity             string
	Package, Phase, Site string
	Start, End           time.Time
	Mode                 int // index into Activity.Modes
	Environment          string
	Configuration        string   // what the environment is in; "" if it has none
	Resources            []string // the renewable ones it holds (teams), in the order of the mode's Demands
	Window               string
	Opens                time.Time     // with Window (or a decision): the opening instant of the occurrence
	Fact                 bool          // started or done
	Pinned               bool          // its start is people's: Activity.Pin
	Slack                time.Duration // how much later it could start with all else fixed and no term worse
	Causes               []Cause
	Refused              string // of several environments, why none was to be had where Causes begin, counted; else ""
	Revision             int    // how often it has moved since people were first told of it; see Plan.Revise
}

// Edge is a Link as a plan keeps it: what hangs together, to be shown.
type Edge struct {
	Kind     LinkKind
	From, To string // activities
	Name     string // what the link says: "after ledger-4.2.deploy +2d"
}

// Outcome is how one package fares.
type Outcome struct {
	Package       string
	LeftOut       bool
	Start, Finish time.Time     // zero when left out or without activities
	Due, Deadline time.Time     // as in the problem
	Late          time.Duration // past Due or, if earlier or alone, Deadline; 0: on time
}

// Reconfiguration is a changeover in a plan.
type Reconfiguration struct {
	Environment string
	From, To    string
	calendar.Interval
}

// String is such as "uat base → tls13, 2026-10-10T00:00:00+02:00/2026-10-11T00:00:00+02:00".
func (r Reconfiguration) String() string {
	return r.Environment + " " + r.From + " → " + r.To + ", " + r.Interval.String()
}

// RuleKind names a kind of rule of a Problem. It is also the Code of a Finding about such a rule.
type RuleKind string

// The kinds of rules; Name and By of a Rule are given in brackets.
const (
	RulePresence       RuleKind = "presence"        // in or left out as the package is [package]
	RulePlanStart      RuleKind = "plan-start"      // nothing but facts starts before the plan does []
	RuleHorizon        RuleKind = "horizon"         // nothing ends after the horizon []
	RuleDuration       RuleKind = "duration"        // the end follows from start, mode and time kind [activity]
	RuleGrid           RuleKind = "grid"            // starts are whole minutes [activity]
	RuleHours          RuleKind = "hours"           // closed: outside working hours [the calendar]
	RuleHoliday        RuleKind = "holiday"         // closed: a holiday [the holiday]
	RuleWindow         RuleKind = "window"          // not wholly in one occurrence of the window, or, for a decision, at no opening [the window]
	RuleBlackout       RuleKind = "blackout"        // closed: a hard blackout [the blackout]
	RuleEarliest       RuleKind = "earliest"        // before its earliest start [activity]
	RuleDeadline       RuleKind = "deadline"        // after a deadline [activity or package]
	RulePin            RuleKind = "pin"             // not where it was pinned [activity]
	RuleFact           RuleKind = "fact"            // not where it really was [activity]
	RuleLink           RuleKind = "link"            // [Link.Name or, without one, kind, From and lag; the other activity]
	RuleEnvironment    RuleKind = "environment"     // beyond its capacity [environment; the holders, joined by ", "]
	RuleOutage         RuleKind = "outage"          // held during an outage [environment; the outage]
	RuleConfiguration  RuleKind = "configuration"   // another configuration, or no time to change over [environment; the activity or booking it clashes with]
	RuleResource       RuleKind = "resource"        // beyond its capacity [resource; the holders, joined by ", "]
	RuleBudget         RuleKind = "budget"          // more than the total [resource]
	RuleWindowCapacity RuleKind = "window-capacity" // too many starts in one occurrence [window]
	RuleRiskBudget     RuleKind = "risk-budget"     // too much risk in one occurrence [window]
	RuleSystem         RuleKind = "system"          // more changes at once than the system admits [system]
	RuleSoft           RuleKind = "soft"            // only in causes: would cost a penalty [soft blackout or booking]
	RuleExpected       RuleKind = "expected"        // only in causes: would be farther from where people expect it, see Activity.Was [activity]
)

// Rule is one rule of a Problem, named so that two reports of it compare with ==.
type Rule struct {
	Kind RuleKind
	Name string // of the thing whose rule it is: environment, window, resource, package, …
	By   string // what makes it bind: the activity, booking or step that holds it; the link; the calendar's rule
}

// Finding is a rule that does not hold (a violation), or that did not hold in the past (a note).
type Finding struct {
	Code     string // stable
	Activity string // the one concerned, if one
	Rule     Rule
	Text     string // a sentence
}

// Cause is why an activity does not start at At: all rules that bind there
// together. With everything else fixed, each alone forbids it, and without all of them the activity could start at At.
type Cause struct {
	At    time.Time
	Rules []Rule
	Text  string // "uat is held by Cards project until Sat 26 Sep 00:00"
}
