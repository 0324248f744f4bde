package report

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/berthplan/berth/calendar"
	"github.com/berthplan/berth/release"
	"github.com/berthplan/berth/schedule"
)

// decoder reads JSON a token at a time, so that every fault has a place and
// one fault does not hide the next. Nothing is built that the document's schema does not name.
type decoder struct {
	data   []byte
	tokens *json.Decoder
	faults release.Faults
	broken bool // the syntax is lost: nothing more can be read
}

const (
	maxFaults = 100
	maxDepth  = 32
)

// fields are the keys of an object and what reads the value of each, given its path.
type fields map[string]func(path string)

func newDecoder(data []byte) *decoder {
	tokens := json.NewDecoder(bytes.NewReader(data))
	tokens.UseNumber()
	return &decoder{data: data, tokens: tokens}
}

func (d *decoder) fault(code, path string, offset int64, found, expected, hint string) {
	if len(d.faults) >= maxFaults {
		return
	}
	before := d.data[:min(offset, int64(len(d.data)))]
	line := bytes.Count(before, []byte("\n")) + 1
	column := len(bytes.Runes(before[bytes.LastIndexByte(before, '\n')+1:])) + 1
	d.faults = append(d.faults, release.Fault{
		Code: code, Path: path, Line: line, Column: column, Found: found, Expected: expected, Hint: hint,
	})
}

// next is the offset at which the next token starts.
func (d *decoder) next() int64 {
	at := d.tokens.InputOffset()
	for at < int64(len(d.data)) && strings.IndexByte(" \t\r\n,:", d.data[at]) >= 0 {
		at++
	}
	return at
}

// token reads the next token; nil without ok when the syntax is lost.
func (d *decoder) token(path string) (token json.Token, ok bool) {
	if d.broken {
		return nil, false
	}
	at := d.next()
	token, err := d.tokens.Token()
	if err == nil {
		return token, true
	}
	d.broken = true
	found := err.Error()
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		found = "the end of the document"
	}
	d.fault(CodeSyntax, path, at, found, "JSON", "")
	return nil, false
}

// end makes sure that nothing follows the document.
func (d *decoder) end() {
	if d.broken {
		return
	}
	at := d.next()
	if at < int64(len(d.data)) {
		d.fault(CodeSyntax, "", at, "more after the document", "its end", "")
	}
}

// mismatch reports a token of the wrong type and passes over its value.
func (d *decoder) mismatch(path string, at int64, token json.Token, expected string) {
	d.fault(CodeType, path, at, describe(token), expected, "")
	if delim, ok := token.(json.Delim); ok {
		d.passOver(path, delim)
	}
}

// passOver reads to the end of a list or object that was opened.
func (d *decoder) passOver(path string, open json.Delim) {
	if open == ']' || open == '}' {
		return
	}
	for depth := 1; depth > 0; {
		at := d.next()
		token, ok := d.token(path)
		if !ok {
			return
		}
		switch token {
		case json.Delim('['), json.Delim('{'):
			depth++
		case json.Delim(']'), json.Delim('}'):
			depth--
		}
		if depth > maxDepth {
			d.fault(CodeSyntax, path, at, "more levels", fmt.Sprintf("at most %d levels", maxDepth), "")
			d.broken = true
		}
	}
}

func describe(token json.Token) string {
	switch t := token.(type) {
	case json.Delim:
		if t == '[' {
			return "a list"
		}
		return "an object"
	case string:
		return strconv.Quote(brief(t))
	case json.Number:
		return "the number " + brief(t.String())
	case bool:
		return strconv.FormatBool(t)
	}
	return "null"
}

// brief keeps what is quoted in an error to a line.
func brief(s string) string { return shorten(clean(s), 60) }

// object reads an object: known keys by their reader, each once, and all of required.
func (d *decoder) object(path string, known fields, required ...string) {
	at := d.next()
	token, ok := d.token(path)
	if !ok {
		return
	}
	if token != json.Delim('{') {
		d.mismatch(path, at, token, "an object")
		return
	}
	seen := map[string]bool{}
	for d.tokens.More() {
		keyAt := d.next()
		token, ok := d.token(path)
		if !ok {
			return
		}
		key, _ := token.(string)
		here := join(path, brief(key))
		read, isKnown := known[key]
		switch {
		case seen[key]:
			d.fault(CodeTwice, here, keyAt, "the field twice", "it once", "")
			d.skip(here)
		case !isKnown:
			d.fault(CodeKey, here, keyAt, strconv.Quote(brief(key)), "one of "+strings.Join(slices.Sorted(maps.Keys(known)), ", "), nearest(key, known))
			d.skip(here)
		default:
			seen[key] = true
			read(here)
		}
		if d.broken {
			return
		}
	}
	if _, ok := d.token(path); !ok {
		return
	}
	for _, key := range required {
		if !seen[key] {
			d.fault(CodeMissing, join(path, key), at, "nothing", "the field "+strconv.Quote(key), "")
		}
	}
}

func join(path, key string) string {
	if path == "" {
		return key
	}
	return path + "." + key
}

// nearest finds the field that was probably meant: the same but for case.
func nearest(key string, known fields) string {
	for _, name := range slices.Sorted(maps.Keys(known)) {
		if strings.EqualFold(name, key) {
			return "did you mean " + name + "?"
		}
	}
	return ""
}

func (d *decoder) skip(path string) {
	if token, ok := d.token(path); ok {
		if delim, ok := token.(json.Delim); ok {
			d.passOver(path, delim)
		}
	}
}

// list reads a list with one reader for its elements; an empty one is nil.
func list[T any](d *decoder, into *[]T, element func(path string) T) func(path string) {
	return func(path string) {
		at := d.next()
		token, ok := d.token(path)
		if !ok {
			return
		}
		if token != json.Delim('[') {
			d.mismatch(path, at, token, "a list")
			return
		}
		for i := 0; d.tokens.More(); i++ {
			*into = append(*into, element(path+"["+strconv.Itoa(i)+"]"))
			if d.broken || len(d.faults) >= maxFaults {
				d.broken = true
				return
			}
		}
		d.token(path)
	}
}

// scalar reads a token of type T.
func scalar[T any](d *decoder, path, expected string) (value T, at int64, ok bool) {
	at = d.next()
	token, ok := d.token(path)
	if !ok {
		return value, at, false
	}
	value, ok = token.(T)
	if !ok {
		d.mismatch(path, at, token, expected)
	}
	return value, at, ok
}

func (d *decoder) text(path string) string {
	s, _, _ := scalar[string](d, path, "a text")
	return s
}

func (d *decoder) textInto(into *string) func(string) {
	return func(path string) { *into = d.text(path) }
}

func (d *decoder) boolInto(into *bool) func(string) {
	return func(path string) { *into, _, _ = scalar[bool](d, path, "true or false") }
}

func (d *decoder) timeInto(into *time.Time) func(string) {
	return func(path string) {
		const expected = "a time as RFC 3339 writes it, such as 2026-09-01T09:00:00+02:00, of the years 1001 to 9998"
		s, at, ok := scalar[string](d, path, expected)
		if !ok {
			return
		}
		var t time.Time
		if err := t.UnmarshalText([]byte(s)); err != nil || !goodYear(t) {
			d.fault(CodeValue, path, at, strconv.Quote(brief(s)), expected, "")
			return
		}
		*into = t
	}
}

func (d *decoder) durationInto(into *time.Duration) func(string) {
	return func(path string) {
		const expected = "a duration in hours, minutes and seconds as ISO 8601 writes it, such as PT76H30M"
		s, at, ok := scalar[string](d, path, expected)
		if !ok {
			return
		}
		if *into, ok = parseISODuration(s); !ok {
			d.fault(CodeValue, path, at, strconv.Quote(brief(s)), expected, "")
		}
	}
}

func (d *decoder) zone(path string) string {
	const expected = "the IANA name of a zone, such as Europe/Zurich"
	s, at, ok := scalar[string](d, path, expected)
	if !ok {
		return ""
	}
	if _, err := calendar.LoadZone(s); err != nil {
		hint := ""
		if e := (*calendar.Error)(nil); errors.As(err, &e) {
			hint = e.Hint
		}
		d.fault(CodeValue, path, at, strconv.Quote(brief(s)), expected, hint)
	}
	return s
}

func (d *decoder) status(path string) schedule.Status {
	const expected = "optimal, feasible, infeasible or unknown"
	s, at, ok := scalar[string](d, path, expected)
	if ok && !isStatus(schedule.Status(s)) {
		d.fault(CodeValue, path, at, strconv.Quote(brief(s)), expected, "")
	}
	return schedule.Status(s)
}

func (d *decoder) number(path string) (json.Number, int64, bool) {
	return scalar[json.Number](d, path, "a number")
}

func (d *decoder) integer(path string) (int64, bool) {
	n, at, ok := d.number(path)
	if !ok {
		return 0, false
	}
	value, err := strconv.ParseInt(n.String(), 10, 64)
	if err != nil {
		d.fault(CodeValue, path, at, describe(n), "a whole number of 64 bits", "")
	}
	return value, err == nil
}

func (d *decoder) unsigned(path string) uint64 {
	n, at, ok := d.number(path)
	if !ok {
		return 0
	}
	value, err := strconv.ParseUint(n.String(), 10, 64)
	if err != nil {
		d.fault(CodeValue, path, at, describe(n), "a whole number of 64 bits, 0 or more", "")
	}
	return value
}

func (d *decoder) index(path string) int {
	n, at, ok := d.number(path)
	if !ok {
		return 0
	}
	value, err := strconv.ParseUint(n.String(), 10, 31)
	if err != nil {
		d.fault(CodeValue, path, at, describe(n), "a whole number, 0 or more", "")
	}
	return int(value)
}
