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
	file, waits string
	at          calendar.Moment
	release     calendar.Date
	assume      assumptions
	show        func(io.Writer, *schedule.Plan) error // nil: the comparison
	search      schedule.Options
}

const usage = `usage: openstack [flags] DELIVERABLES.json

Plans a release cycle of OpenStack from its deliverables, and compares the plan
with what really happened.

`

const codes = `
exit codes: 0 a plan that keeps every hard rule; 1 there is none; 2 wrong input or usage
`

// errUsage is a wrong command line, already reported.
var errUsage = errors.New("usage")

// parseOptions reads the command line. Its errors are flag.ErrHelp and errUsage, both after stderr was told.
func parseOptions(args []string, stderr io.Writer) (options, error) {
	o := options{assume: assumptions{
		request:  calendar.Length{Days: 1},
		liaisons: 2,
		managers: 3,
		settle:   calendar.Length{Days: 1},
		lead:     calendar.Length{Weeks: 4},
	}}
	flags := flag.NewFlagSet("openstack", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.Usage = func() {
		fmt.Fprint(stderr, usage)
		flags.PrintDefaults()
		fmt.Fprint(stderr, "\nformats:\n  compare  the plan beside what really happened\n")
		for _, f := range report.Formats() {
			fmt.Fprintf(stderr, "  %-8s %s\n", f.Name, f.About)
		}
		fmt.Fprint(stderr, codes)
	}
	flags.Func("format", "print this `format`; see below (default compare)", func(s string) error {
		if s == "compare" {
			o.show = nil
			return nil
		}
		f, err := report.Lookup(s)
		o.show = f.Write
		return err
	})
	flags.Func("at", "plan from this `moment`, UTC, with what had happened by then as facts (default: the Monday the cycle began)", func(s string) (err error) {
		o.at, err = calendar.ParseMoment(s)
		return err
	})
	flags.Func("release", "the `day` of the coordinated release (default: known for flamingo and gazpacho)", func(s string) (err error) {
		o.release, err = calendar.ParseDate(s)
		return err
	})
	flags.StringVar(&o.waits, "waits", "", "measure how long reviews take in this `file` of deliverables (default: the one that is planned, which is hindsight)")
	length := func(to *calendar.Length, name, about string) {
		flags.Func(name, fmt.Sprintf("%s (default %v)", about, *to), func(s string) (err error) {
			*to, err = calendar.ParseLength(s)
			return err
		})
	}
	length(&o.assume.request, "request", "working time a liaison takes for a request, a `length` such as 1d or 4h")
	length(&o.assume.settle, "settle", "working time from a release until what requires it may be tagged, a `length`")
	length(&o.assume.lead, "lead", "ask for a release this `length` before its target at the earliest")
	flags.IntVar(&o.assume.liaisons, "liaisons", o.assume.liaisons, "requests each team prepares at once")
	flags.IntVar(&o.assume.managers, "managers", o.assume.managers, "releases approved at once")
	flags.Int64Var(&o.search.Work, "work", 100_000, "search no more than so many `units`: the same plan every time")
	flags.Uint64Var(&o.search.Seed, "seed", 1, "another `number` makes it another search")
	if err := flags.Parse(args); err != nil {
		if errors.Is(err, flag.ErrHelp) {
			return o, err
		}
		return o, errUsage // flag has told stderr
	}
	if fault := o.fault(flags.Args()); fault.Code != "" {
		fmt.Fprintln(stderr, fault.Error())
		return o, errUsage
	}
	o.file = flags.Arg(0)
	return o, nil
}

// fault is what is wrong with the values; the zero Fault: nothing.
func (o *options) fault(files []string) release.Fault {
	if len(files) != 1 {
		return release.Fault{File: "openstack", Code: "usage", Found: fmt.Sprint(len(files), " files"), Expected: "one file of deliverables", Hint: "openstack -help says more"}
	}
	for _, at := range []struct {
		flag     string
		value    any
		bad      bool
		expected string
	}{
		{"-work", o.search.Work, o.search.Work <= 0, "more than 0"},
		{"-liaisons", o.assume.liaisons, o.assume.liaisons <= 0, "more than 0"},
		{"-managers", o.assume.managers, o.assume.managers <= 0, "more than 0"},
		{"-request", o.assume.request, o.assume.request.Elapsed() < 0, "0 or more"},
		{"-settle", o.assume.settle, o.assume.settle.Elapsed() < 0, "0 or more"},
		{"-lead", o.assume.lead, o.assume.lead.Elapsed() < 0, "0 or more"},
		{"-release", o.release, !o.release.IsZero() && (o.release.In(time.UTC).Year() < 1970 || o.release.In(time.UTC).Year() > 2200), "a day from 1970 to 2200"},
	} {
		if at.bad {
			return release.Fault{File: at.flag, Code: "bad-value", Found: fmt.Sprint(at.value), Expected: at.expected}
		}
	}
	return release.Fault{}
}
