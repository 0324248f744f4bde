package clearance

import (
	"slices"
	"strings"

	"github.com/berthplan/berth/release"
)

// What people write where something is given or holds, and where it is taken back or does not.
var (
	given    = []string{"yes", "given", "approved", "granted", "true"}
	holds    = append([]string{"done", "passed", "pass", "ok"}, given...)
	refused  = []string{"no", "false", "refused", "rejected", "denied", "declined", "revoked", "withdrawn", "taken back", "void"}
	notHolds = append([]string{"failed", "fail", "not done", "missing"}, refused...)
)

// judge compares what is known with what a criterion asks. The text says what is known,
// such as "is 97.2%"; it is never empty.
func judge(c release.Criterion, f *release.Fact) (Answer, string) {
	if f == nil {
		return Unknown, "is not known"
	}
	value := strings.TrimSpace(f.Value)
	word := strings.ToLower(value)
	switch c.Kind {
	case release.Comparison:
		return compare(value, c.Op, strings.TrimSpace(c.Value))
	case release.FactHolds:
		switch {
		case slices.Contains(holds, word):
			return Yes, "is " + shown(value)
		case slices.Contains(notHolds, word):
			return No, "is " + shown(value)
		}
	case release.ApprovalOf, release.SignOffOf:
		switch {
		case slices.Contains(given, word):
			return Yes, "is " + shown(value)
		case slices.Contains(refused, word):
			return No, "is " + shown(value)
		}
	}
	if value == "" {
		return Unknown, "has no value"
	}
	return Unknown, "is " + shown(value) + ", which says neither yes nor no"
}

// shown is a value from outside in a sentence.
func shown(value string) string {
	if strings.ContainsAny(value, " \t\r\n") || len(value) > 40 || value == "" {
		return quoted(value)
	}
	return value
}

// compare judges "value op wanted": as versions if one of the two can only be a version, as numbers with
// their units, as yes or no, else, for == and !=, as texts.
func compare(value, op, wanted string) (Answer, string) {
	is := "is " + shown(value)
	value, wanted = unquoted(value), unquoted(wanted)
	if value == "" {
		return Unknown, "has no value"
	}
	order, comparable := 0, false
	x, okX := parseQuantity(value)
	y, okY := parseQuantity(wanted)
	vx, preX, versionX := parseVersion(value)
	vy, preY, versionY := parseVersion(wanted)
	switch {
	case versionX || versionY:
		if !versionX {
			vx, preX, versionX = parseVersion("v" + value)
		}
		if !versionY {
			vy, preY, versionY = parseVersion("v" + wanted)
		}
		if !versionX || !versionY {
			return Unknown, is + ", which is no version to compare with " + shown(wanted)
		}
		order, comparable = compareVersions(vx, vy, preX, preY), true
	case okX && okY:
		if x.family != y.family {
			return Unknown, is + ", which has not the unit of " + shown(wanted)
		}
		order, comparable = x.number.Cmp(y.number), true
	case okY:
		return Unknown, is + ", which is no number to compare with " + shown(wanted)
	case okX:
		return Unknown, is + ", which is a number to compare with " + shown(wanted)
	}
	if !comparable {
		if op != "==" && op != "!=" {
			return Unknown, is + ", which cannot be more or less than " + shown(wanted)
		}
		if truth, known := truthOf(wanted); known {
			had, known := truthOf(value)
			if !known {
				return Unknown, is + ", which says neither yes nor no"
			}
			value, wanted = had, truth
		}
		if value != wanted {
			order = 1
		}
	}
	holds := false
	switch op {
	case "==":
		holds = order == 0
	case "!=":
		holds = order != 0
	case "<":
		holds = order < 0
	case "<=":
		holds = order <= 0
	case ">":
		holds = order > 0
	case ">=":
		holds = order >= 0
	default:
		return Unknown, is + ", and " + shown(op) + " is no comparison"
	}
	if holds {
		return Yes, is
	}
	return No, is
}

// truthOf reads a word for yes or no, as "yes" or "no".
func truthOf(s string) (string, bool) {
	switch word := strings.ToLower(s); {
	case slices.Contains(given, word):
		return "yes", true
	case slices.Contains(refused, word):
		return "no", true
	}
	return "", false
}

func unquoted(s string) string {
	if len(s) >= 2 && (s[0] == '"' || s[0] == '\'') && s[len(s)-1] == s[0] {
		return s[1 : len(s)-1]
	}
	return s
}
