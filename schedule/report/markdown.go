package report

import (
	"io"
	"slices"
	"strings"

	"github.com/berthplan/berth/schedule"
	"github.com/berthplan/berth/schedule/replan"
)

// MarkdownOptions say what Markdown shows. The zero value is the plan alone.
type MarkdownOptions struct {
	Since *schedule.Plan // also show what changed since this plan; nil: nothing
}

// Markdown writes plan for a wiki, an issue or a chat, as GitHub Flavored
// Markdown: the same as Text in the same order, in tables and lists, and after the headline what changed since
// another plan, if one is given. Names are text whatever they hold: no name becomes markup or HTML.
func Markdown(w io.Writer, plan *schedule.Plan, opt MarkdownOptions) error {
	words, err := wordsOf(plan)
	if err != nil {
		return err
	}
	t := text{plan: plan, words: words, chain: chainOf(plan), mark: true}
	if plan.Name != "" {
		t.b.WriteString("# " + markdown(plan.Name) + "\n")
	}
	named := *plan
	named.Name = "" // said
	t.plan = &named
	t.head()
	t.findings("What stands in the way", plan.Violations)
	t.conflict()
	t.changes(opt.Since)
	t.table()
	t.late()
	t.leftOut()
	t.changeovers()
	t.costs()
	t.notes()
	t.objective()
	_, err = io.WriteString(w, strings.TrimPrefix(t.b.String(), "\n"))
	return err
}

// changes prints what is elsewhere than in previous, the counts first.
func (t *text) changes(previous *schedule.Plan) {
	if previous == nil {
		return
	}
	list := replan.Diff(previous, t.plan)
	columns := []column{{title: "ACTIVITY"}, {title: "CHANGE"}, {title: "BEFORE"}, {title: "NOW"}, {title: "BY"}}
	for _, c := range list.Moves {
		before, after, by := "", "", ""
		if c.Change != replan.Dropped {
			after = t.place(c.After)
		}
		if c.Change != replan.Added {
			before = t.place(c.Before)
		}
		if c.Change == replan.Relocated && !slices.Equal(c.Before.Resources, c.After.Resources) {
			before += t.by(c.Before)
			after += t.by(c.After)
		}
		if d := c.By(); d != 0 {
			by = t.length(d)
		}
		for i, cell := range []string{c.Activity(), string(c.Change), before, after, by} {
			columns[i].cells = append(columns[i].cells, cell)
		}
	}
	t.section("What changed")
	if len(list.Moves) == 0 {
		t.line("Nothing: every activity is where it was.")
		return
	}
	var parts []string
	for _, k := range []replan.Change{replan.Moved, replan.Relocated, replan.Resized, replan.Added, replan.Dropped} {
		if n := list.Count(k); n > 0 {
			parts = append(parts, number(int64(n))+" "+string(k))
		}
	}
	t.line(strings.Join(parts, ", ") + "; " + number(int64(list.Stay)) + " as before.")
	t.b.WriteByte('\n')
	t.write("", columns)
}

// by says who does an activity.
func (w words) by(a schedule.Assignment) string {
	if len(a.Resources) == 0 {
		return " by nobody"
	}
	return " by " + strings.Join(a.Resources, ", ")
}

// markdownTable prints a table as GitHub does it. A column without a single cell is not printed.
func markdownTable(b *strings.Builder, columns []column) {
	var kept []column
	rows := 0
	for _, c := range columns {
		if strings.Join(c.cells, "") != "" {
			kept = append(kept, c)
			rows = max(rows, len(c.cells))
		}
	}
	line := func(cell func(c column) string) {
		for _, c := range kept {
			b.WriteString("| " + cell(c) + " ")
		}
		b.WriteString("|\n")
	}
	line(func(c column) string { return markdown(c.title) })
	line(func(c column) string {
		if c.right {
			return "--:"
		}
		return "---"
	})
	for r := range rows {
		line(func(c column) string {
			if r < len(c.cells) {
				return markdown(c.cells[r])
			}
			return ""
		})
	}
}

// markup is what means something inside a line of Markdown.
var markup = strings.NewReplacer(
	`\`, `\\`, "`", "\\`", "*", `\*`, "_", `\_`, "[", `\[`, "]", `\]`, "#", `\#`, "~", `\~`, "$", `\$`,
	"&", "&amp;", "<", "&lt;", ">", "&gt;", "|", "&#124;",
)

// markdown makes a text stand for itself in one line or cell of Markdown.
func markdown(s string) string {
	s = strings.Join(strings.Fields(clean(s)), " ") // as it is shown, and no indented code
	i := 0
	for i < len(s) && s[i] >= '0' && s[i] <= '9' {
		i++
	}
	list := i > 0 && i < len(s) && (s[i] == '.' || s[i] == ')') && (i+1 == len(s) || s[i+1] == ' ')
	if list || i == 0 && s != "" && strings.IndexByte("-+=", s[0]) >= 0 {
		return s[:i] + `\` + s[i:i+1] + markup.Replace(s[i+1:]) // what starts a line so is a list
	}
	return markup.Replace(s)
}
