package planfile

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"unicode"
)

// A cell that a spreadsheet would take for a formula is written with an apostrophe in front of it, and a control
// character, which a terminal would obey, as "␛" and its number: "␛1B". Both read back as what they stand for.

// plainNumber is what begins with a sign and is no formula.
var plainNumber = regexp.MustCompile(`^[+-][\d.,' ]*$`)

// isFormula says whether a spreadsheet may take a cell for one.
func isFormula(s string) bool {
	if s == "" {
		return false
	}
	switch s[0] {
	case '=', '@', '\t', '\r':
		return true
	case '+', '-':
		return !plainNumber.MatchString(s)
	}
	return false
}

const escape = '␛'

var escaped = regexp.MustCompile(`␛(␛|[0-9A-F]{2})`)

// harmless is a cell as it is written.
func harmless(s string) string {
	if strings.ContainsFunc(s, func(c rune) bool { return c == escape || isHidden(c) }) {
		var b strings.Builder
		for _, c := range s {
			switch {
			case c == escape:
				b.WriteString("␛␛")
			case isHidden(c):
				fmt.Fprintf(&b, "␛%02X", c)
			default:
				b.WriteRune(c)
			}
		}
		s = b.String()
	}
	if isFormula(strings.TrimLeft(s, "'")) {
		return "'" + s
	}
	return s
}

// isHidden says whether a character is for a terminal and not for people; lines and tabs are for both.
func isHidden(c rune) bool { return unicode.IsControl(c) && c != '\n' && c != '\t' }

// revealed is the cell that harmless wrote.
func revealed(s string) string {
	if rest, ok := strings.CutPrefix(s, "'"); ok && isFormula(strings.TrimLeft(rest, "'")) {
		s = rest
	}
	if !strings.ContainsRune(s, escape) {
		return s
	}
	return escaped.ReplaceAllStringFunc(s, func(m string) string {
		code := strings.TrimPrefix(m, "␛")
		if n, err := strconv.ParseUint(code, 16, 8); err == nil && isHidden(rune(n)) {
			return string(rune(n))
		}
		if code == "␛" {
			return code
		}
		return m
	})
}
