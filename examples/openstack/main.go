// Command openstack plans a release cycle of OpenStack from its own data, and
// compares the plan with what really happened. It is the template for feeding a
// tool's data into Berth with Go values and no plan file:
//
//	go run ./examples/openstack deliverables_flamingo.json
//	go run ./examples/openstack -at 2025-09-01 deliverables_flamingo.json
//	go run ./examples/openstack -format json deliverables_flamingo.json
//
// # The data
//
// A deliverables file is a JSON object with the cycle's "series" and a list
// "deliverables", each with name, team, type, model, deps (names of deliverables it
// requires) and releases, each with version and the instants it was proposed and merged:
// what https://opendev.org/openstack/releases says of a cycle, with the time of each
// request and approval from its history.
//
// # The model
//
//   - A deliverable is a release package. What has the model "untagged" is never
//     released and is left out. The team, OpenStack's, owns the system of the same name.
//   - A team asks for a release ("request": a working day of a release liaison; a team
//     has two, so no more than two requests are in preparation at once), the
//     request waits ("review"), and the release team approves it ("release").
//     A deliverable with release candidates passes all of it for its first candidate
//     before ("candidate-review", "candidate").
//   - A review is wall-clock time, as long as requests really waited from proposal
//     to merge: the median for the type of deliverable, with the first and last decile
//     as low and high. Measured in the same file that is hindsight; -waits measures
//     in another, such as the cycle's before.
//   - Releases are approved Monday to Friday, 08:00-17:00 UTC: the report says how many
//     really were. Fridays are no exception in the data, and approval waits for no
//     meeting. An approval takes five minutes of a manager, -managers of them work at
//     once, and no day sees more approvals than the busiest day of the data. Finals
//     with candidates are one change on the day of the coordinated release and ask for
//     no manager each.
//   - The dates come from the cycle's schedule: libraries in week R-6, client libraries
//     in R-5, first candidates in R-3. These are targets that real cycles miss without
//     harm, so they are due dates; what the schedule calls the last week (R-1, the
//     release day, R+9 for trailing deliverables) is a deadline. A phase has no due
//     date, so the target of candidates is only compared.
//   - Requests are made in the last weeks before the target (-lead), for candidates from
//     feature freeze on, for finals from the end of R-1 on, for trailing deliverables
//     after the release. A plan starts everything as early as it may, so it comes before
//     reality where nothing holds it; a team that had nothing more to release comes
//     before the plan.
//   - A deliverable that requires another is tagged first (candidate or only
//     release) after the other is final (its candidate, where it has them), by a working day
//     in which the new version reaches the constraints everybody tests with (-settle).
//
// Duration of requests, number of liaisons and managers, lead and settling time are
// assumptions; the data does not tell them. Each is a flag.
//
// With -at, everything proposed or merged by then is a fact, to the second. Which release
// was a deliverable's last is known only afterwards; the one that was counts.
//
// The program exits with 0 if there is a plan that keeps every hard rule, with 1 if there
// is none, and with 2 if the input or the command line is wrong.
package main

import (
	"context"
	"os"
	"os/signal"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	context.AfterFunc(ctx, stop) // the first Ctrl-C ends the search, the second the program
	os.Exit(run(ctx, os.Args[1:], os.Stdout, os.Stderr))
}
