package main

import (
	"context"
	"flag"
	"fmt"
	"slices"
	"strings"

	"github.com/berthplan/berth/calendar"
	"github.com/berthplan/berth/release"
	"github.com/berthplan/berth/schedule/outlook"
	"github.com/berthplan/berth/schedule/replan"
)

// branchFlags is what happens if a gate fails: a plan for each branch.
func branchFlags(flags *flag.FlagSet) answer {
	var names string
	var rework calendar.Length
	flags.StringVar(&names, "gate", "", "the `PACKAGE.PHASE` whose gate fails, with commas between, or all (needed)")
	flags.Func("rework", "how `long` the phase that failed is done again, such as 2d (default: as long as it takes)", func(s string) (err error) {
		rework, err = calendar.ParseLength(s)
		return err
	})
	return func(ctx context.Context, in *input) (fmt.Stringer, error) {
		plan, err := in.plan(ctx)
		if err != nil {
			return nil, err
		}
		forks := outlook.Forks(in.portfolio, plan)
		if names != "all" {
			var chosen []outlook.Fork
			for _, name := range strings.Split(names, ",") {
				of := func(f outlook.Fork) bool { return release.Ref{Package: f.Package, Phase: f.Phase}.String() == name }
				if !slices.ContainsFunc(forks, of) {
					return nil, release.Fault{File: "-gate", Code: "unknown-name", Found: name, Expected: "PACKAGE.PHASE with a gate that is ahead"}
				}
				for _, f := range forks {
					if of(f) {
						chosen = append(chosen, f)
					}
				}
			}
			forks = chosen
		}
		branches := []outlook.Branch{{Name: "withdraw", Withdraw: true}, {Name: "repeat", Repeat: true, Rework: rework}, {Name: "next occurrence"}}
		return outlook.Branches(ctx, plan, in.portfolio, forks, branches, replan.Options{Search: in.each(20_000)})
	}
}
