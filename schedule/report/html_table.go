package report

import (
	"slices"
	"strconv"
	"strings"

	"github.com/berthplan/berth/schedule"
)

// tableView is the table of all activities.
type tableView struct {
	Columns []string
	Groups  []groupView
}

// groupView is the activities of one package.
type groupView struct {
	Name, Late string
	Rows       []lineView
}

// rules keep times in one line.
func (t tableView) rules() string {
	var b strings.Builder
	for i, c := range t.Columns {
		if c == "Start" || c == "End" || c == "Slack" {
			b.WriteString(".all td:nth-child(" + strconv.Itoa(i+1) + "){white-space:nowrap}\n")
		}
	}
	return b.String()
}

// Width is the number of columns with that of the causes.
func (t tableView) Width() int { return len(t.Columns) + 1 }

// lineView is one activity; Cells fit the columns, the last of which is Causes.
type lineView struct {
	Row    int
	Cells  []string
	Causes []string
}

// activities lists everything; a column that no activity needs is not there.
func (h *page) activities() tableView {
	columns := []struct {
		title string
		cell  func(a schedule.Assignment) string
	}{
		{"Phase", func(a schedule.Assignment) string {
			if a.Phase == "" {
				return a.Activity
			}
			return a.Phase
		}},
		{"Site", func(a schedule.Assignment) string { return a.Site }},
		{"Start", func(a schedule.Assignment) string { return h.starts(a) }},
		{"End", func(a schedule.Assignment) string { return h.ends(a) }},
		{"Environment", func(a schedule.Assignment) string { return a.Environment }},
		{"Configuration", func(a schedule.Assignment) string { return a.Configuration }},
		{"Window", func(a schedule.Assignment) string { return a.Window }},
		{"Fact", h.fact},
		{"Slack", func(a schedule.Assignment) string {
			if a.Slack <= 0 {
				return ""
			}
			return h.length(a.Slack)
		}},
	}
	sorted := h.byPackage()
	columns = slices.DeleteFunc(columns, func(c struct {
		title string
		cell  func(a schedule.Assignment) string
	}) bool {
		return !slices.ContainsFunc(sorted, func(a schedule.Assignment) bool { return c.cell(a) != "" })
	})
	var t tableView
	for _, c := range columns {
		t.Columns = append(t.Columns, c.title)
	}
	late := map[string]string{}
	for _, o := range h.plan.Packages {
		if o.Late > 0 {
			late[o.Package] = "late " + h.length(o.Late)
		}
	}
	for i, a := range sorted {
		if i == 0 || a.Package != sorted[i-1].Package {
			g := groupView{Name: a.Package, Late: late[a.Package]}
			if g.Name == "" {
				g.Name = "Not part of a package"
			}
			t.Groups = append(t.Groups, g)
		}
		line := lineView{Row: i + 1}
		for _, c := range columns {
			line.Cells = append(line.Cells, c.cell(a))
		}
		for _, c := range a.Causes {
			line.Causes = append(line.Causes, strings.TrimSuffix(c.Text, "."))
		}
		g := &t.Groups[len(t.Groups)-1]
		g.Rows = append(g.Rows, line)
	}
	return t
}
