// Package lcg is a lazy clause generation solver for scheduling: constraint
// propagation over integer bounds in which every conclusion can state its reason, so that each dead end is
// turned into a clause that keeps the search out of all that fail for the same reason
// (Ohrimenko, Stuckey & Codish 2009, doi:10.1007/s10601-008-9064-x; Schutt et al. 2013, doi:10.1007/s10951-012-0285-x).
//
// # Theory
//
// A literal is a bound: "signed variable S is at most B" ([Lit]), where each
// variable x has the signed variables x and −x. True, false and undecided are a comparison with
// the bound now, so no literal needs to be made, linked or kept consistent with its neighbours; a
// Boolean is a variable 0 … 1. Clauses are over such literals and are watched per signed variable, sorted by bound
// (Bit-Monnot 2023, doi:10.3233/FAIA230277).
//
// Each tightening of a bound is an event on the trail. A literal that is true
// was made true by one event: the first that brought the bound to B or below. Its reason is found when
// conflict analysis asks, and for the bound that is asked, which may be weaker than the event
// (so explanations are lifted for free).
//
// # Layout
//
//	literal.go   variables, literals, views
//	engine.go    the engine and its variables
//	trail.go     events, reasons, taking back
//	queue.go     the propagation loop and who is woken
//	clause.go    the clause database: one flat slice; reduction
//	watch.go     two-literal watching by bound
//	difference.go, cumulative.go, monotone.go, holes.go, linear.go, cost.go     propagators, one a file
//	timetable_edge.go   cumulative in windows of time: too full, or too full for a task to begin there
//	disjunctive.go      tasks that exclude each other: their bounds, overload, and how a set becomes a reason;
//	  theta_tree.go, detectable.go, not_last.go, edge_finding.go     the tree it stands on, and its rules
//	window.go, effort.go   why a window is full; where the costly of these look, and how often
//	analyze.go   first unique implication point, minimisation
//	vsids.go, restart.go, search.go   the search
//
// # Short names
//
//	e      the engine                      l, k   literals
//	s      a signed variable (2x, 2x+1)    x      a variable
//	b      a bound                         i, j   events, by place on the trail
//	ub     upper bounds by s               at     "just before event at"
//	ref    a clause, by place in db        w      a watch, or the weight of an edge
//	est, lst, ect, lct   earliest and latest start and end (completion) of a task
package lcg
