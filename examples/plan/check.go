package main

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"github.com/berthplan/berth/calendar"
	"github.com/berthplan/berth/release"
	"github.com/berthplan/berth/release/planfile"
	"github.com/berthplan/berth/schedule"
)

// violation is a line of what -check prints.
type violation struct {
	file string
	line int
	text string // code and text
}

func itoa(n int) string { return strconv.Itoa(n) }

func quoted(s string) string { return strconv.Quote(s) }

// oneLine is a message with what cannot be seen of names in it escaped: control characters, and those that turn text around.
func oneLine(s string) string {
	var b strings.Builder
	for _, c := range s {
		if !unicode.IsPrint(c) {
			b.WriteString(strings.Trim(strconv.QuoteRune(c), "'"))
		} else {
			b.WriteRune(c)
		}
	}
	return b.String()
}

// check judges the tables of dates by the rules of the plan files or, without such, by their own; and
// without tables the facts and pins of the plan files.
func check(o options, stdin io.Reader, stdout, stderr io.Writer, clock func() time.Time) int {
	found, err := judge(o, stdin, stderr, clock)
	if err != nil {
		complain(stderr, err, place(o))
		return exitInput
	}
	for _, v := range found {
		fmt.Fprintf(stdout, "%s:%d: %s\n", v.file, v.line, oneLine(v.text))
	}
	if len(found) > 0 {
		return exitNoPlan
	}
	return exitPlan
}

func judge(o options, stdin io.Reader, stderr io.Writer, clock func() time.Time) ([]violation, error) {
	files, err := loadAll(o, stdin)
	if err != nil {
		return nil, err
	}
	in, err := readInput(o, files)
	if err != nil {
		return nil, err
	}
	for i := range in.tables {
		warn(stderr, slices.DeleteFunc(slices.Clone(in.tables[i].Remarks), func(f release.Fault) bool { return f.Code == "unread-date" })) // told below
	}
	if len(in.tables) == 0 {
		in.tables = append(in.tables, decided(in))
	}
	var out []violation
	for _, t := range in.tables {
		for _, s := range t.Slips {
			out = append(out, violation{s.File, s.Line, s.Code + ": " + s.Found + ", expected " + s.Expected})
		}
		for _, s := range t.Remarks {
			if s.Code == "unread-date" {
				out = append(out, violation{s.File, s.Line, s.Code + ": " + s.Found + ", expected " + s.Expected + "; " + s.Hint})
			}
		}
		p := in.portfolio
		if p == nil {
			p = t.Portfolio
		}
		if p == nil {
			return nil, release.Fault{File: t.file, Code: "missing-plan", Found: "a plan that was made before", Expected: "the plan file it was made of beside it"}
		}
		if in.portfolio != nil {
			unwrap(&t.Timetable, p)
		}
		if !o.now.IsZero() {
			wanted := *p
			wanted.Now = o.now
			p = &wanted
		}
		now := clock()
		if !p.Now.IsZero() {
			now = time.Time{}
		}
		broken, err := schedule.Check(p, t.Timetable, now)
		if err != nil {
			var faults release.Faults
			if errors.As(err, &faults) {
				for i := range faults {
					faults[i].File = cmp.Or(faults[i].File, t.file)
				}
			}
			return nil, err
		}
		for _, v := range broken {
			line := 1
			if v.Row >= 0 {
				line = max(1, t.line(v.Row))
			}
			out = append(out, violation{t.file, line, v.Code + ": " + v.String()})
		}
	}
	slices.SortStableFunc(out, func(a, b violation) int { return cmp.Or(strings.Compare(a.file, b.file), cmp.Compare(a.line, b.line)) })
	return out, nil
}

// unwrap gives rows whose names a spreadsheet has wrapped the names that the plan file has.
func unwrap(t *release.Timetable, p *release.Portfolio) {
	known := map[string]bool{}
	for i := range p.Packages {
		known[p.Packages[i].Name] = true
	}
	for i := range t.Rows {
		name := t.Rows[i].Package
		if line := strings.Join(strings.Fields(name), " "); !known[name] && known[line] {
			t.Rows[i].Package = line
		}
	}
}

// decided makes a table of what the plan files have fixed: facts and pins. The pins
// bind no longer, so that a repair may move them.
func decided(in *input) table {
	p := *in.portfolio
	in.portfolio = &p
	p.Packages = slices.Clone(p.Packages)
	zone, err := calendar.LoadZone(p.Zone)
	if err != nil {
		zone = time.UTC
	}
	out := planfile.Table{Timetable: release.Timetable{Plan: p.Name, Zone: p.Zone}}
	var lines []int
	file := ""
	add := func(r release.Row, path string) {
		name, line, _, _ := in.places.Find(path)
		file = cmp.Or(file, name)
		out.Timetable.Rows, lines = append(out.Timetable.Rows, r), append(lines, line)
	}
	for i := range p.Packages {
		pkg := &p.Packages[i]
		path := "packages." + pkg.Name
		for _, a := range pkg.Actuals {
			r := release.Row{Package: pkg.Name, Phase: a.Phase, Site: a.Site, Environment: a.Environment, Configuration: a.Configuration, Actual: true}
			if !a.Start.IsZero() {
				r.Start = a.Start.Begin(zone)
			}
			key := ".started."
			if !a.End.IsZero() {
				r.End, key = a.End.Finish(zone), ".done."
			}
			add(r, path+key+release.Ref{Phase: a.Phase, Site: a.Site}.String())
		}
		for _, pin := range pkg.Pins {
			add(release.Row{Package: pkg.Name, Phase: pin.Phase, Site: pin.Site, Environment: pin.Environment, Start: pin.At.Begin(zone)},
				path+".pinned."+release.Ref{Phase: pin.Phase, Site: pin.Site}.String())
		}
		pkg.Pins = nil
	}
	return table{cmp.Or(file, "sample.yaml"), &out, func(row int) int { return lines[row] }}
}

// convert prints a table as a plan file.
func convert(o options, stdin io.Reader, stdout, stderr io.Writer) int {
	var in *input
	files, err := loadAll(o, stdin)
	if err == nil {
		in, err = readInput(o, files)
	}
	if err == nil && (len(in.tables) != 1 || in.portfolio != nil || in.tables[0].Portfolio == nil) {
		err = release.Fault{File: "-convert", Code: "bad-value", Found: strings.Join(o.files, " "), Expected: "one FILE.csv"}
	}
	if err != nil {
		complain(stderr, err, place(o))
		return exitInput
	}
	warn(stderr, append(slices.Clone(in.tables[0].Slips), in.tables[0].Remarks...))
	if err := planfile.Write(stdout, decidedBy(in.tables[0].Table, false)); err != nil {
		complain(stderr, err, "output")
		return exitInput
	}
	return exitPlan
}
