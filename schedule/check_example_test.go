package schedule_test

import (
	"fmt"
	"time"

	"github.com/berthplan/berth/release/planfile"
	"github.com/berthplan/berth/schedule"
)

// Two packages want one environment in one week: the table says who is in the way of whom, and what would help.
func ExampleCheck() {
	table, err := planfile.ReadCSV(planfile.File{Name: "uat.csv", Data: []byte(`name,start,end,environment
Cards,2026-09-21,2026-09-25,uat
Gateway 7.0,2026-09-23,2026-09-29,uat
`)}, planfile.CSVOptions{Zone: "Europe/Zurich"})
	if err != nil {
		fmt.Println(err)
		return
	}
	found, err := schedule.Check(table.Portfolio, table.Timetable, time.Time{})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, v := range found {
		fmt.Println(table.Timetable.Rows[v.Row].Package+":", v)
	}
	// Output:
	// Gateway 7.0: uat holds 2 of 1 from Wed 23 Sep 08:00: Cards.work, Gateway 7.0.work; it would fit Mon 28 Sep 2026 08:00 to Fri 2 Oct 2026 17:00
}
