package report

import (
	"cmp"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/berthplan/berth/schedule"
)

// GanttOptions say how Gantt draws.
type GanttOptions struct {
	Width  int  // columns; 0: 100. Fewer than 40 are taken as 40, more than 1000 as 1000
	Colour bool // with ANSI escape sequences. The program knows: only for a terminal, and not where NO_COLOR is set
}

const (
	ganttWidth = 100
	leastGantt = 40
	mostGantt  = 1000
)

// Gantt draws plan for a terminal of so many columns: a bar for each phase, a
// letter for each kind of phase, those of a package in one line where they do
// not overlap; capitals for what has started or is done; wishes, deadlines and blackouts. A bar
// takes at least one column, so what is shorter than a column is drawn a little too long.
// Nothing is wider than the width; control characters in names are replaced.
func Gantt(w io.Writer, plan *schedule.Plan, opt GanttOptions) error {
	words, err := wordsOf(plan)
	if err != nil {
		return err
	}
	width := min(max(cmp.Or(opt.Width, ganttWidth), leastGantt), mostGantt)
	g := gantt{text: text{plan: plan, words: words, chain: chainOf(plan), columns: width}, colour: opt.Colour}
	g.head()
	g.findings("What stands in the way", plan.Violations)
	if len(plan.Activities) > 0 {
		g.draw()
	}
	return flush(w, &g.b)
}

// gantt is one chart being drawn.
type gantt struct {
	text
	colour  bool
	label   int // columns of the names on the left
	chart   int // columns of the time line
	from    int64
	to      int64             // seconds; from < to
	letters map[string]rune   // by phase
	legend  []string          // phases in the order of their letters
	late    map[string]bool   // packages
	due     map[string][]mark // by package
}

// mark is a wish or a deadline.
type mark struct {
	at   time.Time
	sign rune
}

const (
	dueSign      = '!'
	deadlineSign = '|'
	blackoutSign = '░'
	otherSign    = '*' // phases beyond the letters there are
)

func (g *gantt) draw() {
	g.late, g.due = map[string]bool{}, map[string][]mark{}
	for _, o := range g.plan.Packages {
		if o.LeftOut {
			continue
		}
		g.late[o.Package] = o.Late > 0
		for _, m := range []mark{{o.Due, dueSign}, {o.Deadline, deadlineSign}} {
			if !m.at.IsZero() {
				g.due[o.Package] = append(g.due[o.Package], m)
			}
		}
	}
	rows := g.group()
	for _, r := range rows {
		g.label = max(g.label, textWidth(clean(r.name)))
	}
	g.label = min(max(g.label, len("blackouts")), g.columns*3/10)
	g.chart = g.columns - g.label - 1
	g.stretch()
	g.name()
	g.b.WriteByte('\n')
	g.axis()
	g.blackouts()
	for _, r := range rows {
		g.bars(r)
	}
	g.explain()
}

// ganttRow is a package, or an activity without one, and its activities by start.
type ganttRow struct {
	name string
	list []schedule.Assignment
}

func (g *gantt) group() []ganttRow {
	var rows []ganttRow
	index := map[string]int{}
	for _, a := range g.byPackage() {
		i, known := index[a.Package]
		if a.Package == "" || !known {
			i = len(rows)
			index[a.Package] = i
			rows = append(rows, ganttRow{name: cmp.Or(a.Package, a.Activity)})
		}
		rows[i].list = append(rows[i].list, a)
	}
	for i := range rows {
		slices.SortStableFunc(rows[i].list, func(a, b schedule.Assignment) int { return a.Start.Compare(b.Start) })
	}
	return rows
}

// stretch sets the time line: whole days, or hours where all is over within two
// days. Wishes and deadlines after the last bar extend it by a quarter at most.
func (g *gantt) stretch() {
	first, last := g.extent()
	end := last
	for _, marks := range g.due {
		for _, m := range marks {
			if m.at.After(end) && m.at.Sub(last) <= last.Sub(first)/4 {
				end = m.at
			}
		}
	}
	first, end = first.In(g.zone), end.In(g.zone)
	from := time.Date(first.Year(), first.Month(), first.Day(), 0, 0, 0, 0, g.zone)
	if end.Sub(first) <= 48*time.Hour {
		from = first.Truncate(time.Hour)
	}
	g.from = from.Unix()
	g.to = max(end.Unix(), g.from+3600)
}

// column is the column in which an instant falls, which may lie outside the chart.
func (g *gantt) column(t time.Time) int {
	return int((t.Unix() - g.from) * int64(g.chart) / (g.to - g.from))
}

// nearest is the boundary between columns nearest to an instant.
func (g *gantt) nearest(t time.Time) int {
	span := g.to - g.from
	return int((2*(t.Unix()-g.from)*int64(g.chart) + span) / (2 * span))
}

// name gives each phase a letter: one of its name if that is free.
func (g *gantt) name() {
	g.letters = map[string]rune{}
	taken := map[rune]bool{}
	for _, a := range g.plan.Activities {
		phase := letterOf(a)
		if g.letters[phase] != 0 {
			continue
		}
		letter := otherSign
		for _, r := range strings.ToLower(phase[strings.LastIndexByte(phase, '/')+1:]) + "abcdefghijklmnopqrstuvwxyz0123456789" {
			if (r >= 'a' && r <= 'z' || r >= '0' && r <= '9') && !taken[r] {
				letter = r
				break
			}
		}
		taken[letter] = true
		g.letters[phase] = letter
		if letter != otherSign {
			g.legend = append(g.legend, string(letter)+" "+phase)
		}
	}
	if taken[otherSign] {
		g.legend = append(g.legend, string(otherSign)+" other")
	}
}

func letterOf(a schedule.Assignment) string { return cmp.Or(a.Phase, a.Activity) }
