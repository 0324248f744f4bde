// Package planfile reads and writes plan files: a [release.Portfolio] as YAML or JSON.
//
// The smallest useful file:
//
//	plan: Friday hotfix
//	timezone: Europe/Zurich
//	packages: {portal-12.0.1: {deploy: 2h}}
//	windows: {prod: {every: [tue, thu], hours: "21:00-03:00"}}
//	blackouts:
//	  - {name: Year end, from: 2026-12-18, to: 2027-01-04}
//
// # Reading
//
// [ReadFile], [ReadFiles] and [Read] find all faults at once, as [release.Faults],
// each with its file, line and column; only of what is not YAML or JSON at all, the first in
// each file. They include what [release.Portfolio.Validate] finds. [Codes] lists the kinds of fault that
// concern the form of a file, each with an example.
//
// Every value is read as the text that was typed and means what its key says:
// the name 4.10 stays 4.10, 21:00 is a time of day, NO a name. A day is 2026-11-15;
// as an end it means that whole day, and a time as an end is exclusive. Only true and
// false are booleans. Unknown and repeated keys are faults. YAML's anchors, aliases,
// merge keys, tags and directives are refused, and so is more than one document in a file.
//
// In a package, a key that is a phase (one the plan declares, or build, sit, uat,
// deploy or soak) is that phase: "deploy: 2h" gives its duration, "uat: skip"
// takes it out, and a map gives any of its fields. A phase of another name stands under "phases:".
//
// Several files merge into one portfolio. What two files define must be the same in both;
// their plans' names are joined, and a package that has no "project:" is of the project that its file is the plan of. "facts: facts.yaml", "holidays: ch-zh.ics" and
// "systems: catalog-info.yaml" name files next to the plan file or below it. A
// Backstage catalogue may also be one of the files: its components become systems.
//
// # Writing
//
// [Write] and [WriteJSON] give the canonical form: keys in a fixed order, one
// line for each value, so that a change of one value is a change of one line.
// Comments and the shorthand are not kept; files that were referred to are written out in place.
// Reading what was written gives the same value, except that facts stand with what
// is done before what has started.
//
// # Tables
//
// [ReadCSV] reads what people plan in a spreadsheet, dates included, and [Table] writes it again.
package planfile
