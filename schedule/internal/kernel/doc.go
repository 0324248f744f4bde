// Package kernel solves a [grid.Problem] with bounds and proofs: it states the
// problem to the engine of package lcg, and narrows each level of the objective from above and from below.
//
// # The model
//
// An activity is a start, an end and a literal per mode; a package that may be
// left out is a literal that its activities share. Everything else becomes one of few kinds of constraint:
//
//	elapsed lags, fixed durations       differences
//	working time, lags in working time  functions that never fall
//	calendars' closed time              holes in starts and ends
//	resources, environments             time-tables and windows; steps, bookings and facts are tasks that cannot move
//	what never fits beside each other   sets that exclude each other, and an order per pair
//	window occurrences                  a time-table on the row of occurrences, 0, 1, 2 …
//	configurations, Apart               literals that say who goes first, with the changeover between
//	budgets, levels of the objective    sums
//
// [Gaps] says where the model asks less than the problem does. Bounds and
// refutations hold even then.
//
// # The search
//
// A [Session] narrows one level after the other, each under the assumption that
// no level above gets worse: by turns it asks for a better plan, and for a plan at the bound, which either is
// best or raises the bound (destructive bounds: Klein & Scholl 1999, doi:10.1016/S0377-2217(97)00442-6); before that it
// raises the bound to what is refuted without any decision. Decisions tend to
// the best plan's values (solution-guided search: Beck 2007, doi:10.1613/jair.2169). Bounds are assumed and not stated wherever a
// later level needs them loosened, so all that is learnt stays true.
//
// Short names: i, j activities; k a mode, or a package; m the model; z a level's value.
package kernel
