package main

import (
	"fmt"
	"maps"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/berthplan/berth/schedule"
)

// naive judges a plan minute by minute from the data itself: arrays for people, weekday and
// hour for working time, plain comparisons for everything else.
type naive struct {
	w        *work
	from     time.Time // minute 0: the first start
	n        int
	worked   []int              // working minutes before each minute
	busy     map[string][]int16 // people held, by team and minute
	places   map[string]schedule.Assignment
	compiled map[string]schedule.Activity
	wrong    []string
}

func naiveFaults(w *work, plan *schedule.Plan) []string {
	c := &naive{
		w: w, from: w.now, busy: map[string][]int16{},
		places: map[string]schedule.Assignment{}, compiled: map[string]schedule.Activity{},
	}
	for _, a := range plan.Activities {
		if a.Start.Before(c.from) {
			c.from = a.Start
		}
		if _, twice := c.places[a.Activity]; twice {
			c.says("%s is in the plan twice", a.Activity)
		}
		c.places[a.Activity] = a
	}
	c.from = c.from.UTC().Truncate(time.Minute)
	c.n = int(w.problem.Horizon.Sub(c.from) / time.Minute)
	c.worked = make([]int, c.n+1)
	for m := range c.n {
		c.worked[m+1] = c.worked[m]
		if isOpen(c.from.Add(time.Duration(m) * time.Minute)) {
			c.worked[m+1]++
		}
	}
	for _, a := range w.problem.Activities {
		c.compiled[a.Name] = a
	}
	expected := 0
	for i := range w.in.list {
		if d := &w.in.list[i]; d.model != "untagged" {
			expected += c.deliverable(d)
		}
	}
	if expected != len(plan.Activities) {
		c.says("%d activities where %d are expected", len(plan.Activities), expected)
	}
	c.people()
	c.days()
	c.dependencies()
	return c.wrong
}

func (c *naive) says(format string, args ...any) {
	c.wrong = append(c.wrong, fmt.Sprintf(format, args...))
}

func isOpen(t time.Time) bool {
	t = t.UTC()
	return t.Weekday() >= time.Monday && t.Weekday() <= time.Friday && t.Hour() >= 8 && t.Hour() < 17
}

// openMinutes counts the working minutes between two times.
func (c *naive) openMinutes(from, to time.Time) int {
	return c.worked[c.minute(to)] - c.worked[c.minute(from)]
}

// minute is the position of a time in the arrays.
func (c *naive) minute(t time.Time) int { return min(max(int(t.Sub(c.from)/time.Minute), 0), c.n) }

func (c *naive) hold(team string, a schedule.Assignment) {
	if c.busy[team] == nil {
		c.busy[team] = make([]int16, c.n)
	}
	for m := c.minute(a.Start); m < c.minute(a.End); m++ {
		c.busy[team][m]++
	}
}

// deliverable looks at one deliverable by itself, and returns how many activities it has.
func (c *naive) deliverable(d *deliverable) int {
	rounds := [][3]string{{"request", "review", "release"}}
	if d.model == "cycle-with-rc" {
		rounds = [][3]string{{"request", "candidate-review", "candidate"}, {"", "review", "release"}}
	}
	previous := schedule.Assignment{}
	count := 0
	for _, phases := range rounds {
		for k, phase := range phases {
			if phase == "" {
				continue
			}
			count++
			a, ok := c.places[d.name+"."+phase]
			if !ok {
				c.says("%s.%s is missing", d.name, phase)
				continue
			}
			if a.Fact {
				c.fact(d, phase, a)
			} else {
				c.planned(d, phase, k, a)
				if a.Start.Before(previous.End) {
					c.says("%s starts before %s is over", a.Activity, previous.Activity)
				}
			}
			previous = a
		}
	}
	return count
}

// planned looks at an activity that is no fact; k is 0 for a request, 1 for a review and 2 for an approval.
func (c *naive) planned(d *deliverable, phase string, k int, a schedule.Assignment) {
	release := c.w.cycle.release.In(time.UTC)
	thursday := release
	for thursday.Weekday() != time.Thursday {
		thursday = thursday.AddDate(0, 0, 1) // the release is a Wednesday
	}
	var earliest, latest time.Time
	trailing, candidates := d.kind == "trailing", d.model == "cycle-with-rc"
	switch {
	case trailing:
		earliest, latest = release.AddDate(0, 0, 1), thursday.AddDate(0, 0, 9*7+1)
	case candidates:
		earliest, latest = thursday.AddDate(0, 0, -5*7+1), release.AddDate(0, 0, 1)
		switch phase {
		case "candidate":
			latest = thursday.AddDate(0, 0, -7+1)
		case "review":
			earliest = thursday.AddDate(0, 0, -7+1)
		}
	case d.kind == "library":
		earliest, latest = thursday.AddDate(0, 0, -(6+4)*7), thursday.AddDate(0, 0, -7+1)
	case d.kind == "client-library":
		earliest, latest = thursday.AddDate(0, 0, -(5+4)*7), thursday.AddDate(0, 0, -7+1)
	default:
		earliest, latest = thursday.AddDate(0, 0, -(1+4)*7), thursday.AddDate(0, 0, -7+1)
	}
	if a.Start.Before(c.w.now) || a.Start.Before(earliest) {
		c.says("%s starts too early, %s", a.Activity, a.Start)
	}
	if a.End.After(latest) && latest.After(c.w.now) {
		c.says("%s ends too late, %s", a.Activity, a.End)
	}
	if a.Start.Second() != 0 || a.End.Second() != 0 {
		c.says("%s is not on a whole minute", a.Activity)
	}
	switch k {
	case 0:
		c.hold(d.team, a)
		if !isOpen(a.Start) || !isOpen(a.End.Add(-time.Minute)) || c.openMinutes(a.Start, a.End) != 9*60 {
			c.says("%s is not a working day, from %s to %s", a.Activity, a.Start, a.End)
		}
	case 1:
		if got := a.End.Sub(a.Start); got != c.median(d.kind, phase == "candidate-review") {
			c.says("%s takes %s", a.Activity, got)
		}
	case 2:
		if a.End.Sub(a.Start) != 5*time.Minute {
			c.says("%s takes %s", a.Activity, a.End.Sub(a.Start))
		}
		coordinated := candidates && !trailing && phase == "release"
		if !coordinated {
			c.hold("release managers", a)
		}
		for t := a.Start; t.Before(a.End); t = t.Add(time.Minute) {
			if coordinated && (t.Year() != release.Year() || t.YearDay() != release.YearDay() || t.Hour() < 8 || t.Hour() >= 17) || !coordinated && !isOpen(t) {
				c.says("%s is out of hours at %s", a.Activity, t)
				break
			}
		}
	}
	if cal := c.compiled[a.Activity].Modes[0].Calendar; k != 1 {
		for t := a.Start; t.Before(a.End); t = t.Add(time.Minute) {
			if k == 2 && !cal.Open(t) || k == 0 && cal.Open(t) != isOpen(t) {
				c.says("%s: the calendar is not as expected at %s", a.Activity, t)
				break
			}
		}
	}
}

// median is how long requests of a kind waited, up to a whole minute.
func (c *naive) median(kind string, early bool) time.Duration {
	var same, all []time.Duration
	for _, d := range c.w.in.list {
		for _, t := range d.tags {
			wait := t.merged.Sub(t.proposed)
			all = append(all, wait)
			beta := false
			for _, letter := range t.version {
				beta = beta || letter >= 'a' && letter <= 'z'
			}
			if d.kind == kind && beta == early {
				same = append(same, wait)
			}
		}
	}
	if len(same) < 5 {
		same = all
	}
	slices.Sort(same)
	return ceiling(same[(len(same)+1)/2-1])
}

func ceiling(d time.Duration) time.Duration {
	if r := d % time.Minute; r > 0 {
		d += time.Minute - r
	}
	return d
}

// fact looks at what has happened: it is where it was, to the second.
func (c *naive) fact(d *deliverable, phase string, a schedule.Assignment) {
	over := c.w.cycle.release.In(time.UTC).AddDate(0, 0, 1)
	if d.kind == "trailing" {
		over = over.AddDate(0, 0, 64) // the Thursday nine weeks after the release, which is a Wednesday
	}
	var first, final tag
	for _, t := range d.tags {
		beta := t.version != "" && slices.ContainsFunc([]rune(t.version), func(r rune) bool { return r >= 'a' && r <= 'z' })
		switch {
		case d.model == "cycle-with-rc" && beta:
			if first.version == "" && t.version[len(t.version)-3:len(t.version)-1] == "rc" {
				first = t
			}
		case d.model == "cycle-with-rc":
			if final.version == "" {
				final = t
			}
		case t.merged.Before(over):
			first, final = t, t
		}
	}
	t := final
	if phase == "candidate" || phase == "candidate-review" || phase == "request" {
		t = first
	}
	start, end := t.merged, t.merged
	switch phase {
	case "request":
		start, end = t.proposed, t.proposed
	case "review", "candidate-review":
		start = t.proposed
	}
	if t.version == "" || !a.Start.Equal(start) {
		c.says("%s is a fact from %s, in reality from %s", a.Activity, a.Start, start)
	}
	switch {
	case end.After(c.w.now): // still waiting: for what is left of the median, at least a minute
		if start.After(c.w.now) {
			c.says("%s is a fact of the future", a.Activity)
		}
		left := max(ceiling(c.w.now.Sub(start)), c.median(d.kind, phase == "candidate-review")-time.Minute) - c.w.now.Sub(start)
		if got := a.End.Sub(c.w.now); got < left || got > left+2*time.Minute {
			c.says("%s ends %s after now, expected %s", a.Activity, got, left)
		}
	case !a.End.Equal(end):
		c.says("%s is a fact until %s, in reality until %s", a.Activity, a.End, end)
	}
}

func (c *naive) people() {
	for _, team := range slices.Sorted(maps.Keys(c.busy)) {
		limit := c.w.assume.liaisons
		if team == "release managers" {
			limit = c.w.assume.managers
		}
		for m, held := range c.busy[team] {
			if int(held) > limit {
				c.says("%s: %d at work at %s", team, held, c.from.Add(time.Duration(m)*time.Minute))
				break
			}
		}
	}
}

// days counts the approvals of each day in hours, those already given included.
func (c *naive) days() {
	count, planned := map[string]int{}, map[string]bool{}
	for name, a := range c.places {
		coordinated := false
		for _, d := range c.w.in.list {
			coordinated = coordinated || name == d.name+".release" && d.model == "cycle-with-rc" && d.kind != "trailing"
		}
		if (a.Phase == "candidate" || a.Phase == "release") && !coordinated && isOpen(a.Start) {
			day := a.Start.UTC().Format("2006-01-02")
			count[day]++
			planned[day] = planned[day] || !a.Fact
		}
	}
	for _, day := range slices.Sorted(maps.Keys(count)) {
		if count[day] > c.w.seen.busiest && planned[day] {
			c.says("%d approvals on %s", count[day], day)
		}
	}
}

// dependencies looks at every dependency in the data that can be kept.
func (c *naive) dependencies() {
	first := map[string]schedule.Assignment{}
	for _, d := range c.w.in.list {
		if d.model != "untagged" {
			phase := "release"
			if d.model == "cycle-with-rc" {
				phase = "candidate"
			}
			first[d.name] = c.places[d.name+"."+phase]
		}
	}
	dropped := map[[2]string]bool{}
	for _, e := range c.w.edges.dropped {
		dropped[[2]string{e.from, e.to}] = e.reason != dropTwice
	}
	for _, d := range c.w.in.list {
		for _, name := range d.requires {
			after, before := first[d.name], first[name]
			if dropped[[2]string{d.name, name}] || after.Fact {
				continue
			}
			if after.Start.Before(before.End) || c.openMinutes(up(before.End), after.Start) < 9*60 {
				c.says("%s at %s is too early after %s at %s", after.Activity, after.Start, before.Activity, before.End)
			}
		}
	}
}

func up(t time.Time) time.Time {
	if down := t.Truncate(time.Minute); down.Before(t) {
		return down.Add(time.Minute)
	}
	return t
}

// TestNaiveCheckerSees breaks a plan in every way the checker knows.
func TestNaiveCheckerSees(t *testing.T) {
	w := gathered(t, "-release", "2025-10-01", "-at", "2025-08-30T12:00:30", sampleFile(t))
	good := solved(t, w)
	require.Empty(t, naiveFaults(w, good))
	move := func(name string, by, longer time.Duration) func(*schedule.Plan) {
		return func(p *schedule.Plan) {
			i := slices.IndexFunc(p.Activities, func(a schedule.Assignment) bool { return a.Activity == name })
			p.Activities[i].Start = p.Activities[i].Start.Add(by)
			p.Activities[i].End = p.Activities[i].End.Add(by + longer)
		}
	}
	const day = 24 * time.Hour
	for _, c := range []struct {
		reason string
		spoil  func(*schedule.Plan)
		says   string
	}{
		{"an activity left out", func(p *schedule.Plan) { p.Activities = p.Activities[1:] }, "is missing"},
		{"an activity twice", func(p *schedule.Plan) { p.Activities = append(p.Activities, p.Activities[0]) }, "in the plan twice"},
		{"before feature freeze and before now", move("auth.request", -7*day, 0), "starts too early"},
		{"after the last day", move("auth.candidate", 28*day, 0), "ends too late"},
		{"half a minute late", move("auth.request", 30*time.Second, 0), "not on a whole minute"},
		{"work at night", move("auth.request", 12*time.Hour, 0), "is not a working day"},
		{"too little work", move("auth.request", 0, -time.Hour), "is not a working day"},
		{"a quicker review", move("auth.candidate-review", 0, -time.Minute), "takes"},
		{"a longer approval", move("auth.candidate", 0, time.Minute), "takes"},
		{"an approval at night", move("auth.candidate", 12*time.Hour, 0), "out of hours"},
		{"the coordinated release a day early", move("auth.release", -day, 0), "out of hours"},
		{"a fact moved by a second", move("base-lib.release", time.Second, 0), "is a fact"},
		{"a running review that ends later", move("python-authclient.review", 0, time.Hour), "after now"},
		{"a review before its request is over", move("auth.candidate-review", -time.Hour, 0), "is over"},
		{"a dependency out of order", move("python-authclient.release", 21*day, 0), "too early after"},
	} {
		t.Run(c.reason, func(t *testing.T) {
			bad := *good
			bad.Activities = slices.Clone(good.Activities)
			c.spoil(&bad)
			require.Contains(t, fmt.Sprint(naiveFaults(w, &bad)), c.says)
		})
	}
	t.Run("too few people", func(t *testing.T) {
		few := *w
		few.assume.liaisons, few.assume.managers, few.seen.busiest = 0, 0, 0
		for _, says := range []string{"farm: 1 at work", "release managers: 1 at work", "approvals on"} {
			require.Contains(t, fmt.Sprint(naiveFaults(&few, good)), says)
		}
	})
}
