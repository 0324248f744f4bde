package review

import (
	"fmt"
	"slices"

	"github.com/berthplan/berth/calendar"
)

// feast is how many days a movable holiday may be from where it was a year before: Easter moves by 35.
const feast = 40

// habit is for how many years a holiday must have come, as far as the list goes back, before it is missed.
const habit = 3

// checkHolidays finds a list that ends before the span does, and days that stand in it twice.
func (l *linter) checkHolidays() {
	list := slices.Clone(l.spec.Holidays)
	if len(list) == 0 || l.broken["holidays"] {
		return
	}
	seen := map[calendar.Holiday]bool{}
	for i, h := range list {
		l.prose(fmt.Sprintf("holidays[%d].name", i), h.Name)
		if seen[h] {
			l.add("duplicate", fmt.Sprintf("holidays[%d]", i), h.Date.String()+" "+quote(h.Name)+" again", "each holiday once", "")
		}
		seen[h] = true
	}
	slices.SortStableFunc(list, func(a, b calendar.Holiday) int { return a.Date.Compare(b.Date) })
	first, last := list[0].Date, list[len(list)-1].Date
	zone := l.zone("")
	end := calendar.DateOf(l.span.End.In(zone))
	named := map[string][]calendar.Date{}
	for _, h := range list {
		named[h.Name] = append(named[h.Name], h.Date)
	}
	near := func(h calendar.Holiday, years int) (calendar.Date, bool) {
		d := calendar.Date{Year: h.Date.Year + years, Month: h.Date.Month, Day: h.Date.Day}.AddDays(0) // of 29 February: 1 March
		return d, slices.ContainsFunc(named[h.Name], func(o calendar.Date) bool {
			return o != h.Date && o.Compare(d.AddDays(-feast)) >= 0 && o.Compare(d.AddDays(feast)) <= 0
		})
	}
	for _, h := range list {
		again, known := near(h, 1)
		if known || h.Date.Compare(last.AddDays(-366)) < 0 || again.Compare(last) <= 0 || again.Compare(end) >= 0 {
			continue
		}
		yearly := true
		for years := -1; years >= -habit && yearly; years-- {
			before, there := near(h, years)
			yearly = there || before.Compare(first) < 0
		}
		if !yearly {
			continue // such as a day off because a holiday was a Sunday
		}
		what := h.Name
		if what == "" {
			what = h.Date.String()
		}
		l.add("holidays-end", "holidays", "a list that ends on "+last.String(), "holidays up to "+end.String(), fmt.Sprintf("%s of the year after is missing, for one", quote(what)))
		return
	}
}
