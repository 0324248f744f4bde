package main

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/berthplan/berth/release"
	"github.com/berthplan/berth/release/planfile"
	"github.com/berthplan/berth/schedule"
	"github.com/berthplan/berth/schedule/replan"
	"github.com/berthplan/berth/schedule/report"
)

// The exit codes.
const (
	exitPlan   = 0
	exitNoPlan = 1
	exitInput  = 2
)

// options are what the command line says.
type options struct {
	baseline, event, format string
	files                   []string
	replan                  replan.Options
}

// errUsage is a wrong command line, already reported.
var errUsage = errors.New("usage")

func parseOptions(args []string, stderr io.Writer) (options, error) {
	var o options
	flags := flag.NewFlagSet("replan", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.Usage = func() {
		fmt.Fprint(stderr, "usage: replan -baseline plan.json -event EVENT.yaml [flags] FILE…\n\nReads a plan that people know, what has happened since, and the plan files behind it, and prints\nwhat an emergency can do and what that moves or, without one, what the event moves.\n\n")
		flags.PrintDefaults()
		fmt.Fprint(stderr, "\nexit codes: 0 a plan that keeps every hard rule; 1 there is none; 2 wrong input or usage\n")
	}
	flags.StringVar(&o.baseline, "baseline", "", "the plan that people know, a `file` in JSON")
	flags.StringVar(&o.event, "event", "", "what has happened, a `file` in YAML or JSON")
	flags.StringVar(&o.format, "format", "text", "`text` or json")
	flags.DurationVar(&o.replan.Search.Time, "time", 2*time.Second, "search no longer than this for each way")
	flags.Int64Var(&o.replan.Search.Work, "work", 0, "search no more than so many `units`: the same answer every time (default 0: -time counts)")
	flags.Uint64Var(&o.replan.Search.Seed, "seed", 1, "another `number` makes it another search")
	flags.DurationVar(&o.replan.Freeze, "freeze", 0, "what was to start so soon after the event does not move")
	flags.BoolFunc("dates", "good dates first, then few moves (default: few moves first)", func(string) error {
		o.replan.Order = replan.BestDates
		return nil
	})
	if err := flags.Parse(args); err != nil {
		if errors.Is(err, flag.ErrHelp) {
			return o, err
		}
		return o, errUsage
	}
	o.files = flags.Args()
	if o.baseline == "" || o.event == "" || len(o.files) == 0 || o.format != "text" && o.format != "json" {
		flags.Usage()
		return o, errUsage
	}
	if o.replan.Search.Work > 0 {
		o.replan.Search.Time = 0 // a limit of work alone gives the same answer everywhere
	}
	return o, nil
}

// run is the program but for the process around it.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	o, err := parseOptions(args, stderr)
	switch {
	case errors.Is(err, flag.ErrHelp):
		return exitPlan
	case err != nil:
		return exitInput
	}
	baseline, event, err := read(o)
	if err != nil {
		complain(stderr, err)
		return exitInput
	}
	if event.Emergency != "" {
		choices, err := replan.Insert(ctx, baseline, event, o.replan)
		if err != nil {
			complain(stderr, err)
			return exitInput
		}
		return showChoices(o, stdout, event, choices)
	}
	result, err := replan.Solve(ctx, baseline, event, o.replan)
	var conflict *schedule.Conflict
	switch {
	case errors.As(err, &conflict):
		complain(stderr, err)
		return exitNoPlan
	case err != nil:
		complain(stderr, err)
		return exitInput
	}
	return showResult(o, stdout, event, result)
}

// read reads the three kinds of input, and every fault of the last two at once.
func read(o options) (*schedule.Plan, replan.Event, error) {
	data, err := os.ReadFile(o.baseline)
	if err != nil {
		return nil, replan.Event{}, err
	}
	baseline, err := report.ReadJSON(bytes.NewReader(data))
	if err != nil {
		return nil, replan.Event{}, inFile(err, o.baseline)
	}
	var files []planfile.File
	for _, name := range append([]string{o.event}, o.files...) {
		data, err := os.ReadFile(name)
		if err != nil {
			return nil, replan.Event{}, err
		}
		files = append(files, planfile.File{Name: filepath.ToSlash(name), Data: data})
	}
	event, _, err := planfile.Options{Open: os.ReadFile}.ReadEvent(files[0], files[1:]...)
	if err != nil {
		return nil, replan.Event{}, err
	}
	return baseline, replan.Event(*event), nil
}

// inFile puts the name of a file into faults that have none.
func inFile(err error, name string) error {
	var faults release.Faults
	if !errors.As(err, &faults) {
		return fmt.Errorf("%s: %w", name, err)
	}
	for i := range faults {
		faults[i].File = name
	}
	return faults
}

// complain prints an error, each fault of it on a line of its own: FILE:LINE:COL: CODE: text.
func complain(stderr io.Writer, err error) {
	var faults release.Faults
	var path *fs.PathError
	switch {
	case errors.As(err, &faults):
		for _, f := range faults {
			fmt.Fprintln(stderr, f.Error())
		}
	case errors.As(err, &path):
		fmt.Fprintln(stderr, release.Fault{File: path.Path, Code: "file", Found: path.Err.Error()}.Error())
	default:
		fmt.Fprintln(stderr, err)
	}
}
