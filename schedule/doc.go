// Package schedule decides when everything happens, and says why not earlier.
//
//	problem, err := schedule.FromPortfolio(portfolio, now) // or a Problem in Go values
//	plan, err := schedule.Solve(ctx, problem, schedule.Options{Work: 100_000})
//	violations, notes := schedule.Verify(problem, plan)
//	uat, _ := plan.Activity("gateway-7.0.uat")
//	fmt.Println(uat.Why())
//
// A [Problem] is activities and the rules between them; [Solve] makes a [Plan];
// [Verify] judges a plan by the rules alone, sharing no code with the solver.
//
// # The answer
//
// A plan found meets every hard rule. Each level of its Objective carries what
// the plan pays, a bound below which no plan can go, and where the bound came from:
// [Optimal] means that they meet at every level. Each start has its causes: all
// the rules that refuse the slot before it and, where only time had to pass there, what was
// waited for. Each of those rules alone refuses that slot, and without all of them the activity could start in it.
//
// [Plan.Why] follows the causes back to their root, from activity to activity.
//
// Where no plan was found, Solve returns a [Conflict]: which activities have no
// place, which smallest sets of rules clash, whether it is proved that no plan exists, and
// which changes would give one, with amounts, each tried by solving ([Relaxation]). A
// set is smallest because a plan was found without each of its rules; that it is a clash is proved by bounds or
// by search, or said to be unproved.
//
// The first plan comes from serial and parallel schedule generation over several
// priority rules, repaired where it fails. Then searches take turns: generation around the
// best plan, a population of activity lists where the makespan is the aim, and a constraint
// kernel with lazy clause generation, which improves plans in large neighbourhoods and proves how good they are.
// All is seeded and counted in [Options].Work: the same problem, seed, work and workers give the same plan,
// byte for byte, at any GOMAXPROCS. A plan is a checkpoint: see [Options].From.
//
// # The rules
//
// A plan meets a problem's hard rules when all of these hold. "Fact" is an
// activity with Activity.Fact; it is done where Fact.End is given, else
// started. All times are on the grid of whole UTC minutes: calendars are rounded
// inward to whole minutes, bookings and charges outward, steps so that the lower
// capacity lasts longer, the ends of done facts, Problem.Start and earliest starts up, deadlines, pins' ends and the
// horizon down.
//
//  1. Presence. Every activity is in the plan once, except that the activities
//     of an optional package may all be left out together. A package without activities is never left out.
//  2. Facts are where they were: a done one at its Start and End, a started one from its
//     Start to the instant its Left is used up, counted from Problem.Start (or from its own start, if that is later)
//     as its Time counts. Facts pay no penalties, and their own calendars,
//     earliest starts and pins are not judged. Everything else starts on a whole minute, not before
//     Problem.Start, and ends not after Problem.Horizon.
//  3. Time. An elapsed activity ends its Duration after its start. A working one
//     starts at an open instant of its mode's calendar and ends at the first instant by which
//     the calendar was open for its Duration since then. A contiguous one ends
//     its Duration after its start, and [start, end+Rollback) lies in one piece
//     of the calendar, that is, in one occurrence and cut by nothing. A decision has no
//     length and starts at the opening instant of an occurrence of its calendar that is open then.
//     A working activity without length may start at any time.
//  4. Limits. Start ≥ Earliest; End ≤ its own and its package's Deadline;
//     Start lies in Pin. A deadline, pin or maximum lag whose last chance was before
//     Problem.Start, and a deadline that a fact has already broken, binds nothing and is a note.
//  5. Environments. At every instant, the Units of the activities in it and of the hard
//     bookings add up to its Capacity at most, and nothing is held during an outage.
//     What has no length holds nothing.
//  6. Configurations. An environment has Configurations[0] from Problem.Start on, unless a fact or a
//     hard booking that already holds it then states another. Each activity and each hard booking that states
//     a configuration finds it throughout; one that states none keeps what there is.
//     Only a changeover in Plan.Changeovers changes it, from what there is to what the next
//     holder that states one needs. It lies at or after Problem.Start in a stretch in which nothing holds the environment (no activity,
//     no hard booking, no outage), and Environment.Calendar is open in it for the
//     time the matrix gives.
//  7. Resources. Renewable: at every instant the amounts add up to the capacity at most. Budget: the amounts
//     of the chosen modes of everything in the plan add up to the total at most.
//  8. Windows. Per (window, opening instant): the contiguous activities with that Window whose start lies in that
//     occurrence number at most Capacity, and their Risk adds up to RiskBudget at most.
//     A fact counts in the occurrence whose [Opens, Closes) holds its start.
//  9. Systems. As [System] says; what has no length overlaps nothing.
//  10. Links. As [LinkKind] says. What a fact has already decided (the start, or the end, that a link limits) is a note.
//
// A rule broken wholly before Problem.Start, or by facts and bookings alone, is a note and not a violation.
//
// # The objective
//
// Levels in order, each the sum of its terms ([Term]). Tardiness counts from Due or, where
// a package has only a Deadline, from that (only a deadline already missed can be passed).
// Disturbance counts from Activity.Was. A level's Tolerance is what it may pay more than the least that
// was found for it, for the sake of the levels after it.
// Penalties are 500 per minute: Mode.Penalty; for contiguous and working activities, each [calendar.Charge] of the mode's calendar
// at PerHour for every started hour in which the activity progresses inside it; each soft booking at PerHour for every started hour that the activity holds
// the environment inside it.
package schedule
