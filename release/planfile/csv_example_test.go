package planfile_test

import (
	"fmt"
	"os"

	"github.com/berthplan/berth/release/planfile"
)

// A spreadsheet becomes a plan file: its rows packages, its other columns notes.
func ExampleReadCSV() {
	table, err := planfile.ReadCSV(planfile.File{Name: "freeze.csv", Data: []byte("Task;Start;End;Cost centre\n" +
		"Portal 12;7.9.2026;Fri 11 Sep 2026;CC 7\n" +
		"Freeze;Thu 30 Sep 2026;;\n")}, planfile.CSVOptions{})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, slip := range table.Slips {
		fmt.Println(slip)
	}
	planfile.Write(os.Stdout, table.Portfolio)
	// Output:
	// freeze.csv:3:2: weekday: found Thursday in "Thu 30 Sep 2026", expected Wednesday, which 2026-09-30 is
	// plan: freeze
	// packages:
	//   Portal 12:
	//     phases:
	//       work:
	//         duration: 5d
	//     notes:
	//       Start: "7.9.2026"
	//       End: Fri 11 Sep 2026
	//       Cost centre: CC 7
	//   Freeze:
	//     phases:
	//       work: {}
	//     notes:
	//       Start: Thu 30 Sep 2026
}
