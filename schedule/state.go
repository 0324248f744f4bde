package schedule

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/berthplan/berth/calendar"
)

// state says what rule r of a problem demands, in a sentence without its full stop.
func (b *ground) state(r Rule) string {
	switch r.Kind {
	case RulePresence:
		return r.Name + " is to be in the plan"
	case RulePin:
		return r.Name + " is pinned to " + (&reasons{ground: b}).pin(b.p.Activities[b.act[r.Name]].Pin)
	case RuleEarliest:
		return r.Name + " may not start before " + b.when(b.p.Activities[b.act[r.Name]].Earliest)
	case RuleDeadline:
		return r.Name + " must end by " + b.ends((&repair{diagnosis: &diagnosis{p: b.p, w: b}}).deadline(r.Name))
	case RuleLink:
		return r.By + " is " + r.Name
	case RuleWindowCapacity:
		return fmt.Sprintf("%s takes %s at a time", r.Name, counted(b.p.Windows[b.win[r.Name]].Capacity, "start"))
	case RuleRiskBudget:
		return fmt.Sprintf("%s has a risk budget of %s at a time", r.Name, riskInWords(b.p.Windows[b.win[r.Name]].RiskBudget))
	case RuleResource, RuleBudget:
		for _, x := range b.p.Resources {
			if x.Name == r.Name {
				what := "capacity"
				if x.Budget {
					what = "total"
				}
				return fmt.Sprintf("the %s of %s is %d", what, r.Name, x.Capacity)
			}
		}
	case RuleEnvironment, RuleOutage:
		e := &b.p.Environments[b.env[r.Name]]
		for i := range e.Bookings {
			h := &e.Bookings[i]
			if r.By == "" || h.rule(r.Name) != r {
				continue
			}
			span := " from " + b.when(h.Start) + " until " + b.ends(h.End)
			if h.Outage {
				return r.Name + " has an outage (" + h.Name + ")" + span
			}
			return r.Name + " is booked by " + h.Name + span
		}
		return fmt.Sprintf("%s holds %d at a time", r.Name, max(e.Capacity, 1))
	case RuleConfiguration:
		return r.Name + " is in one configuration at a time, and changing over takes time"
	case RuleSystem:
		if b.p.Systems[b.sys[r.Name]].OneAtATime {
			return r.Name + " takes one change at a time"
		}
		return r.Name + " takes one change in an occurrence of a window"
	case RuleBlackout:
		return "blackout " + r.Name + " closes" + b.closed(r, calendar.InBlackout)
	case RuleHoliday:
		return "holiday " + r.Name + " closes" + b.closed(r, calendar.OnHoliday)
	case RuleHours:
		return "work is done in " + r.Name
	case RuleWindow:
		return "it is done in " + r.Name
	}
	return string(r.Kind) + " " + r.Name
}

// closed says when rule r first closes a calendar, from the plan's start on.
func (b *ground) closed(r Rule, kind calendar.ReasonKind) string {
	for i := range b.p.Activities {
		for _, md := range b.p.Activities[i].Modes {
			if md.Calendar == nil {
				continue
			}
			for _, why := range md.Calendar.Closing(calendar.Interval{Start: b.p.Start, End: b.p.Horizon}) {
				if why.Kind == kind && why.Name == r.Name {
					return " " + b.when(why.Closed.Start) + " – " + b.ends(why.Closed.End)
				}
			}
		}
	}
	return ""
}

func counted(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return fmt.Sprintf("%d %ss", n, thing)
}

// riskInWords prints a risk: "120", "0.25".
func riskInWords(n int64) string {
	s := fmt.Sprintf("%d.%03d", n/1000, n%1000)
	return strings.TrimSuffix(strings.TrimRight(s, "0"), ".")
}

// say words change c.
func (r *repair) say(c *Change) {
	name := c.Rule.Name
	moved := func(what string, from time.Time, end bool) {
		to := from.Add(c.Shift)
		when := r.w.when(to)
		if end {
			when = r.w.ends(to)
		}
		c.Amount = r.amount(name, from, c.Shift)
		c.Text = fmt.Sprintf("%s %s, to %s", what, c.Amount, when)
	}
	c.Amount = "dropped"
	switch c.Rule.Kind {
	case RulePresence:
		c.Amount, c.Text = "left out", name+" left out"
		if others := r.leaving(c.Rule)[1:]; len(others) > 0 {
			c.Text += " and, as they need it, " + listed(others)
		}
	case RuleDeadline:
		moved("deadline of "+name, r.deadline(name), true)
	case RuleEarliest:
		moved("earliest start of "+name, r.p.Activities[r.w.act[name]].Earliest, false)
	case RulePin:
		pin := r.p.Activities[r.w.act[name]].Pin
		switch {
		case c.Shift > 0:
			moved("pin of "+name, pin.End.Add(-time.Minute), false)
		case c.Shift < 0:
			moved("pin of "+name, pin.Start, false)
		default:
			c.Text = "pin of " + name + " dropped"
		}
	case RuleLink:
		if c.Text = fmt.Sprintf("%s not %s", c.Rule.By, name); c.Shift != 0 {
			c.Amount = "+" + lengthInWords(c.Shift)
			c.Text = fmt.Sprintf("%s: %s %s", c.Rule.By, name, c.Amount)
		}
	case RuleWindowCapacity, RuleResource, RuleBudget:
		what := map[RuleKind]string{RuleWindowCapacity: "capacity of " + name, RuleResource: name + " capacity", RuleBudget: name}[c.Rule.Kind]
		c.Amount = fmt.Sprintf("+%d", c.Units)
		if !c.During.Empty() {
			c.Amount += " " + r.days(c.During)
		}
		c.Text = what + " " + c.Amount
	case RuleRiskBudget:
		c.Amount = "+" + riskInWords(int64(c.Units))
		c.Text = "risk budget of " + name + " " + c.Amount
	case RuleEnvironment, RuleOutage:
		switch {
		case c.Rule.By == "":
			if c.Amount = fmt.Sprintf("+%d", c.Units); !c.During.Empty() {
				c.Amount += " " + r.days(c.During)
			}
			c.Text = name + " capacity " + c.Amount
		case c.Shift != 0:
			moved(fmt.Sprintf("end of %s in %s", c.Rule.By, name), r.bookingEnd(c.Rule), true)
		default:
			c.Text = name + " without " + c.Rule.By
		}
	case RuleHours:
		end := c.During.End.In(r.w.loc)
		until := end.Format("15:04")
		if end.Add(-time.Minute).Day() == c.During.Start.In(r.w.loc).Day() && until == "00:00" {
			until = "24:00"
		}
		c.Amount = "also " + r.w.when(c.During.Start) + "–" + until
		c.Text = name + " " + c.Amount
	case RuleConfiguration:
		c.Amount = "−" + lengthInWords(-c.Shift)
		c.Text = "each changeover of " + name + " " + c.Amount
	case RuleSystem:
		c.Text = "several changes of " + name + " at once"
	case RuleBlackout, RuleHoliday:
		whom := ""
		if len(c.Packages) > 0 {
			whom = " for " + listed(c.Packages)
		}
		if c.During.Empty() {
			c.Text = "no " + name + whom
			return
		}
		c.Amount = "from " + r.w.when(c.During.Start) + " until " + r.w.ends(c.During.End)
		c.Text = "exception to " + name + whom + " " + c.Amount
	}
}

func (r *repair) bookingEnd(rule Rule) time.Time {
	for _, h := range r.p.Environments[r.w.env[rule.Name]].Bookings {
		if h.rule(rule.Name) == rule {
			return h.End
		}
	}
	return time.Time{}
}

// days prints whole days: "from Mon 14 Sep to Fri 18 Sep".
func (r *repair) days(i calendar.Interval) string {
	first, last := i.Start.In(r.w.loc).Format("Mon 2 Jan"), i.End.Add(-time.Minute).In(r.w.loc).Format("Mon 2 Jan")
	if first == last {
		return "on " + first
	}
	return "from " + first + " to " + last
}

// amount prints how far something has moved: "+2 working days" where all that lies between counts as such, "+6 days", "−3h".
func (r *repair) amount(name string, from time.Time, by time.Duration) string {
	sign, length := "+", by
	if by < 0 {
		sign, length = "−", -by
	}
	to := from.Add(by)
	if length <= wholeHours*time.Hour {
		return sign + lengthInWords(length)
	}
	if by < 0 {
		from, to = to, from
	}
	from, to = from.In(r.w.loc), to.In(r.w.loc)
	days, working := 0, 0
	cal := r.working(name)
	for day := from; day.Before(to); {
		next := day.AddDate(0, 0, 1)
		if days++; cal == nil || cal.Between(day, next) > 0 {
			working++
		}
		day = next
	}
	switch {
	case cal != nil && working > 0:
		return sign + counted(working, "working day")
	default:
		return sign + counted(days, "day")
	}
}

// working is the calendar of the working activities of a package, or of an activity; nil where there is none.
func (r *repair) working(name string) *calendar.Compiled {
	i := slices.IndexFunc(r.p.Activities, func(a Activity) bool {
		return (a.Package == name || a.Name == name) && a.Time == Working && a.Modes[0].Calendar != nil
	})
	if i < 0 {
		return nil
	}
	return r.p.Activities[i].Modes[0].Calendar
}

const dayCost = 24 * 60

// cost is what change c costs: see Relaxation.
func (r *repair) cost(c *Change) int64 {
	moved := int64(c.Shift.Abs() / time.Minute)
	weigh := func(n int64, name string) int64 {
		priority := 500
		if i, ok := r.w.act[name]; ok {
			name = r.p.Activities[i].Package
		}
		if i, ok := r.w.pkg[name]; ok {
			priority = r.p.Packages[i].priority()
		}
		return n * int64(priority) / 500
	}
	switch c.Rule.Kind {
	case RulePin:
		if moved == 0 {
			return 5 * dayCost
		}
		return moved
	case RuleEarliest:
		return moved
	case RuleDeadline:
		return weigh(240+moved, c.Rule.Name)
	case RuleLink:
		if moved > 0 {
			return 240 + moved
		}
		return r.unlinked(c.Rule)
	case RuleWindowCapacity:
		return 2 * dayCost * int64(c.Units)
	case RuleRiskBudget:
		return 2*dayCost + int64(c.Units)
	case RuleResource, RuleBudget:
		return 3 * dayCost * int64(c.Units)
	case RuleEnvironment:
		if c.Rule.By == "" {
			return 5 * dayCost * int64(c.Units)
		}
		return 4*dayCost + r.taken(c, moved)
	case RuleOutage:
		return 6*dayCost + r.taken(c, moved)
	case RuleSystem:
		return 6 * dayCost
	case RuleHours:
		return dayCost + int64(c.During.Duration()/time.Minute)
	case RuleConfiguration:
		return 5*dayCost + moved
	case RuleHoliday:
		return 7 * dayCost
	case RuleBlackout:
		length := c.During.Duration()
		if c.During.Empty() {
			length = r.p.Horizon.Sub(r.p.Start)
		}
		return 10*dayCost + int64(length/time.Minute)
	}
	sum := int64(0)
	for _, name := range r.leaving(c.Rule) {
		sum += weigh(20*dayCost, name)
	}
	return sum
}

// unlinked is what it costs to drop a link: the order of a package's phases is hardly given up.
func (r *repair) unlinked(rule Rule) int64 {
	for i := range r.p.Links {
		if l := &r.p.Links[i]; l.rule() == rule && r.p.Activities[r.w.act[l.From]].owner() == r.p.Activities[r.w.act[l.To]].owner() {
			return 30 * dayCost
		}
	}
	return 10 * dayCost
}

// leaving names what is left out with a package, itself first.
func (r *repair) leaving(rule Rule) []string {
	names := []string{rule.Name}
	all := r.p.dependent(rules{rule: true})
	for _, other := range r.owners {
		if all[other] && other != rule {
			names = append(names, other.Name)
		}
	}
	return names
}

// taken is how many minutes are taken from a booking.
func (r *repair) taken(c *Change, moved int64) int64 {
	for _, h := range r.p.Environments[r.w.env[c.Rule.Name]].Bookings {
		if moved == 0 && h.rule(c.Rule.Name) == c.Rule {
			moved = int64(h.Duration() / time.Minute)
		}
	}
	return moved
}
