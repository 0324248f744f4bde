// Package clearance answers one question: may this package go now, and if not, when and why?
//
//	v, err := clearance.Ask(portfolio, "portal-12", "prod", now, clearance.Options{})
//	fmt.Print(v)          // the answer, every reason, the next yes, what would help
//	v.Allowed             // Yes, No or Unknown
//	v.Next                // when it would be yes
//
// It never solves. It reads a portfolio, the facts in it and, where one is given, a plan. [Ask] is
// for one question; [Compile] makes a [Gate] for many, each answered in microseconds.
//
// # What is judged
//
// The question is about the first phase (and site) of the package that is in the environment, or has the window, and
// is not done. Judged are, each with a [Kind] of its own: whether it has happened; the window, hours and holidays;
// blackouts and their exceptions; the runway, so that the duration and the rollback end inside the window; earliest start, pin and
// deadline; what it waits for and is tied to; the environment's capacity, bookings, outages and configuration; teams;
// the starts and the risk in the window's occurrence; systems that admit one change at a time; and gates.
//
// A no outranks an unknown, an unknown outranks a yes. Facts that are missing are unknown, never a pass. That
// something is not recorded as done is a no, since nothing but that record makes it so. Something that runs holds what it
// holds; once its length is over and no fact says that it ended, whether it still does is unknown.
//
// # Facts
//
// A fact counts from its At on, at a bare day from its beginning; of several on one thing the last in the list counts.
// Approvals and sign-offs are given with yes, given, approved, granted or true, and are a no with no, refused, rejected, denied,
// declined, revoked, withdrawn, "taken back", void or false; any other value is unknown. A fact that must hold may
// also be done, passed, pass or ok, and fail with failed, fail, "not done" or missing. A fact without a
// package is about every package, but for approvals and sign-offs.
//
// Comparisons read both sides alike: as versions where one has a v in front or two points or more; as
// numbers with a unit, where lengths of time (ns to w; m and min are minutes) and sizes (B, kB, KiB, …) convert into each other, and
// every other unit must be the same; as yes or no; else, for == and != alone, as texts, letter by letter. What does not
// compare is unknown.
//
// An approval with a digest is for what had that digest. It is compared with Options.Digests; where that has none, the
// approval counts, and a reason that refuses nothing says that it was not checked.
//
// # Next
//
// [Verdict.Next] is the first instant at which the answer would be yes with rules and facts as they are: time passes, nobody does
// anything. A phase that is not done is then never done, and a missing approval never given. Where something unknown decides,
// it is the first instant at which nothing known stands in the way. [Verdict.Opens] is when nothing
// would be left in the way that time alone clears.
//
// # The plan
//
// With Options.Plan, what others are planned to do counts as if they did it: places in an occurrence, risk, environments,
// teams, systems. Where the package itself stands in the plan is told and refuses nothing: a start
// that breaks no rule is for people to decide.
package clearance
