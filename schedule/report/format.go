package report

import (
	"io"
	"strconv"
	"strings"

	"github.com/berthplan/berth/release"
	"github.com/berthplan/berth/schedule"
)

// Format is one way to show a plan.
type Format struct {
	Name  string // what people type: "text"
	File  string // the name of a file in this format: "plan.txt"
	About string // in one line: "a table for the terminal"
	Write func(w io.Writer, plan *schedule.Plan) error
}

// Formats returns every format, the one to use unless told otherwise first. Tables of dates (CSV) are
// planfile's: [Table.Dated] gives one the dates of a plan.
//
// [Table.Dated]: https://pkg.go.dev/github.com/berthplan/berth/release/planfile#Table.Dated
func Formats() []Format {
	return []Format{
		{Name: "text", File: "plan.txt", About: "a table for the terminal, and what is late and why", Write: Text},
		{Name: "json", File: "plan.json", About: "everything in the plan, for programs", Write: JSON},
		{Name: "gantt", File: "gantt.txt", About: "bars on a time line of 100 columns, for a terminal without colour", Write: plain(Gantt)},
		{Name: "markdown", File: "plan.md", About: "the table and the reasons as GitHub shows them", Write: plain(Markdown)},
		{Name: "ics", File: "plan.ics", About: "a calendar to subscribe to", Write: plain(ICS)},
		{Name: "mermaid", File: "plan.mmd", About: "what depends on what, as a flow chart for Markdown", Write: plain(Mermaid)},
		{Name: "dot", File: "plan.dot", About: "what depends on what, for Graphviz", Write: plain(DOT)},
		{Name: "html", File: "plan.html", About: "a page for the browser and for print: the plan on a time line, and why", Write: HTML},
	}
}

// plain is a format without options.
func plain[O any](write func(io.Writer, *schedule.Plan, O) error) func(io.Writer, *schedule.Plan) error {
	return func(w io.Writer, plan *schedule.Plan) error {
		var none O
		return write(w, plan, none)
	}
}

// Lookup finds a format by its name. The error is a release.Fault and lists the names there are.
func Lookup(name string) (Format, error) {
	var names []string
	for _, f := range Formats() {
		if f.Name == name {
			return f, nil
		}
		names = append(names, f.Name)
	}
	return Format{}, release.Fault{Code: CodeValue, Found: "the format " + strconv.Quote(name), Expected: "one of " + strings.Join(names, ", ")}
}

// Write shows plan in the format of that name.
func Write(w io.Writer, format string, plan *schedule.Plan) error {
	f, err := Lookup(format)
	if err != nil {
		return err
	}
	return f.Write(w, plan)
}
