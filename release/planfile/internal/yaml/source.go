package yaml

import (
	"bytes"
	"fmt"
	"sort"
	"strings"
	"unicode/utf8"
)

// The limits of a text. They bound time and memory, whatever the input.
const (
	MaxSize  = 8 << 20
	maxDepth = 64
	maxMarks = 200_000 // lines, and marks that a value can stand behind
	maxSigns = 500_000 // quotes and the like, each of which the library holds as a token
)

// source is a text and where its lines begin.
type source struct {
	text  string
	lines []int
	ascii bool
	marks int
	signs int
	last  struct { // the offset that was asked for last
		at     Pos
		offset int
	}
}

// prepare checks that data is text within the limits, and normalises its line ends.
func prepare(data []byte) (*source, []Problem) {
	first := Pos{1, 1}
	if len(data) > MaxSize {
		return nil, []Problem{{Code: "too-large", At: first, Found: fmt.Sprintf("%d bytes or more", MaxSize+1),
			Expected: fmt.Sprintf("at most %d bytes", MaxSize), Hint: "split it into several files"}}
	}
	if bytes.HasPrefix(data, []byte("\xff\xfe")) || bytes.HasPrefix(data, []byte("\xfe\xff")) {
		return nil, []Problem{{Code: "not-text", At: first, Found: "UTF-16", Expected: "text in UTF-8", Hint: "save the file as UTF-8"}}
	}
	text := string(bytes.TrimPrefix(data, []byte("\ufeff")))
	if strings.IndexByte(text, '\r') >= 0 {
		text = strings.ReplaceAll(text, "\r\n", "\n")
		text = strings.ReplaceAll(text, "\r", "\n")
	}
	s := &source{text: text, lines: []int{0}, ascii: true}
	if p := s.scan(); p != nil {
		return nil, []Problem{*p}
	}
	return s, nil
}

// scan finds the lines and looks at each of them.
func (s *source) scan() *Problem {
	head := true // directives may stand here
	for at := 0; at <= len(s.text); {
		end := len(s.text)
		if i := strings.IndexByte(s.text[at:], '\n'); i >= 0 {
			end = at + i
		}
		line := s.text[at:end]
		if p := s.scanLine(at, line); p != nil {
			return p
		}
		if content := strings.TrimLeft(line, " \t"); content != "" && content[0] != '#' {
			if head && line[0] == '%' {
				return &Problem{Code: "directive", At: s.place(at), Found: quote(line), Expected: "no directives", Hint: "remove the line"}
			}
			head = strings.HasPrefix(line, "...")
		}
		s.marks++
		if s.marks > maxMarks || s.signs > maxSigns {
			found := fmt.Sprintf("more than %d lines and values", maxMarks)
			if s.signs > maxSigns {
				found = fmt.Sprintf("more than %d quotes and other signs", maxSigns)
			}
			return &Problem{Code: "too-large", At: s.place(at), Found: found, Expected: "fewer", Hint: "split it into several files"}
		}
		at = end + 1
		if at <= len(s.text) {
			s.lines = append(s.lines, at)
		}
	}
	return nil
}

// scanLine checks the characters of a line and counts its marks and signs.
func (s *source) scanLine(start int, line string) *Problem {
	for i := 0; i < len(line); i++ {
		switch c := line[i]; {
		case c == ',' || c == '[' || c == '{':
			s.marks++
		case c == '-' || c == '?' || c == ':':
			if i+1 == len(line) || line[i+1] == ' ' {
				s.marks++
			}
		case c == '"' || c == '\'' || c == '&' || c == '*' || c == '!':
			s.signs++
		case c == '\t' || c >= ' ' && c < 0x7f:
		case c < utf8.RuneSelf:
			return &Problem{Code: "not-text", At: s.place(start + i), Found: fmt.Sprintf("the control character U+%04X", c), Expected: "text in UTF-8"}
		default:
			s.ascii = false
			r, size := utf8.DecodeRuneInString(line[i:])
			switch {
			case r == utf8.RuneError && size == 1:
				return &Problem{Code: "not-text", At: s.place(start + i), Found: fmt.Sprintf("the byte 0x%02X", c), Expected: "text in UTF-8", Hint: "save the file as UTF-8"}
			case r < 0xa0, r == '\u2028', r == '\u2029', r == '\ufeff', r == '\ufffe', r == '\uffff':
				// YAML takes some of these for line ends and forbids the others.
				return &Problem{Code: "not-text", At: s.place(start + i), Found: fmt.Sprintf("the character U+%04X, which cannot be seen", r),
					Expected: "visible text", Hint: fmt.Sprintf(`between double quotes, write it as \u%04x`, r)}
			}
			i += size - 1
		}
	}
	return nil
}

// place turns an offset into a line and a column.
func (s *source) place(offset int) Pos {
	offset = max(0, min(offset, len(s.text)))
	line := sort.SearchInts(s.lines, offset+1)
	return Pos{line, utf8.RuneCountInString(s.text[s.lines[line-1]:offset]) + 1}
}

// offset turns a line and a column into an offset. Places are asked for in
// their order, mostly: each goes on from the one before.
func (s *source) offset(at Pos) int {
	if at.Line > len(s.lines) {
		return len(s.text)
	}
	from, offset := 1, s.lines[max(at.Line, 1)-1]
	if s.last.at.Line == at.Line && s.last.at.Column <= at.Column {
		from, offset = s.last.at.Column, s.last.offset
	}
	if s.ascii {
		offset = min(offset+max(at.Column-from, 0), len(s.text))
	} else {
		for ; from < at.Column && offset < len(s.text) && s.text[offset] != '\n'; from++ {
			_, size := utf8.DecodeRuneInString(s.text[offset:])
			offset += size
		}
	}
	s.last.at, s.last.offset = at, offset
	return offset
}

// line is the text of a line, from 1, without its end.
func (s *source) line(line int) string {
	if line < 1 || line > len(s.lines) {
		return ""
	}
	text, _, _ := strings.Cut(s.text[s.lines[line-1]:], "\n")
	return text
}

// rest is what stands on a line from a place on.
func (s *source) rest(at Pos) string {
	text, _, _ := strings.Cut(s.text[s.offset(at):], "\n")
	return strings.TrimRight(text, " \t")
}

// end is the place behind the last thing that stands in the text.
func (s *source) end() Pos { return s.place(len(strings.TrimRight(s.text, " \t\n"))) }
