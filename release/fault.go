package release

import (
	"cmp"
	"errors"
	"slices"
	"strconv"
	"strings"

	"github.com/berthplan/berth/calendar"
)

// Fault is one thing wrong with the input. It is an error.
//
// Path names the place by the sections and keys of a plan file: keys joined by
// ".", names as they are, positions in a list in brackets, from 0. So
// "packages.portal-12.phases.uat.environment", "environments.uat.booked[0].from",
// "environments.uat.changeover.base -> tls13", "blackouts[0].to", "windows.prod.every",
// "risks[0].package", "teams.edge.calendar.hours", "timezone", "sites.order[0]". Facts and pins
// stand under their phase and site: "packages.portal-12.done.build", "….started.sit.left",
// "….pinned.deploy@london". A package's profile is "….risk.change".
//
// What is not as in a file: a link is "links[i]", its position among the Links of its package or phase,
// whatever its kind; a site's own window is "sites.windows.london"; and a thing without a name is given by its
// position, "packages[3].name". A path may end in a key that is missing.
type Fault struct {
	Code     string // stable; every code is listed, with an example, in Codes
	Path     string // "packages.portal-12.phases.uat.environment"
	File     string // with Line and Column: where it stands; "" for Go values
	Line     int    // from 1; 0: unknown
	Column   int
	Found    string
	Expected string
	Hint     string // "did you mean uat?"; may be empty
}

// Error is "FILE:LINE:COLUMN: CODE: text" where the place is known, else
// "PATH: CODE: text". The text is for people and may change.
func (f Fault) Error() string {
	var b strings.Builder
	switch {
	case f.File != "" || f.Line > 0:
		b.WriteString(f.File)
		if f.Line > 0 {
			if f.File != "" {
				b.WriteByte(':')
			}
			b.WriteString(strconv.Itoa(f.Line))
			if f.Column > 0 {
				b.WriteString(":" + strconv.Itoa(f.Column))
			}
		}
		b.WriteString(": ")
	case f.Path != "":
		b.WriteString(f.Path + ": ")
	}
	b.WriteString(f.Code)
	separator := ": "
	for _, part := range []struct{ word, text string }{{"found ", f.Found}, {"expected ", f.Expected}, {"", f.Hint}} {
		if part.text == "" {
			continue
		}
		b.WriteString(separator + part.word + part.text)
		if separator = ", "; part.word == "expected " {
			separator = "; "
		}
	}
	return b.String()
}

// because adds what the calendar had to say about a text within a longer one.
func (f Fault) because(err error) Fault {
	var e *calendar.Error
	if errors.As(err, &e) {
		f.Hint = e.Hint
		if f.Hint == "" {
			f.Hint = quote(e.Found) + " is not " + e.Expected
		}
	}
	return f
}

// maxShown is how many faults an error text has at most.
const maxShown = 100

// Faults is every fault of an input at once, sorted by place. It is an error.
type Faults []Fault

// Error is one fault a line, at most 100 of them.
func (f Faults) Error() string {
	lines := make([]string, 0, min(len(f), maxShown)+1)
	for i, fault := range f {
		if i == maxShown {
			lines = append(lines, "and "+strconv.Itoa(len(f)-maxShown)+" more")
			break
		}
		lines = append(lines, fault.Error())
	}
	return strings.Join(lines, "\n")
}

// Unwrap gives the single faults to errors.As and errors.Is.
func (f Faults) Unwrap() []error {
	all := make([]error, len(f))
	for i, fault := range f {
		all[i] = fault
	}
	return all
}

// Sorted is f by file, line, column, path (numbers in it as numbers) and code,
// each fault once. Call it again when the places have become known.
func (f Faults) Sorted() Faults {
	sorted := slices.Clone(f)
	slices.SortStableFunc(sorted, compareFaults)
	return slices.Compact(sorted)
}

// Err is nil without faults, else f sorted: what a function returns as its error.
func (f Faults) Err() error {
	if len(f) == 0 {
		return nil
	}
	return f.Sorted()
}

func compareFaults(a, b Fault) int {
	return cmp.Or(
		cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column),
		comparePaths(a.Path, b.Path), cmp.Compare(a.Code, b.Code),
		cmp.Compare(a.Found, b.Found), cmp.Compare(a.Expected, b.Expected), cmp.Compare(a.Hint, b.Hint),
	)
}

// comparePaths compares runs of digits by value, so that links[2] is before links[10].
func comparePaths(a, b string) int {
	i, j := 0, 0
	for i < len(a) && j < len(b) {
		if !isDigit(a[i]) || !isDigit(b[j]) {
			if a[i] != b[j] {
				return cmp.Compare(a[i], b[j])
			}
			i, j = i+1, j+1
			continue
		}
		m, n := i, j
		for i < len(a) && isDigit(a[i]) {
			i++
		}
		for j < len(b) && isDigit(b[j]) {
			j++
		}
		x, y := strings.TrimLeft(a[m:i], "0"), strings.TrimLeft(b[n:j], "0")
		if c := cmp.Or(cmp.Compare(len(x), len(y)), cmp.Compare(x, y)); c != 0 {
			return c
		}
	}
	return cmp.Or(cmp.Compare(len(a)-i, len(b)-j), cmp.Compare(a, b))
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

// quote is s as found in an input: in quotation marks, cut where it is very long.
func quote(s string) string {
	const most = 80
	if len(s) > most {
		s = strings.ToValidUTF8(s[:most], "") + "…"
	}
	return strconv.Quote(s)
}
