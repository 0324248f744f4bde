package schedule

import (
	"slices"
	"time"

	"github.com/berthplan/berth/calendar"
)

// Relaxation is a complete repair: changes that together give a problem a plan,
// and no plan was found without any one of them or with less of it. Those of the fewest
// changes come first; where they are hard to come by, others follow that change only dates, only
// capacities, or only what is in the plan. Cost ranks them; it is in minutes of lateness at priority 500, as penalties are:
//
//	pin, earliest start     the minutes moved
//	deadline                240 and the minutes, times priority / 500
//	maximum lag             240 and the minutes
//	another link            10 days, between phases of one package 30
//	window capacity         2 days each
//	risk budget             2 days, and a minute for each thousandth
//	team or other resource  3 days each
//	budget                  3 days each
//	booking                 4 days, and the minutes taken from it
//	environment             5 days each
//	outage                  6 days, and the minutes taken from it
//	system                  6 days
//	hours                   a day, and the minutes, for each day on which there is work that had none
//	configuration           5 days, and the minutes by which each changeover is shorter
//	holiday                 7 days
//	blackout                10 days, and the minutes of the exception
//	leaving a package out   20 days, times priority / 500, for each that goes with it, too
//
// Windows' times and the horizon are not changed.
type Relaxation struct {
	Text    string // "deadline of portal-12 +2 working days, to Tue 17 Nov 24:00"
	Cost    int64
	Changes []Change
}

// Change is one rule of a Problem moved. Without Shift, Units and During the rule is dropped;
// a package is left out, and with it what needs it. Problem.With applies it.
type Change struct {
	Rule     Rule
	Shift    time.Duration     // of a deadline, pin, earliest start, maximum lag, of the end of a booking, or of every changeover of an environment
	Units    int               // more of a capacity, a budget or a risk budget
	During   calendar.Interval // of a blackout, holiday or hours: when the exception holds; of a renewable resource, or of an environment without configurations: when there is more; empty: ever
	Packages []string          // of a blackout or holiday: whom the exception is for; empty: all
	Amount   string            // for people: "+2 working days", "+1", "until Sat 3 Oct 02:00", "dropped"
	Text     string            // a phrase
}

// With is p with the changes of r made. p stays as it is.
func (p *Problem) With(r Relaxation) *Problem {
	out := p
	for i := range r.Changes {
		out = out.with(&r.Changes[i])
	}
	return out
}

// with is p with one change made.
func (p *Problem) with(c *Change) *Problem {
	r := c.Rule
	switch {
	case r.Kind == RulePresence:
		return p.without(p.dependent(rules{r: true}), nil)
	case c.Shift == 0 && c.Units == 0 && c.During.Empty() && len(c.Packages) == 0:
		return p.without(rules{r: true}, nil)
	case r.Kind == RuleBlackout || r.Kind == RuleHoliday || r.Kind == RuleHours:
		return p.excepted(c)
	}
	out := *p
	out.Activities = slices.Clone(p.Activities)
	for i := range out.Activities {
		a := &out.Activities[i]
		if a.Name != r.Name {
			continue
		}
		switch {
		case r.Kind == RuleDeadline && !a.Deadline.IsZero():
			a.Deadline = a.Deadline.Add(c.Shift)
		case r.Kind == RuleEarliest:
			a.Earliest = a.Earliest.Add(c.Shift)
		case r.Kind == RulePin && c.Shift > 0:
			a.Pin.End = a.Pin.End.Add(c.Shift)
		case r.Kind == RulePin:
			a.Pin.Start = a.Pin.Start.Add(c.Shift)
		}
	}
	out.Packages = slices.Clone(p.Packages)
	for i := range out.Packages {
		if k := &out.Packages[i]; k.Name == r.Name && r.Kind == RuleDeadline && !k.Deadline.IsZero() {
			k.Deadline = k.Deadline.Add(c.Shift)
		}
	}
	out.Links = slices.Clone(p.Links)
	for i := range out.Links {
		if l := &out.Links[i]; l.rule() == r {
			l.Name, l.Lag = l.label(), l.Lag+c.Shift
		}
	}
	out.Resources = slices.Clone(p.Resources)
	for i := range out.Resources {
		if x := &out.Resources[i]; x.Name == r.Name && (r.Kind == RuleResource || r.Kind == RuleBudget) {
			x.raise(c.Units, c.During)
		}
	}
	out.Environments = slices.Clone(p.Environments)
	for i := range out.Environments {
		e := &out.Environments[i]
		if e.Name != r.Name {
			continue
		}
		if r.Kind == RuleConfiguration {
			e.Changeover = shortened(e.Changeover, c.Shift)
			continue
		}
		e.Bookings = slices.Clone(e.Bookings)
		for k := range e.Bookings {
			h := &e.Bookings[k]
			switch {
			case c.Shift != 0 && (!h.Soft || h.Outage) && h.rule(e.Name) == r:
				h.End = h.End.Add(c.Shift)
			case c.Units > 0 && h.Units == 0 && !h.Outage:
				h.Units = max(e.Capacity, 1)
			}
		}
		if c.Units > 0 {
			e.Capacity = max(e.Capacity, 1) + c.Units
			if !c.During.Empty() {
				for _, other := range []calendar.Interval{{Start: p.Start, End: c.During.Start}, {Start: c.During.End, End: p.Horizon}} {
					if !other.Empty() {
						e.Bookings = append(e.Bookings, Booking{Interval: other, Name: "no more than usual", Units: c.Units})
					}
				}
			}
		}
	}
	out.Windows = slices.Clone(p.Windows)
	for i := range out.Windows {
		w := &out.Windows[i]
		switch {
		case w.Name != r.Name:
		case r.Kind == RuleWindowCapacity:
			w.Capacity += c.Units
		case r.Kind == RuleRiskBudget:
			w.RiskBudget += int64(c.Units)
		}
	}
	return &out
}

// shortened is changeovers of another length, none of them less than nothing.
func shortened(list [][]time.Duration, by time.Duration) [][]time.Duration {
	out := make([][]time.Duration, len(list))
	for f := range list {
		out[f] = make([]time.Duration, len(list[f]))
		for t, d := range list[f] {
			out[f][t] = max(d+by, 0)
		}
	}
	return out
}

// raise adds to the capacity of x, during a time or ever.
func (x *Resource) raise(units int, during calendar.Interval) {
	if during.Empty() {
		x.Capacity += units
		x.Steps = slices.Clone(x.Steps)
		for i := range x.Steps {
			x.Steps[i].Capacity += units
		}
		return
	}
	usual := []calendar.Interval{during}
	var steps []Step
	for _, s := range x.Steps {
		in := s.Intersect(during)
		if in.Empty() {
			steps = append(steps, s)
			continue
		}
		for _, part := range []Step{{calendar.Interval{Start: s.Start, End: in.Start}, s.Capacity, s.Name},
			{in, s.Capacity + units, s.Name}, {calendar.Interval{Start: in.End, End: s.End}, s.Capacity, s.Name}} {
			if !part.Empty() {
				steps = append(steps, part)
			}
		}
		last := usual[len(usual)-1]
		usual = append(usual[:len(usual)-1], calendar.Interval{Start: last.Start, End: in.Start}, calendar.Interval{Start: in.End, End: last.End})
	}
	for _, u := range usual {
		if !u.Empty() {
			steps = append(steps, Step{u, x.Capacity + units, "more"})
		}
	}
	slices.SortFunc(steps, func(a, b Step) int { return a.Start.Compare(b.Start) })
	x.Steps = steps
}

// excepted is p with an exception to a blackout or holiday.
func (p *Problem) excepted(c *Change) *Problem {
	kind := map[RuleKind]calendar.ReasonKind{RuleBlackout: calendar.InBlackout, RuleHoliday: calendar.OnHoliday, RuleHours: calendar.OutsideHours}[c.Rule.Kind]
	made := map[*calendar.Compiled]*calendar.Compiled{}
	out := *p
	out.Activities = slices.Clone(p.Activities)
	for i := range out.Activities {
		a := &out.Activities[i]
		if len(c.Packages) > 0 && !slices.Contains(c.Packages, a.owner().Name) {
			continue
		}
		a.Modes = slices.Clone(a.Modes)
		for m := range a.Modes {
			cal := a.Modes[m].Calendar
			if made[cal] == nil {
				made[cal] = cal.Without(kind, c.Rule.Name, c.During)
			}
			a.Modes[m].Calendar = made[cal]
		}
	}
	return &out
}
