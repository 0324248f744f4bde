package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/berthplan/berth/calendar"
	"github.com/berthplan/berth/release"
)

const explainUsage = "explain [-at TIME] [-package NAME] PLANFILE [CALENDAR]: why it is open or closed then"

// explain prints, for each calendar asked for, why it is open or closed.
func explain(args []string, in io.Reader, out, errs io.Writer) int {
	q, code := ask(explainUsage, args, in, errs, nil)
	for i, n := range q.calendars {
		if i > 0 {
			fmt.Fprintln(out)
		}
		if n.meeting != nil {
			q.meetings(out, n)
			continue
		}
		fmt.Fprintf(out, "%s\n%s", n.title(), n.compiled.Explain(q.at))
	}
	return code
}

// meetings says which meeting decides on what is submitted at the instant asked about, and on what is to start then.
func (q question) meetings(out io.Writer, n named) {
	lead := n.meeting.Submission.Working(q.day)
	cutoff := func(begins time.Time) (time.Time, bool) { return q.working.Add(begins, -lead) }
	zone, err := calendar.LoadZone(n.spec.Windows[0].Zone)
	if n.spec.Windows[0].Zone == "" || err != nil {
		zone = q.at.Location()
	}
	say := func(t time.Time) string { return t.In(zone).Format("Mon 2 Jan 2006 15:04 ") + zone.String() }
	fmt.Fprintf(out, "%s\n%s\n", n.title(), say(q.at))
	if m, due, ok := n.compiled.MeetingAfter(q.at, cutoff); ok {
		fmt.Fprintf(out, "  What is submitted now is decided on %s; papers are due by %s.\n", say(m.Opens), say(due))
	} else {
		fmt.Fprintln(out, "  There is no meeting any more for what is submitted now.")
	}
	if m, due, ok := n.compiled.MeetingBefore(q.at, cutoff); ok {
		fmt.Fprintf(out, "  What starts now was decided by %s; papers were due by %s.\n", say(m.Opens), say(due))
	} else {
		fmt.Fprintln(out, "  There was no meeting that what starts now could have gone to.")
	}
}

// question is a command line that was understood: these calendars, at this instant.
type question struct {
	at        time.Time
	working   *calendar.Compiled // of the plan, for leads
	day       time.Duration      // what a day of a lead means
	calendars []named
}

// ask reads the command line and the plan file. Without calendars the code says how the program ends.
func ask(usage string, args []string, in io.Reader, errs io.Writer, more func(*flag.FlagSet)) (question, int) {
	var at calendar.Moment
	flags := flag.NewFlagSet("calendar", flag.ContinueOnError)
	flags.SetOutput(errs)
	flags.Usage = func() {
		fmt.Fprintf(errs, "usage: calendar %s\n\n", usage)
		flags.PrintDefaults()
	}
	flags.Func("at", "ask about this `time` of the plan's zone, such as 2026-09-01T09:00, or 2026-09-01T09:00+02:00\n(default: the plan file's now, else the clock's)", func(s string) (err error) {
		at, err = calendar.ParseMoment(s)
		return err
	})
	pkg := flags.String("package", "", "ask for this `package`: blackouts have scopes and exceptions")
	if more != nil {
		more(flags)
	}
	switch err := flags.Parse(args); {
	case errors.Is(err, flag.ErrHelp):
		return question{}, exitDone
	case err != nil:
		return question{}, exitInput
	case flags.NArg() < 1 || flags.NArg() > 2:
		flags.Usage()
		return question{}, exitInput
	}
	p, places, err := read(flags.Arg(0), in)
	if err != nil {
		complain(errs, err, flags.Arg(0))
		return question{}, exitInput
	}
	zone, err := calendar.LoadZone(p.Zone)
	if err != nil {
		complain(errs, err, flags.Arg(0))
		return question{}, exitInput
	}
	q := question{at: time.Now()}
	switch {
	case !at.IsZero():
		q.at = at.Begin(zone)
	case !p.Now.IsZero():
		q.at = p.Now.Begin(zone)
	}
	q.calendars, err = choose(p, flags.Arg(1), *pkg)
	if err == nil {
		plan := calendars(p, q.calendars[0].who)[:1]
		all := append(q.calendars, plan...)
		err = compile(p, all, q.at, zone)
		q.working, q.day, q.calendars = all[len(all)-1].compiled, p.Working(nil).StandardDay(), all[:len(all)-1]
	}
	if err != nil {
		complain(errs, located(err, places), flags.Arg(0))
		return question{}, exitInput
	}
	return q, exitDone
}

// complain prints an error, each fault of it on a line of its own.
func complain(errs io.Writer, err error, file string) {
	var faults release.Faults
	var fault release.Fault
	switch {
	case errors.As(err, &faults):
	case errors.As(err, &fault):
		faults = release.Faults{fault}
	default:
		faults = release.Faults{{Code: "error", Found: err.Error()}}
	}
	for _, f := range faults {
		if f.File == "" {
			f.File = file
		}
		fmt.Fprintln(errs, strings.Map(printable, f.Error()))
	}
}

// printable leaves out the control characters that names may have.
func printable(c rune) rune {
	if c < ' ' || c == 0x7f || c >= 0x80 && c < 0xa0 || c == '\u2028' || c == '\u2029' {
		return -1
	}
	return c
}
