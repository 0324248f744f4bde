package main

import (
	"bytes"
	"cmp"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/berthplan/berth/calendar"
	"github.com/berthplan/berth/release"
	"github.com/berthplan/berth/release/planfile"
	"github.com/berthplan/berth/schedule"
	"github.com/berthplan/berth/schedule/report"
)

// input is what the files hold: one portfolio at most, and tables of dates.
type input struct {
	portfolio *release.Portfolio // of plan files; nil: none
	places    *planfile.Places
	tables    []table

	since *schedule.Plan // published before; nil: none
	only  report.ICSOptions
}

// table is dates, and the line of each of its rows.
type table struct {
	file string
	*planfile.Table
	line func(row int) int
}

// readInput reads all files: tables, plans made before, by what is in them, and the rest as plan files.
// Tables are in the timezone of the plan files beside them unless the options say another.
func readInput(o options, files []planfile.File) (*input, error) {
	var in input
	var plans, tables []planfile.File
	var faults release.Faults
	for _, file := range files {
		if isTable(file) {
			tables = append(tables, file)
			continue
		}
		if plan, err := report.ReadJSON(bytes.NewReader(file.Data)); err == nil {
			in.tables = append(in.tables, table{file.Name, &planfile.Table{Timetable: plan.Timetable()}, func(row int) int {
				return lineWith(file.Data, plan.Activities[row].Activity)
			}})
			continue
		}
		plans = append(plans, file)
	}
	if len(files) == 0 {
		plans = append(plans, planfile.File{Name: "sample.yaml", Data: sample})
	}
	if len(plans) > 0 {
		var err error
		read := planfile.Options{Open: beside}
		if len(files) == 0 || len(files) == 1 && o.files[0] == "-" {
			read.Open = nil
		}
		if in.portfolio, in.places, err = read.Read(plans...); err != nil {
			found, ok := err.(release.Faults)
			if !ok {
				return nil, err
			}
			faults = append(faults, found...)
		} else {
			o.zone = cmp.Or(o.zone, in.portfolio.Zone)
		}
	}
	for _, file := range tables {
		t, err := planfile.ReadCSV(file, planfile.CSVOptions{Zone: o.zone, Dates: o.dates})
		if found, ok := err.(release.Faults); ok {
			faults = append(faults, found...)
			continue
		}
		in.tables = append(in.tables, table{file.Name, t, func(row int) int { return lineOf(t.Places, "rows", row) }})
	}
	return &in, faults.Err()
}

// isTable says whether a file is a table: by its name or, where that tells nothing, by one of its
// first lines, which has a column of names among others.
func isTable(file planfile.File) bool {
	switch strings.ToLower(filepath.Ext(file.Name)) {
	case ".csv", ".tsv":
		return true
	case ".yaml", ".yml", ".json":
		return false
	}
	if len(file.Data) > 1<<16 {
		file.Data = file.Data[:1<<16]
	}
	var head []byte
	for line := range bytes.Lines(bytes.TrimPrefix(file.Data, []byte("\ufeff"))) {
		if head = append(head, line...); bytes.ContainsAny(line[:1], "#{[-") || bytes.Count(head, []byte("\n")) > 20 {
			return false
		}
		if !bytes.ContainsAny(line, ",;\t|") {
			continue
		}
		_, err := planfile.ReadCSV(planfile.File{Data: head}, planfile.CSVOptions{})
		var faults release.Faults
		if errors.As(err, &faults) && len(faults) == 1 && faults[0].Code == "empty-file" { // all that it lacks is rows
			return true
		}
	}
	return false
}

// loadAll reads the files that the options name.
func loadAll(o options, stdin io.Reader) ([]planfile.File, error) {
	var files []planfile.File
	for _, name := range o.files {
		file, err := load(name, stdin)
		if err != nil {
			return nil, err
		}
		files = append(files, file)
	}
	return files, nil
}

func load(name string, stdin io.Reader) (planfile.File, error) {
	if name == "-" {
		data, err := io.ReadAll(io.LimitReader(stdin, maxInput))
		return planfile.File{Name: "stdin", Data: data}, err
	}
	f, err := os.Open(name)
	if err != nil {
		return planfile.File{}, err
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, maxInput))
	return planfile.File{Name: filepath.ToSlash(name), Data: data}, err
}

func lineOf(places *planfile.Places, list string, row int) int {
	_, line, _, _ := places.Find(list + "[" + itoa(row) + "]")
	return line
}

// lineWith is the first line of a plan in JSON that names an activity.
func lineWith(data []byte, activity string) int {
	at := bytes.Index(data, []byte(quoted(activity)))
	return 1 + bytes.Count(data[:max(at, 0)], []byte("\n"))
}

// decidedBy is a table as a portfolio that people have decided: its dates are facts where they have
// happened, and all others are pins or, with facts alone, left free.
func decidedBy(t *planfile.Table, facts bool) *release.Portfolio {
	p := *t.Portfolio
	p.Packages = append([]release.Package(nil), p.Packages...)
	zone, err := calendar.LoadZone(p.Zone)
	if err != nil {
		zone = time.UTC
	}
	at := map[string]int{}
	for i := range p.Packages {
		pkg := &p.Packages[i]
		at[pkg.Name] = i
		pkg.Phases = append([]release.Phase(nil), pkg.Phases...)
		for k := range pkg.Phases {
			pkg.Phases[k].Name = plain(pkg.Phases[k].Name)
		}
	}
	for _, r := range t.Timetable.Rows {
		pkg := &p.Packages[at[r.Package]]
		phase := plain(release.Ref{Phase: r.Phase, Site: r.Site}.String())
		start, end := moment(r.Start, zone), ended(r.End, zone)
		switch {
		case r.Actual && end.IsZero() && !start.IsZero() && pkg.Phases[slices.IndexFunc(pkg.Phases, func(ph release.Phase) bool { return ph.Name == phase })].Duration.IsZero():
			pkg.Actuals = append(pkg.Actuals, release.Actual{Phase: phase, Start: start, End: start, Environment: r.Environment}) // a milestone
		case r.Actual && !(start.IsZero() && end.IsZero()):
			pkg.Actuals = append(pkg.Actuals, release.Actual{Phase: phase, Start: start, End: end, Environment: r.Environment})
		case facts:
		case !start.IsZero():
			pkg.Pins = append(pkg.Pins, release.Pin{Phase: phase, At: start})
		case !end.IsZero():
			pkg.Pins = append(pkg.Pins, release.Pin{Phase: phase, At: end})
		}
	}
	return &p
}

// plain is a phase's name without the mark of a site, which only a phase with a window has.
func plain(phase string) string { return strings.ReplaceAll(phase, "@", "-") }

func moment(t time.Time, zone *time.Location) calendar.Moment {
	if t.IsZero() {
		return calendar.Moment{}
	}
	if day, err := calendar.ParseMoment(t.In(zone).Format(time.DateOnly)); err == nil && day.Begin(zone).Equal(t) {
		return day
	}
	return clock(t, zone)
}

// clock is a time of the zone, with its offset where the clocks show it twice.
func clock(t time.Time, zone *time.Location) calendar.Moment {
	if m, err := calendar.ParseMoment(t.In(zone).Format("2006-01-02T15:04:05")); err == nil && m.Begin(zone).Equal(t) {
		return m
	}
	return calendar.MomentOf(t.In(zone))
}

// ended is moment for an exclusive end: midnight is the day before.
func ended(t time.Time, zone *time.Location) calendar.Moment {
	if t.IsZero() {
		return calendar.Moment{}
	}
	if day, err := calendar.ParseMoment(t.In(zone).Add(-time.Second).Format(time.DateOnly)); err == nil && day.Finish(zone).Equal(t) {
		return day
	}
	return clock(t, zone)
}

// beside reads a file that a plan file refers to; its name is already that from here.
func beside(name string) ([]byte, error) { return os.ReadFile(filepath.FromSlash(name)) }
