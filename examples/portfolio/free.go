package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"slices"
	"strings"

	"github.com/berthplan/berth/calendar"
	"github.com/berthplan/berth/release"
	"github.com/berthplan/berth/schedule"
	"github.com/berthplan/berth/schedule/outlook"
)

// wanted is what a free slot is looked for: a phase of a package of its own.
type wanted struct {
	phase        release.Phase
	environments []string
	system, kind string
	from         calendar.Moment
	count        int
}

// The names of the package and its phase, which nothing in a plan file has.
const (
	slotPackage = "one more"
	slotPhase   = "slot"
)

// free answers where one more activity could run with nothing moved.
func free(flags *flag.FlagSet) answer {
	w := &wanted{phase: release.Phase{Name: slotPhase, Links: []release.Link{}}}
	flags.Func("for", "how `long`: 4h, 2d; a day of work is the calendar's", func(s string) (err error) {
		var l calendar.Length
		l, err = calendar.ParseLength(s)
		w.phase.Duration = release.Exactly(l)
		return err
	})
	flags.Func("rollback", "room to roll back after it, such as 1h", func(s string) (err error) {
		w.phase.Rollback, err = calendar.ParseLength(s)
		return err
	})
	flags.Func("runs", "in working, contiguous or elapsed `time` (default contiguous with -window, else working)", func(s string) error {
		kind, ok := map[string]release.TimeKind{"working": release.Working, "contiguous": release.Contiguous, "elapsed": release.Elapsed}[s]
		w.phase.Time = kind
		if !ok {
			return fmt.Errorf("%q is none of working, contiguous and elapsed", s)
		}
		return nil
	})
	flags.Func("environment", "in this `environment`, or any of several: uat,uat-b", func(s string) error {
		w.environments = append(w.environments, strings.Split(s, ",")...)
		return nil
	})
	flags.StringVar(&w.phase.Configuration, "configuration", "", "with this `configuration` (default any)")
	flags.StringVar(&w.phase.Team, "team", "", "with this `team`")
	flags.IntVar(&w.phase.People, "people", 0, "so many places of the team (default 1)")
	flags.StringVar(&w.phase.Window, "window", "", "in an occurrence of this `window`")
	flags.StringVar(&w.system, "system", "", "as a change of this `system`")
	flags.StringVar(&w.kind, "kind", "", "as a package of this `kind`, which blackouts may ask for")
	flags.Func("from", "not before this `moment` of the plan's zone", func(s string) (err error) {
		w.from, err = calendar.ParseMoment(s)
		return err
	})
	flags.IntVar(&w.count, "count", 0, "so many slots (default 5)")
	return func(ctx context.Context, in *input) (fmt.Stringer, error) {
		activity, err := w.activity(in)
		if err != nil {
			return nil, err
		}
		plan, err := in.plan(ctx)
		if err != nil {
			return nil, err
		}
		return outlook.Free(in.problem, plan, activity, w.count)
	}
}

// activity makes the phase an activity by the rules of the portfolio: its hours, holidays, blackouts and alternatives.
func (w *wanted) activity(in *input) (a schedule.Activity, err error) {
	if w.phase.Duration == (release.Estimate{}) {
		return a, release.Fault{File: "-for", Code: "missing", Found: "no length", Expected: "such as 4h"}
	}
	zone, err := calendar.LoadZone(in.portfolio.Zone)
	if err != nil {
		return a, err
	}
	environments := w.environments
	if len(environments) == 0 {
		environments = []string{""}
	}
	for k, environment := range environments {
		phase := w.phase
		phase.Environment = environment
		one, err := w.alone(in, phase)
		if err != nil {
			return a, err
		}
		if k == 0 {
			a = one
			continue
		}
		for _, m := range one.Modes { // an alternative may stand in the list, too
			if !slices.ContainsFunc(a.Modes, func(n schedule.Mode) bool { return n.Environment == m.Environment }) {
				a.Modes = append(a.Modes, m)
			}
		}
	}
	if from := w.from.Begin(zone); !w.from.IsZero() && from.After(a.Earliest) {
		a.Earliest = from
	}
	return a, nil
}

// alone is the activity of a phase in one environment and its alternatives.
func (w *wanted) alone(in *input, phase release.Phase) (schedule.Activity, error) {
	p := *in.portfolio
	pkg := release.Package{Name: slotPackage, System: w.system, Kind: w.kind}
	for _, other := range p.Phases {
		pkg.Phases = append(pkg.Phases, release.Phase{Name: other.Name, Skip: true})
	}
	pkg.Phases = append(pkg.Phases, phase)
	p.Packages = append(slices.Clone(p.Packages), pkg)
	problem, err := schedule.FromPortfolio(&p, in.problem.Start)
	var faults release.Faults
	if errors.As(err, &faults) {
		for i := range faults {
			f := &faults[i]
			at := f.Path[strings.LastIndex(f.Path, ".")+1:]
			f.File = "-" + map[string]string{"duration": "for"}[at]
			if f.File == "-" {
				f.File += at
			}
		}
		return schedule.Activity{}, faults
	}
	if err != nil {
		return schedule.Activity{}, err
	}
	for _, a := range problem.Activities {
		if a.Package == slotPackage {
			a.Package, a.Name = "", slotPackage
			return a, nil
		}
	}
	return schedule.Activity{}, release.Fault{File: "-for", Code: "missing", Found: "no phase", Expected: "one"}
}
