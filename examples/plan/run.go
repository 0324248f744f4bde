package main

import (
	"bytes"
	"context"
	_ "embed"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/berthplan/berth/calendar"
	"github.com/berthplan/berth/release"
	"github.com/berthplan/berth/release/planfile"
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
	problem, err := read(o, stdin, clock)
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
	found := err == nil
	if found {
		violations, notes := schedule.Verify(problem, plan)
		plan.Violations = violations
		for _, n := range notes {
			if !slices.Contains(plan.Notes, n) {
				plan.Notes = append(plan.Notes, n)
			}
		}
	}
	if err := show(o, stdout, plan); err != nil {
		complain(stderr, err, "output")
		return exitInput
	}
	if !found || len(plan.Violations) > 0 {
		return exitNoPlan
	}
	return exitPlan
}

// read makes a problem of the files, or of the sample.
func read(o options, stdin io.Reader, clock func() time.Time) (*schedule.Problem, error) {
	portfolio, places, err := portfolioOf(o, stdin)
	if err != nil {
		return nil, err
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

// portfolioOf reads the files, or the sample, and where everything stands in them (nil: in a table).
func portfolioOf(o options, stdin io.Reader) (*release.Portfolio, *planfile.Places, error) {
	if len(o.files) == 0 {
		return planfile.Options{}.Read(planfile.File{Name: "sample.yaml", Data: sample})
	}
	files, err := loadAll(o, stdin)
	if err != nil {
		return nil, nil, err
	}
	switch {
	case slices.ContainsFunc(files, isTable):
		in, err := readInput(o, files)
		if err != nil {
			return nil, nil, err
		}
		if len(files) > 1 {
			return nil, nil, release.Fault{File: files[0].Name, Code: "bad-value", Found: strings.Join(o.files, " "), Expected: "one table, or plan files; -check takes both"}
		}
		return in.tables[0].Portfolio, nil, nil
	case len(files) == 1 && o.files[0] == "-":
		return planfile.Options{}.Read(files...)
	}
	return planfile.Options{Open: beside}.Read(files...)
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

// show prints the plan, and writes every format where -out asks for it.
func show(o options, stdout io.Writer, plan *schedule.Plan) error {
	if err := printPlan(o, stdout, plan); err != nil || o.out == "" {
		return err
	}
	if err := os.MkdirAll(o.out, 0o755); err != nil {
		return err
	}
	for _, f := range report.Formats() {
		var b bytes.Buffer
		if err := f.Write(&b, plan); err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(o.out, f.File), b.Bytes(), 0o644); err != nil {
			return err
		}
	}
	return nil
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
		fmt.Fprintln(stderr, oneLine(f.Error()))
	}
}
