package main

import (
	"context"
	"flag"
	"fmt"

	"github.com/berthplan/berth/schedule/outlook"
)

// waits answers who waits for whom.
func waits(flags *flag.FlagSet) answer {
	var by outlook.Party
	flags.Func("by", "sum by project, team or package (default project where the files are of several, else package)", func(s string) error {
		by = outlook.Party(s)
		if by != outlook.Projects && by != outlook.Owners && by != outlook.Packages {
			return fmt.Errorf("%q is none of project, team and package", s)
		}
		return nil
	})
	return func(ctx context.Context, in *input) (fmt.Stringer, error) {
		plan, err := in.plan(ctx)
		if err != nil {
			return nil, err
		}
		return outlook.WaitsOf(in.problem, plan, by)
	}
}
