// Package outlook says what a whole plan means for the people who share it: who waits for whom, how full
// environments, teams and windows are, and where there is room left.
//
//	waits, err := outlook.WaitsOf(problem, plan, outlook.Projects)            // who waits for whom, and for what
//	loads, err := outlook.LoadOf(problem, plan, outlook.LoadOptions{})        // use and demand, week by week
//	room, err := outlook.Free(problem, plan, activity, 5)                     // the first free slots
//
// These answer questions about a plan that is there, and move nothing. Every answer is a value that
// prints as a table and marshals to JSON with stable field names. Times are in the plan's zone; lengths are whole minutes.
//
// Projects that share a house have a plan file each and one for what they share:
// [github.com/berthplan/berth/release/planfile.ReadFiles] reads them as one portfolio and notes whose each package is.
package outlook
