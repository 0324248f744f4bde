package yaml

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Append writes a document in block style: one line for each key and each item,
// so that a change of one value is a change of one line. Parse gives the same tree back.
func Append(dst []byte, n *Node) []byte {
	switch {
	case n.Kind == Map && len(n.Entries) > 0:
		return appendMap(dst, n, 0)
	case n.Kind == List && len(n.Items) > 0:
		return appendList(dst, n, 0)
	}
	return append(appendScalar(dst, n), '\n')
}

func appendMap(dst []byte, n *Node, col int) []byte {
	for i, e := range n.Entries {
		if i > 0 {
			dst = appendSpaces(dst, col)
		}
		dst = appendText(dst, e.Key.Text, false)
		dst = append(dst, ':')
		dst = appendValue(dst, e.Value, col)
	}
	return dst
}

func appendList(dst []byte, n *Node, col int) []byte {
	for i, item := range n.Items {
		if i > 0 {
			dst = appendSpaces(dst, col)
		}
		dst = append(dst, '-')
		switch {
		case item.Kind == Map && len(item.Entries) > 0:
			dst = appendMap(append(dst, ' '), item, col+2)
		case item.Kind == List && len(item.Items) > 0:
			dst = appendList(append(dst, ' '), item, col+2)
		default:
			dst = appendValue(dst, item, col)
		}
	}
	return dst
}

func appendValue(dst []byte, n *Node, col int) []byte {
	switch {
	case n.Kind == Map && len(n.Entries) > 0:
		return appendMap(appendSpaces(append(dst, '\n'), col+2), n, col+2)
	case n.Kind == List && len(n.Items) > 0:
		return appendList(appendSpaces(append(dst, '\n'), col+2), n, col+2)
	case n.Kind == Null:
		return append(dst, '\n')
	}
	return append(appendScalar(append(dst, ' '), n), '\n')
}

func appendScalar(dst []byte, n *Node) []byte {
	switch n.Kind {
	case Map:
		return append(dst, "{}"...)
	case List:
		return append(dst, "[]"...)
	case Text:
		return appendText(dst, n.Text, n.Raw)
	}
	return append(dst, "null"...)
}

func appendSpaces(dst []byte, n int) []byte { return append(dst, strings.Repeat(" ", n)...) }

func appendText(dst []byte, s string, raw bool) []byte {
	if raw || isPlain(s) {
		return append(dst, s...)
	}
	return appendQuoted(dst, s)
}

// isPlain reports whether a text may stand without quotes: it reads back as
// itself here, in braces too, and no other YAML reader takes it for something else than a text or a date.
func isPlain(s string) bool {
	if s == "" || s[0] == ' ' || s[len(s)-1] == ' ' || s[len(s)-1] == ':' ||
		strings.IndexByte("#&*!|>'\"%@`?:-=~<", s[0]) >= 0 && !isNegative(s) ||
		strings.ContainsAny(s, ",[]{}") || strings.Contains(s, ": ") || strings.Contains(s, " #") || strings.HasPrefix(s, "...") {
		return false
	}
	for _, r := range s {
		if r == utf8.RuneError || r != ' ' && !unicode.IsPrint(r) {
			return false
		}
	}
	switch strings.ToLower(s) {
	case "null", "true", "false", "yes", "no", "on", "off", "y", "n":
		return false
	}
	return !isNumber(s)
}

// isNegative reports whether s is a length such as "-2d".
func isNegative(s string) bool {
	return len(s) > 2 && s[0] == '-' && s[1] >= '0' && s[1] <= '9'
}

// isNumber reports whether a YAML 1.1 or 1.2 reader could take s for a number,
// base 60 ("21:00") included.
func isNumber(s string) bool {
	if _, err := strconv.ParseFloat(s, 64); err == nil || strings.HasPrefix(s, "0x") || strings.HasPrefix(s, "0o") {
		return true
	}
	return strings.Trim(s, "0123456789_:.+-eE") == "" && !isDate(s)
}

func isDate(s string) bool {
	return len(s) == 10 && s[4] == '-' && s[7] == '-'
}

// appendQuoted writes s between double quotes, as JSON and YAML both read it.
func appendQuoted(dst []byte, s string) []byte {
	dst = append(dst, '"')
	for _, r := range s {
		switch {
		case r == '"' || r == '\\':
			dst = append(dst, '\\', byte(r))
		case r == '\n':
			dst = append(dst, `\n`...)
		case r == '\t':
			dst = append(dst, `\t`...)
		case r == ' ' || r != utf8.RuneError && unicode.IsPrint(r) || r >= 0x10000: // which YAML and JSON escape in different ways
			dst = utf8.AppendRune(dst, r)
		default:
			dst = fmt.Appendf(dst, `\u%04x`, r)
		}
	}
	return append(dst, '"')
}

// AppendJSON writes a document as JSON, indented by two spaces, one line for
// each key and each item.
func AppendJSON(dst []byte, n *Node) []byte {
	return append(appendJSON(dst, n, 0), '\n')
}

func appendJSON(dst []byte, n *Node, col int) []byte {
	line := func(first bool) {
		if !first {
			dst = append(dst, ',')
		}
		dst = appendSpaces(append(dst, '\n'), col+2)
	}
	switch {
	case n.Kind == Map && len(n.Entries) > 0:
		dst = append(dst, '{')
		for i, e := range n.Entries {
			line(i == 0)
			dst = append(appendQuoted(dst, e.Key.Text), ": "...)
			dst = appendJSON(dst, e.Value, col+2)
		}
		return append(appendSpaces(append(dst, '\n'), col), '}')
	case n.Kind == List && len(n.Items) > 0:
		dst = append(dst, '[')
		for i, item := range n.Items {
			line(i == 0)
			dst = appendJSON(dst, item, col+2)
		}
		return append(appendSpaces(append(dst, '\n'), col), ']')
	case n.Kind == Text && !n.Raw:
		return appendQuoted(dst, n.Text)
	}
	return appendScalar(dst, n)
}
