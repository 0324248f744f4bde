package ical

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"strings"
)

// The limits of a file.
const (
	maxBytes = 16 << 20
	maxLine  = 256 << 10
	maxLines = 500_000
)

// lineReader gives the unfolded content lines of a file. It holds one line in memory at a time.
type lineReader struct {
	in     *bufio.Reader
	bytes  int
	number int // physical lines read
	line   bytes.Buffer
}

func newLineReader(r io.Reader) *lineReader {
	return &lineReader{in: bufio.NewReaderSize(r, 16<<10)}
}

// next gives the next content line that is not empty and the number of its
// first physical line; io.EOF after the last.
func (l *lineReader) next() (text string, number int, err error) {
	for {
		l.line.Reset()
		if err := l.physical(); err != nil {
			return "", l.number, err
		}
		number = l.number
		for {
			b, err := l.in.Peek(1)
			if err != nil || b[0] != ' ' && b[0] != '\t' {
				break
			}
			l.in.Discard(1)
			l.bytes++
			if err := l.physical(); err != nil {
				return "", l.number, err
			}
		}
		text = l.line.String()
		if number == 1 {
			text = strings.TrimPrefix(text, "\ufeff")
		}
		if strings.TrimSpace(text) != "" {
			return text, number, nil
		}
	}
}

// physical appends one line of the file, without its end.
func (l *lineReader) physical() error {
	if l.number++; l.number > maxLines {
		return fault(l.number, "too-many", "", "a file of at most 500,000 lines")
	}
	some := false
	for {
		part, err := l.in.ReadSlice('\n')
		some = some || len(part) > 0
		l.bytes += len(part)
		switch {
		case l.bytes > maxBytes:
			return fault(l.number, "too-large", "", "a file of at most 16 MB")
		case l.line.Len()+len(part) > maxLine+2:
			return fault(l.number, "too-long", l.line.String(), "lines of at most 256 kB")
		}
		l.line.Write(part)
		switch {
		case err == nil:
			l.trimEnd()
			return nil
		case errors.Is(err, bufio.ErrBufferFull):
		case errors.Is(err, io.EOF):
			if !some {
				l.number--
				return io.EOF
			}
			l.trimEnd()
			return nil
		default:
			return err
		}
	}
}

func (l *lineReader) trimEnd() {
	b := l.line.Bytes()
	n := len(b)
	if n > 0 && b[n-1] == '\n' {
		n--
	}
	if n > 0 && b[n-1] == '\r' {
		n--
	}
	l.line.Truncate(n)
}

// property is one content line taken apart; names are in upper case.
type property struct {
	line   int
	name   string
	params map[string]string
	value  string
}

// parseLine reads NAME;PARAM=value;PARAM="quoted":value.
func parseLine(text string, line int) (property, *Error) {
	bad := func() (property, *Error) {
		return property{}, fault(line, "bad-line", text, "NAME:value, as every line of an iCalendar file")
	}
	end := strings.IndexAny(text, ":;")
	if end <= 0 {
		return bad()
	}
	p := property{line: line, name: strings.ToUpper(strings.TrimSpace(text[:end]))}
	for text = text[end:]; text[0] == ';'; {
		eq := strings.IndexAny(text, "=:")
		if eq < 0 || text[eq] == ':' {
			return bad()
		}
		name := strings.ToUpper(text[1:eq])
		text = text[eq+1:]
		quoted := false
		n := 0
		for n < len(text) && (quoted || text[n] != ':' && text[n] != ';') {
			if text[n] == '"' {
				quoted = !quoted
			}
			n++
		}
		if n == len(text) {
			return bad()
		}
		if p.params == nil {
			p.params = map[string]string{}
		}
		p.params[name] = strings.Trim(text[:n], `"`)
		text = text[n:]
	}
	p.value = text[1:]
	return p, nil
}

// plainText undoes the escapes of a TEXT value.
func plainText(s string) string {
	return strings.NewReplacer(`\\`, `\`, `\;`, ";", `\,`, ",", `\n`, "\n", `\N`, "\n").Replace(s)
}
