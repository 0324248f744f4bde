package schedule

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/berthplan/berth/calendar"
	"github.com/berthplan/berth/schedule/internal/grid"
	"github.com/berthplan/berth/schedule/internal/sgs"
)

// saying is an instant in words, as a start or as an end.
type saying struct {
	at  int64 // Unix seconds
	end bool
}

// when and ends are an instant in words. Few instants are told many times, in the causes of many.
func (b *ground) when(t time.Time) string { return b.say(t, false, inWords) }

func (b *ground) say(t time.Time, end bool, words func(t, start time.Time, zone *time.Location) string) string {
	if t.Nanosecond() != 0 || t.IsZero() {
		return words(t, b.p.Start, b.loc)
	}
	key := saying{t.Unix(), end}
	if s, ok := b.said[key]; ok {
		return s
	}
	if b.said == nil {
		b.said = map[saying]string{}
	}
	s := words(t, b.p.Start, b.loc)
	b.said[key] = s
	return s
}

func (b *ground) at(slot int) string { return b.when(b.time(slot)) }

func (b *ground) ends(t time.Time) string { return b.say(t, true, endInWords) }

func (b *ground) until(slot int) string { return b.ends(b.time(slot)) }

var calendarRules = map[calendar.ReasonKind]RuleKind{
	calendar.OutsideHours: RuleHours, calendar.OnHoliday: RuleHoliday, calendar.OutsideWindow: RuleWindow,
	calendar.InBlackout: RuleBlackout, calendar.BeyondHorizon: RuleHorizon,
}

// explain names the rules behind one block of activity i at slot t.
func (r *reasons) explain(i, mode, t int, b sgs.Block, add func(Rule, string)) {
	a, ga := &r.p.Activities[i], &r.g.Acts[i]
	md := &a.Modes[mode]
	end := ga.Finish(mode, t)
	switch b.Kind {
	case sgs.Calendar:
		r.closed(i, mode, t, add)
	case sgs.TooEarly:
		if !a.Earliest.IsZero() && r.up(a.Earliest) > t {
			add(Rule{Kind: RuleEarliest, Name: a.Name}, "not before "+r.when(a.Earliest))
		}
		if !a.Pin.Empty() && r.up(a.Pin.Start) > t {
			add(Rule{Kind: RulePin, Name: a.Name}, "pinned to "+r.pin(a.Pin))
		}
	case sgs.Pinned:
		add(Rule{Kind: RulePin, Name: a.Name}, "pinned to "+r.pin(a.Pin))
	case sgs.TooLate:
		r.late(a, end, add)
	case sgs.Linked:
		r.linked(i, b.Link, add)
	case sgs.Busy:
		r.busy(b, add)
	case sgs.Environment:
		r.environment(md, b.Clash, t, add)
	case sgs.OccFull:
		add(Rule{Kind: RuleWindowCapacity, Name: a.Window},
			fmt.Sprintf("%s of %s is full (%d starts)", a.Window, r.at(r.g.Occs[ga.OccAt(mode, t)].Opens), r.g.Wins[ga.Win].Capacity))
	case sgs.OccRisk:
		add(Rule{Kind: RuleRiskBudget, Name: a.Window},
			fmt.Sprintf("%s of %s has too little risk budget left for it", a.Window, r.at(r.g.Occs[ga.OccAt(mode, t)].Opens)))
	case sgs.GroupBusy:
		add(Rule{Kind: RuleSystem, Name: a.System}, a.System+" already has its change in "+a.Window+" of "+r.at(r.g.Occs[ga.OccAt(mode, t)].Opens))
	case sgs.OverBudget:
		name := r.budgets[b.Res]
		add(Rule{Kind: RuleBudget, Name: name}, "not enough of "+name+" is left")
	}
}

// closed names every rule of its calendar that alone keeps activity i from starting at t.
func (r *reasons) closed(i, mode, t int, add func(Rule, string)) {
	a, ga := &r.p.Activities[i], &r.g.Acts[i]
	md := &a.Modes[mode]
	found := false
	for _, why := range md.Calendar.Closing(calendar.Interval{Start: r.time(t), End: r.time(t + r.run(i, mode))}) {
		found = true
		add(Rule{Kind: calendarRules[why.Kind], Name: why.Name}, r.reason(why))
	}
	if !found { // open all along: between two occurrences, or no opening
		name := a.Window
		if occ := ga.OccAt(mode, t); occ != grid.None {
			name = r.window(occ)
		}
		add(Rule{Kind: RuleWindow, Name: name}, r.opening(name, r.time(min(ga.Align(mode, t), r.g.Horizon))))
	}
}

// opening says when a window opens next.
func (r *reasons) opening(window string, next time.Time) string {
	if r.up(next) >= r.g.Horizon {
		return window + " does not open again before the horizon"
	}
	return window + " opens " + r.when(next)
}

// reason says why a calendar is closed, and until when.
func (r *reasons) reason(why calendar.Reason) string {
	if why.Kind == calendar.OutsideWindow {
		return r.opening(why.Name, why.Closed.End)
	}
	return closedInWords(why, r.when, r.ends)
}

func (r *reasons) pin(pin calendar.Interval) string {
	if pin.Duration() > time.Minute {
		return r.when(pin.Start) + " – " + r.ends(pin.End)
	}
	return r.when(pin.Start)
}

func (r *reasons) late(a *Activity, end int, add func(Rule, string)) {
	if !a.Deadline.IsZero() && end > r.down(a.Deadline) && r.down(a.Deadline) >= 0 {
		add(Rule{Kind: RuleDeadline, Name: a.Name}, "it must end by "+r.ends(a.Deadline))
	}
	if k, ok := r.pkg[a.Package]; ok && a.Package != "" {
		if d := r.p.Packages[k].Deadline; !d.IsZero() && end > r.down(d) && r.down(d) >= 0 {
			add(Rule{Kind: RuleDeadline, Name: a.Package}, a.Package+" must end by "+r.ends(d))
		}
	}
	if end > r.g.Horizon {
		add(Rule{Kind: RuleHorizon}, "the horizon is "+r.ends(r.p.Horizon))
	}
}

func (r *reasons) linked(i, link int, add func(Rule, string)) {
	l := &r.p.Links[link]
	other := r.act[l.From]
	if other == i {
		other = r.act[l.To]
	}
	at := ""
	if r.st.Placed(other) {
		g := &r.g.Links[link]
		fromSide := r.act[l.From] == other
		atEnd := fromSide && g.Kind.FromEnd() || !fromSide && g.Kind.ToEnd()
		if atEnd {
			at = ", which ends " + r.until(r.st.End[other])
		} else {
			at = ", which starts " + r.at(r.st.Start[other])
		}
	}
	text := l.label() + at
	if r.act[l.To] == other { // the link stands on the other: say so
		text = r.p.Activities[other].Name + " is " + l.label() + at
	}
	add(Rule{Kind: RuleLink, Name: l.label(), By: r.p.Activities[other].Name}, text)
}

func (r *reasons) busy(b sgs.Block, add func(Rule, string)) {
	names := r.holders(b.Res, b.Until-1)
	if b.Res >= len(r.renewables) {
		s := r.p.Systems[slices.Index(r.exclusive, b.Res)].Name
		add(Rule{Kind: RuleSystem, Name: s}, fmt.Sprintf("%s takes one change at a time: %s until %s", s, listed(names), r.until(b.Until)))
		return
	}
	name := r.renewables[b.Res]
	by, who := strings.Join(names, ", "), listed(names)
	if by == "" {
		by, who = "reduced capacity", "reduced capacity"
	}
	add(Rule{Kind: RuleResource, Name: name, By: by}, fmt.Sprintf("%s is taken by %s until %s", name, who, r.until(b.Until)))
}

func (r *reasons) environment(md *Mode, c sgs.Clash, t int, add func(Rule, string)) {
	e := r.env[md.Environment]
	env := &r.p.Environments[e]
	who := r.holder(e, c.With)
	switch c.Kind {
	case sgs.InOutage:
		add(Rule{Kind: RuleOutage, Name: env.Name, By: who}, fmt.Sprintf("%s has an outage (%s) until %s", env.Name, who, r.until(c.Until)))
	case sgs.Full:
		var names []string
		for _, h := range r.st.Holders(e, c.Until-1, c.Until) {
			if !h.Outage {
				names = append(names, r.holder(e, h))
			}
		}
		by := strings.Join(names, ", ")
		add(Rule{Kind: RuleEnvironment, Name: env.Name, By: by}, fmt.Sprintf("%s is held by %s until %s", env.Name, listed(names), r.until(c.Until)))
	case sgs.OtherConfig:
		add(Rule{Kind: RuleConfiguration, Name: env.Name, By: who},
			fmt.Sprintf("%s is in %s for %s until %s", env.Name, env.Configurations[c.With.Config], who, r.until(c.Until)))
	case sgs.ChangeoverBefore:
		from, to := env.Configurations[c.From], md.Configuration
		text := fmt.Sprintf("%s changes over %s → %s until %s", env.Name, from, to, r.until(c.Until))
		if t < c.Since {
			text = fmt.Sprintf("%s is in %s, not %s", env.Name, from, to)
		}
		add(Rule{Kind: RuleConfiguration, Name: env.Name, By: who}, text)
	case sgs.ChangeoverAfter:
		add(Rule{Kind: RuleConfiguration, Name: env.Name, By: who},
			fmt.Sprintf("%s needs the time to change over to %s for %s at %s", env.Name, env.Configurations[c.With.Config], who, r.at(c.With.Start)))
	}
}

// holder names who holds an environment.
func (b *ground) holder(env int, h grid.Hold) string {
	switch {
	case h.Act != grid.None:
		return b.p.Activities[h.Act].Name
	case h.Tag != grid.None:
		return b.p.Environments[env].Bookings[h.Tag].Name
	}
	return ""
}

// softer names the soft rules that activity i would pay for at t and does not where it is.
func (r *reasons) softer(i, mode, t int, add func(Rule, string)) {
	a := &r.g.Acts[i]
	if r.g.Seeks(grid.Disturbance) && r.g.Disturbance(i, mode, t) > r.g.Disturbance(i, mode, r.sol.Start[i]) {
		add(Rule{Kind: RuleExpected, Name: r.p.Activities[i].Name}, "it was planned for "+r.when(r.p.Activities[i].Was.Start))
	}
	e := a.Finish(mode, t)
	look := func(name string, c grid.Charge) {
		if c.Start < e && c.End > t {
			add(Rule{Kind: RuleSoft, Name: name}, "earlier would cost more in "+name+" (soft) until "+r.until(c.End))
		}
	}
	md := &r.p.Activities[i].Modes[mode]
	if md.Calendar != nil {
		charges := md.Calendar.Minutes().Charges()
		for _, c := range a.Modes[mode].Cal.Charges {
			look(charges[c.Tag].Name, c)
		}
	}
	if ge := a.Modes[mode].Env; ge != grid.None {
		for _, c := range r.g.Envs[ge].Soft {
			look(r.p.Environments[ge].Bookings[c.Tag].Name, c)
		}
	}
}
