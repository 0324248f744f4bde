package yaml

import (
	"regexp"
	"strings"
	"unicode/utf16"
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

var (
	// A character beyond U+FFFF as JSON escapes it: \ud83d\ude00.
	surrogatePair = regexp.MustCompile(`\\u[dD]([89abAB][0-9a-fA-F]{2})\\u[dD]([c-fC-F][0-9a-fA-F]{2})`)
	// What stands in for it: \ue83d\uee00, two characters for private use.
	privatePair = regexp.MustCompile(`\\u[eE]([89abAB][0-9a-fA-F]{2})\\u[eE]([c-fC-F][0-9a-fA-F]{2})`)
	privateUse  = regexp.MustCompile(`[\x{e800}-\x{efff}]|\\u[eE][89a-fA-F]`)
)

// disguise puts characters for private use in the place of surrogate pairs, which YAML does
// not know. It leaves a text alone that has such characters of its own.
func disguise(text string) (string, bool) {
	if !strings.Contains(text, `\ud`) && !strings.Contains(text, `\uD`) || privateUse.MatchString(text) {
		return text, false
	}
	var b []byte
	for _, at := range surrogatePair.FindAllStringIndex(text, -1) {
		before := 0 // backslashes: after an odd number of them this is no escape
		for before < at[0] && text[at[0]-1-before] == '\\' {
			before++
		}
		if before%2 == 0 {
			if b == nil {
				b = []byte(text)
			}
			b[at[0]+2], b[at[0]+8] = 'e', 'e'
		}
	}
	if b == nil {
		return text, false
	}
	return string(b), true
}

// undisguise gives a scalar the characters that were meant; where nothing is
// escaped, the letters as typed.
func undisguise(text string, escaped bool) string {
	if !escaped {
		return privatePair.ReplaceAllString(text, `\ud$1\ud$2`)
	}
	all := []rune(text)
	out := all[:0]
	for i := 0; i < len(all); i++ {
		r := all[i]
		if r >= 0xe800 && r < 0xf000 && i+1 < len(all) {
			i++
			r = utf16.DecodeRune(r-0x1000, all[i]-0x1000)
		}
		out = append(out, r)
	}
	return string(out)
}
