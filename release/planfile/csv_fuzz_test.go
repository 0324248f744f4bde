package planfile_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/berthplan/berth/release"
	"github.com/berthplan/berth/release/planfile"
)

// A table is read or refused with faults; what is read can be written, and reads back as it was.
func FuzzReadCSV(f *testing.F) {
	f.Add([]byte(spreadsheet))
	f.Add([]byte("release,what,when\n1.30,Freeze,02:00 UTC Wednesday 27th February 2024 / 18:00 PDT Tuesday 26th February 2024\n1.31,Freeze,TBD\n"))
	f.Add([]byte("sep=;\nname;start;days\na;28/9/2026;1,5\n"))
	f.Add([]byte("name|phase|start|end\na|uat|1 - 3 Sep 2026|\na|uat|x|\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		table, err := planfile.ReadCSV(planfile.File{Name: "plan.csv", Data: data}, planfile.CSVOptions{})
		if err != nil {
			var faults release.Faults
			require.ErrorAs(t, err, &faults)
			require.NotEmpty(t, faults)
			return
		}
		requireRoundTrip(t, table, planfile.CSVOptions{})
	})
}
