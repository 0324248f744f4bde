package clearance

import (
	"math/big"
	"strings"
)

// quantity is a number with its unit, in the base of the unit's family.
type quantity struct {
	number *big.Rat
	family string // "", "%", "s", "B", or a unit that stands for itself
}

// units that convert into each other: the family and how many of its base they are.
var units = map[string]struct {
	family string
	scale  string
}{
	"":  {"", "1"},
	"%": {"%", "1"}, "percent": {"%", "1"},
	"ns": {"s", "1/1000000000"}, "us": {"s", "1/1000000"}, "µs": {"s", "1/1000000"}, "ms": {"s", "1/1000"}, "s": {"s", "1"},
	"min": {"s", "60"}, "m": {"s", "60"}, "h": {"s", "3600"}, "d": {"s", "86400"}, "w": {"s", "604800"},
	"B": {"B", "1"}, "kB": {"B", "1000"}, "MB": {"B", "1000000"}, "GB": {"B", "1000000000"}, "TB": {"B", "1000000000000"},
	"KiB": {"B", "1024"}, "MiB": {"B", "1048576"}, "GiB": {"B", "1073741824"}, "TiB": {"B", "1099511627776"},
}

// longestNumber bounds the digits of a number, and so the work.
const longestNumber = 40

// parseQuantity reads "98", "-0.5", "98%", "1.5 s", "250ms", "12 defects"; false: it is no number.
func parseQuantity(s string) (quantity, bool) {
	s = strings.TrimSpace(s)
	end, digits, points := 0, 0, 0
	for i, c := range []byte(s) {
		switch {
		case i == 0 && (c == '-' || c == '+'):
		case c >= '0' && c <= '9':
			digits++
		case c == '.' && digits > 0 && points == 0:
			points++
		default:
			c = 0
		}
		if c == 0 {
			break
		}
		end = i + 1
	}
	if digits == 0 || end > longestNumber || s[end-1] == '.' {
		return quantity{}, false
	}
	number, ok := new(big.Rat).SetString(s[:end])
	unit := strings.TrimSpace(s[end:])
	if !ok || strings.ContainsAny(unit, "0123456789.,:+-/") {
		return quantity{}, false
	}
	known, found := units[unit]
	if !found {
		return quantity{number, unit}, true
	}
	scale, _ := new(big.Rat).SetString(known.scale)
	return quantity{number.Mul(number, scale), known.family}, true
}

// parseVersion reads "v1.10", "1.10.2" or "2.0.0-rc1" as its numbers and what stands after a hyphen. A text of one point and
// no v is a number and no version.
func parseVersion(s string) (numbers []string, pre string, ok bool) {
	s = strings.TrimSpace(s)
	text, tagged := strings.CutPrefix(s, "v")
	text, _, _ = strings.Cut(text, "+") // what stands after a plus does not order versions
	text, pre, _ = strings.Cut(text, "-")
	numbers = strings.Split(text, ".")
	if !tagged && len(numbers) < 3 || len(s) > 4*longestNumber {
		return nil, "", false
	}
	for i, n := range numbers {
		if n == "" || strings.Trim(n, "0123456789") != "" {
			return nil, "", false
		}
		numbers[i] = strings.TrimLeft(n, "0")
	}
	return numbers, pre, true
}

// compareVersions orders two versions as semver.org does (section 11), absent numbers being 0.
func compareVersions(a, b []string, preA, preB string) int {
	for i := range max(len(a), len(b)) {
		if c := compareDigits(part(a, i), part(b, i)); c != 0 {
			return c
		}
	}
	switch {
	case preA == preB:
		return 0
	case preA == "":
		return 1
	case preB == "":
		return -1
	}
	x, y := strings.Split(preA, "."), strings.Split(preB, ".")
	for i := range min(len(x), len(y)) {
		dx, dy := isNumber(x[i]), isNumber(y[i])
		var c int
		switch {
		case dx && dy:
			c = compareDigits(strings.TrimLeft(x[i], "0"), strings.TrimLeft(y[i], "0"))
		case dx:
			c = -1
		case dy:
			c = 1
		default:
			c = strings.Compare(x[i], y[i])
		}
		if c != 0 {
			return c
		}
	}
	return len(x) - len(y)
}

func part(list []string, i int) string {
	if i < len(list) {
		return list[i]
	}
	return ""
}

// compareDigits compares numbers without leading zeros, "" being 0.
func compareDigits(a, b string) int {
	if len(a) != len(b) {
		return len(a) - len(b)
	}
	return strings.Compare(a, b)
}

func isNumber(s string) bool { return s != "" && strings.Trim(s, "0123456789") == "" }
