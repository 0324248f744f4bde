package report

import (
	"fmt"

	"github.com/berthplan/berth/schedule"
)

// conflict prints which rules clash, each clash by itself, and what would help, numbered.
func (t *text) conflict() {
	c := t.plan.Conflict
	if c == nil {
		return
	}
	for n, clash := range c.Clashes {
		title := "What clashes"
		if len(c.Clashes) > 1 {
			title += fmt.Sprintf(", %d of %d", n+1, len(c.Clashes))
		}
		if c.Minimal {
			title += ": without any one of these the others can be kept"
		} else {
			title += ", as far as was found"
		}
		t.findings(title, clash)
	}
	if len(c.Relaxations) == 0 {
		return
	}
	t.section("What would help: any one of these")
	for n, r := range c.Relaxations {
		number := fmt.Sprintf("%d. ", n+1)
		if t.mark {
			t.b.WriteString(number + markdown(sentence(r.Text)) + "\n")
			continue
		}
		writeWrapped(&t.b, t.columns, "  "+number, "     ", sentence(r.Text))
	}
}

// help is what would help, a sentence each.
func help(c *schedule.Conflict) (all []string) {
	if c == nil {
		return nil
	}
	for _, r := range c.Relaxations {
		all = append(all, sentence("Would help: "+r.Text))
	}
	return all
}
