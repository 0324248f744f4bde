package report

import "time"

// penaltyWeight is what a minute of penalty weighs: as a minute late at the default priority.
const penaltyWeight = 500

// levels says in people's words what the levels of the default objective count.
var levels = []struct{ name, words string }{
	{"left out", "packages left out, by priority"},
	{"tardiness", "minutes late × priority"},
	{"penalties", "minutes of penalty × 500"},
	{"makespan", "minutes until all is done"},
	{"starts", "minutes until each start, summed"},
}

func levelWords(name string) string {
	for _, l := range levels {
		if l.name == name {
			return l.words
		}
	}
	return name
}

// costItems says what the plan pays for breaking soft rules and taking alternatives.
func (t *text) costItems() []string {
	var items []string
	for _, a := range t.plan.Activities {
		if a.Mode > 0 && !a.Fact && a.Environment != "" {
			items = append(items, a.Activity+" runs in "+a.Environment+", which is not its first choice.")
		}
	}
	for _, n := range t.plan.Notes {
		if isSoft(n) {
			items = append(items, sentence(n.Text))
		}
	}
	for _, v := range t.plan.Objective {
		if v.Name == "penalties" && v.Value > 0 {
			paid := time.Duration(v.Value/penaltyWeight) * time.Minute
			items = append(items, "In all this weighs as much as one package "+t.length(paid)+" late at priority 500.")
		}
	}
	return items
}

func (t *text) costs() {
	items := t.costItems()
	if len(items) == 0 {
		return
	}
	t.section("Paid for soft rules and alternatives")
	for _, s := range items {
		t.item(0, s)
	}
}

// objective prints what the plan pays at each level and how little any plan could pay.
func (t *text) objective() {
	if len(t.plan.Objective) == 0 {
		return
	}
	t.section("How good the plan is, what matters most first")
	columns := []column{{title: "COUNTED"}, {title: "THIS PLAN", right: true, whole: true}, {title: "NO PLAN BELOW", right: true, whole: true},
		{title: "GAP", right: true, whole: true}, {title: "SHOWN BY"}}
	for _, v := range t.plan.Objective {
		for c, cell := range []string{levelWords(v.Name), number(v.Value), number(v.Bound), percent(v.Gap()), v.From} {
			columns[c].cells = append(columns[c].cells, cell)
		}
	}
	t.write("  ", columns)
}
