package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"strings"

	"github.com/berthplan/berth/calendar"
	"github.com/berthplan/berth/calendar/train"
	"github.com/berthplan/berth/release"
	"github.com/berthplan/berth/schedule"
	"github.com/berthplan/berth/schedule/outlook"
)

// selectFlags is what fits which train or window, what does not, and what would help.
func selectFlags(flags *flag.FlagSet) answer {
	var names, cadence, milestone string
	var dated []string
	flags.StringVar(&names, "backlog", "", "the `packages` that may be left out, with commas between, or all (default: those that are optional)")
	flags.Func("train", "a train and the `NAME=DATE` by which what is on it is ready; may be given several times (default: the windows are the trains)", func(s string) error {
		dated = append(dated, s)
		return nil
	})
	flags.StringVar(&cadence, "trains", "", "the trains of this `file`, written as package calendar/train reads them")
	flags.StringVar(&milestone, "milestone", "GA", "with -trains: what is on a train is ready by this `name`")
	return func(ctx context.Context, in *input) (fmt.Stringer, error) {
		if in.made != "" {
			return nil, release.Fault{File: "-plan", Code: "bad-value", Found: in.made, Expected: "nothing: this question makes plans of its own"}
		}
		b := outlook.Backlog{Search: in.each(50_000)}
		switch names {
		case "":
		case "all":
			b.Packages = []string{}
			for _, k := range in.problem.Packages {
				b.Packages = append(b.Packages, k.Name)
			}
		default:
			b.Packages = strings.Split(names, ",")
		}
		var err error
		if b.Trains, err = trains(in, dated, cadence, milestone); err != nil {
			return nil, err
		}
		return outlook.Select(ctx, in.problem, b)
	}
}

// each is the limits of one of many searches: where the command line gives no work, so much, and its time.
func (in *input) each(work int64) schedule.Options {
	o := in.search
	if o.Work == 0 {
		o.Work = work
	}
	return o
}

// trains reads those of the command line and those of a file.
func trains(in *input, dated []string, file, milestone string) (all []outlook.Train, err error) {
	zone, err := calendar.LoadZone(in.portfolio.Zone)
	if err != nil {
		return nil, err
	}
	for _, s := range dated {
		name, date, ok := strings.Cut(s, "=")
		at, err := calendar.ParseMoment(date)
		if !ok || name == "" || err != nil {
			return nil, release.Fault{File: "-train", Code: "bad-value", Found: s, Expected: "NAME=DATE, such as 2026.4=2026-11-30"}
		}
		all = append(all, outlook.Train{Name: name, By: at.Finish(zone)})
	}
	if file == "" {
		return all, nil
	}
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	cadence, err := train.Parse(string(data))
	var runs []train.Run
	if err == nil {
		runs, err = cadence.Between(calendar.DateOf(in.problem.Start.In(zone)), calendar.DateOf(in.problem.Horizon.In(zone)))
	}
	if err != nil {
		return nil, inTrain(err, file)
	}
	for _, r := range runs {
		stop, ok := r.Stop(milestone)
		if !ok {
			return nil, release.Fault{File: file, Code: "unknown-name", Found: milestone, Expected: "a milestone of the train"}
		}
		by := stop.To.Finish(zone)
		if stop.From != stop.To {
			by = stop.From.Begin(zone) // what lasts, such as a freeze, has to be met when it begins
		}
		if by.After(in.problem.Start) && !by.After(in.problem.Horizon) {
			all = append(all, outlook.Train{Name: r.Name, By: by})
		}
	}
	if len(all) == 0 {
		return nil, release.Fault{File: file, Code: "no-train", Found: "no run between the plan's start and its horizon", Expected: "one at least"}
	}
	return all, nil
}

// inTrain makes faults of a file of trains those of the program.
func inTrain(err error, file string) error {
	var faults release.Faults
	var found calendar.Errors
	if !errors.As(err, &found) {
		return err
	}
	for _, e := range found {
		faults = append(faults, release.Fault{File: file, Path: e.Path, Code: e.Code, Found: e.Found, Expected: e.Expected, Hint: e.Hint})
	}
	return faults.Err()
}
