package schedule

import (
	"time"

	"github.com/berthplan/berth/calendar"
	"github.com/berthplan/berth/release"
)

// duration is a length as a phase counts it: working time in the standard day of whose hours it keeps, else elapsed.
func (b *builder) duration(phase *release.Phase, kind TimeKind, l calendar.Length, environment string) time.Duration {
	if kind == Working {
		return l.Working(b.calendars.day(phase.Team, environment))
	}
	return l.Elapsed()
}

// fact is what has happened to an activity, whose only mode is the one in which it did.
func (b *builder) fact(a *Activity, phase *release.Phase, actual *release.Actual) *Fact {
	f := &Fact{Start: b.begin(actual.Start), Configuration: actual.Configuration}
	if !actual.End.IsZero() {
		f.End = b.ended(actual.End)
		if f.Start.IsZero() || f.Start.After(f.End) {
			f.Start = f.End
		}
		return f
	}
	start, mode := b.problem.Start, &a.Modes[0]
	if f.Start.IsZero() {
		f.Start = start
	}
	if actual.Left != nil {
		f.Left = b.duration(phase, a.Time, *actual.Left, mode.Environment)
	} else {
		f.Left = mode.Duration
		if f.Start.Before(start) {
			f.Left -= worked(a.Time, mode.Calendar, f.Start, start)
		}
	}
	f.Left = max(f.Left, time.Minute)
	if odd := f.Left % time.Minute; odd > 0 {
		f.Left += time.Minute - odd
	}
	return f
}

// worked is how much of an activity was done in [from, to).
func worked(kind TimeKind, c *calendar.Compiled, from, to time.Time) time.Duration {
	if kind != Working {
		return to.Sub(from)
	}
	return c.Between(from, to)
}

// ended is when something was over: a bare day's end, but not after now.
func (b *builder) ended(m calendar.Moment) time.Time {
	end := m.Finish(b.zone)
	if m.IsDay() && end.After(b.now) && !m.Begin(b.zone).After(b.now) {
		return b.now.In(b.zone)
	}
	return end
}

// inferFacts takes as done what has no fact of its own and lies behind something of the same package that has.
func (b *builder) inferFacts(made *bundle) {
	next := make(map[int][]int)
	for _, l := range made.links {
		link := &b.problem.Links[l]
		if (link.Kind == FinishToStart || link.Kind == FinishToFinish) && link.Lag >= 0 {
			from := b.activity[link.From]
			next[from] = append(next[from], b.activity[link.To])
		}
	}
	if len(next) == 0 {
		return
	}
	past := make(map[int]*behind)
	for _, s := range made.steps {
		for _, d := range s.entry {
			b.lookBehind(d.activity, next, past)
		}
		for _, i := range s.sites {
			b.lookBehind(i, next, past)
		}
		for _, d := range s.exit {
			b.lookBehind(d.activity, next, past)
		}
	}
}

// behind is something with a fact that an activity lies behind. Done says that it is over, or
// that something behind which it lies itself is.
type behind struct {
	activity int
	start    time.Time
	done     bool
}

// lookBehind finds what activity i, or what follows it, says of the activities before it, and
// gives i a fact where it has none and what follows is over. It returns nil where nothing is known.
// A decision says nothing itself: an approval may be given before the tests are over.
func (b *builder) lookBehind(i int, next map[int][]int, past map[int]*behind) *behind {
	if known, ok := past[i]; ok {
		return known
	}
	past[i] = nil // a cycle, which has been refused before, would end here
	a := &b.problem.Activities[i]
	var after *behind
	for _, j := range next[i] {
		n := b.lookBehind(j, next, past)
		if n == nil || !n.done && a.Time != Decision {
			continue
		}
		if after == nil || n.start.Before(after.start) {
			after = n
		}
	}
	switch {
	case a.Fact != nil && a.Time != Decision:
		past[i] = &behind{activity: i, start: a.Fact.Start, done: !a.Fact.End.IsZero() || after != nil}
	case after == nil:
		return nil
	case a.Fact != nil:
		past[i] = after
	default:
		b.takeAsDone(a, after)
		past[i] = after
		if a.Time != Decision {
			past[i] = &behind{activity: i, start: after.start, done: true}
		}
	}
	return past[i]
}

func (b *builder) takeAsDone(a *Activity, after *behind) {
	state := "started"
	if after.done {
		state = "done"
	}
	a.Fact = &Fact{Start: after.start, End: after.start}
	a.Modes = a.Modes[:1]
	b.note(NoteFactMissing, a.Name, a.Name+" has no fact, but "+b.problem.Activities[after.activity].Name+
		", which comes after it, is "+state+": taken as done at "+b.text(after.start))
}
