// Package psplib reads the instance files of the scheduling literature, so that
// the solver can be measured on problems whose best known answers are published.
//
//	f, err := psplib.Read("j301_1.sm", r)
//	plan, err := schedule.Solve(ctx, f.Problem(), schedule.Options{Time: 10 * time.Second})
//	starts, modes := f.Starts(plan)
//
// Four formats are read, told apart by the ending of the name, in any case:
//
//	.sm    single-mode project (Kolisch & Sprecher 1996, PSPLIB)
//	.mm    multi-mode project with nonrenewable resources, the same form
//	.sch   project with minimum and maximum time lags (ProGen/max, Schwindt 1998)
//	.rcp   Patterson's form, single-mode
//
// Jobs are numbered from 0 in a Project, in the order of the file, the dummy
// source and sink among them. Times are whole periods; a period is a minute of
// a Problem.
//
// # Faults
//
// Read returns every fault of a file at once, as release.Faults with file and line:
//
//	unknown-format   the name has none of the four endings
//	too-long         more than 16 MB
//	missing-section  a heading or block of lines that the format has is not there
//	bad-number       a word where a whole number belongs, or one out of bounds
//	wrong-count      a line with too few or too many numbers, or lines that are missing or too many
//	unknown-job      a successor that the file does not have
//	duplicate-job    a job or mode that is described twice
//	cycle            jobs that wait for each other (in .sch: lags that no times can satisfy are no fault)
package psplib
