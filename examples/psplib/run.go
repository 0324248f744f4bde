package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/berthplan/berth/schedule"
	"github.com/berthplan/berth/schedule/psplib"
)

// result is the line of one instance. Starts and modes are in the order of the
// file's jobs, modes from 1.
type result struct {
	Instance     string  `json:"instance"`
	Set          string  `json:"set"` // the folder it lies in
	Status       string  `json:"status"`
	Makespan     *int    `json:"makespan,omitempty"`
	LowerBound   *int64  `json:"lower_bound,omitempty"`
	CriticalPath int     `json:"critical_path"`
	Starts       []int   `json:"starts,omitempty"`
	Modes        []int   `json:"modes,omitempty"`
	Seconds      float64 `json:"seconds"`
	FirstSeconds float64 `json:"first_seconds,omitempty"`
	Nodes        int64   `json:"nodes"`
	Conflicts    int64   `json:"conflicts"`
	BoundFrom    string  `json:"bound_from,omitempty"`
}

func (r result) id() string { return r.Set + "/" + r.Instance }

func run(ctx context.Context, args []string, out, errs io.Writer) int {
	flags := flag.NewFlagSet("psplib", flag.ContinueOnError)
	flags.SetOutput(errs)
	var opt schedule.Options
	flags.DurationVar(&opt.Time, "time", 0, "the longest an instance may take; 10s where -work is not given either")
	flags.Int64Var(&opt.Work, "work", 0, "the most work for an instance: repeats on every machine")
	flags.IntVar(&opt.Workers, "workers", 1, "searches side by side")
	flags.Uint64Var(&opt.Seed, "seed", 1, "another seed is another search")
	resume := flags.String("resume", "", "leave out the instances that stand in this file of earlier output")
	summary := flags.String("summary", "", "compare with the best known answers in this file, a table follows the lines")
	flags.Usage = func() {
		fmt.Fprintln(errs, "usage: psplib [flags] FILE.sm|FILE.mm|FILE.sch|FILE.rcp…")
		flags.PrintDefaults()
	}
	if err := flags.Parse(args); err != nil {
		if errors.Is(err, flag.ErrHelp) {
			return 0
		}
		return 2
	}
	if opt.Time < 0 || opt.Work < 0 || opt.Workers < 1 {
		fmt.Fprintln(errs, "-time and -work are not negative, -workers is at least 1")
		return 2
	}
	if opt.Time == 0 && opt.Work == 0 {
		opt.Time = 10 * time.Second
	}
	if flags.NArg() == 0 && *resume == "" {
		flags.Usage()
		return 2
	}
	var results []result
	if *resume != "" {
		var err error
		if results, err = earlier(*resume); err != nil {
			fmt.Fprintln(errs, err)
			return 2
		}
	}
	known, err := readKnown(*summary)
	if err != nil {
		fmt.Fprintln(errs, err)
		return 2
	}
	done := map[string]bool{}
	for _, r := range results {
		done[r.id()] = true
	}
	code := 0
	for _, name := range flags.Args() {
		project, err := read(name)
		if err != nil {
			fmt.Fprintln(errs, err)
			code = 2
			continue
		}
		r := result{Instance: project.Name, Set: filepath.Base(filepath.Dir(absolute(name)))}
		if done[r.id()] {
			continue
		}
		if err := r.solve(ctx, project, opt); err != nil {
			fmt.Fprintln(errs, err)
			code = 2
			continue
		}
		if ctx.Err() != nil {
			break // it was cut short: -resume does it again
		}
		results = append(results, r)
		line := json.NewEncoder(out)
		line.SetEscapeHTML(false)
		if err := line.Encode(r); err != nil {
			fmt.Fprintln(errs, err)
			return 2
		}
	}
	if *summary != "" {
		writeSummary(out, results, known)
	}
	return code
}

func absolute(name string) string {
	if abs, err := filepath.Abs(name); err == nil {
		return abs
	}
	return name
}

func read(name string) (*psplib.Project, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return psplib.Read(name, f)
}

// solve fills in the rest of the line.
func (r *result) solve(ctx context.Context, project *psplib.Project, opt schedule.Options) error {
	if len(project.Hopeless()) > 0 {
		r.Status, r.CriticalPath, r.BoundFrom = string(schedule.Infeasible), project.CriticalPath(), "capacity"
		return nil
	}
	problem := project.Problem()
	began := time.Now()
	opt.Progress = func(p schedule.Progress) {
		if r.FirstSeconds == 0 && p.Objective != nil {
			r.FirstSeconds = time.Since(began).Seconds()
		}
	}
	opt.Diagnosis = -1 // an instance has no rules that anybody would move
	plan, err := schedule.Solve(ctx, problem, opt)
	r.Seconds = time.Since(began).Seconds()
	var conflict *schedule.Conflict
	if err != nil && !errors.As(err, &conflict) {
		return err
	}
	r.Status, r.CriticalPath = string(plan.Status), project.CriticalPath()
	r.Nodes, r.Conflicts = plan.Nodes, plan.Conflicts
	if conflict != nil {
		return nil
	}
	if violations, _ := schedule.Verify(problem, plan); len(violations) > 0 {
		return fmt.Errorf("%s: the plan breaks a rule: %s", r.Instance, violations[0].Text)
	}
	r.Starts, r.Modes = project.Starts(plan)
	makespan := project.Makespan(r.Starts, r.Modes)
	r.Makespan = &makespan
	r.LowerBound, r.BoundFrom = &plan.Objective[0].Bound, plan.Objective[0].From
	return nil
}

// earlier reads the lines of a run before. What is no whole line was cut while it was written.
func earlier(name string) ([]result, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var list []result
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 64<<20)
	for lines.Scan() {
		var r result
		if strings.HasPrefix(lines.Text(), "{") && json.Unmarshal(lines.Bytes(), &r) == nil && r.Instance != "" {
			list = append(list, r)
		}
	}
	return list, lines.Err()
}
