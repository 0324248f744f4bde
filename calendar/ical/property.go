package ical

import (
	"strings"
	"unicode/utf8"
)

// property is one content line of which the value is wanted. What it says is taken apart when it is asked for.
type property struct {
	line   int
	name   string // in upper case
	params string // ";TZID=…", or empty
	value  string
}

// name gives the name of a content line in upper case, and where it ends; empty if there is none.
func nameOf(line []byte, to []byte) (name []byte, end int) {
	for end < len(line) && line[end] != ':' && line[end] != ';' {
		if end == maxName {
			return nil, 0
		}
		end++
	}
	if end == len(line) {
		return nil, 0
	}
	to = to[:0]
	for _, b := range line[:end] {
		if b >= 'a' && b <= 'z' {
			b -= 'a' - 'A'
		}
		if !blank(b) {
			to = append(to, b)
		}
	}
	return to, end
}

// maxName is how long the name of a property or component may be.
const maxName = 128

// split finds the value of a line whose name ends at end: after the first colon
// outside quotes. A quote that is never closed is taken for a letter.
func split(line string, end int) (params, value string, ok bool) {
	quoted := false
	for i := end; i < len(line); i++ {
		switch {
		case line[i] == '"':
			quoted = !quoted
		case line[i] == ':' && !quoted:
			return line[end:i], line[i+1:], true
		}
	}
	if i := strings.IndexByte(line[end:], ':'); i >= 0 {
		return line[end : end+i], line[end+i+1:], true
	}
	return "", "", false
}

// param is the value of a parameter without its quotes and with its carets
// (RFC 6868) undone; empty if there is none.
func (p *property) param(name string) string {
	rest := p.params
	for len(rest) > 0 {
		rest = rest[1:] // the semicolon
		quoted, n := false, 0
		for n < len(rest) && (quoted || rest[n] != ';') {
			if rest[n] == '"' {
				quoted = !quoted
			}
			n++
		}
		key, value, _ := strings.Cut(rest[:n], "=")
		if strings.EqualFold(strings.TrimSpace(key), name) {
			value = strings.Trim(strings.TrimSpace(value), `"`)
			if strings.IndexByte(value, '^') >= 0 {
				value = strings.NewReplacer("^^", "^", "^n", "\n", "^'", `"`).Replace(value)
			}
			return value
		}
		rest = rest[n:]
	}
	return ""
}

// text is a TEXT value with its escapes undone; bytes that are no UTF-8 become U+FFFD.
func (p *property) text() string { return plainText(p.value) }

func plainText(s string) string {
	if !utf8.ValidString(s) {
		s = string([]rune(s))
	}
	if strings.IndexByte(s, '\\') < 0 {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] == '\\' && i+1 < len(s) {
			switch s[i+1] {
			case 'n', 'N':
				b.WriteByte('\n')
				i++
				continue
			case '\\', ';', ',':
				i++
			}
		}
		b.WriteByte(s[i])
	}
	return b.String()
}

// list splits a list at the commas that are not escaped.
func list(s string) []string {
	var all []string
	from := 0
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case '\\':
			i++
		case ',':
			all = append(all, s[from:i])
			from = i + 1
		}
	}
	return append(all, s[from:])
}
