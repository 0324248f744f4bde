// Program bench asks Berth's calendar and three other Go libraries the same
// questions, about the same ten years, in one process, and prints how long each takes:
//
//	go -C .ci/bench run .
//
// Before anything is measured, each pair must give the same answers on thousands
// of instants; its test checks that too. It is a module of its own, so that the
// library depends on none of the others.
package main
