package schedule

import (
	"cmp"
	"sort"
	"time"

	"github.com/berthplan/berth/calendar"
)

// timetable is a calendar on the grid of minutes. A nil timetable is always open.
type timetable struct {
	cal         *calendar.Compiled // of whole minutes
	pieces      []calendar.Piece   // sorted, disjoint
	occurrences []calendar.Occurrence
	charges     []calendar.Charge
}

func (j *judge) timetable(c *calendar.Compiled) *timetable {
	if c == nil {
		return nil
	}
	if t, ok := j.timetables[c]; ok {
		return t
	}
	m := c.Minutes()
	t := &timetable{cal: m, pieces: m.Pieces(), occurrences: m.Occurrences(), charges: m.Charges()}
	j.timetables[c] = t
	return t
}

// at is the open piece that holds a minute.
func (t *timetable) at(minute int64) (calendar.Piece, bool) {
	if t == nil {
		return calendar.Piece{}, false
	}
	k := sort.Search(len(t.pieces), func(k int) bool { return floorMinute(t.pieces[k].End) > minute })
	if k == len(t.pieces) || ceilMinute(t.pieces[k].Start) > minute {
		return calendar.Piece{}, false
	}
	return t.pieces[k], true
}

// add is the minute by which the calendar has been open for d since (or, negative, before) a minute.
func (t *timetable) add(minute int64, d time.Duration) (int64, bool) {
	if t == nil {
		return minute + int64(d/time.Minute), true
	}
	end, ok := t.cal.Add(minuteTime(minute), d)
	return ceilMinute(end), ok
}

// between is the open minutes in [from, to), negative when to is before from.
func (t *timetable) between(from, to int64) int64 {
	if t == nil {
		return to - from
	}
	return int64(t.cal.Between(minuteTime(from), minuteTime(to)) / time.Minute)
}

// times judges when one activity runs (rules 2 and 3).
func (j *judge) times(i int) {
	a, pl := &j.p.Activities[i], &j.places[i]
	if pl.fact {
		j.fact(a, pl)
		return
	}
	if !wholeMinute(pl.row.Start) {
		j.breaks(Rule{Kind: RuleGrid, Name: a.Name}, a.Name, "%s starts at %s, which is no whole minute", a.Name, j.clock(pl.row.Start))
	}
	if pl.row.Start.Before(minuteTime(j.start)) {
		j.breaks(Rule{Kind: RulePlanStart}, a.Name, "%s starts at %s, before the plan does at %s", a.Name, j.clock(pl.row.Start), j.when(j.start))
	}
	if pl.end > j.horizon {
		j.breaks(Rule{Kind: RuleHorizon}, a.Name, "%s ends at %s, after the horizon %s", a.Name, j.until(pl.end), j.until(j.horizon))
	}
	if pl.mode == nil {
		return
	}
	t := j.timetable(pl.mode.Calendar)
	end, ok := pl.start+int64(pl.mode.Duration/time.Minute), true
	switch a.Time {
	case Working:
		if pl.mode.Duration == 0 {
			break
		}
		if _, open := t.at(pl.start); t != nil && !open && !j.closed(a, t, pl.start, pl.start) {
			j.breaks(Rule{Kind: RuleHours}, a.Name, "%s starts at %s, when its calendar is closed", a.Name, j.when(pl.start))
		}
		end, ok = t.add(pl.start, pl.mode.Duration)
	case Contiguous:
		j.contiguous(a, pl, t)
	case Decision:
		j.decision(a, pl, t)
	}
	rule := Rule{Kind: RuleDuration, Name: a.Name}
	switch {
	case !ok:
		j.breaks(rule, a.Name, "%s never ends: its calendar does not open for %s from %s on", a.Name, pl.mode.Duration, j.when(pl.start))
	case !pl.row.End.Equal(minuteTime(end)):
		j.breaks(rule, a.Name, "%s ends at %s, but from %s on it takes until %s", a.Name, j.ends(pl.row.End), j.when(pl.start), j.until(end))
	}
}

// fact compares a row with what really happened. Both the exact times and those on the grid are true.
func (j *judge) fact(a *Activity, pl *place) {
	f, rule := a.Fact, Rule{Kind: RuleFact, Name: a.Name}
	if pl.mode != nil && pl.row.Mode != f.Mode {
		j.breaks(rule, a.Name, "%s runs in mode %d, but it really was mode %d", a.Name, pl.row.Mode, f.Mode)
	}
	if start := minuteTime(floorMinute(f.Start)); !pl.row.Start.Equal(f.Start) && !pl.row.Start.Equal(start) {
		j.breaks(rule, a.Name, "%s starts at %s, but it really started at %s", a.Name, j.clock(pl.row.Start), j.clock(f.Start))
	}
	if !f.End.IsZero() {
		if end := minuteTime(ceilMinute(f.End)); !pl.row.End.Equal(f.End) && !pl.row.End.Equal(end) {
			j.breaks(rule, a.Name, "%s ends at %s, but it really ended at %s", a.Name, j.ends(pl.row.End), j.ends(f.End))
		}
		return
	}
	var t *timetable
	if a.Time == Working {
		t = j.timetable(a.Modes[f.Mode].Calendar)
	}
	from := max(j.start, floorMinute(f.Start))
	switch end, ok := t.add(from, f.Left); {
	case !ok:
		j.breaks(rule, a.Name, "%s never ends: its calendar does not open for the %s left from %s on", a.Name, f.Left, j.when(from))
	case !pl.row.End.Equal(minuteTime(end)):
		j.breaks(rule, a.Name, "%s ends at %s, but with %s left at %s it takes until %s", a.Name, j.ends(pl.row.End), f.Left, j.when(from), j.until(end))
	}
}

// contiguous judges that an activity lies with its rollback in one piece of its calendar.
func (j *judge) contiguous(a *Activity, pl *place, t *timetable) {
	if t == nil {
		return
	}
	end := pl.end + int64(pl.mode.Rollback/time.Minute)
	p, open := t.at(pl.start)
	if open && end <= floorMinute(p.End) {
		return
	}
	if !j.closed(a, t, pl.start, end) {
		j.breaks(Rule{Kind: RuleWindow, Name: cmp.Or(p.Occurrence.Window, a.Window)}, a.Name,
			"%s needs %s to %s in one piece of its calendar", a.Name, j.when(pl.start), j.until(end))
	}
}

// decision judges that a decision stands at the opening of an occurrence.
func (j *judge) decision(a *Activity, pl *place, t *timetable) {
	p, open := t.at(pl.start)
	if open && p.Occurrence != (calendar.Occurrence{}) && ceilMinute(p.Occurrence.Opens) == pl.start {
		return
	}
	if open || !j.closed(a, t, pl.start, pl.start) {
		j.breaks(Rule{Kind: RuleWindow, Name: cmp.Or(p.Occurrence.Window, a.Window)}, a.Name,
			"%s is at %s, when nothing opens", a.Name, j.when(pl.start))
	}
}

// closed reports every rule that closes the calendar in [from, to), or at from where that is empty,
// and whether there was one.
func (j *judge) closed(a *Activity, t *timetable, from, to int64) bool {
	var reasons []calendar.Reason
	if to > from {
		reasons = t.cal.Closing(calendar.Interval{Start: minuteTime(from), End: minuteTime(to)})
	} else {
		reasons = t.cal.Why(minuteTime(from))
	}
	seen := map[Rule]bool{}
	for _, r := range reasons {
		rule := Rule{Kind: closedKind(r.Kind), Name: r.Name}
		if rule.Kind == RuleHorizon {
			rule.Name = ""
		}
		if seen[rule] {
			continue
		}
		seen[rule] = true
		j.breaks(rule, a.Name, "%s cannot be at %s: %s", a.Name, j.when(max(from, ceilMinute(r.Closed.Start))), closedInWords(r, j.clock, j.ends))
	}
	return len(reasons) > 0
}

func closedKind(k calendar.ReasonKind) RuleKind {
	switch k {
	case calendar.OnHoliday:
		return RuleHoliday
	case calendar.OutsideWindow:
		return RuleWindow
	case calendar.InBlackout:
		return RuleBlackout
	case calendar.BeyondHorizon:
		return RuleHorizon
	}
	return RuleHours
}
