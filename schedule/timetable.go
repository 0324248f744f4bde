package schedule

import "github.com/berthplan/berth/release"

// Timetable gives the plan's dates: a row for each activity that is in the plan, decisions
// included, in the plan's order, with the texts of its causes. The rows of facts are marked as actual.
func (p *Plan) Timetable() release.Timetable {
	t := release.Timetable{Plan: p.Name, Zone: p.Zone}
	if len(p.Activities) > 0 {
		t.Rows = make([]release.Row, 0, len(p.Activities))
	}
	for i := range p.Activities {
		a := &p.Activities[i]
		row := release.Row{
			Package:       a.Package,
			Phase:         a.Phase,
			Site:          a.Site,
			Environment:   a.Environment,
			Configuration: a.Configuration,
			Window:        a.Window,
			Opens:         a.Opens,
			Start:         a.Start,
			End:           a.End,
			Actual:        a.Fact,
			Slack:         a.Slack,
		}
		for _, c := range a.Causes {
			row.Causes = append(row.Causes, c.Text)
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}
