package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
	"unicode"

	"github.com/berthplan/berth/calendar"
	"github.com/berthplan/berth/release"
	"github.com/berthplan/berth/release/planfile"
	"github.com/berthplan/berth/schedule"
	"github.com/berthplan/berth/schedule/clearance"
	"github.com/berthplan/berth/schedule/report"
)

// The exit codes.
const (
	exitYes     = 0
	exitNo      = 1
	exitUnknown = 2
	exitInput   = 3 // wrong input or usage
)

// maxInput is how much of a file is read: more than any plan file may be.
const maxInput = 32 << 20

// run is the program but for the process around it.
func run(args []string, stdin io.Reader, stdout, stderr io.Writer, clock func() time.Time) int {
	o, err := parseOptions(args, stderr)
	if errors.Is(err, flag.ErrHelp) {
		return exitYes
	}
	var faults release.Faults
	faults = append(faults, faultsOf(err, "gate")...)
	in, err := read(o, stdin)
	faults = append(faults, faultsOf(err, "gate")...)
	if in.portfolio == nil || len(faults) > 0 {
		return complain(stderr, append(faults, in.unknownNames(o)...))
	}
	v, err := in.ask(o, clock)
	if err != nil {
		return complain(stderr, in.placed(faultsOf(err, o.files[0])))
	}
	if o.format == "json" {
		e := json.NewEncoder(stdout)
		e.SetEscapeHTML(false)
		e.SetIndent("", "  ")
		err = e.Encode(v)
	} else {
		_, err = io.WriteString(stdout, visible(v.String()))
	}
	if err != nil {
		return complain(stderr, faultsOf(err, "output"))
	}
	switch v.Allowed {
	case clearance.Yes:
		return exitYes
	case clearance.No:
		return exitNo
	}
	return exitUnknown
}

// input is what was read.
type input struct {
	portfolio *release.Portfolio
	places    *planfile.Places
	plan      *schedule.Plan
}

// read reads every file that the options name. Its error is all faults of all of them.
func read(o options, stdin io.Reader) (input, error) {
	var in input
	var faults release.Faults
	note := func(err error, file string) { faults = append(faults, faultsOf(err, file)...) }
	var files []planfile.File
	for _, name := range o.files {
		data, err := load(name, stdin)
		note(err, name)
		if err == nil {
			files = append(files, planfile.File{Name: filepath.ToSlash(name), Data: data})
		}
	}
	if len(files) > 0 && len(files) == len(o.files) {
		var err error
		in.portfolio, in.places, err = planfile.Options{Open: func(name string) ([]byte, error) { return os.ReadFile(filepath.FromSlash(name)) }}.Read(files...)
		note(err, o.files[0])
	}
	if o.facts != "" {
		known, err := in.facts(o.facts, stdin)
		note(err, o.facts)
		if in.portfolio != nil {
			in.portfolio.Facts = append(in.portfolio.Facts, known...)
		}
	}
	if o.plan != "" {
		data, err := load(o.plan, stdin)
		if err == nil {
			in.plan, err = report.ReadJSON(bytes.NewReader(data))
		}
		note(err, o.plan)
	}
	return in, faults.Err()
}

// facts reads a list of facts about the packages of the portfolio. They are read as
// those of a plan file that has these packages and refers to the list.
func (in *input) facts(name string, stdin io.Reader) ([]release.Fact, error) {
	data, err := load(name, stdin)
	if err != nil {
		return nil, err
	}
	packages := map[string]struct{}{}
	if in.portfolio != nil {
		for i := range in.portfolio.Packages {
			packages[in.portfolio.Packages[i].Name] = struct{}{}
		}
	}
	zone := ""
	if in.portfolio != nil {
		zone = in.portfolio.Zone
	}
	around, err := json.Marshal(map[string]any{"facts": "facts", "packages": packages, "timezone": zone})
	if err != nil {
		return nil, err
	}
	p, _, err := planfile.Options{Open: func(string) ([]byte, error) { return data, nil }}.Read(planfile.File{Name: "plan", Data: around})
	if err != nil {
		found := faultsOf(err, name)
		kept := found[:0]
		for _, f := range found {
			f.File = name
			if in.portfolio != nil || f.Code != "unknown-name" { // without packages, none is known
				kept = append(kept, f)
			}
		}
		return nil, kept.Err()
	}
	return p.Facts, nil
}

func load(name string, stdin io.Reader) ([]byte, error) {
	if name == "-" {
		return io.ReadAll(io.LimitReader(stdin, maxInput))
	}
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, maxInput))
}

// ask asks the question of the command line.
func (in *input) ask(o options, clock func() time.Time) (clearance.Verdict, error) {
	at := clock()
	if !o.at.IsZero() {
		zone, err := calendar.LoadZone(in.portfolio.Zone)
		if err != nil {
			return clearance.Verdict{}, err
		}
		at = o.at.Begin(zone)
	}
	opt := clearance.Options{Plan: in.plan}
	if o.digest != "" {
		opt.Digests = map[string]string{o.pkg: o.digest}
	}
	return clearance.Ask(in.portfolio, o.pkg, o.environment, at, opt)
}

// unknownNames is what is wrong with the names on the command line, where the portfolio is known in spite of other faults.
func (in *input) unknownNames(o options) release.Faults {
	if in.portfolio == nil || o.pkg == "" || o.environment == "" {
		return nil
	}
	_, err := in.ask(options{pkg: o.pkg, environment: o.environment}, func() time.Time { return time.Unix(0, 0) })
	var named release.Faults
	for _, f := range in.placed(faultsOf(err, o.files[0])) {
		if f.File == "-package" || f.File == "-environment" {
			named = append(named, f)
		}
	}
	return named
}

// placed gives faults the place of what they are about: a flag, or a line of a file.
func (in *input) placed(faults release.Faults) release.Faults {
	for i := range faults {
		f := &faults[i]
		switch f.Path {
		case "package", "environment":
			*f = fault("-"+f.Path, f.Code, f.Found, f.Expected, f.Hint)
		default:
			if file, line, column, ok := in.places.Find(f.Path); ok {
				f.File, f.Line, f.Column = file, line, column
			}
		}
	}
	return faults
}

// faultsOf is an error as faults; those that name no file are of the one given.
func faultsOf(err error, file string) release.Faults {
	var faults release.Faults
	var one release.Fault
	var path *fs.PathError
	switch {
	case err == nil:
		return nil
	case errors.As(err, &faults):
	case errors.As(err, &one):
		faults = release.Faults{one}
	case errors.As(err, &path):
		faults = release.Faults{{File: path.Path, Code: "file", Found: path.Err.Error()}}
	default:
		faults = release.Faults{{File: file, Code: "error", Found: err.Error()}}
	}
	for i := range faults {
		if f := &faults[i]; f.File == "" && f.Path != "package" && f.Path != "environment" {
			f.File = file
		}
		faults[i].Line, faults[i].Column = max(1, faults[i].Line), max(1, faults[i].Column)
	}
	return faults
}

// complain prints each fault on a line of its own: FILE:LINE:COL: CODE: text.
func complain(stderr io.Writer, faults release.Faults) int {
	for _, f := range faults {
		fmt.Fprintln(stderr, visible(f.Error()))
	}
	return exitInput
}

// visible is a text with what cannot be seen of names in it escaped, but for the ends of lines.
func visible(s string) string {
	var b strings.Builder
	for _, c := range s {
		if c != '\n' && !unicode.IsPrint(c) {
			b.WriteString(strings.Trim(strconv.QuoteRune(c), "'"))
		} else {
			b.WriteRune(c)
		}
	}
	return b.String()
}
