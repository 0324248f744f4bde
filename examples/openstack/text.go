package main

import (
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/berthplan/berth/schedule"
)

// printComparison writes what was read, what is planned and how it differs from what happened.
func printComparison(out io.Writer, w *work, plan *schedule.Plan) error {
	var b strings.Builder
	w.printInput(&b)
	printPlan(&b, plan)
	if len(plan.Activities) > 0 {
		c := compare(w, plan)
		c.printSummary(&b)
		c.printOrder(&b, w)
		c.printRows(&b)
	}
	_, err := io.WriteString(out, b.String())
	return err
}

func (w *work) printInput(b *strings.Builder) {
	released := 0
	for i := range w.in.list {
		if w.in.list[i].isReleased() {
			released++
		}
	}
	fmt.Fprintf(b, "OpenStack %s, planned as of %s\n\n", w.in.series, w.now.UTC().Format("Mon 2 Jan 2006 15:04:05 UTC"))
	fmt.Fprintf(b, "%d deliverables: %d planned", len(w.in.list), released)
	if out := len(w.in.list) - released; out > 0 {
		fmt.Fprintf(b, ", %d left out (untagged: never released)", out)
	}
	fmt.Fprintf(b, "\n%d dependencies: %d planned", len(w.edges.used)+len(w.edges.dropped), len(w.edges.used))
	if len(w.edges.dropped) > 0 {
		fmt.Fprintf(b, ", %d dropped:", len(w.edges.dropped))
		for _, d := range w.edges.dropped {
			fmt.Fprintf(b, "\n  %s requires %s: %s", d.from, d.to, d.reason)
		}
	}
	fmt.Fprintf(b, "\n%d of %d approvals were Monday to Friday, %02d:00-%02d:00 UTC, at most %d on a day (the coordinated release apart)\n",
		w.seen.inside, w.seen.total, opens, closes, w.seen.busiest)
}

func printPlan(b *strings.Builder, plan *schedule.Plan) {
	facts, late := 0, 0
	for _, a := range plan.Activities {
		if a.Fact {
			facts++
		}
	}
	for _, o := range plan.Packages {
		if o.Late > 0 {
			late++
		}
	}
	fmt.Fprintf(b, "\nPlan: %s (%s), %d activities, %d of them facts; %d packages past their target or deadline\n",
		plan.Status, plan.Stopped, len(plan.Activities), facts, late)
	fmt.Fprintf(b, "%d hard rules broken\n", len(plan.Violations))
	for _, v := range plan.Violations {
		fmt.Fprintf(b, "  %s\n", v.Text)
	}
}

func (c *comparison) printSummary(b *strings.Builder) {
	fmt.Fprintf(b, "\nPlanned beside real (a negative difference: planned earlier)\n\n")
	t := tabwriter.NewWriter(b, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(t, "group\tcompared\tno later\tmedian\tlowest\thighest\tfacts\tnot in the data\t")
	line := func(name string, pairs []pair) {
		s := summarize(pairs)
		if s.compared+s.facts+s.unknown == 0 {
			return
		}
		median, least, most := "-", "-", "-"
		if s.compared > 0 {
			median, least, most = days(s.median), days(s.least), days(s.most)
		}
		fmt.Fprintf(t, "%s\t%d\t%d\t%s\t%s\t%s\t%d\t%d\t\n", name, s.compared, s.noLater, median, least, most, s.facts, s.unknown)
	}
	var all []pair
	for _, g := range groups {
		var releases, candidates []pair
		for i := range c.rows {
			if r := &c.rows[i]; r.group == g {
				releases = append(releases, r.release)
				if r.candidate != (pair{}) {
					candidates = append(candidates, r.candidate)
				}
			}
		}
		line(g+": candidates", candidates)
		line(g+": releases", releases)
		all = append(all, releases...)
	}
	line("all releases", all)
	t.Flush()

	planned, real := 0, 0
	for i := range c.rows {
		r := &c.rows[i]
		first := r.release
		if r.candidate != (pair{}) {
			first = r.candidate
		}
		if first.planned.After(r.target) {
			planned++
		}
		if first.real.After(r.target) {
			real++
		}
	}
	fmt.Fprintf(b, "\nTagged first after the target of its group: %d in the plan, %d in reality\n", planned, real)
}

func (c *comparison) printOrder(b *strings.Builder, w *work) {
	k := c.kept
	fmt.Fprintf(b, "Dependencies in order (what is required is tagged first): %d of %d in the plan, %d of %d in reality\n",
		k.plan, k.planned, k.real, k.seen)
	if k.byFacts > 0 {
		fmt.Fprintf(b, "  (%d were out of order before the plan was made)\n", k.byFacts)
	}
	names := func(title string, list []edge) {
		if len(list) == 0 {
			return
		}
		fmt.Fprintf(b, "\n%s (%d):\n", title, len(list))
		for i := 0; i < len(list); {
			from := list[i].from
			var required []string
			for ; i < len(list) && list[i].from == from; i++ {
				required = append(required, w.in.list[list[i].to].name)
			}
			wrap(b, w.in.list[from].name+" requires ", required, ", ")
		}
	}
	names("Contradicted by the targets, where what is required has the later one", k.contrary)
	names("Out of order in reality", k.broken)
	if len(c.chain) > 0 {
		fmt.Fprintf(b, "\nThe longest chains of dependencies, planned (real):\n")
	}
	for _, chain := range c.chain {
		members := make([]string, len(chain))
		for i, l := range chain {
			members[i] = l.name + " " + l.at.planned.Format("2 Jan")
			if !l.at.real.IsZero() {
				members[i] += l.at.real.Format(" (2 Jan)")
			}
		}
		wrap(b, fmt.Sprint(len(chain), ": "), members, " > ")
	}
}

func (c *comparison) printRows(b *strings.Builder) {
	b.WriteString("\nBy planned release (* a fact)\n\n")
	t := tabwriter.NewWriter(b, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, "deliverable\tgroup\tcandidate\treal\trelease\treal\tdifference")
	for i := range c.rows {
		r := &c.rows[i]
		difference := "-"
		if r.release.comparable() {
			difference = days(r.release.late())
		}
		fmt.Fprintf(t, "%s\t%s\t%s\t%s\t%s\t%s\t%s\n", r.name, r.group, planned(r.candidate), clock(r.candidate.real), planned(r.release), clock(r.release.real), difference)
	}
	t.Flush()
}

// width is the longest line of running text.
const width = 110

// wrap writes a list after its head, broken into lines.
func wrap(b *strings.Builder, head string, items []string, between string) {
	line := "  " + head
	for i, item := range items {
		if i+1 < len(items) {
			item += between
		}
		if len(line)+len(item) > width {
			fmt.Fprintln(b, strings.TrimRight(line, " "))
			line = "      "
		}
		line += item
	}
	fmt.Fprintln(b, line)
}

func planned(p pair) string {
	if p.fact {
		return clock(p.planned) + "*"
	}
	return clock(p.planned)
}

func clock(t time.Time) string {
	if t.IsZero() {
		return "-"
	}
	return t.Format("Mon 2 Jan 15:04")
}

// days is d in days and tenths, with its sign.
func days(d time.Duration) string { return fmt.Sprintf("%+.1f d", d.Hours()/24) }
