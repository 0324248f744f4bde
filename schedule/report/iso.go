package report

import (
	"fmt"
	"math"
	"strings"
	"time"

	"github.com/berthplan/berth/schedule"
)

// isoTime is RFC 3339 with the zone's offset, and in UTC at the few old instants
// whose offset has seconds. The zero time is "".
func isoTime(t time.Time, zone *time.Location) string {
	if t.IsZero() {
		return ""
	}
	t = t.In(zone)
	if _, offset := t.Zone(); offset%60 != 0 {
		t = t.UTC()
	}
	return t.Format(time.RFC3339Nano)
}

// goodYear keeps a time to four digits of year in any zone.
func goodYear(t time.Time) bool {
	year := t.UTC().Year()
	return 1000 < year && year < 9999
}

// isoDuration is ISO 8601 in hours, minutes and seconds: "PT76H30M", "-PT0.5S".
// Days are not used, for they can be taken for calendar days. Zero is "".
func isoDuration(d time.Duration) string {
	if d == 0 {
		return ""
	}
	var b strings.Builder
	rest := uint64(d)
	if d < 0 {
		b.WriteByte('-')
		rest = -rest
	}
	b.WriteString("PT")
	if h := rest / uint64(time.Hour); h > 0 {
		fmt.Fprintf(&b, "%dH", h)
	}
	if m := rest / uint64(time.Minute) % 60; m > 0 {
		fmt.Fprintf(&b, "%dM", m)
	}
	if ns := rest % uint64(time.Minute); ns > 0 {
		s := fmt.Sprintf("%d.%09d", ns/1e9, ns%1e9)
		b.WriteString(strings.TrimRight(strings.TrimRight(s, "0"), ".") + "S")
	}
	return b.String()
}

// parseISODuration reads what isoDuration writes, and any other count of hours, minutes and seconds in that order.
func parseISODuration(s string) (time.Duration, bool) {
	rest, negative := strings.CutPrefix(s, "-")
	rest, ok := strings.CutPrefix(rest, "PT")
	if !ok || rest == "" {
		return 0, false
	}
	limit := uint64(math.MaxInt64)
	if negative {
		limit++
	}
	var total uint64
	for _, unit := range []struct {
		letter string
		length time.Duration
	}{{"H", time.Hour}, {"M", time.Minute}, {"S", time.Second}} {
		digits, after, found := strings.Cut(rest, unit.letter)
		if !found {
			continue
		}
		n, ok := scaled(digits, unit.length)
		if !ok || n > limit-total {
			return 0, false
		}
		total += n
		rest = after
	}
	if rest != "" {
		return 0, false
	}
	if negative {
		return time.Duration(-total), true
	}
	return time.Duration(total), true
}

// scaled reads digits, with up to nine decimals if they count seconds, as so many units.
func scaled(digits string, unit time.Duration) (uint64, bool) {
	whole, decimals, point := strings.Cut(digits, ".")
	n, ok := natural(whole)
	if !ok || n > math.MaxInt64/uint64(unit)+1 {
		return 0, false
	}
	n *= uint64(unit)
	if !point {
		return n, true
	}
	if unit != time.Second || len(decimals) > 9 {
		return 0, false
	}
	f, ok := natural(decimals)
	for range 9 - len(decimals) {
		f *= 10
	}
	return n + f, ok
}

// natural reads one to eighteen digits.
func natural(s string) (uint64, bool) {
	if s == "" || len(s) > 18 {
		return 0, false
	}
	var n uint64
	for _, r := range s {
		if r < '0' || r > '9' {
			return 0, false
		}
		n = 10*n + uint64(r-'0')
	}
	return n, true
}

// eachTime visits every time of a plan.
func eachTime(p *schedule.Plan, visit func(*time.Time)) {
	visit(&p.Start)
	visit(&p.Horizon)
	for _, list := range [][]schedule.Assignment{p.Activities, p.Gone} {
		for i := range list {
			a := &list[i]
			visit(&a.Start)
			visit(&a.End)
			visit(&a.Opens)
			for j := range a.Causes {
				visit(&a.Causes[j].At)
			}
		}
	}
	for i := range p.Packages {
		o := &p.Packages[i]
		visit(&o.Start)
		visit(&o.Finish)
		visit(&o.Due)
		visit(&o.Deadline)
	}
	for i := range p.Changeovers {
		visit(&p.Changeovers[i].Start)
		visit(&p.Changeovers[i].End)
	}
	for i := range p.Marks {
		visit(&p.Marks[i].Start)
		visit(&p.Marks[i].End)
	}
}

// eachText visits every text of a plan.
func eachText(p *schedule.Plan, visit func(string)) {
	all := func(texts ...string) {
		for _, s := range texts {
			visit(s)
		}
	}
	rule := func(r schedule.Rule) { all(string(r.Kind), r.Name, r.By) }
	all(p.Name, p.Zone, p.Stopped)
	for _, v := range p.Objective {
		all(v.Name, v.From)
	}
	for _, list := range [][]schedule.Assignment{p.Activities, p.Gone} {
		for _, a := range list {
			all(a.Activity, a.Package, a.Phase, a.Site, a.Environment, a.Configuration, a.Window, a.Refused)
			all(a.Resources...)
			for _, c := range a.Causes {
				visit(c.Text)
				for _, r := range c.Rules {
					rule(r)
				}
			}
		}
	}
	for _, l := range p.Links {
		all(l.From, l.To, l.Name)
	}
	for _, o := range p.Packages {
		visit(o.Package)
	}
	for _, m := range p.Marks {
		all(string(m.Kind), m.Name, m.Of)
	}
	for _, r := range p.Changeovers {
		all(r.Environment, r.From, r.To)
	}
	lists := [][]schedule.Finding{p.Violations, p.Notes}
	if p.Conflict != nil {
		lists = append(lists, p.Conflict.Clashes...)
		for _, r := range p.Conflict.Relaxations {
			visit(r.Text)
			for _, c := range r.Changes {
				rule(c.Rule)
				visit(c.Amount)
			}
		}
	}
	for _, findings := range lists {
		for _, f := range findings {
			all(f.Code, f.Text, f.Activity)
			rule(f.Rule)
		}
	}
}
