package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/berthplan/berth/calendar"
	"github.com/berthplan/berth/calendar/ical"
	"github.com/berthplan/berth/calendar/review"
	"github.com/berthplan/berth/release"
)

// The exit codes of lint.
const (
	lintClean   = 0
	lintFound   = 1
	lintUnread  = 2 // wrong input or usage
	lintMaxRead = 64 << 20
)

// linting is one call of lint.
type linting struct {
	from, to calendar.Moment // the time that is looked at; zero: from the plan, else a year from now
	options  review.Options
	now      time.Time
	in       io.Reader
	told     []toldLine
}

// toldLine is one finding at its line.
type toldLine struct {
	line int
	text string
}

// lint prints the findings of each file, one a line: FILE[:LINE[:COLUMN]]: CODE: text.
func lint(args []string, in io.Reader, out, errs io.Writer) int {
	l := &linting{now: time.Now(), in: in}
	flags := flag.NewFlagSet("lint", flag.ContinueOnError)
	flags.SetOutput(errs)
	flags.Usage = func() {
		fmt.Fprint(errs, "usage: calendar lint [flags] FILE…\n\nReads plan files, tables (FILE.csv) and calendars (FILE.ics; - is a plan file on standard input)\nand prints what is probably a mistake in them.\n\n")
		flags.PrintDefaults()
		fmt.Fprint(errs, "\ncodes:\n")
		for _, c := range review.Codes() {
			fmt.Fprintf(errs, "  %-16s %s\n", c.Name, c.Meaning)
		}
		fmt.Fprint(errs, "\nexit codes: 0 nothing found; 1 something found; 2 a file that cannot be read, or wrong usage\n")
	}
	moment := func(to *calendar.Moment) func(string) error {
		return func(s string) (err error) {
			*to, err = calendar.ParseMoment(s)
			return err
		}
	}
	flags.Func("from", "look at the time from this `moment` on (default: the plan's now, else today)", moment(&l.from))
	flags.Func("to", "and up to this `moment` (default: the plan's horizon, else a year later)", moment(&l.to))
	flags.IntVar(&l.options.Longest, "longest", 0, "a freeze may last so many `days` (default 62)")
	flags.Func("ignore", "do not report these `codes`, such as clock-change,expired", func(s string) error {
		known := map[string]bool{}
		for _, c := range review.Codes() {
			known[c.Name] = true
		}
		for _, code := range strings.Split(s, ",") {
			if !known[code] {
				return fmt.Errorf("%q is no code; lint -h lists them", code)
			}
			l.options.Ignore = append(l.options.Ignore, code)
		}
		return nil
	})
	if err := flags.Parse(args); err != nil {
		if errors.Is(err, flag.ErrHelp) {
			return lintClean
		}
		return lintUnread
	}
	if flags.NArg() == 0 || l.options.Longest < 0 {
		flags.Usage()
		return lintUnread
	}
	unread := false
	for _, name := range flags.Args() {
		if err := l.file(name); err != nil {
			unread = true
			for _, line := range lintFaults(name, err) {
				fmt.Fprintln(errs, line)
			}
		}
	}
	for _, t := range l.told {
		fmt.Fprintln(out, t.text)
	}
	switch {
	case unread:
		return lintUnread
	case len(l.told) > 0:
		return lintFound
	}
	return lintClean
}

func (l *linting) file(name string) error {
	data, err := l.read(name)
	if err != nil {
		return err
	}
	first := len(l.told)
	switch strings.ToLower(filepath.Ext(name)) {
	case ".ics", ".ical":
		err = l.ics(name, data)
	case ".csv":
		err = l.table(name, data)
	default:
		err = l.plan(name, data)
	}
	slices.SortStableFunc(l.told[first:], func(a, b toldLine) int { return a.line - b.line })
	return err
}

func (l *linting) read(name string) ([]byte, error) {
	r := l.in
	if name != "-" {
		f, err := os.Open(name)
		if err != nil {
			return nil, err
		}
		defer f.Close()
		r = f
	}
	data, err := io.ReadAll(io.LimitReader(r, lintMaxRead+1))
	if err == nil && len(data) > lintMaxRead {
		err = release.Fault{File: name, Code: "too-large", Found: "more than 64 MB", Expected: "a smaller file"}
	}
	return data, err
}

// tell adds a line. Line 0: it is not known.
func (l *linting) tell(file string, line, column int, code, text string) {
	place := file
	if line > 0 {
		place += ":" + strconv.Itoa(line)
		if column > 0 {
			place += ":" + strconv.Itoa(column)
		}
	}
	l.told = append(l.told, toldLine{line, place + ": " + code + ": " + lintText(text)})
}

// lintText is a text with its control characters escaped, so that a finding is a line.
func lintText(s string) string {
	return strings.Map(func(c rune) rune {
		if c < ' ' || c == 0x7f || c == '\u2028' || c == '\u2029' {
			return ' '
		}
		return c
	}, s)
}

// lintFaults is every fault of an input on a line of its own.
func lintFaults(name string, err error) []string {
	var faults release.Faults
	var lines ical.Errors
	var path *fs.PathError
	switch {
	case errors.As(err, &faults):
	case errors.As(err, &lines):
		for _, e := range lines {
			faults = append(faults, release.Fault{File: name, Line: e.Line, Code: e.Err.Code, Found: strconv.Quote(e.Err.Found), Expected: e.Err.Expected, Hint: e.Err.Hint})
		}
	case errors.As(err, &path):
		faults = release.Faults{{File: path.Path, Code: "file", Found: path.Err.Error()}}
	default:
		faults = release.Faults{{File: name, Code: "error", Found: err.Error()}}
	}
	out := make([]string, len(faults))
	for i, f := range faults {
		if f.File == "" {
			f.File = name
		}
		out[i] = lintText(f.Error())
	}
	return out
}

// span is the time that is looked at, in a zone, with what a plan says of it.
func (l *linting) span(zone *time.Location, now, horizon calendar.Moment) calendar.Interval {
	from, to := l.from, l.to
	if from.IsZero() {
		from = now
	}
	if to.IsZero() {
		to = horizon
	}
	span := calendar.Interval{Start: from.Begin(zone), End: to.Finish(zone)}
	if from.IsZero() {
		span.Start = calendar.DateOf(l.now.In(zone)).In(zone)
	}
	if to.IsZero() {
		span.End = span.Start.AddDate(1, 0, 0)
	}
	return span
}
