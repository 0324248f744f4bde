package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/berthplan/berth/release"
	"github.com/berthplan/berth/schedule"
)

// The exit codes.
const (
	exitPlan   = 0 // a plan that keeps every hard rule
	exitNoPlan = 1
	exitInput  = 2 // wrong input or usage
)

// run is the program but for the process around it.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	o, err := parseOptions(args, stderr)
	switch {
	case errors.Is(err, flag.ErrHelp):
		return exitPlan
	case err != nil:
		return exitInput
	}
	w, err := gather(o)
	if err != nil {
		complain(stderr, err, o.file)
		return exitInput
	}
	plan, err := w.plan(ctx, o.search)
	var conflict *schedule.Conflict
	if err != nil && !errors.As(err, &conflict) {
		complain(stderr, err, o.file)
		return exitInput
	}
	show := o.show
	if show == nil {
		show = func(out io.Writer, plan *schedule.Plan) error { return printComparison(out, w, plan) }
	}
	if err := show(stdout, plan); err != nil {
		complain(stderr, err, "output")
		return exitInput
	}
	if conflict != nil || len(plan.Violations) > 0 {
		return exitNoPlan
	}
	return exitPlan
}

// work is everything known before planning.
type work struct {
	in      *deliverables
	cycle   cycle
	edges   edges
	seen    approvals
	assume  assumptions
	now     time.Time
	given   *release.Portfolio
	problem *schedule.Problem
}

// gather reads the data and makes a problem of it.
func gather(o options) (*work, error) {
	in, err := readDeliverables(o.file)
	if err != nil {
		return nil, err
	}
	c, known := cycleNamed(in.series)
	switch {
	case !o.release.IsZero():
		c.release = o.release
	case !known:
		return nil, release.Fault{File: o.file, Code: "unknown-name", Found: strconv.Quote(in.series) + " at series", Expected: "a cycle whose dates are known", Hint: "say the day of its release with -release, and when to plan from with -at"}
	}
	now := c.start.In(time.UTC)
	switch {
	case !o.at.IsZero():
		now = o.at.Begin(time.UTC)
	case !known:
		return nil, release.Fault{File: "-at", Code: "missing-field", Expected: "the moment to plan from, as the beginning of " + in.series + " is not known"}
	}
	measured, of := in, c
	if o.waits != "" {
		if measured, err = readDeliverables(o.waits); err != nil {
			return nil, err
		}
		of, _ = cycleNamed(measured.series)
	}
	w := &work{in: in, cycle: c, edges: sortEdges(in), seen: measureApprovals(measured, of), assume: o.assume, now: now}
	w.given = portfolio(in, c, w.edges, measureWaits(measured), w.seen, o.assume, now)
	w.problem, err = schedule.FromPortfolio(w.given, now)
	return w, err
}

// plan makes a plan, and has it judged by the rules alone.
func (w *work) plan(ctx context.Context, o schedule.Options) (*schedule.Plan, error) {
	plan, err := schedule.Solve(ctx, w.problem, o)
	if err != nil {
		return plan, err
	}
	violations, notes := schedule.Verify(w.problem, plan)
	plan.Violations = violations
	for _, n := range notes {
		if !slices.Contains(plan.Notes, n) {
			plan.Notes = append(plan.Notes, n)
		}
	}
	return plan, nil
}

// complain prints an error, each fault of it on a line of its own.
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
			if f.Path != "" {
				f.Found = strings.TrimSpace(f.Found + " at " + f.Path)
			}
		}
		fmt.Fprintln(stderr, f.Error())
	}
}
