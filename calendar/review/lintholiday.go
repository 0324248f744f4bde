package review

import (
	"fmt"
	"slices"

	"github.com/berthplan/berth/calendar"
)

// feast is how many days a movable holiday may be from where it was a year before: Easter moves by 35.
const feast = 40

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
	last := list[len(list)-1].Date
	zone := l.zone("")
	end := calendar.DateOf(l.span.End.In(zone))
	for _, h := range list {
		if h.Date.Compare(last.AddDays(-366)) < 0 {
			continue
		}
		again := h.Date.AddDays(365)
		if again.Compare(last) <= 0 || again.Compare(end) >= 0 {
			continue
		}
		known := slices.ContainsFunc(list, func(o calendar.Holiday) bool {
			return o.Date.Compare(again.AddDays(-feast)) >= 0 && o.Date != h.Date && o.Name == h.Name
		})
		if !known {
			what := h.Name
			if what == "" {
				what = h.Date.String()
			}
			l.add("holidays-end", "holidays", "a list that ends on "+last.String(), "holidays up to "+end.String(), fmt.Sprintf("%s of the year after is missing, for one", quote(what)))
			return
		}
	}
}
