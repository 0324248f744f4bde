package yaml

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	// The YAML organisation's own parser. Its tree keeps scalars as typed, and its errors
	// have a line and a column, which those of v3 lack (v3 names the line where the list or map
	// around a fault begins, or the one before). goccy/go-yaml v1.19.2 takes 17.7 s for 50,000 keys; this, 0.2 s.
	lib "go.yaml.in/yaml/v4"
	"go.yaml.in/yaml/v4/plugin/loaderlimits"
)

// maxProblems bounds the problems of one text.
const maxProblems = 100

// Parse reads the documents of a text. Of what breaks the rules of YAML, it
// finds the first; documents are nil then. What YAML allows and a plan file does not
// is a Broken node in the tree; all of these are found.
func Parse(data []byte) ([]*Node, []Problem) {
	src, problems := prepare(data)
	if len(problems) > 0 {
		return nil, problems
	}
	text, disguised := disguise(spaced(src.text))
	roots, err := load(text)
	if err != nil {
		return nil, []Problem{src.syntax(err)}
	}
	w := walker{src: src, text: text, disguised: disguised}
	var docs []*Node
	for _, root := range roots {
		if n := w.node(root, 0, false); n.Kind != Null || root.Value != "" {
			docs = append(docs, n)
		}
	}
	return docs, w.problems
}

// load has the library read all documents. Whatever it does, the answer is an error.
func load(text string) (roots []*lib.Node, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("the reader stumbled: %v", r)
		}
	}()
	loader, err := lib.NewLoader(strings.NewReader(text), lib.WithPlugin(loaderlimits.New(loaderlimits.DepthValue(maxDepth))))
	if err != nil {
		return nil, err
	}
	for {
		var doc lib.Node
		err := loader.Load(&doc)
		switch {
		case errors.Is(err, io.EOF):
			return roots, nil
		case err != nil:
			return nil, err
		}
		root := &doc
		if doc.Kind == lib.DocumentNode {
			if len(doc.Content) == 0 {
				continue
			}
			root = doc.Content[0]
		}
		roots = append(roots, root)
	}
}

// walker turns the library's tree into ours.
type walker struct {
	src       *source
	text      string // as the library has read it
	disguised bool
	problems  []Problem
}

func (w *walker) problem(code string, at Pos, found, expected, hint string) *Node {
	if len(w.problems) < maxProblems {
		w.problems = append(w.problems, Problem{code, at, found, expected, hint})
	}
	return &Node{Kind: Broken, At: at}
}

// node turns one value, at a number of levels below the document, and what is in it.
func (w *walker) node(n *lib.Node, depth int, key bool) *Node {
	at := Pos{n.Line, n.Column}
	const quotes = "; put a text that begins with %s in quotes"
	switch {
	case depth >= maxDepth:
		return w.problem("too-deep", at, fmt.Sprintf("more than %d levels", maxDepth), "a plan, which has fewer than 10", "")
	case n.Anchor != "":
		return w.problem("anchor", at, quote("&"+n.Anchor), "a value", "a plan file has no anchors"+fmt.Sprintf(quotes, "&"))
	case n.Kind == lib.AliasNode:
		return w.problem("alias", at, quote("*"+n.Value), "a value", "a plan file has no aliases"+fmt.Sprintf(quotes, "*"))
	case n.Style&lib.TaggedStyle != 0:
		return w.problem("tag", at, quote(n.Tag), "a value", "a plan file has no tags"+fmt.Sprintf(quotes, "!"))
	}
	flow := n.Style&lib.FlowStyle != 0
	switch n.Kind {
	case lib.SequenceNode:
		list := &Node{Kind: List, At: at, Flow: flow}
		for _, item := range n.Content {
			list.Items = append(list.Items, w.node(item, depth+1, false))
		}
		return list
	case lib.MappingNode:
		return w.entries(&Node{Kind: Map, At: at, Flow: flow}, n.Content, depth+1)
	}
	text := &Node{Kind: Text, At: at, Text: n.Value}
	if w.disguised {
		text.Text = undisguise(n.Value, n.Style&lib.DoubleQuotedStyle != 0)
	}
	if !key && isPlainNode(n) && (n.Value == "" || n.Value == "~" || n.Value == "null") {
		text.Kind = Null
	}
	return text
}

// isPlainNode reports whether a scalar stands without quotes.
func isPlainNode(n *lib.Node) bool {
	return n.Kind == lib.ScalarNode && n.Style&(lib.DoubleQuotedStyle|lib.SingleQuotedStyle|lib.LiteralStyle|lib.FoldedStyle) == 0
}

// entries reads the keys and values of a map, which alternate.
func (w *walker) entries(m *Node, content []*lib.Node, depth int) *Node {
	seen := make(map[string]Pos, len(content)/2)
	for i := 0; i+1 < len(content); i += 2 {
		k, v := content[i], content[i+1]
		at := Pos{k.Line, k.Column}
		switch {
		case k.Kind == lib.SequenceNode || k.Kind == lib.MappingNode:
			w.problem("complex-key", at, "a list or map as a key", "a text", "put it in quotes")
			continue
		case isPlainNode(k) && k.Anchor == "" && k.Style&lib.TaggedStyle == 0 && k.Value == "":
			w.problem("complex-key", at, "nothing before the colon", "a key", "")
			continue
		case isPlainNode(k) && k.Value == "<<":
			w.problem("merge-key", at, "<<", "keys written out", "a plan file has no merge keys: repeat the lines")
			continue
		}
		key := w.node(k, depth, true)
		if key.Kind == Broken {
			continue
		}
		value := w.node(v, depth, false)
		if m.Flow && value.Kind == Null && v.Value == "" {
			value.At, value.Bare = w.behind(k)
		}
		if first, again := seen[key.Text]; again {
			w.problem("duplicate-key", at, quote(key.Text)+" again", "each key once", "it already stands at "+first.String())
			continue
		}
		seen[key.Text] = at
		m.Entries = append(m.Entries, Entry{key, value})
	}
	return m
}

// behind finds the place behind the colon of a key in brackets, or that it is bare: it has no
// colon. The library's tree does not tell "a: " from "a".
func (w *walker) behind(key *lib.Node) (at Pos, bare bool) {
	at = Pos{key.Line, key.Column}
	start := w.src.offset(at)
	colon := w.colon(key, start)
	if colon < 0 {
		return at, true
	}
	between := w.text[start : colon+1]
	if i := strings.LastIndexByte(between, '\n'); i >= 0 {
		return Pos{at.Line + strings.Count(between, "\n"), utf8.RuneCountInString(between[i:])}, false
	}
	return Pos{at.Line, at.Column + utf8.RuneCountInString(between)}, false
}

// colon finds the colon of a key that begins at an offset; -1 when it has none.
func (w *walker) colon(key *lib.Node, at int) int {
	s := w.text
	switch {
	case key.Style&lib.DoubleQuotedStyle != 0:
		for at++; at < len(s) && s[at] != '"'; at++ {
			if s[at] == '\\' {
				at++
			}
		}
		at++
	case key.Style&lib.SingleQuotedStyle != 0:
		for at++; at < len(s) && (s[at] != '\'' || strings.HasPrefix(s[at:], "''")); at++ {
			if s[at] == '\'' {
				at++
			}
		}
		at++
	default: // as typed, but for the blanks around line ends
		for word := range strings.FieldsFuncSeq(key.Value, isBlank) {
			at = skipBlanks(s, at) + len(word)
		}
	}
	for at = skipBlanks(s, at); at < len(s) && s[at] == '#'; at = skipBlanks(s, at) {
		end := strings.IndexByte(s[at:], '\n')
		if end < 0 {
			return -1
		}
		at += end
	}
	if at < len(s) && s[at] == ':' {
		return at
	}
	return -1
}

func isBlank(r rune) bool { return r == ' ' || r == '\t' || r == '\n' }

// skipBlanks moves over blanks and line ends.
func skipBlanks(s string, at int) int {
	for at < len(s) && isBlank(rune(s[at])) {
		at++
	}
	return at
}
