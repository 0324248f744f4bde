package replan

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/berthplan/berth/calendar"
	"github.com/berthplan/berth/release"
)

// Notice is what one person or team must be told.
type Notice struct {
	Who  string
	What []string // a sentence for each move that concerns them
}

// String is such as "team-edge: gateway-7.0.uat Mon 12 Oct 08:00 → Wed 14 Oct 08:00 (2 days later)".
func (n Notice) String() string { return n.Who + ": " + strings.Join(n.What, "; ") }

// Tell says who must be told of what r moves, by name: the owners of packages and of their systems, as p has
// them, and the teams at work.
func (r *Result) Tell(p *release.Portfolio) []Notice { return notices(p, r.Difference) }

// notices says who must be told of what: the owners of packages and of their systems, and the teams at work.
func notices(p *release.Portfolio, d Difference) []Notice {
	owners := map[string][]string{}
	for _, k := range p.Packages {
		owners[k.Name] = append(owners[k.Name], k.Owner)
		for _, s := range p.Systems {
			if s.Name == k.System {
				owners[k.Name] = append(owners[k.Name], s.Owner)
			}
		}
	}
	var all []Notice
	for _, m := range d.Moves {
		if m.Change == Resized {
			continue
		}
		pkg := m.After.Package + m.Before.Package
		if m.Change == Moved || m.Change == Relocated {
			pkg = m.After.Package
		}
		m.Reason = ""
		text := d.Line(m)
		who := slices.Concat(owners[pkg], m.Before.Resources, m.After.Resources)
		slices.Sort(who)
		for _, w := range slices.Compact(who) {
			if w == "" {
				continue
			}
			k := slices.IndexFunc(all, func(n Notice) bool { return n.Who == w })
			if k < 0 {
				k, all = len(all), append(all, Notice{Who: w})
			}
			all[k].What = append(all[k].What, text)
		}
	}
	slices.SortStableFunc(all, func(a, b Notice) int { return strings.Compare(a.Who, b.Who) })
	return all
}

// String is a choice to be read aloud: when, what moves, what that costs, whom to tell, when to turn back, what is owed.
func (c Choice) String() string {
	var b strings.Builder
	name := string(c.Way)
	for _, also := range c.Also {
		name += ", and " + string(also)
	}
	b.WriteString(strings.ToUpper(name[:1]) + name[1:] + "\n")
	if c.Result == nil {
		b.WriteString("  There is no such plan: " + c.Refused.Error() + "\n")
		return b.String()
	}
	zone, err := calendar.LoadZone(c.Plan.Zone)
	if err != nil {
		zone = time.UTC
	}
	at := func(t time.Time) string { return t.In(zone).Format("Mon 2 Jan 15:04") }
	fmt.Fprintf(&b, "  Done by %s.\n", at(c.Done))
	for _, m := range c.Difference.Moves {
		if m.Change == Added {
			m.Reason = ""
			b.WriteString("    " + c.Difference.Line(m) + "\n")
		}
	}
	pushed := c.Difference.Count(Moved) + c.Difference.Count(Relocated)
	if pushed == 0 {
		b.WriteString("  It pushes nothing.\n")
	} else {
		least := "; nothing that moves less was found"
		if d := c.Distance(); d.Value == d.Bound {
			least = ", and that is the least: it is proved"
		}
		fmt.Fprintf(&b, "  It moves %d, of %d packages%s:\n", pushed, len(c.Difference.Packages()), least)
	}
	for _, m := range c.Difference.Moves {
		if m.Change == Moved || m.Change == Relocated || m.Change == Dropped {
			m.Reason = ""
			b.WriteString("    " + c.Difference.Line(m) + "\n")
		}
	}
	for _, l := range c.Later {
		fmt.Fprintf(&b, "  %s is past its date by %s more.\n", l.Package, strings.TrimSuffix(inWords(l.By), " later"))
	}
	for _, r := range c.Rollback {
		if r.Latest.IsZero() {
			fmt.Fprintf(&b, "  Nothing limits the rollback of %s.\n", r.Activity)
		} else {
			fmt.Fprintf(&b, "  Start the rollback of %s by %s at the latest.\n", r.Activity, at(r.Latest))
		}
	}
	switch {
	case c.Limit > 0 && c.Risk > c.Limit:
		fmt.Fprintf(&b, "  Risk %.1f, above the limit of %.1f: somebody must accept it.\n", c.Risk, c.Limit)
	case c.Limit > 0:
		fmt.Fprintf(&b, "  Risk %.1f of at most %.1f.\n", c.Risk, c.Limit)
	case c.Risk > 0:
		fmt.Fprintf(&b, "  Risk %.1f; no limit is known.\n", c.Risk)
	}
	if len(c.Owed) == 0 {
		b.WriteString("  Nothing is owed afterwards.\n")
	} else {
		var names []string
		for _, d := range c.Owed {
			names = append(names, d.String())
		}
		b.WriteString("  Owed afterwards: " + strings.Join(names, ", ") + ".\n")
	}
	if len(c.Tell) > 0 {
		b.WriteString("  Tell:\n")
		for _, n := range c.Tell {
			fmt.Fprintf(&b, "    %s: %s\n", n.Who, counted(n))
		}
	}
	return b.String()
}

// counted is what one is told, shortened to packages where it is much.
func counted(n Notice) string {
	const few = 2
	if len(n.What) <= few {
		return strings.Join(n.What, "; ")
	}
	return fmt.Sprintf("%s; and %d more", strings.Join(n.What[:few], "; "), len(n.What)-few)
}
