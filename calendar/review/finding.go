package review

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// Finding is something that can be read and is probably not what was meant.
type Finding struct {
	Code     string // stable; every code is listed, with an example, in Codes
	Path     string // "blackouts[2].to"; "" for a text alone
	Found    string // a phrase, what people wrote in quotation marks
	Expected string // a phrase
	Hint     string // what would mend it; may be empty
}

// String is "PATH: CODE: found …, expected …; hint". It is for people and may change.
func (f Finding) String() string {
	var b strings.Builder
	if f.Path != "" {
		b.WriteString(f.Path + ": ")
	}
	b.WriteString(f.Code + ": " + f.Text())
	return b.String()
}

// Text is String without place and code.
func (f Finding) Text() string {
	text := "found " + f.Found + ", expected " + f.Expected
	if f.Hint != "" {
		text += "; " + f.Hint
	}
	return text
}

// Findings are in the order of what they are about.
type Findings []Finding

// String is one finding a line.
func (f Findings) String() string {
	lines := make([]string, len(f))
	for i, x := range f {
		lines[i] = x.String()
	}
	return strings.Join(lines, "\n")
}

// excerpt is the beginning of a text that is too long to be shown.
func excerpt(s string) string {
	const most = 80
	if utf8.RuneCountInString(s) > most {
		return string([]rune(s)[:most]) + "…"
	}
	return s
}

func quote(s string) string { return strconv.Quote(excerpt(s)) }
