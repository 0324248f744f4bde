// Command gate says whether a package may go now, as a step of a pipeline asks it.
//
//	go run ./examples/gate -package hotfix-11.9.3 -environment prod -at 2026-09-03T20:30 plan.yaml
//
// It exits with 0 for yes, 1 for no, 2 if it cannot tell, and 3 if the input or the command line is wrong.
package main

import (
	"os"
	"runtime/debug"
	"time"
)

func main() {
	debug.SetGCPercent(800) // it lives for milliseconds: collecting takes as long as all the rest
	os.Exit(run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr, time.Now))
}
