package schedule

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/berthplan/berth/schedule/internal/grid"
	"github.com/berthplan/berth/schedule/internal/sgs"
)

// Chain is why something starts no earlier, back to its root: each activity after
// the first is one that the one before it waits for, by name of one of its causes, and the last
// waits for none: the plan's start, a fact, a calendar, a pin or a booking holds it.
type Chain []Assignment

// Why follows the causes of an activity back to their root. Where it waits for
// several at once, it follows the one that ends last, the first named of equals. It is nil where
// the plan has no such activity.
func (p *Plan) Why(activity string) Chain {
	at := make(map[string]int, len(p.Activities))
	for i := range p.Activities {
		at[p.Activities[i].Activity] = i
	}
	var chain Chain
	seen := map[string]bool{}
	for i, ok := at[activity]; ok; {
		a := p.Activities[i]
		seen[a.Activity] = true
		chain = append(chain, a)
		ok = false
		for _, c := range a.Causes {
			for _, r := range c.Rules {
				for _, name := range r.names() {
					k, known := at[name]
					if !known || seen[name] {
						continue
					}
					if !ok || p.Activities[k].End.After(p.Activities[i].End) {
						i, ok = k, true
					}
				}
			}
			if ok {
				break // what was waited for first is the furthest back
			}
		}
	}
	return chain
}

// names are the activities that may make r bind.
func (r Rule) names() []string {
	switch r.Kind {
	case RuleLink, RuleConfiguration:
		return []string{r.By}
	case RuleEnvironment, RuleResource:
		return append([]string{r.By}, strings.Split(r.By, ", ")...)
	}
	return nil
}

// String is a line for each activity, the root last, and where environments were refused, a line for that:
//
//	gateway.deploy starts Tue 29 Sep 21:00: after gateway.uat, which ends Mon 28 Sep 17:00; then prod opens Tue 29 Sep 21:00
//	gateway.uat starts Mon 21 Sep 08:00: uat is held by Cards until Fri 18 Sep 24:00; then outside working hours until Mon 21 Sep 08:00
//	  0 of 3 environments before Sat 19 Sep 00:00: 2 booked (Cards), 1 wrong configuration
func (c Chain) String() string {
	var b strings.Builder
	for i, a := range c {
		if i > 0 {
			b.WriteString("\n")
		}
		b.WriteString(a.Why())
		if a.Refused != "" {
			b.WriteString("\n  " + a.Refused)
		}
	}
	return b.String()
}

// refusals says in a line why activity i, which has several modes, is in none of
// them where its causes begin: "0 of 3 environments before Mon 21 Sep 08:00: 2 booked (Cards), 1 wrong configuration". It is
// empty where it is not the environments that it waits for.
func (r *reasons) refusals(i int, causes []Cause) string {
	a := &r.g.Acts[i]
	if a.Fixed || len(a.Modes) < 2 || len(causes) == 0 || r.sol.Start[i] == 0 {
		return ""
	}
	start, end, mode := r.sol.Start[i], r.sol.End[i], r.sol.Mode[i]
	t := r.up(causes[0].At)
	r.st.Remove(i)
	defer r.st.Place(i, mode, start, end)
	type group struct {
		word  string
		n     int
		names []string
	}
	var groups []group
	free, about := 0, false
	for m := range a.Modes {
		blocks := r.st.Blocks(i, m, t)
		if len(blocks) == 0 {
			free++
			continue
		}
		block := blocks[0]
		if k := slices.IndexFunc(blocks, func(b sgs.Block) bool { return b.Kind == sgs.Environment }); k >= 0 {
			block, about = blocks[k], true
		}
		word, name := r.refusal(i, m, block)
		k := slices.IndexFunc(groups, func(g group) bool { return g.word == word })
		if k < 0 {
			k, groups = len(groups), append(groups, group{word: word})
		}
		if groups[k].n++; name != "" && !slices.Contains(groups[k].names, name) {
			groups[k].names = append(groups[k].names, name)
		}
	}
	if !about {
		return ""
	}
	slices.SortStableFunc(groups, func(x, y group) int { return cmp.Or(cmp.Compare(y.n, x.n), strings.Compare(x.word, y.word)) })
	parts := make([]string, len(groups))
	for k, g := range groups {
		if parts[k] = fmt.Sprintf("%d %s", g.n, g.word); len(g.names) > 0 {
			parts[k] += " (" + listed(g.names) + ")"
		}
	}
	return fmt.Sprintf("%d of %d environments before %s: %s", free, len(a.Modes), r.at(t+1), strings.Join(parts, ", "))
}

// refusal is a word for a block, and who is behind it.
func (r *reasons) refusal(i, mode int, b sgs.Block) (word, name string) {
	switch b.Kind {
	case sgs.Environment:
		name = r.holder(r.env[r.p.Activities[i].Modes[mode].Environment], b.Clash.With)
		switch {
		case b.Clash.Kind == sgs.InOutage:
			return "in an outage", name
		case b.Clash.Kind == sgs.Full && b.Clash.With.Act == grid.None:
			return "booked", name
		case b.Clash.Kind == sgs.Full:
			return "taken", name
		}
		return "wrong configuration", ""
	case sgs.Calendar:
		return "closed", ""
	case sgs.Busy:
		return "without people", ""
	}
	return "too early", ""
}
