// Package sgs makes plans: schedule generation schemes over priority rules,
// repair where they fail, and a search around the best plan.
//
// A [State] is a partial plan. It answers one question fast: where is the
// earliest slot at which an activity fits, given what is placed? Each rule that
// refuses a slot says until when it will go on refusing (a [Block]), so that the
// search for a slot leaps from rule to rule instead of walking the time line. The
// same blocks, collected instead of leapt over, are the causes of a start.
//
// What is limited is kept as it stands: resources as step functions of what is
// free, environments as time lines of who holds them in which configuration, window
// occurrences as counts.
//
// Short names: i, j activities; m mode; s, e start and end; t any slot; l link;
// k package; h hold; occ occurrence.
package sgs
