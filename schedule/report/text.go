package report

import (
	"io"
	"slices"
	"strings"
	"time"

	"github.com/berthplan/berth/schedule"
)

// Text prints plan for a terminal of 120 columns: what is known of it, a table
// of packages and phases, then what is late and why, what was left out, what
// soft rules cost, the changeovers, the notes and how good the plan is. Of a
// search that found no plan it prints what stands in the way, which rules clash and what would help. It uses no
// colour; control characters in names are replaced.
func Text(w io.Writer, plan *schedule.Plan) error {
	words, err := wordsOf(plan)
	if err != nil {
		return err
	}
	t := text{plan: plan, words: words, chain: chainOf(plan), columns: lineWidth}
	t.head()
	t.findings("What stands in the way", plan.Violations)
	t.conflict()
	t.table()
	t.late()
	t.leftOut()
	t.changeovers()
	t.costs()
	t.notes()
	t.objective()
	return flush(w, &t.b)
}

// text is one report being written.
type text struct {
	words
	plan    *schedule.Plan
	chain   chain
	b       strings.Builder
	mark    bool // as Markdown
	columns int  // of a line
}

// found reports whether there is a plan at all to show.
func (t *text) found() bool {
	return t.plan.Status == schedule.Optimal || t.plan.Status == schedule.Feasible
}

func (t *text) section(title string) {
	if t.mark {
		t.b.WriteString("\n## " + markdown(title) + "\n\n")
		return
	}
	t.b.WriteString("\n" + title + "\n")
}

func (t *text) line(s string) {
	if t.mark {
		if !strings.HasSuffix(t.b.String(), "\n\n") {
			t.b.WriteByte('\n')
		}
		t.b.WriteString(markdown(s) + "\n")
		return
	}
	writeWrapped(&t.b, t.columns, "", "", s)
}

// write prints the columns beside each other.
func (t *text) write(indent string, columns []column) {
	if t.mark {
		markdownTable(&t.b, columns)
		return
	}
	writeTable(&t.b, indent, columns)
}

// item prints a sentence of a section at a depth from 0.
func (t *text) item(depth int, s string) {
	if t.mark {
		t.b.WriteString(strings.Repeat("  ", depth) + "- " + markdown(s) + "\n")
		return
	}
	indent := strings.Repeat("  ", depth+1)
	writeWrapped(&t.b, t.columns, indent+"- ", indent+"  ", s)
}

func (t *text) head() {
	p := t.plan
	if p.Name != "" {
		t.line(p.Name)
	}
	t.line(t.verdict())
	if s := t.summary(); s != "" {
		t.line(s)
	}
	first, last := t.extent()
	if first.IsZero() {
		return
	}
	name := p.Zone
	if name == "" {
		name = "UTC"
	}
	t.line("Times are " + name + ": " + t.zones(first, last) + ".")
}

// verdict is the status in words.
func (t *text) verdict() string {
	p := t.plan
	if n := len(p.Violations); n > 0 && t.found() {
		return "This is not a plan that works: " + count(n, "hard rule") + " broken."
	}
	stopped := strings.TrimSuffix(p.Stopped, ": horizon")
	switch p.Status {
	case schedule.Optimal:
		return "Every hard rule holds, and no plan is better: that is proved."
	case schedule.Feasible:
		return "Every hard rule holds. A better plan may exist" + ended(stopped) + "."
	case schedule.Infeasible:
		return "No plan meets every hard rule: that is proved."
	}
	s := "No plan was found, and it is not proved that there is none" + ended(stopped) + "."
	if strings.HasSuffix(p.Stopped, "horizon") && !p.Horizon.IsZero() {
		s += " A later horizon than " + t.end(p.Horizon) + " may allow one."
	}
	return s
}

// ended says why the search ended, where that is of use.
func ended(stopped string) string {
	switch stopped {
	case "cancelled":
		return ": the search was stopped"
	case "work limit", "time limit":
		return ": the search ended at its " + stopped
	case "no better plan found":
		return "; the search found none"
	}
	return ""
}

// summary counts packages: on time, late and left out, and says when all is done.
func (t *text) summary() string {
	if !t.found() || len(t.plan.Packages) == 0 {
		return ""
	}
	late, out := 0, 0
	var worst time.Duration
	var end time.Time
	for _, o := range t.plan.Packages {
		if o.LeftOut {
			out++
		}
		if o.Late > 0 {
			late++
			worst = max(worst, o.Late)
		}
		if o.Finish.After(end) {
			end = o.Finish
		}
	}
	s := count(len(t.plan.Packages), "package")
	switch {
	case late == 0:
		s += ": none late"
	case late == 1:
		s += ": 1 late, by " + t.length(worst)
	default:
		s += ": " + number(int64(late)) + " late, by at most " + t.length(worst)
	}
	if out > 0 {
		s += ", " + number(int64(out)) + " left out"
	}
	if !end.IsZero() {
		s += ". All is done by " + t.end(end)
	}
	return s + "."
}

// extent is the first and the last instant of the activities.
func (t *text) extent() (first, last time.Time) {
	for _, a := range t.plan.Activities {
		if first.IsZero() || a.Start.Before(first) {
			first = a.Start
		}
		if a.End.After(last) {
			last = a.End
		}
	}
	return first, last
}

// table prints one line for each activity, packages in the plan's order.
func (t *text) table() {
	if len(t.plan.Activities) == 0 {
		return
	}
	columns := []column{{title: "PACKAGE"}, {title: "PHASE"}, {title: "START", whole: true}, {title: "END", whole: true},
		{title: "ENV"}, {title: "CONFIG"}, {title: "WINDOW"}, {title: "FACT", whole: true}}
	previous := ""
	for i, a := range t.byPackage() {
		name := a.Package
		if name == "" {
			name = a.Activity
		}
		shown := name
		if i > 0 && name == previous {
			shown = ""
		}
		previous = name
		for c, cell := range []string{shown, phaseOf(a), aligned(t.starts(a)), aligned(t.ends(a)), a.Environment, a.Configuration, a.Window, t.fact(a)} {
			columns[c].cells = append(columns[c].cells, cell)
		}
	}
	t.b.WriteByte('\n')
	t.write("", columns)
}

// byPackage is the activities with those of one package together, in the order of the plan's packages.
func (t *text) byPackage() []schedule.Assignment {
	rank := make(map[string]int, len(t.plan.Packages))
	for i, o := range t.plan.Packages {
		rank[o.Package] = i
	}
	place := func(a schedule.Assignment) int {
		if r, ok := rank[a.Package]; ok {
			return r
		}
		return len(rank)
	}
	sorted := slices.Clone(t.plan.Activities)
	slices.SortStableFunc(sorted, func(a, b schedule.Assignment) int { return place(a) - place(b) })
	return sorted
}

// phaseOf is "deploy@zurich", or the activity's name where it has no phase.
func phaseOf(a schedule.Assignment) string {
	s := a.Phase
	if s == "" {
		s = a.Activity
	}
	if a.Site != "" {
		s += "@" + a.Site
	}
	return s
}

func (t *text) fact(a schedule.Assignment) string {
	switch {
	case a.Pinned && !a.Fact:
		return "pinned"
	case !a.Fact:
		return ""
	case a.End.After(t.plan.Start):
		return "started"
	}
	return "done"
}

func (t *text) late() {
	title := "Late, and why"
	told := map[string]bool{} // whose causes have been printed
	for _, o := range t.plan.Packages {
		if o.Late <= 0 {
			continue
		}
		if title != "" {
			t.section(title)
			title = ""
		}
		wish, limit := "due by", o.Due
		if o.Due.IsZero() || (!o.Deadline.IsZero() && o.Deadline.Before(o.Due)) {
			wish, limit = "its deadline was", o.Deadline
		}
		s := o.Package + " is late by " + t.length(o.Late) + ": it finishes " + t.end(o.Finish)
		if !limit.IsZero() {
			s += "; " + wish + " " + t.limit(limit)
		}
		t.item(0, s+".")
		for _, w := range t.chain.back(o.Package) {
			t.why(1, w.Assignment, told)
			for _, a := range w.before {
				if !t.why(2, a, told) {
					break // and so are those before it
				}
			}
		}
	}
}

// why says why an activity does not start earlier. It returns false, and refers
// the reader to what was said, if told has the activity already.
func (t *text) why(depth int, a schedule.Assignment, told map[string]bool) (fresh bool) {
	fresh = !told[a.Activity]
	why := "see above."
	if fresh {
		why = sentences(a.Causes)
		if a.Pinned {
			why = "pinned; " + why
		}
	}
	told[a.Activity] = true
	t.item(depth, a.Activity+" starts "+t.starts(a)+": "+why)
	return fresh
}

// sentences joins the causes of one activity, the oldest first.
func sentences(causes []schedule.Cause) string {
	var all []string
	for _, c := range causes[max(0, len(causes)-maxCauses):] {
		all = append(all, strings.TrimSuffix(c.Text, "."))
	}
	return sentence(strings.Join(all, "; then "))
}

// sentence ends a text with a full stop.
func sentence(s string) string {
	if s == "" || strings.HasSuffix(s, ".") {
		return s
	}
	return s + "."
}

func (t *text) leftOut() {
	items := t.leftOutItems()
	if len(items) == 0 {
		return
	}
	t.section("Left out")
	for _, s := range items {
		t.item(0, s)
	}
}

// leftOutItems says of each package that is left out what it was wanted by, and why it is.
func (t *text) leftOutItems() []string {
	why := map[string]string{}
	for _, n := range t.plan.Notes {
		if n.Code == schedule.NoteLeftOut {
			why[n.Rule.Name] = strings.TrimPrefix(n.Text, n.Rule.Name+" is left out: ")
		}
	}
	var items []string
	for _, o := range t.plan.Packages {
		if !o.LeftOut {
			continue
		}
		s := o.Package
		if !o.Due.IsZero() {
			s += ", due by " + t.limit(o.Due)
		}
		if !o.Deadline.IsZero() && why[o.Package] == "" {
			s += ", deadline " + t.limit(o.Deadline)
		}
		if why[o.Package] != "" {
			s = sentence(s + ": " + why[o.Package])
		}
		items = append(items, s)
	}
	return items
}

func (t *text) changeovers() {
	if len(t.plan.Changeovers) == 0 {
		return
	}
	t.section("Changeovers")
	columns := []column{{title: "ENVIRONMENT"}, {title: "FROM"}, {title: "TO"}, {title: "START", whole: true}, {title: "END", whole: true}}
	for _, r := range t.plan.Changeovers {
		for c, cell := range []string{r.Environment, r.From, r.To, aligned(t.time(r.Start)), aligned(t.end(r.End))} {
			columns[c].cells = append(columns[c].cells, cell)
		}
	}
	t.write("  ", columns)
}

// findings prints one sentence for each; nothing where there are none.
func (t *text) findings(title string, findings []schedule.Finding) {
	if len(findings) == 0 {
		return
	}
	t.section(title)
	for _, f := range findings {
		s := f.Text
		if s == "" {
			s = f.Code
		}
		t.item(0, sentence(s))
	}
}

// notes are the findings that are about no soft rule; costs prints those.
func (t *text) notes() {
	t.findings("Notes", slices.DeleteFunc(slices.Clone(t.plan.Notes), told))
}

func isSoft(f schedule.Finding) bool { return f.Code == string(schedule.RuleSoft) }

// told says whether a note stands elsewhere: with the costs, or with what is left out.
func told(f schedule.Finding) bool { return isSoft(f) || f.Code == schedule.NoteLeftOut }
