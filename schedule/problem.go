package schedule

import (
	"time"

	"github.com/berthplan/berth/calendar"
)

// Problem is what is to be scheduled: activities, what they need, the links
// between them and what is better. Things refer to each other by name; an empty
// name means none. It is plain data; FromPortfolio builds one from a release.Portfolio.
// Times are rounded to the grid of whole UTC minutes: earliest instants, closed
// time and actual ends outward, open time inward.
type Problem struct {
	Name         string
	Zone         string    // IANA; how times are printed; "" is UTC
	Start        time.Time // nothing but facts starts before
	Horizon      time.Time // an assumption: nothing ends after
	Activities   []Activity
	Packages     []Package
	Resources    []Resource
	Environments []Environment
	Windows      []Window
	Systems      []System
	Links        []Link
	Objective    []Level   // nil: DefaultObjective
	Marks        []Mark    // worth showing behind a plan; binds nothing
	Notes        []Finding // noticed while building it; carried to the plan
}

// TimeKind says how an activity takes time.
type TimeKind uint8

const (
	Elapsed    TimeKind = iota // wall clock: end = start + duration; its calendar is ignored
	Working                    // starts in an open slot of its calendar, progresses only while it is open, ends with its last slot of work
	Contiguous                 // runs whole, [start, start+duration+rollback) in one open piece of its calendar
	Decision                   // no length; starts at the opening of an occurrence of its calendar
)

// Activity is one phase of one package on the time line: the unit of the solver.
type Activity struct {
	Name     string // unique
	Package  string // "", or one of Problem.Packages
	Phase    string // carried to the plan
	Site     string // carried to the plan
	Time     TimeKind
	Modes    []Mode            // at least one
	Window   string            // Contiguous: the Window whose capacity and budget its start counts against
	Risk     int64             // thousandths of loss (round(1000·p·loss)) it takes from a window's risk budget
	System   string            // Contiguous: the System it changes
	Earliest time.Time         // no start before; zero: none
	Deadline time.Time         // hard: no end after; zero: none
	Pin      calendar.Interval // start in [Start, End); zero: free
	Fact     *Fact             // what has already happened; nil: nothing
	Was      *Was              // where people expect it; nil: nobody does
}

// Was is where people expect an activity: its place in the plan that they were told of. See [Disturbance].
type Was struct {
	Start       time.Time // zero: it was not in the plan
	Environment string    // "": none
	Weight      int       // how dear it is to move, 1..1000; 0: 1
}

// Fact is the past of an activity. Facts are never moved, and rules broken wholly in the past are notes.
type Fact struct {
	Start         time.Time
	End           time.Time     // done; zero: started and still running
	Left          time.Duration // started: duration left from Problem.Start on, at least a minute; counted as the activity's Time kind counts
	Mode          int           // index into Modes
	Configuration string        // "": the mode's
}

// Mode is one way to do an activity.
type Mode struct {
	Name          string             // "" if there is but one
	Duration      time.Duration      // whole minutes
	Rollback      time.Duration      // Contiguous: runway after the end, in the same piece of the calendar; holds nothing
	Calendar      *calendar.Compiled // nil: always open
	Environment   string             // held from start to end; "" none
	Units         int                // of the environment's capacity; 0: 1
	Configuration string             // the environment must be in it; "": any, keeps the current one
	Demands       []Demand
	Penalty       time.Duration // weighs as that much lateness at priority 500
}

// Demand is an amount of a resource: held from start to end if renewable, used up if a budget.
type Demand struct {
	Resource string
	Amount   int
}

// Resource is renewable (a capacity that varies over time) or a budget (a total).
type Resource struct {
	Name     string
	Budget   bool
	Capacity int    // where no Step says otherwise; a budget's total
	Steps    []Step // renewable only; may not overlap
}

// Step is another capacity during an interval.
type Step struct {
	calendar.Interval
	Capacity int
	Name     string // why, for reasons; may be empty
}

// Environment is where activities run. Those that overlap in it, up to its
// capacity, share one configuration; a changeover needs it empty.
type Environment struct {
	Name           string
	Capacity       int      // 0: 1
	Configurations []string // the first is what it has at Problem.Start; empty: it has none
	// Changeover is the time from Configurations[i] to [j], on the Calendar
	// below (nil: elapsed). It lies wholly in one stretch in which nothing holds the
	// environment, neither activities nor bookings nor outages, and progresses only while the calendar is open.
	Changeover [][]time.Duration
	Calendar   *calendar.Compiled
	Bookings   []Booking
}

// Booking is a time in which others hold an environment, or, as an outage, in which nothing can be held.
type Booking struct {
	calendar.Interval
	Name          string
	Outage        bool
	Units         int    // of the capacity; 0 or an outage: all of it
	Configuration string // the environment must be in it; "": keeps the current one; ignored when soft
	Soft          bool   // may be overlapped, at PerHour for each started hour and overlapping activity
	PerHour       time.Duration
}

// Window limits what starts in one occurrence of a calendar window. Occurrences
// come from the calendars of the modes, by (Name, opening instant).
type Window struct {
	Name       string
	Capacity   int   // starts per occurrence; 0: unlimited
	RiskBudget int64 // Σ Activity.Risk per occurrence, in thousandths; 0: unlimited
}

// System limits how many changes it admits at once.
type System struct {
	Name             string
	OneAtATime       bool // its activities never overlap
	OnePerOccurrence bool // at most one of its activities starts in one window occurrence
}

// Package groups activities that are late, or left out, together.
type Package struct {
	Name     string
	Project  string    // whose it is, of those who share the plan; carried along
	Owner    string    // the team that answers for it; carried along
	Priority int       // 1..1000; 0: 500
	Deadline time.Time // hard: no activity ends after; zero: none
	Due      time.Time // wish: Priority per minute that the last end is later; zero: none
	Optional bool      // may be left out, at the cost of its Priority
}

// LinkKind says how two activities hang together.
type LinkKind uint8

const (
	FinishToStart     LinkKind = iota // To starts no earlier than From's end + Lag
	StartToStart                      // To starts no earlier than From's start + Lag
	FinishToFinish                    // To ends no earlier than From's end + Lag
	StartToFinish                     // To ends no earlier than From's start + Lag
	MaxFinishToStart                  // To starts no later than From's end + Lag
	MaxStartToStart                   // To starts no later than From's start + Lag
	MaxFinishToFinish                 // To ends no later than From's end + Lag
	MaxStartToFinish                  // To ends no later than From's start + Lag
	SameOccurrence                    // both start in one window occurrence
	OtherOccurrence                   // they do not start in one window occurrence
	Apart                             // one ends at least Lag before the other starts, either way round
)

// Link ties two activities. It binds only where both are in the plan. The first
// four kinds also need From: where From is left out, To must be too.
//
// A minimum lag counts open time of Calendar: t ≥ Calendar.Add(s, Lag). A maximum lag holds
// while Calendar.Between(s, t) ≤ Lag. A nil Calendar counts elapsed time.
type Link struct {
	Kind     LinkKind
	From, To string // activities
	Lag      time.Duration
	Calendar *calendar.Compiled
	Name     string // for reasons: "after ledger-4.2.deploy +2d"; may be empty
}

// Term is something a plan pays for, an integer that is better when smaller.
type Term uint8

const (
	LeftOut   Term = iota // Σ Priority of the optional packages left out
	Tardiness             // Σ Priority · minutes past Due
	Penalties             // 500 · minutes of penalty: modes, soft blackouts, soft bookings
	Makespan              // minutes from Start to the last end of what is no fact
	Starts                // Σ minutes from Start to each start of what is no fact
	// Disturbance is the distance from where people expect things: Σ Was.Weight ·
	// (1440 if it starts at another minute + the minutes between the two starts + 1440 if its environment is another).
	// What is left out costs 129,600 (a quarter of a year), what was not in the plan and now is 1440.
	// Facts and what has no Was cost nothing.
	Disturbance
)

// Level is one level of the objective: lower levels matter only between plans
// whose higher levels are equal up to Tolerance.
type Level struct {
	Name      string // "": the terms' names
	Terms     []Term // summed
	Tolerance int64  // absolute
}
