package planfile

import (
	"bytes"
	"errors"
	"time"

	"github.com/berthplan/berth/calendar"
	"github.com/berthplan/berth/calendar/ical"
	"github.com/berthplan/berth/release"
	"github.com/berthplan/berth/release/planfile/internal/yaml"
)

// holidays reads a list of days, with or without names, or the name of an iCalendar file.
func (r *reader) holidays(dst *[]calendar.Holiday) setter {
	return func(n *yaml.Node, path string) {
		if n.Kind == yaml.Text {
			if _, err := calendar.ParseDate(n.Text); err != nil {
				r.holidayFile(dst, n, path)
				return
			}
		}
		if n.Kind == yaml.List && len(n.Items) == 0 {
			*dst = []calendar.Holiday{} // none, also where the plan has some
			return
		}
		r.each(n, path, "a list of days, or the name of an iCalendar file", func(n *yaml.Node, path string) {
			var h calendar.Holiday
			date := parsed(r, &h.Date, "a day such as 2026-12-25", calendar.ParseDate)
			if n.Kind == yaml.Text {
				date(n, path)
			} else {
				r.required(n, path, "date", "a day")
				r.fields(n, path, []field{{"date", date}, {"name", r.text(&h.Name)}}, nil)
			}
			*dst = append(*dst, h)
		})
	}
}

// holidayFile reads the holidays of an iCalendar file, from a year before the
// plan's now to a year after its horizon.
func (r *reader) holidayFile(dst *[]calendar.Holiday, n *yaml.Node, path string) {
	data, name, ok := r.openReference(n, path, "days, or the name of an iCalendar file")
	if !ok {
		return
	}
	from, to := r.holidaySpan()
	all, err := ical.Holidays(bytes.NewReader(data), from, to)
	if err == nil {
		*dst = all
		return
	}
	r.faulty[path] = true
	for _, err := range unjoin(err) {
		f := release.Fault{Code: "bad-reference", Path: path, File: name, Line: 1, Column: 1, Found: quote(n.Text), Expected: "an iCalendar file", Hint: err.Error()}
		var at *ical.Error
		if errors.As(err, &at) {
			f = release.Fault{Code: at.Err.Code, Path: path, File: name, Line: at.Line, Column: 1, Found: quote(at.Err.Found), Expected: at.Err.Expected, Hint: at.Err.Hint}
		}
		if !r.full() {
			r.faults = append(r.faults, f)
		}
	}
}

// holidaySpan is the time for which holidays are wanted. Without now and
// horizon it is wide, for there is no clock here to ask.
func (r *reader) holidaySpan() (from, to calendar.Date) {
	const year = 366
	from, to = calendar.Date{Year: 1990, Month: 1, Day: 1}, calendar.Date{Year: 2100, Month: 1, Day: 1}
	if now := r.names.Now; !now.IsZero() {
		day := calendar.DateOf(now.Begin(time.UTC))
		from, to = day.AddDays(-year), day.AddDays(2*year)
	}
	if horizon := r.names.Horizon; !horizon.IsZero() {
		to = calendar.DateOf(horizon.Finish(time.UTC)).AddDays(year)
	}
	return from, to
}

// unjoin gives the errors that were joined into one.
func unjoin(err error) []error {
	if many, ok := err.(interface{ Unwrap() []error }); ok {
		return many.Unwrap()
	}
	return []error{err}
}
