package ical

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/berthplan/berth/calendar"
)

// Error is a fault in a file: the line where it stands and what is wrong with it.
//
// A file that cannot be read at all has "too-large", "too-long", "too-deep", "too-many" or "not-ical".
// Faults that leave the rest of the file readable are "bad-line", "bad-nesting", "unfinished", "bad-date",
// "bad-length", "bad-offset", "bad-value", "missing", "unknown-zone", "bad-zone" and the codes of calendar.ParseRule.
type Error struct {
	Line int // from 1, as in the file before unfolding
	Err  *calendar.Error
}

// Error gives the line and the fault.
func (e *Error) Error() string { return fmt.Sprintf("line %d: %s", e.Line, e.Err.Error()) }

// Unwrap gives the fault without its line.
func (e *Error) Unwrap() error { return e.Err }

// Errors is every fault of a file, in the order of its lines.
type Errors []*Error

// Error gives one fault a line.
func (e Errors) Error() string {
	all := make([]string, len(e))
	for i, x := range e {
		all[i] = x.Error()
	}
	return strings.Join(all, "\n")
}

// Unwrap lets errors.As find the first *Error.
func (e Errors) Unwrap() []error {
	all := make([]error, len(e))
	for i, x := range e {
		all[i] = x
	}
	return all
}

// maxFaults is how many faults are reported; then the file is left.
const maxFaults = 100

func fault(line int, code, found, expected string) *Error {
	const limit = 80
	if len(found) > limit {
		cut := limit
		for cut > limit-4 && found[cut]&0xC0 == 0x80 {
			cut--
		}
		found = found[:cut] + "…"
	}
	return &Error{line, &calendar.Error{Code: code, Found: found, Expected: expected}}
}

// count is a number as people write it: 200,000.
func count(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// size is a number of bytes in words.
func size(n int) string {
	switch {
	case n >= 1<<20 && n%(1<<20) == 0:
		return strconv.Itoa(n>>20) + " MB"
	case n >= 1<<10 && n%(1<<10) == 0:
		return strconv.Itoa(n>>10) + " kB"
	}
	return strconv.Itoa(n) + " bytes"
}
