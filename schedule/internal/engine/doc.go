// Package engine drives the searches over one problem: a first plan at once,
// then better ones, then the proof that no better one exists.
//
// A worker owns one of each source of plans and proofs (the first worker alone the bounds), gives them turns in
// proportion to their shares, counted in work, and hands what one finds to the others
// at once. Workers run side by side for a round of work, then exchange the best
// plan and the proofs in the order of their numbers. Their populations are islands: each invites
// the best of the one before it, and takes them in when it stands still. So the outcome depends on
// the seed, the work and the number of workers, and not on processors or clocks.
package engine
