package schedule_test

import (
	"slices"
	"sort"
	"time"

	"github.com/berthplan/berth/calendar"
	"github.com/berthplan/berth/schedule"
)

// closedKind stands for hours, holiday, window and blackout, which the naive
// checker cannot tell apart.
const closedKind schedule.RuleKind = "closed"

// naiveCheck judges a plan minute by minute, straight from the rules in the
// package's doc. It knows which kinds of rules are broken, and how often; notes are left out.
func naiveCheck(p *schedule.Problem, plan *schedule.Plan) map[schedule.RuleKind]int {
	return newNaive(p, plan).check()
}

func (n *naive) check() map[schedule.RuleKind]int {
	n.presence()
	for i := range n.p.Activities {
		if n.in[i] {
			n.times(i)
			n.limits(i)
		}
	}
	n.environments()
	n.configurations()
	n.resources()
	n.windows()
	n.systems()
	for k := range n.p.Links {
		n.link(&n.p.Links[k])
	}
	return n.broken
}

// naive is a plan as arrays over minutes. Minute 0 is two days before the start.
type naive struct {
	p             *schedule.Problem
	plan          *schedule.Plan
	zero          int // since 1970
	start, end, n int // problem's start and horizon, and how many minutes there are
	last          int // minute at which the last activity ends
	in            []bool
	fact          []bool
	row           []schedule.Assignment
	s, e          []int
	broken        map[schedule.RuleKind]int
	opens         map[*calendar.Compiled][]bool
	wheres        map[*calendar.Compiled][]int
	spans         map[*calendar.Compiled][]calendar.Occurrence
}

// down and up are the whole minutes since 1970 before and after t, which lies after 1970.
func down(t time.Time) int { return int(t.Unix() / 60) }
func up(t time.Time) int   { return down(t.Add(time.Minute - time.Nanosecond)) }

func newNaive(p *schedule.Problem, plan *schedule.Plan) *naive {
	n := &naive{
		p: p, zero: up(p.Start) - 2*24*60,
		opens: map[*calendar.Compiled][]bool{}, wheres: map[*calendar.Compiled][]int{}, spans: map[*calendar.Compiled][]calendar.Occurrence{},
	}
	for _, a := range p.Activities {
		if a.Fact != nil {
			n.zero = min(n.zero, down(a.Fact.Start)-60)
		}
	}
	n.start, n.end = up(p.Start)-n.zero, down(p.Horizon)-n.zero
	n.n = n.end + 3*24*60 // calendars end a day before, so that no row reaches it
	return n.with(plan)
}

// with is another plan of the same problem.
func (n naive) with(plan *schedule.Plan) *naive {
	p := n.p
	n.plan, n.broken, n.last = plan, map[schedule.RuleKind]int{}, 0
	n.in, n.fact = make([]bool, len(p.Activities)), make([]bool, len(p.Activities))
	n.row, n.s, n.e = make([]schedule.Assignment, len(p.Activities)), make([]int, len(p.Activities)), make([]int, len(p.Activities))
	for i, a := range p.Activities {
		for _, row := range plan.Activities {
			if row.Activity != a.Name {
				continue
			}
			if n.in[i] {
				n.broken[schedule.RulePresence]++
				continue
			}
			n.in[i], n.row[i], n.fact[i] = true, row, a.Fact != nil
			n.s[i] = down(row.Start) - n.zero
			n.e[i] = max(n.s[i], up(row.End)-n.zero)
			n.last = max(n.last, n.e[i])
		}
	}
	return &n
}

func (n *naive) breaks(kind schedule.RuleKind, when bool) {
	if when {
		n.broken[kind]++
	}
}

func (n *naive) mode(i int) schedule.Mode { return n.p.Activities[i].Modes[n.row[i].Mode] }

// runs reports whether activity i runs in minute m.
func (n *naive) runs(i, m int) bool {
	if f := n.p.Activities[i].Fact; f != nil && f.Start.Equal(f.End) {
		return false
	}
	return n.in[i] && n.s[i] <= m && m < n.e[i]
}

// open tells for each minute whether the calendar is open in all of it.
func (n *naive) open(c *calendar.Compiled) []bool {
	if _, ok := n.opens[c]; !ok {
		n.read(c)
	}
	return n.opens[c]
}

// where tells for each open minute which of the calendar's occurrences it belongs to; -1 for none.
func (n *naive) where(c *calendar.Compiled) []int {
	if _, ok := n.wheres[c]; !ok {
		n.read(c)
	}
	return n.wheres[c]
}

func (n *naive) read(c *calendar.Compiled) {
	open, where := make([]bool, n.n), make([]int, n.n)
	occurrences := c.Occurrences()
	from, to := make([]int, len(occurrences)), make([]int, len(occurrences))
	for k, o := range occurrences {
		from[k], to[k] = up(o.Opens)-n.zero, down(o.Closes)-n.zero
	}
	for m := range open {
		t := time.Unix(int64(n.zero+m)*60, 0)
		open[m], where[m] = c.Open(t) && c.Open(t.Add(time.Minute-1)), -1
		for k := range occurrences {
			if open[m] && where[m] < 0 && from[k] <= m && m < to[k] {
				where[m] = k // of two that overlap, the first holds the time
			}
		}
		if len(occurrences) > 0 && where[m] < 0 {
			open[m] = false // two occurrences meet within this minute
		}
	}
	n.opens[c], n.wheres[c], n.spans[c] = open, where, occurrences
}

func (n *naive) presence() {
	for i, a := range n.p.Activities {
		if n.in[i] {
			continue
		}
		may := false
		if k := packageOf(n.p, a.Package); k != nil && k.Optional {
			may = true
			for other, b := range n.p.Activities {
				if b.Package == a.Package && (n.in[other] || b.Fact != nil) {
					may = false
				}
			}
		}
		n.breaks(schedule.RulePresence, !may)
	}
}

// worked is the end of minutes of work from minute s on; -1 if there is none.
func (n *naive) worked(c *calendar.Compiled, s, minutes int) int {
	open := n.open(c)
	for m := s; m < n.n; m++ {
		if open[m] {
			minutes--
		}
		if minutes == 0 {
			return m + 1
		}
	}
	return -1
}

// finish is when activity i ends in mode m if it starts at minute s; -1 if never.
func (n *naive) finish(i, m, s int) int {
	a := n.p.Activities[i]
	if f := a.Fact; f != nil {
		if !f.End.IsZero() {
			return up(f.End) - n.zero
		}
		from := max(n.start, down(f.Start)-n.zero)
		if a.Time == schedule.Working {
			return n.worked(a.Modes[f.Mode].Calendar, from, int(f.Left.Minutes()))
		}
		return from + int(f.Left.Minutes())
	}
	d := int(a.Modes[m].Duration.Minutes())
	if a.Time == schedule.Working && d > 0 {
		return n.worked(a.Modes[m].Calendar, s, d)
	}
	return s + d
}

func (n *naive) times(i int) {
	a, row := n.p.Activities[i], n.row[i]
	if f := a.Fact; f != nil {
		end := n.finish(i, f.Mode, 0)
		right := row.Mode == f.Mode && end >= 0 && (row.Start.Equal(f.Start) || row.Start.Equal(f.Start.Truncate(time.Minute))) &&
			(row.End.Equal(minute(n, end)) || !f.End.IsZero() && row.End.Equal(f.End))
		n.breaks(schedule.RuleFact, !right)
		return
	}
	n.breaks(schedule.RuleGrid, !row.Start.Equal(row.Start.Truncate(time.Minute)))
	n.breaks(schedule.RulePlanStart, n.s[i] < n.start)
	n.breaks(schedule.RuleHorizon, n.e[i] > n.end)
	end := n.finish(i, row.Mode, n.s[i])
	n.breaks(schedule.RuleDuration, end < 0 || !row.End.Equal(minute(n, end)))

	md := n.mode(i)
	open, where := n.open(md.Calendar), n.where(md.Calendar)
	switch a.Time {
	case schedule.Working:
		n.breaks(closedKind, md.Duration > 0 && !open[n.s[i]])
	case schedule.Contiguous:
		whole := open[n.s[i]]
		for m := n.s[i]; m < n.e[i]+int(md.Rollback.Minutes()); m++ {
			whole = whole && open[m] && where[m] == where[n.s[i]]
		}
		n.breaks(closedKind, !whole)
	case schedule.Decision:
		opening := false
		for k, o := range n.spans[md.Calendar] {
			if up(o.Opens)-n.zero == n.s[i] && where[n.s[i]] == k {
				opening = true
			}
		}
		n.breaks(closedKind, !opening)
	}
}

func (n *naive) limits(i int) {
	a := n.p.Activities[i]
	if d := a.Deadline; !d.IsZero() && !n.fact[i] && down(d)-n.zero >= n.start {
		n.breaks(schedule.RuleDeadline, n.e[i] > down(d)-n.zero)
	}
	if k := packageOf(n.p, a.Package); k != nil && !k.Deadline.IsZero() {
		d := down(k.Deadline) - n.zero
		binds := d >= n.start
		for other, b := range n.p.Activities {
			if b.Package == a.Package && n.in[other] && n.fact[other] && n.e[other] > d {
				binds = false
			}
		}
		n.breaks(schedule.RuleDeadline, binds && n.e[i] > d)
	}
	if n.fact[i] {
		return
	}
	n.breaks(schedule.RuleEarliest, !a.Earliest.IsZero() && n.s[i] < up(a.Earliest)-n.zero)
	if a.Pin != (calendar.Interval{}) {
		from, to := up(a.Pin.Start)-n.zero, down(a.Pin.End)-n.zero
		n.breaks(schedule.RulePin, to > n.start && (n.s[i] < from || n.s[i] >= to))
	}
}

// span is an interval of minutes, rounded outward.
func (n *naive) span(i calendar.Interval) (from, to int) {
	return down(i.Start) - n.zero, up(i.End) - n.zero
}

func (n *naive) environments() {
	for _, env := range n.p.Environments {
		from, to := make([]int, len(env.Bookings)), make([]int, len(env.Bookings))
		for k, b := range env.Bookings {
			from[k], to[k] = n.span(b.Interval)
		}
		for m := n.start; m < n.last; m++ {
			used, free, out := 0, 0, false
			for i := range n.p.Activities {
				if n.runs(i, m) && n.mode(i).Environment == env.Name {
					used += max(1, n.mode(i).Units)
					if !n.fact[i] {
						free++
					}
				}
			}
			for k, b := range env.Bookings {
				switch {
				case m < from[k] || m >= to[k] || b.Soft:
				case b.Outage:
					out = true
				case b.Units == 0:
					used += max(1, env.Capacity)
				default:
					used += b.Units
				}
			}
			n.breaks(schedule.RuleEnvironment, free > 0 && used > max(1, env.Capacity))
			n.breaks(schedule.RuleOutage, free > 0 && out)
		}
	}
}

func (n *naive) resources() {
	for _, r := range n.p.Resources {
		need := func(i int) (sum int) {
			for _, d := range n.mode(i).Demands {
				if d.Resource == r.Name {
					sum += d.Amount
				}
			}
			return sum
		}
		if r.Budget {
			used, free := 0, 0
			for i := range n.p.Activities {
				if n.in[i] {
					used += need(i)
					if !n.fact[i] {
						free += need(i)
					}
				}
			}
			n.breaks(schedule.RuleBudget, free > 0 && used > r.Capacity)
			continue
		}
		for m := n.start; m < n.last; m++ {
			used, free := 0, 0
			for i := range n.p.Activities {
				if n.runs(i, m) {
					used += need(i)
					if !n.fact[i] {
						free += need(i)
					}
				}
			}
			n.breaks(schedule.RuleResource, free > 0 && used > n.capacity(r, m))
		}
	}
}

// capacity is the least that any step leaves in a minute it touches, or adds in one that it covers.
func (n *naive) capacity(r schedule.Resource, m int) int {
	var steps []int
	for _, s := range r.Steps {
		from, to := n.span(s.Interval)
		if s.Capacity > r.Capacity {
			from, to = up(s.Start)-n.zero, down(s.End)-n.zero
		}
		if from <= m && m < to {
			steps = append(steps, s.Capacity)
		}
	}
	if len(steps) == 0 {
		return r.Capacity
	}
	return slices.Min(steps)
}

// occurrence is the window and opening of the occurrence in which activity i starts; "" for none.
func (n *naive) occurrence(i int) (window string, opens time.Time) {
	c := n.mode(i).Calendar
	if c == nil {
		return "", time.Time{}
	}
	where := n.where(c)
	for k, o := range n.spans[c] {
		in := where[n.s[i]] == k
		if f := n.p.Activities[i].Fact; f != nil {
			in = !f.Start.Before(o.Opens) && f.Start.Before(o.Closes)
		}
		if in {
			return o.Window, o.Opens
		}
	}
	return "", time.Time{}
}

func (n *naive) windows() {
	for _, w := range n.p.Windows {
		for i := range n.p.Activities {
			// Every start asks who else starts in its occurrence.
			name, opens := "", time.Time{}
			if n.in[i] && n.p.Activities[i].Time == schedule.Contiguous && n.p.Activities[i].Window == w.Name {
				name, opens = n.occurrence(i)
			}
			if name != w.Name {
				continue
			}
			count, free, risk, freeRisk := 0, 0, int64(0), int64(0)
			for k, b := range n.p.Activities {
				if !n.in[k] || b.Time != schedule.Contiguous || b.Window != w.Name {
					continue
				}
				if other, at := n.occurrence(k); other != name || !at.Equal(opens) {
					continue
				}
				count++
				risk += b.Risk
				if !n.fact[k] {
					free++
					freeRisk += b.Risk
				}
			}
			n.breaks(schedule.RuleWindowCapacity, w.Capacity > 0 && count > w.Capacity && free > 0)
			n.breaks(schedule.RuleRiskBudget, w.RiskBudget > 0 && risk > w.RiskBudget && freeRisk > 0)
		}
	}
}

func (n *naive) systems() {
	for _, s := range n.p.Systems {
		var of []int
		for i, a := range n.p.Activities {
			if n.in[i] && a.Time == schedule.Contiguous && a.System == s.Name {
				of = append(of, i)
			}
		}
		for m := n.start; m < n.last && s.OneAtATime; m++ {
			running, free := 0, 0
			for _, i := range of {
				if n.runs(i, m) {
					running++
					if !n.fact[i] {
						free++
					}
				}
			}
			n.breaks(schedule.RuleSystem, running > 1 && free > 0)
		}
		if !s.OnePerOccurrence {
			continue
		}
		for x, i := range of {
			for _, k := range of[:x] {
				a, at := n.occurrence(i)
				b, bt := n.occurrence(k)
				n.breaks(schedule.RuleSystem, a != "" && a == b && at.Equal(bt) && !(n.fact[i] && n.fact[k]))
			}
		}
	}
}

// plus is minute s moved by lag of open time; false if there is not so much.
func (n *naive) plus(c *calendar.Compiled, s, lag int) (int, bool) {
	open := n.open(c)
	for ; lag > 0; s++ {
		if s >= n.n {
			return 0, false
		}
		if open[s] {
			lag--
		}
	}
	for ; lag < 0; s-- {
		if s <= 0 {
			return 0, false
		}
		if open[s-1] {
			lag++
		}
	}
	return s, true
}

// between is the open minutes from s to t.
func (n *naive) between(c *calendar.Compiled, s, t int) int {
	if t < s {
		return -n.between(c, t, s)
	}
	count, open := 0, n.open(c)
	for m := s; m < t; m++ {
		if open[m] {
			count++
		}
	}
	return count
}

func (n *naive) link(l *schedule.Link) {
	f := slices.IndexFunc(n.p.Activities, func(a schedule.Activity) bool { return a.Name == l.From })
	t := slices.IndexFunc(n.p.Activities, func(a schedule.Activity) bool { return a.Name == l.To })
	if !n.in[t] {
		return
	}
	if !n.in[f] {
		n.breaks(schedule.RuleLink, l.Kind <= schedule.StartToFinish && !n.fact[t])
		return
	}
	if n.fact[f] && n.fact[t] {
		return
	}
	lag := int(l.Lag.Minutes())
	least := func(s, t int) bool {
		at, ok := n.plus(l.Calendar, s, lag)
		if !ok {
			return lag < 0
		}
		return t >= at
	}
	most := func(s, t int) bool {
		if n.fact[f] && n.between(l.Calendar, s, n.start) > lag {
			return true // too late already
		}
		return n.between(l.Calendar, s, t) <= lag
	}
	// What limits the start of a fact, or the end of a done one, limits nothing.
	start := n.fact[t]
	end := n.fact[t] && !n.p.Activities[t].Fact.End.IsZero()
	name1, at1 := n.occurrence(f)
	name2, at2 := n.occurrence(t)
	same := name1 != "" && name1 == name2 && at1.Equal(at2)
	var holds bool
	switch l.Kind {
	case schedule.FinishToStart:
		holds = start || least(n.e[f], n.s[t])
	case schedule.StartToStart:
		holds = start || least(n.s[f], n.s[t])
	case schedule.FinishToFinish:
		holds = end || least(n.e[f], n.e[t])
	case schedule.StartToFinish:
		holds = end || least(n.s[f], n.e[t])
	case schedule.MaxFinishToStart:
		holds = start || most(n.e[f], n.s[t])
	case schedule.MaxStartToStart:
		holds = start || most(n.s[f], n.s[t])
	case schedule.MaxFinishToFinish:
		holds = end || most(n.e[f], n.e[t])
	case schedule.MaxStartToFinish:
		holds = end || most(n.s[f], n.e[t])
	case schedule.SameOccurrence:
		holds = same
	case schedule.OtherOccurrence:
		holds = !same
	case schedule.Apart:
		holds = least(n.e[f], n.s[t]) || least(n.e[t], n.s[f])
	}
	n.breaks(schedule.RuleLink, !holds)
}

// sorted is a copy of list, stably sorted.
func sorted[T any](list []T, less func(a, b T) bool) []T {
	out := slices.Clone(list)
	sort.SliceStable(out, func(i, j int) bool { return less(out[i], out[j]) })
	return out
}
