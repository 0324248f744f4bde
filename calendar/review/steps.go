package review

import (
	"errors"
	"fmt"
	"time"

	"github.com/berthplan/berth/calendar"
)

// Step is something that was or will be done, with its date as people wrote it: {"requested", "2026-02-12"}.
type Step struct{ Name, Date string }

// Steps judges the dates of one thing, given in the order in which they must come: each by itself, and each
// beside the one before it. An empty date is unknown. The path of a finding is path, a dot and the name of the step.
func (d Dates) Steps(path string, steps []Step) Findings {
	var out Findings
	add := func(s Step, f Finding) {
		f.Path = s.Name
		if path != "" {
			f.Path = path + "." + s.Name
		}
		out = append(out, f)
	}
	var before Step
	var earlier calendar.Moment
	for _, s := range steps {
		if s.Date == "" {
			continue
		}
		read, err := d.Read(s.Date)
		var bad *calendar.Error
		switch {
		case errors.As(err, &bad):
			add(s, Finding{Code: bad.Code, Found: quote(bad.Found), Expected: bad.Expected, Hint: bad.Hint})
			continue
		case read.From.IsZero() && read.Meant:
			add(s, Finding{Code: "unread-date", Found: quote(s.Date), Expected: "a date that can be read", Hint: "write it as 2026-09-28"})
			continue
		case read.From.IsZero():
			continue
		}
		for _, f := range read.Slips {
			add(s, f)
		}
		last := read.From
		if !read.To.IsZero() {
			last = read.To
		}
		if !earlier.IsZero() && !last.Finish(d.here()).After(earlier.Begin(d.here())) {
			add(s, Finding{"out-of-order", "", quote(s.Date) + ", before " + before.Name + " " + quote(before.Date), "a date on or after it", d.year(earlier, last)})
		}
		before, earlier = s, read.From
	}
	return out
}

// slipYear is how long after the step before it a date in another year still looks like the one that was meant.
const slipYear = 100 * 24 * time.Hour

// year guesses that the year is a mistyped one.
func (d Dates) year(earlier, m calendar.Moment) string {
	text, begin := m.String(), earlier.Begin(d.here())
	for year := begin.Year(); year <= begin.Year()+1; year++ {
		meant, err := calendar.ParseMoment(fmt.Sprintf("%04d%s", year, text[4:]))
		if err != nil || meant == m {
			continue
		}
		if t := meant.Finish(d.here()); t.After(begin) && t.Sub(begin) < slipYear {
			return "did you mean " + meant.String() + "?"
		}
	}
	return ""
}
