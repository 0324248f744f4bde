package clearance

import (
	"path"
	"slices"
	"strings"
	"time"

	"github.com/berthplan/berth/calendar"
	"github.com/berthplan/berth/schedule"
)

// closing is what closes a calendar for a package; phases and sites share it.
type closing struct {
	pkg      string
	calendar *calendar.Compiled
}

// closed is when the calendar of its start does not let it start, rule by rule.
func (k *making) closed() {
	if k.a.Time == schedule.Elapsed || k.m.Calendar == nil {
		return
	}
	id := closing{k.a.Package, k.m.Calendar}
	found, known := k.closures[id]
	if !known {
		sub := &making{builder: k.builder, a: k.a}
		for _, r := range k.m.Calendar.Closures() {
			sub.closure(r)
		}
		found = sub.list
		k.closures[id] = found
	}
	k.list = append(k.list, found...)
}

func (k *making) closure(r calendar.Reason) {
	from, to := k.offset(r.Closed.Start), k.offset(r.Closed.End)
	until := r.Closed.End
	if to >= k.end {
		until = time.Time{} // only as far as was compiled
	}
	reason := Reason{Answer: No, Name: r.Name, Until: until}
	if !until.IsZero() {
		reason.Until = until.In(k.zone)
	}
	var help []string
	switch r.Kind {
	case calendar.OutsideHours:
		reason.Kind, reason.Text = KindHours, "outside "+r.Name+k.until(until)
	case calendar.OnHoliday:
		reason.Kind, reason.Text = KindHoliday, "holiday "+r.Name+k.until(until)
	case calendar.OutsideWindow:
		reason.Kind, reason.Text = KindWindow, "window "+r.Name+" is closed"
		if !until.IsZero() {
			reason.Text += " until it opens " + k.says(until)
		}
	case calendar.InBlackout:
		reason.Kind, reason.Text = KindBlackout, "blackout "+r.Name+k.until(until)
		help = []string{k.exception(r.Name)}
	default:
		return
	}
	k.list = append(k.list, stretch{from: from, to: to, dated: true, reason: reason, help: help})
}

// exception is what would open a blackout, and who has approved such.
func (k *making) exception(blackout string) string {
	text := "an exception to blackout " + blackout + " for " + k.a.Package
	var who []string
	for _, b := range k.p.Blackouts {
		for _, e := range b.Exceptions {
			if b.Name == blackout && e.ApprovedBy != "" && !slices.Contains(who, e.ApprovedBy) {
				who = append(who, e.ApprovedBy)
			}
		}
	}
	if len(who) > 0 {
		return text + "; " + strings.Join(who, ", ") + " approved those it has"
	}
	return text
}

// exceptions tells when a blackout that would stop it is open for it.
func (k *making) exceptions() {
	if k.a.Time == schedule.Elapsed {
		return
	}
	stops := calendar.StopDeploy
	if k.a.Time == schedule.Working {
		stops = calendar.StopWork
	}
	who := calendar.Subject{Package: k.a.Package, Environment: k.m.Environment, Site: k.a.Site}
	for i := range k.p.Packages {
		if pkg := &k.p.Packages[i]; pkg.Name == k.a.Package {
			who.System, who.Kind = pkg.System, pkg.Kind
		}
	}
	for _, b := range k.p.Blackouts {
		of := b.Stops
		if of == 0 {
			of = calendar.StopDeploy
		}
		if b.Level != calendar.Hard || of&stops == 0 || !b.Scope.Matches(who) {
			continue
		}
		zone := k.zone
		if own, err := calendar.LoadZone(b.Zone); err == nil && b.Zone != "" {
			zone = own
		}
		for _, e := range b.Exceptions {
			if !slices.ContainsFunc(e.Packages, func(pattern string) bool { ok, _ := path.Match(pattern, who.Package); return ok }) {
				continue
			}
			open := calendar.Interval{Start: k.problem.Start.Add(-margin), End: e.Until.Finish(zone)}
			if !e.From.IsZero() {
				open.Start = e.From.Begin(zone)
			}
			text := "blackout " + b.Name + " is open for " + k.a.Package + " until " + k.saysEnd(open.End)
			if e.ApprovedBy != "" {
				text += ", approved by " + e.ApprovedBy
			}
			if e.Reason != "" {
				text += ": " + e.Reason
			}
			for _, m := range k.problem.Marks {
				if m.Kind != schedule.MarkBlackout || m.Name != b.Name || m.Soft {
					continue
				}
				part := m.Intersect(open)
				k.add(k.offset(part.Start), k.offset(part.End), false, Reason{Answer: Yes, Kind: KindException, Name: b.Name, Text: text})
			}
		}
	}
}

// runway is when a start would not end, its rollback included, before the piece of the window does.
func (k *making) runway() {
	if k.a.Time != schedule.Contiguous || k.m.Calendar == nil {
		return
	}
	need := k.m.Duration + k.m.Rollback
	needs := "it needs " + long(need)
	if k.m.Rollback > 0 {
		needs += ", " + long(k.m.Rollback) + " of it to roll back"
	}
	for _, p := range k.m.Calendar.Pieces() {
		from, to := k.offset(p.Start), k.offset(p.End)
		if to >= k.end || need == 0 {
			continue
		}
		reason := Reason{Answer: No, Kind: KindRunway, Name: p.Occurrence.Window, Until: p.End.In(k.zone)}
		ends := "window " + p.Occurrence.Window + " closes "
		if !p.End.Equal(p.Occurrence.Closes) {
			ends = "it is open only until "
			for _, why := range k.m.Calendar.Why(p.End) {
				if why.Kind == calendar.InBlackout {
					ends = "blackout " + why.Name + " begins "
				}
			}
		}
		last := to - int64(need)
		reason.Text = needs + ", but " + ends + k.saysEnd(p.End)
		if last >= from {
			reason.Text += ": the last start was " + k.says(k.time(last))
			k.add(last+1, to, true, reason)
			continue
		}
		reason.Text += ", " + long(p.Duration()) + " after it opened"
		k.add(from, to, true, reason, "a deployment and rollback of at most "+long(p.Duration()))
	}
}

// softly tells what soft blackouts ask for.
func (k *making) softly() {
	if k.a.Time == schedule.Elapsed {
		return
	}
	for _, c := range k.m.Calendar.Charges() {
		k.add(k.offset(c.Start), k.offset(c.End), true, Reason{Answer: Yes, Kind: KindSoft, Name: c.Name,
			Text: "soft blackout " + c.Name + k.until(k.known(c.End)) + ": it costs " + long(c.PerHour) + " of lateness for each started hour"})
	}
}

// known is an end, or the zero time where it is only that of what was compiled.
func (k *making) known(t time.Time) time.Time {
	if t.IsZero() || k.offset(t) >= k.end {
		return time.Time{}
	}
	return t
}
