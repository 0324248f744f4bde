package ical

import (
	"bytes"
	"errors"
	"io"
)

// The reader is our own. emersion/go-ical (v0.0.0-20250329121855) and arran4/golang-ical (v0.3.4) recurse into
// nested components until the stack is gone, which no caller can recover from; they ignore VTIMEZONE, take one value
// of an EXDATE or RDATE, and hold a line in memory however long it is. A scan in front of them would do what this file does.

// lines gives the unfolded content lines of a file. It holds a buffer and one
// line in memory, and looks at each byte once.
type lines struct {
	in      io.Reader
	limit   Options
	buffer  []byte
	at, end int   // what is read and not yet given
	failed  error // of in, io.EOF included
	read    int64
	number  int    // physical lines begun
	fold    []byte // a line that is not whole in the buffer
	mark    byte   // what ends a line: LF, or CR in a file that knows no other; 0: not yet known
}

func newLines(r io.Reader, limit Options) *lines {
	return &lines{in: r, limit: limit, buffer: make([]byte, 32<<10)}
}

// next gives the next content line that is not blank, and the number of its
// first physical line; io.EOF after the last. The line holds until the next call.
func (l *lines) next() ([]byte, int, error) {
	if l.mark == 0 {
		l.findMark()
	}
	for {
		first := l.number + 1
		line, err := l.content()
		if err != nil {
			return nil, first, err
		}
		if first == 1 {
			line = bytes.TrimPrefix(line, []byte("\ufeff"))
		}
		if len(bytes.TrimSpace(line)) > 0 {
			return line, first, nil
		}
	}
}

// content gives one line with all that is folded onto it.
func (l *lines) content() ([]byte, error) {
	l.fold = l.fold[:0]
	for part := 0; ; part++ {
		if l.at == l.end && !l.fill() {
			if part > 0 && errors.Is(l.failed, io.EOF) {
				return l.fold, nil
			}
			return nil, l.failed
		}
		l.number++
		for {
			i := bytes.IndexByte(l.buffer[l.at:l.end], l.mark)
			if i >= 0 && part == 0 && len(l.fold) == 0 && l.at+i+1 < l.end && i <= l.limit.LineBytes && l.buffer[l.at+i+1] > ' ' {
				line := l.buffer[l.at : l.at+i] // the usual case: nothing is copied
				l.at += i + 1
				return trimEnd(line), nil
			}
			chunk := l.buffer[l.at:l.end]
			if i >= 0 {
				chunk = chunk[:i]
			}
			if len(l.fold)+len(chunk) <= l.limit.LineBytes+1 { // one for a CR
				l.fold = append(l.fold, chunk...)
			} else if !bulky(l.fold) {
				return nil, fault(l.number, "too-long", string(l.fold[:min(len(l.fold), 100)]), "lines of at most "+size(l.limit.LineBytes)+" once unfolded")
			}
			l.at += len(chunk)
			if i >= 0 {
				l.at++
				break
			}
			if !l.fill() {
				if !errors.Is(l.failed, io.EOF) {
					return nil, l.failed
				}
				break
			}
		}
		l.fold = trimEnd(l.fold)
		for len(l.fold) > 0 && (l.at < l.end || l.fill()) && (l.buffer[l.at] == '\n' || l.buffer[l.at] == '\r') {
			if l.buffer[l.at] == l.mark {
				l.number++ // a blank line, which some writers put into the middle of a folded one
			}
			l.at++
		}
		if (l.at < l.end || l.fill()) && blank(l.buffer[l.at]) {
			l.at++
			continue
		}
		if l.failed != nil && !errors.Is(l.failed, io.EOF) && l.at == l.end {
			return nil, l.failed
		}
		return l.fold, nil
	}
}

// findMark looks for what ends the first line.
func (l *lines) findMark() {
	l.mark = '\n'
	for from := l.at; ; {
		i := bytes.IndexAny(l.buffer[from:l.end], "\r\n")
		switch {
		case i >= 0 && l.buffer[from+i] == '\n':
			return
		case i >= 0 && from+i+1 < l.end:
			if next := l.buffer[from+i+1]; next != '\n' && next != '\r' {
				l.mark = '\r'
			}
			return
		case l.end == len(l.buffer) || !l.fill():
			if i >= 0 {
				l.mark = '\r'
			}
			return
		}
	}
}

// fill reads on, and reports whether there is more to give.
func (l *lines) fill() bool {
	if l.at == l.end {
		l.at, l.end = 0, 0
	}
	for tries := 0; l.failed == nil && l.end < len(l.buffer); tries++ {
		n, err := l.in.Read(l.buffer[l.end:])
		if n < 0 || n > len(l.buffer)-l.end || n == 0 && err == nil && tries == 100 {
			err, n = io.ErrNoProgress, 0
		}
		l.end += n
		l.read += int64(n)
		l.failed = err
		if l.read > int64(l.limit.Bytes) {
			l.failed, l.at, l.end = fault(max(1, l.number), "too-large", "", "a file of at most "+size(l.limit.Bytes)), 0, 0
			return false
		}
		if n > 0 {
			return true
		}
	}
	return false
}

// bulky reports whether a line is of a property that carries a file, which is not read here.
func bulky(line []byte) bool {
	return len(line) > 6 && (bytes.EqualFold(line[:6], []byte("ATTACH")) || bytes.EqualFold(line[:5], []byte("IMAGE")))
}

func blank(b byte) bool { return b == ' ' || b == '\t' }

// trimEnd takes off what is left of CRLF, and of the CR CR LF that text-mode copies leave behind.
func trimEnd(line []byte) []byte { return bytes.Trim(line, "\r\n") }
