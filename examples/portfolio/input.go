package main

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"github.com/berthplan/berth/calendar"
	"github.com/berthplan/berth/release"
	"github.com/berthplan/berth/release/planfile"
	"github.com/berthplan/berth/schedule"
	"github.com/berthplan/berth/schedule/report"
)

// maxInput is how much of standard input is read: more than any plan file may be.
const maxInput = 32 << 20

// options are what the command line says for every question.
type options struct {
	files  []string
	format string
	made   string // a plan in JSON
	now    calendar.Moment
	search schedule.Options
}

// errUsage is a wrong command line, already reported.
var errUsage = errors.New("usage")

// parseOptions reads the command line of a question. Its errors are flag.ErrHelp and errUsage, both after stderr was told.
func parseOptions(q question, args []string, stderr io.Writer) (options, answer, error) {
	var o options
	flags := flag.NewFlagSet("portfolio "+q.name, flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.Usage = func() {
		fmt.Fprintf(stderr, "usage: portfolio %s [flags] FILE…\n\n%s\n\n", q.name, q.about)
		flags.PrintDefaults()
		fmt.Fprint(stderr, "\nexit codes: 0 an answer; 1 there is no plan to ask about; 2 wrong input or usage\n")
	}
	flags.StringVar(&o.format, "format", "text", "`text` or json")
	flags.StringVar(&o.made, "plan", "", "ask about the plan in this `file` (-format json of examples/plan) and make none")
	flags.DurationVar(&o.search.Time, "time", 5*time.Second, "search no longer than this")
	flags.Int64Var(&o.search.Work, "work", 0, "search no more than so many `units`: the same answer every time (default 0: -time counts)")
	flags.Uint64Var(&o.search.Seed, "seed", 1, "another `number` makes it another search")
	flags.Func("now", "plan from this `moment` of the plan's zone, such as 2026-09-01T09:00 (default: the file's, else the clock's)", func(s string) (err error) {
		o.now, err = calendar.ParseMoment(s)
		return err
	})
	reply := q.flags(flags)
	if err := flags.Parse(args); err != nil {
		if errors.Is(err, flag.ErrHelp) {
			return o, nil, err
		}
		return o, nil, errUsage // flag has told stderr
	}
	var fault *release.Fault
	switch o.files = flags.Args(); {
	case len(o.files) == 0:
		fault = &release.Fault{File: q.name, Code: "missing", Found: "no plan file", Expected: "FILE…"}
	case o.format != "text" && o.format != "json":
		fault = &release.Fault{File: "-format", Code: "bad-value", Found: o.format, Expected: "text or json"}
	case o.search.Time <= 0:
		fault = &release.Fault{File: "-time", Code: "bad-value", Found: o.search.Time.String(), Expected: "more than 0"}
	case o.search.Work < 0:
		fault = &release.Fault{File: "-work", Code: "bad-value", Found: fmt.Sprint(o.search.Work), Expected: "0 or more"}
	}
	if fault != nil {
		fmt.Fprintln(stderr, fault.Error())
		return o, nil, errUsage
	}
	if o.search.Work > 0 {
		o.search.Time = 0 // a limit of work alone gives the same plan everywhere
	}
	return o, reply, nil
}

// input is what a question is about.
type input struct {
	options
	portfolio *release.Portfolio
	problem   *schedule.Problem
}

// read reads the plan files, and every fault of them at once.
func read(o options, stdin io.Reader, clock func() time.Time) (*input, error) {
	var files []planfile.File
	for _, name := range o.files {
		file, err := readOne(name, stdin)
		if err != nil {
			return nil, err
		}
		files = append(files, file)
	}
	in := &input{options: o}
	portfolio, places, err := planfile.Options{Open: beside}.Read(files...)
	if err != nil {
		return nil, err
	}
	if in.portfolio = portfolio; !o.now.IsZero() {
		portfolio.Now = o.now
	}
	var now time.Time
	if portfolio.Now.IsZero() {
		now = clock()
	}
	in.problem, err = schedule.FromPortfolio(portfolio, now)
	var faults release.Faults
	if errors.As(err, &faults) {
		for i := range faults {
			if f := &faults[i]; f.File == "" && f.Path != "" {
				f.File, f.Line, f.Column, _ = places.Find(f.Path)
			}
		}
		return nil, faults
	}
	return in, err
}

// plan is the one that -plan names or, without that, the one that is made now.
func (in *input) plan(ctx context.Context) (*schedule.Plan, error) {
	if in.made == "" {
		return schedule.Solve(ctx, in.problem, in.search)
	}
	data, err := os.ReadFile(in.made)
	if err != nil {
		return nil, err
	}
	plan, err := report.ReadJSON(bytes.NewReader(data))
	var faults release.Faults
	if errors.As(err, &faults) {
		for i := range faults {
			faults[i].File = in.made
		}
		return nil, faults
	}
	if err == nil && plan.Conflict != nil {
		return nil, plan.Conflict
	}
	return plan, err
}

func readOne(name string, stdin io.Reader) (planfile.File, error) {
	if name == "-" {
		data, err := io.ReadAll(io.LimitReader(stdin, maxInput))
		return planfile.File{Name: "stdin", Data: data}, err
	}
	data, err := os.ReadFile(name)
	return planfile.File{Name: filepath.ToSlash(name), Data: data}, err
}

// beside reads a file that a plan file refers to; its name is already that from here.
func beside(name string) ([]byte, error) { return os.ReadFile(filepath.FromSlash(name)) }
