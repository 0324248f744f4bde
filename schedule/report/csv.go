package report

import (
	"encoding/csv"
	"io"
	"time"

	"github.com/berthplan/berth/calendar"
	"github.com/berthplan/berth/schedule"
)

// csvHeader is the columns of CSV, by the names that a table of dates is read with.
var csvHeader = [...]string{"package", "phase", "site", "start", "end", "environment", "configuration", "window", "actual", "due", "deadline", "late"}

// CSV writes a row for each activity: package, phase, site, dates in the plan's zone and place, and with the first
// row of each package when it is due and how late it is. planfile.ReadCSV, given the zone, reads the same dates from it.
func CSV(w io.Writer, plan *schedule.Plan) error {
	if _, err := wordsOf(plan); err != nil {
		return err
	}
	zone, err := calendar.LoadZone(plan.Zone)
	if err != nil {
		zone = time.UTC
	}
	outcomes := make(map[string]schedule.Outcome, len(plan.Packages))
	for _, o := range plan.Packages {
		outcomes[o.Package] = o
	}
	out := csv.NewWriter(w)
	if err := out.Write(csvHeader[:]); err != nil {
		return err
	}
	for i := range plan.Activities {
		a := &plan.Activities[i]
		row := []string{a.Package, a.Phase, a.Site, csvTime(a.Start, zone), csvTime(a.End, zone),
			a.Environment, a.Configuration, a.Window, "", "", "", ""}
		if a.Fact {
			row[8] = "yes"
		}
		if o, first := outcomes[a.Package]; first {
			delete(outcomes, a.Package)
			row[9], row[10] = csvLimit(o.Due, zone), csvLimit(o.Deadline, zone)
			if o.Late > 0 {
				row[11] = o.Late.String()
			}
		}
		if err := out.Write(row); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

// csvTime is a time of the zone, with its offset where the clocks show it twice.
func csvTime(t time.Time, zone *time.Location) string {
	t = t.In(zone)
	layout := "2006-01-02 15:04"
	if t.Second() != 0 {
		layout += ":05"
	}
	text := t.Format(layout)
	if back, err := time.ParseInLocation(layout, text, zone); err == nil && back.Equal(t.Truncate(time.Second)) && t.Add(-time.Hour).Format(layout) != text && t.Add(time.Hour).Format(layout) != text {
		return text
	}
	return t.Format(time.RFC3339)
}

// csvLimit is an exclusive end as people write it: midnight is the day before.
func csvLimit(t time.Time, zone *time.Location) string {
	if t.IsZero() {
		return ""
	}
	day, err := calendar.ParseMoment(t.In(zone).Add(-time.Second).Format(time.DateOnly))
	if err == nil && day.Finish(zone).Equal(t) {
		return day.String()
	}
	return csvTime(t, zone)
}
