package yaml

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// Kind tells the kinds of Node apart.
type Kind uint8

const (
	Null   Kind = iota // nothing, "~" or "null", not in quotes
	Text               // a scalar, as it was typed
	List               // Items
	Map                // Entries
	Broken             // refused; a Problem says why
)

// Node is one value of a document.
type Node struct {
	Kind    Kind
	Bare    bool // Null: a key of a flow map that stands without a colon
	Raw     bool // Text, written only: a number or a boolean, never put in quotes
	Flow    bool // a List or Map in brackets
	Text    string
	At      Pos
	Items   []*Node
	Entries []Entry
}

// Entry is a key of a Map and its value. Keys are unique.
type Entry struct{ Key, Value *Node }

// Get finds the value of a key; nil when absent.
func (n *Node) Get(key string) *Node {
	for _, e := range n.Entries {
		if e.Key.Text == key {
			return e.Value
		}
	}
	return nil
}

// Pos is a place in a text. Lines and columns count from 1; a column is a
// character, and so is a tab.
type Pos struct{ Line, Column int }

// String is "line:column".
func (p Pos) String() string { return strconv.Itoa(p.Line) + ":" + strconv.Itoa(p.Column) }

// Problem is one thing that is wrong with the form of a text.
type Problem struct {
	Code     string
	At       Pos
	Found    string
	Expected string
	Hint     string
}

// Excerpt shortens a text that is quoted in a fault.
func Excerpt(s string) string {
	const most = 60
	if first, _, cut := strings.Cut(s, "\n"); cut {
		s = first + "…"
	}
	if utf8.RuneCountInString(s) > most {
		s = string([]rune(s)[:most]) + "…"
	}
	return s
}

// quote is a text as found, in quotation marks.
func quote(s string) string { return strconv.Quote(Excerpt(s)) }
