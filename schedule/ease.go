package schedule

import (
	"slices"
	"time"

	"github.com/berthplan/berth/calendar"
)

// Working hours and configurations cannot be dropped: nobody works around the clock, and no environment is
// in two configurations. They can be eased: there is work on more days, and changeovers take less time.

// mostOpen is on how many days, at the most, a repair has people work who have none.
const mostOpen = 24

// eased is what can be done about a rule that cannot be dropped, all of it.
func (d *diagnosis) eased(r Rule) []Change {
	known, ok := d.easings[r]
	if ok {
		return known
	}
	switch r.Kind {
	case RuleHours:
		for _, day := range d.idle(r) {
			known = append(known, Change{Rule: r, During: day})
		}
	case RuleConfiguration:
		var longest time.Duration
		for _, row := range d.p.Environments[d.w.env[r.Name]].Changeover {
			longest = max(longest, slices.Max(append([]time.Duration{0}, row...)))
		}
		if longest > 0 {
			known = []Change{{Rule: r, Shift: -longest}}
		}
	}
	d.easings[r] = known
	return known
}

// ease is the part with the rules of gone that cannot be dropped eased, and the others.
func (d *diagnosis) ease(gone rules) (part *Problem, hard rules, eased bool) {
	part, hard = d.part, rules{}
	for _, r := range d.parts {
		if !gone[r] {
			continue
		}
		if r.Kind != RuleHours && r.Kind != RuleConfiguration {
			continue
		}
		part, eased = part.With(Relaxation{Changes: d.eased(r)}), true
	}
	for r := range gone {
		if r.Kind != RuleHours && r.Kind != RuleConfiguration {
			hard[r] = true
		}
	}
	return part, hard, eased
}

// idle lists the first days on which a calendar of hours has none, from the beginning to the end of
// what there is on the day before that has some.
func (d *diagnosis) idle(r Rule) []calendar.Interval {
	cal := d.closedBy(r)
	if cal == nil {
		return nil
	}
	var list []calendar.Interval
	var usual calendar.Interval
	day := calendar.DateOf(d.p.Start.In(d.w.loc))
	pieces := cal.Pieces()
	for k := 0; len(list) < mostOpen; day = day.AddDays(1) {
		from, to := day.In(d.w.loc), day.AddDays(1).In(d.w.loc)
		if !from.Before(d.p.Horizon) {
			break
		}
		for k < len(pieces) && !pieces[k].End.After(from) {
			k++
		}
		if k < len(pieces) && pieces[k].Start.Before(to) {
			usual = calendar.Interval{Start: pieces[k].Start}
			for n := k; n < len(pieces) && pieces[n].Start.Before(to); n++ {
				usual.End = pieces[n].End
			}
			continue
		}
		if usual.Empty() {
			continue
		}
		begin, end := usual.Start.In(d.w.loc), usual.End.In(d.w.loc)
		at := time.Date(from.Year(), from.Month(), from.Day(), begin.Hour(), begin.Minute(), 0, 0, d.w.loc)
		list = append(list, calendar.Interval{Start: at, End: at.Add(min(end.Sub(begin), to.Sub(at)))})
	}
	return list
}

// closedBy is the first calendar of the part that a rule closes.
func (d *diagnosis) closedBy(r Rule) *calendar.Compiled {
	seen := map[*calendar.Compiled]bool{nil: true}
	for i := range d.part.Activities {
		for _, md := range d.part.Activities[i].Modes {
			if seen[md.Calendar] {
				continue
			}
			seen[md.Calendar] = true
			for _, why := range md.Calendar.Closing(md.Calendar.Span()) {
				if rule, ok := calendarRule(why); ok && rule == r {
					return md.Calendar
				}
			}
		}
	}
	return nil
}

// extend makes change i as few days of work as will do.
func (r *repair) extend(i int) {
	all := r.eased(r.changes[i].Rule)
	rest := slices.Delete(slices.Clone(r.changes), i, i+1)
	do := func(days []Change) bool {
		v, _, _ := r.ask(r.part.With(Relaxation{Changes: slices.Concat(rest, days)}))
		return v == fits
	}
	if len(all) == 0 || !do(all) {
		return
	}
	n := search(1, len(all), func(n int) bool { return do(all[:n]) })
	days := all[n-search(1, n, func(m int) bool { return do(all[n-m : n]) }) : n]
	for k := len(days) - 1; k >= 0 && len(days) > 1; k-- {
		if fewer := slices.Delete(slices.Clone(days), k, k+1); do(fewer) {
			days = fewer
		}
	}
	r.changes = append(slices.Insert(rest, i, days[0]), days[1:]...)
}
