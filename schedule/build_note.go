package schedule

import (
	"time"

	"github.com/berthplan/berth/calendar"
	"github.com/berthplan/berth/release"
)

// The codes of the notes with which FromPortfolio says what can be read but cannot work, or what it took as given.
const (
	NoteDeadlineMissed       = "deadline-missed"         // a deadline not after the plan's start, with work left
	NoteDueMissed            = "due-missed"              // a due date not after the plan's start, with work left
	NotePinMissed            = "pin-missed"              // a pin wholly before the plan's start, of something not started
	NotePinClosed            = "pin-closed"              // a pin at a time in which the activity may not start
	NoteWindowNeverOpens     = "window-never-opens"      // a window or meeting that does not open before the horizon
	NoteBlackoutNever        = "blackout-never-happens"  // a recurring blackout that does not happen before the horizon
	NoteBlackoutAll          = "blackout-covers-horizon" // a hard blackout from the start to the horizon
	NoteHolidaysEnd          = "holidays-end"            // a list of holidays without any between the start and the horizon
	NoteFactMissing          = "fact-missing"            // no fact of something that must have happened, taken as done
	NoteFactAhead            = "fact-ahead"              // a fact after now
	NoteConfigurationUnknown = "configuration-unknown"   // a fact or pin in an environment without the configuration needed
)

func (b *builder) note(code, activity, text string) {
	b.problem.Notes = append(b.problem.Notes, Finding{Code: code, Activity: activity, Text: text})
}

// text is an instant as the plan's people read it.
func (b *builder) text(t time.Time) string { return inWords(t, b.problem.Start, b.zone) }

// endText is text for an end.
func (b *builder) endText(t time.Time) string { return endInWords(t, b.problem.Start, b.zone) }

// remarks looks for what cannot work.
func (b *builder) remarks() {
	start := b.problem.Start
	for i := range b.bundles {
		b.remarkDates(&b.bundles[i], &b.problem.Packages[i])
	}
	ahead := calendar.Interval{Start: start, End: b.problem.Horizon}
	for _, w := range b.p.Windows {
		if !opens(b.calendars.bare(w.Window), ahead) {
			b.note(NoteWindowNeverOpens, "", "window "+w.Name+" does not open between "+b.text(start)+" and the horizon "+b.endText(ahead.End))
		}
	}
	for i := range b.p.Meetings {
		m := &b.p.Meetings[i]
		if !opens(b.calendars.meeting(m), ahead) {
			b.note(NoteWindowNeverOpens, "", "meeting "+m.Name+" is not held between "+b.text(start)+" and the horizon "+b.endText(ahead.End))
		}
	}
	for _, r := range b.calendars.blackouts {
		b.remarkBlackout(r, ahead)
	}
	b.remarkHolidays(ahead)
}

func opens(c *calendar.Compiled, ahead calendar.Interval) bool {
	for _, o := range c.Occurrences() {
		if o.Opens.Before(ahead.End) && o.Closes.After(ahead.Start) {
			return true
		}
	}
	return false
}

func (b *builder) remarkDates(made *bundle, pkg *Package) {
	start, open := b.problem.Start, false
	for _, s := range made.steps {
		for _, i := range s.sites {
			a := &b.problem.Activities[i]
			if a.Fact != nil && !a.Fact.End.IsZero() {
				continue
			}
			open = true
			if !a.Deadline.IsZero() && !a.Deadline.After(start) {
				b.note(NoteDeadlineMissed, a.Name, a.Name+": the deadline "+s.phase.Deadline.String()+" is not after the plan's start "+b.text(start))
			}
			if a.Fact == nil {
				b.remarkPin(a)
			}
		}
	}
	if !open {
		return
	}
	if !pkg.Deadline.IsZero() && !pkg.Deadline.After(start) {
		b.note(NoteDeadlineMissed, "", pkg.Name+": the deadline "+made.pkg.Deadline.String()+" is not after the plan's start "+b.text(start))
	}
	if !pkg.Due.IsZero() && !pkg.Due.After(start) {
		b.note(NoteDueMissed, "", pkg.Name+": due "+made.pkg.Due.String()+", not after the plan's start "+b.text(start))
	}
}

// remarkFact looks for facts that cannot be known yet.
func (b *builder) remarkFact(a *Activity) {
	if last := later(a.Fact.Start, a.Fact.End); last.After(b.now) {
		b.note(NoteFactAhead, a.Name, a.Name+": a fact at "+b.text(last)+", after now, "+b.text(b.now))
	}
}

func (b *builder) remarkPin(a *Activity) {
	if a.Pin.Empty() {
		return
	}
	if !a.Pin.End.After(b.problem.Start) {
		b.note(NotePinMissed, a.Name, a.Name+": pinned to "+b.text(a.Pin.Start)+", before the plan's start "+b.text(b.problem.Start)+", and not started")
		return
	}
	when := calendar.Interval{Start: later(a.Pin.Start, b.problem.Start), End: a.Pin.End}
	var why []calendar.Reason
	for i := range a.Modes {
		m := &a.Modes[i]
		if m.Calendar == nil || a.Time == Elapsed || startsIn(a.Time, m, when) {
			return
		}
		if why == nil {
			why = m.Calendar.Closing(calendar.Interval{Start: when.Start, End: when.End.Add(m.Duration + m.Rollback)})
		}
	}
	text := a.Name + ": pinned to " + b.text(a.Pin.Start) + ", when it may not start"
	for i, r := range why {
		if i == 0 {
			text += ": "
		} else {
			text += "; "
		}
		text += closedInWords(r, b.text, b.endText)
	}
	b.note(NotePinClosed, a.Name, text)
}

// startsIn says whether an activity could start in an interval by its calendar alone.
func startsIn(kind TimeKind, m *Mode, when calendar.Interval) bool {
	if kind == Working {
		if m.Duration == 0 {
			return true
		}
		t, ok := m.Calendar.Next(when.Start)
		return ok && t.Before(when.End)
	}
	for _, piece := range m.Calendar.Pieces() {
		if first := later(piece.Start, when.Start); first.Before(when.End) && !first.Add(m.Duration+m.Rollback).After(piece.End) {
			return true
		}
	}
	return false
}

// remarkBlackout looks at all the times a blackout comes to.
func (b *builder) remarkBlackout(r calendar.Blackout, ahead calendar.Interval) {
	times := b.calendars.times(r).Within(ahead)
	switch recurring := !r.Every.IsZero() || len(r.Hours) > 0; {
	case recurring && len(times) == 0:
		b.note(NoteBlackoutNever, "", "blackout "+r.Name+" does not happen between "+b.text(ahead.Start)+" and the horizon "+b.endText(ahead.End))
	case r.Level == calendar.Hard && times.Duration() == ahead.Duration():
		b.note(NoteBlackoutAll, "", "blackout "+r.Name+" lasts from the plan's start to the horizon "+b.endText(ahead.End))
	}
}

// remarkHolidays looks for lists that nobody has continued.
func (b *builder) remarkHolidays(ahead calendar.Interval) {
	look := func(whose string, list []calendar.Holiday) {
		var last calendar.Date
		for _, h := range list {
			at := h.Date.In(b.zone)
			if !at.Before(ahead.Start.AddDate(0, 0, -1)) && at.Before(ahead.End) {
				return
			}
			if last.Compare(h.Date) < 0 {
				last = h.Date
			}
		}
		if len(list) > 0 {
			b.note(NoteHolidaysEnd, "", "the holidays of "+whose+" have none between "+b.text(ahead.Start)+" and the horizon; the last is "+last.String())
		}
	}
	look("the plan", b.p.Calendar.Holidays)
	own := func(name string, c *release.Calendar) {
		if c != nil {
			look(name, c.Holidays)
		}
	}
	for _, t := range b.p.Teams {
		own(t.Name, t.Calendar)
	}
	for _, e := range b.p.Environments {
		own(e.Name, e.Calendar)
	}
}
