package yaml_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/berthplan/berth/release/planfile/internal/yaml"
)

// show prints a tree in one line: texts in quotes, null as ~.
func show(n *yaml.Node) string {
	var b strings.Builder
	switch n.Kind {
	case yaml.Null:
		b.WriteString("~")
	case yaml.Text:
		fmt.Fprintf(&b, "%q", n.Text)
	case yaml.Broken:
		b.WriteString("!")
	case yaml.List:
		b.WriteString("[")
		for i, item := range n.Items {
			if i > 0 {
				b.WriteString(" ")
			}
			b.WriteString(show(item))
		}
		b.WriteString("]")
	case yaml.Map:
		b.WriteString("{")
		for i, e := range n.Entries {
			if i > 0 {
				b.WriteString(" ")
			}
			fmt.Fprintf(&b, "%q:%s", e.Key.Text, show(e.Value))
		}
		b.WriteString("}")
	}
	return b.String()
}

// shown reads a text and prints its documents, or its first problem.
func shown(text string) string {
	docs, problems := yaml.Parse([]byte(text))
	if len(problems) > 0 {
		return problems[0].At.String() + " " + problems[0].Code
	}
	var all []string
	for _, d := range docs {
		all = append(all, show(d))
	}
	return strings.Join(all, " --- ")
}

func TestParse(t *testing.T) {
	for _, c := range []struct{ reason, text, want string }{
		{"nothing is no document", "", ""},
		{"comments are no document", "# a\n\n  # b\n", ""},
		{"scalars are what was typed", "a: 4.10\nb: 0800\nc: NO\nd: 21:00\ne: 2026-11-15\n", `{"a":"4.10" "b":"0800" "c":"NO" "d":"21:00" "e":"2026-11-15"}`},
		{"null is nothing, ~ or null", "a:\nb: ~\nc: null\nd: \"null\"\ne: ''\n", `{"a":~ "b":~ "c":~ "d":"null" "e":""}`},
		{"a list may stand in the column of its key", "a:\n- x\n- y\nb: c\n", `{"a":["x" "y"] "b":"c"}`},
		{"a list may stand deeper, too", "p:\n  a:\n  - x\n  -\n    y\n  b:\n    - z\n", `{"p":{"a":["x" "y"] "b":["z"]}}`},
		{"compact nesting", "- a: 1\n  b: 2\n- - c\n  - d\n-\n- e", `[{"a":"1" "b":"2"} ["c" "d"] ~ "e"]`},
		{"flow over lines with comments", "a: [x,  # one\n  y z,\n  {b: c}, ]\nd: {}", `{"a":["x" "y z" {"b":"c"}] "d":{}}`},
		{"a pair in a list is a map", "[approval: cab, x]", `[{"approval":"cab"} "x"]`},
		{"a key without colon", "{every: tue,thu, hours: x}", `{"every":"tue" "thu":~ "hours":"x"}`},
		{"plain text over lines", "a: b\n  c\n\n  d # e\nf: g", `{"a":"b c\nd" "f":"g"}`},
		{"colons inside a text", "a: b:c\nd: http://x\n{x: 1}: y", `3:1 complex-key`},
		{"arrows in keys", "base -> tls13: 1d\n", `{"base -> tls13":"1d"}`},
		{"single quotes", "a: 'it''s \\n'\n'b c': d", `{"a":"it's \\n" "b c":"d"}`},
		{"double quotes fold", "a: \"x\n  y\n\n  z\\\n   w\"\n", `{"a":"x y\nzw"}`},
		{"escapes", `a: "\u00e9\x41\ud83d\ude00\/\t"`, `{"a":"éA😀/\t"}`},
		{"pairs of escapes, as JSON has them", `{"a": "\ud83d\ude00", 'b': '\ud83d\ude00', "c": "\\ud83d", d: \uD83D\uDE00, "\uD83D\uDE00": "\ue83d"}`, `{"a":"😀" "b":"\\ud83d\\ude00" "c":"\\ud83d" "d":"\\uD83D\\uDE00" "😀":"\ue83d"}`},
		{"characters for private use", `a: "\ue83d\uee00"`, "{\"a\":\"\\ue83d\\uee00\"}"},
		{"tabs between brackets", "{\n\t\"a\": {\n\t\t\"b\": 1\n\t},\n\tc: d\n\t}\n", `{"a":{"b":"1"} "c":"d"}`},
		{"block text keeps lines", "a: |\n  x\n   y\n\n  z\n\nb: c\n", `{"a":"x\n y\n\nz\n" "b":"c"}`},
		{"block text, stripped and kept", "a: |-\n  x\n\nb: |+\n  y\n\nc: d", `{"a":"x" "b":"y\n\n" "c":"d"}`},
		{"folded text", "a: >\n  x\n  y\n\n  z\n   w\n  v\nb: c", `{"a":"x y\nz\n w\nv\n" "b":"c"}`},
		{"JSON with tabs", "{\n\t\"a\": 1,\n\t\"b\":[true,null]}\n", `{"a":"1" "b":["true" ~]}`},
		{"Windows lines and a byte order mark", "\ufeffa: b\r\nc:\r\n  d: e\r\n", `{"a":"b" "c":{"d":"e"}}`},
		{"documents", "---\na: b\n---\nc: d\n...\n", `{"a":"b"} --- {"c":"d"}`},
		{"a document on the line of its marker", "--- {a: b}\n", `{"a":"b"}`},

		{"an anchor", "a: &x b", "1:4 anchor"},
		{"an alias", "a: [b, *x]", "1:8 alias"},
		{"an alias as a key", "*x : b", "1:1 alias"},
		{"a tag", "a: !!str b", "1:4 tag"},
		{"a merge key", "a:\n  <<: b", "2:3 merge-key"},
		{"a merge key in brackets", "a: {<<: b}", "1:5 merge-key"},
		{"a long form of key", "? a\n: b", `{"a":"b"}`},
		{"a complex key", "? [a]\n: b", "1:3 complex-key"},
		{"no key", ": a\n", "1:1 complex-key"},
		{"a directive", "%YAML 1.2\n---\na: b", "1:1 directive"},
		{"a tab", "a:\n\tb: c\n", "2:1 tab"},
		{"a tab behind spaces", "a:\n  \tb: c\n", "2:3 tab"},
		{"a repeated key", "a: b\nc: d\na: e", "3:1 duplicate-key"},
		{"a repeated key, quoted", "{a: b, 'a': e}", "1:8 duplicate-key"},
		{"two colons", "a: b: c", "1:5 syntax"},
		{"no colon", "a: b\nc\n", "2:1 syntax"},
		{"an open bracket", "a: [b\nc: d", "1:4 syntax"},
		{"an open bracket at the end", "a: [b", "1:4 syntax"},
		{"an open quote", "a: \"b\nc: d\n", "1:4 syntax"},
		{"text behind a value", "a: \"b\" c", "1:8 syntax"},
		{"deeper than its brothers", "a: b\n  c: d\n", "2:3 indentation"},
		{"between two depths", "a:\n    b: c\n  d: e\n", "3:3 indentation"},
		{"a list among keys", "a: b\n- c\n", "2:1 indentation"},
		{"pairs of both kinds", `a: "\ud83d\ude00\ue83d\uee00"`, "1:5 syntax"},
		{"half a surrogate", `a: "\ud83d"`, "1:5 syntax"},
		{"an unknown escape", `a: "\d"`, "1:5 syntax"},
		{"NUL", "a: b\x00", "1:5 not-text"},
		{"invalid UTF-8", "a: é\xff", "1:5 not-text"},
		{"UTF-16", "\xff\xfea\x00", "1:1 not-text"},
		{"columns are characters", "é: [ü, *x]", "1:8 alias"},
	} {
		t.Run(c.reason, func(t *testing.T) { require.Equal(t, c.want, shown(c.text), "%q", c.text) })
	}
}

// TestRefused finds everything that YAML allows and a plan file does not have.
func TestRefused(t *testing.T) {
	docs, problems := yaml.Parse([]byte("a: &x b\nb: [c, *x]\nc:\n  d: !!str e\n  <<: g\n  [h]: i\n  j: k\na: x\n"))
	var got []string
	for _, p := range problems {
		got = append(got, p.At.String()+" "+p.Code)
	}
	require.Equal(t, []string{"1:4 anchor", "2:8 alias", "4:6 tag", "5:3 merge-key", "6:3 complex-key", "8:1 duplicate-key"}, got)
	require.Equal(t, `{"a":! "b":["c" !] "c":{"d":! "j":"k"}}`, show(docs[0]))
}

// TestPlaces checks that every value stands where its place says.
func TestPlaces(t *testing.T) {
	text := "# c\n\nplan: x y   # c\ncal: {days: mon-fri,\n   # c\n  hours: [q,\n  r]}\n\nsys:\n  é: {ö: ü}   \n  g: # c\n    o: \"team\n      edge\"\n\n    d:\n\n    - 'it''s\n      l'\n    - b: c   \n      e: |\n        lit\n\n      f: z\n"
	for _, text := range []string{text, strings.ReplaceAll(text, "\n", "\r\n"), "\ufeff" + text, strings.TrimRight(text, "\n")} {
		docs, problems := yaml.Parse([]byte(text))
		require.Empty(t, problems)
		lines := strings.Split(strings.TrimPrefix(strings.ReplaceAll(text, "\r\n", "\n"), "\ufeff"), "\n")
		seen := 0
		var walk func(n *yaml.Node)
		check := func(n *yaml.Node) {
			rest := string([]rune(lines[n.At.Line-1])[n.At.Column-1:])
			first, _, _ := strings.Cut(n.Text, " ")
			rest = strings.TrimLeft(rest, `"'`)
			if strings.HasPrefix(rest, "|") {
				return
			}
			first, _, _ = strings.Cut(first, "'")
			require.True(t, strings.HasPrefix(rest, first), "%s: %q does not begin %q", n.At, n.Text, rest)
			seen++
		}
		walk = func(n *yaml.Node) {
			if n.Kind == yaml.Text {
				check(n)
			}
			for _, item := range n.Items {
				walk(item)
			}
			for _, e := range n.Entries {
				check(e.Key)
				walk(e.Value)
			}
		}
		walk(docs[0])
		require.Equal(t, 22, seen)
	}
}

// trees draws trees of texts that are hard to write.
func trees(depth int) *rapid.Generator[*yaml.Node] {
	texts := rapid.OneOf(
		rapid.SampledFrom([]string{"", " ", "a", "null", "~", "true", "4.10", "21:00", "- a", "a: b", "a:", "#a", "a #b", "it's", `"`, `\`, "x\ny", "*", "&a", "!t", "é", "\u0085", "\ufeff", "\x00", "<<", "?", "---", "...", "-2d", "2026-11-15", "[a]", "{", "a,b", "%", "😀", "tue, thu", " a ", "\t", "=", "0x1f", "1_000", "1e3"}),
		rapid.String())
	return rapid.Custom(func(t *rapid.T) *yaml.Node {
		kind := yaml.Text
		if depth > 0 {
			kind = rapid.SampledFrom([]yaml.Kind{yaml.Text, yaml.Null, yaml.List, yaml.Map}).Draw(t, "kind")
		}
		n := &yaml.Node{Kind: kind}
		switch kind {
		case yaml.Text:
			n.Text = strings.ToValidUTF8(texts.Draw(t, "text"), "?")
		case yaml.List:
			n.Items = rapid.SliceOfN(trees(depth-1), 0, 4).Draw(t, "items")
		case yaml.Map:
			for _, key := range rapid.SliceOfNDistinct(rapid.Map(texts, func(s string) string { return strings.ToValidUTF8(s, "?") }), 0, 4, rapid.ID).Draw(t, "keys") {
				if key == "<<" { // refused even in quotes only without them; still a poor key
					continue
				}
				n.Entries = append(n.Entries, yaml.Entry{Key: &yaml.Node{Kind: yaml.Text, Text: key}, Value: trees(depth-1).Draw(t, "value")})
			}
		}
		return n
	})
}

func TestWriteAndRead(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		tree := trees(3).Draw(t, "tree")
		for _, text := range [][]byte{yaml.Append(nil, tree), yaml.AppendJSON(nil, tree)} {
			docs, problems := yaml.Parse(text)
			require.Empty(t, problems, "%s", text)
			if tree.Kind == yaml.Null && len(docs) == 0 {
				continue
			}
			require.Len(t, docs, 1, "%s", text)
			require.Equal(t, show(tree), show(docs[0]), "%s", text)
		}
		require.True(t, json.Valid(yaml.AppendJSON(nil, tree)))
	})
}

// TestHostileInput gives texts that grow, nest or repeat without end. Each must
// be answered in linear time: the whole test takes seconds where a quadratic step would take hours.
func TestHostileInput(t *testing.T) {
	fill := func(s string) string { return strings.Repeat(s, 4<<20/len(s)) }
	// Just below the limit of lines and values, so that all of it is parsed.
	full := func(s string, marks int) string { return strings.Repeat(s, 190_000/marks) }
	bomb := "a: &a [x,x]\n"
	for i := range 20 {
		bomb += fmt.Sprintf("b%d: &b%d [*a,*a]\n", i, i)
	}
	stairs := ""
	for i := range 2000 {
		stairs += strings.Repeat(" ", i) + "k:\n"
	}
	for _, c := range []struct{ reason, text, want string }{
		{"brackets", full("[", 1), "1:65 too-deep"},
		{"more brackets", fill("["), "1:1 too-large"},
		{"100 MB of brackets", strings.Repeat("[", 100<<20), "1:1 too-large"},
		{"braces", full("{a: ", 2), "1:257 too-deep"},
		{"dashes", full("- ", 1), "1:129 too-deep"},
		{"stairs", stairs, "65:66 too-deep"},
		{"alias bomb", bomb, "1:4 anchor"},
		{"aliases", "- &a b\n" + full("- *a\n", 2), "1:3 anchor"},
		{"anchors", "[" + full("&a b, ", 1) + "]", "1:2 anchor"},
		{"tags", "[" + full("!t b, ", 1) + "]", "1:2 tag"},
		{"tag handles", full("%TAG !a! b\n", 1) + "---\na: b\n", "1:1 directive"},
		{"colons", full(": ", 1), "1:129 too-deep"},
		{"keys in one line", full("a: ", 1), "1:5 syntax"},
		{"question marks", full("? ", 1), "1:129 too-deep"},
		{"question marks in every line", full("? a\n", 2), "2:3 duplicate-key"},
		{"many values", "[" + full("a,", 1) + "]", "long"},
		{"too many values", "[" + fill("a,") + "]", "1:1 too-large"},
		{"many small lists", "[" + full("[],", 2) + "]", "long"},
		{"many pairs", "[" + full("a: b,", 2) + "]", "long"},
		{"many bare keys", "{" + full("é,", 1) + "}", "1:4 duplicate-key"},
		{"many keys without a value", "{" + full("é\n:,", 2) + "}", "2:3 duplicate-key"},
		{"quotes", "\"" + strings.Repeat("'", 450_000), "1:1 syntax"},
		{"quoted texts", strings.Repeat(`"a" `, 240_000), "1:5 syntax"},
		{"too many quotes", fill("'"), "1:1 too-large"},
		{"too many tags", fill("!t "), "1:1 too-large"},
		{"open brackets in every line", full("a: [\n", 3), "65:4 too-deep"},
		{"tabs", fill("\t"), ""},
		{"blank lines", full(" \n", 1), ""},
		{"blank lines in a block text", "a: |\n  x\n" + full("   \n", 1) + "b: c\n", "long"},
		{"a block text", "a: >\n" + full("  x\n", 1), "long"},
		{"a long line", "a: " + fill("x "), "long"},
		{"a long quoted line", "a: \"" + fill("x ") + "\"", "long"},
		{"escapes", "a: \"" + fill(`\ud83d\ude00`) + "\"", "long"},
		{"backslashes", "a: \"" + fill(`\\`) + "\"", "long"},
		{"many lines of one text", "a: x\n" + full("  y\n", 1), "long"},
		{"comments", full("#\n", 1), ""},
		{"too many comments", fill("#\n"), "200001:1 too-large"},
		{"comments before a key", full("# c\n", 1) + "a: b\n", `{"a":"b"}`},
		{"comments behind values", full("- a # c\n", 2), "long"},
		{"comments between values", "- a\n" + full("  # c\n\n", 2) + "- b\n", `["a" "b"]`},
		{"markers", full("---\n", 2), ""},
		{"control characters", fill("\x01"), "1:1 not-text"},
		{"line separators", fill("\u2028"), "1:1 not-text"},
		{"carriage returns", full("\r", 1), ""},
		{"an alias at the very end", "[" + full("a&b, ", 1) + "*a]", "1:950002 alias"},
	} {
		got := shown(c.text)
		if len(got) > 100_000 {
			got = "long"
		}
		require.Equal(t, c.want, got, c.reason)
	}
}

func TestManyKeys(t *testing.T) {
	var b strings.Builder
	for i := range 90_000 {
		fmt.Fprintf(&b, "k%d: 1\n", i)
	}
	b.WriteString("k99: 2\n")
	require.Equal(t, "90001:1 duplicate-key", shown(b.String()))
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{"a: [b, {c: d}]\n", "- a\n- b: |\n    c\n", "a: \"\\u00e9\n b\"\n", "--- \n? a\n", "a:\n\t- b", "{\"a\": [1, 2.5e3, null]}", "a: 'b\n\n c'\nd: >-\n e\n\n  f\n"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		docs, problems := yaml.Parse(data)
		for _, p := range problems {
			require.NotEmpty(t, p.Code)
			require.True(t, p.At.Line >= 1 && p.At.Column >= 1)
		}
		if len(problems) > 0 {
			return
		}
		for _, doc := range docs {
			text := yaml.Append(nil, doc)
			again, problems := yaml.Parse(text)
			require.Empty(t, problems, "%q", text)
			if doc.Kind != yaml.Null {
				require.Equal(t, show(doc), show(again[0]), "%q", text)
			}
		}
	})
}
