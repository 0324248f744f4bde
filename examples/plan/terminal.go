package main

import (
	"io"
	"os"

	"golang.org/x/term"

	"github.com/berthplan/berth/schedule"
	"github.com/berthplan/berth/schedule/report"
)

// printPlan shows the plan in the format asked for. On a terminal a Gantt chart is
// as wide as that, and in colour unless NO_COLOR (see no-color.org) is set.
func printPlan(f report.Format, stdout io.Writer, plan *schedule.Plan) error {
	width, ok := terminalWidth(stdout)
	if f.Name != "gantt" || !ok {
		return f.Write(stdout, plan)
	}
	return report.Gantt(stdout, plan, report.GanttOptions{Width: width, Colour: os.Getenv("NO_COLOR") == ""})
}

// isTerminal reports whether people look at what is written to w.
func isTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}

// terminalWidth is the columns of the terminal that w is, if it is one.
func terminalWidth(w io.Writer) (int, bool) {
	if !isTerminal(w) {
		return 0, false
	}
	width, _, err := term.GetSize(int(w.(*os.File).Fd()))
	return width, err == nil && width > 0
}
