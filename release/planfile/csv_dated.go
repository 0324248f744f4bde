package planfile

import (
	"cmp"
	"slices"

	"github.com/berthplan/berth/release"
)

// Dated is the table with the dates and places of a timetable, such as a plan's. All else is as it was: its
// rows and columns with their order, notes and text. Rows that the timetable does not have lose their dates, and
// rows that it has besides follow the others of their package. A table without rows takes them all:
//
//	table := planfile.Table{Portfolio: portfolio}
//	err := table.Dated(plan.Timetable()).Write(w)
//
// Neither t nor the timetable is changed.
func (t *Table) Dated(dates release.Timetable) *Table {
	out := *t
	if t.Portfolio != nil {
		p := *t.Portfolio
		p.Packages = slices.Clone(p.Packages)
		out.Portfolio = &p
	}
	out.Timetable = release.Timetable{Plan: cmp.Or(dates.Plan, t.Timetable.Plan), Zone: cmp.Or(t.Timetable.Zone, dates.Zone)}
	at := map[string]int{}
	for k, row := range dates.Rows {
		at[rowName(row)] = k
	}
	taken := make([]bool, len(dates.Rows))
	starts := slices.Contains(rolesOf(t.Columns), roleStart)
	for _, row := range t.Timetable.Rows {
		now := release.Row{Package: row.Package, Phase: row.Phase, Site: row.Site}
		if k, ok := at[rowName(row)]; ok && !taken[k] {
			taken[k] = true
			now = dates.Rows[k]
			now.Package, now.Phase, now.Site = row.Package, row.Phase, row.Site
			switch { // a milestone stands where it stood, and what has started and not ended has no end
			case row.Actual && row.End.IsZero():
				now.End = row.End
			case !now.Start.Equal(now.End):
			case row.End.IsZero() && (starts || !row.Start.IsZero()):
				now.End = row.End
			case row.Start.IsZero() && !row.End.IsZero() && !starts:
				now.Start = row.Start
			}
		} else {
			now.Environment, now.Configuration, now.Window = row.Environment, row.Configuration, row.Window
		}
		out.Timetable.Rows = append(out.Timetable.Rows, now)
	}
	last := map[string]int{} // the last row of each package
	for i, row := range out.Timetable.Rows {
		last[row.Package] = i
	}
	more := make([][]release.Row, len(out.Timetable.Rows))
	var rest []release.Row
	for k, row := range dates.Rows {
		if i, ok := last[row.Package]; taken[k] {
		} else if ok {
			more[i] = append(more[i], row)
		} else {
			rest = append(rest, row)
		}
	}
	rows := make([]release.Row, 0, len(out.Timetable.Rows)+len(dates.Rows))
	for i, row := range out.Timetable.Rows {
		rows = append(append(rows, row), more[i]...)
	}
	out.Timetable.Rows = append(rows, rest...)
	if out.Portfolio != nil {
		out.keepLengths(t)
	}
	return &out
}

// rowName is what a row is about, wherever its site stands.
func rowName(r release.Row) string { return r.Ref().String() }

// keepLengths notes the lengths of rows that had them beside no dates, and have dates now: the
// table still says them.
func (t *Table) keepLengths(before *Table) {
	rolled := rolesOf(before.Columns)
	column := slices.Index(rolled, roleDuration)
	if column < 0 {
		return
	}
	key := keysOf(before.Columns)[column]
	was, is := newCSVWriter(before, layout{}), newCSVWriter(t, layout{})
	old := map[string]int{}
	for i, row := range before.Timetable.Rows {
		old[rowName(row)] = i
	}
	for i, row := range t.Timetable.Rows {
		k, ok := old[rowName(row)]
		if !ok || is.pkg[i] < 0 {
			continue
		}
		name := is.noteName(i, key)
		text := was.canonical(k, roleDuration)
		pkg := &t.Portfolio.Packages[is.pkg[i]]
		if text == "" || text == is.canonical(i, roleDuration) || slices.ContainsFunc(pkg.Notes, func(n release.Note) bool { return n.Name == name }) {
			continue
		}
		pkg.Notes = append(slices.Clip(pkg.Notes), release.Note{Name: name, Text: text})
	}
}
