// Package grid states a scheduling problem in integers: time is slots counted
// from the plan's start, everything is an index, and calendars are step
// functions with prefix sums. It knows no dates and no names, so what stands on
// it can be checked and measured without either.
//
// A slot s is the half-open unit [s, s+1). Facts may lie at negative slots.
package grid
