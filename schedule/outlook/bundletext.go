package outlook

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"
)

// String is a table of the pairs, what all of them together save, and why the others are refused.
func (out *Bundling) String() string {
	say := phrasesIn(out.Zone)
	var b strings.Builder
	fmt.Fprintf(&b, "The plan uses %s, %s, %s of systems and %s.\n", several(out.Spent.Occurrences, "occurrence"), several(out.Spent.Meetings, "meeting"),
		several(out.Spent.Outages, "outage"), several(out.Spent.Changeovers, "changeover"))
	table := [][]string{{"TOGETHER", "INSTEAD OF", "SHARED", "SAVES", "MOVED", "LATER", ""}}
	var refused [][]string
	for _, p := range out.Pairs {
		if p.Refused != "" {
			known := ""
			if p.Proved {
				known = " (proved)"
			}
			refused = append(refused, []string{strings.Join(p.Activities, " + "), p.Refused + known})
			continue
		}
		known := "best found"
		if p.Proved {
			known = "proved"
		}
		later := lateness(p)
		table = append(table, []string{strings.Join(p.Activities, " + "), openings(say, p.Before), say.at(p.Opens), p.Saving.String(), fmt.Sprint(p.Moved), later, known})
	}
	if len(table) > 1 {
		b.WriteString("\n" + columns("", table))
	}
	if t := out.Together; t != nil {
		fmt.Fprintf(&b, "\nTogether they save %s and move %s, and nothing is later past its date:\n", t.Saving, several(t.Moved, "activity"))
		for i := 1; i < len(t.Activities); i += 2 {
			at := "-"
			for _, a := range t.Plan.Activities {
				if a.Activity == t.Activities[i] {
					at = say.at(a.Opens)
				}
			}
			fmt.Fprintf(&b, "  %s + %s: %s\n", t.Activities[i-1], t.Activities[i], at)
		}
	}
	if len(refused) > 0 {
		b.WriteString("\nNot together\n" + columns("  ", refused))
	}
	if out.Untried > 0 {
		fmt.Fprintf(&b, "\n%s not tried.\n", several(out.Untried, "pair"))
	}
	return b.String()
}

func openings(say phrases, list []time.Time) string {
	parts := make([]string, len(list))
	for i, t := range list {
		parts[i] = say.at(t)
	}
	return strings.Join(parts, ", ")
}

// lateness is who pays for a bundle: "portal-12.0 2d; card-art-1 left out".
func lateness(b Bundle) string {
	var parts []string
	for _, l := range b.Later {
		parts = append(parts, l.Package+" "+lasting(l.By))
	}
	for _, name := range b.LeftOut {
		parts = append(parts, name+" left out")
	}
	if len(parts) == 0 {
		return "-"
	}
	return strings.Join(parts, "; ")
}

// MarshalJSON gives the fields by their JSON names, and who is later by how many minutes.
func (b Bundle) MarshalJSON() ([]byte, error) {
	type plain Bundle
	type later struct {
		Package string `json:"package"`
		By      int64  `json:"byMinutes"`
	}
	out := struct {
		plain
		Later []later `json:"later"`
	}{plain: plain(b), Later: []later{}}
	for _, l := range b.Later {
		out.Later = append(out.Later, later{l.Package, minutes(l.By)})
	}
	return json.Marshal(out)
}
