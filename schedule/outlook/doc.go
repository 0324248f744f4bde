// Package outlook says what a whole plan means for the people who share it: who waits for whom, how full
// environments, teams and windows are, and where there is room left.
//
//	waits, err := outlook.WaitsOf(problem, plan, outlook.Projects)            // who waits for whom, and for what
//	loads, err := outlook.LoadOf(problem, plan, outlook.LoadOptions{})        // use and demand, week by week
//	room, err := outlook.Free(problem, plan, activity, 5)                     // the first free slots
//
// These answer questions about a plan that is there, and move nothing. Others plan anew, and say what a choice means:
//
//	chosen, err := outlook.Select(ctx, problem, outlook.Backlog{Trains: trains})         // what fits which train; the way back of the rest
//	pairs, err := outlook.Bundles(ctx, problem, plan, outlook.BundleOptions{})           // what could share a window, and what that saves
//	rows, err := outlook.Cadences(ctx, portfolio, now, cadences, schedule.Options{})     // weekly or six-weekly windows?
//	ways, err := outlook.Branches(ctx, plan, portfolio, forks, nil, replan.Options{})    // if the gate fails: this branch, these dates
//
// Each of their searches is bounded and repeats exactly under a limit of work, and each answer says what of it is proved.
//
// Every answer is a value that
// prints as a table and marshals to JSON with stable field names. Times are in the plan's zone; lengths are whole minutes.
//
// Projects that share a house have a plan file each and one for what they share:
// [github.com/berthplan/berth/release/planfile.ReadFiles] reads them as one portfolio and notes whose each package is.
package outlook
