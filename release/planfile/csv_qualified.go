package planfile

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"github.com/berthplan/berth/calendar/review"
)

// qualifiers are words of a header that say more of a column, in small letters, but not what it means.
var qualifiers = map[string]bool{
	"planned": true, "scheduled": true, "expected": true, "estimated": true, "proposed": true, "target": true, "test": true, "testing": true,
	"geplant": true, "geplanter": true, "geplantes": true, "geplante": true, "prévu": true, "prévue": true, "prevu": true, "prevue": true,
	"name": true, "date": true, "time": true, "datum": true, "the": true, "of": true,
}

var inParentheses = regexp.MustCompile(`\([^()]*\)|\[[^\[\]]*\]`)

// qualified is what a column means whose header says more than that: "Planned Start", "Start (planned)" and "Test
// Environment". What was planned once or has happened is no such column, and neither is one in a zone of its own.
func qualified(header string) role {
	for _, aside := range inParentheses.FindAllString(header, -1) {
		for _, word := range headerWords(aside) {
			if review.IsZone(word) || slices.Contains([]string{"actual", "real", "baseline", "old", "previous", "original", "ist"}, word) {
				return ""
			}
		}
	}
	date, name := false, false
	var left []string
	for _, word := range headerWords(inParentheses.ReplaceAllString(header, " ")) {
		if !qualifiers[word] {
			left = append(left, word)
		}
		date = date || word == "date" || word == "time" || word == "datum"
		name = name || word == "name"
	}
	x := roleOf(strings.Join(left, ""))
	dated := slices.Contains([]role{roleStart, roleEnd, roleDue, roleDeadline}, x)
	if date && !dated || name && dated || x == roleGroup || x == roleActual {
		return "" // the date of a change is not the change
	}
	return x
}

func headerWords(s string) []string {
	return strings.FieldsFunc(strings.ToLower(s), func(c rune) bool { return !unicode.IsLetter(c) && !unicode.IsDigit(c) && c != '/' })
}

// rolesOf are what columns mean. A header that is a known name counts before one that says more, and
// of those the first of a meaning.
func rolesOf(headers []string) []role {
	out := make([]role, len(headers))
	taken := map[role]bool{"": true}
	for i, h := range headers {
		out[i] = roleOf(h)
		taken[out[i]] = true
	}
	for i, h := range headers {
		if x := qualified(h); out[i] == "" && !taken[x] {
			out[i], taken[x] = x, true
		}
	}
	return out
}
