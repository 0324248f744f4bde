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

const explainUsage = `usage: calendar explain [flags] PLANFILE [CALENDAR]

Says why a calendar of a plan file is open or closed at a time: the rules that have a say, which
of them decides, what would change it, and when it ends by itself. CALENDAR is the name of a window, meeting,
team or environment, or "calendar" for the plan's working hours; without it, all that have something of their own.

`

// The exit codes.
const (
	exitDone  = 0
	exitInput = 2 // wrong input or usage
)

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

// meetings says which meeting decides on what is submitted at the instant asked about, and on what starts then.
func (q inquiry) meetings(out io.Writer, n named) {
	fmt.Fprintf(out, "%s\n%s\n", n.title(), said(q.at, n.zone(q)))
	if m, due, ok := n.compiled.MeetingAfter(q.at, q.cutoff(n)); ok {
		fmt.Fprintf(out, "  What is submitted now is decided on %s; papers are due by %s.\n", said(m.Opens, n.zone(q)), said(due, n.zone(q)))
	} else {
		fmt.Fprintln(out, "  There is no meeting any more for what is submitted now.")
	}
	if m, due, ok := n.compiled.MeetingBefore(q.at, q.cutoff(n)); ok {
		fmt.Fprintf(out, "  What starts now needed a decision by %s; papers were due by %s.\n", said(m.Opens, n.zone(q)), said(due, n.zone(q)))
	} else {
		fmt.Fprintln(out, "  There was no meeting that could have decided on what starts now.")
	}
}

// cutoff is when the papers for a meeting are due, in the plan's working time.
func (q inquiry) cutoff(n named) func(time.Time) (time.Time, bool) {
	lead := n.meeting.Submission.Working(q.day)
	return func(begins time.Time) (time.Time, bool) { return q.working.Add(begins, -lead) }
}

// zone is the zone of a meeting.
func (n named) zone(q inquiry) *time.Location {
	if zone, err := calendar.LoadZone(n.meeting.Zone); err == nil && n.meeting.Zone != "" {
		return zone
	}
	return q.at.Location()
}

// said is an instant for people.
func said(t time.Time, zone *time.Location) string {
	return t.In(zone).Format("Mon 2 Jan 2006 15:04 ") + zone.String()
}

// inquiry is a command line that was understood: these calendars, at this instant.
type inquiry struct {
	at        time.Time
	working   *calendar.Compiled // of the plan, for leads
	day       time.Duration      // what a day of a lead means
	calendars []named
}

// ask reads the command line and the plan file. Without calendars the code says how the program ends.
func ask(usage string, args []string, in io.Reader, errs io.Writer, more func(*flag.FlagSet)) (inquiry, int) {
	var at calendar.Moment
	flags := flag.NewFlagSet("calendar", flag.ContinueOnError)
	flags.SetOutput(errs)
	flags.Usage = func() {
		fmt.Fprint(errs, usage)
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
		return inquiry{}, exitDone
	case err != nil:
		return inquiry{}, exitInput
	case flags.NArg() < 1 || flags.NArg() > 2:
		flags.Usage()
		return inquiry{}, exitInput
	}
	p, places, err := read(flags.Arg(0), in)
	if err != nil {
		complain(errs, err, flags.Arg(0))
		return inquiry{}, exitInput
	}
	zone, err := calendar.LoadZone(p.Zone)
	if err != nil {
		complain(errs, err, flags.Arg(0))
		return inquiry{}, exitInput
	}
	q := inquiry{at: time.Now().In(zone)}
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
		return inquiry{}, exitInput
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
