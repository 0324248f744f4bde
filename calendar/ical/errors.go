package ical

import (
	"fmt"

	"github.com/berthplan/berth/calendar"
)

// Error is a fault in a file: the line where it stands and what is wrong with
// it. Its codes are "too-large", "too-long", "too-deep", "too-many", "not-ical",
// "bad-line", "bad-nesting", "unfinished", "bad-date", "bad-length" and those of calendar.ParseRule.
type Error struct {
	Line int // from 1, as in the file before unfolding
	Err  *calendar.Error
}

// Error gives the line and the fault.
func (e *Error) Error() string { return fmt.Sprintf("line %d: %s", e.Line, e.Err.Error()) }

// Unwrap gives the fault without its line.
func (e *Error) Unwrap() error { return e.Err }

func fault(line int, code, found, expected string) *Error {
	const limit = 80
	if len(found) > limit {
		cut := limit
		for cut > 0 && found[cut]&0xC0 == 0x80 {
			cut--
		}
		found = found[:cut] + "…"
	}
	return &Error{line, &calendar.Error{Code: code, Found: found, Expected: expected}}
}
