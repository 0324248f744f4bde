package train

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"github.com/berthplan/berth/calendar"
	"github.com/berthplan/berth/calendar/internal/near"
)

var (
	placeholder  = regexp.MustCompile(`\{[^{}]*\}`)
	placeholders = []string{"{n}", "{nn}", "{i}", "{yyyy}", "{yy}", "{mm}", "{dd}"}
)

const wantPattern = `a name such as "2026.{n}" or "{yyyy}-{mm}", with {n}, {nn}, {i}, {yyyy}, {yy}, {mm} or {dd}`

// checkPattern finds placeholders that are not known, and names that would all be the same.
func checkPattern(pattern string) *calendar.Error {
	found := placeholder.FindAllString(pattern, -1)
	for _, p := range found {
		if !isPlaceholder(p) {
			return fault("bad-pattern", pattern, wantPattern, near.Hint(p, placeholders))
		}
	}
	rest := placeholder.ReplaceAllString(pattern, "")
	switch {
	case strings.ContainsAny(rest, "{}"):
		return fault("bad-pattern", pattern, wantPattern, "close each brace")
	case len(found) == 0:
		return fault("bad-pattern", pattern, wantPattern, "without one, all names are the same")
	case strings.TrimSpace(pattern) != pattern || strings.ContainsAny(pattern, "#\n\r") || len(pattern) > 100 || splits(rest):
		return fault("bad-pattern", pattern, wantPattern, "")
	}
	return nil
}

func isPlaceholder(s string) bool {
	for _, p := range placeholders {
		if p == s {
			return true
		}
	}
	return false
}

// splits reports whether a name has a word that parts names from what follows.
func splits(name string) bool {
	padded := " " + name + " "
	for _, word := range []string{" to ", " on ", " at ", " because "} {
		if strings.Contains(padded, word) {
			return true
		}
	}
	return false
}

// name is that of a run: the n-th of all, the i-th of its year, on a day.
func name(pattern string, n, i int, d calendar.Date) string {
	return placeholder.ReplaceAllStringFunc(pattern, func(p string) string {
		switch p {
		case "{n}":
			return strconv.Itoa(n)
		case "{nn}":
			return fmt.Sprintf("%02d", n)
		case "{i}":
			return strconv.Itoa(i)
		case "{yyyy}":
			return fmt.Sprintf("%04d", d.Year)
		case "{yy}":
			return fmt.Sprintf("%02d", d.Year%100)
		case "{mm}":
			return fmt.Sprintf("%02d", int(d.Month))
		}
		return fmt.Sprintf("%02d", d.Day)
	})
}
