// Command calendar answers questions about calendars, one command for each kind of question.
//
//	go run ./examples/calendar explain -at 2026-12-15T21:00 plan.yaml prod       # why is it open or closed then?
//	go run ./examples/calendar next -n 10 plan.yaml prod                         # what opens and closes next?
//	go run ./examples/calendar lint plan.yaml                                    # what is probably a mistake in its calendars?
//	go run ./examples/calendar expand < rules.jsonl                              # when do these rules fire?
//	go run ./examples/calendar ics -from 2026-01-01 -to 2026-12-31 a.ics b.ics   # what takes place?
//	go run ./examples/calendar                                                   # the list of commands
//
// It exits with 0 if the command did what it was asked, with 1 if lint has found
// something, and with 2 if the command line or the input is wrong.
package main

import (
	"fmt"
	"io"
	"os"
)

// command is one of the program's. Its run gets the arguments after its name and returns the exit code.
type command struct {
	name, usage string
	run         func(args []string, in io.Reader, out, errs io.Writer) int
}

var commands = []command{
	{"explain", "why is a calendar of a plan file open or closed at a time?", explain},
	{"next", "what opens and closes next, and by which rules?", next},
	{"expand", "when do recurrence rules fire? JSON lines in, JSON lines out", expand},
	{"ics", "what takes place in these iCalendar files?", ics},
	{"lint", "what is probably a mistake in plan files, .ics files and tables of dates?", lint},
}

func main() { os.Exit(run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr)) }

func run(args []string, in io.Reader, out, errs io.Writer) int {
	if len(args) > 0 {
		for _, c := range commands {
			if c.name == args[0] {
				return c.run(args[1:], in, out, errs)
			}
		}
		fmt.Fprintf(errs, "calendar: there is no command %q\n", args[0])
	}
	fmt.Fprintln(errs, "usage: calendar COMMAND [ARGUMENTS]")
	for _, c := range commands {
		fmt.Fprintf(errs, "  %-8s %s\n", c.name, c.usage)
	}
	return 2
}
