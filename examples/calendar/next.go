package main

import (
	"flag"
	"fmt"
	"io"
	"time"
)

const nextUsage = "next [-at TIME] [-n NUMBER] [-package NAME] PLANFILE [CALENDAR]: what opens and closes next, by which rules"

// next prints, for each calendar asked for, what opens and closes next.
func next(args []string, in io.Reader, out, errs io.Writer) int {
	n := 10
	q, code := ask(nextUsage, args, in, errs, func(flags *flag.FlagSet) {
		flags.IntVar(&n, "n", n, "so many changes; a negative `number`: the last ones before")
	})
	for i, c := range q.calendars {
		if i > 0 {
			fmt.Fprintln(out)
		}
		zone := q.at.Location()
		say := func(t time.Time) string { return t.In(zone).Format("Mon 2 Jan 2006 15:04 ") + zone.String() }
		state := "closed"
		if c.compiled.Open(q.at) {
			state = "open"
		}
		fmt.Fprintf(out, "%s, %s on %s\n", c.title(), state, say(q.at))
		changes := c.compiled.Transitions(q.at, n)
		for _, t := range changes {
			fmt.Fprintf(out, "  %s\n", t)
		}
		if len(changes) == 0 {
			fmt.Fprintln(out, "  nothing changes")
		}
	}
	return code
}
