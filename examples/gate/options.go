package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"strings"

	"github.com/berthplan/berth/calendar"
	"github.com/berthplan/berth/release"
)

// options are what the command line says.
type options struct {
	files       []string
	pkg         string
	environment string
	plan        string // a file
	facts       string // a file
	at          calendar.Moment
	format      string
	digest      string // of what would be deployed
}

const usage = `usage: gate -package NAME -environment NAME [flags] FILE…

Reads plan files (YAML or JSON; - is standard input) and says whether the package may go now,
why not, when it may, and what would help.

`

const codes = `
exit codes: 0 yes; 1 no; 2 cannot tell, since something is not known; 3 wrong input or usage
`

// formats are what -format may be.
var formats = []string{"text", "json"}

// parseOptions reads the command line. The error is flag.ErrHelp, after stderr was told, or release.Faults.
func parseOptions(args []string, stderr io.Writer) (options, error) {
	var o options
	at := ""
	flags := flag.NewFlagSet("gate", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	flags.StringVar(&o.pkg, "package", "", "the package that asks, by its `name` in the plan file")
	flags.StringVar(&o.environment, "environment", "", "where it wants to go: the `name` of an environment or a window")
	flags.StringVar(&at, "at", "", "the `moment` asked about, in the plan's zone, such as 2026-09-03T20:30 (default: the clock's)")
	flags.StringVar(&o.plan, "plan", "", "a plan made of these files (examples/plan -format json), as a `file`: what others are planned to do counts")
	flags.StringVar(&o.facts, "facts", "", "a `file` with a list of facts as in a plan file; they come after those of the plan files")
	flags.StringVar(&o.digest, "digest", "", "the `digest` of what would be deployed: an approval that is for another one does not count")
	flags.StringVar(&o.format, "format", "text", "print the answer as `text` or json")
	err := flags.Parse(args)
	switch {
	case errors.Is(err, flag.ErrHelp):
		flags.SetOutput(stderr)
		fmt.Fprint(stderr, usage)
		flags.PrintDefaults()
		fmt.Fprint(stderr, codes)
		return o, err
	case err != nil:
		return o, release.Faults{fault("gate", "usage", err.Error(), "flags and files as gate -h says", "")}
	}
	o.files = flags.Args()
	var faults release.Faults
	for _, required := range []struct{ name, value string }{{"-package", o.pkg}, {"-environment", o.environment}} {
		if required.value == "" {
			faults = append(faults, fault(required.name, "missing-flag", "", "a name from the plan file", ""))
		}
	}
	if len(o.files) == 0 {
		faults = append(faults, fault("gate", "missing-file", "", "a plan file", ""))
	}
	if o.format != "text" && o.format != "json" {
		faults = append(faults, fault("-format", "bad-value", fmt.Sprintf("%q", o.format), strings.Join(formats, " or "), ""))
	}
	if at != "" {
		if o.at, err = calendar.ParseMoment(at); err != nil {
			var bad *calendar.Error
			errors.As(err, &bad)
			faults = append(faults, fault("-at", bad.Code, fmt.Sprintf("%q", bad.Found), bad.Expected, bad.Hint))
		} else if o.at.IsDay() {
			faults = append(faults, fault("-at", "bad-time", fmt.Sprintf("%q", at), "a moment, with a time of day", "did you mean "+at+"T09:00?"))
		}
	}
	return o, faults.Err()
}

// fault is something wrong with a flag, whose name stands where that of a file does.
func fault(flag, code, found, expected, hint string) release.Fault {
	return release.Fault{File: flag, Line: 1, Column: 1, Code: code, Found: found, Expected: expected, Hint: hint}
}
