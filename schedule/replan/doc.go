// Package replan changes a plan that people know as little as it must be changed.
//
//	changed, err := replan.Solve(ctx, baseline, event, replan.Options{})   // what happened, and the plan after it
//	fmt.Println(changed.Difference)                                       // counts first, then each move and why
//	choices, err := replan.Insert(ctx, baseline, event, replan.Options{}) // an emergency: ways out, side by side
//	rows, err := replan.Compare(ctx, baseline, scenarios, replan.Options{})
//
// # The distance
//
// How far a plan is from the one people know is [schedule.Disturbance]: for each
// activity that starts at another minute, its weight times a day and the minutes between the two starts;
// for another environment, its weight times a day; for what is left out, its weight times a quarter of a year. The
// weights are those of [Options].Weight: an activity in a change window, whose date was announced, weighs ten times
// as much as any other. Minutes weigh the same in either direction. [Result].Distance has the bound that no
// plan can go below, given the levels above it.
//
// What has happened, pins, and what starts before the freeze horizon do not move at all. Where
// they cannot stay, there is no plan, and the [schedule.Conflict] says what stands in the way.
//
// # What has happened
//
// The baseline is not changed and stays the measure: replanned without an event, it is
// the plan again, and so it is when the cause of a change has gone.
// What the baseline had before Event.At is taken as done, or started, as it was planned, unless
// the event's facts say otherwise or something that it waits for is not over. So is what was handed in for a meeting. A meeting's decision that a fact of
// the event refuses ("approval: cab", "no") is taken again, no sooner than its lead allows.
package replan
