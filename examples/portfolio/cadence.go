package main

import (
	"context"
	"flag"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/berthplan/berth/calendar"
	"github.com/berthplan/berth/release"
	"github.com/berthplan/berth/schedule/outlook"
)

// cadenceFlags is what other window rules would mean for the same packages.
func cadenceFlags(flags *flag.FlagSet) answer {
	var window string
	var rules []string
	flags.StringVar(&window, "window", "", "the `window` that opens at other times (default: the first)")
	flags.Func("every", "a cadence, `RULE` or RULE x CAPACITY such as \"every 2 weeks on tue from 2026-09-01 x 4\"; may be given several times", func(s string) error {
		rules = append(rules, s)
		return nil
	})
	return func(ctx context.Context, in *input) (fmt.Stringer, error) {
		if in.made != "" {
			return nil, release.Fault{File: "-plan", Code: "bad-value", Found: in.made, Expected: "nothing: this question makes plans of its own"}
		}
		windows := in.portfolio.Windows
		at := slices.IndexFunc(windows, func(w release.Window) bool { return w.Name == window || window == "" })
		if at < 0 {
			return nil, release.Fault{File: "-window", Code: "unknown-name", Found: window, Expected: "a window of the plan file"}
		}
		list := []outlook.Cadence{{Name: "as it is"}}
		for _, text := range rules {
			w, ok := windows[at], true
			rule, capacity, limited := strings.Cut(text, " x ")
			every, err := calendar.ParseRule(rule)
			if limited {
				var e error
				w.Capacity, e = strconv.Atoi(strings.TrimSpace(capacity))
				ok = e == nil && w.Capacity >= 0
			}
			if err != nil || !ok {
				return nil, release.Fault{File: "-every", Code: "bad-value", Found: text, Expected: "a rule of days, and \" x \" and a capacity behind it if that changes, too"}
			}
			w.Every, w.Dates = every, nil
			list = append(list, outlook.Cadence{Name: text, Windows: []release.Window{w}})
		}
		return outlook.Cadences(ctx, in.portfolio, in.problem.Start, list, in.search)
	}
}
