package clearance

import (
	"time"

	"github.com/berthplan/berth/calendar"
	"github.com/berthplan/berth/schedule"
)

// links are what it waits for and is tied to. Decisions are judged as criteria.
func (k *making) links() {
	for _, l := range k.incoming[k.a.Name] {
		if other := &k.problem.Activities[k.activity[l.From]]; other.Time != schedule.Decision {
			k.link(l, other)
		}
	}
	for _, l := range k.related[k.a.Name] {
		k.link(l, &k.problem.Activities[k.activity[l.To]])
	}
}

func (k *making) link(l *schedule.Link, other *schedule.Activity) {
	switch l.Kind {
	case schedule.FinishToStart, schedule.StartToStart, schedule.FinishToFinish, schedule.StartToFinish:
		k.waits(l, other)
	case schedule.MaxFinishToStart, schedule.MaxStartToStart, schedule.MaxFinishToFinish, schedule.MaxStartToFinish:
		k.limits(l, other)
	case schedule.SameOccurrence, schedule.OtherOccurrence:
		k.shares(l, other)
	case schedule.Apart:
		k.apart(l, other)
	}
}

func fromStart(kind schedule.LinkKind) bool {
	return kind == schedule.StartToStart || kind == schedule.StartToFinish || kind == schedule.MaxStartToStart || kind == schedule.MaxStartToFinish
}

func toEnd(kind schedule.LinkKind) bool {
	return kind == schedule.FinishToFinish || kind == schedule.StartToFinish || kind == schedule.MaxFinishToFinish || kind == schedule.MaxStartToFinish
}

// since is the end or start of the other that a link counts from; false: it is not known to have been.
func since(l *schedule.Link, other *schedule.Activity) (time.Time, bool) {
	switch {
	case other.Fact == nil:
		return time.Time{}, false
	case fromStart(l.Kind):
		return other.Fact.Start, true
	}
	return other.Fact.End, !other.Fact.End.IsZero()
}

func done(l *schedule.Link) string {
	if fromStart(l.Kind) {
		return "started"
	}
	return "done"
}

// waits is a minimum lag after another.
func (k *making) waits(l *schedule.Link, other *schedule.Activity) {
	reason := Reason{Answer: No, Kind: KindDependency, Name: other.Name}
	at, known := since(l, other)
	if !known {
		reason.Text = "it waits for " + other.Name + ", which is not " + done(l)
		if other.Fact != nil {
			reason.Text = "it waits for " + other.Name + ", which has run since " + k.says(other.Fact.Start)
		}
		help := other.Name + " " + done(l)
		if row := k.planned[other.Name]; row != nil && !row.Fact {
			when := row.End
			if fromStart(l.Kind) {
				when = row.Start
			}
			help += ", which the plan has " + k.says(when)
		} else if k.options.Plan != nil && row == nil {
			help += ", which the plan does not have"
		}
		if toEnd(l.Kind) {
			reason.Answer, reason.Text = Unknown, "it must not end before "+other.Name+" is "+done(l)+", which is not known"
		}
		k.add(ever, never, false, reason, help)
		return
	}
	first, ok := l.Calendar.Add(at, l.Lag)
	reason.Text = "it waits for " + other.Name + ", " + done(l) + " " + k.says(at)
	if l.Lag != 0 {
		reason.Text += ", and then " + long(l.Lag)
		if l.Calendar != nil {
			reason.Text += " of working time"
		}
	}
	bound := k.end
	if ok {
		bound = k.offset(first)
		if l.Lag != 0 {
			reason.Text += ": " + k.says(first)
		}
	}
	if toEnd(l.Kind) {
		// It may start when it no longer ends too early: one instant after the last start that ends before.
		start, ok := k.latest(bound)
		if !ok {
			return
		}
		bound, reason.Text = start, reason.Text+", to end after that"
	}
	k.add(ever, bound, true, reason)
}

// limits is a maximum lag after another, once that has been.
func (k *making) limits(l *schedule.Link, other *schedule.Activity) {
	at, known := since(l, other)
	if !known {
		return
	}
	last, ok := l.Calendar.Add(at, l.Lag)
	if ok && l.Calendar != nil {
		last, ok = l.Calendar.Next(last) // closed time after the lag does not count
	}
	if !ok {
		return
	}
	bound, verb := k.offset(last), "start"
	if toEnd(l.Kind) {
		verb = "end"
		if bound, ok = k.latest(bound); !ok {
			return
		}
	}
	k.add(after(bound), never, false, Reason{Answer: No, Kind: KindDependency, Name: other.Name,
		Text: "it had to " + verb + " by " + k.says(last) + ", within " + long(l.Lag) + " of " + other.Name}, "a longer limit after "+other.Name)
}

// place is where the other is or, by the plan, will be.
func (k *making) place(other *schedule.Activity) (start, end time.Time, planned, ok bool) {
	if f := other.Fact; f != nil {
		end = f.End
		if end.IsZero() {
			end = k.expected(other)
		}
		return f.Start, end, false, true
	}
	if row := k.planned[other.Name]; row != nil {
		return row.Start, row.End, true, true
	}
	return time.Time{}, time.Time{}, false, false
}

// shares is that two start in one occurrence, or do not. Until the other has a place it binds nothing.
func (k *making) shares(l *schedule.Link, other *schedule.Activity) {
	start, _, planned, ok := k.place(other)
	if !ok {
		return
	}
	verb := " was at "
	if planned {
		verb = " is planned for "
	}
	reason := Reason{Answer: No, Kind: KindDependency, Name: other.Name}
	var shared calendar.Interval
	for _, o := range k.m.Calendar.Occurrences() {
		if in := (calendar.Interval{Start: o.Opens, End: o.Closes}); in.Contains(start) {
			shared = in
		}
	}
	if l.Kind == schedule.OtherOccurrence {
		reason.Text = "it may not share an occurrence with " + other.Name + ", which" + verb + k.says(start)
		k.add(k.offset(shared.Start), k.offset(shared.End), true, reason)
		return
	}
	reason.Text = "it belongs into one occurrence with " + other.Name + ", which" + verb + k.says(start)
	if shared.Empty() {
		k.add(ever, never, false, reason, other.Name+" in an occurrence to come")
		return
	}
	k.add(ever, k.offset(shared.Start), true, reason)
	k.add(k.offset(shared.End), never, false, reason, other.Name+" in an occurrence to come")
}

// apart is a distance, either way round.
func (k *making) apart(l *schedule.Link, other *schedule.Activity) {
	start, end, planned, ok := k.place(other)
	if !ok {
		return
	}
	verb := " was "
	if planned {
		verb = " is planned for "
	}
	to, ok := l.Calendar.Add(end, l.Lag)
	bound := k.end
	if ok {
		bound = k.offset(to)
	}
	before, ok := l.Calendar.Add(start, -l.Lag)
	from := int64(ever)
	if ok {
		if last, ok := k.latest(k.offset(before)); ok {
			from = after(last)
		}
	}
	k.add(from, bound, true, Reason{Answer: No, Kind: KindDependency, Name: other.Name,
		Text: "it is to be at least " + long(l.Lag) + " from " + other.Name + ", which" + verb + k.says(start)})
}
