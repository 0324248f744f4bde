package main

import (
	"bytes"
	"cmp"
	"context"
	_ "embed"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strings"
	"time"

	"github.com/berthplan/berth/calendar"
	"github.com/berthplan/berth/release"
	"github.com/berthplan/berth/schedule"
	"github.com/berthplan/berth/schedule/report"
)

//go:embed sample.yaml
var sample []byte

// maxInput is how much of standard input is read: more than any plan file may be.
const maxInput = 32 << 20

// The exit codes.
const (
	exitPlan   = 0 // a plan that keeps every hard rule
	exitNoPlan = 1
	exitInput  = 2 // wrong input or usage
)

// run is the program but for the process around it.
func run(ctx context.Context, args []string, stdin io.Reader, stdout, stderr io.Writer, clock func() time.Time) int {
	o, err := parseOptions(args, stderr)
	switch {
	case errors.Is(err, flag.ErrHelp):
		return exitPlan
	case err != nil:
		return exitInput
	}
	switch {
	case o.check:
		return check(o, stdin, stdout, stderr, clock)
	case o.convert:
		return convert(o, stdin, stdout, stderr)
	}
	in, err := planned(o, stdin, stderr)
	var problem *schedule.Problem
	if err == nil {
		problem, err = in.problem(o, clock)
	}
	if err == nil {
		err = o.begin(stdin)
	}
	if err != nil {
		complain(stderr, err, place(o))
		return exitInput
	}
	stop := watch(stderr, &o.search, clock)
	plan, err := schedule.Solve(ctx, problem, o.search)
	stop()
	var conflict *schedule.Conflict
	if err != nil && !errors.As(err, &conflict) {
		complain(stderr, err, place(o))
		return exitInput
	}
	if conflict != nil && o.relax > 0 {
		if problem, plan, err = relaxed(ctx, o, problem, conflict, stderr); errors.As(err, new(release.Fault)) {
			complain(stderr, err, place(o))
			return exitInput
		}
	}
	found := err == nil
	if from := o.search.From; found && from != nil && from.Problem != plan.Problem {
		warn(stderr, release.Faults{{File: o.from, Code: "other-input", Found: "it is a plan of another input", Expected: "one of the same: its dates were a beginning, and what it proved says nothing here", Hint: "without a now in the plan file, each minute makes another: give -now"}})
	}
	if found {
		violations, notes := schedule.Verify(problem, plan)
		plan.Violations = violations
		for _, n := range notes {
			if !slices.Contains(plan.Notes, n) {
				plan.Notes = append(plan.Notes, n)
			}
		}
		plan.Revise(in.since)
	} else {
		in.since = nil // nothing has moved yet
	}
	if o.why != "" && found {
		err = explain(stdout, plan, o.why)
	} else {
		err = show(o, in, stdout, plan)
	}
	if err != nil {
		complain(stderr, err, "output")
		return exitInput
	}
	if !found || len(plan.Violations) > 0 {
		return exitNoPlan
	}
	return exitPlan
}

// planned reads what is to be planned: plan files, the sample or one table.
func planned(o options, stdin io.Reader, stderr io.Writer) (*input, error) {
	files, err := loadAll(o, stdin)
	if err != nil {
		return nil, err
	}
	in, err := readInput(o, files)
	if err != nil {
		return nil, err
	}
	if n := len(in.tables); n > 0 && (n > 1 || in.portfolio != nil || in.tables[0].Portfolio == nil) {
		return nil, release.Fault{File: in.tables[0].file, Code: "bad-value", Found: strings.Join(o.files, " "), Expected: "one table, or plan files; -check takes both, and plans made before"}
	}
	for _, t := range in.tables {
		warn(stderr, append(slices.Clone(t.Slips), t.Remarks...))
	}
	in.only = o.only
	if err := in.known(o.only); err != nil {
		return nil, err
	}
	if o.since == "" {
		return in, nil
	}
	in.since, err = before(o.since, stdin)
	return in, err
}

// before reads a plan that was made before.
func before(name string, stdin io.Reader) (*schedule.Plan, error) {
	file, err := load(name, stdin)
	if err != nil {
		return nil, err
	}
	plan, err := report.ReadJSON(bytes.NewReader(file.Data))
	var faults release.Faults
	if errors.As(err, &faults) {
		for i := range faults {
			faults[i].File = file.Name
		}
		return nil, faults
	}
	return plan, err
}

// begin reads the plan that the search is to begin with.
func (o *options) begin(stdin io.Reader) error {
	if o.from == "" {
		return nil
	}
	plan, err := before(o.from, stdin)
	if err == nil && len(plan.Activities) == 0 {
		err = release.Fault{File: "-from", Code: "bad-value", Found: o.from + ", which has no dates", Expected: "a plan"}
	}
	o.search.From = plan
	return err
}

// problem is what is to be solved. What has happened by a table has happened, and its other dates are wishes.
func (in *input) problem(o options, clock func() time.Time) (*schedule.Problem, error) {
	portfolio, places := in.portfolio, in.places
	if portfolio == nil {
		portfolio, places = decidedBy(in.tables[0].Table, true), in.tables[0].Places
	}
	if !o.now.IsZero() {
		portfolio.Now = o.now
	}
	now := clock()
	if !portfolio.Now.IsZero() {
		zone, err := calendar.LoadZone(portfolio.Zone)
		if err != nil {
			return nil, err
		}
		now = portfolio.Now.Begin(zone)
	}
	problem, err := schedule.FromPortfolio(portfolio, now)
	var faults release.Faults
	if places != nil && errors.As(err, &faults) {
		for i := range faults {
			if f := &faults[i]; f.File == "" && f.Path != "" {
				f.File, f.Line, f.Column, _ = places.Find(f.Path)
			}
		}
		return nil, faults
	}
	return problem, err
}

// warn says what of a table was read otherwise than it may be meant.
func warn(stderr io.Writer, remarks release.Faults) {
	remarks = slices.Clone(remarks)
	slices.SortStableFunc(remarks, func(a, b release.Fault) int {
		return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
	})
	for _, f := range remarks {
		if f.Code != "no-date" {
			f.Code = "warning: " + f.Code
			fmt.Fprintln(stderr, oneLine(f.Error()))
		}
	}
}

// place names the input in a fault that names no file.
func place(o options) string {
	switch {
	case len(o.files) == 0:
		return "sample.yaml"
	case o.files[0] == "-":
		return "stdin"
	}
	return o.files[0]
}

// complain prints an error, each fault of it on a line of its own: FILE:LINE:COL: CODE: text.
func complain(stderr io.Writer, err error, file string) {
	var faults release.Faults
	var fault release.Fault
	var path *fs.PathError
	switch {
	case errors.As(err, &faults):
	case errors.As(err, &fault):
		faults = release.Faults{fault}
	case errors.As(err, &path):
		faults = release.Faults{{File: path.Path, Code: "file", Found: path.Err.Error()}}
	default:
		faults = release.Faults{{File: file, Code: "error", Found: err.Error()}}
	}
	for _, f := range faults {
		if f.File == "" {
			f.File = file
			if f.Line == 0 && f.Path != "" {
				f.Found = strings.TrimSpace(f.Found + " at " + f.Path)
			}
		}
		if f.Code == "ambiguous-date" {
			f.Hint += ": -dates dmy or -dates mdy"
		}
		fmt.Fprintln(stderr, oneLine(f.Error()))
	}
}
