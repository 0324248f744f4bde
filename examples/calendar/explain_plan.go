package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/berthplan/berth/calendar"
	"github.com/berthplan/berth/release"
	"github.com/berthplan/berth/release/planfile"
)

// named is a calendar of a plan file.
type named struct {
	kind, name string // "window", "prod"
	path       string // in the plan file
	always     bool   // shown where no calendar is asked for by name
	spec       calendar.Spec
	who        calendar.Subject
	doing      calendar.Stops
	compiled   *calendar.Compiled
	meeting    *release.Meeting // of a meeting
}

func (n named) title() string { return strings.TrimSpace(n.kind + " " + n.name) }

// maxInput is how much of standard input is read: more than any plan file may be.
const maxInput = 32 << 20

// read reads a plan file, or standard input for "-".
func read(name string, in io.Reader) (*release.Portfolio, *planfile.Places, error) {
	if name == "-" {
		data, err := io.ReadAll(io.LimitReader(in, maxInput))
		if err != nil {
			return nil, nil, err
		}
		return planfile.Options{}.Read(planfile.File{Name: "stdin", Data: data})
	}
	data, err := os.ReadFile(name)
	if err != nil {
		var path *fs.PathError
		if errors.As(err, &path) {
			err = release.Fault{File: name, Code: "file", Found: path.Err.Error()}
		}
		return nil, nil, err
	}
	open := func(name string) ([]byte, error) { return os.ReadFile(filepath.FromSlash(name)) }
	return planfile.Options{Open: open}.Read(planfile.File{Name: filepath.ToSlash(name), Data: data})
}

// calendars are all of a plan: its working hours, then those of teams and environments, windows and meetings.
func calendars(p *release.Portfolio, who calendar.Subject) []named {
	plan := p.Working(nil)
	barred := func(s calendar.Spec) calendar.Spec {
		s.Blackouts = p.ZonedBlackouts()
		return s
	}
	working := func(c release.Calendar, name string) calendar.Spec { return barred(c.Spec(name)) }
	all := []named{{kind: "calendar", path: "calendar", always: true, spec: working(plan, "working hours"), who: who, doing: calendar.StopWork}}
	for _, t := range p.Teams {
		all = append(all, named{kind: "team", name: t.Name, path: "teams." + t.Name + ".calendar", always: t.Calendar != nil,
			spec: working(p.Working(t.Calendar), "working hours ("+t.Name+")"), who: who, doing: calendar.StopWork})
	}
	for _, e := range p.Environments {
		spec := working(p.Working(e.Calendar), "working hours ("+e.Name+")")
		for _, o := range e.Outages {
			spec.Blackouts = append(spec.Blackouts, calendar.Blackout{Name: o.Name, From: o.From, To: o.To, Zone: plan.Zone, Stops: calendar.StopWork})
		}
		there := who
		there.Environment = e.Name
		all = append(all, named{kind: "environment", name: e.Name, path: "environments." + e.Name, always: e.Calendar != nil || len(e.Outages) > 0,
			spec: spec, who: there, doing: calendar.StopWork})
	}
	for _, w := range p.Windows {
		all = append(all, named{kind: "window", name: w.Name, path: "windows." + w.Name + ".every", always: true,
			spec: barred(p.WindowSpec(w.Window)), who: who, doing: calendar.StopDeploy})
	}
	for _, m := range p.Meetings {
		all = append(all, named{kind: "meeting", name: m.Name, path: "meetings." + m.Name + ".every", always: true, spec: barred(p.MeetingSpec(&m)), meeting: &m})
	}
	return all
}

// choose finds the calendars of a name, or those worth showing for none, as a package sees them.
func choose(p *release.Portfolio, name, pkg string) ([]named, error) {
	var who calendar.Subject
	if pkg != "" {
		i := slices.IndexFunc(p.Packages, func(r release.Package) bool { return r.Name == pkg })
		if i < 0 {
			var known []string
			for _, r := range p.Packages {
				known = append(known, r.Name)
			}
			return nil, unknown("-package", pkg, "a package of the plan", known)
		}
		who = calendar.Subject{Package: pkg, System: p.Packages[i].System, Kind: p.Packages[i].Kind}
	}
	all := calendars(p, who)
	if name == "" {
		return slices.DeleteFunc(all, func(n named) bool { return !n.always }), nil
	}
	var known []string
	for _, n := range all {
		if n.name == "" {
			n.name = n.kind
		}
		if !slices.Contains(known, n.name) {
			known = append(known, n.name)
		}
	}
	if !slices.Contains(known, name) {
		return nil, unknown("CALENDAR", name, "a calendar of the plan", known)
	}
	return slices.DeleteFunc(all, func(n named) bool { return n.name != name && (n.name != "" || n.kind != name) }), nil
}

// unknown is the fault of a name that is not known.
func unknown(place, name, want string, known []string) error {
	f := release.Fault{File: place, Code: "unknown-name", Found: name, Expected: want + " (" + strings.Join(known, ", ") + ")"}
	best := 1 + len(name)/3
	for _, k := range known {
		if d := distance(strings.ToLower(name), strings.ToLower(k)); d <= best {
			best, f.Hint = d-1, fmt.Sprintf("did you mean %s?", k)
		}
	}
	return f
}

// distance counts the letters to insert, delete or replace to make b of a.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		corner := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := corner
			if a[i] != b[j] {
				cost = 1 + min(corner, row[j], row[j+1])
			}
			corner, row[j+1] = row[j+1], cost
		}
	}
	return row[len(b)]
}

// before is how far before the instant asked about, and before the plan's now, calendars begin; after is how far
// they go on. A plan of another age, more than nearby from the instant, does not stretch them.
const (
	nearby = 20 * 366 * 24 * time.Hour
	before = 35 * 24 * time.Hour
	after  = 400 * 24 * time.Hour
)

// compile evaluates the calendars around an instant, from the plan's now and to its horizon.
func compile(p *release.Portfolio, list []named, at time.Time, zone *time.Location) error {
	span := calendar.Interval{Start: at, End: at}
	for _, m := range []calendar.Moment{p.Now, p.Horizon} {
		t := m.Begin(zone)
		if m.IsZero() || at.Sub(t).Abs() > nearby {
			continue
		}
		if t.Before(span.Start) {
			span.Start = t
		} else if t.After(span.End) {
			span.End = t
		}
	}
	span = calendar.Interval{Start: calendar.DateOf(span.Start.Add(-before).In(zone)).In(zone), End: calendar.DateOf(span.End.Add(after).In(zone)).In(zone)}
	var all release.Faults
	for i := range list {
		n := &list[i]
		made, err := n.spec.Compile(span, n.who, n.doing)
		var faults calendar.Errors
		errors.As(err, &faults)
		for _, e := range faults {
			all = append(all, release.Fault{Code: e.Code, Path: n.path, Found: e.Found, Expected: e.Expected, Hint: e.Hint})
		}
		n.compiled = made
	}
	if len(all) > 0 {
		return all
	}
	return nil
}

// located gives faults their line and column.
func located(err error, places *planfile.Places) error {
	var faults release.Faults
	if places == nil || !errors.As(err, &faults) {
		return err
	}
	for i := range faults {
		if f := &faults[i]; f.File == "" && f.Path != "" {
			f.File, f.Line, f.Column, _ = places.Find(f.Path)
		}
	}
	return faults
}
