// Package evolve shortens plans: a search with a population of activity lists for
// resource-constrained project scheduling.
//
// A list is an order of the activities that respects all lags. A pass over it
// places each activity as early as it fits among those before it (forward), or,
// from the last to the first, as late as it fits (backward). Some list yields a shortest
// plan, so it is enough to search among lists. A backward pass over the
// activities in the order of their ends, followed by a forward pass in the order of their
// starts, never makes a plan longer and often shortens it (justification:
// Valls, Ballestín & Quintanilla 2005, doi:10.1016/j.ejor.2004.04.008).
//
// What costs time is the question where an activity fits. All resources lie side by side in
// one 64-bit word per slot, each with a guard bit above it that is set: what
// is free minus what is needed keeps every guard bit if and only if there is enough of
// everything, so one subtraction and one comparison test them all. A window is tested
// from its far end, so that a slot that is full rules out all windows over it at once,
// and no slot is tested twice for one activity (the idea of Boyer & Moore 1977). Only the slots that a
// schedule touched are wiped before the next one.
//
// Members of a population are schedules, each with the order of its ends. A child takes a
// stretch of that order from one parent, one in which that packs well (the peaks of Valls, Ballestín & Quintanilla
// 2008, doi:10.1016/j.ejor.2006.12.033), and the rest from another; a backward and a
// forward pass make it a schedule (two passes a child, alternating in direction: Debels & Vanhoucke 2007,
// doi:10.1287/opre.1060.0358). A pass ends as soon as it is certain, or for
// the backward pass likely, that the child cannot take the place of the worse parent.
//
// Three further forms of the problem have parts of their own. Modes: a child inherits
// them with the places, a pass may change them, and overspent budgets are
// repaired (modes.go, reduce.go). Maximum lags and deadlines: distances
// between all pairs, schedules built with unscheduling, justification by moves of single
// activities (tight.go, unschedule.go). Facts, earliest starts, capacities that vary (shut) and lags that let an
// activity be before one that it follows (loose): passes with care.
//
// Time is counted in the largest unit that all durations, lags and dates share (unit.go).
//
// What is not known here: modes together with maximum lags, facts together with maximum lags, activities
// with a calendar, a window or an environment, plans in which everything
// in a row would take more than a million units, and resources that do not fit side by side in a word.
//
// Nothing is allocated while schedules are built. The same seed and the same work give the same plan.
//
// Short names: q project; d decoder; j activity; v its record; s, e start and end;
// t, u slots; m member of a population. Inside the package slot 0 of the
// plan is slot origin, so that a backward pass may run beyond the plan's start.
package evolve
