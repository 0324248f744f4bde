package main

import (
	"context"
	"flag"
	"fmt"

	"github.com/berthplan/berth/schedule/outlook"
)

// load answers how full everything is, and how full it would have to be.
func load(flags *flag.FlagSet) answer {
	o := outlook.LoadOptions{By: outlook.Week}
	flags.Func("by", "count by day, week or month (default week)", func(s string) error {
		o.By = outlook.Period(s)
		if o.By != outlook.Day && o.By != outlook.Week && o.By != outlook.Month {
			return fmt.Errorf("%q is none of day, week and month", s)
		}
		return nil
	})
	return func(ctx context.Context, in *input) (fmt.Stringer, error) {
		plan, err := in.plan(ctx)
		if err != nil {
			return nil, err
		}
		return outlook.LoadOf(in.problem, plan, o)
	}
}
