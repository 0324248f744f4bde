package main

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/berthplan/berth/release"
	"github.com/berthplan/berth/release/planfile"
	"github.com/berthplan/berth/schedule"
	"github.com/berthplan/berth/schedule/report"
)

// outputs are the formats that a plan of this input is shown in.
func outputs(in *input) []report.Format {
	all := report.Formats()
	for i := range all {
		switch all[i].Name {
		case "markdown":
			all[i].Write = func(w io.Writer, plan *schedule.Plan) error {
				return report.Markdown(w, plan, report.MarkdownOptions{Since: in.since})
			}
		case "ics":
			all[i].Write = func(w io.Writer, plan *schedule.Plan) error { return report.ICS(w, plan, in.only) }
		}
	}
	return append(all, report.Format{
		Name: "csv", File: "plan.csv", About: "a row for each phase, for spreadsheets; of a table all its columns, with the dates of the plan",
		Write: func(w io.Writer, plan *schedule.Plan) error { return in.table().Dated(plan.Timetable()).Write(w) },
	})
}

// table is the table that was read or, of plan files, one of their packages, without rows.
func (in *input) table() *planfile.Table {
	if len(in.tables) > 0 {
		return in.tables[0].Table
	}
	p := *in.portfolio
	p.Packages = slices.Clone(p.Packages)
	owners := map[string]string{}
	for _, s := range p.Systems {
		owners[s.Name] = s.Owner
	}
	for i := range p.Packages {
		if pkg := &p.Packages[i]; pkg.Owner == "" {
			pkg.Owner = owners[pkg.System]
		}
	}
	return &planfile.Table{Portfolio: &p}
}

// lookup finds a format by its name.
func lookup(all []report.Format, name string) (report.Format, error) {
	var names []string
	for _, f := range all {
		if f.Name == name {
			return f, nil
		}
		names = append(names, f.Name)
	}
	return report.Format{}, release.Fault{Code: "value", Found: "the format " + strconv.Quote(name), Expected: "one of " + strings.Join(names, ", ")}
}

// show prints the plan, and writes every format where -out asks for it.
func show(o options, in *input, stdout io.Writer, plan *schedule.Plan) error {
	all := outputs(in)
	f, err := lookup(all, o.format)
	if err != nil {
		return err
	}
	if err := printPlan(f, stdout, plan); err != nil || o.out == "" {
		return err
	}
	if err := os.MkdirAll(filepath.Join(o.out, "ics"), 0o755); err != nil {
		return err
	}
	for _, f := range append(all, calendars(plan)...) {
		var b bytes.Buffer
		if err := f.Write(&b, plan); err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(o.out, filepath.FromSlash(f.File)), b.Bytes(), 0o644); err != nil {
			return err
		}
	}
	return nil
}

// calendars are one for each package, environment and team that the plan has or, as a
// follower has to be told, had.
func calendars(plan *schedule.Plan) []report.Format {
	var all []report.Format
	taken := map[string]bool{}
	add := func(kind, name string, o report.ICSOptions) {
		if key := kind + "\x00" + name; name == "" || taken[key] {
			return
		} else {
			taken[key] = true
		}
		base := kind + "-" + fileName(name)
		file := base
		for n := 2; taken[strings.ToLower(file)]; n++ {
			file = base + "-" + strconv.Itoa(n)
		}
		taken[strings.ToLower(file)] = true
		all = append(all, report.Format{File: "ics/" + file + ".ics", Write: func(w io.Writer, plan *schedule.Plan) error { return report.ICS(w, plan, o) }})
	}
	for _, a := range slices.Concat(plan.Activities, plan.Gone) {
		add("package", a.Package, report.ICSOptions{Package: a.Package})
		add("environment", a.Environment, report.ICSOptions{Environment: a.Environment})
		for _, r := range a.Resources {
			add("team", r, report.ICSOptions{Resource: r})
		}
	}
	return all
}

// fileName is a name as far as every file system takes it.
func fileName(name string) string {
	s := strings.Map(func(c rune) rune {
		if unicode.IsLetter(c) || unicode.IsDigit(c) || strings.ContainsRune("-_.", c) {
			return c
		}
		return '-'
	}, name)
	if runes := []rune(s); len(runes) > 60 {
		s = string(runes[:60])
	}
	return s
}

// narrow reads -only.
func (o *options) narrow(s string) error {
	kind, name, ok := strings.Cut(s, "=")
	parts := map[string]*string{"package": &o.only.Package, "environment": &o.only.Environment, "team": &o.only.Resource}
	part := parts[kind]
	switch {
	case !ok || part == nil || name == "":
		return errors.New("expected package=NAME, environment=NAME or team=NAME")
	case *part != "":
		return errors.New("given twice: " + kind)
	}
	*part = name
	return nil
}

// known says which part that -only names the input does not have.
func (in *input) known(only report.ICSOptions) error {
	p := in.portfolio
	if p == nil {
		p = in.tables[0].Portfolio
	}
	names := map[string][]string{}
	for _, x := range p.Packages {
		names["package"] = append(names["package"], x.Name)
	}
	for _, x := range p.Environments {
		names["environment"] = append(names["environment"], x.Name)
	}
	for _, x := range p.Teams {
		names["team"] = append(names["team"], x.Name)
	}
	for _, part := range []struct{ kind, name string }{{"package", only.Package}, {"environment", only.Environment}, {"team", only.Resource}} {
		if part.name != "" && !slices.Contains(names[part.kind], part.name) {
			expected := "one of " + strings.Join(names[part.kind], ", ")
			if n := len(names[part.kind]); n == 0 {
				expected = "none: there is no " + part.kind
			} else if n > 20 {
				expected = "one of " + strings.Join(names[part.kind][:20], ", ") + " and " + itoa(n-20) + " more"
			}
			return release.Fault{File: "-only", Code: "bad-value", Found: part.kind + " " + part.name, Expected: expected}
		}
	}
	return nil
}
