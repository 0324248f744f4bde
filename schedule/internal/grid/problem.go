package grid

// Problem is the integer form of schedule.Problem; see there for what each part means.
type Problem struct {
	Horizon int // nothing ends after this slot
	Acts    []Activity
	Pkgs    []Package
	Res     []Resource // renewable; a system that takes one change at a time is one of capacity 1
	Budgets []int      // totals
	Envs    []Environment
	Wins    []Window
	Occs    []Occurrence // of windows and meetings, sorted by Opens, then window
	Groups  int          // systems that take one change per occurrence
	Links   []Link
	Levels  []Level
}

// Kind is how an activity takes time.
type Kind uint8

// The kinds of time.
const (
	Elapsed Kind = iota
	Working
	Contiguous
	Decision
)

// Activity is the unit that is placed.
type Activity struct {
	Kind     Kind
	Modes    []Mode
	Pkg      int // None: always in
	Win      int // None, or the window its start counts against
	Group    int // None, or the system that takes one change per occurrence
	Risk     int64
	Earliest int // first start allowed
	Latest   int // last start allowed (pins)
	Deadline int // last end allowed
	Fixed    bool
	Start    int // where Fixed
	End      int
	Mode     int
	Occ      int // where Fixed: the occurrence it started in, or None
	Was      Was
	In, Out  []int // links whose To, From it is
}

// Was is where an activity is expected. Weight 0: nowhere.
type Was struct {
	Start  int // Never: out
	Env    int // None: in none
	Weight int64
}

// Mode is one way to do an activity.
type Mode struct {
	Duration int
	Runway   int // duration and rollback, what must fit in one piece
	Cal      *Calendar
	Env      int // None
	Units    int
	Config   int // None: any
	Needs    []Need
	Uses     []Need // of budgets
	Penalty  int64
}

// Need is an amount of a resource or a budget.
type Need struct{ Res, Amount int }

// Package is what is late, or left out, as one.
type Package struct {
	Acts     []int
	Priority int64
	Due      int // Never: no wish
	Optional bool
}

// Resource is a capacity that varies over time.
type Resource struct {
	Capacity int
	Steps    []Step // sorted, disjoint
}

// Step is another capacity in [Start, End).
type Step struct{ Start, End, Capacity int }

// Environment is a capacity with a state.
type Environment struct {
	Capacity int
	Initial  int // configuration at slot 0; None: it has none
	Change   [][]int
	Cal      *Calendar // of changeovers
	Holds    []Hold    // hard bookings and outages, sorted by Start
	Soft     []Charge  // soft bookings
}

// Hold is who holds an environment in [Start, End). What holds it already when
// the plan starts has a negative Start.
type Hold struct {
	Start, End int
	Units      int
	Config     int // None: keeps what there is
	Act        int // None: a booking or outage
	Outage     bool
	Tag        int // a booking's index, the caller's
}

// Window limits the starts in one occurrence.
type Window struct {
	Capacity int   // Never: unlimited
	Budget   int64 // < 0: unlimited
}

// Occurrence is one opening of a window.
type Occurrence struct{ Win, Opens int }

// LinkKind is how two activities hang together.
type LinkKind uint8

// The kinds of links: minimum lags, maximum lags, and relations without order.
const (
	FinishStart LinkKind = iota
	StartStart
	FinishFinish
	StartFinish
	MaxFinishStart
	MaxStartStart
	MaxFinishFinish
	MaxStartFinish
	SameOcc
	OtherOcc
	Apart
)

// Minimum reports whether k is a minimum lag.
func (k LinkKind) Minimum() bool { return k <= StartFinish }

// Maximum reports whether k is a maximum lag.
func (k LinkKind) Maximum() bool { return k >= MaxFinishStart && k <= MaxStartFinish }

// FromEnd reports whether a lag of kind k counts from From's end.
func (k LinkKind) FromEnd() bool { return k < SameOcc && k&1 == 0 }

// ToEnd reports whether a lag of kind k counts to To's end.
func (k LinkKind) ToEnd() bool { return k < SameOcc && k&3 >= 2 }

// Link ties two activities.
type Link struct {
	Kind     LinkKind
	From, To int
	Lag      int
	Cal      *Calendar
	Void     bool // decided by facts: binds nothing, but still needs From
}

// Term is a part of the objective.
type Term uint8

// The terms.
const (
	LeftOut Term = iota
	Tardiness
	Penalties
	Makespan
	Starts
	Disturbance
	Terms // how many there are
)

// Level is a sum of terms. Up to Free it costs nothing.
type Level struct {
	Terms []Term
	Free  int64
}

// Pays is what a level pays, given the value of each term.
func (l *Level) Pays(term *[Terms]int64) int64 {
	var sum int64
	for _, t := range l.Terms {
		sum += term[t]
	}
	return max(0, sum-l.Free)
}

// Seeks reports whether t is a term of some level.
func (p *Problem) Seeks(t Term) bool {
	for i := range p.Levels {
		for _, u := range p.Levels[i].Terms {
			if u == t {
				return true
			}
		}
	}
	return false
}

// Solution is where everything is. Start is Never for what is left out.
type Solution struct {
	Start, End, Mode []int
}
