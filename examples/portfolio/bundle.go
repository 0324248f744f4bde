package main

import (
	"context"
	"flag"
	"fmt"

	"github.com/berthplan/berth/schedule/outlook"
)

// bundleFlags is which deployments could share a window, and what that saves.
func bundleFlags(flags *flag.FlagSet) answer {
	var o outlook.BundleOptions
	flags.DurationVar(&o.Preparation, "preparation", 0, "what each occurrence of a window takes of people's time")
	flags.DurationVar(&o.Meeting, "meeting", 0, "what each meeting takes of people's time")
	flags.DurationVar(&o.Within, "within", 0, "how far apart two occurrences are at most (default five weeks)")
	flags.IntVar(&o.Most, "most", 0, "how many pairs are tried, the nearest first (default 60)")
	return func(ctx context.Context, in *input) (fmt.Stringer, error) {
		plan, err := in.plan(ctx)
		if err != nil {
			return nil, err
		}
		o.Search = in.each(20_000)
		return outlook.Bundles(ctx, in.problem, plan, o)
	}
}
