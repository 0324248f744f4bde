package report

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"github.com/berthplan/berth/schedule"
)

// tint is how a column is coloured: the number of an ANSI escape sequence; 0 is plain.
type tint int

const (
	lateTint  tint = 31
	wishTint  tint = 33
	planTint  tint = 36
	quietTint tint = 90
)

// cell is one column of the chart; its sign is 0 where nothing is.
type cell struct {
	sign rune
	tint tint
}

// row prints a name and the cells beside it.
func (g *gantt) row(name string, t tint, cells []cell) {
	name = shorten(clean(name), g.label)
	pad := strings.Repeat(" ", max(0, g.label-textWidth(name))+1)
	last := len(cells)
	for last > 0 && cells[last-1].sign == 0 {
		last--
	}
	if last == 0 {
		pad = ""
	}
	now := tint(0)
	paint := func(next tint) {
		if g.colour && next != now {
			fmt.Fprintf(&g.b, "\x1b[%dm", next)
		}
		now = next
	}
	paint(t)
	g.b.WriteString(name)
	paint(0)
	g.b.WriteString(pad)
	for _, c := range cells[:last] {
		paint(c.tint)
		if c.sign == 0 {
			c.sign = ' '
		}
		g.b.WriteRune(c.sign)
	}
	paint(0)
	g.b.WriteByte('\n')
}

// bars draws the activities of one package, in as many lines as overlaps need.
func (g *gantt) bars(r ganttRow) {
	type lane struct {
		cells []cell
		end   int // the first column free of bars
	}
	var lanes []lane
	for _, a := range r.list {
		from := min(max(g.nearest(a.Start), 0), g.chart-1)
		to := min(max(g.nearest(a.End), from+1), g.chart)
		i := slices.IndexFunc(lanes, func(l lane) bool { // a column too late at most
			return l.end <= from || l.end == from+1 && l.end < g.chart
		})
		if i < 0 {
			i = len(lanes)
			lanes = append(lanes, lane{cells: make([]cell, g.chart)})
		}
		from = max(from, lanes[i].end)
		to = max(to, from+1)
		bar := g.bar(a)
		for c := from; c < to; c++ {
			lanes[i].cells[c] = bar
		}
		lanes[i].end = to
	}
	for i, l := range lanes {
		name, t := r.name, tint(0)
		if pkg := r.list[0].Package; i == 0 {
			g.marks(pkg, l.cells)
			if g.late[pkg] {
				t = lateTint
			}
		} else {
			name = ""
		}
		g.row(name, t, l.cells)
	}
}

func (g *gantt) bar(a schedule.Assignment) cell {
	c := cell{g.letters[letterOf(a)], planTint}
	if a.Fact {
		return cell{unicode.ToUpper(c.sign), quietTint}
	}
	for _, m := range g.due[a.Package] {
		if a.End.After(m.at) {
			c.tint = lateTint
		}
	}
	return c
}

// marks draws a package's wish and deadline, where no bar of a single column would go under.
func (g *gantt) marks(pkg string, cells []cell) {
	for _, m := range g.due[pkg] {
		c := g.column(m.at.Add(-1)) // midnight is the end of the day before
		if m.at.Unix() < g.from || c < 0 || c >= len(cells) {
			continue
		}
		same := func(i int) bool { return i >= 0 && i < len(cells) && cells[i].sign == cells[c].sign }
		if cells[c].sign == 0 || same(c-1) || same(c+1) {
			cells[c] = cell{m.sign, wishTint}
		}
	}
}

// blackouts draws one line for all of them.
func (g *gantt) blackouts() {
	cells := make([]cell, g.chart)
	for _, m := range g.plan.Marks {
		if m.Kind != schedule.MarkBlackout || m.End.Unix() <= g.from || m.Start.Unix() >= g.to {
			continue
		}
		from := max(g.column(m.Start), 0)
		for c := from; c <= min(max(g.column(m.End.Add(-1)), from), g.chart-1); c++ {
			cells[c] = cell{blackoutSign, quietTint}
		}
	}
	if slices.ContainsFunc(cells, func(c cell) bool { return c.sign != 0 }) {
		g.row("blackouts", quietTint, cells)
	}
}

// explain says what letters and signs mean.
func (g *gantt) explain() {
	g.b.WriteByte('\n')
	g.line(strings.Join(g.legend, ", ") + g.signs())
	type span struct {
		text string
		more int
	}
	var order []string
	seen := map[string]span{}
	for _, m := range g.plan.Marks {
		if m.Kind != schedule.MarkBlackout {
			continue
		}
		key := m.Name + "\x00" + m.Of
		s, again := seen[key]
		if again {
			s.more++
		} else {
			order = append(order, key)
			s.text = m.Name
			if m.Of != "" {
				s.text += " (" + m.Of + ")"
			}
			s.text += ", " + g.when(m.Start, m.End)
		}
		seen[key] = s
	}
	for _, key := range order {
		s := seen[key]
		if s.more > 0 {
			s.text += ", and " + number(int64(s.more)) + " more"
		}
		g.line(string(blackoutSign) + " " + s.text)
	}
}

// signs explains the signs that are in the chart, or may be.
func (g *gantt) signs() string {
	due, deadline, fact := false, false, false
	for _, a := range g.plan.Activities {
		fact = fact || a.Fact
	}
	for _, marks := range g.due {
		for _, m := range marks {
			due = due || m.sign == dueSign
			deadline = deadline || m.sign == deadlineSign
		}
	}
	s := ""
	for _, sign := range []struct {
		shown bool
		text  string
	}{
		{fact, "capitals: started or done"}, {due, string(dueSign) + " due"}, {deadline, string(deadlineSign) + " deadline"},
	} {
		if sign.shown {
			s += "; " + sign.text
		}
	}
	return s
}
