package replan

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/berthplan/berth/calendar"
	"github.com/berthplan/berth/schedule"
)

// Change says what became of an activity between two plans.
type Change string

// What became of it, in the order in which they are listed.
const (
	Moved     Change = "moved"     // starts at another time, in the same place
	Relocated Change = "relocated" // runs in another environment or configuration, or is held by others; its times may differ, too
	Resized   Change = "resized"   // starts where it did and ends at another time
	Added     Change = "added"
	Dropped   Change = "dropped"
)

// Move is what became of one activity, and why.
type Move struct {
	Change Change
	Before schedule.Assignment // zero if Added
	After  schedule.Assignment // zero if Dropped
	Reason string              // why it does not start earlier than it now does, a sentence; "" if Dropped
}

// By is how much later it starts; negative: earlier.
func (m Move) By() time.Duration {
	if m.Change == Added || m.Change == Dropped {
		return 0
	}
	return m.After.Start.Sub(m.Before.Start)
}

// Activity names what moved.
func (m Move) Activity() string {
	if m.Change == Dropped {
		return m.Before.Activity
	}
	return m.After.Activity
}

// Difference is what differs between two plans.
type Difference struct {
	Zone  string // how times are printed
	Stay  int    // activities of both plans that are where they were, the facts among them
	Moves []Move // by change, then in the order of the plans
}

// Diff compares two plans, activity by activity. A nil plan has none.
func Diff(before, after *schedule.Plan) Difference {
	var d Difference
	if after != nil {
		d.Zone = after.Zone
	} else if before != nil {
		d.Zone = before.Zone
	}
	old := map[string]schedule.Assignment{}
	for _, a := range rows(before) {
		old[a.Activity] = a
	}
	still := map[string]bool{}
	for _, a := range rows(after) {
		still[a.Activity] = true
		b, known := old[a.Activity]
		switch {
		case !known:
			d.Moves = append(d.Moves, Move{Change: Added, After: a, Reason: reason(a)})
		case a.Environment != b.Environment || a.Configuration != b.Configuration || !slices.Equal(a.Resources, b.Resources):
			d.Moves = append(d.Moves, Move{Change: Relocated, Before: b, After: a, Reason: reason(a)})
		case !a.Start.Equal(b.Start):
			d.Moves = append(d.Moves, Move{Change: Moved, Before: b, After: a, Reason: reason(a)})
		case !a.End.Equal(b.End):
			d.Moves = append(d.Moves, Move{Change: Resized, Before: b, After: a, Reason: reason(a)})
		default:
			d.Stay++
		}
	}
	for _, b := range rows(before) {
		if !still[b.Activity] {
			d.Moves = append(d.Moves, Move{Change: Dropped, Before: b})
		}
	}
	slices.SortStableFunc(d.Moves, func(a, b Move) int { return rank(a.Change) - rank(b.Change) })
	return d
}

func rows(p *schedule.Plan) []schedule.Assignment {
	if p == nil {
		return nil
	}
	return p.Activities
}

func rank(c Change) int { return slices.Index([]Change{Moved, Relocated, Resized, Added, Dropped}, c) }

func reason(a schedule.Assignment) string {
	texts := make([]string, len(a.Causes))
	for i, c := range a.Causes {
		texts[i] = c.Text
	}
	return strings.Join(texts[max(0, len(texts)-2):], "; then ")
}

// Count is how many activities changed so.
func (d Difference) Count(c Change) int {
	n := 0
	for _, m := range d.Moves {
		if m.Change == c {
			n++
		}
	}
	return n
}

// Packages names the packages of which something moved or changed its environment, in order.
func (d Difference) Packages() []string {
	var names []string
	for _, m := range d.Moves {
		if (m.Change == Moved || m.Change == Relocated) && !slices.Contains(names, m.After.Package) {
			names = append(names, m.After.Package)
		}
	}
	return names
}

// Summary counts: "2 moved, 0 relocated, 1 longer or shorter, 5 added, 0 dropped; 112 stay".
func (d Difference) Summary() string {
	return fmt.Sprintf("%d moved, %d relocated, %d longer or shorter, %d added, %d dropped; %d stay",
		d.Count(Moved), d.Count(Relocated), d.Count(Resized), d.Count(Added), d.Count(Dropped), d.Stay)
}

// String is the summary, then a line for each move and why.
func (d Difference) String() string {
	var b strings.Builder
	b.WriteString(d.Summary() + "\n")
	for _, m := range d.Moves {
		b.WriteString("  " + d.Line(m) + "\n")
	}
	return b.String()
}

// Line is a move of d in a sentence: "ledger-4.2.uat Mon 12 Oct 08:00 → Wed 14 Oct 08:00 (2 days later): …".
func (d Difference) Line(m Move) string {
	zone, err := calendar.LoadZone(d.Zone)
	if err != nil {
		zone = time.UTC
	}
	at := func(t time.Time) string { return t.In(zone).Format("Mon 2 Jan 15:04") }
	s := m.Activity()
	switch m.Change {
	case Added:
		s += " is new: " + at(m.After.Start)
		if m.After.End.After(m.After.Start) {
			s += " – " + at(m.After.End)
		}
		if m.After.Environment != "" {
			s += " in " + m.After.Environment
		}
	case Dropped:
		return s + " is dropped; it was to start " + at(m.Before.Start)
	case Resized:
		s += " still starts " + at(m.After.Start) + " and ends " + at(m.After.End) + ", not " + at(m.Before.End)
	default:
		s += " " + at(m.Before.Start) + " → " + at(m.After.Start)
		if by := m.By(); by != 0 {
			s += " (" + inWords(by) + ")"
		}
		if m.Change == Relocated {
			s += ", " + site(m.Before, m.After) + " → " + site(m.After, m.Before)
		}
	}
	if m.Reason != "" && !m.After.Fact {
		s += ": " + m.Reason
	}
	return s
}

// site is where and by whom a is done, as far as that tells it from b.
func site(a, b schedule.Assignment) string {
	var parts []string
	if a.Environment != b.Environment || a.Configuration != b.Configuration {
		s := cmp.Or(a.Environment, "no environment")
		if a.Configuration != b.Configuration && a.Configuration != "" {
			s += " as " + a.Configuration
		}
		parts = append(parts, s)
	}
	if !slices.Equal(a.Resources, b.Resources) {
		parts = append(parts, "by "+cmp.Or(strings.Join(a.Resources, ", "), "nobody"))
	}
	return strings.Join(parts, " ")
}

// inWords is a shift: "1 day 4 hours later".
func inWords(d time.Duration) string {
	word := " later"
	if d < 0 {
		d, word = -d, " earlier"
	}
	var parts []string
	for _, u := range []struct {
		name string
		of   time.Duration
	}{{"day", 24 * time.Hour}, {"hour", time.Hour}, {"minute", time.Minute}} {
		if n := d / u.of; n > 0 {
			plural := "s"
			if n == 1 {
				plural = ""
			}
			parts = append(parts, fmt.Sprintf("%d %s%s", n, u.name, plural))
			d -= n * u.of
		}
	}
	return strings.Join(parts, " ") + word
}
