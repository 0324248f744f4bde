package main

import (
	"bufio"
	"cmp"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"slices"
	"time"

	"github.com/berthplan/berth/calendar"
	"github.com/berthplan/berth/calendar/ical"
)

const icsUsage = `usage: calendar ics -from TIME -to TIME FILE…

Lists what takes place in iCalendar files from -from to -to, which is excluded unless it is a bare day:
one JSON object a file and line, {"file", "occurrences"} or {"file", "error"}, and "notes" on what was
left out of a file because of a fault. A FILE of - is the standard input.

A TIME is an instant (2026-09-01T09:00:00Z), a local time (2026-09-01T09:00:00), which means that of
each event's own zone, or a day. Whole days are given as days, times with a zone in UTC, others as local times.
`

// icsResult is what one file gives.
type icsResult struct {
	File        string           `json:"file"`
	Occurrences *[]icsOccurrence `json:"occurrences,omitempty"`
	Error       *icsError        `json:"error,omitempty"`
	Notes       []icsError       `json:"notes,omitempty"`
}

type icsOccurrence struct {
	UID     string `json:"uid"`
	Start   string `json:"start"`
	End     string `json:"end"`
	AllDay  bool   `json:"all_day"`
	Summary string `json:"summary"`
	Status  string `json:"status,omitempty"` // if it is cancelled
}

type icsError struct {
	Code string `json:"code"`
	Line int    `json:"line,omitempty"`
	Text string `json:"text"`
}

// ics lists the occurrences in calendar files.
func ics(args []string, in io.Reader, out, errs io.Writer) int {
	var span icsSpan
	flags := flag.NewFlagSet("ics", flag.ContinueOnError)
	flags.SetOutput(errs)
	flags.Usage = func() { fmt.Fprint(errs, icsUsage) }
	flags.TextVar(&span.from, "from", calendar.Moment{}, "the first instant")
	flags.TextVar(&span.to, "to", calendar.Moment{}, "the end")
	switch err := flags.Parse(args); {
	case errors.Is(err, flag.ErrHelp):
		return 0
	case err != nil:
		return 2
	case span.from.IsZero() || span.to.IsZero() || flags.NArg() == 0:
		flags.Usage()
		return 2
	case !span.to.Finish(time.UTC).After(span.from.Begin(time.UTC)):
		fmt.Fprintf(errs, "calendar ics: -to %s is not after -from %s\n", span.to, span.from)
		return 2
	}
	buffered := bufio.NewWriter(out)
	encoder := json.NewEncoder(buffered)
	encoder.SetEscapeHTML(false)
	for _, name := range flags.Args() {
		if err := encoder.Encode(icsFile(name, in, span)); err != nil {
			fmt.Fprintln(errs, "calendar ics:", err)
			return 2
		}
	}
	if err := buffered.Flush(); err != nil {
		fmt.Fprintln(errs, "calendar ics:", err)
		return 2
	}
	return 0
}

// icsFile reads one file. Whatever is wrong with it is part of the result.
func icsFile(name string, in io.Reader, span icsSpan) icsResult {
	result := icsResult{File: name}
	if name != "-" {
		f, err := os.Open(name)
		if err != nil {
			result.Error = &icsError{Code: "unreadable", Text: err.Error()}
			return result
		}
		defer f.Close()
		in = f
	}
	all, err := ical.Read(in, ical.Options{})
	if all == nil && err != nil {
		result.Error = &icsFaults(err)[0]
		return result
	}
	if err != nil {
		result.Notes = icsFaults(err)
	}
	list := []icsOccurrence{}
	for _, c := range all {
		occurrences, err := c.Occurrences(span.wide())
		if err != nil {
			result.Error = &icsFaults(err)[0]
			return result
		}
		for _, o := range occurrences {
			if span.holds(o) {
				list = append(list, icsText(o))
			}
		}
	}
	slices.SortStableFunc(list, func(a, b icsOccurrence) int {
		return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(a.End, b.End), cmp.Compare(a.UID, b.UID), cmp.Compare(a.Summary, b.Summary))
	})
	result.Occurrences = &list
	return result
}

// icsFaults lists the faults of an error, at least one; that which made a file unusable comes first.
func icsFaults(err error) []icsError {
	var faults ical.Errors
	var single *calendar.Error
	switch {
	case errors.As(err, &faults):
		var list []icsError
		for _, f := range faults {
			list = append(list, icsError{f.Err.Code, f.Line, f.Err.Error()})
		}
		if last := list[len(list)-1]; len(list) > 1 {
			switch last.Code {
			case "too-large", "too-long", "too-deep", "too-many":
				list = append([]icsError{last}, list[:len(list)-1]...)
			}
		}
		return list
	case errors.As(err, &single):
		return []icsError{{Code: single.Code, Text: single.Error()}}
	}
	return []icsError{{Code: "unreadable", Text: err.Error()}}
}

// icsSpan is the time asked for, as it was written.
type icsSpan struct{ from, to calendar.Moment }

// wide is at least the span, in whatever zone its ends are read.
func (s icsSpan) wide() calendar.Interval {
	const most = 26 * time.Hour // between any two zones
	return calendar.Interval{Start: s.from.Begin(time.UTC).Add(-most), End: s.to.Finish(time.UTC).Add(most)}
}

// holds reports whether an occurrence touches the span, whose local times are those of the event's zone.
func (s icsSpan) holds(o ical.Occurrence) bool {
	zone := o.Start.Location()
	first, last := s.from.Begin(zone), s.to.Finish(zone)
	if o.End.Equal(o.Start) {
		return !o.Start.Before(first) && o.Start.Before(last)
	}
	return o.Start.Before(last) && o.End.After(first)
}

func icsText(o ical.Occurrence) icsOccurrence {
	text := func(t time.Time) string {
		switch {
		case o.Event.AllDay:
			return t.Format(time.DateOnly)
		case o.Event.Floating:
			return t.Format("2006-01-02T15:04:05")
		}
		return t.UTC().Format(time.RFC3339)
	}
	out := icsOccurrence{UID: o.Event.UID, Start: text(o.Start), End: text(o.End), AllDay: o.Event.AllDay, Summary: o.Event.Summary}
	if o.Event.Status == ical.Cancelled {
		out.Status = string(ical.Cancelled)
	}
	return out
}
