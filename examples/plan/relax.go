package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/berthplan/berth/release"
	"github.com/berthplan/berth/schedule"
)

// relaxed plans with one of the repairs that a conflict offers.
func relaxed(ctx context.Context, o options, problem *schedule.Problem, conflict *schedule.Conflict, stderr io.Writer) (*schedule.Problem, *schedule.Plan, error) {
	if o.relax > len(conflict.Relaxations) {
		expected := fmt.Sprintf("1 to %d", len(conflict.Relaxations))
		if len(conflict.Relaxations) == 0 {
			expected = "none: nothing is known that would help"
		}
		return problem, nil, release.Fault{File: "-relax", Code: "bad-value", Found: fmt.Sprint(o.relax), Expected: expected}
	}
	r := conflict.Relaxations[o.relax-1]
	fmt.Fprintln(stderr, "planned with: "+oneLine(r.Text))
	problem = problem.With(r)
	o.search.Progress = nil
	plan, err := schedule.Solve(ctx, problem, o.search)
	if conflict = nil; err != nil && !errors.As(err, &conflict) {
		err = release.Fault{File: "-relax", Code: "bad-value", Found: err.Error()}
	}
	return problem, plan, err
}

// explain prints why an activity starts no earlier. A package stands for its activity that ends last.
func explain(w io.Writer, plan *schedule.Plan, name string) error {
	if _, ok := plan.Activity(name); !ok {
		var names []string
		last := -1
		for i, a := range plan.Activities {
			if names = append(names, a.Activity); a.Package == name && (last < 0 || a.End.After(plan.Activities[last].End)) {
				last = i
			}
		}
		if last < 0 {
			if n := len(names); n > 20 {
				names = append(names[:20:20], fmt.Sprintf("%d more", n-20))
			}
			return release.Fault{File: "-why", Code: "bad-value", Found: name, Expected: "PACKAGE.PHASE, one of " + strings.Join(names, ", ")}
		}
		name = plan.Activities[last].Activity
	}
	for line := range strings.Lines(plan.Why(name).String()) {
		indent := line[:len(line)-len(strings.TrimLeft(line, " "))]
		if _, err := fmt.Fprintln(w, indent+oneLine(strings.TrimSpace(line))); err != nil {
			return err
		}
	}
	return nil
}
