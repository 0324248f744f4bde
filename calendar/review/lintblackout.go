package review

import (
	"cmp"
	"encoding/json"
	"fmt"
	"path"
	"slices"
	"strings"
	"time"

	"github.com/berthplan/berth/calendar"
	"github.com/berthplan/berth/calendar/internal/near"
)

// mostNeighbours bounds the blackouts that one of them is compared with: those that begin soonest after it, and before.
const mostNeighbours = 1000

// checkBlackouts judges each blackout, and then each beside the others.
func (l *linter) checkBlackouts() {
	all := make([]happening, len(l.spec.Blackouts))
	twins := twinsOf(len(all), func(i int) string { return blackoutText(l.spec.Blackouts[i]) })
	for i, b := range l.spec.Blackouts {
		at := fmt.Sprintf("blackouts[%d]", i)
		zone := l.zone(b.Zone)
		l.prose(at+".name", b.Name)
		l.checkHours(at+".hours", b.Hours)
		l.checkEnds(at, b.From, b.To, "to", b.Name, zone)
		if all[i] = l.holding(i); all[i].bad {
			continue
		}
		once := single(b)
		switch {
		case twins[i] >= 0:
			l.add("duplicate", at, quote(b.Name)+", which is as "+quote(l.spec.Blackouts[twins[i]].Name), "each blackout once", "")
		case len(all[i].set) == 0 && !l.span.Empty():
			if wide := l.holds(b, at, l.wide()); !wide.bad {
				l.absent("blackout", b.Name, at, b.Every.String(), wide.set, zone)
			}
		}
		if once {
			l.checkLength(b, at, zone)
		}
		l.checkExceptions(b, at, once, zone)
	}
	l.checkPairs(all, twins)
}

// blackoutText is all of a blackout but its name.
func blackoutText(b calendar.Blackout) string {
	b.Name = ""
	text, _ := json.Marshal(b) // plain data can be written
	return string(text)
}

// checkLength finds a hard blackout that lasts so long that its year or month is probably mistyped.
func (l *linter) checkLength(b calendar.Blackout, at string, zone *time.Location) {
	from, to := b.From.Begin(zone), b.To.Finish(zone)
	most := cmp.Or(l.options.Longest, longest)
	days := int(to.Sub(from) / (24 * time.Hour))
	if b.Level != calendar.Hard || b.From.IsZero() || b.To.IsZero() || days <= most {
		return
	}
	hint := ""
	if meant, ok := shorter(b.From, b.To, most, zone); ok {
		hint = "did you mean " + meant.String() + "?"
	}
	l.add("long-freeze", at+".to", fmt.Sprintf("%s, which makes blackout %s last %d days from %s", quote(b.To.String()), quote(b.Name), days, b.From), fmt.Sprintf("at most %d days", most), hint)
}

// shorter is the end with one of its year and month changed that comes soonest after from and within so many days.
func shorter(from, to calendar.Moment, most int, zone *time.Location) (best calendar.Moment, ok bool) {
	text := to.String()
	date, err := calendar.ParseDate(text[:10])
	if err != nil {
		return best, false
	}
	begin := from.Begin(zone)
	try := func(d calendar.Date) {
		m, err := calendar.ParseMoment(fmt.Sprintf("%04d-%02d-%02d%s", d.Year, d.Month, d.Day, text[10:]))
		if err != nil {
			return
		}
		end := m.Finish(zone)
		if end.After(begin) && end.Sub(begin) <= time.Duration(most)*24*time.Hour && (!ok || end.Before(best.Finish(zone))) {
			best, ok = m, true
		}
	}
	for month := time.January; month <= time.December; month++ {
		try(calendar.Date{Year: date.Year, Month: month, Day: date.Day})
	}
	for year := begin.Year(); year <= begin.Year()+1; year++ {
		try(calendar.Date{Year: year, Month: date.Month, Day: date.Day})
	}
	return best, ok
}

// checkExceptions finds those that reopen nothing.
func (l *linter) checkExceptions(b calendar.Blackout, at string, once bool, zone *time.Location) {
	for i, e := range b.Exceptions {
		here := fmt.Sprintf("%s.exceptions[%d]", at, i)
		l.prose(here+".reason", e.Reason)
		l.checkEnds(here, e.From, e.Until, "until", e.Reason, zone)
		if !e.Until.IsZero() {
			until := e.Until.Finish(zone)
			switch starts, ends := b.From.Begin(zone), b.To.Finish(zone); {
			case !b.From.IsZero() && !until.After(starts):
				l.add("exception-never", here+".until", quote(e.Until.String())+", before blackout "+quote(b.Name)+" begins on "+day(starts, zone), "an end inside the blackout", "")
			case !b.To.IsZero() && !e.From.IsZero() && !e.From.Begin(zone).Before(ends):
				l.add("exception-never", here+".from", quote(e.From.String())+", when blackout "+quote(b.Name)+" is over since "+day(ends, zone), "a beginning inside the blackout", "")
			case !once && !until.After(l.span.Start):
				l.add("expired", here+".until", quote(e.Until.String())+", and blackout "+quote(b.Name)+" goes on", "an exception that is not over by "+day(l.span.Start, zone), "take it out, or give it a new end")
			}
		}
		l.checkPackages(e, here)
	}
}

// checkPackages finds patterns of an exception that match no package, where the packages are known.
func (l *linter) checkPackages(e calendar.Exception, at string) {
	if l.options.Packages == nil {
		return
	}
	for i, p := range e.Packages {
		hit := slices.ContainsFunc(l.options.Packages, func(name string) bool {
			ok, err := path.Match(p, name)
			return ok && err == nil
		})
		if !hit {
			l.add("exception-never", fmt.Sprintf("%s.packages[%d]", at, i), quote(p)+", which is no package", "a package or a pattern that matches one", near.Hint(p, l.options.Packages))
		}
	}
}

// checkPairs finds blackouts inside others, and neighbours that leave a hole.
func (l *linter) checkPairs(all []happening, twins []int) {
	var order []int
	for i := range all {
		if !all[i].bad && len(all[i].set) > 0 && twins[i] < 0 {
			order = append(order, i)
		}
	}
	slices.SortStableFunc(order, func(i, j int) int { return all[i].hull().Start.Compare(all[j].hull().Start) })
	var found Findings
	place := map[string]int{}
	inside := func(i, j int) bool { // i within j, and of two that are equal the later
		a, b := l.spec.Blackouts[i], l.spec.Blackouts[j]
		if !covers(b, a) || len(all[i].set.Subtract(all[j].set)) > 0 {
			return false
		}
		return i > j || !covers(a, b) || len(all[j].set.Subtract(all[i].set)) > 0
	}
	var closed calendar.Set
	for _, i := range order {
		if l.spec.Blackouts[i].Level == calendar.Hard {
			closed = append(closed, all[i].set...)
		}
	}
	closed = calendar.NewSet(closed...)
	for k, i := range order {
		hidden := false
		near := order[max(0, k-mostNeighbours):min(len(order), k+1+mostNeighbours)]
		for _, j := range near {
			if i != j && inside(i, j) {
				found = append(found, Finding{"shadowed", all[i].path, "blackout " + quote(l.spec.Blackouts[i].Name) + ", which lies wholly inside " + quote(l.spec.Blackouts[j].Name), "a blackout that stops something more", "from " + day(l.span.Start, l.zone("")) + " to " + day(l.span.End, l.zone("")) + " it changes nothing"})
				place[all[i].path] = i
				hidden = true
				break
			}
		}
		for _, j := range near {
			if hidden {
				break // what hides it has the hole
			}
			if f, ok := l.hole(i, j, calendar.Interval{Start: all[i].hull().End, End: all[j].hull().Start}, closed); ok {
				found = append(found, f)
				place[f.Path] = i
				break
			}
		}
	}
	slices.SortStableFunc(found, func(a, b Finding) int { return place[a.Path] - place[b.Path] })
	l.found = append(l.found, found...)
}

// covers reports whether b closes, while it holds, all that a closes.
func covers(b, a calendar.Blackout) bool {
	stops := func(s calendar.Stops) calendar.Stops { return cmp.Or(s, calendar.StopDeploy) }
	if b.Level != calendar.Hard || len(b.Exceptions) > 0 || stops(a.Stops)&^stops(b.Stops) != 0 {
		return false
	}
	within := func(a, b []string) bool {
		return len(b) == 0 || len(a) > 0 && !slices.ContainsFunc(a, func(x string) bool { return !slices.Contains(b, x) })
	}
	return within(a.Scope.Systems, b.Scope.Systems) && within(a.Scope.Kinds, b.Scope.Kinds) &&
		within(a.Scope.Environments, b.Scope.Environments) && within(a.Scope.Sites, b.Scope.Sites)
}

// hole finds a minute, or one whole day, that blackout i leaves open before j, where both are hard, single and of one
// kind, and nothing else closes it. The gap is from the end of the one to the start of the other. Whole days that are open may be meant; one alone between two freezes seldom is.
func (l *linter) hole(i, j int, gap calendar.Interval, closed calendar.Set) (Finding, bool) {
	a, b := l.spec.Blackouts[i], l.spec.Blackouts[j]
	if gap.Empty() || gap.Duration() > 26*time.Hour || !single(a) || !single(b) || a.Level != calendar.Hard || b.Level != calendar.Hard ||
		a.Stops != b.Stops || !slices.Equal(scopeText(a.Scope), scopeText(b.Scope)) || len(calendar.NewSet(gap).Subtract(closed)) == 0 {
		return Finding{}, false
	}
	zone := l.zone(a.Zone)
	date := calendar.DateOf(gap.Start.In(zone))
	what := ""
	switch {
	case gap.Duration() <= time.Minute:
		what = "a minute"
	case gap.Start.Equal(date.In(zone)) && gap.End.Equal(date.AddDays(1).In(zone)):
		what = "a day"
	default:
		return Finding{}, false
	}
	return Finding{"hole", fmt.Sprintf("blackouts[%d].to", i), fmt.Sprintf("%s of %s and %s of %s, which leave %s open from %s", quote(a.To.String()), quote(a.Name), quote(b.From.String()), quote(b.Name), what, day(gap.Start, zone)),
		"blackouts that touch or are well apart", "a bare day as an end is that whole day, a time is exclusive"}, true
}

func scopeText(s calendar.Scope) []string {
	return []string{strings.Join(s.Systems, ","), strings.Join(s.Kinds, ","), strings.Join(s.Environments, ","), strings.Join(s.Sites, ",")}
}
