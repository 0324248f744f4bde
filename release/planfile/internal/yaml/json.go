package yaml

import (
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// JSON may hold two things that YAML does not. Both are put right without moving
// anything from its line and column.

// spaced gives a document in brackets, such as JSON, spaces for the tabs its
// lines begin with. Between brackets, and inside quotes, they mean the same.
func spaced(text string) string {
	rest := text
	for {
		rest = strings.TrimLeft(rest, " \t\n")
		if !strings.HasPrefix(rest, "#") {
			break
		}
		_, rest, _ = strings.Cut(rest, "\n")
	}
	if rest == "" || rest[0] != '{' && rest[0] != '[' || strings.IndexByte(text, '\t') < 0 {
		return text
	}
	b, indent := []byte(text), true
	for i, c := range b {
		if c == '\t' && indent {
			b[i] = ' '
		}
		indent = c == '\n' || indent && (c == ' ' || c == '\t')
	}
	return string(b)
}

// disguise turns the surrogate pairs of JSON (\ud83d\ude00), which YAML does not know, into
// pairs of characters for private use (\ue83d\uee00). It leaves a text alone that has some of its own.
func disguise(text string) (string, bool) {
	changed := shift(text, 'd', +1)
	if changed == text || strings.ContainsFunc(text, isPrivate) || shift(text, 'e', -1) != text {
		return text, false
	}
	return changed, true
}

// undisguise gives a scalar the characters that were meant; where nothing is
// escaped, the letters as typed.
func undisguise(text string, escaped bool) string {
	if !escaped {
		return shift(text, 'e', -1)
	}
	all := []rune(text)
	out := all[:0]
	for i := 0; i < len(all); i++ {
		r := all[i]
		if isPrivate(r) && i+1 < len(all) && isPrivate(all[i+1]) {
			if pair := utf16.DecodeRune(r-0x1000, all[i+1]-0x1000); pair != utf8.RuneError {
				r = pair
				i++
			}
		}
		out = append(out, r)
	}
	return string(out)
}

// isPrivate reports whether a character may stand for half of a pair.
func isPrivate(r rune) bool { return r >= 0xe800 && r <= 0xefff }

// shift moves the first digit, d or e, of pairs of escapes by one.
func shift(text string, digit byte, by int) string {
	var b []byte
	half := func(at int, digits string) bool {
		return at+6 <= len(text) && text[at] == '\\' && text[at+1] == 'u' && text[at+2]|0x20 == digit && strings.IndexByte(digits, text[at+3]|0x20) >= 0
	}
	for at := 0; ; at += 2 { // a backslash and what it escapes
		next := strings.IndexByte(text[min(at, len(text)):], '\\')
		if next < 0 {
			break
		}
		at += next
		if half(at, "89ab") && half(at+6, "cdef") {
			if b == nil {
				b = []byte(text)
			}
			b[at+2] += byte(by)
			b[at+8] += byte(by)
			at += 10
		}
	}
	if b == nil {
		return text
	}
	return string(b)
}
