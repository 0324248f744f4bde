package yaml

import (
	"errors"
	"fmt"
	"regexp"
	"strings"

	lib "go.yaml.in/yaml/v4"
)

// syntax says what the library could not read, in the words of a plan file. What
// it says is told apart by its text; an unknown text is passed on.
func (s *source) syntax(err error) Problem {
	var e *lib.LoadError
	if !errors.As(err, &e) {
		return Problem{"syntax", Pos{1, 1}, "a text that cannot be read", "YAML or JSON", "the reader says: " + Excerpt(err.Error())}
	}
	at, context := s.clamp(e.Mark), s.clamp(e.ContextMark)
	is := func(texts ...string) bool {
		for _, text := range texts {
			if strings.Contains(e.Message, text) || strings.Contains(e.ContextMsg, text) {
				return true
			}
		}
		return false
	}
	found := "the end of the file"
	if rest := s.rest(at); rest != "" {
		found = quote(rest)
	}
	char := strings.TrimPrefix(s.rest(at), " ")
	if char != "" {
		char = string([]rune(char)[:1])
	}
	const syntax, indentation = "syntax", "indentation"
	switch {
	case is("exceeded max depth"):
		return Problem{"too-deep", at, fmt.Sprintf("more than %d levels", maxDepth), "a plan, which has fewer than 10", ""}
	case is("unknown anchor", "while scanning an alias"):
		return s.mark("alias", at, context, "*")
	case is("while scanning an anchor"):
		return s.mark("anchor", at, context, "&")
	case e.Stage == lib.ResolverStage, is("while parsing a tag", "while scanning a tag", "tag handle", "while parsing a node"):
		return s.mark("tag", at, context, "!")
	case is("tab character"), is("cannot start any token") && strings.HasPrefix(s.text[s.offset(at):], "\t"):
		return Problem{"tab", at, "a tab in the indentation", "spaces", "replace each tab by spaces"}
	case is("cannot start any token"):
		return Problem{syntax, at, found, "a value", "put a text that begins with " + char + " in quotes"}
	case is("a quoted scalar") && is("escape", "hexdecimal") && s.line(at.Line) != "":
		line := []rune(s.line(at.Line))
		for at.Column = min(at.Column, len(line)); at.Column > 1 && line[at.Column-1] != '\\'; {
			at.Column--
		}
		return Problem{syntax, at, "the escape " + string(line[at.Column-1:min(at.Column+1, len(line))]), `an escape such as \n, \" or \u00e9`, `write \\ for a backslash, or use single quotes`}
	case is("a quoted scalar"):
		return Problem{syntax, context, "a quote that is never closed", "its closing quote", ""}
	case is("expected ',' or") && s.rest(context) != "":
		bracket := e.Message[strings.LastIndexByte(e.Message, '\'')-1:][:1]
		open := "a " + s.rest(context)[:1] + " that is not closed"
		switch {
		case s.rest(at) == "":
			return Problem{syntax, context, open, "its closing " + bracket, ""}
		case at.Line > context.Line:
			return Problem{syntax, context, open, fmt.Sprintf("its closing %s, or a comma, before %s", bracket, at), "a text with special characters needs quotes"}
		}
		return Problem{syntax, at, found, fmt.Sprintf("a comma, or the %s that closes the bracket of %s", bracket, context), "a text with special characters needs quotes"}
	case is("expected node content"):
		return Problem{syntax, at, found, "a value, or the bracket that closes a list or map", ""}
	case is("could not find expected ':'"):
		return s.glued(context, "key: value")
	case is("mapping values are not allowed"):
		return s.colon(at)
	case is("block sequence entries are not allowed"):
		return Problem{syntax, at, found, "a value", "begin the list on the next line, or write [a, b]"}
	case is("expected key", "expected '-' indicator", "expected <document start>") && strings.TrimSpace(string([]rune(s.line(at.Line))[:at.Column-1])) != "":
		hint := "put the whole text in quotes"
		switch before := string([]rune(s.line(at.Line))[:at.Column-1]); {
		case char == "#":
			hint = "put a space before the #"
		case strings.HasSuffix(before, "'"):
			hint = "between single quotes, write '' for one of them"
		}
		return Problem{syntax, at, found, "the end of the line", hint}
	case is("expected key") && char == "-":
		return Problem{indentation, at, found, "a key, as the lines before it", "put the items of a list below their key"}
	case is("expected key") && (char == "}" || char == "]"):
		return Problem{syntax, at, found, "a key", "this bracket was never opened"}
	case is("expected key", "expected '-' indicator"):
		return Problem{indentation, at, found, "a line that begins in the column of those it belongs to", s.above(at.Line)}
	case is("expected <document start>"):
		return Problem{indentation, at, found, "the end of the file", s.above(at.Line)}
	case is("expected comment or line break"):
		return Problem{syntax, at, found, "the end of the line", "begin the text on the next line"}
	case is("comment without preceding whitespace"):
		return Problem{syntax, at, found, "the end of the value", "put a space before the #"}
	}
	return Problem{syntax, at, found, "YAML or JSON", "the reader says: " + Excerpt(e.Message)}
}

// clamp is a mark of the library, moved back onto the text where it stands behind it.
func (s *source) clamp(m lib.Mark) Pos {
	end := s.end()
	switch {
	case m.Line < 1:
		return Pos{1, 1}
	case m.Line > end.Line:
		return end
	}
	return Pos{m.Line, min(max(m.Column, 1), len([]rune(s.line(m.Line)))+1)}
}

// mark refuses an alias, an anchor or a tag at the first of the places that has one.
func (s *source) mark(code string, at, context Pos, char string) Problem {
	if !strings.HasPrefix(s.rest(at), char) && strings.HasPrefix(s.rest(context), char) {
		at = context
	}
	return Problem{code, at, quote(s.rest(at)), "a value", fmt.Sprintf("a plan file has no %ss; put a text that begins with %s in quotes", strings.Replace(code, "alias", "aliase", 1), char)}
}

// A key and its value without the space behind the colon.
var noSpace = regexp.MustCompile(`^\s*(?:- +)?([\pL_][\pL_-]*):([^\s/].*)$`)

// glued reports a line without a key.
func (s *source) glued(at Pos, expected string) Problem {
	hint := ""
	if m := noSpace.FindStringSubmatch(s.rest(at)); m != nil {
		hint = fmt.Sprintf("put a space after the colon: %s: %s", m[1], Excerpt(m[2]))
	}
	return Problem{"syntax", at, quote(s.rest(at)), expected, hint}
}

// above tells where the line with content before a line begins.
func (s *source) above(line int) string {
	for line--; line > 0; line-- {
		text := s.line(line)
		if content := strings.TrimLeft(text, " "); content != "" && content[0] != '#' {
			return fmt.Sprintf("line %d, above it, begins in column %d", line, len(text)-len(content)+1)
		}
	}
	return ""
}

// colon reports a colon that makes a key where none can stand.
func (s *source) colon(at Pos) Problem {
	line := s.line(at.Line)
	before := string([]rune(line)[:at.Column-1])
	if strings.Contains(before, ": ") || strings.HasPrefix(strings.TrimSpace(before), "- ") {
		return Problem{"syntax", at, "a second colon on the line", "one key and one value", "put the value in quotes, or the inner key on a line of its own"}
	}
	start := Pos{at.Line, len(line) - len(strings.TrimLeft(line, " ")) + 1}
	for above := at.Line - 1; above > 0; above-- {
		if text := s.line(above); strings.TrimSpace(text) != "" {
			if noSpace.MatchString(text) {
				return s.glued(Pos{above, len(text) - len(strings.TrimLeft(text, " ")) + 1}, "key: value")
			}
			break
		}
	}
	return Problem{"indentation", start, quote(s.rest(start)), "more of the text above it", "a key begins in the column of the keys it belongs to"}
}
