package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"time"

	"github.com/berthplan/berth/calendar"
	"github.com/berthplan/berth/release"
	"github.com/berthplan/berth/schedule"
	"github.com/berthplan/berth/schedule/report"
)

// options are what the command line says.
type options struct {
	files   []string // none: the sample
	format  string
	out     string
	since   string // a plan in JSON
	from    string // a plan in JSON
	only    report.ICSOptions
	now     calendar.Moment
	check   bool
	convert bool
	why     string // an activity, or a package
	relax   int    // from 1; 0: none
	zone    string // of tables
	dates   string // of tables: the order of 03/04/2026
	search  schedule.Options
}

// mostWorkers is far more than any machine runs at once: each takes memory of its own.
const mostWorkers = 256

// sampleWork limits the search for the sample, so that its plan is the same on every machine.
const sampleWork = 50_000

const usage = `usage: plan [flags] [FILE…]

Reads plan files (YAML or JSON; - is standard input), or a table (FILE.csv, or any
file whose first line names columns), makes a plan and shows it.
Without a file it plans the sample.

`

const codes = `
exit codes: 0 a plan that keeps every hard rule, or dates that do; 1 there is none, or they do not; 2 wrong input or usage
`

// errUsage is a wrong command line, already reported.
var errUsage = errors.New("usage")

// parseOptions reads the command line. Its errors are flag.ErrHelp and errUsage, both after stderr was told.
func parseOptions(args []string, stderr io.Writer) (options, error) {
	var o options
	flags := flag.NewFlagSet("plan", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.Usage = func() {
		fmt.Fprint(stderr, usage)
		flags.PrintDefaults()
		fmt.Fprint(stderr, "\nformats:\n")
		for _, f := range outputs(&input{}) {
			fmt.Fprintf(stderr, "  %-8s %s\n", f.Name, f.About)
		}
		fmt.Fprint(stderr, codes)
	}
	o.format = report.Formats()[0].Name
	flags.Func("format", "print the plan in this `format`; see below (default "+o.format+")", func(s string) (err error) {
		o.format = s
		_, err = lookup(outputs(&input{}), s)
		return err
	})
	flags.StringVar(&o.out, "out", "", "write every format into this `folder`, too, and into its folder ics a calendar for each\npackage, environment and team")
	flags.StringVar(&o.since, "since", "", "compare with the plan in this `file` (-format json), published before: markdown says what changed,\nand those who follow a calendar see what moved; publish the new plan.json for the next time")
	flags.Func("only", "of ics, only this `part`: package=NAME, environment=NAME or team=NAME; given again, what is in all", o.narrow)
	flags.DurationVar(&o.search.Time, "time", 5*time.Second, "search no longer than this; files only")
	flags.Int64Var(&o.search.Work, "work", 0, "search no more than so many `units`: the same plan every time (default 0: -time counts)")
	flags.Uint64Var(&o.search.Seed, "seed", 1, "another `number` makes it another search")
	flags.IntVar(&o.search.Workers, "workers", 1, "`searches` side by side, each with the limit of -work")
	flags.Float64Var(&o.search.Gap, "gap", 0, "stop where no plan is better by more than this `part` of what is paid: 0.01 is one in a hundred (default 0: prove it)")
	flags.StringVar(&o.from, "from", "", "begin with the plan in this `file` (-format json): of the same input what it proved still holds, of another\nonly its dates are of use, and a warning says so; Ctrl-C ends a search with its best plan")
	flags.Func("now", "plan from this `moment` of the plan's zone, such as 2026-09-01T09:00 (default: the file's, else the clock's)", func(s string) (err error) {
		o.now, err = calendar.ParseMoment(s)
		return err
	})
	flags.BoolVar(&o.check, "check", false, "judge dates and make no plan: those of tables (FILE.csv) and of plans made before (-format json), by the\nplan files beside them or by themselves; without any, the facts and pins of the plan files")
	flags.StringVar(&o.why, "why", "", "say why `PACKAGE.PHASE` starts no earlier, back to the root, in place of the plan")
	flags.IntVar(&o.relax, "relax", 0, "where there is no plan, make the change of this `number` among what would help, and plan with it")
	flags.BoolVar(&o.convert, "convert", false, "print a table (FILE.csv) as a plan file, its dates as pins")
	flags.StringVar(&o.zone, "zone", "", "the `timezone` of tables, such as Europe/Zurich (default: that of the plan file beside them, else UTC)")
	flags.StringVar(&o.dates, "dates", "", "the `order` of 03/04/2026 in tables, dmy or mdy (default: such a date is a fault)")
	if err := flags.Parse(args); err != nil {
		if errors.Is(err, flag.ErrHelp) {
			return o, err
		}
		return o, errUsage // flag has told stderr
	}
	o.files = flags.Args()
	if faults := o.misread(); faults != nil {
		fmt.Fprintln(stderr, faults.Error())
		return o, errUsage
	}
	given := map[string]bool{}
	flags.Visit(func(f *flag.Flag) { given[f.Name] = true })
	if len(o.files) == 0 && o.search.Work == 0 {
		o.search.Work = sampleWork
	}
	if o.search.Work > 0 && (len(o.files) == 0 || !given["time"]) {
		o.search.Time = 0 // a limit of work alone gives the same plan everywhere
	}
	return o, nil
}

// misread is the faults of the numbers on the command line.
func (o *options) misread() (faults release.Faults) {
	for _, n := range []struct {
		name     string
		bad      bool
		found    any
		expected string
	}{
		{"-relax", o.relax < 0, o.relax, "1 or more"},
		{"-time", o.search.Time <= 0, o.search.Time, "more than 0"},
		{"-work", o.search.Work < 0, o.search.Work, "0 or more"},
		{"-workers", o.search.Workers < 1 || o.search.Workers > mostWorkers, o.search.Workers, fmt.Sprintf("1 to %d", mostWorkers)},
		{"-gap", !(o.search.Gap >= 0 && o.search.Gap <= 1), o.search.Gap, "0 to 1"},
	} {
		if n.bad {
			faults = append(faults, release.Fault{File: n.name, Code: "bad-value", Found: fmt.Sprint(n.found), Expected: n.expected})
		}
	}
	return faults
}
