package schedule

import (
	"slices"
	"time"
)

// links judges rule 10.
func (j *judge) links() {
	for i := range j.p.Links {
		l := &j.p.Links[i]
		f, okFrom := j.activity[l.From]
		t, okTo := j.activity[l.To]
		if !okFrom || !okTo {
			continue
		}
		from, to := &j.places[f], &j.places[t]
		rule := Rule{Kind: RuleLink, Name: l.label(), By: l.From}
		switch {
		case to.row == nil:
		case from.row != nil:
			j.link(l, f, t, rule)
		case l.Kind <= StartToFinish:
			j.finds(to.fact, rule, l.To, "%s is in the plan, but %s, which it needs, is left out", l.To, l.From)
		}
	}
}

func (j *judge) link(l *Link, f, t int, rule Rule) {
	from, to := &j.places[f], &j.places[t]
	facts := from.fact && to.fact
	switch l.Kind {
	case SameOccurrence, OtherOccurrence:
		shared := j.shared(f, t)
		if l.Kind == SameOccurrence && !shared {
			j.finds(facts, rule, l.To, "%s and %s do not start in one window occurrence", l.To, l.From)
		}
		if l.Kind == OtherOccurrence && shared {
			j.finds(facts, rule, l.To, "%s and %s start in one window occurrence", l.To, l.From)
		}
	case Apart:
		if !j.apart(l, from.end, to.start) && !j.apart(l, to.end, from.start) {
			j.finds(facts, rule, l.To, "%s is at %s and %s at %s, less than %s apart", l.To, j.when(to.start), l.From, j.when(from.start), lag(l))
		}
	default:
		j.limit(l, from, to, rule)
	}
}

// limit judges the links that limit the start or the end of To by the start or the end of From.
func (j *judge) limit(l *Link, from, to *place, rule Rule) {
	if from.fact && to.fact && l.Calendar == nil && j.kept(l) {
		return // the grid would make two facts of the same minute look a minute apart
	}
	s, began := from.end, "end"
	if l.Kind == StartToStart || l.Kind == StartToFinish || l.Kind == MaxStartToStart || l.Kind == MaxStartToFinish {
		s, began = from.start, "start"
	}
	t, does, decided := to.start, "starts", to.fact
	if l.Kind == FinishToFinish || l.Kind == StartToFinish || l.Kind == MaxFinishToFinish || l.Kind == MaxStartToFinish {
		// The end of what is still running is not decided yet.
		t, does, decided = to.end, "ends", to.fact && (from.fact || !j.p.Activities[j.activity[l.To]].Fact.End.IsZero())
	}
	at := j.until
	if began == "start" {
		at = j.when
	}
	mine := j.when
	if does == "ends" {
		mine = j.until
	}
	if l.Kind <= StartToFinish {
		if !j.apart(l, s, t) {
			j.finds(decided, rule, l.To, "%s %s at %s, %s the %s of %s at %s", l.To, does, mine(t), tooEarly(l), began, l.From, at(s))
		}
		return
	}
	table, most := j.timetable(l.Calendar), int64(l.Lag/time.Minute)
	if table.between(s, t) > most {
		gone := from.fact && table.between(s, j.start) > most
		j.finds(decided || gone, rule, l.To, "%s %s at %s, later than %s after the %s of %s at %s", l.To, does, mine(t), lag(l), began, l.From, at(s))
	}
}

// kept reports whether two facts keep an elapsed lag, to the second.
func (j *judge) kept(l *Link) bool {
	from, to := j.p.Activities[j.activity[l.From]].Fact, j.p.Activities[j.activity[l.To]].Fact
	s, t := from.End, to.Start
	if l.Kind == StartToStart || l.Kind == StartToFinish || l.Kind == MaxStartToStart || l.Kind == MaxStartToFinish {
		s = from.Start
	}
	if l.Kind == FinishToFinish || l.Kind == StartToFinish || l.Kind == MaxFinishToFinish || l.Kind == MaxStartToFinish {
		t = to.End
	}
	if s.IsZero() || t.IsZero() {
		return false // still running
	}
	if l.Kind <= StartToFinish {
		return t.Sub(s) >= l.Lag
	}
	return t.Sub(s) <= l.Lag
}

// apart reports whether t is not before s plus the link's lag. Where the calendar does not
// open for long enough, nothing is late enough, and, looking back, everything is.
func (j *judge) apart(l *Link, s, t int64) bool {
	least, ok := j.timetable(l.Calendar).add(s, l.Lag)
	if !ok {
		return l.Lag < 0
	}
	return t >= least
}

// shared reports whether two activities start in one window occurrence.
func (j *judge) shared(f, t int) bool {
	mine := j.openings(&j.p.Activities[f], &j.places[f])
	return slices.ContainsFunc(j.openings(&j.p.Activities[t], &j.places[t]), func(o opening) bool {
		return o.window != "" && slices.Contains(mine, o)
	})
}

// tooEarly says how far from it something is that does not keep a minimum lag.
func tooEarly(l *Link) string {
	if l.Lag == 0 {
		return "before"
	}
	return "earlier than " + lag(l) + " after"
}

func lag(l *Link) string {
	if l.Calendar != nil {
		return lengthInWords(l.Lag) + " of open time"
	}
	return lengthInWords(l.Lag)
}
