package calendar

import (
	"fmt"
	"strings"

	"github.com/berthplan/berth/calendar/internal/near"
)

// Error is a text or value that could not be used: a stable code, what was
// found, what was expected and, where it can be guessed, a hint ("did you mean …").
type Error struct {
	Code     string // stable: "bad-date", "unknown-zone", …
	Found    string // as written, shortened if it is long
	Expected string
	Hint     string // may be empty
	Path     string // from Compile: "windows[2].zone"; empty from the Parse functions
}

// Error gives the fault in one line.
func (e *Error) Error() string {
	var b strings.Builder
	if e.Path != "" {
		b.WriteString(e.Path + ": ")
	}
	fmt.Fprintf(&b, "%s: found %q, expected %s", e.Code, e.Found, e.Expected)
	if e.Hint != "" {
		b.WriteString("; " + e.Hint)
	}
	return b.String()
}

// Errors is every fault of a Calendar at once, in the order of its fields.
type Errors []*Error

// Error gives one fault a line.
func (e Errors) Error() string {
	lines := make([]string, len(e))
	for i, x := range e {
		lines[i] = x.Error()
	}
	return strings.Join(lines, "\n")
}

// Unwrap lets errors.As find the first *Error.
func (e Errors) Unwrap() []error {
	all := make([]error, len(e))
	for i, x := range e {
		all[i] = x
	}
	return all
}

// maxText bounds the texts the Parse functions look at.
const maxText = 2000

// fault builds an Error without a hint.
func fault(code, found, expected string) *Error {
	return &Error{Code: code, Found: shorten(found), Expected: expected}
}

// hinted builds an Error with a hint; an empty hint is allowed.
func hinted(code, found, expected, hint string) *Error {
	return &Error{Code: code, Found: shorten(found), Expected: expected, Hint: hint}
}

func shorten(s string) string {
	const limit = 80
	if len(s) <= limit {
		return s
	}
	cut := limit
	for cut > 0 && s[cut]&0xC0 == 0x80 { // not inside a rune
		cut--
	}
	return s[:cut] + "…"
}

// nearest is the word of list closest to s, if it is close enough to be meant.
// Ties go to the earlier word.
func nearest(s string, list []string) (string, bool) {
	if len(s) > 64 {
		return "", false
	}
	s = strings.ToLower(s)
	best, at := 3, ""
	if len(s) < 5 {
		best = 2
	}
	for _, w := range list {
		if len(w)-len(s) >= best || len(s)-len(w) >= best {
			continue
		}
		if d := near.Edits(s, strings.ToLower(w)); d < best {
			best, at = d, w
		}
	}
	return at, at != ""
}
