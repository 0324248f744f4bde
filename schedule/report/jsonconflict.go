package report

import (
	"slices"

	"github.com/berthplan/berth/schedule"
)

type jsonConflict struct {
	Minimal     bool             `json:"minimal"`
	Rules       []jsonClashing   `json:"rules"`
	Relaxations []jsonRelaxation `json:"relaxations"`
}

type jsonClashing struct {
	Kind  schedule.RuleKind `json:"kind"`
	Name  string            `json:"name"`
	By    string            `json:"by,omitempty"`
	Text  string            `json:"text"`
	Clash int               `json:"clash"`
}

type jsonRelaxation struct {
	Text    string       `json:"text"`
	Cost    int64        `json:"cost"`
	Changes []jsonChange `json:"changes"`
}

type jsonChange struct {
	Kind   schedule.RuleKind `json:"kind"`
	Target string            `json:"target"`
	By     string            `json:"by,omitempty"`
	Amount string            `json:"amount"`
}

func jsonConflictOf(c *schedule.Conflict) *jsonConflict {
	if c == nil || len(c.Clashes) == 0 {
		return nil
	}
	out := &jsonConflict{Minimal: c.Minimal, Rules: []jsonClashing{}, Relaxations: []jsonRelaxation{}}
	for n, clash := range c.Clashes {
		for _, f := range clash {
			r := jsonClashing{f.Rule.Kind, f.Rule.Name, f.Rule.By, f.Text, n + 1}
			if !slices.ContainsFunc(out.Rules, func(o jsonClashing) bool { return o.Kind == r.Kind && o.Name == r.Name && o.By == r.By }) {
				out.Rules = append(out.Rules, r)
			}
		}
	}
	for _, r := range c.Relaxations {
		j := jsonRelaxation{Text: r.Text, Cost: r.Cost}
		for _, change := range r.Changes {
			j.Changes = append(j.Changes, jsonChange{change.Rule.Kind, change.Rule.Name, change.Rule.By, change.Amount})
		}
		out.Relaxations = append(out.Relaxations, j)
	}
	return out
}

// conflict reads what a view shows of a conflict: how far each change goes is kept in words only.
func (d *decoder) conflict(path string) *schedule.Conflict {
	c := &schedule.Conflict{}
	type numbered struct {
		f     schedule.Finding
		clash int
	}
	var rules []numbered
	d.object(path, fields{
		"minimal": d.boolInto(&c.Minimal),
		"rules": list(d, &rules, func(path string) (n numbered) {
			var kind string
			d.object(path, fields{
				"kind": d.textInto(&kind), "name": d.textInto(&n.f.Rule.Name), "by": d.textInto(&n.f.Rule.By), "text": d.textInto(&n.f.Text),
				"clash": func(path string) { n.clash = d.index(path) },
			}, "kind", "name", "text")
			n.f.Code, n.f.Rule.Kind = kind, schedule.RuleKind(kind)
			return n
		}),
		"relaxations": list(d, &c.Relaxations, func(path string) (r schedule.Relaxation) {
			d.object(path, fields{
				"text": d.textInto(&r.Text),
				"cost": func(path string) { r.Cost, _ = d.integer(path) },
				"changes": list(d, &r.Changes, func(path string) (change schedule.Change) {
					var kind string
					d.object(path, fields{
						"kind": d.textInto(&kind), "target": d.textInto(&change.Rule.Name), "by": d.textInto(&change.Rule.By), "amount": d.textInto(&change.Amount),
					}, "kind", "target", "amount")
					change.Rule.Kind = schedule.RuleKind(kind)
					return change
				}),
			}, "text", "changes")
			return r
		}),
	}, "rules", "relaxations")
	last := 0
	for _, n := range rules {
		if len(c.Clashes) == 0 || n.clash != last {
			c.Clashes, last = append(c.Clashes, nil), n.clash
		}
		k := len(c.Clashes) - 1
		c.Clashes[k] = append(c.Clashes[k], n.f)
		c.Rules = append(c.Rules, n.f.Rule)
	}
	return c
}
