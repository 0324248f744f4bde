// Package kernel solves a [grid.Problem] with bounds and proofs: it states the
// problem to the engine of package lcg and narrows the objective from above and from below.
package kernel
