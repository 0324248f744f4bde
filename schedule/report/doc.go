// Package report shows a [schedule.Plan] to people and to programs.
//
// [Text] prints a table for a terminal, with what is late and why. [JSON] writes
// a document that [ReadJSON] reads back without loss. [Formats] lists all there
// are, so that a program can offer them by name and needs no switch of its own:
//
//	err := report.Write(os.Stdout, "text", plan)
//
// [Gantt] draws bars for a terminal, [Markdown] writes for a wiki or an issue and
// says what changed since another plan, [ICS] makes a calendar of all or of one
// package, environment or team, [Mermaid] and [DOT] draw what depends on what. The
// options of each are a struct; with its zero value they are the formats of that name.
//
// Every format shows times in the plan's zone and says the same of them.
// Nothing here solves, judges or changes a plan.
package report
