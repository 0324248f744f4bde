// Package release says what is to be released and what is known of it:
// packages, the phases they pass, the environments, windows and people they
// need, gates, risks and facts.
//
// A [Portfolio] is plain data, built in Go or read from a plan file. Its zero
// value is valid and empty. [Portfolio.Validate] finds everything that is
// wrong with it at once, as [Faults]; [Codes] lists the kinds of fault, each
// with an example. [Portfolio.Route] gives the phases of one package with every
// default filled in, and [NewGraph] says what waits for what.
//
// Dates are not here: a [Timetable] is a table of dates, made by a solver or by people.
//
// # Names
//
// Things refer to each other by name. [Portfolio.Resolve] reads a reference such
// as "ledger-4.2", "ledger-4.2.uat" or "ledger-4.2.deploy@london", and
// [Portfolio.ParseLink] a link such as "ledger-4.2.uat +2d". The words "owner"
// and "none" are reserved where a phase names its team, and "none" where it
// names its environment, configuration, window or gate.
package release
