package outlook

import (
	"slices"
	"time"

	"github.com/berthplan/berth/calendar"
	"github.com/berthplan/berth/schedule"
)

// slots lists the first free slots, at most count.
func (s *search) slots(count int) []Slot {
	var out []Slot
	var open *Slot // the last slot, while it may go on
	if s.spent {
		return nil
	}
	joins := s.a.Time == schedule.Working // over closed time
	before := []Bound{s.begins()}
	shut := func(after []Bound) {
		if open != nil {
			open.After = after
			open = nil
		}
	}
	skip := s.from
	for _, run := range s.starts() {
		t := max(run.from, skip)
		if !joins && t == run.from && t > s.from {
			before = []Bound{s.closing(run, true)}
		} else if joins && len(out) == 0 && t > s.from && len(before) == 1 && before[0].At.Equal(s.g.time(s.from)) {
			before = []Bound{s.closing(run, true)}
		}
		if b, full := s.shut[occasionOf(run.occurrence)]; full && run.occurrence != (calendar.Occurrence{}) {
			before = []Bound{{Kind: b.rule.Kind, Name: b.rule.Name, At: s.g.time(run.from), Text: b.text}}
			t = maxMinute
		}
		for to := min(run.to, s.last); t <= to; {
			end, ok := s.end(t)
			if !ok || end > s.until {
				shut([]Bound{s.why})
				return out
			}
			if next, why := s.refuses(t, end); len(why) > 0 {
				shut(s.bounds(why, false))
				// What ends before the rest does is not why nothing starts just before.
				before = s.bounds(slices.DeleteFunc(why, func(b block) bool { return b.to < next }), true)
				t = next
				skip = max(skip, next)
				continue
			}
			last := s.stays(t, end, to)
			if open == nil {
				if len(out) == count {
					return out
				}
				out = append(out, s.slot(t, end, run.occurrence))
				open = &out[len(out)-1]
				open.Before = before
			}
			until, _ := s.end(last)
			open.Last, open.LastEnd = s.g.time(last), s.g.time(until)
			t = last + 1
		}
		if s.last <= run.to {
			shut([]Bound{{Kind: schedule.RulePin, Name: s.a.Name, At: s.a.Pin.End.In(s.g.zone), Text: "pinned until " + s.g.phrases.until(s.a.Pin.End)}})
			return out
		}
		if !joins {
			shut([]Bound{s.closing(run, false)})
		}
	}
	shut([]Bound{s.why})
	return out
}

// slot is one that begins with a start.
func (s *search) slot(start, end int64, o calendar.Occurrence) Slot {
	slot := Slot{Mode: s.index, Environment: s.m.Environment, Configuration: s.m.Configuration, Start: s.g.time(start), End: s.g.time(end)}
	if s.lane != nil {
		b := s.box(start, end)
		slot.Configuration = b.configuration
		slot.Changeovers, slot.Instead = s.lane.changeovers(b, start, end)
	}
	if o != (calendar.Occurrence{}) && s.a.Time != schedule.Working {
		opens := o.Opens.In(s.g.zone)
		slot.Window, slot.Opens = o.Window, &opens
	}
	return slot
}

// begins is why nothing starts before the search does.
func (s *search) begins() Bound {
	b := Bound{Kind: schedule.RulePlanStart, At: s.g.time(s.from), Text: "plan start"}
	is := func(t time.Time) bool { return !t.IsZero() && ceil(t) == s.from }
	switch {
	case s.from == s.g.start:
	case is(s.a.Pin.Start):
		b.Kind, b.Name, b.Text = schedule.RulePin, s.a.Name, "pinned from "+s.g.phrases.at(b.At)
	default:
		b.Kind, b.Name, b.Text = schedule.RuleEarliest, s.a.Name, "not before "+s.g.phrases.at(b.At)
	}
	return b
}

// closing is the calendar at an end of a run of starts: why there is none before it, or none after it.
func (s *search) closing(run piece, before bool) Bound {
	b := Bound{Kind: schedule.RuleHours, Name: run.occurrence.Window, At: s.g.time(run.from)}
	verb := "opens"
	if b.Name != "" {
		b.Kind = schedule.RuleWindow
	}
	if !before {
		verb = "closes"
		last, _ := s.end(run.to)
		b.At = s.g.time(last + int64(s.m.Rollback/time.Minute))
		if s.length+int64(s.m.Rollback) == 0 {
			b.At = s.g.time(run.to + 1)
		}
	}
	subject := "the calendar"
	if b.Name != "" {
		subject = b.Name
	}
	b.Text = subject + " " + verb + " " + s.g.phrases.at(b.At)
	if !before {
		b.Text = subject + " " + verb + " " + s.g.phrases.until(b.At)
	}
	return b
}

// bounds words what stands in the way before a slot, or after it.
func (s *search) bounds(why []block, before bool) []Bound {
	out := make([]Bound, 0, len(why))
	for _, w := range why {
		b := Bound{Kind: w.rule.Kind, Name: w.rule.Name, By: w.rule.By, Text: w.text}
		at := w.from
		if before {
			at = w.to
		}
		switch {
		case at == maxMinute || at == minMinute:
			b.At = s.g.time(s.until)
		case before:
			b.At = s.g.time(at)
			b.Text += " until " + s.g.phrases.until(b.At)
		default:
			b.At = s.g.time(at)
			b.Text += " from " + s.g.phrases.at(b.At)
		}
		out = append(out, b)
	}
	return out
}
