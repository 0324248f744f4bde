package main

import (
	"flag"
	"fmt"
	"io"
)

const nextUsage = `usage: calendar next [flags] PLANFILE [CALENDAR]

Lists what opens and closes next, and the rules behind it. CALENDAR is the name of a window, meeting, team or
environment, or "calendar" for the plan's working hours; without it, all that have something of their own.

`

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
		if c.meeting != nil {
			q.held(out, c, n)
			continue
		}
		state := "closed"
		if c.compiled.Open(q.at) {
			state = "open"
		}
		fmt.Fprintf(out, "%s, %s on %s\n", c.title(), state, said(q.at, q.at.Location()))
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

// held lists the next meetings, or the last ones, and when their papers are due.
func (q inquiry) held(out io.Writer, m named, n int) {
	fmt.Fprintln(out, m.title())
	for _, t := range m.compiled.Transitions(q.at, min(max(n, -maxMeetings), maxMeetings)*2) {
		if t.Closes || n == 0 { // the end of one
			continue
		}
		if n > 0 {
			n--
		} else {
			n++
		}
		due := "before the calendar begins"
		if at, ok := q.cutoff(m)(t.At); ok {
			due = "by " + said(at, m.zone(q))
		}
		fmt.Fprintf(out, "  %s, papers due %s\n", said(t.At, m.zone(q)), due)
	}
}

// maxMeetings is more than the calendars reach.
const maxMeetings = 100_000
