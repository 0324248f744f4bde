package main

import (
	"fmt"
	"time"

	"github.com/robfig/cron/v3"

	"github.com/berthplan/berth/calendar"
)

// pair is one question to Berth and to another library.
type pair struct {
	name, note   string
	ours, theirs func(time.Time)
	at           []time.Time
	agree        func() error // finds an instant on which they differ
}

// ask makes a pair of two functions that must give the same on every instant that fits (nil: on all).
func ask[T comparable](name, note string, at []time.Time, fits func(time.Time) bool, ours, theirs func(time.Time) T) pair {
	var asked []time.Time
	for _, t := range at {
		if fits == nil || fits(t) {
			asked = append(asked, t)
		}
	}
	return pair{
		name: name, note: note, at: asked[:min(len(asked), 1024)],
		ours: func(t time.Time) { ours(t) }, theirs: func(t time.Time) { theirs(t) },
		agree: func() error {
			if len(asked) < 1024 {
				return fmt.Errorf("%s: only %d instants to ask", name, len(asked))
			}
			seen := map[T]bool{}
			for _, t := range asked {
				a, b := ours(t), theirs(t)
				if a != b {
					return fmt.Errorf("%s: at %s Berth says %v, the other %v", name, t, a, b)
				}
				seen[a] = true
			}
			if len(seen) < 2 {
				return fmt.Errorf("%s: one answer to all", name)
			}
			return nil
		},
	}
}

func newPairs() ([]pair, error) {
	zone, err := calendar.LoadZone(zoneName)
	if err != nil {
		return nil, err
	}
	at := instants(span(zone), 20_000)
	compile := func(spec calendar.Spec, span calendar.Interval, err error) (*calendar.Compiled, error) {
		if err != nil {
			return nil, err
		}
		return spec.Compile(span, calendar.Subject{}, calendar.StopDeploy)
	}
	halves, err := compile(decade("08:00-12:00, 13:00-17:00"))
	if err != nil {
		return nil, err
	}
	office, err := compile(decade("08:00-17:00"))
	if err != nil {
		return nil, err
	}
	night := func(lasts calendar.Length) (*calendar.Compiled, error) {
		spec, err := nights(lasts)
		return compile(spec, span(zone), err)
	}
	opening, err := night(calendar.Length{Minutes: 1})
	if err != nil {
		return nil, err
	}
	sixHours, err := night(calendar.Length{Hours: 6})
	if err != nil {
		return nil, err
	}
	muting, business := newMuting(zone), newBusiness()
	schedule, err := cron.ParseStandard(nightly)
	if err != nil {
		return nil, err
	}

	next := func(c *calendar.Compiled) func(time.Time) int64 {
		return func(t time.Time) int64 { n, _ := c.Next(t); return n.Unix() }
	}
	add := func(d time.Duration) func(time.Time) int64 {
		return func(t time.Time) int64 { n, _ := office.Add(t, d); return n.Unix() }
	}
	closed := func(c *calendar.Compiled) func(time.Time) bool {
		return func(t time.Time) bool { return !c.Open(t) }
	}
	year := 365 * 24 * time.Hour
	return []pair{
		ask(fmt.Sprintf("alertmanager timeinterval: open? 1 active, %d muting", len(muting.mute)), "Alertmanager has no next opening, no arithmetic of working time and no last working days of a month: the freeze is of the last three days. "+
			"It takes a March in which clocks go forward for one of 30 days: none of its last four is asked about.",
			at, func(t time.Time) bool { return t.Month() != time.March || t.Day() < 28 }, halves.Open, muting.open),
		ask("rickar/cal IsWorkTime", "cal has one span of hours a day, and takes the closing second as open: the hours are 08:00-17:00, and no instant is at a closing.",
			at, nil, office.Open, business.IsWorkTime),
		ask("rickar/cal NextWorkdayStart, from closed time", "", at, closed(office), next(office), func(t time.Time) int64 { return business.NextWorkdayStart(t).Unix() }),
		ask("rickar/cal AddWorkHours, 40 h", "", at, nil, add(40*time.Hour), func(t time.Time) int64 { return business.AddWorkHours(t, 40*time.Hour).Unix() }),
		ask("rickar/cal AddWorkHours, 1000 h", "", at[:1024], nil, add(1000*time.Hour), func(t time.Time) int64 { return business.AddWorkHours(t, 1000*time.Hour).Unix() }),
		ask("rickar/cal WorkHoursInRange, a year", "", at[:1024], nil,
			func(t time.Time) time.Duration { return office.Between(t, t.Add(year)) },
			func(t time.Time) time.Duration { return business.WorkHoursInRange(t, t.Add(year)) }),
		ask("robfig/cron Next, parsed before", "cron has points in time and no lengths: the windows last a minute, and no instant lies in one.",
			at, closed(opening), next(opening), func(t time.Time) int64 { return schedule.Next(t).Unix() }),
		ask("robfig/cron as Argo CD asks: open? parsed each time", "", at, nil, sixHours.Open, func(t time.Time) bool {
			open, err := syncWindow(nightly, 6*time.Hour, zone, t)
			return open && err == nil
		}),
	}, nil
}
