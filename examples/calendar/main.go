// Command calendar asks the calendars of a plan file.
//
//	go run ./examples/calendar explain -at 2026-12-15T21:00 examples/plan/sample.yaml prod
//	go run ./examples/calendar next -n 10 -at 2026-12-01 examples/plan/sample.yaml prod
//
// It exits with 0, or with 2 if the input or the command line is wrong.
package main

import (
	"fmt"
	"io"
	"os"
)

// command is one thing the program does.
type command struct {
	name, usage string
	run         func(args []string, in io.Reader, out, errs io.Writer) int
}

var commands = []command{
	{"explain", explainUsage, explain},
	{"next", nextUsage, next},
}

// The exit codes.
const (
	exitDone  = 0
	exitInput = 2 // wrong input or usage
)

func main() { os.Exit(run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr)) }

// run is the program but for the process around it.
func run(args []string, in io.Reader, out, errs io.Writer) int {
	if len(args) > 0 {
		for _, c := range commands {
			if c.name == args[0] {
				return c.run(args[1:], in, out, errs)
			}
		}
		fmt.Fprintf(errs, "calendar: unknown command %q\n", args[0])
	}
	fmt.Fprintln(errs, "usage: calendar COMMAND …")
	for _, c := range commands {
		fmt.Fprintf(errs, "  calendar %s\n", c.usage)
	}
	return exitInput
}
