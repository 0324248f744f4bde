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
// Nothing is allocated while schedules are built. The same seed and the same work give the same plan.
//
// Short names: q project; d decoder; j activity; v its record; s, e start and end;
// t, u slots; m member of a population. Inside the package slot 0 of the
// plan is slot origin, so that a backward pass may run beyond the plan's start.
package evolve
