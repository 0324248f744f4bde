// Package outlook says what a whole plan means for the people who share it: who waits for whom, how full
// environments, teams and windows are, and where there is room left.
//
// It answers questions about a plan that is there, and moves nothing. Every answer is a value that
// prints as a table and marshals to JSON with stable field names.
package outlook
