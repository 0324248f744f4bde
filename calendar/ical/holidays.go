package ical

import (
	"cmp"
	"errors"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/berthplan/berth/calendar"
)

const (
	maxDepth      = 16
	maxComponents = 20_000
	maxRules      = 2_000
	maxHolidays   = 100_000
	maxFaults     = 100
)

// Holidays reads the all-day events of an iCalendar file: every day from from
// to to, both included, on which one takes place, sorted by day, then name.
// DTEND is exclusive, as the standard has it. The error joins an Error for every
// faulty event, up to a hundred; a file that is malformed or exceeds a limit stops at that fault.
func Holidays(r io.Reader, from, to calendar.Date) ([]calendar.Holiday, error) {
	events, faults, err := read(r)
	if err != nil {
		return nil, errors.Join(append(faults, err)...)
	}
	repeating := map[string]*event{}
	for _, e := range events {
		if e.rule != "" || len(e.also) > 0 {
			repeating[e.uid] = e
		}
	}
	for _, e := range events {
		if series := repeating[e.uid]; series != nil && series != e && e.replaces != (calendar.Date{}) {
			series.except = append(series.except, e.replaces)
		}
	}
	var all []calendar.Holiday
	for _, e := range events {
		if e.cancelled {
			continue
		}
		days, err := e.in(from, to)
		if err == nil && len(all)+len(days) > maxHolidays {
			err = fault(e.line, "too-many", e.summary, "at most 100,000 holidays")
			faults = faults[:min(len(faults), maxFaults-1)]
			return nil, errors.Join(append(faults, err)...)
		}
		if err != nil {
			if len(faults) < maxFaults {
				faults = append(faults, err)
			}
			continue
		}
		for _, d := range days {
			all = append(all, calendar.Holiday{Date: d, Name: e.summary})
		}
	}
	if len(faults) > 0 {
		return nil, errors.Join(faults...)
	}
	slices.SortFunc(all, func(a, b calendar.Holiday) int {
		return cmp.Or(a.Date.Compare(b.Date), cmp.Compare(a.Name, b.Name))
	})
	return slices.Compact(all), nil
}

// read collects the events; err is what made the file unreadable, faults what is wrong with single events.
func read(r io.Reader) (events []*event, faults []error, err error) {
	lines := newLineReader(r)
	var open []string // the components around the line
	var at *event
	components, rules, seen := 0, 0, 0
	for {
		text, number, err := lines.next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, faults, err
		}
		p, perr := parseLine(text, number)
		if seen++; seen == 1 && (perr != nil || p.name != "BEGIN" || !strings.EqualFold(strings.TrimSpace(p.value), "VCALENDAR")) {
			return nil, faults, fault(number, "not-ical", text, "an iCalendar file, which begins with BEGIN:VCALENDAR")
		}
		if perr != nil {
			return nil, faults, perr
		}
		component := strings.ToUpper(strings.TrimSpace(p.value))
		switch p.name {
		case "BEGIN":
			if components++; components > maxComponents {
				return nil, faults, fault(number, "too-many", text, "at most 20,000 components")
			}
			if len(open) == maxDepth {
				return nil, faults, fault(number, "too-deep", text, "components nested at most 16 deep")
			}
			if len(component) > 64 {
				return nil, faults, fault(number, "bad-line", text, "the name of a component")
			}
			open = append(open, component)
			if component == "VEVENT" && at == nil {
				at = &event{line: number}
			}
		case "END":
			if len(open) == 0 || open[len(open)-1] != component {
				return nil, faults, fault(number, "bad-nesting", text, "the END of the last component begun")
			}
			open = open[:len(open)-1]
			if component == "VEVENT" && at != nil && !slices.Contains(open, "VEVENT") {
				if at.allDay && !at.timed {
					events, faults = append(events, at), append(faults, at.faults...)
				}
				if at = nil; len(faults) >= maxFaults {
					return nil, faults[:maxFaults], nil
				}
			}
		default:
			if at == nil || open[len(open)-1] != "VEVENT" {
				continue // of the calendar, a zone or an alarm
			}
			if err := at.set(p); err != nil && len(at.faults) < maxFaults {
				at.faults = append(at.faults, err)
			}
			if p.name == "RRULE" {
				if rules++; rules > maxRules {
					return nil, faults, fault(number, "too-many", text, "at most 2,000 rules")
				}
			}
		}
	}
	if seen == 0 {
		return nil, faults, fault(1, "not-ical", "", "an iCalendar file, which begins with BEGIN:VCALENDAR")
	}
	if len(open) > 0 {
		return nil, faults, fault(lines.number, "unfinished", "end of file", "END:"+open[len(open)-1])
	}
	return events, faults, nil
}

// in lists the days of the event between from and to.
func (e *event) in(from, to calendar.Date) ([]calendar.Date, error) {
	length, fault := e.length()
	if fault != nil {
		return nil, fault
	}
	starts := []calendar.Date{e.start}
	if e.rule != "" || len(e.also) > 0 || len(e.except) > 0 {
		var err error
		if starts, err = e.starts(from.AddDays(1-length), to); err != nil {
			return nil, err
		}
	}
	var days []calendar.Date
	for _, s := range starts {
		for i := range length {
			if d := s.AddDays(i); d.Compare(from) >= 0 && d.Compare(to) <= 0 {
				days = append(days, d)
			}
		}
	}
	return days, nil
}

// starts lets package calendar evaluate the rule: its days are the openings of a window.
func (e *event) starts(from, to calendar.Date) ([]calendar.Date, error) {
	w := calendar.Window{Dates: e.also, Except: e.except}
	if e.rule == "" {
		w.Dates = append(slices.Clone(e.also), e.start)
	} else {
		rule, err := calendar.ParseRule("DTSTART;VALUE=DATE:" + strings.ReplaceAll(e.start.String(), "-", "") + "\nRRULE:" + e.rule)
		if err != nil {
			return nil, e.at(err)
		}
		w.Every = rule
	}
	span := calendar.Interval{Start: from.In(time.UTC), End: to.AddDays(1).In(time.UTC)}
	open, err := calendar.Spec{Windows: []calendar.Window{w}}.Compile(span, calendar.Subject{}, 0)
	if err != nil {
		return nil, e.at(err)
	}
	var starts []calendar.Date
	for _, o := range open.Occurrences() {
		starts = append(starts, calendar.DateOf(o.Opens))
	}
	return starts, nil
}

// at says on which line of the event a fault of its rule stands.
func (e *event) at(err error) error {
	var f *calendar.Error
	if !errors.As(err, &f) {
		return err
	}
	plain := *f
	plain.Path = ""
	return &Error{max(e.line, e.ruleLine), &plain}
}
