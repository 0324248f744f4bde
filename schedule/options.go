package schedule

import "time"

// Options bounds a search. The zero Options searches for DefaultWork units.
type Options struct {
	// Time is the longest the search may take; zero: no limit. What is found
	// under a time limit depends on the machine: use Work where results must repeat.
	Time time.Duration
	// Work is how much the search may do, in activities placed on trial: the same on
	// every machine. Zero: no limit if Time is given, else DefaultWork.
	Work int64
	// Seed makes the search another one. Same problem, seed and work: the same plan, byte for byte.
	Seed uint64
	// Workers is how many searches run side by side and share what they find; 0: one.
	// Work is what each of them may do. What they find does not depend on how many processors there are.
	Workers int
	// Gap ends the search when, at every level, the plan pays at most this part of its
	// value more than the bound: 0.01 is one in a hundred. Zero: only a proof does.
	Gap float64
	// From is a plan to begin with, of this problem or one that has changed since; nil: none. A plan
	// is a checkpoint: where it is of the very same problem (see Plan.Problem), what it proved holds still.
	From *Plan
	// Diagnosis is how much work, where there is no plan, may go into finding the smallest clashes
	// and what would help, and where packages are left out, into what would bring them back.
	// Zero: DefaultDiagnosis; negative: none. It comes on top of Work, and may take Time once more.
	Diagnosis int64
	// Progress is told when the search begins, and of each better plan and bound, on the goroutine of Solve; nil: nobody is.
	// Where levels have tolerances, several searches make up one, and only its beginning and its result are told.
	Progress func(Progress)
}

// DefaultWork is the work limit where Options gives neither time nor work.
const DefaultWork = 400_000

// DefaultDiagnosis is the work limit of a diagnosis where Options gives none.
const DefaultDiagnosis = 2_000_000

// Progress is how far a search has come.
type Progress struct {
	Phase                  Phase
	Plan, Bound            bool    // what is new since the last time: a better plan, or a better bound of a level
	Objective              []Value // of the best plan so far; nil: none yet
	Work, Nodes, Conflicts int64   // done so far; see Plan
}

// Phase is what a search is about. From one to the next it goes by what is known, and never back to the first.
type Phase string

// The phases of a search.
const (
	Starting  Phase = "first plan" // there is none yet
	Improving Phase = "improving"  // the bound is far: better plans are looked for above all
	Proving   Phase = "proving"    // the bound is within a tenth of what is paid, or the problem is small: a proof is near
)
